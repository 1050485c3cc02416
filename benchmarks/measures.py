"""Measures beside their peers on the same random graphs: python benchmarks/measures.py [s] [m] [l] [xl] [WORD].

Needs the extra `bench`. One thread each; CPU and wall seconds of one run, or the medians of several, and the ratio of
CPU to each peer. With words, only the measures whose names have one of them.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

for name in ("ECOSYSTEM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[name] = "1"

import graspologic_native
import igraph
import networkit
import numpy as np
import rustworkx
from routes import routes
from scipy.sparse import csr_array

from ecosystem import kernels
from ecosystem.kernels import Neighbours
from ecosystem.measures.modularity import ITERATIONS, modularity, partition

SIZES = {"s": (2_000, 10_000), "m": (20_000, 100_000), "l": (200_000, 1_000_000), "xl": (2_000_000, 10_000_000)}
Work = Callable[[], Any]
Works = Work | list[Work]
Line = tuple[str, Works, dict[str, Works], str]


class Made:
    """One random graph in the form of every library; what is not asked for is not made."""

    def __init__(self, size: str) -> None:
        self.nodes, links = SIZES[size]
        rng = np.random.default_rng(1)
        self.ends = rng.integers(0, self.nodes, (2, links))
        keys = np.unique(np.sort(self.ends, axis=0)[0] * self.nodes + np.sort(self.ends, axis=0)[1])
        self.ends = np.array(np.divmod(keys, self.nodes))
        self.ends = self.ends[:, self.ends[0] != self.ends[1]]
        self.weights = rng.integers(1, 6, self.ends.shape[1]).astype(float)
        self.pivots = rng.choice(self.nodes, min(256, self.nodes), replace=False)

    @cached_property
    def ours(self) -> Neighbours:
        """The neighbours that kernels read."""
        return Neighbours.of_pairs(self.nodes, *self.ends, self.weights, symmetric=True)

    @cached_property
    def igraph(self) -> Any:
        """The same for igraph, with strengths and lengths."""
        attributes = {"strength": self.weights, "length": 1 / self.weights}
        return igraph.Graph(n=self.nodes, edges=self.ends.T, edge_attrs=attributes)

    @cached_property
    def networkit(self) -> Any:
        """The same for networkit, without weights."""
        networkit.setNumberOfThreads(1)
        ones = np.ones(self.ends.shape[1])
        return networkit.GraphFromCoo((ones, tuple(self.ends.astype(np.uint64))), n=self.nodes, directed=False)

    @cached_property
    def rustworkx(self) -> Any:
        """The same for rustworkx, without weights."""
        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self.nodes))
        graph.add_edges_from_no_data([tuple(pair) for pair in self.ends.T.tolist()])
        return graph


def paths(made: Made, size: str) -> Iterator[Line]:
    """Yield betweenness and closeness, as far as a size lets them end today."""
    ours = made.ours
    if size in ("s", "m"):
        yield (
            "betweenness, exact",
            lambda: kernels.betweenness(ours),
            {"igraph": lambda: made.igraph.betweenness()}
            | ({"rustworkx": lambda: rustworkx.betweenness_centrality(made.rustworkx, False)} if size == "s" else {}),
            "≤ 0.25",
        )
        closeness = networkit.centrality.Closeness
        variant = networkit.centrality.ClosenessVariant.GENERALIZED
        yield (
            "harmonic and closeness",
            lambda: kernels.closeness(ours),
            {"networkit": lambda: closeness(made.networkit, False, variant).run()},
            "≤ 0.017",
        )
    if size == "s":
        yield (
            "betweenness, weighted",
            lambda: kernels.betweenness(ours, weighted=True),
            {"igraph": lambda: made.igraph.betweenness(weights="length")},
            "≤ 0.8",
        )
    if size in ("l", "xl"):
        peers = {"igraph": lambda: made.igraph.betweenness(sources=made.pivots.tolist())} if size == "l" else {}
        yield "betweenness, 256 pivots", lambda: kernels.betweenness(ours, sources=made.pivots), peers, "≤ 0.25"


def others(made: Made, size: str) -> Iterator[Line]:
    """Yield what looks at neighbours alone."""
    ours, kind = made.ours, np.zeros(made.nodes, np.int32)
    allowed, alone = np.ones((1, 1), bool), size == "xl"
    peers: dict[str, Work] = {} if alone else {"igraph": lambda: made.igraph.constraint(weights="strength")}
    yield "constraint and effective size", lambda: kernels.structural_holes(ours), peers, "≤ 0.25 (l)"
    for score in ("adamic_adar", "resource_allocation"):
        value = kernels.worth(ours, score)
        peers = {} if alone else {"scipy": lambda value=value: product(ours, value)}
        if size == "m":
            peers["networkit"] = lambda score=score: predicted(made.networkit, score)
        pairs = lambda value=value: kernels.best_pairs(ours, value, kind=kind, allowed=allowed, top=100)  # noqa: E731
        yield f"{score}, top 100", pairs, peers, "≤ 0.0067 (m), 0.083 (l)"
    peers = {"igraph": lambda: made.igraph.pagerank()}
    # To as many digits as the others; by itself it stops at five.
    peers["networkit"] = lambda: networkit.centrality.PageRank(made.networkit, 0.85, 1e-13).run()
    even = Neighbours(ours.starts, ours.ids, np.ones(len(ours.ids)))
    yield "PageRank", lambda: kernels.pagerank(even), {} if alone else peers, "≤ 0.4"


def product(ours: Neighbours, value: Any) -> Any:
    """Return all pairs by a product of sparse matrices, then the best of them."""
    links = csr_array((np.ones(len(ours.ids)), ours.ids, ours.starts), shape=(len(ours),) * 2)
    scores = ((links * value) @ links).tocoo()
    return np.partition(scores.data[scores.row < scores.col], -100)[-100:]


def predicted(graph: Any, score: str) -> Any:
    """Return the score of all pairs two steps apart by networkit."""
    names = {"adamic_adar": "AdamicAdarIndex", "resource_allocation": "ResourceAllocationIndex"}
    index = getattr(networkit.linkprediction, names[score])(graph)
    pairs = networkit.linkprediction.MissingLinksFinder(graph).findAtDistance(2)
    return index.runOn(pairs)


def timed(work: Works) -> tuple[float, float]:
    """Return CPU and wall seconds of one run, the best of a second's worth, or the medians of several works."""
    if isinstance(work, list):
        cpus, walls = zip(*map(_once, work), strict=True)
        return statistics.median(cpus), statistics.median(walls)
    runs = [_once(work)]
    while len(runs) < 30 and sum(wall for _, wall in runs) < 1:
        runs.append(_once(work))
    return min(runs)


