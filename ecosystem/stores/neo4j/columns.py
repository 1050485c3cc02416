"""How columns come from a Neo4j server, and how they get into the tables of a store."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import RECORD_TYPES, literal
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores.neo4j.model import DATES, INTEGERS, NUMBERS, USUAL, relationship
from ecosystem.stores.neo4j.server import Rows
from ecosystem.stores.tables import columns_of

Numbers = tuple[npt.NDArray[Any], npt.NDArray[Any]]
"""The numbers that the server gives nodes, ascending, and their keys."""
PART = 5_000
"""How many keys of nodes go into one record."""
MANY = 5
"""Above how many columns it is quicker to take all properties at once."""
_GROUPED = ("relation", "kind", "level", "standing")
"""Columns of a few words."""
_TAKEN = ("relation", "source", "target", "number")
"""Columns that are not properties."""


def collected(name: str, pattern: str, condition: str, columns: Sequence[str] = (), *, numbered: bool = False) -> str:
    """Return a statement that gives columns, not rows: the driver takes as long for a record as for a long list.

    Many properties are taken all at once: the server would walk through them again for each that is named. Columns of
    a few words are sent once for all that have the same. `numbered` nodes also send their `number` on the server, and
    links send that of their target for its key: the server then need not look at each target, a third of its work.
    """
    columns = columns or columns_of(name)
    links = name == "links"
    if numbered and not links:
        columns = (*columns, "number")
    grouped = [column for column in columns if column in _GROUPED]
    lists = [column for column in columns if column not in _GROUPED]
    gathered = ", ".join(
        f"collect({column if column in _TAKEN else _told(column, name)}) AS {column}" for column in lists
    )
    owner = "e" if links else "n"
    target = "id(m)" if numbered else "m.key"
    taken = ["type(e) AS relation", "n.key AS source", f"{target} AS target"] if links else []
    if "number" in columns:
        taken.append("id(n) AS number")
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
    if column in RECORD_TYPES[name].lists:
        # Most have one source: a text is half as dear as a list with a text in it.
        return f"CASE size({value}) WHEN 1 THEN {value}[0] ELSE coalesce({value}, []) END"
    return f"coalesce({value}, '')"


def take_numbers(nodes: Rows) -> Numbers:
    """Take the numbers out of rows of nodes; return them, ascending, with the keys."""
    numbers, keys = (_array(name, [row[name] for row in nodes]) for name in ("number", "key"))
    if len(numbers) != len(keys):
        raise ValueError("a node without key")
    for row in nodes:
        del row["number"]
    order = np.argsort(numbers)
    return numbers[order], keys[order]


def insert(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows, numbers: Numbers | None = None) -> None:
    """Add rows that hold columns to a table; `numbers` where links send those of their targets."""
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
    ours = ""
    if numbers:
        arrived["target"], ours = _keys(arrived["target"], numbers), "WHERE target >= 0"
    connection.register("arrived", arrived)
    connection.execute(f"INSERT INTO main.{name} ({', '.join(columns)}) SELECT {', '.join(stored)} FROM arrived {ours}")
    connection.unregister("arrived")


def _keys(wanted: npt.NDArray[Any], numbers: Numbers) -> npt.NDArray[Any]:
    """Return the keys of the nodes of these numbers, -1 for a node that is not ours."""
    known, keys = (np.append(array, -1) for array in numbers)
    at = np.searchsorted(known[:-1], wanted)
    return np.where(known[at] == wanted, keys[at], -1)


def _array(column: str, parts: Sequence[list[Any]]) -> npt.NDArray[Any]:
    if column in INTEGERS or column in NUMBERS or column == "number":
        kind = np.float64 if column in NUMBERS else np.int64
        return np.concatenate([np.empty(0, dtype=kind), *(np.array(part, dtype=kind) for part in parts)])
    values = list(chain.from_iterable(parts))
    array = np.empty(len(values), dtype=np.object_)
    array[:] = [value if isinstance(value, str) else "\n".join(value) for value in values]
    return array


@cache
def _relations() -> dict[str, str]:
    """Return the relation that each type of relationship stands for."""
    return {relationship(relation): relation for relation in vocabulary().relations}


def _stored(column: str) -> str:
    if column in INTEGERS:
        return column
    if column in NUMBERS:
        return f"nullif({column}, -1)"
    if column in DATES:
        return f"nullif(TRY_CAST(rpad(replace({column}[:10], '-', ''), 8, '0') AS INTEGER), 0)"
    return f"nullif({column}, '')"
