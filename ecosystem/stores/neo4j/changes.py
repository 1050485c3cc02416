"""What a settled batch changes in a Neo4j server: statements, each with its rows as columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from ecosystem.intake.engine import duckdb
from ecosystem.model import dates
from ecosystem.model.record_types import RECORD_TYPES
from ecosystem.stores.neo4j.hold import CHUNK
from ecosystem.stores.neo4j.model import BASE, DATES, NEXT, RESERVED, label, properties, relationship, types
from ecosystem.stores.neo4j.server import Server


class Column(list[Any]):
    """Values of a property. The driver asks for the text of all that it sends, even where it logs nothing."""

    def __repr__(self) -> str:
        return f"{len(self)} values"


Columns = dict[str, list[Any]]
Piece = tuple[str, Columns]
"""A statement with its columns; it says how many rows it wrote."""
PLACES = 100_000
"""Of how many keys of nodes the places are asked for at once."""

# The first day that a date may mean, and, where it is known less precisely, the date as it is known.
_DAY = "({0} + CASE WHEN {0} % 10000 = 0 THEN 101 WHEN {0} % 100 = 0 THEN 1 ELSE 0 END)"
_AS_KNOWN = "CASE WHEN {0} % 100 = 0 THEN {1} END"

_EACH = "UNWIND range(0, size($key) - 1) AS i "
# By `id()`, a number: `elementId()` is a text of forty characters to send and take apart for each end.
_ENDS = "".join(
    f"MATCH ({end}:{BASE['nodes']}) WHERE id({end}) = ${column}[i] "
    for end, column in (("a", "source"), ("b", "target"))
)
_PLACES = (
    f"MATCH (n:{BASE['nodes']}) WHERE $first <= n.key < $first + $count "
    "RETURN collect(n.key) AS nodes, collect(id(n)) AS places"
)
_WRITTEN = "RETURN count(*) AS written"
_PLACED = "LEFT JOIN placed a ON a.node = {0}.source LEFT JOIN placed b ON b.node = {0}.target"
_BY_ENDS = "ORDER BY {0}.source, {0}.target"


def size(piece: Piece) -> int:
    """Return how many rows a statement has."""
    return len(piece[1]["key"])


def any_replaced(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a load replaces what an earlier one said."""
    told = " UNION ALL ".join(f"SELECT 1 FROM told_{name} WHERE outcome = 'updated'" for name in RECORD_TYPES)
    return bool(connection.execute(f"SELECT 1 FROM ({told}) LIMIT 1").fetchall())


