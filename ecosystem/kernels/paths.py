"""Simple paths between two nodes: those with the fewest links, and those that are shortest by weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ecosystem.kernels.blocks import in_order
from ecosystem.kernels.library import call, library, passed
from ecosystem.kernels.neighbours import Neighbours

Chain = tuple[int, ...]
_ROOM = 1 << 16
_ALL = 1 << 62


@dataclass(frozen=True)
class Paths:
    """Paths as the positions of their nodes, with their lengths; `complete` is False where the work ran out before."""

    chains: list[Chain]
    lengths: list[float]
    complete: bool


def simple_paths(
    to: Neighbours, start: int, goal: int, *, top: int, most: int, work: int, weighted: bool = False, alike: int = 0
) -> Paths:
    """Return the `top` first paths from start to goal, which differ, that visit no node twice.

    The shorter come first, those of one length by the positions of their nodes. With weights the length of a link is
    1 / weight, and of equally long paths those of fewer links come first; lengths are equal where they agree to 33
    binary digits, so that 1/3 + 1/3 + 1/3 is 1.

    Parameters
    ----------
    top
        Number of paths, 0 for all.
    most
        The most links a path may have. The answer is exact with weights too: the shortest of the paths with no more.
    work
        How often a search may go to a node. Where that ends it, the paths found until then are the first ones.
    alike
        By links also the other paths that are as long as the last one, until there are as many paths as this.

    Notes
    -----
    By links a search of growing length, pruned by the steps that are left to the goal; its cost may grow exponentially
    where ways end blindly. With weights Yen 1971, https://doi.org/10.1287/mnsc.17.11.712, as many searches a path as it
    has links, each led to the goal by the lengths that are left to it.

    Examples
    --------
    >>> ends = np.array([0, 1, 0]), np.array([1, 2, 2])
    >>> triangle = Neighbours.of_pairs(3, *ends, np.array([4.0, 4.0, 1.0]), symmetric=True)
    >>> simple_paths(triangle, 0, 2, top=0, most=2, work=100).chains
    [(0, 2), (0, 1, 2)]
    >>> simple_paths(triangle, 0, 2, top=0, most=2, work=100, weighted=True)
    Paths(chains=[(0, 1, 2), (0, 2)], lengths=[0.5, 1.0], complete=True)
    """
    top, most = min(top or _ALL, _ALL), min(most, len(to))
    limit = max(top, alike)
    if library() is None:
        return _plain(to, start, goal, top, limit, most, work, weighted)
    back, room = to.backward, _ROOM
    name = "weighted_simple_paths" if weighted else "simple_paths"
    rows: tuple[object, ...] = (to.starts, to.ids, back.starts, back.ids)
    if weighted:
        rows = (to.starts, to.ids, 1 / to.weights, back.starts, back.ids, 1 / back.weights)
    while True:
        nodes, lengths, told = np.empty(room, np.int32), np.empty(room // 2), np.array([work, 0, 0])
        stored = (nodes, lengths, room, told) if weighted else (nodes, room, told)
        arguments = (*rows, start, goal, *((top,) if weighted else (top, limit)), most, *stored)
        for _ in in_order(lambda arguments, stop: call(name, len(to), *arguments, stop), [arguments]):
            pass
        left, size, full = told.tolist()
        if not full:
            break
        room *= 8
    ends = np.flatnonzero(nodes[:size] == goal)
    walked = nodes[:size].tolist()
    chains = [tuple(walked[a:b]) for a, b in zip([0, *(ends[:-1] + 1)], ends + 1, strict=True)] if size else []
    found = lengths[: len(chains)].tolist() if weighted else [float(len(chain) - 1) for chain in chains]
    return Paths(chains, found, left > 0)


def _plain(to: Neighbours, start: int, goal: int, top: int, limit: int, most: int, work: int, weighted: bool) -> Paths:
    from ecosystem.kernels import plain_paths

    budget = plain_paths.Budget(work)
    if weighted:
        found = list(plain_paths.weighted_simple_paths(to, start, goal, top, most, budget))
    else:
        chains = plain_paths.simple_paths(to, start, goal, top, limit, most, budget)
        found = [(float(len(chain) - 1), chain) for chain in chains]
    return Paths([chain for _, chain in found], [length for length, _ in found], budget.left > 0)


class Shortest:
    """Finds one shortest path after another in the same graph, at a cost that does not grow with the graph.

    The memory of a search, 20 bytes a node, is kept for the next one; one thread at a time.

    >>> chain = Neighbours.of_pairs(3, np.array([0, 1]), np.array([1, 2]), np.ones(2), symmetric=True)
    >>> find = Shortest(chain)
    >>> find.path(2, 0), find.path(1, 1)
    ((2, 1, 0), (1,))
    """

    def __init__(self, to: Neighbours) -> None:
        self._to = to
        if library() is None:
            return
        back, size = to.backward, len(to)
        self._nodes, self._size = np.empty(size, np.int32), np.zeros(1, np.int64)
        memory = (np.zeros(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int64), self._nodes, self._size)
        rows = (to.starts, to.ids, back.starts, back.ids)
        self._rows, self._memory = tuple(map(passed, rows)), tuple(map(passed, memory))
        self._held = (rows, memory)

    def path(self, start: int, goal: int) -> Chain:
        """Return the path with the fewest links, of several the first by the positions of nodes; () for none.

        Both ends are searched from, level by level, until they meet; the levels are then walked from the start.
        """
        if start == goal:
            return (start,)
        if library() is None:
            from ecosystem.kernels import plain_paths

            return plain_paths.shortest_path(self._to, start, goal)
        call("shortest_path", len(self._to), *self._rows, start, goal, *self._memory)
        return tuple(self._nodes[: self._size[0]].tolist())
