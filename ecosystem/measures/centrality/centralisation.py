"""Centralisation: how far one node stands above all others, 1 for the middle of a star, 0 where all are alike."""

from __future__ import annotations

import numpy as np

from ecosystem import kernels
from ecosystem.kernels import Neighbours
from ecosystem.measures.neighbours import neighbours
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph

WORK = 50_000_000
"""The most nodes times ties for which shortest paths are counted."""


def centralisation(graph: Graph) -> dict[str, float | None]:
    """Return sum(max c - c_i) over what it is in a star, for `degree`, `betweenness` and `closeness`.

    None below three nodes; for closeness where a node is joined to none of the others or not to all; for betweenness
    where paths are too many to count; for both where the graph is too large. Freeman 1979, https://doi.org/10.1016/0378-8733(78)90021-7.
    Cost: nodes times ties.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "c", "relation": "part_of", "target": "b"}])
    >>> centralisation(graph)
    {'degree': 1.0, 'betweenness': 1.0, 'closeness': 1.0}
    """
    among, n = neighbours(graph), len(graph.nodes)
    if n < 3:
        return dict.fromkeys(("degree", "betweenness", "closeness"))
    small = n * len(among.ids) / 2 <= WORK
    return {
        "degree": _above(np.diff(among.starts) / 1.0) / ((n - 1) * (n - 2)),
        "betweenness": _betweenness(among) if small else None,
        "closeness": _closeness(among) if small else None,
    }


def _above(values: Numbers) -> float:
    return float((values.max() - values).sum())


def _betweenness(among: Neighbours) -> float | None:
    n, sums = len(among), kernels.betweenness(among)[0]
    return _above(sums) / ((n - 1) ** 2 * (n - 2)) if np.isfinite(sums).all() else None


def _closeness(among: Neighbours) -> float | None:
    n, found = len(among), kernels.closeness(among)
    if (found.reach < n - 1).any():
        return None
    return _above((n - 1) / found.far) * (2 * n - 3) / ((n - 1) * (n - 2))
