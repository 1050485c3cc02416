"""Communities are good partitions, compared by measures that others compute alike."""

from __future__ import annotations

import math
import re
from itertools import combinations
from typing import get_args

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import PUBLISHED, Link, from_networkx, graph_from, link_lists, simple, toy

from ecosystem.errors import BadInput
from ecosystem.measures.groups import groups
from ecosystem.measures.modularity import modularity, partition, rand_index
from ecosystem.measures.ties import ties
from ecosystem.model.graph import Weight
from ecosystem.model.rows import graph_of
from queries.communities import communities


@settings(max_examples=60, deadline=None)
@given(
    links=link_lists(), codes=st.lists(st.integers(0, 2), min_size=8, max_size=8), gamma=st.sampled_from((0.5, 1, 2))
)
def test_modularity_agrees_with_networkx(links: list[Link], codes: list[int], gamma: float) -> None:
    peer = simple(links, 8)
    parts = [{node for node in peer if codes[node] == code} for code in set(codes)]
    found = modularity(ties(graph_from(links, 8)), np.array(codes, dtype=np.int32), resolution=gamma)
    if not peer.number_of_edges():
        assert found is None
        return
    assert found == pytest.approx(nx.community.modularity(peer, parts, resolution=gamma))


@given(one=st.lists(st.integers(-1, 3), max_size=9), other=st.lists(st.integers(-1, 3), min_size=9, max_size=9))
def test_the_adjusted_rand_index_counts_pairs(one: list[int], other: list[int]) -> None:
    both = [(a, b) for a, b in zip(one, other, strict=False) if a >= 0 and b >= 0]
    pairs = list(combinations(both, 2))
    together = sum(x[0] == y[0] and x[1] == y[1] for x, y in pairs)
    rows, columns = (sum(x[side] == y[side] for x, y in pairs) for side in (0, 1))
    chance = rows * columns / len(pairs) if pairs else 0
    most = (rows + columns) / 2
    expected = (together - chance) / (most - chance) if len(both) > 1 and not math.isclose(most, chance) else None
    found = rand_index(np.array(one, dtype=np.int32), np.array(other[: len(one)], dtype=np.int32))
    assert found == (pytest.approx(expected) if expected is not None else None)


def test_the_toy_partition_has_its_known_modularity() -> None:
    codes = np.array([0, 0, 2, 1, 0, 1], dtype=np.int32)
    assert modularity(ties(toy(), weight="partners"), codes) == pytest.approx(0.22)
    assert modularity(ties(toy()), codes) == pytest.approx(0.3672, abs=5e-5)
    assert modularity(ties(toy()) * 2, codes) == pytest.approx(0.3672, abs=5e-5)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_published_graphs_are_divided_as_well_as_by_others(name: str) -> None:
    peer = PUBLISHED[name]
    runs = (nx.community.louvain_communities(peer, weight=None, seed=seed) for seed in range(20))
    best = max(nx.community.modularity(peer, parts, weight=None) for parts in runs)
    found = re.match(r"Modularity ([\d.]+) at", communities(from_networkx(peer)).notes[0])
    assert found
    assert float(found[1]) >= best - 5e-5
    assert name != "karate" or found[1] == "0.4198"


@settings(max_examples=25, deadline=None)
@given(links=link_lists())
def test_no_division_of_a_small_graph_is_much_better(links: list[Link]) -> None:
    matrix = ties(graph_from(links, 8))
    codes = partition(matrix)
    peer = simple(links, 8)
    assert {node for node in peer if codes[node] < 0} == set(nx.isolates(peer))
    if peer.number_of_edges():
        greedy = nx.community.greedy_modularity_communities(peer, weight="weight")
        quality = nx.community.modularity(peer, greedy, weight="weight")
        best = max(modularity(matrix, partition(matrix, seed=seed)) or 0 for seed in range(5))
        assert best >= quality - 1e-9
        for code in range(int(codes.max()) + 1):
            assert nx.is_connected(peer.subgraph(np.flatnonzero(codes == code).tolist()))


