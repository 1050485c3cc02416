"""Graph files hold the part of the graph that an answer speaks of, and others read it as it is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem import outputs
from ecosystem.model.answer import Answer, Column
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.outputs import graph_files
from ecosystem.outputs._legal import legal

NAMES = {
    "district": "district",
    'a|b <&"> ]]>': 'a|b <&"> ]]>',
    "đơn vị": "đơn vị",
    "label": "label_",
    "label_": "label__",
    "start": "start_",
    "viz": "viz_",
    "key": "key_",
}
TEXTS = st.one_of(
    st.text(min_size=1),
    st.sampled_from(
        ["\x00", "]]>", "&lt;", '"', "'", "\r\n", " ", "\t", "Viện Hàn lâm", "🎓", "\ud800", "\ufffe", "a|b"]
    ),
)
FURTHER = st.dictionaries(st.sampled_from(sorted(NAMES)), TEXTS, max_size=3)
DATED = st.sampled_from([{}, {"valid_from": "2020"}, {"valid_from": "2021-02", "valid_to": "2022-03-01"}])


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    ids = draw(st.lists(TEXTS, unique=True, min_size=1, max_size=6))
    nodes = [
        {"id": id, "kind": "fund", "name": draw(TEXTS), "aliases": "A|B", **draw(FURTHER), **draw(DATED)} for id in ids
    ]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=8))
    links = [
        {
            "source": source,
            "target": target,
            "relation": draw(st.sampled_from(["funds", "part_of"])),
            **draw(st.sampled_from([{}, {"weight": 0.1}, {"confidence": 0.5, "weight": 2}])),
            **draw(FURTHER),
            **draw(DATED),
        }
        for source, target in pairs
    ]
    for link, id in zip(links, draw(st.lists(st.one_of(TEXTS, st.just("0")), unique=True, max_size=3)), strict=False):
        link["id"] = id
    return graph_of(nodes, links)


def expected(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return attributes as a file has them: reserved names changed, text legal, the id of a link left to its tag."""
    own = {NAMES.get(name, name): value for name, value in attributes.items() if name != "id"}
    return {name: legal(value) if isinstance(value, str) else value for name, value in own.items()}


def read(path: Path) -> nx.MultiDiGraph[str]:
    if path.suffix == ".gexf":
        return nx.MultiDiGraph(nx.read_gexf(path))
    return nx.read_graphml(path, edge_key_type=str, force_multigraph=True)


def ids_of(ids: list[str]) -> Counter[str]:
    """Return the ids that must be in the file; of those that are one when cleaned, one."""
    return Counter({legal(id) for id in ids if id})


@settings(max_examples=60, deadline=None)
@given(graph=graphs(), suffix=st.sampled_from(graph_files.SUFFIXES))
def test_networkx_reads_back_every_node_and_link(
    graph: Graph, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("graph") / f"answer{suffix}"
    outputs.write(Answer("]]> \x00", (Column("id"),), [], graph), path)
    found = read(path)
    about = {"label", "viz", "start", "end", "id"}
    ids = [*found]
    assert len(ids) == len(graph.nodes)
    assert ids_of(list(graph.nodes.id)) <= Counter(ids)
    for node, (_, data) in enumerate(found.nodes(data=True)):
        assert data["label"] == legal(graph.nodes.name[node])
        assert {k: v for k, v in data.items() if k not in about} == expected(graph.node_attributes(node))
    edges = [
        (source, target, data.get("id", key), data) for source, target, key, data in found.edges(keys=True, data=True)
    ]
    assert len({key for _, _, key, _ in edges}) == len(graph.links)
    assert ids_of(list(graph.links.id)) <= Counter(key for _, _, key, _ in edges)
    assert Counter(
        (source, target, data["label"], *sorted((k, v) for k, v in data.items() if k not in about))
        for source, target, _, data in edges
    ) == Counter(
        (
            ids[graph.links.source[link]],
            ids[graph.links.target[link]],
            graph.relation(link).name,
            *sorted(expected(graph.link_attributes(link)).items()),
        )
        for link in range(len(graph.links))
    )


def chain() -> Graph:
    nodes = [{"id": id, "kind": "fund"} for id in "abcd"]
    nodes[0] |= {"valid_from": "2020", "valid_to": "2025-07"}
    links = [
        {"source": "a", "relation": "funds", "target": "b", "valid_from": "2021-02", "valid_to": "2022-03-01"},
        {"source": "a", "relation": "funds", "target": "b", "valid_from": "2022-03-01", "weight": 2.5},
        {"source": "b", "relation": "funds", "target": "c"},
        {"source": "c", "relation": "funds", "target": "d"},
    ]
    return graph_of(nodes, links)


def asked(nodes: list[int], links: list[int]) -> Answer:
    places = [np.array(positions, dtype=np.int32) for positions in (nodes, links)]
    return Answer("t", (Column("id"),), [], chain(), nodes=places[0], links=places[1])


@pytest.mark.parametrize(
    ("nodes", "links", "ids", "count"),
    [
        ([], [], "abcd", 4),
        ([0, 1, 3], [], "abd", 2),
        ([3], [1], "abd", 1),
        ([], [2, 3], "bcd", 2),
    ],
)
@pytest.mark.parametrize("suffix", graph_files.SUFFIXES)
def test_an_answer_gives_its_part_of_the_graph(
    tmp_path: Path, suffix: str, nodes: list[int], links: list[int], ids: str, count: int
) -> None:
    path = tmp_path / f"answer{suffix}"
    outputs.write(asked(nodes, links), path)
    found = read(path)
    assert (sorted(found), found.number_of_edges()) == (list(ids), count)


def test_gexf_dates_are_first_and_last_day_and_kinds_keep_links_apart(tmp_path: Path) -> None:
    path = tmp_path / "answer.gexf"
    outputs.write(asked([], []), path)
    found = nx.read_gexf(path)
    assert found.graph["mode"] == "dynamic"
    assert (found.nodes["a"]["start"], found.nodes["a"]["end"]) == ("2020-01-01", "2025-06-30")
    assert found.nodes["a"]["viz"]["color"] == {"r": 0xE6, "g": 0x9F, "b": 0x00, "a": 1.0}
    lives = sorted((data.get("start"), data.get("end")) for _, _, data in found.out_edges("a", data=True))
    assert lives == [("2021-02-01", "2022-02-28"), ("2022-03-01", None)]
    text = path.read_text("utf-8")
    assert 'timeformat="date"' in text
    assert (text.count('kind="funds"'), text.count('kind="funds 2"')) == (3, 1)
    assert 'weight="2.5"' in text


def test_a_graph_without_dates_is_static(tmp_path: Path) -> None:
    path = tmp_path / "answer.gexf"
    outputs.write(asked([2, 3], []), path)
    assert nx.read_gexf(path).graph["mode"] == "static"
