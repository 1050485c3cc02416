"""Flow is bounded by its smallest cut, and what is traced adds up to what was sent."""

from __future__ import annotations

from typing import Any, get_args

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import Link, arcs, graph_from, link_lists

from ecosystem.errors import BadInput
from ecosystem.measures import flow as module
from ecosystem.measures.flow import chains, max_flow, trace
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer
from ecosystem.model.graph import Weight
from ecosystem.model.rows import graph_of
from queries import NodeId
from queries.flow import flow

UNITS = st.sampled_from((1.0, 0.25, 1 / 3, 1e9, 0.123456789012345))


def parts(answer: Answer, part: str) -> list[dict[str, Any]]:
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows if row[0] == part]


@settings(max_examples=100, deadline=None)
@given(links=link_lists(8, 30), unit=UNITS)
def test_maximum_flow_is_that_of_networkx_and_the_cut_separates(links: list[Link], unit: float) -> None:
    peer = arcs([(a, b, w * unit) for a, b, w in links], 8)  # type: ignore[misc]
    matrix = ties(graph_from(links, 8), directed=True) * unit
    cut = max_flow(matrix, 0, 7)
    assert cut.value == pytest.approx(nx.maximum_flow_value(peer, 0, 7, capacity="weight"), rel=1e-7)
    rows = np.repeat(np.arange(8), np.diff(matrix.indptr))
    peer.remove_edges_from([(int(rows[entry]), int(matrix.indices[entry])) for entry in cut.entries])
    assert not nx.has_path(peer, 0, 7)


def plainly_traced(peer: nx.DiGraph[int], source: int) -> np.ndarray:  # type: ignore[type-arg]
    """Return what each node keeps, by the inverse of a dense matrix; what comes back to the source rests there."""
    n = len(peer)
    w = nx.to_numpy_array(peer, nodelist=range(n))
    sent = w[source].sum()
    shares = np.zeros((n, n))
    for i in range(n):
        most = max(w[:, i].sum(), w[i].sum()) if i != source else w[i].sum()
        shares[i] = w[i] / most if most else 0
    inner = shares.copy()
    inner[:, source] = 0
    reach = sorted({source} | nx.descendants(peer, source))
    part = np.ix_(reach, reach)
    times = np.zeros(n)
    times[reach] = np.linalg.inv(np.eye(len(reach)) - inner[part].T)[:, reach.index(source)] * sent
    kept = times * (1 - shares.sum(axis=1))
    kept[source] = times @ shares[:, source]
    return kept


