"""Tables: CSV, JSON, Markdown and Excel."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from ecosystem.answer import Answer, Value, heading
from ecosystem.answer import show as shown
from ecosystem.outputs import whole
from ecosystem.outputs._legal import legal

SUFFIXES = (".csv", ".json", ".md", ".xlsx")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(answer: Answer, path: Path) -> None:
    """Write the table of an answer; CSV with the mark by which Excel knows UTF-8."""
    form = path.suffix.lower()[1:]
    with whole(path) as temporary:
        if form == "xlsx":
            _write_excel(answer, temporary)
        else:
            encoding = "utf-8-sig" if form == "csv" else "utf-8"
            temporary.write_text(text(answer, form), encoding, newline="")


def text(answer: Answer, form: str) -> str:
    """Return the answer as `json`, `csv` or `md`."""
    return {"json": _json, "csv": _csv, "md": _markdown}[form](answer)


def _json(answer: Answer) -> str:
    told = json.dumps(answer.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
    return told.encode("utf-8", "replace").decode() + "\n"


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write([guarded(column.name) for column in answer.columns])
    for row in answer.to_dict()["rows"]:
        write(["" if value is None else guarded(value) for value in row.values()])
    return out.getvalue().encode("utf-8", "replace").decode()


def guarded(value: Value) -> Value:
    """Return a value that a spreadsheet does not take for a formula: text that looks like one gets a ' in front.

    >>> guarded("=1+1"), guarded(-3.5)
    ("'=1+1", -3.5)
    """
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def _markdown(answer: Answer) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"

    lines = [f"## {_escaped(answer.title)}", ""]
    if answer.rows:
        lines += [line([heading(column) for column in answer.columns]), "|" + " --- |" * len(answer.columns)]
        lines += [line([shown(value) for value in row]) for row in answer.rows] + [""]
    lines += [f"- {_escaped(note)}" for note in answer.notes]
    lines += ["", "Sources:", ""] if answer.sources else []
    for source in answer.sources:
        told = ", ".join(filter(None, (source.title or source.id, source.publisher, source.date, source.url)))
        lines.append(f"- {_escaped(told)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    text = legal(text).replace("&", "&amp;").replace("<", "&lt;").replace("\\", "\\\\")
    return text.replace("|", "\\|").replace("\n", " ")


def _write_excel(answer: Answer, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "answer"
    _fill(sheet, [[column.name for column in answer.columns], *(list(row.values()) for row in answer.to_dict()["rows"])])
    sheet.freeze_panes = "A2"
    _fill(book.create_sheet("notes"), [[answer.title], *([note] for note in answer.notes)])
    sources = [[s.id, s.title, s.publisher, s.date, s.url] for s in answer.sources]
    _fill(book.create_sheet("sources"), [["id", "title", "publisher", "date", "url"], *sources])
    book.save(path)


def _fill(sheet: Any, rows: list[list[Value]]) -> None:
    from openpyxl.styles import Font

    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            cell.value = legal(value)[:32767] if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(bold=number == 1)
    for letter, cells in ((cells[0].column_letter, cells) for cells in sheet.columns):
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[letter].width = min(60, longest + 2)
