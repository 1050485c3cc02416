"""The rows read of a file are its records by an independent count, and every line of it is accounted for."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecosystem.errors import BadInput
from ecosystem.intake import delimited
from ecosystem.intake.delimited import Delimited
from ecosystem.intake.files import opened
from ecosystem.intake.text import as_utf8

SEPARATORS = st.sampled_from(",;\t|")
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
PROSE = st.text(alphabet=st.sampled_from('xyế, ;\t|"\n\r=.'), max_size=14).map(str.strip)
FEW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Cells = tuple[str, ...]


def read(folder: Path, data: bytes, *, quick: bool = True) -> tuple[Delimited, list[Cells]]:
    """Return a table and its whole rows as a load gets them: read by DuckDB, or else by way of a clean copy."""
    path = folder / "t.csv"
    path.write_bytes(data)
    for copied in folder.glob("*.*.csv"):
        copied.unlink()
    with duckdb.connect() as connection:
        table = delimited.read(as_utf8(opened(str(path), folder), folder).file, folder, quick=quick)
        try:
            connection.execute(f"CREATE TABLE cells AS {table.sql}")
            accounted = table.accounts(connection)
        except duckdb.InvalidInputException:
            accounted = False
        if not accounted:
            return read(folder, data, quick=False)
        rows = connection.execute("SELECT * EXCLUDE (line) FROM cells ORDER BY line").fetchall()
    return table, [cells for row in rows if any(map(str.strip, cells := tuple(cell or "" for cell in row)))]


def lines_of(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text)) + (not text.endswith(("\r", "\n")))


def line_of(cells: Cells, separator: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\n").writerow(cells)
    return out.getvalue()


def records_of(text: str) -> int:
    """Count the lines that end outside quotes and hold more than separators and blanks."""
    pieces, quoted = [""], False
    for sign in text.replace("\r\n", "\n").replace("\r", "\n"):
        quoted ^= sign == '"'
        if sign == "\n" and not quoted:
            pieces.append("")
        else:
            pieces[-1] += sign
    return sum(bool(piece.strip('",;|\t\n ')) for piece in pieces)


@st.composite
def tables(draw: st.DrawFn) -> list[Cells]:
    rows = draw(st.lists(st.tuples(st.sampled_from(["fund", "lab"]), PROSE, PROSE), min_size=1, max_size=8))
    return [(f"n{number}", *row) for number, row in enumerate(rows)]


@st.composite
def written(draw: st.DrawFn, *, separator: str) -> tuple[str, list[Cells]]:
    """Return a text with mixed line ends, blank lines and rows that stop early or go on, and its rows."""
    rows = draw(tables())
    text = separator.join(("id", "kind", "name", "place")) + draw(ENDS)
    for cells in rows:
        out = io.StringIO(newline="")
        short = len(cells) - (draw(st.integers(0, 1)) if not cells[-1] and "\n" not in "".join(cells) else 0)
        quoting = csv.QUOTE_ALL if draw(st.booleans()) or re.search("[\r\n]", "".join(cells)) else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=separator, lineterminator=draw(ENDS), quoting=quoting).writerow(
            (*cells[:short], *[""] * (draw(st.integers(0, 2)) if short == len(cells) else 0))
        )
        text += out.getvalue() + draw(st.sampled_from(["", "", "", "\n", " \r\n", separator * 3 + "\n"]))
    return text, rows


@FEW
@given(data=st.data(), separator=SEPARATORS, codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_rows_are_the_records_of_the_file(tmp_path: Path, data: st.DataObject, separator: str, codec: str) -> None:
    text, rows = data.draw(written(separator=separator))
    table, found = read(tmp_path, text.encode(codec))
    counted = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    whole = [tuple((*cells, *[""] * 4)[:4]) for cells in counted if any(map(str.strip, cells))]
    assert not table.broken or any("\n" in cell or "\r" in cell for cells in rows for cell in cells)
    assert len(found) + len(table.broken) == table.lines.rows == len(rows) == len(whole) - 1 == records_of(text) - 1
    assert table.lines.to_dict()["all"] == lines_of(text)
    if not table.broken:
        assert found == whole[1:] == rows


@FEW
@given(rows=tables(), separator=SEPARATORS, at=st.integers(0, 7), closed=st.booleans())
def test_a_stray_quote_costs_its_row_alone(
    tmp_path: Path, rows: list[Cells], separator: str, at: int, *, closed: bool
) -> None:
    rows = [(*cells[:2], *(cell and "x" + cell.replace("\r", "\n") for cell in cells[2:])) for cells in rows]
    rows += [(f"n{number}", "fund", "Zeta", "Hue") for number in range(100, 103)]
    lines = [line_of(cells, separator) for cells in rows]
    stray = separator.join(("s", "fund", '"Stray', "")) + "\n"
    end = separator.join(("z", "fund", "Omega", 'Hue"')) + "\n" if closed else ""
    text = line_of(("id", "kind", "name", "place"), separator) + "".join([*lines[:at], stray, *lines[at:], end])
    table, found = read(tmp_path, text.encode())
    assert [cells for cells in found if cells[0] != "z"] == rows
    assert [one.cells[0] for one in table.broken] == ["s"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_prose_with_as_many_separators_as_the_table_stays_in_its_cell(tmp_path: Path, separator: str) -> None:
    rows = [
        ("a", "fund", "Hue,Da Nang,Hanoi\nHue,Vinh,Hanoi\nVinh,Hue,Hanoi".replace(",", separator)),
        ("b", "fund", "Hanoi"),
    ]
    text = "".join(line_of(cells, separator) for cells in [("id", "kind", "name"), *rows])
    table, found = read(tmp_path, text.encode())
    assert found == rows
    assert next(table.lines.notes()).startswith("a cell holds lines that may be rows (first in row 2)")


def test_a_row_with_a_line_end_at_the_end_of_a_cell_is_whole(tmp_path: Path) -> None:
    table, found = read(tmp_path, b'id,kind,name\n"a,b,c\n",fund,A\nb,fund,"x\n,y\n"\n\n')
    assert found == [("a,b,c\n", "fund", "A"), ("b", "fund", "x\n,y\n")]
    assert table.lines.to_dict() == {"all": 7, "header": 1, "blank": 1, "within": 3, "rows": 2}


@FEW
@given(text=st.text(alphabet=st.sampled_from('ab"\n\r,;\0ế'), max_size=40))
def test_every_line_of_any_text_is_accounted_for(tmp_path: Path, text: str) -> None:
    text = "id,kind,name\n" + text
    try:
        table, found = read(tmp_path, text.encode())
    except BadInput:
        return
    assert table.lines.to_dict()["all"] == lines_of(text)
    assert len(found) + len(table.broken) == table.lines.rows
