"""The embedded store: one DuckDB file."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecosystem.errors import StoreUnreachable
from ecosystem.intake.engine import duckdb
from ecosystem.model.graph import Graph
from ecosystem.model.names import Match
from ecosystem.model.record_types import RECORD_TYPES, literal
from ecosystem.model.scope import Scope
from ecosystem.stores.embedded.faults import reading_errors, unopened, writing_errors
from ecosystem.stores.finding import find_matches
from ecosystem.stores.reading import read_graph
from ecosystem.stores.tables import FORMAT, columns_of, create_tables, renew

if TYPE_CHECKING:
    from ecosystem.intake import Batch

SCHEMES = ("",)
PATIENCE = 5.0
"""Seconds to wait for somebody else who holds the store."""

# DuckDB shows tables of another format, such as CSV, as a database in memory.
_FILE = "SELECT path FROM duckdb_databases() WHERE database_name = current_database() AND path IS NOT NULL"
_FORMAT = f"SELECT max(TRY_CAST(format AS INTEGER)), ({_FILE}) FROM main.ecosystem_store"


def open(address: str) -> EmbeddedStore:
    """Return the store in a file; the file need not be there yet."""
    return EmbeddedStore(address)


class EmbeddedStore:
    """A store in one DuckDB file. The file is held only while a call runs."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.path = Path(address)
        self._held: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the file open for all calls inside; see `Store.reading`."""
        with self._connected(read_only=True) as self._held:
            try:
                yield
            finally:
                self._held = None

    @contextmanager
    def writing(self, *, dry_run: bool = False) -> Iterator[Batch]:
        """Hold the file for one load; see `Store.writing`."""
        # Those who only read do not wait for the import of the way in.
        import tempfile

        from ecosystem.intake import Batch

        with tempfile.TemporaryDirectory(prefix="ecosystem-") as folder:
            with self._connected(read_only=dry_run, missing=True) as connection, writing_errors(self.path):
                connection.execute(f"SET temp_directory = {literal(folder)}")
                for name in RECORD_TYPES:
                    connection.execute(f"CREATE OR REPLACE TEMP VIEW known_{name} AS SELECT * FROM main.{name}")
                yield Batch(connection, Path(folder))

    def write(self, batch: Batch) -> None:
        """Write a settled batch and its entry in the log in one transaction."""
        connection = batch.connection
        with writing_errors(self.path):
            connection.execute("BEGIN")
            try:
                for name in RECORD_TYPES:
                    _write_part(connection, name)
                now = datetime.now(UTC).isoformat(timespec="seconds")
                for report in (*batch.history, batch.to_log()):
                    connection.execute(
                        "INSERT INTO main.loads SELECT coalesce(max(number), 0) + 1, ?, ? FROM main.loads",
                        [report.get("at", now), json.dumps(report, ensure_ascii=False)],
                    )
                connection.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):
                    connection.rollback()
                raise

    def read(self, scope: Scope, *, late: bool = False) -> Graph:
        """Return the graph of a scope, never late: a file gives all columns at once; see `Store.read`."""
        with self._shared() as connection:
            with reading_errors(self.path):
                return read_graph(connection, scope)

    def find(self, text: str, *, limit: int = 10, same: bool = False) -> list[Match]:
        """Return the nodes that a text may mean; see `Store.find`."""
        with self._shared() as connection:
            with reading_errors(self.path):
                return find_matches(connection, text, limit=limit, same=same)

    def log(self) -> list[dict[str, Any]]:
        """Return the report of every load; see `Store.log`."""
        with self._shared() as connection:
            with reading_errors(self.path):
                loads = connection.execute("SELECT number, loaded, report FROM main.loads ORDER BY number").fetchall()
        return [{**json.loads(report), "number": number, "at": at} for number, at, report in loads]

    @contextmanager
    def rows(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give everything as tables; see `Store.rows`."""
        with self._shared() as connection:
            yield connection

    def _shared(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        return nullcontext(self._held) if self._held else self._connected(read_only=True)

    @contextmanager
    def _connected(self, *, read_only: bool, missing: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file. Where it is missing and may be, those that only read get an empty store in memory.

        What the file holds is asked only once it is held: it may have been made while this call waited for it.
        """
        there = _is_there(self.path)
        if not there and not missing:
            raise StoreUnreachable(f"store {self.path}: there is no store yet; make one with `ecosystem load PATH…`")
        in_memory = read_only and not there
        connection = duckdb.connect() if in_memory else self._opened(read_only=read_only)
        try:
            found = _format_of(connection)
            if found and found < FORMAT:
                connection.close()
                self._renew()
                connection = self._opened(read_only=read_only)
            elif found != FORMAT:
                with reading_errors(self.path):
                    _prepare(connection, self.path, in_memory=in_memory, may_create=in_memory or not read_only)
            yield connection
        finally:
            connection.close()

    def _renew(self) -> None:
        """Bring a store of an older format up to this one, unless somebody else just did."""
        if not os.access(self.path, os.W_OK):
            raise StoreUnreachable(f"store {self.path}: of an older version; open it once where it can be written")
        with self._opened(read_only=False) as connection, writing_errors(self.path):
            if _format_of(connection) != FORMAT:
                connection.execute("BEGIN")
                renew(connection)
                connection.execute(f"UPDATE main.ecosystem_store SET format = {FORMAT}")
                connection.execute("COMMIT")

    def _opened(self, *, read_only: bool) -> duckdb.DuckDBPyConnection:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return duckdb.connect(str(self.path.absolute()), read_only=read_only)
            except duckdb.IOException as error:
                message = str(error)
                if "lock" not in message or time.monotonic() > until:
                    raise unopened(self.path, message) from None
                time.sleep(0.1)
            except duckdb.Error as error:
                raise unopened(self.path, str(error)) from None


def _is_there(path: Path) -> bool:
    """Say whether a file is there and not empty.

    It is not opened: closing it again would end the lock that this process may hold on it.
    """
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreUnreachable(f"store {path}: cannot be opened: {error.strerror}") from None


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("BEGIN")
    create_tables(connection)
    connection.execute("CREATE TABLE main.loads (number INTEGER, loaded VARCHAR, report VARCHAR)")
    connection.execute(f"CREATE TABLE main.ecosystem_store AS SELECT {FORMAT} AS format")
    connection.execute("COMMIT")


def _format_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Return the format of a whole store, None for anything else."""
    try:
        found, path = connection.execute(_FORMAT).fetchall()[0]
    except duckdb.Error:
        return None
    return found if path else None


def _prepare(connection: duckdb.DuckDBPyConnection, path: Path, *, in_memory: bool, may_create: bool) -> None:
    """Make the tables of an empty store, or say why the file cannot be used."""
    if not in_memory and not connection.execute(_FILE).fetchall():
        raise StoreUnreachable(f"store {path}: this is not a store; give another name that ends in .duckdb")
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables and may_create:
        _create(connection)
        return
    if not tables:
        raise StoreUnreachable(f"store {path}: there is nothing in it yet; load files with `ecosystem load PATH…`")
    if "ecosystem_store" not in tables:
        raise StoreUnreachable(f"store {path}: this DuckDB file is not a store of this program; give another name")
    found = connection.execute("SELECT max(TRY_CAST(format AS INTEGER)) FROM main.ecosystem_store").fetchall()[0][0]
    if found is None:
        raise StoreUnreachable(f"store {path}: this DuckDB file is not a whole store; load your files into a new one")
    if found > FORMAT:
        raise StoreUnreachable(f"store {path}: written by a newer version of this program; update ecosystem-explorer")


def _write_part(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    columns = columns_of(name)
    listed = ", ".join(columns)
    connection.execute(f"INSERT INTO main.{name} ({listed}) SELECT {listed} FROM told_{name} WHERE outcome = 'created'")
    values = ", ".join(f"{column} = t.{column}" for column in columns if column != "key")
    connection.execute(
        f"UPDATE main.{name} AS s SET {values} FROM told_{name} t WHERE s.key = t.key AND t.outcome = 'updated'"
    )
