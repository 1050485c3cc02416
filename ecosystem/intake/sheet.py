"""A sheet as people lay it out: titles above a header, a header of two rows, several tables, totals and remarks below.

A row is taken for one of these only where the header of the table, whose columns are known, shows it; each row that is
not read is reported with its text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ecosystem.intake.visible import visible
from ecosystem.model.names import fold

Knows = Callable[[Sequence[str]], int]
"""Says how many columns of a header are known, 0 where it cannot be one."""

_TOTALS = frozenset(map(fold, ("total", "totals", "grand total", "sum", "tổng", "tổng cộng", "tổng số", "cộng")))
_REMARK = re.compile(r"\*|\((\*|\d)\)|(ghi chú|chú thích|nguồn|notes?|sources?|remarks?)\s*:", re.IGNORECASE)
_AMBIGUOUS_TOTALS = frozenset(map(fold, ("total", "sum", "tổng")))
"""Words that name bodies too: one empty cell is not enough for such a row to be a total."""
_SIGNED = re.compile(
    r"(người lập( biểu| bảng)?|lập biểu|thủ trưởng( đơn vị| cơ quan)?|kế toán trưởng|ký tên)\s*([:(].*)?"
    r"|(.*, )?ngày\b.*\btháng\b.*\bnăm\b.*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+(]?\d[\d.,\s]*\)?\s*%?")
_ROWS_ABOVE = 10
_TITLES = 3
"""The rows that may stand between two tables as titles of the second."""
_STRONG = 2
"""The columns that must be known for a row to be a header which is not the first row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file with its number in a spreadsheet, its text as it stands and its cells without blanks around."""

    number: int
    text: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]

    def shown(self) -> str:
        """Return the cells in one line."""
        return visible(", ".join(" ".join(cell.split()) for cell in self.filled), most=200)


@dataclass(slots=True)
class Table:
    """A table in a sheet: the rows of its header, none where it has none, the names of its columns, its rows.

    `skipped` says of each row around it that is not read why.
    """

    header: list[Row]
    names: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    skipped: list[tuple[Row, str]] = field(default_factory=list)


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """Yield all rows of a text, blank ones too. A row whose quotes are broken is one cell.

    >>> [row.cells for row in rows("id,name\\n\\nqtsc, QTSC\\n", ",")]
    [('id', 'name'), (), ('qtsc', 'QTSC')]
    """
    taken: list[str] = []
    reader = csv.reader(_taped(io.StringIO(text, newline=""), taken), delimiter=delimiter, strict=True)
    for number in range(1, len(text) + 2):
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = ["".join(taken)]
        yield Row(number, "".join(taken).rstrip("\r\n"), tuple(cell.strip("\ufeff \t\r\n\xa0") for cell in cells))


def _taped(stream: Iterable[str], taken: list[str]) -> Iterator[str]:
    for text in stream:
        taken.append(text)
        yield text


def tables(found: Sequence[Row], knows: Knows) -> list[Table]:
    """Return the tables of a sheet, none where no row is known to be a header, or where rows above one are not titles."""
    made: list[Table] = []
    before: list[Row] = []
    for blank, run in groupby(found, lambda row: not row.filled):
        if blank:
            continue
        block = list(run)
        headed = _headed(block, knows, before, first=not made)
        made += [headed] if headed else []
        before = [] if headed else [*before, *block]
        if made and not _may_be_titles(before):
            made[-1].rows += before
            before = []
    if made:
        made[-1].rows += before
    for table in made:
        set_ends_apart(table)
    return made


def is_double(first: Row, second: Row | None = None, *, knows: Knows) -> bool:
    """Say whether two rows are one header."""
    return second is not None and len(_names([first, second], knows)[1]) > 1


def numbers_columns(row: Row) -> bool:
    """Say whether a row below a header numbers the columns, as in official tables: (1), (2), (3)."""
    numbers = [re.sub(r"[()\[\]]", "", cell) for cell in row.filled]
    return len(numbers) > _STRONG and numbers == [str(number) for number in range(1, len(numbers) + 1)]


def may_be_below(row: Row) -> bool:
    """Say whether a row may be a total, or a remark below a table."""
    return fold(row.filled[0]) in _TOTALS or _is_remark(row)


def _is_remark(row: Row) -> bool:
    return (bool(row.cells[0]) and all(map(_REMARK.match, row.filled))) or bool(_SIGNED.fullmatch(row.filled[0]))


def _may_be_titles(block: Sequence[Row]) -> bool:
    return len(block) <= _TITLES and all(len(row.filled) == 1 for row in block)


def _headed(block: list[Row], knows: Knows, before: list[Row], *, first: bool) -> Table | None:
    """Return the table whose header stands in a block of rows below others, None where there is no header."""
    for at in range(min(len(block), _ROWS_ABOVE + 1)):
        above = [*before, *block[:at]]
        names, header = _names(block[at : at + 2], knows)
        known, width = knows(names), len(list(filter(None, names)))
        if any(len(row.filled) >= width for row in above) and known:
            return None
        titled = all(len(row.filled) == 1 for row in above)
        if known >= (_STRONG if above or not first else 1) and (first or titled):
            skipped = [(row, "it stands above the header") for row in above]
            return Table(header, names, block[at + len(header) :], skipped)
    return None


def _names(block: Sequence[Row], knows: Knows) -> tuple[tuple[str, ...], list[Row]]:
    """Return the names of the columns that one or two rows give, and these rows: two where each names some of them."""
    upper, lower = block[0].cells, block[1].cells if len(block) > 1 else ()
    double = _merged(upper, lower)
    both = (
        double not in (_padded(upper, len(double)), _padded(lower, len(double)))
        and knows(double) >= max(knows(lower), 1)
        and knows(double) > knows(upper)
    )
    return (double, list(block)) if both and not _is_title(block[0]) else (upper, list(block[:1]))


def _is_title(row: Row) -> bool:
    return len(row.filled) == 1 and bool(row.cells[0])


def _merged(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns below merged headings; those that occur twice have the heading before them.

    >>> _merged(("Name", "Period", ""), ("", "From", "To")), _merged(("A", "", "B"), ("Name", "City", "Name"))
    (('Name', 'From', 'To'), ('A Name', 'City', 'B Name'))
    """
    width = max(len(upper), len(lower))
    upper, lower = _padded(upper, width), _padded(lower, width)
    spread: list[str] = []
    for cell in upper:
        spread.append(cell or (spread[-1] if spread else ""))
    names = [below or above for above, below in zip(upper, lower, strict=True)]
    twice = {name for name in names if name and names.count(name) > 1}
    return tuple(
        f"{above} {name}" if name in twice and above != name else name
        for above, name in zip(spread, names, strict=True)
    )


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))


