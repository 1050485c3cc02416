"""Units that a header names beside its column: Amount (tỷ đồng), Vốn, triệu USD, lag [months]."""

from __future__ import annotations

import re
from functools import lru_cache

from ecosystem.intake import durations, quantities

_FORM = re.compile(
    r"(?P<name>[^()\[\],]+?)\s*(?:[(\[](?P<within>[^()\[\]]+)[)\]]|,\s*(?P<after>[^()\[\],]+))\s*", re.UNICODE
)
_LABEL = re.compile(r"\s*(đơn vị( tính)?|đvt|unit|in)\s*:?\s+", re.IGNORECASE)


@lru_cache(maxsize=1000)
def apart(header: str) -> tuple[str, str]:
    """Return the name and the unit of a column; where the header names no known unit, the whole header and "".

    >>> apart("Amount (tỷ đồng)"), apart("Vốn, triệu USD"), apart("lag [months]"), apart("Value (old)")
    (('Amount', 'tỷ đồng'), ('Vốn', 'triệu USD'), ('lag', 'months'), ('Value (old)', ''))
    """
    found = _FORM.fullmatch(header)
    unit = _LABEL.sub("", " " + (found["within"] or found["after"])).strip() if found else ""
    if not found or not (quantities.is_unit(unit) or durations.is_unit(unit)):
        return header, ""
    return found["name"], unit
