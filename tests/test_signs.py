"""One pass over the bytes of a file finds what looking at them whole finds."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecosystem.intake import signs as of_bytes
from ecosystem.intake.signs import Signs, signs
from ecosystem.intake.spans import within

PIECES = st.sampled_from(
    [b"a", b"\r", b"\n", b"\r\n", b"=", b'"', b'="', b"\0", "ế".encode(), "ế".encode()[:2], b"\xff"]
)


@pytest.mark.parametrize("chunk", [1, 2, 3, 1 << 20])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=12))
def test_a_pass_in_chunks_finds_what_the_whole_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pieces: list[bytes], chunk: int
) -> None:
    monkeypatch.setattr(of_bytes, "_CHUNK", chunk)
    data = b"".join(pieces)
    path = tmp_path / "bytes"
    path.write_bytes(data)
    found = signs(path)
    try:
        utf8 = bool(data.decode() or True)
    except UnicodeDecodeError:
        utf8 = False
    beyond = re.search(rb"[\x80-\xff]", data)
    alike = b"\r" not in data or not re.search(rb"\r(?!\n)|(?<!\r)\n", data)
    assert found.regular == (utf8 and b"\0" not in data and alike)
    assert found.beyond == (beyond.start() if beyond else -1)
    assert found.lines == data.count(b"\n") + (not data.endswith(b"\n"))
    assert found.wrapped == (b'="' in data)


def test_a_sign_that_two_chunks_share_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(b'ab="7"\r\n')
    for chunk in range(1, 9):
        monkeypatch.setattr(of_bytes, "_CHUNK", chunk)
        assert signs(path) == Signs(feeds=1, returns=1, pairs=1, wrapped=True, closed=True)


@pytest.mark.parametrize(
    ("rows", "lines", "accounted"),
    [
        ([("a", "b", "c"), ("d", "e", "f")], 2, True),
        ([("a", "Hue,\nHa Noi", "c")], 2, True),
        ([("a", "b", "c")], 2, False),  # a blank line
        ([("a", "b", "one\nd,e,f\ng")], 3, False),
        ([("a", "one\nd,e", "c")], 2, False),
        ([("a", "one\nd", "c"), ("a", "b", None)], 3, True),
    ],
)
def test_lines_within_cells_are_accounted_for(
    rows: list[tuple[str | None, ...]], lines: int, *, accounted: bool
) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE cells (line BIGINT, c0 VARCHAR, c1 VARCHAR, c2 VARCHAR)")
        connection.executemany("INSERT INTO cells VALUES (1, ?, ?, ?)", rows)
        assert within(connection, 3, ",", lines) == (lines - len(rows) if accounted else None)
