"""The tree that connects several nodes is a smallest one, and told link by link."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import PUBLISHED, Link, from_networkx, graph_from, link_lists, simple, toy

from ecosystem.errors import BadInput
from ecosystem.measures import steiner
from ecosystem.measures.steiner import steiner_tree
from ecosystem.measures.ties import ties
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId
from queries.connect import connect


def shortest(peer: nx.Graph[int], asked: list[int]) -> float | None:
    """Return the length of the smallest tree over all sets of further nodes."""
    best = None
    others = [node for node in peer if node not in asked]
    for count in range(len(others) + 1):
        for further in combinations(others, count):
            part = peer.subgraph([*asked, *further])
            if nx.is_connected(part):
                length = sum(data["length"] for *_, data in nx.minimum_spanning_edges(part, weight="length"))
                best = length if best is None else min(best, length)
    return best


@settings(max_examples=80, deadline=None)
@given(
    links=link_lists(8, 14),
    asked=st.lists(st.integers(0, 7), min_size=2, max_size=6, unique=True),
    weighted=st.booleans(),
    rounds=st.sampled_from((0, 1, 40)),
)
def test_the_tree_is_a_smallest_one(links: list[Link], asked: list[int], weighted: bool, rounds: int) -> None:
    peer = simple(links, 8)
    for *_, data in peer.edges(data=True):
        data["length"] = 1 / data["weight"] if weighted else 1.0
    matrix = ties(graph_from(links, 8), weight="strength" if weighted else "partners")
    matrix.data = 1 / matrix.data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steiner, "ROUNDS", rounds)
        tree = steiner_tree(matrix, asked)
    best = shortest(peer, asked)
    if tree is None:
        assert best is None
        return
    found: nx.Graph[int] = nx.Graph(tree)
    found.add_nodes_from(asked)
    assert nx.is_tree(found)
    assert sum(peer.edges[tie]["length"] for tie in tree) == pytest.approx(best)


def test_two_nodes_are_joined_by_a_shortest_path_and_eight_by_one_tree() -> None:
    peer = nx.convert_node_labels_to_integers(PUBLISHED["karate"])
    graph = from_networkx(peer)
    rows = connect(graph, nodes=(NodeId("16"), NodeId("26"))).rows
    assert len(rows) == nx.shortest_path_length(peer, 16, 26)
    assert (rows[0][1], rows[-1][5]) == ("16", "26")
    eight = connect(graph, nodes=tuple(NodeId(f"{i:02}") for i in (9, 11, 14, 16, 22, 25, 26, 29)))
    walked = [(str(row[1]), str(row[5])) for row in eight.rows]
    assert nx.is_tree(nx.Graph(walked))
    assert all(a in {node for tie in walked[:i] for node in tie} for i, (a, _) in enumerate(walked) if i)


def test_strong_ties_are_short_where_that_is_asked() -> None:
    links = [("a", "b", 1), ("a", "c", 4), ("c", "b", 4), ("b", "c", 1)]
    graph = graph_of(
        [{"id": i, "kind": "agency"} for i in "abc"],
        [{"source": s, "relation": "coordinates", "target": t, "weight": w, "sources": s + t} for s, t, w in links],
    )
    ends = (NodeId("a"), NodeId("b"))
    assert [row[5] for row in connect(graph, nodes=ends).rows] == ["b"]
    strong = connect(graph, nodes=ends, length="strength")
    told = [(row[0], row[4], row[5]) for row in strong.rows]
    assert told == [(1, "coordinates", "c"), (2, "coordinates", "b"), (2, "coordinated by", "b")]
    assert strong.evidence == [("ac",), ("cb",), ("bc",)]


@pytest.mark.parametrize("unit", [1e-12, 1, 1e12])
def test_the_unit_of_weights_changes_no_tree(unit: float) -> None:
    links = [("a", "b", 1), ("a", "c", 4), ("c", "b", 4)]
    nodes = [{"id": i, "kind": "agency"} for i in "abc"]
    rows = [{"source": s, "relation": "coordinates", "target": t, "weight": w * unit} for s, t, w in links]
    answer = connect(graph_of(nodes, rows), nodes=(NodeId("a"), NodeId("b")), length="strength")
    assert [row[5] for row in answer.rows] == ["c", "b"]


def test_what_is_apart_is_told() -> None:
    answer = connect(toy(), nodes=(NodeId("U1"), NodeId("E3"), NodeId("G1")))
    assert not answer.rows
    assert answer.notes[0].startswith("Not connected: no chain of links joins U1, G1 | E3.")


def test_too_few_or_too_many_nodes_or_too_large_a_scope_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = from_networkx(PUBLISHED["karate"])
    with pytest.raises(BadInput, match="two different nodes"):
        connect(graph, nodes=(NodeId("01"), NodeId("01")))
    with pytest.raises(BadInput, match="9 nodes are more than 8"):
        connect(graph, nodes=tuple(NodeId(f"{i:02}") for i in range(9)))
    monkeypatch.setattr(steiner, "MOST_CELLS", 100)
    with pytest.raises(BadInput, match="too much room"):
        connect(graph, nodes=tuple(NodeId(f"{i:02}") for i in range(4)))


firm = st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from(vocabulary().standings))


@settings(max_examples=100, deadline=None)
@given(links=st.lists(firm, min_size=4, max_size=11), asked=st.sets(st.integers(0, 5), min_size=2, max_size=4))
def test_of_trees_as_small_the_one_with_the_most_facts_is_shown(
    links: list[tuple[int, int, str]], asked: set[int]
) -> None:
    words = vocabulary().standings
    rows = [{"source": str(a), "relation": "part_of", "target": str(b), "standing": word} for a, b, word in links]
    graph = graph_of([{"id": str(i), "kind": "fund"} for i in range(6)], rows)
    ranks: dict[tuple[int, int], int] = {}
    for a, b, word in links:
        if a != b:
            tie = min(a, b), max(a, b)
            ranks[tie] = min(ranks.get(tie, len(words)), words.index(word))

    def firmness(tree: tuple[tuple[int, int], ...]) -> list[int]:
        return [-[ranks[tie] for tie in tree].count(rank) for rank in range(len(words))]

    smallest: list[tuple[tuple[int, int], ...]] = []
    for size in range(1, 6):
        peers = [(tree, nx.Graph(tree)) for tree in combinations(sorted(ranks), size)]
        smallest = smallest or [tree for tree, peer in peers if asked <= set(peer) and nx.is_connected(peer)]
    answer = connect(graph, nodes=tuple(NodeId(str(node)) for node in sorted(asked)))
    walked = {(int(str(row[1])), int(str(row[5]))) for row in answer.rows}
    found = tuple({(min(tie), max(tie)) for tie in walked})
    assert bool(found) == bool(smallest)
    if smallest:
        assert (len(found), firmness(found)) == (len(smallest[0]), min(map(firmness, smallest)))


def test_where_trees_are_too_many_the_order_of_ids_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"source": a, "relation": "part_of", "target": b, "standing": "plan" if "b" in (a, b) else "fact"}
        for a, b in ("ab", "ac", "bd", "cd")
    ]
    graph = graph_of([{"id": i, "kind": "fund"} for i in "abcd"], rows)
    ends = (NodeId("a"), NodeId("d"))
    assert [row[5] for row in connect(graph, nodes=ends).rows] == ["c", "d"]
    monkeypatch.setattr(steiner, "MOST_STATES", 2)
    assert [row[5] for row in connect(graph, nodes=ends).rows] == ["b", "d"]
