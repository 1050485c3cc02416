"""The connection to a Neo4j server, and what it says when something is wrong, in one line each."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from ecosystem.errors import BadInput, EcosystemError, StoreBusy, StoreUnreachable

if TYPE_CHECKING:
    import neo4j

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
OLDEST = (5, 26)
ANSWER = 60.0
"""Seconds that the server may take for one step of a search."""
PATIENCE = 4.0
"""Seconds to wait for a connection, and for somebody else who holds the store."""
RETRIES = 20
"""How often a transaction is tried that the server ended for another's sake."""

Rows = list[dict[str, Any]]
Statement = tuple[str, dict[str, Any]]
_MEMORY = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError")
_READ_ONLY = ("Forbidden", "WriteOnReadOnlyAccessDatabase", "AccessMode", "ReadOnly")
_UNKNOWN_DATABASE = ("DatabaseNotFound", "DatabaseUnavailable")


class TooLarge(StoreUnreachable):
    """A transaction that needs more memory than the server gives one."""


class Silent(StoreUnreachable):
    """A server that does not answer, or not any more."""


class Server:
    """An open connection; `address` is what the user called the server."""

    def __init__(self, address: str, driver: neo4j.Driver, database: str | None) -> None:
        self.address = address
        self.driver = driver
        self.database = database

    def session(self) -> neo4j.Session:
        """Return a new session that sees what the others of this connection wrote."""
        return self.driver.session(
            database=self.database, bookmark_manager=self.driver.execute_query_bookmark_manager, fetch_size=-1
        )

    def ask(self, statement: str, *, within: float | None = None, **parameters: Any) -> Rows:
        """Return the rows that a statement gives, which may change nothing; `within` so many seconds where it is told.

        Raises `StoreUnreachable` where the server takes longer.
        """
        from neo4j import READ_ACCESS, Query

        with self.driver.session(
            database=self.database,
            bookmark_manager=self.driver.execute_query_bookmark_manager,
            default_access_mode=READ_ACCESS,
            fetch_size=-1,
        ) as session:
            return [dict(record) for record in session.run(Query(_plain(statement), timeout=within), parameters)]

    def ask_at_once(self, statements: Sequence[Statement]) -> Iterator[Rows]:
        """Yield what each of several statements gives, in their order; all are asked at once."""
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(len(statements))
        try:
            yield from pool.map(lambda one: self.ask(one[0], **one[1]), statements)
        except Exception:  # the others end before their connections are closed
            pool.shutdown(wait=True, cancel_futures=True)
            raise
        finally:  # at Ctrl-C nobody waits for the answers
            pool.shutdown(wait=False, cancel_futures=True)

    def run(self, statement: str, **parameters: Any) -> Rows:
        """Run a statement that changes something in a transaction of its own, or in several."""
        with self.session() as session:
            return [dict(record) for record in session.run(_plain(statement), parameters)]

    def together(self, statements: list[Statement], check: Callable[[list[Rows]], None]) -> None:
        """Run statements in one transaction; it is tried again where the server broke it off for another's sake.

        `check` sees what they gave; where it raises, nothing is kept.
        """
        from neo4j.exceptions import TransientError

        for attempt in range(RETRIES + 1):
            with self.session() as session, session.begin_transaction() as transaction:
                try:
                    rows = [
                        [dict(record) for record in transaction.run(_plain(statement), parameters)]
                        for statement, parameters in statements
                    ]
                    check(rows)
                    transaction.commit()
                    return
                except TransientError as error:
                    # Only where it is sure that nothing was kept: a new try must not write twice.
                    if "DeadlockDetected" not in (error.code or "") or attempt == RETRIES:
                        raise
        raise AssertionError


def _plain(statement: str) -> Any:
    return statement


@contextmanager
def connected(address: str) -> Iterator[Server]:
    """Connect to the server at an address and close the connection in the end.

    Raises `BadInput` for an address that is none, and `StoreUnreachable` with what is wrong.
    """
    uri = _uri(address)
    # The driver's own words go to whoever asks for them; a user gets one line from us.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    with said(address):
        from neo4j import GraphDatabase

        with GraphDatabase.driver(
            uri,
            auth=_user(address),
            connection_timeout=PATIENCE,
            connection_acquisition_timeout=PATIENCE,
            liveness_check_timeout=0,
            max_transaction_retry_time=0,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="ecosystem-explorer",
        ) as driver:
            database = os.environ.get("NEO4J_DATABASE") or None
            _check_version(address, driver.get_server_info().agent)
            yield Server(address, driver, database)


