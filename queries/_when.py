"""Dates of nodes and links as they are told: exact, by month or year, a window, or reckoned from another date."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ecosystem import dates
from ecosystem.errors import BadInput
from ecosystem.graph import Graph

_LAG = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_UNITS = ("year", "month", "week", "day")


@dataclass(frozen=True, slots=True)
class When:
    """A date as a number (see `dates`), 0 where it is not known, and how it was reckoned where it is not told."""

    day: int
    reckoned: str | None = None


def asked(text: str | None, name: str) -> int:
    """Return the date that an option gives, 0 for none. Raises `BadInput` for what is no date."""
    try:
        return dates.parse(text) if text else 0
    except ValueError as error:
        raise BadInput(f"{name}: {error}; write 2025, 2025-07 or 2025-07-01") from None


def told(text: str | None) -> int:
    """Return the date that a column tells, 0 where it tells none."""
    try:
        return dates.parse(text or "")
    except ValueError:
        return 0


def deadline(graph: Graph, columns: Mapping[str, str]) -> When:
    """Return the deadline that the columns of a node or link tell, or that follows from another date."""
    return When(day) if (day := told(columns.get("deadline"))) else relative(graph, columns)


def relative(graph: Graph, columns: Mapping[str, str]) -> When:
    """Return the date that `after` and `lag` give, `day` 0 where they do not.

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of([{"id": "act", "kind": "policy", "valid_from": "2025-02-19"}], [])
    >>> relative(graph, {"after": "act", "lag": "P7D"})
    When(day=20250226, reckoned='7 days after act (2025-02-19)')
    """
    after, lag = columns.get("after", ""), _LAG.fullmatch(columns.get("lag", ""))
    if not after or not lag:
        return When(0)
    parts = [int(part or 0) for part in lag.groups()]
    words = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in zip(parts, _UNITS, strict=True) if n]
    name, start = _origin(graph, after)
    origin = f"{' '.join(words) or 'at once'} after {name}" + (f" ({dates.show(start)})" if start else "")
    return When(_later(start, parts) if start else 0, origin)


def _origin(graph: Graph, id: str) -> tuple[str, int]:
    """Return the name and date of a node or source."""
    if id in graph.positions:
        node = graph.positions[id]
        return str(graph.nodes.name[node]), int(graph.nodes.valid_from[node])
    source = graph.sources.get(id)
    return (source.title or id, told(source.date)) if source else (id, 0)


def _later(start: int, lag: list[int]) -> int:
    """Return a date that much later, as precise as the start."""
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


def last_day(number: int) -> int:
    """Return the last day that a date may mean.

    >>> last_day(20250000), last_day(20250200)
    (20251231, 20250228)
    """
    year, month, day = number // 10000, number // 100 % 100 or 12, number % 100
    return year * 10000 + month * 100 + (day or calendar.monthrange(year, month)[1])


def precision(number: int) -> str:
    """Return how precise a date is: exact, month, year or undated.

    >>> precision(20250200), precision(0)
    ('month', 'undated')
    """
    return "exact" if number % 100 else "month" if number % 10000 else "year" if number else "undated"


def one_day(begin: int, end: int) -> bool:
    """Return whether an interval `[begin, end)` is a single day.

    >>> one_day(20250228, 20250301), one_day(20250000, 20270000)
    (True, False)
    """
    return precision(begin) == precision(end) == "exact" and _later(begin, [0, 0, 0, 1]) == end
