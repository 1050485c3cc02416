"""How a delimited text is written: its separator, its header, and what stands before it."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass

from ecosystem.names import fold

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 50


@dataclass(frozen=True, slots=True)
class Dialect:
    """The separator, the header, the lines before the table (`sep=;`), and whether blank lines precede the header."""

    delimiter: str
    header: tuple[str, ...]
    skip: int = 0
    lines_before_header: bool = False


def detect(text: str, *, complete: bool = False) -> Dialect:
    """Return the dialect of the first part of a text, which may end inside a row unless it is `complete`.

    Raises `ValueError` for a text without a header, and for two columns of one name.

    >>> detect("id;name\\nqtsc;QTSC, Ho Chi Minh City\\n")
    Dialect(delimiter=';', header=('id', 'name'), skip=0, lines_before_header=False)
    """
    text = text.lstrip("\ufeff")
    skip, told = 0, ""
    first = text.splitlines()[0] if text.strip() else ""
    if first.strip('"').lower().startswith("sep=") and len(first.strip('"')) == 5:
        skip, told = 1, first.strip('"')[4]
        text = (
            text[len(first) :].lstrip("\r").removeprefix("\n")
            if text[len(first) :][:2] == "\r\n"
            else text[len(first) + 1 :]
        )
    if not text.strip():
        raise ValueError("the file is empty" if not skip else "the file has no header")
    delimiter = told or max(_DELIMITERS, key=lambda one: _fitness(text, one, complete=complete))
    header = _names(next((row for row in _records(text, delimiter) if any(cell.strip() for cell in row)), []))
    return Dialect(delimiter, header, skip, text[:1] in "\r\n" or not _records(text, delimiter)[0])


def _records(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > _SAMPLE:
                break
    except csv.Error:
        pass
    return rows


def _fitness(text: str, delimiter: str, *, complete: bool) -> tuple[float, float, int]:
    """Return how well a separator fits: the share of rows as wide as the header, then that width."""
    rows = [row for row in _records(text, delimiter) if any(cell.strip() for cell in row)]
    if not complete and 1 < len(rows) <= _SAMPLE:
        rows = rows[:-1]
    if not rows or len(rows[0]) < 2:
        return (0.0, 0.0, 0)
    width = len(rows[0])
    alike = sum(len(row) == width for row in rows) / len(rows)
    named = sum(bool(cell.strip()) for cell in rows[0]) / width
    usual = Counter(len(row) for row in rows).most_common(1)[0][0] == width
    return (round(alike, 1) if usual else alike / 2, named, width - (100 if delimiter == "|" else 0))


def _names(cells: list[str]) -> tuple[str, ...]:
    names = [
        unicodedata.normalize("NFC", cell).replace("\ufeff", "").strip() or f"column {number}"
        for number, cell in enumerate(cells, 1)
    ]
    seen: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        key = fold(name) or name
        if key in seen:
            raise ValueError(f"row 1: two columns are named '{name}' ({seen[key]} and {number}); rename one")
        seen[key] = number
    return tuple(names)
