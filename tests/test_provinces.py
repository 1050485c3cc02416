"""The provinces of Vietnam: 63 until June 2025, 34 since, each in its successor."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from facts import DATA, SHARED, Row, link_rows, node_rows

import ecosystem
import loaders
from ecosystem.intake import Batch
from ecosystem.model.graph import Graph
from ecosystem.stores import Store, open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(str(tmp_path_factory.mktemp("store") / "s.duckdb"))


@pytest.fixture(scope="module")
def batch(store: Store) -> Batch:
    return loaders.load([DATA / name for name in ("resolution57", "vn_provinces")], store=store)


@pytest.fixture(scope="module")
def graph(store: Store, batch: Batch) -> Graph:
    return store.read(ecosystem.Scope())


@pytest.fixture(scope="module")
def nodes(graph: Graph) -> dict[str, Row]:
    return node_rows(graph)


@pytest.fixture(scope="module")
def links(graph: Graph) -> list[Row]:
    return link_rows(graph)


def test_63_provinces_become_34(store: Store, nodes: dict[str, Row], links: list[Row]) -> None:
    def provinces(day: str) -> set[str]:
        graph = store.read(ecosystem.Scope(as_of=day))
        return {
            id
            for id, row in node_rows(graph).items()
            if any(one.startswith("vn_province") for one in row["identifiers"])
        }

    before, after = provinces("2025-06-30"), provinces("2025-07-01")
    assert (len(before), len(after), len(before & after)) == (63, 34, 11)
    successors = [row["ends"] for row in links if row["ends"][1] == "succeeded_by" and row["ends"][2] in after]
    assert Counter(old for old, _, _ in successors) == dict.fromkeys(before - after, 1)
    assert {new for _, _, new in successors} == after - before
    assert [row["ends"] for row in links if row["ends"][:2] == ("hcmc", "succeeded_by")] == [
        ("hcmc", "succeeded_by", "vn_province:79")
    ]
    assert all(nodes[id]["names"] >= {nodes[id]["name"]} and nodes[id]["latitude"] for id in before | after)


def test_provinces_are_those_of_their_origin(nodes: dict[str, Row], links: list[Row]) -> None:
    origin = SHARED / "data" / "vn_admin_units"
    if not origin.exists():
        pytest.skip("the files that the provinces were taken from are not beside the repository")
    with (origin / "province_merge_2025.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_code = {one: id for id, row in nodes.items() for one in row["identifiers"] if one.startswith("vn_province")}
    succeeded = {row["ends"] for row in links if row["ends"][1] == "succeeded_by"}
    for row in rows:
        old, new = by_code[f"vn_province_63:{row['old_code']}"], by_code[f"vn_province:{row['new_code']}"]
        assert old == new or (old, "succeeded_by", new) in succeeded
        assert any(row["new_name"] == name for name in nodes[new]["names"])
        assert any(name.startswith(row["old_name"]) for name in nodes[old]["names"])
