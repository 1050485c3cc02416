"""Who leads to whom in a graph, in the form that kernels read."""

from __future__ import annotations

import numpy as np

from ecosystem.kernels import Neighbours
from ecosystem.model.graph import Graph, Weight


def neighbours(graph: Graph, *, weight: Weight = "partners", directed: bool = False) -> Neighbours:
    """Return one simple graph: parallel links become one with the sum of their weights, links with itself are left out.

    Parameters
    ----------
    weight
        What a weight holds: the number of `links`, 1 for `partners`, or `strength`, the sum of the weights (a link
        without a weight counts as 1).
    directed
        Links lead from source to target, those of a relation without direction both ways; otherwise all lead both
        ways. Cost: one sort of the links.

    Examples
    --------
    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "funds", "target": "b", "weight": 2},
    ...                   {"source": "b", "relation": "collaborates_with", "target": "c"}])
    >>> [neighbours(graph, directed=True).of(node).tolist() for node in range(3)]
    [[1], [2], [1]]
    """
    links = graph.links
    source, target, weights = links.source, links.target, np.ones(len(links))
    if weight == "strength":
        weights = np.nan_to_num(links.weight, nan=1.0)
    if directed:
        both = graph.undirected
        source, target = np.concatenate((source, target[both])), np.concatenate((target, links.source[both]))
        weights = np.concatenate((weights, weights[both]))
    found = Neighbours.of_pairs(len(graph.nodes), source, target, weights, symmetric=not directed)
    if weight == "partners":
        found.weights[:] = 1.0
    return found
