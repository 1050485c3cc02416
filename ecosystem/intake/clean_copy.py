"""A clean copy of a table that DuckDB cannot read as it stands, and the rows that are not rows of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ecosystem.intake.dialect import DELIMITERS, Dialect
from ecosystem.intake.records import Lines, Record, records
from ecosystem.intake.stray_quotes import is_broken, leniently
from ecosystem.model.record_types import literal

_ESCAPED = 0xDC00
"""What Python adds to a byte that it cannot decode."""
_FEW = 3
"""The columns from which a row of one cell with as many other separators is taken for one of another form."""
_ODD = re.compile("[\0\udc80-\udcff]")
_CLOSE = "double every quote inside a cell, and close the last one"
_NAMES = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "pipes"}
_MORE = "give the row as many cells as the header; put quotes around a cell that holds the separator or a line break"


@dataclass(frozen=True)
class Broken:
    """A row that is not one of the table, and the column at fault where it is one.

    Where its quotes are broken its `text` is kept, and its cells are as far as they can be made out.
    """

    line: int
    cells: tuple[str, ...]
    reason: str
    remedy: str
    column: str = ""
    text: str = ""


@dataclass
class Copy:
    """What a clean copy holds: `filled` rows had too few cells, some cells may be `wrapped` in a formula, ="007"."""

    sql: str
    lines: Lines = field(default_factory=Lines)
    filled: int = 0
    wrapped: bool = False
    broken: list[Broken] = field(default_factory=list)


def clean_copy(text: Iterable[str], form: Dialect, path: Path) -> Copy:
    """Write the whole rows of a text to `path`, each with its number, and return what became of the others."""
    width = len(form.header)
    copy = Copy(_sql(path, width))
    with path.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        for one in records(text, form, copy.lines):
            whole = None if one.fault or _otherwise(one.cells, form) else _whole(one.cells, width, form.delimiter)
            odd = _odd(whole or ())
            if whole is None or odd is not None:
                copy.broken.append(_broken(one, form, odd))
                continue
            copy.filled += len(one.cells) < width
            copy.wrapped = copy.wrapped or any(cell.startswith('="') for cell in whole)
            write((one.line, *whole))
    return copy


def _sql(path: Path, width: int) -> str:
    columns = "".join(f", c{i}: 'VARCHAR'" for i in range(width))
    return (
        f"SELECT * FROM read_csv({literal(str(path))}, auto_detect = false, header = false, new_line = '\\n', "
        f"columns = {{line: 'BIGINT'{columns}}}, delim = ',', quote = '\"', escape = '\"', "
        "max_line_size = 300000000)"
    )


def _whole(cells: tuple[str, ...], width: int, delimiter: str) -> tuple[str, ...] | None:
    """Return the cells of a row as wide as the header where only empty ones at its end are missing or too many.

    A row may be short for another reason, too: a quote that was not closed, so that a cell holds what follows.
    """
    if len(cells) < width and any(delimiter in cell and is_broken(cell) for cell in cells):
        return None
    if any(cell.strip() for cell in cells[width:]):
        return None
    return (*cells[:width], *[""] * (width - len(cells)))


def _otherwise(cells: tuple[str, ...], form: Dialect) -> str:
    """Return the separator that parts a row which has but one cell by that of the table, "" where none does."""
    if len(cells) > 1 or len(form.header) < _FEW:
        return ""
    return next((one for one in DELIMITERS if cells[0].count(one) == len(form.header) - 1), "")


def _odd(cells: tuple[str, ...]) -> int | None:
    """Return the first column whose cell holds a NUL, or a byte that is not of the encoding."""
    if not _ODD.search("".join(cells)):
        return None
    return next(column for column, cell in enumerate(cells) if _ODD.search(cell))


def _broken(one: Record, form: Dialect, odd: int | None) -> Broken:
    cells = tuple(map(_shown, one.cells))
    if one.fault:
        text, told = cells[0], leniently(cells[0], form.delimiter)
        fits = len(text.splitlines()) == 1 and len(told) <= len(form.header)
        return Broken(one.line, told if fits else (), one.fault, _CLOSE, text=text)
    if other := _otherwise(one.cells, form):
        reason = f"the row is separated by {_NAMES[other]}, the header by {_NAMES.get(form.delimiter, form.delimiter)}"
        return Broken(one.line, cells, reason, "separate all rows by the same sign")
    if odd is None:
        return Broken(one.line, cells, f"the row has {len(cells)} cells, the header {len(form.header)}", _MORE)
    if (sign := _ODD.findall(one.cells[odd])[0]) == "\0":
        return Broken(one.line, cells, "a cell holds a NUL character", "delete the character", form.header[odd])
    reason = f"the byte {ord(sign) - _ESCAPED:#04x} is not of the encoding"
    return Broken(
        one.line, cells, reason, "write the letter again, or name the encoding with --encoding", form.header[odd]
    )


def _shown(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
