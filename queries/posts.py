"""Who holds which post, and who held it on a day: yes, no or not known."""

from __future__ import annotations

from collections import Counter

from ecosystem.model import dates
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId, _attributes, _ends, _lines, _when
from queries._lines import Line
from queries._links import Links
from queries._successions import note, recorded

PREDECESSORS = True
_STATES = {"fact": "current", "past": "former", "plan": "incoming"}
_COLUMNS = _lines.columns(
    "person_id person title body_id body status valid_from valid_to attested standing said_by",
    detail="person_id body_id standing said_by",
)


def posts(graph: Graph, *, node: NodeId | None = None, on: str | None = None, top: int = 0) -> Answer:
    """List posts with their dates; with a day, whether each was held on it.

    A post is held on a day between its dates, or from the first to the last day on which a source shows it: its own
    date and what it attests; never after the end of the person or the body. Where these do not say, the answer is
    `not known`: a source that calls somebody a minister says nothing of later days. From the date of a source that
    calls a post former it is no longer held; until that of one that calls it incoming, not yet.

    Parameters
    ----------
    node
        A person or a body; left out, all. Without --as-of posts at the bodies that it succeeds are listed too.
    on
        The day: 2025, 2025-07 or 2025-07-01; a year or month stands for its first day.
    top
        Number of rows to show, 0 for all.

    Examples
    --------
    $ ecosystem posts --on 2025-02-19

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "she", "kind": "person"}, {"id": "he", "kind": "person"}, {"id": "board", "kind": "agency"}],
    ...     [{"source": "she", "relation": "holds_role", "target": "board", "attested": "2025-02-19"},
    ...      {"source": "he", "relation": "holds_role", "target": "board", "valid_from": "2021", "valid_to": "2024"}])
    >>> [(row[1], row[-1]) for row in posts(graph, on="2025-02-19").rows]
    [('he', 'no'), ('she', 'yes')]
    >>> [(row[1], row[-1]) for row in posts(graph, on="2023-07").rows]
    [('he', 'yes'), ('she', 'not known')]
    """
    links = Links(graph, "holds_role")
    day = dates.first_day(_when.asked(on, "on")) if on else 0
    chosen = links.all
    if node is not None:
        bodies = {*recorded(graph, graph.position(node))}
        chosen = [link for link in chosen if bodies & {links.source(link), links.target(link)}]
    lines = sorted((_post(graph, links, link, day) for link in chosen), key=_order)
    counts = Counter(line.values[-1] for line in lines) if day else {}
    told = ", ".join(f"{counts[state]} {state}" for state in ("yes", "no", "not known") if counts.get(state))
    of = f": {graph.nodes.name[graph.position(node)]}" if node else ""
    ends = {end for link in chosen for end in (links.source(link), links.target(link))}
    earlier = note(graph, graph.position(node), ends) if node is not None else ""
    nobody = f"No post is recorded{of}." if not lines else ""
    shown = (
        "" if day or not lines else "The status is that which the sources show; --on DAY says who held a post on a day."
    )
    return _lines.answer(
        graph,
        f"Posts{of}{f' on {dates.show(day)}' if day else ''}",
        (*_COLUMNS, Column("held")) if day else _COLUMNS,
        lines,
        notes=(f"Held on {dates.show(day)}: {told}." if told else "", nobody, shown, earlier),
        top=top,
        noun="post",
    )


def _post(graph: Graph, links: Links, link: int, day: int) -> Line:
    columns = _attributes.of_link(graph, link)
    begin, end, standing = _ends.validity(graph, link)
    person, body = links.source(link), links.target(link)
    row: tuple[Value, ...] = (
        *graph.label(person)[:2],
        columns.get("title"),
        *graph.label(body)[:2],
        _STATES.get(standing, standing),
        begin,
        end,
        columns.get("attested", "").replace("|", "; ") or None,
        standing,
        _attributes.speakers(graph, (link,)),
    )
    return Line((*row, _held(graph, link, day)) if day else row, links=(link,))


def _held(graph: Graph, link: int, day: int) -> str:
    """Return whether a post was held on a day, as far as its dates say."""
    begin, end = (dates.first_day(int(c[link])) for c in (graph.links.valid_from, graph.links.valid_to))
    standing = vocabulary().standings[graph.links.standing[link]]
    known = graph.links.valid_from[link] > 0, graph.links.valid_to[link] > 0
    if (known[0] and day < begin) or (known[1] and day >= end) or not _both_there(graph, link, day):
        return "no"
    shown = _shown(graph, link)
    if standing == "fact":
        return "yes" if known[0] or (shown and min(shown) <= day <= max(shown)) else "not known"
    if standing == "past":
        return "yes" if all(known) else "no" if shown and day >= min(shown) else "not known"
    return "no" if standing == "plan" and shown and day <= max(shown) else "not known"


def _both_there(graph: Graph, link: int, day: int) -> bool:
    """Return whether neither the person nor the body of a post has ended, or is still to begin, as far as is known."""
    nodes, both = graph.nodes, (int(graph.links.source[link]), int(graph.links.target[link]))
    begun = all(dates.first_day(int(nodes.valid_from[one])) <= day for one in both)
    return begun and not any(nodes.valid_to[one] and dates.first_day(int(nodes.valid_to[one])) <= day for one in both)


def _shown(graph: Graph, link: int) -> list[int]:
    """Return the days on which sources show how the post stands: those attested and those of the sources."""
    ids = (reference.split("#")[0] for reference in graph.cited_by_link(link))
    dated = [graph.sources[id].date for id in ids if id in graph.sources]
    days = [_when.told(text) for text in (*_attributes.of_link(graph, link).get("attested", "").split("|"), *dated)]
    return [day for day in days if _when.precision(day) == "exact"]


def _order(line: Line) -> tuple[str, ...]:
    return tuple(str(line.values[i] or "") for i in (4, 2, 1, 6, 0, 3))
