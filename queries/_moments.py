"""Moments: the dates that nodes and links have, and what is to come and has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ecosystem.model import dates
from ecosystem.model.answer import Value
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import _attributes, _when
from queries._lines import Line
from queries._when import When

PRECISIONS = ("year", "month", "exact", "window", "relative", "undated")
LAST = 99_999_999
"""Where what has no date stands in the order of days."""

_HAPPEN = ("event", "policy", "target")
_DATED = (*_HAPPEN, "instrument")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of a node or of a link, the other being -1; `point` says what of it: from, until, deadline or attested."""

    at: When
    point: str
    node: int = -1
    link: int = -1
    end: int = 0
    time: str | None = None

    @property
    def day(self) -> int:
        """The day by which it is put into order: the first that a date may mean, of a deadline the last; 0 for none."""
        if not self.at.day:
            return 0
        return _when.last_day(self.at.day) if self.point == "deadline" else dates.first_day(self.at.day)

    @property
    def precision(self) -> str:
        """How precise it is: one of `PRECISIONS`."""
        if self.at.reckoned:
            return "relative"
        if self.end and not _when.one_day(self.at.day, self.end):
            return "window"
        return _when.precision(self.at.day)

    def order(self, graph: Graph) -> tuple[int, int, str, str, int, str]:
        """Return the key by which moments are sorted: the day, the less precise first, then by name."""
        id = str(graph.nodes.id[self.node]) if self.node >= 0 else ""
        return self.day or LAST, PRECISIONS.index(self.precision), self.what(graph), id, self.link, self.point

    def what(self, graph: Graph) -> str:
        """Return the name of the node, or the link in words."""
        if self.node >= 0:
            return str(graph.nodes.name[self.node])
        source, target = self._ends(graph)
        title = _attributes.of_link(graph, self.link).get("title")
        named = f"{graph.nodes.name[source]} {graph.words(self.link).name} {graph.nodes.name[target]}"
        return named + (f" ({title})" if title else "")

    def standing(self, graph: Graph) -> str:
        """Return how the node or link stands; a deadline stands as its target does."""
        if self.node >= 0:
            return _attributes.stands(graph, self.node)
        standing = _attributes.standing(graph, links=[self.link])
        return _attributes.as_said(graph, self._ends(graph)[1], standing) if self.point == "deadline" else standing

    def concerns(self, graph: Graph, node: int, near: set[int]) -> bool:
        """Return whether it is of a node that is near another, or of a link of the other itself."""
        return self.node in near if self.node >= 0 else node in self._ends(graph)

    def line(self, graph: Graph) -> Line:
        """Return its row."""
        of_node = self.node >= 0
        row: tuple[Value, ...] = (
            self._date(),
            dates.end(self.end) or None if self.precision == "window" else None,
            self.precision,
            self.point,
            graph.nodes.id[self.node] if of_node else None,
            self.what(graph),
            graph.kind(self.node).id if of_node else graph.words(self.link).name,
            self.standing(graph),
            self.at.reckoned,
            self.time,
            None if of_node else _attributes.speakers(graph, (self.link,)),
        )
        return Line(row, nodes=(self.node,)) if of_node else Line(row, links=(self.link,))

    def _date(self) -> str | None:
        over = self.point == "until" and not self.at.reckoned
        return (dates.end(self.at.day) or None) if over else self.at.written

    def _ends(self, graph: Graph) -> tuple[int, int]:
        return int(graph.links.source[self.link]), int(graph.links.target[self.link])


def moments(graph: Graph, *, everything: bool) -> list[Moment]:
    """Return the moments of a graph: acts, events, instruments, targets, links, and what is planned.

    With `everything` also when bodies, places and technologies begin and end, and the days on which posts are attested.
    """
    of_links = list(_of_links(graph, everything=everything))
    due = {int(graph.links.target[one.link]) for one in of_links if one.point == "deadline"}
    return [one for one in _of_nodes(graph, everything=everything) if one.at.day or one.node not in due] + of_links


def _of_nodes(graph: Graph, *, everything: bool) -> Iterator[Moment]:
    nodes, words = graph.nodes, vocabulary()
    for node in range(len(nodes)):
        columns, kind = _attributes.of_node(graph, node), graph.kind(node).id
        planned = words.standings[nodes.standing[node]] == "plan"
        if not (everything or planned or kind in _DATED):
            continue
        span = int(nodes.valid_from[node]), int(nodes.valid_to[node])
        point = "deadline" if kind == "target" else "from"
        found = list(_dates(graph, columns, *span, point))
        for at, told, until in found:
            yield Moment(at, told, node=node, end=until, time=columns.get("time"))
        single = words.levels[nodes.level[node]] != "class"
        happens = kind in _HAPPEN and single and nodes.subtype[node] != "indicator"
        if not found and (planned or happens):
            yield Moment(When(0), point, node=node)


def _of_links(graph: Graph, *, everything: bool) -> Iterator[Moment]:
    """Yield the dates of links that are not those of their ends, nor of the agreement that they rest on."""
    links = graph.links
    dated = (links.valid_from > 0) | (links.valid_to > 0) | (links.attributes != "")
    for link in np.flatnonzero(dated).tolist():
        columns = _attributes.of_link(graph, link)
        near = [int(links.source[link]), int(links.target[link]), graph.positions.get(columns.get("agreement", ""), -1)]
        known = {one for node in near if node >= 0 for one in _own(graph, node)}
        goal = graph.kind(near[1]).id == "target"
        span = int(links.valid_from[link]), int(links.valid_to[link])
        for at, point, until in _dates(graph, columns, *span, "deadline" if goal else "until"):
            if (at.day, at.reckoned) not in known:
                yield Moment(at, point, link=link, end=until)
        attested = columns.get("attested", "").split("|") if everything else ()
        for day in filter(None, map(_when.told, attested)):
            yield Moment(When(day), "attested", link=link)


def _own(graph: Graph, node: int) -> Iterator[tuple[int, str | None]]:
    """Yield the dates of a node itself."""
    begin, end = int(graph.nodes.valid_from[node]), int(graph.nodes.valid_to[node])
    yield end, None
    for at, _, _ in _dates(graph, _attributes.of_node(graph, node), begin, end, ""):
        yield at.day, at.reckoned


def _dates(
    graph: Graph, columns: Mapping[str, str], begin: int, end: int, lagging: str
) -> Iterator[tuple[When, str, int]]:
    """Yield each date with its point and the end of its window; a relative one has the point `lagging`."""
    if begin:
        yield When(begin), "from", end
    elif end:
        yield When(end), "until", 0
    if day := _when.told(columns.get("deadline")):
        yield When(day), "deadline", 0
    elif (at := _when.relative(graph, columns)).reckoned:
        yield at, lagging, 0
