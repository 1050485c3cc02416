"""Cells that go over several lines: whether the lines of a file are all in its rows, each where it belongs."""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import literal


def blank(connection: duckdb.DuckDBPyConnection, width: int) -> int:
    """Return how many rows of the table `cells` hold nothing but blanks."""
    cells = ", ".join(f"c{i}" for i in range(width))
    nothing = f"(c0 IS NULL OR c0 < '!') AND trim(concat({cells}), E' \\t\\r\\n') = ''"
    return int(connection.execute(f"SELECT count(*) FROM cells WHERE {nothing}").fetchall()[0][0])


def within(connection: duckdb.DuckDBPyConnection, width: int, delimiter: str, lines: int) -> int | None:
    """Return how many of `lines` stand within cells of the table `cells`, whose rows hold all of them.

    None where they do not hold all, or where a line within a cell could be a row.
    """
    ((rows,),) = connection.execute("SELECT count(*) FROM cells").fetchall()
    if rows == lines:
        return 0
    ends = " + ".join(f"coalesce({_count(f'c{i}', chr(10))}, 0)" for i in range(width))
    rowlike = " OR ".join(_rowlike(i, width, delimiter) for i in range(width))
    ((found, doubtful),) = connection.execute(f"SELECT sum({ends}), count(*) FILTER ({rowlike}) FROM cells").fetchall()
    return lines - rows if rows and rows + found == lines and not doubtful else None


def _rowlike(position: int, width: int, delimiter: str) -> str:
    """Return the condition that a line in a cell has as many separators as a row; the last one goes on in its row."""
    pieces = f"string_split(c{position}, chr(10))"
    inner = f"list_filter({pieces}[2:-2], lambda x: {_count('x', delimiter)} >= {width - 1})"
    last = f"{_count(f'{pieces}[-1]', delimiter)} >= {position}"
    return f"contains(c{position}, chr(10)) AND (len({inner}) > 0 OR {last})"


def _count(text: str, sign: str) -> str:
    return f"(length({text}) - length(replace({text}, {literal(sign)}, '')))"
