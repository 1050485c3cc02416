"""Who matters: nodes ranked by a measure of centrality."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ecosystem.answer import Answer, Column, Value
from ecosystem.centrality import MEASURES
from ecosystem.graph import Graph, Numbers
from queries import _notes
from queries._ends import cited_around, positions

Measure = Literal[
    "degree", "partners", "strength", "betweenness", "harmonic", "closeness", "eigenvector", "pagerank", "core"
]


def rank(graph: Graph, *, measure: Measure, top: int = 10) -> Answer:
    """Rank the nodes of the scope by a measure; equal values share a rank, order among them is by id.

    Parameters
    ----------
    measure
        What to rank by.
    top
        Number of nodes to show, 0 for all.

    Examples
    --------
    $ ecosystem rank betweenness --without class
    $ ecosystem rank degree --kind agency --kind policy -o agencies.xlsx

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "c", "relation": "part_of", "target": "b"}])
    >>> rank(graph, measure="betweenness").rows
    [(1, 'b', 'b', 'fund', 1.0), (2, 'a', 'a', 'fund', 0.0), (2, 'c', 'c', 'fund', 0.0)]
    """
    chosen = MEASURES[measure]
    values = _rounded(chosen.of(graph))
    order = np.lexsort((np.arange(len(values)), -values, np.isnan(values)))
    shown, note = _notes.first(top, len(order), "node")
    nodes = order[:shown].tolist()
    return Answer(
        title=f"Nodes by {measure}",
        columns=(Column("rank"), Column("id"), Column("name"), Column("kind"), Column("value", chosen.unit)),
        rows=_rows(graph, values, nodes),
        graph=graph,
        notes=(chosen.convention, _size(graph), *note, *_notes.scope(graph)),
        evidence=cited_around(graph, nodes),
        nodes=positions(nodes),
    )


def _rounded(values: Numbers) -> Numbers:
    """Return values to 12 significant digits, so that noise of the arithmetic splits no tie."""
    return np.array([float(f"{value:.12g}") for value in values])


def _rows(graph: Graph, values: Numbers, nodes: list[int]) -> list[tuple[Value, ...]]:
    known = np.sort(values[~np.isnan(values)])
    rows: list[tuple[Value, ...]] = []
    for node in nodes:
        value = values[node]
        if np.isnan(value):
            rows.append((None, *graph.label(node), None))
        else:
            above = len(known) - int(np.searchsorted(known, value, side="right"))
            rows.append((above + 1, *graph.label(node), float(value)))
    return rows


def _size(graph: Graph) -> str:
    touched = len(np.unique(np.concatenate((graph.links.source, graph.links.target))))
    isolates = _notes.count(len(graph.nodes) - touched, "node")
    return (
        f"Counted over {_notes.count(len(graph.nodes), 'node')} and {_notes.count(len(graph.links), 'link')}; "
        f"{isolates} without a link."
    )
