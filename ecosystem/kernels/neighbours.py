"""Neighbours: a simple graph as rows, the form in which kernels read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.integer[Any]]
Numbers = npt.NDArray[np.float64]
Weights = npt.NDArray[np.floating[Any]] | Positions


@dataclass(frozen=True)
class Neighbours:
    """For every node i the others it leads to: `ids[starts[i]:starts[i + 1]]`, ascending, each once, with a weight.

    Parameters
    ----------
    starts, ids, weights
        int64, one more than nodes; int32 and float64, one a neighbour.
    symmetric
        Whether every link leads both ways with the same weight.
    """

    starts: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]
    weights: Numbers
    symmetric: bool = True

    @classmethod
    def of_pairs(
        cls, size: int, rows: Positions, columns: Positions, weights: Weights, *, symmetric: bool
    ) -> Neighbours:
        """Return the neighbours of `size` nodes from pairs: equal pairs become one with the sum of their weights.

        Pairs of a node with itself are left out; `symmetric` adds every pair the other way round. Cost: one sort.

        >>> rows, columns, weights = np.array([[0, 0, 1], [1, 1, 1], [1, 2, 5]])
        >>> one = Neighbours.of_pairs(3, rows, columns, weights, symmetric=True)
        >>> one.starts.tolist(), one.ids.tolist(), one.weights.tolist()
        ([0, 1, 2, 2], [1, 0], [3.0, 3.0])
        """
        apart = rows != columns
        rows, columns, values = rows[apart], columns[apart], weights[apart].astype(np.float64)
        if symmetric:
            rows, columns, values = np.r_[rows, columns], np.r_[columns, rows], np.r_[values, values]
        keys = rows.astype(np.int64) * size + columns
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.diff(keys, prepend=-1))
        sums = np.add.reduceat(values[order], first) if len(first) else values[:0]
        keys = keys[first]
        starts = np.searchsorted(keys, np.arange(size + 1, dtype=np.int64) * size)
        return cls(starts, (keys % max(size, 1)).astype(np.int32), sums, symmetric)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def rows(self) -> npt.NDArray[np.int32]:
        """The node that each entry of `ids` is a neighbour of."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    @cached_property
    def backward(self) -> Neighbours:
        """Who leads to each node; the same where all links lead both ways."""
        if self.symmetric:
            return self
        order = np.argsort(self.ids, kind="stable")
        return Neighbours(_starts(self.ids, len(self)), self.rows[order], self.weights[order], symmetric=False)

    def of(self, node: int) -> npt.NDArray[np.int32]:
        """Return the neighbours of a node."""
        return self.ids[self.starts[node] : self.starts[node + 1]]

    def weights_of(self, node: int) -> Numbers:
        """Return the weights of the links to the neighbours of a node."""
        return self.weights[self.starts[node] : self.starts[node + 1]]

    def of_all(self, nodes: Positions) -> npt.NDArray[np.int32]:
        """Return the neighbours of several nodes, with repetitions."""
        sizes = self.starts[nodes + 1] - self.starts[nodes]
        shifts = np.repeat(self.starts[nodes] - np.cumsum(sizes) + sizes, sizes)
        found: npt.NDArray[np.int32] = self.ids[np.arange(len(shifts)) + shifts]
        return found

    def ordered(self, order: Positions) -> Neighbours:
        """Return the same graph without weights, its nodes in another order; rows are then no longer ascending."""
        place = np.empty(len(order), np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        sizes = np.diff(self.starts)[order]
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        taken = np.repeat(self.starts[order] - starts[:-1], sizes)
        taken += np.arange(len(taken))
        return Neighbours(starts, place[self.ids[taken]], np.broadcast_to(1.0, len(taken)), self.symmetric)


def _starts(rows: Positions, size: int) -> npt.NDArray[np.int64]:
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=size), out=starts[1:])
    return starts
