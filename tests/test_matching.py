"""Text is matched by one rule, stored and asked alike; each test runs on each kind of store that there is."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from conftest import NewStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from ecosystem import Scope
from ecosystem.errors import StoreUnreachable
from ecosystem.intake import Batch
from ecosystem.intake.engine import duckdb
from ecosystem.model.names import fold
from ecosystem.stores import Store, open_store
from ecosystem.stores.tables import FORMAT

LETTERS = st.sampled_from("aZ đĐłØßæ＋Ｃ+#.,&-'()!ếệ\u0301한")
SPELLINGS = (str, str.upper, str.title, lambda name: f"  {name}. ", lambda name: unicodedata.normalize("NFD", name))
BODIES = "id,kind,name,aliases,place\nhust,university,Hanoi University of Science and Technology,HUST|Bách Khoa,Hanoi\n"
FACULTY = "fac,university,Faculty of Physics,,\n"


def load(store: Store, folder: Path, **files: str) -> Batch:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return loaders.load([folder / f"{name}.csv" for name in files], store=store)


def write(path: Path, header: str, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows([header.split(","), *rows])
    return path


def own(names: list[str]) -> list[str]:
    """Return the names that fold like no other."""
    seen: dict[str, str] = {"hub": "hub"}
    return [name for name in names if name.strip() and fold(name) and seen.setdefault(fold(name), name) is name]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(names=st.lists(st.text(LETTERS, min_size=1, max_size=8).map(str.strip), min_size=2, max_size=8))
def test_what_was_stored_finds_its_node_however_it_is_spelt(
    new_store: NewStore, tmp_path: Path, names: list[str]
) -> None:
    store, names = new_store(), own(names)
    ids = {name: f"id{number // 2}" for number, name in enumerate(names)}
    # Every second name is an alias of the node before it.
    rows = [[ids[name], "fund", name, "|".join(names[i + 1 : i + 2])] for i, name in enumerate(names) if i % 2 == 0]
    loaders.load([write(tmp_path / "n.csv", "id,kind,name,aliases", [["hub", "fund", "hub", ""], *rows])], store=store)
    asked = [(spelling(name), id) for name, id in ids.items() for spelling in SPELLINGS]
    asked = [(text, id) for text, id in asked if fold(text) == fold(text.strip(" ."))]
    for text, id in asked:
        if fold(text) in map(fold, names):
            assert [match.id for match in store.find(text, limit=0) if match.score >= 99] == [id]
    links = write(tmp_path / "l.csv", "source,relation,target", [["hub", "affiliated_with", text] for text, _ in asked])
    assert loaders.load([links], store=store).rejections == []
    again = write(tmp_path / "again.csv", "kind,name", [["fund", text] for text, _ in asked])
    loaders.load([again], store=store)
    assert set(store.read(Scope()).nodes.id) == {"hub", *ids.values()}


def test_a_name_without_letters_finds_its_node(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    nodes = "kind,name\nfund,???\nfund,!!!\n"
    load(store, tmp_path, nodes=nodes)
    again = load(store, tmp_path, nodes=nodes, links="source,relation,target\n???,affiliated_with,!!!\n")
    assert again.totals()["nodes"].unchanged == 2
    assert again.rejections == []
    assert [match.id for match in store.find("???")] == ["???"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("technology science hanoi", "hust"),
        ("Faculty of Physics, Hanoi University of Science and Technology", "fac"),
        ("HUST (Hanoi)", "hust"),
        ("Công ty TNHH Sao Mai", "sao"),
        ("Sao Mai trách nhiệm hữu hạn", "sao"),
        ("ĐH Bách Khoa", "bk"),
        ("ĐHBK Đà Nẵng", "bk"),
        ("JSC Viettel", "vtl"),
        ("FPT Company Limited", "fpt"),
        ("Delta LLC", "delta"),
    ],
)
def test_words_in_any_order_find_their_node_first(new_store: NewStore, tmp_path: Path, text: str, found: str) -> None:
    store = new_store()
    firms = 'vtl,enterprise,Viettel Joint Stock Company,,\nfpt,enterprise,"FPT Co., Ltd.",,\n'
    firms += "delta,enterprise,Delta Limited Liability Company,,\n"
    more = "sao,enterprise,Công ty trách nhiệm hữu hạn Sao Mai,,\nbk,university,Đại học Bách Khoa Đà Nẵng,,\n"
    load(store, tmp_path, nodes=BODIES + FACULTY + firms + more, links="source,relation,target\nfac,part_of,hust\n")
    assert store.find(text)[0].id == found


def test_an_end_that_is_misspelt_names_what_may_be_meant(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=BODIES + FACULTY + "ror:0aaaaaa42,university,Another,,\n")
    batch = load(
        store,
        tmp_path,
        links="source,relation,target\nfac,part_of,Bach Khao\nfac,part_of,qqq\nfac,part_of,ror:0bbbbbb17\n"
        "fac,part_of,ror:0bbbbbb18\n",
    )
    near, far, code, wrong = (one.remedy for one in batch.rejections)
    assert wrong == "compare it with the original and mend it"
    assert near.startswith("did you mean Hanoi University of Science and Technology (hust)?")
    assert far == code == "add a row for it to the nodes, or mend the spelling"


def test_an_end_with_a_legal_form_names_what_may_be_meant(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    load(store, tmp_path, nodes="id,kind,name\nv,enterprise,Viettel Joint Stock Company\nx,enterprise,Viettel Post\n")
    (rejected,) = load(store, tmp_path, links="source,relation,target\nx,part_of,Viettel JSC\n").rejections
    assert rejected.remedy.startswith("did you mean Viettel Joint Stock Company (v)?")


def test_names_in_a_store_of_an_older_format_are_folded_anew(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    store = open_store(str(path))
    load(store, tmp_path, nodes="id,kind,name\nx,fund,Zeta Łódź Co.\n")
    with duckdb.connect(str(path)) as tables:
        tables.execute(
            "UPDATE main.nodes SET folded = E'zeta łodz co \\nx'; UPDATE main.ecosystem_store SET format = 1"
        )
    path.chmod(0o444)
    if not _may_write(path):
        with pytest.raises(StoreUnreachable, match="open it once where it can be written"):
            store.find("Zeta")
    path.chmod(0o644)
    assert [match.id for match in store.find("zeta lodz co")] == ["x"]
    assert store.find("zeta lodz co")[0].score == 99
    with duckdb.connect(str(path)) as tables:
        assert tables.execute("SELECT format FROM main.ecosystem_store").fetchall() == [(FORMAT,)]


def _may_write(path: Path) -> bool:
    try:
        return bool(path.open("r+b").close() is None)
    except PermissionError:
        return False


def test_a_store_of_a_later_format_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    store = open_store(str(path))
    load(store, tmp_path, nodes="id,kind,name\nx,fund,X\n")
    with duckdb.connect(str(path)) as tables:
        tables.execute("UPDATE main.ecosystem_store SET format = format + 1")
    for use in (lambda: store.find("x"), lambda: load(store, tmp_path, nodes="id,kind\nx,fund\n")):
        with pytest.raises(StoreUnreachable, match="written by a newer version"):
            use()
