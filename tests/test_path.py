"""Paths beside an independent enumeration of all simple paths."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from ecosystem.errors import BadInput, NoSuchNode
from ecosystem.model.answer import Answer
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import open_store
from queries import NodeId
from queries._question import Question
from queries.path import path

NODES = "abcdefg"
link = st.tuples(st.sampled_from(NODES), st.sampled_from(["part_of", "collaborates_with"]), st.sampled_from(NODES))


def graph(links: list[tuple[str, str, str]]) -> Graph:
    rows = [{"source": s, "relation": r, "target": t} for s, r, t in links]
    return graph_of([{"id": id, "kind": "agency"} for id in NODES], rows)


def weighted(links: list[tuple[str, str, str, float | None]]) -> Graph:
    rows = [
        {"source": s, "relation": r, "target": t} | ({"weight": w} if w is not None else {}) for s, r, t, w in links
    ]
    return graph_of([{"id": id, "kind": "agency"} for id in NODES], rows)


def chains(asked: Graph, *, directed: bool, max_steps: int) -> list[tuple[str, ...]]:
    return walked(path(asked, source=NodeId("a"), target=NodeId("b"), top=0, max_steps=max_steps, directed=directed))


def walked(answer: Answer) -> list[tuple[str, ...]]:
    """Return the nodes of each path in an answer."""
    found: dict[object, list[str]] = {}
    for row in answer.rows:
        chain = found.setdefault(row[0], ["a"])
        if row[2] == chain[-1]:
            chain.append(str(row[6]))
    return [tuple(chain) for chain in found.values()]


@settings(max_examples=80, deadline=None)
@given(links=st.lists(link, max_size=14), directed=st.booleans(), max_steps=st.integers(1, 6))
def test_all_simple_paths_are_found_the_shorter_first(
    links: list[tuple[str, str, str]], directed: bool, max_steps: int
) -> None:
    peer: nx.DiGraph[str] = nx.DiGraph()
    peer.add_nodes_from(NODES)
    for source, relation, target in links:
        peer.add_edge(source, target)
        if not directed or relation == "collaborates_with":
            peer.add_edge(target, source)
    expected = sorted(map(tuple, nx.all_simple_paths(peer, "a", "b", cutoff=max_steps)), key=lambda p: (len(p), p))
    assert chains(graph(links), directed=directed, max_steps=max_steps) == expected


heavy = st.tuples(
    *(st.sampled_from(NODES), st.sampled_from(["part_of", "collaborates_with"]), st.sampled_from(NODES)),
    st.sampled_from([0.25, 0.5, 1.0, 2.0, None]),
)


@settings(max_examples=80, deadline=None)
@given(links=st.lists(heavy, max_size=14), directed=st.booleans(), max_steps=st.integers(1, 6))
def test_by_weight_strong_ties_are_short(
    links: list[tuple[str, str, str, float | None]], directed: bool, max_steps: int
) -> None:
    strength: dict[tuple[str, str], float] = {}
    for source, relation, target, weight in links:
        for pair in [(source, target)] + [(target, source)] * (not directed or relation == "collaborates_with"):
            strength[pair] = strength.get(pair, 0.0) + (weight or 1.0)
    peer: nx.DiGraph[str] = nx.DiGraph(list(strength))
    peer.add_nodes_from(NODES)

    def length(chain: tuple[str, ...]) -> float:
        return sum(1 / strength[pair] for pair in pairwise(chain))

    def place(chain: tuple[str, ...]) -> tuple[float, int, tuple[str, ...]]:
        return round(length(chain), 9), len(chain), chain

    expected = sorted(map(tuple, nx.all_simple_paths(peer, "a", "b", cutoff=max_steps)), key=place)
    options = {"top": 0, "max_steps": max_steps, "directed": directed}
    answer = path(weighted(links), source=NodeId("a"), target=NodeId("b"), weight=True, **options)  # type: ignore[arg-type]
    assert [column.name for column in answer.columns[:3]] == ["path", "length", "step"]
    found: dict[object, list[str]] = {}
    for row in answer.rows:
        walked = found.setdefault(row[0], ["a"])
        if row[3] == walked[-1]:
            walked.append(str(row[7]))
        assert row[1] == pytest.approx(length(expected[int(str(row[0])) - 1]))
    assert [tuple(walked) for walked in found.values()] == expected


def test_weights_of_a_step_are_summed_and_the_most_steps_still_hold() -> None:
    links = [
        ("a", "part_of", "b", 0.5),
        ("a", "part_of", "c", 1.0),
        ("c", "part_of", "a", 3.0),
        ("c", "part_of", "b", 4.0),
    ]
    answer = path(weighted(links), source=NodeId("a"), target=NodeId("b"), weight=True)
    assert [(row[0], row[1], row[2], row[3], row[7]) for row in answer.rows] == [
        (1, 0.5, 1, "a", "c"),
        (1, 0.5, 1, "a", "c"),
        (1, 0.5, 2, "c", "b"),
        (2, 2.0, 1, "a", "b"),
    ]
    assert [(column.name, column.unit) for column in answer.columns[-2:]] == [
        ("strength", ""),
        ("step_length", "1 / strength"),
    ]
    assert [row[-2:] for row in answer.rows] == [(4.0, 0.25), (4.0, 0.25), (4.0, 0.25), (0.5, 2.0)]
    along = path(weighted(links), source=NodeId("a"), target=NodeId("b"), weight=True, directed=True)
    assert [row[-2:] for row in along.rows] == [(1.0, 1.0), (4.0, 0.25), (0.5, 2.0)]
    assert "paths of more than 6 steps are left out" in "\n".join(answer.notes)
    near = path(weighted(links), source=NodeId("a"), target=NodeId("b"), weight=True, max_steps=1)
    assert [row[:3] for row in near.rows] == [(1, 2.0, 1)]
    plain = {column.name for column in path(weighted(links), source=NodeId("a"), target=NodeId("b")).columns}
    assert not plain & {"length", "strength", "step_length"}


@pytest.mark.parametrize("weight", [0.0, -2.0, float("inf")])
def test_a_weight_that_makes_no_length_is_refused_only_where_weights_count(weight: float) -> None:
    asked = weighted([("a", "part_of", "b", weight)])
    with pytest.raises(BadInput, match=r"link a part_of b, column weight: .* is not a number above 0"):
        path(asked, source=NodeId("a"), target=NodeId("b"), weight=True)
    assert path(asked, source=NodeId("a"), target=NodeId("b")).rows


def test_no_link_no_path_and_too_far_are_told_apart() -> None:
    def notes(links: list[tuple[str, str, str]], **options: int) -> str:
        return "\n".join(path(graph(links), source=NodeId("a"), target=NodeId("b"), **options).notes)  # type: ignore[arg-type]

    assert "No link recorded: a has no link" in notes([("b", "part_of", "c")])
    apart = notes([("a", "part_of", "d"), ("b", "part_of", "c")])
    assert "No path: a and b both have links, but no chain" in apart
    assert "No link recorded" not in apart
    far = notes([("a", "part_of", "c"), ("c", "part_of", "d"), ("d", "part_of", "b")], max_steps=2)
    assert "takes 3 steps" in far
    assert "No link is recorded between a and b directly." in far
    assert "directly" not in notes([("a", "part_of", "b")])


def test_parallel_links_of_a_step_are_all_shown() -> None:
    answer = path(graph([("a", "part_of", "b"), ("b", "part_of", "a")]), source=NodeId("a"), target=NodeId("b"))
    assert [row[5] for row in answer.rows] == ["part of", "has part"]


def test_a_node_to_itself_and_an_unknown_node_are_refused() -> None:
    with pytest.raises(BadInput, match="same node"):
        path(graph([]), source=NodeId("a"), target=NodeId("a"))
    with pytest.raises(NoSuchNode):
        path(graph([]), source=NodeId("a"), target=NodeId("z"))


def test_a_long_chain_is_walked_to_its_end() -> None:
    ids = [f"{number:04}" for number in range(1500)]
    rows = [{"source": a, "relation": "part_of", "target": b} for a, b in pairwise(ids)]
    asked = graph_of([{"id": id, "kind": "agency"} for id in ids], rows)
    answer = path(asked, source=NodeId(ids[0]), target=NodeId(ids[-1]), max_steps=2000)
    assert [row[2] for row in answer.rows] == ids[:-1]


def test_a_search_without_end_is_stopped_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.path.WORK", 20)
    monkeypatch.setattr("queries.path.WEIGHTED_WORK", 30)
    everybody = [(a, "part_of", b) for a in NODES for b in NODES if a < b]
    for weight, work in ((False, 20), (True, 30)):
        answer = path(graph(everybody), source=NodeId("a"), target=NodeId("b"), top=0, weight=weight)
        assert answer.rows[0][0] == 1
        assert f"The search was stopped after {work} steps" in "\n".join(answer.notes)


def test_top_keeps_the_first_paths_and_says_so() -> None:
    links = [("a", "part_of", "b"), ("a", "part_of", "c"), ("c", "part_of", "b"), ("a", "part_of", "d")]
    whole = path(graph([*links, ("d", "part_of", "b")]), source=NodeId("a"), target=NodeId("b"), top=0)
    first = path(graph([*links, ("d", "part_of", "b")]), source=NodeId("a"), target=NodeId("b"), top=2)
    assert first.rows == whole.rows[:3]
    assert "Showing the first 2 paths" in "\n".join(first.notes)
    assert len(path(graph(links), source=NodeId("a"), target=NodeId("b"), top=10**30, max_steps=10**30).rows) == 3
    with pytest.raises(BadInput, match="top"):
        path(graph(links), source=NodeId("a"), target=NodeId("b"), top=-1)


def test_against_the_direction_there_is_no_path() -> None:
    links = [("b", "part_of", "c"), ("c", "part_of", "a")]
    answer = path(graph(links), source=NodeId("a"), target=NodeId("b"), directed=True)
    assert not answer.rows
    assert "no chain of links joins them in this direction" in "\n".join(answer.notes)


def test_a_store_is_read_only_as_far_as_a_chain_can_go(tmp_path: Path) -> None:
    ids = [f"n{number:02}" for number in range(12)]
    (tmp_path / "nodes.csv").write_text("id,kind,name\n" + "".join(f"{id},agency,{id}\n" for id in ids), "utf-8")
    links = "".join(f"{a},part_of,{b}\n" for a, b in pairwise(ids))
    (tmp_path / "links.csv").write_text(f"source,relation,target\n{links}", "utf-8")
    store = open_store(str(tmp_path / "s.duckdb"))
    loaders.load([tmp_path], store=store)
    words: dict[str, Any] = dict.fromkeys(("kinds", "relations", "standings", "without", "around"), ())
    scope = {**words, "as_of": None, "min_confidence": 0.0, "steps": 1}

    def asked(target: str, max_steps: int) -> Answer:
        given = {"source": "n00", "target": target, "top": 3, "max_steps": max_steps, "directed": False}
        return Question("path").ask(store, scope=scope, given={**given, "weight": False})

    near = asked("n05", 5)
    assert [row[2] for row in near.rows] == ids[:5]
    assert list(near.graph.nodes.id) == ids[:9]
    far = asked("n11", 6)
    assert not far.rows
    assert "the nearest takes 11 steps, --max-steps is 6" in "\n".join(far.notes)


meant = st.tuples(link, st.sampled_from(vocabulary().standings))


@settings(max_examples=120, deadline=None)
@given(links=st.lists(meant, max_size=16), directed=st.booleans(), top=st.integers(0, 4))
def test_of_chains_of_one_length_those_with_the_most_facts_come_first(
    links: list[tuple[tuple[str, str, str], str]], directed: bool, top: int
) -> None:
    words = vocabulary().standings
    rows = [{"source": s, "relation": r, "target": t, "standing": word} for (s, r, t), word in links]
    asked = graph_of([{"id": id, "kind": "agency"} for id in NODES], rows)
    firmest: dict[tuple[str, str], int] = {}
    for (source, relation, target), word in links:
        for step in [(source, target)] + [(target, source)] * (not directed or relation == "collaborates_with"):
            firmest[step] = min(firmest.get(step, len(words)), words.index(word))
    peer: nx.DiGraph[str] = nx.DiGraph(list(firmest))
    peer.add_nodes_from(NODES)

    def place(chain: tuple[str, ...]) -> tuple[int, list[int], tuple[str, ...]]:
        standings = [firmest[step] for step in pairwise(chain)]
        return len(chain), [-standings.count(rank) for rank in range(len(words))], chain

    expected = sorted(map(tuple, nx.all_simple_paths(peer, "a", "b", cutoff=6)), key=place)
    answer = path(asked, source=NodeId("a"), target=NodeId("b"), top=top, directed=directed)
    assert walked(answer) == expected[: top or None]
    by_weight = path(asked, source=NodeId("a"), target=NodeId("b"), top=0, directed=directed, weight=True)
    lengths = [row[1] for row in by_weight.rows]
    assert lengths == sorted(lengths, key=float)  # type: ignore[arg-type]


def test_a_note_says_where_there_are_more_chains_than_were_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"source": end, "relation": "part_of", "target": node, "standing": "fact" if node == "g" else "plan"}
        for node in "cdefg"
        for end in "ab"
    ]
    asked = graph_of([{"id": id, "kind": "agency"} for id in NODES], rows)
    answer = path(asked, source=NodeId("a"), target=NodeId("b"), top=1)
    assert walked(answer) == [("a", "g", "b")]
    assert not any("there may be others" in note for note in answer.notes)
    monkeypatch.setattr("queries.path.ALIKE", 3)
    answer = path(asked, source=NodeId("a"), target=NodeId("b"), top=1)
    assert walked(answer) == [("a", "c", "b")]
    assert any("The firmest of the first 3 paths come first" in note for note in answer.notes)


def test_by_weight_the_firmer_of_equally_long_chains_comes_first() -> None:
    rows = [
        {"source": a, "relation": "part_of", "target": b, "weight": weight, "standing": word}
        for a, b, weight, word in [
            ("a", "c", 2, "plan"), ("c", "b", 2, "fact"), ("a", "d", 2, "fact"), ("d", "b", 2, "fact"),
            ("a", "e", 9, "opinion"), ("e", "b", 9, "opinion"),
        ]
    ]  # fmt: skip
    asked = graph_of([{"id": id, "kind": "agency"} for id in NODES], rows)
    answer = path(asked, source=NodeId("a"), target=NodeId("b"), weight=True)
    assert [row[7] for row in answer.rows] == ["e", "b", "d", "b", "c", "b"]
