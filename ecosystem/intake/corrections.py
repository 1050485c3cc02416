"""Where a later file of a load says otherwise than an earlier one: the value that it corrects, and both places."""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model import dates
from ecosystem.model.record_types import LINKS, RecordType, literal

# Of each value that a file gives the first place in it.
_CORRECTIONS = """
INSERT INTO corrections
    WITH several AS (
        SELECT key FROM repeats WHERE own GROUP BY key HAVING count(DISTINCT turn) > 1 AND ({differ})),
    cells AS (
        SELECT key, turn, file, line, part, unnest(list_concat([{scalars}], coalesce(list_transform(
            entries_of(attributes), lambda x: {{'field': x.key, 'value': x.value}}), []))) AS cell
        FROM repeats r SEMI JOIN several USING (key) WHERE own),
    said AS (
        SELECT key, cell.field AS field, turn, min((file, line, part)) AS place, min(cell.value) AS value
        FROM cells WHERE cell.value IS NOT NULL GROUP BY ALL),
    turned AS (
        SELECT *, lag(value) OVER turns AS before, lag(place) OVER turns AS there FROM said
        WINDOW turns AS (PARTITION BY key, field ORDER BY turn))
    SELECT {what}, place[1], place[2], place[3], field, concat_ws(':', 'corrects', there[1], there[2], before), value
    FROM turned WHERE value <> before
"""


def note_corrections(connection: duckdb.DuckDBPyConnection, part: RecordType) -> None:
    """Add to `corrections` what rows of `repeats` say otherwise than a row of an earlier file."""
    fields = [field for field in part.scalars if field != "id"]
    differ = [f"min({field}) <> max({field})" for field in (*fields, "attributes")]
    scalars = [f"{{'field': {literal(field)}, 'value': {_text(part, field)}}}" for field in fields]
    connection.execute(
        _CORRECTIONS.format(what=literal(part.name), differ=" OR ".join(differ), scalars=", ".join(scalars))
    )


def _text(part: RecordType, field: str) -> str:
    """Return the SQL of a value as people write it."""
    if part is LINKS and field in ("source", "target"):
        return f"(SELECT id FROM all_nodes WHERE key = r.{field})"
    if field in ("valid_from", "valid_to"):
        return dates.SHOW_SQL.format(f"r.{field}")
    return f"regexp_replace(r.{field}::VARCHAR, '\\.0$', '')" if field in ("weight", "confidence") else f"r.{field}"
