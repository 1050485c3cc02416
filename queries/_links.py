"""The links of some relations, found by either end, and what lies above and below a node."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary

BROADER = ("part_of", "member_of")
"""The relations that lead from the narrower to the broader, from a member to its class."""

Step = tuple[int, int]
"""The node that a step leads to, and its link."""


class Links:
    """The links of some relations, found by either end.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "b", "relation": "member_of", "target": "c"}])
    >>> links = Links(graph, *BROADER)
    >>> links.out(0), links.into(2), links.into(2, "part_of"), links.above(0)
    ([0], [1], [], {0: (), 1: (0,), 2: (0, 1)})
    """

    def __init__(self, graph: Graph, *relations: str) -> None:
        self._relation = graph.links.relation
        self._source = graph.links.source
        self._target = graph.links.target
        self.all: list[int] = np.flatnonzero(np.isin(self._relation, _codes(relations))).tolist()
        self._out: dict[int, list[int]] = {}
        self._into: dict[int, list[int]] = {}
        for link in self.all:
            self._out.setdefault(self.source(link), []).append(link)
            self._into.setdefault(self.target(link), []).append(link)

    def source(self, link: int) -> int:
        """Return the node where a link starts."""
        return int(self._source[link])

    def target(self, link: int) -> int:
        """Return the node where a link ends."""
        return int(self._target[link])

    def of(self, *relations: str) -> list[int]:
        """Return the links of these relations."""
        return self._only(self.all, relations)

    def out(self, node: int, *relations: str) -> list[int]:
        """Return the links that start at a node, of these relations only where any are given."""
        return self._only(self._out.get(node, []), relations)

    def into(self, node: int, *relations: str) -> list[int]:
        """Return the links that end at a node, of these relations only where any are given."""
        return self._only(self._into.get(node, []), relations)

    def above(self, node: int, *relations: str) -> dict[int, tuple[int, ...]]:
        """Return the node and all that it leads to, nearest first, each with the links walked to it."""
        return walked(node, lambda near: [(self.target(link), link) for link in self.out(near, *relations)])

    def below(self, node: int, *relations: str) -> dict[int, tuple[int, ...]]:
        """Return the node and all that lead to it, nearest first, each with the links walked to it."""
        return walked(node, lambda near: [(self.source(link), link) for link in self.into(near, *relations)])

    def _only(self, links: list[int], relations: tuple[str, ...]) -> list[int]:
        codes = _codes(relations)
        return [link for link in links if int(self._relation[link]) in codes] if codes else links


def _codes(relations: tuple[str, ...]) -> list[int]:
    return [vocabulary().relations[name].code for name in relations]


def walked(start: int, steps: Callable[[int], Iterable[Step]]) -> dict[int, tuple[int, ...]]:
    """Return a node and all that steps lead to from it, nearest first, each with the links walked to it."""
    found: dict[int, tuple[int, ...]] = {start: ()}
    waiting = [start]
    for near in waiting:
        for node, link in steps(near):
            if node not in found:
                found[node] = (*found[near], link)
                waiting.append(node)
    return found
