"""Connectivity: components, and the nodes and ties whose loss would split one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.model.columns import Codes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


def components(matrix: csr_array) -> Codes:
    """Return the number of the component of each node, the largest first, then by the first node. Cost: one scan."""
    from scipy.sparse.csgraph import connected_components

    labels = connected_components(matrix, directed=False)[1]
    sizes, firsts = np.bincount(labels), np.unique(labels, return_index=True)[1]
    place = np.empty(len(sizes), dtype=np.int32)
    place[np.lexsort((firsts, -sizes))] = np.arange(len(sizes), dtype=np.int32)
    return place[labels] if len(labels) else labels.astype(np.int32)


def fragmentation(matrix: csr_array) -> float | None:
    """Return the share of pairs that are not joined: F = 1 - sum_k s_k(s_k - 1)/(n(n - 1)); None below two nodes.

    Reference: Borgatti 2006, https://doi.org/10.1007/s10588-006-7084-x.
    """
    n = matrix.shape[0]
    sizes = np.bincount(components(matrix)).astype(float)
    return 1 - float((sizes * (sizes - 1)).sum()) / (n * (n - 1)) if n > 1 else None


@dataclass(frozen=True)
class Cuts:
    """Where a graph would split.

    `parts` is the number of pieces that the component of each node falls into when the node leaves (0 for an
    isolate); `bridge` says of each entry of the matrix whether its tie is a bridge, and `cut_off` how many nodes are
    on the smaller side of it (0 where it is not one).
    """

    parts: Ints
    bridge: Flags
    cut_off: Ints


def cuts(matrix: csr_array) -> Cuts:
    """Return cut nodes and bridges of a symmetric matrix without diagonal and with sorted indices.

    Blocks are found from a breadth-first tree as in Tarjan & Vishkin 1985, https://doi.org/10.1137/0214061: two
    tree ties lie in one block where a further tie closes a circle over both. Cost: some scans of the ties.

    >>> from scipy.sparse import csr_array
    >>> found = cuts(csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])))
    >>> found.parts.tolist(), found.cut_off.tolist()
    ([1, 2, 1], [1, 1, 1, 1])
    """
    n = matrix.shape[0]
    rows = np.repeat(np.arange(n), np.diff(matrix.indptr))
    columns = matrix.indices.astype(np.int64)
    if not len(rows):
        return Cuts(np.zeros(n, dtype=np.int64), np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64))
    tree = _tree(matrix)
    block = _blocks(tree, rows, columns)
    child = np.flatnonzero(tree.parent[:-1] < n)
    pairs = np.unique(np.concatenate((child * (n + 1) + block[child], tree.parent[child] * (n + 1) + block[child])))
    parts = np.bincount(pairs // (n + 1), minlength=n)
    alone = np.bincount(block[child], minlength=n + 1) == 1
    deeper = np.where(tree.parent[columns] == rows, columns, rows)
    joined = (tree.parent[columns] == rows) | (tree.parent[rows] == columns)
    bridge = joined & alone[block[deeper]]
    labels = components(matrix)
    below, whole = tree.size[deeper], np.bincount(labels)[labels[rows]]
    return Cuts(parts, bridge, np.where(bridge, np.minimum(below, whole - below), 0))


@dataclass(frozen=True)
class _Tree:
    """A breadth-first tree with one more node as root; nodes in `levels`, `first` and `size` number subtrees."""

    parent: Ints
    levels: list[Ints]
    first: Ints
    size: Ints


def _tree(matrix: csr_array) -> _Tree:
    import scipy.sparse as sp
    from scipy.sparse.csgraph import breadth_first_order

    n = matrix.shape[0]
    labels = components(matrix)
    roots = np.unique(labels, return_index=True)[1]
    indptr = np.append(matrix.indptr, matrix.nnz + len(roots))
    indices = np.concatenate((matrix.indices, roots))
    whole = sp.csr_array((np.ones(len(indices)), indices, indptr), shape=(n + 1, n + 1))
    walk = breadth_first_order(whole, n, directed=True)
    order, parent = (np.asarray(column, dtype=np.int64) for column in walk)
    parent[n] = n
    levels = _levels(order, parent)
    size = np.ones(n + 1, dtype=np.int64)
    for level in levels[:0:-1]:
        np.add.at(size, parent[level], size[level])
    first = np.zeros(n + 1, dtype=np.int64)
    for level in levels[1:]:
        before = np.cumsum(size[level]) - size[level]
        start = np.flatnonzero(np.diff(parent[level], prepend=-1))
        shift = np.repeat(before[start], np.diff(np.append(start, len(level))))
        first[level] = first[parent[level]] + 1 + before - shift
    return _Tree(parent, levels, first, size)


def _levels(order: Ints, parent: Ints) -> list[Ints]:
    """Return the nodes of each depth; in the order of a breadth-first walk children of one node stand together."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    above = place[parent[order]]
    levels, begin, end = [order[:1]], 1, 1
    while end < len(order):
        end = int(np.searchsorted(above, end, side="left"))
        levels.append(order[begin:end])
        begin = end
    return levels


def _blocks(tree: _Tree, rows: Ints, columns: Ints) -> Ints:
    """Return for each node the number of the block that the tie to its parent is in."""
    import scipy.sparse as sp
    from scipy.sparse.csgraph import connected_components

    parent, first, size, n = tree.parent, tree.first, tree.size, len(tree.parent) - 1
    extra = (parent[rows] != columns) & (parent[columns] != rows)
    low, high = first.copy(), first.copy()
    np.minimum.at(low, rows[extra], first[columns[extra]])
    np.maximum.at(high, rows[extra], first[columns[extra]])
    for level in tree.levels[:1:-1]:
        np.minimum.at(low, parent[level], low[level])
        np.maximum.at(high, parent[level], high[level])
    apart = extra & (first[rows] + size[rows] <= first[columns])
    node = np.flatnonzero(parent[:n] < n)
    above = parent[node]
    out = (above < n) & ((low[node] < first[above]) | (high[node] >= first[above] + size[above]))
    a = np.concatenate((rows[apart], node[out]))
    b = np.concatenate((columns[apart], above[out]))
    joined = sp.coo_array((np.ones(len(a)), (a, b)), shape=(n + 1, n + 1)).tocsr()
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.int64)
