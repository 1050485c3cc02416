"""Dates as people write them: 17 May 2020, 05/17/2020, tháng 5/2020, Q3 2021, c. 1990, 2020.0, a timestamp."""

from __future__ import annotations

import re
import unicodedata

from ecosystem.model import dates
from ecosystem.model.names import fold

DAY_FIRST, MONTH_FIRST = "day first", "month first"

_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "september" else "sept?(?:ember)?" for name in _MONTHS)
_TIME = r"[t ]([01]?\d|2[0-3]):[0-5]\d(:([0-5]\d|60)([.,]\d+)?)?( ?[ap]m)?( ?(z|utc|gmt|[+-]\d\d:?\d\d))?"
_UNKNOWN = frozenset(("?", "??", "unknown", "n.d.", "nd", "khong ro", "chua ro"))
# Of each form: y year, m month, name of a month, d day, q quarter; a and b are day and month in either order.
_FORMS = [
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<y>\d{4})(\.0+)?",
        r"(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})",
        r"(?P<y>[12]\d{3})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})",
        r"(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\2(?P<y>\d{4})",
        r"(thang )?(?P<m>\d{1,2})([-/.]| nam | )(?P<y>\d{4})",
        r"(ngay )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2})( nam |, ?| )(?P<y>\d{4})",
        r"nam (?P<y>\d{4})",
        rf"((?P<d>\d{{1,2}})(st|nd|rd|th)?( of)?[ -])?(?P<name>{_MONTH})\.?,?[ -](?P<y>\d{{4}})",
        rf"(?P<name>{_MONTH})\.? (?P<d>\d{{1,2}})(st|nd|rd|th)?,? (?P<y>\d{{4}})",
        r"(?P<y>\d{4})[- /]?q(?P<q>[1-4])",
        r"q(?P<q>[1-4])[- /]?(?P<y>\d{4})",
        r"quy (?P<q>[1-4])( nam |[/ ])(?P<y>\d{4})",
    )
]
_ABOUT = re.compile(r"(c\.|ca\.?|circa|about|around|khoang|~) ?(?=\d)", re.ASCII)


def unknown(text: str) -> bool:
    """Say whether a cell says that the date is not known.

    >>> unknown("?"), unknown("không rõ"), unknown("2020")
    (True, True, False)
    """
    return text.strip().lower() in _UNKNOWN or fold(text) in _UNKNOWN


def readings(text: str) -> dict[str, int]:
    """Return the number of the date that a text may be with the day first and with the month first; see `dates`.

    A quarter is its first month, a timestamp its day, about a year the year.

    >>> readings("03/04/2024")
    {'day first': 20240403, 'month first': 20240304}
    >>> readings("03/31/2024")
    {'month first': 20240331}
    >>> [dates.show(readings(one)["day first"]) for one in ("17 May 2020", "tháng 5/2020", "2021-Q3", "c. 1990")]
    ['2020-05-17', '2020-05', '2021-07', '1990']
    >>> readings("300 BC")
    {}
    """
    plain = _ABOUT.sub("", _bare(text), count=1)
    found = _parts(plain) or _parts(re.sub(f"{_TIME}$", "", plain))
    orders = {DAY_FIRST: "ab", MONTH_FIRST: "ba"}
    return {order: number for order, ab in orders.items() if (number := _number(found, *ab))}


def loses(text: str) -> bool:
    """Say whether a date that is read from a text keeps less than the text says: about, a quarter, a time.

    >>> loses("c. 1990"), loses("2021-Q3"), loses("2020-05-17T08:30"), loses("2020-05-17 00:00"), loses("17 May 2020")
    (True, True, True, False, False)
    """
    plain = _bare(text)
    found = _parts(plain)
    return "q" in found or (not found and not re.search(r"[t ]00:00(:00(\.0+)?)?z?$", plain))


def _bare(text: str) -> str:
    """Return the text in lower case without the signs over letters, in one line."""
    apart = unicodedata.normalize("NFKD", text.replace("đ", "d"))
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).lower().split())


def _parts(text: str) -> dict[str, str]:
    for form in _FORMS:
        if found := form.fullmatch(text):
            return {name: part for name, part in found.groupdict().items() if part}
    return {}


def _number(parts: dict[str, str], day: str, month: str) -> int:
    """Return the number of a date from its parts, 0 where there is no such date."""
    if not parts:
        return 0
    name = next((str(number) for number, name in enumerate(_MONTHS, 1) if name[:3] == parts.get("name", "")[:3]), "0")
    quarter = str(3 * int(parts.get("q", 0)) - 2) if "q" in parts else name
    pieces = [parts["y"], parts.get(month) or parts.get("m") or quarter, parts.get(day) or parts.get("d", "0")]
    try:
        return dates.parse("-".join(pieces[: 1 + (pieces[1] != "0") + (pieces[2] != "0")]))
    except ValueError:
        return 0
