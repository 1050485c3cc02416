"""Centralities along shortest paths: betweenness, closeness, harmonic."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ecosystem import kernels
from ecosystem.errors import BadInput
from ecosystem.kernels import Neighbours
from ecosystem.measures.centrality.options import Found, Options
from ecosystem.measures.spheres import spheres
from ecosystem.model.columns import Codes, Numbers
from ecosystem.model.graph import Graph

LONG = 900.0
"""Seconds above which a measure says what it would take instead of beginning."""
# Seconds a source and entry of the adjacency on one core, measured on 200,000 nodes with 1,000,000 links.
_SECONDS = {"paths": 1.5e-8, "distances": 8e-10, "weighted": 5e-8}


def betweenness(graph: Graph, options: Options) -> Found:
    """Return Freeman betweenness: over all pairs of other nodes, the share of shortest paths that a node lies on.

    Divided by the number of pairs of other nodes, (n - 1)(n - 2) / 2, twice that along the direction. With pivots the
    sum over k sources stands for that over all n: b = n/k sum d_s, with the standard error
    n sqrt((1 - k/n) var(d) / k) of a sample without replacement.

    Reference: Freeman 1977, https://doi.org/10.2307/3033543; algorithm of Brandes 2001,
    https://doi.org/10.1080/0022250X.2001.9990249; pivots as in Brandes & Pich 2007,
    https://doi.org/10.1142/S0218127407018403. Cost: nodes, or pivots, times links.
    """
    n = len(graph.nodes)
    return _betweenness(graph, options, pairs=(n - 1) * (n - 2) / 2)


def inter_sphere_betweenness(graph: Graph, options: Options) -> Found:
    """Return betweenness over pairs of nodes from two different spheres alone; nodes without a sphere are not ends.

    Divided by the number of such pairs of other nodes. References: Flom et al. 2004 (a measure of linkage between two
    sub-networks); Brandes 2001 for the algorithm. Cost: as betweenness.
    """
    groups = spheres(graph)
    sizes = np.bincount(groups + 1, minlength=1)
    ends = sizes[1:].sum()
    own = np.where(groups >= 0, sizes[groups + 1], 0)
    pairs = (ends**2 - (sizes[1:] ** 2).sum()) / 2 - np.where(groups >= 0, ends - own, 0)
    return _betweenness(graph, options, pairs=pairs, groups=groups)


def harmonic(graph: Graph, options: Options) -> Found:
    """Return harmonic centrality: sum_j 1/d(i, j), 0 for those out of reach, over the number of others.

    With pivots the mean over the m others that are pivots stands for that over all, with the standard error
    sqrt((1 - m/(n - 1)) var(1/d) / m) of a sample without replacement. Reference: Boldi & Vigna 2014,
    https://doi.org/10.1080/15427951.2013.865686. Cost: nodes, or pivots, times links.
    """
    found, others = _distances(graph, options, "harmonic")
    scale = len(graph.nodes) - 1 if options.raw else 1
    error = None
    if found.near_squares is not None and _pivoted(graph, options):
        error = _error(found.near, found.near_squares, others, len(graph.nodes)) * scale
    values = _over(found.near, others) * scale
    if not _pivoted(graph, options):
        return Found(values)
    unreached = found.reach == 0
    if error is not None:
        error[unreached] = np.nan
    values[unreached] = np.nan
    return Found(values, error, _unreached(unreached))


def closeness(graph: Graph, options: Options) -> Found:
    """Return closeness after Wasserman and Faust: (r/sum d) times (r/(n - 1)), r the number of nodes it reaches.

    Undefined for a node that reaches nobody. Raw: r/sum d, the inverse of the mean distance. With pivots only they are
    counted as others; the standard error is that of the ratio to first order, else as of harmonic centrality.
    Reference: Wasserman & Faust 1994, https://doi.org/10.1017/CBO9780511815478. Cost: nodes, or pivots, times links.
    """
    found, others = _distances(graph, options, "closeness")
    nearness = _over(found.reach, found.far)
    error = None
    if found.far_squares is not None and _pivoted(graph, options):
        # To first order r/d changes by r/D - R d/D^2 and r^2/d by 2 R r/D - R^2 d/D^2, with R and D the means.
        mean = _over(found.far, others)
        by_reach, by_far = _over(np.ones(len(mean)), mean), _over(nearness, mean)
        if not options.raw:
            by_reach, by_far = 2 * nearness, nearness**2
        sums = by_reach * found.reach - by_far * found.far
        squares = by_reach**2 * found.reach + by_far**2 * found.far_squares - 2 * by_reach * by_far * found.far
        error = _error(sums, squares, others, len(graph.nodes))
    notes = _unreached(found.reach == 0) if _pivoted(graph, options) else ()
    return Found(nearness if options.raw else nearness * found.reach / np.maximum(others, 1), error, notes)


def _unreached(nodes: npt.NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the note on nodes of which pivots say nothing."""
    return (f"Nodes that reach no pivot are left empty: {nodes.sum():,} of {len(nodes):,}.",) if nodes.any() else ()


