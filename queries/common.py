"""Common partners: the nodes that two others are both linked with."""

from __future__ import annotations

from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer, Column
from ecosystem.model.graph import Graph
from queries import NodeId, _attributes, _notes
from queries._ends import End, cited, ends_of, positions

REACH = 1
_COLUMNS = ("id", "name", "kind", "relations_first", "relations_second", "standing", "said_by")


def common(graph: Graph, *, first: NodeId, second: NodeId, top: int = 0) -> Answer:
    """List the nodes that are linked with both, with the relations on either side.

    `standing` is the weakest of the links of a row, `said_by` names who says so.

    Parameters
    ----------
    first
        One node.
    second
        The other.
    top
        Number of partners to show, 0 for all.

    Examples
    --------
    $ ecosystem common QTSC "Resolution 57"

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "c", "relation": "part_of", "target": "b"}])
    >>> common(graph, first=NodeId("a"), second=NodeId("c")).rows
    [('b', 'b', 'fund', 'part of', 'part of', 'fact', None)]
    """
    nodes = [graph.position(first), graph.position(second)]
    if nodes[0] == nodes[1]:
        raise BadInput(f"common: '{first}' and '{second}' are the same node; give two")
    sides = [_by_other(ends_of(graph, node)) for node in nodes]
    shared = sorted(set(sides[0]) & set(sides[1]) - set(nodes))
    shown, note = _notes.first(top, len(shared), "common partner")
    links = [[end.link for side in sides for end in side[node]] for node in shared[:shown]]
    a, b = (graph.nodes.name[node] for node in nodes)
    direct = sides[0].get(nodes[1], [])
    told = ", ".join(dict.fromkeys(end.relation for end in direct))
    return Answer(
        title=f"Common partners of {a} and {b}",
        columns=tuple(map(Column, _COLUMNS)),
        rows=[
            (
                *graph.label(node),
                *(_relations(side[node]) for side in sides),
                _attributes.standing(graph, links=used),
                _attributes.speakers(graph, used),
            )
            for node, used in zip(shared, links, strict=False)
        ],
        graph=graph,
        notes=(
            f"{a} and {b} are linked directly: {told}."
            if direct
            else f"No link is recorded between {a} and {b} directly.",
            f"{_notes.count(len(shared), 'common partner')}.",
            *note,
            *_notes.scope(graph),
        ),
        evidence=[cited(graph, row) for row in links],
        nodes=positions([*nodes, *shared[:shown]]),
        links=positions(link for row in links for link in row),
    )


def _by_other(ends: list[End]) -> dict[int, list[End]]:
    found: dict[int, list[End]] = {}
    for end in ends:
        found.setdefault(end.other, []).append(end)
    return found


def _relations(ends: list[End]) -> str:
    return ", ".join(dict.fromkeys(end.relation for end in ends))
