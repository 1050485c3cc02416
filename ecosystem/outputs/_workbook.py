"""An answer as a workbook: sheets for table, notes and sources; the same answer gives the same bytes."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable
from typing import Any

import numpy as np

from ecosystem.answer import Answer, heading
from ecosystem.errors import BadInput
from ecosystem.outputs._legal import legal

_ROWS, _LETTERS = 1_048_576, 32_767
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SOURCE = ("id", "title", "publisher", "author", "date", "url", "language")


def content(answer: Answer) -> bytes:
    """Return the bytes of a workbook. Raises `BadInput` for more rows than a sheet holds."""
    from openpyxl import Workbook

    if len(answer.rows) >= _ROWS:
        raise BadInput(f"{len(answer.rows)} rows are more than a sheet of .xlsx holds; write .csv, or fewer with --top")
    book = Workbook(write_only=True)
    _sheet(book, "table", [[heading(column) for column in answer.columns], *answer.rows])
    _sheet(book, "notes", [[answer.title], *([note] for note in answer.notes)])
    _sheet(book, "sources", [_SOURCE, *([getattr(one, name) for name in _SOURCE] for one in answer.sources)])
    out = io.BytesIO()
    book.save(out)
    return _timeless(out)


def _sheet(book: Any, title: str, rows: Iterable[Iterable[object]]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: object) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, str):
        return None if isinstance(value, float) and not math.isfinite(value) else value
    text = legal(value)
    cell = WriteOnlyCell(sheet, value=text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…")
    cell.data_type = "s"
    return cell


def _timeless(book: io.BytesIO) -> bytes:
    """Return the same archive without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _TIMES.sub(b"1980-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
