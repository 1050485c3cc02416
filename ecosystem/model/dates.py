"""Dates of which the month or day may be unknown, kept as numbers: 2025-07 is 20250700, no date is 0.

Read as numbers they compare as their first days do, so that an interval `[from, to)` needs no case for
unknown months: 2025 (20250000) begins on or before any day of 2025.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Self

_FORMS = (
    re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?)?)?", re.ASCII),
    re.compile(r"(?:(?P<d>\d{1,2})[/.])?(?P<m>\d{1,2})[/.](?P<y>\d{4})", re.ASCII),
)


# The text of a number for DuckDB, as `show` has it; NULL for no date.
SHOW_SQL = (
    "CASE WHEN {0} > 0 THEN lpad(({0} // 10000)::VARCHAR, 4, '0') "
    "|| CASE WHEN {0} % 10000 > 0 THEN '-' || lpad(({0} // 100 % 100)::VARCHAR, 2, '0') ELSE '' END "
    "|| CASE WHEN {0} % 100 > 0 THEN '-' || lpad(({0} % 100)::VARCHAR, 2, '0') ELSE '' END END"
)


def parse(text: str) -> int:
    """Return the number of a date such as 2025, 2025-07, 2025-07-01 or 01/07/2025 (day first).

    A time of day is taken only where it is midnight, as spreadsheets write it.

    Raises `ValueError` for anything else.

    >>> parse("2025-07"), parse("1/7/2025")
    (20250700, 20250701)
    """
    for form in _FORMS:
        if found := form.fullmatch(text.strip()):
            year, month, day = (int(found[part] or 0) for part in "ymd")
            if _exists(year, month, day):
                return year * 10000 + month * 100 + day
    raise ValueError(f"'{text}' is not a date")


def _exists(year: int, month: int, day: int) -> bool:
    if not 1 <= year <= 9999 or month > 12:
        return False
    return day == 0 if month == 0 else day <= calendar.monthrange(year, month)[1]


def show(number: int) -> str:
    """Return the date as text, as precise as it is known.

    >>> show(20250700), show(0)
    ('2025-07', '')
    """
    if not number:
        return ""
    year, month, day = number // 10000, number // 100 % 100, number % 100
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


class Written(str):
    """Text of dates as files hold it, and `read`, how people read it."""

    read: str

    def __new__(cls, text: str, read: str) -> Self:
        """Return the text of files with the other beside it."""
        made = super().__new__(cls, text)
        made.read = read
        return made


def end(number: int) -> Written:
    """Return an end of a half-open interval: files hold the first day after it, people read the last day of it.

    The last day is as precise as the end, so that what ends before 2027 is read as until 2026.

    >>> [end(number).read for number in (20250701, 20250700, 20270000)], end(20250701)
    (['2025-06-30', '2025-06', '2026'], '2025-07-01')
    """
    text = show(number)
    return Written(text, show(before(number)) or (f"before {text}" if text else ""))


def after(number: int) -> int:
    """Return the next day, month or year, 0 where there is not any.

    >>> after(20240229), after(20241200), after(20240000)
    (20240301, 20250100, 20250000)
    """
    year, month, day = number // 10000, number // 100 % 100, number % 100
    if not number or number >= 9999_12_31 or not (month or year < 9999):
        return 0
    if day:
        one = date(year, month, day) + timedelta(days=1)
        return one.year * 10000 + one.month * 100 + one.day
    return number + 100 if 0 < month < 12 else (year + 1) * 10000 + (100 if month else 0)


def before(number: int) -> int:
    """Return the day, month or year before, 0 where there is not any.

    >>> before(20240301), before(20250100), before(20250000)
    (20240229, 20241200, 20240000)
    """
    first = first_day(number) if number else 0
    if first <= 10101:
        return 0
    last = date(first // 10000, first // 100 % 100, first % 100) - timedelta(days=1)
    return last.year * 10000 + (last.month * 100 if number % 10000 else 0) + (last.day if number % 100 else 0)


def first_day(number: int) -> int:
    """Return the first day that the date may mean.

    >>> first_day(20250700)
    20250701
    """
    year, month, day = number // 10000, number // 100 % 100, number % 100
    return year * 10000 + (month or 1) * 100 + (day or 1)
