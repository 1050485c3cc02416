"""Suggestions have reasons, leave out what is linked, and foretell better than chance."""

from __future__ import annotations

import csv
import re
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.errors import BadInput
from ecosystem.measures.link_prediction import average_precision, candidates_of, complementary
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from queries import Kind, NodeId, Relation
from queries.suggest import suggest

CORDIS = Path(__file__).parent.parent.parent / "shared" / "data" / "cordis_h2020"
NODES = [
    {"id": "u1", "kind": "university"},
    {"id": "u2", "kind": "university"},
    {"id": "e1", "kind": "enterprise"},
    {"id": "e2", "kind": "enterprise"},
    {"id": "zones", "kind": "it_zone", "level": "class"},
    {"id": "ai", "kind": "technology", "name": "AI"},
    {"id": "hcmc", "kind": "place"},
]
LINKS = [
    {"source": "u1", "relation": "works_on", "target": "ai", "sources": "r1#p. 2"},
    {"source": "e1", "relation": "works_on", "target": "ai", "sources": "r2"},
    {"source": "zones", "relation": "works_on", "target": "ai"},
    {"source": "u1", "relation": "located_in", "target": "hcmc", "sources": "r3"},
    {"source": "e1", "relation": "located_in", "target": "hcmc", "sources": "r3"},
    {"source": "e2", "relation": "located_in", "target": "hcmc", "sources": "r4"},
    {"source": "u1", "relation": "collaborates_with", "target": "e2", "sources": "r5"},
]


def ends(graph: Graph, **options: object) -> list[tuple[object, object]]:
    return [(row[1], row[4]) for row in suggest(graph, **options).rows]  # type: ignore[arg-type]


def test_a_suggestion_tells_what_is_shared_and_cites_it() -> None:
    answer = suggest(graph_of(NODES, LINKS), node=NodeId("u1"), score="adamic_adar")
    row = dict(zip([column.name for column in answer.columns], answer.rows[0], strict=True))
    assert (row["source_id"], row["target_id"], row["rank"]) == ("u1", "e1", 1)
    assert row["common_neighbours"] == 2
    assert row["adamic_adar"] == pytest.approx(2 / np.log(3))
    assert row["score"] == pytest.approx(2 / np.log(3))
    assert row["resource_allocation"] == pytest.approx(2 / 3)
    assert row["reasons"] == "works on AI: works on; located in hcmc: located in"
    assert answer.evidence[0] == ("r1#p. 2", "r2", "r3")
    assert "not recorded facts" in "\n".join(answer.notes)


@pytest.mark.parametrize("score", ["typed", "adamic_adar", "resource_allocation", "common_neighbours"])
def test_the_scope_and_a_node_tell_the_same(score: str) -> None:
    graph = graph_of(NODES, LINKS)
    whole = suggest(graph, score=score, top=50).rows  # type: ignore[arg-type]
    for node in ("u1", "e1", "e2"):
        own = suggest(graph, node=NodeId(node), score=score, top=0).rows  # type: ignore[arg-type]
        assert {(frozenset((row[1], row[4])), row[7]) for row in own} == {
            (frozenset((row[1], row[4])), row[7]) for row in whole if node in (row[1], row[4])
        }


def test_what_is_linked_not_allowed_or_a_class_is_left_out() -> None:
    pairs = {frozenset(pair) for pair in ends(graph_of(NODES, LINKS), top=50)}
    assert pairs == {frozenset(("u1", "e1")), frozenset(("e1", "e2"))}
    assert ends(graph_of(NODES, LINKS), top=50, partner=Kind("university")) == [("e1", "u1")]
    assert ends(graph_of(NODES, LINKS), node=NodeId("e1"), partner=Kind("enterprise")) == [("e1", "e2")]
    assert not ends(graph_of(NODES, LINKS), node=NodeId("u2"))


def test_what_is_no_more_is_suggested_to_nobody_but_may_be_asked_about() -> None:
    nodes = [{**node, **({"standing": "past"} if node["id"] == "e2" else {})} for node in NODES]
    graph = graph_of(nodes, [*LINKS, {"source": "u1", "relation": "succeeded_by", "target": "u2"}])
    assert not ends(graph, top=50)
    assert ends(graph, node=NodeId("u1")) == [("u1", "e1")]
    assert ends(graph, node=NodeId("e1"), score="l3") == [("e1", "u2")]


def test_a_pair_is_told_in_the_direction_that_the_relation_allows() -> None:
    nodes = [{"id": "a", "kind": "technology"}, {"id": "b", "kind": "fund"}, {"id": "p", "kind": "policy"}]
    graph = graph_of(nodes, [{"source": "p", "relation": "prioritises", "target": one} for one in "ab"])
    assert ends(graph, link=Relation("funds")) == [("b", "a")]
    assert ends(graph, link=Relation("funds"), node=NodeId("a")) == [("b", "a")]


