"""Graphs that measures are tried on: published ones, and any small one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of

Link = tuple[int, int, int]

KINDS = ("university", "enterprise", "agency", "association", "policy")

# Five actors and an isolate of spheres U, I and G: U1-E1 2, U1-E2 1, E1-E2 1, E2-G1 1, G1-U2 3.
TOY_KINDS = {"U1": "university", "U2": "university", "G1": "agency"}
TOY_LINKS = [("U1", "E1", 2), ("U1", "E2", 1), ("E1", "E2", 1), ("E2", "G1", 1), ("G1", "U2", 3)]


def toy() -> Graph:
    nodes = [{"id": id, "kind": TOY_KINDS.get(id, "enterprise")} for id in ("E1", "E2", "E3", "G1", "U1", "U2")]
    links = [{"source": s, "relation": "collaborates_with", "target": t, "weight": w} for s, t, w in TOY_LINKS]
    return graph_of(nodes, links)


def graph_from(links: Iterable[Link], n: int, *, relation: str = "part_of", kinds: Iterable[int] = ()) -> Graph:
    """Return a graph of n nodes named 00, 01, … with these links (source, target, weight)."""
    codes = [*kinds, *([0] * n)][:n]
    nodes = [{"id": f"{i:02}", "kind": KINDS[code]} for i, code in enumerate(codes)]
    rows = [{"source": f"{a:02}", "relation": relation, "target": f"{b:02}", "weight": w} for a, b, w in links]
    return graph_of(nodes, rows)


def from_networkx(peer: nx.Graph[Any]) -> Graph:
    """Return the graph of a networkx graph, its nodes in their order there, all weights 1."""
    place = {node: i for i, node in enumerate(peer)}
    return graph_from([(place[a], place[b], 1) for a, b in peer.edges], len(place), relation="collaborates_with")


def simple(links: Iterable[Link], n: int) -> nx.Graph[int]:
    """Return the undirected graph of links: parallel ones summed, those of a node with itself left out."""
    peer: nx.Graph[int] = nx.Graph()
    peer.add_nodes_from(range(n))
    for a, b, weight in links:
        if a != b:
            peer.add_edge(a, b, weight=peer.get_edge_data(a, b, {"weight": 0})["weight"] + weight)
    return peer


def arcs(links: Iterable[Link], n: int) -> nx.DiGraph[int]:
    """Return the directed graph of links: parallel ones summed, those of a node with itself left out."""
    peer: nx.DiGraph[int] = nx.DiGraph()
    peer.add_nodes_from(range(n))
    for a, b, weight in links:
        if a != b:
            peer.add_edge(a, b, weight=peer.get_edge_data(a, b, {"weight": 0})["weight"] + weight)
    return peer


def link_lists(n: int = 8, most: int = 20) -> st.SearchStrategy[list[Link]]:
    """Return any links among n nodes: directed, weighted, parallel, of a node with itself, or none."""
    return st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.integers(1, 5)), max_size=most)


PUBLISHED = {
    "karate": nx.karate_club_graph(),
    "florentine": nx.florentine_families_graph(),
    "kite": nx.krackhardt_kite_graph(),
    "davis": nx.davis_southern_women_graph(),
}
