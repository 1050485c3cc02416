"""Writing a load to a Neo4j server in chunks that nobody sees before the last step, the flip of `committed`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from ecosystem.errors import EcosystemError, StoreBusy
from ecosystem.intake.engine import duckdb
from ecosystem.stores.neo4j.changes import (
    Piece,
    any_replaced,
    new_links,
    new_nodes,
    only_facts,
    place_ends,
    replaced_links,
    size,
)
from ecosystem.stores.neo4j.faults import Silent, TooLarge, server_errors
from ecosystem.stores.neo4j.hold import CHUNK, NEVER, WRITERS, Held, again, clear, put_in_place, write_held
from ecosystem.stores.neo4j.model import LOAD, STORE, WRITER
from ecosystem.stores.neo4j.server import Rows, Server

SMALLEST = 10
"""Rows below which a chunk that is too large for the server is not halved any more."""

Chunk = list[Piece]
"""Statements of one transaction."""


def write_load(held: Held, connection: duckdb.DuckDBPyConnection, reports: list[dict[str, Any]]) -> None:
    """Write what a settled batch has to say, with its report, the last; when this fails, it is undone.

    What cannot be undone now, since the server is gone, the next load undoes.
    """
    number = held.committed + len(reports)
    held.touched = True
    try:
        _write_chunks(held, number, new_nodes(connection))
        place_ends(held.server, connection)
        _write_chunks(held, number, replaced_links(connection, "e.ended IS NULL SET e.ended = $load"))
        _write_chunks(held, number, new_links(connection))
    except Silent as error:
        raise Silent(f"{error}; nothing of this load is seen, and the next load clears it away") from None
    except BaseException:
        with suppress(Exception):
            held.renew()
            clear(held)
        raise
    try:
        with server_errors(held.server.address):
            _flip(held, number, reports, facts=only_facts(connection), last=not any_replaced(connection))
    except Silent as error:
        raise Silent(
            f"{error}; `ecosystem log` will show whether it still took this load, whole or not at all"
        ) from None
    except EcosystemError as error:
        raise type(error)(f"{error}; nothing of this load is seen, and the next load clears it away") from None
    held.committed = number


def sweep(held: Held, connection: duckdb.DuckDBPyConnection) -> None:
    """Take away what the load replaced, once it counts, unless the next load is quicker and does so.

    Links are marked first: while one is deleted a reader may still meet its load, but not any more what ended it.
    """
    if not any_replaced(connection):
        return
    with again(held) as ours:
        if ours:
            for what in (f"SET e.load_id = {NEVER}", "DELETE e"):
                ended = replaced_links(connection, f"e.ended = $load {what}")
                _write_chunks(held, held.committed, ended, counted=False)
            put_in_place(held)
            held.free()


def _flip(held: Held, number: int, reports: list[dict[str, Any]], *, facts: bool, last: bool) -> None:
    """Let the load count: one small transaction, which also ends the lock."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    held.lock.run(
        f"MATCH (s:{STORE} {{id: 1}}) "
        "SET s.facts = CASE WHEN s.facts = s.committed AND $facts THEN $number END, s.committed = $number",
        number=number,
        facts=facts,
    ).consume()
    held.lock.run(
        f"UNWIND $loads AS l CREATE (:{LOAD} {{number: l[0], at: l[1], report: l[2]}})",
        loads=[
            [count, report.get("at", now), json.dumps(report, ensure_ascii=False)]
            for count, report in enumerate(reports, held.committed + 1)
        ],
    ).consume()
    if last:
        held.lock.run(f"MATCH (w:{WRITER} {{token: $token}}) DELETE w", token=held.token).consume()
    held.lock.commit()


def _write_chunks(held: Held, number: int, pieces: Iterable[Piece], *, counted: bool = True) -> None:
    """Write pieces a few transactions at a time; the first that fails ends it."""
    token = held.token
    with ThreadPoolExecutor(WRITERS) as writers:
        running: set[Future[None]] = set()
        try:
            for count, chunk in enumerate(_chunks(pieces)):
                if len(running) > WRITERS:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    for one in done:
                        one.result()
                running.add(
                    writers.submit(
                        _write_chunk, held.server, token, number, chunk, slot=count % WRITERS, counted=counted
                    )
                )
            for one in running:
                one.result()
        finally:
            writers.shutdown(wait=True, cancel_futures=True)


def _chunks(pieces: Iterable[Piece]) -> Iterator[Chunk]:
    chunk: Chunk = []
    rows = 0
    for piece in pieces:
        if chunk and rows + size(piece) > CHUNK:
            yield chunk
            chunk, rows = [], 0
        chunk.append(piece)
        rows += size(piece)
    if chunk:
        yield chunk


def _write_chunk(server: Server, token: str, number: int, chunk: Chunk, *, slot: int, counted: bool) -> None:
    """Write a chunk in one transaction, or in two where the server has too little memory for it."""
    pieces = [(text, {**columns, "load": number}) for text, columns in chunk]

    def check(results: list[Rows]) -> None:
        if any(rows[0]["written"] != size(piece) for piece, rows in zip(chunk, results, strict=True) if counted):
            raise StoreBusy(
                f"store {server.address}: somebody changed it by hand during the load, or copied a link in it with its "
                "key; nothing of the load was kept; load again, or delete the copy"
            )

    try:
        with server_errors(server.address):
            write_held(server, token, pieces, check, slot=slot)
    except TooLarge:
        if sum(map(size, chunk)) <= SMALLEST:
            raise
        for half in _halves(chunk):
            _write_chunk(server, token, number, half, slot=slot, counted=counted)


def _halves(chunk: Chunk) -> tuple[Chunk, Chunk]:
    if len(chunk) > 1:
        return chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]
    ((text, columns),) = chunk
    middle = size(chunk[0]) // 2
    return (
        [(text, {name: values[:middle] for name, values in columns.items()})],
        [(text, {name: values[middle:] for name, values in columns.items()})],
    )
