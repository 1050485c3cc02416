"""Paths of the kernels beside their plain twins and an independent enumeration of all simple paths."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from itertools import islice, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_kernels import NAMED, known, needs_library, neighbours, plain, run, ways

from ecosystem import kernels
from ecosystem.kernels import Neighbours, Shortest

# Weights whose reciprocals add up exactly, but for rounding, and so that many are less than rounding takes away.
WEIGHTS = {"exact": [0.1, 1.0, 2.0], "tenths": [10.0, 10 / 7, 1.25], "small": [1.0, 1e10, 2e10, 3e10, 1e11]}


@st.composite
def asked_paths(draw: st.DrawFn) -> tuple[nx.DiGraph[int], Neighbours, int, int]:
    """Draw a graph by its seed, for one that is drawn link by link has few paths."""
    size, directed = draw(st.integers(2, 8)), draw(st.booleans())
    weights = WEIGHTS[draw(st.sampled_from(sorted(WEIGHTS)))]
    links, rng = draw(st.integers(0, 3 * size)), np.random.default_rng(draw(st.integers(0, 10**6)))
    pairs = rng.integers(0, size, (2, links))
    to = Neighbours.of_pairs(size, *pairs, rng.choice(weights, links), symmetric=not directed)
    start, goal = rng.choice(size, 2, replace=False).tolist()
    return digraph(to), to, start, goal


def digraph(to: Neighbours) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(to)))
    lengths = (1 / to.weights).tolist()
    graph.add_weighted_edges_from(zip(to.rows.tolist(), to.ids.tolist(), lengths, strict=True), weight="length")
    return graph


def length_of(graph: nx.DiGraph[int], chain: tuple[int, ...]) -> float:
    length = 0.0
    for a, b in pairwise(chain):
        length += graph[a][b]["length"]
    return length


def equal_lengths(length: float) -> float:
    """Return the middle of the lengths that are equal to this one: 34 digits before the point, no more behind it."""
    fraction, exponent = math.frexp(length)
    return math.ldexp(math.floor(fraction * 2**34 + 0.5), exponent - 34)


@ways
@given(asked=asked_paths(), top=st.integers(0, 5), most=st.sampled_from([1, 2, 3, 4, 5, 50]), weighted=st.booleans())
@settings(max_examples=150, deadline=None)
def test_random_graphs_have_the_simple_paths_of_networkx_in_order(
    way: str, asked: tuple[nx.DiGraph[int], Neighbours, int, int], top: int, most: int, weighted: bool
) -> None:
    graph, to, start, goal = asked
    found = run(way, "simple_paths", to, start, goal, top=top, most=most, work=10**6, weighted=weighted)

    def place(chain: tuple[int, ...]) -> tuple[float, int, tuple[int, ...]]:
        return equal_lengths(length_of(graph, chain)) if weighted else 0, len(chain), chain

    expected = sorted(map(tuple, nx.all_simple_paths(graph, start, goal, cutoff=most)), key=place)[: top or None]
    assert found.complete
    assert found.chains == expected
    assert found.lengths == [length_of(graph, chain) if weighted else len(chain) - 1 for chain in expected]


@needs_library
@given(asked=asked_paths(), top=st.integers(0, 5), most=st.integers(1, 8), work=st.integers(1, 150))
@settings(max_examples=150, deadline=None)
def test_twins_find_the_same_paths_where_the_work_runs_out(
    asked: tuple[nx.DiGraph[int], Neighbours, int, int], top: int, most: int, work: int
) -> None:
    _, *of = asked
    for weighted in (False, True):
        options = {"top": top, "most": most, "weighted": weighted}
        compiled, twin = (run(way, "simple_paths", *of, work=work, **options) for way in ("compiled", "plain"))
        whole = run("compiled", "simple_paths", *of, work=10**6, **options)
        assert compiled == twin
        assert compiled.chains == whole.chains[: len(compiled.chains)]
        assert compiled.chains == whole.chains or not compiled.complete


def arcs(size: int, links: dict[tuple[int, int], float]) -> Neighbours:
    rows, columns = np.array(list(links)).T
    return Neighbours.of_pairs(size, rows, columns, 1 / np.array(list(links.values())), symmetric=False)


@ways
def test_a_long_way_of_few_links_hides_no_short_one_of_more(way: str) -> None:
    links = {(0, 1): 1.0, (1, 3): 1.0, (1, 2): 10.0, (1, 4): 1.0, (4, 2): 1.0, (2, 1): 1.0, (2, 3): 20.0}
    found = run(way, "simple_paths", arcs(5, links), 0, 3, top=2, most=4, work=10**6, weighted=True)
    assert found.chains == [(0, 1, 3), (0, 1, 4, 2, 3)]


@ways
def test_fewer_links_win_over_a_length_that_rounding_alone_makes_shorter(way: str) -> None:
    links = {(0, 1): 0.1, (1, 5): 0.1, (1, 4): 0.1, (4, 5): 0.4, (0, 2): 0.1, (2, 3): 0.1, (3, 6): 0.3, (6, 5): 0.1}
    assert 0.1 + 0.1 + 0.3 + 0.1 < 0.1 + 0.1 + 0.4
    found = run(way, "simple_paths", arcs(7, links), 0, 5, top=2, most=6, work=10**6, weighted=True)
    assert found.chains == [(0, 1, 5), (0, 1, 4, 5)]


@ways
@known
@pytest.mark.parametrize("most", [7, 1000])
def test_known_graphs_have_the_shortest_simple_paths_of_networkx(way: str, name: str, most: int) -> None:
    to = neighbours(NAMED[name])
    graph, rng = digraph(to), np.random.default_rng(6)
    for start, goal in rng.choice(len(to), (4, 2), replace=False).tolist():
        found = run(way, "simple_paths", to, start, goal, top=4, most=most, work=10**6, weighted=True)
        assert [length_of(graph, chain) for chain in found.chains] == found.lengths
        assert len(set(found.chains)) == len(found.chains)
        assert all(len(set(chain)) == len(chain) <= most + 1 for chain in found.chains)
        if nx.has_path(graph, start, goal) and most > 7:
            peer = [length_of(graph, tuple(chain)) for chain in islice(by_length(graph, start, goal), 4)]
            assert found.lengths == pytest.approx(peer)
        hops = run(way, "simple_paths", to, start, goal, top=1, most=most, work=10**6)
        path = shortest_by(way, to, start, goal)
        assert hops.chains == [path][: 0 < len(path) <= most + 1]
        assert bool(path) == nx.has_path(graph, start, goal)


def by_length(graph: nx.DiGraph[int], start: int, goal: int) -> Iterator[list[int]]:
    return nx.shortest_simple_paths(graph, start, goal, weight="length")


def shortest_by(way: str, to: Neighbours, start: int, goal: int) -> tuple[int, ...]:
    if way == "compiled":
        return Shortest(to).path(start, goal)
    with plain():
        return Shortest(to).path(start, goal)


@ways
@given(asked=asked_paths(), more=st.lists(st.integers(0, 7), max_size=4))
@settings(max_examples=100, deadline=None)
def test_one_shortest_path_after_another_is_the_first_of_all(
    way: str, asked: tuple[nx.DiGraph[int], Neighbours, int, int], more: list[int]
) -> None:
    graph, to, start, _ = asked
    with plain() if way == "plain" else nullcontext():
        find = Shortest(to)
        for goal in (node % len(to) for node in (*more, *range(len(to)))):
            paths = [(start,)] if start == goal else list(map(tuple, nx.all_simple_paths(graph, start, goal)))
            assert find.path(start, goal) == min(paths, key=lambda chain: (len(chain), chain), default=())


@ways
def test_more_paths_than_there_was_room_for_at_first_are_all_found(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecosystem.kernels.paths._ROOM", 8)
    to = neighbours(nx.complete_graph(7))
    for weighted in (False, True):
        found = run(way, "simple_paths", to, 0, 6, top=0, most=6, work=10**6, weighted=weighted)
        assert len(set(found.chains)) == len(found.chains) == sum(math.perm(5, k) for k in range(6))


@needs_library
def test_a_search_for_paths_stops_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    to = neighbours(nx.complete_graph(14))

    def told(search: Callable[[object, np.ndarray], None], blocks: list[object]) -> Iterator[None]:
        search(blocks[0], np.ones(1, np.int32))
        yield

    monkeypatch.setattr("ecosystem.kernels.paths.in_order", told)
    for weighted in (False, True):
        with pytest.raises(KeyboardInterrupt):
            kernels.simple_paths(to, 0, 13, top=0, most=13, work=10**9, weighted=weighted)
