"""The report of a load: what became of every row, and the rejected rows as a table to mend."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem.model.formulas import guarded
from ecosystem.model.names import fold
from ecosystem.outputs import whole
from ecosystem.outputs._legal import harmless
from ecosystem.outputs.terminal import plain, table, width

if TYPE_CHECKING:
    from ecosystem.intake import Batch, Original
    from ecosystem.intake.report import Counts, Rejection

SUFFIXES = ()

_COUNTS = ("read", "created", "updated", "unchanged", "rejected")
_ABOUT = ("file", "mapping", "encoding", "separator")
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_STEERING = re.compile("[\x7f-\x9f\u2028\u2029]")
_REJECTED = ("file", "row", "column", "value", "reason", "remedy")


def text(batch: Batch, *, told_all: bool = False) -> str:
    """Return the report in words: files, sums, rejections by kind with the first of each, notes.

    Without `told_all` it says how to have all rejections.
    """
    lines = [*_files(batch), "", *_totals(batch), *_readings(batch)]
    if batch.rejections:
        lines += ["", "Rejected rows, the first of each kind:", *_first_of_each(batch.rejections)]
        lines += [] if told_all else ["Write all of them to a table with --rejects FILE.csv, mend it and load it."]
    if batch.left_out:
        lines += [
            "",
            "Cells left out of rows that were taken, the first of each kind:",
            *_first_of_each(batch.left_out),
        ]
    if batch.corrections:
        lines += [
            "",
            "Values that a later file of this load corrects, the first of each kind:",
            *_first_of_each(batch.corrections),
        ]
    notes = [*batch.notes, *_unwritten(batch)]
    if notes:
        lines += ["", *map(plain, notes)]
    return "\n".join(lines) + "\n"


def json_text(batch: Batch) -> str:
    """Return the report as JSON."""
    return json.dumps(batch.to_dict(), indent=2, ensure_ascii=False) + "\n"


def write_rejects(batch: Batch, path: Path) -> None:
    """Write the rejected rows, each once, with their original cells, so that they can be mended and loaded again.

    All cells are guarded against formulas; a load takes the guard off again. Control signs are written as �.
    """
    about = [f"rejected_{name}" for name in (*_REJECTED, "mapping")]
    headers = dict.fromkeys(original.header for original in batch.original)
    # Headers that differ in case alone are one column.
    columns: dict[str, str] = {}
    for name in (name for header in headers for name in header if name not in about):
        columns.setdefault(fold(name), name)
    with whole(path) as place, place.open("w", encoding="utf-8-sig", errors="replace", newline="") as out:
        write = csv.writer(out, quoting=csv.QUOTE_ALL).writerow
        write((*about, *map(_safe, columns.values())))
        rows: dict[tuple[str, int, str], list[tuple[Rejection, Original]]] = {}
        for rejection, original in zip(batch.rejections, batch.original, strict=True):
            rows.setdefault((rejection.file, rejection.row, original.mapping), []).append((rejection, original))
        for (_, _, mapping), faults in rows.items():
            about_it = (_united(str(getattr(rejection, name)) for rejection, _ in faults) for name in _REJECTED)
            cells = {fold(name): _safe(cell) for name, cell in faults[0][1].named().items()}
            write((*about_it, mapping, *(cells.get(name, "") for name in columns)))


def _united(texts: Iterable[str]) -> str:
    """Return what is said of the faults of one row, each thing once."""
    return guarded(harmless(" | ".join(dict.fromkeys(texts))))


def _safe(cell: str) -> str:
    return guarded(_STEERING.sub("\ufffd", cell))


def _files(batch: Batch) -> list[str]:
    told = [report.to_dict() for report in batch.reports]
    for one in told:
        one["separator"] = _SEPARATORS.get(one.get("separator", ""), one.get("separator", ""))
    return _table([*_ABOUT, *_COUNTS], [[str(one[name]) for name in (*_ABOUT, *_COUNTS)] for one in told], len(_ABOUT))


def _totals(batch: Batch) -> list[str]:
    return _table(["", *_COUNTS], [[part, *_numbers(counts)] for part, counts in batch.totals().items()], 1)


def _numbers(counts: Counts) -> list[str]:
    return [str(getattr(counts, name)) for name in _COUNTS]


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], texts: int) -> list[str]:
    return table(headings, rows, [i >= texts for i in range(len(headings))], width=width(sys.stdout))


def _readings(batch: Batch) -> list[str]:
    told = [
        f"{report.name}, {one['column']}: {one['as']}, {one['example']}"
        for report in batch.reports
        for one in report.readings
    ]
    return ["", "How columns were read that could be read otherwise:", *map(plain, told)] if told else []


def _first_of_each(rejections: Iterable[Rejection]) -> list[str]:
    groups: dict[tuple[str, str], list[Rejection]] = {}
    for rejection in rejections:
        groups.setdefault((rejection.column, _kind(rejection.reason)), []).append(rejection)
    return [f"{len(group):>7} × {plain(str(group[0]))}" for group in sorted(groups.values(), key=len, reverse=True)]


def _kind(reason: str) -> str:
    """Return a reason without what differs from row to row.

    >>> _kind("'fund' is not a relation") == _kind("'o'dea' is not a relation")
    True
    """
    return re.sub(r"\d+", "#", re.sub(r"'.*'", "'…'", reason, flags=re.DOTALL))


def _unwritten(batch: Batch) -> list[str]:
    if batch.written:
        return []
    if not batch.accepted:
        return ["Nothing was written: no row was accepted."]
    return ["Nothing was written: --dry-run or --strict." if batch.rejections else "Nothing was written: a dry run."]
