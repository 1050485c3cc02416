"""Figures, dates, posts and money are told as the sources tell them, and what is derived is marked."""

from __future__ import annotations

from itertools import pairwise, permutations
from math import isclose
from typing import Any

import pytest
from answers import told
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.errors import BadInput
from ecosystem.model.columns import Source
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from queries import NodeId
from queries.contradictions import contradictions
from queries.funding import funding
from queries.posts import posts
from queries.targets import targets
from queries.timeline import timeline


def goals() -> Graph:
    figures = {"value": "2", "unit": "%", "base": "GDP"}
    return graph_of(
        [
            {"id": "act", "kind": "policy", "valid_from": "2024-12-22"},
            {"id": "board", "kind": "agency"},
            {"id": "she", "kind": "person"},
            {"id": "he", "kind": "person"},
            {"id": "rd", "kind": "target", "subtype": "quantified", **figures, "baseline": "0.4"},
            {"id": "rank", "kind": "target", "value": "3", "unit": "rank", "comparison": "<=",
             "after": "x", "lag": "P5Y"},
            {"id": "firms", "kind": "target", "value": "5", "unit": "firms", "comparison": ">=", "deadline": "2030"},
            {"id": "good-firms", "kind": "enterprise", "level": "class"},
            {"id": "acme", "kind": "enterprise"},
            {"id": "words", "kind": "target", "subtype": "in words", "standing": "opinion"},
        ],
        [
            {"source": "act", "relation": "sets_target", "target": "rd", **figures, "comparison": "about",
             "deadline": "2025", "speaker": "he", "sources": "y"},
            {"source": "act", "relation": "sets_target", "target": "rd", **figures, "baseline": "0.4", "speaker": "she",
             "sources": "x#p. 1"},
            {"source": "she", "relation": "states", "target": "rd", **figures, "sources": "x"},
            {"source": "act", "relation": "sets_target", "target": "firms", "sources": "x"},
            {"source": "firms", "relation": "applies_to", "target": "good-firms", "effect": "measures"},
            {"source": "acme", "relation": "member_of", "target": "good-firms"},
            {"source": "act", "relation": "issued_by", "target": "board"},
            {"source": "she", "relation": "states", "target": "words", "stance": "hopes", "sources": "x"},
        ],
        sources=[Source("x", title="Report", date="2025-01-11"), Source("y")],
    )  # fmt: skip


def test_targets_are_told_as_each_source_has_them() -> None:
    answer = targets(goals())
    assert told(answer, "id", "owner", "comparison", "value", "deadline", "times_baseline", "counted", "said_by") == [
        ("rd", "act", "about", 2, "2025", None, None, "he"),
        ("rank", None, "at most", 3, "2030-01-11", None, None, None),
        ("firms", "act", "at least", 5, "2030", None, 1, None),
        ("rd", "act", None, 2, None, 5.0, None, "she"),
        ("words", None, None, None, None, None, None, "she"),
    ]
    assert told(answer, "reckoned")[1] == ("5 years after Report (2025-01-11)",)
    assert answer.evidence[0] == ("y",)


def test_targets_are_chosen_by_year_owner_and_what_they_do_not_say() -> None:
    graph = goals()
    assert [row[0] for row in targets(graph, by=2029).rows] == ["rd"]
    assert [row[0] for row in targets(graph, by=2030).rows] == ["rd", "rank", "firms"]
    assert [row[0] for row in targets(graph, without_deadline=True).rows] == ["rd", "words"]
    assert [row[0] for row in targets(graph, without_baseline=True).rows] == ["rd", "rank", "firms"]
    assert [row[0] for row in targets(graph, with_baseline=True).rows] == ["rd"]
    assert [row[0] for row in targets(graph, without_owner=True).rows] == ["rank", "words"]
    assert [row[0] for row in targets(graph, unit="rank").rows] == ["rank"]
    assert [row[0] for row in targets(graph, type="in words").rows] == ["words"]
    assert {row[0] for row in targets(graph, node=NodeId("good-firms")).rows} == {"firms"}


