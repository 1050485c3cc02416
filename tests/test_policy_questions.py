"""Questions of policy answer rightly on graphs small enough to be read."""

from __future__ import annotations

from typing import Any

import pytest
from answers import told

from ecosystem.errors import BadInput, NoSuchNode
from ecosystem.model.columns import Source
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from queries import NodeId
from queries.compare import compare
from queries.completeness import completeness
from queries.coordinates import coordinates
from queries.funding import funding
from queries.instruments import instruments
from queries.lacks import lacks
from queries.links import links
from queries.technologies import technologies

KINDS = {
    "country": "place", "city": "place", "zone": "it_zone", "zones": "it_zone", "firm": "enterprise",
    "network": "technology", "5g": "technology", "experts": "person", "ai-experts": "person", "results": "target",
    "act": "policy", "plan": "policy", "old-law": "policy", "grant": "instrument", "tax": "instrument",
    "ask": "instrument", "relief": "instrument", "reliefs": "instrument", "purse": "fund", "board": "agency",
    "ministry": "agency", "head": "person", "stations": "target",
}  # fmt: skip
CLASSES = ("zones", "experts", "ai-experts", "reliefs")
STANDINGS = {"ask": "opinion", "relief": "past", "tax": "plan"}
LINKS: list[tuple[Any, ...]] = [
    ("zone", "located_in", "city"),
    ("city", "located_in", "country"),
    ("zone", "member_of", "zones"),
    ("5g", "part_of", "network"),
    ("ai-experts", "member_of", "experts"),
    ("relief", "member_of", "reliefs"),
    ("zone", "lacks", "5g", {"gap": "infrastructure", "speaker": "head|somebody"}),
    ("zone", "lacks", "ai-experts", {"gap": "talent"}),
    ("zone", "lacks", "results", {"gap": "results"}),
    ("zone", "lacks", "ask", {"gap": "money", "standing": "opinion"}),
    ("zone", "lacks", "reliefs", {"gap": "money"}),
    ("country", "lacks", "network", {"gap": "infrastructure"}),
    ("grant", "funds", "network"),
    ("grant", "funds", "5g", {"standing": "possible"}),
    ("ask", "benefits", "experts"),
    ("act", "introduces", "grant"),
    ("ministry", "introduces", "tax"),
    ("grant", "applies_to", "stations", {"effect": "requires"}),
    ("grant", "benefits", "firm", {"ceiling": "15", "base": "investment", "condition": "in one year"}),
    ("tax", "benefits", "zones", {"share": "30", "base": "income"}),
    ("tax", "applies_to", "firm", {"effect": "limits"}),
    ("act", "benefits", "country"),
    ("act", "prioritises", "5g", {"term": "strategic"}),
    ("plan", "implements", "act"),
    ("plan", "introduces", "tax"),
    ("board", "coordinates", "act"),
    ("ministry", "coordinates", "act", {"standing": "opinion"}),
    ("head", "holds_role", "board", {"title": "Head"}),
    ("zone", "works_on", "5g", {"stage": "pilot", "standing": "possible"}),
    ("act", "works_on", "network"),
]


def policy_graph() -> Graph:
    nodes = [
        {
            "id": id,
            "kind": kind,
            "level": "class" if id in CLASSES else "named",
            "standing": STANDINGS.get(id, "fact"),
            "sources": f"of-{id}",
            **({"value": "20000", "comparison": ">=", "unit": "stations"} if id == "stations" else {}),
        }
        for id, kind in KINDS.items()
    ]
    return graph_of(
        nodes,
        [
            {"source": a, "relation": r, "target": b, "sources": f"{a}-{r}-{b}", **(rest[0] if rest else {})}
            for a, r, b, *rest in LINKS
        ],
    )


