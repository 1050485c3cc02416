"""Lines within a quoted cell: the text of the cell, or rows that a stray quote above them has swallowed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence

_MOSTLY = 0.9
"""The share of the lines below a broken quote that must be as wide as the table for them to be its rows."""
_SEVERAL = 3
"""The lines for which one column is enough."""
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[\s0.,%+]*")


def row(text: str, delimiter: str) -> tuple[tuple[str, ...], str]:
    """Return the cells of a line, or the line whole where its quotes are broken, and what is wrong with it.

    >>> row("a,fund,A", ",")
    (('a', 'fund', 'A'), '')
    """
    try:
        return tuple(next(csv.reader([text], delimiter=delimiter, strict=True))), ""
    except csv.Error as error:
        return (text,), broken(error)


def broken(error: csv.Error) -> str:
    """Return what is wrong with a row that the csv module cannot read."""
    return f"the quotes of the row are broken ({error})"


def is_broken(cell: str) -> bool:
    """Say whether a cell goes over several lines."""
    return "\n" in cell or "\r" in cell


def leniently(text: str, delimiter: str) -> tuple[str, ...]:
    """Return the cells of a line as far as broken quotes let them be made out.

    >>> leniently('a,fund,"Alpha', ",")
    ('a', 'fund', 'Alpha')
    """
    return tuple(cell.rstrip("\r\n") for cell in next(csv.reader([text], delimiter=delimiter), ()))


class Rows:
    """What the rows of a table look like, by which its rows are known again within a cell.

    >>> table = Rows(3, ",")
    >>> table.learn([("b", "fund", "B")])
    >>> table.are_within(["b,fund,C"], 2), table.are_within(["Hue,Da Nang,Hanoi"], 2)
    (True, False)
    """

    def __init__(self, width: int, delimiter: str) -> None:
        self.width, self.delimiter = width, delimiter
        self._seen: set[tuple[int, str]] = set()

    def learn(self, rows: Iterable[Sequence[str]]) -> None:
        """Note what stands in which column of rows that are certain."""
        for cells in rows:
            if 1 < len(cells) <= self.width:
                self._seen.update(enumerate(map(_form, cells)))

    def and_of(self, rows: Iterable[Sequence[str]]) -> Rows:
        """Return what these rows look like, and others that are less certain."""
        both = Rows(self.width, self.delimiter)
        both.learn(rows)
        both._seen |= self._seen
        return both

    def parsed(self, lines: Iterable[str]) -> list[tuple[str, ...]]:
        """Return the cells of each line that is not blank."""
        return [leniently(text, self.delimiter) for text in lines if text.strip()]

    def fit(self, lines: Sequence[str]) -> bool:
        """Say whether all lines are as wide as the table."""
        found = self.parsed(lines)
        return self.width > 1 and bool(found) and all(len(cells) == self.width for cells in found)

    def are_within(self, lines: Sequence[str], at: int) -> bool:
        """Say whether the further lines of a well-formed row, whose cell `at` holds them, are rows.

        A column must hold in all of them what it holds in others; in a few lines most cells must be so, in more it
        must be another column than that of the cell.
        """
        found = self.parsed(lines)
        columns = list(zip(*map(self._known, found), strict=True)) if self.fit(lines) else []
        told = [column for column, known in enumerate(columns) if all(known)]
        return bool(told) and (all(map(self._alike, found)) or (len(found) >= _SEVERAL and told != [at]))

    def are_below(self, lines: Sequence[str], *, unclosed: bool) -> bool:
        """Say whether the lines below a broken quote are rows, a few of which may be short or faulty themselves.

        Two columns are also those of prose with one comma a line, above all if the quote is closed somewhere.
        """
        found = self.parsed(lines)
        known = [any(self._known(cells)) for cells in found]
        wide = self.width > 2 or (unclosed and self.width > 1 and len(found) >= _SEVERAL) or any(known)
        fitting = sum(
            len(cells) == self.width or (1 < len(cells) < self.width and like)
            for cells, like in zip(found, known, strict=True)
        )
        return bool(found) and wide and fitting >= _MOSTLY * len(found)

    def _known(self, cells: Sequence[str]) -> list[bool]:
        """Return for each cell whether its column holds such; numbers and nothing stand anywhere."""
        forms = enumerate(map(_form, cells))
        return [one in self._seen and not _NUMBER.fullmatch(one[1]) for one in forms]

    def _alike(self, cells: Sequence[str]) -> bool:
        filled = [one for one in enumerate(map(_form, cells)) if one[1]]
        like = sum(one in self._seen for one in filled)
        return like > 1 and 2 * like > len(filled)


def _form(cell: str) -> str:
    """Return a cell with every number as 0, for what a column holds in each row: n12, 2024-07-01."""
    return _DIGITS.sub("0", cell)
