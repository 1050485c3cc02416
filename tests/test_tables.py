"""Tables say what the answer says: exactly as JSON and CSV, harmlessly in spreadsheets and Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ecosystem import __version__, outputs
from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer, Column
from ecosystem.model.columns import Source
from ecosystem.model.rows import graph_of
from ecosystem.outputs import tables
from ecosystem.outputs._legal import harmless, legal

GRAPH = graph_of([], [], sources=[Source("r", title="Report", date="2024", url="https://example.org/r")])
VALUES = st.one_of(
    st.none(), st.integers(), st.floats(), st.text(), st.sampled_from("=+-@\t\r\n＝|").map("{}1|a".format)
)
ROWS = st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=5)


def answer(rows: list[tuple[str | int | float | None, ...]], *notes: str) -> Answer:
    return Answer("A title", (Column("id"), Column("value", "links"), Column("c|d")), rows, GRAPH, notes)


@given(ROWS, st.text())
def test_json_reads_back_as_the_answer_and_cannot_steer_a_terminal(
    rows: list[tuple[str | int | float | None, ...]], note: str
) -> None:
    one = answer(rows, note)
    text = tables.text(one, "json")
    assert json.loads(text) == one.to_dict()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)


@given(ROWS)
def test_csv_keeps_every_cell_and_no_spreadsheet_finds_a_formula(
    rows: list[tuple[str | int | float | None, ...]],
) -> None:
    one = answer(rows)
    head, *read = csv.reader(io.StringIO(tables.text(one, "csv"), newline=""))
    assert head == ["id", "value", "c|d"]
    for cells, row in zip(read, one.to_dict()["rows"], strict=True):
        for cell, value in zip(cells, row.values(), strict=True):
            if value is None:
                assert cell == ""
            elif isinstance(value, str):
                assert cell in (harmless(value), "'" + harmless(value))
                assert not re.match("[=+@\t\r\n＝＋－＠-]", cell) or re.fullmatch(
                    r"[+-]?\d[\d.,]*([eE][+-]?\d+)?", cell
                )
            else:
                assert type(value)(cell) == value


def test_csv_files_open_in_excel_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    outputs.write(answer([("Đại học", -3.5, "-3.5"), ("=1+1", 0.1 + 0.2, None)]), path)
    assert path.read_bytes() == (
        b"\xef\xbb\xbf" + "id,value,c|d\nĐại học,-3.5,-3.5\n'=1+1,0.30000000000000004,\n".encode()
    )
    assert not tables.text(answer([]), "csv").startswith("\ufeff")


@given(ROWS)
def test_markdown_rows_have_as_many_cells_as_columns(rows: list[tuple[str | int | float | None, ...]]) -> None:
    lines = tables.text(answer(rows), "md").split("\n")
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == (len(rows) + 2 if rows else 0)
    for line in table:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 4


def test_markdown_shows_values_as_people_read_them_and_escapes_markup() -> None:
    one = answer([("<b>a</b> | *b*\nc", 2 / 3, None)], "A __note__ on `x_y`.")
    assert tables.text(one, "md") == (
        "## A title\n\n"
        "| id | value (links) | c\\|d |\n"
        "|---|--:|---|\n"
        "| &lt;b&gt;a&lt;/b&gt; \\| \\*b\\* c | 0.6667 |  |\n\n"
        "- A \\_\\_note\\_\\_ on \\`x_y\\`.\n"
    )


def test_markdown_lists_the_sources() -> None:
    one = Answer("t", (Column("id"),), [("a",)], GRAPH, evidence=(("r#page 4", "s"),))
    assert tables.text(one, "md").endswith(
        "Sources\n\n1. r: Report, 2024, https://example.org/r\n2. s: not described\n"
    )


@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_a_workbook_keeps_numbers_as_numbers_and_text_as_text(
    rows: list[tuple[str | int | float | None, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("book") / "answer.xlsx"
    one = answer(rows)
    outputs.write(one, path)
    sheet = load_workbook(path)["table"]
    for number, row in enumerate(one.to_dict()["rows"], 2):
        for column, value in enumerate(row.values(), 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                assert cell.data_type == ("s" if value else "n")
                assert (cell.value or "") == legal(value)
            else:
                assert cell.data_type == "n"
                assert value is not None or cell.value is None
                assert value is None or abs(value) > 1e300 or cell.value == pytest.approx(value)


def test_a_workbook_has_notes_and_sources_and_says_no_time(tmp_path: Path) -> None:
    path = tmp_path / "answer.xlsx"
    one = Answer("t", (Column("id"), Column("n")), [("=1+1", 2)], GRAPH, ("A note.",), (("r",),), command="ecosystem x")
    outputs.write(one, path)
    book = load_workbook(path)
    assert book.sheetnames == ["table", "notes", "sources"]
    assert [[cell.value for cell in row] for row in book["notes"]] == [
        ["t"],
        ["A note."],
        [f"Asked with ecosystem-explorer {__version__}: ecosystem x"],
    ]
    assert [cell.value for cell in book["sources"][2]][:2] == ["r", "Report"]
    table = book["table"]
    assert (table["A2"].value, table["A2"].data_type, table["B2"].value) == ("=1+1", "s", 2)
    assert table["A1"].font.bold
    assert table.freeze_panes == "A2"
    assert book.properties.created == book.properties.modified == datetime(1980, 1, 1)


def test_a_text_too_long_for_a_cell_ends_in_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "answer.xlsx"
    outputs.write(answer([("x" * 100_000, 1, "")]), path)
    value = str(load_workbook(path)["table"]["A2"].value)
    assert len(value) == 32_767
    assert value.endswith("x…")


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"1048576 rows .* write \.csv"):
        outputs.write(answer([("a", 1, None)] * 1_048_576), tmp_path / "answer.xlsx")
    assert not list(tmp_path.iterdir())
