"""Columns of a graph from rows, for graphs small enough to be written down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ecosystem.model import dates
from ecosystem.model.columns import Codes, LinkColumns, NodeColumns, Numbers, Source, Texts
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary

Row = Mapping[str, Any]
Citations = dict[tuple[str, ...], int]

_NODE = ("id", "kind", "subtype", "name", "name_vi", "name_en", "aliases", "level", "place", "valid_from")
_LINK = ("source", "relation", "target", "weight", "confidence", "valid_from", "id")
_BOTH = ("valid_to", "standing", "sources")


def graph_of(nodes: Iterable[Row], links: Iterable[Row], *, sources: Iterable[Source] = ()) -> Graph:
    """Return the graph of rows written like those of the program's own tables; for tests and small examples.

    Lists are separated by |; further keys become attributes. Raises `KeyError` for an end that is not a node.

    >>> graph = graph_of([{"id": "a", "kind": "fund"}, {"id": "b", "kind": "fund"}],
    ...                  [{"source": "a", "relation": "funds", "target": "b", "weight": 2}])
    >>> graph.adjacency(directed=True).toarray().tolist()
    [[0.0, 2.0], [0.0, 0.0]]
    """
    node_rows = sorted(nodes, key=lambda row: str(row["id"]))
    citations: Citations = {(): 0}
    node_table = node_columns(node_rows, citations)
    positions = {row["id"]: position for position, row in enumerate(node_rows)}
    link_table = link_columns(list(links), positions, citations)
    return Graph(node_table, link_table, tuple(citations), {source.id: source for source in sources})


def node_columns(rows: list[Row], citations: Citations) -> NodeColumns:
    """Return the columns of rows that are sorted by id; new references are added to `citations`."""
    words = vocabulary()
    return NodeColumns(
        id=_texts(rows, "id"),
        kind=_codes(rows, "kind", list(words.kinds)),
        subtype=_texts(rows, "subtype"),
        name=_column([row.get("name") or row["id"] for row in rows]),
        name_vi=_texts(rows, "name_vi"),
        name_en=_texts(rows, "name_en"),
        aliases=_column([str(row.get("aliases", "")).replace("|", "\n") for row in rows]),
        level=_codes(rows, "level", words.levels),
        place=_texts(rows, "place"),
        identifiers=_column(["\n".join(_identifiers(row)) for row in rows]),
        attributes=_column([_further(row, {*_NODE, *_BOTH, *words.identifiers}) for row in rows]),
        begins=_days(rows, "valid_from"),
        ends=_days(rows, "valid_to"),
        **_dated(rows, citations),
    )


def link_columns(rows: list[Row], positions: Mapping[str, int], citations: Citations) -> LinkColumns:
    """Return the columns of rows in the order of every graph; new references are added to `citations`."""
    columns = LinkColumns(
        source=np.array([positions[row["source"]] for row in rows], dtype=np.int32),
        relation=_codes(rows, "relation", list(vocabulary().relations)),
        target=np.array([positions[row["target"]] for row in rows], dtype=np.int32),
        weight=_numbers(rows, "weight"),
        confidence=_numbers(rows, "confidence"),
        attributes=_column([_further(row, {*_LINK, *_BOTH}) for row in rows]),
        id=_texts(rows, "id"),
        **_dated(rows, citations),
    )
    keys = ("source", "relation", "target", "valid_from", "valid_to", "standing")
    order = sorted(
        range(len(rows)),
        key=lambda i: (
            *(int(getattr(columns, key)[i]) for key in keys),
            columns.attributes[i],
            columns.id[i],
        ),
    )
    return columns.take(np.array(order, dtype=np.int32))


def _dated(rows: list[Row], citations: Citations) -> dict[str, Codes]:
    references = [tuple(str(row["sources"]).split("|")) if row.get("sources") else () for row in rows]
    return {
        "valid_from": _days(rows, "valid_from"),
        "valid_to": _days(rows, "valid_to"),
        "standing": _codes(rows, "standing", vocabulary().standings),
        "sources": np.array([citations.setdefault(r, len(citations)) for r in references], dtype=np.int32),
    }


def _days(rows: list[Row], name: str) -> Codes:
    return np.array([dates.parse(str(row[name])) if row.get(name) else 0 for row in rows], dtype=np.int32)


def _codes(rows: list[Row], name: str, words: Iterable[str]) -> Codes:
    code = {word: code for code, word in enumerate(words)}
    first = next(iter(code))
    return np.array([code[row.get(name) or first] for row in rows], dtype=np.int32)


def _numbers(rows: list[Row], name: str) -> Numbers:
    return np.array([float(row.get(name, "nan")) for row in rows], dtype=np.float64)


def _texts(rows: list[Row], name: str) -> Texts:
    return _column([str(row.get(name, "")) for row in rows])


def _column(values: list[str]) -> Texts:
    column = np.empty(len(values), dtype=np.object_)
    column[:] = values
    return column


def _identifiers(row: Row) -> list[str]:
    return [f"{scheme}:{row[scheme]}" for scheme in vocabulary().identifiers if row.get(scheme)]


def _further(row: Row, known: set[str]) -> str:
    rest = {name: str(value) for name, value in row.items() if name not in known}
    return json.dumps(rest, ensure_ascii=False) if rest else ""