def set_ends_apart(table: Table) -> None:
    """Take the numbers of the columns, and remarks and totals below, off a table."""
    if table.rows and table.header and numbers_columns(table.rows[0]) and not _goes_on(table.rows):
        table.skipped.append((table.rows.pop(0), "it numbers the columns"))
    while len(table.rows) > 1 and _is_remark(table.rows[-1]):
        table.skipped.append((table.rows.pop(), "it is a remark below the table"))
    below = next((n for n, row in enumerate(reversed(table.rows)) if fold(row.filled[0]) not in _TOTALS), 0)
    others, totals = table.rows[: len(table.rows) - below], table.rows[len(table.rows) - below :]
    if all(_is_total(row, others) for row in totals):
        table.rows = others
        table.skipped += [(row, "it is a total") for row in totals]
    table.skipped.sort(key=lambda one: one[0].number)


def _goes_on(rows: Sequence[Row]) -> bool:
    """Say whether the second row counts on from a first one of plain numbers: then that is a row as well."""
    first, second = rows[0].filled[0], rows[1].filled[0] if len(rows) > 1 else ""
    return first == "1" and second == "2"


def _is_total(row: Row, others: Sequence[Row]) -> bool:
    """Say whether a row that is called a total is one: but numbers besides, and a cell that all have is empty, or a sum."""
    if len(row.filled) < 2 or not all(map(_NUMBER.fullmatch, row.filled[1:])):
        return False
    width = max(len(other.cells) for other in (row, *others))
    own, *columns = (_padded(one.cells, width) for one in (row, *others))
    cells = list(zip(own, zip(*columns, strict=True), strict=True))
    empty = sum(not cell and all(column) for cell, column in cells)
    sums = any(len(column) > 1 and bool(_NUMBER.fullmatch(cell)) and _sums_up(cell, column) for cell, column in cells)
    return sums or empty > (fold(row.filled[0]) in _AMBIGUOUS_TOTALS)


def _sums_up(cell: str, column: Sequence[str]) -> bool:
    digits = [re.sub(r"\D", "", text) for text in column if text]
    return all(digits) and int(re.sub(r"\D", "", cell)) == sum(map(int, digits)) > 0
