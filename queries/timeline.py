"""What happens when: exact, by month or year, windows, relative and undated, in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ecosystem import dates
from ecosystem.answer import Answer
from ecosystem.graph import Graph
from ecosystem.schema import schema
from queries import NodeId, _lines, _notes, _told, _when
from queries._lines import Line
from queries._when import When

_HAPPEN = ("event", "policy", "target")
_DATED = (*_HAPPEN, "instrument")
_PRECISIONS = ("year", "month", "exact", "window", "relative", "undated")
_COLUMNS = (
    "date",
    "ends_before",
    "precision",
    "point",
    "id",
    "what",
    "kind",
    "standing",
    "reckoned",
    "time",
    "said_by",
)


def timeline(
    graph: Graph,
    *,
    node: NodeId | None = None,
    since: str | None = None,
    until: str | None = None,
    planned: bool = False,
    everything: bool = False,
    top: int = 0,
) -> Answer:
    """List acts, events, instruments, targets and links in the order of time, and at the end what has no date.

    Undated are single events, acts and targets without a date, and whatever is planned.

    Parameters
    ----------
    node
        Only what concerns this node: itself, its links and what it is linked with; left out, all.
    since
        Only what is on this date or later: 2025, 2025-07 or 2025-07-01; what is undated is left out.
    until
        Only what is on this date or before; what is undated is left out.
    planned
        Only what is planned: announced and not yet seen.
    everything
        Also when bodies, places and technologies begin and end, and the days on which a source attests a post.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `precision` is exact, month, year, window (from `date` until the day before `ends_before`), relative (reckoned from
    another date) or undated. A beginning counts as the first day it may mean, a deadline as the last, so that what is
    due in a year comes after what happens in it. A link is listed where its dates are not those of its ends.

    Examples
    --------
    $ ecosystem timeline --since 2025 --until 2030
    $ ecosystem timeline --planned

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "goal", "kind": "target", "deadline": "2030"}, {"id": "talk", "kind": "event"},
    ...      {"id": "order", "kind": "policy", "after": "act", "lag": "P1M"},
    ...      {"id": "act", "kind": "policy", "valid_from": "2025-02"}], [])
    >>> [(row[0], row[2], row[5]) for row in timeline(graph).rows]
    [('2025-02', 'month', 'act'), ('2025-03', 'relative', 'order'), ('2030', 'year', 'goal'), (None, 'undated', 'talk')]
    """
    of_links = list(_of_links(graph, everything=everything))
    dated = {int(graph.links.target[item.link]) for item in of_links if item.point == "deadline"}
    items = [
        item for item in _of_nodes(graph, everything=everything) if item.at.day or item.node not in dated
    ] + of_links
    if planned:
        items = [item for item in items if item.standing(graph) == "plan"]
    if node is not None:
        near = _near(graph, graph.position(node))
        items = [item for item in items if item.concerns(graph, graph.position(node), near)]
    first, last = _when.asked(since, "since"), _when.asked(until, "until")
    if first:
        items = [item for item in items if item.day and item.day >= dates.first_day(first)]
    if last:
        items = [item for item in items if item.day and item.day <= _when.last_day(last)]
    counts = Counter(item.precision for item in items)
    told = ", ".join(f"{counts[one]} {one}" for one in _PRECISIONS if counts[one])
    of = f" of {graph.nodes.name[graph.position(node)]}" if node else ""
    return _lines.answer(
        graph,
        f"Timeline{of}",
        _COLUMNS,
        [item.line(graph) for item in sorted(items, key=lambda item: item.order(graph))],
        notes=(f"{_notes.count(len(items), 'item')}: {told}." if items else "",),
        top=top,
        noun="item",
    )


@dataclass(frozen=True, slots=True)
class _Item:
    """A date of a node or link; `point` says what of it: from, until, deadline or attested."""

    at: When
    point: str
    node: int = -1
    link: int = -1
    end: int = 0
    time: str | None = None

    @property
    def day(self) -> int:
        """The day by which the item is put into order, 0 where it has none."""
        if not self.at.day:
            return 0
        return _when.last_day(self.at.day) if self.point == "deadline" else dates.first_day(self.at.day)

    @property
    def precision(self) -> str:
        if self.at.reckoned:
            return "relative"
        if self.end and not _when.one_day(self.at.day, self.end):
            return "window"
        return _when.precision(self.at.day)

    def order(self, graph: Graph) -> tuple[int, int, str, str, int, str]:
        place = _PRECISIONS.index(self.precision)
        return self.day or 99999999, place, self.what(graph), *self._tie(graph)

    def _tie(self, graph: Graph) -> tuple[str, int, str]:
        return str(graph.nodes.id[self.node]) if self.node >= 0 else "", self.link, self.point

    def what(self, graph: Graph) -> str:
        if self.node >= 0:
            return str(graph.nodes.name[self.node])
        source, target = (int(ends[self.link]) for ends in (graph.links.source, graph.links.target))
        title = _told.of_link(graph, self.link).get("title")
        named = f"{graph.nodes.name[source]} {graph.relation(self.link).name} {graph.nodes.name[target]}"
        return named + (f" ({title})" if title else "")

    def standing(self, graph: Graph) -> str:
        return _told.standing(graph, **({"nodes": [self.node]} if self.node >= 0 else {"links": [self.link]}))

    def concerns(self, graph: Graph, node: int, near: set[int]) -> bool:
        if self.node >= 0:
            return self.node in near
        return node in (int(graph.links.source[self.link]), int(graph.links.target[self.link]))

    def line(self, graph: Graph) -> Line:
        of_node = self.node >= 0
        nodes, links = ((self.node,), ()) if of_node else ((), (self.link,))
        row = (
            dates.show(self.at.day) or None,
            dates.show(self.end) or None if self.precision == "window" else None,
            self.precision,
            self.point,
            graph.nodes.id[self.node] if of_node else None,
            self.what(graph),
            graph.kind(self.node).id if of_node else graph.relation(self.link).name,
            self.standing(graph),
            self.at.reckoned,
            self.time,
            None if of_node else _told.speakers(graph, (self.link,)),
        )
        return Line(row, nodes=nodes, links=links)


def _near(graph: Graph, node: int) -> set[int]:
    links = graph.links_of(node)
    return {node, *graph.links.source[links].tolist(), *graph.links.target[links].tolist()}


def _of_nodes(graph: Graph, *, everything: bool) -> Iterator[_Item]:
    nodes, words = graph.nodes, schema()
    for node in range(len(nodes)):
        columns, kind = _told.of_node(graph, node), graph.kind(node).id
        planned = words.standings[nodes.standing[node]] == "plan"
        if not (everything or planned or kind in _DATED):
            continue
        begin, end, found = int(nodes.valid_from[node]), int(nodes.valid_to[node]), False
        for at, point, until in _dates(graph, columns, begin, end, "deadline" if kind == "target" else "from"):
            found = True
            yield _Item(at, point, node=node, end=until, time=columns.get("time"))
        single = words.levels[nodes.level[node]] != "class"
        happens = kind in _HAPPEN and single and nodes.subtype[node] != "indicator"
        if not found and (planned or happens):
            yield _Item(When(0), "deadline" if kind == "target" else "from", node=node)


def _of_links(graph: Graph, *, everything: bool) -> Iterator[_Item]:
    links = graph.links
    dated = (links.valid_from > 0) | (links.valid_to > 0) | (links.attributes != "")
    for link in np.flatnonzero(dated).tolist():
        columns = _told.of_link(graph, link)
        near = [int(links.source[link]), int(links.target[link]), graph.positions.get(columns.get("agreement", ""), -1)]
        known = {one for node in near if node >= 0 for one in _own(graph, node)}
        goal = graph.kind(int(links.target[link])).id == "target"
        span = int(links.valid_from[link]), int(links.valid_to[link])
        for at, point, until in _dates(graph, columns, *span, "deadline" if goal else "until"):
            if (at.day, at.reckoned) not in known:
                yield _Item(at, point, link=link, end=until)
        attested = columns.get("attested", "").split("|") if everything else ()
        for day in filter(None, map(_when.told, attested)):
            yield _Item(When(day), "attested", link=link)


def _own(graph: Graph, node: int) -> Iterator[tuple[int, str | None]]:
    """Yield the dates that a node tells itself."""
    begin, end = int(graph.nodes.valid_from[node]), int(graph.nodes.valid_to[node])
    yield end, None
    for at, _, _ in _dates(graph, _told.of_node(graph, node), begin, end, ""):
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
