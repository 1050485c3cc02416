"""Supply: which nodes money reaches, and which technologies somebody works on."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.graph import Graph
from ecosystem.schema import schema
from ecosystem.spheres import spheres

Flags: TypeAlias = npt.NDArray[np.bool_]


def purses(graph: Graph) -> Flags:
    """Return which nodes are where money comes from: they fund, and nobody outside funds them.

    Nodes that fund each other in a circle which nobody outside funds are purses together. Cost: one scan of the links.
    """
    import scipy.sparse as sp
    from scipy.sparse.csgraph import connected_components

    source, target = _funding(graph)
    n = len(graph.nodes)
    matrix = sp.coo_array((np.ones(len(source)), (source, target)), shape=(n, n)).tocsr()
    labels = connected_components(matrix, directed=True, connection="strong")[1] if n else np.zeros(0, dtype=np.int32)
    outside = labels[source] != labels[target]
    fed = np.zeros(n, dtype=bool)
    fed[labels[target[outside]]] = True
    gives = np.zeros(n, dtype=bool)
    gives[source] = True
    return np.asarray(gives & ~fed[labels])


def funded(graph: Graph, given: Flags) -> Flags:
    """Return which nodes money reaches from the purses `given`, over any number of funding links.

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "funds", "target": "b"},
    ...                   {"source": "b", "relation": "funds", "target": "c"}])
    >>> funded(graph, purses(graph)).tolist()
    [False, True, True]
    """
    source, target = _funding(graph)
    reached, before = given.copy(), -1
    while before != (before := int(reached.sum())):
        reached[target[reached[source]]] = True
    return np.asarray(reached & ~given)


def _funding(graph: Graph) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    links = graph.links
    kept = (links.relation == schema().relations["funds"].code) & (links.source != links.target)
    return links.source[kept], links.target[kept]


def covered(graph: Graph) -> Flags:
    """Return which technologies some actor, a node with a sphere, works on."""
    actor = spheres(graph) >= 0
    work = (graph.links.relation == schema().relations["works_on"].code) & actor[graph.links.source]
    found = np.zeros(len(graph.nodes), dtype=bool)
    found[graph.links.target[work]] = True
    return found
