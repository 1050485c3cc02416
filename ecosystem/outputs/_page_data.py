"""What the page is told of nodes, links and the answer; what is empty is left out."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Number
from typing import Any

from ecosystem.answer import Answer, Value, heading, show
from ecosystem.graph import Graph, LinkColumns, NodeColumns, further
from ecosystem.names import address_of
from ecosystem.outputs._page_columns import table
from ecosystem.schema import schema

_SOURCE = ("id", "title", "author", "publisher", "date", "url")
_DATED: dict[str, Any] = {"since": 0, "until": 0, "standing": 0, "cited": 0, "further": []}
_NODE: dict[str, Any] = {
    **dict.fromkeys(("key", "name", "name_vi", "name_en", "subtype", "place"), ""),
    **dict.fromkeys(("kind", "level", "x", "y", "size", "community"), 0),
    **{name: [] for name in ("aliases", "identifiers")},
    **_DATED,
}
_LINK: dict[str, Any] = {"from": 0, "to": 0, "relation": 0, **_DATED}


def of_node(graph: Graph, row: int) -> dict[str, Any]:
    """Return all that is known of a node; lists of pairs, where a name comes from a file."""
    nodes = graph.nodes
    told = {
        "key": nodes.id[row],
        "kind": int(nodes.kind[row]),
        "name": nodes.name[row],
        "name_vi": nodes.name_vi[row],
        "name_en": nodes.name_en[row],
        "aliases": [name for name in nodes.aliases[row].split("\n") if name],
        "subtype": nodes.subtype[row],
        "level": int(nodes.level[row]),
        "place": nodes.place[row],
        "identifiers": [[text, address_of(text)] for text in nodes.identifiers[row].split("\n") if text],
        **_dated(nodes, row),
        "further": [list(pair) for pair in further(nodes.attributes[row]).items()],
    }
    return _known(told)


def of_link(graph: Graph, row: int) -> dict[str, Any]:
    """Return all that is known of a link but its ends."""
    links = graph.links
    numbers = (("weight", float(links.weight[row])), ("confidence", float(links.confidence[row])))
    rest = [[name, show(value)] for name, value in numbers if show(value)]
    told = {"relation": int(links.relation[row]), **_dated(links, row)}
    return _known({**told, "further": rest + [list(pair) for pair in further(links.attributes[row]).items()]})


def of_graph(graph: Graph, nodes: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the nodes and links as columns, the words of the schema, and the sources."""
    words = schema()
    return {
        "nodes": table(nodes, _NODE),
        "links": table(links, _LINK),
        "kinds": [
            _some(k, "id", "name", "plural", "name_vi", "sphere", "shape", "colour") for k in words.kinds.values()
        ],
        "relations": [
            _some(r, "id", "name", "inverse", "name_vi", "inverse_vi", "symmetric") for r in words.relations.values()
        ],
        "spheres": [[id, name, words.spheres_vi[id]] for id, name in words.spheres.items()],
        "standings": list(words.standings),
        "levels": list(words.levels),
        "citations": [[reference.split("#", 1) for reference in group] for group in graph.citations],
        "sources": [_some(source, *_SOURCE) for source in graph.sources.values()],
        "scope": graph.scope,
    }


def of_answer(answer: Answer) -> dict[str, Any]:
    """Return what the answer marks, what it measures, and its table."""
    marked = sorted(set(answer.nodes.tolist()))
    if len(marked) == len(answer.graph.nodes):  # a mark on everything would say nothing
        marked = []
    return {
        "title": answer.title,
        "marked": {"nodes": marked, "links": answer.links.tolist() if marked else []},
        "answer": _table(answer),
        "measures": _measures(answer),
    }


def _table(answer: Answer) -> dict[str, Any]:
    names = [column.name for column in answer.columns]
    spots = _spots(names)
    at = answer.graph.positions
    return {
        "headings": [heading(column) for column in answer.columns],
        # Left out are an id beside the name that leads to its node, a column that is empty, and sources, told anew.
        "spare": [
            (name.endswith("id") and name.removesuffix("id") + "name" in names)
            or name == "sources"
            or not any(show(row[column]) for row in answer.rows)
            for column, name in enumerate(names)
        ],
        "numbers": [all(map(_countable, column)) for column in zip(*answer.rows, strict=True)],
        "rows": [[show(value) for value in row] for row in answer.rows],
        "nodes": [[None if spot is None else at.get(str(row[spot])) for spot in spots] for row in answer.rows],
        "cited": [[reference.split("#", 1) for reference in group] for group in answer.evidence],
        "notes": list(answer.notes),
    }


def _spots(names: list[str]) -> list[int | None]:
    """Return the column that names the node of each column: `id` for `id` and `name`, `source_id` for `source_name`."""
    ids = [name if name.endswith("id") else name.removesuffix("name") + "id" for name in names]
    return [names.index(id) if id in names else None for id in ids]


def _measures(answer: Answer) -> list[dict[str, Any]]:
    """Return the columns of numbers that belong to one node a row, which dots may be sized by."""
    names = [column.name for column in answer.columns]
    if "id" not in names:
        return []
    spot, at = names.index("id"), answer.graph.positions
    found = []
    for place, column in enumerate(answer.columns):
        values = [(at.get(str(row[spot])), row[place]) for row in answer.rows]
        told = [(node, float(value)) for node, value in values if node is not None and isinstance(value, int | float)]
        if column.name != "rank" and told and all(_countable(value) for _, value in values):
            # What is negative or no number has no size.
            sized = {node: value for node, value in told if 0 < value < float("inf")}
            found.append({"name": heading(column), "nodes": list(sized), "values": list(sized.values())})
    return found


def _dated(columns: NodeColumns | LinkColumns, row: int) -> dict[str, Any]:
    return {
        "since": int(columns.valid_from[row]),
        "until": int(columns.valid_to[row]),
        "standing": int(columns.standing[row]),
        "cited": int(columns.sources[row]),
    }


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _some(thing: object, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _countable(value: Value) -> bool:
    return value is None or isinstance(value, Number)
