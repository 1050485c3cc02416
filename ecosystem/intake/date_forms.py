"""Dates as people write them: 17 May 2020, 05/17/2020, tháng 5/2020, Q3 2021, c. 1990, 2020.0, a timestamp."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ecosystem.intake.date_windows import window, years
from ecosystem.model import dates

DAY_FIRST, MONTH_FIRST = "day first", "month first"
ABOUT, WINDOW, TIME, SHORT = "about", "a window", "a time of day", "a year of two digits"


class Span(NamedTuple):
    """What a text says of time: the first and the last day, month or year, as numbers; see `dates`.

    0 is open. `ends` is what the text writes as the end: the first month of Q3 2021, but 2025 of 2020–2025. `less` says
    what of the text a date does not hold, "" for nothing.
    """

    first: int
    last: int
    ends: int
    less: str = ""


_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905
_THANG = "mot hai ba tu nam sau bay tam chin muoi".split()  # noqa: SIM905
_NAME_OF = {
    word: number
    for names in (_MONTHS, [name[:3] for name in _MONTHS], [*_THANG, "muoi mot", "muoi hai"])
    for number, word in enumerate(names, 1)
} | {"sept": 9}
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name != "september" else "sept?(?:ember)?" for name in _MONTHS)
_THANG_MONTH = "muoi mot|muoi hai|" + "|".join(_THANG)
_TIME = r"[t ,]+([01]?\d|2[0-3])(:[0-5]\d(:([0-5]\d|60)([.,]\d+)?)?)?( ?[ap]m)?( ?(z|utc|gmt|[+-]\d\d:?(\d\d)?))?"
_TIME_BEFORE = r"^([01]?\d|2[0-3])[h:]([0-5]\d)?,?( ngay)? "
_TIME_OF_STAMP = r"t?([01]\d|2[0-3])[0-5]\d[0-5]\dz?"
_MIDNIGHT = re.compile(r"[t ]00:00(:00([.,]0+)?)?z?$")
_UNKNOWN = frozenset(
    [
        "?",
        "??",
        "-",
        "..",
        "...",
        "unknown",
        "n.d.",
        "nd",
        "s.d.",
        "undated",
        "tbd",
        "tba",
        "tbc",
        "khong ro",
        "chua ro",
        "chua xac dinh",
        "khong xac dinh",
        "dang cap nhat",
        "chua co",
        "0000-00-00",
        "00/00/0000",
    ]
)
_OPEN = frozenset(("present", "now", "today", "ongoing", "current", "nay", "den nay", "hien nay", "hien tai", "open"))
# Of each form: y year, m month, name of a month, d day; a and b are day and month in either order.
_FORMS = [
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<y>\d{4})(\.0*)?",
        r"(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\2(?P<y>\d{4})",
        r"(ngay|mong|mung) (?P<d>\d{1,2})([-/.])(?P<m>\d{1,2})\3(?P<y>\d{4})",
        r"\+?(?P<y>\d{4})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})",
        r"(?P<y>[12]\d{3})(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})(-xx)?",
        r"((t|th|thg|thang)[ .]?)?(?P<m>\d{1,2})([-/.]| nam |, ?| )(?P<y>\d{4})",
        r"(?P<d>\d{1,2})( thang | thg |/)(?P<m>\d{1,2})( nam |, ?| )(?P<y>\d{4})",
        rf"((?P<d>\d{{1,2}}) )?thang (?P<name>{_THANG_MONTH})( nam |/|, ?| )(?P<y>\d{{4}})",
        r"nam (?P<y>\d{3,4})",
        rf"((?P<d>\d{{1,2}})(st|nd|rd|th)?\.?( of)?[ -]?)?(?P<name>{_MONTH})\.?[ ,/-]*(?P<y>\d{{4}})",
        rf"(?P<d>\d{{1,2}})[ -]?(?P<name>{_MONTH})[ -](?P<y>(?P<short>\d\d))",
        rf"(?P<name>{_MONTH})\.? (?P<d>\d{{1,2}})(st|nd|rd|th)?,? (?P<y>\d{{4}})",
        rf"(?P<y>\d{{4}})[ ,/-]+(?P<name>{_MONTH})\.?([ -](?P<d>\d{{1,2}}))?",
        r"(?P<y>\d{4}) ?年( ?(?P<m>\d{1,2}) ?月( ?(?P<d>\d{1,2}) ?日)?)?",
        r"(?P<y>\d{4})-xx(-xx)?",
    )
]
_WEEKDAY = re.compile(
    r"^(thu (hai|ba|tu|nam|sau|bay),?|t[2-7],|chu nhat,?|cn,?|"
    r"(mon|tues?|wed(nes)?|thur?s?|fri|sat(ur)?|sun)(day)?[,.]?) (ngay )?(?=\d|[a-z]{3})"
)
_BEFORE = re.compile(r"^(ngay|mong|mung|the(?! ky)|year|on|in|vao|a\.?d\.?) +(?=\w)")
_AFTER = re.compile(r" (a\.?d\.?|c\.?e\.?|scn)$")
_ABOUT = re.compile(
    r"^(vao )?(c\.|ca\.?|circa|about|around|approx\.?|approximately|est\.?|estimated|probably|possibly|khoang|~|≈)"
    rf" ?(nam )?(?=\d|thang|{_MONTH})"
)
_DOUBTED = re.compile(r"(?<=\d) ?(\((\?|est\.?)\)|[?~%])$|^\[|\]$|^\(|(?<!\?)\)$")
_PART_OF_MONTH = re.compile(rf"^(early|mid|late|end of|beginning of|dau|giua|cuoi)[ -](?=({_MONTH})|thang \d)")
_SINCE = re.compile(r"(since|from|starting|between|ke tu|tu|giai doan|period)( nam| ngay)? (?=.*\d)")
_UNTIL = re.compile(r"(until|till|up to|to|by|through|den|het)( het)?( nam| ngay)? (?=.*\d)")
_SOONER = re.compile(r"(before|prior to|truoc)( nam| ngay)? (?=.*\d)")
_JOINT = re.compile(r" - | -$|(?<=\d)-$|(?<=\w)-(?=[a-z])| to | until | till | through | and | den |/|\.\.")
_BEFORE_CHRIST = re.compile(r"-\d.*|.*\d ?(bc|bce|b\.c\.(e\.)?|tcn|v\. ?chr\.?)")
_SERIAL = re.compile(r"[2-5]\d{4}(\.\d+)?", re.ASCII)  # a day of 1954 to 2064 as spreadsheets number them
_LONGEST = 60
_THIS_CENTURY = 30
"""The first two-digit year of the last century: 29 is 2029 and 30 is 1930, as spreadsheets take them."""


def unknown(text: str) -> bool:
    """Say whether a cell says that the date is not known.

    >>> unknown("?"), unknown("không rõ"), unknown("2020")
    (True, True, False)
    """
    return _bare(text) in _UNKNOWN


def is_open(text: str) -> bool:
    """Say whether a cell says that there is not an end yet.

    >>> is_open("nay"), is_open("present"), is_open("2020")
    (True, True, False)
    """
    return _bare(text) in _OPEN


def readings(text: str) -> dict[str, Span]:
    """Return what a text may say with the day first and with the month first; see `dates`.

    >>> {order: span.first for order, span in readings("03/04/2024").items()}
    {'day first': 20240403, 'month first': 20240304}
    >>> list(readings("03/31/2024"))
    ['month first']
    >>> [dates.show(readings(one)["day first"].first) for one in ("17 May 2020", "tháng 5/2020", "Q3 2021", "c. 1990")]
    ['2020-05-17', '2020-05', '2021-07', '1990']
    >>> readings("2021-2025")["day first"], readings("300 BC")
    (Span(first=20210000, last=20250000, ends=20250000, less='a window'), {})
    """
    bare = _bare(text)
    orders = {DAY_FIRST: "ab", MONTH_FIRST: "ba"} if len(bare) <= _LONGEST else {}
    return {order: span for order, ab in orders.items() if (span := _span(bare, ab) or _range(bare, ab))}


def slashed(text: str) -> dict[str, Span]:
    """Return what a text such as 2011/12 may be: a month, two years or both; of any other text nothing.

    >>> [list(slashed(text)) for text in ("2011/12", "2021/22", "2020/05", "2020-05")]
    [['month', 'years'], ['years'], ['month'], []]
    """
    found = re.fullmatch(r"(\d{4})/(\d\d)", text.strip(), re.ASCII)
    if not found:
        return {}
    month, both = _number({"y": found[1], "m": found[2]}, "ab"), years(found[0])
    spans = {"month": Span(month, month, month)} if month else {}
    return {**spans, "years": Span(*both, both[1], WINDOW)} if both else spans


def refused(text: str) -> str:
    """Return why a text that looks like a date is not one that can be held: "bc", "serial", "" for any other reason.

    >>> refused("300 BC"), refused("43968"), refused("soon")
    ('bc', 'serial', '')
    """
    return "bc" if _BEFORE_CHRIST.fullmatch(_bare(text)) else "serial" if _SERIAL.fullmatch(text.strip()) else ""


def _bare(text: str) -> str:
    """Return the text in lower case without the signs over letters, in one line, with a blank around long dashes."""
    text = text.replace("đ", "d").replace("Đ", "D").replace("–", " - ").replace("—", " - ").replace("\u2212", "-")
    if not text.isascii():
        text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(text.lower().split())


def _span(text: str, ab: str) -> Span | None:
    """Return what one date or one window says."""
    if number := _number(_parts(text), ab):
        return Span(number, number, number, SHORT if "short" in _parts(text) else "")
    plain, about = _plain(text)
    less = ABOUT if about else ""
    if number := _number(_parts(plain), ab):
        return Span(number, number, number, less)
    if several := window(plain):
        return Span(*several, several[1] if years(plain) else several[0], WINDOW)
    timeless = re.sub(f"{_TIME}$|{_TIME_BEFORE}|(?<=\\d{{8}}){_TIME_OF_STAMP}$", "", plain)
    number = _number(_parts(timeless), ab) if timeless != plain else 0
    midnight = _MIDNIGHT.search(plain)
    if number and (number % 100 or midnight):
        return Span(number, number, number, less or ("" if midnight else TIME))
    return None


def _plain(text: str) -> tuple[str, bool]:
    """Return a text without what may surround a date, and whether any of it says that the date is not exact."""
    plain = _AFTER.sub("", _BEFORE.sub("", _WEEKDAY.sub("", text, count=1), count=1))
    exact = _PART_OF_MONTH.sub("", _DOUBTED.sub("", _ABOUT.sub("", plain, count=1)), count=1)
    return exact, exact != plain


def _range(text: str, ab: str) -> Span | None:
    """Return what a text says that names a first and a last date, or one of them."""
    if found := _SOONER.match(text):
        one = _span(text[found.end() :], ab)
        return one and Span(0, dates.before(one.first), one.first, one.less)
    if found := _UNTIL.match(text):
        one = _span(text[found.end() :], ab)
        return one and Span(0, one.last, dates.after(one.last), one.less)
    found = _SINCE.match(text)
    text = text[found.end() :] if found else text
    one = _span(text, ab) if found else None
    if one:
        return one if one.first < one.last else Span(one.first, 0, 0, one.less)
    for joint in _JOINT.finditer(text):
        if both := _both(text[: joint.start()], text[joint.end() :], ab):
            return both
    return None


def _both(left: str, right: str, ab: str) -> Span | None:
    if not right or right in _OPEN:
        last: Span | None = Span(0, 0, 0, "")
    else:
        last = _span(right, ab)
    ends = ("", f" {last.last // 10000}", f" {right.partition(' ')[2]}") if last else ()
    first = next(filter(None, (_span(left + more, ab) for more in ends)), None)
    if not last or not first or (last.last and first.first > last.last):
        return None
    return Span(first.first, last.last, last.ends, WINDOW if last.last else first.less)


def _parts(text: str) -> dict[str, str]:
    for form in _FORMS:
        if found := form.fullmatch(text):
            return {name: part for name, part in found.groupdict().items() if part}
    return {}


def _number(parts: dict[str, str], ab: str) -> int:
    """Return the number of a date from its parts, 0 where there is no such date."""
    if not parts:
        return 0
    year, name = int(parts["y"]), parts.get("name", "")
    if "short" in parts:
        year += 2000 if year < _THIS_CENTURY else 1900
    month = parts.get(ab[1]) or parts.get("m") or next((str(n) for word, n in _NAME_OF.items() if name == word), "0")
    day = parts.get(ab[0]) or parts.get("d", "0")
    pieces = [f"{year:04}", month, day]
    if month == "00" != day:
        return 0
    try:
        return dates.parse("-".join(pieces[: 1 + (int(month) > 0) + (int(day) > 0)]))
    except ValueError:
        return 0
