"""Centralities beside published numbers and other implementations."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.centrality import MEASURES
from ecosystem.graph import Graph
from ecosystem.rows import graph_of
from queries.rank import rank

# Five actors and an isolate: U1-E1 2, U1-E2 1, E1-E2 1, E2-G1 1, G1-U2 3.
TOY_NODES = [{"id": id, "kind": "agency"} for id in ("E1", "E2", "E3", "G1", "U1", "U2")]
TOY_LINKS = [("U1", "E1", 2), ("U1", "E2", 1), ("E1", "E2", 1), ("E2", "G1", 1), ("G1", "U2", 3)]


def toy() -> Graph:
    rows = [{"source": s, "relation": "collaborates_with", "target": t, "weight": w} for s, t, w in TOY_LINKS]
    return graph_of(TOY_NODES, rows)


def values(measure: str) -> dict[str, object]:
    return {str(row[1]): row[4] for row in rank(toy(), measure=measure, top=0).rows}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "node", "value"),
    [
        ("degree", "E2", 3),
        ("strength", "E2", 3),
        ("degree", "G1", 2),
        ("strength", "G1", 4),
        ("betweenness", "E2", 4),
        ("betweenness", "G1", 3),
        ("closeness", "E2", 0.64),
        ("closeness", "G1", 0.5333),
        ("harmonic", "E2", 3.5),
        ("harmonic", "G1", 3),
        ("core", "U1", 2),
        ("core", "E1", 2),
        ("pagerank", "G1", 0.2321),
    ],
)
def test_the_toy_network_has_its_known_numbers(measure: str, node: str, value: float) -> None:
    assert values(measure)[node] == pytest.approx(value, abs=5e-5)


def test_what_is_undefined_is_empty_and_stands_last_without_rank() -> None:
    last = rank(toy(), measure="closeness", top=0).rows[-1]
    assert last == (None, "E3", "E3", "agency", None)


def test_equal_values_share_a_rank_and_are_ordered_by_id() -> None:
    rows = rank(toy(), measure="core", top=0).rows
    assert [(row[0], row[1]) for row in rows] == [(1, "E1"), (1, "E2"), (1, "U1"), (4, "G1"), (4, "U2"), (6, "E3")]


PEERS = {
    "degree": lambda g: dict(g.degree()),
    "partners": lambda g: {n: len(set(g[n]) - {n}) for n in g},
    "betweenness": lambda g: nx.betweenness_centrality(simple(g), normalized=False),
    "harmonic": lambda g: nx.harmonic_centrality(simple(g)),
    "pagerank": lambda g: nx.pagerank(simple(g), weight="weight", tol=1e-13, max_iter=10_000),
    "strength": lambda g: dict(simple(g).degree(weight="weight")),
}


def simple(graph: nx.MultiGraph[int]) -> nx.Graph[int]:
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(graph)
    for a, b, weight in graph.edges(data="weight"):
        if a != b:
            plain.add_edge(a, b, weight=plain.get_edge_data(a, b, {"weight": 0})["weight"] + weight)
    return plain


@settings(max_examples=40, deadline=None)
@given(
    links=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 5)), max_size=20),
    measure=st.sampled_from(sorted(PEERS)),
)
def test_measures_agree_with_networkx(links: list[tuple[int, int, int]], measure: str) -> None:
    peer: nx.MultiGraph[int] = nx.MultiGraph()
    peer.add_nodes_from(range(8))
    for a, b, weight in links:
        peer.add_edge(a, b, weight=weight)
    rows = [{"source": str(a), "relation": "part_of", "target": str(b), "weight": w} for a, b, w in links]
    graph = graph_of([{"id": str(id), "kind": "agency"} for id in range(8)], rows)
    expected = PEERS[measure](peer)
    assert MEASURES[measure].of(graph) == pytest.approx([expected[id] for id in range(8)], abs=1e-9)


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_renaming_nodes_and_an_isolate_change_no_order(measure: str) -> None:
    nodes = [{"id": "x" + node["id"], "kind": "agency"} for node in TOY_NODES]
    rows = [
        {"source": "x" + t, "relation": "collaborates_with", "target": "x" + s, "weight": w} for s, t, w in TOY_LINKS
    ]
    graph = graph_of(nodes, rows[::-1])
    assert np.allclose(MEASURES[measure].of(graph), MEASURES[measure].of(toy()), equal_nan=True)


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_an_empty_graph_has_no_ranks(measure: str) -> None:
    assert rank(graph_of([], []), measure=measure).rows == []  # type: ignore[arg-type]


def test_a_row_rests_on_the_sources_of_the_node_and_of_its_links() -> None:
    nodes = [{"id": "a", "kind": "fund", "sources": "r1"}, {"id": "b", "kind": "fund"}, {"id": "c", "kind": "fund"}]
    rows = [
        {"source": "b", "relation": "part_of", "target": "a", "sources": "r2#p. 3|r1"},
        {"source": "b", "relation": "part_of", "target": "b", "sources": "r3"},
    ]
    answer = rank(graph_of(nodes, rows), measure="partners", top=0)
    assert [row[1] for row in answer.rows] == ["a", "b", "c"]
    assert answer.evidence == [("r1", "r2#p. 3"), ("r2#p. 3", "r1", "r3"), ()]
