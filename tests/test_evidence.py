"""A row cites what it shows: the links that it consists of, or the node that it is."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer, show
from ecosystem.model.graph import Graph
from ecosystem.model.names import Match
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from queries import Loads, Matches, NodeId
from queries._question import Question

SUMS = {
    "communities": "ties inside a community",
    "flow": "all links that carry a flow",
    "mixing": "all links of the scope",
    "overview": "all links of the scope",
    "portfolio": "all works of an actor",
    "show": "all links of one relation",
    "spheres": "all links between two spheres",
    "without": "all links that leave",
}
"""Questions with rows that sum over links, which have no room for the other ends."""
WITHOUT_EVIDENCE = {"log", "map", "status"}
ROWS = sorted({*discovery.names("queries")} - SUMS.keys() - WITHOUT_EVIDENCE)

WORDS = {
    "effect": ("covers", "enables", "requires", "measures"),
    "percent": ("", "10"),
    "value": ("", "3"),
    "stage": ("", "pilot"),
    "gap": ("talent", "money"),
    "title": ("", "Head"),
    "standing": ("fact", "fact", "plan", "possible", "opinion"),
    "valid_from": ("", "2024", "2025-02"),
}


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Return a graph in which each node and each link has a source of its own, and links mostly have expected ends."""
    size = draw(st.integers(3, 9))
    kinds = draw(st.lists(st.sampled_from(list(vocabulary().kinds)), min_size=size, max_size=size))
    nodes = [
        {
            "id": f"n{i}",
            "kind": kind,
            "name": f"Name{i}x",
            "sources": f"node{i}",
            "level": draw(st.sampled_from(("named", "named", "class"))),
            "standing": draw(st.sampled_from(("fact", "fact", "plan", "opinion"))),
            "value": "5" if kind == "target" else "",
        }
        for i, kind in enumerate(kinds)
    ]
    pairs = [
        (i, relation.id, j)
        for relation in vocabulary().relations.values()
        for i, one in enumerate(kinds)
        for j, other in enumerate(kinds)
        if i != j and (one, other) in relation.ends
    ]
    assume(pairs)
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=14))
    links = [
        {"source": f"n{a}", "relation": relation, "target": f"n{b}", "sources": f"link{number}"}
        | {name: draw(st.sampled_from(words)) for name, words in WORDS.items()}
        for number, (a, relation, b) in enumerate(chosen)
    ]
    return graph_of(nodes, links)


def arguments(question: Question, graph: Graph, draw: st.DataObject) -> dict[str, Any]:
    """Return values for what a question must be given: different nodes, and the first of its choices."""
    ids = draw.draw(st.permutations([str(id) for id in graph.nodes.id]))
    given: dict[str, Any] = {}
    for one in question.parameters:
        if one.type is NodeId and (one.required or draw.draw(st.booleans())):
            given[one.name] = tuple(ids[:3]) if one.many else ids.pop()
        elif one.type is Matches:
            given[one.name] = Matches(tuple(Match(id, id, "fund", "", id, 100.0) for id in ids))
        elif one.type is Loads:
            given[one.name] = Loads([])
        elif one.required:
            given[one.name] = one.choices[0] if one.choices else str(date.today().year)
        elif one.choices and draw.draw(st.booleans()):
            given[one.name] = draw.draw(st.sampled_from(one.choices))
    return given


def asked(name: str, graph: Graph, draw: st.DataObject) -> Answer:
    question = Question(name)
    try:
        return question.function(graph, **arguments(question, graph, draw))
    except BadInput:
        return Answer("", (), [], graph)


def supports(graph: Graph, reference: str, names: set[str]) -> bool:
    """Return whether a row shows the node, or both ends of the link, with this reference; of a document one end."""
    kind, number = re.fullmatch(r"(node|link)(\d+)", reference).groups()  # type: ignore[union-attr]
    if kind == "node":
        return f"Name{number}x" in names
    link = next(i for i in range(len(graph.links)) if reference in graph.cited_by_link(i))
    ends = graph.links.source[link], graph.links.target[link]
    named = {str(graph.nodes.name[end]) for end in ends} & names
    return bool(named) if reference in names else len(named) == len({*ends})


@pytest.mark.parametrize("name", ROWS)
@settings(max_examples=15, deadline=None)
@given(graph=graphs(), draw=st.data())
def test_each_source_of_a_row_supports_a_link_or_node_that_the_row_shows(
    name: str, graph: Graph, draw: st.DataObject
) -> None:
    answer = asked(name, graph, draw)
    names = dict(zip(map(str, graph.nodes.id), map(str, graph.nodes.name), strict=True))
    for row, references in zip(answer.rows, answer.evidence, strict=True):
        words = re.findall(r"\w+", " ".join((answer.title, *map(show, row))))
        shown = {names.get(word, word) for word in words}
        assert references, row
        for reference in references:
            if not supports(graph, reference, shown):
                pytest.fail(f"{reference} of {row}")


@pytest.mark.parametrize("name", ROWS)
@settings(max_examples=10, deadline=None)
@given(graph=graphs(), draw=st.data())
def test_each_link_that_an_answer_draws_is_cited(name: str, graph: Graph, draw: st.DataObject) -> None:
    answer = asked(name, graph, draw)
    cited = {reference for references in answer.evidence for reference in references}
    for link in answer.links.tolist():
        assert set(graph.cited_by_link(link)) <= cited
