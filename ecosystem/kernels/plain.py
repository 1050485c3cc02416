"""The plain twins: the same numbers as the C gives, by numpy, scipy and heapq. They run where nothing was compiled."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ecosystem.kernels.neighbours import Neighbours, Numbers, Positions

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TOLERANCE = 1e-10
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]


def matrix(to: Neighbours, *, ones: bool = False) -> csr_array:
    """Return the neighbours as a sparse matrix: entry (i, j) is the weight of the link from i to j, or 1."""
    from scipy.sparse import csr_array

    data = np.ones(len(to.ids)) if ones else to.weights
    return csr_array((data, to.ids, to.starts), shape=(len(to), len(to)))


def betweenness(to: Neighbours, group: Positions | None, sources: Positions, sums: Numbers, squares: Numbers) -> None:
    """Add the dependencies of the sources on each node: one column a source, one product of matrices a level."""
    forward = matrix(to, ones=True)
    back = forward.T.tocsr()
    columns = np.arange(len(sources))
    level = np.full((len(to), len(sources)), -1)
    paths = np.zeros((len(to), len(sources)))
    level[sources, columns], paths[sources, columns] = 0, 1
    deepest = 0
    while True:
        arriving = back @ np.where(level == deepest, paths, 0)
        fresh = (arriving > 0) & (level < 0)
        if not fresh.any():
            break
        deepest += 1
        level[fresh], paths[fresh] = deepest, arriving[fresh]
    counted = np.ones_like(paths)
    if group is not None:
        ends = group[sources]
        counted = ((group[:, None] != ends) & (group[:, None] >= 0) & (ends >= 0)).astype(float)
    left = np.zeros_like(paths)
    for depth in range(deepest, 0, -1):
        here = level == depth
        dependency = np.where(here, (forward @ np.where(level == depth + 1, left, 0)) * paths, 0)
        left[here] = (counted[here] + dependency[here]) / paths[here]
        sums += dependency.sum(axis=1)
        squares += (dependency**2).sum(axis=1)


def weighted_betweenness(
    to: Neighbours, group: Positions | None, sources: Positions, sums: Numbers, squares: Numbers
) -> None:
    """Add the dependencies of the sources on each node, along links of length 1 / weight."""
    links = _lengths(to)
    for source in sources.tolist():
        distance = _distances(links, source)
        rank = {node: number for number, node in enumerate(distance)}
        order = list(distance)
        tight = {
            node: [
                other
                for other, length in links[node]
                if rank[other] > rank[node] and distance[node] + length <= distance[other] * (1 + TOLERANCE)
            ]
            for node in order
        }
        paths = dict.fromkeys(order, 0.0)
        paths[source] = 1.0
        for node in order:
            for other in tight[node]:
                paths[other] += paths[node]
        left: dict[int, float] = {}
        for node in reversed(order[1:]):
            dependency = sum(left[other] for other in tight[node]) * paths[node]
            counted = group is None or (min(group[source], group[node]) >= 0 and group[source] != group[node])
            left[node] = (counted + dependency) / paths[node]
            sums[node] += dependency
            squares[node] += dependency**2


def closeness(to: Neighbours) -> tuple[Numbers, Numbers, Numbers]:
    """Return for each node how many it reaches, the sum of their distances by weight and of 1 / distance."""
    from scipy.sparse.csgraph import dijkstra

    lengths = matrix(to)
    lengths.data = 1 / lengths.data
    reach, far, near = np.zeros(len(to)), np.zeros(len(to)), np.zeros(len(to))
    for first in range(0, len(to), 200):  # so many rows at once bound the memory
        sources = np.arange(first, min(first + 200, len(to)))
        for source, row in zip(sources, dijkstra(lengths, indices=sources), strict=True):
            reached = row[np.isfinite(row) & (row > 0)]
            reach[source], far[source], near[source] = len(reached), reached.sum(), (1 / reached).sum()
    return reach, far, near


def closeness_to(to: Neighbours, ends: Positions) -> tuple[Numbers, ...]:
    """Return for each node how many of the ends it reaches, and the sums by hops.

    These are the sums of distances, of 1 / distance, and of the squares of both.
    """
    from scipy.sparse.csgraph import dijkstra

    reach, far, near, far_squares, near_squares = np.zeros((5, len(to)))
    backward = matrix(to.backward, ones=True)
    for first in range(0, len(ends), 200):
        rows = dijkstra(backward, indices=ends[first : first + 200], unweighted=True)
        there = np.isfinite(rows) & (rows > 0)
        distance, inverse = np.where(there, rows, 0), np.divide(1, rows, out=np.zeros_like(rows), where=there)
        reach += there.sum(axis=0)
        far += distance.sum(axis=0)
        near += inverse.sum(axis=0)
        far_squares += (distance**2).sum(axis=0)
        near_squares += (inverse**2).sum(axis=0)
    return reach, far, near, far_squares, near_squares


def structural_holes(among: Neighbours, total: Numbers, strongest: Numbers, found: Numbers) -> None:
    """Fill constraint, effective size and hierarchy of the nodes that have partners."""
    for node in range(len(among)):
        partners = among.of(node)
        if not len(partners):
            continue
        share = np.zeros(len(among))
        share[partners] = among.weights_of(node) / total[node]
        bound, size = np.zeros(len(partners)), 0.0
        for number, partner in enumerate(partners):
            others = among.of(int(partner))
            strengths = among.weights_of(int(partner))
            bound[number] = share[partner] + (share[others] * strengths / total[others]).sum()
            size += 1 - (share[others] * strengths).sum() / strongest[partner]
        ties = bound**2
        even = ties / ties.mean()
        spread = len(partners) * np.log(len(partners))
        hierarchy = max((even * np.log(even)).sum() / spread, 0.0) if len(partners) > 1 else 1.0
        found[:, node] = ties.sum(), size, hierarchy


def _lengths(to: Neighbours) -> list[list[tuple[int, float]]]:
    ids, lengths, starts = to.ids.tolist(), (1 / to.weights).tolist(), to.starts.tolist()
    return [list(zip(ids[a:b], lengths[a:b], strict=True)) for a, b in pairwise(starts)]


def _distances(links: list[list[tuple[int, float]]], source: int) -> dict[int, float]:
    """Return the distance of every node that is reached, nearest first."""
    best, settled, heap = {source: 0.0}, dict[int, float](), [(0.0, source)]
    while heap:
        distance, node = heappop(heap)
        if node in settled:
            continue
        settled[node] = distance
        for other, length in links[node]:
            if distance + length < best.get(other, np.inf):
                best[other] = distance + length
                heappush(heap, (distance + length, other))
    return settled


def best_pairs(
    among: Neighbours, value: Numbers, kind: Positions, allowed: Flags, top: int, scale: Numbers
) -> tuple[Places, Places, Numbers]:
    """Return the unlinked pairs of allowed kinds with the largest sums over common neighbours."""
    ones = matrix(among, ones=True)
    shared = ((ones * value) @ ones.T).tocoo()
    linked = among.rows.astype(np.int64) * len(among) + among.ids
    keys = shared.row.astype(np.int64) * len(among) + shared.col
    wanted = (shared.row < shared.col) & (shared.data > 0) & allowed[kind[shared.row], kind[shared.col]]
    wanted &= ~np.isin(keys, linked)
    first, second = shared.row[wanted], shared.col[wanted]
    score = shared.data[wanted] * (scale[first] * scale[second])
    order = np.lexsort((second, first, -score))[:top]
    return first[order].astype(np.int32), second[order].astype(np.int32), score[order]


def pagerank(coming: Neighbours, share: Numbers, own: float, values: Numbers, tolerance: float) -> Numbers:
    """Return PageRank up to a factor, by whole steps; `coming` says whom each node hears from."""
    heard, change = matrix(coming), 1.0 if len(coming) else 0.0
    while change > tolerance * float(values.sum()):
        following: Numbers = own / len(coming) + heard @ (values * share)
        change = float(np.abs(following - values).sum())
        values = following
    return values
