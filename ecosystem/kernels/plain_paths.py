"""The plain twins of paths: the same ones in the same order as the C gives, and as much work left."""

from __future__ import annotations

import math
import struct
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from ecosystem.kernels.neighbours import Neighbours, Positions
from ecosystem.kernels.plain import _distances, _lengths

LAYERS, GRAIN, SLACK = 32, 19, 1 + 1e-10
_FAR = np.iinfo(np.int32).max
Chain = tuple[int, ...]
Row = list[tuple[int, float]]


def steps_to(back: Neighbours, goal: int) -> Positions:
    """Return the steps from each node to the goal, given who leads to each node; the largest int32 where none do."""
    away = np.full(len(back), _FAR, dtype=np.int64)
    away[goal] = 0
    frontier, step = np.array([goal], dtype=np.int64), 0
    while len(frontier):
        step += 1
        found = np.unique(back.of_all(frontier))
        frontier = found[away[found] == _FAR]
        away[frontier] = step
    return away


def shortest_path(to: Neighbours, start: int, goal: int) -> Chain:
    """Return the shortest path whose nodes come first, () where there is none."""
    away = steps_to(to.backward, goal)
    if away[start] == _FAR:
        return ()
    walked = [start]
    while walked[-1] != goal:
        nodes = to.of(walked[-1])
        walked.append(int(nodes[away[nodes] == away[walked[-1]] - 1][0]))
    return tuple(walked)


@dataclass
class Budget:
    """How many more steps a search may take."""

    left: int


def simple_paths(
    to: Neighbours, start: int, goal: int, top: int, limit: int, most: int, budget: Budget
) -> Iterator[Chain]:
    """Yield the simple paths, the shorter first, those of one length in the order of positions.

    The first `top`, then those that are as long as the last of them, until there are `limit`.
    """
    away, found = steps_to(to.backward, goal), 0
    for length in range(int(away[start]), min(most, len(to) - 1) + 1):
        for chain in _of_length(to, away, start, goal, length, budget):
            yield chain
            found += 1
            if found == limit:
                return
        if budget.left <= 0 or found >= top:
            return


def _of_length(to: Neighbours, away: Positions, start: int, goal: int, length: int, budget: Budget) -> Iterator[Chain]:
    def ahead() -> Iterator[int]:
        nodes = to.of(walked[-1])
        return iter(nodes[away[nodes] <= length - len(walked)].tolist())

    walked = [start]
    choices = [ahead()]
    while choices:
        node = next(choices[-1], None)
        if node is None or budget.left <= 0:
            choices.pop()
            walked.pop()
        elif node == goal:
            if len(walked) == length:
                yield (*walked, goal)
        elif node not in walked:
            budget.left -= 1
            walked.append(node)
            choices.append(ahead())


def rounded(length: float) -> int:
    """Return a number that is the same for equal lengths and larger for longer ones."""
    return (_bits(length) + (1 << (GRAIN - 1))) >> GRAIN


def _end_of(length: float) -> float:
    """Return the largest of the lengths that are equal to this one."""
    return _number(((rounded(length) + 1) << GRAIN) - (1 << (GRAIN - 1)) - 1)


def _bits(number: float) -> int:
    return int(struct.unpack("<q", struct.pack("<d", number))[0])


def _number(bits: int) -> float:
    return float(struct.unpack("<d", struct.pack("<q", bits))[0])


@dataclass(order=True)
class _Path:
    """A path by its place in the order; `turn` is the place of the node where it turns off, but to none of `bans`."""

    key: tuple[int, int, Chain]
    length: float = field(compare=False)
    turn: int = field(compare=False)
    bans: frozenset[int] = field(compare=False)


