"""Rows of one file that say the very same: one link or node, or, on wish, a link as heavy as its rows together."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import LINKS, RecordType

# A link with an id is one link however often it is stated.
_ADDED_UP = """
CREATE OR REPLACE TEMP TABLE ended_links AS
    SELECT l.* REPLACE (CASE WHEN id IS NULL AND counted AND count(*) OVER same > 1
        THEN sum(coalesce(weight, 1)) OVER same ELSE weight END AS weight)
    FROM ended_links l JOIN turns USING (file)
    WINDOW same AS (PARTITION BY turn, id, a, relation, b, {fields})
"""
_EQUAL = """
INSERT INTO equal_rows
    SELECT '{name}', turn, sum(rows), min(line), sum(rows) FILTER (countable) FROM (
        SELECT turn, count(*) - 1 AS rows, list_sort(list(line))[2] AS line, {countable} AS countable
        FROM repeats JOIN turns USING (file, turn) WHERE counted GROUP BY turn, key, {fields} HAVING count(*) > 1)
    GROUP BY turn
"""


def add_up(connection: duckdb.DuckDBPyConnection) -> None:
    """Give each of several equal rows of a file in `ended_links` the sum of their weights; without a weight it is 1."""
    fields = [field for field in LINKS.fields if field not in ("id", "source", "relation", "target", "weight")]
    connection.execute(_ADDED_UP.format(fields=_listed((*fields, "weight"))))


def find_equal(connection: duckdb.DuckDBPyConnection, part: RecordType) -> None:
    """Add to `equal_rows` how many rows of `repeats` say the same as one before them in their file, and the first."""
    countable = "id IS NULL" if part is LINKS else "false"
    connection.execute(_EQUAL.format(name=part.name, countable=countable, fields=_listed(part.fields)))


def _listed(fields: tuple[str, ...]) -> str:
    return ", ".join(fields).replace("standing", "coalesce(standing, 'fact')")


def equal_rows(connection: duckdb.DuckDBPyConnection, files: list[str], *, added_up: bool) -> Iterator[str]:
    """Yield a note for each file that has equal rows."""
    rows = connection.execute("SELECT what, file, rows, line, countable FROM equal_rows ORDER BY file, what").fetchall()
    for what, file, count, line, countable in rows:
        many = f"{count} rows of {what} repeat rows" if count > 1 else f"1 row of {what} repeats a row"
        if not countable:
            then = "nothing is counted twice"
        elif added_up:
            then = "the weights are added up"
        else:
            then = "each link counts once; with --repeats count the weights are added up"
        yield f"{files[file]}: {many} before {'them' if count > 1 else 'it'}, the first in row {line}; {then}"
