"""Paths between two nodes beside their peers: medians over queries for random pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import networkit
import networkx as nx
import numpy as np

from ecosystem import kernels

if TYPE_CHECKING:
    from measures import Line, Made

TOP = 10


def routes(made: Made, size: str) -> Iterator[Line]:
    """Yield the first paths by weight and by steps at m, and one path at l and above."""
    rng = np.random.default_rng(2)

    def asked(work: Callable[[int, int], Any], pairs: list[list[int]]) -> list[Callable[[], Any]]:
        return [partial(work, *pair) for pair in pairs]

    if size == "m":
        pairs = rng.choice(made.nodes, (9, 2), replace=False).tolist()
        ours, unbounded = made.ours, {"top": TOP, "most": made.nodes, "work": 10**9}
        by_weight = partial(made.igraph.get_k_shortest_paths, k=TOP, weights="length")
        yield (
            f"{TOP} shortest weighted paths",
            asked(partial(kernels.simple_paths, ours, weighted=True, **unbounded), pairs),
            {"igraph": asked(by_weight, pairs)},
            "≤ 0.05",
        )
        graph: nx.Graph[int] = nx.Graph(made.ends.T.tolist())
        graph.add_nodes_from(range(made.nodes))
        yield (
            f"{TOP} paths by steps",
            asked(partial(kernels.simple_paths, ours, **unbounded), pairs),
            {"networkx": asked(lambda a, b: list(islice(nx.shortest_simple_paths(graph, a, b), TOP)), pairs)},
            "≤ 0.4",
        )
    if size in ("l", "xl"):
        pairs = rng.choice(made.nodes, (300, 2), replace=False).tolist()
        search = networkit.distance.BidirectionalBFS
        peers = {"networkit": asked(lambda a, b: search(made.networkit, a, b).run(), pairs)} if size == "l" else {}
        yield "one shortest path", asked(kernels.Shortest(made.ours).path, pairs), peers, "≤ 1"
