"""How links read by the value that identifies them, and how what is set stands, in every question and on the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from ecosystem.outputs._page_data import of_graph
from ecosystem.outputs.graph_files import graphml
from queries import NodeId
from queries._ends import ends_of, in_words
from queries.compare import compare
from queries.connect import connect
from queries.links import links
from queries.partners import partners
from queries.path import path
from queries.show import show
from queries.targets import targets
from queries.timeline import timeline

WORDED = [
    (relation.id, attribute, value)
    for relation in vocabulary().relations.values()
    for attribute, values in relation.words.items()
    for value in values
]


def graph(*effects: str) -> Graph:
    """Return a target that applies to a technology, once for each effect."""
    nodes = [{"id": "goal", "kind": "target"}, {"id": "ai", "kind": "technology"}]
    row = {"source": "goal", "relation": "applies_to", "target": "ai"}
    return graph_of(nodes, [row | ({"effect": effect} if effect else {}) for effect in effects])


@pytest.mark.parametrize(("relation", "attribute", "value"), WORDED)
def test_words_belong_to_an_identifying_attribute_and_read_differently_from_both_ends(
    relation: str, attribute: str, value: str
) -> None:
    words = vocabulary().relations[relation].words[attribute][value]
    assert attribute in vocabulary().relations[relation].identifying
    assert len({words.name, words.inverse, words.name_vi, words.inverse_vi}) == 4


def test_every_effect_has_words() -> None:
    values = vocabulary().attributes["links"]["effect"].values
    assert set(values) == set(vocabulary().relations["applies_to"].words["effect"])


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["", "my own", *vocabulary().attributes["links"]["effect"].values]), max_size=4, unique=True
    )
)
def test_every_question_reads_a_link_by_its_effect_from_either_end(effects: list[str]) -> None:
    made, applies = graph(*effects), vocabulary().relations["applies_to"]
    known = applies.words["effect"]
    outwards = sorted(known[effect].name if effect in known else applies.name for effect in effects)
    inwards = sorted(known[effect].inverse if effect in known else applies.inverse for effect in effects)
    goal, ai = NodeId("goal"), NodeId("ai")
    assert sorted(str(row[0]) for row in partners(made, node=goal).rows) == outwards
    assert sorted(str(row[0]) for row in partners(made, node=ai).rows) == inwards
    assert sorted(one.relation for one in ends_of(made, made.position("ai"))) == inwards
    assert sorted(str(row[2]) for row in links(made).rows) == outwards
    assert sorted(in_words(made, link) for link in range(len(effects))) == [f"goal {word} ai" for word in outwards]
    if effects:
        assert sorted(str(row[5]) for row in path(made, source=ai, target=goal).rows) == inwards
        assert sorted(str(row[4]) for row in connect(made, nodes=(ai, goal)).rows) == inwards
    assert all(f">{word}<" in "".join(graphml(made)) for word in outwards)


def test_compare_shares_what_is_applied_in_two_ways() -> None:
    nodes = [{"id": id, "kind": "policy"} for id in "ab"] + [{"id": "ai", "kind": "technology"}]
    rows = [{"source": id, "relation": "applies_to", "target": "ai"} for id in "ab"]
    made = graph_of(nodes, [rows[0] | {"effect": "limits"}, rows[1] | {"effect": "enables"}])
    row = compare(made, first=NodeId("a"), second=NodeId("b")).rows[0]
    assert (row[0], row[1], row[4]) == ("limits; enables", "ai", "both")


def test_the_page_gets_the_words_of_values_in_both_languages() -> None:
    told = {relation["id"]: relation["words"] for relation in of_graph(graph("enables"), [], [])["relations"]}
    found = {value: words for _, value, words in told["applies_to"]}
    assert found["enables"] == {
        "name": "enables",
        "inverse": "enabled by",
        "name_vi": "tạo điều kiện cho",
        "inverse_vi": "được tạo điều kiện bởi",
    }
    assert told["funds"] == []


@pytest.mark.parametrize(("subtype", "said"), [("quantified", "set"), ("", "set"), ("indicator", "fact")])
def test_a_target_that_is_a_fact_is_set_but_a_figure_of_today_is_a_fact(subtype: str, said: str) -> None:
    goal = {"id": "goal", "kind": "target", "subtype": subtype, "deadline": "2030", "value": "3", "unit": "%"}
    made = graph_of([goal, {"id": "act", "kind": "policy"}], [])
    assert ("standing", said) in show(made, node=NodeId("goal")).rows
    assert ("standing", "fact") in show(made, node=NodeId("act")).rows
    for answer in (targets(made), timeline(made)):
        at = [column.name for column in answer.columns].index("standing")
        assert [row[at] for row in answer.rows if "goal" in row] == [said]


@pytest.mark.parametrize("standing", ["plan", "possible", "opinion", "past"])
def test_a_weaker_standing_of_a_target_reads_as_it_is(standing: str) -> None:
    made = graph_of([{"id": "goal", "kind": "target", "standing": standing}], [])
    assert ("standing", standing) in show(made, node=NodeId("goal")).rows


def test_a_baseline_that_counts_something_else_is_named_and_not_compared() -> None:
    goal = {"id": "goal", "kind": "target", "value": "20", "unit": "stations", "baseline": "5"}
    alike, other = (
        dict(zip((column.name for column in answer.columns), answer.rows[0], strict=True))
        for answer in (targets(graph_of([goal | more], [])) for more in ({}, {"baseline_base": "all sorts"}))
    )
    assert (alike["times_baseline"], alike["baseline_base"]) == (4.0, None)
    assert (other["times_baseline"], other["baseline_base"]) == (None, "all sorts")
