"""What a Neo4j server or its driver says when something is wrong, in one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ecosystem.errors import BadInput, EcosystemError, StoreBusy, StoreUnreachable

ANSWER = 60.0
"""Seconds that the server may take for one step of a search, or of a load."""

_MEMORY = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError")
_READ_ONLY = ("Forbidden", "WriteOnReadOnlyAccessDatabase", "AccessMode", "ReadOnly")
_UNKNOWN_DATABASE = ("DatabaseNotFound", "DatabaseUnavailable")
_OTHERS_WRITE = ("DeadlockDetected", "LockClientStopped", "LockAcquisitionTimeout", "EntityNotFound", "Outdated")


class TooLarge(StoreUnreachable):
    """A transaction that needs more memory than the server gives one."""


class Silent(StoreUnreachable):
    """A server that does not answer, or not any more."""


@contextmanager
def server_errors(address: str) -> Iterator[None]:
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
            f"{store}a step took the server more than {ANSWER:g} s; narrow a search with --relation, --as-of or --without "
            "a hub, or give fewer steps; try a load again when nobody else writes"
        )
    if code in _UNKNOWN_DATABASE:
        return StoreUnreachable(f"{store}there is no such database; check NEO4J_DATABASE ({_line(error)})")
    if code in _OTHERS_WRITE:
        return StoreBusy(f"{store}somebody else is writing to it; try again")
    return _other(store, error)


def _other(store: str, error: Any) -> EcosystemError:
    return StoreUnreachable(f"{store}{_line(error)}")


def _line(error: Any) -> str:
    text = getattr(error, "message", None) or str(error)
    return (text.strip().splitlines() or [type(error).__name__])[0]
