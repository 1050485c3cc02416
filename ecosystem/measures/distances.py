"""Distances: how many pairs of nodes are how many steps apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.model.columns import Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WORK = 5_000_000_000
"""The most sources times ties that are walked; with more, sources are drawn by lot."""
LANES = 64
"""The sources that are walked from at once, one in each bit of a word."""

Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Distances:
    """Ordered pairs of different nodes by their distance.

    `pairs[d]` is the number of pairs d steps apart, scaled up where only `sources` of the `nodes` were walked from.
    """

    nodes: int
    sources: int
    pairs: Numbers

    @property
    def exact(self) -> bool:
        """Whether every node was walked from."""
        return self.sources == self.nodes

    @property
    def diameter(self) -> int | None:
        """The largest distance that is not endless, None where no two nodes are joined."""
        return len(self.pairs) - 1 if len(self.pairs) > 1 else None

    @property
    def mean(self) -> float | None:
        """The mean distance of the pairs that are joined, None where none is."""
        total = float(self.pairs.sum())
        return float(self.pairs @ np.arange(len(self.pairs))) / total if total else None

    @property
    def efficiency(self) -> float | None:
        """The mean of 1/distance over all pairs, 0 for those that are not joined; None below two nodes."""
        near = self.pairs[1:] / np.arange(1, len(self.pairs))
        return float(near.sum()) / (self.nodes * (self.nodes - 1)) if self.nodes > 1 else None


def distances(matrix: csr_array, *, seed: int = 1) -> Distances:
    """Count the pairs of nodes by the steps between them, in the pattern of a matrix of ties.

    Cost: nodes times ties times steps / 64; above `WORK` the sources are a sample drawn by `seed`, and the counts
    estimates.

    >>> from scipy.sparse import csr_array
    >>> distances(csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))).pairs.tolist()
    [0.0, 4.0, 2.0]
    """
    n = matrix.shape[0]
    most = WORK // max(matrix.nnz, 1)
    sources = np.arange(n)
    if n > most:
        sources = np.sort(np.random.default_rng(seed).choice(n, max(most, 1), replace=False))
    linked = np.flatnonzero(np.diff(matrix.indptr))
    place = np.full(n, -1)
    place[linked] = np.arange(len(linked))
    starts, indices = matrix.indptr[linked], place[matrix.indices]
    walked = place[sources][place[sources] >= 0]
    counts = [0]
    for first in range(0, len(walked), LANES):
        _walk(starts, indices, walked[first : first + LANES], counts)
    return Distances(n, len(sources), np.array(counts, dtype=float) * (n / max(len(sources), 1)))


def _walk(starts: npt.NDArray[Any], indices: npt.NDArray[Any], sources: Ints, counts: list[int]) -> None:
    front = np.zeros(len(starts), dtype=np.uint64)
    front[sources] = np.uint64(1) << np.arange(len(sources), dtype=np.uint64)
    seen, step = front.copy(), 0
    while True:
        step += 1
        front = np.bitwise_or.reduceat(front[indices], starts) & ~seen
        found = int(np.bitwise_count(front).sum())
        if not found:
            return
        seen |= front
        if step == len(counts):
            counts.append(0)
        counts[step] += found
