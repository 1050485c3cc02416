"""Dates of nodes and links as they are recorded: exact, by month or year, a window, or reckoned from another date."""

from __future__ import annotations

import calendar
from collections.abc import Mapping

from ecosystem.errors import BadInput
from ecosystem.model import dates
from ecosystem.model.graph import Graph
from ecosystem.model.reckoning import When as When
from ecosystem.model.reckoning import later
from ecosystem.model.reckoning import relative as relative
from ecosystem.model.reckoning import told as told


def asked(text: str | None, name: str) -> int:
    """Return the date that an option gives, 0 for none. Raises `BadInput` for what is not a date."""
    try:
        return dates.parse(text) if text else 0
    except ValueError as error:
        raise BadInput(f"{name}: {error}; write 2025, 2025-07 or 2025-07-01") from None


def deadline(graph: Graph, columns: Mapping[str, str]) -> When:
    """Return the deadline that the columns of a node or link give, or that follows from another date."""
    return When(day) if (day := told(columns.get("deadline"))) else relative(graph, columns)


def reckoned(graph: Graph, columns: Mapping[str, str]) -> dict[str, str]:
    """Return columns of a node or link with the date that `after` and `lag` give in their place, in words.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "act", "kind": "policy", "valid_from": "2025-02-19"}], [])
    >>> reckoned(graph, {"after": "act", "lag": "P5Y"})
    {'reckoned': 'about 2030 (5 years after act, 2025-02-19)'}
    """
    words = relative(graph, columns).words
    kept = {name: text for name, text in columns.items() if not words or name not in ("after", "lag")}
    return {**kept, "reckoned": words} if words else kept


def pairs(graph: Graph, columns: Mapping[str, str], joint: str) -> str | None:
    """Return columns as `name: value`, sorted by name; people read the reckoned date, not `after` and `lag`."""
    text, read = (
        joint.join(f"{name}: {value}" for name, value in sorted(those.items()))
        for those in (columns, reckoned(graph, columns))
    )
    return (dates.Written(text, read) if read != text else text) or None


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
    return precision(begin) == precision(end) == "exact" and later(begin, [0, 0, 0, 1]) == end
