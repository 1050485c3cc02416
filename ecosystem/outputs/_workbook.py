"""An answer as a workbook: sheets for table, notes and sources; the same answer gives the same bytes."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer, Value, heading, show
from ecosystem.model.dates import Written
from ecosystem.outputs._legal import legal

_ROWS, _LETTERS = 1_048_576, 32_767
"""The most that a sheet and a cell of Excel hold."""
_LOOK, _WIDEST = 200, 60
"""A column is as wide as its first rows need, up to a limit of letters."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SOURCE = ("id", "title", "publisher", "author", "date", "url", "language")


def content(answer: Answer) -> bytes:
    """Return the bytes of a workbook. Raises `BadInput` for more rows than a sheet holds."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    if len(answer.rows) >= _ROWS:
        raise BadInput(f"{len(answer.rows)} rows are more than a sheet of .xlsx holds; write .csv, or fewer with --top")
    book = Workbook(write_only=True)
    _sheet(book, "table", [heading(column) for column in answer.columns], answer.rows)
    _sheet(book, "notes", [answer.title], [[note] for note in (*answer.notes, answer.asked) if note])
    _sheet(book, "sources", _SOURCE, [[getattr(source, name) for name in _SOURCE] for source in answer.sources])
    book.properties.created = book.properties.modified = datetime(*_EPOCH)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        ExcelWriter(book, archive).save()
    return _timeless(out)


def _sheet(book: Any, title: str, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, values in enumerate(zip(head, *rows[:_LOOK], strict=True), 1):
        widest = max(len(show(value)) for value in values)
        sheet.column_dimensions[get_column_letter(number)].width = min(widest, _WIDEST) + 2
    top = [_cell(sheet, name) for name in head]
    for cell in top:
        cell.font = Font(bold=True)
    try:
        sheet.append(top)
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
        sheet.close()
    except OSError:
        # A disk is full; left to the garbage collector, the open sheet would print the same error once more.
        with suppress(OSError, AttributeError):
            sheet._writer.xf.close()
        raise


def _cell(sheet: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, str):
        return None if isinstance(value, float) and not math.isfinite(value) else value
    if not value:
        return None
    text = legal(value.read if isinstance(value, Written) else value)
    cell = WriteOnlyCell(sheet, value=text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…")
    cell.data_type = "s"
    return cell


def _timeless(book: io.BytesIO) -> bytes:
    """Return the same archive, compressed and without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
