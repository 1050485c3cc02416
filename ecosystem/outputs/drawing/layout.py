"""Layout: where to draw the nodes of a graph, so that connected nodes stand together and no two dots overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph
from ecosystem.outputs.drawing.packing import SPACING, Positions, block, pack

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_GAP = 8.0  # pixels kept free between any two dots
_NAMED = 6  # hubs that get room for their name
_LETTER = (7.4, 19.0)  # width and height of a letter on the screen, in pixels
_STEPS = 300
_RATE = 0.25  # of the first step
_INWARDS = 0.003  # holds loose ends back, so that the picture is filled
_AWAY = 8.0  # nodes pushed away for every link that pulls


def radii(graph: Graph) -> Numbers:
    """Return the radius of every dot in pixels, 6 to 30: its area grows with the number of partners.

    >>> from ecosystem.model.rows import graph_of
    >>> radii(graph_of([{"id": "a"}], [])).tolist()
    [6.0]
    """
    partners = np.diff(graph.adjacency(weight="partners").indptr)
    return np.minimum(30.0, np.sqrt(36.0 + 9.0 * partners))


def layout(graph: Graph, *, seed: int = 1) -> Numbers:
    """Return the places of all nodes, one row (x, y) in pixels a node; x grows to the right, y downwards.

    Each connected part is settled by stochastic gradient steps: links pull their ends together, and every node is
    pushed away from others drawn at random, both with forces that fade with distance (as in LargeVis and UMAP), from a
    start that keeps distances in steps (pivot MDS). So communities stand apart. Dots are then pushed off each other,
    and what stands below a hub gives way to its name. Parts are packed, the largest first; nodes without links fill a
    block, by kind.

    Parameters
    ----------
    seed
        The same seed gives the same places.

    References: Tang et al. 2016, https://doi.org/10.1145/2872427.2883041; Brandes & Pich 2007,
    https://doi.org/10.1007/978-3-540-70904-6_6. Cost: 300 rounds of O(nodes + links); 20,000 nodes take seconds.

    >>> from ecosystem.model.rows import graph_of
    >>> pair = graph_of([{"id": "a"}, {"id": "b"}], [{"source": "a", "relation": "part_of", "target": "b"}])
    >>> layout(pair).shape
    (2, 2)
    """
    from scipy.sparse.csgraph import connected_components

    near = graph.adjacency(weight="partners")
    radius = radii(graph)
    _, part = connected_components(near, directed=False)
    sizes = np.bincount(part, minlength=1)
    members = np.split(np.argsort(part, kind="stable"), np.cumsum(sizes)[:-1])
    places = np.zeros((len(graph.nodes), 2))
    connected = sorted((nodes for nodes in members if len(nodes) > 1), key=lambda nodes: (-len(nodes), nodes[0]))
    for nodes in connected:
        letters = _letters(graph, nodes, radius)
        places[nodes] = _part(near[nodes][:, nodes], radius[nodes], letters, np.random.default_rng(seed))
    boxes = list(connected)
    alone = np.flatnonzero(sizes[part] == 1)
    if len(alone):
        alone = alone[np.argsort(graph.nodes.kind[alone], kind="stable")]
        places[alone] = block(len(alone))
        boxes.insert(1, alone)
    pack(places, boxes, radius)
    return np.round(places, 1)


def _letters(graph: Graph, nodes: Positions, radius: Numbers) -> Numbers:
    """Return how many letters of its name each node gets room for: all of the few largest, none else."""
    letters = np.zeros(len(nodes))
    if len(nodes) > 5:
        for hub in np.argsort(-radius[nodes], kind="stable")[: min(_NAMED, 1 + len(nodes) // 12)]:
            letters[hub] = min(len(graph.nodes.name[nodes[hub]]), 34)
    return letters


def _part(near: csr_array, radius: Numbers, letters: Numbers, rng: np.random.Generator) -> Numbers:
    hub = int(np.argmax(radius))
    if near.nnz == 2 * (len(radius) - 1) and near.indptr[hub + 1] - near.indptr[hub] == len(radius) - 1:
        return _star(radius, hub)
    places = _settle(near, _start(near, rng), rng)
    places = _filling(_lying(places - places.mean(axis=0)))
    spacing = SPACING * np.clip((len(radius) / 1000) ** 0.35, 1.0, 3.0)  # what is dense keeps its shape
    places *= spacing * np.sqrt(len(radius) / max(float(np.prod(np.ptp(places, axis=0))), 1e-9))
    places = _apart(places, radius, rng)
    for _ in range(2):
        if not _make_room(places, radius, letters):
            break
        places = _apart(places, radius, rng)
    return places


def _star(radius: Numbers, hub: int) -> Numbers:
    """Leaves in a ring around their hub; a pair is the smallest star."""
    leaves = np.flatnonzero(np.arange(len(radius)) != hub)
    reach = max(SPACING, len(leaves) * (2 * 7 + 2 * _GAP) / (2 * np.pi)) + radius[hub]
    angle = 2 * np.pi * np.arange(len(leaves)) / len(leaves)
    places = np.zeros((len(radius), 2))
    places[leaves] = reach * np.column_stack([np.cos(angle), np.sin(angle)])
    return places


def _start(near: csr_array, rng: np.random.Generator) -> Numbers:
    """Pivot MDS: the two main axes of the distances in steps to some nodes, shaken a little."""
    from scipy.sparse.csgraph import shortest_path

    n = near.shape[0]
    pivots = rng.choice(n, size=min(n, 50), replace=False)
    squared = shortest_path(near, unweighted=True, directed=False, indices=pivots).T ** 2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    axes = np.linalg.eigh(centred.T @ centred)[1][:, -2:]
    axes *= np.where(axes[np.argmax(np.abs(axes), axis=0), [0, 1]] < 0, -1.0, 1.0)
    places = centred @ axes
    places /= max(float(np.ptp(places)), 1e-9)
    start: Numbers = (places + rng.normal(scale=0.02, size=places.shape)) * np.sqrt(n) * 0.4
    return start


def _settle(near: csr_array, places: Numbers, rng: np.random.Generator) -> Numbers:
    """Steps of stochastic gradient ascent on the likelihood that the linked are near and others are not."""
    n = len(places)
    pairs = near.tocoo()
    first, second = (ends[pairs.row < pairs.col] for ends in (pairs.row, pairs.col))
    x, y = places.T.copy()
    draws = int(np.clip(600_000 / n, 20, 40))
    batch = int(np.clip(20_000 // n, 1, draws))  # as many at once as stay near the processor
    rounds = -(-draws // batch)
    weight = _AWAY * np.diff(near.indptr) / (batch * rounds)
    for rate in np.linspace(_RATE, 0.0, _STEPS, endpoint=False):
        dx, dy = x[first] - x[second], y[first] - y[second]
        pull = 2 / (1 + dx * dx + dy * dy)
        fx, fy = (np.bincount(second, pull * d, n) - np.bincount(first, pull * d, n) for d in (dx, dy))
        fx -= _INWARDS * (x - x.mean())
        fy -= _INWARDS * (y - y.mean())
        for _ in range(rounds):
            others = rng.integers(0, n, (batch, n))
            dx, dy = x - x[others], y - y[others]
            squared = dx * dx + dy * dy
            push = weight * np.minimum(2 / ((0.01 + squared) * (1 + squared)), 4 / np.sqrt(squared + 1e-12))
            fx += (push * dx).sum(axis=0)
            fy += (push * dy).sum(axis=0)
        step = rate * np.minimum(1.0, 3 * max(rate, 0.05) / np.maximum(np.hypot(fx, fy) * rate, 1e-9))
        x += step * fx
        y += step * fy
    return np.column_stack([x, y])


def _lying(places: Numbers) -> Numbers:
    """Turn the long axis to the horizontal, as screens are wide."""
    axes = np.linalg.eigh(places.T @ places)[1][:, ::-1]
    axes *= np.where(axes[np.argmax(np.abs(axes), axis=0), [0, 1]] < 0, -1.0, 1.0)
    turned: Numbers = places @ axes
    return turned


def _filling(places: Numbers) -> Numbers:
    """Move each axis half way to even spacing: neighbours stay neighbours, and what flew far out comes in."""
    span = np.maximum(np.ptp(places, axis=0), 1e-9)
    rank = np.argsort(np.argsort(places, axis=0, kind="stable"), axis=0, kind="stable") / len(places)
    filled: Numbers = span * ((places - places.min(axis=0)) / span + rank) / 2
    return filled


def _apart(places: Numbers, radius: Numbers, rng: np.random.Generator) -> Numbers:
    """Push overlapping dots apart, each by half, until none are left; spread everything where that is stuck."""
    from scipy.spatial import cKDTree

    places = places + rng.normal(scale=0.01, size=places.shape)
    for step in range(400):
        a, b = cKDTree(places).query_pairs(2 * float(radius.max()) + _GAP, output_type="ndarray").T
        between = places[a] - places[b]
        length = np.maximum(np.hypot(*between.T), 1e-6)
        lack = radius[a] + radius[b] + _GAP - length
        tight = lack > 1e-3
        if not tight.any():
            break
        move = (between / length[:, None] * (lack * 0.52)[:, None])[tight]
        for axis in (0, 1):
            places[:, axis] += np.bincount(a[tight], move[:, axis], len(places))
            places[:, axis] -= np.bincount(b[tight], move[:, axis], len(places))
        if step > 100:
            places *= 1.01
    return places


def _make_room(places: Numbers, radius: Numbers, letters: Numbers) -> bool:
    """Move down what stands where the name of a hub goes below it; says whether anything did."""
    zoom = 0.65 * min(1.0, float(np.sqrt(120 / len(radius))))  # of a screen that shows the whole part
    if zoom < 0.25:  # no name has room between so many dots
        return False
    width, height = (size / zoom for size in _LETTER)
    hubs = np.flatnonzero(letters)
    moved = False
    for hub in hubs[np.argsort(places[hubs, 1], kind="stable")]:
        half = letters[hub] * width / 2
        aside = np.abs(places[:, 0] - places[hub, 0])
        deep = places[:, 1] - places[hub, 1] - radius[hub] * 0.3
        deep[hub] = -1.0
        first = np.min((deep - radius)[(aside < half + radius) & (deep > 0)], initial=np.inf)
        lack = height + radius[hub] * 0.7 + _GAP - first
        if lack > 0:
            moved = True
            beside = np.clip((aside - half - radius) / half, 0.0, 1.0)
            places[:, 1] += np.where(deep > 0, lack * (1 - beside) * np.exp(-np.maximum(deep, 0.0) / (5 * height)), 0.0)
    return moved
