"""The tables that hold a store: nodes, links and sources, each row with a key of its own."""

from __future__ import annotations

from ecosystem.engine import duckdb
from ecosystem.parts import PARTS

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
    return ("key", *PARTS[name].fields, *(("folded",) if name == "nodes" else ()))


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables `main.nodes`, `main.links` and `main.sources`."""
    for name in PARTS:
        columns = ", ".join(f"{field} {_TYPES.get(field, 'VARCHAR')}" for field in columns_of(name))
        connection.execute(f"CREATE TABLE main.{name} ({columns})")
