"""Answer: a titled table with its units, notes and evidence, and what of the graph it speaks of."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from ecosystem import __version__
from ecosystem.model import dates
from ecosystem.model.columns import Codes, Source
from ecosystem.model.graph import Graph

if TYPE_CHECKING:
    import pandas as pd

Value: TypeAlias = str | int | float | None
_ENDS = {"valid_to": "valid_until", "ends_before": "until"}
"""How the columns of ends are called where the last day is shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer; `unit` is "" where the values need none, `detail` what a terminal has no room for."""

    name: str
    unit: str = ""
    detail: bool = False


def none() -> Codes:
    """Return no positions."""
    return np.empty(0, dtype=np.int32)


@dataclass(frozen=True)
class Answer:
    """What a question returns.

    Parameters
    ----------
    title
        The question in words.
    columns, rows
        The table. An unknown or undefined value is None, never 0.
    graph
        The graph that was asked.
    notes
        The convention of the measure, and what the reader must know of the scope.
    evidence
        For each row the references it rests on, as `source id` or `source id#place in it`.
    nodes, links
        Positions in `graph` of what the answer speaks of, to be drawn or marked.
    groups
        For each node of `graph` the code of its group, -1 for none, where the answer divides the nodes.
    command
        The line with which it was asked, so that a reader can ask again; "" where there was none.
    day
        The day of the scope as a number (see `dates`), 0 for any: a page of all days begins with it.
    undated
        How many rows consist of nothing that has a date, None where that is not counted by rows.
    within
        Ids of nodes and how many steps around them the scope looks; what is so near may differ from day to day.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]
    graph: Graph
    notes: tuple[str, ...] = ()
    evidence: Sequence[tuple[str, ...]] = ()
    nodes: Codes = field(default_factory=none)
    links: Codes = field(default_factory=none)
    groups: Codes = field(default_factory=none)
    command: str = ""
    undated: int | None = None
    day: int = 0
    within: tuple[tuple[tuple[str, ...], int], ...] = ()

    @property
    def sources(self) -> list[Source]:
        """The sources that the rows cite, each once, in the order of the rows."""
        ids = dict.fromkeys(reference.split("#")[0] for row in self.evidence for reference in row)
        return [self.graph.sources.get(id) or Source(id, described=False) for id in ids]

    @property
    def asked(self) -> str:
        """The line that says how to ask again; "" where no command was given."""
        return f"Asked with ecosystem-explorer {__version__}: {self.command}" if self.command else ""

    def cited(self) -> Answer:
        """Return the same answer with a last column that holds the references of each row."""
        if not self.evidence:
            return self
        rows = [(*row, " | ".join(references)) for row, references in zip(self.rows, self.evidence, strict=True)]
        return replace(self, columns=(*self.columns, Column("sources")), rows=rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as the command line prints it with `--format json`."""
        names = [column.name for column in self.columns]
        return {
            "title": self.title,
            "columns": [{"name": column.name, "unit": column.unit} for column in self.columns],
            "rows": [dict(zip(names, map(_plain, row), strict=True)) for row in self.rows],
            "notes": list(self.notes),
            "sources": [
                {
                    "id": source.id,
                    "title": source.title,
                    "publisher": source.publisher,
                    "date": source.date,
                    "url": source.url,
                }
                for source in self.sources
            ],
            "command": self.command,
            "version": __version__,
        }

    def __str__(self) -> str:
        """Return the table as plain text, for a Python prompt."""
        table = [[heading(column) for column in self.columns], *([show(value) for value in row] for row in self.rows)]
        widths = [max(map(len, cells)) for cells in zip(*table, strict=True)]
        lines = ("  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in table)
        return "\n".join((self.title, *lines, *self.notes))

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a pandas frame, where pandas is installed."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=[column.name for column in self.columns])

    def _repr_html_(self) -> str:
        """Show the answer as a table in a notebook."""
        head = "".join(f"<th>{html.escape(heading(column))}</th>" for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(show(value))}</td>" for value in row) + "</tr>" for row in self.rows
        )
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        caption = f"<caption>{html.escape(self.title)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><ul>{notes}</ul>"


def heading(column: Column) -> str:
    """Return the heading of a column, as people read it, with its unit.

    >>> heading(Column("value", "partners")), heading(Column("valid_to"))
    ('value (partners)', 'valid until')
    """
    name = _ENDS.get(column.name, column.name).replace("_", " ")
    return f"{name} ({column.unit})" if column.unit else name


def show(value: Value) -> str:
    """Return a value as people read it: four digits of a broken number, the last day of what ends, nothing for None.

    >>> show(0.66666), show(3.0), show(None), show(dates.end(20250701))
    ('0.6667', '3', '', '2025-06-30')
    """
    if isinstance(value, dates.Written):
        return value.read
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.1f}".removesuffix(".0")
    return str(value)


def _plain(value: Value) -> Value:
    """Return numpy's numbers as Python's, and None for what is not a number."""
    value = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(value, float) and not math.isfinite(value) else value
