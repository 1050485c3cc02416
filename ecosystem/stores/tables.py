"""The tables that hold a store: nodes, links and sources, each row with a key of its own."""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model.names import FOLD_SQL, FOLDED_SQL
from ecosystem.model.record_types import RECORD_TYPES

FORMAT = 3
"""How a store is laid out. In 1 names were folded by another rule; before 3 links did not keep their files,
nor nodes that they were not named."""
_TYPES = {
    **dict.fromkeys(("key", "source", "target"), "BIGINT"),
    **dict.fromkeys(("valid_from", "valid_to"), "INTEGER"),
    **dict.fromkeys(("weight", "confidence"), "DOUBLE"),
}


def columns_of(name: str) -> tuple[str, ...]:
    """Return the columns of the table of a part.

    >>> columns_of("sources")[:3]
    ('key', 'id', 'title')
    """
    return ("key", *RECORD_TYPES[name].fields, *(("folded",) if name == "nodes" else ()))


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables `main.nodes`, `main.links` and `main.sources`."""
    for name in RECORD_TYPES:
        columns = ", ".join(f"{field} {_TYPES.get(field, 'VARCHAR')}" for field in columns_of(name))
        connection.execute(f"CREATE TABLE main.{name} ({columns})")


def renew(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the tables of an older format up to this one."""
    fold_anew(connection)
    for name, field in (("links", "files"), ("nodes", "unnamed")):
        connection.execute(f"ALTER TABLE main.{name} ADD COLUMN IF NOT EXISTS {field} VARCHAR")


def fold_anew(connection: duckdb.DuckDBPyConnection) -> None:
    """Fold the names of all nodes by the rule of today."""
    connection.execute(f"{FOLD_SQL} UPDATE main.nodes SET folded = {FOLDED_SQL}")
