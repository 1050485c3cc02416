"""Centralities beside published numbers and other implementations."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.errors import BadInput
from ecosystem.measures.centrality import MEASURES, Options
from ecosystem.measures.centrality.centralisation import centralisation
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from queries._question import Question
from queries.rank import Measure, rank

# Five actors and an isolate: U1-E1 2, U1-E2 1, E1-E2 1, E2-G1 1, G1-U2 3.
TOY_NODES = [{"id": id, "kind": "agency"} for id in ("E1", "E2", "E3", "G1", "U1", "U2")]
TOY_LINKS = [("U1", "E1", 2), ("U1", "E2", 1), ("E1", "E2", 1), ("E2", "G1", 1), ("G1", "U2", 3)]


def toy() -> Graph:
    rows = [{"source": s, "relation": "collaborates_with", "target": t, "weight": w} for s, t, w in TOY_LINKS]
    return graph_of(TOY_NODES, rows)


def values(measure: str, **options: bool) -> dict[str, Any]:
    return {str(row[1]): row[4] for row in rank(toy(), measure=measure, top=0, **options).rows}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "node", "value", "options"),
    [
        ("degree", "E2", 3, ""),
        ("strength", "E2", 3, ""),
        ("degree", "G1", 2, ""),
        ("strength", "G1", 4, ""),
        ("betweenness", "E2", 4, "raw"),
        ("betweenness", "G1", 3, "raw"),
        ("betweenness", "E2", 0.4, ""),
        ("closeness", "E2", 0.64, ""),
        ("closeness", "G1", 0.5333, ""),
        ("harmonic", "E2", 3.5, "raw"),
        ("harmonic", "G1", 3, "raw"),
        ("harmonic", "E2", 0.7, ""),
        ("core", "U1", 2, ""),
        ("core", "E1", 2, ""),
        ("pagerank", "E2", 0.2751, ""),
        ("pagerank", "G1", 0.2321, "weight"),
        ("current_flow_betweenness", "E2", 0.7222, ""),
        ("current_flow_closeness", "E2", 0.2308, ""),
    ],
)
def test_the_toy_network_has_its_known_numbers(measure: str, node: str, value: float, options: str) -> None:
    assert values(measure, **dict.fromkeys(options.split(), True))[node] == pytest.approx(value, abs=5e-5)


def test_what_is_undefined_is_empty_and_stands_last_without_rank() -> None:
    last = rank(toy(), measure="closeness", top=0).rows[-1]
    assert last == (None, "E3", "E3", "agency", None)


def test_equal_values_share_a_rank_and_are_ordered_by_id() -> None:
    rows = rank(toy(), measure="core", top=0).rows
    assert [(row[0], row[1]) for row in rows] == [(1, "E1"), (1, "E2"), (1, "U1"), (4, "G1"), (4, "U2"), (6, "E3")]


PEERS: dict[str, Callable[[nx.MultiDiGraph[int], nx.Graph[int], bool], dict[int, float]]] = {
    "degree": lambda all, g, directed: dict(all.degree()),
    "in_degree": lambda all, g, directed: dict(all.in_degree()),
    "out_degree": lambda all, g, directed: dict(all.out_degree()),
    "partners": lambda all, g, directed: {n: len({*all.successors(n), *all.predecessors(n)} - {n}) for n in all},
    "strength": lambda all, g, directed: dict(simple(all, directed=False).degree(weight="weight")),
    "betweenness": lambda all, g, directed: nx.betweenness_centrality(g),
    "harmonic": lambda all, g, directed: {
        node: sum / 7 for node, sum in nx.harmonic_centrality(g.reverse() if directed else g).items()
    },
    "closeness": lambda all, g, directed: nx.closeness_centrality(g.reverse() if directed else g),
    "pagerank": lambda all, g, directed: nx.pagerank(g, weight=None, tol=1e-13, max_iter=10_000),
    "core": lambda all, g, directed: nx.core_number(g),
    "katz": lambda all, g, directed: nx.katz_centrality_numpy(g, alpha=bound(g)),
}


def bound(graph: nx.Graph[int]) -> float:
    matrix = nx.to_numpy_array(graph, weight=None)
    return 0.85 / min(matrix.sum(axis=0).max(), matrix.sum(axis=1).max()) if matrix.any() else 0.85


def simple(graph: nx.MultiDiGraph[int], *, directed: bool) -> nx.Graph[int]:
    plain: nx.Graph[int] = nx.DiGraph() if directed else nx.Graph()
    plain.add_nodes_from(graph)
    for a, b, weight in graph.edges(data="weight"):
        if a != b:
            plain.add_edge(a, b, weight=plain.get_edge_data(a, b, {"weight": 0})["weight"] + weight)
    return plain


links_of_eight = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 5)), max_size=20)


def graphs(links: list[tuple[int, int, int]]) -> tuple[Graph, nx.MultiDiGraph[int]]:
    """Return the same links as our graph and as one of networkx."""
    peer: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    peer.add_nodes_from(range(8))
    for a, b, weight in links:
        peer.add_edge(a, b, weight=weight)
    rows = [{"source": str(a), "relation": "part_of", "target": str(b), "weight": w} for a, b, w in links]
    return graph_of([{"id": str(id), "kind": "agency"} for id in range(8)], rows), peer


@pytest.mark.parametrize("measure", sorted(PEERS))
@settings(max_examples=25, deadline=None)
@given(links=links_of_eight, directed=st.booleans())
def test_measures_agree_with_networkx(measure: str, links: list[tuple[int, int, int]], directed: bool) -> None:
    directed = directed and "directed" in MEASURES[measure].heeds
    graph, peer = graphs(links)
    expected = PEERS[measure](peer, simple(peer, directed=directed), directed)
    found = np.nan_to_num(MEASURES[measure].of(graph, Options(directed=directed)).values)
    assert found == pytest.approx([expected[id] for id in range(8)], abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(links=links_of_eight)
def test_current_flow_agrees_with_networkx_in_the_largest_component_and_is_empty_outside(
    links: list[tuple[int, int, int]],
) -> None:
    graph, peer = graphs(links)
    whole = simple(peer, directed=False)
    options = Options(weight=True)
    between, close = (
        MEASURES[f"current_flow_{name}"].of(graph, options).values for name in ("betweenness", "closeness")
    )
    largest = max(map(len, nx.connected_components(whole)))
    for nodes in nx.connected_components(whole):
        part = whole.subgraph(nodes)
        if 1 < len(part) == largest:
            expected = nx.current_flow_closeness_centrality(part, weight="weight")
            assert {n: close[n] for n in part} == pytest.approx(expected, rel=1e-7)
        else:
            assert np.isnan(close[[*nodes]]).all()
        if 2 < len(part) == largest:
            expected = nx.current_flow_betweenness_centrality(part, weight="weight")
            assert {n: between[n] for n in part} == pytest.approx(expected, rel=1e-7, abs=1e-9)
        else:
            assert np.isnan(between[[*nodes]]).all()


@pytest.mark.parametrize("measure", ["current_flow_betweenness", "current_flow_closeness"])
def test_current_flow_says_how_many_nodes_are_left_out_and_never_ranks_them(measure: Measure) -> None:
    chain = [("a", "b"), ("b", "c"), ("c", "d"), ("x", "y"), ("y", "z")]
    rows = [{"source": a, "relation": "part_of", "target": b} for a, b in chain]
    answer = rank(graph_of([{"id": id, "kind": "agency"} for id in "abcdxyz"], rows), measure=measure, top=0)
    assert [row[1] for row in answer.rows if row[0] is None] == ["x", "y", "z"]
    assert all(row[4] is None for row in answer.rows[4:])
    assert "Nodes outside the largest component are left empty: 3 of 7." in answer.notes
    whole = rank(graph_of([{"id": id, "kind": "agency"} for id in "abcd"], rows[:3]), measure=measure)
    assert not any("outside the largest component are" in note for note in whole.notes)


@pytest.mark.parametrize("size", [8, 40])
def test_eigenvector_and_hits_solve_their_equations(size: int) -> None:
    rng = np.random.default_rng(size)
    ends = [pair for pair in rng.integers(0, size, (4 * size, 2)).tolist() if pair[0] != pair[1]]
    rows = [{"source": f"{a:02}", "relation": "part_of", "target": f"{b:02}"} for a, b in ends]
    graph = graph_of([{"id": f"{id:02}", "kind": "agency"} for id in range(size)], rows)
    matrix = np.zeros((size, size))
    matrix[tuple(np.array(ends).T)] = 1
    both = np.maximum(matrix, matrix.T)
    vector, hubs, authorities = (
        MEASURES[name].of(graph, Options()).values for name in ("eigenvector", "hubs", "authorities")
    )
    assert both @ vector == pytest.approx(np.linalg.eigvalsh(both)[-1] * vector, abs=1e-8)
    assert np.linalg.norm(vector) == pytest.approx(1)
    peers = nx.hits(nx.from_numpy_array(matrix, create_using=nx.DiGraph), tol=1e-12, max_iter=10_000)
    assert hubs == pytest.approx([peers[0][node] for node in range(size)], abs=1e-7)
    assert authorities == pytest.approx([peers[1][node] for node in range(size)], abs=1e-7)


def test_links_without_direction_lead_both_ways_along_the_direction() -> None:
    rows = [
        {"source": "a", "relation": "part_of", "target": "b"},
        {"source": "c", "relation": "collaborates_with", "target": "b"},
    ]
    graph = graph_of([{"id": id, "kind": "agency"} for id in "abc"], rows)
    found = {row[1]: row[4] for row in rank(graph, measure="betweenness", directed=True, raw=True).rows}
    assert found == {"a": 0, "b": 1, "c": 0}
    degrees = {name: MEASURES[name].of(graph, Options()).values.tolist() for name in ("in_degree", "out_degree")}
    assert degrees == {"in_degree": [0, 2, 1], "out_degree": [1, 1, 1]}


@pytest.mark.parametrize("weight", [False, True])
def test_between_spheres_only_their_pairs_count(weight: bool) -> None:
    kinds = {"u": "university", "e": "enterprise", "f": "enterprise", "p": "policy", "m": "agency"}
    ends = [("u", "p"), ("p", "e"), ("p", "f"), ("p", "m")]
    rows = [{"source": a, "relation": "part_of", "target": b} for a, b in ends]
    graph = graph_of([{"id": id, "kind": kind} for id, kind in kinds.items()], rows)
    raw = rank(graph, measure="inter_sphere_betweenness", raw=True, weight=weight).rows
    assert raw[0][1:] == ("p", "p", "policy", 5.0)  # all pairs but e-f
    assert rank(graph, measure="inter_sphere_betweenness", weight=weight).rows[0][4] == 1.0


def florentine() -> Graph:
    families = nx.florentine_families_graph()
    rows = [{"source": a, "relation": "collaborates_with", "target": b} for a, b in families.edges]
    return graph_of([{"id": id, "kind": "agency"} for id in families], rows)


def test_pivots_come_with_an_error_that_covers_the_exact_value() -> None:
    exact = MEASURES["betweenness"].of(florentine(), Options()).values
    draws = [MEASURES["betweenness"].of(florentine(), Options(pivots=7, seed=seed)) for seed in range(300)]
    mean = np.mean([draw.values for draw in draws], axis=0)
    assert mean == pytest.approx(exact, abs=0.02)
    spread = np.std([draw.values for draw in draws], axis=0)
    told = np.sqrt(np.mean([draw.error**2 for draw in draws if draw.error is not None], axis=0))
    assert told == pytest.approx(spread, rel=0.15, abs=1e-9)
    answer = rank(florentine(), measure="betweenness", pivots=7, seed=3)
    assert answer.columns[-1].name == "standard_error"
    assert "7 pivots, seed 3" in "\n".join(answer.notes)
    assert rank(florentine(), measure="betweenness", pivots=15).rows == rank(florentine(), measure="betweenness").rows


@pytest.mark.parametrize("raw", [False, True])
@pytest.mark.parametrize("measure", ["harmonic", "closeness"])
def test_pivots_give_the_exact_value_on_average_and_tell_how_far_they_spread(measure: Measure, raw: bool) -> None:
    exact = MEASURES[measure].of(florentine(), Options(raw=raw))
    assert exact.error is None
    draws = [MEASURES[measure].of(florentine(), Options(pivots=10, seed=seed, raw=raw)) for seed in range(400)]
    found = np.array([draw.values for draw in draws])
    assert np.nanmean(found, axis=0) == pytest.approx(exact.values, rel=0.03, abs=0.01)
    told = np.sqrt(np.nanmean([draw.error**2 for draw in draws if draw.error is not None], axis=0))
    assert told == pytest.approx(np.nanstd(found, axis=0), rel=0.15, abs=1e-9)
    answer = rank(florentine(), measure=measure, pivots=7, seed=3)
    assert answer.columns[-1].name == "standard_error"
    assert "Estimated from 7 pivots, seed 3, with their standard error." in answer.notes


@pytest.mark.parametrize("measure", ["betweenness", "harmonic", "closeness"])
def test_one_pivot_has_no_standard_error(measure: Measure) -> None:
    answer = rank(florentine(), measure=measure, pivots=1, top=0)
    assert {row[-1] for row in answer.rows} == {None}
    assert "Estimated from 1 pivot, seed 1, which has no standard error." in answer.notes


@pytest.mark.parametrize("measure", ["betweenness", "inter_sphere_betweenness", "harmonic", "closeness"])
def test_what_would_take_long_says_so_and_offers_pivots(measure: Measure, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = rank(florentine(), measure=measure).rows
    monkeypatch.setattr("ecosystem.measures.centrality.shortest_paths.LONG", 0.0)
    with pytest.raises(BadInput, match="would take about 0 minutes; give --pivots 256"):
        rank(florentine(), measure=measure)
    assert rank(florentine(), measure=measure, pivots=5).rows
    assert rank(florentine(), measure=measure, pivots=len(florentine().nodes)).rows == exact


@pytest.mark.parametrize("measure", ["current_flow_betweenness", "current_flow_closeness"])
def test_current_flow_over_weights_of_different_scales_is_refused(measure: Measure) -> None:
    ends = [("U1", "E1", 1e-17), ("U1", "U2", 1e-17), ("E1", "U2", 1), ("U2", "E2", 1)]
    rows = [{"source": a, "relation": "part_of", "target": b, "weight": weight} for a, b, weight in ends]
    with pytest.raises(BadInput, match="these are from 1e-17 to 1; bring them to one scale"):
        rank(graph_of(TOY_NODES, rows), measure=measure, weight=True)


def test_links_that_are_sure_never_drop_out_and_others_by_their_confidence() -> None:
    sure = rank(toy(), measure="betweenness", stability=20)
    assert all(row[4] == row[5] == row[6] for row in sure.rows)
    nothing = "No link has a confidence below 1, so every run is the same"
    assert any(note.startswith(nothing) for note in sure.notes)
    rows = [{"source": "a", "relation": "part_of", "target": "b", "confidence": 0.5}]
    graph = graph_of([{"id": id, "kind": "agency"} for id in "abc"], rows)
    answer = rank(graph, measure="degree", stability=400, top=2)
    assert [column.name for column in answer.columns[5:]] == ["low", "high", "top_share"]
    assert answer.rows[0][5:7] == (0.0, 1.0)
    assert "1 link may drop out by confidence" in "\n".join(answer.notes)
    assert nothing not in "\n".join(answer.notes)
    assert answer.rows == rank(graph, measure="degree", stability=400, top=2).rows
    assert answer.rows != rank(graph, measure="degree", stability=400, top=2, seed=2).rows or answer.rows[0][7] == 1.0


def test_options_that_a_measure_does_not_know_and_weights_that_make_no_length_are_refused() -> None:
    with pytest.raises(BadInput, match="weight: core does not know it; betweenness"):
        rank(toy(), measure="core", weight=True)
    with pytest.raises(BadInput, match="pivots: core does not know it"):
        rank(toy(), measure="core", pivots=3)
    with pytest.raises(BadInput, match="pivots: harmonic by weight takes all nodes"):
        rank(toy(), measure="harmonic", pivots=3, weight=True)
    with pytest.raises(BadInput, match="stability: -1 is below 0"):
        rank(toy(), measure="degree", stability=-1)
    rows = [{"source": "U1", "relation": "part_of", "target": "E1", "weight": weight} for weight in (0, 1)]
    with pytest.raises(BadInput, match="link U1 part_of E1, column weight: 0 is not a number above 0"):
        rank(graph_of(TOY_NODES, rows), measure="betweenness", weight=True)


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_measure_says_its_convention_with_every_option_it_heeds(measure: str) -> None:
    options = {option: 2 if option == "pivots" else True for option in MEASURES[measure].heeds}
    if measure in ("closeness", "harmonic"):
        del options["pivots"]  # by weight they take all nodes
    answer = rank(toy(), measure=measure, **options)  # type: ignore[arg-type]
    assert answer.notes[0] == MEASURES[measure].convention
    assert ("1 / strength" in answer.notes[1]) == MEASURES[measure].paths
    assert len(answer.rows) == 6


@pytest.mark.parametrize("measure", sorted(name for name, one in MEASURES.items() if "raw" in one.heeds))
def test_what_is_normalised_says_by_what_and_raw_that_it_is_not(measure: Measure) -> None:
    told, raw = (rank(toy(), measure=measure, raw=raw).notes for raw in (False, True))
    scaled = MEASURES[measure].scaled
    assert scaled.startswith(("divided by ", "multiplied by "))
    assert f"Values are {scaled}, unless --raw." in told
    assert f"Raw, not {scaled}." in raw


def test_values_are_divided_by_what_the_notes_say() -> None:
    plain, raw = ({name: values(name, raw=raw) for name in ("betweenness", "harmonic")} for raw in (False, True))
    assert plain["betweenness"]["E2"] == raw["betweenness"]["E2"] / (5 * 4 / 2)
    assert plain["harmonic"]["E2"] == raw["harmonic"]["E2"] / 5
    both, along = (values("betweenness", directed=directed)["E2"] for directed in (False, True))
    assert both == along  # the pairs count twice, and so does what they are divided by
    close = {raw: values("closeness", raw=raw)["E2"] for raw in (False, True)}
    assert close[False] == pytest.approx(close[True] * 4 / 5)  # it reaches four of five
    through = {raw: values("current_flow_betweenness", raw=raw)["E2"] for raw in (False, True)}
    assert through[False] == pytest.approx(through[True] / (4 * 3 / 2))
    length = sum(value**2 for value in values("katz", raw=True).values()) ** 0.5
    assert values("katz")["E2"] == pytest.approx(values("katz", raw=True)["E2"] / length)


@pytest.mark.parametrize("measure", ["eigenvector", "hubs", "authorities"])
def test_vectors_of_links_are_empty_where_there_is_no_link(measure: Measure) -> None:
    itself = {"source": "a", "relation": "part_of", "target": "a"}
    for rows in ([], [itself]):
        found = rank(graph_of([{"id": id, "kind": "fund"} for id in "ab"], rows), measure=measure).rows
        assert [(row[0], row[4]) for row in found] == [(None, None)] * 2


@pytest.mark.parametrize("measure", ["hubs", "authorities"])
def test_hubs_and_authorities_say_how_links_count_with_and_without_weight(measure: Measure) -> None:
    plain, weighed = (rank(toy(), measure=measure, weight=weight).notes[1] for weight in (False, True))
    both = "Along the direction of links, those without direction both ways; "
    assert plain.startswith(both + "parallel links count once")
    assert weighed.startswith(both + "links weigh by strength, parallel ones summed")


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_renaming_nodes_changes_no_value(measure: str) -> None:
    nodes = [{"id": "x" + node["id"], "kind": "agency"} for node in TOY_NODES]
    rows = [
        {"source": "x" + s, "relation": "collaborates_with", "target": "x" + t, "weight": w} for s, t, w in TOY_LINKS
    ]
    found = MEASURES[measure].of(graph_of(nodes, rows[::-1]), Options()).values
    assert found == pytest.approx(MEASURES[measure].of(toy(), Options()).values, nan_ok=True)


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_an_empty_scope_is_told_in_one_line(measure: str) -> None:
    with pytest.raises(BadInput, match="rank: there is no node in this scope"):
        rank(graph_of([], []), measure=measure)  # type: ignore[arg-type]
    assert len(MEASURES[measure].of(graph_of([], []), Options()).values) == 0
    one = rank(graph_of([{"id": "a", "kind": "fund"}], []), measure=measure)  # type: ignore[arg-type]
    assert [row[1] for row in one.rows] == ["a"]


def test_a_row_cites_the_node_that_it_is() -> None:
    nodes = [{"id": "a", "kind": "fund", "sources": "r1"}, {"id": "b", "kind": "fund"}, {"id": "c", "kind": "fund"}]
    rows = [
        {"source": "b", "relation": "part_of", "target": "a", "sources": "r2#p. 3|r1"},
        {"source": "b", "relation": "part_of", "target": "b", "sources": "r3"},
    ]
    answer = rank(graph_of(nodes, rows), measure="partners", top=0)
    assert [row[1] for row in answer.rows] == ["a", "b", "c"]
    assert answer.evidence == [("r1",), (), ()]


def test_a_last_rank_that_more_nodes_share_is_told() -> None:
    star = graph_of(
        [{"id": id, "kind": "fund"} for id in "abcde"],
        [{"source": "a", "relation": "part_of", "target": id} for id in "bcd"],
    )
    told = "3 nodes share the last rank; shown of these, in the order of ids: 1."
    assert told in rank(star, measure="degree", top=2).notes
    assert not any(
        "share the last rank" in note for top in (1, 4, 5) for note in rank(star, measure="degree", top=top).notes
    )


def test_strength_without_weights_says_that_it_counts_links() -> None:
    nodes = [{"id": id, "kind": "fund"} for id in "ab"]
    link = {"source": "a", "relation": "part_of", "target": "b"}
    for links, said in (([link], True), ([link, {**link, "weight": 2}], False)):
        notes = rank(graph_of(nodes, links), measure="strength").notes
        assert any(note.startswith("No link in the scope has a weight") for note in notes) == said


@pytest.mark.parametrize("measure", ["harmonic", "closeness"])
def test_nodes_that_no_pivot_reaches_are_empty_and_told(measure: Measure) -> None:
    ids = [f"{part}{number}" for part in "abcdef" for number in range(3)]
    links = [{"source": f"{part}0", "relation": "part_of", "target": f"{part}{i}"} for part in "abcdef" for i in (1, 2)]
    answer = rank(graph_of([{"id": id, "kind": "fund"} for id in ids], links), measure=measure, pivots=2, top=0)
    empty = [row for row in answer.rows if row[4] is None]
    assert len(empty) >= 12
    assert all(row[5] is None for row in empty)
    assert f"Nodes that reach no pivot are left empty: {len(empty)} of 18." in answer.notes


def test_more_shortest_paths_than_a_number_can_hold_are_refused() -> None:
    layers = [(f"{layer:04}a", f"{layer:04}b") for layer in range(1100)]
    links = [
        {"source": one, "relation": "part_of", "target": other}
        for here, after in pairwise(layers)
        for one in here
        for other in after
    ]
    graph = graph_of([{"id": id, "kind": "fund"} for layer in layers for id in layer], links)
    with pytest.raises(BadInput, match="more shortest paths between them than can be counted"):
        rank(graph, measure="betweenness", pivots=64)
    assert centralisation(graph)["betweenness"] is None


@pytest.mark.parametrize("option", ["weight", "directed", "raw", "pivots"])
def test_the_help_of_an_option_names_the_measures_that_heed_it(option: str) -> None:
    text = next(one.text for one in Question("rank").parameters if one.name == option)
    named = {name for name in re.findall(r"\w+", re.split(r"Estimate|For|Not for", text)[-1]) if name in MEASURES}
    heeding = {name for name, measure in MEASURES.items() if option in measure.heeds}
    assert named == (MEASURES.keys() - heeding if "Not for" in text else heeding)
