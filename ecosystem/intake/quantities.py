"""Numbers as people write them, with a decimal point or comma, a scale such as million or tỷ, a unit, and about."""

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
    "THB": "thb ฿ baht",
    "AUD": "aud a$",
    "CAD": "cad c$",
    "CHF": "chf",
    "INR": "inr ₹",
    "TWD": "twd nt$",
    "HKD": "hkd hk$",
    "%": "% percent pct",
}
_PHRASES = (("phần trăm", "%"), ("per cent", "%"), ("đô la mỹ", "usd"), ("đô la", "usd"), ("trđ", "triệu đồng"))
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_BODY = r"(?:\d[\d., '’]*\d|\d|[.,]\d+)\.?(?:[eE][+-]?\d{1,3})?"
_FORM = re.compile(rf"(?P<sign>[+-]?)(?P<before>[^\d.,+-]*)(?P<own>[+-]?)(?P<body>{_BODY})(?P<after>[^\d]*)")
_WORD = re.compile(r"[^\W\d]*\$|[^\W\d]+|[^\w\s]")
_COMPARED = {
    "about": r"~|≈|≃|about|around|approx\.?|approximately|circa|ca?\.|roughly|khoảng|xấp xỉ|ước(?: tính| đạt)?|gần",
    ">=": r">=|≥|at least|min\.?|minimum|no less than|from|ít nhất|tối thiểu|không dưới|từ",
    "<=": r"<=|≤|at most|up to|max\.?|maximum|no more than|nhiều nhất|tối đa|không quá|đến",
    ">": r">|more than|over|above|hơn|trên",
    "<": r"<|less than|under|below|dưới|chưa đến",
}
_BEFORE = {
    sign: re.compile(rf"(?:{words}) ?(?=[A-Za-z]{{0,3}}[^\w\s]? ?\d)", re.IGNORECASE)
    for sign, words in _COMPARED.items()
}
_AFTER = re.compile(r"(.*\d.*?)(?: ?\+| trở lên| or more| and above)", re.IGNORECASE)
_FRACTIONS = re.compile(r"(\d*)\s*([¼½¾⅐-⅞])")
_OWN_POINT = re.compile(r"[¼½¾⅐-⅞٫]")
_OF_MONEY = frozenset("kmb")  # 3 m are metres, USD 3 m are millions

# Groups of three, parted by blanks, apostrophes or the sign that is not the decimal one.
_GROUPED = r"\d{{1,3}}(?:(?P<mark>[ '’]|{0})\d{{3}}(?:(?P=mark)\d{{3}})*)?"
_READS = {
    point: re.compile(
        rf"(?P<whole>{_GROUPED.format(re.escape(comma))}|\d*)(?:{re.escape(point)}(?P<part>\d*))?(?P<power>[eE][+-]?\d{{1,3}})?"
    )
    for point, comma in ((".", ","), (",", "."))
}


_MOST_DIGITS = 300
"""What has more digits no computer holds as a number."""
_VIETNAMESE = ("đ", "tỷ", "tỉ", "triệu", "nghìn", "ngàn", "vnd", "₫")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, what it is multiplied by (a million, where the text says so), and its unit, "" where it has none.

    `comparison` says how the number is meant, "" where it is meant as it stands.
    """

    number: Decimal
    scale: int = 1
    unit: str = ""
    comparison: str = ""

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
    return (text.rstrip("0").rstrip(".") if "." in text else text) if number else "0"


def readings(text: str) -> dict[str, Quantity]:
    """Return what a text may mean by its decimal sign: with a point, with a comma, or both.

    >>> [(sign, shown(one.value), one.unit) for sign, one in readings("1,5 tỷ đồng").items()]
    [(',', '1500000000', 'VND')]
    >>> {sign: shown(one.value) for sign, one in readings("1.500").items()}
    {'.': '1.5', ',': '1500'}
    >>> readings("many")
    {}
    """
    comparison, tidy = _compared(_tidy(text))
    negative = re.fullmatch(r"\((.*)\)", tidy)
    found = _FORM.fullmatch(negative[1] if negative else tidy)
    words = found and _words(f"{found['before']} {found['after']}")
    if not found or words is None or (found["sign"] and found["own"]):
        return {}
    sign = -1 if negative or "-" in (found["sign"], found["own"]) else 1
    # A fraction or the Arabic sign, which are written with a point here, do not show what a point means elsewhere.
    points = dict.fromkeys(_READS, ".") if _OWN_POINT.search(text) else {point: point for point in _READS}
    numbers = {name: _number(found["body"], point) for name, point in points.items()}
    return {
        point: Quantity(sign * number, *words, comparison) for point, number in numbers.items() if number is not None
    }


def is_range(text: str) -> bool:
    """Say whether a text names two numbers, the lower and the upper one.

    >>> is_range("100–200"), is_range("từ 100 đến 200"), is_range("-200"), is_range("1e-5")
    (True, True, False, False)
    """
    if re.search(r"\d[eE][+-]\d", text):
        return False
    parts = re.split(r"(?<=[\d%])[^\d]*?(?:[-–—]|\bto\b|\bđến\b)[^\d]*?(?=\d)", _compared(_tidy(text))[1])
    return len(parts) == 2 and all(readings(part) for part in parts)


def _tidy(text: str) -> str:
    """Return a text in one line, with plain blanks, digits and signs."""
    text = _FRACTIONS.sub(lambda found: str(Decimal(found[1] or 0) + Decimal(str(unicodedata.numeric(found[2])))), text)
    return " ".join(
        unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("٬", "'").replace("٫", ".").split()
    )


def _compared(text: str) -> tuple[str, str]:
    """Return how a number is meant, and the rest of its text."""
    for sign, before in _BEFORE.items():
        if found := before.match(text):
            rest = text[found.end() :]
            more = _AFTER.fullmatch(rest) if sign == ">=" else None
            return sign, more[1] if more else rest
    more = _AFTER.fullmatch(text)
    return (">=", more[1]) if more else ("", text)


def _number(body: str, point: str) -> Decimal | None:
    found = _READS[point].fullmatch(body)
    if not found or not (found["whole"] or found["part"]):
        return None
    leading_nought = re.match(r"0+\D", found["whole"] or "")  # 0.125 is no group of thousands
    whole = re.sub(r"\D", "", found["whole"]) or "0"
    number = Decimal(f"{whole}.{found['part'] or 0}{found['power'] or ''}")
    too_long = number and not -_MOST_DIGITS < number.adjusted() < _MOST_DIGITS
    return None if leading_nought or too_long else number


def _words(text: str) -> tuple[int, str] | None:
    """Return the scale and the unit that words say, None where they say something else."""
    scale, units = 1, []
    for phrase, short in _PHRASES:
        text = text.lower().replace(phrase, short)
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


def is_unit(text: str) -> bool:
    """Say whether a text is a known unit, with a scale or without.

    >>> is_unit("tỷ đồng"), is_unit("%"), is_unit("old")
    (True, True, False)
    """
    found = _words(unicodedata.normalize("NFKC", text)) if text else None
    return found not in (None, (1, ""))


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
