"""Find nodes by any name, alias, acronym or identifier, without diacritics, by words in any order, or misspelt."""

from __future__ import annotations

from ecosystem.model import dates
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph
from queries import Matches, _notes
from queries._ends import positions

REACH = 0
_YEARS = ("valid_from", "valid_to")


def find(graph: Graph, *, matches: Matches, top: int = 10) -> Answer:
    """List the nodes that a text may mean: the same name first, then beginnings and parts, all words, and misspellings.

    Words may stand in any order, with those of the place or of what the node is part of. Legal forms and their
    abbreviations (Công ty TNHH, Ltd) find each other.

    Parameters
    ----------
    matches
        The text to look for.
    top
        Number of nodes to show, 0 for all.

    Examples
    --------
    $ ecosystem find "nghi quyet 57"
    $ ecosystem find "Institute of Oceanography, VAST"
    $ ecosystem find https://ror.org/02wsd5p50

    >>> from ecosystem.model.names import Match
    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "qtsc", "kind": "it_zone"}], [])
    >>> find(graph, matches=Matches((Match("qtsc", "qtsc", "it_zone", "", "qtsc", 100.0),))).rows
    [('qtsc', 'qtsc', 'it_zone', None, 'qtsc', 100.0, None, None)]
    """
    found = [match for match in matches if match.id in graph.positions]
    shown, note = _notes.first(top, len(found), "node")
    nodes = [graph.positions[match.id] for match in found[:shown]]
    years = [_years(graph, node) for node in nodes]
    empty = ("Nothing found; try a part of the name, or load more files.",) if not found else ()
    return Answer(
        title="Nodes found",
        columns=(
            *(Column(name) for name in ("id", "name", "kind", "place", "matched")),
            Column("score", "of 100"),
            *(Column(name, detail=all(row[at] is None for row in years)) for at, name in enumerate(_YEARS)),
        ),
        rows=[
            (m.id, m.name, m.kind, m.place or None, m.matched, m.score, *lived)
            for m, lived in zip(found[:shown], years, strict=True)
        ],
        graph=graph,
        notes=(*empty, *note, *_notes.scope(graph)),
        evidence=[graph.cited_by_node(node) for node in nodes],
        nodes=positions(nodes),
    )


def _years(graph: Graph, node: int) -> tuple[Value, Value]:
    begins, ends = int(graph.nodes.valid_from[node]), int(graph.nodes.valid_to[node])
    return dates.show(begins) or None, dates.end(ends) or None