def test_each_gap_has_the_instruments_that_answer_it_by_their_standing() -> None:
    answer = lacks(policy_graph(), node=NodeId("zone"))
    assert told(answer, "gap", "missing", "answer", "instrument", "how", "by_way_of") == [
        ("talent", "ai-experts", "none", None, None, None),
        ("talent", "ai-experts", "asked for", "ask", "benefits experts", "experts"),
        ("infrastructure", "5g", "possible", "grant", "funds 5g", None),
        ("money", "ask", "asked for", "ask", "is what is missing", None),
        ("money", "reliefs", "past", "relief", "is one of them", None),
        ("results", "results", "none", None, None, None),
    ]
    assert answer.notes == (
        "5 gaps, by the firmest direct answer to each: 1 possible, 1 asked for, 1 past, 2 none.",
        "For 1 of those without a direct answer, something broader or others are helped: not counted.",
    )
    assert told(answer, "for_whom", "brought_by", "said_by")[2] == ("firm", "act", "head; somebody")
    cited = ("zone-lacks-5g", "grant-funds-5g", "act-introduces-grant")
    assert answer.evidence[2] == cited
    assert answer.evidence[1][2] == "ai-experts-member_of-experts"


def test_the_gaps_of_a_place_are_those_of_all_that_lies_in_it() -> None:
    graph = policy_graph()
    assert {row[0] for row in lacks(graph, node=NodeId("country")).rows} == {"country", "zone"}
    assert {row[0] for row in lacks(graph).rows} == {"country", "zone"}
    assert told(lacks(graph, gap="talent"), "gap") == [("talent",), ("talent",)]
    assert told(lacks(graph, answer="none"), "missing") == [("ai-experts",), ("results",)]
    with pytest.raises(BadInput, match="gap: 'time' is not known here"):
        lacks(graph, gap="time")
    assert lacks(graph, node=NodeId("firm")).notes == ("No gap is recorded here.",)
    assert lacks(graph, gap="rules").notes == ("None of the 6 gaps is left with --gap rules.",)
    with pytest.raises(NoSuchNode):
        lacks(graph, node=NodeId("nobody"))


def test_offers_are_found_from_either_side() -> None:
    graph = policy_graph()
    columns = ("name", "brought_by", "effect", "whom", "share", "ceiling", "condition", "state")
    of_zone = told(instruments(graph, node=NodeId("zone")), *columns)
    assert of_zone == [
        ("act", None, "benefits", "country", None, None, None, "in force"),
        ("tax", "ministry; plan", "benefits", "zones", 30, None, None, "planned"),
    ]
    of_act = told(instruments(graph, node=NodeId("act")), *columns)
    condition = "in one year; at least 20,000 stations"
    assert ("grant", "act", "benefits", "firm", None, 15, condition, "in force") in of_act
    assert {row[0] for row in of_act} == {"act", "grant"}
    assert told(instruments(graph, effect="limits"), "name", "whom") == [("tax", "firm")]
    assert told(instruments(graph, state="past"), "name", "whom") == [("relief", None)]
    assert "The shares of tax (income) that are shown add up to 30%." in instruments(graph).notes


def test_what_follows_from_a_coordinated_act_is_told_apart_from_what_nobody_steers() -> None:
    graph = policy_graph()
    answer = coordinates(graph)
    found = {row[0]: row[1:] for row in told(answer, "id", "coordination", "coordinators", "follows_from")}
    steered = "board (head, Head); ministry (opinion)"
    assert found["act"] == ("named", steered, None)
    assert found["plan"] == found["grant"] == ("named for what it follows from", steered, "act")
    assert found["tax"] == ("brings it itself", "ministry", None)
    assert found["relief"] == ("no one named", None, None)
    nobody = {"ask", "relief", "reliefs", "old-law", "results", "tax"}
    assert {row[0] for row in coordinates(graph, unnamed=True).rows} == nobody
    steered_by_board = {"act", "plan", "grant", "tax", "stations"}
    assert {row[0] for row in coordinates(graph, node=NodeId("board")).rows} == steered_by_board
    assert told(coordinates(graph, node=NodeId("relief")), "id", "coordination") == [("relief", "no one named")]
    assert "head-holds_role-board" in answer.evidence[0]


