"""Centralities: one function a measure, each with the convention that an answer prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecosystem import kernels
from ecosystem.graph import Graph, Numbers
from ecosystem.neighbours import neighbours

if TYPE_CHECKING:
    import networkx as nx

SIMPLE = "Undirected; parallel links count once, links of a node with itself not at all."


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its function, the unit of its values, and its convention in a sentence or two."""

    of: Callable[[Graph], Numbers]
    unit: str
    convention: str


def degree(graph: Graph) -> Numbers:
    """Return the number of links of each node; a link of a node with itself counts twice.

    Reference: Freeman 1979, https://doi.org/10.1016/0378-8733(78)90021-7. Cost: one scan of the links.
    """
    ends = np.concatenate((graph.links.source, graph.links.target))
    return np.bincount(ends, minlength=len(graph.nodes)).astype(float)


def partners(graph: Graph) -> Numbers:
    """Return the number of other nodes that each is linked with. Cost: one sort of the links."""
    matrix = graph.adjacency(weight="partners")
    return np.asarray(matrix.sum(axis=1), dtype=float).reshape(-1)


def strength(graph: Graph) -> Numbers:
    """Return the sum of the weights of each node's links with others: s_i = sum_j w_ij, w = 1 where none is given.

    Reference: Barrat et al. 2004, https://doi.org/10.1073/pnas.0400087101. Cost: one sort of the links.
    """
    return np.asarray(graph.adjacency(weight="strength").sum(axis=1), dtype=float).reshape(-1)


def betweenness(graph: Graph) -> Numbers:
    """Return Freeman betweenness: over all pairs, the share of shortest paths that a node lies on.

    Reference: Freeman 1977, https://doi.org/10.2307/3033543; algorithm of Brandes 2001,
    https://doi.org/10.1080/0022250X.2001.9990249. Cost: nodes times links.
    """
    sums, _ = kernels.betweenness(neighbours(graph))
    return sums / 2


def harmonic(graph: Graph) -> Numbers:
    """Return harmonic centrality: sum_j 1/d(i, j), 0 for those out of reach.

    Reference: Boldi & Vigna 2014, https://doi.org/10.1080/15427951.2013.865686. Cost: nodes times links.
    """
    return kernels.closeness(neighbours(graph)).near


def closeness(graph: Graph) -> Numbers:
    """Return closeness after Wasserman and Faust: (r - 1)/sum d times (r - 1)/(n - 1), r the size of the component.

    Undefined for a node that reaches nobody. Reference: Wasserman & Faust 1994,
    https://doi.org/10.1017/CBO9780511815478. Cost: nodes times links.
    """
    found = kernels.closeness(neighbours(graph))
    reached, values = found.reach > 0, np.full(len(graph.nodes), np.nan)
    values[reached] = found.reach[reached] ** 2 / found.far[reached] / (len(graph.nodes) - 1)
    return values


def eigenvector(graph: Graph) -> Numbers:
    """Return the main eigenvector of the strengths of the largest component, at length 1; 0 outside of it.

    Reference: Bonacich 1972, https://doi.org/10.1080/0022250X.1972.9989806. Cost: some tens of scans of the links.
    """
    from scipy.sparse.csgraph import connected_components
    from scipy.sparse.linalg import eigsh

    matrix = graph.adjacency(weight="strength")
    values = np.zeros(len(graph.nodes))
    if not matrix.nnz:
        return values
    labels = connected_components(matrix, directed=False)[1]
    inside = np.flatnonzero(labels == np.bincount(labels).argmax())
    part = matrix[inside][:, inside]
    if len(inside) < 20:
        vector = np.linalg.eigh(part.toarray())[1][:, -1]
    else:
        vector = eigsh(part, k=1, which="LA", v0=np.ones(len(inside)))[1][:, 0]
    values[inside] = np.abs(vector)
    return values


def pagerank(graph: Graph) -> Numbers:
    """Return PageRank with damping 0.85 over strengths, links in both directions; the values sum to 1.

    p = 0.15/n + 0.85 P^T p. Reference: Brin & Page 1998, https://doi.org/10.1016/S0169-7552(98)00110-X.
    Cost: some tens of scans of the links.
    """
    n = len(graph.nodes)
    matrix = graph.adjacency(weight="strength")
    sums = np.asarray(matrix.sum(axis=1), dtype=float).reshape(-1)
    share = np.divide(1.0, sums, out=np.zeros(n), where=sums > 0)
    values = np.full(n, 1 / n) if n else np.zeros(0)
    for _ in range(1000 if n else 0):
        spread = matrix.T @ (values * share) + values[sums == 0].sum() / n
        following = 0.15 / n + 0.85 * spread
        done = np.abs(following - values).sum() < 1e-14
        values = following
        if done:
            break
    return values


def core(graph: Graph) -> Numbers:
    """Return the core number: the largest k for which the node is in a part where all have k partners or more.

    Reference: Seidman 1983, https://doi.org/10.1016/0378-8733(83)90028-X. Cost: one pass over the links.
    """
    import networkx as nx

    return _values(graph, nx.core_number(_simple(graph)))


def _simple(graph: Graph) -> nx.Graph[int]:
    import networkx as nx

    matrix = graph.adjacency(weight="partners").tocoo()
    simple: nx.Graph[int] = nx.Graph()
    simple.add_nodes_from(range(len(graph.nodes)))
    simple.add_edges_from(zip(matrix.row.tolist(), matrix.col.tolist(), strict=True))
    return simple


def _values(graph: Graph, by_node: dict[int, float]) -> Numbers:
    return np.array([float(by_node[node]) for node in range(len(graph.nodes))])


MEASURES = {
    "degree": Measure(degree, "links", "Degree: number of links; a link of a node with itself counts twice."),
    "partners": Measure(partners, "nodes", "Partners: number of different nodes linked with, in either direction."),
    "strength": Measure(strength, "", "Strength: sum of the weights of links with others, 1 where none is given."),
    "betweenness": Measure(
        betweenness, "pairs", f"Freeman betweenness, not normalised, each pair counted once. {SIMPLE}"
    ),
    "harmonic": Measure(harmonic, "", f"Harmonic centrality: sum of 1/distance, not normalised. {SIMPLE}"),
    "closeness": Measure(closeness, "", f"Closeness after Wasserman and Faust; empty for isolates. {SIMPLE}"),
    "eigenvector": Measure(
        eigenvector, "", "Eigenvector of the strengths, length 1, in the largest component; 0 outside. Undirected."
    ),
    "pagerank": Measure(pagerank, "", "PageRank, damping 0.85, over strengths, links in both directions; sums to 1."),
    "core": Measure(core, "", f"Core number. {SIMPLE}"),
}
