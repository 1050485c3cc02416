"""Delimited tables: comma, semicolon, tab or pipe, in any usual encoding, read by a mapping of their header."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.intake import Batch, delimited, headings, mapping_file, readings, references
from ecosystem.intake.aliases import said_of_aliases
from ecosystem.intake.cleaning import NULL_WORDS, Cleaning, is_wrapped
from ecosystem.intake.delimited import Delimited
from ecosystem.intake.engine import duckdb
from ecosystem.intake.excerpts import Excerpt, excerpts
from ecosystem.intake.files import STDIN_NAME, File, document
from ecosystem.intake.mapping import Layout
from ecosystem.intake.projection import REJECTED, projections, typed, untaken
from ecosystem.intake.text import as_utf8
from ecosystem.model.formulas import unguarded, unguarded_sql
from ecosystem.model.record_types import RECORD_TYPES, literal
from loaders import _recognition

_UNREAD = "rejected_text"
_RECORD = "record"
_SAMPLE = 200
"""The rows by which a table is recognised."""


class _RowsInCells(Exception):
    """Some lines of a table are in none of its rows, or may be rows within a cell."""


def recognises(file: File) -> float:
    """Return 0.1 for whatever is not JSON: it may be a table."""
    return 0.0 if file.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else 0.1


def load(file: File, batch: Batch, *, mapping: Path | None = None) -> None:
    """Stage the rows of all tables in a file. Raises `BadInput` where no mapping fits a header."""
    wished = batch.wishes.encoding or (mapping_file.load(mapping).encoding if mapping else "")
    text = as_utf8(file, batch.folder, wished)
    batch.notes += [f"{file.name}: {note}" for note in text.notes]
    for excerpt in excerpts(text.file, batch.folder, _recognition.knows(mapping)):
        batch.notes += [f"{file.name}: {note}" for note in excerpt.notes]
        _load(replace(excerpt, encoding=text.encoding), batch, mapping)


def _load(excerpt: Excerpt, batch: Batch, mapping: Path | None) -> None:
    file = excerpt.file
    table = excerpt.read(delimited.read(file, batch.folder))
    if REJECTED[-1] in table.header:
        table = excerpt.read(delimited.read(file, batch.folder, quick=False))
    try:
        _stage(excerpt, table, batch, mapping)
    except (duckdb.InvalidInputException, _RowsInCells):
        # Some row is not well-formed, or may be several: read again in the way that says which.
        table = excerpt.read(delimited.read(file, batch.folder, quick=False))
        _stage(excerpt, table, batch, mapping)
    if table.filled:
        said = "rows end before the header does; their" if table.filled > 1 else "row ends before the header does; its"
        batch.notes.append(f"{file.name}: {table.filled} {said} last cells are taken as empty")
    batch.notes += [f"{file.name}: {note}" for note in table.lines.notes()]


def _stage(excerpt: Excerpt, table: Delimited, batch: Batch, given: Path | None) -> None:
    file, number, whole = excerpt.file, -1, ""
    if REJECTED[-1] in table.header:
        table = replace(table, header=tuple(map(unguarded, table.header)))
    for found, rows, stated_in in _layouts(excerpt, table, batch, given):
        file = replace(excerpt.file, document=stated_in)
        if isinstance(found, str):
            _load_records(file, table, batch, found, rows)
            continue
        layout = replace(found, separator=table.delimiter, null=batch.wishes.null)
        number, whole = _stage_rows(file, table, batch, layout, rows)
    if table.broken and number < 0:
        raise BadInput(f"{file.name} row {table.broken[0].line}: {table.broken[0].reason}; {table.broken[0].remedy}")
    for row in table.broken:
        # The text of a row whose quotes are broken stands in a column that no mapping reads, beside its cells.
        cells = dict(zip_longest(_all_names(table.header, len(row.cells)), row.cells, fillvalue=""))
        cells |= {_UNREAD: row.text} if row.text else {}
        batch.reject(number, whole, row.line, cells, row.reason, row.remedy, column=row.column)


def _load_records(file: File, table: Delimited, batch: Batch, loader: str, rows: str) -> None:
    """Give records that a loader of JSON has rejected to it again, each in the line of its row."""
    if _RECORD not in table.header:
        raise BadInput(f"{file.name} row 1: there is no column {_RECORD}; rows of '{loader}' stand in it")
    cell = f"c{table.header.index(_RECORD)}"
    found = batch.connection.execute(f"SELECT line, {cell} FROM ({rows}) ORDER BY line").fetchall()
    lines = {line: " ".join((record or "").splitlines()) for line, record in found}
    path = batch.folder / f"{len(batch.origins)}.records.jsonl"
    path.write_text("\n".join(lines.get(number, "") for number in range(1, max(lines) + 1)), "utf-8")
    records = replace(file, path=path, head=path.read_bytes())
    discovery.module(__package__, loader).load(records, batch)


def _stage_rows(file: File, table: Delimited, batch: Batch, layout: Layout, rows: str) -> tuple[int, str]:
    """Stage the rows of one layout; return the number of the file, and the part that a row mainly gives."""
    # Numbering rows keeps DuckDB to one thread; from a table of its own the rest goes on all.
    batch.connection.execute(f"CREATE OR REPLACE TEMP TABLE cells AS {rows}")
    if not table.accounts(batch.connection):
        raise _RowsInCells
    _leave_out_headers(file, table, batch)
    cleaning = _cleaning(file, table, batch)
    read = readings.read(batch.connection, cleaning, layout, typed(layout), batch.wishes)
    layout = replace(layout, read=read.columns)
    selects = projections(layout, read.rows)
    number = batch.file(
        file,
        mapping=_title(layout),
        encoding=table.encoding,
        separator=table.delimiter,
        rows=rows,
        header=table.header,
        readings=[*read.said, *said_of_aliases(batch.connection, layout)],
        heading=layout.heading,
        lines=table.lines.to_dict(),
    )
    for part, select in selects:
        batch.stage(number, part, select)
    _reject_untaken(batch, number, layout, read.rows)
    _note_null_words(file, batch, layout)
    batch.notes += [f"{file.name}: {note}" for note in references.notes(batch.connection, layout)]
    batch.connection.execute("DROP TABLE cells")
    own = layout.mapping.name in _recognition.shipped()
    batch.notes += [f"{file.name}: {note}" for note in headings.notes(layout, own=own)]
    return number, "links" if layout.mapping.tables("links") else selects[0][0]


def _reject_untaken(batch: Batch, number: int, layout: Layout, rows: str) -> None:
    """Reject the rows that have nothing in the columns by which the mapping takes a row."""
    if select := untaken(layout, rows):
        for line, *cells in batch.connection.execute(select).fetchall():
            whens = [table["when"] for part in RECORD_TYPES for table in layout.mapping.tables(part)]
            columns = [layout.header[i] for when in whens for i in layout.columns(when)]
            row = {name: cell or "" for name, cell in zip(layout.header, cells, strict=True)}
            reason = f"the row has nothing in {', '.join(dict.fromkeys(columns))}"
            batch.reject(number, "nodes", line, row, reason, "fill the columns of a node or those of a link")


def _leave_out_headers(file: File, table: Delimited, batch: Batch) -> None:
    """Take rows that repeat the header, as where files were joined, out of the table, and note them."""
    first, *others = (f"trim(c{i}, E'\ufeff ') = {literal(name)}" for i, name in enumerate(table.header))
    same = f"contains(c0, {literal(table.header[0])}) AND {first} AND {' AND '.join(others) or 'true'}"
    again = batch.connection.execute(f"DELETE FROM cells WHERE {same} RETURNING line").fetchall()
    batch.notes += [f"{file.name}: row {line} repeats the header; it is not read" for (line,) in again]
    table.lines.header, table.lines.rows = table.lines.header + len(again), table.lines.rows - len(again)


def _cleaning(file: File, table: Delimited, batch: Batch) -> Cleaning:
    """Return how the cells of a table are cleaned, and note how many are taken out of a formula."""
    count = 0
    if table.wrapped:
        wrapped = " + ".join(f"count(*) FILTER ({is_wrapped(f'c{i}')})" for i in range(len(table.header)))
        ((count,),) = batch.connection.execute(f"SELECT {wrapped} FROM cells").fetchall()
    if count:
        said = "cells hold" if count > 1 else "cell holds"
        batch.notes.append(f'{file.name}: {count} {said} text as a formula, ="…"; the text is taken')
    return Cleaning(len(table.header), batch.wishes.null, bool(count))


def _note_null_words(file: File, batch: Batch, layout: Layout) -> None:
    """Note words such as NULL that are taken as names."""
    words = [word for word in NULL_WORDS if word not in batch.wishes.null]
    tables = layout.mapping.tables("nodes")
    specs = [one.get(name, ()) for one in tables for name in ("name", "name_vi", "name_en")]
    for position in sorted({column for spec in specs if (column := layout.column(spec)) is not None}):
        found = batch.connection.execute(
            f"SELECT c{position}, count(*) FROM cells WHERE c{position} IN (SELECT unnest(?)) GROUP BY 1 ORDER BY 1",
            [words],
        ).fetchall()
        batch.notes += [
            f"{file.name}: column {layout.header[position]}: {count} × '{word}', taken as a name; "
            f"with --null '{word}' it is empty"
            for word, count in found
        ]


def _all_names(header: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*header, *(f"cell {i + 1}" for i in range(len(header), width)))


def _layouts(
    excerpt: Excerpt, table: Delimited, batch: Batch, given: Path | None
) -> Iterator[tuple[Layout | str, str, str]]:
    """Yield the layout of a table, its rows and their document.

    A file of rejected rows has one layout for each mapping, or loader, that rejected some, and the documents are those
    that the rows came from.
    """
    own = excerpt.file.document
    if REJECTED[-1] not in table.header:
        yield _layout(excerpt, table, batch, given), table.sql, own
        return
    columns = [
        f"c{table.header.index(name)}" if name in table.header else "NULL" for name in (REJECTED[-1], REJECTED[0])
    ]
    found = batch.connection.execute(
        f"SELECT DISTINCT {', '.join(columns)} FROM ({table.sql}) ORDER BY ALL NULLS LAST"
    ).fetchall()
    cells = ", ".join(f"{unguarded_sql(f'c{i}')} AS c{i}" for i in range(len(table.header)))
    for title, name in found or [(None, None)]:
        same = " AND ".join(
            f"{column} IS NOT DISTINCT FROM {literal(value) if value else 'NULL'}"
            for column, value in zip(columns, (title, name), strict=True)
        )
        layout = _rejecting(excerpt, table, batch, given, title)
        named = own if name in (None, STDIN_NAME) else document(unguarded(name))
        yield layout, f"SELECT line, {cells} FROM ({table.sql}) WHERE {same}", named


def _layout(excerpt: Excerpt, table: Delimited, batch: Batch, given: Path | None) -> Layout:
    place = f"{excerpt.file.name} row {excerpt.header_row or 1}"
    return _recognition.layout(place, excerpt.file.stem, table.header, given, lambda: _sample(table, batch))


def _sample(table: Delimited, batch: Batch) -> list[tuple[str | None, ...]]:
    cells = ", ".join(f"c{i}" for i in range(len(table.header)))
    limit = max(_SAMPLE, len(table.header))
    return batch.connection.execute(f"SELECT {cells} FROM ({table.sql}) LIMIT {limit}").fetchall()


def _rejecting(excerpt: Excerpt, table: Delimited, batch: Batch, given: Path | None, title: str | None) -> Layout | str:
    if title is None:
        return _layout(excerpt, table, batch, given)
    name, _, kind = title.partition(" of kind ")
    if name in discovery.names(__package__):
        return name
    own = _recognition.laid(name, table.header, kind or None, lambda: _sample(table, batch))
    return own or Layout(mapping_file.load(given or Path(name)), table.header, kind or None)


def _title(layout: Layout) -> str:
    return layout.mapping.name + (f" of kind {layout.kind}" if layout.kind else "")