def test_kinds_of_node_that_linked_pairs_share_weigh_more() -> None:
    actors = [f"a{number}" for number in range(8)]
    nodes = [{"id": id, "kind": "enterprise"} for id in actors]
    nodes += [{"id": f"t{number}", "kind": "technology"} for number in range(3)]
    nodes += [{"id": f"p{number}", "kind": "place"} for number in range(3)]
    shares = [("t0", "a0 a1"), ("t1", "a2 a3"), ("t2", "a4 a5"), ("p0", "a0 a2"), ("p1", "a1 a3"), ("p2", "a6 a7")]
    rows = [
        {"source": actor, "relation": "works_on" if shared[0] == "t" else "located_in", "target": shared}
        for shared, members in shares
        for actor in members.split()
    ]
    rows += [{"source": a, "relation": "collaborates_with", "target": b} for a, b in (("a0", "a1"), ("a2", "a3"))]
    assert set(ends(graph_of(nodes, rows), score="adamic_adar", top=99)) >= {("a4", "a5"), ("a6", "a7")}
    scores = {(row[1], row[4]): row[7] for row in suggest(graph_of(nodes, rows), top=99).rows}
    assert scores["a4", "a5"] > scores["a6", "a7"]  # type: ignore[operator]


def test_ends_that_complement_each_other_are_found_by_paths_of_three() -> None:
    links = [("U1", "E1"), ("U1", "E2"), ("E1", "E2"), ("E2", "G1"), ("G1", "U2")]
    rows = [{"source": a, "relation": "collaborates_with", "target": b} for a, b in links]
    graph = graph_of([{"id": id, "kind": "agency"} for id in ("E1", "E2", "E3", "G1", "U1", "U2")], rows)
    row = suggest(graph, node=NodeId("U1"), score="l3").rows[-1]
    assert row[4] in ("U2", "G1")
    scores = dict(zip(graph.nodes.id, complementary(candidates_of(graph, "collaborates_with"), 4), strict=True))
    assert scores["U2"] == pytest.approx(1 / np.sqrt(6), abs=5e-5)


def test_bad_wishes_are_told_in_one_line() -> None:
    graph = graph_of(NODES, LINKS)
    for options, told in (
        ({"score": "l3"}, "l3 needs a node"),
        ({"top": 0}, "top: 0"),
        ({"node": NodeId("ai")}, "can have no link"),
        ({"node": NodeId("zones")}, "can have no link"),
        ({"evaluate": 2020}, "no pair was newly linked"),
    ):
        with pytest.raises(BadInput, match=told):
            suggest(graph, **options)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="no node in this scope"):
        suggest(graph_of([], []))
    assert "Nothing to suggest" in "\n".join(suggest(graph_of(NODES, [])).notes)


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_precision_over_all_candidates_is_their_prevalence(found: list[tuple[int, bool]]) -> None:
    scores, positive = np.array([float(score) for score, _ in found]), np.array([hit for _, hit in found])
    average, first = average_precision(scores, positive, (1, len(found)))
    assert first[1] == pytest.approx(positive.mean())
    top = positive[scores == scores.max()]
    assert first[0] == pytest.approx(top.mean())
    flat, _ = average_precision(np.zeros(len(found)), positive, (1,))
    assert flat == pytest.approx(positive.mean())
    assert 0 <= average <= 1


def test_hindsight_hides_what_came_later_and_counts_cold_starts_apart() -> None:
    nodes = [{"id": id, "kind": "enterprise"} for id in "abcde"]
    dated = [("a", "b", ""), ("b", "c", "2015"), ("d", "a", "2016"), ("a", "c", "2019"), ("a", "e", "2019")]
    rows = [
        {"source": a, "relation": "collaborates_with", "target": b, **({"valid_from": year} if year else {})}
        for a, b, year in dated
    ]
    answer = suggest(graph_of(nodes, rows), evaluate=2016)
    assert "1 new pair among 3 candidates; 1 new pair with a node" in answer.notes[0]
    precision = {row[0]: row[1] for row in answer.rows}
    assert precision["prevalence"] == pytest.approx(1 / 3)
    assert precision["adamic_adar"] == pytest.approx(1 / 2)  # a-c and b-d have one common neighbour each
    assert "2 links that began after 2016 hidden" in "\n".join(answer.notes)