@dataclass
class _Search:
    goal: int
    most: int
    forward: list[Row]
    back: list[Row]
    least: list[dict[int, float]]
    budget: Budget

    def detour(self, path: Chain, length: float, bans: frozenset[int], end: float) -> tuple[float, Chain] | None:
        """Return the first path, no longer than the end, that begins as this one and turns off to no banned node."""
        ways = self._reach(path, length, bans, end)
        at_goal = ways.get(self.goal, [])
        end = min([end, *(_end_of(length) for length, _ in at_goal)])
        links = min((links for length, links in at_goal if length <= end), default=0)
        if not links or self.budget.left < 0:
            return None
        layers: list[dict[int, float]] = [{self.goal: end}]
        for follow in range(1, links - len(path) + 1):
            layers.append(self._before(layers[-1], ways, set(path), links - follow))
        for layer in reversed(layers):
            node, more = next(
                (node, more) for node, more in self.forward[path[-1]] if length + more <= layer.get(node, -1)
            )
            length, path = length + more, (*path, node)
        return length, path

    def _reach(
        self, path: Chain, length: float, bans: frozenset[int], end: float
    ) -> dict[int, list[tuple[float, int]]]:
        """Return the ways to each node, as length and links, of which none beats another; as far as may be needed."""
        ways: dict[int, list[tuple[float, int]]] = {}

        def beaten(node: int, length: float, links: int) -> bool:
            return any(one <= length and other <= links for one, other in ways.get(node, ()))

        heap = [(length, len(path) - 1, path[-1], length)]
        while heap and heap[0][0] <= end * SLACK:
            _, links, here, length = heappop(heap)
            if self.budget.left <= 0:
                self.budget.left = -1
                break
            self.budget.left -= 1
            if beaten(here, length, links):
                continue
            ways.setdefault(here, []).append((length, links))
            if here == self.goal:
                end = min(end, _end_of(length))
            follow = self.most - links - 1
            if here == self.goal or follow < 0:
                continue
            least = self.least[min(follow, len(self.least) - 1)]
            barred = {*path, *bans} if here == path[-1] else set(path)
            for node, more in self.forward[here]:
                bound = length + more + least.get(node, math.inf)
                near = bound < math.inf and bound <= end * SLACK
                if near and node not in barred and not beaten(node, length + more, links + 1):
                    heappush(heap, (bound, links + 1, node, length + more))
        return ways

    def _before(
        self, layer: dict[int, float], ways: dict[int, list[tuple[float, int]]], passed: set[int], links: int
    ) -> dict[int, float]:
        """Return the nodes from where one link leads to a layer, each with how long the way to it may be."""
        found: dict[int, float] = {}
        for next_, end in layer.items():
            for node, more in self.back[next_]:
                most = _latest(end, more)
                if node not in passed and any(one <= most and other <= links for one, other in ways.get(node, ())):
                    found[node] = max(most, found.get(node, -1.0))
        return found


def _latest(end: float, length: float) -> float:
    """Return the largest x with x + length <= end in floating point, -1 where there is none."""
    x, unit = end - length, math.ulp(end)
    if x < 0:
        return -1.0
    below, above = _bits(max(x - 2 * unit, 0.0)), _bits(x + 2 * unit)
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (middle, above) if _number(middle) + length <= end else (below, middle)
    return _number(below)


def _least(back: list[Row], goal: int, most: int) -> list[dict[int, float]]:
    """Return the least length to the goal by number of links, as far as more make it less; for any number at once."""
    if most > LAYERS:
        return [_distances(back, goal)]
    layers, changed = [{goal: 0.0}], {goal}
    while len(layers) <= most and changed:
        before, less = layers[-1], dict(layers[-1])
        for here in changed:
            for node, length in back[here]:
                less[node] = min(less.get(node, math.inf), length + before[here])
        changed = {node for node, length in less.items() if length < before.get(node, math.inf)}
        layers.append(less)
    return layers


def weighted_simple_paths(
    to: Neighbours, start: int, goal: int, top: int, most: int, budget: Budget
) -> Iterator[tuple[float, Chain]]:
    """Yield the simple paths and their lengths, by length, number of links, and positions."""
    forward, back = _lengths(to), _lengths(to.backward)
    most = min(most, len(to) - 1)
    search = _Search(goal, most, forward, back, _least(back, goal, most), budget)
    waiting: list[_Path] = []

    def turn_off(path: Chain, length: float, bans: frozenset[int]) -> None:
        end = math.inf if len(waiting) < top else _end_of(waiting[-1].length)
        found = search.detour(path, length, bans, end)
        if found:
            insort(waiting, _Path((rounded(found[0]), len(found[1]), found[1]), found[0], len(path) - 1, bans))
            del waiting[top:]

    turn_off((start,), 0.0, frozenset())
    while waiting and budget.left >= 0:
        path = waiting.pop(0)
        nodes = path.key[2]
        yield path.length, nodes
        top -= 1
        length = 0.0
        for turn, (node, next_) in enumerate(pairwise(nodes)):
            if turn >= path.turn and top and budget.left >= 0:
                turn_off(nodes[: turn + 1], length, (path.bans if turn == path.turn else frozenset()) | {next_})
            length += dict(forward[node])[next_]
        if not top:
            return
