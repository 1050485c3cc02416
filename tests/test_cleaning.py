"""Cells are cleaned and names folded in SQL as they are in Python."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.intake import staging
from ecosystem.model.names import fold

CASES: dict[str, str] = json.loads(Path(__file__).with_name("folds.json").read_text("utf-8"))
UNSEEN = "\u00ad\u200b\u200e\u200f\u202a\u202e\u2060\ufeff"
LATIN = st.text(f"abc XYZ ăâêđĐếỘừŸé-_.,|'\u0301\u0323\u00a0\t{UNSEEN}", max_size=14)
ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=14)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        staging.prepare(connection)
        yield connection


@settings(max_examples=300, deadline=None)
@given(text=LATIN | ANY)
def test_a_clean_cell_is_nfc_without_blanks_around_it_and_unseen_signs(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    seen = text.translate(dict.fromkeys([*map(ord, UNSEEN), *range(0x202A, 0x202F)]))
    expected = unicodedata.normalize("NFC", seen).strip(" \t\r\n\xa0") or None
    assert connection.execute("SELECT clean(?)", [text]).fetchall() == [(expected,)]


@settings(max_examples=300, deadline=None)
@given(text=st.text("ab |\n\té", max_size=12))
def test_a_list_holds_each_value_once_and_none_that_is_empty(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    values = {value.strip(" ") for value in text.strip().replace("\t", " ").replace("\n", " ").split("|")} - {""}
    found = connection.execute("SELECT listed(clean(?), '|')", [text]).fetchall()[0][0]
    assert sorted((found or "").replace("\t", " ").split("\n")) == (sorted(values) or [""])


@pytest.mark.parametrize(("name", "folded"), CASES.items())
def test_a_name_folds_as_written_down(connection: duckdb.DuckDBPyConnection, name: str, folded: str) -> None:
    assert fold(name) == folded
    assert connection.execute("SELECT fold(?)", [name]).fetchall() == [(folded,)]


@settings(max_examples=300, deadline=None)
@given(names=st.lists(LATIN | st.text(st.sampled_from("".join(CASES) + "+#.\n")), min_size=1, max_size=3))
def test_names_fold_alike(connection: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    lines = [name.replace("\n", " ") for name in names]
    assert connection.execute("SELECT fold(?)", [names[0]]).fetchall() == [(fold(names[0]),)]
    assert connection.execute("SELECT folds(?)", ["\n".join(lines)]).fetchall() == [("\n".join(map(fold, lines)),)]
