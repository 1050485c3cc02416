"""A sheet as people lay it out: titles, headers of two rows, two tables, totals; each row keeps its number."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from ecosystem.errors import BadInput
from ecosystem.intake import Batch, delimited
from ecosystem.intake.engine import duckdb
from ecosystem.intake.excerpts import excerpts
from ecosystem.intake.files import opened
from ecosystem.intake.text import as_utf8
from ecosystem.stores import open_store
from loaders import _recognition

Rows = list[tuple[str, ...]]
HEADERS = {
    "nodes": ("id", "kind", "name", "place"),
    "links": ("source", "relation", "target", "weight"),
}
TEXT = st.text("abcđệVN ,;1\n", min_size=1, max_size=6).filter(str.strip)
TITLES = st.lists(st.text("ABCĐÁ :,-", min_size=3, max_size=20).filter(str.strip), max_size=3)
BLANK = st.integers(0, 2)


def load(folder: Path, **files: str) -> Batch:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    paths = [folder / f"{name}.csv" for name in files]
    return loaders.load(paths, store=open_store(str(folder / "s.duckdb")), dry_run=True)


def read(content: bytes) -> list[tuple[tuple[str, ...], Rows]]:
    """Return the header and the rows with their numbers of each table in a file."""
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        (Path(folder) / "t.csv").write_bytes(content)
        file = opened(f"{folder}/t.csv", Path(folder))
        file = as_utf8(file, Path(folder)).file
        found = excerpts(file, Path(folder), _recognition.knows(None))
        tables = [one.read(delimited.read(one.file, Path(folder), quick=False)) for one in found]
        rows = [connection.execute(f"SELECT * FROM ({one.sql}) ORDER BY line").fetchall() for one in tables]
        return [(table.header, some) for table, some in zip(tables, rows, strict=True)]


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[str, ...], Rows]:
    header = HEADERS[draw(st.sampled_from(sorted(HEADERS)))]
    return header, draw(st.lists(st.tuples(*[TEXT] * len(header)), min_size=1, max_size=4))


def written(rows: Rows, delimiter: str, end: str, *, wide: bool) -> str:
    """Return rows as text; a sheet that is `wide` has empty cells up to its last column, as spreadsheets write them."""
    out = io.StringIO()
    # Python's writer leaves a line feed bare where another sign ends the lines.
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    write = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerow
    for row in rows:
        write(row + ("",) * (4 - len(row)) if wide else row)
    return out.getvalue()


@given(
    st.lists(st.tuples(TITLES, BLANK, tables(), st.integers(1, 2)), min_size=1, max_size=3),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_tables_below_titles_and_blank_rows_are_read_with_the_numbers_of_their_rows(
    layout: list[tuple[list[str], int, tuple[tuple[str, ...], Rows], int]],
    delimiter: str,
    end: str,
    codec: str,
    wide: bool,
) -> None:
    sheet: Rows = []
    expected = []
    for titles, blank, (header, rows), between in layout:
        sheet += [(title,) for title in titles] + [()] * blank
        sheet.append(header)
        expected.append((header, [(len(sheet) + number, *row) for number, row in enumerate(rows, 1)]))
        sheet += rows + [()] * between
    content = written(sheet, delimiter, end, wide=wide).encode(codec)
    assert read(content) == expected


TABLE = "id,kind,name,valid_from,valid_to,staff\nvast,institute,VAST,1975,,120\nqtsc,it_zone,QTSC,2001,,30\n"


@pytest.mark.parametrize(
    ("above", "below", "said"),
    [
        ("DANH SÁCH VIỆN\n", "", ["row 1 is not read, as it stands above the header: DANH SÁCH VIỆN"]),
        ("Lập bởi,Sở KH&CN\n\n", "", ["row 1 is not read, as it stands above the header: Lập bởi, Sở KH&CN"]),
        ("Đơn vị,,,Thời gian,,\n", "", ["row 1 is not read, as it stands above the header: Đơn vị, Thời gian"]),
        ("", "Tổng cộng,,,,,150\n", ["row 4 is not read, as it is a total: Tổng cộng, 150"]),
        ("", ",,TOTAL:,,,150\n", ["row 4 is not read, as it is a total: TOTAL:, 150"]),
        (
            "",
            "cong,,,,,7\n\nSum,,,,,9\n",
            [f"row {n} is not read, as it is a total: {t}" for n, t in ((4, "cong, 7"), (6, "Sum, 9"))],
        ),
        (
            "",
            '\n,,"Huế, ngày 3 tháng 5 năm 2024"\nNgười lập biểu,,Giám đốc\n',
            [
                "row 5 is not read, as it is a remark below the table: Huế, ngày 3 tháng 5 năm 2024",
                "row 6 is not read, as it is a remark below the table: Người lập biểu, Giám đốc",
            ],
        ),
        ("", "\nNguồn: Sở KH&CN\n", ["row 5 is not read, as it is a remark below the table: Nguồn: Sở KH&CN"]),
    ],
)
def test_rows_around_a_table_are_reported_with_their_text(
    tmp_path: Path, above: str, below: str, said: list[str]
) -> None:
    batch = load(tmp_path, t=above + TABLE + below)
    assert batch.notes == [f"{tmp_path}/t.csv: {note}" for note in said]
    assert (batch.totals()["nodes"].created, batch.totals()["nodes"].rejected) == (2, 0)
    lines = batch.reports[0].lines
    text = above + TABLE + below
    assert lines["all"] == len(text.splitlines())
    assert (lines["rows"], lines["beside"]) == (2, len(said))


def test_a_header_of_two_rows_is_one(tmp_path: Path) -> None:
    rows = "id,kind,name,Period,\n,,,valid_from,valid_to\nvast,institute,VAST,1975,1970\n"
    batch = load(tmp_path, t=rows)
    assert [(one.row, one.column) for one in batch.rejections] == [(3, "valid_to")]
    assert batch.notes[0] == (
        f"{tmp_path}/t.csv: row 1 is read as headings above row 2: id, kind, name, Period; "
        "the columns are id, kind, name, valid_from, valid_to"
    )


@pytest.mark.parametrize("numbers", ["(1),(2),(3),(4),(5),(6)", "1,2,3,4,5,6", "[1],[2],[3],,,"])
def test_a_row_that_numbers_the_columns_is_not_read(tmp_path: Path, numbers: str) -> None:
    header, *rows = TABLE.splitlines()
    batch = load(tmp_path, t="\n".join([header, numbers, *rows]))
    assert [note.partition(":")[0] for note in batch.notes] == [
        f"{tmp_path}/t.csv",
    ]
    assert "row 2 is not read, as it numbers the columns" in batch.notes[0]
    assert batch.totals()["nodes"].read == 2


@pytest.mark.parametrize("row", ["total,enterprise,Total,,,", "sum,fund,Sum,2020,,3", "x,fund,Tổng,,,"])
def test_a_body_that_is_called_like_a_total_is_none(tmp_path: Path, row: str) -> None:
    batch = load(tmp_path, t=f"{TABLE}{row}\n")
    assert batch.totals()["nodes"].created == 3
    assert not batch.notes


def test_a_total_that_nothing_proves_is_a_row(tmp_path: Path) -> None:
    assert load(tmp_path, enterprises="name,staff\nFPT,5\nTotal,9\n").totals()["nodes"].created == 2
    assert load(tmp_path, enterprises="name,staff\nFPT,5\nCMC,4\nTotal,9\n").totals()["nodes"].created == 2


def test_rows_that_are_no_titles_are_not_skipped(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="row 1: no mapping knows these columns: This is, an odd, first row"):
        load(tmp_path, t="This is,an odd,first row\nid,kind,name\nvast,institute,VAST\n")


def test_a_blank_row_within_a_table_ends_it_not(tmp_path: Path) -> None:
    batch = load(tmp_path, t="id,kind,name\na,fund,A\n\nb,fund,B\n,,\nc,fund,\n\n\nd,gund,D\n")
    assert batch.totals()["nodes"].created == 3
    assert [(one.row, one.value) for one in batch.rejections] == [(9, "gund")]
    assert not batch.notes


def test_a_table_without_a_header_is_read_where_every_row_shows_its_columns(tmp_path: Path) -> None:
    batch = load(
        tmp_path, n="vast,institute,VAST\nqtsc,it_zone,QTSC\n", l="vast,collaborates_with,qtsc\nvast,funds,x\n"
    )
    assert (batch.totals()["nodes"].created, batch.totals()["links"].created) == (2, 1)
    assert [(Path(one.file).stem, one.row) for one in batch.rejections] == [("l", 2)]
    assert f"{tmp_path}/n.csv: there is no header; the columns are read as id, kind, name" in batch.notes
    with pytest.raises(BadInput, match="no mapping knows"):
        load(tmp_path, n="vast,institute,HUST\nqtsc,an odd kind,HUST\n")


def test_both_tables_of_a_sheet_are_loaded(tmp_path: Path) -> None:
    rows = "Bodies\nid,kind,name\na,fund,A\nb,fund,B\n\nLinks\nsource,relation,target\na,affiliated_with,b\na,x,b\n"
    batch = load(tmp_path, t=rows)
    assert (batch.totals()["nodes"].created, batch.totals()["links"].read) == (2, 2)
    assert [one.row for one in batch.rejections if one.column == "relation"] == [9]
    assert f"{tmp_path}/t.csv: it holds 2 tables, with headers in rows 2 and 7" in batch.notes


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("name\nViettel\nNgười lập trình Việt\n", 2),
        ("name\nViettel\nThủ trưởng Software\n", 2),
        ("id,name,staff\n1,2,3\n2,7-Eleven,9\n3,360,5\n", 3),
        ("name,city,employees\nViettel,Hanoi,50000\nFPT,Hanoi,1000\nTotal,,100000\n", 3),
        ("name,city,employees\nViettel,Hanoi,50000\nFPT,Hanoi,1000\nTotal,,51000\n", 2),
        ("name,city,employees\nViettel,Hanoi,50000\nFPT,Hanoi,1000\nTổng cộng,,51001\n", 2),
    ],
)
def test_a_body_that_is_named_like_a_remark_or_total_is_a_row(table: str, count: int, tmp_path: Path) -> None:
    assert load(tmp_path, enterprises=table).totals()["nodes"].created == count
