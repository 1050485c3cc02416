"""Two-hop scores: what two nodes have in common, and the pairs that have most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ecosystem.kernels.blocks import in_order
from ecosystem.kernels.library import call, library
from ecosystem.kernels.neighbours import Neighbours, Numbers

STEPS = 2**16 - 1


@dataclass(frozen=True)
class Pairs:
    """Pairs of nodes, the highest score first, equal ones by position; `first` is the lower position."""

    first: npt.NDArray[np.int32]
    second: npt.NDArray[np.int32]
    score: Numbers


def worth(among: Neighbours, score: str) -> Numbers:
    """Return what each node counts as a common neighbour: 1, 1 / ln k or 1 / k, with k its number of neighbours.

    Adamic & Adar 2003, https://doi.org/10.1016/S0378-8733(03)00009-1; resource allocation: Zhou, Lu & Zhang 2009,
    https://doi.org/10.1140/epjb/e2009-00335-8. A node with one neighbour is common to nobody and counts 0.

    >>> star = Neighbours.of_pairs(3, np.array([0, 0]), np.array([1, 2]), np.ones(2), symmetric=True)
    >>> worth(star, "resource_allocation").tolist()
    [0.5, 0.0, 0.0]
    """
    sizes = np.diff(among.starts).astype(np.float64)
    several = sizes > 1
    below = {"common_neighbours": np.ones_like(sizes), "resource_allocation": sizes}
    by = below[score] if score in below else np.log(np.maximum(sizes, 2))
    return np.divide(several, by, out=np.zeros(len(sizes)), where=several)


def scores_of(among: Neighbours, node: int, value: Numbers) -> Numbers:
    """Return for every node the sum of the values of the neighbours it has in common with one node."""
    middles = among.of(node).astype(np.int64)
    sizes = np.diff(among.starts)[middles]
    return np.bincount(among.of_all(middles), np.repeat(value[middles], sizes), minlength=len(among)).astype(np.float64)


def best_pairs(
    among: Neighbours,
    value: Numbers,
    *,
    kind: npt.NDArray[np.int32],
    allowed: npt.NDArray[np.bool_],
    top: int,
    scale: Numbers | None = None,
) -> Pairs:
    """Return the `top` unlinked pairs with the largest sum of values of common neighbours; none with a sum of 0.

    Parameters
    ----------
    value
        What a node counts as a common neighbour, 0 or more; see `worth`.
    kind, allowed
        The kind of each node, and a symmetric table that says which two kinds may make a pair.
    scale
        What the sum is multiplied by for each of its ends, above 0; 1 where none is given.

    Notes
    -----
    Cost: at most the sum of squared numbers of neighbours, far less where `top` is small.

    Examples
    --------
    >>> star = Neighbours.of_pairs(4, np.array([0, 0, 0]), np.array([1, 2, 3]), np.ones(3), symmetric=True)
    >>> found = best_pairs(star, worth(star, "common_neighbours"), kind=np.zeros(4, np.int32),
    ...                    allowed=np.ones((1, 1), bool), top=2)
    >>> found.first.tolist(), found.second.tolist(), found.score.tolist()
    ([1, 1], [2, 3], [1.0, 1.0])
    """
    size = len(among)
    scale = np.ones(size) if scale is None else scale
    if library() is None or not size:
        from ecosystem.kernels import plain

        return Pairs(*plain.best_pairs(among, value, kind, allowed, top, scale))
    sums = np.empty(size)
    call("wealth", size, among.starts, among.ids, value, scale, sums)
    order, wealth = _by_wealth(sums)
    place = np.empty(size, np.int32)
    place[order] = np.arange(size, dtype=np.int32)
    first, second, score = np.zeros(top, np.int32), np.zeros(top, np.int32), np.zeros(top)
    found = np.zeros(1, np.int64)
    table = np.ascontiguousarray(allowed, np.uint8)
    by_wealth = (value[order], wealth, scale[order], scale.max(keepdims=True))
    kinds = kind[order].astype(np.int32)
    rows = (among.starts, among.ids, *by_wealth, order, place, kinds, table, len(table))
    for _ in in_order(
        lambda block, stop: call("best_pairs", size, *rows, top, first, second, score, found, stop), [()]
    ):
        pass
    count = int(found[0])
    best_first = np.lexsort((second[:count], first[:count], -score[:count]))
    return Pairs(first[best_first], second[best_first], score[best_first])


def _by_wealth(wealth: Numbers) -> tuple[npt.NDArray[np.int32], Numbers]:
    """Return nodes by falling wealth in steps, sorted sooner than numbers, and for each its step as a bound."""
    step = float(wealth.max()) / STEPS or 1.0
    below = (STEPS - np.ceil(wealth / step).clip(0, STEPS)).astype(np.uint16)
    order = np.argsort(below, kind="stable").astype(np.int32)
    return order, (STEPS - below[order].astype(np.float64)) * step * (1 + 1e-12)
