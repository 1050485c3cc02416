"""Holding a Neo4j store for one load: one at a time, and what a dead one left is cleared away first.

Who holds the store keeps a transaction open that has a lock on one node. The server ends it when its client is gone,
so that no dead load stands in anybody's way. The nodes `EcosystemWriter` say who it is, and that something may have been
left; a load whose lock was ended, but that is not dead, can write no more once another has deleted its writers.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ecosystem.errors import StoreBusy
from ecosystem.model.scope import Scope
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores.neo4j.model import BASE, LOAD, NEXT, STORE, WRITER, constraints, label, properties, types
from ecosystem.stores.neo4j.read import ALL, fill, new_tables, state_of
from ecosystem.stores.neo4j.selection import State
from ecosystem.stores.neo4j.server import PATIENCE, Rows, Server, Statement
from ecosystem.stores.tables import FORMAT

if TYPE_CHECKING:
    import neo4j

CHUNK = 2_500
"""How many nodes or links are written in one transaction; at 10,000 a server with a heap of 1 GB spent a quarter of its
time collecting garbage."""
WRITERS = 2
"""How many transactions are under way at once; each locks an `EcosystemWriter` of its own before it is committed."""
NEVER = 2**31 - 1
"""The load of a link that no reader is to see any more; as small as any, so that it is written in place."""

_LOCK = f"MATCH (s:{STORE} {{id: 1}}) SET s.id = 1 RETURN s.committed AS committed"
_LOST = "another load has taken it over; nothing of this one was kept, load again"


@dataclass
class Held:
    """A store that is held: `committed` is the last load that counts."""

    server: Server
    token: str
    lock: neo4j.Transaction
    committed: int
    touched: bool = False

    def still(self) -> bool:
        """Say whether no other load has taken the store."""
        return bool(self.server.ask(f"MATCH (w:{WRITER} {{token: $token}}) RETURN 1", token=self.token))

    def renew(self) -> None:
        """Take another token: what is still under way with the old one keeps nothing. Raises `StoreBusy` if it is gone."""
        new = uuid.uuid4().hex
        changed = f"MATCH (w:{WRITER} {{token: $token}}) SET w.token = $new RETURN count(*) AS slots"
        if self.server.run(changed, token=self.token, new=new)[0]["slots"] != WRITERS:
            raise StoreBusy(f"store {self.server.address}: {_LOST}")
        self.token = new

    def change(self, found: str, what: str, **told: Any) -> None:
        """Do something with every `x` that is found, in as many transactions as that takes."""
        ids = f"MATCH {found} RETURN collect(elementId(x)) AS ids"
        ((places,),) = (row.values() for row in self.server.ask(ids, committed=self.committed))
        # Without labels and types, by which the server might rather look for it than by its id.
        pattern = "()-[x]->()" if "-[x:" in found else "(x)"
        for start in range(0, len(places), CHUNK):
            part = {"ids": places[start : start + CHUNK], **told}
            text = f"MATCH {pattern} WHERE elementId(x) IN $ids {what}"
            write_held(self.server, self.token, [(text, part)], lambda rows: None)

    def free(self) -> None:
        """Say that nothing is left of the load; the lock ends with its transaction."""
        self.server.run(f"MATCH (w:{WRITER} {{token: $token}}) DELETE w", token=self.token)


def write_held(
    server: Server, token: str, statements: list[Statement], check: Callable[[list[Rows]], None], *, slot: int = 0
) -> None:
    """Run statements in one transaction that is kept only while no other load has taken the store.

    The last statements lock a writer of this token and look at it under the lock: whoever takes the store deletes the
    writers, so waits for the end of this transaction. Raises `StoreBusy` where the store is lost.
    """
    writer, known = f"MATCH (w:{WRITER} {{token: $token, slot: $slot}})", {"token": token, "slot": slot}
    mine = [(f"{writer} {what} RETURN count(w) AS slots", known) for what in ("SET w.slot = $slot", "")]

    def checked(rows: list[Rows]) -> None:
        check(rows[: len(statements)])
        if rows[-1][0]["slots"] != 1:
            raise StoreBusy(f"store {server.address}: {_LOST}")

    server.together([*statements, *mine], checked)


@contextmanager
def holding(server: Server) -> Iterator[Held]:
    """Hold the store. Raises `StoreBusy`, with who holds it, where it stays held by somebody else."""
    state = _prepared(server)
    token, others = _claimed(server)
    with server.session() as session, session.begin_transaction() as lock:
        committed = lock.run(_LOCK).single(strict=True)["committed"]
        held = Held(server, token, lock, committed)
        if not held.still():  # taken between the claim and the lock
            raise _busy(server)
        try:
            if others or state.waiting:
                clear(held)
            if state.older:
                _fold_anew(held, state)
            yield held
        finally:
            if not held.touched:
                with suppress(Exception):
                    held.free()


@contextmanager
def again(held: Held) -> Iterator[bool]:
    """Take the lock once more; say whether no other load has had it in between."""
    with _locked_briefly(held.server):
        pass
    with held.server.session() as session, session.begin_transaction() as lock:
        lock.run(_LOCK).consume()
        yield held.still()


def _prepared(server: Server) -> State:
    """Return the state of the store; where there is none yet, or an index was dropped, it is made."""
    names = [statement.split()[2] for statement in constraints() if "CONSTRAINT" in statement] + ["ecosystem_names"]
    there = {row["name"] for row in server.ask("SHOW INDEXES YIELD name RETURN name")}
    if not there.issuperset(names):
        for statement in constraints():
            server.run(statement)
    state = state_of(server)
    if state is None:
        # Where somebody deleted the node by hand, the log still tells how far the store had come.
        server.run(
            f"OPTIONAL MATCH (l:{LOAD}) WITH coalesce(max(l.number), 0) AS last MERGE (s:{STORE} {{id: 1}}) "
            "ON CREATE SET s.committed = last, s.format = $format, s.facts = 0",
            format=FORMAT,
        )
        state = state_of(server)
    return state or State(0)


def _claimed(server: Server) -> tuple[str, bool]:
    """Take the store from whoever wrote last and is gone; return the new token, and whether something may be left.

    From here on an earlier load can commit nothing: its writers are deleted once what it is just committing has ended.
    """
    token = uuid.uuid4().hex
    with _locked_briefly(server) as claim:
        others = claim.run(f"MATCH (w:{WRITER}) DELETE w RETURN count(*) AS others").single(strict=True)["others"]
        claim.run(
            "UNWIND range(0, $writers - 1) AS slot "
            f"CREATE (w:{WRITER} {{token: $token, slot: slot, told: $told, since: datetime($since)}})",
            writers=WRITERS,
            token=token,
            told=f"process {os.getpid()} on {socket.gethostname()}",
            since=datetime.now(UTC).isoformat(timespec="seconds"),
        ).consume()
        claim.commit()
    return token, others > 0


@contextmanager
def _locked_briefly(server: Server) -> Iterator[neo4j.Transaction]:
    """Give a transaction that has the lock: only one that is short can have a limit of time."""
    from neo4j.exceptions import Neo4jError

    try:
        with server.session() as session, session.begin_transaction(timeout=PATIENCE) as lock:
            lock.run(_LOCK).consume()
            yield lock
    except Neo4jError as error:
        if "TimedOut" not in (error.code or "") and "LockClientStopped" not in (error.code or ""):
            raise
        raise _busy(server) from None


def _busy(server: Server) -> StoreBusy:
    found = server.ask(f"MATCH (w:{WRITER}) RETURN w.told AS told, toString(w.since) AS since ORDER BY w.since DESC")
    who = f"{found[0]['told']} has been loading since {found[0]['since']}" if found else "somebody is loading"
    return StoreBusy(f"store {server.address}: {who}; try again when it has ended")


def _fold_anew(held: Held, state: State) -> None:
    """Fold all names on the server by the rule of today; the store is of this format once the load counts."""
    matched = f"UNWIND range(0, size($keys) - 1) AS i MATCH (n:{BASE['nodes']} {{key: $keys[i]}})"
    with new_tables() as tables:
        fill(tables, held.server, replace(state, waiting=0), Scope(), ALL)
        while rows := tables.execute(f"SELECT key, folded FROM main.nodes ORDER BY key LIMIT {CHUNK}").fetchall():
            keys, folds = (list(column) for column in zip(*rows, strict=True))
            text = f"{matched} SET n.folded = $folds[i]"
            write_held(held.server, held.token, [(text, {"keys": keys, "folds": folds})], lambda rows: None)
            tables.execute("DELETE FROM main.nodes WHERE key <= ?", [keys[-1]])
    held.lock.run(f"MATCH (s:{STORE} {{id: 1}}) SET s.format = $format", format=FORMAT).consume()


def clear(held: Held) -> None:
    """Undo what a load after the last that counts left, and sweep what that one replaced."""
    held.touched = True
    node = BASE["nodes"]
    links = f"(:{node})-[x:{types()}]->(:{node}) WHERE"
    held.change(f"{links} x.ended <= $committed", f"SET x.load_id = {NEVER}")
    held.change(f"{links} x.load_id > $committed", "DELETE x")
    held.change(f"{links} x.ended > $committed", "REMOVE x.ended")
    for owner in (*BASE.values(), *NEXT.values()):
        held.change(f"(x:{owner}) WHERE x.load_id > $committed", "DETACH DELETE x")
    put_in_place(held)
    held.touched = False


def put_in_place(held: Held) -> None:
    """Give what waits its place: the properties of the old node become those of the new one."""
    labels = {kind: label(kind) for kind in vocabulary().kinds}
    for name, waiting in NEXT.items():
        fields = ", ".join(f"n.{field} = x.{field}" for field in (*properties(name), "load_id"))
        kind = f" REMOVE n:{':'.join(labels.values())} SET n:$($labels[x.kind])" if name == "nodes" else ""
        held.change(
            f"(x:{waiting}) WHERE x.load_id <= $committed",
            f"OPTIONAL MATCH (n:{BASE[name]} {{key: x.key}}) SET n += properties(x), {fields}{kind} DELETE x",
            labels=labels,
        )
