"""A message names the column as the file calls it, shows what nobody sees, and a rejected row is written once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import loaders
from ecosystem.errors import BadInput
from ecosystem.intake import Batch
from ecosystem.intake.visible import visible
from ecosystem.outputs import load_report
from ecosystem.stores import open_store

MAPPING = """
[[nodes]]
id = { text = "org:{Mã}" }
name = "Tên"
kind = "Loại"

[[links]]
when = "Đối tác"
source = "Tên"
relation = { constant = "collaborates_with" }
target = "Đối tác"
attributes = { amount = "Tiền" }

[[links]]
when = "Nhà tài trợ"
source = "Nhà tài trợ"
relation = { constant = "funds" }
target = "Tên"
"""
ROWS = """Mã,Tên,Loại,Đối tác,Nhà tài trợ,Tiền
1,A,institute,,,
2,B,person,A,,
3,C,institute,X,Y,
4,D,institute,Z,,
"""


def load(folder: Path, *, mapping: str | None = None, **files: str) -> Batch:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    (folder / "m.toml").write_text(mapping or "", "utf-8")
    given = folder / "m.toml" if mapping else None
    paths = [folder / f"{name}.csv" for name in files]
    return loaders.load(paths, store=open_store(str(folder / "s.duckdb")), mapping=given)


def test_each_table_of_a_mapping_has_its_own_columns(tmp_path: Path) -> None:
    batch = load(tmp_path, mapping=MAPPING, t=ROWS)
    assert [(one.row, one.column, one.value) for one in batch.rejections] == [
        (3, "Đối tác", "collaborates_with"),
        (4, "Đối tác", "X"),
        (4, "Nhà tài trợ", "Y"),
        (5, "Đối tác", "Z"),
    ]


def test_a_row_is_written_once_with_all_that_is_wrong_and_loads_again(tmp_path: Path) -> None:
    batch = load(tmp_path, mapping=MAPPING, t=ROWS)
    load_report.write_rejects(batch, tmp_path / "mend.csv")
    with (tmp_path / "mend.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["rejected_row"], row["rejected_column"], row["rejected_value"]) for row in rows] == [
        ("3", "Đối tác", "collaborates_with"),
        ("4", "Đối tác | Nhà tài trợ", "X | Y"),
        ("5", "Đối tác", "Z"),
    ]
    mended = (tmp_path / "mend.csv").read_text("utf-8-sig").replace('"X","Y"', '"A",""').replace('"Z"', '"A"')
    (tmp_path / "mend.csv").write_text(mended, "utf-8")
    again = loaders.load([tmp_path / "mend.csv"], store=open_store(str(tmp_path / "s.duckdb")))
    assert (again.totals()["links"].created, again.totals()["links"].rejected) == (2, 1)


def test_a_contradiction_names_the_column_that_differs(tmp_path: Path) -> None:
    nodes = "id,kind,name\na,fund,A\nb,institute,B\n"
    header = "id,source,relation,target,Kinh phí,Đơn vị tính,note\n"
    links = header + "x,a,funds,b,1,USD,n\nx,a,funds,b,1,USD,\nx,a,funds,b,2,USD,n\n"
    (one,) = load(tmp_path, nodes=nodes, links=links).rejections
    assert (one.row, one.column, one.value) == (4, "Kinh phí", "2")
    assert one.reason == f"'x' has another Kinh phí in {tmp_path}/links.csv row 2"


@pytest.mark.parametrize("sign", ["\u200d", "\u2066", "\xa0"])
def test_signs_that_nobody_sees_are_shown(tmp_path: Path, sign: str) -> None:
    rows = f"source,relation,target\na,fu{sign}nds,b\n"
    batch = load(tmp_path, nodes="id,kind,name\na,fund,A\nb,institute,B\n", links=rows)
    shown = f"<U+{ord(sign):04X}>"
    assert [one.reason for one in batch.rejections] == [f"'fu{shown}nds' is not a relation"]
    assert [one.value for one in batch.rejections] == [f"fu{sign}nds"]


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u202e", "\xad", "\u200d", "\xa0"])
def test_signs_in_a_header_are_shown(tmp_path: Path, sign: str) -> None:
    rows = f"source,relation,target,we{sign}ight\na,funds,b,1\n"
    batch = load(tmp_path, nodes="id,kind,name\na,fund,A\nb,institute,B\n", links=rows)
    # The header is rid of byte order marks.
    noted = any(f"column we<U+{ord(sign):04X}>ight is not known" in note for note in batch.notes)
    assert noted or sign == "\ufeff"


@given(st.text())
def test_what_is_visible_prints_in_one_line(text: str) -> None:
    assert visible(text).isprintable() or any(not sign.isprintable() for sign in text)
    assert len(visible(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (
            '[[links]]\nsource = "a"\nrelation = { constant = "fund" }\ntarget = "b"',
            "'fund' is not a relation; did you mean",
        ),
        ('[[nodes]]\nname = "a"\nkind = { column = "b", values = { x = "instiute" } }', "'instiute' is not a kind"),
        ('[[nodes]]\nname = "a"\nkind = { column = "b", default = "foo" }', "'foo' is not a kind; known are"),
        ('[[links]]\nsource = "a"\ntarget = "b"', r"\[\[links\]\] has no relation"),
        ('[[sources]]\ntitle = "a"', r"\[\[sources\]\] has no id"),
    ],
)
def test_a_mapping_that_can_take_no_row_is_refused(tmp_path: Path, toml: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        load(tmp_path, mapping=toml, t="a,b\n1,2\n")