@settings(max_examples=100, deadline=None)
@given(links=link_lists(8, 30), rounds=st.sampled_from((1, 500)))
def test_tracing_is_the_absorbing_chain_and_conserves_the_total(links: list[Link], rounds: int) -> None:
    matrix = ties(graph_from(links, 8), directed=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "ROUNDS", rounds)
        found = trace(matrix, 0)
    assert found.kept.sum() == pytest.approx(found.sent)
    assert found.kept == pytest.approx(plainly_traced(arcs(links, 8), 0), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(links=link_lists(7, 25), steps=st.sampled_from((1, 2, 3, 4, 5, 6, 10**9)))
def test_chains_are_all_simple_paths(links: list[Link], steps: int) -> None:
    found, complete = chains(ties(graph_from(links, 7), directed=True), 0, 6, most_steps=steps, most=10**6)
    assert complete
    assert sorted(found) == sorted(map(tuple, nx.all_simple_paths(arcs(links, 7), 0, 6, cutoff=steps)))


def test_a_complete_network_has_its_known_number_of_chains() -> None:
    everyone = ties(graph_from([(a, b, 1) for a in range(10) for b in range(10)], 10), directed=True)
    counts = [len(chains(everyone, 0, 9, most_steps=steps, most=10**6)[0]) for steps in (2, 3, 4, 5)]
    assert counts == [9, 65, 401, 2081]
    found, complete = chains(everyone, 0, 9, most_steps=9, most=50)
    assert (len(found), complete) == (50, False)


KINDS = {"s": "fund", "a": "instrument", "b": "instrument", "t": "enterprise", "c": "enterprise"}
WORKED = [("s", "a", 3), ("s", "b", 2), ("a", "t", 2), ("b", "t", 3), ("a", "b", 1)]


def worked(*more: tuple[str, str, int]) -> Answer:
    nodes = [{"id": id, "kind": kind, "name": id.upper()} for id, kind in KINDS.items()]
    links = [
        {"source": s, "relation": "funds", "target": t, "weight": w, "sources": f"doc#{s}{t}"}
        for s, t, w in (*WORKED, *more)
    ]
    return flow(graph_of(nodes, links), source=NodeId("s"), target=NodeId("t"))


def test_the_worked_example_passes_five_and_is_bounded_at_its_source() -> None:
    answer = worked()
    assert [(row["amount"], row["share"]) for row in parts(answer, "max_flow")] == [(5.0, 1.0)]
    assert sum(row["capacity"] for row in parts(answer, "min_cut")) == 5
    routes = {row["route"]: row for row in parts(answer, "route")}
    direct = routes["fund –funds→ instrument –funds→ enterprise"]
    assert (direct["chains"], direct["example"], direct["amount"]) == (2, "S → A → T", pytest.approx(4))
    assert sum(row["amount"] for row in routes.values()) == pytest.approx(5)
    assert [(row["target_id"], row["amount"]) for row in parts(answer, "kept")] == [("t", 5.0)]
    assert {reference for row in answer.evidence for reference in row} == {f"doc#{s}{t}" for s, t, _ in WORKED}


def test_what_is_kept_on_the_way_and_what_comes_back_is_told() -> None:
    answer = worked(("t", "s", 1), ("c", "t", 4))
    kept = {row["target_id"]: row["amount"] for row in parts(answer, "kept")}
    assert kept == {"t": pytest.approx(5 * 8 / 9), "s": pytest.approx(5 / 9)}
    assert any("come back" in note for note in answer.notes)


def test_where_no_chain_leads_there_is_no_flow() -> None:
    nodes = [{"id": id, "kind": "fund"} for id in "ab"]
    answer = flow(
        graph_of(nodes, [{"source": "b", "relation": "funds", "target": "a"}]), source=NodeId("a"), target=NodeId("b")
    )
    assert [row[0] for row in answer.rows] == ["max_flow"]
    assert (parts(answer, "max_flow")[0]["amount"], parts(answer, "max_flow")[0]["share"]) == (0.0, None)
    assert answer.notes[0].startswith("No flow: no chain of links leads from a to b")


def test_no_number_of_steps_takes_longer_than_the_longest_chain() -> None:
    graph = graph_from([(0, 1, 1), (1, 2, 1), (2, 3, 1)], 5)
    asked = [flow(graph, source=NodeId("00"), target=NodeId("03"), max_steps=steps) for steps in (3, 10**9)]
    assert asked[0].rows == asked[1].rows
    assert parts(asked[1], "route")[0]["example"] == "00 → 01 → 02 → 03"


def test_a_search_that_was_stopped_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    # the only way on leads through a thicket, in which the search gets lost before it finds a chain
    thicket = [(a, b, 1) for a in range(1, 9) for b in range(1, 9) if a != b]
    graph = graph_from([(0, 1, 1), *thicket, (8, 9, 1)], 10)
    monkeypatch.setattr("queries.flow.MOST_CHAINS", 1)
    stopped = flow(graph, source=NodeId("00"), target=NodeId("09"), max_steps=4)
    assert any(
        note.startswith("Routes are counted from 1 chain, where the search was stopped") for note in stopped.notes
    )
    monkeypatch.setattr("queries.flow.MOST_CHAINS", 10_000)
    whole = flow(graph, source=NodeId("00"), target=NodeId("09"), max_steps=4)
    assert not any("Routes are counted from" in note for note in whole.notes)


def test_notes_explain_the_columns_and_tell_no_noise() -> None:
    links = [("a", "b", 1), ("b", "c", 1), ("c", "b", 1), ("b", "a", 1)]  # what goes round comes back in ever less
    rows = [{"source": s, "relation": "funds", "target": t, "weight": w} for s, t, w in links]
    answer = flow(graph_of([{"id": id, "kind": "fund"} for id in "abc"], rows), source=NodeId("a"), target=NodeId("b"))
    assert any(
        note.startswith("capacity is what") and "share is the amount by all that leaves a" in note
        for note in answer.notes
    )
    assert "Of 1 that leave a, 0 come to rest elsewhere and 1 come back; 2 arrive at b, which keeps 0." in answer.notes


def test_notes_say_what_a_link_lets_through() -> None:
    graph = graph_from([(0, 1, 3), (0, 1, 4)], 2)
    told = {weight: flow(graph, source=NodeId("00"), target=NodeId("01"), weight=weight) for weight in get_args(Weight)}
    amounts = {weight: parts(answer, "max_flow")[0]["amount"] for weight, answer in told.items()}
    assert amounts == {"strength": 7, "links": 2, "partners": 1}
    assert "a link lets through its weight, 1 where none is given." in told["strength"].notes[1]
    assert "every link lets through 1." in told["links"].notes[1]
    assert "every pair lets through 1, parallel links count once." in told["partners"].notes[1]


def test_one_node_for_both_ends_or_no_step_is_refused() -> None:
    graph = graph_from([(0, 1, 1)], 2)
    with pytest.raises(BadInput, match="same node"):
        flow(graph, source=NodeId("00"), target=NodeId("00"))
    with pytest.raises(BadInput, match="max_steps"):
        flow(graph, source=NodeId("00"), target=NodeId("01"), max_steps=0)


def test_weights_that_are_no_strength_are_refused() -> None:
    with pytest.raises(BadInput, match=r"link 00 part_of 01, column weight: -1 is not a number above 0"):
        flow(graph_from([(0, 1, -1)], 2), source=NodeId("00"), target=NodeId("01"))


def test_amounts_that_go_round_without_end_are_refused() -> None:
    ends = [("a", "b", 1e-17), ("a", "c", 1e-17), ("b", "c", 1), ("c", "d", 1)]
    rows = [{"source": a, "relation": "collaborates_with", "target": b, "weight": weight} for a, b, weight in ends]
    graph = graph_of([{"id": id, "kind": "agency"} for id in "abcd"], rows)
    with pytest.raises(BadInput, match="go round almost without end"):
        flow(graph, source=NodeId("a"), target=NodeId("d"))
