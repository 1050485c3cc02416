"""Measures beside their peers on the same random graphs: python benchmarks/measures.py [s] [m] [l] [xl].

Needs the extra `bench`. One thread each; CPU and wall seconds of one run, and the ratio of CPU to each peer.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

for name in ("ECOSYSTEM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[name] = "1"

import igraph
import networkit
import numpy as np
import rustworkx
from scipy.sparse import csr_array

from ecosystem import kernels
from ecosystem.kernels import Neighbours

SIZES = {"s": (2_000, 10_000), "m": (20_000, 100_000), "l": (200_000, 1_000_000), "xl": (2_000_000, 10_000_000)}
Work = Callable[[], Any]
Line = tuple[str, Work, dict[str, Work], str]


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
    peers["networkit"] = lambda: networkit.centrality.PageRank(made.networkit).run()
    yield "PageRank", lambda: kernels.pagerank(ours), {} if alone else peers, "≤ 0.4"


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


def timed(work: Work) -> tuple[float, float]:
    """Return CPU and wall seconds of one run."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def show(size: str, line: Line) -> None:
    """Measure one line and print it."""
    what, work, peers, target = line
    cpu, wall = timed(work)
    found = {name: timed(peer)[0] for name, peer in peers.items()}
    told = ", ".join(f"{cpu / taken:.4f} × {name} ({taken:.3f} s)" for name, taken in found.items())
    print(f"{size:<3}{what:<32}{cpu:10.4f} s CPU {wall:9.4f} s wall   {told or '-'}   target {target}", flush=True)


def command() -> None:
    """Measure a whole process that ranks a store of 2,000 nodes and 10,000 links."""
    sys.path.insert(0, str(Path(__file__).parent))
    from make_files import make

    program = str(Path(sys.executable).with_name("ecosystem"))
    with tempfile.TemporaryDirectory() as folder:
        files = map(str, make(Path(folder), nodes=2_000, links=10_000))
        store = ("--store", str(Path(folder, "s.duckdb")))
        subprocess.run((program, *store, "load", *files), check=True, stdout=subprocess.DEVNULL)
        taken, before = [], resource.getrusage(resource.RUSAGE_CHILDREN)
        for _ in range(5):
            started = time.perf_counter()
            subprocess.run((program, *store, "rank", "betweenness"), check=True, stdout=subprocess.DEVNULL)
            taken.append(time.perf_counter() - started)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 5
    print(f"s  command rank betweenness: {cpu:.3f} s CPU, {sorted(taken)[2]:.3f} s wall   target ≤ 0.3 s", flush=True)


def main() -> None:
    """Measure the sizes asked for, s and m where none is."""
    for size in sys.argv[1:] or ["s", "m"]:
        made = Made(size)
        print(f"{size}: {made.nodes:,} nodes, {made.ends.shape[1]:,} links", flush=True)
        kernels.closeness(Neighbours.of_pairs(2, *np.array([[0], [1], [1]]), symmetric=True))  # everything is loaded
        for line in (*paths(made, size), *others(made, size)):
            show(size, line)
        print(f"{size:<3}peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB", flush=True)
        if size == "s":
            command()


if __name__ == "__main__":
    main()
