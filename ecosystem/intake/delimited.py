"""A delimited text file as rows of SQL, each with its number as a spreadsheet shows it.

Well-formed UTF-8 is read by DuckDB as it stands. Everything else (other encodings, blank lines, bare carriage
returns, ragged rows, broken quotes, NULs) goes through Python's csv module into a clean copy, which is slower and
says for every row that cannot be read what is wrong. Both give the same rows.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ecosystem.errors import BadInput
from ecosystem.intake import dialect, encoding
from ecosystem.intake.dialect import Dialect
from ecosystem.intake.files import File
from ecosystem.intake.signs import Signs
from ecosystem.intake.signs import signs as signs_of
from ecosystem.model.record_types import literal

_BEFORE = 1000
"""The bytes before the first one beyond ASCII that are looked at with it."""
_CLOSE = "double every quote inside a cell, and close the last one"
csv.field_size_limit(1 << 28)

_LINES_OF_PROSE = 3
"""The lines, all as wide as the table, from which a quoted cell is taken for rows that a stray quote has swallowed."""
_MOSTLY = 0.9
"""The share of lines below a quote that is never closed which must be as wide as the table to be its rows."""


@dataclass(frozen=True)
class Broken:
    """A row that is no row of the table; where its quotes are broken its text stands whole as its only cell."""

    line: int
    cells: tuple[str, ...]
    reason: str
    remedy: str
    whole: bool = False


@dataclass(frozen=True)
class Delimited:
    """A table: its header, and SQL that gives its rows as `line, c0, c1, …`; `broken` rows are not among them.

    `lines` counts those below the header where they were not looked at one by one; `filled` rows had too few cells;
    in a table that is `wrapped` some cells may hold their text as a formula, ="007".
    """

    header: tuple[str, ...]
    encoding: str
    delimiter: str
    sql: str
    quick: bool
    wrapped: bool = False
    lines: int = 0
    filled: int = 0
    broken: list[Broken] = field(default_factory=list)


def read(file: File, folder: Path, *, quick: bool = True) -> Delimited:
    """Return the table in a file. A clean copy, where one is needed, is laid into `folder`.

    Raises `BadInput` for what is no table.
    """
    signs = signs_of(file.path)
    codec = _encoding(file, signs)
    try:
        sample = file.head.decode(codec, errors="ignore")
        form = dialect.detect(sample, complete=len(file.head) == file.path.stat().st_size)
    except ValueError as error:
        raise BadInput(f"{file.name}: {error}") from None
    if quick and codec.startswith("utf-8") and signs.regular and not form.lines_before_header:
        sql = _rows_sql(file.path, form.header, delimiter=form.delimiter, skip=form.skip + 1)
        lines = signs.lines - form.skip - 1
        return Delimited(form.header, codec, form.delimiter, sql, quick=True, wrapped=signs.wrapped, lines=lines)
    return _clean_copy(file, folder, codec, form)


def _encoding(file: File, signs: Signs) -> str:
    if not file.head.strip():
        raise BadInput(f"{file.name}: the file is empty")
    if said := encoding.refusal(file.head):
        raise BadInput(f"{file.name}: {said}")
    try:
        whole = len(file.head) == file.path.stat().st_size
        return encoding.detect(_telling_part(file, signs), complete=whole)
    except ValueError:
        raise BadInput(f"{file.name}: this is not text; save the table as CSV UTF-8") from None


def _telling_part(file: File, signs: Signs) -> bytes:
    """Return the head, or where that is plain ASCII the first part of the file that is not."""
    if signs.beyond < len(file.head):
        return file.head
    with file.path.open("rb") as stream:
        stream.seek(signs.beyond - _BEFORE)
        return stream.read(len(file.head))


def _rows_sql(path: Path, header: tuple[str, ...], *, delimiter: str, skip: int) -> str:
    columns = [f"c{i}" for i in range(len(header))]
    types = ", ".join(f"{column}: 'VARCHAR'" for column in columns)
    return (
        f"SELECT row_number() OVER () + {skip} AS line, {', '.join(columns)} "
        f"FROM read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {skip}, "
        f"columns = {{{types}}}, delim = {literal(delimiter)}, quote = '\"', escape = '\"', strict_mode = true)"
    )


def _clean_copy(file: File, folder: Path, codec: str, form: Dialect) -> Delimited:
    path = folder / f"{len(list(folder.iterdir()))}.clean.csv"
    broken: list[Broken] = []
    width, filled, wrapped = len(form.header), 0, False
    with path.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
        for line, cells, reason in _records(file, codec, form):
            if reason:
                broken.append(Broken(line, cells, reason, _CLOSE, whole=True))
            elif any("\0" in cell for cell in cells):
                broken.append(Broken(line, cells, "a cell holds a NUL character", "delete the character"))
            elif (whole := _whole(cells, width)) is None:
                broken.append(_ragged(line, cells, width))
            else:
                filled += len(cells) < width
                wrapped = wrapped or any(cell.startswith('="') for cell in cells)
                write((line, *whole))
    columns = "".join(f", c{i}: 'VARCHAR'" for i in range(width))
    sql = (
        f"SELECT * FROM read_csv({literal(str(path))}, auto_detect = false, header = false, new_line = '\\n', "
        f"columns = {{line: 'BIGINT'{columns}}}, delim = ',', quote = '\"', escape = '\"', "
        "max_line_size = 300000000)"
    )
    return Delimited(
        form.header, codec, form.delimiter, sql, quick=False, wrapped=wrapped, filled=filled, broken=broken
    )


def _whole(cells: tuple[str, ...], width: int) -> tuple[str, ...] | None:
    """Return the cells of a row as wide as the header where only empty ones at its end are missing or too many.

    A row with line ends in it may be short for another reason: a quote that was not closed.
    """
    if len(cells) < width and any("\n" in cell or "\r" in cell for cell in cells):
        return None
    if any(cell.strip() for cell in cells[width:]):
        return None
    return (*cells[:width], *[""] * (width - len(cells)))


def _ragged(line: int, cells: tuple[str, ...], width: int) -> Broken:
    return Broken(
        line,
        cells,
        f"the row has {len(cells)} cells, the header {width}",
        "give the row as many cells as the header; put quotes around a cell that holds the separator or a line break",
    )


def _records(file: File, codec: str, form: Dialect) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Yield every row below the header: its number in a spreadsheet, its cells, and what is wrong with its quotes."""
    with file.path.open(encoding=codec, newline="") as stream:
        for _ in range(form.skip):
            stream.readline()
        taken: list[str] = []
        reader = csv.reader(_taped(stream, taken), delimiter=form.delimiter, strict=True)
        line, headed = form.skip, False
        while True:
            line += 1
            taken.clear()
            try:
                cells, fault = tuple(next(reader)), ""
            except StopIteration:
                return
            except csv.Error as error:
                cells, fault = ("".join(taken),), f"the quotes of the row are broken ({error})"
            except UnicodeDecodeError as error:
                raise BadInput(
                    f"{file.name} line {_line_of_fault(file, codec)}: byte {error.object[error.start]:#04x} is not "
                    f"{codec}; save the table as CSV UTF-8"
                ) from None
            if not any(cell.strip() for cell in cells):
                continue
            whole = not fault and len(cells) == len(form.header)
            if headed and _are_rows(taken[1:], form, whole=whole):
                for number, text in enumerate(taken):
                    yield line + number, *_row(text, form)
                line += len(taken) - 1
            elif headed:
                yield line, cells, fault
            headed = True


