"""A table with Vietnamese headers is read like one with the program's own, in any case, with or without diacritics."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from ecosystem import Scope
from ecosystem.intake import Batch
from ecosystem.intake.mapping import Layout
from ecosystem.intake.vietnamese import own_names
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import open_store
from loaders import _recognition

WORDS = vocabulary()


def load(folder: Path, **files: str) -> Batch:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    paths = [folder / f"{name}.csv" for name in files]
    return loaders.load(paths, store=open_store(str(folder / "s.duckdb")))


def links(folder: Path) -> list[dict[str, Any]]:
    drawn = open_store(str(folder / "s.duckdb")).read(Scope()).to_networkx()
    return [{"ends": (a, b), **told} for a, b, told in drawn.edges(data=True)]


def spelt(name: str, how: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.category(c).startswith("M"))
    spellings = {"upper": name.upper(), "nfd": unicodedata.normalize("NFD", name)}
    return spellings.get(how, bare.replace("đ", "d").replace("Đ", "D").lower() if how == "bare" else name)


@pytest.mark.parametrize("how", ["", "upper", "nfd", "bare"])
def test_a_table_of_links_with_vietnamese_headers(tmp_path: Path, how: str) -> None:
    header = "Đơn vị,Quan hệ,Đối tác,Trọng số,Năm bắt đầu,Năm kết thúc,Số tiền,Đơn vị tính,Ghi chú nguồn,Ghi chú"
    rows = 'Quỹ A,tài trợ,Viện B,2,2020,2024,"1,5",tỷ đồng,bao-cao,x\n'
    nodes = "Mã,Loại,Tên,Mã số thuế\na,Quỹ,Quỹ A,0100109106\nb,Viện nghiên cứu,Viện B,\n"
    batch = load(tmp_path, nodes=nodes, links=",".join(spelt(name, how) for name in header.split(",")) + "\n" + rows)
    assert not batch.rejections
    (link,) = links(tmp_path)
    assert link["ends"] == ("a", "b")
    assert (link["weight"], str(link["valid_from"]), str(link["valid_to"])) == (2.0, "2020", "2025")
    assert (link["amount"], link["unit"], link["sources"]) == ("1.5", "tỷ đồng", "bao-cao")
    assert link[unicodedata.normalize("NFC", spelt("Ghi chú", how))] == "x"
    assert open_store(str(tmp_path / "s.duckdb")).find("tax_code:0100109106")[0].id == "a"


@pytest.mark.parametrize(
    ("header", "own"),
    [
        ("Nguồn,Quan hệ,Đích,Từ,Đến", "source,relation,target,Từ,Đến"),
        ("Từ,Quan hệ,Đến,Nguồn", "source,relation,target,source_doc"),
        ("Bên A,Quan hệ,Bên B,Đơn vị", "source,relation,target,Đơn vị"),
        ("Tên đơn vị,Quan hệ,Đối tác", "source,relation,target"),
        ("source,Quan hệ,target,Nguồn", "source,relation,target,source_doc"),
    ],
)
def test_the_ends_of_a_link_are_a_pair(header: str, own: str) -> None:
    assert own_names(_recognition.shipped()["links"], header.split(",")) == tuple(own.split(","))


@given(st.data(), st.sampled_from(["nodes", "links", "sources"]))
@settings(deadline=None)
def test_each_column_by_any_of_its_names_is_that_column(data: st.DataObject, part: str) -> None:
    fields = WORDS.fields[part]
    needed = {"nodes": ["id", "kind", "name"], "links": ["source", "relation", "target"], "sources": ["id", "title"]}
    more = data.draw(st.lists(st.sampled_from(sorted(set(fields) - set(needed[part]))), unique=True))
    header: list[str] = []
    for name in (chosen := [*needed[part], *more]):
        names = (name,) if name in ("source", "target") else (name, *fields[name].headers_vi)
        header.append(data.draw(st.sampled_from([one for one in names if one not in header] or [name])))
    mapping = _recognition._best("", tuple(header), list)
    assert mapping.name == part
    assert list(own_names(mapping, header)) == chosen


def test_attributes_by_their_vietnamese_names() -> None:
    for part, attributes in WORDS.attributes.items():
        for one in attributes.values():
            layout = Layout(_recognition.shipped()[part], tuple(dict.fromkeys(("id", "Giá trị", one.name_vi))))
            assert layout.attributes[one.id] == layout.header.index(one.name_vi)


def test_loai_is_no_kind_where_the_file_is_named_after_one(tmp_path: Path) -> None:
    batch = load(tmp_path, institutes="Tên,Loại\nVAST,công lập\n", others="Tên,Loại\nHUST,Trường đại học\nX,công lập\n")
    assert [(Path(one.file).stem, one.row, one.column) for one in batch.rejections] == [("others", 3, "Loại")]
    drawn = open_store(str(tmp_path / "s.duckdb")).read(Scope()).to_networkx()
    assert {told["name"]: (told["kind"], told.get("Loại")) for _, told in drawn.nodes(data=True)} == {
        "VAST": ("institute", "công lập"),
        "HUST": ("university", None),
    }


def test_messages_call_a_vietnamese_column_as_the_file_does(tmp_path: Path) -> None:
    nodes = "Mã,Loại,Tên\na,Quỹ,A\nb,Quỹ,B\n"
    rows = "Bên A,Quan hệ,Bên B,Trọng số,Số tiền\na,tài trợ,b,,nhiều\na,tài tr,b,,\na,tài trợ,c,,\na,tài trợ,b,x,\n"
    batch = load(tmp_path, nodes=nodes, links=rows)
    assert [(one.row, one.column) for one in batch.rejections] == [
        (2, "Số tiền"),
        (3, "Quan hệ"),
        (4, "Bên B"),
    ]
    assert [(one.row, one.column) for one in batch.left_out] == [(5, "Trọng số")]


ONE_TABLE = """id,kind,name,place,source,relation,target,weight
a,fund,A,Huế,report,,,
b,institute,B,,,,,
,,,,a,funds,b,2
,,,,a,,b,
,,,Huế,,,,
,institute,C,,b,collaborates_with,a,3
"""


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_one_table_of_nodes_and_links_is_read_as_both(tmp_path: Path, separator: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(csv.reader(io.StringIO(ONE_TABLE)))
    batch = load(tmp_path, all=out.getvalue())
    assert (batch.totals()["nodes"].created, batch.totals()["links"].created) == (3, 2)
    assert [(one.row, one.column, one.reason) for one in batch.rejections] == [
        (6, "", "the row has nothing in kind, name, relation, target"),
        (5, "relation", "the cell is empty"),
    ]
    assert {(link["relation"], link["weight"]) for link in links(tmp_path)} == {
        ("funds", 2.0),
        ("collaborates_with", 3.0),
    }
    drawn = open_store(str(tmp_path / "s.duckdb")).read(Scope()).to_networkx()
    assert {told["name"]: told.get("sources") for _, told in drawn.nodes(data=True)} == {
        "A": "report",
        "B": None,
        "C": None,
    }


def test_one_table_with_vietnamese_headers_is_read_as_both(tmp_path: Path) -> None:
    rows = "Mã,Loại,Tên,Bên A,Quan hệ,Bên B\na,Quỹ,A,,,\nb,Viện nghiên cứu,B,,,\n,,,a,tài trợ,b\n"
    batch = load(tmp_path, all=rows)
    assert batch.reports[0].mapping == "nodes_and_links"
    assert (batch.totals()["nodes"].created, batch.totals()["links"].created) == (2, 1)
