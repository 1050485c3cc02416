"""The cells of a table without what surrounds their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.model.record_types import literal

NULL_WORDS = ("NULL", "null", "N/A", "n/a", "#N/A", "NaN", "nan", "None", "-", "--")
"""Words by which other programs write that there is nothing."""


@dataclass(frozen=True)
class Cleaning:
    """How the cells of the table `cells` become clean.

    Cells that hold one of the words `null` are empty; where cells are `wrapped` as a formula, ="007", it is taken off.
    """

    width: int
    null: Sequence[str] = ()
    wrapped: bool = False

    def rows(self) -> str:
        """Return SQL that gives the rows of `cells` with clean cells (line, c0, c1, …)."""
        return f"SELECT line, {', '.join(f'{self._clean(i)} AS c{i}' for i in range(self.width))} FROM cells"

    def values(self, *columns: int) -> str:
        """Return SQL that gives what some columns hold together, clean; that is cleaned once, however often it stands."""
        given = ", ".join(f"c{i}" for i in columns)
        clean = ", ".join(f"{self._clean(i)} AS c{i}" for i in columns)
        return f"SELECT {clean} FROM (SELECT DISTINCT {given} FROM cells)"

    def _clean(self, column: int) -> str:
        cell = f"c{column}"
        if self.wrapped:
            cell = f"CASE WHEN {is_wrapped(cell)} THEN substr({cell}, 3, length({cell}) - 3) ELSE {cell} END"
        words = ", ".join(map(literal, self.null))
        return f"CASE WHEN clean({cell}) IN ({words}) THEN NULL ELSE clean({cell}) END" if words else f"clean({cell})"


def is_wrapped(cell: str) -> str:
    """Return the condition that a cell is text wrapped as a formula, as spreadsheets keep a leading nought: ="007"."""
    return f"(starts_with({cell}, '=\"') AND ends_with({cell}, '\"') AND length({cell}) > 2)"
