"""Tables: an answer as JSON, CSV, Markdown or a workbook. No text from a file becomes a formula or markup."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ecosystem.model.answer import Answer, Value, heading, show
from ecosystem.model.columns import Source
from ecosystem.model.formulas import guarded
from ecosystem.outputs import whole
from ecosystem.outputs._legal import harmless
from ecosystem.outputs.terminal import cited, is_numeric, plain

SUFFIXES = (".csv", ".json", ".md", ".xlsx")

_MARKUP = re.compile(r"[\\`*\[\]|~#<>&]|(?<![^\W_])_|_(?![^\W_])")
_STEERING = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def write(answer: Answer, path: Path) -> None:
    """Write an answer to a file; the suffix chooses the form."""
    with whole(path) as place:
        place.write_bytes(_content(answer, path.suffix.lower()[1:]))


def _content(answer: Answer, form: str) -> bytes:
    if form == "xlsx":
        from ecosystem.outputs import _workbook

        return _workbook.content(answer)
    return text(answer, form).encode("utf-8-sig" if form == "csv" else "utf-8", errors="replace")


def text(answer: Answer, form: str) -> str:
    """Return an answer as `json`, `csv` or `md`."""
    return {"json": _json, "csv": _csv, "md": _markdown}[form](answer)


def _json(answer: Answer) -> str:
    r"""Return JSON that writes what steers a terminal, or is not a character, as \uXXXX: it reads back the same."""
    told = json.dumps(answer.to_dict(), indent=2, ensure_ascii=False, allow_nan=False)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", told) + "\n"


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    columns = answer.to_dict()["columns"]
    write([guarded(harmless(column["name"])) for column in columns])
    for row in answer.rows:
        write([guarded(harmless(value)) if isinstance(value, str) else _whole(value) for value in map(_known, row)])
    return out.getvalue()


def _whole(value: Value) -> Value:
    """Return a whole number without a fraction: 7, not 7.0."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def _known(value: Value) -> Value:
    """Return None for what is not a number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _markdown(answer: Answer) -> str:
    lines = [f"## {_marked(answer.title)}"]
    if answer.rows:
        marks = ["--:" if is_numeric([row[i] for row in answer.rows]) else "---" for i in range(len(answer.columns))]
        lines += ["", _line(map(heading, answer.columns)), "|" + "|".join(marks) + "|"]
        lines += [_line(map(show, row)) for row in answer.rows]
    if answer.notes:
        lines += ["", *(f"- {_marked(note)}" for note in answer.notes)]
    if answer.sources:
        lines += ["", "Sources", "", *_cited(answer.sources)]
    if answer.asked:
        lines += ["", _marked(answer.asked)]
    return "\n".join(lines) + "\n"


def _cited(sources: Sequence[Source]) -> list[str]:
    return [f"{number}. {_marked(cited(source))}" for number, source in enumerate(sources, 1)]


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(_marked, cells)) + " |"


def _marked(text: str) -> str:
    return _MARKUP.sub(_escaped, " ".join(plain(text).split()))


def _escaped(found: re.Match[str]) -> str:
    entities = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
    return entities.get(found[0], "\\" + found[0])
