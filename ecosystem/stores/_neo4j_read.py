"""Reading from a Neo4j server into tables: all there is, or at least what a scope can need of it.

What is selected on the server may be more than the scope has, never less; the tables are then read like those of the
embedded store, by the same SQL, so that both stores give the same graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from ecosystem.engine import duckdb
from ecosystem.errors import StoreUnreachable
from ecosystem.parts import PARTS
from ecosystem.schema import schema
from ecosystem.scope import Scope
from ecosystem.stores._embedded_tables import columns_of, create_tables
from ecosystem.stores._neo4j_model import BASE, DATES, INTEGERS, NEXT, NUMBERS, STORE, relationship
from ecosystem.stores._neo4j_selection import Selection, State
from ecosystem.stores._neo4j_server import ANSWER, Rows, Server

FORMAT = 1
PART = 5_000
"""How many keys of nodes go into one record."""
SHARES = 2
"""In how many shares all links are asked for at once: the server works at each on a core of its own."""

_STATE = (
    f"MATCH (s:{STORE} {{id: 1}}) RETURN s.committed AS committed, s.format AS format, "
    f"COUNT {{ (p:{'|'.join(NEXT.values())}) WHERE p.load_id <= s.committed }} AS waiting"
)


def state_of(server: Server) -> State | None:
    """Return the state of the store, None where there is none. Raises `StoreUnreachable` for one of a newer version."""
    rows = server.ask(_STATE)
    if not rows:
        return None
    if rows[0]["format"] > FORMAT:
        raise StoreUnreachable(
            f"store {server.address}: written by a newer version of this program; update ecosystem-explorer"
        )
    return State(rows[0]["committed"], rows[0]["waiting"])


def new_tables() -> duckdb.DuckDBPyConnection:
    """Return a connection with the empty tables of a store."""
    connection = duckdb.connect()
    create_tables(connection)
    return connection


def fill(connection: duckdb.DuckDBPyConnection, server: Server, state: State, scope: Scope | None = None) -> None:
    """Fill the tables with what the scope can need, as the last load left it; without a scope with everything."""
    scope = scope if scope and not state.waiting else Scope()
    selection = Selection(scope, state)
    # What waits is asked for first: by the time the rest is read it may have taken its place.
    waiting = {name: _waiting(server, name, state) for name in NEXT} if state.waiting else {}
    keys = _reached(server, selection)
    if keys is None or keys:
        _insert(connection, "nodes", _nodes(server, selection, keys))
        for rows in _links(server, selection, keys):
            _insert(connection, "links", rows)
    _insert(connection, "nodes", _named(server, selection, keys))
    _insert(
        connection,
        "sources",
        server.ask(
            _collected("sources", f"(n:{BASE['sources']})", "n.load_id <= $committed"), committed=state.committed
        ),
    )
    for name, rows in waiting.items():
        new = [key for row in rows for key in row["key"]]
        connection.execute(f"DELETE FROM main.{name} WHERE list_contains(?, key)", [new])
        _insert(connection, name, rows)


def fill_nodes(
    connection: duckdb.DuckDBPyConnection, server: Server, state: State, condition: str, **parameters: Any
) -> None:
    """Fill the table of nodes with those that meet a condition on `n`."""
    statement = _collected("nodes", f"(n:{BASE['nodes']})", f"n.load_id <= $committed AND ({condition})")
    _insert(connection, "nodes", server.ask(statement, committed=state.committed, **parameters))


def _reached(server: Server, selection: Selection) -> list[int] | None:
    """Return the keys of the nodes near those that the scope is about, None where it is about all."""
    if selection.start is None:
        return None
    ids, steps = selection.start
    rows = server.ask(f"MATCH (n:{BASE['nodes']}) WHERE n.id IN $ids RETURN collect(n.key) AS found", ids=ids)
    reached = frontier = set(rows[0]["found"])
    for _ in range(steps if selection.types else 0):
        step = (
            f"UNWIND $keys AS k MATCH (:{BASE['nodes']} {{key: k}})-[e:{selection.types}]-(m:{BASE['nodes']}) "
            f"WHERE {selection.link('e')} AND {selection.node('m')} RETURN collect(DISTINCT m.key) AS found"
        )
        rows = server.ask(step, within=ANSWER, keys=list(frontier), **selection.parameters)
        frontier = set(rows[0]["found"]) - reached
        reached = reached | frontier
        if not frontier:
            break
    return sorted(reached)


def _nodes(server: Server, selection: Selection, keys: list[int] | None) -> Rows:
    among = "" if keys is None else "n.key IN $keys AND "
    statement = _collected("nodes", f"(n:{BASE['nodes']})", among + selection.node("n"))
    return server.ask(statement, keys=keys, **selection.parameters)


def _named(server: Server, selection: Selection, keys: list[int] | None) -> Rows:
    """Return the nodes that the scope names and that are not near: whether they are there must be known."""
    if keys is None or not selection.named:
        return []
    statement = _collected(
        "nodes", f"(n:{BASE['nodes']})", "n.id IN $named AND NOT n.key IN $keys AND n.load_id <= $committed"
    )
    return server.ask(statement, keys=keys, **selection.parameters)


def _links(server: Server, selection: Selection, keys: list[int] | None) -> Iterator[Rows]:
    """Yield the links of a selection with the words for their relations, in shares where they are many."""
    if not selection.types:
        return
    ends = f"(n:{BASE['nodes']})-[e:{selection.types}]->(m:{BASE['nodes']})"
    condition = selection.link("e")
    if keys is not None:
        condition = f"n.key IN $keys AND m.key IN $keys AND {condition}"
    elif selection.narrow:
        condition += f" AND {selection.node('n')} AND {selection.node('m')}"
    shares = 1 if keys is not None else SHARES
    statement = _collected("links", ends, f"{condition} AND n.key % $count = $share")
    relations = {relationship(relation): relation for relation in schema().relations}
    for rows in server.ask_each(
        statement, [{"share": n} for n in range(shares)], keys=keys, count=shares, **selection.parameters
    ):
        yield [{**row, "relation": [relations[row["type"]]] * len(row["key"])} for row in rows]


def _waiting(server: Server, name: str, state: State) -> Rows:
    return server.ask(_collected(name, f"(n:{NEXT[name]})", "n.load_id <= $committed"), committed=state.committed)


def _collected(name: str, pattern: str, condition: str) -> str:
    """Return a statement that gives columns, not rows: the driver takes as long for a record as for a long list.

    The properties are taken all at once: the server would walk through them anew for each that is named.
    """
    owner = "e" if name == "links" else "n"
    ends = {"source": "source", "target": "target"} if name == "links" else {}
    columns = [column for column in columns_of(name) if column != "relation"]
    lists = ", ".join(f"collect({ends.get(column) or _told('p', column, name)}) AS {column}" for column in columns)
    groups = "type, " if name == "links" else ""
    taken = "type(e) AS type, n.key AS source, m.key AS target, " if name == "links" else ""
    part = f"{'source' if ends else 'p.key'} / {PART} AS part"
    return (
        f"MATCH {pattern} WHERE {condition} WITH {taken}properties({owner}) AS p "
        f"WITH {groups}{part}, {lists} RETURN {groups}{', '.join(columns)}"
    )


def _told(owner: str, column: str, name: str) -> str:
    """Return the value of a property, never null: a list leaves nulls out."""
    value = f"{owner}.{column}"
    if column in INTEGERS:
        return value
    if column in DATES:
        return f"coalesce({value}_as, toString({value}), '')"
    if column in NUMBERS:
        return f"coalesce({value}, -1.0)"
    return f"coalesce({value}, {'[]' if column in PARTS[name].lists else repr('')})"


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    """Add rows that hold columns to a table."""
    if not rows:
        return
    columns = columns_of(name)
    arrived: Any = {column: _array(column, [row[column] for row in rows], PARTS[name].lists) for column in columns}
    connection.register("arrived", arrived)
    connection.execute(f"INSERT INTO main.{name} SELECT {', '.join(map(_stored, columns))} FROM arrived")
    connection.unregister("arrived")


def _array(column: str, parts: Sequence[list[Any]], lists: tuple[str, ...]) -> Any:
    if column in INTEGERS:
        return np.concatenate([np.array(part, dtype=np.int64) for part in parts])
    if column in NUMBERS:
        return np.concatenate([np.array(part, dtype=np.float64) for part in parts])
    values = list(chain.from_iterable(parts))
    array = np.empty(len(values), dtype=np.object_)
    array[:] = ["\n".join(value) for value in values] if column in lists else values
    return array


def _stored(column: str) -> str:
    if column in INTEGERS:
        return column
    if column in NUMBERS:
        return f"nullif({column}, -1)"
    if column in DATES:
        return f"nullif(TRY_CAST(rpad(replace({column}[:10], '-', ''), 8, '0') AS INTEGER), 0)"
    return f"nullif({column}, '')"
