"""What is left when nodes leave is measured like any network, and losses are told one by one."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import Link, graph_from, link_lists, simple, toy

from ecosystem.errors import BadInput, NoSuchNode
from ecosystem.measures.funding_reach import funded, funding_sources
from ecosystem.model.answer import Answer
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId
from queries.without import without


def compared(answer: Answer) -> dict[str, tuple[Any, ...]]:
    return {str(row[0]): row[1:4] for row in answer.rows if row[4] is None}


def lost(answer: Answer, name: str) -> list[Any]:
    return [row[4] for row in answer.rows if row[0] == f"lost_{name}"]


def test_the_toy_network_without_its_broker_has_its_known_numbers() -> None:
    answer = without(toy(), nodes=(NodeId("E2"),))
    found = compared(answer)
    assert found["efficiency"][:2] == pytest.approx((0.4778, 0.2), abs=5e-5)
    assert found["components"] == (2, 3, 1)
    assert found["largest_share"][:2] == pytest.approx((5 / 6, 2 / 6))
    assert lost(answer, "tie") == []
    assert lost(answer, "connection") == ["G1", "U2"]
    assert lost(without(toy(), nodes=(NodeId("G1"),)), "tie") == ["U2"]


@settings(max_examples=60, deadline=None)
@given(links=link_lists(), gone=st.sets(st.integers(0, 7), min_size=1, max_size=5))
def test_measures_before_and_after_agree_with_networkx(links: list[Link], gone: set[int]) -> None:
    found = compared(without(graph_from(links, 8), nodes=tuple(NodeId(f"{node:02}") for node in gone)))
    whole = simple(links, 8)
    for place, peer in enumerate((whole, whole.subgraph(set(whole) - gone))):
        sizes = [len(part) for part in nx.connected_components(peer)]
        n = len(peer)
        assert found["components"][place] == len(sizes)
        assert found["largest_component"][place] == max(sizes)
        assert found["largest_share"][place] == max(sizes) / 8
        assert found["isolates"][place] == nx.number_of_isolates(peer)
        assert found["efficiency"][place] == pytest.approx(nx.global_efficiency(peer))
        assert found["distance_fragmentation"][place] == pytest.approx(1 - nx.global_efficiency(peer))
        assert found["fragmentation"][place] == pytest.approx(1 - sum(s * (s - 1) for s in sizes) / (n * (n - 1)))


NODES = [
    *({"id": id, "kind": "fund"} for id in ("purse", "ring1", "ring2")),
    *({"id": id, "kind": "enterprise"} for id in ("firm", "other")),
    {"id": "programme", "kind": "instrument"},
    *({"id": id, "kind": "technology"} for id in ("ai", "chips")),
]
FUNDS = [("purse", "programme"), ("programme", "firm"), ("ring1", "ring2"), ("ring2", "ring1"), ("ring1", "other")]
WORKS = [("firm", "ai"), ("other", "ai"), ("firm", "chips"), ("programme", "chips")]
LINKS = [
    *({"source": s, "relation": "funds", "target": t, "sources": f"{s}-{t}"} for s, t in FUNDS),
    *({"source": s, "relation": "works_on", "target": t, "sources": f"{s}-{t}"} for s, t in WORKS),
]


def test_access_to_funding_is_lost_with_the_purse_or_what_passes_its_money_on() -> None:
    graph = graph_of(NODES, LINKS)
    assert [graph.nodes.id[i] for i in funding_sources(graph).nonzero()[0]] == ["purse", "ring1", "ring2"]
    assert compared(without(graph, nodes=(NodeId("ai"),)))["funded_nodes"] == (3, 3, 0)
    assert lost(without(graph, nodes=(NodeId("purse"),)), "funding") == ["firm", "programme"]
    assert lost(without(graph, nodes=(NodeId("programme"),)), "funding") == ["firm"]
    assert lost(without(graph, nodes=(NodeId("ring2"),)), "funding") == []


def test_a_technology_is_lost_with_its_last_actor_whatever_else_points_at_it() -> None:
    answer = without(graph_of(NODES, LINKS), nodes=(NodeId("firm"),))
    assert compared(answer)["covered_technologies"] == (2, 1, -1)
    assert lost(answer, "coverage") == ["chips"]
    assert answer.evidence[[row[4] for row in answer.rows].index("chips")] == ("firm-chips",)


@settings(max_examples=60, deadline=None)
@given(links=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.just(1)), max_size=14))
def test_money_reaches_what_chains_of_funding_reach_from_circles_that_nobody_funds(links: list[Link]) -> None:
    graph = graph_from(links, 7, relation="funds")
    peer: nx.DiGraph[int] = nx.DiGraph([(a, b) for a, b, _ in links if a != b])
    peer.add_nodes_from(range(7))
    circles = [c for c in nx.strongly_connected_components(peer) if not any(set(peer.pred[v]) - c for v in c)]
    first = {node for circle in circles for node in circle if peer.out_degree(node)}
    reached = {node for source in first for node in nx.descendants(peer, source)} - first
    assert set(funding_sources(graph).nonzero()[0]) == first
    assert set((funded(graph) == 0).nonzero()[0]) == reached


WORDS = vocabulary().standings
firm = st.sampled_from(WORDS)


@settings(max_examples=60, deadline=None)
@given(
    links=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), firm, st.booleans()), max_size=12),
    nodes=st.lists(firm, min_size=6, max_size=6),
    gone=st.integers(0, 5),
)
def test_only_facts_are_lost_and_what_was_to_come_is_listed_apart(
    links: list[tuple[int, int, str, bool]], nodes: list[str], gone: int
) -> None:
    kinds = ["fund", "enterprise", "enterprise", "technology", "technology", "technology"]
    graph = graph_of(
        [
            {"id": str(i), "kind": kind, "standing": word}
            for i, (kind, word) in enumerate(zip(kinds, nodes, strict=True))
        ],
        [
            {"source": str(a), "relation": "funds" if money else "works_on", "target": str(b), "standing": word}
            for a, b, word, money in links
        ],
    )

    def had(what: str, without: int | None, word: str) -> set[int]:
        """Return what is funded or worked on over links and nodes no weaker than a standing."""
        most = WORDS.index(word)
        kept = [
            (a, b)
            for a, b, standing, money in links
            if money == (what == "funding") and a != b and max(map(WORDS.index, (standing, nodes[a], nodes[b]))) <= most
        ]
        if what == "coverage":
            return {b for a, b in kept if kinds[a] != "technology" and a != without} - {without}
        peer: nx.DiGraph[int] = nx.DiGraph(kept)
        circles = [c for c in nx.strongly_connected_components(peer) if not any(set(peer.pred[v]) - c for v in c)]
        first = {node for circle in circles for node in circle if peer.out_degree(node)}
        left = peer.subgraph(set(peer) - {without})
        return {node for source in first - {without} for node in nx.descendants(left, source)} - first

    def firmness(what: str, node: int, without: int | None) -> str | None:
        return next((word for word in WORDS[:-1] if node in had(what, without, word)), None)

    rows = {(row[0], row[4]): row[7:] for row in without(graph, nodes=(NodeId(str(gone)),), top=0).rows}
    for what in ("funding", "coverage"):
        for node in {*range(6)} - {gone}:
            before, after = (firmness(what, node, left) for left in (None, gone))
            name = f"lost_{what}" if before == "fact" else f"would_lose_{what}"
            expected = (before, after) if before != after else None
            assert rows.get((name, str(node))) == expected
            assert ("would_lose_" + what if before == "fact" else "lost_" + what, str(node)) not in rows


def test_what_an_actor_only_might_work_on_is_not_lost_with_it() -> None:
    nodes = [{"id": id, "kind": "it_zone"} for id in ("zone", "other")]
    nodes += [{"id": id, "kind": "technology"} for id in ("ai", "5g", "cloud", "fax")]
    works = [
        ("zone", "ai", "possible"), ("zone", "5g", "fact"), ("other", "5g", "plan"), ("zone", "cloud", "fact"),
        ("other", "cloud", "fact"), ("zone", "fax", "past"),
    ]  # fmt: skip
    graph = graph_of(
        nodes, [{"source": a, "relation": "works_on", "target": b, "standing": word} for a, b, word in works]
    )
    answer = without(graph, nodes=(NodeId("zone"),))
    found = [(row[0], row[4], *row[7:]) for row in answer.rows if "coverage" in str(row[0])]
    assert found == [
        ("lost_coverage", "5g", "fact", "plan"),
        ("would_lose_coverage", "ai", "possible", None),
    ]
    assert compared(answer)["covered_technologies"] == (2, 1, -1)
    assert compared(answer)["covered_technologies_in_prospect"] == (1, 1, 0)
    assert any("not a fact: 3 possible" in note for note in answer.notes)


def test_an_unknown_node_or_all_of_them_are_refused() -> None:
    with pytest.raises(NoSuchNode, match="nobody"):
        without(toy(), nodes=(NodeId("nobody"),))
    with pytest.raises(BadInput, match="nothing is left"):
        without(toy(), nodes=tuple(NodeId(id) for id in toy().nodes.id))
