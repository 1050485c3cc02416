"""The checks that every row passes, whatever loader it came from."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ecosystem.intake.engine import duckdb
from ecosystem.intake.identifiers import read_identifiers
from ecosystem.model import dates
from ecosystem.model.names import fold
from ecosystem.model.record_types import LINKS, NODES, SOURCES, RecordType, literal
from ecosystem.model.vocabulary import vocabulary

_BOUNDS = {"weight": "1e-300 AND 1e300", "confidence": "0 AND 1"}
_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?"


@cache
def words(field: str) -> dict[str, str]:
    """Return the words that a field may hold, folded, each with the word that is stored."""
    known = vocabulary()
    if field == "kind":
        return {
            fold(word): kind.id
            for kind in known.kinds.values()
            for word in (kind.name_vi, kind.plural, kind.name, kind.id)
        }
    if field == "relation":
        return {
            fold(word): relation.id
            for relation in known.relations.values()
            for word in (relation.name_vi, relation.name, relation.id)
        }
    return {fold(word): word for word in (known.levels if field == "level" else known.standings)}


def _word(field: str) -> Callable[[str], str | None]:
    return lambda given: words(field).get(fold(given))


def _date(given: str) -> int | None:
    try:
        return dates.parse(given)
    except ValueError:
        return None


# Fields with few distinct values: each is read once in Python and joined.
_CODED: dict[str, tuple[str, Callable[[str], str | int | None]]] = {
    **{field: ("VARCHAR", _word(field)) for field in ("kind", "relation", "level", "standing")},
    **dict.fromkeys(("valid_from", "valid_to"), ("INTEGER", _date)),
}


def check(connection: duckdb.DuckDBPyConnection, part: RecordType, *, strict: bool = False) -> None:
    """Make `checked_…` of a staged table: the values as they are stored, and the rows with a fault in `faults`.

    A cell that cannot be read is left out of its row (`left_out`) where its column is optional, unless the link is
    known by it: its start or an identifying attribute, where it has no id. If `strict` it costs the row.
    """
    if part is NODES:
        read_identifiers(connection)
    coded = [field for field in part.scalars if field in _CODED]
    for field in coded:
        _code(connection, part, field)
    plain = [field for field in part.fields if field not in coded and field not in ("weight", "confidence")]
    columns = [_in_one_line(field) if field in part.scalars else f"s.{field}" for field in plain]
    columns += [f"c_{field}.value AS {field}" for field in coded]
    columns += [f"{_number(f's.{field}')} AS {field}" for field in part.scalars if field in ("weight", "confidence")]
    joins = " ".join(f"LEFT JOIN coded_{part.name}_{field} c_{field} ON c_{field}.given = s.{field}" for field in coded)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE checked_{part.name} AS SELECT s.file, s.line, s.part, {', '.join(columns)}, "
        f"coalesce({_doubted(connection, part, strict)}, {_FAULTS[part.name](coded)}) AS fault FROM staged_{part.name} s {joins}"
    )
    if part is LINKS and not strict and _leave_out_numbers(connection):
        check(connection, part)
        return
    _set_faulty_apart(connection, part)
    connection.execute(
        f"INSERT INTO left_out SELECT '{part.name}', file, line, part, d.field, d.fault, d.value FROM "
        f"(SELECT file, line, part, unnest(doubts) AS d FROM staged_{part.name} WHERE doubts IS NOT NULL) "
        f"SEMI JOIN checked_{part.name} USING (file, line, part)"
    )


def _code(connection: duckdb.DuckDBPyConnection, part: RecordType, field: str) -> None:
    type_, read = _CODED[field]
    table = f"coded_{part.name}_{field}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} (given VARCHAR, value {type_})")
    given = connection.execute(
        f"SELECT DISTINCT {field} FROM staged_{part.name} WHERE {field} IS NOT NULL"
    ).fetchnumpy()[field]
    if len(given):
        values = [read(text) for text in given]
        connection.execute(f"INSERT INTO {table} SELECT unnest(?), unnest(?)", [list(given), values])
        unread = [text for text, value in zip(given, values, strict=True) if value is None]
        if type_ == "INTEGER" and unread:
            connection.execute(
                f"UPDATE staged_{part.name} SET {field} = NULL, doubts = list_append(coalesce(doubts, []), "
                f"{{'field': '{field}', 'fault': 'date:', 'value': {field}}}) WHERE list_contains(?, {field})",
                [unread],
            )


def _leave_out_numbers(connection: duckdb.DuckDBPyConnection) -> bool:
    """Take weights and confidences that are out of bounds out of their rows; return whether there are any."""
    ((some,),) = connection.execute(
        f"SELECT count(*) > 0 FROM checked_links WHERE fault IN {tuple(f'{field}:number' for field in _BOUNDS)}"
    ).fetchall()
    for field in _BOUNDS if some else ():
        connection.execute(
            f"UPDATE staged_links s SET {field} = NULL, doubts = list_append(coalesce(doubts, []), "
            f"{{'field': '{field}', 'fault': 'number:', 'value': {field}}}) WHERE {_out_of_bounds(field)}"
        )
    return bool(some)


def _in_one_line(field: str) -> str:
    """Return the SQL of a field without line breaks: they separate the names of a node."""
    broken = f"contains(s.{field}, chr(10)) OR contains(s.{field}, chr(13))"
    return rf"CASE WHEN {broken} THEN regexp_replace(s.{field}, '\s*[\r\n]\s*', ' ', 'g') ELSE s.{field} END AS {field}"


def _number(column: str) -> str:
    return f"CASE WHEN regexp_full_match({column}, {literal(_NUMBER)}) THEN TRY_CAST({column} AS DOUBLE) END"


def _out_of_bounds(field: str) -> str:
    return f"s.{field} IS NOT NULL AND coalesce({_number(f's.{field}')}, -1) NOT BETWEEN {_BOUNDS[field]}"


def _unknown(field: str) -> str:
    return f"WHEN s.{field} IS NOT NULL AND c_{field}.value IS NULL THEN '{field}:unknown'"


def _missing(field: str) -> str:
    return f"WHEN s.{field} IS NULL THEN '{field}:missing'"


_INTERVAL = "WHEN c_valid_from.value > 0 AND c_valid_to.value > 0 AND c_valid_to.value <= c_valid_from.value THEN 'valid_to:interval'"


def _doubted(connection: duckdb.DuckDBPyConnection, part: RecordType, strict: bool) -> str:
    """Return the SQL of the first cell that cannot be read and costs the row."""
    if not connection.execute(f"SELECT count(doubts) FROM staged_{part.name}").fetchall()[0][0]:
        return "NULL"
    costs = "true" if strict else "starts_with(d.fault, 'units')"
    if part is LINKS:
        known = " ".join(
            f"WHEN {literal(one.id)} THEN {['valid_from', *one.identifying]}" for one in vocabulary().relations.values()
        )
        costs += f" OR (s.id IS NULL AND list_contains(CASE c_relation.value {known} END, d.field))"
    return f"list_transform(list_filter(s.doubts, lambda d: {costs}), lambda d: d.field || ':' || d.fault)[1]"


def _node_faults(coded: list[str]) -> str:
    nameless = "WHEN coalesce(s.id, s.name, s.name_vi, s.name_en) IS NULL THEN 'name:missing'"
    return f"CASE {nameless} {_missing('kind')} {' '.join(map(_unknown, coded))} {_INTERVAL} END"


def _link_faults(coded: list[str]) -> str:
    missing = " ".join(_missing(field) for field in ("source", "relation", "target"))
    numbers = " ".join(f"WHEN {_out_of_bounds(field)} THEN '{field}:number'" for field in _BOUNDS)
    return f"CASE {missing} {' '.join(map(_unknown, coded))} {_INTERVAL} {numbers} END"


def _source_faults(coded: list[str]) -> str:
    return f"CASE {_missing('id')} WHEN contains(s.id, '#') OR contains(s.id, '|') THEN 'id:mark' END"


_FAULTS = {NODES.name: _node_faults, LINKS.name: _link_faults, SOURCES.name: _source_faults}


def _set_faulty_apart(connection: duckdb.DuckDBPyConnection, part: RecordType) -> None:
    """Move the rows with a fault out of the way, each with the value that is wrong."""
    if not connection.execute(f"SELECT count(fault) FROM checked_{part.name}").fetchall()[0][0]:
        return
    value = " ".join(f"WHEN '{field}' THEN s.{field}" for field in part.fields)
    connection.execute(
        f"INSERT INTO faults SELECT '{part.name}', c.file, c.line, c.part, split_part(fault, ':', 1), "
        f"substr(fault, strpos(fault, ':') + 1), coalesce(CASE split_part(fault, ':', 1) {value} END, "
        "list_filter(s.doubts, lambda d: d.field = split_part(c.fault, ':', 1))[1].value) "
        f"FROM checked_{part.name} c JOIN staged_{part.name} s USING (file, line, part) WHERE fault IS NOT NULL"
    )
    connection.execute(f"DELETE FROM checked_{part.name} WHERE fault IS NOT NULL")
