"""Bridging ties: those whose loss splits the network, and those whose ends share no partner."""

from __future__ import annotations

import numpy as np

from ecosystem.measures import triangles
from ecosystem.measures.connectivity import cuts
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph
from queries import _notes
from queries._ends import cited, end, positions

_COLUMNS = ("source_id", "source_name", "relations", "target_id", "target_name", "bridge", "cut_off", "partners")


def bridging(graph: Graph, top: int) -> Answer:
    """List the bridging ties: bridges by the nodes they cut off, then local bridges by the partners of their ends."""
    matrix = ties(graph)
    found, (_, closed) = cuts(matrix), triangles.counts(matrix)
    partners = np.diff(matrix.indptr)
    rows, columns = np.repeat(np.arange(len(partners)), partners), matrix.indices
    entries = np.flatnonzero((closed == 0) & (rows < columns))
    both = (partners[rows] + partners[columns])[entries]
    order = entries[np.lexsort((entries, -both, -found.cut_off[entries]))]
    shown, note = _notes.first(top, len(order), "bridging tie")
    pairs = [(int(rows[entry]), int(columns[entry])) for entry in order[:shown]]
    links = [_links(graph, a, b) for a, b in pairs]
    count = int(found.bridge[entries].sum())
    return Answer(
        title="Bridging ties",
        columns=tuple(Column(name, detail=name in ("source_id", "target_id")) for name in _COLUMNS),
        rows=[
            _row(graph, a, b, some, int(found.cut_off[entry]), int(partners[a] + partners[b]))
            for (a, b), entry, some in zip(pairs, order, links, strict=False)
        ],
        graph=graph,
        notes=(
            f"{_notes.count(count, 'bridge')}, whose loss splits a part of the network, and "
            f"{_notes.count(len(order) - count, 'other local bridge')}, whose ends share no partner.",
            "cut_off: nodes on the smaller side of a bridge; partners: of both ends together. Ties are undirected.",
            *note,
            *_notes.counted(graph),
        ),
        evidence=[cited(graph, some) for some in links],
        nodes=positions(node for pair in pairs for node in pair),
        links=positions(link for some in links for link in some),
    )


def _links(graph: Graph, a: int, b: int) -> list[int]:
    """Return the links between two nodes; links are sorted by source."""
    found = []
    for one, other in ((a, b), (b, a)):
        first, last = np.searchsorted(graph.links.source, (one, one + 1)).tolist()
        found += [first + int(link) for link in np.flatnonzero(graph.links.target[first:last] == other)]
    return found


def _row(graph: Graph, a: int, b: int, links: list[int], cut_off: int, partners: int) -> tuple[Value, ...]:
    told = ", ".join(dict.fromkeys(end(graph, link, a).relation for link in links))
    ids, names = graph.nodes.id, graph.nodes.name
    return (ids[a], names[a], told, ids[b], names[b], "yes" if cut_off else "no", cut_off or None, partners)
