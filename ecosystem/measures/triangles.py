"""Triangles: every three nodes that are all tied with each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROOM = 2_000_000
"""The most pairs of ties that are looked at in one go."""

Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Triangles:
    """Some triangles u, v, w by their three ties: entries `uv`, `uw`, `vw` of the matrix and `vu`, `wu`, `wv`."""

    uv: Ints
    uw: Ints
    vw: Ints
    vu: Ints
    wu: Ints
    wv: Ints

    def __len__(self) -> int:
        return len(self.uv)

    def turned(self) -> Iterator[tuple[Ints, Ints, Ints, Ints, Ints, Ints]]:
        """Yield for each order (i, j, q) of the three nodes the entries ij, iq, jq, ji, qi, qj."""
        uv, uw, vw, vu, wu, wv = self.uv, self.uw, self.vw, self.vu, self.wu, self.wv
        yield uv, uw, vw, vu, wu, wv
        yield uw, uv, wv, wu, vu, vw
        yield vu, vw, uw, uv, wv, wu
        yield vw, vu, wu, wv, uv, uw
        yield wu, wv, uv, uw, vw, vu
        yield wv, wu, vu, vw, uw, uv


def triangles(matrix: csr_array) -> Iterator[Triangles]:
    """Yield all triangles of a symmetric matrix without diagonal and with sorted indices, each once, in portions.

    Ties lead from the node with fewer partners to the one with more; two ties from one node are a triangle where
    their ends are tied (Chiba & Nishizeki 1985, https://doi.org/10.1137/0214017). Cost: ties to the power of 1.5
    at most.

    >>> from scipy.sparse import csr_array
    >>> sum(len(found) for found in triangles(csr_array(1 - np.eye(4))))
    4
    """
    n = matrix.shape[0]
    degree = np.diff(matrix.indptr)
    rank = np.empty(n, dtype=np.int64)
    rank[np.argsort(degree, kind="stable")] = np.arange(n)
    row = rank[np.repeat(np.arange(n), degree)]
    column = rank[matrix.indices]
    mirror = np.empty(len(row), dtype=np.int64)
    mirror[np.lexsort((np.repeat(np.arange(n), degree), matrix.indices))] = np.arange(len(row))
    keys = row * n + column
    entry = np.flatnonzero(row < column)
    entry = entry[np.argsort(keys[entry], kind="stable")]
    keys = keys[entry]
    row, column = row[entry], column[entry]
    later = np.searchsorted(row, row, side="right") - np.arange(len(row)) - 1
    total = np.concatenate(([0], np.cumsum(later)))
    first = 0
    while first < len(row):
        last = max(int(np.searchsorted(total, total[first] + ROOM, side="right")) - 1, first + 1)
        a = np.repeat(np.arange(first, last), later[first:last])
        b = a + 1 + np.arange(len(a)) - np.repeat(total[first:last] - total[first], later[first:last])
        wanted = column[a] * n + column[b]
        c = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        closed = keys[c] == wanted
        uv, uw, vw = entry[a[closed]], entry[b[closed]], entry[c[closed]]
        yield Triangles(uv, uw, vw, mirror[uv], mirror[uw], mirror[vw])
        first = last


def counts(matrix: csr_array) -> tuple[Ints, Ints]:
    """Return the number of triangles of each node, and of each entry of the matrix."""
    entries = np.zeros(matrix.nnz, dtype=np.int64)
    for found in triangles(matrix):
        for side in (found.uv, found.uw, found.vw, found.vu, found.wu, found.wv):
            entries += np.bincount(side, minlength=matrix.nnz)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.bincount(rows, weights=entries, minlength=matrix.shape[0]).astype(np.int64) // 2, entries