def _once(work: Work) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def unit(made: Made, what: str) -> tuple[str, int]:
    """Return what a measure looks at again and again, and how often."""
    links = len(made.ours.ids)
    if "betweenness" in what or "closeness" in what:
        return "link and source", links * (len(made.pivots) if "pivots" in what else made.nodes)
    if "constraint" in what or "top 100" in what:
        return "two-step walk", int((np.diff(made.ours.starts) ** 2).sum())
    return "link", links


def show(size: str, line: Line, made: Made | None = None) -> None:
    """Measure one line and print it."""
    what, work, peers, target = line
    cpu, wall = timed(work)
    found = {name: timed(peer)[0] for name, peer in peers.items()}
    told = ", ".join(f"{cpu / taken:.4f} × {name} ({taken:.3g} s)" for name, taken in found.items())
    print(f"{size:<3}{what:<32}{cpu:10.4g} s CPU {wall:9.4g} s wall   {told or '-'}   target {target}", flush=True)
    if made:
        name, count = unit(made, what)
        print(f"{'':<5}{cpu / count * 1e9:.3g} ns a {name}", flush=True)


def leiden() -> None:
    """Measure communities on a graph of size m that has some: seven links of ten lie in groups of 100 nodes."""
    (nodes, links), rng = SIZES["m"], np.random.default_rng(3)
    source, inside = rng.integers(0, nodes, links), rng.random(links) < 0.7
    target = np.where(inside, source // 100 * 100 + rng.integers(0, 100, links), rng.integers(0, nodes, links))
    ours = Neighbours.of_pairs(nodes, source, target, np.ones(links), symmetric=True)
    matrix = csr_array((np.ones(len(ours.ids)), ours.ids, ours.starts), shape=(nodes, nodes))
    pairs = [(int(a), int(b)) for a, b in zip(ours.rows, ours.ids, strict=True) if a < b]
    graph, named = igraph.Graph(n=nodes, edges=pairs), [(str(a), str(b), 1.0) for a, b in pairs]
    found: dict[str, Any] = {}

    def keep(name: str, work: Work) -> Work:
        return lambda: found.__setitem__(name, work())

    def converged() -> Any:
        random.seed(1)  # how many rounds igraph takes depends on chance: 0.27 to 0.6 s
        return graph.community_leiden(objective_function="modularity", n_iterations=-1).membership

    peer = lambda: graspologic_native.leiden(edges=named, iterations=ITERATIONS, seed=1)[1]  # noqa: E731
    works = {"igraph": converged, "graspologic": peer}
    peers: dict[str, Works] = {name: keep(name, work) for name, work in works.items()}
    show("m", ("Leiden", keep("ours", lambda: partition(matrix)), peers, "≤ 1.4 × the best, Q within 0.001"))
    codes = found | {"graspologic": [found["graspologic"].get(str(node), -1) for node in range(nodes)]}
    told = (f"{name} {modularity(matrix, _connected(labels)):.4f}" for name, labels in codes.items())
    print(f"{'':<3}{'  modularity Q':<32}{', '.join(told)}", flush=True)


def _connected(labels: Any) -> Any:
    """Return labels from 0; those of isolates count nothing."""
    return np.unique(np.asarray(labels), return_inverse=True)[1]


def main() -> None:
    """Measure the sizes asked for, s and m where none is."""
    sizes = [word for word in sys.argv[1:] if word in SIZES]
    words = [word for word in sys.argv[1:] if word not in SIZES]
    wanted = lambda name: not words or any(word in name for word in words)  # noqa: E731
    for size in sizes or ["s", "m"]:
        made = Made(size)
        print(f"{size}: {made.nodes:,} nodes, {made.ends.shape[1]:,} links", flush=True)
        kernels.closeness(Neighbours.of_pairs(2, *np.array([[0], [1], [1]]), symmetric=True))  # everything is loaded
        for line in (*paths(made, size), *others(made, size)):
            if wanted(line[0]):
                show(size, line, made)
        for line in routes(made, size):
            if wanted(line[0]):
                show(size, line)
        if size == "m" and wanted("Leiden"):
            leiden()
        print(f"{size:<3}peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB", flush=True)


if __name__ == "__main__":
    main()
