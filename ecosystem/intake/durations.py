"""Lengths of time as people write them, 6 months or 1 năm 6 tháng, and as they are stored: P6M, P1Y6M."""

from __future__ import annotations

import re
from decimal import Decimal

from ecosystem.model.names import fold

_UNITS = {
    "Y": "year years yr yrs y nam",
    "Q": "quarter quarters quy",
    "M": "month months mo mos m thang",
    "W": "week weeks wk w tuan",
    "D": "day days d ngay",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_NUMBERS = [
    "a one mot",
    "two hai",
    "three ba",
    "four bon",
    "five nam",
    "six sau",
    "seven bay",
    "eight tam",
    "nine chin",
    "ten muoi",
]
_NUMBER_OF = {word: number for number, words in enumerate(_NUMBERS, 1) for word in words.split()}
_AROUND = re.compile(r"^(within|in|after|trong( vong)?|sau) |(?<=\w) (later|after|sau)$")
_PART = re.compile(r"(\d+(?:[.,]\d+)?|[a-z]+)[ -]?([a-z]+)( ruoi| and a half)?(?: va | and |[ ,]+|$)")
_ISO = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")


def duration(text: str, unit: str = "") -> str | None:
    """Return a length of time as ISO 8601 writes it, None where a text is not one; `unit` is that of a bare number.

    >>> duration("6 months"), duration("2 năm rưỡi"), duration("1 year and 6 months"), duration("18", "tháng")
    ('P6M', 'P2Y6M', 'P1Y6M', 'P18M')
    >>> duration("18"), duration("soon")
    (None, None)
    """
    if _ISO.fullmatch(text.strip().upper()):
        return text.strip().upper()
    plain = fold(re.sub(r"(?<=\d)[.,](?=\d)", "point", text)).replace("point", ".")
    plain = _AROUND.sub("", f"{plain} {fold(unit)}" if re.fullmatch(r"[\d.]+", plain) else plain)
    parts = list(_PART.finditer(plain))
    if not parts or "".join(part[0] for part in parts) != plain:
        return None
    counts = dict.fromkeys("YMWD", Decimal(0))
    for number, name, half in (part.groups() for part in parts):
        if name not in _UNIT_OF or not (number in _NUMBER_OF or number[0].isdigit()):
            return None
        count = Decimal(_NUMBER_OF.get(number, number)) + (Decimal("0.5") if half else 0)
        own = "M" if _UNIT_OF[name] == "Q" else _UNIT_OF[name]
        counts[own] += count * 3 if _UNIT_OF[name] == "Q" else count
    return _iso(counts)


def is_unit(text: str) -> bool:
    """Say whether a text is a unit of time.

    >>> is_unit("tháng"), is_unit("USD")
    (True, False)
    """
    return fold(text) in _UNIT_OF


def _iso(counts: dict[str, Decimal]) -> str | None:
    """Return counts as one text, None where some part of a month or day is left over."""
    years = counts["Y"] // 1
    counts = {**counts, "Y": years, "M": counts["M"] + (counts["Y"] - years) * 12}
    if any(count % 1 for count in counts.values()):
        return None
    return "P" + ("".join(f"{int(count)}{unit}" for unit, count in counts.items() if count) or "0D")
