"""The connection to a Neo4j server."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from ecosystem.errors import BadInput, StoreUnreachable
from ecosystem.stores.neo4j.faults import ANSWER, server_errors

if TYPE_CHECKING:
    import neo4j

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
OLDEST = (5, 26)
PATIENCE = 4.0
"""Seconds to wait for a connection, and for somebody else who holds the store."""
RETRIES = 20
"""How often a transaction is tried that the server ended for another's sake."""

Given = TypeVar("Given")
Rows = list[dict[str, Any]]
Statement = tuple[str, dict[str, Any]]


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
        """Return the rows that a statement gives, which may change nothing; `within` a number of seconds where one is given.

        Raises `StoreUnreachable` where the server takes longer.
        """
        from neo4j import READ_ACCESS, Query

        def once() -> Rows:
            with self.driver.session(
                database=self.database,
                bookmark_manager=self.driver.execute_query_bookmark_manager,
                default_access_mode=READ_ACCESS,
                fetch_size=-1,
            ) as session:
                return [dict(record) for record in session.run(Query(_plain(statement), timeout=within), parameters)]

        return _tried("Outdated", once)

    @contextmanager
    def asking(self, statements: Sequence[Statement], *, connections: int) -> Iterator[Iterator[Rows]]:
        """Give what each of several statements gives, in their order; a window of them is asked at once."""
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(connections)
        try:
            yield pool.map(lambda one: self.ask(one[0], **one[1]), statements)
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

        `check` sees what they gave; where it raises, nothing is kept. Nor is it where somebody else has locked what is
        to be written, and keeps it.
        """

        def once() -> None:
            with self.session() as session, session.begin_transaction(timeout=ANSWER) as transaction:
                check([[dict(one) for one in transaction.run(_plain(text), told)] for text, told in statements])
                transaction.commit()

        # Only where it is sure that nothing was kept: a new try must not write twice.
        _tried("DeadlockDetected", once)


def _tried(code: str, once: Callable[[], Given]) -> Given:
    """Return what something gives, tried again where the server breaks it off and gives this code for it."""
    from neo4j.exceptions import TransientError

    for left in reversed(range(RETRIES + 1)):
        try:
            return once()
        except TransientError as error:
            if code not in (error.code or "") or not left:
                raise
    raise AssertionError


def _plain(statement: str) -> Any:
    return statement


@contextmanager
def connected(address: str) -> Iterator[Server]:
    """Connect to the server at an address and close the connection in the end.

    Raises `BadInput` for an address that cannot be understood, and `StoreUnreachable` with what is wrong.
    """
    uri = _uri(address)
    # The driver's own words go to whoever asks for them; a user gets one line from us.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    address = address if address == uri else f"{address} ({uri})"
    with server_errors(address):
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
        fault = "NEO4J_URI is not one" if uri else "NEO4J_URI is not set"
        raise BadInput(f"store '{address}': {fault}; set it to an address such as neo4j://localhost:7687")
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
