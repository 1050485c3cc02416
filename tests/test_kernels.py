"""Kernels beside their plain twins, beside networkx, and the same whatever the number of threads."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem import kernels
from ecosystem.kernels import Neighbours, betweenness, build, closeness, scores_of, structural_holes, worth
from ecosystem.kernels.library import library

COMPILED = library() is not None
needs_library = pytest.mark.skipif(not COMPILED, reason="the kernels were not built here")


@contextmanager
def plain() -> Iterator[None]:
    """Run the twins, as where nothing was compiled."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("geodesics", "holes", "partners", "paths", "walks"):
            patch.setattr(f"ecosystem.kernels.{module}.library", lambda: None)
        yield


def neighbours(graph: nx.Graph[int]) -> Neighbours:
    edges = list(graph.edges(data="weight", default=1.0))
    rows, columns = (np.array([edge[end] for edge in edges], np.int64) for end in (0, 1))
    weights = np.array([edge[2] for edge in edges], float)
    return Neighbours.of_pairs(len(graph), rows, columns, weights, symmetric=not graph.is_directed())


def lengths(graph: nx.Graph[int]) -> nx.Graph[int]:
    for _, _, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    return graph


@st.composite
def graphs(draw: st.DrawFn, *, directed: bool | None = None) -> nx.Graph[int]:
    """Draw a graph with weights whose reciprocals add up exactly; isolates, loops and components happen."""
    size = draw(st.integers(0, 12))
    ends = st.integers(0, max(size - 1, 0))
    edges = draw(st.lists(st.tuples(ends, ends, st.sampled_from([0.25, 0.5, 1.0, 2.0])), max_size=30 if size else 0))
    graph: nx.Graph[int] = nx.DiGraph() if draw(st.booleans()) and directed is not False else nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from((a, b, weight) for a, b, weight in edges if a != b)
    return lengths(graph)


def named() -> dict[str, nx.Graph[int]]:
    """Return small graphs that everybody knows, and shapes that are hard on a search; weights add up exactly."""
    drawn = {
        "karate": nx.karate_club_graph(),
        "florentine": nx.florentine_families_graph(),
        "kite": nx.krackhardt_kite_graph(),
        "davis": nx.davis_southern_women_graph(),
        "long chain": nx.path_graph(300),
        "star": nx.star_graph(200),
        "grid": nx.grid_2d_graph(12, 11),
        "scale-free": nx.barabasi_albert_graph(300, 3, seed=2),
        "parts": nx.gnm_random_graph(600, 400, seed=3),
        "directed": nx.gnm_random_graph(200, 800, seed=4, directed=True),
    }
    rng = np.random.default_rng(5)
    graphs = {name: nx.convert_node_labels_to_integers(graph) for name, graph in drawn.items()}
    for graph in graphs.values():
        for _, _, data in graph.edges(data=True):
            data["weight"] = 2.0 ** int(rng.integers(-2, 3))
        lengths(graph)
    return graphs


NAMED = named()
ways = pytest.mark.parametrize("way", [pytest.param("compiled", marks=needs_library), "plain"])
known = pytest.mark.parametrize("name", list(NAMED))


def run(way: str, function: str, *arguments: object, **options: object) -> object:
    if way == "compiled":
        return getattr(kernels, function)(*arguments, **options)
    with plain():
        return getattr(kernels, function)(*arguments, **options)


def listed(values: dict[int, float]) -> list[float]:
    return [values[node] for node in range(len(values))]


def check_betweenness(graph: nx.Graph[int], way: str, *, weighted: bool) -> None:
    found, squares = run(way, "betweenness", neighbours(graph), weighted=weighted)
    peer = nx.betweenness_centrality(graph, normalized=False, weight="length" if weighted else None)
    counted = 1 if graph.is_directed() else 2
    assert found / counted == pytest.approx(listed(peer), rel=1e-9, abs=1e-9)
    assert (squares >= 0).all()


def check_closeness(graph: nx.Graph[int], way: str, *, weighted: bool) -> None:
    found = run(way, "closeness", neighbours(graph), weighted=weighted)
    distance = "length" if weighted else None
    outwards = graph.reverse() if graph.is_directed() else graph
    assert found.near == pytest.approx(listed(nx.harmonic_centrality(outwards, distance=distance)), rel=1e-9)
    others = len(graph) - 1
    value = [reach / far * reach / others if far else 0.0 for reach, far in zip(found.reach, found.far, strict=True)]
    assert value == pytest.approx(listed(nx.closeness_centrality(outwards, distance=distance)), rel=1e-9)


