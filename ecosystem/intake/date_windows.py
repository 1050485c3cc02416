"""Windows of time that have a name: a quarter, a half, a season, early 2020, a school year, the 1990s, a week."""

from __future__ import annotations

import re
from datetime import date

Window = tuple[int, int]
"""The first and the last day, month or year, as numbers; see `dates`."""

_ORDINALS = (("first", "1st", "i"), ("second", "2nd", "ii"), ("third", "3rd", "iii"), ("fourth", "4th", "iv"))
# Words of a window within a year, in lower case without diacritics: its first month, and how many it has.
_MONTHS: dict[str, tuple[int, int]] = {
    **{
        rf"(?:q|quy) ?(?:{n}|{roman})|{n}q|(?:{name}|{nth}) quarter|quarter {n}": (3 * n - 2, 3)
        for n, (name, nth, roman) in enumerate(_ORDINALS, 1)
    },
    r"h1|1h|(?:first|1st) half|nua dau|(?:6|sau) thang dau|6m": (1, 6),
    r"h2|2h|(?:second|2nd) half|nua (?:cuoi|sau)|(?:6|sau) thang cuoi": (7, 6),
    r"(?:3|ba) thang dau|3m": (1, 3),
    r"(?:3|ba) thang cuoi": (10, 3),
    r"(?:9|chin) thang dau|9m": (1, 9),
    r"early(?: in)?|beginning|start|dau": (1, 4),
    r"mid|middle|giua": (5, 4),
    r"late(?: in)?|end|cuoi": (9, 4),
    r"spring|(?:mua )?xuan": (3, 3),
    r"summer|mua h[ea]": (6, 3),
    r"autumn|fall|mua thu": (9, 3),
    r"winter|mua dong": (12, 3),
}
_WORDS = "|".join(f"(?P<w{number}>{words})" for number, words in enumerate(_MONTHS))
_FISCAL = r"(?:fy|(?:fiscal|financial|academic|school) year|nam (?:hoc|tai chinh)|nien (?:khoa|do)) ?"
_IN_YEAR = [
    re.compile(form, re.ASCII)
    for form in (
        rf"(?:the )?(?:{_WORDS})(?: of)?[ ,/-]*(?:the year |year |nam )?(?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}})[ ,/-]*(?:{_WORDS})",
    )
]
_YEARS = re.compile(rf"(?:{_FISCAL})?(?P<y>\d{{4}}) ?[/-] ?(?P<z>\d{{4}}|\d\d)", re.ASCII)
_FISCAL_YEAR = re.compile(rf"{_FISCAL}(?P<y>\d{{4}})", re.ASCII)
_DECADE = re.compile(
    r"(?:(?P<part>early|mid|late|dau|giua|cuoi)[ -])?(?:(?:the )?(?P<d>\d{3})(?:0'?s|[xu])|"
    r"(?:thap (?:nien|ky) |nhung nam )(?P<v>\d{3})0)",
    re.ASCII,
)
_CENTURY = re.compile(
    r"(?P<c>\d\d?)(?:st|nd|rd|th) century|the ky (?:thu )?(?P<k>\d\d?|[xvi]+)|(?P<h>\d\d)(?:xx|uu)", re.ASCII
)
_ROMAN = {"xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21}
_WEEK = re.compile(
    r"(?P<y>\d{4})-?w(?P<w>\d\d)(?:-?(?P<d>[1-7]))?|(?:tuan|week) (?P<v>\d\d?)(?:[/,]| nam| of)? ?(?P<x>\d{4})",
    re.ASCII,
)
_PARTS_OF_DECADE = {"early": (0, 3), "dau": (0, 3), "mid": (4, 6), "giua": (4, 6), "late": (7, 9), "cuoi": (7, 9)}


def window(text: str) -> Window | None:
    """Return the window that a text in lower case without diacritics names, None for any other text.

    >>> window("q3 2021"), window("nua dau nam 2021"), window("2021/22"), window("late 1990s"), window("2021-w05")
    ((20210700, 20210900), (20210100, 20210600), (20210000, 20220000), (19970000, 19990000), (20210201, 20210207))
    """
    return _months(text) or years(text) or _decade(text) or _century(text) or _week(text)


def years(text: str) -> Window | None:
    """Return the years of a text such as 2021/22 or 2021-2025, where it cannot but be a month.

    >>> years("2021-2025"), years("2020-05"), years("2011/12")
    ((20210000, 20250000), None, (20110000, 20120000))
    """
    found = _YEARS.fullmatch(text)
    if not found:
        return None
    first, last = int(found["y"]), int(found["z"])
    if len(found["z"]) == 2:
        last += first // 100 * 100 + (100 if last == 0 else 0)
        if 0 < int(found["z"]) <= 12 and ("-" in text or last != first + 1) and text[0].isdigit():
            return None
    return (first * 10000, last * 10000) if 0 < first < last else None


def _months(text: str) -> Window | None:
    found = next((one for form in _IN_YEAR if (one := form.fullmatch(text))), None)
    if not found:
        return (int(one["y"]) * 10000,) * 2 if (one := _FISCAL_YEAR.fullmatch(text)) else None
    number = next(int(name[1:]) for name, words in found.groupdict().items() if name != "y" and words)
    month, count = list(_MONTHS.values())[number]
    last = int(found["y"]) * 12 + month + count - 2
    return int(found["y"]) * 10000 + month * 100, last // 12 * 10000 + (last % 12 + 1) * 100


def _decade(text: str) -> Window | None:
    found = _DECADE.fullmatch(text)
    if not found:
        return None
    first, last = _PARTS_OF_DECADE.get(found["part"], (0, 9))
    year = int(found["d"] or found["v"]) * 10
    return (year + first) * 10000, (year + last) * 10000


def _century(text: str) -> Window | None:
    found = _CENTURY.fullmatch(text)
    if not found:
        return None
    if found["h"]:
        return int(found["h"]) * 1000000, int(found["h"]) * 1000000 + 990000
    number = found["c"] or found["k"]
    century = int(number) if number.isdigit() else _ROMAN.get(number, 0)
    return (century * 1000000 - 990000, century * 1000000) if century else None


def _week(text: str) -> Window | None:
    found = _WEEK.fullmatch(text)
    if not found:
        return None
    year, week = int(found["y"] or found["x"]), int(found["w"] or found["v"])
    try:
        days = [date.fromisocalendar(year, week, int(day)) for day in (found["d"] or "1", found["d"] or "7")]
    except ValueError:
        return None
    first, last = (day.year * 10000 + day.month * 100 + day.day for day in days)
    return first, last
