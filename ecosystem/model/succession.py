"""Who takes the place of a node that has ended, from when to when: successor by successor, as long as there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

SUCCESSION = "succeeded_by"
CARRIED = "carried_over_from"
"""The further column of a link that a successor takes over: the id of the node that has ended, of both joined by |."""


class Succession(NamedTuple):
    """A link from a node to its successor, by their keys: its first day, 0 where that is not known, and its sources."""

    body: int
    successor: int
    since: int
    sources: str = ""


class Place(NamedTuple):
    """That a successor takes the place of a node, from one day until another, 0 for ever, and the sources of that."""

    body: int
    successor: int
    since: int
    until: int
    sources: str = ""


def places(lives: Mapping[int, tuple[int, int]], successions: Iterable[Succession]) -> Iterator[Place]:
    """Yield who takes the place of each node that has ended: its successor; when that ends, its successor; and so on.

    `lives` has the first day of each node and the day on which it ends, 0 where they are not known. Where there are
    several successors nobody takes the place: which of them goes on with what is not known.

    >>> lives = {1: (0, 2000_00_00), 2: (2000_00_00, 2010_00_00), 3: (0, 0)}
    >>> found = places(lives, [Succession(1, 2, 2000_00_00), Succession(2, 3, 2010_00_00)])
    >>> [place[:4] for place in found]
    [(1, 2, 20000000, 20100000), (1, 3, 20100000, 0), (2, 3, 20100000, 0)]
    """
    only = _only(successions)
    for body in only:
        passed, since, sources = [body], 0, ""
        while (last := passed[-1]) in only and lives[last][1] and only[last].successor not in passed:
            one = only[last]
            passed.append(one.successor)
            begins, until = lives[one.successor]
            since = max(since, lives[last][1], one.since, begins)
            sources = "\n".join(filter(None, (sources, one.sources)))
            if not until or since < until:
                yield Place(body, one.successor, since, until, sources)


def _only(successions: Iterable[Succession]) -> dict[int, Succession]:
    """Return the successions of nodes with one successor; of several links to it the first day and all sources."""
    found: dict[int, list[Succession]] = {}
    for one in sorted(successions):
        if one.body != one.successor:
            found.setdefault(one.body, []).append(one)
    return {
        body: Succession(
            body,
            links[0].successor,
            min((one.since for one in links if one.since), default=0),
            "\n".join(one.sources for one in links if one.sources),
        )
        for body, links in found.items()
        if len({one.successor for one in links}) == 1
    }