@ways
@given(graph=graphs(), weighted=st.booleans())
@settings(max_examples=60, deadline=None)
def test_random_graphs_have_the_betweenness_of_networkx(way: str, graph: nx.Graph[int], weighted: bool) -> None:
    check_betweenness(graph, way, weighted=weighted)


@ways
@given(graph=graphs(), weighted=st.booleans())
@settings(max_examples=60, deadline=None)
def test_random_graphs_have_the_closeness_of_networkx(way: str, graph: nx.Graph[int], weighted: bool) -> None:
    check_closeness(graph, way, weighted=weighted)


@needs_library
@known
@pytest.mark.parametrize("weighted", [False, True])
def test_known_graphs_have_the_centralities_of_networkx(name: str, weighted: bool) -> None:
    check_betweenness(NAMED[name], "compiled", weighted=weighted)
    check_closeness(NAMED[name], "compiled", weighted=weighted)


def groups_of(graph: nx.Graph[int]) -> np.ndarray:
    return np.random.default_rng(1).integers(-1, 3, len(graph)).astype(np.int32)


@ways
@pytest.mark.parametrize("weighted", [False, True])
@given(graph=graphs())
@settings(max_examples=30, deadline=None)
def test_between_groups_only_pairs_of_two_groups_count(way: str, weighted: bool, graph: nx.Graph[int]) -> None:
    groups = groups_of(graph)
    expected = np.zeros(len(graph))
    for group in range(3):
        peer = nx.betweenness_centrality_subset(
            graph,
            [node for node in graph if groups[node] == group],
            [node for node in graph if groups[node] not in (group, -1)],
            weight="length" if weighted else None,
        )
        expected += listed(peer)
    found, _ = run(way, "betweenness", neighbours(graph), weighted=weighted, groups=groups)
    assert found == pytest.approx(expected * (1 if graph.is_directed() else 2), rel=1e-9, abs=1e-9)


@needs_library
@known
@pytest.mark.parametrize("weighted", [False, True])
def test_twins_agree_on_sums_and_squares_of_some_sources(name: str, weighted: bool) -> None:
    to, rng = neighbours(NAMED[name]), np.random.default_rng(3)
    sources = rng.choice(len(to), min(len(to), 70), replace=False)
    options = {"weighted": weighted, "sources": sources, "groups": groups_of(NAMED[name])}
    compiled, twin = (run(way, "betweenness", to, **options) for way in ("compiled", "plain"))
    for one, other in zip(compiled, twin, strict=True):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


def test_lengths_that_differ_by_rounding_alone_count_as_equal() -> None:
    rows, columns = np.array([0, 1, 2, 0, 4]), np.array([1, 2, 3, 4, 3])
    weights = np.array([3.0, 3.0, 3.0, 10 / 3, 10 / 7])  # 1/3 + 1/3 + 1/3 and 0.3 + 0.7
    to = Neighbours.of_pairs(5, rows, columns, weights, symmetric=True)
    for way in ("compiled", "plain") if COMPILED else ("plain",):
        sums, _ = run(way, "betweenness", to, weighted=True)
        assert sums[4] == pytest.approx(1.0)


@ways
@given(graph=graphs(directed=False))
@settings(max_examples=60, deadline=None)
def test_random_graphs_have_the_structural_holes_of_networkx(way: str, graph: nx.Graph[int]) -> None:
    check_holes(graph, way)


@ways
@pytest.mark.parametrize("name", ["karate", "florentine", "kite", "davis"])
def test_known_graphs_have_the_structural_holes_of_networkx(way: str, name: str) -> None:
    check_holes(NAMED[name], way)


