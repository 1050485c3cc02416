"""What the page gets of the answer: what it marks and measures, its table, and the nodes that its cells name."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from numbers import Number
from typing import Any

from ecosystem.model.answer import Answer, Column, Value, heading, show
from ecosystem.model.graph import Graph
from ecosystem.outputs import _page_words

_NARROW = 6  # columns that find room beside the drawing
_LATE = ("valid_from", "valid_to", "direction", "place", "weight", "confidence")  # shown last where there are more
_LONGEST = 9  # pieces between commas, and the commas, that one name may have


def of_answer(answer: Answer) -> dict[str, Any]:
    """Return what the answer marks, what it measures, and its table."""
    marked = sorted(set(answer.nodes.tolist()))
    if len(marked) == len(answer.graph.nodes) or len(answer.groups):  # a mark on everything would say nothing
        marked = []
    return {
        "title": answer.title,
        "title_vi": _page_words.title(answer),
        "divided": len(answer.groups) > 0,
        "marked": {"nodes": marked, "links": answer.links.tolist() if marked else []},
        "answer": _table(answer),
        "measures": _measures(answer),
    }


def _table(answer: Answer) -> dict[str, Any]:
    names = [column.name for column in answer.columns]
    kept = _kept(answer)
    spots, nodes = _spots(names), answer.graph.positions
    pieces = cache(partial(_pieces, known=_named(answer.graph)))
    return {
        "heads": [_page_words.head(answer.columns[column]) for column in kept],
        "late": sum(_late(answer.columns[at]) for at in kept),
        "numbers": [all(_countable(row[column]) for row in answer.rows) for column in kept],
        "rows": [[(pieces if spots[at] is None else show)(row[at]) for at in kept] for row in answer.rows],
        "nodes": [
            [None if (spot := spots[at]) is None else nodes.get(str(row[spot])) for at in kept] for row in answer.rows
        ],
        "groups": _groups(answer, names),
        "cited": [[reference.split("#", 1) for reference in group] for group in answer.evidence],
        "notes": list(answer.notes),
    }


def _kept(answer: Answer) -> list[int]:
    """Return the columns that are shown, in their order; of a wide table the less important come last.

    Left out are an id beside the name that leads to its node, a column that is empty, and sources, which the page shows
    by itself.
    """
    names = [column.name for column in answer.columns]
    spare = [
        name == "sources" or (name.endswith("id") and any(other in names for other in (f"{name[:-2]}name", name[:-3])))
        for name in names
    ]
    kept = [place for place, bare in enumerate(spare) if not bare and any(show(row[place]) for row in answer.rows)]
    wide = len(kept) + bool(answer.evidence) > _NARROW
    return sorted(kept, key=lambda place: _late(answer.columns[place])) if wide else kept


def _late(column: Column) -> bool:
    return column.detail or column.name in _LATE or column.name.endswith("_kind")


def _spots(names: list[str]) -> list[int | None]:
    """Return the column that names the node of each column: `id` for `id` and `name`, `source_id` for `source_name`."""
    ids = [(name if name.endswith("id") else name.removesuffix("name") + "id", f"{name}_id") for name in names]
    return [next((names.index(id) for id in pair if id in names), None) for pair in ids]


def _named(graph: Graph) -> dict[str, int]:
    """Return the nodes by their names, without those that share one."""
    counts = Counter(graph.nodes.name)
    return {name: node for node, name in enumerate(graph.nodes.name) if counts[name] == 1}


def _pieces(value: Value, known: dict[str, int]) -> Any:
    """Return a text as it is, or where it names nodes as pairs of a piece and the node that it leads to, or -1."""
    text = show(value)
    parts = re.split("(; |, )", text) if isinstance(value, str) else []
    found: list[list[Any]] = []
    while parts:
        # The longest name first, as a name may hold a comma.
        wide = next((end for end in range(min(len(parts), _LONGEST), 0, -1) if "".join(parts[:end]) in known), 1)
        piece = "".join(parts[:wide])
        found.append([piece, known.get(piece, -1)])
        del parts[:wide]
    return found if any(node >= 0 for _, node in found) else text


def _groups(answer: Answer, names: list[str]) -> list[int]:
    """Return the group that each row is about, where the answer divides the nodes and has a row a group."""
    if not len(answer.groups) or "community" not in names or "id" in names:
        return []
    spot = names.index("community")
    return [int(str(row[spot])) - 1 for row in answer.rows]


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


def _countable(value: Value) -> bool:
    return value is None or isinstance(value, Number)
