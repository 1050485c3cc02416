"""Assortativity agrees with networkx, and what is undefined is empty."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import KINDS, PUBLISHED, Link, arcs, from_networkx, graph_from, link_lists, simple, toy

from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from queries.mixing import mixing


def measured(graph: Graph, **options: bool) -> dict[str, tuple[Any, ...]]:
    return {str(row[0]): row[1:] for row in mixing(graph, **options).rows}


def agrees(found: float | None, expected: float) -> bool:
    return found is None if math.isnan(expected) else found == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(links=link_lists(8, 24), kinds=st.lists(st.integers(0, 4), min_size=8, max_size=8), directed=st.booleans())
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning", "ignore:An input array is constant")
def test_assortativity_agrees_with_networkx(links: list[Link], kinds: list[int], directed: bool) -> None:
    peer: Any = (arcs if directed else simple)(links, 8)
    nx.set_node_attributes(peer, dict(enumerate(kinds)), "kind")
    nx.set_node_attributes(peer, {i: vocabulary().kinds[KINDS[kind]].sphere for i, kind in enumerate(kinds)}, "sphere")
    found = measured(graph_from(links, 8, kinds=kinds), directed=directed)
    part = peer.subgraph([node for node, sphere in peer.nodes(data="sphere") if sphere])
    for by, graph in (("kind", peer), ("sphere", part)):
        if not graph.number_of_edges():
            assert found[by][:3] == (None, None, None)
            continue
        alike = len({graph.nodes[node][by] for edge in graph.edges for node in edge}) == 1
        expected = math.nan if alike else nx.attribute_assortativity_coefficient(graph, by)
        assert agrees(found[by][0], expected)
        same = sum(graph.nodes[a][by] == graph.nodes[b][by] for a, b in graph.edges)
        assert found[by][1] == pytest.approx(same / graph.number_of_edges())
    if peer.number_of_edges() > 1:
        assert agrees(found["partners"][0], nx.degree_pearson_correlation_coefficient(peer))


def test_the_toy_network_has_its_known_assortativity() -> None:
    found = measured(toy())["sphere"]
    assert found[0] == pytest.approx(-0.2903, abs=5e-5)
    assert found[4:] == (3, 6, 5)


@pytest.mark.parametrize(("name", "value"), [("karate", -0.47561), ("florentine", -0.37484)])
def test_published_graphs_have_their_known_correlation_of_partners(name: str, value: float) -> None:
    found = measured(from_networkx(PUBLISHED[name]))
    assert found["partners"][0] == pytest.approx(value, abs=5e-6)
    assert found["kind"][0] is None


def test_without_ties_nothing_is_defined() -> None:
    assert all(row[1] is None for row in mixing(graph_of([{"id": "a", "kind": "fund"}], [])).rows)


def test_links_that_tell_a_group_are_no_ties_of_its_row() -> None:
    nodes = [{"id": id, "kind": "fund"} for id in "abc"] + [{"id": id, "kind": "place"} for id in ("hue", "hanoi")]
    lives = [("a", "hue"), ("b", "hue"), ("c", "hanoi")]
    links = [{"source": one, "relation": "located_in", "target": place} for one, place in lives]
    links += [{"source": one, "relation": "funds", "target": other} for one, other in ("ab", "bc")]
    row = next(row for row in mixing(graph_of(nodes, links)).rows if row[0] == "place")
    assert row[2] == 0.5
    assert row[-1] == 2
