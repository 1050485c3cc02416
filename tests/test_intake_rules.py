"""Single rules of the way in, each with the smallest file that breaks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import loaders
from ecosystem import Scope
from ecosystem.stores import open_store

NODES = "id,kind\na,enterprise\nb,enterprise\n"


def loaded(folder: Path, **files: str) -> tuple[list[tuple[str, str]], list[float]]:
    """Return column and value of each cell that was refused or left out, and the weights of the links there are."""
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    store = open_store(str(folder / "s.duckdb"))
    batch = loaders.load([folder / f"{name}.csv" for name in files], store=store)
    refused = [(one.column, one.value) for one in (*batch.rejections, *batch.left_out)]
    return refused, store.read(Scope()).links.weight.tolist()


@pytest.mark.parametrize("weight", ["0", "-1", "0.0", "-0.5"])
def test_a_weight_that_is_not_above_0_is_refused(tmp_path: Path, weight: str) -> None:
    links = f"source,relation,target,weight\na,affiliated_with,b,{weight}\n"
    refused, weights = loaded(tmp_path, nodes=NODES, links=links)
    assert [(column, float(value)) for column, value in refused] == [("weight", float(weight))]
    assert [weight for weight in weights if weight == weight] == []


@pytest.mark.parametrize(
    ("column", "cell"),
    [("weight", "0"), ("weight", "-2"), ("weight", "1e400"), ("confidence", "1.5"), ("confidence", "-1")],
)
def test_a_number_out_of_bounds_costs_the_cell_and_if_strict_the_row(tmp_path: Path, column: str, cell: str) -> None:
    (tmp_path / "nodes.csv").write_text(NODES, "utf-8")
    (tmp_path / "links.csv").write_text(f"source,relation,target,{column}\na,affiliated_with,b,{cell}\n", "utf-8")
    files = [tmp_path / "nodes.csv", tmp_path / "links.csv"]
    strict = loaders.load(files, store=open_store(str(tmp_path / "strict.duckdb")), strict=True)
    loose = loaders.load(files, store=open_store(str(tmp_path / "loose.duckdb")))
    assert loose.left_out == strict.rejections
    assert [(one.row, one.column, one.value) for one in loose.left_out] == [(2, column, cell)]
    assert "counts as 1" in loose.left_out[0].remedy
    assert (loose.totals()["links"].created, strict.totals()["links"].created) == (1, 0)


@pytest.mark.parametrize("end", ["2024-05-01", "2024-04-30", "2024-05"])
def test_what_ends_where_it_starts_is_refused(tmp_path: Path, end: str) -> None:
    links = f"source,relation,target,valid_from,valid_to\na,affiliated_with,b,2024-05-01,{end}\n"
    assert loaded(tmp_path, nodes=NODES, links=links)[0] == [("valid_to", end)]
    nodes = f"id,kind,valid_from,valid_to\nc,fund,2024-05-01,{end}\n"
    assert loaded(tmp_path, nodes=nodes)[0] == [("valid_to", end)]


def test_what_ends_a_day_after_its_start_is_taken(tmp_path: Path) -> None:
    links = "source,relation,target,valid_from,valid_to\na,affiliated_with,b,2024-05-01,2024-05-02\n"
    refused, weights = loaded(tmp_path, nodes=NODES, links=links)
    assert (refused, len(weights)) == ([], 1)


@pytest.mark.parametrize(
    ("status", "standing"), [("active", "fact"), ("inactive", "past"), ("withdrawn", "past"), (None, "fact")]
)
def test_a_body_of_ror_that_is_not_active_is_past(tmp_path: Path, status: str | None, standing: str) -> None:
    record = {"id": "https://ror.org/02wsd5p50", "names": [{"value": "Academy", "types": ["ror_display"]}]}
    path = tmp_path / "ror.json"
    path.write_text(json.dumps([record | ({"status": status} if status else {})]), "utf-8")
    store = open_store(str(tmp_path / "s.duckdb"))
    assert loaders.load([path], store=store).rejections == []
    assert [node["standing"] for _, node in store.read(Scope()).to_networkx().nodes(data=True)] == [standing]
