"""Shortest-path centralities: betweenness, and the sums that closeness and harmonic centrality are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ecosystem.kernels.blocks import Stop, in_order, split
from ecosystem.kernels.library import call, library
from ecosystem.kernels.neighbours import Neighbours, Numbers, Positions

SWEEP, WIDE_SWEEP = 64, 512
LARGE = 1 << 20
"""Above how many nodes betweenness takes half a sweep at once, for its rows take 512 bytes a node."""
Groups = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Closeness:
    """For each node how many others it reaches, the sum of their distances, and the sum of 1 / distance.

    By hops also the sums of the squares of both.
    """

    reach: Numbers
    far: Numbers
    near: Numbers
    far_squares: Numbers | None = None
    near_squares: Numbers | None = None


def betweenness(
    to: Neighbours,
    *,
    weighted: bool = False,
    groups: Groups | None = None,
    sources: Positions | None = None,
) -> tuple[Numbers, Numbers]:
    """Return for each node the sum over sources of its dependency, and the sum of the dependencies' squares.

    The dependency of a source s on a node v is the sum over targets t of the share of shortest paths from s to t that
    go through v, ends not counted. With all sources, links both ways, every pair of ends is counted twice.

    Parameters
    ----------
    weighted
        The length of a link is 1 / weight instead of 1; weights are above 0. Lengths of paths count as equal within a
        part in 10^10.
    groups
        A number for each node: then only pairs of ends from two groups count, none with -1.
    sources
        Positions of different nodes; all where none are given.

    Notes
    -----
    Brandes 2001, https://doi.org/10.1080/0022250X.2001.9990249. Cost: sources times links; 64 sources at once by hops,
    with 512 bytes a node for every thread, 32 with half of it above a million nodes.

    Examples
    --------
    >>> chain = Neighbours.of_pairs(3, np.array([0, 1]), np.array([1, 2]), np.ones(2), symmetric=True)
    >>> betweenness(chain)[0].tolist()
    [0.0, 2.0, 0.0]
    """
    sources = np.arange(len(to)) if sources is None else np.asarray(sources)
    compiled = library() is not None
    order = _order(to) if compiled and not weighted else np.arange(len(to))
    place = np.argsort(order)
    chosen = np.sort(place[sources]).astype(np.int32)
    group = None if groups is None else groups[order].astype(np.int32)
    arguments: tuple[npt.NDArray[np.number], ...]
    if weighted:
        arguments = (to.starts, to.ids, 1 / to.weights)
    else:
        ordered = to.ordered(order)
        back = ordered.backward
        arguments = (ordered.starts, ordered.ids, back.starts, back.ids)

    def sweep(block: tuple[int, int], stop: Stop) -> tuple[Numbers, Numbers]:
        sums, squares = np.zeros(len(to)), np.zeros(len(to))
        taken = chosen[slice(*block)]
        if not compiled:
            from ecosystem.kernels import plain

            (plain.weighted_betweenness if weighted else plain.betweenness)(to, group, taken, sums, squares)
            return sums, squares
        name = "weighted_betweenness" if weighted else "betweenness"
        call(name, len(to), *arguments, group, taken, len(taken), sums, squares, stop)
        return sums, squares

    sums, squares = np.zeros(len(to)), np.zeros(len(to))
    size = SWEEP if len(to) <= LARGE else SWEEP // 2
    for one, two in in_order(sweep, split(len(chosen), size), bytes_each=8 * size * len(to), threaded=compiled):
        sums += one
        squares += two
    return sums[place], squares[place]


def closeness(to: Neighbours, *, weighted: bool = False, ends: Positions | None = None) -> Closeness:
    """Return for each node how many others it reaches along links, and the sums of distance and of 1 / distance.

    With `ends`, positions of different nodes, only these count as others; that is for distances by hops.
    Cost: ends times links; by hops 512 ends at once, with 192 bytes a node for every thread.

    >>> chain = Neighbours.of_pairs(3, np.array([0, 1]), np.array([1, 2]), np.ones(2), symmetric=True)
    >>> closeness(chain).near.tolist()
    [1.5, 2.0, 1.5]
    """
    return _weighted_closeness(to) if weighted else _closeness(to, np.arange(len(to)) if ends is None else ends)


def _closeness(to: Neighbours, ends: Positions) -> Closeness:
    """Search backwards from the ends: sums arise at the node that is reached, whose distances they are."""
    if library() is None:
        from ecosystem.kernels import plain

        return Closeness(*plain.closeness_to(to, ends))
    order = _order(to)
    forward = to.ordered(order)
    search = forward.backward
    place = np.argsort(order)
    chosen = np.sort(place[ends]).astype(np.int32)

    def sweep(block: tuple[int, int], stop: Stop) -> tuple[npt.NDArray[Any], ...]:
        reach, far, far_squares = np.zeros((3, len(to)), np.int64)
        near, near_squares = np.zeros((2, len(to)))
        taken = chosen[slice(*block)]
        rows = (search.starts, search.ids, forward.starts, forward.ids)
        call("closeness", len(to), *rows, taken, len(taken), reach, far, far_squares, near, near_squares, stop)
        return reach, far, near, far_squares, near_squares

    sums = np.zeros((5, len(to)))
    for parts in in_order(sweep, split(len(chosen), WIDE_SWEEP), bytes_each=192 * len(to)):
        for sum, part in zip(sums, parts, strict=True):
            sum += part
    return Closeness(*(sum[place] for sum in sums))


def _weighted_closeness(to: Neighbours) -> Closeness:
    if library() is None:
        from ecosystem.kernels import plain

        return Closeness(*plain.closeness(to))
    lengths, everybody = 1 / to.weights, np.arange(len(to), dtype=np.int32)

    def sweep(block: tuple[int, int], stop: Stop) -> tuple[npt.NDArray[np.int64], Numbers, Numbers]:
        taken = everybody[slice(*block)]
        sums = np.zeros(len(taken), np.int64), np.zeros(len(taken)), np.zeros(len(taken))
        call("weighted_closeness", len(to), to.starts, to.ids, lengths, taken, len(taken), *sums, stop)
        return sums

    parts = list(in_order(sweep, split(len(to), SWEEP)))
    columns = zip(*parts, strict=True) if parts else ([np.zeros(0)],) * 3
    return Closeness(*(np.concatenate(column).astype(np.float64) for column in columns))


def _order(to: Neighbours) -> Positions:
    """Return the nodes in an order in which neighbours lie close together."""
    both = to if to.symmetric else Neighbours.of_pairs(len(to), to.rows, to.ids, to.weights, symmetric=True)
    by_degree = np.argsort(np.diff(both.starts), kind="stable").astype(np.int32)
    order = np.empty(len(to), np.int32)
    call("cuthill_mckee", len(to), both.starts, both.ids, by_degree, order)
    return order
