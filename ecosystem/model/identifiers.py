"""Identifiers from outside (ROR, Wikidata, tax code …): any usual writing of one becomes its short form."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from unicodedata import normalize
from urllib.parse import unquote

from ecosystem.model.vocabulary import Scheme, vocabulary

_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
_NOTHING = re.compile(r"(#?n/?a|null|none|nil|unknown|[-–—?]+|)", re.IGNORECASE)
_SHORTENED = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+")
_LONGEST = 16
"""The digits of the longest identifier that a spreadsheet may take for a number."""


class NotAnIdentifier(ValueError):
    """A text is not an identifier of its scheme; `fault` says why, as a code for the report."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def identifier(scheme: str, text: str) -> str:
    """Return an identifier in its short form, from any usual writing.

    Raises `NotAnIdentifier` where the form or the check digits do not fit.

    >>> identifier("ror", "https://ror.org/02WSD5P50/"), identifier("wikidata", "wikidata.org/entity/q123")
    ('ror:02wsd5p50', 'wikidata:Q123')
    >>> identifier("isni", "0000 0004 0566 5028"), identifier("tax_code", "MST: 0100109106001")
    ('isni:0000000405665028', 'tax_code:0100109106-001')
    """
    known = vocabulary().identifiers[scheme]
    if value := _value(known, text):
        return f"{scheme}:{value}"
    raise NotAnIdentifier(_fault(known, text))


def as_identifier(text: str) -> str | None:
    """Return the short form of a text that is an identifier with its scheme, or its address, else None.

    >>> as_identifier("https://ror.org/02wsd5p50"), as_identifier("QTSC"), as_identifier("02wsd5p50")
    ('ror:02wsd5p50', None, None)
    """
    for known in vocabulary().identifiers.values():
        if _beginning(known.id).match(text) and (value := _value(known, text)):
            return f"{known.id}:{value}"
    return None


def scheme_of(text: str) -> str | None:
    """Return the scheme with which a text begins, as a word with a colon or as its address, whatever follows.

    >>> scheme_of("ror:qtsc"), scheme_of("Grid computing")
    ('ror', None)
    """
    for id in vocabulary().identifiers:
        if (begun := _beginning(id).match(text)) and begun[0].strip()[-1] in ":/":
            return id
    return None


def identifiers_of(text: str) -> list[str]:
    """Return the identifier that a text is, or without a scheme every one that it may be.

    Short numbers, which may be anything, are not identifiers.

    >>> identifiers_of("ISNI 0000 0004 0566 5028"), identifiers_of("0000-0004-0566-5028"), identifiers_of("79")
    (['isni:0000000405665028'], ['isni:0000000405665028'], [])
    """
    if short := as_identifier(text):
        return [short]
    known = (one for one in vocabulary().identifiers.values() if one.alone)
    return [f"{one.id}:{value}" for one in known if (value := _value(one, text))]


def address_of(identifier: str) -> str:
    """Return the web address of an identifier, or nothing where its scheme has none.

    >>> address_of("ror:02wsd5p50")
    'https://ror.org/02wsd5p50'
    """
    scheme, _, value = identifier.partition(":")
    known = vocabulary().identifiers.get(scheme)
    return known.url + value if known and known.url else ""


def _value(scheme: Scheme, text: str) -> str | None:
    """Return the value of an identifier without its scheme, None where form or check digits do not fit."""
    form = _form(scheme.form)
    found = form.fullmatch(text) or form.fullmatch(_bare(scheme, text))
    if found is None:
        return None
    value = _cased(scheme, "-".join(filter(None, found.groups())) or found[0])
    return value if not scheme.check or _CHECKS[scheme.check](value) else None


def _bare(scheme: Scheme, text: str) -> str:
    """Return what stands for the identifier in a text: without address, blanks, hyphens, in the case of the scheme."""
    begun = _beginning(scheme.id).match(text)
    value = text[begun.end() :] if begun else text
    if begun and "/" in begun[0]:
        value = unquote(re.split("[?#]", value, maxsplit=1)[0]).rstrip("/")
    value = re.sub(r"^(\d+)\.0+$", r"\1", normalize("NFKC", value).strip())
    value = value.translate(dict.fromkeys(map(ord, scheme.without)))
    return _cased(scheme, value)


def _cased(scheme: Scheme, value: str) -> str:
    return value.lower() if scheme.case == "lower" else value.upper() if scheme.case == "upper" else value


@cache
def _form(form: str) -> re.Pattern[str]:
    return re.compile(form, re.ASCII)


@cache
def _beginning(id: str) -> re.Pattern[str]:
    """Return the regular expression of what may stand before the value: an address, or a word with colon or blank."""
    scheme = vocabulary().identifiers[id]
    known = [re.sub(r"^https://(www\.)?", "", one) for one in (scheme.url, *scheme.written, id) if one]
    addresses = "|".join(re.escape(one) for one in known if "/" in one)
    words = "|".join(re.escape(one) for one in known if "/" not in one)
    before = rf"(?:https?://)?(?:www\.)?(?:{addresses})|" if addresses else ""
    return re.compile(rf"\s*(?:{before}(?:{words})(?:\s*:|\s)\s*)", re.IGNORECASE)


def _fault(scheme: Scheme, text: str) -> str:
    """Return why a text is not an identifier of a scheme: `check`, `shortened`, `nought:…`, `elsewhere:…` or `form`."""
    value = _bare(scheme, text)
    if _NOTHING.fullmatch(value):
        return ""
    if _SHORTENED.fullmatch(value):
        return "shortened"
    if _form(scheme.form).fullmatch(value):
        return "check"
    if value.isdigit() and (whole := _with_noughts(scheme, value)):
        return f"nought:{whole}"
    others = identifiers_of(text)
    return f"elsewhere:{others[0].partition(':')[0]}" if len(others) == 1 else "form"


def _with_noughts(scheme: Scheme, digits: str) -> str | None:
    """Return the identifier of which a spreadsheet has dropped the first noughts, if there is one."""
    longer = (_value(scheme, digits.zfill(width)) for width in range(len(digits) + 1, _LONGEST + 1))
    return next(filter(None, longer), None)


def _base32_mod_97(value: str) -> bool:
    number = 0
    for sign in value[:-2]:
        number = number * 32 + _BASE32.index(sign)
    return 98 - number * 100 % 97 == int(value[-2:])


def _mod_11_2(value: str) -> bool:
    total = 0
    for digit in value[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == value[-1]


def _mod_97_10(value: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in value)) % 97 == 1


def _vietnamese_tax(value: str) -> bool:
    weighted = (weight * int(digit) for weight, digit in zip((31, 29, 23, 19, 17, 13, 7, 5, 3), value, strict=False))
    return 10 - sum(weighted) % 11 == int(value[9])


_CHECKS: dict[str, Callable[[str], bool]] = {
    "base32_mod_97": _base32_mod_97,
    "mod_11_2": _mod_11_2,
    "mod_97_10": _mod_97_10,
    "vietnamese_tax": _vietnamese_tax,
}
