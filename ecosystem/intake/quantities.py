"""Numbers as people write them, with a decimal point or comma, a scale such as million or tỷ, and a unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from ecosystem.model.names import fold

_SCALES = {
    10**3: "nghìn ngàn thousand k",
    10**6: "triệu tr million mn mio mil m",
    10**9: "tỷ tỉ billion bn bil b",
    10**12: "trillion tn",
}
_SCALE_OF = {word: scale for scale, words in _SCALES.items() for word in words.split()}
_UNITS = {
    "VND": "đồng đ ₫ vnđ vnd",
    "USD": "usd us$ $ dollar dollars đô",
    "EUR": "eur € euro euros",
    "GBP": "gbp £",
    "CNY": "cny rmb",
    "JPY": "jpy",
    "KRW": "krw ₩",
    "SGD": "sgd s$",
    "%": "% percent",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_BODY = r"(?:\d[\d., '’]*\d|\d|[.,]\d+)\.?(?:[eE][+-]?\d{1,3})?"
_FORM = re.compile(rf"(?P<sign>[+-]?)(?P<before>[^\d.,+-]*)(?P<own>[+-]?)(?P<body>{_BODY})(?P<after>[^\d]*)")
_WORD = re.compile(r"[^\W\d]*\$|[^\W\d]+|[^\w\s]")
_OF_MONEY = frozenset("kmb")  # 3 m are metres, USD 3 m are millions

# Groups of three, parted by blanks, apostrophes or the sign that is not the decimal one.
_GROUPED = r"\d{{1,3}}(?:(?P<mark>[ '’]|{0})\d{{3}}(?:(?P=mark)\d{{3}})*)?"
_READS = {
    point: re.compile(
        rf"(?P<whole>{_GROUPED.format(re.escape(comma))}|\d*)(?:{re.escape(point)}(?P<part>\d*))?(?P<power>[eE][+-]?\d{{1,3}})?"
    )
    for point, comma in ((".", ","), (",", "."))
}


_VIETNAMESE = ("đ", "tỷ", "tỉ", "triệu", "nghìn", "ngàn", "vnd", "₫")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, what it is multiplied by (a million, where the text says so), and its unit, "" where it has none."""

    number: Decimal
    scale: int = 1
    unit: str = ""

    @property
    def value(self) -> Decimal:
        """The number in full."""
        return self.number * self.scale


def shown(number: Decimal) -> str:
    """Return a number as it is stored: with a point, without noughts that say nothing.

    >>> shown(Decimal("1500.50")), shown(Decimal("1E+3"))
    ('1500.5', '1000')
    """
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def readings(text: str) -> dict[str, Quantity]:
    """Return what a text may mean by its decimal sign: with a point, with a comma, or both.

    >>> [(sign, shown(one.value), one.unit) for sign, one in readings("1,5 tỷ đồng").items()]
    [(',', '1500000000', 'VND')]
    >>> {sign: shown(one.value) for sign, one in readings("1.500").items()}
    {'.': '1.5', ',': '1500'}
    >>> readings("many")
    {}
    """
    tidy = " ".join(unicodedata.normalize("NFKC", text).replace("\u2212", "-").split())
    negative = re.fullmatch(r"\((.*)\)", tidy)
    found = _FORM.fullmatch(negative[1] if negative else tidy)
    words = found and _words(f"{found['before']} {found['after']}")
    if not found or words is None or (found["sign"] and found["own"]):
        return {}
    sign = -1 if negative or "-" in (found["sign"], found["own"]) else 1
    numbers = {point: _number(found["body"], point) for point in _READS}
    return {point: Quantity(sign * number, *words) for point, number in numbers.items() if number is not None}


def _number(body: str, point: str) -> Decimal | None:
    found = _READS[point].fullmatch(body)
    if not found or not (found["whole"] or found["part"]):
        return None
    leading_nought = re.match(r"0+\D", found["whole"] or "")  # 0.125 is no group of thousands
    whole = re.sub(r"\D", "", found["whole"]) or "0"
    return None if leading_nought else Decimal(f"{whole}.{found['part'] or 0}{found['power'] or ''}")


def _words(text: str) -> tuple[int, str] | None:
    """Return the scale and the unit that words say, None where they say something else."""
    scale, units = 1, []
    spoken = _WORD.findall(text.lower())
    for word in spoken:
        if word in _SCALE_OF:
            scale *= _SCALE_OF[word]
        elif word in _UNIT_OF:
            units.append(_UNIT_OF[word])
        else:
            return None
    money = units and units[0] != "%"
    if len(set(units)) > 1 or (not _OF_MONEY.isdisjoint(spoken) and not money):
        return None
    return scale, next(iter(units), "")


def is_vietnamese(text: str) -> bool:
    """Say whether a text has words of Vietnamese money, in which the decimal sign is mostly a comma."""
    return any(word in text.lower() for word in _VIETNAMESE)


def unit(text: str) -> tuple[int, str]:
    """Return the scale and the unit of the text of a unit; a unit that is not known is itself, folded.

    >>> unit("triệu đồng"), unit("Stations")
    ((1000000, 'VND'), (1, 'stations'))
    """
    return _words(unicodedata.normalize("NFKC", text)) or (1, fold(text) or text)


def fitting(found: Quantity, unit_text: str, type: str) -> Decimal:
    """Return the number of a quantity in the unit that stands beside it.

    Raises `ValueError` where the two do not agree.

    >>> shown(fitting(readings("1,5 tỷ đồng")[","], "triệu đồng", "number"))
    '1500'
    """
    if type != "number":
        return _bare(found, type)
    scale, known = unit(unit_text) if unit_text else (1, "")
    if found.unit and known and found.unit != known:
        raise ValueError(f"{found.unit} is not {known}")
    if found.unit and found.scale == 1 < scale:
        raise ValueError("a currency alone may be but the sign of the unit beside it")
    spelt_out = found.unit or found.scale > 1
    return found.value / scale if spelt_out else found.number


def _bare(found: Quantity, type: str) -> Decimal:
    """Return the number of a share or of a weight, which have no unit but per cent."""
    if type == "percent" and found.scale == 1 and found.unit in ("", "%"):
        return found.number
    if type == "ratio" and found.unit in ("", "%") and 0 <= (part := found.value / (100 if found.unit else 1)) <= 1:
        return part
    if type == "weight" and not found.unit:
        return found.value
    raise ValueError(f"{found.unit or found.scale} cannot stand here")
