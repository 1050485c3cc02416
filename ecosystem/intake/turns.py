"""The order of the files of a load: each has its turn, as if it were loaded alone after those before it."""

from __future__ import annotations

from collections.abc import Sequence

from ecosystem.intake.engine import duckdb


def take_turns(connection: duckdb.DuckDBPyConnection, documents: Sequence[str], counted: Sequence[bool]) -> None:
    """Make `turns`: of each part of a load the document it comes from, NULL for none, and when it has its turn.

    `counted` says of which an equal row is one more. Parts of one file that follow each other have one turn, the number of the first of them.
    """
    turns = list(range(len(documents)))
    for number in turns[1:]:
        if documents[number] and documents[number] == documents[number - 1]:
            turns[number] = turns[number - 1]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE turns AS "
        "SELECT unnest(?::INTEGER[]) AS file, unnest(?::INTEGER[]) AS turn, nullif(unnest(?::VARCHAR[]), '') AS document, "
        "unnest(?::BOOLEAN[]) AS counted",
        [list(range(len(documents))), turns, list(documents), list(counted)],
    )
