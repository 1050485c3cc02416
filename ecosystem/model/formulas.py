"""The guard that keeps a spreadsheet from taking text for a formula, on and off."""

from __future__ import annotations

import re

_SIGNS = r"=+\-@\t\r\n＝＋－＠"
_FORMULA = re.compile(f"'*[{_SIGNS}]")
_GUARDED = re.compile(f"'+[{_SIGNS}]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?")


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; plain numbers stay as they are.

    A cell that looks guarded already gets one sign more, so that taking one off gives every cell back.

    >>> guarded("=1+1"), guarded("-0.5"), guarded("-1+cmd"), guarded("'=1")
    ("'=1+1", '-0.5', "'-1+cmd", "''=1")
    """
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return a cell as it was before it was guarded.

    >>> unguarded("'=1+1"), unguarded("'s-Gravenhage"), unguarded("-0.5")
    ('=1+1', "'s-Gravenhage", '-0.5')
    """
    return text[1:] if _GUARDED.match(text) else text


def unguarded_sql(cell: str) -> str:
    """Return the SQL of a cell as it was before it was guarded."""
    return f"CASE WHEN regexp_matches({cell}, '^''+[{_SIGNS}]') THEN {cell}[2:] ELSE {cell} END"
