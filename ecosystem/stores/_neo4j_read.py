"""Reading from a Neo4j server into tables: all there is, or at least what a scope can need of it.

What is selected on the server may be more than the scope has, never less; the tables are then read like those of the
embedded store, by the same SQL, so that both stores give the same graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from ecosystem.engine import duckdb
from ecosystem.errors import StoreUnreachable
from ecosystem.parts import PARTS, literal
from ecosystem.schema import schema
from ecosystem.scope import Scope
from ecosystem.stores._embedded_tables import columns_of, create_tables
from ecosystem.stores._neo4j_model import BASE, DATES, INTEGERS, NEXT, NUMBERS, STORE, relationship
from ecosystem.stores._neo4j_selection import Selection, State
from ecosystem.stores._neo4j_server import ANSWER, Rows, Server, Statement

FORMAT = 1
PART = 5_000
"""How many keys of nodes go into one record."""
MANY = 5
"""Above how many columns it is quicker to take all properties at once."""
SHARES = 2
"""In how many shares all links are asked for at once: the server works at each on a core of its own."""

Wanted = Mapping[str, tuple[str, ...]]
"""Which columns of nodes and links are read."""
ALL: Wanted = {name: columns_of(name) for name in ("nodes", "links")}
GRAPH: Wanted = {"nodes": ALL["nodes"][:-1], "links": ALL["links"][1:]}
"""All but what only finding and loading need: folded names, and keys of links."""
_GROUPED = ("relation", "kind", "level", "standing")
_TAKEN = ("relation", "source", "target")

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


def fill(
    connection: duckdb.DuckDBPyConnection,
    server: Server,
    state: State,
    scope: Scope,
    columns: Wanted,
) -> None:
    """Fill these columns of the tables with what the scope can need, as the last load left it."""
    scope = Scope() if state.waiting else scope
    selection = Selection(scope, state)
    # What waits is asked for first: by the time the rest is read it may have taken its place.
    waiting = {name: _waiting(server, name, state) for name in NEXT} if state.waiting else {}
    keys = _reached(server, selection)
    if keys is None or keys:
        asked = [_nodes(selection, keys, columns["nodes"]), *_links(selection, keys, columns["links"])]
        # A second connection pays only where much is read.
        answers = server.ask_at_once(asked) if keys is None else (server.ask(text, **told) for text, told in asked)
        _insert(connection, "nodes", next(answers))
        _insert(connection, "links", list(chain.from_iterable(answers)))
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


def ends(scope: Scope) -> Wanted:
    """Return the columns that tell the ends of the links of a scope, and what is in it."""
    narrow = Selection(scope, State(0)).narrow
    dated = ("standing", "valid_from", "valid_to") if narrow else ()
    return {
        "nodes": ("key", "id", *(("kind", "level", *dated) if narrow else ())),
        "links": ("source", "relation", "target", *((*dated, "confidence") if narrow else ())),
    }


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


def _nodes(selection: Selection, keys: list[int] | None, columns: Sequence[str]) -> Statement:
    among = "" if keys is None else "n.key IN $keys AND "
    text = _collected("nodes", f"(n:{BASE['nodes']})", among + selection.node("n"), columns)
    return text, {"keys": keys, **selection.parameters}


def _named(server: Server, selection: Selection, keys: list[int] | None) -> Rows:
    """Return the nodes that the scope names and that are not near: whether they are there must be known."""
    if keys is None or not selection.named:
        return []
    statement = _collected(
        "nodes", f"(n:{BASE['nodes']})", "n.id IN $named AND NOT n.key IN $keys AND n.load_id <= $committed"
    )
    return server.ask(statement, keys=keys, **selection.parameters)


def _links(selection: Selection, keys: list[int] | None, columns: Sequence[str]) -> Iterator[Statement]:
    """Yield the statements for the links of a selection, in shares where they are many."""
    if not selection.types:
        return
    ends = f"(n:{BASE['nodes']})-[e:{selection.types}]->(m:{BASE['nodes']})"
    condition = selection.link("e")
    if keys is not None:
        condition = f"n.key IN $keys AND m.key IN $keys AND {condition}"
    elif selection.narrow:
        condition += f" AND {selection.node('n')} AND {selection.node('m')}"
    shares = 1 if keys is not None else SHARES
    text = _collected("links", ends, f"{condition} AND n.key % $count = $share", columns)
    for share in range(shares):
        yield text, {"keys": keys, "count": shares, "share": share, **selection.parameters}


def _waiting(server: Server, name: str, state: State) -> Rows:
    return server.ask(_collected(name, f"(n:{NEXT[name]})", "n.load_id <= $committed"), committed=state.committed)


def _collected(name: str, pattern: str, condition: str, columns: Sequence[str] = ()) -> str:
    """Return a statement that gives columns, not rows: the driver takes as long for a record as for a long list.

    Many properties are taken all at once: the server would walk through them anew for each that is named. Columns of
    a few words are told once for all that have the same.
    """
    columns = columns or columns_of(name)
    links = name == "links"
    grouped = [column for column in columns if column in _GROUPED]
    lists = [column for column in columns if column not in _GROUPED]
    collected = ", ".join(
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
        f"WITH {', '.join((*groups, part, collected))} RETURN {', '.join(columns)}"
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


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
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
            missing = {"level": "'named'", "standing": "'fact'"}.get(column, "NULL")
            stored.append(f"coalesce(nullif([{', '.join(map(literal, words))}][{column}], ''), {missing})")
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
