"""What follows from an act, however far, and the acts that a thing follows from, with the links walked."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import _attributes
from queries._links import BROADER, Links, Step, walked

_DIRECTLY = ("introduces", "sets_target", "funds", "applies_to")
BRINGING = (*_DIRECTLY, *BROADER)
"""The relations along which an act brings something; the `Links` of a walk must hold them."""

_MONEY = ("instrument", "fund")
Chains = dict[int, tuple[int, ...]]


class Acts:
    """Walks between acts and what they bring, over links and nodes of some standing.

    An act introduces things and sets targets. An instrument or fund brings what it introduces, the technology,
    instrument or fund that it gives money to, the target that it requires, and those of its parts that nothing else
    brings. An opinion brings nothing.

    Parameters
    ----------
    graph, links
        The graph, and its links of the relations `BRINGING` at least.
    weakest
        The weakest standing that counts on the way.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "act", "kind": "policy"}, {"id": "aid", "kind": "instrument"}, {"id": "fab", "kind": "technology"}],
    ...     [{"source": "act", "relation": "introduces", "target": "aid"},
    ...      {"source": "aid", "relation": "funds", "target": "fab"}])
    >>> acts = Acts(graph, Links(graph, *BRINGING))
    >>> acts.brought(0), acts.behind(2)
    ({1: (0,), 2: (0, 1)}, {0: (1, 0)})
    """

    def __init__(self, graph: Graph, links: Links, *, weakest: str = "possible") -> None:
        self._graph, self._links = graph, links
        self._weakest = vocabulary().standings.index(weakest)

    def brought(self, act: int) -> Chains:
        """Return what an act brings, nearest first, each with the links walked from the act."""
        found = walked(act, self._onwards)
        del found[act]
        return found

    def behind(self, node: int) -> Chains:
        """Return the acts that a thing follows from, nearest first, each with the links walked from the thing."""
        found = walked(node, self._backwards)
        return {one: chain for one, chain in found.items() if self._kind(one) == "policy"}

    def bringers(self, node: int) -> list[Step]:
        """Return what brings a thing, and the links that say so."""
        into = self._links.into(node, *_DIRECTLY)
        return [(self._links.source(link), link) for link in into if self._brings(link)]

    def introducers(self, node: int) -> list[int]:
        """Return all that introduces a thing: acts, instruments, bodies and events."""
        return [self._links.source(link) for link in self._links.into(node, "introduces") if self._counts(link)]

    def _onwards(self, node: int) -> Iterator[Step]:
        for link in self._links.out(node, *_DIRECTLY):
            if self._brings(link):
                yield self._links.target(link), link
        if self._kind(node) in _MONEY:
            for link in self._links.into(node, *BROADER):
                if self._counts(link) and not self.bringers(self._links.source(link)):
                    yield self._links.source(link), link

    def _backwards(self, node: int) -> Iterator[Step]:
        if self._kind(node) == "policy":
            return
        bringers = self.bringers(node)
        yield from bringers
        if not bringers and self._kind(node) in _MONEY:
            for link in self._links.out(node, *BROADER):
                if self._counts(link):
                    yield self._links.target(link), link

    def _brings(self, link: int) -> bool:
        """Return whether what stands at the start of a link brings what stands at its end."""
        if not self._counts(link):
            return False
        relation = self._graph.relation(link).id
        source, target = self._kind(self._links.source(link)), self._kind(self._links.target(link))
        if relation == "funds":
            return source in _MONEY and target in (*_MONEY, "technology")
        if relation == "applies_to":
            required = _attributes.of_link(self._graph, link).get("effect") == "requires"
            return required and source in _MONEY and target == "target"
        return source in ("policy", *_MONEY)

    def _counts(self, link: int) -> bool:
        """Return whether a link and both its ends are firm enough."""
        nodes = self._graph.nodes.standing
        standings = self._graph.links.standing[link], nodes[self._links.source(link)], nodes[self._links.target(link)]
        return bool(max(standings) <= self._weakest)

    def _kind(self, node: int) -> str:
        return self._graph.kind(node).id
