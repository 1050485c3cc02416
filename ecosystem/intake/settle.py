"""From rows that know their key to what the store has to write: merged, compared, counted.

Every row ends as created, updated, unchanged or rejected. Of several rows of one load with one key the first creates
or updates; a further one adds what it has more. Where it says something else it is rejected if both are of one file;
of two files the later corrects the earlier, as if each were loaded alone.
"""

from __future__ import annotations

from ecosystem.intake.corrections import note_corrections
from ecosystem.intake.engine import duckdb
from ecosystem.intake.repeats import find_equal
from ecosystem.model.names import FOLDED_SQL
from ecosystem.model.record_types import NODES, RecordType

_PLACE = "(NOT own, file, line, part)"
_LATER = "CASE WHEN own THEN turn ELSE -1 - turn END"
"""The order of files: what an own row says is laid over what is there, what another says only fills in."""
_NAMES = ("name", "name_vi", "name_en")


def settle(connection: duckdb.DuckDBPyConnection, part: RecordType, *, repeats: bool = True) -> None:
    """Make `told_…` of `keyed_…`: one row a key, with all fields as they will be stored and its `outcome`.

    Also makes `repeats_…`, the outcome of further rows with the same key, where `repeats` says that there may be some.
    """
    name = part.name
    if part is NODES:
        connection.execute(
            "UPDATE keyed_nodes SET aliases = united(concat_ws(E'\\n', aliases, name, name_vi, name_en)) WHERE NOT own"
        )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE repeats_{name} (file INTEGER, key BIGINT, adds BOOLEAN)")
    single = f"SELECT file, line, part, key, own, {', '.join(part.fields)} FROM keyed_{name}"
    if repeats and _find_repeated(connection, part):
        _merge_repeated(connection, part)
        single += " ANTI JOIN repeated USING (key) UNION ALL SELECT * FROM merged"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE told_{name} AS {_against_known(part, single)}")


def _find_repeated(connection: duckdb.DuckDBPyConnection, part: RecordType) -> bool:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE repeated AS SELECT key FROM keyed_{part.name} GROUP BY key HAVING count(*) > 1"
    )
    return bool(connection.execute("SELECT count(*) FROM repeated").fetchall()[0][0])


def _merge_repeated(connection: duckdb.DuckDBPyConnection, part: RecordType) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE repeats AS SELECT r.*, turn FROM keyed_{part.name} r SEMI JOIN repeated USING (key) "
        "JOIN turns USING (file)"
    )
    _merge(connection, part)
    _reject_contradictions(connection, part)
    _merge(connection, part)
    _lay_over(connection, part)
    note_corrections(connection, part)
    find_equal(connection, part)
    differs = " OR ".join(f"r.{field} IS DISTINCT FROM f.{field}" for field in part.fields)
    connection.execute(
        f"INSERT INTO repeats_{part.name} SELECT r.file, r.key, {differs} FROM repeats r JOIN merged m USING (key) "
        "JOIN repeats f ON f.key = m.key AND f.file = m.file AND f.line = m.line AND f.part = m.part "
        "WHERE (r.file, r.line, r.part) <> (m.file, m.line, m.part)"
    )


def _merge(connection: duckdb.DuckDBPyConnection, part: RecordType) -> None:
    """Make `turned`: for each key and file the first value of every field, own rows first, and all values of lists."""
    columns = [f"arg_min({field}, {_PLACE}) AS {field}" for field in (*part.scalars, "file", "line", "part")]
    columns += [f"united(string_agg({field}, E'\\n')) AS {field}" for field in part.lists]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE turned AS SELECT key, turn, bool_or(own) AS own, "
        f"{', '.join(columns)}, {_patched(f'{_PLACE} DESC')} FROM repeats GROUP BY key, turn"
    )


def _lay_over(connection: duckdb.DuckDBPyConnection, part: RecordType) -> None:
    """Make `merged`: what each file says of a key laid over what the files before it say."""
    place = "(NOT own, file, line, part)"
    columns = [f"arg_min({field}, {place}) AS {field}" for field in ("file", "line", "part")]
    columns += [f"arg_max({field}, {_LATER}) AS {field}" for field in part.scalars]
    columns += [f"united(string_agg({field}, E'\\n')) AS {field}" for field in part.lists]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE merged AS SELECT {', '.join(columns[:3])}, key, bool_or(own) AS own, "
        f"{', '.join(columns[3:])}, {_patched(_LATER)} FROM turned GROUP BY key"
    )


def _patched(order: str) -> str:
    """Return the SQL of the further columns of several rows, each laid over those before it in an order."""
    said = f"list(attributes ORDER BY {order}) FILTER (attributes IS NOT NULL)"
    return f"list_reduce({said}, lambda a, b: patched(a, b)) AS attributes"


