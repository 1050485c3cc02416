"""The library of named questions: a command with its parameters under a name, in English and Vietnamese."""

from __future__ import annotations

import difflib
import shlex
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ecosystem
from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer, Column
from ecosystem.model.rows import graph_of
from queries import RENAMED

SHIPPED = Path(ecosystem.__file__).with_name("data") / "questions.toml"
NAME = "questions.toml"
"""The name under which a file in the user's folder is found."""

_REFUSED = ("-o", "--output", "--store")
"""Options that decide where things are read and written; they are the user's, not those of a file."""


@dataclass(frozen=True, slots=True)
class Named:
    """A named question.

    `text` and `text_vi` ask it in words, `command` holds the words of the command; both may hold `{parameters}`.
    `values` has every parameter of the command, in the order in which they stand, with its usual value, "" where it has
    none.
    """

    name: str
    text: str
    text_vi: str
    command: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)

    def words(self, given: Sequence[str] = ()) -> list[str]:
        """Return the words of the command with the given values, the usual ones where fewer are given.

        Raises `BadInput` for too many values and for one that is missing.

        >>> named = Named("gaps", "", "", ("lacks", "{who}", "--gap", "{type}"), {"who": "QTSC", "type": "talent"})
        >>> named.words(["VAST"])
        ['lacks', 'VAST', '--gap', 'talent']
        """
        values = dict(self.values) | self._given(given)
        for name, value in values.items():
            if not value:
                raise BadInput(f"question '{self.name}': no value for {name}; it takes {self.usage()}")
        return [part.format(**values) for part in self.command]

    def asked(
        self, given: Sequence[str] = (), *, vietnamese: bool = False, names: Mapping[str, str] | None = None
    ) -> str:
        """Return the question in words with the values filled in, … where there is none.

        `names` has by value what is said instead of it.

        >>> named = Named("gaps", "What does {who} lack?", "{who} thiếu gì?", ("lacks", "{who}"), {"who": "Vietnam"})
        >>> named.asked(vietnamese=True, names={"Vietnam": "Việt Nam"})
        'Việt Nam thiếu gì?'
        """
        values = {name: value or "…" for name, value in (dict(self.values) | self._given(given)).items()}
        said = {name: (names or {}).get(value, value) for name, value in values.items()}
        return (self.text_vi if vietnamese else self.text).format(**said)

    def usage(self) -> str:
        """Return how it is asked: its name and parameters, with their usual values.

        >>> Named("gaps", "", "", ("lacks", "{who}"), {"who": "QTSC"}).usage()
        'gaps [who=QTSC]'
        """
        return " ".join((self.name, *(f"[{name}={value}]" if value else name for name, value in self.values.items())))

    def _given(self, given: Sequence[str]) -> dict[str, str]:
        if len(given) > len(self.values):
            raise BadInput(f"question '{self.name}': {len(given)} values given; it takes {self.usage()}")
        return dict(zip(self.values, given, strict=False))


def library(files: Sequence[Path] = (), *, folder: Path | None = None) -> dict[str, Named]:
    """Return all named questions: the shipped ones, those of `questions.toml` in the folder, and those of the files.

    A later question of the same name takes the place of an earlier one.

    Raises `BadInput` where a file cannot be read or a question is not one.
    """
    own = [folder / NAME] if folder is not None and (folder / NAME).is_file() else []
    return {name: one for path in (SHIPPED, *own, *files) for name, one in read(path).items()}


def read(path: Path) -> dict[str, Named]:
    """Return the questions of a TOML file, one table each; raises `BadInput` naming the file and the question."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: is not TOML in UTF-8: {error}") from None
    return {name: _named(f"{path}, question '{name}'", name, table) for name, table in tables.items()}


def listed(questions: Mapping[str, Named], names: Mapping[str, str] | None = None) -> Answer:
    """Return the questions as a table: how each is asked, and what it asks in English and Vietnamese.

    `names` has by usual value what is said in Vietnamese.
    """
    return Answer(
        title="Named questions",
        columns=(Column("ask"), Column("question"), Column("in_vietnamese")),
        rows=[(one.usage(), one.asked(), one.asked(vietnamese=True, names=names)) for one in questions.values()],
        graph=graph_of([], []),
        notes=("Values in brackets may be left out; the command behind each stands in questions.toml.",),
    )


def choose(questions: Mapping[str, Named], name: str) -> Named:
    """Return a question by its name. Raises `BadInput` with the nearest names where there is none."""
    if name in questions:
        return questions[name]
    near = difflib.get_close_matches(name, questions, n=3)
    advice = f"did you mean {', '.join(near)}?" if near else "`ecosystem ask` lists them all"
    raise BadInput(f"no question is named '{name}'; {advice}")


def _named(where: str, name: str, table: Any) -> Named:
    if not isinstance(table, dict) or not all(isinstance(table.get(key), str) for key in ("en", "command")):
        raise BadInput(f"{where}: write a table with at least en (the question in words) and command")
    values = table.get("values", {})
    if not isinstance(values, dict):
        raise BadInput(f'{where}: values: write a table such as values = {{ who = "QTSC" }}')
    try:
        first, *rest = shlex.split(table["command"]) or [""]
        command = (RENAMED.get(first, first), *rest)
        parameters = dict.fromkeys(one for part in command for one in _parameters(part))
        text, text_vi = (str(table.get(key, table["en"])) for key in ("en", "vi"))
        spoken = {*_parameters(text), *_parameters(text_vi)}
    except ValueError as error:
        raise BadInput(f"{where}: {error}; write a parameter as {{name}}") from None
    _check(where, command)
    if unknown := sorted((spoken | set(values)) - set(parameters)):
        raise BadInput(
            f"{where}: {unknown[0]} is not a parameter of the command; it has {', '.join(parameters) or 'none'}"
        )
    usual = {one: str(values.get(one, "")) for one in parameters}
    return Named(name, text, text_vi, command, usual)


def _check(where: str, command: Sequence[str]) -> None:
    known = [name.replace("_", "-") for name in discovery.names("queries")]
    if command[0] not in known:
        said = f"'{command[0]}' is not a question" if command[0] else "is empty"
        raise BadInput(f"{where}: command: {said}; known are {', '.join(known)}")
    for word in command:
        if word.startswith(_REFUSED):
            raise BadInput(f"{where}: command: {word} is for the one who asks; leave it out")


def _parameters(text: str) -> list[str]:
    """Return the parameters of a text. Raises `ValueError` for braces that hold anything but a plain name."""
    found = []
    for _, name, spec, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"'{{{name}}}' is not a parameter")
        found.append(name)
    return found
