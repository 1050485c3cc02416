from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.intake import encoding
from ecosystem.intake.dialect import Dialect, detect
from ecosystem.model.names import fold

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
NAMES = ["id", "name", "Tên đơn vị", "weight<No. of pubs>", "Ngày\nký", 'the "level"', "year", "a/b", "#", "name:ID"]
CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters=',;|\t"\n'), max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    header = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    row = st.lists(CELLS, min_size=len(header), max_size=len(header)).filter(lambda cells: any(map(str.strip, cells)))
    return header, draw(st.lists(row, min_size=3, max_size=8))


def written(header: list[str], rows: list[list[str]], delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    # Some versions leave a line feed unquoted where lines end otherwise.
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([header, *rows])
    return out.getvalue()


@given(tables(), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_a_written_table_is_told_whatever_its_cells_hold(
    table: tuple[list[str], list[list[str]]], delimiter: str, end: str, complete: bool
) -> None:
    header, rows = table
    found = detect(written(header, rows, delimiter, end), complete=complete)
    assert (found.delimiter, found.header, found.skip) == (delimiter, tuple(header), 0)
    assert not found.lines_before_header


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_another_separator_in_one_header_cell_does_not_win(delimiter: str) -> None:
    for sign in ",;\t|".replace(delimiter, ""):
        header = ["id", f"name{sign} official", "year"]
        rows = [[str(i), "QTSC", "2001"] for i in range(3)]
        assert detect(written(header, rows, delimiter, "\n")).header == tuple(header)


def test_decimal_commas_and_lists_with_pipes_are_cells() -> None:
    assert detect("id;share;lat,lon\n1;3,5;10,8\n2;4,25;21,0\n").delimiter == ";"
    assert detect("id,tags|topics\n1,a|b\n2,c|d\n").delimiter == ","
    assert detect("id,name,tags\n1,A,x|y\n2,B,z|w\n").header == ("id", "name", "tags")


def test_commas_inside_quotes_do_not_count() -> None:
    assert detect('"a,b,c";x\n"1,2,3";y\n"4,5,6";z\n').header == ("a,b,c", "x")


def test_one_column_has_a_comma() -> None:
    assert detect("name\nQTSC; Saigon\nVAST | Hanoi\n") == Dialect(",", ("name",))


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_of_excel_is_obeyed(first: str, end: str) -> None:
    text = end.join(["\ufeff" + first, "id;a,b,c", "1;2,3,4", ""])
    assert detect(text) == Dialect(";", ("id", "a,b,c"), skip=1)


def test_blank_lines_before_the_header_are_told() -> None:
    for blank in ("\n", " \n", ",,\n", "\r\n\r\n"):
        assert detect(blank + "id,name\n1,QTSC\n") == Dialect(",", ("id", "name"), 0, lines_before_header=True)
    assert detect("sep=,\n\nid,name\n").lines_before_header


def test_header_cells_are_trimmed_composed_and_named() -> None:
    name = unicodedata.normalize("NFD", "Tên đơn vị")
    found = detect(f'\ufeff"id", {name} ,\u00a0,\n1,2,,\n')
    assert found.header == ("id", "Tên đơn vị", "column 3", "column 4")


def test_an_unfinished_last_row_is_ignored_unless_the_text_is_complete() -> None:
    text = 'a,b;c\n1,2;3\n4;5;6;7;"8'
    assert detect(text).header == detect("a,b;c\n1,2;3\n").header
    assert detect("id,name").header == ("id", "name")
    assert detect("x;y,z\n1;2,3\n4,5", complete=True).delimiter == ","
    assert detect("x;y,z\n1;2,3\n4,5").delimiter == ";"


def test_a_cell_of_any_length_is_no_obstacle() -> None:
    text = 'id;name\n1;"' + "đ, " * 100_000 + '"\n2;QTSC\n'
    assert detect(text, complete=True).header == ("id", "name")


@pytest.mark.parametrize("text", ["", "\ufeff", " \r\n\n\t\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the file is empty"):
        detect(text)


@pytest.mark.parametrize("text", ["sep=;\n", ",,\n,,\n", "sep=,\n,,\n"])
def test_a_file_without_a_header_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the file has no header"):
        detect(text)


def test_two_columns_of_one_name_are_refused_with_their_places() -> None:
    with pytest.raises(ValueError, match=r"two columns are named 'NAME' \(columns 2 and 5\)"):
        detect("id,name,x,y,NAME\n")
    with pytest.raises(ValueError, match=r"columns 1 and 2"):
        detect("Địa chỉ;dia chi\n1;2\n")
    assert detect("#,%,id\n").header == ("#", "%", "id")


def test_a_terminal_is_not_steered_by_a_header() -> None:
    with pytest.raises(ValueError, match="two columns") as caught:
        detect("a\x1b[2J,a\x1b[2J\n")
    assert "\x1b" not in str(caught.value)


@given(st.text(max_size=200), st.booleans())
def test_any_text_gives_a_header_or_one_line(text: str, complete: bool) -> None:
    try:
        header, said = detect(text, complete=complete).header, "a header"
    except ValueError as error:
        header, said = (), str(error)
    assert len(said.splitlines()) == 1
    assert bool(header) == (said == "a header")
    assert len({fold(name) or name for name in header}) == len(header)


REAL = {
    "cordis_h2020/organization.csv": (",", 25, "projectID"),
    "cordis_h2020/topics.csv": (",", 3, "projectID"),
    "cordis_h2020/cordisref-organizationActivityType.csv": (";", 4, "Code"),
    "crunchbase2013/crunchbase-acquisitions.csv": (",", 20, "company_permalink"),
    "innovationgraph/economy_collaborators.csv.gz": (",", 5, "weight"),
    "vn_admin_units/provinces_2025.csv": (",", 5, "code"),
    "vn_admin_units/provinces_legacy63.csv": (",", 5, "code"),
    "vn_admin_units/province_merge_2025.csv": (",", 4, "old_code"),
    "vn_admin_units/wards_2025.csv.gz": (",", 9, "code"),
    "vosviewer_crossref/Crossref_journal_citation_map.txt": ("\t", 7, "id"),
    "vosviewer_crossref/Crossref_journal_citation_network_10000.txt": ("\t", 3, "3"),
    "kgx_samples/graph_nodes.tsv": ("\t", 4, "id"),
    "kgx_samples/graph_edges.tsv": ("\t", 7, "subject"),
    "kgx_samples/graph_multi_category_nodes.tsv": ("\t", 4, "id"),
    "kgx_samples/graph_multi_category_edges.tsv": ("\t", 7, "subject"),
    "codex/triples.tsv.gz": None,
    "codex/triples_m.tsv.gz": None,
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_told(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("needs the real data in ../shared/data, which is absent")
    data = (SHARED / name).read_bytes()
    data = (gzip.decompress(data) if name.endswith(".gz") else data)[: 1 << 20]
    found = detect(data.decode(encoding.detect(data), "ignore"))
    delimiter, width, first = REAL[name] or ("\t", 3, found.header[0])
    assert (found.delimiter, len(found.header), found.header[0]) == (delimiter, width, first)
