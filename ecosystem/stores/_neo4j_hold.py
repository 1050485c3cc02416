"""Holding a Neo4j store for one load: one at a time, and what a dead one left is cleared away first.

Who holds the store keeps a transaction open that has a lock on one node. The server ends it when its client is gone,
so that no dead load stands in anybody's way. `EcosystemWriter` says who it is, and that something may have been left.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ecosystem.errors import StoreBusy
from ecosystem.schema import schema
from ecosystem.stores._neo4j_model import BASE, NEXT, STORE, WRITER, constraints, label, properties, types
from ecosystem.stores._neo4j_read import FORMAT, state_of
from ecosystem.stores._neo4j_selection import State
from ecosystem.stores._neo4j_server import PATIENCE, Server

if TYPE_CHECKING:
    import neo4j

CHUNK = 10_000
"""How many nodes or links are written in one transaction."""
WRITERS = 2
"""How many transactions are under way at once; each locks an `EcosystemWriter` of its own before it is committed."""
NEVER = 2**31 - 1
"""The load of a link that no reader is to see any more; as small as any, so that it is written in place."""

_LOCK = f"MATCH (s:{STORE} {{id: 1}}) SET s.id = 1 RETURN s.committed AS committed"
_TOGETHER = f"IN TRANSACTIONS OF {CHUNK} ROWS"


@dataclass
class Held:
    """A store that is held: `committed` is the last load that counts."""

    server: Server
    token: str
    lock: neo4j.Transaction
    committed: int
    touched: bool = False

    def free(self) -> None:
        """Say that nothing is left of the load; the lock ends with its transaction."""
        self.server.run(f"MATCH (w:{WRITER} {{token: $token}}) DELETE w", token=self.token)


@contextmanager
def holding(server: Server) -> Iterator[Held]:
    """Hold the store. Raises `StoreBusy`, with who holds it, where it stays held by somebody else."""
    state = _prepared(server)
    _try_lock(server)
    with server.session() as session, session.begin_transaction() as lock:
        committed = lock.run(_LOCK).single(strict=True)["committed"]
        held = Held(server, uuid.uuid4().hex, lock, committed)
        if server.ask(f"MATCH (w:{WRITER}) RETURN w.token AS token") or state.waiting:
            clear(server, committed)
        server.run(
            "UNWIND range(0, $writers - 1) AS slot "
            f"CREATE (w:{WRITER} {{token: $token, slot: slot, told: $told, since: datetime($since)}})",
            writers=WRITERS,
            token=held.token,
            told=f"process {os.getpid()} on {socket.gethostname()}",
            since=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        try:
            yield held
        finally:
            if not held.touched:
                with suppress(Exception):
                    held.free()


@contextmanager
def again(held: Held) -> Iterator[bool]:
    """Take the lock once more; say whether no other load has had it in between."""
    server = held.server
    _try_lock(server)
    with server.session() as session, session.begin_transaction() as lock:
        lock.run(_LOCK).consume()
        yield bool(server.ask(f"MATCH (w:{WRITER} {{token: $token}}) RETURN 1", token=held.token))


def _prepared(server: Server) -> State:
    """Return the state of the store; where there is none yet, or an index was dropped, it is made."""
    names = [statement.split()[2] for statement in constraints() if "CONSTRAINT" in statement] + ["ecosystem_names"]
    there = {row["name"] for row in server.ask("SHOW INDEXES YIELD name RETURN name")}
    if not there.issuperset(names):
        for statement in constraints():
            server.run(statement)
    state = state_of(server)
    if state is None:
        server.run(
            f"MERGE (s:{STORE} {{id: 1}}) ON CREATE SET s.committed = 0, s.format = $format, s.facts = 0",
            format=FORMAT,
        )
    return state or State(0)


def _try_lock(server: Server) -> None:
    """Take the lock and give it back: only such a short transaction can have a limit of time."""
    from neo4j.exceptions import Neo4jError

    try:
        with server.session() as session, session.begin_transaction(timeout=PATIENCE) as lock:
            lock.run(_LOCK).consume()
    except Neo4jError as error:
        if "TimedOut" not in (error.code or "") and "LockClientStopped" not in (error.code or ""):
            raise
        found = server.ask(
            f"MATCH (w:{WRITER}) RETURN w.told AS told, toString(w.since) AS since ORDER BY w.since DESC"
        )
        who = f"{found[0]['told']} has been loading since {found[0]['since']}" if found else "somebody is loading"
        raise StoreBusy(f"store {server.address}: {who}; try again when it has ended") from None


def clear(server: Server, committed: int) -> None:
    """Undo what a load after the last that counts left, and sweep what that one replaced.

    First its token is taken, so that it cannot write any more, should it still be at work without its lock; what it is
    just then committing is waited for.
    """
    server.run(f"MATCH (w:{WRITER}) SET w.token = ''")
    node, parameters = BASE["nodes"], {"committed": committed}
    links = f"MATCH (:{node})-[e:{types()}]->(:{node}) WHERE"
    server.run(f"{links} e.ended <= $committed CALL (e) {{ SET e.load_id = {NEVER} }} {_TOGETHER}", **parameters)
    server.run(f"{links} e.load_id > $committed CALL (e) {{ DELETE e }} {_TOGETHER}", **parameters)
    server.run(f"{links} e.ended > $committed CALL (e) {{ REMOVE e.ended }} {_TOGETHER}", **parameters)
    for owner in (*BASE.values(), *NEXT.values()):
        server.run(
            f"MATCH (n:{owner}) WHERE n.load_id > $committed CALL (n) {{ DETACH DELETE n }} {_TOGETHER}", **parameters
        )
    put_in_place(server, committed)
    server.run(f"MATCH (w:{WRITER}) DELETE w")


def put_in_place(server: Server, committed: int) -> None:
    """Give what waits its place: the properties of the old node become those of the new one."""
    labels = {kind: label(kind) for kind in schema().kinds}
    for name, waiting in NEXT.items():
        fields = ", ".join(f"n.{field} = p.{field}" for field in (*properties(name), "load_id"))
        kind = f" REMOVE n:{':'.join(labels.values())} SET n:$($labels[p.kind])" if name == "nodes" else ""
        server.run(
            f"MATCH (p:{waiting}) WHERE p.load_id <= $committed CALL (p) {{ OPTIONAL MATCH (n:{BASE[name]} {{key: p.key}}) "
            f"SET n += properties(p), {fields}{kind} DELETE p }} {_TOGETHER}",
            committed=committed,
            labels=labels,
        )
