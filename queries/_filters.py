"""Filters of an answer by a word of its rows, given in English or Vietnamese, and why an answer is empty."""

from __future__ import annotations

from collections.abc import Iterable

from ecosystem.errors import BadInput
from ecosystem.model.cell_words import cell_words
from ecosystem.model.names import fold
from queries import _notes


def chosen(option: str, given: str | None, known: Iterable[str]) -> str | None:
    """Return the known word that an option means, None where it is not given.

    A word is known in English and Vietnamese, with and without diacritics. Raises `BadInput` for any other, with those
    spelled most like it.

    >>> chosen("state", "in-force", ["in force", "past"]), chosen("state", "dang co hieu luc", ["in force"])
    ('in force', 'in force')
    """
    from rapidfuzz import fuzz, process

    if given is None:
        return None
    words = list(dict.fromkeys(known))
    vietnamese = cell_words()
    by_key = {fold(vietnamese.get(word, word)): word for word in words} | {fold(word): word for word in words}
    if (key := fold(given)) in by_key:
        return by_key[key]
    near = process.extract(key, by_key.keys(), scorer=fuzz.ratio, score_cutoff=60, limit=3)
    meant = dict.fromkeys(by_key[found[0]] for found in near)
    listed = ", ".join(_in_both(word) for word in meant or words)
    said = f"did you mean {listed}?" if meant else f"known are {listed}" if words else "the scope has none to choose"
    raise BadInput(f"{option}: '{given}' is not known here; {said}")


def _in_both(word: str) -> str:
    """Return a word with its Vietnamese in brackets, where there is one."""
    vietnamese = cell_words().get(word)
    return f"{word} ({vietnamese})" if vietnamese else word


def none_left(rows: int, noun: str, **given: object) -> str:
    """Return why an answer has no row: which of the options given left out all, or that nothing is recorded.

    >>> none_left(12, "offer", state="past", effect=None), none_left(0, "offer", state="past")
    ('None of the 12 offers is left with --state past.', 'No offer is recorded here.')
    """
    if not rows:
        return f"No {noun} is recorded here."
    options = " ".join(_option(name, value) for name, value in given.items() if value not in (None, False))
    whole = f"None of the {_notes.count(rows, noun)}" if rows > 1 else f"The only {noun}"
    return f"{whole} is left with {options}." if rows > 1 else f"{whole} is left out by {options}."


def _option(name: str, value: object) -> str:
    option = "--" + name.replace("_", "-")
    return option if value is True else f"{option} '{value}'" if " " in str(value) else f"{option} {value}"
