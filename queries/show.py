"""All that is known of one node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ecosystem.model import dates
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import further
from ecosystem.model.graph import Graph
from ecosystem.model.identifiers import address_of
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId, _attributes, _notes, _when
from queries._ends import End, cited, positions
from queries._successions import note, recorded_ends

REACH = 1
PREDECESSORS = True


def show(graph: Graph, *, node: NodeId) -> Answer:
    """List the names, attributes, identifiers and sources of a node, and how many links it has.

    Without --as-of the links of bodies that it succeeds are counted apart.

    Parameters
    ----------
    node
        The node to show.

    Examples
    --------
    $ ecosystem show VAST

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund", "name": "Fund A", "ror": "02wsd5p50"}], [])
    >>> show(graph, node=NodeId("a")).rows[2:4]
    [('kind', 'Fund'), ('level', 'named')]
    """
    position = graph.position(node)
    own = graph.cited_by_node(position)
    known = [(name, value) for name, value in _known(graph, position) if value not in (None, "")]
    bodies = recorded_ends(graph, position)
    ends = bodies[position]
    linked = [
        row
        for body, found in bodies.items()
        for row in _linked(graph, found, "links" if body == position else f"links of {graph.nodes.id[body]}")
    ]
    return Answer(
        title=graph.nodes.name[position],
        columns=(Column("attribute"), Column("value")),
        rows=[*known, *(row for row, _ in linked)],
        graph=graph,
        notes=(
            f"{graph.nodes.name[position]} has {_notes.count(len(ends), 'link')}."
            if ends
            else f"No link recorded: {graph.nodes.name[position]} has no link in this scope.",
            *filter(None, (note(graph, position, [body for body, found in bodies.items() if found]),)),
            *_notes.scope(graph),
        ),
        evidence=[*(own for _ in known), *(cites for _, cites in linked)],
        nodes=positions(bodies),
        links=positions(end.link for found in bodies.values() for end in found),
    )


def _linked(graph: Graph, ends: list[End], whose: str) -> Iterator[tuple[tuple[str, Value], tuple[str, ...]]]:
    """Yield for each relation how many links there are, and what they cite."""
    counts = Counter((end.relation, end.direction) for end in ends)
    for (relation, direction), count in counts.items():
        links = [end.link for end in ends if (end.relation, end.direction) == (relation, direction)]
        yield (f"{whose}: {relation} ({direction})", count), cited(graph, links)


def _known(graph: Graph, node: int) -> list[tuple[str, Value]]:
    nodes = graph.nodes
    return [
        ("id", nodes.id[node]),
        ("name", nodes.name[node]),
        ("name in Vietnamese", nodes.name_vi[node]),
        ("name in English", nodes.name_en[node]),
        *(("also called", name) for name in nodes.aliases[node].split("\n")),
        ("kind", graph.kind(node).name),
        ("subtype", nodes.subtype[node]),
        ("level", vocabulary().levels[nodes.level[node]]),
        ("place", nodes.place[node]),
        ("valid from", dates.show(int(nodes.valid_from[node]))),
        (dates.Written("valid to", "valid until"), dates.end(int(nodes.valid_to[node]))),
        ("standing", _attributes.stands(graph, node)),
        *(("identifier", _with_address(one)) for one in nodes.identifiers[node].split("\n")),
        *sorted(further(nodes.attributes[node]).items()),
        ("reckoned", _when.relative(graph, further(nodes.attributes[node])).words),
        *(("source", reference) for reference in graph.cited_by_node(node)),
    ]


def _with_address(identifier: str) -> str:
    address = address_of(identifier)
    return f"{identifier} {address}" if address else identifier