def _reject_contradictions(connection: duckdb.DuckDBPyConnection, part: RecordType) -> None:
    """Reject rows that say something else than an earlier one of the same key in their file."""
    fields = [field for field in part.scalars if field != "id"]
    cases = " ".join(f"WHEN r.{field} <> m.{field} THEN '{field}'" for field in fields)
    values = " ".join(f"WHEN '{field}' THEN r.{field}::VARCHAR" for field in fields)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE contradictions AS SELECT r.file, r.line, r.part, r.key, r.turn, r.id, "
        f"CASE {cases} WHEN patched(m.attributes, r.attributes) <> m.attributes THEN differing(m.attributes, r.attributes) END AS field, "
        f"CASE field {values} ELSE mapped(r.attributes)[field] END AS value FROM repeats r JOIN turned m USING (key, turn) WHERE r.own"
    )
    told = " ".join(f"WHEN '{field}' THEN r.{field}::VARCHAR" for field in fields)
    connection.execute(
        f"INSERT INTO faults WITH others AS (SELECT c.file, c.line, c.part, "
        "min((r.file, r.line)) AS first FROM contradictions c JOIN repeats r USING (key, turn) "
        f"WHERE r.own AND CASE c.field {told} ELSE mapped(r.attributes)[c.field] END <> c.value GROUP BY ALL) "
        f"SELECT '{part.name}', file, line, part, field, concat_ws(':', 'contradiction', others.first[1], others.first[2], "
        "coalesce(id, '')), value FROM contradictions LEFT JOIN others USING (file, line, part) WHERE field IS NOT NULL"
    )
    connection.execute(
        "DELETE FROM repeats USING contradictions c WHERE c.field IS NOT NULL "
        "AND repeats.file = c.file AND repeats.line = c.line AND repeats.part = c.part"
    )


def _against_known(part: RecordType, rows: str) -> str:
    """Return the SELECT that lays rows over what the store has: an own row overrides, another one only adds."""
    joined = ", ".join(f"{_joined(part, field)} AS {field}" for field in part.fields)
    before = ", ".join(f"k.{field} AS k_{field}" for field in part.fields)
    same = " AND ".join(f"{field} IS NOT DISTINCT FROM k_{field}" for field in part.fields)
    other_names = f"less(aliases, concat_ws(E'\\n', {', '.join(_NAMES)})) AS aliases"
    return (
        f"WITH m AS (SELECT t.file, t.line, t.part, t.key, k.key IS NOT NULL AS stored, {joined}, {before} "
        f"FROM ({rows}) t LEFT JOIN known_{part.name} k USING (key)), "
        f"n AS (SELECT * {f'REPLACE ({other_names})' if part is NODES else ''} FROM m), "
        f"o AS (SELECT *, CASE WHEN NOT stored THEN 'created' WHEN {same} THEN 'unchanged' ELSE 'updated' END "
        "AS outcome FROM n) "
        f"SELECT file, line, part, key, outcome, {', '.join(part.fields)}"
        + (f", CASE WHEN outcome <> 'unchanged' THEN {FOLDED_SQL} END AS folded" if part is NODES else "")
        + " FROM o"
    )


def _joined(part: RecordType, field: str) -> str:
    mine, theirs = f"t.{field}", f"k.{field}"
    if field == "id":
        return mine
    if field == "attributes":
        return f"CASE WHEN t.own THEN patched({theirs}, {mine}) ELSE patched({mine}, {theirs}) END"
    if field == "aliases":
        displaced = f"CASE WHEN k.id <> t.id THEN {_given_name('k')} END, "
        displaced += ", ".join(f"CASE WHEN k.id <> t.id THEN k.{name} END" for name in ("name_vi", "name_en"))
        kept = f"k.id = t.id AND ({mine} IS NULL OR {mine} = {theirs})"
        union = f"united(concat_ws(E'\\n', {theirs}, {mine}, {displaced}))"
        return f"CASE WHEN k.key IS NULL THEN {mine} WHEN {kept} THEN {theirs} ELSE {union} END"
    if field in part.lists:
        union = f"united(concat_ws(E'\\n', {theirs}, {mine}))"
        return f"CASE WHEN {mine} IS NULL OR {mine} = {theirs} THEN {theirs} WHEN {theirs} IS NULL THEN {mine} ELSE {union} END"
    if part is NODES and field == "name":
        others = (_laid_over(f"t.{name}", f"k.{name}") for name in ("name_en", "name_vi"))
        return f"coalesce({_laid_over(_given_name('t'), _given_name('k'))}, {', '.join(others)}, t.id)"
    if field == "unnamed":
        return f"CASE WHEN coalesce({_given_name('t')}, {_given_name('k')}) IS NULL THEN 'yes' END"
    default = {"level": "'named'", "standing": "'fact'"}.get(field)
    value = _laid_over(mine, theirs)
    return f"coalesce({value}, {default})" if default else value


def _laid_over(mine: str, theirs: str) -> str:
    return f"CASE WHEN t.own THEN coalesce({mine}, {theirs}) ELSE coalesce({theirs}, {mine}) END"


def _given_name(table: str) -> str:
    """Return the SQL of the name that a row gave a node, NULL where it follows from its id or other names."""
    return f"CASE WHEN {table}.unnamed IS NULL THEN {table}.name END"
