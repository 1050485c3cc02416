"""Steiner trees: the smallest set of ties that holds several nodes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.errors import BadInput

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_TERMINALS = 8
MOST_CELLS = 150_000_000
"""The most lengths that are held at a time: nodes times sets of terminals."""
ROUNDS = 40
"""How often lengths are passed on over all ties at once before they are sought one by one."""
_NEAR = 1e-9

Lengths: TypeAlias = npt.NDArray[np.float64]
Tie: TypeAlias = tuple[int, int]


def steiner_tree(lengths: csr_array, terminals: list[int]) -> list[Tie] | None:
    """Return the ties of a shortest tree that joins all terminals, sorted; None where they are not connected.

    Exact: the length of the best tree from every node to every set of terminals, built up from smaller sets (Dreyfus &
    Wagner 1971, https://doi.org/10.1002/net.3230010302). Of several shortest trees one is chosen by the order of the
    nodes. Raises `BadInput` above 8 terminals or 150 million lengths. Cost: 3^k n + 2^k searches over the ties.

    Parameters
    ----------
    lengths
        Symmetric matrix of the lengths of the ties, above 0.
    terminals
        Positions of the nodes to be joined.

    >>> from scipy.sparse import csr_array
    >>> star = csr_array(np.array([[0, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0.]]))
    >>> steiner_tree(star, [1, 2, 3])
    [(0, 1), (0, 2), (0, 3)]
    """
    *others, root = sorted(set(terminals))
    if len(others) >= MOST_TERMINALS:
        raise BadInput(f"connect: {len(others) + 1} nodes are more than {MOST_TERMINALS}; name fewer")
    if lengths.shape[0] << len(others) > MOST_CELLS:
        raise BadInput(
            f"connect: {len(others) + 1} nodes in a scope of {lengths.shape[0]:,} take too much room; "
            "name fewer, or narrow the scope with --around"
        )
    if lengths.nnz:
        lengths = lengths / lengths.data.min()  # so that no length is lost beside others, whatever their unit
    best = _best(lengths, others)
    if not np.isfinite(best[-1, root]):
        return None
    return sorted(_traced(lengths, best, others, root))


def _best(lengths: csr_array, terminals: list[int]) -> Lengths:
    """Return for every set of terminals, as bits, the length of the best tree that joins it with each node."""
    n, sets = lengths.shape[0], 1 << len(terminals)
    best = np.full((sets, n), np.inf)
    for chosen in range(1, sets):
        if chosen & (chosen - 1) == 0:
            best[chosen, terminals[chosen.bit_length() - 1]] = 0.0
        for part in _parts(chosen):
            np.minimum(best[chosen], best[part] + best[chosen ^ part], out=best[chosen])
        best[chosen] = _spread(lengths, best[chosen])
    return best


def _parts(chosen: int) -> list[int]:
    """Return one of each two sets that together are `chosen`."""
    found, part = [], (chosen - 1) & chosen
    while part:
        if part >= chosen ^ part:
            found.append(part)
        part = (part - 1) & chosen
    return found


def _spread(lengths: csr_array, start: Lengths) -> Lengths:
    """Return the shortest way from each node to any node, the start of that added."""
    linked = np.flatnonzero(np.diff(lengths.indptr))
    if not len(linked):
        return start
    for _ in range(ROUNDS):
        through = np.minimum.reduceat(start[lengths.indices] + lengths.data, lengths.indptr[linked])
        nearer = np.minimum(start[linked], through)
        if (nearer == start[linked]).all():
            return start
        start[linked] = nearer
    return _searched(lengths, start)


def _searched(lengths: csr_array, start: Lengths) -> Lengths:
    from scipy.sparse import csr_array as matrix
    from scipy.sparse.csgraph import dijkstra

    n, known = len(start), np.flatnonzero(np.isfinite(start))
    shift = 1.0  # a way from the extra node must be above 0 to be a tie
    indptr = np.append(lengths.indptr, lengths.nnz + len(known))
    data = np.concatenate((lengths.data, start[known] + shift))
    indices = np.concatenate((lengths.indices, known))
    whole = matrix((data, indices, indptr), shape=(n + 1, n + 1))
    return np.asarray(dijkstra(whole, indices=[n])[0, :n] - shift)


def _traced(lengths: csr_array, best: Lengths, terminals: list[int], root: int) -> set[Tie]:
    """Return the ties of the tree, walked from the root: to a nearer node, or by splitting the set."""
    found: set[Tie] = set()
    todo = [(best.shape[0] - 1, root)]
    while todo:
        chosen, node = todo.pop()
        length = best[chosen, node]
        alone = chosen & (chosen - 1) == 0
        if alone and node == terminals[chosen.bit_length() - 1]:
            continue
        first, last = lengths.indptr[node], lengths.indptr[node + 1]
        near = lengths.indices[first:last]
        fits = np.abs(best[chosen, near] + lengths.data[first:last] - length) <= _NEAR * max(length, 1.0)
        split = [] if alone else [p for p in _parts(chosen) if _same(best[p, node] + best[chosen ^ p, node], length)]
        if split:
            todo += [(split[0], node), (chosen ^ split[0], node)]
        else:
            other = int(near[fits].min())
            found.add((min(node, other), max(node, other)))
            todo.append((chosen, other))
    return found


def _same(one: Any, other: Any) -> bool:
    return bool(abs(one - other) <= _NEAR * max(float(other), 1.0))
