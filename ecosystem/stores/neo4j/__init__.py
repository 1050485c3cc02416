"""The Neo4j store: a server that a team shares."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ecosystem.errors import EcosystemError, StoreBusy, StoreUnreachable
from ecosystem.intake import Batch
from ecosystem.intake.engine import duckdb
from ecosystem.model.deferred import late_graph
from ecosystem.model.graph import Graph
from ecosystem.model.names import Match
from ecosystem.model.record_types import RECORD_TYPES, literal
from ecosystem.model.scope import Scope
from ecosystem.stores.neo4j.faults import server_errors
from ecosystem.stores.neo4j.find import find_on_server
from ecosystem.stores.neo4j.hold import Held, holding
from ecosystem.stores.neo4j.model import BASE, LOAD, NEXT, STORE, WRITER
from ecosystem.stores.neo4j.model import constraints as constraints
from ecosystem.stores.neo4j.read import ALL, GRAPH, Wanted, fill, new_tables, state_of
from ecosystem.stores.neo4j.selection import State
from ecosystem.stores.neo4j.server import SCHEMES as SCHEMES
from ecosystem.stores.neo4j.server import Server, connected, without_user
from ecosystem.stores.neo4j.write import sweep, write_load
from ecosystem.stores.reading import read_ends, read_graph, read_sources

Found = TypeVar("Found")
TRIES = 3
"""How often a reading is begun that a load ended meanwhile has made stale."""


def open(address: str) -> Neo4jStore:
    """Return the store of a server. Raises `BadInput` for an address that names a user or password."""
    return Neo4jStore(without_user(address))


class Neo4jStore:
    """A store in a database of a Neo4j server. A connection is open only while a call runs."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._reading: tuple[Server, State] | None = None
        self._held: Held | None = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the connection for all calls inside; see `Store.reading`."""
        with connected(self.address) as server:
            self._reading = server, self._state(server)
            try:
                yield
            finally:
                self._reading = None

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Batch]:
        """Hold the store for one load; see `Store.writing`."""
        with (
            tempfile.TemporaryDirectory(prefix="ecosystem-") as folder,
            connected(self.address) as server,
            new_tables() as tables,
        ):
            tables.execute(f"SET temp_directory = {literal(folder)}")
            with nullcontext() if dry_run else holding(server) as self._held:
                state = state_of(server)
                if state:
                    self._settled(server, state, lambda now: fill(tables, server, now, Scope(), ALL))
                for name in RECORD_TYPES:
                    tables.execute(f"CREATE OR REPLACE TEMP VIEW known_{name} AS SELECT * FROM main.{name}")
                batch = Batch(tables, Path(folder))
                batch.notes += _others(server)
                try:
                    yield batch
                finally:
                    self._held = None

    def write(self, batch: Batch) -> None:
        """Write a settled batch in chunks that nobody sees before all are there."""
        held = self._held
        if held is None:
            raise StoreUnreachable(f"store {self.address}: nothing can be written outside of `writing`")
        write_load(held, batch.connection, [*batch.history, batch.to_log()])
        try:
            with server_errors(self.address):
                sweep(held, batch.connection)
        except EcosystemError as error:
            batch.notes.append(f"the load counts; the next one sweeps away what it replaced ({error})")

    def read(self, scope: Scope, *, late: bool = False) -> Graph:
        """Return the graph of a scope; see `Store.read`."""
        if not late:
            return self._read(scope)
        with self._tables(scope, None) as (tables, state), _understood(self.address):
            nodes, links, by_standing, undated = read_ends(tables, scope)
            return late_graph(
                nodes,
                links,
                read_sources(tables),
                by_standing=by_standing,
                undated=undated,
                scope=scope,
                read=partial(self._read, since=state),
            )

    def _read(self, scope: Scope, *, since: State | None = None) -> Graph:
        with self._tables(scope, GRAPH, since=since) as (tables, _), _understood(self.address):
            return read_graph(tables, scope)

    @contextmanager
    def rows(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give everything as tables; see `Store.rows`."""
        with self._tables(Scope(), ALL) as (tables, _):
            yield tables

    @contextmanager
    def _tables(
        self, scope: Scope, columns: Wanted | None, *, since: State | None = None
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, State]]:
        """Give tables of one state of the store, with only ends where no columns are named, and that state."""
        with self._shared() as (server, state), new_tables() as tables:
            state, _ = self._settled(server, state, lambda now: fill(tables, server, now, scope, columns), since=since)
            yield tables, state

    def _settled(
        self, server: Server, state: State, ask: Callable[[State], Found], *, since: State | None = None
    ) -> tuple[State, Found]:
        """Return what is asked for of one state of the store, and that state; it is asked again where it changed.

        While what waits is put in place, the server may show a node half as it was, or not at all.
        Raises `StoreBusy` where loads end too fast, or one did inside of `reading` or `since` an earlier state.
        """
        since = state if self._reading else since
        for left in reversed(range(TRIES)):
            if since and since.committed != state.committed:
                break
            fault = None
            try:
                with _understood(self.address):
                    found = ask(state)
            except StoreUnreachable as error:
                fault = error
            before, state = state, self._state(server)
            if fault is None:
                if before == state:
                    return state, found
            elif not left or (before == state and not state.waiting):
                raise fault
        raise StoreBusy(f"store {self.address}: a load ended while it was read; ask again")

    def find(self, text: str, *, limit: int = 10, same: bool = False) -> list[Match]:
        """Return the nodes that a text may mean; see `Store.find`."""
        with self._shared() as (server, state):
            _, found = self._settled(
                server, state, lambda now: find_on_server(server, now, text, limit=limit, same=same)
            )
            return found

    def log(self) -> list[dict[str, Any]]:
        """Return the report of every load; see `Store.log`."""
        with self._shared() as (server, state):
            loads = server.ask(
                f"MATCH (l:{LOAD}) WHERE l.number <= $committed "
                "RETURN l.number AS number, l.at AS at, l.report AS report ORDER BY number",
                committed=state.committed,
            )
        return [{**json.loads(one["report"]), "number": one["number"], "at": one["at"]} for one in loads]

    @contextmanager
    def _shared(self) -> Iterator[tuple[Server, State]]:
        if self._reading:
            yield self._reading
        else:
            with connected(self.address) as server:
                yield server, self._state(server)

    def _state(self, server: Server) -> State:
        state = state_of(server)
        if state is None:
            raise StoreUnreachable(f"store {self.address}: there is no store yet; make one with `ecosystem load PATH…`")
        return state


@contextmanager
def _understood(address: str) -> Iterator[None]:
    """Turn what somebody wrote into the database by hand, and no file could say, into one clear line."""
    try:
        yield
    except (duckdb.Error, TypeError, ValueError) as error:
        raise StoreUnreachable(
            f"store {address}: a property in it was changed by hand to what no file can say "
            f"({str(error).splitlines()[0]}); mend it there or load its file again"
        ) from None


def _others(server: Server) -> list[str]:
    """Return a note where the database holds what is not ours."""
    ours = (*BASE.values(), *NEXT.values(), STORE, LOAD, WRITER)
    ((count,),) = (row.values() for row in server.ask(f"MATCH (n) WHERE NOT n:{'|'.join(ours)} RETURN count(n)"))
    return [f"the database also holds {count:,} nodes of others, which are left alone"] if count else []
