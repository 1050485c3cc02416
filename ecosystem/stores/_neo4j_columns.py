"""How columns come from a Neo4j server, and how they get into the tables of a store."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from ecosystem.engine import duckdb
from ecosystem.parts import PARTS, literal
from ecosystem.schema import schema
from ecosystem.stores._embedded_tables import columns_of
from ecosystem.stores._neo4j_model import DATES, INTEGERS, NUMBERS, USUAL, relationship
from ecosystem.stores._neo4j_server import Rows

PART = 5_000
"""How many keys of nodes go into one record."""
MANY = 5
"""Above how many columns it is quicker to take all properties at once."""
_GROUPED = ("relation", "kind", "level", "standing")
"""Columns of a few words."""
_TAKEN = ("relation", "source", "target")
"""Columns of links that are no properties."""


def collected(name: str, pattern: str, condition: str, columns: Sequence[str] = ()) -> str:
    """Return a statement that gives columns, not rows: the driver takes as long for a record as for a long list.

    Many properties are taken all at once: the server would walk through them anew for each that is named. Columns of
    a few words are told once for all that have the same.
    """
    columns = columns or columns_of(name)
    links = name == "links"
    grouped = [column for column in columns if column in _GROUPED]
    lists = [column for column in columns if column not in _GROUPED]
    gathered = ", ".join(
        f"collect({column if column in _TAKEN else _told(column, name)}) AS {column}" for column in lists
    )
    owner = "e" if links else "n"
    taken = ["type(e) AS relation", "n.key AS source", "m.key AS target"] if links else []
    if not links or {*columns} - {*_TAKEN}:
        taken.append(f"{owner if len(columns) <= MANY else f'properties({owner})'} AS p")
    groups = [column if links and column in _TAKEN else f"coalesce(p.{column}, '') AS {column}" for column in grouped]
    part = f"{'source' if links else 'p.key'} / {PART} AS part"
    return (
        f"MATCH {pattern} WHERE {condition} WITH {', '.join(taken)} "
        f"WITH {', '.join((*groups, part, gathered))} RETURN {', '.join(columns)}"
    )


def _told(column: str, name: str) -> str:
    """Return the value of a property of `p`, never null: a list leaves nulls out."""
    value = f"p.{column}"
    if column in INTEGERS:
        return value
    if column in DATES:
        return f"coalesce({value}_as, toString({value}), '')"
    if column in NUMBERS:
        return f"coalesce({value}, -1.0)"
    if column in PARTS[name].lists:
        # Most have one source: a text is half as dear as a list with a text in it.
        return f"CASE size({value}) WHEN 1 THEN {value}[0] ELSE coalesce({value}, []) END"
    return f"coalesce({value}, '')"


def insert(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    """Add rows that hold columns to a table."""
    if not rows:
        return
    columns = list(rows[0])
    counts = [len(next(value for value in row.values() if isinstance(value, list))) for row in rows]
    arrived: dict[str, npt.NDArray[Any]] = {}
    stored = []
    for column in columns:
        parts = [row[column] for row in rows]
        if column in _GROUPED:
            told, codes = np.unique(parts, return_inverse=True)
            arrived[column] = np.repeat(codes + 1, counts)
            words = (_relations()[word] if column == "relation" else word for word in told.tolist())
            word = f"nullif([{', '.join(map(literal, words))}][{column}], '')"
            stored.append(f"coalesce({word}, {literal(USUAL[column])})" if column in USUAL else word)
        else:
            arrived[column] = _array(column, parts)
            stored.append(_stored(column))
    connection.register("arrived", arrived)
    connection.execute(f"INSERT INTO main.{name} ({', '.join(columns)}) SELECT {', '.join(stored)} FROM arrived")
    connection.unregister("arrived")


def _array(column: str, parts: Sequence[list[Any]]) -> npt.NDArray[Any]:
    if column in INTEGERS or column in NUMBERS:
        kind = np.int64 if column in INTEGERS else np.float64
        return np.concatenate([np.array(part, dtype=kind) for part in parts])
    values = list(chain.from_iterable(parts))
    array = np.empty(len(values), dtype=np.object_)
    array[:] = [value if isinstance(value, str) else "\n".join(value) for value in values]
    return array


@cache
def _relations() -> dict[str, str]:
    """Return the relation that each type of relationship stands for."""
    return {relationship(relation): relation for relation in schema().relations}


def _stored(column: str) -> str:
    if column in INTEGERS:
        return column
    if column in NUMBERS:
        return f"nullif({column}, -1)"
    if column in DATES:
        return f"nullif(TRY_CAST(rpad(replace({column}[:10], '-', ''), 8, '0') AS INTEGER), 0)"
    return f"nullif({column}, '')"
