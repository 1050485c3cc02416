"""Helix: ties between and inside groups, beside what two kinds of chance would give, and mutual information."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.model.columns import Codes, Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Table: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Moments:
    """Mean and standard deviation of the ties of every pair of groups, and of all ties inside groups."""

    mean: Table
    sd: Table
    inside_mean: float
    inside_sd: float


def between(matrix: csr_array, codes: Codes, count: int) -> Table:
    """Return the number of ties between every two groups, those inside a group once; nodes coded -1 do not count."""
    rows, columns = np.repeat(codes, np.diff(matrix.indptr)), codes[matrix.indices]
    known = (rows >= 0) & (columns >= 0)
    table = np.bincount(rows[known] * count + columns[known], minlength=count * count).reshape(count, count)
    return np.where(np.eye(count, dtype=bool), table / 2, table)


def by_relabelling(sizes: Codes, partners: Codes) -> Moments:
    """Return the moments when the groups are dealt to the nodes by lot and the ties stay.

    With m ties, n nodes and groups of n_a nodes: mean m 2 n_a n_b / (n (n - 1)), inside m n_a (n_a - 1) / (n (n - 1)).
    The spread follows from the pairs of ties that share a node, S = sum_i k_i (k_i - 1), and those that do not. Exact.

    Parameters
    ----------
    sizes
        Number of nodes of each group.
    partners
        Number of ties of each node.
    """
    m, n, size = float(partners.sum()) / 2, float(sizes.sum()), sizes.astype(float)
    shared = float((partners * (partners - 1.0)).sum())
    apart = m * (m - 1) - shared
    two, three, four = (max(float(_falling(n, k)), 1.0) for k in (2, 3, 4))
    inside = [_falling(size, k) for k in (2, 3, 4)]
    cross = np.multiply.outer(size, size)
    sharing = (cross * (size - 1) + cross * (size - 1)[:, None]) / three
    apart_cross = 4 * np.multiply.outer(inside[0], inside[0]) / four
    mean = _with_diagonal(2 * m * cross / two, m * inside[0] / two)
    square = _with_diagonal(
        mean + shared * sharing + apart * apart_cross,
        m * inside[0] / two + shared * inside[1] / three + apart * inside[2] / four,
    )
    all_apart = inside[2].sum() + inside[0].sum() ** 2 - (inside[0] ** 2).sum()
    total = m * inside[0].sum() / two
    total_square = total + shared * inside[1].sum() / three + apart * all_apart / four
    return Moments(mean, _sd(square, mean), float(total), float(_sd(total_square, total)))


def by_configuration(ends: Numbers) -> Moments:
    """Return the moments when the ends of the ties are joined by lot and every node keeps its number of ties.

    With k_a ends in a group: mean k_a k_b / 2m, inside k_a^2 / 4m; the spread is that of random pairing of the ends
    (Molloy & Reed 1995, https://doi.org/10.1002/rsa.3240060204), which may join a node with itself, or two nodes twice.

    Parameters
    ----------
    ends
        Number of ends of ties in each group.
    """
    all_ends = float(ends.sum())
    one, two = max(all_ends - 1, 1.0), max((all_ends - 1) * (all_ends - 3), 1.0)
    pairs = ends * (ends - 1) / 2
    again = (ends - 2) * (ends - 3) / 2
    cross = np.multiply.outer(ends, ends)
    first = _with_diagonal(cross / one, pairs / one)
    square = first + _with_diagonal(np.multiply.outer(2 * pairs, 2 * pairs) / two, pairs * again / two)
    inside = float(pairs.sum()) / one
    inside_square = inside + float((pairs * again).sum() + pairs.sum() ** 2 - (pairs**2).sum()) / two
    share = max(all_ends, 1.0)
    mean = _with_diagonal(cross / share, ends**2 / (2 * share))
    return Moments(mean, _sd(square, first), float(np.trace(mean)), float(_sd(inside_square, inside)))


def _falling(n: Numbers | float, k: int) -> Numbers:
    """Return n (n - 1) … of k factors: the ways to draw k of n in order."""
    product: Numbers = np.prod([np.asarray(n, dtype=float) - i for i in range(k)], axis=0)
    return product


def _with_diagonal(table: Table, diagonal: Numbers) -> Table:
    result = np.array(table, dtype=float)
    np.fill_diagonal(result, diagonal)
    return result


def _sd(square: Table | float, mean: Table | float) -> Table:
    variance = np.asarray(square, dtype=float) - np.asarray(mean, dtype=float) ** 2
    return np.sqrt(np.where(variance > 1e-9, variance, 0.0))


def mutual_information(records: Table) -> Numbers:
    """Return T in bits of distributions over combinations of presence: H of single ones, less pairs, plus triples.

    T(UIG) = H_U + H_I + H_G - H_UI - H_UG - H_IG + H_UIG. For three dimensions a negative T is synergy; it does not
    prove joint records, which are to be read beside it. Reference: Leydesdorff 2003,
    https://doi.org/10.1023/A:1026253130577.

    Parameters
    ----------
    records
        One axis of two entries (absent, present) a dimension, after a first axis for several distributions; counts.

    >>> three_copies = np.zeros((1, 2, 2, 2)); three_copies[0, 0, 0, 0] = three_copies[0, 1, 1, 1] = 5
    >>> mutual_information(three_copies).tolist()
    [1.0]
    """
    dimensions = range(1, records.ndim)
    result = np.zeros(len(records))
    for size in dimensions:
        for kept in combinations(dimensions, size):
            others = tuple(axis for axis in dimensions if axis not in kept)
            result -= (-1) ** size * _entropy(records.sum(axis=others).reshape(len(records), -1))
    return result


def _entropy(counts: Table) -> Numbers:
    share = counts / counts.sum(axis=1, keepdims=True)
    entropy: Numbers = -(share * np.log2(np.where(share > 0, share, 1.0))).sum(axis=1)
    return entropy
