"""How a delimited text is written: its separator, its header, and what stands before it."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from ecosystem.model.names import fold

# Of equals the first is taken: commas also stand in numbers and text, pipes in lists.
DELIMITERS = "\t;,|"
_ENOUGH_ROWS = 50
_ENOUGH_TEXT = 1 << 17  # the csv module's own limit for a cell, so that no cell can pass it
_TOLD = re.compile(r'"?sep=([^\r\n"])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The separator, the header, the lines before the table (`sep=;`), and whether blank lines precede the header.

    A quote inside a quoted cell is always doubled.
    """

    delimiter: str
    header: tuple[str, ...]
    skip: int = 0
    lines_before_header: bool = False


def detect(text: str, *, complete: bool = False) -> Dialect:
    """Return the dialect of the first part of a text, which may end inside a row unless it is `complete`.

    The separator is the one of comma, semicolon, tab and pipe that gives the header most columns and the rows as
    many; a table of one column has a comma. The header is the first row that is not blank.

    Raises `ValueError` for a text without a header, and for two columns of one name.

    >>> detect("id;name\\nqtsc;QTSC, Ho Chi Minh City\\n")
    Dialect(delimiter=';', header=('id', 'name'), skip=0, lines_before_header=False)
    """
    text = text.lstrip("\ufeff")
    told = _TOLD.match(text)
    body = text[told.end() if told else 0 :]
    complete, body = complete and len(body) <= _ENOUGH_TEXT, body[:_ENOUGH_TEXT]
    if not body.strip():
        raise ValueError("the file has no header" if told else "the file is empty")
    delimiter = told[1] if told else _delimiter(body, complete=complete)
    blank, cells = _header(body, delimiter)
    return Dialect(delimiter, _names(cells), 1 if told else 0, blank > 0)


def _delimiter(text: str, *, complete: bool) -> str:
    fitness = {one: _fitness(text, one, complete=complete) for one in DELIMITERS}
    best = max(fitness, key=lambda one: fitness[one])
    return best if fitness[best] else ","


def _fitness(text: str, delimiter: str, *, complete: bool) -> float:
    """Return the columns that a separator makes beyond the first, times the share of rows as wide as the header."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [row for row in islice(reader, _ENOUGH_ROWS + 1) if any(map(str.strip, row))]
    if not complete and 1 < len(rows) <= _ENOUGH_ROWS:
        rows.pop()  # it may be cut
    if not rows:
        return 0.0
    width = len(rows[0])
    return (width - 1) * sum(len(row) == width for row in rows) / len(rows)


def _header(text: str, delimiter: str) -> tuple[int, Sequence[str]]:
    """Return the first row that is not blank, and how many blank ones precede it."""
    for blank, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        if any(map(str.strip, row)):
            return blank, row
    raise ValueError("the file has no header")


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns; Excel leaves empty cells over columns that were cleared."""
    names = [
        unicodedata.normalize("NFC", cell).replace("\ufeff", "").strip() or f"column {number}"
        for number, cell in enumerate(cells, 1)
    ]
    seen: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        first = seen.setdefault(fold(name) or name, number)
        if first != number:
            raise ValueError(f"two columns are named {name[:60]!r} (columns {first} and {number}); rename one")
    return tuple(names)
