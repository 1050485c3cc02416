"""Several names in one cell are read, or reported with the way out; a name with a comma is never split."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import NewStore
from test_identifiers import load

from ecosystem import Scope
from ecosystem.stores import Store, open_store

NODES = """id,kind,name,aliases
qtsc,it_zone,Quang Trung Software City,QTSC
viettel,enterprise,Viettel,
fpt,enterprise,FPT,
fac,university,Faculty of Physics,
hus,university,Hanoi University of Science,HUS
odd,enterprise,"A; B",
"""
LINKS = "source,relation,target,amount\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "s.duckdb"))
    load(store, tmp_path, nodes=NODES)
    return store


def ends(store: Store) -> set[tuple[str, str]]:
    graph = store.read(Scope())
    ids = graph.nodes.id
    return {tuple(sorted((ids[a], ids[b]))) for a, b in zip(graph.links.source, graph.links.target, strict=True)}


def test_each_end_in_a_list_is_a_link(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES)
    links = LINKS + "qtsc,collaborates_with,Viettel; fpt,\nhus|fac,collaborates_with,QTSC|FPT,\n"
    batch = load(store, tmp_path, links=links)
    assert batch.rejections == []
    assert ends(store) == {
        *(("qtsc", "viettel"), ("fpt", "qtsc")),
        *(("hus", "qtsc"), ("fac", "qtsc"), ("fpt", "hus"), ("fac", "fpt")),
    }
    assert batch.totals()["links"].created == 6
    assert {"column": "source", "as": "list, a link for each", "example": "hus|fac read as hus and fac"} in (
        batch.reports[0].readings
    )
    assert load(store, tmp_path, links=links).totals()["links"].unchanged == 6


def test_a_part_that_nothing_is_known_by_costs_its_link_alone(store: Store, tmp_path: Path) -> None:
    batch = load(store, tmp_path, links=LINKS + "qtsc,collaborates_with,Viettel; Viettle Group; fpt,\n")
    (rejected,) = batch.rejections
    assert (rejected.row, rejected.column, rejected.value) == (2, "target", "Viettle Group")
    assert ends(store) == {("qtsc", "viettel"), ("fpt", "qtsc")}


@pytest.mark.parametrize(
    ("target", "reason", "remedy"),
    [
        ('"Viettel, FPT, QTSC"', "but each of its parts is one", "write Viettel|FPT|QTSC for a link each"),
        (
            '"Faculty of Physics, Hanoi University of Science"',
            "but each of its parts is one",
            "or add a row for the whole name to the nodes",
        ),
        ('"Viettel, Nobody"', "no node has the id or name 'Viettel, Nobody'", "add a row for it to the nodes"),
    ],
)
def test_a_comma_is_reported(store: Store, tmp_path: Path, target: str, reason: str, remedy: str) -> None:
    (rejected,) = load(store, tmp_path, links=f"{LINKS}hus,collaborates_with,{target},\n").rejections
    assert reason in rejected.reason
    assert remedy in rejected.remedy


def test_a_figure_is_not_that_of_each(store: Store, tmp_path: Path) -> None:
    (rejected,) = load(store, tmp_path, links=LINKS + "qtsc,collaborates_with,Viettel; fpt,5\n").rejections
    assert "write a row for each" in rejected.remedy


def test_a_name_with_a_separator_is_not_a_list(store: Store, tmp_path: Path) -> None:
    assert load(store, tmp_path, links=LINKS + "qtsc,collaborates_with,a; b,\n").rejections == []
    assert ends(store) == {("odd", "qtsc")}


@pytest.mark.parametrize(
    ("cell", "aliases", "said"),
    [
        ("ĐHBKHN; HUST", {"ĐHBKHN", "HUST"}, [("list", "ĐHBKHN; HUST read as 2 names")]),
        ("Bách khoa; BK|HUST", {"Bách khoa; BK", "HUST"}, []),
        ("ĐHBKHN, HUST", {"ĐHBKHN, HUST"}, [("one name", "ĐHBKHN, HUST read as one name; write | between several")]),
        ("Viettel Group, JSC", {"Viettel Group, JSC"}, []),
        ("Faculty of Physics, HUS Hanoi", {"Faculty of Physics, HUS Hanoi"}, []),
    ],
)
def test_other_names_in_one_cell(tmp_path: Path, cell: str, aliases: set[str], said: list[tuple[str, str]]) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = load(store, tmp_path, nodes=f'id,kind,name,aliases\nx,university,X,"{cell}"\n')
    assert set(store.read(Scope()).nodes.aliases[0].split("\n")) == aliases
    assert [(one["as"], one["example"]) for one in batch.reports[0].readings] == said
