"""The vocabulary of `vocabulary.toml`: kinds of node, relations, identifiers and the columns of tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A kind of node, such as `it_zone`; `code` is its position in the vocabulary.

    `aims` are the subtypes, in lower case, of acts that state aims and bring nothing into force, `accounts` those of
    funds that are accounts and no bodies. `fact` is how that standing reads of it, but for the subtypes `figures`.
    """

    id: str
    code: int
    name: str
    plural: str
    name_vi: str
    sphere: str
    sector: str
    shape: str
    colour: str
    aims: frozenset[str]
    accounts: frozenset[str]
    figures: frozenset[str]
    fact: str = "fact"
    fact_vi: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """How a link reads from its source, and from its target: `inverse`."""

    name: str
    inverse: str
    name_vi: str
    inverse_vi: str


@dataclass(frozen=True, slots=True)
class Relation(Words):
    """A relation, such as `funds`; `ends` holds every allowed pair (kind from, kind to).

    `words` has by identifying attribute and value how links with that value read instead.
    """

    id: str
    code: int
    means: str
    symmetric: bool
    ends: frozenset[tuple[str, str]]
    identifying: tuple[str, ...]
    words: dict[str, dict[str, Words]]

    def worded(self, columns: Mapping[str, str]) -> Words:
        """Return how a link with these further columns reads.

        >>> applies = vocabulary().relations["applies_to"]
        >>> applies.worded({"effect": "enables"}).inverse, applies.worded({}).inverse
        ('enabled by', 'subject to')
        """
        found = (words.get(columns.get(attribute, "")) for attribute, words in self.words.items())
        return next(filter(None, found), self)


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the program's own tables; Vietnamese tables call it by one of `headers_vi`."""

    id: str
    help: str
    example: str
    headers_vi: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """A further column that questions understand.

    `values` are the words in use, none where any text may stand; `type` says how a cell is read.
    """

    id: str
    help: str
    name_vi: str
    values: tuple[str, ...]
    type: str
    headers_vi: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of identifiers from outside, such as `ror`; `vocabulary.toml` says what each field means."""

    id: str
    name: str
    form: str
    example: str
    url: str
    written: tuple[str, ...] = ()
    case: str = ""
    without: str = ""
    check: str = ""
    alone: bool = False
    headers_vi: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole vocabulary, in the order of `vocabulary.toml`."""

    kinds: dict[str, NodeKind]
    relations: dict[str, Relation]
    levels: tuple[str, ...]
    standings: tuple[str, ...]
    spheres: dict[str, str]
    spheres_vi: dict[str, str]
    identifiers: dict[str, Scheme]
    written_out: dict[str, str]
    attributes: dict[str, dict[str, Attribute]]
    fields: dict[str, dict[str, Field]]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the vocabulary that this program was built with.

    >>> vocabulary().kinds["it_zone"].name
    'IT zone'
    >>> ("it_zone", "enterprise") in vocabulary().relations["collaborates_with"].ends
    True
    """
    return _parse(tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8")))


def _parse(table: dict[str, Any]) -> Vocabulary:
    kinds = {id: _kind(id, code, columns) for code, (id, columns) in enumerate(table["kinds"].items())}
    groups = {**table["groups"], "any": list(kinds)}
    return Vocabulary(
        kinds=kinds,
        relations={
            id: _relation(id, code, columns, groups) for code, (id, columns) in enumerate(table["relations"].items())
        },
        levels=tuple(table["levels"]),
        standings=tuple(table["standings"]),
        spheres={id: sphere["name"] for id, sphere in table["spheres"].items()},
        spheres_vi={id: sphere["name_vi"] for id, sphere in table["spheres"].items()},
        identifiers={id: _scheme(id, columns) for id, columns in table["identifiers"].items()},
        written_out=table["written_out"],
        attributes={
            part: {id: _attribute(id, columns) for id, columns in attributes.items()}
            for part, attributes in table["attributes"].items()
        },
        fields={
            name: {id: _field(id, columns) for id, columns in fields.items()}
            for name, fields in table["fields"].items()
        },
    )


def _kind(id: str, code: int, columns: dict[str, Any]) -> NodeKind:
    subtypes = {name: frozenset(map(str.casefold, columns.get(name, ()))) for name in ("aims", "accounts", "figures")}
    return NodeKind(id=id, code=code, **{**columns, **subtypes})


def _scheme(id: str, columns: dict[str, Any]) -> Scheme:
    lists = {name: tuple(columns.get(name, ())) for name in ("written", "headers_vi")}
    return Scheme(id=id, **{**columns, **lists})


def _field(id: str, columns: dict[str, Any]) -> Field:
    return Field(id, columns["help"], columns["example"], tuple(columns.get("headers_vi", ())))


def _attribute(id: str, columns: dict[str, Any]) -> Attribute:
    return Attribute(
        id,
        columns["help"],
        columns["name_vi"],
        tuple(columns.get("values", ())),
        columns.get("type", "text"),
        (columns["name_vi"], *columns.get("headers_vi", ())),
    )


def _relation(id: str, code: int, columns: dict[str, Any], groups: dict[str, list[str]]) -> Relation:
    return Relation(
        id=id,
        code=code,
        name=columns["name"],
        inverse=columns["inverse"],
        name_vi=columns["name_vi"],
        inverse_vi=columns["inverse_vi"],
        means=columns["means"],
        symmetric=columns.get("symmetric", False),
        ends=frozenset(pair for ends in columns["ends"] for pair in _pairs(ends, groups)),
        identifying=tuple(columns.get("identifying", ())),
        words={
            attribute: {value: Words(**words) for value, words in values.items()}
            for attribute, values in columns.get("words", {}).items()
        },
    )


def _pairs(ends: str, groups: dict[str, list[str]]) -> list[tuple[str, str]]:
    left, right = (
        [kind for word in side.split(",") for kind in groups.get(word.strip(), [word.strip()])]
        for side in ends.split("->")
    )
    if right == ["same"]:
        return [(kind, kind) for kind in left]
    return [(a, b) for a in left for b in right]
