"""What happens when: exact, by month or year, windows, relative and undated, in one order."""

from __future__ import annotations

from collections import Counter

from ecosystem.model import dates
from ecosystem.model.answer import Answer
from ecosystem.model.graph import Graph
from queries import NodeId, _lines, _notes, _when
from queries._moments import PRECISIONS, Moment, moments

_COLUMNS = _lines.columns(
    "date ends_before precision point id what kind standing reckoned time said_by",
    detail="id kind time said_by",
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

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "goal", "kind": "target", "deadline": "2030"}, {"id": "talk", "kind": "event"},
    ...      {"id": "order", "kind": "policy", "after": "act", "lag": "P1M"},
    ...      {"id": "act", "kind": "policy", "valid_from": "2025-02"}], [])
    >>> [(row[0], row[2], row[5]) for row in timeline(graph).rows]
    [('2025-02', 'month', 'act'), ('2025-03', 'relative', 'order'), ('2030', 'year', 'goal'), (None, 'undated', 'talk')]
    """
    every = moments(graph, everything=everything)
    if node is not None:
        position = graph.position(node)
        near = _near(graph, position)
        every = [one for one in every if one.concerns(graph, position, near)]
    found = [one for one in every if not planned or one.standing(graph) == "plan"]
    found = _between(found, since, until)
    counts = Counter(one.precision for one in found)
    told = ", ".join(f"{counts[one]} {one}" for one in PRECISIONS if counts[one])
    of = f" of {graph.nodes.name[graph.position(node)]}" if node else ""
    return _lines.answer(
        graph,
        f"Timeline{of}",
        _COLUMNS,
        [one.line(graph) for one in sorted(found, key=lambda one: one.order(graph))],
        notes=(f"{_notes.count(len(found), 'item')}: {told}." if found else "",),
        top=top,
        noun="item",
        every=len(every),
        given={"since": since, "until": until, "planned": planned},
    )


def _near(graph: Graph, node: int) -> set[int]:
    """Return a node and its neighbours."""
    links = graph.links_of(node)
    return {node, *graph.links.source[links].tolist(), *graph.links.target[links].tolist()}


def _between(found: list[Moment], since: str | None, until: str | None) -> list[Moment]:
    first, last = _when.asked(since, "since"), _when.asked(until, "until")
    if first:
        found = [one for one in found if one.day >= dates.first_day(first)]
    if last:
        found = [one for one in found if 0 < one.day <= _when.last_day(last)]
    return found
