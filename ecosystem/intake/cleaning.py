"""The cells of a table without what surrounds their text."""

from __future__ import annotations

from collections.abc import Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path

from ecosystem.model.record_types import literal

NULL_WORDS = ("NULL", "null", "N/A", "n/a", "#N/A", "NaN", "nan", "None", "-", "--")
"""Words by which other programs write that there is nothing."""


def cleaned(rows: str, width: int, *, null: Sequence[str] = (), wrapped: bool = False) -> str:
    """Return SQL that gives the same rows with clean cells (line, c0, c1, …).

    Cells that hold one of the words `null` are empty; where cells are `wrapped` as a formula, ="007", it is taken off.
    """
    cells = [f"c{i}" for i in range(width)]
    bare = [
        f"CASE WHEN {is_wrapped(c)} THEN substr({c}, 3, length({c}) - 3) ELSE {c} END" if wrapped else c for c in cells
    ]
    words = ", ".join(map(literal, null))
    clean = [
        f"CASE WHEN clean({c}) IN ({words}) THEN NULL ELSE clean({c}) END" if null else f"clean({c})" for c in bare
    ]
    return f"SELECT line, {', '.join(f'{sql} AS {c}' for sql, c in zip(clean, cells, strict=True))} FROM {rows}"


def may_be_wrapped(path: Path) -> bool:
    """Say whether the bytes of a file, in whatever encoding, hold the signs that begin such a formula."""
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        return data.find(b'="') >= 0 or data.find(b'=\0"') >= 0


def is_wrapped(cell: str) -> str:
    """Return the condition that a cell is text wrapped as a formula, as spreadsheets keep a leading nought: ="007"."""
    return f"(starts_with({cell}, '=\"') AND ends_with({cell}, '\"') AND length({cell}) > 2)"
