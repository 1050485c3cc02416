"""Supply: which nodes money reaches, and which technologies somebody works on, and how firmly each is so."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.measures.spheres import spheres
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary

Flags: TypeAlias = npt.NDArray[np.bool_]


def funding_sources(graph: Graph) -> Flags:
    """Return which nodes are where money comes from: they fund, and nobody outside funds them.

    Nodes that fund each other in a circle which nobody outside funds are sources together. Cost: one scan of the links.
    """
    return _sources(len(graph.nodes), *_funding(graph, weakest_of(graph)))


def _sources(n: int, source: Codes, target: Codes) -> Flags:
    import scipy.sparse as sp
    from scipy.sparse.csgraph import connected_components

    matrix = sp.coo_array((np.ones(len(source)), (source, target)), shape=(n, n)).tocsr()
    labels = connected_components(matrix, directed=True, connection="strong")[1] if n else np.zeros(0, dtype=np.int32)
    outside = labels[source] != labels[target]
    fed = np.zeros(n, dtype=bool)
    fed[labels[target[outside]]] = True
    gives = np.zeros(n, dtype=bool)
    gives[source] = True
    return np.asarray(gives & ~fed[labels])


def funded(graph: Graph, kept: Codes | None = None) -> Codes:
    """Return how firmly money reaches each node from where it comes from, over any number of funding links.

    The standing, as its place in the vocabulary, of the firmest chain, which is that of its weakest link or node; one
    more than the last where no money comes. What is past brings none. Where only some nodes are `kept`, money still
    comes from the sources of the whole graph, but passes through no other nodes.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "funds", "target": "b"},
    ...                   {"source": "b", "relation": "funds", "target": "c", "standing": "plan"}])
    >>> funded(graph).tolist(), funded(graph, np.array([1, 2])).tolist()
    ([5, 0, 1], [5, 5, 5])
    """
    weakest, there = weakest_of(graph), np.ones(len(graph.nodes), dtype=bool)
    if kept is not None:
        there[:] = False
        there[kept] = True
    found = np.full(len(graph.nodes), len(vocabulary().standings), dtype=np.int32)
    for standing in reversed(present()):
        ends = _funding(graph, weakest, most=standing)
        given = _sources(len(graph.nodes), *ends)
        found[_reached(*ends, given & there, there) & ~given] = standing
    return found


def _reached(source: Codes, target: Codes, given: Flags, there: Flags) -> Flags:
    reached, before = given.copy(), -1
    inside = there[source] & there[target]
    source, target = source[inside], target[inside]
    while before != (before := int(reached.sum())):
        reached[target[reached[source]]] = True
    return reached


def _funding(graph: Graph, weakest: Codes, most: int | None = None) -> tuple[Codes, Codes]:
    """Return the ends of the funding links that are not weaker than `most`."""
    links = graph.links
    kept = (links.relation == vocabulary().relations["funds"].code) & (links.source != links.target)
    if most is not None:
        kept &= weakest <= most
    return links.source[kept], links.target[kept]


def covered(graph: Graph, kept: Codes | None = None) -> Codes:
    """Return how firmly some actor, a node with a sphere, works on each node, as in `funded`; only the `kept` count.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "zone", "kind": "it_zone"}, {"id": "ai", "kind": "technology"}],
    ...                  [{"source": "zone", "relation": "works_on", "target": "ai", "standing": "possible"}])
    >>> vocabulary().standings[covered(graph)[graph.position("ai")]]
    'possible'
    """
    actor = spheres(graph) >= 0
    if kept is not None:
        actor &= np.isin(np.arange(len(actor)), kept)
    work = (graph.links.relation == vocabulary().relations["works_on"].code) & actor[graph.links.source]
    weakest = weakest_of(graph)
    counted = work & (weakest < len(present()))
    found = np.full(len(graph.nodes), len(vocabulary().standings), dtype=np.int32)
    np.minimum.at(found, graph.links.target[counted], weakest[counted])
    return found


def present() -> range:
    """Return the standings, as places in the vocabulary, of what is or may come to be: all but `past`, the last."""
    return range(vocabulary().standings.index("past"))


def weakest_of(graph: Graph, links: npt.NDArray[Any] | slice = slice(None)) -> Codes:
    """Return the weakest standing of each of some links and its two ends, as its place in the vocabulary."""
    of_nodes, ends = graph.nodes.standing, (graph.links.source[links], graph.links.target[links])
    return np.maximum(graph.links.standing[links], np.maximum(of_nodes[ends[0]], of_nodes[ends[1]]))