def test_rows_count_nodes_and_ties_of_each_community() -> None:
    peer = nx.convert_node_labels_to_integers(PUBLISHED["karate"])
    graph = from_networkx(peer)
    members = communities(graph, members=True, top=0).rows
    parts: dict[int, set[int]] = {}
    for row in members:
        parts.setdefault(int(row[0] or 0), set()).add(int(str(row[1])))
    for row in communities(graph, top=0).rows:
        part = parts[int(row[0] or 0)]
        inside = peer.subgraph(part).number_of_edges()
        assert row[1:4] == (len(part), inside, nx.cut_size(peer, part))
        assert 0 <= float(row[4] or 0) <= 1
    assert [row[1] for row in communities(graph, top=0).rows] == sorted(map(len, parts.values()), reverse=True)


def test_the_same_seed_gives_the_same_division_and_higher_resolution_smaller_parts() -> None:
    graph = from_networkx(PUBLISHED["davis"])
    assert communities(graph, seed=7, runs=5).rows == communities(graph, seed=7, runs=5).rows
    coarse, fine = (len(communities(graph, resolution=gamma, runs=5, top=0).rows) for gamma in (0.3, 3.0))
    assert coarse < fine


def test_communities_that_follow_the_kinds_say_so() -> None:
    nodes = [{"id": f"{kind}{i}", "kind": kind} for kind in ("university", "fund") for i in range(4)]
    links = [
        {"source": f"{kind}{i}", "relation": "part_of", "target": f"{kind}{j}"}
        for kind in ("university", "fund")
        for i, j in combinations(range(4), 2)
    ]
    notes = communities(graph_of(nodes, links)).notes
    assert "kind 1.0000, sphere 1.0000, place undefined" in notes[2]
    assert "mean adjusted Rand index of every two runs 1.0000" in notes[1]


def test_the_technology_of_a_node_is_what_it_works_on_most() -> None:
    nodes = [{"id": "a", "kind": "fund"}, {"id": "b", "kind": "fund"}, {"id": "t", "kind": "technology", "name": "AI"}]
    links = [("a", "t", 1), ("a", "s", 2), ("b", "t", 1), ("b", "s", 1)]
    graph = graph_of(
        [*nodes, {"id": "s", "kind": "technology", "name": "Chips"}],
        [{"source": s, "relation": "works_on", "target": t, "weight": w} for s, t, w in links],
    )
    found = groups(graph, "technology")
    assert [found.name(graph.position(id)) for id in ("a", "b", "t", "s")] == ["Chips", "Chips", "AI", "Chips"]


def test_without_ties_there_is_no_community() -> None:
    link = {"source": "a", "relation": "part_of", "target": "a"}
    for links in ([], [link]):
        answer = communities(graph_of([{"id": "a", "kind": "fund"}, {"id": "b", "kind": "fund"}], links))
        assert answer.rows == []
        assert answer.notes == ("Modularity and stability are undefined: 2 nodes and no tie between two of them.",)


def test_notes_say_what_makes_a_tie_strong() -> None:
    links = {weight: communities(toy(), runs=1, weight=weight, members=True).notes[-1] for weight in get_args(Weight)}
    assert "the sum of the weights of its parallel links" in links["strength"]
    assert "the number of its parallel links" in links["links"]
    assert "every tie weighs 1" in links["partners"]


def test_parameters_out_of_range_are_refused() -> None:
    for resolution in (0, -1, 1e-300, 1e300, math.inf, math.nan):
        with pytest.raises(
            BadInput, match=r"resolution: \S+ is not a number from 1/1,000,000 to 1,000,000; 1 is usual"
        ):
            communities(toy(), resolution=resolution)
    assert len(communities(toy(), resolution=1e6).rows) == 5
    assert len(communities(toy(), resolution=1e-6).rows) == 1
    with pytest.raises(BadInput, match="runs"):
        communities(toy(), runs=0)
