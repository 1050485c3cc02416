"""Centralities that count: degree, partners, strength, core number."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ecosystem.measures.centrality.options import Found, Options
from ecosystem.model.columns import Codes, Numbers
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary


def degree(graph: Graph, options: Options) -> Found:
    """Return the number of links of each node; a link of a node with itself counts twice.

    Reference: Freeman 1979, https://doi.org/10.1016/0378-8733(78)90021-7. Cost: one scan of the links.
    """
    return Found(_counted(graph, np.r_[graph.links.source, graph.links.target]))


def in_degree(graph: Graph, options: Options) -> Found:
    """Return the number of links that lead to each node, those of a relation without direction to both ends."""
    return Found(_counted(graph, np.r_[graph.links.target, graph.links.source[_undirected(graph)]]))


def out_degree(graph: Graph, options: Options) -> Found:
    """Return the number of links that lead from each node, those of a relation without direction from both ends."""
    return Found(_counted(graph, np.r_[graph.links.source, graph.links.target[_undirected(graph)]]))


def partners(graph: Graph, options: Options) -> Found:
    """Return the number of other nodes that each is linked with. Cost: one sort of the links."""
    return Found(np.diff(options.links(graph).starts).astype(float))


def strength(graph: Graph, options: Options) -> Found:
    """Return the sum of the weights of each node's links with others: s_i = sum_j w_ij, w = 1 where none is given.

    Reference: Barrat et al. 2004, https://doi.org/10.1073/pnas.0400087101. Cost: one sort of the links.
    """
    to = Options(weight=True).links(graph)
    return Found(np.bincount(to.rows, to.weights, minlength=len(to)).astype(float))


def core(graph: Graph, options: Options) -> Found:
    """Return the core number: the largest k for which the node is in a part where all have k partners or more.

    Reference: Seidman 1983, https://doi.org/10.1016/0378-8733(83)90028-X. Cost: one pass over the links.
    """
    to = options.links(graph)
    left, values = np.diff(to.starts), np.zeros(len(to))
    alive, k = np.ones(len(to), bool), 0
    while alive.any():
        k = max(k, int(left[alive].min()))
        shell = np.flatnonzero(alive & (left <= k))
        while len(shell):
            values[shell], alive[shell] = k, False
            touched, times = np.unique(to.of_all(shell), return_counts=True)
            left[touched] -= times
            shell = touched[alive[touched] & (left[touched] <= k)].astype(np.int64)
    return Found(values)


def _counted(graph: Graph, ends: Codes) -> Numbers:
    return np.bincount(ends, minlength=len(graph.nodes)).astype(float)


def _undirected(graph: Graph) -> npt.NDArray[np.bool_]:
    return np.isin(graph.links.relation, [one.code for one in vocabulary().relations.values() if one.symmetric])