def _error(sums: Numbers, squares: Numbers, taken: Numbers, n: int) -> Numbers:
    """Return the standard error of the means over those taken of n - 1 others; NaN for fewer than two."""
    variance = _over(np.maximum(squares - _over(sums**2, taken), 0), taken - 1)
    error: Numbers = np.sqrt((1 - taken / (n - 1)) * _over(variance, taken))
    return error


def _distances(graph: Graph, options: Options, name: str) -> tuple[kernels.Closeness, Numbers]:
    """Return the sums of distances, and how many others each node has among the ends."""
    n, to, ends = len(graph.nodes), options.links(graph), _pivots(graph, options)
    if ends is None:
        _check_time(name, to, options, _SECONDS["weighted" if options.weight else "distances"])
        return kernels.closeness(to, weighted=options.weight), np.full(n, n - 1.0)
    if options.weight:
        raise BadInput(f"pivots: {name} by weight takes all nodes; leave out --pivots or --weight")
    others = np.full(n, float(len(ends)))
    others[ends] -= 1
    return kernels.closeness(to, ends=ends), others


def _pivoted(graph: Graph, options: Options) -> bool:
    return 0 < options.pivots < len(graph.nodes)


def _pivots(graph: Graph, options: Options) -> Codes | None:
    """Return the pivots that are asked for, None for all nodes."""
    if not _pivoted(graph, options):
        return None
    return np.random.default_rng(options.seed).choice(len(graph.nodes), options.pivots, replace=False).astype(np.int32)


def _check_time(name: str, to: Neighbours, options: Options, seconds: float) -> None:
    """Raise `BadInput` where paths from all nodes take long, unless as many pivots as nodes ask for just that."""
    total = len(to) * len(to.ids) * seconds / kernels.threads()
    if total > LONG and not options.pivots:
        told = f"{total / 3600:.1f} hours" if total > 5400 else f"{total / 60:.0f} minutes"
        raise BadInput(
            f"{name}: the shortest paths between all of {len(to):,} nodes would take about {told}; give --pivots 256 "
            f"for an estimate, narrow the scope, or give --pivots {len(to)} to take them all the same"
        )


def _betweenness(graph: Graph, options: Options, *, pairs: Numbers | float, groups: Codes | None = None) -> Found:
    n, to, chosen = len(graph.nodes), options.links(graph), _pivots(graph, options)
    if chosen is None:
        _check_time("betweenness", to, options, _SECONDS["weighted" if options.weight else "paths"])
    sums, squares = kernels.betweenness(to, weighted=options.weight, groups=groups, sources=chosen)
    if not np.isfinite(sums).all():
        raise BadInput(
            "betweenness: two nodes have more shortest paths between them than can be counted, 10^308; narrow the scope"
        )
    counted = 1 if options.directed else 2
    scale = np.full(n, 1 / counted) if options.raw else _over(np.ones(n), 2 * pairs)
    if chosen is None:
        return Found(sums * scale)
    k = options.pivots
    variance = np.maximum(squares - sums**2 / k, 0) / max(k - 1, 1)
    error = n * np.sqrt((1 - k / n) * variance / k) if k > 1 else np.full(n, np.nan)
    return Found(sums * scale * n / k, error * scale)


def _over(values: Numbers, by: Numbers | float) -> Numbers:
    by = np.broadcast_to(np.asarray(by, float), values.shape)
    over: Numbers = np.divide(values, by, out=np.full(len(values), np.nan), where=by > 0)
    return over
