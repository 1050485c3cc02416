"""Who answers for an act, an instrument, a target or a body, and by what way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecosystem.measures.funding_reach import weakest_of
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import _attributes
from queries._acts import BRINGING, Acts
from queries._ends import end, passing
from queries._links import Links, Step, walked

NAMED, THROUGH, ITSELF = "named", "named for what it follows from", "brings it itself"
BY_ACT, ASKED, NO_ONE = "by way of the act", "only asked for", "no one named"
WAYS = (NAMED, ITSELF, THROUGH, BY_ACT, ASKED, NO_ONE)
"""How somebody answers for a thing, from the surest to none; see `Answering`."""

RELATIONS = (*BRINGING, "implements", "coordinates", "issued_by")
"""The relations that say so."""

_KINDS = ("policy", "instrument", "target")


@dataclass(frozen=True, slots=True)
class Way:
    """How bodies answer for a thing: the links that name them at `act`, and the links walked from the thing to it."""

    how: str
    act: int
    bodies: tuple[int, ...] = ()
    naming: tuple[int, ...] = ()
    chain: tuple[int, ...] = ()

    def order(self) -> tuple[bool, int, int]:
        """Return the key by which ways are sorted: what is only asked for last, else the nearest first."""
        return self.how == ASKED, len(self.chain), WAYS.index(self.how)


class Answering:
    """Finds who answers for things.

    The bodies that coordinate a thing are `named`; the body that issued the act, introduces the instrument or sets the
    target brings it `itself`. Further away are those that coordinate an act that the thing follows from, by being
    brought by it, carrying it out or as a part of it, and, by way of an act that brings it, those that issued the act,
    not who signed it. The nearest counts first, of equally near ones who coordinates. What somebody only asks for does
    not answer. Opinions and what is past lead nowhere.

    Parameters
    ----------
    graph, links
        The graph, and its links of `RELATIONS` at least.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "act", "kind": "policy"}, {"id": "cabinet", "kind": "agency"}, {"id": "goal", "kind": "target"}],
    ...     [{"source": "act", "relation": "issued_by", "target": "cabinet"},
    ...      {"source": "act", "relation": "sets_target", "target": "goal"}])
    >>> way = Answering(graph, Links(graph, *RELATIONS)).best(graph.position("goal"))
    >>> way.how, [str(graph.nodes.id[body]) for body in way.bodies]
    ('by way of the act', ['cabinet'])
    """

    def __init__(self, graph: Graph, links: Links) -> None:
        self._graph, self._links = graph, links
        self._acts = Acts(graph, links)
        self._bodies = {kind for ends in vocabulary().relations["collaborates_with"].ends for kind in ends}
        self._weakest = weakest_of(graph)
        self._firm = self._weakest <= vocabulary().standings.index("possible")

    def things(self) -> list[int]:
        """Return what somebody is to answer for: acts, instruments, targets, and bodies that others coordinate.

        Figures of today, targets that are indicators, are left out.
        """
        nodes = range(len(self._graph.nodes))
        return [node for node in nodes if self._wanted(node) or self._links.into(node, "coordinates")]

    def _wanted(self, node: int) -> bool:
        return self._graph.kind(node).id in _KINDS and self._graph.nodes.subtype[node] != "indicator"

    def best(self, thing: int) -> Way:
        """Return the nearest way in which somebody answers for a thing, the surest of several."""
        return self.ranked(thing)[0]

    def ranked(self, thing: int) -> list[Way]:
        """Return all ways in which somebody answers for a thing, the nearest first and then the surest."""
        return sorted(self._ways(thing), key=Way.order) or [Way(NO_ONE, thing)]

    def _ways(self, thing: int) -> Iterator[Way]:
        """Yield all ways, the nearest first."""
        into = self._links.into(thing, "introduces", "sets_target")
        itself = [link for link in into if self._firm[link] and self._kind(self._links.source(link)) in self._bodies]
        for node, chain in walked(thing, self._steps).items():
            steering = self._links.into(node, "coordinates")
            if any(self._firm[link] for link in steering):
                yield self._way(THROUGH if chain else NAMED, node, steering, chain)
            issued = [link for link in self._links.out(node, "issued_by") if self._issues(link)]
            if issued and all(self._relation(link) != "implements" for link in chain):
                yield self._way(BY_ACT if chain else ITSELF, node, issued, chain)
        if itself:
            yield self._way(ITSELF, thing, itself)
        asked = [link for link in self._links.into(thing, "coordinates") if not self._past(link)]
        if asked and not any(self._firm[link] for link in asked):
            yield self._way(ASKED, thing, asked)

    def _way(self, how: str, act: int, naming: list[int], chain: tuple[int, ...] = ()) -> Way:
        """Return a way, the firmest of those who answer first."""
        naming = sorted(naming, key=lambda link: int(self._weakest[link]))
        bodies = (end(self._graph, link, act).other for link in naming)
        return Way(how, act, tuple(bodies), tuple(naming), chain)

    def _steps(self, node: int) -> list[Step]:
        """Return what a node follows from, the firmest first."""
        if self._kind(node) not in (*_KINDS, "fund"):
            return []
        up = [(self._links.target(link), link) for link in self._links.out(node, "implements", "part_of")]
        found = [*self._acts.bringers(node), *(step for step in up if self._firm[step[1]])]
        return sorted(found, key=lambda step: int(self._weakest[step[1]]))

    def _issues(self, link: int) -> bool:
        return bool(self._firm[link]) and _attributes.of_link(self._graph, link).get("capacity") != "signatory"

    def _past(self, link: int) -> bool:
        return _attributes.standing(self._graph, links=(link,)) == "past"

    def _relation(self, link: int) -> str:
        return self._graph.relation(link).id

    def _kind(self, node: int) -> str:
        return self._graph.kind(node).id


def act_in_words(graph: Graph, way: Way, thing: int) -> str | None:
    """Return the act by which a way leads, with what lies between, None where it is the thing itself."""
    if not way.chain:
        return None
    between = [str(graph.nodes.name[node]) for node in passing(graph, thing, way.chain)[:-1]]
    act = str(graph.nodes.name[way.act])
    return f"{act} (by way of {' → '.join(between)})" if between else act


def unanswered(way: Way) -> bool:
    """Return whether nobody answers by a way."""
    return way.how in (ASKED, NO_ONE)


def in_words(graph: Graph, way: Way, thing: int) -> str:
    """Return who answers for a thing and how, in one text."""
    if way.how == NO_ONE:
        return NO_ONE
    act, naming = act_in_words(graph, way, thing), way.naming[:1]
    how = {THROUGH: f"named for {act}", BY_ACT: f"by way of {act}"}.get(way.how, way.how)
    return _attributes.qualified(graph, _attributes.names(graph, way.bodies) or "", how, links=(*naming, *way.chain))
