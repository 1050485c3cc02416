"""Whom a node is linked with, link by link."""

from __future__ import annotations

import math

from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import further
from ecosystem.model.graph import Graph
from queries import NodeId, _notes, _when
from queries._ends import End, positions, validity
from queries._successions import note, recorded_ends

REACH = 1
PREDECESSORS = True

_COLUMNS = (
    *("relation", "direction", "id", "name", "kind", "place"),
    *("valid_from", "valid_to", "standing", "weight", "confidence", "value"),
)


def partners(graph: Graph, *, node: NodeId, top: int = 0) -> Answer:
    """List every link of a node, one row a link; parallel links stay apart.

    `relation` reads from the node to its partner, `direction` says which way the link was recorded. Without --as-of
    the links of bodies that it succeeds follow, with their ids under `recorded_of`.

    Parameters
    ----------
    node
        The node whose links are listed.
    top
        Number of links to show, 0 for all.

    Notes
    -----
    Sorted by relation and kind in the order of the vocabulary, then by name and id. One scan of the links.

    Examples
    --------
    $ ecosystem partners QTSC --cite
    $ ecosystem partners "Resolution 57" --relation implements

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "uni", "kind": "university"}, {"id": "fund", "kind": "fund"}, {"id": "firm", "kind": "enterprise"}],
    ...     [{"source": "fund", "relation": "funds", "target": "uni", "valid_from": "2024"},
    ...      {"source": "uni", "relation": "collaborates_with", "target": "firm"}])
    >>> [row[:3] for row in partners(graph, node=NodeId("uni")).rows]
    [('funded by', 'in', 'fund'), ('collaborates with', 'both', 'firm')]
    """
    position = graph.position(node)
    bodies = recorded_ends(graph, position)
    ends = [(end, body) for body, found in bodies.items() for end in found]
    shown, fewer = _notes.first(top, len(ends), "link")
    earlier = note(graph, position, [body for body, found in bodies.items() if found])
    return Answer(
        title=f"Partners of {graph.nodes.name[position]}",
        columns=(*(Column(name) for name in _COLUMNS), Column("recorded_of", detail=len(bodies) == 1)),
        rows=[(*_row(graph, end), None if body == position else graph.nodes.id[body]) for end, body in ends[:shown]],
        graph=graph,
        notes=(_summary(graph, position, bodies[position]), *filter(None, (earlier,)), *fewer, *_notes.scope(graph)),
        evidence=[graph.cited_by_link(end.link) for end, _ in ends[:shown]],
        nodes=positions([position, *(one for end, body in ends[:shown] for one in (body, end.other))]),
        links=positions(end.link for end, _ in ends[:shown]),
    )


def _row(graph: Graph, end: End) -> tuple[Value, ...]:
    weight, confidence = (float(column[end.link]) for column in (graph.links.weight, graph.links.confidence))
    return (
        end.relation,
        end.direction,
        *graph.label(end.other),
        graph.nodes.place[end.other] or None,
        *validity(graph, end.link),
        None if math.isnan(weight) else weight,
        None if math.isnan(confidence) else confidence,
        _when.pairs(graph, further(graph.links.attributes[end.link]), "; "),
    )


def _summary(graph: Graph, node: int, ends: list[End]) -> str:
    name = graph.nodes.name[node]
    if not ends:
        return f"No link recorded: {name} has no link in this scope."
    others = {end.other for end in ends} - {node}
    return f"{name} has {_notes.count(len(ends), 'link')} with {_notes.count(len(others), 'partner')}."