def cordis() -> Graph:
    """Return organisations, projects, programmes and countries; projects begin in the year of their call."""
    kinds = {"HES": "university", "REC": "institute", "PRC": "enterprise", "PUB": "agency"}
    with (CORDIS / "topics.csv").open(encoding="utf-8") as file:
        topics = {row["projectID"]: row["topic"] for row in csv.DictReader(file)}
    nodes: dict[str, str] = {}
    links: dict[tuple[str, str, str, str], None] = {}
    members: dict[str, set[str]] = {}
    with (CORDIS / "organization.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            project, topic = row["projectID"], topics[row["projectID"]]
            actor, year = "o" + row["organisationID"], re.findall(r"20[12]\d", topic)[-1]
            programme, country = "t-" + topic.split("-")[0], "c-" + row["country"]
            kind = kinds.get(row["activityType"], "association")
            nodes |= {actor: kind, "p" + project: "instrument", programme: "technology", country: "place"}
            links[actor, "participates_in", "p" + project, year] = None
            links[actor, "works_on", programme, year] = links[actor, "located_in", country, ""] = None
            members.setdefault(f"{project} {year}", set()).add(actor)
    for key, actors in members.items():
        links |= {(a, "collaborates_with", b, key.split()[1]): None for a, b in combinations(sorted(actors), 2)}
    rows = [{"source": s, "relation": r, "target": t, **({"valid_from": y} if y else {})} for s, r, t, y in links]
    return graph_of([{"id": id, "kind": kind} for id, kind in nodes.items()], rows)


@pytest.mark.skipif(not CORDIS.exists(), reason=f"no CORDIS slice in {CORDIS.parent.name}/")
def test_on_real_projects_the_typed_score_foretells_more_than_adamic_adar() -> None:
    graph = cordis()
    for year in (2015, 2017, 2018):
        precision = {row[0]: row[1] for row in suggest(graph, evaluate=year).rows}
        assert precision["typed"] > precision["adamic_adar"] > precision["prevalence"]  # type: ignore[operator]


def test_a_relation_with_direction_pairs_the_kinds_it_allows() -> None:
    nodes = [{"id": "f", "kind": "fund"}, {"id": "g", "kind": "fund"}, {"id": "e", "kind": "enterprise"}]
    nodes += [{"id": "t", "kind": "technology"}]
    rows = [{"source": id, "relation": "works_on", "target": "t"} for id in "fge"]
    pairs = {frozenset(pair) for pair in ends(graph_of(nodes, rows), link=Relation("funds"))}
    assert frozenset(("f", "e")) in pairs
    assert nx.Graph(list(map(tuple, pairs))).number_of_nodes() == 3


BODIES = [
    {"id": "zone", "kind": "it_zone"},
    {"id": "uni", "kind": "university"},
    {"id": "venture", "kind": "fund", "subtype": "venture capital"},
    {"id": "budget", "kind": "fund", "subtype": "Budget line"},
    {"id": "pot", "kind": "fund"},
    {"id": "plan", "kind": "instrument"},
    {"id": "ai", "kind": "technology"},
]
standing = st.sampled_from(vocabulary().standings)
shared = st.tuples(
    st.sampled_from(("zone", "uni", "venture", "budget")), st.sampled_from(("pot", "plan", "ai")), standing
)


@settings(max_examples=60, deadline=None)
@given(links=st.lists(shared, max_size=10), standings=st.lists(standing, min_size=7, max_size=7))
def test_bodies_are_paired_with_bodies_and_a_row_is_as_firm_as_its_weakest_reason(
    links: list[tuple[str, str, str]], standings: list[str]
) -> None:
    nodes = [{**node, "standing": word} for node, word in zip(BODIES, standings, strict=True)]
    rows = [
        {"source": a, "relation": "funds", "target": b, "standing": word, "speaker": a, "sources": f"{a}#{word}"}
        for a, b, word in links
    ]
    graph, of = graph_of(nodes, rows), {node["id"]: node["standing"] for node in nodes}
    for row in suggest(graph, top=50).rows:
        assert "budget" not in row
        pair = (row[1], row[4])
        middles = {b for a, b, _ in links if a == pair[0]} & {b for a, b, _ in links if a == pair[1]}
        used = [(a, b, word) for a, b, word in links if a in pair and b in middles]
        weakest = max(vocabulary().standings.index(one) for a, b, word in used for one in (of[a], of[b], word))
        assert (row[12], set(str(row[13]).split("; "))) == (vocabulary().standings[weakest], set(map(str, pair)))
    asked = ends(graph, top=50, partner=Kind("fund"))
    without_budget = [pair for pair in asked if "budget" not in pair]
    assert without_budget == [pair for pair in ends(graph, top=50) if {"venture", "pot"} & {*pair}]


def test_an_account_has_partners_only_where_its_kind_is_asked_for() -> None:
    graph = graph_of(BODIES, [{"source": a, "relation": "funds", "target": "ai"} for a in ("zone", "budget")])
    assert not ends(graph)
    assert ends(graph, partner=Kind("fund")) == [("budget", "zone")]
    assert ends(graph, node=NodeId("budget"), partner=Kind("fund")) == []
    with pytest.raises(BadInput, match="an account and no body"):
        suggest(graph, node=NodeId("budget"))
