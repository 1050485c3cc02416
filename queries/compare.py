"""Two acts, bodies or places side by side: what they share and what each has alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer
from ecosystem.model.graph import Graph
from queries import NodeId, _attributes, _lines, _when
from queries._ends import End, ends_of
from queries._lines import Line

REACH = 1
_COLUMNS = _lines.columns(
    "relation id name kind whose standing_first standing_second told_first told_second standing said_by",
    detail="id kind standing",
)
_HIDDEN = ("speaker",)


def compare(
    graph: Graph,
    *,
    first: NodeId,
    second: NodeId,
    only: Literal["shared", "own"] | None = None,
    top: int = 0,
) -> Answer:
    """List what two nodes are linked with by the same relation, and what only one of them is.

    Parameters
    ----------
    first
        One act, body or place.
    second
        The other.
    only
        Only what both share, or only what is one's own.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `whose` says whether both, only the first or only the second has it, or that the link is between the two; `told`
    holds the further columns of the links. A standing is the weakest of the links of one side, or of both; where a side
    has several, each has its own in brackets unless it is a fact, and its speaker. Sorted by whose it is, then by
    relation, kind and name.

    Examples
    --------
    $ ecosystem compare "Resolution 57" "Resolution 98" --only shared

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "a", "kind": "policy"}, {"id": "b", "kind": "policy"}, {"id": "aid", "kind": "instrument"},
    ...      {"id": "tax", "kind": "instrument"}],
    ...     [{"source": "a", "relation": "introduces", "target": "aid"},
    ...      {"source": "b", "relation": "introduces", "target": "aid"},
    ...      {"source": "b", "relation": "introduces", "target": "tax"}])
    >>> [(row[0], row[1], row[4]) for row in compare(graph, first=NodeId("a"), second=NodeId("b")).rows]
    [('introduces', 'aid', 'both'), ('introduces', 'tax', 'second')]
    """
    nodes = graph.position(first), graph.position(second)
    if nodes[0] == nodes[1]:
        raise BadInput(f"compare: '{first}' and '{second}' are the same node; give two")
    a, b = (str(graph.nodes.name[node]) for node in nodes)
    sides = [_by_relation(graph, node, other) for node, other in (nodes, nodes[::-1])]
    shared = sorted(sides[0].keys() & sides[1].keys())
    own = [*sorted(sides[0].keys() - sides[1].keys()), *sorted(sides[1].keys() - sides[0].keys())]
    shown = {None: shared + own, "shared": shared, "own": own}[only]
    alone = [len(side) - len(shared) for side in sides]
    return _lines.answer(
        graph,
        f"{a} and {b} compared",
        _COLUMNS,
        [
            *_between(graph, nodes, only),
            *(_row(graph, sides[0].get(key, []), sides[1].get(key, [])) for key in shown),
        ],
        notes=(f"{len(shared)} shared; {alone[0]} of the first alone, {a}; {alone[1]} of the second alone, {b}.",),
        top=top,
    )


def _between(graph: Graph, nodes: tuple[int, int], only: str | None) -> Iterator[Line]:
    """Yield the links between the two, as they read from the first."""
    for end in ends_of(graph, nodes[0]) if only is None else ():
        if end.other == nodes[1]:
            yield _row(graph, [end], [], whose="each other")


_Key = tuple[int, int, int, str, int]


def _by_relation(graph: Graph, node: int, other: int) -> dict[_Key, list[End]]:
    """Return the links of a node, but for those with the other, by relation, direction and partner."""
    found: dict[_Key, list[End]] = {}
    for end in ends_of(graph, node):
        if end.other != other:
            relation, inwards = int(graph.links.relation[end.link]), end.direction == "in"
            key = (
                relation,
                int(inwards),
                int(graph.nodes.kind[end.other]),
                str(graph.nodes.name[end.other]),
                end.other,
            )
            found.setdefault(key, []).append(end)
    return found


def _row(graph: Graph, one: list[End], two: list[End], *, whose: str = "") -> Line:
    ends = one or two
    whose = whose or ("both" if one and two else "first" if one else "second")
    sides = [[end.link for end in side] for side in (one, two)]
    links = [*sides[0], *sides[1]]
    values = (
        *(_attributes.listed(end.relation for end in (*one, *two)), *graph.label(ends[0].other), whose),
        *(_attributes.standing(graph, links=side) if side else None for side in sides),
        *(_attributes.listed(_columns(graph, link, alone=len(side) == 1) for link in side) for side in sides),
        *(_attributes.standing(graph, links=links), _attributes.speakers(graph, links)),
    )
    return Line(values, links=tuple(links))


def _columns(graph: Graph, link: int, *, alone: bool) -> str | None:
    """Return the further columns of a link, with the standing and speaker where others stand beside it."""
    columns = _when.reckoned(graph, _attributes.of_link(graph, link)).items()
    text = ", ".join(f"{name}: {value}" for name, value in sorted(columns) if name not in _HIDDEN)
    return (text if alone else _attributes.qualified(graph, text, links=(link,)).strip()) or None