def check_holes(graph: nx.Graph[int], way: str) -> None:
    found = run(way, "structural_holes", neighbours(graph))
    linked = [node for node in graph if graph.degree(node)]
    assert np.isnan(found.constraint[[node for node in graph if not graph.degree(node)]]).all()
    bound = nx.constraint(graph, linked, weight="weight")
    size = nx.effective_size(graph, linked, weight="weight")
    for node in linked:
        assert found.constraint[node] == pytest.approx(bound[node], rel=1e-9)
        assert found.effective_size[node] == pytest.approx(size[node], rel=1e-9)
        assert found.efficiency[node] == pytest.approx(size[node] / graph.degree(node), rel=1e-9)
        ties = np.array([nx.local_constraint(graph, node, other, weight="weight") for other in graph[node]])
        even = ties / ties.mean()
        spread = len(ties) * np.log(len(ties)) if len(ties) > 1 else 1.0
        expected = (even * np.log(even)).sum() / spread if len(ties) > 1 else 1.0
        assert found.hierarchy[node] == pytest.approx(expected, abs=1e-9)


def test_the_toy_network_has_its_known_holes() -> None:
    links = [(4, 0), (4, 1), (0, 1), (1, 3), (3, 5)]  # E1 E2 E3 G1 U1 U2
    rows, columns = np.array(links).T
    plain_ = structural_holes(Neighbours.of_pairs(6, rows, columns, np.ones(5), symmetric=True))
    assert plain_.constraint[[3, 1, 0]] == pytest.approx([0.5, 0.6111, 1.0069], abs=5e-5)
    assert plain_.effective_size[1] == pytest.approx(2.3333, abs=5e-5)
    assert plain_.efficiency[1] == pytest.approx(0.7778, abs=5e-5)
    assert plain_.hierarchy[1] == pytest.approx(0.0522, abs=5e-5)
    weights = np.array([2.0, 1.0, 1.0, 1.0, 3.0])
    weighted = structural_holes(Neighbours.of_pairs(6, rows, columns, weights, symmetric=True))
    assert weighted.constraint[1] == pytest.approx(0.7284, abs=5e-5)
    assert weighted.effective_size[4] == pytest.approx(1.1667, abs=5e-5)


@ways
@given(graph=graphs())
@settings(max_examples=60, deadline=None)
def test_random_graphs_have_the_pagerank_of_networkx(way: str, graph: nx.Graph[int]) -> None:
    check_pagerank(graph, way)


@ways
@known
def test_known_graphs_have_the_pagerank_of_networkx(way: str, name: str) -> None:
    check_pagerank(NAMED[name], way)


def check_pagerank(graph: nx.Graph[int], way: str) -> None:
    found = run(way, "pagerank", neighbours(graph))
    assert found == pytest.approx(listed(nx.pagerank(graph, tol=1e-15, max_iter=10_000)), rel=1e-9)


INDICES = {
    "common_neighbours": lambda graph, pairs: ((a, b, len(list(nx.common_neighbors(graph, a, b)))) for a, b in pairs),
    "adamic_adar": nx.adamic_adar_index,
    "resource_allocation": nx.resource_allocation_index,
}


@ways
@settings(max_examples=60, deadline=None)
@given(graph=graphs(), data=st.data())
def test_some_ends_count_alone(way: str, graph: nx.Graph[int], data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.sampled_from(range(len(graph))), unique=True)) if len(graph) else []
    found = run(way, "closeness", neighbours(graph), ends=np.array(ends, np.int64))
    steps = dict(nx.all_pairs_shortest_path_length(graph))
    apart = [[steps[node][end] for end in ends if end in steps[node] and end != node] for node in graph]
    assert found.reach.tolist() == [len(row) for row in apart]  # type: ignore[attr-defined]
    assert found.far.tolist() == [sum(row) for row in apart]  # type: ignore[attr-defined]
    assert found.near == pytest.approx([sum(1 / d for d in row) for row in apart])  # type: ignore[attr-defined]
    assert found.far_squares.tolist() == [sum(d**2 for d in row) for row in apart]  # type: ignore[attr-defined]
    squares = [sum(1 / d**2 for d in row) for row in apart]
    assert found.near_squares == pytest.approx(squares)  # type: ignore[attr-defined]


@ways
@pytest.mark.parametrize("score", sorted(INDICES))
@given(graph=graphs(directed=False), top=st.integers(1, 8), scaled=st.booleans())
@settings(max_examples=40, deadline=None)
def test_random_graphs_have_the_best_pairs_of_networkx(
    way: str, score: str, graph: nx.Graph[int], top: int, scaled: bool
) -> None:
    check_pairs(graph, way, score, top, scaled=scaled)


