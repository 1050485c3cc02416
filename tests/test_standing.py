"""A row is no firmer than the weakest link that it rests on, and names all who say so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_evidence import asked

from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from queries import _attributes

KINDS = {"act": "policy", "law": "policy", "goal": "target", "board": "agency", "zone": "it_zone", "ai": "technology",
         "she": "person", "he": "person"}  # fmt: skip
PAIRS = [
    *((act, "sets_target", "goal") for act in ("act", "law")),
    *((act, "prioritises", "ai") for act in ("act", "law")),
    *((body, "works_on", "ai") for body in ("act", "law", "zone")),
    *((act, "benefits", "zone") for act in ("act", "law")),
    *((person, "holds_role", body) for person in ("she", "he") for body in ("board", "zone")),
    ("she", "states", "goal"),
]
ASKED = {"compare": "said_by", "contradictions": "told_by", "posts": "said_by", "suggest": "said_by"}
"""Questions with rows that join links, and the column in which they name the speakers."""

words = st.fixed_dictionaries(
    {
        "standing": st.sampled_from(vocabulary().standings),
        "speaker": st.sampled_from(("", "she", "he", "she|he")),
        "stage": st.sampled_from(("", "pilot", "build")),
        "value": st.sampled_from(("", "2", "3")),
    }
)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    links = draw(st.lists(st.tuples(st.sampled_from(PAIRS), words), min_size=1, max_size=12))
    rows = [
        {"source": a, "relation": relation, "target": b, "sources": f"link{i}", **columns}
        for i, ((a, relation, b), columns) in enumerate(links)
    ]
    return graph_of([{"id": id, "kind": kind, "name": f"The {id}"} for id, kind in KINDS.items()], rows)


@pytest.mark.parametrize("name", sorted(ASKED))
@settings(max_examples=40, deadline=None)
@given(graph=graphs(), draw=st.data())
def test_a_row_has_the_weakest_standing_of_its_links_and_all_who_say_so(
    name: str, graph: Graph, draw: st.DataObject
) -> None:
    answer = asked(name, graph, draw)
    columns = [column.name for column in answer.columns]
    of = {reference: link for link in range(len(graph.links)) for reference in graph.cited_by_link(link)}
    for row, references in zip(answer.rows, answer.evidence, strict=True):
        links = [of[reference] for reference in references]
        value = dict(zip(columns, row, strict=True))
        assert value["standing"] == vocabulary().standings[max(graph.links.standing[links])]
        speakers = _attributes.speakers(graph, links)
        if speakers or name != "contradictions":
            assert set(str(value[ASKED[name]]).split("; ")) == set(str(speakers).split("; "))
