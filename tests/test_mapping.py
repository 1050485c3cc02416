"""A mapping reads the columns that people already have, and says what is wrong with itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from facts import links_once

import loaders
from ecosystem import Scope
from ecosystem.errors import BadInput
from ecosystem.intake import mapping_file
from ecosystem.stores import open_store

MINISTRY = """
[[nodes]]
id = { text = "org:{Mã số}" }
kind = { column = "Loại", values = { "Viện" = "institute", "Trường" = "university" }, default = "enterprise" }
name = ["Tên đầy đủ", "Tên"]
aliases = { column = "Tên khác", separator = ";" }
attributes = { staff = { column = "Nhân sự", decimal = "," } }

[[nodes]]
when = "Quỹ"
id = "Quỹ"
kind = { constant = "fund" }

[[links]]
source = "Tên"
relation = { constant = "collaborates_with" }
target = { column = "Đối tác", each = "/" }
weight = { column = "Điểm", decimal = "," }

[[links]]
when = "Quỹ"
source = "Quỹ"
relation = { constant = "funds" }
target = "Tên"
"""
ROWS = """Mã số;Tên;Loại;Tên khác;Nhân sự;Đối tác;Điểm;Quỹ
1;Alpha;VIEN;A1; 1.250,5 ;Beta / Gamma;0,5;Nafosted
2;Beta;Trường;B1 ; B2;;;;
3;Gamma;;;7;Alpha;;
"""


def load(folder: Path, toml: str = MINISTRY, rows: str = ROWS.replace("B1 ; B2", '"B1 ; B2"')) -> loaders.Batch:
    (folder / "mapping.toml").write_text(toml, "utf-8")
    (folder / "table.csv").write_text(rows, "utf-8")
    store = open_store(str(folder / "s.duckdb"))
    return loaders.load([folder / "table.csv"], store=store, mapping=folder / "mapping.toml")


def test_one_row_gives_nodes_and_links_by_every_means_of_a_mapping(tmp_path: Path) -> None:
    batch = load(tmp_path)
    assert not batch.rejections
    graph = open_store(str(tmp_path / "s.duckdb")).read(Scope())
    drawn = graph.to_networkx()
    kinds = {id: told["kind"] for id, told in drawn.nodes(data=True)}
    assert kinds == {"org:1": "institute", "org:2": "university", "org:3": "enterprise", "Nafosted": "fund"}
    assert drawn.nodes["org:1"]["staff"] == "1250.5"
    assert drawn.nodes["org:2"]["aliases"] == "B1|B2"
    links = sorted((a, told["relation"], b, str(told.get("weight"))) for a, b, told in links_once(graph))
    assert links == [
        ("Nafosted", "funds", "org:1", "None"),
        ("org:1", "collaborates_with", "org:2", "0.5"),
        ("org:1", "collaborates_with", "org:3", "0.5"),
        ("org:1", "collaborates_with", "org:3", "None"),
    ]
    assert batch.reports[0].counts["links"].read == 4
    again = load(tmp_path)
    assert again.totals()["links"].unchanged == 4


def test_a_row_with_several_links_is_rejected_link_by_link(tmp_path: Path) -> None:
    batch = load(tmp_path, rows=ROWS.replace("Beta / Gamma", "Beta / Delta / Gamma").replace("B1 ; B2", '"B1 ; B2"'))
    assert [(one.row, one.column, one.value) for one in batch.rejections] == [(2, "Đối tác", "Delta")]
    assert batch.reports[0].counts["links"].created == 4


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("", "gives nothing"),
        ("nodes = 3", "nodes: write a list"),
        ("nodes = [3]", r"write a table \[\[nodes\]\]"),
        ("[[nodes]]\nname = 3", "name of a column in quotes"),
        ("[[nodes]]\nnick = 'a'", "no field 'nick'"),
        ("[[nodes]]\nname = { colum = 'a' }", "give a column, a text or a constant"),
        ("[[nodes]]\nname = { column = 'a', text = 'b' }", "give a column, a text or a constant"),
        ("[[nodes]]\nname = { column = 'a', seperator = ';' }", "no setting 'seperator'"),
        ("[[nodes]]\nname = { column = 'a', separator = '' }", "'separator' is not text"),
        ("[[nodes]]\nname = { column = 'a', values = 'b' }", "values as a table"),
        ("[[nodes]]\nname = { column = 'a', values = { b = [1] } }", "'b' is not text"),
        ("[[nodes]]\nname = 'a'\nattributes = 'b'", "attributes: write"),
        ("[[nodes]]\nname = 'a'\nwhen = 1", "when: write the name"),
        ("requires = 'a'\n[[nodes]]\nname = 'a'", "requires: write a list"),
        ("require = ['a']\n[[nodes]]\nname = 'a'", "no setting 'require'"),
        ("[[nodes]\nname = 'a'", "not TOML"),
    ],
)
def test_a_mapping_that_is_none_is_refused_in_one_line(tmp_path: Path, toml: str, said: str) -> None:
    (tmp_path / "m.toml").write_text(toml)
    with pytest.raises(BadInput, match=said) as raised:
        mapping_file.load(tmp_path / "m.toml")
    assert "\n" not in str(raised.value)
