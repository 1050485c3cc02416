"""What one document states, what somebody says, and what rests on one of them alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import loaders
from ecosystem.errors import AmbiguousName, BadInput, NoSuchNode
from ecosystem.stores import Store
from queries._question import Question

NODES = """id,kind,name,standing,source
lab,institute,Laboratory,,report
park,it_zone,Software park,,talk
plan,instrument,Support,opinion,talk
ann,person,Ánh,,talk
"""
LINKS = """source,relation,target,standing,speaker,source_doc
lab,located_in,park,,,report#p. 1|talk
park,lacks,plan,opinion,ann,talk
ann,states,lab,opinion,,talk
lab,collaborates_with,park,plan,ann|lab,talk
"""
SOURCES = """id,title
report,Annual report
talk,The talk
old,Same title
new,Same title
"""
EVERYTHING: dict[str, Any] = {
    **dict.fromkeys(("kinds", "relations", "standings", "without", "around"), ()),
    "as_of": None,
    "min_confidence": 0.0,
    "steps": 1,
}


@pytest.fixture
def store(new_store: Callable[[], Store], tmp_path: Path) -> Store:
    for name, text in (("nodes", NODES), ("links", LINKS), ("sources", SOURCES)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    store = new_store()
    assert not loaders.load([tmp_path], store=store).rejections
    return store


def asked(store: Store, **scope: tuple[str, ...]) -> tuple[set[str], list[str]]:
    answer = Question("map").ask(store, scope={**EVERYTHING, **scope}, given={})
    graph = answer.graph
    return set(graph.nodes.id), sorted(graph.relation(link).id for link in range(len(graph.links)))


def test_a_scope_names_documents_by_title_and_speakers_by_any_name(store: Store) -> None:
    assert asked(store, sources=("annual REPORT",)) == ({"lab", "park"}, ["located_in"])
    assert asked(store, speakers=("Anh",)) == (
        {"ann", "lab", "park", "plan"},
        ["collaborates_with", "lacks", "states"],
    )
    assert asked(store, speakers=("lab",)) == ({"lab", "park"}, ["collaborates_with"])
    assert asked(store, sources=("talk",), speakers=("ann",), standings=("plan",))[1] == ["collaborates_with"]


def test_what_is_left_out_rests_on_that_alone(store: Store) -> None:
    assert asked(store, without_sources=("The talk",)) == ({"lab", "park"}, ["located_in"])
    assert asked(store, without_sources=("report",))[1] == ["collaborates_with", "lacks", "located_in", "states"]
    assert asked(store, without_sources=("report", "talk")) == (set(), [])
    assert asked(store, without_sources=("Ánh",))[1] == ["collaborates_with", "located_in"]
    assert asked(store, without_sources=("Ánh", "lab"))[1] == ["located_in"]


def test_a_standing_keeps_links_with_their_ends_and_nodes_of_that_standing(store: Store) -> None:
    assert asked(store, standings=("opinion",)) == ({"ann", "lab", "park", "plan"}, ["lacks", "states"])
    assert asked(store, standings=("plan",)) == ({"lab", "park"}, ["collaborates_with"])
    assert asked(store, standings=("opinion",), relations=("states",))[0] == {"ann", "lab", "plan"}
    assert asked(store, standings=("opinion",), kinds=("instrument", "it_zone"))[1] == ["lacks"]


def test_a_document_or_speaker_that_is_not_there_leads_to_those_called_like_it(store: Store) -> None:
    with pytest.raises(BadInput, match=r"no such document: 'anual report'; did you mean Annual report \(report\)"):
        asked(store, sources=("anual report",))
    with pytest.raises(NoSuchNode, match=r"did you mean Annual report \(report\)\?; no such node"):
        asked(store, without_sources=("annual",))
    with pytest.raises(NoSuchNode, match="no such node: 'nobody'"):
        asked(store, speakers=("nobody",))
    with pytest.raises(AmbiguousName, match="title of 2 documents; give one of these ids: new, old"):
        asked(store, sources=("same title",))


def test_the_notes_say_what_was_kept(store: Store) -> None:
    scope = {**EVERYTHING, "sources": ("talk",), "speakers": ("ann",), "without_sources": ("report",)}
    notes = Question("map").ask(store, scope=scope, given={}).notes
    assert "Scope: stated by talk; said by ann; without what rests only on report." in notes
