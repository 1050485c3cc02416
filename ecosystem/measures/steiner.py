"""Steiner trees: the smallest set of ties that holds several nodes together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
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
MOST_STATES = 20_000
"""The most parts of shortest trees among which the firmest ties are sought; beyond, the order of the nodes decides."""
_NEAR = 1e-9

Lengths: TypeAlias = npt.NDArray[np.float64]
Tie: TypeAlias = tuple[int, int]
Ints: TypeAlias = npt.NDArray[Any]
Rank: TypeAlias = Callable[[Ints, Ints], Ints]
State: TypeAlias = tuple[int, int]
"""A set of terminals, as bits, and a node that a part of the tree joins with them."""


def steiner_tree(lengths: csr_array, terminals: list[int], rank: Rank | None = None) -> list[Tie] | None:
    """Return the ties of a shortest tree that joins all terminals, sorted; None where they are not connected.

    Exact: the length of the best tree from every node to every set of terminals, built up from smaller sets (Dreyfus &
    Wagner 1971, https://doi.org/10.1002/net.3230010302). Of several shortest trees the one with the fewest ties is
    chosen, then the one with the most ties of rank 0, then of rank 1 and so on, then by the order of the nodes. Where
    shortest trees have more than 20,000 parts, the order of the nodes alone decides. Raises `BadInput` above 8
    terminals or 150 million lengths. Cost: 3^k n + 2^k searches over the ties.

    Parameters
    ----------
    lengths
        Symmetric matrix of the lengths of the ties, above 0.
    terminals
        Positions of the nodes to be joined.
    rank
        Gives for pairs of nodes how good their tie is, 0 the best; without it all are as good.

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
    return sorted(
        _traced(_Trees(lengths, best, others), (len(best) - 1, root), rank or (lambda first, second: 0 * first))
    )


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


@dataclass(frozen=True)
class _Trees:
    """The shortest trees: the length of the best one for each set of terminals, as bits, and node."""

    lengths: csr_array
    best: Lengths
    terminals: list[int]

    def ways(self, state: State) -> list[tuple[State, ...]]:
        """Return how a best tree goes on: by splitting the set, or to a nearer node; no way from a terminal alone."""
        chosen, node = state
        alone = chosen & (chosen - 1) == 0
        if alone and node == self.terminals[chosen.bit_length() - 1]:
            return []
        best, length = self.best, self.best[chosen, node]
        split = [] if alone else [p for p in _parts(chosen) if _same(best[p, node] + best[chosen ^ p, node], length)]
        first, last = self.lengths.indptr[node], self.lengths.indptr[node + 1]
        near = self.lengths.indices[first:last]
        fits = np.abs(best[chosen, near] + self.lengths.data[first:last] - length) <= _NEAR * max(length, 1.0)
        nearer = [((chosen, other),) for other in sorted(near[fits].tolist())]
        return [*(((part, node), (chosen ^ part, node)) for part in split), *nearer]


def _traced(trees: _Trees, start: State, rank: Rank) -> set[Tie]:
    """Return the ties of the tree with the fewest and best ties among the shortest ones."""
    ways = _reached(trees, start)
    chosen = _chosen(trees, ways, rank) if ways is not None else {}
    found: set[Tie] = set()
    todo = [start]
    while todo:
        state = todo.pop()
        options = trees.ways(state) if ways is None else ways[state]
        if not options:
            continue
        way = options[chosen.get(state, 0)]
        if len(way) == 1:
            found.add((min(state[1], way[0][1]), max(state[1], way[0][1])))
        todo += way
    return found


def _reached(trees: _Trees, start: State) -> dict[State, list[tuple[State, ...]]] | None:
    """Return all states of shortest trees with the ways from them, None where they are too many."""
    found: dict[State, list[tuple[State, ...]]] = {}
    todo = [start]
    while todo:
        state = todo.pop()
        if state in found:
            continue
        if len(found) == MOST_STATES:
            return None
        found[state] = trees.ways(state)
        todo += [one for way in found[state] for one in way]
    return found


def _chosen(trees: _Trees, ways: dict[State, list[tuple[State, ...]]], rank: Rank) -> dict[State, int]:
    """Return which way is the best from each state: the one with the fewest ties, then the fewest of poor ranks.

    A split leads to smaller sets and a tie to a nearer node, so in this order all that follows is known before.
    """
    ties = sorted({(state[1], way[0][1]) for state, options in ways.items() for way in options if len(way) == 1})
    ranks = dict(zip(ties, rank(*np.array(ties, np.int32).reshape(-1, 2).T).tolist(), strict=True))
    costs: dict[State, _Cost] = {}
    chosen: dict[State, int] = {}
    for state in sorted(ways, key=lambda one: (one[0].bit_count(), trees.best[one])):
        options = [
            _joined(costs[way[0]], costs[way[1]] if len(way) == 2 else _one(ranks[state[1], way[0][1]]))
            for way in ways[state]
        ]
        chosen[state] = min(range(len(options)), key=options.__getitem__, default=0)
        costs[state] = options[chosen[state]] if options else ()
    return chosen


_Cost: TypeAlias = tuple[int, ...]
"""How many ties there are of each rank or a poorer one: the least is the best."""


def _one(rank: int) -> _Cost:
    return (1,) * (rank + 1)


def _joined(one: _Cost, other: _Cost) -> _Cost:
    return tuple(a + b for a, b in zip_longest(one, other, fillvalue=0))


def _same(one: Any, other: Any) -> bool:
    return bool(abs(one - other) <= _NEAR * max(float(other), 1.0))
