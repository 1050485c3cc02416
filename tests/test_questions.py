"""Questions keep one contract, and look-ups tell what is recorded."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer
from ecosystem.model.columns import Source
from ecosystem.model.graph import Graph
from ecosystem.model.names import Match
from ecosystem.model.rows import graph_of
from queries import Loads, Matches, NodeId
from queries.common import common
from queries.find import find
from queries.log import log
from queries.map import map as map_of
from queries.show import show
from queries.status import status

NODES = [
    {"id": "agency", "kind": "agency", "name": "Ministry", "sources": "000"},
    {"id": "fund", "kind": "fund", "name": "Quỹ", "name_en": "Fund", "aliases": "NF|Nafosted", "ror": "02wsd5p50"},
    {"id": "uni", "kind": "university", "name": "Uni", "district": "12", "valid_from": "1956", "sources": "000#p. 2"},
    {"id": "alone", "kind": "place", "name": "Alone"},
    {"id": "ai", "kind": "technology", "name": "AI"},
    {"id": "zone", "kind": "it_zone", "place": "Alone"},
]
LINKS = [
    {"source": "fund", "relation": "funds", "target": "uni", "sources": "001#p. 1"},
    {"source": "fund", "relation": "funds", "target": "uni", "valid_from": "2025", "sources": "002"},
    {"source": "uni", "relation": "collaborates_with", "target": "agency"},
    {"source": "fund", "relation": "part_of", "target": "agency", "sources": "003"},
    {"source": "uni", "relation": "part_of", "target": "uni"},
    {"source": "zone", "relation": "works_on", "target": "ai"},
]
# What makes every question have something to say.
MORE_NODES = [
    {"id": "act", "kind": "policy", "valid_from": "2024-12-22"},
    {"id": "tech", "kind": "technology"},
    {"id": "goal", "kind": "target", "value": "2", "unit": "%"},
    {"id": "she", "kind": "person"},
    {"id": "lab", "kind": "institute"},
]
MORE_LINKS = [
    {"source": "uni", "relation": "lacks", "target": "tech", "gap": "infrastructure"},
    {"source": "act", "relation": "sets_target", "target": "goal", "value": "2", "sources": "000"},
    {"source": "act", "relation": "sets_target", "target": "goal", "value": "3", "sources": "001"},
    {"source": "lab", "relation": "works_on", "target": "tech"},
    {"source": "she", "relation": "holds_role", "target": "uni", "title": "Rector"},
]
MATCHES = Matches((Match("uni", "Uni", "university", "", "UNI", 99.0), Match("gone", "Gone", "fund", "", "g", 80.0)))


def load(number: int) -> dict[str, Any]:
    counts = {"read": 5, "created": 1, "updated": 1, "unchanged": 2, "rejected": 1}
    files = [{"file": f"{number}.csv"}, {"file": "links.csv"}]
    return {"number": number, "at": "2025-07-01", "files": files, "nodes": counts, "links": counts, "sources": counts}


LOADS = Loads([load(number) for number in (1, 2, 3, 4)])


def graph() -> Graph:
    return graph_of(NODES, LINKS, sources=[Source("000", title="Report")])


def asked(name: str, graph: Graph) -> Answer:
    """Ask a question with a value for every parameter that needs one."""
    given = {
        "NodeId": iter(("fund", "uni")),
        "tuple[NodeId, ...]": iter((("fund", "uni"),)),
        "Matches": iter((MATCHES,)),
        "Loads": iter((LOADS,)),
        "Measure": iter(("degree",)),
    }
    function = getattr(discovery.module("queries", name), name)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return function(graph, **{p.name: next(given[p.annotation]) for p in parameters if p.default is p.empty})  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", discovery.names("queries"))
def test_a_question_says_what_it_is_and_takes_the_graph_first(name: str) -> None:
    module = discovery.module("queries", name)
    first, *rest = inspect.signature(getattr(module, name)).parameters.values()
    assert discovery.headline("queries", name)
    assert first.name == "graph"
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in rest)
    documented = inspect.getdoc(getattr(module, name)) or ""
    assert all(f"\n{p.name}\n    " in documented for p in rest if p.annotation != "Loads")
    reach = getattr(module, "REACH", None)
    assert callable(reach) or reach in (None, 0, 1)


@pytest.mark.parametrize("name", discovery.names("queries"))
def test_an_answer_is_whole(name: str) -> None:
    whole = graph_of([*NODES, *MORE_NODES], [*LINKS, *MORE_LINKS])
    answer = asked(name, whole)
    assert answer.rows
    assert all(len(row) == len(answer.columns) for row in answer.rows)
    assert len(answer.evidence) in (0, len(answer.rows))
    assert set(answer.nodes.tolist()) <= set(range(len(whole.nodes)))
    assert set(answer.links.tolist()) <= set(range(len(whole.links)))
    assert all(answer.notes)


def test_common_partners_are_linked_with_both_and_the_two_themselves_do_not_count() -> None:
    answer = common(graph(), first=NodeId("fund"), second=NodeId("uni"))
    assert answer.rows == [("agency", "Ministry", "agency", "part of", "collaborates with", "fact", None)]
    assert answer.evidence == [("003",)]
    assert "Quỹ and Uni are linked directly: funds." in answer.notes
    apart = common(graph(), first=NodeId("fund"), second=NodeId("alone"))
    assert not apart.rows
    assert "No link is recorded between Quỹ and Alone directly." in apart.notes
    with pytest.raises(BadInput, match="same node"):
        common(graph(), first=NodeId("fund"), second=NodeId("fund"))


IDS = "abcdef"


@given(links=st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=20))
def test_common_partners_are_the_intersection_of_partners(links: list[tuple[str, str]]) -> None:
    asked = graph_of(
        [{"id": id, "kind": "fund"} for id in IDS],
        [{"source": a, "relation": "part_of", "target": b} for a, b in links],
    )
    sides = [{b if a == one else a for a, b in links if one in (a, b)} for one in "ab"]
    rows = common(asked, first=NodeId("a"), second=NodeId("b")).rows
    assert [row[0] for row in rows] == sorted((sides[0] & sides[1]) - {"a", "b"})


def test_show_tells_every_name_identifier_date_and_attribute() -> None:
    rows = show(graph(), node=NodeId("fund")).rows
    assert [value for attribute, value in rows if attribute == "also called"] == ["NF", "Nafosted"]
    assert ("name in English", "Fund") in rows
    assert ("identifier", "ror:02wsd5p50 https://ror.org/02wsd5p50") in rows
    assert ("links: funds (out)", 2) in rows
    uni = show(graph(), node=NodeId("uni"))
    assert {("district", "12"), ("valid from", "1956"), ("source", "000#p. 2")} <= set(uni.rows)
    assert {("links: funded by (in)", 2), ("links: part of (both)", 1)} <= set(uni.rows)
    assert uni.evidence[list(uni.rows).index(("links: funded by (in)", 2))] == ("001#p. 1", "002")
    assert show(graph(), node=NodeId("alone")).notes[0].startswith("No link recorded")


def test_find_keeps_the_order_of_matches_and_leaves_out_what_is_not_in_scope() -> None:
    assert find(graph(), matches=MATCHES).rows == [("uni", "Uni", "university", None, "UNI", 99.0, "1956", None)]
    assert find(graph(), matches=Matches(())).notes[0].startswith("Nothing found")
    both = Matches(tuple(Match(id, id, "fund", "", id, 90.0) for id in ("uni", "fund")))
    assert [row[0] for row in find(graph(), matches=both).rows] == ["uni", "fund"]
    assert "Showing 1 of 2 nodes; top 0 shows all." in find(graph(), matches=both, top=1).notes


def test_map_counts_kinds_and_shows_everything() -> None:
    answer = map_of(graph())
    rows = [
        ("university", 1, 4),
        ("it_zone", 1, 1),
        ("fund", 1, 3),
        ("agency", 1, 2),
        ("technology", 1, 1),
        ("place", 1, 0),
    ]
    assert answer.rows == rows
    assert (len(answer.nodes), len(answer.links)) == (len(NODES), len(LINKS))


def test_status_counts_kinds_relations_and_what_has_no_source() -> None:
    answer = status(graph(), loads=LOADS)
    counts = {(group, what): count for group, what, count in answer.rows}
    assert counts["nodes", "all"] == len(NODES)
    assert counts["links", "all"] == len(LINKS)
    assert counts["links", "funds"] == 2
    assert counts["sources", "described"] == 1
    assert counts["sources", "cited but not described"] == 3
    assert counts["uncited", "nodes without a source"] == 4
    assert counts["uncited", "links without a source"] == 3
    assert "Load 4, 2025-07-01: 4.csv, links.csv" in answer.notes


def test_log_lists_the_newest_first_and_sums_all_rows() -> None:
    answer = log(graph(), loads=LOADS, top=2)
    assert [row[0] for row in answer.rows] == [4, 3]
    assert answer.rows[0] == (4, "2025-07-01", "4.csv, links.csv", 15, 3, 3, 6, 3)
    assert "Showing 2 of 4 loads; top 0 shows all." in answer.notes