@ways
@pytest.mark.parametrize("score", sorted(INDICES))
@pytest.mark.parametrize("name", ["karate", "davis", "scale-free", "parts", "star"])
def test_known_graphs_have_the_best_pairs_of_networkx(way: str, score: str, name: str) -> None:
    check_pairs(NAMED[name], way, score, 25, scaled=False)
    check_pairs(NAMED[name], way, score, 25, scaled=True)


def check_pairs(graph: nx.Graph[int], way: str, score: str, top: int, *, scaled: bool) -> None:
    to, rng = neighbours(graph), np.random.default_rng(len(graph))
    kind, allowed = rng.integers(0, 3, len(graph)).astype(np.int32), np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]], bool)
    scale = rng.choice([0.5, 1.0, 2.0], len(graph)) if scaled else np.ones(len(graph))
    apart = [(a, b) for a, b in nx.non_edges(graph) if allowed[kind[a], kind[b]]]
    found_by_peer = ((a, b, value) for a, b, value in INDICES[score](graph, apart) if value)
    expected = sorted((value * scale[a] * scale[b] for a, b, value in found_by_peer), reverse=True)
    found = run(way, "best_pairs", to, worth(to, score), kind=kind, allowed=allowed, top=top, scale=scale)
    assert found.score == pytest.approx(expected[:top], rel=1e-9)
    for a, b, value in zip(found.first, found.second, found.score, strict=True):
        assert a < b
        assert allowed[kind[a], kind[b]]
        assert not graph.has_edge(a, b)
        assert scores_of(to, int(a), worth(to, score))[b] * scale[a] * scale[b] == pytest.approx(value)


@needs_library
def test_common_neighbours_that_count_nothing_make_no_pair() -> None:
    rng = np.random.default_rng(2)
    for _ in range(50):
        to = Neighbours.of_pairs(30, *rng.integers(0, 30, (2, 150)), np.ones(150), symmetric=True)
        value = rng.random(30) * (rng.random(30) < 0.5)
        told = {"kind": np.zeros(30, np.int32), "allowed": np.ones((1, 1), bool), "top": 400}
        fast, slow = (run(way, "best_pairs", to, value, **told) for way in ("compiled", "plain"))
        assert dict(zip(zip(fast.first, fast.second, strict=True), fast.score, strict=True)) == pytest.approx(
            dict(zip(zip(slow.first, slow.second, strict=True), slow.score, strict=True))
        )


@pytest.mark.parametrize("threads", ["2", "5"])
def test_the_number_of_threads_changes_no_byte(threads: str, monkeypatch: pytest.MonkeyPatch) -> None:
    to = neighbours(NAMED["scale-free"])

    def everything() -> list[bytes]:
        near = closeness(to)
        sums = [*betweenness(to), *betweenness(to, weighted=True), near.near, near.far, structural_holes(to).constraint]
        return [sum.tobytes() for sum in sums]

    monkeypatch.setenv("ECOSYSTEM_THREADS", "1")
    alone = everything()
    monkeypatch.setenv("ECOSYSTEM_THREADS", threads)
    assert everything() == alone


def test_a_long_run_tells_how_far_it_is_and_stops_when_told() -> None:
    to = neighbours(NAMED["scale-free"])
    shares: list[float] = []
    with kernels.watched(shares.append):
        betweenness(to)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) == 5

    def interrupt(share: float) -> None:
        raise KeyboardInterrupt

    with kernels.watched(interrupt), pytest.raises(KeyboardInterrupt):
        betweenness(to)


@needs_library
def test_a_library_of_other_sources_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    library.cache_clear()
    monkeypatch.setattr("ecosystem.kernels.build.digest", lambda: 1)
    assert library() is None
    library.cache_clear()
    monkeypatch.undo()
    assert isinstance(library(), ctypes.CDLL)


@needs_library
def test_every_instruction_set_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    plainest = library()
    assert plainest
    to = neighbours(NAMED["scale-free"])
    found = set()
    for level in range(1, plainest.machine_level() + 1):
        path = build.FOLDER / build.name(level)
        if path.exists():
            monkeypatch.setattr("ecosystem.kernels.library.library", lambda path=path: ctypes.CDLL(str(path)))
            sums = [*betweenness(to), *betweenness(to, weighted=True), closeness(to).near, kernels.pagerank(to)]
            found.add(b"".join(sum.tobytes() for sum in (*sums, structural_holes(to).hierarchy)))
    assert len(found) == 1