def test_technologies_are_told_by_actor_act_and_document() -> None:
    graph = policy_graph()
    rows = told(technologies(graph), "id", "broader", "narrower", "called", "actors", "acts")
    assert rows == [
        ("5g", "network", None, "strategic (act)", "zone (pilot, possible)", "act"),
        ("network", None, "5g", None, None, "act"),
    ]
    assert told(technologies(graph, technology=NodeId("5g")), "id") == [("5g",)]
    assert told(technologies(graph, by="actor"), "actor", "id", "stage") == [("zone", "5g", "pilot")]
    by_act = told(technologies(graph, technology=NodeId("network"), by="act"), "id", "relation", "through")
    assert by_act == [
        ("5g", "prioritises", None),
        ("5g", "funds", "grant"),
        ("network", "works on", None),
        ("network", "funds", "grant"),
    ]
    documents = technologies(graph, technology=NodeId("5g"), by="document")
    assert ("of-5g",) in told(documents, "document_id")
    assert all(row[0] == evidence[0] for row, evidence in zip(documents.rows, documents.evidence, strict=True))


def test_two_acts_share_what_both_are_linked_with_by_one_relation() -> None:
    graph = graph_of(
        [{"id": id, "kind": "policy"} for id in "abc"] + [{"id": id, "kind": "instrument"} for id in ("x", "y", "z")],
        [
            {"source": "a", "relation": "introduces", "target": "x", "speaker": "she"},
            {"source": "b", "relation": "introduces", "target": "x", "standing": "plan", "deadline": "2030"},
            {"source": "a", "relation": "introduces", "target": "y"},
            {"source": "b", "relation": "applies_to", "target": "y"},
            {"source": "b", "relation": "implements", "target": "a"},
            {"source": "c", "relation": "implements", "target": "a"},
        ],
    )
    answer = compare(graph, first=NodeId("a"), second=NodeId("b"))
    assert told(
        answer, "relation", "id", "whose", "standing_first", "standing_second", "told_first", "told_second"
    ) == [
        ("implemented by", "b", "each other", "fact", None, None, None),
        ("introduces", "x", "both", "fact", "plan", None, "deadline: 2030"),
        ("implemented by", "c", "first", "fact", None, None, None),
        ("introduces", "y", "first", "fact", None, None, None),
        ("applies to", "y", "second", None, "fact", None, None),
    ]
    assert answer.notes == ("1 shared; 2 of the first alone, a; 1 of the second alone, b.",)
    assert [row[1] for row in compare(graph, first=NodeId("a"), second=NodeId("b"), only="shared").rows] == ["x"]
    assert len(compare(graph, first=NodeId("a"), second=NodeId("b"), only="own").rows) == 3
    with pytest.raises(BadInput, match="same node"):
        compare(graph, first=NodeId("a"), second=NodeId("a"))


def test_holes_are_classes_without_members_technologies_without_actors_and_what_cites_nothing() -> None:
    graph = graph_of(
        [
            {"id": "firms", "kind": "enterprise", "level": "class", "sources": "x"},
            {"id": "startups", "kind": "enterprise", "level": "class", "sources": "x"},
            {"id": "acme", "kind": "enterprise", "sources": "x"},
            {"id": "empty", "kind": "enterprise", "level": "class", "sources": "x"},
            {"id": "ai", "kind": "technology"},
            {"id": "chips", "kind": "technology", "sources": "x"},
            {"id": "today", "kind": "target", "subtype": "indicator", "sources": "x"},
            {"id": "goal", "kind": "target", "sources": "x"},
        ],
        [
            {"source": "startups", "relation": "member_of", "target": "firms", "sources": "x"},
            {"source": "acme", "relation": "member_of", "target": "startups", "sources": "x"},
            {"source": "acme", "relation": "works_on", "target": "chips"},
        ],
    )
    assert told(completeness(graph), "missing", "id", "links") == [
        ("member", "empty", 0),
        ("actor", "ai", 0),
        ("owner", "goal", 0),
        ("source", "ai", 0),
        ("source", "acme", None),
        ("link", "empty", 0),
        ("link", "goal", 0),
        ("link", "today", 0),
        ("link", "ai", 0),
    ]
    assert told(completeness(graph, missing="owner"), "id") == [("goal",)]
    assert completeness(graph_of([], [])).notes == ("Nothing is missing.",)


