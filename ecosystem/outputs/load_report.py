"""What became of a load, in words, as JSON, and its rejected rows as a table to mend and load again."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

from ecosystem.intake import Batch
from ecosystem.intake.report import OUTCOMES, Rejection
from ecosystem.outputs import whole
from ecosystem.outputs.terminal import plain, table

_COUNTS = ("read", *OUTCOMES)
_TOLD = ("file", "row", "column", "value", "reason", "remedy")


def json_text(batch: Batch) -> str:
    """Return the report as JSON."""
    return json.dumps(batch.to_dict(), ensure_ascii=False, indent=2) + "\n"


def text(batch: Batch, *, width: int | None = None) -> str:
    """Return the report for people: a row a file, the totals, and the first rejection of each group."""
    files = [
        [r.name, r.mapping, r.encoding, *(str(r.to_dict()[count]) for count in _COUNTS)] for r in batch.reports
    ]
    totals = [
        [part, *(str(counts.to_dict()[count]) for count in _COUNTS)]
        for part, counts in batch.totals().items()
        if counts.read
    ]
    numbers = [True] * len(_COUNTS)
    lines = table(["file", "mapping", "encoding", *_COUNTS], files, [False, False, False, *numbers], width=width)
    lines += ["", *table(["all files", *_COUNTS], totals, [False, *numbers], width=width)] if totals else []
    lines += ["", *_rejections(batch.rejections)] if batch.rejections else []
    lines += ["", *map(plain, batch.notes)] if batch.notes else []
    lines += [] if batch.written else ["", "Nothing was written."]
    return "\n".join(lines) + "\n"


def _rejections(rejections: list[Rejection]) -> list[str]:
    groups: dict[tuple[str, str, str], list[Rejection]] = defaultdict(list)
    for one in rejections:
        groups[one.file, one.column, one.reason.replace(one.value[:59], "…") if one.value else one.reason].append(one)
    lines = ["Rejected rows; the first of each kind:"]
    for rows in sorted(groups.values(), key=len, reverse=True)[:20]:
        more = f"  (and {len(rows) - 1:,} more like it)" if len(rows) > 1 else ""
        lines.append(f"  {plain(str(rows[0]))}{more}")
    if len(groups) > 20:
        lines.append(f"  and {len(groups) - 20:,} other kinds")
    return [*lines, "--rejects FILE.csv writes all of them with their cells, to be mended and loaded again."]


def write_rejects(batch: Batch, path: Path) -> None:
    """Write every rejected row: what is wrong with it, then its original cells."""
    cells = list(dict.fromkeys(name for row in batch.original for name in row if name != "rejected_mapping"))
    with whole(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as out:
        write = csv.writer(out).writerow
        write([*(f"rejected_{name}" for name in _TOLD), "rejected_mapping", *cells])
        for one, original in zip(batch.rejections, batch.original, strict=True):
            told = [_guarded(str(getattr(one, name))) for name in _TOLD]
            write([*told, original["rejected_mapping"], *(original.get(name, "") for name in cells)])


def _guarded(cell: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
