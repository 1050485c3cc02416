"""Structural holes and brokerage roles are those of independent implementations."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, permutations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import PUBLISHED, TOY_LINKS, Link, arcs, from_networkx, graph_from, link_lists, simple, toy

from ecosystem.kernels import structural_holes
from ecosystem.measures.brokerage import ROLES, role_chance, roles
from ecosystem.measures.neighbours import neighbours
from ecosystem.measures.ties import ties
from ecosystem.model.graph import Graph

TOY_IDS = ["E1", "E2", "E3", "G1", "U1", "U2"]


def plainly(peer: nx.Graph[int]) -> dict[int, tuple[float, float, float, float]]:
    """Return constraint, effective size, efficiency and hierarchy by the formulas, word for word."""
    m = {(i, j): peer.edges[i, j]["weight"] if peer.has_edge(i, j) else 0.0 for i in peer for j in peer}
    total = {i: sum(m[i, j] for j in peer) for i in peer}
    p = {(i, j): m[i, j] / total[i] if total[i] else 0.0 for i in peer for j in peer}
    found = {}
    for i in peer:
        c = [(p[i, j] + sum(p[i, q] * p[q, j] for q in peer if q not in (i, j))) ** 2 for j in peer[i]]
        size = sum(
            1 - sum(p[i, q] * m[j, q] / max(m[j, k] for k in peer) for q in peer if q not in (i, j)) for j in peer[i]
        )
        n = len(c)
        ratios = [one / (sum(c) / n) for one in c]
        uneven = 1.0 if n == 1 else sum(r * math.log(r) for r in ratios) / (n * math.log(n)) if n else math.nan
        found[i] = (sum(c), size, size / n, uneven) if n else (math.nan,) * 4
    return found


@settings(max_examples=80, deadline=None)
@given(links=link_lists())
def test_structural_holes_follow_their_formulas(links: list[Link]) -> None:
    found = structural_holes(neighbours(graph_from(links, 8), weight="strength"))
    for node, (constraint, size, efficiency, hierarchy) in plainly(simple(links, 8)).items():
        measured = (found.constraint[node], found.effective_size[node], found.efficiency[node], found.hierarchy[node])
        assert measured == pytest.approx((constraint, size, efficiency, hierarchy), nan_ok=True, abs=1e-12)


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_constraint_and_effective_size_of_published_graphs_agree_with_networkx(name: str) -> None:
    peer = nx.convert_node_labels_to_integers(PUBLISHED[name])
    found = structural_holes(neighbours(from_networkx(peer), weight="strength"))
    assert found.constraint == pytest.approx([*nx.constraint(peer, nodes=list(peer)).values()], nan_ok=True)
    assert found.effective_size == pytest.approx([*nx.effective_size(peer, nodes=list(peer)).values()], nan_ok=True)


def test_the_toy_network_has_its_known_structural_holes() -> None:
    plain, weighted = (structural_holes(neighbours(toy(), weight=weight)) for weight in ("partners", "strength"))  # type: ignore[arg-type]
    e1, e2, e3, g1, u1 = (TOY_IDS.index(id) for id in ("E1", "E2", "E3", "G1", "U1"))
    assert plain.constraint[[g1, e2, e1]] == pytest.approx([0.5, 0.6111, 1.0069], abs=5e-5)
    assert weighted.constraint[e2] == pytest.approx(0.7284, abs=5e-5)
    assert plain.effective_size[e2] == pytest.approx(2.3333, abs=5e-5)
    assert weighted.effective_size[u1] == pytest.approx(1.1667, abs=5e-5)
    assert plain.efficiency[e2] == pytest.approx(0.7778, abs=5e-5)
    assert plain.hierarchy[e2] == pytest.approx(0.0522, abs=5e-5)
    assert math.isnan(plain.constraint[e3])


def test_doubled_strength_changes_no_structural_hole() -> None:
    near = neighbours(toy(), weight="strength")
    once, twice = structural_holes(near), structural_holes(replace(near, weights=near.weights * 2))
    assert once.constraint == pytest.approx(twice.constraint, nan_ok=True)
    assert once.effective_size == pytest.approx(twice.effective_size, nan_ok=True)


def role(a: int, v: int, c: int) -> str:
    if a == v:
        return "coordinator" if v == c else "representative"
    if v == c:
        return "gatekeeper"
    return "itinerant" if a == c else "liaison"


def counted(peer: nx.DiGraph[int], groups: list[int]) -> list[dict[str, int]]:
    counts = [dict.fromkeys(ROLES, 0) for _ in peer]
    for a, v, c in permutations(peer, 3):
        if peer.has_edge(a, v) and peer.has_edge(v, c) and not peer.has_edge(a, c):
            counts[v][role(groups[a], groups[v], groups[c])] += 1
    return counts


def measured(graph: Graph, groups: list[int]) -> list[dict[str, float]]:
    table = roles(ties(graph, weight="partners", directed=True), np.array(groups, dtype=np.int32))
    return [dict(zip(ROLES, row, strict=True)) for row in table.tolist()]


@settings(max_examples=80, deadline=None)
@given(links=link_lists(7, 30), groups=st.lists(st.integers(0, 2), min_size=7, max_size=7))
def test_roles_are_counted_over_all_ordered_pairs_without_a_direct_arc(links: list[Link], groups: list[int]) -> None:
    assert measured(graph_from(links, 7), groups) == counted(arcs(links, 7), groups)
    back = measured(graph_from([(b, a, w) for a, b, w in links], 7), groups)
    swap = {"representative": "gatekeeper", "gatekeeper": "representative"}
    assert back == [{swap.get(k, k): v for k, v in one.items()} for one in counted(arcs(links, 7), groups)]


def test_the_toy_network_has_its_known_roles() -> None:
    found = measured(toy(), [0, 0, 0, 1, 2, 2])
    assert found[TOY_IDS.index("E2")] == {**dict.fromkeys(ROLES, 0), "representative": 1, "gatekeeper": 1, "liaison": 2}
    assert found[TOY_IDS.index("G1")] == {**dict.fromkeys(ROLES, 0), "liaison": 2}
    assert len(TOY_LINKS) == 5


@pytest.mark.parametrize(
    ("undirected", "groups"), [(False, [0, 0, 1, 2]), (False, [0, 1, 1, 1]), (True, [0, 0, 0, 1, 1])]
)
def test_expected_roles_and_their_spread_are_those_of_all_graphs(undirected: bool, groups: list[int]) -> None:
    n = len(groups)
    pairs = list(combinations(range(n), 2)) if undirected else list(permutations(range(n), 2))
    present = np.array(list(product((0, 1), repeat=len(pairs))))
    there = np.zeros((len(present), n, n), dtype=int)
    for column, (a, b) in enumerate(pairs):
        there[:, a, b] = present[:, column]
        if undirected:
            there[:, b, a] = present[:, column]
    tables = np.zeros((len(present), n, len(ROLES) + 1))
    for a, v, c in permutations(range(n), 3):
        made = there[:, a, v] * there[:, v, c] * (1 - there[:, a, c])
        tables[:, v, ROLES.index(role(groups[a], groups[v], groups[c]))] += made
        tables[:, v, -1] += made
    for count in (2, 5):
        d = count / len(pairs)
        chance = d ** present.sum(axis=1) * (1 - d) ** (len(pairs) - present.sum(axis=1))
        mean, square = np.tensordot(chance, tables, 1), np.tensordot(chance, tables**2, 1)
        found = role_chance(np.bincount(groups), count * (2 if undirected else 1), undirected=undirected)  # type: ignore[arg-type]
        assert found.expected[groups] == pytest.approx(mean)
        assert found.sd[groups] == pytest.approx(np.sqrt(np.maximum(square - mean**2, 0)), abs=1e-7)
