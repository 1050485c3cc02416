"""The tables of a sheet, each as a file of its own in which all other lines are blank, so that rows keep their numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from ecosystem.intake import encoding, sheet
from ecosystem.intake.delimited import Delimited
from ecosystem.intake.files import File
from ecosystem.intake.headless import names as invented
from ecosystem.intake.sheet import Knows, Row, Table

_DELIMITERS = "\t;,|"
_BLANK_ROW, _BETWEEN_RETURNS = re.compile(rb'\n[ \t,;|"\r]*\n'), re.compile(rb'\r[ \t,;|"]*\r')
_END = 2000
"""The bytes at the end of a file in which totals and remarks are looked for."""
_TOP = 20_000
"""The bytes at the start of a file in which its header is looked for."""
_FIRST, _SURE = 200, 2
"""The rows by which the separator is found out, and those that show that there is no header."""
_LARGEST = 1 << 24
"""The bytes of a file beyond which nobody has laid it out by hand."""
_SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A table as a file, the row of its header, 0 where one had to be made, and what to say of the sheet.

    `encoding` is that of the sheet where the table was copied out of it; `others` are the rows of the sheet that are
    laid as blank lines, `below` those that are not laid.
    """

    file: File
    header_row: int = 1
    encoding: str = ""
    notes: tuple[str, ...] = ()
    others: tuple[Row, ...] = ()
    below: tuple[Row, ...] = ()

    def read(self, table: Delimited) -> Delimited:
        """Return the table that was read from the excerpt with the encoding and row numbers of the sheet."""
        table = replace(table, encoding=self.encoding or table.encoding)
        filled = [row for row in self.below if row.filled]
        table.lines.beside = sum(row.text.count("\n") + 1 for row in (*self.others, *filled))
        table.lines.blank += len(self.below) - len(filled) - len(self.others)
        if self.header_row:
            return table
        table.lines.header = 0
        cells = ", ".join(f"c{i}" for i in range(len(table.header)))
        broken = [replace(row, line=row.line - 1) for row in table.broken]
        return replace(table, sql=f"SELECT line - 1 AS line, {cells} FROM ({table.sql})", broken=broken)


def excerpts(file: File, folder: Path, knows: Knows) -> list[Excerpt]:
    """Return the tables of a file: itself where it is a plain table, or where nothing shows what else it is."""
    size = file.path.stat().st_size
    if size > _LARGEST or _is_plain(file, knows):
        return [Excerpt(file)]
    try:
        codec = encoding.detect(file.head, complete=len(file.head) == size)
        text = file.path.read_bytes().decode(codec)
    except ValueError:
        return [Excerpt(file)]
    found, tables, delimiter = _found(text, knows)
    if not tables or (len(tables) == 1 and _is_whole(tables[0])):
        return [Excerpt(file)]
    notes = [note for table in tables for note in _notes(table)]
    if len(tables) > 1:
        headers = " and ".join(str(table.header[-1].number) for table in tables)
        notes.insert(0, f"it holds {len(tables)} tables, with headers in rows {headers}")
    made = [_excerpt(file, folder, found, table, delimiter) for table in tables]
    return [replace(one, encoding=codec, notes=() if number else tuple(notes)) for number, one in enumerate(made)]


def _is_plain(file: File, knows: Knows) -> bool:
    """Say at a glance whether a file is a table with a known header above and nothing below."""
    head = file.head.rstrip()
    if b"\0" in head[:1000] or _BLANK_ROW.search(head) or (b"\r" in head and _BETWEEN_RETURNS.search(head)):
        return False
    if not file.head.strip():
        return True
    with file.path.open("rb") as stream:
        stream.seek(max(0, file.path.stat().st_size - _END))
        end = stream.read().decode("utf-8", "ignore").splitlines()[-3:]
    top = file.head[:_TOP].decode("utf-8-sig", "ignore")
    for delimiter in _DELIMITERS:
        first, *second = [*islice((row for row in sheet.rows(top, delimiter) if row.filled), 2)] or [Row(1, "", ("",))]
        if knows(first.cells):
            last = [row for line in end for row in sheet.rows(line, delimiter) if row.filled]
            if sheet.is_double(first, *second, knows=knows) or any(map(sheet.numbers_columns, second)):
                return False
            return not any(map(sheet.may_be_below, last))
    return False


def _found(text: str, knows: Knows) -> tuple[list[Row], list[Table], str]:
    """Return the rows of a text, its tables, and the separator by which there are some."""
    given = _SEPARATOR.match(text)
    delimiters = given[1] if given else _DELIMITERS
    for delimiter in delimiters:
        if sheet.tables([*islice(sheet.rows(text, delimiter), bool(given), _FIRST)], knows):
            found = list(sheet.rows(text, delimiter))
            return found, sheet.tables(found[bool(given) :], knows), delimiter
    for delimiter in delimiters:
        first = [row.cells for row in islice(sheet.rows(text, delimiter), bool(given), _FIRST) if row.filled]
        if first and invented(first[:_SURE]):
            found = list(sheet.rows(text, delimiter))
            table = Table([], (), [row for row in found[bool(given) :] if row.filled])
            sheet.set_ends_apart(table)
            table.names = invented([row.cells for row in table.rows])
            return found, [table] if table.names else [], delimiter
    return [], [], ","


def _is_whole(table: Table) -> bool:
    return len(table.header) == 1 and not table.skipped


def _notes(table: Table) -> Iterator[str]:
    if not table.header:
        yield f"there is no header; the columns are read as {', '.join(table.names)}"
    elif len(table.header) > 1:
        upper, lower = table.header
        names = ", ".join(filter(None, table.names))
        yield f"row {upper.number} is read as headings above row {lower.number}: {upper.shown()}; the columns are {names}"
    for row, why in table.skipped:
        yield f"row {row.number} is not read, as {why}: {row.shown()}"


def _excerpt(file: File, folder: Path, found: Sequence[Row], table: Table, delimiter: str) -> Excerpt:
    """Lay a table into the folder as a file, every row in the line that it has in the sheet."""
    texts = {row.number: row.text for row in table.rows}
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(table.names)
    above = [] if table.header else [line.getvalue()]
    if table.header:
        texts[table.header[-1].number] = table.header[0].text if len(table.header) == 1 else line.getvalue()
    last = max(texts)
    lines = [*above, *(texts.get(row.number, "") for row in found if row.number <= last)]
    data = "".join(f"{text}\n" for text in lines).encode()
    path = folder / f"{len(list(folder.iterdir()))}.excerpt.csv"
    path.write_bytes(data)
    others = tuple(row for row in found if row.filled and row.number < last and row.number not in texts)
    below = tuple(row for row in found if row.number > last)
    laid = replace(file, path=path, head=data[: 1 << 20])
    return Excerpt(laid, table.header[-1].number if table.header else 0, others=others, below=below)
