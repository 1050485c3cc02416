"""A single fault in a good table, and what a load has to make of it; the kinds stand in modules of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from types import ModuleType
from typing import Literal

from good_tables import Table

How = Literal["rejected", "left out", "kept", "refused"]


@dataclass(frozen=True)
class Outcome:
    """What is to become of the row with the fault, and where the report speaks of it.

    Parameters
    ----------
    how
        The row is rejected, taken without a cell (left out), taken whole (kept), or the file is refused.
    column
        The column that the report names, "" where no one column is at fault.
    line
        The line that the report names, where it is not that of the row.
    changed
        What a row that is kept has instead.
    besides
        Columns that are not compared.
    said
        What a note or a reading of the file says.
    more
        The number of rows that the file has more than without the fault.
    every
        Whether every row of the file has the fault.
    """

    how: How
    column: str = ""
    line: int = 0
    changed: dict[str, str | float] = field(default_factory=dict)
    besides: tuple[str, ...] = ()
    said: str = ""
    more: int = 0
    every: bool = False


@dataclass
class Spot:
    """A cell of a good table at which a fault is put; `content` is the file where it is more than cells."""

    table: Table
    row: int
    column: str
    rng: Random
    content: bytes | None = None

    @property
    def at(self) -> int:
        """The position of the column."""
        return self.table.header.index(self.column)

    @property
    def cells(self) -> list[str]:
        """The row."""
        return self.table.rows[self.row]

    @property
    def cell(self) -> str:
        """The cell."""
        return self.cells[self.at]

    @cell.setter
    def cell(self, text: str) -> None:
        self.cells[self.at] = text

    @property
    def line(self) -> int:
        """The line of the row in the file."""
        return self.row + 2

    @property
    def identified(self) -> bool:
        """Whether rows are known by an id and not by what they say."""
        return "id" in self.table.header

    def one_of(self, *texts: str) -> str:
        """Draw one of several texts."""
        return self.rng.choice(texts)

    def file(self) -> bytes:
        """Return the file with the fault."""
        return joined(self.table.lines()) if self.content is None else self.content

    def change_line(self, change: Callable[[str], str]) -> None:
        """Change the line of the row as text."""
        lines = self.table.lines()
        lines[self.row + 1] = change(lines[self.row + 1])
        self.content = joined(lines)

    def add(self, cells: list[str]) -> int:
        """Add a row at the end and return its line."""
        self.table.rows.append(cells)
        return len(self.table.rows) + 1


Make = Callable[[Spot], Outcome]


@dataclass(frozen=True)
class Kind:
    """A kind of fault: the columns it may be at, such as `nodes.kind`, and how it is made."""

    name: str
    places: tuple[str, ...]
    make: Make


def at(*places: str) -> Callable[[Make], Kind]:
    """Make a function a kind of fault."""
    return lambda make: Kind(make.__name__, places, make)


def kinds(*modules: ModuleType) -> list[Kind]:
    """Return the kinds of fault that modules hold."""
    return [one for module in modules for one in vars(module).values() if isinstance(one, Kind)]


def joined(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
