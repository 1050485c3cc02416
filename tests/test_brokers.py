"""The answer about brokers: roles, ranks, cut actors and bridges in one row a node."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import PUBLISHED, Link, from_networkx, graph_from, link_lists, simple, toy

from ecosystem.errors import BadInput
from ecosystem.measures.brokerage import ROLES
from ecosystem.measures.groups import groups
from ecosystem.model.answer import Answer
from ecosystem.model.rows import graph_of
from queries.brokers import brokers
from queries.communities import communities


def by_id(answer: Answer) -> dict[str, dict[str, Any]]:
    names = [column.name for column in answer.columns]
    rows = [dict(zip(names, row, strict=True)) for row in answer.rows]
    return {row["id"]: row for row in rows}


def test_the_toy_network_by_sphere() -> None:
    found = by_id(brokers(toy(), by="sphere", weight="partners", top=0))
    e2 = found["E2"]
    assert [e2[role] for role in ROLES] == [0, 0, 1, 1, 2]
    assert (e2["rank"], e2["group"], e2["total"], e2["cut_actor"], e2["parts"]) == (1, "I", 4, "yes", 2)
    assert (e2["constraint"], e2["bridges"], e2["local_bridges"]) == (pytest.approx(0.6111, abs=5e-5), 1, 1)
    assert (found["G1"]["liaison"], found["G1"]["constraint"]) == (2, 0.5)
    lonely = found["E3"]
    assert (lonely["total"], lonely["constraint"], lonely["effective_size"], lonely["cut_actor"]) == (
        0,
        None,
        None,
        "no",
    )
    d = 10 / 30
    assert e2["expected_total"] == pytest.approx(d * d * (1 - d) * 20)
    assert e2["expected_coordinator"] == pytest.approx(d * d * (1 - d) * 2)


def test_order_by_constraint_puts_the_freest_first_and_the_undefined_last_without_rank() -> None:
    rows = brokers(toy(), order="constraint", weight="partners", top=0).rows
    assert [row[1] for row in rows] == ["G1", "E2", "U2", "E1", "U1", "E3"]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 4, None]


@settings(max_examples=40, deadline=None)
@given(links=link_lists(), kinds=st.lists(st.integers(0, 4), min_size=8, max_size=8))
def test_roles_add_up_and_bridges_agree_with_networkx(links: list[Link], kinds: list[int]) -> None:
    peer = simple(links, 8)
    cut, bridges = set(nx.articulation_points(peer)), [set(pair) for pair in nx.bridges(peer)]
    local = [set(pair) for pair in nx.local_bridges(peer, with_span=False)]
    graph = graph_from(links, 8, kinds=kinds)
    for id, row in by_id(brokers(graph, by="sphere", top=0)).items():
        node = int(id)
        assert row["cut_actor"] == ("yes" if node in cut else "no")
        assert row["bridges"] == sum(node in pair for pair in bridges)
        assert row["local_bridges"] == sum(node in pair for pair in local)
        if row["group"] is None:
            assert row["total"] is row["z_total"] is None
        else:
            assert row["total"] == sum(row[role] for role in ROLES)
            assert row["expected_total"] == pytest.approx(sum(row["expected_" + role] for role in ROLES))


@settings(max_examples=30, deadline=None)
@given(links=link_lists(7, 14), kinds=st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_other_names_another_order_and_an_isolate_change_no_role(links: list[Link], kinds: list[int]) -> None:
    one = by_id(brokers(graph_from(links, 7, kinds=kinds), top=0))
    turned = [(6 - a, 6 - b, w) for a, b, w in reversed(links)]
    other = by_id(brokers(graph_from(turned, 8, kinds=[*kinds[::-1], 4]), top=0))
    for node in range(7):
        a, b = one[f"{node:02}"], other[f"{6 - node:02}"]
        assert [a[role] for role in ROLES] == [b[role] for role in ROLES]
        assert (a["constraint"], a["parts"]) == (pytest.approx(b["constraint"]), b["parts"])


@settings(max_examples=60, deadline=None)
@given(links=link_lists())
def test_bridging_ties_are_the_local_bridges_of_networkx(links: list[Link]) -> None:
    peer = simple(links, 8)
    answer = brokers(graph_from(links, 8), bridges=True, top=0)
    found = {(int(str(row[0])), int(str(row[3]))): row for row in answer.rows}
    assert set(found) == {(min(a, b), max(a, b)) for a, b in nx.local_bridges(peer, with_span=False)}
    bridges = set(map(frozenset, nx.bridges(peer)))
    for (a, b), row in found.items():
        assert row[5] == ("yes" if frozenset((a, b)) in bridges else "no")
        peer.remove_edge(a, b)
        sides = [len(nx.node_connected_component(peer, end)) for end in (a, b)]
        peer.add_edge(a, b)
        assert row[6] == (min(sides) if row[5] == "yes" else None)
    assert [row[6] or 0 for row in answer.rows] == sorted((row[6] or 0 for row in answer.rows), reverse=True)


def test_the_communities_that_communities_tells_may_be_the_groups() -> None:
    graph = from_networkx(PUBLISHED["karate"])
    answer = brokers(graph, by="community", top=0)
    told = {row[1]: str(row[0]) for row in communities(graph, members=True, top=0).rows}
    assert {id: row["group"] for id, row in by_id(answer).items()} == told
    assert answer.rows == brokers(graph, by="community", top=0).rows


def test_places_are_read_from_the_column_and_from_where_a_node_is_located() -> None:
    nodes = [
        {"id": "a", "kind": "enterprise", "place": "Hà  Nội"},
        {"id": "b", "kind": "enterprise", "place": "Ha Noi"},
        {"id": "c", "kind": "enterprise"},
        {"id": "d", "kind": "it_zone"},
        {"id": "e", "kind": "place", "name": "Đà Nẵng"},
        {"id": "f", "kind": "enterprise"},
    ]
    links = [("c", "d"), ("d", "e")]
    graph = graph_of(nodes, [{"source": s, "relation": "located_in", "target": t} for s, t in links])
    found = groups(graph, "place")
    assert found.names == ("Đà Nẵng", "Hà  Nội")
    assert found.codes.tolist() == [1, 1, 0, 0, 0, -1]


def test_a_scope_without_ties_has_no_broker() -> None:
    answer = brokers(graph_of([{"id": "a", "kind": "fund"}], []))
    row = by_id(answer)["a"]
    assert answer.notes[0].startswith("Nobody brokers here")
    assert (row["total"], row["z_total"], row["constraint"], row["parts"]) == (0, None, None, 0)


@pytest.mark.parametrize("wish", [{"by": "sphere"}, {"order": "constraint"}, {"undirected": True}])
def test_a_list_of_bridges_knows_no_roles(wish: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="bridges: ties have no roles"):
        brokers(toy(), bridges=True, **wish)
