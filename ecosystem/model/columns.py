"""Columns: what a graph holds of nodes and links, an array a column, and the documents that they cite."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ecosystem.model.succession import CARRIED
from ecosystem.model.vocabulary import vocabulary

Codes = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that nodes and links cite; `described` is False where only its id is known."""

    id: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    described: bool = True


@dataclass(frozen=True, eq=False)
class Columns:
    """Arrays of one length; `take` keeps some entries of every one."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, positions: Codes) -> Self:
        """Return the same columns with these entries only."""
        return replace(self, **{f.name: getattr(self, f.name)[positions] for f in fields(self)})

    def but(self, **changed: npt.NDArray[Any]) -> Self:
        """Return the same columns with others in the place of some."""
        return replace(self, **changed)


@dataclass(frozen=True, eq=False)
class NodeColumns(Columns):
    """One entry a node, sorted by id. Codes point into the vocabulary; dates are numbers (see `dates`).

    `sources` points into `Graph.citations`; `aliases` and `identifiers` hold texts separated by line feeds;
    `attributes` holds the further columns of the files as the text of a JSON object, or "". A node lives from `begins`
    to `ends`: its own dates, and where the scope looks at days, those that follow from what brings or succeeds it.
    """

    id: Texts
    kind: Codes
    subtype: Texts
    name: Texts
    name_vi: Texts
    name_en: Texts
    aliases: Texts
    level: Codes
    place: Texts
    valid_from: Codes
    valid_to: Codes
    standing: Codes
    identifiers: Texts
    sources: Codes
    attributes: Texts
    begins: Codes
    ends: Codes


@dataclass(frozen=True, eq=False)
class LinkColumns(Columns):
    """One entry a link. `source` and `target` are positions of nodes; `weight` and `confidence` NaN where not given.

    Sorted by source, relation, target, dates, standing, then all the rest, so that every store gives the same order.
    """

    source: Codes
    relation: Codes
    target: Codes
    valid_from: Codes
    valid_to: Codes
    standing: Codes
    weight: Numbers
    confidence: Numbers
    sources: Codes
    attributes: Texts
    id: Texts

    @property
    def carried(self) -> npt.NDArray[np.bool_]:
        """Which links are carried over from a body that has ended to its successor; they are there on some days."""
        return np.array([CARRIED in further(text) for text in self.attributes], dtype=np.bool_)

    @property
    def by_standing(self) -> dict[str, int]:
        """How many links have each standing, without those that none has."""
        counts = np.bincount(self.standing).tolist()
        return {vocabulary().standings[code]: count for code, count in enumerate(counts) if count}


def further(attributes: str) -> dict[str, str]:
    """Return the further columns that a row of a file had.

    >>> further('{"district": "12"}'), further("")
    ({'district': '12'}, {})
    """
    return json.loads(attributes) if attributes else {}
