"""The overview's numbers are those of independent implementations."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from networks import PUBLISHED, arcs, from_networkx, graph_from, link_lists, simple, toy

from ecosystem.measures import distances, triangles
from ecosystem.measures.connectivity import components, cuts
from ecosystem.measures.ties import ties
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from queries.overview import overview


def measured(graph: Graph) -> dict[str, Any]:
    return {str(row[0]): row[1] for row in overview(graph).rows}


def expected(peer: nx.Graph[int]) -> dict[str, Any]:
    sizes = sorted(map(len, nx.connected_components(peer)), reverse=True)
    lengths = [d for _, row in nx.all_pairs_shortest_path_length(peer) for d in row.values() if d]
    n, degrees = len(peer), [k for _, k in peer.degree()]
    between, close = nx.betweenness_centrality(peer).values(), nx.closeness_centrality(peer).values()
    star = (n - 1) * (n - 2) / (2 * n - 3)
    several = [node for node in peer if peer.degree(node) > 1]
    return {
        "ties": peer.number_of_edges(),
        "isolates": nx.number_of_isolates(peer),
        "density": nx.density(peer),
        "mean_partners": sum(degrees) / n,
        "degree_centralisation": sum(max(degrees) - k for k in degrees) / ((n - 1) * (n - 2)),
        "betweenness_centralisation": sum(max(between) - b for b in between) / (n - 1),
        "closeness_centralisation": sum(max(close) - c for c in close) / star if len(sizes) == 1 else None,
        "components": len(sizes),
        "largest_component": sizes[0],
        "fragmentation": 1 - sum(s * (s - 1) for s in sizes) / (n * (n - 1)),
        "efficiency": nx.global_efficiency(peer),
        "distance_fragmentation": 1 - nx.global_efficiency(peer),
        "mean_distance": sum(lengths) / len(lengths) if lengths else None,
        "diameter": max(lengths, default=None),
        "cut_actors": len(list(nx.articulation_points(peer))),
        "bridges": len(list(nx.bridges(peer))),
        "triangles": sum(nx.triangles(peer).values()) // 3,
        "transitivity": nx.transitivity(peer) if several else None,
        "clustering": nx.average_clustering(peer, nodes=several) if several else None,
    }


@settings(max_examples=80, deadline=None)
@given(links=link_lists())
def test_measures_agree_with_networkx(links: list[tuple[int, int, int]]) -> None:
    found = measured(graph_from(links, 8))
    for name, value in expected(simple(links, 8)).items():
        assert found[name] == pytest.approx(value), name
    directed = arcs(links, 8)
    returned = nx.overall_reciprocity(directed) if directed.number_of_edges() else None
    assert found["reciprocity"] == pytest.approx(returned)
    assert found["links"] == len(links) == found["ties"] + found["parallel_links"] + found["self_links"]


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_published_graphs_have_their_known_numbers(name: str) -> None:
    found = measured(from_networkx(PUBLISHED[name]))
    for measure, value in expected(PUBLISHED[name]).items():
        assert found[measure] == pytest.approx(value), measure


def test_the_toy_network_has_its_known_efficiency() -> None:
    assert measured(toy())["efficiency"] == pytest.approx(0.4778, abs=5e-5)


def test_what_is_undefined_is_empty() -> None:
    one = measured(graph_of([{"id": "a", "kind": "fund"}], []))
    assert (one["components"], one["largest_share"], one["density"], one["efficiency"]) == (1, 1.0, None, None)
    assert one["mean_distance"] is one["clustering"] is one["reciprocity"] is None


def test_distances_of_too_large_a_graph_are_estimated_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = from_networkx(PUBLISHED["karate"])
    monkeypatch.setattr(distances, "WORK", 20 * 156)
    answer = overview(graph)
    assert any("estimated from 20 of 34 nodes" in note for note in answer.notes)
    assert answer.rows == overview(graph).rows
    assert {row[0]: row[1] for row in answer.rows}["mean_distance"] == pytest.approx(2.408, rel=0.1)


@settings(max_examples=60, deadline=None)
@given(links=link_lists(7, 16))
def test_parts_are_what_the_component_of_a_node_falls_into(links: list[tuple[int, int, int]]) -> None:
    peer, matrix = simple(links, 7), ties(graph_from(links, 7))
    parts, labels = cuts(matrix).parts, components(matrix)
    for node in peer:
        rest = nx.node_connected_component(peer, node) - {node}
        assert parts[node] == nx.number_connected_components(peer.subgraph(rest))
        assert set(np.flatnonzero(labels == labels[node])) == nx.node_connected_component(peer, node)


def test_triangles_are_found_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triangles, "ROOM", 3)
    peer = PUBLISHED["karate"]
    nodes, entries = triangles.counts(ties(from_networkx(peer)))
    assert nodes.tolist() == list(nx.triangles(peer).values())
    assert entries.sum() == 2 * nodes.sum()
