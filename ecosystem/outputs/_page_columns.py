"""Columns as the page reads them: what repeats is written once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any


def packed(values: Sequence[Any]) -> Any:
    """Return a column: one value for `all`, `steps` between growing whole numbers, `codes` into `words`, or a list.

    >>> packed(["a", "a"]), packed([3, 3, 5]), packed(["b", "a", "a", "b", "a", "a", "b", "b"]), packed([2, 1])
    ({'all': 'a'}, {'steps': [3, 0, 2]}, {'words': ['b', 'a'], 'codes': [0, 1, 1, 0, 1, 1, 0, 0]}, [2, 1])
    """
    if not values:
        return []
    first = values[0]
    if all(value == first for value in values):
        return {"all": first}
    if all(type(value) is int for value in values):
        if all(a <= b for a, b in pairwise(values)):
            return {"steps": [first, *(b - a for a, b in pairwise(values))]}
        long = max(values) > 9999
    else:
        long = all(isinstance(value, str) for value in values)
    codes = dict.fromkeys(values) if long else {}
    if long and len(codes) * 4 <= len(values):
        for code, word in enumerate(codes):
            codes[word] = code
        return {"words": list(codes), "codes": [codes[value] for value in values]}
    return list(values)


def table(rows: Sequence[dict[str, Any]], empty: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of rows by name; `empty` names the columns, and what stands where a row has no value.

    >>> table([{"a": 1}, {}], {"a": 0})
    {'count': 2, 'a': [1, 0]}
    """
    return {
        "count": len(rows),
        **{name: packed([row.get(name, nothing) for row in rows]) for name, nothing in empty.items()},
    }