def test_links_are_listed_by_relation_and_found_by_what_they_tell() -> None:
    graph = policy_graph()
    assert len(links(graph, top=0).rows) == len(LINKS)
    assert told(links(graph, text="PILOT"), "source_id", "told") == [("zone", "stage: pilot")]
    weighed = [{"source": "a", "relation": "funds", "target": "b", **weight} for weight in ({}, {"weight": 2.5})]
    pair = graph_of([{"id": id, "kind": "fund"} for id in "ab"], weighed)
    assert told(links(pair), "relation", "weight") == [("funds", None), ("funds", 2.5)]
    assert links(graph, top=2).notes[1] == f"Showing 2 of {len(LINKS)} links; top 0 shows all."


def test_an_instrument_for_another_that_lacks_the_same_is_no_answer() -> None:
    graph = graph_of(
        [{"id": id, "kind": "it_zone"} for id in ("zone", "other")]
        + [{"id": "5g", "kind": "technology"}, {"id": "aid", "kind": "instrument"}],
        [
            *({"source": id, "relation": "lacks", "target": "5g", "gap": "infrastructure"} for id in ("zone", "other")),
            {"source": "aid", "relation": "funds", "target": "5g"},
            {"source": "aid", "relation": "benefits", "target": "zone"},
        ],
    )
    assert told(lacks(graph), "id", "answer", "by_way_of") == [
        ("other", "none", None),
        ("other", "recorded", "meant for zone"),
        ("zone", "recorded", None),
    ]


def act_graph(**standings: str) -> Graph:
    """Return a law that leads to chips by way of a grant and a plant, and a class of technologies that a fund feeds."""
    kinds = {"law": "policy", "party": "policy", "grant": "instrument", "aim": "instrument", "free": "instrument"}
    kinds |= {
        "plant": "technology",
        "chips": "technology",
        "strategic": "technology",
        "purse": "fund",
        "goal": "target",
    }
    links = [
        ("law", "introduces", "grant"),
        ("grant", "funds", "plant"),
        ("plant", "works_on", "chips"),
        ("chips", "member_of", "strategic"),
        ("purse", "funds", "strategic"),
        ("party", "introduces", "aim"),
        ("law", "sets_target", "goal"),
        ("aim", "benefits", "grant"),
        ("free", "funds", "chips"),
    ]
    return graph_of(
        [{"id": id, "kind": kind, "subtype": "Party resolution" * (id == "party")} for id, kind in kinds.items()],
        [
            {"source": a, "relation": r, "target": b, "percent": 15, "standing": standings.get(f"{a}_{r}", "")}
            for a, r, b in links
        ],
    )


def test_an_act_leads_to_a_technology_by_all_that_it_brings() -> None:
    by_act = technologies(act_graph(), technology=NodeId("chips"), by="act")
    assert told(by_act, "act", "relation", "through", "standing") == [("law", "works on", "grant → plant", "fact")]
    planned = technologies(act_graph(grant_funds="plan"), technology=NodeId("chips"))
    assert told(planned, "acts") == [("law (by way of grant → plant, plan)",)]


