"""What the page is told of nodes, links and the answer; what is empty is left out."""

from __future__ import annotations

from numbers import Number
from typing import Any

from ecosystem import dates
from ecosystem.answer import Answer, Value, heading, show
from ecosystem.graph import Graph, LinkColumns, NodeColumns, further
from ecosystem.names import address_of
from ecosystem.schema import schema

_SOURCE = ("id", "title", "author", "publisher", "date", "url")


def of_node(graph: Graph, row: int) -> dict[str, Any]:
    """Return all that is known of a node; lists of pairs, where a name comes from a file."""
    nodes = graph.nodes
    told = {
        "key": nodes.id[row],
        "name": nodes.name[row],
        "name_vi": nodes.name_vi[row],
        "name_en": nodes.name_en[row],
        "aliases": [name for name in nodes.aliases[row].split("\n") if name],
        "subtype": nodes.subtype[row],
        "level": schema().levels[nodes.level[row]],
        "place": nodes.place[row],
        "identifiers": [[text, address_of(text)] for text in nodes.identifiers[row].split("\n") if text],
        **_dated(nodes, row),
        "further": list(further(nodes.attributes[row]).items()),
    }
    return {"kind": int(nodes.kind[row]), **_known(told)}


def of_link(graph: Graph, row: int) -> dict[str, Any]:
    """Return all that is known of a link but its ends."""
    links = graph.links
    numbers = (("weight", float(links.weight[row])), ("confidence", float(links.confidence[row])))
    rest = [[name, show(value)] for name, value in numbers if show(value)]
    told = {**_dated(links, row), "further": rest + [list(pair) for pair in further(links.attributes[row]).items()]}
    return {"relation": int(links.relation[row]), **_known(told)}


def of_answer(answer: Answer) -> dict[str, Any]:
    """Return the words of the schema, the sources, what the answer marks, and its table."""
    graph, words = answer.graph, schema()
    marked = sorted(set(answer.nodes.tolist()))
    if len(marked) == len(graph.nodes):  # a mark on everything would say nothing
        marked = []
    return {
        "kinds": [_some(kind, "name", "plural", "shape", "colour") for kind in words.kinds.values()],
        "relations": [_some(relation, "name", "inverse", "symmetric") for relation in words.relations.values()],
        "citations": [[reference.split("#", 1) for reference in group] for group in graph.citations],
        "sources": [_some(source, *_SOURCE) for source in graph.sources.values()],
        "marked": {"nodes": marked, "links": answer.links.tolist() if marked else []},
        "answer": _table(answer),
        "scope": graph.scope,
    }


def _table(answer: Answer) -> dict[str, Any]:
    names = [column.name for column in answer.columns]
    # The column that names the node of each cell: `id` for `id` and `name`, `source_id` for `source_name`.
    ids = [name if name.endswith("id") else name.removesuffix("name") + "id" for name in names]
    spots = [names.index(id) if id in names else None for id in ids]
    at = answer.graph.positions
    return {
        "headings": [heading(column) for column in answer.columns],
        # An id is left out beside the name that leads to its node.
        "spare": [name.endswith("id") and name.removesuffix("id") + "name" in names for name in names],
        "numbers": [all(map(_countable, column)) for column in zip(*answer.rows, strict=True)],
        "rows": [[show(value) for value in row] for row in answer.rows],
        "nodes": [[None if spot is None else at.get(str(row[spot])) for spot in spots] for row in answer.rows],
        "cited": [[reference.split("#", 1) for reference in group] for group in answer.evidence],
        "notes": list(answer.notes),
    }


def _dated(columns: NodeColumns | LinkColumns, row: int) -> dict[str, Any]:
    return {
        "since": dates.show(int(columns.valid_from[row])),
        "until": dates.show(int(columns.valid_to[row])),
        "standing": schema().standings[columns.standing[row]],
        "cited": int(columns.sources[row]),
    }


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _some(thing: object, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _countable(value: Value) -> bool:
    return value is None or isinstance(value, Number)
