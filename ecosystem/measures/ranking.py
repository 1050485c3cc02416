"""The order of rows: by value, then by id, equal values sharing a rank."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ecosystem.model.columns import Numbers


def rounded(values: npt.NDArray[Any]) -> Numbers:
    """Return values to 12 significant digits, so that noise of the arithmetic splits no tie."""
    return np.array([float(f"{value:.12g}") for value in values.tolist()], dtype=float)


def ranked(values: npt.NDArray[Any], *, ascending: bool = False) -> tuple[npt.NDArray[np.int64], list[int | None]]:
    """Return positions from the first to the last, and the rank of each; what is NaN stands last, without a rank.

    >>> ranked(np.array([1.0, np.nan, 2.0, 1.0]))
    (array([2, 0, 3, 1]), [1, 2, 2, None])
    """
    keys = rounded(values) if ascending else -rounded(values)
    order = np.lexsort((np.arange(len(keys)), keys, np.isnan(keys)))
    known = np.sort(keys[~np.isnan(keys)])
    ranks = np.searchsorted(known, keys[order], side="left") + 1
    return order, [None if np.isnan(key) else int(rank) for key, rank in zip(keys[order], ranks, strict=True)]


def value(number: float) -> float | None:
    """Return a number, None where it is not one, whole numbers as they are."""
    return None if np.isnan(number) else float(number)
