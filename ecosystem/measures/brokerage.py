"""Brokerage: the roles of Gould and Fernandez."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.measures.triangles import triangles
from ecosystem.model.columns import Codes, Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
"""The broker's place between two others: all of one group; a guest between two of another group; passing on out of
its own group; letting in to its own group; all of different groups."""

Table: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]


def roles(arcs: csr_array, codes: Codes) -> Table:
    """Return how often each node is a broker in each of the `ROLES`, one column a role.

    A node v is a broker for every ordered pair a, c with a → v → c and no a → c; a tie without direction counts as two
    arcs, and so for both orders. `arcs` has sorted indices and no diagonal, `codes` a group for every node. Reference:
    Gould & Fernandez 1989, https://doi.org/10.2307/270949. Cost: one listing of the triangles.

    >>> from scipy.sparse import csr_array
    >>> roles(csr_array(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]])), np.array([0, 0, 1], dtype=np.int32))[1].tolist()
    [0.0, 0.0, 1.0, 0.0, 0.0]
    """
    table = _two_paths(arcs, codes)
    both = _pattern(arcs + arcs.T)
    n, rows = both.shape[0], np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    columns, there = both.indices, _pattern(both + arcs).data > 1
    for found in triangles(both):
        for ac, av, _, _, _, vc in found.turned():
            closed = there[ac] & there[av] & there[vc]
            a, v, c = rows[ac][closed], columns[av][closed], columns[ac][closed]
            role = _role(codes[a], codes[v], codes[c])
            table -= np.bincount(v * len(ROLES) + role, minlength=table.size).reshape(n, len(ROLES))
    return table


def _pattern(matrix: csr_array) -> csr_array:
    matrix = matrix.tocsr()
    matrix.sort_indices()
    return matrix


def _role(a: Codes, v: Codes, c: Codes) -> Ints:
    one_side = np.where(v == c, ROLES.index("gatekeeper"), ROLES.index("liaison"))
    strangers = np.where(a == c, ROLES.index("itinerant"), one_side)
    return np.where(a == v, np.where(v == c, ROLES.index("coordinator"), ROLES.index("representative")), strangers)


def _two_paths(arcs: csr_array, codes: Codes) -> Table:
    """Return the number of pairs a → v → c of each role, whether or not a → c."""
    import scipy.sparse as sp

    n = len(codes)
    member = sp.csr_array((np.ones(n), codes, np.arange(n + 1)), shape=(n, int(codes.max(initial=-1)) + 1))
    leaving, coming = (arcs @ member).tocsr(), (arcs.T @ member).tocsr()
    own_out, own_in = (np.asarray(side.multiply(member).sum(axis=1)) for side in (leaving, coming))
    out, in_ = (np.asarray(side.sum(axis=1)) - own for side, own in ((leaving, own_out), (coming, own_in)))
    guest = np.asarray(leaving.multiply(coming).sum(axis=1)) - own_out * own_in
    back = (arcs.multiply(arcs.T)).tocsr() @ member
    back_own = np.asarray(back.multiply(member).sum(axis=1))
    back_other = np.asarray(back.sum(axis=1)) - back_own
    columns = (own_in * own_out - back_own, guest - back_other, own_in * out, in_ * own_out, in_ * out - guest)
    return np.column_stack(columns)


@dataclass(frozen=True)
class Chance:
    """What chance gives the nodes of each group (rows) in each role and in all together (columns)."""

    expected: Table
    sd: Table


def role_chance(sizes: Codes, arcs: int, *, undirected: bool) -> Chance:
    """Return mean and standard deviation of each role when every arc is there by the same chance d, apart from others.

    With p = d^2 (1 - d), N ordered pairs that would make the role and K ordered pairs of these that share one arc:
    mean N p, variance N p (1 - p) + K d^3 (1 - d)^3. Where ties have no direction, both orders of a pair come and go
    together, which doubles the variance of the roles that count both. Reference: Gould & Fernandez 1989,
    https://doi.org/10.2307/270949. Exact for every node.
    """
    n = int(sizes.sum())
    d = arcs / (n * (n - 1)) if n > 1 else 0.0
    p = d * d * (1 - d)
    pairs, sharing = _possible(sizes.astype(float))
    twice = np.array([2, 2, 1, 1, 2, 2] if undirected else [1] * 6)
    variance = twice * (pairs * p * (1 - p) + sharing * (d * (1 - d)) ** 3)
    return Chance(pairs * p, np.sqrt(variance))


def _possible(sizes: Numbers) -> tuple[Table, Table]:
    """Return for a node of each group and each role, and all, the pairs that would make it, and those that share."""
    n, own, other = sizes.sum(), sizes - 1, sizes.sum() - sizes
    two, three = sizes * (sizes - 1), sizes * (sizes - 1) * (sizes - 2)
    guests, guest_sharing = two.sum() - two, three.sum() - three
    mixed = other**2 - ((sizes**2).sum() - sizes**2)
    # sum over groups h other than g of s_h (o_g - s_h)(o_g - s_h - 1), by sums of powers
    one, square, cube = ((sizes**k).sum() - sizes**k for k in (1, 2, 3))
    mixed_sharing = (other**2 - other) * one - (2 * other - 1) * square + cube
    pairs = (own * (own - 1), guests, own * other, own * other, mixed, np.full(len(sizes), (n - 1) * (n - 2)))
    one_side = own * other * (own + other - 2)
    everything = np.full(len(sizes), 2 * (n - 1) * (n - 2) * (n - 3))
    sharing = (2 * own * (own - 1) * (own - 2), 2 * guest_sharing, one_side, one_side, 2 * mixed_sharing, everything)
    return np.column_stack(pairs), np.column_stack(sharing)
