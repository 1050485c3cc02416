"""Columns as the page reads them: what repeats is written once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def packed(values: Sequence[Any]) -> Any:
    """Return a column in the shortest of several forms.

    One value for `all`; `steps` between growing whole numbers; `letters` for numbers below 64; `codes` into `words`;
    or the list as it is.

    >>> packed(["a", "a"]), packed([3, 3, 5]), packed([2, 10, 1]), packed([2, 99, 1])
    ({'all': 'a'}, {'steps': {'letters': '302'}}, {'letters': '2A1'}, [2, 99, 1])
    >>> packed(["b", "a", "a", "b", "a", "a", "b", "b"])
    {'words': ['b', 'a'], 'codes': {'letters': '01101100'}}
    """
    if not values:
        return []
    first = values[0]
    if all(value == first for value in values):
        return {"all": first}
    if all(type(value) is int for value in values):
        return _whole_numbers(values)
    return _words(values) if all(isinstance(value, str) for value in values) else list(values)


def _whole_numbers(values: Sequence[int]) -> Any:
    if all(a <= b for a, b in pairwise(values)):
        return {"steps": _letters([values[0], *(b - a for a, b in pairwise(values))])}
    return _words(values) if max(values) > 9999 else _letters(values)


def _letters(values: Sequence[int]) -> Any:
    if min(values) < 0 or max(values) >= len(LETTERS):
        return list(values)
    return {"letters": "".join(LETTERS[value] for value in values)}


def _words(values: Sequence[Any]) -> Any:
    codes = {word: code for code, word in enumerate(dict.fromkeys(values))}
    if len(codes) * 4 > len(values) and len(codes) > 2:
        return list(values)
    return {"words": list(codes), "codes": _letters([codes[value] for value in values])}


def table(rows: Sequence[dict[str, Any]], empty: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of rows by name; `empty` names the columns, and what stands where a row has no value.

    >>> table([{"a": 1}, {}], {"a": 0})
    {'count': 2, 'a': {'letters': '10'}}
    """
    return {
        "count": len(rows),
        **{name: packed([row.get(name, nothing) for row in rows]) for name, nothing in empty.items()},
    }
