"""The division into core and periphery is the one that fits the ideal best."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import PUBLISHED, Link, from_networkx, graph_from, link_lists, simple, toy

from ecosystem.errors import BadInput
from ecosystem.measures import core_periphery as module
from ecosystem.measures.core_periphery import EXHAUSTIVE
from ecosystem.measures.core_periphery import core_periphery as divided
from ecosystem.measures.ties import ties
from ecosystem.model.rows import graph_of
from queries.core_periphery import core_periphery


def fit(peer: nx.Graph[Any], core: set[Any], between: str) -> float | None:
    """Return the correlation of ties and ideal, pair by pair."""
    there, ideal = [], []
    for a, b in combinations(peer, 2):
        inside = (a in core) + (b in core)
        if inside != 1 or between == "linked":
            there.append(peer.has_edge(a, b))
            ideal.append(inside == 2 or (inside == 1 and between == "linked"))
    if not 0 < len(core) < len(peer) or len(set(there)) < 2 or len(set(ideal)) < 2:
        return None
    return float(np.corrcoef(there, ideal)[0, 1])


@settings(max_examples=25, deadline=None)
@given(links=link_lists(7, 18), between=st.sampled_from(("ignored", "linked")))
def test_of_all_divisions_of_a_small_graph_the_best_is_found(links: list[Link], between: Any) -> None:
    peer = simple(links, 7)
    cores = [set(core) for size in range(1, 7) for core in combinations(range(7), size)]
    fits = [value for core in cores if (value := fit(peer, core, between)) is not None]
    found = divided(ties(graph_from(links, 7)), between=between)
    if not fits:
        assert found.correlation is None
        return
    assert found.correlation == pytest.approx(max(fits))
    assert fit(peer, set(np.flatnonzero(found.core).tolist()), between) == pytest.approx(max(fits))
    assert found.as_good == sum(abs(value - max(fits)) < 1e-9 for value in fits)


@pytest.mark.parametrize("between", ["ignored", "linked"])
@pytest.mark.parametrize("name", ["karate", "davis"])
def test_no_single_move_makes_the_division_of_a_larger_graph_better(name: str, between: Any) -> None:
    peer = nx.convert_node_labels_to_integers(PUBLISHED[name])
    found = divided(ties(from_networkx(peer)), between=between)
    core = set(np.flatnonzero(found.core).tolist())
    assert fit(peer, core, between) == pytest.approx(found.correlation)
    for node in peer:
        other = fit(peer, core ^ {node}, between)
        assert other is None or other <= (found.correlation or 0) + 1e-9


def test_moving_nodes_finds_what_trying_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("kite", "florentine"):
        matrix = ties(from_networkx(PUBLISHED[name]))
        best = divided(matrix).correlation
        monkeypatch.setattr(module, "EXHAUSTIVE", 5)
        assert divided(matrix).correlation == pytest.approx(best)
        monkeypatch.setattr(module, "EXHAUSTIVE", 15)


def test_how_strong_ties_are_does_not_count() -> None:
    links = [(a, b, 1 + (a * b) % 7) for a, b in nx.gnm_random_graph(30, 90, seed=4).edges]
    graph = graph_from(links, 30)
    found, plain = (divided(ties(graph, weight=weight)) for weight in ("strength", "partners"))
    assert found.core.tolist() == plain.core.tolist()
    assert found.correlation == plain.correlation


def test_an_ideal_core_is_told_with_its_densities() -> None:
    links = [(a, b, 1) for a, b in combinations(range(4), 2)] + [(i, 4 + i, 1) for i in range(4)]
    answer = core_periphery(graph_from(links, 20), top=0)
    assert [row[0] for row in answer.rows if row[3] == "core"] == ["00", "01", "02", "03"]
    assert answer.rows[0][4:] == (4, 3)
    assert answer.notes[0].startswith("Correlation with the ideal 1.0000")
    assert "in the core 1, between 0.0625, in the periphery 0." in answer.notes[1]
    assert answer.rows == core_periphery(graph_from(links, 20), top=0).rows


def test_where_nothing_or_everything_is_tied_there_is_no_core() -> None:
    everything = graph_from([(a, b, 1) for a, b in combinations(range(4), 2)], 4)
    for graph in (graph_from([], 3), graph_from([], 20), everything):
        with pytest.raises(BadInput, match="no division"):
            core_periphery(graph)
    with pytest.raises(BadInput, match="starts"):
        core_periphery(toy(), starts=-1)


def test_what_a_search_found_is_told_as_such() -> None:
    for size, searched in ((EXHAUSTIVE, False), (EXHAUSTIVE + 1, True)):
        ids = [f"n{number:02}" for number in range(size)]
        links = [{"source": ids[0], "relation": "part_of", "target": id} for id in ids[1:]]
        notes = core_periphery(graph_of([{"id": id, "kind": "fund"} for id in ids], links)).notes
        assert any("more --starts" in note for note in notes) == searched
