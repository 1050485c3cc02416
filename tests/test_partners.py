"""Partners: every link of a node, once, as it reads from it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.errors import BadInput, NoSuchNode
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId
from queries.partners import partners

NODES = [
    {"id": "qtsc", "kind": "it_zone", "name": "QTSC", "place": "Hồ Chí Minh"},
    {"id": "uni", "kind": "university", "name": "Trường Đại học", "place": "Hà Nội"},
    {"id": "fund", "kind": "fund", "name": "Quỹ"},
    {"id": "ai", "kind": "technology", "name": "AI"},
    {"id": "alone", "kind": "enterprise", "name": "Alone"},
]
LINKS: list[dict[str, Any]] = [
    {"source": "qtsc", "relation": "works_on", "target": "ai", "standing": "fact", "sources": "000#line 4"},
    {"source": "qtsc", "relation": "lacks", "target": "ai", "gap": "talent", "sources": "000#line 9|001"},
    {"source": "fund", "relation": "funds", "target": "qtsc", "valid_from": "2024", "amount": "5", "percent": "30"},
    {"source": "fund", "relation": "funds", "target": "qtsc", "valid_from": "2025-07", "valid_to": "2026", "weight": 2},
    {"source": "uni", "relation": "collaborates_with", "target": "qtsc"},
    {"source": "uni", "relation": "part_of", "target": "uni"},
    {"source": "uni", "relation": "works_on", "target": "ai"},
]


def records(node: str, **options: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = partners(graph_of(NODES, LINKS), node=NodeId(node), **options).to_dict()["rows"]
    return rows


def test_every_link_is_one_row_that_reads_from_the_node() -> None:
    rows = records("qtsc")
    assert [(row["relation"], row["direction"], row["id"]) for row in rows] == [
        ("funded by", "in", "fund"),
        ("funded by", "in", "fund"),
        ("works on", "out", "ai"),
        ("lacks", "out", "ai"),
        ("collaborates with", "both", "uni"),
    ]


def test_a_row_tells_dates_standing_weight_and_the_rest_of_the_link() -> None:
    earlier, later = records("qtsc")[:2]
    assert (earlier["valid_from"], earlier["valid_to"], earlier["weight"]) == ("2024", None, None)
    assert (later["valid_from"], later["valid_to"], later["weight"]) == ("2025-07", "2026", 2.0)
    assert earlier["value"] == "amount: 5; percent: 30"
    assert later["value"] is None
    assert records("qtsc")[4]["place"] == "Hà Nội"


def test_a_link_with_itself_shows_once() -> None:
    rows = [row for row in records("uni") if row["id"] == "uni"]
    assert [(row["relation"], row["direction"]) for row in rows] == [("part of", "both")]


def test_evidence_marks_and_counts_belong_to_the_rows() -> None:
    answer = partners(graph_of(NODES, LINKS), node=NodeId("qtsc"))
    assert answer.evidence[2:4] == [("000#line 4",), ("000#line 9", "001")]
    assert {answer.graph.nodes.id[node] for node in answer.nodes} == {"qtsc", "ai", "fund", "uni"}
    assert len(answer.links) == 5
    assert answer.notes == ("QTSC has 5 links with 3 partners.",)


def test_no_link_is_an_answer_and_no_node_an_error() -> None:
    answer = partners(graph_of(NODES, LINKS), node=NodeId("alone"))
    assert not answer.rows
    assert answer.notes[0].startswith("No link recorded")
    with pytest.raises(NoSuchNode, match="nowhere"):
        partners(graph_of(NODES, LINKS), node=NodeId("nowhere"))


def test_top_cuts_and_says_so() -> None:
    answer = partners(graph_of(NODES, LINKS), node=NodeId("qtsc"), top=2)
    assert len(answer.rows) == len(answer.evidence) == len(answer.links) == 2
    assert "Showing 2 of 5 links; top 0 shows all." in answer.notes
    with pytest.raises(BadInput, match="top"):
        records("qtsc", top=-1)


IDS = ["a", "b", "c", "d"]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(IDS),
            "relation": st.sampled_from(["funds", "collaborates_with", "part_of"]),
            "target": st.sampled_from(IDS),
            "valid_from": st.sampled_from(["", "2024", "2025"]),
        }
    ),
    max_size=12,
)


@given(links=ROWS, data=st.data())
def test_each_link_is_seen_from_both_ends_and_the_order_of_files_does_not_matter(
    links: list[dict[str, str]], data: st.DataObject
) -> None:
    nodes = [{"id": id, "kind": "fund"} for id in IDS]
    mixed = data.draw(st.permutations(links))
    relations = vocabulary().relations
    for id in IDS:
        rows = partners(graph_of(nodes, links), node=NodeId(id)).rows
        assert rows == partners(graph_of(nodes, mixed), node=NodeId(id)).rows
        expected: Counter[tuple[str, str]] = Counter()
        for link in links:
            if link["source"] == id:
                expected[relations[link["relation"]].name, link["target"]] += 1
            elif link["target"] == id:
                expected[relations[link["relation"]].inverse, link["source"]] += 1
        assert Counter((row[0], row[2]) for row in rows) == expected