def _uri(address: str) -> str:
    """Return the address to connect to; one without :// stands for that of NEO4J_URI."""
    if "://" in address:
        return address
    uri = os.environ.get("NEO4J_URI", "")
    if uri.partition("://")[0] not in SCHEMES:
        raise BadInput(f"store '{address}': set NEO4J_URI to an address such as neo4j://localhost:7687")
    return without_user(uri)


def without_user(uri: str) -> str:
    """Return an address as it is. Raises `BadInput`, without repeating it, where it names a user or password."""
    scheme, _, rest = uri.partition("://")
    if "@" in rest:
        raise BadInput(
            f"store {scheme}://…@{rest.rpartition('@')[2]}: leave user and password out of the address; "
            "set NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    return uri


def _user(address: str) -> tuple[str, str]:
    user = os.environ.get("NEO4J_USERNAME") or "neo4j"
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None and sys.stdin.isatty():
        password = _typed(user, address)
    if not password:
        raise StoreUnreachable(f"store {address}: no password; set NEO4J_PASSWORD (and NEO4J_USERNAME)")
    return user, password


@cache
def _typed(user: str, address: str) -> str:
    """Ask for a password, once."""
    from getpass import getpass

    return getpass(f"Password of {user} at {address}: ")


def _check_version(address: str, agent: str) -> None:
    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if not found or (int(found[1]), int(found[2])) < OLDEST:
        raise StoreUnreachable(f"store {address}: this is {agent}; Neo4j {OLDEST[0]}.{OLDEST[1]} or newer is needed")


@contextmanager
def said(address: str) -> Iterator[None]:
    """Turn what the driver raises into one clear line."""
    try:
        yield
    except Exception as error:
        for kind, told in _told():
            if isinstance(error, kind):
                raise told(f"store {address}: ", error) from None
        raise


Told = Callable[[str, Any], EcosystemError]


def _told() -> list[tuple[type[Exception] | tuple[type[Exception], ...], Told]]:
    from neo4j import exceptions as e

    return [
        (e.AuthError, _refused),
        (e.ConfigurationError, lambda store, error: BadInput(f"{store}{_line(error)}")),
        ((e.ServiceUnavailable, e.SessionExpired, e.ConnectionAcquisitionTimeoutError, e.IncompleteCommit), _silent),
        (e.Neo4jError, _by_code),
        (e.DriverError, _other),
    ]


def _refused(store: str, error: Any) -> EcosystemError:
    if "Forbidden" in (error.code or ""):
        return _by_code(store, error)
    return StoreUnreachable(f"{store}the server refuses this user or password; check NEO4J_USERNAME and NEO4J_PASSWORD")


def _silent(store: str, error: Any) -> EcosystemError:
    return Silent(f"{store}the server does not answer; check that it runs at this address")


def _by_code(store: str, error: Any) -> EcosystemError:
    code = (error.code or "").rpartition(".")[2]
    if code in _MEMORY:
        return TooLarge(f"{store}a transaction needs more memory than the server gives it; raise its memory settings")
    if code in _READ_ONLY:
        return StoreUnreachable(f"{store}nothing can be written here with this user: {_line(error)}")
    if code.startswith("TransactionTimedOut"):
        return StoreUnreachable(
            f"{store}a step of the search took the server more than {ANSWER:g} s; narrow it with --relation, --as-of or "
            "--without a hub, or give fewer steps"
        )
    if code in _UNKNOWN_DATABASE:
        return StoreUnreachable(f"{store}there is no such database; check NEO4J_DATABASE ({_line(error)})")
    if code in ("DeadlockDetected", "LockClientStopped", "LockAcquisitionTimeout"):
        return StoreBusy(f"{store}somebody else is writing to it; try again")
    return _other(store, error)


def _other(store: str, error: Any) -> EcosystemError:
    return StoreUnreachable(f"{store}{_line(error)}")


def _line(error: Any) -> str:
    text = getattr(error, "message", None) or str(error)
    return (text.strip().splitlines() or [type(error).__name__])[0]