def test_contradictions_lay_values_of_one_point_side_by_side() -> None:
    answer = contradictions(goals())
    assert told(answer, "point", "column", "value", "verdict", "told_by") == [
        ("rd", "comparison", "about", "not all state it", "he"),
        ("rd", "comparison", None, "not all state it", "she"),
        ("rd", "deadline", "2025", "not all state it", "he"),
        ("rd", "deadline", None, "not all state it", "she"),
        ("rd", "baseline", 0.4, "not all state it", "she"),
        ("rd", "baseline", None, "not all state it", "he"),
    ]
    assert not contradictions(goals(), differing=True).rows
    assert contradictions(goals(), differing=True).notes == ("No contradiction is recorded.",)


def post(person: str, **columns: str) -> dict[str, str]:
    return {"source": person, "relation": "holds_role", "target": "ministry", **columns}


POSTS = [
    (
        post("a", valid_from="2021-04", valid_to="2025-03-01"),
        {"2021-03-31": "no", "2021-04-01": "yes", "2025-03": "no"},
    ),
    (post("a", valid_from="2021"), {"2020-12-31": "no", "2021": "yes", "2030": "yes"}),
    (post("a", valid_to="2024"), {"2024": "no", "2023-12-31": "not known"}),
    (
        post("a", attested="2025-01-12|2025-02-19"),
        {"2025-01-12": "yes", "2025-02-01": "yes", "2025-02-20": "not known"},
    ),
    (post("a", sources="x"), {"2025-01-11": "yes", "2025-01-12": "not known"}),
    (post("a"), {"2025-01-11": "not known"}),
    (post("a", standing="past", sources="x"), {"2025-01-10": "not known", "2025-01-11": "no", "2026": "no"}),
    (post("a", standing="past", valid_from="2010", valid_to="2015"), {"2012": "yes", "2015": "no", "2009": "no"}),
    (post("a", standing="plan", sources="x"), {"2025-01-11": "no", "2024": "no", "2025-01-12": "not known"}),
    (post("a", standing="opinion", sources="x"), {"2025-01-11": "not known"}),
]


@pytest.mark.parametrize(("link", "days"), POSTS)
def test_a_post_was_held_not_held_or_it_is_not_known(link: dict[str, str], days: dict[str, str]) -> None:
    nodes = [{"id": "a", "kind": "person"}, {"id": "ministry", "kind": "agency"}]
    graph = graph_of(nodes, [link], sources=[Source("x", date="2025-01-11")])
    assert {day: posts(graph, on=day).rows[0][-1] for day in days} == days
    assert "held" not in [column.name for column in posts(graph).columns]


def test_no_post_is_held_at_a_body_that_has_ended() -> None:
    nodes = [{"id": "a", "kind": "person"}, {"id": "ministry", "kind": "agency", "valid_to": "2020"}]
    graph = graph_of(nodes, [post("a", valid_from="2018")])
    held = {day: posts(graph, on=day).rows[0][-1] for day in ("2017", "2019-12-31", "2020", "2022")}
    assert held == {"2017": "no", "2019-12-31": "yes", "2020": "no", "2022": "no"}


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="on: '19 February' is not a date; write 2025"):
        posts(graph_of([], []), on="19 February")
    assert posts(graph_of([{"id": "a", "kind": "person"}], []), node=NodeId("a")).notes == ("No post is recorded: a.",)


def dated() -> Graph:
    return graph_of(
        [
            {"id": "year", "kind": "policy", "valid_from": "2025"},
            {"id": "month", "kind": "policy", "valid_from": "2025-02"},
            {"id": "day", "kind": "event", "valid_from": "2025-02-28", "valid_to": "2025-03-01", "time": "afternoon"},
            {"id": "window", "kind": "instrument", "valid_from": "2025", "valid_to": "2027"},
            {"id": "later", "kind": "policy", "standing": "plan", "after": "day", "lag": "P7D"},
            {"id": "due", "kind": "target", "deadline": "2025"},
            {"id": "some-day", "kind": "event"},
            {"id": "kinds-of-law", "kind": "policy", "level": "class"},
            {"id": "firm", "kind": "enterprise", "valid_from": "1999"},
            {"id": "lab", "kind": "institute", "standing": "plan"},
            {"id": "told-elsewhere", "kind": "target"},
        ],
        [
            {"source": "month", "relation": "introduces", "target": "window", "valid_from": "2025", "valid_to": "2027"},
            {"source": "month", "relation": "benefits", "target": "firm", "valid_from": "2026"},
            {"source": "year", "relation": "sets_target", "target": "told-elsewhere", "deadline": "2045"},
        ],
    )


