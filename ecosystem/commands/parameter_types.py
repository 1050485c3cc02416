"""Types of parameters: words of the vocabulary, words that a question knows, and counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

MAX_COUNT = 2**31 - 1


class Word(click.Choice[str]):
    """A kind or relation, given by its id or by its name in English or Vietnamese, as in files."""

    def __init__(self, field: str, choices: Sequence[str]) -> None:
        super().__init__(choices)
        self.field = field

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id of a word."""
        from ecosystem.intake.checks import words
        from ecosystem.intake.reasons import suggestion
        from ecosystem.model.names import fold

        found = words(self.field).get(fold(value))
        if found is None:
            near = suggestion(self.field, value)
            advice = f"did you mean '{near}'?" if near else f"known are {', '.join(self.choices)}"
            self.fail(f"'{value}' is not a {self.field}; {advice}", param, ctx)
        return found


class Choice(click.Choice[str]):
    """A word that a question knows; - stands for _, and one that is misspelt leads to those most like it."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        """Return a word as it is compared."""
        return super().normalize_choice(choice, ctx).casefold().replace("-", "_")

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return what is said of a word that is not known."""
        from difflib import get_close_matches

        near = ", ".join(get_close_matches(self.normalize_choice(value, ctx), self.choices))
        return f"'{value}' is not known; " + (
            f"did you mean {near}?" if near else f"known are {', '.join(self.choices)}"
        )


class Count(click.ParamType[int]):
    """A whole number from 0 that every store can count to."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        try:
            number = int(value)
        except ValueError:
            number = -1
        if not 0 <= number <= MAX_COUNT:
            self.fail(f"'{value}' is not a whole number from 0 to {MAX_COUNT:,}", param, ctx)
        return number
