"""Identifiers of staged nodes: any usual writing becomes the short form, and what is not one is left out of its row."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ecosystem.intake.engine import duckdb
from ecosystem.model.identifiers import NotAnIdentifier, as_identifier, identifier, scheme_of
from ecosystem.model.vocabulary import vocabulary

_GIVEN = r"SELECT DISTINCT unnest(string_split(identifiers, E'\n')) FROM staged_nodes WHERE identifiers IS NOT NULL"
_READ = r"""
UPDATE staged_nodes SET identifiers = united(n.identifiers), doubts = nullif(list_concat(coalesce(doubts, []), n.unread), [])
FROM (
    SELECT row, string_agg(CASE WHEN r.given IS NULL THEN g.given ELSE meant END, E'\n') AS identifiers,
        list({'field': field, 'fault': fault, 'value': value} ORDER BY g.given) FILTER (fault IS NOT NULL) AS unread
    FROM (SELECT rowid AS row, unnest(string_split(identifiers, E'\n')) AS given FROM staged_nodes) g
    LEFT JOIN read_identifiers r USING (given) GROUP BY row HAVING count(r.given) > 0) AS n
WHERE staged_nodes.rowid = n.row
"""

# An id that is an identifier is kept in its short form; one that only begins so is one of the user's own.
_IDS = "SELECT DISTINCT id FROM staged_nodes WHERE contains(id, ':') OR contains(id, '/')"
_READ_IDS = r"""
UPDATE staged_nodes SET id = coalesce(meant, id), identifiers = united(concat_ws(E'\n', identifiers, meant)),
    doubts = CASE WHEN fault IS NULL THEN doubts
        ELSE list_append(coalesce(doubts, []), {'field': 'id', 'fault': fault, 'value': value}) END
FROM read_identifiers r WHERE staged_nodes.id = r.given
"""

# What a text means, or the cell that cannot be read: given, meant, field, fault, value.
Reading = tuple[str, str | None, str | None, str | None, str | None]


def read_identifiers(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the identifiers of `staged_nodes`, and ids that are some, into their short form; note what cannot be read."""
    for given, read, statement in ((_GIVEN, _cell, _READ), (_IDS, _id, _READ_IDS)):
        texts = connection.execute(given).fetchall()
        readings = [read(text) for (text,) in texts]
        if other := [one for one in readings if one is not None]:
            _lay_out(connection, other)
            connection.execute(statement)


def _cell(given: str) -> Reading | None:
    """Return what a cell, after the scheme of its column, means; None where it is the short form."""
    scheme, _, text = given.partition(":")
    if scheme not in vocabulary().identifiers:
        return None
    try:
        meant = identifier(scheme, text)
    except NotAnIdentifier as error:
        if several := _several(scheme, text):
            return given, several, None, None, None
        return given, None, scheme, f"identifier:{error.fault}", text
    return None if meant == given else (given, meant, None, None, None)


def _several(scheme: str, text: str) -> str | None:
    """Return the identifiers of a cell that holds several, a line each, where all of them are right."""
    try:
        return "\n".join(identifier(scheme, part) for part in re.split(r"[|;,]", text) if part.strip()) or None
    except NotAnIdentifier:
        return None


def _id(id: str) -> Reading | None:
    if meant := as_identifier(id):
        return id, meant, None, None, None
    if (scheme := scheme_of(id)) is None:
        return None
    try:
        identifier(scheme, id)
    except NotAnIdentifier as error:
        return id, None, "id", f"identifier:{error.fault}", id
    return None


def _lay_out(connection: duckdb.DuckDBPyConnection, readings: Iterable[Reading]) -> None:
    columns = ("given", "meant", "field", "fault", "value")
    unnested = ", ".join(f"unnest(?::VARCHAR[]) AS {column}" for column in columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE read_identifiers AS SELECT {unnested}",
        [list(values) for values in zip(*readings, strict=True)],
    )
