"""The answer about spheres: a matrix that adds up, indices, and mutual information beside joint records."""

from __future__ import annotations

import sys
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import KINDS, Link, graph_from, link_lists, simple, toy

from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from queries import Kind
from queries.spheres import spheres

module = sys.modules["queries.spheres"]


def rows(answer: Answer) -> dict[tuple[Any, ...], dict[str, Any]]:
    names = [column.name for column in answer.columns]
    return {row[:3]: dict(zip(names, row, strict=True)) for row in answer.rows}


def test_the_toy_network_has_its_known_indices() -> None:
    found = rows(spheres(toy()))
    index = found["e_i_index", None, None]
    assert index["observed"] == pytest.approx(0.6)
    assert index["expected_relabelling"] == pytest.approx(1 - 2 * (2 * 1 + 3 * 2) / 30)
    assert found["cross_sphere_share", None, None]["observed"] == pytest.approx(0.8)
    ties = found["ties", "U", "I"]
    assert (ties["observed"], ties["expected_relabelling"]) == (2, pytest.approx(5 * 2 * 2 * 3 / 30))
    assert ties["expected_configuration"] == pytest.approx(3 * 5 / 10)


@settings(max_examples=40, deadline=None)
@given(links=link_lists(), kinds=st.lists(st.integers(0, 4), min_size=8, max_size=8))
def test_the_matrix_adds_up_to_the_ties_of_nodes_with_a_sphere(links: list[Link], kinds: list[int]) -> None:
    sphere = [vocabulary().kinds[KINDS[kind]].sphere for kind in kinds]
    graph = graph_from(links, 8, kinds=kinds)
    if sum(map(bool, sphere)) < 2:
        with pytest.raises(BadInput, match="fewer than two nodes"):
            spheres(graph)
        return
    found = rows(spheres(graph, top=0))
    pairs = [(a, b) for a, b in simple(links, 8).edges if sphere[a] and sphere[b]]
    matrix = [row for key, row in found.items() if key[0] == "ties"]
    assert sum(row["observed"] for row in matrix) == len(pairs)
    for model in ("relabelling", "configuration"):
        assert sum(row["expected_" + model] for row in matrix) == pytest.approx(len(pairs))
    across = sum(sphere[a] != sphere[b] for a, b in pairs)
    if set("UIG") <= set(sphere):
        peer = simple(links, 8)
        three = [c for c in combinations(range(8), 3) if {sphere[i] for i in c} == set("UIG")]
        closed = sum(all(peer.has_edge(a, b) for a, b in combinations(c, 2)) for c in three)
        assert found["triangles", "UIG", None]["observed"] == closed
    index = found["e_i_index", None, None]["observed"]
    assert index == (pytest.approx((2 * across - len(pairs)) / len(pairs)) if pairs else None)


def projects() -> dict[str, Any]:
    nodes = [{"id": f"{kind}{i}", "kind": kind} for kind in ("university", "enterprise", "agency") for i in (1, 2)]
    nodes += [{"id": f"p{i}", "kind": "instrument"} for i in range(4)]
    members = {"p0": "university1 university2", "p1": "enterprise1", "p2": "university1 agency1", "p3": "enterprise2"}
    links = [
        {"source": actor, "relation": "participates_in", "target": project, "sources": f"doc#{project}"}
        for project, actors in members.items()
        for actor in actors.split()
    ]
    return {"nodes": nodes, "links": links}


def test_shared_projects_tie_their_partners_and_are_the_records() -> None:
    answer = spheres(graph_of(**projects()), via=Kind("instrument"), top=0)
    found = rows(answer)
    assert found["ties", "U", "U"]["observed"] == found["ties", "U", "G"]["observed"] == 1
    assert found["cross_sphere_share", None, None]["observed"] == 0.5
    assert found["joint_record_share", "UIG", None]["observed"] == 0.25
    assert [found["records", s, None]["observed"] for s in ("U", "I", "G", "UI", "UG")] == [1, 2, 0, 0, 1]
    assert answer.evidence[0] == ("doc#p2", "doc#p1", "doc#p3", "doc#p0")


def test_information_of_records_without_any_joint_one_is_negative_and_its_share_zero() -> None:
    given = projects()
    kept = [link for link in given["links"] if link["source"] in ("enterprise1", "agency1", "university2")]
    given["links"] = [*kept, {"source": "university1", "relation": "participates_in", "target": "p3"}]
    found = rows(spheres(graph_of(**given)))
    assert found["mutual_information", "UIG", None]["observed"] == pytest.approx(-0.3774, abs=5e-5)
    assert found["joint_record_share", "UIG", None]["observed"] == 0


def test_links_are_the_records_where_nothing_else_is() -> None:
    answer = spheres(toy())
    found = rows(answer)
    assert found["joint_record_share", "UIG", None]["observed"] == 0.8
    assert any("5 records (links)" in note for note in answer.notes)
    assert rows(spheres(toy(), seed=1)) == found


def test_a_pair_rests_on_the_links_between_its_groups() -> None:
    nodes = [{"id": "u", "kind": "university"}, {"id": "e", "kind": "enterprise"}, {"id": "f", "kind": "enterprise"}]
    links = [
        {"source": "e", "relation": "collaborates_with", "target": "u", "sources": "one"},
        {"source": "e", "relation": "collaborates_with", "target": "f", "sources": "two"},
    ]
    answer = spheres(graph_of(nodes, links), top=0)
    told = {row[1:3]: evidence for row, evidence in zip(answer.rows, answer.evidence, strict=True) if row[0] == "ties"}
    assert told == {("U", "I"): ("one",), ("I", "I"): ("two",), ("U", "U"): ()}


def test_too_many_groups_or_shared_pairs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_GROUPS", 1)
    with pytest.raises(BadInput, match="narrow the scope"):
        spheres(toy())
    monkeypatch.setattr(module, "MOST_PAIRS", 3)
    with pytest.raises(BadInput, match="more than 3 pairs"):
        spheres(graph_of(**projects()), via=Kind("instrument"))


def test_a_node_may_tell_another_sphere_than_that_of_its_kind() -> None:
    told = {
        "budget": ("fund", "Nhà nước"),
        "venture": ("fund", ""),
        "probe": ("policy", "space"),
        "law": ("policy", "g"),
    }
    nodes = [{"id": id, "kind": kind, "sphere": sphere} for id, (kind, sphere) in told.items()]
    links = [{"source": a, "relation": "part_of", "target": b} for a, b in (("budget", "venture"), ("law", "budget"))]
    answer = spheres(graph_of(nodes, links))
    assert {key[1:]: row["observed"] for key, row in rows(answer).items() if key[0] == "ties"} == {
        ("I", "I"): 0,
        ("I", "G"): 1,
        ("G", "G"): 1,
    }
    assert any("2 nodes given otherwise in the column sphere" in note for note in answer.notes)
    assert "No sphere, so passed over in the column sphere: space." in answer.notes
