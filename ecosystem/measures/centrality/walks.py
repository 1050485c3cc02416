"""Centralities of walks: eigenvector, PageRank, Katz, hubs and authorities."""

from __future__ import annotations

from typing import Any

import numpy as np

from ecosystem import kernels
from ecosystem.kernels.plain import matrix as matrix_of
from ecosystem.measures.centrality.options import Found, Options
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph

DAMPING = 0.85


def eigenvector(graph: Graph, options: Options) -> Found:
    """Return the main eigenvector of the links of the largest component, at length 1; 0 outside of it.

    Undefined without links. A x = lambda x. Reference: Bonacich 1972, https://doi.org/10.1080/0022250X.1972.9989806.
    Cost: some tens of scans of the links.
    """
    from scipy.sparse.csgraph import connected_components

    matrix = matrix_of(options.links(graph))
    values = np.full(len(graph.nodes), 0.0 if matrix.nnz else np.nan)
    if matrix.nnz:
        labels = connected_components(matrix, directed=False)[1]
        inside = np.flatnonzero(labels == np.bincount(labels).argmax())
        values[inside] = _main(matrix[inside][:, inside])
    return Found(values)


def pagerank(graph: Graph, options: Options) -> Found:
    """Return PageRank with damping 0.85; the values sum to 1.

    p = 0.15/n + 0.85 P^T p with P the weights of each node's links over their sum; a node that leads nowhere leads to
    all. Reference: Brin & Page 1998, https://doi.org/10.1016/S0169-7552(98)00110-X. Cost: some tens of scans of the
    links, until the values change by less than 1e-13 in sum.
    """
    return Found(kernels.pagerank(options.links(graph), damping=DAMPING))


def katz(graph: Graph, options: Options) -> Found:
    """Return Katz centrality: x = 1 + a A^T x, the number of walks that end at a node, one a step longer worth a less.

    a is 0.85 over the smaller of the largest sums of weights into and out of a node, a bound of the main eigenvalue
    that needs no eigenvalue. At length 1 unless raw. Reference: Katz 1953, https://doi.org/10.1007/BF02289026. Cost:
    some hundreds of scans of the links.
    """
    matrix = matrix_of(options.links(graph))
    coming = matrix.T.tocsr()
    bound = min((float(one.sum(axis=1).max()) for one in (matrix, coming)), default=0.0) if matrix.nnz else 1.0
    values, change = np.ones(len(graph.nodes)), 1.0 if matrix.nnz else 0.0
    while change >= 1e-13:
        following = 1 + DAMPING / bound * (coming @ values)
        change = float(np.abs(following - values).max() / following.max())
        values = following
    length = 1.0 if options.raw else float(np.linalg.norm(values)) or 1.0
    return Found(values / length, notes=(f"a = {DAMPING / bound:.6g}.",))


def hubs(graph: Graph, options: Options) -> Found:
    """Return the hubs of HITS: the main left singular vector of the links along their direction; it sums to 1.

    Undefined without links. Reference: Kleinberg 1999, https://doi.org/10.1145/324133.324140. Cost: some tens of scans
    of the links.
    """
    return _singular(graph, options, hubs=True)


def authorities(graph: Graph, options: Options) -> Found:
    """Return the authorities of HITS: the main right singular vector of the links along their direction; sums to 1.

    Undefined without links. Reference: Kleinberg 1999, https://doi.org/10.1145/324133.324140. Cost: some tens of scans
    of the links.
    """
    return _singular(graph, options, hubs=False)


def _singular(graph: Graph, options: Options, *, hubs: bool) -> Found:
    matrix = matrix_of(Options(weight=options.weight, directed=True).links(graph))
    values = np.full(len(graph.nodes), np.nan)
    if matrix.nnz:
        turned = matrix.T.tocsr()
        values = _main(matrix @ turned if hubs else turned @ matrix)
        values /= values.sum()
    return Found(values)


def _main(symmetric: Any) -> Numbers:
    """Return the main eigenvector of a symmetric matrix of numbers that are not negative, at length 1."""
    from scipy.sparse.linalg import eigsh

    size = symmetric.shape[0]
    if size < 20:
        values, vectors = np.linalg.eigh(symmetric.toarray())
        top = vectors[:, values > values[-1] * (1 - 1e-10)]
        vector = top @ (top.T @ np.ones(size))  # of several main vectors the one nearest to equality
        return np.asarray(np.abs(vector) / np.linalg.norm(vector), float)
    return np.asarray(np.abs(eigsh(symmetric.astype(float), k=1, which="LA", v0=np.ones(size))[1][:, 0]), float)
