"""Dates that are reckoned from other dates: so long after what a node or a source is dated by."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ecosystem.model import dates
from ecosystem.model.graph import Graph

_LAG = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_UNITS = ("year", "month", "week", "day")


@dataclass(frozen=True, slots=True)
class When:
    """A date as a number (see `dates`), 0 where it is not known, and how it was reckoned where it is not recorded.

    `rough` is a reckoned date as precise as the time after it: five years after 2025-01-11 is about 2030.
    """

    day: int
    reckoned: str | None = None
    rough: int = 0

    @property
    def written(self) -> str | None:
        """The date as text, which people read as `about` where it is reckoned; None where it is not known."""
        text = dates.show(self.day)
        return (dates.Written(text, f"about {dates.show(self.rough)}") if text and self.reckoned else text) or None

    @property
    def words(self) -> str:
        """A reckoned date in words, with how it was reckoned; "" for any other.

        >>> When(20300111, "5 years after report (2025-01-11)", 20300000).words
        'about 2030 (5 years after report, 2025-01-11)'
        """
        reckoned = re.sub(r" \(([-\d]+)\)$", r", \1", self.reckoned or "")
        return f"about {dates.show(self.rough)} ({reckoned})" if self.rough else reckoned


def told(text: str | None) -> int:
    """Return the date that a column gives, 0 where it gives none."""
    try:
        return dates.parse(text or "")
    except ValueError:
        return 0


def relative(graph: Graph, columns: Mapping[str, str]) -> When:
    """Return the date that `after` and `lag` give, `day` 0 where they do not.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "act", "kind": "policy", "valid_from": "2025-02-19"}], [])
    >>> relative(graph, {"after": "act", "lag": "P1M"})
    When(day=20250319, reckoned='1 month after act (2025-02-19)', rough=20250300)
    """
    after, lag = columns.get("after", ""), _LAG.fullmatch(columns.get("lag", ""))
    if not after or not lag:
        return When(0)
    parts = [int(part or 0) for part in lag.groups()]
    words = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in zip(parts, _UNITS, strict=True) if n]
    name, start = _origin(graph, after)
    origin = f"{' '.join(words) or 'at once'} after {name}" + (f" ({dates.show(start)})" if start else "")
    day = later(start, parts) if start else 0
    return When(day, origin, _as_precise(day, parts))


def _as_precise(day: int, lag: list[int]) -> int:
    """Return a date as precise as the smallest unit of what lies before it."""
    if any(lag[2:]) or not any(lag):
        return day
    return day // 100 * 100 if lag[1] else day // 10000 * 10000


def _origin(graph: Graph, id: str) -> tuple[str, int]:
    """Return the name and date of a node or source."""
    if id in graph.positions:
        node = graph.positions[id]
        return str(graph.nodes.name[node]), int(graph.nodes.valid_from[node])
    source = graph.sources.get(id)
    return (source.title or id, told(source.date)) if source else (id, 0)


def later(start: int, lag: list[int]) -> int:
    """Return a date that many years, months, weeks and days later, as precise as the start.

    >>> later(20240131, [0, 1, 0, 0])
    20240229
    """
    years, months, weeks, days = lag
    first = dates.first_day(start)
    count = first // 10000 * 12 + first // 100 % 100 - 1 + years * 12 + months
    year, month = count // 12, count % 12 + 1
    try:
        begin = date(year, month, min(first % 100, calendar.monthrange(year, month)[1]))
        end = begin + timedelta(days=7 * weeks + days)
    except (ValueError, OverflowError):
        return 0
    precise = end.year * 10000 + end.month * 100 + end.day
    return precise if start % 100 else precise // 100 * 100 if start % 10000 else end.year * 10000