def only_facts(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a load gives no link another standing."""
    return not connection.execute("SELECT 1 FROM told_links WHERE standing <> 'fact' LIMIT 1").fetchall()


def new_nodes(connection: duckdb.DuckDBPyConnection) -> Iterator[Piece]:
    """Yield what makes the new nodes and sources, and lets changed ones wait beside the old."""
    for name in BASE:
        made = f"{BASE[name]}:$($label[i])" if name == "nodes" else BASE[name]
        for outcome, labels in (("created", made), ("updated", NEXT[name])):
            told = f"FROM told_{name} WHERE outcome = '{outcome}' ORDER BY key"
            for columns in _columns(connection, name, ("key",), told):
                statement = f"{_EACH}CREATE (x:{labels} {_map(name, columns)}) {_more(columns)}{_WRITTEN}"
                if name == "nodes":
                    columns["label"] = list(map(label, columns["kind"]))
                yield statement, columns


def place_ends(server: Server, connection: duckdb.DuckDBPyConnection) -> None:
    """Ask where on the server the ends of the links that change are and were: quicker than to find them by their keys.

    A node that is not there has no place; its links are then missed where written rows are counted.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE placed (node BIGINT, place BIGINT)")
    changed = (
        "SELECT source, target FROM told_links WHERE outcome <> 'unchanged' UNION ALL SELECT k.source, k.target "
        "FROM known_links k JOIN told_links t USING (key) WHERE t.outcome = 'updated'"
    )
    parts = f"SELECT DISTINCT unnest([source, target]) // {PLACES} AS part FROM ({changed}) ORDER BY part"
    for (part,) in connection.execute(parts).fetchall():
        found = server.ask(_PLACES, first=part * PLACES, count=PLACES)
        ((nodes, places),) = (row.values() for row in found)
        connection.register("found", {"node": np.array(nodes), "place": np.array(places, dtype=np.int64)})
        connection.execute("INSERT INTO placed SELECT node, place FROM found")
        connection.unregister("found")


def new_links(connection: duckdb.DuckDBPyConnection) -> Iterator[Piece]:
    """Yield what makes the new links, and changed ones as they are now."""
    taken = ("key", "a.place AS source", "b.place AS target", "relation")
    told = f"FROM told_links t {_PLACED.format('t')} WHERE outcome <> 'unchanged' {_BY_ENDS.format('t')}"
    for columns in _columns(connection, "links", taken, told):
        columns["type"] = list(map(relationship, columns.pop("relation")))
        made = f"CREATE (a)-[x:$($type[i]) {_map('links', columns)}]->(b) "
        yield f"{_EACH}{_ENDS}{made}{_more(columns)}{_WRITTEN}", columns


def replaced_links(connection: duckdb.DuckDBPyConnection, what: str) -> Iterator[Piece]:
    """Yield what finds the links that change, as they were, and does something with them."""
    rows = connection.execute(
        f"SELECT k.key, a.place AS source, b.place AS target FROM known_links k JOIN told_links t USING (key) "
        f"{_PLACED.format('k')} WHERE t.outcome = 'updated' {_BY_ENDS.format('k')}"
    )
    for columns in _fetched(rows):
        found = f"MATCH (a)-[e:{types()} {{key: $key[i]}}]->(b) WHERE {what} "
        yield f"{_EACH}{_ENDS}{found}{_WRITTEN}", columns


def _map(name: str, columns: Columns) -> str:
    there = [field for field in properties(name) if field in columns]
    values = [f"{field}: {f'date(${field}[i])' if field in DATES else f'${field}[i]'}" for field in there]
    return f"{{key: $key[i], load_id: $load, {', '.join(values)}}}"


def _more(columns: Columns) -> str:
    return "SET x += $more[i] " if "more" in columns else ""


def _columns(connection: duckdb.DuckDBPyConnection, name: str, taken: tuple[str, ...], told: str) -> Iterator[Columns]:
    """Yield rows of a part that are to be written, as columns; a property without any value is left out."""
    fields = properties(name)
    selected = (*taken, *(f"{_sql(field)} AS {field}" for field in fields))
    for columns in _fetched(connection.execute(f"SELECT {', '.join(selected)} {told}")):
        if any(columns["attributes"]):
            columns["more"] = list(map(_further, columns["attributes"]))
        for field in RECORD_TYPES[name].lists:
            columns[field] = [value and value.split("\n") for value in columns[field]]
        empty = {field for field in fields if all(value is None for value in columns[field])}
        yield {column: Column(values) for column, values in columns.items() if column not in empty}


def _fetched(rows: duckdb.DuckDBPyConnection) -> Iterator[Columns]:
    names = [column[0] for column in rows.description or ()]
    while found := rows.fetchmany(CHUNK):
        yield dict(zip(names, map(list, zip(*found, strict=True)), strict=True))


def _sql(field: str) -> str:
    """Return the SQL of a property: dates are sent as text."""
    date = field.removesuffix("_as")
    if date in DATES:
        if field == date:
            return dates.SHOW_SQL.format(_DAY.format(date))
        return _AS_KNOWN.format(date, dates.SHOW_SQL.format(date))
    return field


def _further(attributes: str | None) -> dict[str, str]:
    """Return the further columns of a row that can be properties beside ours."""
    if not attributes:
        return {}
    return {
        name: value
        for name, value in json.loads(attributes).items()
        if name.isidentifier() and len(name) <= 100 and name not in RESERVED
    }
