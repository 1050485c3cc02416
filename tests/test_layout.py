"""Nodes are placed apart, together with what they are linked to, and the same every time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.outputs.drawing.layout import layout, radii


def of(graph: nx.Graph[int]) -> Graph:
    nodes = [{"id": f"n{node:05}", "kind": ("fund", "agency")[node % 2]} for node in graph]
    links = [{"source": f"n{a:05}", "target": f"n{b:05}", "relation": "collaborates_with"} for a, b in graph.edges]
    return graph_of(nodes, links)


def tightest(places: Numbers, radius: Numbers) -> float:
    """The smallest free room between any two dots, by comparing all pairs."""
    distance = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    free = distance - radius[:, None] - radius[None]
    np.fill_diagonal(free, np.inf)
    return float(free.min(initial=np.inf))


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    count = draw(st.integers(0, 40))
    ends = st.integers(0, max(count - 1, 0))
    graph = nx.empty_graph(count)
    if count:
        graph.add_edges_from(draw(st.lists(st.tuples(ends, ends), max_size=80)))
    return of(graph)


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_no_two_dots_overlap_and_all_have_a_place(graph: Graph) -> None:
    places = layout(graph)
    assert places.shape == (len(graph.nodes), 2)
    assert np.isfinite(places).all()
    assert tightest(places, radii(graph)) > 0


@pytest.mark.parametrize(
    "graph",
    [nx.star_graph(600), nx.path_graph(300), nx.complete_graph(60), nx.balanced_tree(6, 3), nx.empty_graph(500)],
    ids=["star", "path", "clique", "tree", "isolates"],
)
def test_extreme_shapes_do_not_overlap(graph: nx.Graph[int]) -> None:
    drawn = of(graph)
    assert tightest(layout(drawn), radii(drawn)) > 0


def test_linked_nodes_stand_nearer_than_others() -> None:
    graph = nx.connected_caveman_graph(12, 8)
    places = layout(of(graph))
    distance = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    linked = np.array([distance[a, b] for a, b in graph.edges])
    assert np.median(linked) < np.median(distance) / 3


def test_communities_stand_apart() -> None:
    graph = nx.planted_partition_graph(12, 25, 0.25, 0.006, seed=4)
    places = layout(of(graph))
    distance = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(distance, np.inf)
    near = np.argsort(distance, axis=1)[:, :5]
    assert np.mean(near // 25 == np.arange(300)[:, None] // 25) > 0.85


def test_a_hub_has_room_for_its_name() -> None:
    graph = nx.barabasi_albert_graph(80, 2, seed=7)
    nodes = [{"id": f"n{node:02}", "kind": "fund", "name": "A name of some length"} for node in graph]
    links = [{"source": f"n{a:02}", "target": f"n{b:02}", "relation": "part_of"} for a, b in graph.edges]
    drawn = graph_of(nodes, links)
    places, radius = layout(drawn), radii(drawn)
    hub = int(np.argmax(radius))
    dx, dy = (places - places[hub]).T
    # Beside the hub or below it: at the zoom of a screen that shows all, a letter is about eleven units wide.
    boxes = ((-120, 120, 0, 36), (0, 240, -18, 18), (-240, 0, -18, 18), (-120, 120, -36, 0))
    shifts = ((0, radius[hub]), (radius[hub], 0), (-radius[hub], 0), (0, -radius[hub]))
    free = [
        not ((dx > a + x) & (dx < b + x) & (dy > c + y) & (dy < d + y) & (np.arange(80) != hub)).any()
        for (a, b, c, d), (x, y) in zip(boxes, shifts, strict=True)
    ]
    assert any(free)


def test_parts_stand_apart() -> None:
    graph = nx.disjoint_union(nx.cycle_graph(40), nx.cycle_graph(30))
    places = layout(of(graph))
    first, second = places[:40], places[40:]
    assert first[:, 0].max() < second[:, 0].min() or first[:, 1].max() < second[:, 1].min()


def test_nodes_without_links_stand_in_rows_by_kind() -> None:
    drawn = of(nx.empty_graph(98))
    places = layout(drawn)
    assert len(np.unique(places[:, 1])) == 7
    funds = drawn.nodes.kind == drawn.nodes.kind[0]
    assert places[funds, 0].max() <= places[~funds, 0].min()


def test_same_places_under_any_hash_seed() -> None:
    script = (
        "import networkx as nx, hashlib; from test_layout import of, layout\n"
        "print(hashlib.sha256(layout(of(nx.gnm_random_graph(300, 500, seed=2))).tobytes()).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "777")
    ]
    assert len(set(runs)) == 1
