"""Modularity: communities of nodes that are tied more with each other than by chance."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph

if TYPE_CHECKING:
    from scipy.sparse import csr_array

RUNS = 50
WORK = 500_000
"""The ties that all runs together go over where their number is not given."""
MOST = 1_000_000
"""The greatest resolution, and 1 by the least: beyond, nothing more is divided or joined."""
ITERATIONS = 4
"""How often Leiden goes over the whole graph; further rounds gain 0.0001 of modularity where there are communities."""


def communities(graph: Graph, *, seed: int = 1) -> Codes:
    """Return the community of every node by partners, 0 the largest; nodes without a partner share the last.

    >>> from ecosystem.model.rows import graph_of
    >>> links = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e")]
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abcdef"],
    ...                  [{"source": s, "relation": "part_of", "target": t} for s, t in links])
    >>> communities(graph).tolist()
    [0, 0, 0, 1, 1, 2]
    """
    codes = partition(graph.adjacency(weight="partners"), seed=seed)
    codes[codes < 0] = codes.max(initial=-1) + 1
    return codes


def partition(matrix: csr_array, *, resolution: float = 1.0, seed: int = 1) -> Codes:
    """Return the community of each node found by Leiden, the largest first, -1 for isolates.

    Maximises Q = sum_c (w_c/2m - resolution (s_c/2m)^2), w_c twice the strength inside, s_c the strength of its nodes.
    Raises `BadInput` for a resolution that is not from 1/1,000,000 to 1,000,000.

    Reference: Traag, Waltman & van Eck 2019, https://doi.org/10.1038/s41598-019-41695-z; the implementation is that of
    graspologic-native. Cost: some tens of scans of the ties.
    """
    from graspologic_native import leiden_csr

    if not 1 / MOST <= resolution <= MOST:
        raise BadInput(
            f"resolution: {resolution:g} is not a number from 1/{MOST:,} to {MOST:,}; 1 is usual, more gives "
            "smaller communities"
        )
    linked = np.flatnonzero(np.diff(matrix.indptr))
    codes = np.full(matrix.shape[0], -1, dtype=np.int32)
    if not len(linked):
        return codes
    part = matrix[linked][:, linked]
    _, found = leiden_csr(
        part.indptr.astype(np.int64),
        part.indices.astype(np.int32),
        part.data.astype(np.float64),
        len(linked),
        resolution=resolution,
        iterations=ITERATIONS,
        seed=seed,
    )
    labels = np.fromiter((found[node] for node in range(len(linked))), dtype=np.int32, count=len(linked))
    codes[linked] = by_size(labels)
    return codes


@dataclass(frozen=True)
class Runs:
    """The best partition of several runs, and how the runs compare."""

    codes: Codes
    runs: list[Codes]
    qualities: list[float]

    @property
    def agreement(self) -> float | None:
        """The mean adjusted Rand index of every two runs, None for one run or where chance decides nothing."""
        pairs = [rand_index(a, b) for a, b in combinations(self.runs, 2)]
        known = [1.0 if index is None else index for index in pairs]
        return sum(known) / len(known) if known else None


def best_of(matrix: csr_array, *, resolution: float = 1.0, runs: int | None = None, seed: int = 1) -> Runs:
    """Return several runs of Leiden, the first from `seed`; without `runs` 50, or fewer for more than 10,000 ties.

    Raises `BadInput` for less than one run. Cost: that of the runs, on all cores.
    """
    if runs is not None and runs < 1:
        raise BadInput(f"runs: {runs} is below 1")
    count = runs or min(max(WORK // max(matrix.nnz // 2, 1), 2), RUNS)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        divided = list(
            pool.map(lambda number: partition(matrix, resolution=resolution, seed=seed + number), range(count))
        )
    qualities = [modularity(matrix, codes, resolution=resolution) or 0.0 for codes in divided]
    # Noise of the arithmetic decides nothing.
    best = int(np.argmax(np.round(qualities, 12)))
    return Runs(divided[best], divided, qualities)


def by_size(labels: Codes) -> Codes:
    """Return labels numbered from 0, the most frequent first, then the one that occurs first."""
    _, first, inverse, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(sizes), dtype=np.int32)
    place[np.lexsort((first, -sizes))] = np.arange(len(sizes), dtype=np.int32)
    return place[inverse]


def modularity(matrix: csr_array, codes: Codes, *, resolution: float = 1.0) -> float | None:
    """Return the modularity of a partition of all nodes that have ties, None where there is no tie.

    References: Newman & Girvan 2004, https://doi.org/10.1103/PhysRevE.69.026113; with a resolution, Reichardt and
    Bornholdt 2006, https://doi.org/10.1103/PhysRevE.74.016110. Cost: one scan of the ties.
    """
    total = float(matrix.data.sum())
    if not total:
        return None
    rows = np.repeat(codes, np.diff(matrix.indptr))
    inside = float(matrix.data[rows == codes[matrix.indices]].sum())
    strength = np.bincount(rows, weights=matrix.data)
    return inside / total - resolution * float(((strength / total) ** 2).sum())


def rand_index(one: Codes, other: Codes) -> float | None:
    """Return the adjusted Rand index of two partitions over the nodes that both have (codes from 0).

    1 where they are the same, 0 on average by chance; None below two nodes, or where chance itself gives 1.
    Reference: Hubert & Arabie 1985, https://doi.org/10.1007/BF01908075. Cost: one sort of the nodes.
    """
    both = (one >= 0) & (other >= 0)
    one, other = one[both].astype(np.int64), other[both].astype(np.int64)
    n = len(one)
    if n < 2:
        return None
    cells = np.unique(one * (int(other.max()) + 1) + other, return_counts=True)[1]
    together, rows, columns = (_pairs(sizes) for sizes in (cells, np.bincount(one), np.bincount(other)))
    chance, most = rows * columns / (n * (n - 1) / 2), (rows + columns) / 2
    return (together - chance) / (most - chance) if most != chance else None


def _pairs(sizes: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    return float((sizes * (sizes - 1.0) / 2).sum())