def test_time_has_one_order_for_every_precision() -> None:
    answer = timeline(dated())
    assert told(answer, "date", "ends_before", "precision", "point", "what", "time") == [
        ("2025", None, "year", "from", "year", None),
        ("2025", "2027", "window", "from", "window", None),
        ("2025-02", None, "month", "from", "month", None),
        ("2025-02-28", None, "exact", "from", "day", "afternoon"),
        ("2025-03-07", None, "relative", "from", "later", None),
        ("2025", None, "year", "deadline", "due", None),
        ("2026", None, "year", "from", "month benefits firm", None),
        ("2045", None, "year", "deadline", "year sets target told-elsewhere", None),
        (None, None, "undated", "from", "lab", None),
        (None, None, "undated", "from", "some-day", None),
    ]
    assert answer.notes == ("10 items: 4 year, 1 month, 1 exact, 1 window, 1 relative, 2 undated.",)


def test_time_is_narrowed_by_dates_nodes_and_plans() -> None:
    graph = dated()
    assert told(timeline(graph, planned=True), "what") == [("later",), ("lab",)]
    assert told(timeline(graph, since="2025-02", until="2025-03"), "what") == [("month",), ("day",), ("later",)]
    assert ("firm",) in told(timeline(graph, everything=True), "what")
    assert told(timeline(graph, node=NodeId("firm")), "what") == [("month",), ("month benefits firm",)]


SHARES = st.dictionaries(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(lambda pair: pair[0] != pair[1]),
    st.integers(1, 100),
    max_size=8,
)


@given(shares=SHARES)
def test_derived_money_is_the_product_along_every_chain(shares: dict[tuple[str, str], int]) -> None:
    graph = graph_of(
        [{"id": id, "kind": "fund"} for id in "abcde"],
        [{"source": a, "relation": "funds", "target": b, "percent": p} for (a, b), p in shares.items()],
    )
    expected: list[tuple[str, str, float]] = []
    for count in (3, 4, 5):
        for chain in permutations("abcde", count):
            steps = list(pairwise(chain))
            if all(step in shares for step in steps):
                product = 100.0
                for step in steps:
                    product *= shares[step] / 100
                expected.append((chain[0], chain[-1], product))
    found = [row for row in told(funding(graph), "from", "to", "percent", "how") if row[3] == "derived"]
    assert len(found) == len(expected)
    for one, two in zip(sorted(expected), sorted(found), strict=True):
        assert one[:2] == two[:2]
        assert isclose(one[2], two[2], rel_tol=1e-9)
    assert len(funding(graph, told=True).rows) == len(shares)


def test_amounts_go_down_the_chain_and_bounds_and_standing_with_them() -> None:
    def flow(source: str, target: str, **columns: Any) -> dict[str, Any]:
        return {"source": source, "relation": "funds", "target": target, **columns}

    graph = graph_of(
        [{"id": id, "kind": "fund"} for id in ("budget", "science", "ai", "unknown")],
        [
            flow("budget", "science", amount="1000", unit="USD", comparison=">=", sources="x"),
            flow("science", "ai", percent="15", standing="plan", speaker="she", sources="y"),
            flow("ai", "unknown", sources="z"),
        ],
    )
    answer = funding(graph, node=NodeId("budget"))
    assert told(answer, "to", "comparison", "percent", "amount", "unit", "how", "factors", "standing") == [
        ("science", "at least", None, 1000, "USD", "told", None, "fact"),
        ("ai", "at least", None, 150.0, "USD", "derived", "1,000 USD × 15% (different documents)", "plan"),
    ]
    assert answer.evidence[1] == ("x", "y")
    assert answer.notes[0] == "1 flow stated, 1 derived."