def _are_rows(lines: list[str], form: Dialect, *, whole: bool) -> bool:
    """Say whether the further lines of a quoted cell are rows of the table, with a cell for every column.

    A cell of a row that is `whole` may have some lines with as many separators, and prose has a blank after them;
    below a quote that is never closed a few lines may be faulty themselves.
    """
    width, lines = len(form.header), [text for text in lines if text.strip()]
    if width < 3 or len(lines) < (_LINES_OF_PROSE if whole else 1):
        return False
    if whole and any(f"{form.delimiter} " in text for text in lines):
        return False
    fitting = sum(len(_row(text, form)[0]) == width for text in lines)
    return fitting == len(lines) if whole else fitting >= _MOSTLY * len(lines)


def _row(text: str, form: Dialect) -> tuple[tuple[str, ...], str]:
    """Return the cells of a line, or the line whole where its quotes are broken, and what is wrong with it."""
    try:
        return tuple(next(csv.reader([text], delimiter=form.delimiter, strict=True))), ""
    except csv.Error as error:
        return (text,), f"the quotes of the row are broken ({error})"


def _line_of_fault(file: File, codec: str) -> int:
    """Return the line in which decoding fails; the reader has looked ahead of the row that it gives."""
    decoder, lines = codecs.getincrementaldecoder(codec)(), 1
    with file.path.open("rb") as stream:
        for raw in stream:
            try:
                decoder.decode(raw)
            except UnicodeDecodeError:
                break
            lines += 1
    return lines


def _taped(stream: Iterable[str], taken: list[str]) -> Iterator[str]:
    for text in stream:
        taken.append(text)
        yield text
