"""How firm chains are: the standing of the firmest link of each step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from ecosystem.kernels.paths import Chain
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary


def firmest(graph: Graph, first: Codes, second: Codes, *, directed: bool) -> npt.NDArray[np.int64]:
    """Return the standing of the firmest link between each two nodes, which are linked, as its place in the vocabulary.

    Directed, only links from the first to the second count, and those without a direction. Cost: a scan of the links.
    """
    links, count = graph.links, len(vocabulary().standings)
    used = np.zeros(len(graph.nodes), dtype=bool)
    used[first] = used[second] = True
    near = np.flatnonzero(used[links.source] & used[links.target])
    back = near[graph.undirected[near]] if directed else near
    source, target = links.source[near], links.target[near]
    pairs = np.concatenate((_pairs(graph, source, target), _pairs(graph, links.target[back], links.source[back])))
    # Sorted as one number, pair before standing, the firmest link of a pair is the first at or behind it.
    known = np.sort(pairs * count + links.standing[np.concatenate((near, back))])
    return known[np.searchsorted(known, _pairs(graph, first, second) * count)] % count


def _pairs(graph: Graph, first: Codes, second: Codes) -> npt.NDArray[np.int64]:
    """Return a number for each pair of nodes."""
    return first.astype(np.int64) * len(graph.nodes) + second


def by_firmness(graph: Graph, chains: Sequence[Chain], *, directed: bool) -> list[tuple[int, ...]]:
    """Return for each chain how many of its steps are weaker than each standing, the firmest first: less is firmer.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "b", "relation": "part_of", "target": "c", "standing": "possible"}])
    >>> by_firmness(graph, [(0, 1), (0, 1, 2)], directed=False)
    [(0, 0, 0, 0), (1, 1, 0, 0)]
    """
    if not chains:
        return []
    steps = np.array([len(one) - 1 for one in chains])
    nodes = np.fromiter(chain.from_iterable(chains), dtype=np.int32)
    ends = np.cumsum(steps + 1)
    first, second = np.delete(nodes, ends - 1), np.delete(nodes, ends - steps - 1)
    standing = firmest(graph, first, second, directed=directed)
    starts = np.cumsum(steps) - steps
    weaker = [
        np.add.reduceat(standing > code, starts, dtype=np.int64) for code in range(len(vocabulary().standings) - 1)
    ]
    return list(map(tuple, np.array(weaker).T.tolist()))
