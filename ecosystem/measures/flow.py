"""Flow: the most that can pass from one node to another, what bounds it, and where what leaves a node comes to rest."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.errors import BadInput
from ecosystem.model.columns import Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LARGEST = 2**31 - 1
ROUNDS = 500
"""How often what moves is passed on step by step, before the rest is solved for at once."""
_REST = 1e-15

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """The most that can flow, and the entries of the matrix that bound it: a smallest cut."""

    value: float
    entries: Ints


def max_flow(capacities: csr_array, source: int, target: int) -> Cut:
    """Return the maximum flow between two nodes and a minimum cut, the one nearest to the source.

    Capacities are taken in their smallest common unit; where that is too fine for the integers of the algorithm, they
    are rounded to one part in a billion of what can leave the source or enter the target. The value is the sum of the
    capacities over the cut: max-flow = min-cut (Ford & Fulkerson 1956, https://doi.org/10.4153/CJM-1956-045-5).

    Parameters
    ----------
    capacities
        Entry (i, j) is what can pass from i to j, above 0.

    >>> from scipy.sparse import csr_array
    >>> max_flow(csr_array(np.array([[0, 3.5, 0], [0, 0, 2], [0, 0, 0]])), 0, 2)
    Cut(value=2.0, entries=array([1]))
    """
    from scipy.sparse.csgraph import maximum_flow

    from_source = reached(capacities, source)
    on_the_way = from_source & reached(capacities.T.tocsr(), target)
    if not on_the_way[target]:
        return Cut(0.0, np.zeros(0, dtype=np.int64))
    rows = np.repeat(np.arange(capacities.shape[0]), np.diff(capacities.indptr))
    columns = capacities.indices
    inner = on_the_way[rows] & on_the_way[columns]
    bound = min(capacities.data[inner & (rows == source)].sum(), capacities.data[inner & (columns == target)].sum())
    whole = capacities.copy()
    # what exceeds the bound is never full, and so in no cut
    whole.data = _whole(np.where(inner, np.minimum(capacities.data, 2 * bound), 0.0), bound)
    whole.eliminate_zeros()
    flow = maximum_flow(whole.astype(np.int32), source, target).flow
    left = (whole - flow).tocsr()
    left.data = (left.data > 0).astype(float)
    left.eliminate_zeros()
    near = reached(left, source)
    entries = np.flatnonzero(inner & near[rows] & ~near[columns])
    return Cut(float(capacities.data[entries].sum()), entries)


def _whole(values: Numbers, bound: float) -> Numbers:
    """Return values in a common unit as whole numbers."""
    for digits in range(10):
        scaled = values * 10.0**digits
        nearest = np.round(scaled)
        if np.allclose(scaled, nearest, rtol=1e-12, atol=1e-6) and nearest.max() < 2**53:
            unit = max(int(np.gcd.reduce(nearest.astype(np.int64))), 1)
            if 2 * round(bound * 10.0**digits) // unit <= LARGEST:
                return nearest / unit
    return np.where(values > 0, np.maximum(np.round(values / bound * 1e9), 1), 0)


def reached(matrix: csr_array, start: int) -> Flags:
    """Return which nodes can be reached along the entries of a matrix, the start among them. Cost: one scan."""
    from scipy.sparse.csgraph import breadth_first_order

    found = np.zeros(matrix.shape[0], dtype=bool)
    found[breadth_first_order(matrix, start, return_predecessors=False)] = True
    return found


@dataclass(frozen=True)
class Trace:
    """Where what leaves a node goes: `arrived` at each node, and `kept` there. `shares` is what each passes on."""

    sent: float
    arrived: Numbers
    kept: Numbers
    shares: csr_array


def trace(flows: csr_array, source: int) -> Trace:
    """Follow all that leaves a node, each next node passing it on in the proportions of its own flows.

    A node passes on to j the share w_ij / max(in_i, out_i) of what arrives and keeps the rest: all of it where it gives
    nothing, none where it gives more than it gets, the difference being its own. What comes back to the source stays
    there. All that is kept adds up to what was sent: arrived = (I - S)^-1 sent, an absorbing chain.

    Cost: one scan of the flows a step; above 500 steps one sparse solution.

    >>> from scipy.sparse import csr_array
    >>> trace(csr_array(np.array([[0, 4, 0], [0, 0, 1], [0, 0, 0.]])), 0).kept.tolist()
    [0.0, 3.0, 1.0]
    """
    n = flows.shape[0]
    rows = np.repeat(np.arange(n), np.diff(flows.indptr))
    out, in_ = np.bincount(rows, flows.data, n), np.bincount(flows.indices, flows.data, n)
    shares = flows.copy()
    shares.data = flows.data / np.maximum(out, np.where(np.arange(n) == source, out, in_))[rows]
    onward = shares.T.tocsr()
    moving = np.zeros(n)
    moving[source] = out[source]
    arrived, back = np.zeros(n), 0.0
    for _ in range(ROUNDS):
        moving = np.asarray(onward @ moving, dtype=float).reshape(-1)
        back += moving[source]
        moving[source] = 0.0
        arrived += moving
        if moving.sum() <= _REST * out[source]:
            break
    else:
        more = _solved(onward, moving, source)
        back += float((onward @ (more + moving))[source])
        arrived += more
    passed = np.bincount(rows, shares.data, n)
    kept = np.where(passed < 1 - 1e-12, arrived * (1 - passed), 0.0)
    kept[source] = back
    return Trace(float(out[source]), arrived, kept, shares)


def _solved(onward: csr_array, moving: Numbers, source: int) -> Numbers:
    """Return all that will still arrive at each node when what moves comes to rest."""
    import scipy.sparse as sp
    from scipy.sparse.linalg import spsolve

    stays = np.ones(len(moving))
    stays[source] = 0.0
    onward = (sp.diags_array(stays) @ onward).tocsr()
    system = (sp.eye_array(len(moving)) - onward).tocsc()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = np.asarray(spsolve(system, onward @ moving))
    if not np.isfinite(found).all() or (found < -1e-9 * moving.sum()).any() or found.sum() > 1e9 * moving.sum():
        raise BadInput(
            "flow: amounts go round almost without end, as nearly nothing comes to rest; narrow the relations, or "
            "bring the weights to one scale"
        )
    return found


def chains(
    matrix: csr_array, source: int, target: int, *, most_steps: int, most: int
) -> tuple[list[tuple[int, ...]], bool]:
    """Return the chains from one node to another that visit no node twice, by ids at every step, and if these are all.

    `most` at most are found, in a search of a hundred times as many steps.
    """
    most_steps = min(most_steps, matrix.shape[0] - 1)  # a chain cannot have more
    away = _steps_to(matrix, target, most_steps)
    walked, choices = {source: None}, [_next(matrix, source)]
    found: list[tuple[int, ...]] = []
    looked = 0
    while choices and len(found) < most and looked < 100 * most:
        node = next(choices[-1], None)
        looked += 1
        if node is None:
            choices.pop()
            walked.popitem()
        elif node == target:
            found.append((*walked, target))
        elif node not in walked and away[node] <= most_steps - len(walked):
            walked[node] = None
            choices.append(_next(matrix, node))
    return found, not choices


def _next(matrix: csr_array, node: int) -> Iterator[int]:
    return iter(matrix.indices[matrix.indptr[node] : matrix.indptr[node + 1]].tolist())


def _steps_to(matrix: csr_array, target: int, most: int) -> npt.NDArray[Any]:
    """Return the steps from each node to the target, more than `most` where it is farther."""
    away = np.full(matrix.shape[0], most + 1)
    front = np.zeros(matrix.shape[0])
    front[target], away[target] = 1.0, 0
    pattern = matrix.copy()
    pattern.data = np.ones(matrix.nnz)
    for step in range(1, most + 1):
        front = np.asarray((pattern @ front > 0) & (away > most), dtype=float)
        if not front.any():
            break
        away[front > 0] = step
    return away
