"""Who answers for a thing agrees over all questions, and with the links read plainly."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pytest
from answers import told
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from queries import NodeId
from queries._answering import ASKED, BY_ACT, ITSELF, NAMED, NO_ONE, THROUGH, WAYS
from queries.completeness import completeness
from queries.coordinates import coordinates
from queries.targets import targets

KINDS = {
    "party": "agency", "cabinet": "agency", "board": "agency", "zone": "it_zone", "law": "policy", "plan": "policy",
    "aid": "instrument", "sub-aid": "instrument", "goal": "target", "hope": "target", "today": "target",
}  # fmt: skip
THINGS = [id for id, kind in KINDS.items() if kind in ("policy", "instrument", "target") and id != "today"]
FIRM = ("fact", "plan", "possible")
PAIRS = [
    *((act, "issued_by", body) for act in ("law", "plan") for body in ("party", "cabinet")),
    *((body, "coordinates", thing) for body in ("board", "cabinet") for thing in ("law", "plan", "aid", "party")),
    *((act, "introduces", aid) for act in ("law", "plan", "cabinet") for aid in ("aid", "sub-aid")),
    *((setter, "sets_target", goal) for setter in ("law", "plan", "zone") for goal in ("goal", "hope", "today")),
    ("plan", "implements", "law"),
    ("sub-aid", "part_of", "aid"),
]
Row = tuple[str, str, str, str, str]


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    words = st.sampled_from((*FIRM, "opinion", "past"))
    capacity = st.sampled_from(("issuer", "signatory"))
    return draw(st.lists(st.tuples(st.sampled_from(PAIRS), words, capacity).map(_row), max_size=14))


def _row(drawn: tuple[tuple[str, str, str], str, str]) -> Row:
    (source, relation, target), standing, capacity = drawn
    return source, relation, target, standing, capacity if relation == "issued_by" else ""


def graph_from(links: list[Row]) -> Graph:
    nodes = [{"id": id, "kind": kind, "subtype": "indicator" if id == "today" else ""} for id, kind in KINDS.items()]
    names = ("source", "relation", "target", "standing", "capacity")
    return graph_of(nodes, [dict(zip(names, link, strict=True)) for link in links])


def plainly(links: list[Row], thing: str) -> Iterator[tuple[str, str, int]]:
    """Yield how each body answers for a thing, with its name and the number of steps to the act."""
    firm = [link[:3] for link in links if link[3] in FIRM]
    up: nx.DiGraph[str] = nx.DiGraph()
    up.add_nodes_from(KINDS)
    brought = [(b, a) for a, relation, b in firm if relation in ("introduces", "sets_target") and a in ("law", "plan")]
    part = [(a, b) for a, relation, b in firm if relation == "part_of"]
    up.add_edges_from([*brought, *part], carries=False)
    near = nx.single_source_shortest_path_length(up, thing)
    up.add_edges_from((a, b) for a, relation, b in firm if relation == "implements")
    far = nx.single_source_shortest_path_length(up, thing) if thing in THINGS else {thing: 0}
    for body, relation, other in firm:
        if relation == "coordinates" and other in far:
            yield NAMED if other == thing else THROUGH, body, far[other]
        if relation in ("introduces", "sets_target") and other == thing and body in ("cabinet", "zone"):
            yield ITSELF, body, 0
    for act, relation, body, standing, capacity in links:
        if relation == "issued_by" and standing in FIRM and capacity == "issuer" and act in near and thing in THINGS:
            yield ITSELF if act == thing else BY_ACT, body, near[act]
    named = any(relation == "coordinates" and other == thing for _, relation, other in firm)
    for body, relation, other, standing, _ in links:
        if relation == "coordinates" and other == thing and standing == "opinion" and not named:
            yield ASKED, body, 0


def nearest(ways: list[tuple[str, str, int]]) -> str:
    """Return the nearest way, of equally near ones the surest, what is only asked for last."""
    ordered = sorted(ways, key=lambda way: (way[0] == ASKED, way[2], WAYS.index(way[0])))
    return ordered[0][0] if ordered else NO_ONE


@settings(max_examples=60, deadline=None)
@given(links=rows())
def test_each_thing_has_the_nearest_answer_and_each_body_all_that_it_answers_for(links: list[Row]) -> None:
    graph = graph_from(links)
    answers = {thing: list(plainly(links, thing)) for thing in (*THINGS, "party")}
    found = {row[0]: (row[1], row[2]) for row in told(coordinates(graph), "id", "coordination", "coordinators")}
    for thing in THINGS:
        best = nearest(answers[thing])
        assert found[thing][0] == best
        assert (found[thing][1] is None) == (best == NO_ONE)
        ways = told(coordinates(graph, node=NodeId(thing)), "coordination", "coordinators")
        assert ways[0][0] == best
        assert {how for how, _ in ways} == ({how for how, _, _ in answers[thing]} or {NO_ONE})
        assert all(any(body in str(names) for how, names in ways if how == way) for way, body, _ in answers[thing])
    for body in ("party", "cabinet", "board", "zone"):
        expected = {
            thing: nearest(own) for thing, ways in answers.items() if (own := [way for way in ways if way[1] == body])
        }
        answer = coordinates(graph, node=NodeId(body))
        assert dict(told(answer, "id", "coordination")) == expected
        assert all(body in str(names) for (names,) in told(answer, "coordinators"))
        assert any(note.startswith("Nothing is recorded") for note in answer.notes) == (not expected)


@settings(max_examples=40, deadline=None)
@given(links=rows())
def test_targets_and_holes_agree_on_what_nobody_answers_for(links: list[Row]) -> None:
    graph = graph_from(links)
    rows = told(coordinates(graph), "id", "kind", "coordination")
    nobody = {id for id, kind, how in rows if kind == "target" and how in (ASKED, NO_ONE)}
    assert {row[0] for row in targets(graph, without_owner=True).rows} == nobody
    assert {id for (id,) in told(completeness(graph, missing="owner"), "id")} == nobody
    answers = dict(told(targets(graph), "id", "answers_for_it"))
    assert {id for id, answer in answers.items() if answer == NO_ONE} == nobody
    assert answers["today"] is None


@pytest.mark.parametrize(
    ("links", "answer"),
    [
        ([], "no one named"),
        ([("law", "sets_target", "goal")], "no one named"),
        ([("law", "sets_target", "goal"), ("law", "issued_by", "party")], "party (by way of law)"),
        ([("zone", "sets_target", "goal")], "zone (brings it itself)"),
        ([("law", "sets_target", "goal"), ("board", "coordinates", "law")], "board (named for law)"),
        (
            [("plan", "sets_target", "goal"), ("plan", "implements", "law"), ("board", "coordinates", "law")],
            "board (named for law (by way of plan))",
        ),
        (
            [
                ("plan", "sets_target", "goal"),
                ("plan", "issued_by", "cabinet"),
                ("plan", "implements", "law"),
                ("board", "coordinates", "law"),
            ],
            "cabinet (by way of plan)",
        ),
    ],
)
def test_a_target_says_who_answers_for_it(links: list[tuple[str, str, str]], answer: str) -> None:
    graph = graph_from([(*link, "fact", "issuer") for link in links])
    assert told(targets(graph, node=NodeId("goal")), "answers_for_it") == [(answer,)]


def test_what_a_body_only_is_asked_to_steer_is_not_what_it_steers() -> None:
    firm, asked = ("board", "coordinates", "law", "fact", ""), ("cabinet", "coordinates", "law", "opinion", "")
    graph = graph_from([firm, asked, ("law", "introduces", "aid", "plan", "")])
    assert told(coordinates(graph, node=NodeId("board")), "id", "coordination", "rests_on") == [
        ("law", NAMED, "fact"),
        ("aid", THROUGH, "plan"),
    ]
    assert told(coordinates(graph, node=NodeId("law")), "coordinators") == [("board; cabinet (opinion)",)]
    assert not coordinates(graph, node=NodeId("cabinet")).rows
