"""Specialisation, relatedness and complexity are those of the formulas and of worked examples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.errors import BadInput
from ecosystem.measures.portfolio import complexity, density, fitness, proximity, rca
from ecosystem.model.answer import Answer
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from queries.portfolio import portfolio

TOY = np.array([[4.0, 0, 1], [1, 3, 0], [0, 2, 2]])


def special(values: Any) -> Any:
    return (rca(values) >= 1).astype(float)


def test_the_toy_regions_have_their_known_numbers() -> None:
    assert rca(TOY)[0] == pytest.approx([2.08, 0, 0.8667], abs=5e-5)
    m = special(TOY)
    assert m.tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 1]]
    related = proximity(m)
    assert related[1, 2] == 0.5
    near = density(m, related)
    assert (near[2, 1], near[1, 2]) == (1, pytest.approx(1 / 3))
    assert complexity(m).why_not == "the specialisations fall into parts that nothing joins"
    assert np.isnan(complexity(m).eci).all()


def test_one_step_of_fitness_has_its_worked_values() -> None:
    f, q = fitness(np.array([[1.0, 1], [1, 0]]), 1)
    assert f == pytest.approx([1.3333, 0.6667], abs=5e-5)
    assert q == pytest.approx([0.6667, 1.3333], abs=5e-5)


TABLES = st.lists(st.lists(st.integers(0, 1), min_size=5, max_size=5), min_size=4, max_size=7)


@settings(max_examples=100, deadline=None)
@given(rows=TABLES)
def test_complexity_is_the_second_eigenvector(rows: list[list[int]]) -> None:
    m = np.array(rows, dtype=float)
    found = complexity(m)
    if found.why_not:
        assert np.isnan(found.eci).all()
        return
    diverse, common = m.sum(axis=1), m.sum(axis=0)
    m = m[diverse > 0][:, common > 0]
    diverse, common = m.sum(axis=1), m.sum(axis=0)
    chain = np.diag(1 / diverse) @ (m / common) @ m.T
    eci = found.eci[~np.isnan(found.eci)]
    values = np.sort(np.linalg.eigvals(chain).real)[::-1]
    raw = chain @ eci - values[1] * eci
    assert raw == pytest.approx(np.full(len(eci), raw[0]), abs=1e-6)
    assert (eci.mean(), eci.std()) == pytest.approx((0, 1), abs=1e-9)
    assert float((eci - eci.mean()) @ (diverse - diverse.mean())) >= -1e-9
    pci = found.pci[~np.isnan(found.pci)]
    means = (m.T @ eci) / common
    assert pci == pytest.approx((means - means.mean()) / means.std(), abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(rows=TABLES, rounds=st.integers(1, 6))
def test_fitness_follows_its_two_equations(rows: list[list[int]], rounds: int) -> None:
    m = [[float(x) for x in row] for row in rows]
    units = [i for i, row in enumerate(m) if any(row)]
    technologies = [j for j in range(5) if any(row[j] for row in m)]
    f, q = dict.fromkeys(units, 1.0), dict.fromkeys(technologies, 1.0)
    for _ in range(rounds):
        new_f = {i: sum(m[i][j] * q[j] for j in technologies) for i in units}
        new_q = {j: 1 / sum(m[i][j] / f[i] for i in units) for j in technologies}
        f = {i: x * len(units) / sum(new_f.values()) for i, x in new_f.items()}
        q = {j: x * len(technologies) / sum(new_q.values()) for j, x in new_q.items()}
    found = fitness(np.array(m), rounds)
    assert [found[0][i] for i in units] == pytest.approx(list(f.values()))
    assert [found[1][j] for j in technologies] == pytest.approx(list(q.values()))
    assert int(np.isnan(found[0]).sum()) == len(m) - len(units)


def regions(*more: dict[str, Any]) -> Graph:
    nodes: list[dict[str, Any]] = [{"id": f"t{j}", "kind": "technology", "name": f"T{j}"} for j in range(4)]
    links = []
    for i, row in enumerate(TOY.astype(int).tolist()):
        for j, count in enumerate(row):
            for k in range(count):
                actor = f"a{i}{j}{k}"
                nodes.append({"id": actor, "kind": "enterprise", "place": f"R{i}"})
                links.append({"source": actor, "relation": "works_on", "target": f"t{j}", "sources": f"doc#{actor}"})
    return graph_of(nodes, [*links, *more])


def parts(answer: Answer, part: str) -> list[dict[str, Any]]:
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows if row[0] == part]


def test_places_are_measured_by_what_their_actors_work_on() -> None:
    answer = portfolio(regions(), top=0)
    cells = {(row["unit"], row["technology_id"]): row for row in parts(answer, "special")}
    assert {cell: row["rca"] for cell, row in cells.items()} == {
        ("R0", "t0"): pytest.approx(2.08),
        ("R1", "t1"): pytest.approx(1.95),
        ("R2", "t1"): pytest.approx(1.3),
        ("R2", "t2"): pytest.approx(13 / 6),
    }
    options = [(row["unit"], row["technology_id"], row["density"]) for row in parts(answer, "option")]
    assert options == [("R1", "t2", pytest.approx(1 / 3))]
    assert [(row["unit"], row["diversity"]) for row in parts(answer, "unit")] == [("R0", 1), ("R1", 1), ("R2", 2)]
    assert [row["technology_id"] for row in parts(answer, "uncovered")] == ["t3"]
    place = answer.rows.index(
        next(row for row in answer.rows if row[0] == "special" and row[2] == "R2" and row[3] == "t2")
    )
    assert answer.evidence[place] == ("doc#a220", "doc#a221")


def test_one_unit_may_be_shown_alone_with_the_measures_of_all() -> None:
    answer = portfolio(regions(), only="r1", top=0)
    assert {row[2] for row in answer.rows} == {"R1"}
    assert parts(answer, "option") == [
        row for row in parts(portfolio(regions(), top=0), "option") if row["unit"] == "R1"
    ]
    with pytest.raises(BadInput, match="'R9' works on no technology here"):
        portfolio(regions(), only="R9")


def test_small_counts_may_be_no_specialisation_and_an_actor_may_count_once() -> None:
    strong = portfolio(regions(), minimum=3, top=0)
    assert {(row["unit"], row["technology_id"]) for row in parts(strong, "special")} == {("R0", "t0"), ("R1", "t1")}
    twice = {"source": "a000", "relation": "works_on", "target": "t0", "valid_from": "2025"}
    assert parts(portfolio(regions(twice), weight="partners"), "unit") == parts(portfolio(regions()), "unit")
    assert parts(portfolio(regions(twice), weight="links"), "unit")[0]["value"] == 6


def test_actors_are_nodes_with_a_sphere() -> None:
    nodes = [{"id": "p", "kind": "policy"}, {"id": "a", "kind": "institute"}, {"id": "t", "kind": "technology"}]
    graph = graph_of(nodes, [{"source": one, "relation": "works_on", "target": "t"} for one in "pa"])
    assert [row["unit_id"] for row in parts(portfolio(graph, by="actor"), "unit")] == ["a"]


def test_only_the_links_that_count_are_told_by_standing() -> None:
    nodes = [{"id": "a", "kind": "institute"}, {"id": "t", "kind": "technology"}, {"id": "p", "kind": "policy"}]
    links = [("a", "works_on", "plan"), ("p", "prioritises", "fact")]
    graph = graph_of(nodes, [{"source": s, "relation": r, "target": "t", "standing": told} for s, r, told in links])
    assert [note for note in portfolio(graph, by="actor").notes if "standing" in note] == [
        "Links that count here by standing: 1 plan; --standing fact keeps the facts with their ends."
    ]


def test_a_scope_without_work_on_technologies_is_refused() -> None:
    with pytest.raises(BadInput, match="no place of this scope works on a technology"):
        portfolio(graph_of([], []))
    with pytest.raises(BadInput, match="iterations"):
        portfolio(regions(), iterations=0)
    with pytest.raises(BadInput, match="iterations: 100,000,000 is more than 10,000; 100 are usual"):
        portfolio(regions(), iterations=10**8)


def test_fitness_that_sinks_with_the_rounds_is_told_as_such() -> None:
    work = {"a": "xy", "b": "yz", "c": "z", "d": "xyzw"}
    nodes = [{"id": id, "kind": "institute"} for id in work] + [{"id": id, "kind": "technology"} for id in "wxyz"]
    links = [{"source": s, "relation": "works_on", "target": t} for s, found in work.items() for t in found]
    early, late = (portfolio(graph_of(nodes, links), by="actor", iterations=rounds) for rounds in (1, 100))
    assert min(row["fitness"] for row in parts(early, "unit")) > 0.5
    assert 0 < min(row["fitness"] for row in parts(late, "unit")) < 0.001
    told = "Fitness near 0, here that of 1 actor below 0.001 of the mean, is known of this iteration"
    assert [any(note.startswith(told) for note in answer.notes) for answer in (early, late)] == [False, True]