def test_an_opinion_is_not_the_content_of_an_act() -> None:
    for link in ("law_introduces", "grant_funds", "plant_works_on"):
        graph = act_graph(**{link: "opinion"})
        assert told(technologies(graph, technology=NodeId("chips")), "acts") == [(None,)]
        assert not technologies(graph, technology=NodeId("chips"), by="act").rows


def test_money_for_a_class_is_shown_by_way_of_it() -> None:
    answer = funding(act_graph(), node=NodeId("chips"))
    assert told(answer, "from", "to", "percent", "by_way_of") == [
        ("free", "chips", 15, None),
        ("purse", "strategic", 15, "strategic"),
    ]
    assert told(funding(act_graph(), node=NodeId("law")), "from", "to", "by_way_of") == [("grant", "plant", None)]
    hoped = act_graph(chips_member_of="opinion")
    assert told(funding(hoped, node=NodeId("chips")), "standing") == [("fact",), ("opinion",)]


def test_only_what_an_act_in_force_brings_is_in_force() -> None:
    states = dict(told(instruments(act_graph()), "name", "state"))
    assert states == {"grant": "in force", "aim": "stated aim", "free": "recorded", "purse": "recorded"}
    planned = dict(told(instruments(act_graph(law_introduces="plan")), "name", "state"))
    assert planned["grant"] == "recorded"


def test_an_instrument_shows_its_own_state_and_years_beside_what_is_hoped_for() -> None:
    graph = graph_of(
        [
            {"id": "law", "kind": "policy"},
            {"id": "bid", "kind": "instrument", "valid_from": "2025", "valid_to": "2027"},
            {"id": "firm", "kind": "enterprise"},
        ],
        [
            {"source": "law", "relation": "introduces", "target": "bid"},
            {"source": "bid", "relation": "benefits", "target": "firm", "standing": "opinion"},
        ],
    )
    assert told(instruments(graph, node=NodeId("law")), "name", "whom", "state", "condition") == [
        ("bid", None, "in force", "from 2025 until 2026"),
        ("bid", "firm", "hoped for", "from 2025 until 2026"),
    ]


def test_an_act_lists_whatever_it_brings() -> None:
    rows = told(instruments(act_graph(), node=NodeId("law")), "name", "effect", "whom", "state", "by_way_of")
    assert rows == [("goal", "sets target", None, "set", None), ("grant", "funds", "plant", "in force", None)]


def test_the_documents_and_speakers_of_a_technology_are_those_that_speak_of_it() -> None:
    graph = policy_graph()
    for id, count in told(technologies(graph), "id", "document_count"):
        documents = technologies(graph, technology=NodeId(id), by="document")
        of_it = {row[0] for row in told(documents, "document_id", "id") if row[1] == id}
        assert len(of_it) == count
        assert all(f"of-{id}" == reference or id in reference.split("-") for reference in of_it)
    (zone,) = told(technologies(graph, technology=NodeId("5g"), by="speaker"), "speaker_id", "says")[:1]
    assert zone == ("head", "zone lacks 5g")


def test_documents_older_than_an_act_do_not_say_what_it_offers() -> None:
    graph = graph_of(
        [
            {"id": "act", "kind": "policy", "valid_from": "2025-02-19"},
            {"id": "aid", "kind": "instrument"},
            *({"id": id, "kind": "enterprise"} for id in ("firm", "shop", "mill")),
        ],
        [
            {"source": "act", "relation": "introduces", "target": "aid"},
            {"source": "aid", "relation": "benefits", "target": "firm", "sources": "old#p. 1"},
            {"source": "aid", "relation": "benefits", "target": "shop", "sources": "old|new"},
            {"source": "aid", "relation": "benefits", "target": "mill"},
        ],
        sources=[Source("old", date="2025-01-12"), Source("new", date="2025-02-20")],
    )
    assert told(instruments(graph, node=NodeId("act")), "whom") == [("mill",), ("shop",)]
    assert told(instruments(graph, node=NodeId("aid")), "whom") == [("firm",), ("mill",), ("shop",)]
