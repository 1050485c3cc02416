"""Core and periphery: a part of nodes that are tied with each other, and the rest that are not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.model.columns import Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Between: TypeAlias = Literal["ignored", "linked"]
Flags: TypeAlias = npt.NDArray[np.bool_]
EXHAUSTIVE = 15
"""The most nodes for which every division is tried."""
STARTS_WORK = 100_000_000
"""The most that random starts may cost together: starts times nodes squared."""
MOVES_WORK = 400_000_000
"""The most that the moves from one start may cost: moves times nodes."""


@dataclass(frozen=True)
class Division:
    """Which nodes are the core, how ties correlate with the ideal, and how many divisions do so as well, if known."""

    core: Flags
    correlation: float | None
    as_good: int | None


def core_periphery(matrix: csr_array, *, between: Between = "ignored", starts: int = 10, seed: int = 1) -> Division:
    """Return the division whose ideal pattern correlates best with the ties of a symmetric matrix, no diagonal.

    Only whether two are tied counts, not how strongly. The ideal: every two core nodes are tied and no two others; what
    is between core and periphery is left out of the correlation, or is tied in the ideal too. Core and periphery both
    have a node. For 15 nodes or fewer all divisions are tried, and of those as good the largest core is taken; else the
    nodes with most ties, as many as is best, and nodes moved across while that is better, also from `starts` random
    divisions, fewer for more than 3,000 nodes, none above 10,000. None where every correlation is undefined. Reference:
    Borgatti & Everett 1999, https://doi.org/10.1016/S0378-8733(99)00019-2. Cost: 2^n for 15 nodes or fewer; else nodes
    times moves.

    >>> from scipy.sparse import csr_array
    >>> ties = np.zeros((5, 5)); ties[:3, :3] = 1 - np.eye(3); ties[0, 3] = ties[3, 0] = ties[1, 4] = ties[4, 1] = 1
    >>> core_periphery(csr_array(ties)).core.tolist()
    [True, True, True, False, False]
    """
    n, matrix = matrix.shape[0], (matrix > 0).astype(float)
    if n <= EXHAUSTIVE:
        return _best_of_all(matrix, between)
    rng = np.random.default_rng(seed)
    degree = np.diff(matrix.indptr)
    order = np.lexsort((np.arange(n), -degree))
    begun = [_best_prefix(matrix, order, between)]
    begun += [rng.random(n) < rng.uniform(0.05, 0.95) for _ in range(min(starts, STARTS_WORK // (n * n)))]
    found = [_climbed(matrix, core, between) for core in begun]
    best = max(range(len(found)), key=lambda i: (round(found[i][1], 12), -i))
    core, correlation = found[best]
    return Division(core, correlation, None) if np.isfinite(correlation) else Division(core & False, None, None)


def correlation(inner: Numbers, cross: Numbers, size: Numbers, *, total: float, n: int, between: Between) -> Numbers:
    """Return the correlation of ties and ideal over the pairs that count, -inf where it is undefined.

    Parameters
    ----------
    inner, cross, size
        For each division: ties inside the core, ties between core and periphery, nodes of the core.
    total, n
        Ties and nodes of the whole.
    """
    ideal = size * (size - 1) / 2
    pairs = np.full(len(ideal), n * (n - 1) / 2)
    tied = np.full(len(ideal), float(total))
    both = inner + cross if between == "linked" else inner
    if between == "linked":
        ideal = ideal + size * (n - size)
    else:
        pairs, tied = pairs - size * (n - size), tied - cross
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(ideal * (pairs - ideal) * tied * (pairs - tied))
        value = (pairs * both - ideal * tied) / spread
    return np.where((spread > 0) & (size > 0) & (size < n), value, -np.inf)


def _best_of_all(matrix: csr_array, between: Between) -> Division:
    n, total = matrix.shape[0], matrix.nnz / 2
    codes = np.arange(1 << n)
    size, inner, touching = np.zeros(len(codes)), np.zeros(len(codes)), np.zeros(len(codes))
    dense = matrix.toarray() > 0
    for a in range(n):
        size += codes >> a & 1
    for a, b in combinations(range(n), 2):
        if dense[a, b]:
            one, other = codes >> a & 1, codes >> b & 1
            inner += one & other
            touching += one | other
    values = np.round(correlation(inner, touching - inner, size, total=total, n=n, between=between), 12)
    best = float(values.max(initial=-np.inf))
    if not np.isfinite(best):
        return Division(np.zeros(n, dtype=bool), None, None)
    equal = np.flatnonzero(values == best)
    first = max(equal.tolist(), key=lambda code: (code.bit_count(), [code >> a & 1 for a in range(n)]))
    return Division(np.array([first >> a & 1 for a in range(n)], dtype=bool), best, len(equal))


def _best_prefix(matrix: csr_array, order: npt.NDArray[np.int64], between: Between) -> Flags:
    """Return the best division that takes nodes into the core in an order."""
    n = len(order)
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    rows = place[np.repeat(np.arange(n), np.diff(matrix.indptr))]
    columns = place[matrix.indices]
    later = np.bincount(np.maximum(rows, columns)[rows < columns], minlength=n)
    inner = np.cumsum(later).astype(float)
    degree = np.cumsum(np.diff(matrix.indptr)[order])
    values = correlation(inner, degree - 2 * inner, np.arange(1.0, n + 1), total=matrix.nnz / 2, n=n, between=between)
    core = np.zeros(n, dtype=bool)
    core[order[: int(np.argmax(values)) + 1]] = True
    return core


def _climbed(matrix: csr_array, core: Flags, between: Between) -> tuple[Flags, float]:
    """Return the division and its correlation after moving single nodes while that makes it better."""
    n, total = matrix.shape[0], matrix.nnz / 2
    core = core.copy()
    degree = np.diff(matrix.indptr).astype(float)
    with_core = np.asarray(matrix @ core.astype(float)).reshape(-1)
    best = float("-inf")
    for _ in range(MOVES_WORK // n):
        inner, size = float(with_core[core].sum()) / 2, float(core.sum())
        cross = float(degree[core].sum()) - 2 * inner
        now = (np.array([value]) for value in (inner, cross, size))
        best = float(correlation(*now, total=total, n=n, between=between)[0])
        sign = np.where(core, -1.0, 1.0)
        across = cross + sign * (degree - 2 * with_core)
        moved = correlation(inner + sign * with_core, across, size + sign, total=total, n=n, between=between)
        node = int(np.argmax(np.round(moved, 12)))
        if not moved[node] > best + 1e-12:
            return core, best
        core[node] = not core[node]
        near = matrix.indices[matrix.indptr[node] : matrix.indptr[node + 1]]
        with_core[near] += 1.0 if core[node] else -1.0
        best = float(moved[node])
    return core, best
