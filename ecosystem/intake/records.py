"""The rows of a text that Python's csv module reads: each with its number, its cells and what is wrong with it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from ecosystem.intake.dialect import Dialect
from ecosystem.intake.stray_quotes import Rows, broken, is_broken, row

_ENOUGH = 1000
"""The rows from which it is learned what the rows of a table look like."""
_AHEAD = 50
"""The lines behind a doubtful row from which it is learned, too."""
_DOUBTFUL = 4
"""The columns of a table and lines of a cell, together, up to which prose is often as wide as the table."""
csv.field_size_limit(1 << 28)


@dataclass
class Lines:
    """How the lines of a text are accounted for: all of them are in the header, blank, within cells or rows.

    `beside` are lines of a sheet that are not of this table: titles, totals, other tables.
    `doubtful` are the rows with a cell that holds lines as wide as the table.
    """

    header: int = 0
    blank: int = 0
    within: int = 0
    rows: int = 0
    beside: int = 0
    doubtful: list[int] = field(default_factory=list)

    def to_dict(self) -> dict[str, int]:
        """Return the counts by name, all lines first."""
        parts = {name: getattr(self, name) for name in ("header", "blank", "within", "rows")}
        parts |= {"beside": self.beside} if self.beside else {}
        return {"all": sum(parts.values()), **parts}

    def notes(self) -> Iterator[str]:
        """Yield what to say of cells that hold lines as wide as the table."""
        if self.doubtful:
            some, first = len(self.doubtful), self.doubtful[0]
            what = f"{some} cells hold" if some > 1 else "a cell holds"
            yield (
                f"{what} lines that may be rows (first in row {first}) and {'are' if some > 1 else 'is'} taken as text; "
                "where they are rows, close the quote above them"
            )


@dataclass(frozen=True, slots=True)
class Record:
    """A row below the header: its number in a spreadsheet, its cells, and what is wrong with its quotes."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


class _Tape:
    """Lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines, self._back = iter(lines), deque[str]()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(text)
        return text

    def give_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))

    def ahead(self) -> list[str]:
        lines = list(islice(self, _AHEAD))
        self.give_back(lines)
        del self.taken[len(self.taken) - len(lines) :]
        return lines


def records(text: Iterable[str], form: Dialect, lines: Lines) -> Iterator[Record]:
    """Yield every row below the header, and account for the lines.

    Where a row goes over several lines that are rows themselves, its quote is a stray one: it costs the first line.
    """
    tape, known = _Tape(text), Rows(len(form.header), form.delimiter)
    lines.header = sum(1 for _ in islice(tape, form.skip))
    reader, number, headed = csv.reader(tape, delimiter=form.delimiter, strict=True), form.skip, False
    while True:
        tape.taken.clear()
        try:
            cells, fault = tuple(next(reader)), ""
        except StopIteration:
            return
        except csv.Error as error:
            cells, fault = ("".join(tape.taken),), broken(error)
        number += 1
        spans = len(tape.taken)
        if not any(map(str.strip, cells)):
            lines.blank += spans
        elif not headed:
            headed, lines.header = True, lines.header + spans
        else:
            if spans > 1 and _swallows(tape, known, cells, fault, lines, number):
                tape.give_back(tape.taken[1:])
                (cells, fault), spans = row(tape.taken[0], form.delimiter), 1
            elif spans == 1 and not fault and lines.rows < _ENOUGH:
                known.learn([cells])
            lines.rows, lines.within = lines.rows + 1, lines.within + spans - 1
            yield Record(number, cells, fault)


def _swallows(tape: _Tape, known: Rows, cells: tuple[str, ...], fault: str, lines: Lines, number: int) -> bool:
    """Say whether the row just taken has swallowed rows, and note where that is doubtful."""
    further = tape.taken[1:]
    whole = not fault and len(cells) >= known.width and not any(map(str.strip, cells[known.width :]))
    # A row that has swallowed others is itself as wide as the table, whatever its quotes.
    first = tape.taken[0].replace('"', "").split(known.delimiter)
    if whole and (len(first) < known.width or not known.fit(further)):
        return False
    ahead = tape.ahead()
    if fault:
        # Nothing says which of the lines ahead are rows, so that they count for this row alone.
        return known.and_of(known.parsed(ahead)).are_below(further, unclosed=not ahead)
    known.learn(_single(ahead, known.delimiter))
    if not whole:
        return known.are_below(further, unclosed=False)
    within = known.are_within(further, next(i for i, cell in enumerate(cells) if is_broken(cell)))
    if not within and known.width + len(further) > _DOUBTFUL:
        lines.doubtful.append(number)
    return within


def _single(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows that take one line each."""
    reader, before = csv.reader(lines, delimiter=delimiter), 0
    for cells in reader:
        if reader.line_num == before + 1:
            yield cells
        before = reader.line_num
