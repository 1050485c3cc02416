"""Reading from a Neo4j server into tables: all there is, or at least what a scope can need of it.

What is selected on the server may be more than the scope has, never less; the tables are then read like those of the
embedded store, by the same SQL, so that both stores give the same graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from ecosystem.errors import StoreUnreachable
from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import RECORD_TYPES
from ecosystem.model.scope import Scope
from ecosystem.stores.neo4j.columns import collected, insert, take_numbers
from ecosystem.stores.neo4j.faults import ANSWER
from ecosystem.stores.neo4j.model import BASE, LOAD, NEXT, STORE
from ecosystem.stores.neo4j.selection import Selection, State
from ecosystem.stores.neo4j.server import Rows, Server, Statement
from ecosystem.stores.neo4j.timing import Timing
from ecosystem.stores.tables import FORMAT, columns_of, create_tables, fold_anew

OLDEST = 1
SHARES = 2
"""In how many shares all links are asked for at once: the server works at each on a core of its own."""

Wanted = Mapping[str, tuple[str, ...]]
"""Which columns of nodes and links are read."""
ALL: Wanted = {name: columns_of(name) for name in ("nodes", "links")}
_BESIDE = {"nodes": ("folded", "unnamed"), "links": ("key", "files")}
GRAPH: Wanted = {name: tuple(c for c in columns if c not in _BESIDE[name]) for name, columns in ALL.items()}
"""All but what only finding and loading need."""

_STATE = (
    f"MATCH (s:{STORE} {{id: 1}}) RETURN s.committed AS committed, s.format AS format, s.facts AS facts, "
    f"COUNT {{ (p:{'|'.join(NEXT.values())}) WHERE p.load_id <= s.committed }} AS waiting"
)


def state_of(server: Server) -> State | None:
    """Return the state of the store, None where there is none. Raises `StoreUnreachable` for one of a newer version."""
    rows = server.ask(_STATE)
    if not rows:
        return None
    if not all(isinstance(rows[0][name], int) for name in ("committed", "format")):
        raise StoreUnreachable(
            f"store {server.address}: its node {STORE} was changed by hand; set format there to {OLDEST} "
            f"and committed to the highest number of an {LOAD}"
        )
    if rows[0]["format"] > FORMAT:
        raise StoreUnreachable(
            f"store {server.address}: written by a newer version of this program; update ecosystem-explorer"
        )
    state = rows[0]
    return State(state["committed"], state["waiting"], state["facts"] == state["committed"], state["format"] < FORMAT)


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
    columns: Wanted | None,
) -> None:
    """Fill these columns of the tables, or only the ends, with what the scope can need, as the last load left it."""
    for name in RECORD_TYPES:
        connection.execute(f"DELETE FROM main.{name}")
    columns = columns or _ends(scope, state)
    scope = Scope() if state.waiting else scope
    timing = Timing(server, state) if scope.timed else None
    selection = Selection(scope, state, timing.nodes, timing.families) if timing else Selection(scope, state)
    # What waits is asked for first: by the time the rest is read it may have taken its place.
    waiting = {name: _waiting(server, name, state) for name in NEXT} if state.waiting else {}
    keys = _reached(server, selection, timing)
    if keys is None or keys:
        asked = [_nodes(selection, keys, columns["nodes"]), *_links(selection, keys, columns["links"])]
        # A second connection pays only where much is read.
        with server.asking(asked, connections=len(asked) if keys is None else 1) as answers:
            nodes = next(answers)
            numbers = take_numbers(nodes) if _numbered(selection, keys) else None
            insert(connection, "nodes", nodes)
            insert(connection, "links", list(chain.from_iterable(answers)), numbers)
    insert(connection, "nodes", _named(server, selection, keys))
    insert(
        connection,
        "sources",
        server.ask(
            collected("sources", f"(n:{BASE['sources']})", "n.load_id <= $committed"), committed=state.committed
        ),
    )
    for name, rows in waiting.items():
        new = [key for row in rows for key in row["key"]]
        connection.execute(f"DELETE FROM main.{name} WHERE list_contains(?, key)", [new])
        insert(connection, name, rows)
    if state.older and "folded" in columns["nodes"]:
        fold_anew(connection)


def _ends(scope: Scope, state: State) -> Wanted:
    """Return the columns that give the ends of the links of a scope, what is in it, and standings where they differ."""
    narrow = Selection(scope, state).narrow
    dated = ("standing", "valid_from", "valid_to")
    standing = () if state.facts else ("standing",)
    cited = ("sources",) if scope.sources or scope.without_sources else ()
    spoken = ("attributes",) if scope.speakers or scope.without_speakers else ()
    return {
        "nodes": ("key", "id", *(("kind", "level", *dated, *cited) if narrow else ())),
        "links": ("source", "relation", "target", *((*dated, "confidence", *cited, *spoken) if narrow else standing)),
    }


def fill_nodes(
    connection: duckdb.DuckDBPyConnection, server: Server, state: State, condition: str, **parameters: Any
) -> None:
    """Fill the table of nodes with those that meet a condition on `n`."""
    statement = collected("nodes", f"(n:{BASE['nodes']})", f"n.load_id <= $committed AND ({condition})")
    insert(connection, "nodes", server.ask(statement, committed=state.committed, **parameters))


def _reached(server: Server, selection: Selection, timing: Timing | None) -> list[int] | None:
    """Return the keys of the nodes near those that the scope is about, None where it is about all.

    A successor is where its predecessor is; what decides over lifetimes is always among the keys.
    """
    if selection.start is None:
        return None
    ids, steps = selection.start
    rows = server.ask(f"MATCH (n:{BASE['nodes']}) WHERE n.id IN $ids RETURN collect(n.key) AS found", ids=ids)
    reached = frontier = timing.with_family(rows[0]["found"]) if timing else {*rows[0]["found"]}
    for _ in range(steps if selection.walked else 0):
        step = (
            f"UNWIND $keys AS k MATCH (n:{BASE['nodes']} {{key: k}})-[e:{selection.walked}]-(m:{BASE['nodes']}) "
            f"WHERE {selection.link('e')} AND {selection.node('m')} RETURN collect(DISTINCT m.key) AS found"
        )
        rows = server.ask(step, within=ANSWER, keys=list(frontier), **selection.parameters)
        found = rows[0]["found"]
        frontier = (timing.with_family(found) if timing else {*found}) - reached
        reached = reached | frontier
        if not frontier:
            break
    return sorted(reached | timing.nodes if timing else reached)


def _numbered(selection: Selection, keys: list[int] | None) -> bool:
    """Say whether targets are sent as their numbers: where nothing of them must be known on the server."""
    return keys is None and not selection.narrow


def _nodes(selection: Selection, keys: list[int] | None, columns: Sequence[str]) -> Statement:
    among = "" if keys is None else "n.key IN $keys AND "
    condition = among + selection.node("n")
    text = collected("nodes", f"(n:{BASE['nodes']})", condition, columns, numbered=_numbered(selection, keys))
    return text, {"keys": keys, **selection.parameters}


def _named(server: Server, selection: Selection, keys: list[int] | None) -> Rows:
    """Return the nodes that the scope names and that are not near: whether they are there must be known."""
    if keys is None or not selection.named:
        return []
    statement = collected(
        "nodes", f"(n:{BASE['nodes']})", "n.id IN $named AND NOT n.key IN $keys AND n.load_id <= $committed"
    )
    return server.ask(statement, keys=keys, **selection.parameters)


def _links(selection: Selection, keys: list[int] | None, columns: Sequence[str]) -> Iterator[Statement]:
    """Yield the statements for the links of a selection, in shares where they are many."""
    if not selection.types:
        return
    numbered = _numbered(selection, keys)
    ends = f"(n:{BASE['nodes']})-[e:{selection.types}]->(m{'' if numbered else ':' + BASE['nodes']})"
    condition = selection.link("e")
    if keys is not None:
        condition = f"n.key IN $keys AND m.key IN $keys AND {condition}"
    elif selection.narrow:
        condition += f" AND {selection.node('n')} AND {selection.node('m')}"
    shares = 1 if keys is not None else SHARES
    text = collected("links", ends, f"{condition} AND n.key % $count = $share", columns, numbered=numbered)
    for share in range(shares):
        yield text, {"keys": keys, "count": shares, "share": share, **selection.parameters}


def _waiting(server: Server, name: str, state: State) -> Rows:
    return server.ask(collected(name, f"(n:{NEXT[name]})", "n.load_id <= $committed"), committed=state.committed)
