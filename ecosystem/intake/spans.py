"""Cells that go over several lines: whether the lines of a file are all in its rows, each where it belongs."""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import literal


def is_accounted(connection: duckdb.DuckDBPyConnection, width: int, delimiter: str, lines: int) -> bool:
    """Say whether the rows in the table `cells` hold all `lines`, and no cell lines that could be rows themselves."""
    ((rows,),) = connection.execute("SELECT count(*) FROM cells").fetchall()
    if rows == lines:
        return True
    within = " + ".join(f"coalesce({_count(f'c{i}', chr(10))}, 0)" for i in range(width))
    rowlike = " OR ".join(_rowlike(i, width, delimiter) for i in range(width))
    ((found, doubtful),) = connection.execute(
        f"SELECT sum({within}), count(*) FILTER ({rowlike}) FROM cells"
    ).fetchall()
    return rows > 0 and rows + found == lines and not doubtful


def _rowlike(position: int, width: int, delimiter: str) -> str:
    """Return the condition that a line in a cell has as many separators as a row; the last one goes on in its row."""
    pieces = f"string_split(c{position}, chr(10))"
    inner = f"list_filter({pieces}[2:-2], lambda x: {_count('x', delimiter)} >= {width - 1})"
    last = f"{_count(f'{pieces}[-1]', delimiter)} >= {position}"
    return f"contains(c{position}, chr(10)) AND (len({inner}) > 0 OR {last})"


def _count(text: str, sign: str) -> str:
    return f"(length({text}) - length(replace({text}, {literal(sign)}, '')))"
