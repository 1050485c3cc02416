"""Assortativity: whether ties join like with like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.model.columns import Codes, Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True)
class Mixing:
    """The share of ties inside groups, what the groups' shares of all ends would give, and the coefficient."""

    inside: float | None
    expected: float | None
    coefficient: float | None


def by_group(matrix: csr_array, codes: Codes) -> Mixing:
    """Return r = (sum_g e_gg - sum_g a_g b_g) / (1 - sum_g a_g b_g) over the pattern of a matrix.

    e_gh is the share of entries from group g to h, a_g and b_g its row and column sums; every node has a group. None
    where there is no tie, or all are in one group. Reference: Newman 2003, https://doi.org/10.1103/PhysRevE.67.026126.
    Cost: one scan of the ties.

    >>> from scipy.sparse import csr_array
    >>> pair = csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> by_group(pair, np.array([0, 0, 1], dtype=np.int32))
    Mixing(inside=0.5, expected=0.625, coefficient=-0.3333333333333333)
    """
    if not matrix.nnz:
        return Mixing(None, None, None)
    rows, columns = np.repeat(codes, np.diff(matrix.indptr)), codes[matrix.indices]
    count = int(codes.max()) + 1
    a, b = (np.bincount(ends, minlength=count) / matrix.nnz for ends in (rows, columns))
    inside, expected = float((rows == columns).mean()), float(a @ b)
    return Mixing(inside, expected, (inside - expected) / (1 - expected) if expected < 1 - 1e-12 else None)


def by_number(matrix: csr_array, first: Numbers, second: Numbers) -> float | None:
    """Return the Pearson correlation over ties of a number at one end with a number at the other.

    None where there is no tie, or the number is the same at all ends. Reference: Newman 2003,
    https://doi.org/10.1103/PhysRevE.67.026126. Cost: one scan of the ties.
    """
    x, y = np.repeat(first, np.diff(matrix.indptr)), second[matrix.indices]
    if not len(x):
        return None
    x, y = x - x.mean(), y - y.mean()
    spread = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / spread if spread > 1e-12 * len(x) else None
