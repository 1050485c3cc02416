"""What others read of our graphs has our own measures: a link without direction leads both ways there, too."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem import outputs
from ecosystem.kernels import structural_holes
from ecosystem.measures.centrality import MEASURES, Options
from ecosystem.measures.neighbours import neighbours
from ecosystem.model.answer import Answer, Column
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of

NODES = "abcdefg"
RELATIONS = ("collaborates_with", "affiliated_with", "funds", "part_of")
LINKS = st.lists(
    st.tuples(st.sampled_from(NODES), st.sampled_from(RELATIONS), st.sampled_from(NODES), st.sampled_from([1, 2, 5])),
    max_size=16,
)
MUTUAL = LINKS.map(lambda links: [(a, RELATIONS[RELATIONS.index(r) % 2], b, w) for a, r, b, w in links])
Read = Callable[[Graph, Path], Any]


def made(links: list[tuple[str, str, str, int]]) -> Graph:
    rows = [{"source": a, "relation": relation, "target": b, "weight": weight} for a, relation, b, weight in links]
    return graph_of([{"id": id, "kind": "enterprise"} for id in NODES], rows)


def written(graph: Graph, path: Path) -> Path:
    outputs.write(Answer("t", (Column("id"),), [], graph), path)
    return path


READERS: dict[str, Read] = {
    "networkx": lambda graph, folder: graph.to_networkx(),
    "gexf": lambda graph, folder: nx.read_gexf(written(graph, folder / "g.gexf")),
    "graphml": lambda graph, folder: nx.read_graphml(written(graph, folder / "g.graphml"), force_multigraph=True),
}


def simple(found: Any, kind: type[Any]) -> Any:
    """Return a reader's graph as a simple one of this kind, without links of a node with itself."""
    one = kind(found)
    one.remove_edges_from(list(nx.selfloop_edges(one)))
    return one


def measured(graph: Graph, measure: str, *, directed: bool) -> list[float]:
    return MEASURES[measure].of(graph, Options(directed=directed, raw=True)).values.tolist()


def each(values: dict[str, float]) -> list[float]:
    return [values[id] for id in NODES]


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=40, deadline=None)
@given(links=st.one_of(LINKS, MUTUAL))
def test_a_reader_measures_what_we_measure(
    reader: str, links: list[tuple[str, str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    graph = made(links)
    found = READERS[reader](graph, tmp_path_factory.mktemp("read"))
    for directed, kind in ((False, nx.Graph), (True, nx.DiGraph)):
        peer = simple(found, kind)
        theirs = each(nx.betweenness_centrality(peer, normalized=False))
        assert theirs == pytest.approx(measured(graph, "betweenness", directed=directed))
        assert each(nx.harmonic_centrality(peer.reverse() if directed else peer)) == pytest.approx(
            measured(graph, "harmonic", directed=directed)
        )
    constraint = each(nx.constraint(simple(found, nx.Graph)))
    ours = structural_holes(neighbours(graph, weight="partners")).constraint
    assert constraint == pytest.approx(ours.tolist(), nan_ok=True)
    once = [(a, b) for a, b, way in found.edges(data="mutual") if way != "back"]
    assert sorted(map(sorted, once)) == sorted(sorted((a, b)) for a, _, b, _ in links)


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=40, deadline=None)
@given(links=st.one_of(LINKS, MUTUAL).map(lambda links: [link for link in links if link[0] != link[2]]))
def test_a_reader_counts_the_links_that_we_count(
    reader: str, links: list[tuple[str, str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    graph = made(links)
    found = READERS[reader](graph, tmp_path_factory.mktemp("read"))
    both = nx.MultiDiGraph(found)
    assert [both.in_degree(id) for id in NODES] == measured(graph, "in_degree", directed=False)
    assert [both.out_degree(id) for id in NODES] == measured(graph, "out_degree", directed=False)
    once = nx.MultiGraph((a, b, data) for a, b, data in found.edges(data=True) if data.get("mutual") != "back")
    once.add_nodes_from(NODES)
    assert [once.degree(id) for id in NODES] == measured(graph, "degree", directed=False)
    assert [once.degree(id, weight="weight") for id in NODES] == measured(graph, "strength", directed=False)


@settings(max_examples=40, deadline=None)
@given(links=st.one_of(LINKS, MUTUAL))
def test_igraph_measures_what_we_measure(
    links: list[tuple[str, str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    igraph = pytest.importorskip("igraph", reason="igraph comes with the extra of benchmarks, bench")
    graph = made(links)
    found = igraph.Graph.Read_GraphML(str(written(graph, tmp_path_factory.mktemp("read") / "g.graphml")))
    assert found.vs["id"] == list(NODES)
    both = found.as_directed(mode="mutual") if not found.is_directed() else found
    for directed, peer in ((False, found.as_undirected(mode="collapse")), (True, both)):
        peer = peer.simplify()
        assert peer.betweenness(directed=directed) == pytest.approx(measured(graph, "betweenness", directed=directed))
        mean = peer.harmonic_centrality(mode="out")
        assert [value * (len(NODES) - 1) for value in mean] == pytest.approx(
            measured(graph, "harmonic", directed=directed)
        )
    ours = structural_holes(neighbours(graph, weight="partners")).constraint
    assert found.as_undirected(mode="collapse").simplify().constraint() == pytest.approx(ours.tolist(), nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(links=st.one_of(LINKS, MUTUAL))
def test_gephi_takes_every_edge_for_one_of_its_own(
    links: list[tuple[str, str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Gephi reads `directed` and `undirected` alone, and makes one edge of equal ends (in any order) and kind."""
    path = written(made(links), tmp_path_factory.mktemp("read") / "g.gexf")
    text = path.read_text("utf-8")
    edges = [dict(re.findall(r'(\w+)="([^"]*)"', head)) for head in re.findall("<edge ([^>]*)>", text)]
    assert not any("type" in edge for edge in edges)
    assert len({edge["id"] for edge in edges}) == len(edges)
    ordered = list if 'defaultedgetype="directed"' in text else sorted
    kept = {(*ordered([edge["source"], edge["target"]]), edge["kind"]) for edge in edges}
    assert len(kept) == len(edges)


def test_a_hub_of_partners_lies_between_them_once_exported(tmp_path: Path) -> None:
    partners = [(end, "collaborates_with", "a", 1) for end in "bcd"]
    for links in (partners, [("a", "funds", "e", 1), *partners]):
        for reader, read in READERS.items():
            found = read(made(links), tmp_path)
            between = nx.betweenness_centrality(simple(found, nx.DiGraph), normalized=False)
            assert between["a"] >= 6, reader
        assert measured(made(links), "betweenness", directed=True)[0] == between["a"]


def test_a_column_of_the_name_of_the_mark_is_kept(tmp_path: Path) -> None:
    rows = [{"source": "a", "relation": "collaborates_with", "target": "b", "mutual": "so they say"}]
    rows += [{"source": "a", "relation": "funds", "target": "b", "mutual": "never"}]
    graph = graph_of([{"id": id, "kind": "fund"} for id in "ab"], rows)
    for read in READERS.values():
        found = sorted((data.get("mutual", ""), data["mutual_"]) for *_, data in read(graph, tmp_path).edges(data=True))
        assert found == [("", "never"), ("back", "so they say"), ("forth", "so they say")]
