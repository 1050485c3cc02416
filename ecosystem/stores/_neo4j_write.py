"""Writing a load to a Neo4j server in chunks that nobody sees before the last step, the flip of `committed`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from ecosystem import dates
from ecosystem.engine import duckdb
from ecosystem.errors import StoreBusy
from ecosystem.parts import PARTS
from ecosystem.stores._neo4j_hold import CHUNK, Held, again, clear, put_in_place
from ecosystem.stores._neo4j_model import (
    BASE,
    DATES,
    ENDS,
    LOAD,
    NEXT,
    RESERVED,
    STORE,
    WRITER,
    label,
    properties,
    relationship,
    types,
)
from ecosystem.stores._neo4j_server import Silent, TooLarge, said

WRITERS = 2
"""How many transactions are under way at once."""
SMALLEST = 10
"""Rows below which a chunk that is too large for the server is not halved any more."""

Piece = tuple[str, dict[str, Any]]
Chunk = list[Piece]
"""Statements of one transaction, each with its columns; every statement says how many rows it wrote."""

# The first day that a date may mean, and, where it is known less precisely, the date as it is known.
_DAY = "({0} + CASE WHEN {0} % 10000 = 0 THEN 101 WHEN {0} % 100 = 0 THEN 1 ELSE 0 END)"
_AS_KNOWN = "CASE WHEN {0} % 100 = 0 THEN {1} END"


def write_load(held: Held, connection: duckdb.DuckDBPyConnection, reports: list[dict[str, Any]]) -> None:
    """Write what a settled batch has to tell, with its report, the last; when this fails, it is undone.

    What cannot be undone now, since the server is gone, the next load undoes.
    """
    number = held.committed + len(reports)
    held.touched = True
    try:
        _write_chunks(held, number, _new_nodes(connection))
        _write_chunks(held, number, _replaced_links(connection, "e.ended IS NULL SET e.ended = $load"))
        _write_chunks(held, number, _new_links(connection))
    except Silent as error:
        raise Silent(f"{error}; nothing of this load is seen, and the next load clears it away") from None
    except BaseException:
        with suppress(Exception):
            held.lock.run("RETURN 1").consume()
            clear(held.server, held.committed)
        raise
    try:
        with said(held.server.address):
            _flip(held, number, reports, last=not _replaces(connection))
    except Silent as error:
        raise Silent(
            f"{error}; `ecosystem log` will tell whether it still took this load, whole or not at all"
        ) from None
    held.committed = number


def sweep(held: Held, connection: duckdb.DuckDBPyConnection) -> None:
    """Take away what the load replaced, once it counts, unless the next load is quicker and does so."""
    if not _replaces(connection):
        return
    with again(held) as ours:
        if ours:
            _write_chunks(held, held.committed, _replaced_links(connection, "e.ended = $load DELETE e"), counted=False)
            put_in_place(held.server, held.committed)
            held.free()


def _replaces(connection: duckdb.DuckDBPyConnection) -> bool:
    told = " UNION ALL ".join(f"SELECT 1 FROM told_{name} WHERE outcome = 'updated'" for name in PARTS)
    return bool(connection.execute(f"SELECT 1 FROM ({told}) LIMIT 1").fetchall())


def _flip(held: Held, number: int, reports: list[dict[str, Any]], *, last: bool) -> None:
    """Let the load count: one small transaction, which also ends the lock."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    held.lock.run(f"MATCH (s:{STORE} {{id: 1}}) SET s.committed = $number", number=number).consume()
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


# ---------------------------------------------------------------- chunks


def _write_chunks(held: Held, number: int, pieces: Iterable[Piece], *, counted: bool = True) -> None:
    """Write pieces a few transactions at a time; the first that fails ends it."""
    with ThreadPoolExecutor(WRITERS) as writers:
        running: set[Future[None]] = set()
        try:
            for chunk in _chunks(pieces):
                if len(running) > WRITERS:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    for one in done:
                        one.result()
                running.add(writers.submit(_write_chunk, held, number, chunk, counted=counted))
            for one in running:
                one.result()
        finally:
            writers.shutdown(wait=True, cancel_futures=True)


def _chunks(pieces: Iterable[Piece]) -> Iterator[Chunk]:
    chunk: Chunk = []
    rows = 0
    for piece in pieces:
        if chunk and rows + _size(piece) > CHUNK:
            yield chunk
            chunk, rows = [], 0
        chunk.append(piece)
        rows += _size(piece)
    if chunk:
        yield chunk


def _size(piece: Piece) -> int:
    return len(piece[1]["key"])


def _write_chunk(held: Held, number: int, chunk: Chunk, *, counted: bool) -> None:
    """Write a chunk in one transaction, or in two where the server has too little memory for it."""
    mine = (f"MATCH (w:{WRITER} {{token: $token}}) RETURN count(w) AS written", {"token": held.token, "key": [0]})
    pieces = [mine, *((text, {**columns, "load": number}) for text, columns in chunk)]
    try:
        with said(held.server.address):
            results = held.server.together(pieces)
    except TooLarge:
        if sum(map(_size, chunk)) <= SMALLEST:
            raise
        for half in _halves(chunk):
            _write_chunk(held, number, half, counted=counted)
        return
    for piece, rows in zip(pieces, results, strict=True):
        if counted and rows[0]["written"] != _size(piece):
            raise StoreBusy(
                f"store {held.server.address}: somebody changed it by hand during the load, of which nothing was kept; load again"
            )


def _halves(chunk: Chunk) -> tuple[Chunk, Chunk]:
    if len(chunk) > 1:
        return chunk[: len(chunk) // 2], chunk[len(chunk) // 2 :]
    ((text, columns),) = chunk
    middle = _size(chunk[0]) // 2
    return (
        [(text, {name: values[:middle] for name, values in columns.items()})],
        [(text, {name: values[middle:] for name, values in columns.items()})],
    )


# ---------------------------------------------------------------- what is written


_UNWIND = "UNWIND range(0, size($key) - 1) AS i "
_ENDS = f"MATCH (a:{BASE['nodes']} {{key: $source[i]}}) MATCH (b:{BASE['nodes']} {{key: $target[i]}}) "
_MORE = "SET x += $more[i] RETURN count(*) AS written"


def _new_nodes(connection: duckdb.DuckDBPyConnection) -> Iterator[Piece]:
    """Yield what makes the new nodes and sources, and lets changed ones wait beside the old."""
    for name in BASE:
        made = f"{BASE[name]}:$($label[i])" if name == "nodes" else BASE[name]
        for outcome, labels in (("created", made), ("updated", NEXT[name])):
            for columns in _columns(connection, name, f"outcome = '{outcome}'", order="key"):
                if name == "nodes":
                    columns["label"] = list(map(label, columns["kind"]))
                yield _UNWIND + f"CREATE (x:{labels} {_map(name)}) " + _MORE, columns


def _new_links(connection: duckdb.DuckDBPyConnection) -> Iterator[Piece]:
    order = "source, target"
    for columns in _columns(connection, "links", "outcome <> 'unchanged'", *ENDS, order=order):
        columns["type"] = list(map(relationship, columns["relation"]))
        yield _UNWIND + _ENDS + f"CREATE (a)-[x:$($type[i]) {_map('links')}]->(b) " + _MORE, columns


def _replaced_links(connection: duckdb.DuckDBPyConnection, what: str) -> Iterator[Piece]:
    """Yield what finds the links that change, as they were, and does something with them."""
    rows = connection.execute(
        "SELECT k.key, k.source, k.target FROM known_links k JOIN told_links t USING (key) "
        "WHERE t.outcome = 'updated' ORDER BY k.source, k.target"
    )
    for columns in _fetched(rows, ("key", "source", "target")):
        found = f"MATCH (a)-[e:{types()} {{key: $key[i]}}]->(b) WHERE {what} "
        yield _UNWIND + _ENDS + found + "RETURN count(*) AS written", columns


def _map(name: str) -> str:
    values = [f"{field}: {f'date(${field}[i])' if field in DATES else f'${field}[i]'}" for field in properties(name)]
    return f"{{key: $key[i], load_id: $load, {', '.join(values)}}}"


def _columns(
    connection: duckdb.DuckDBPyConnection, name: str, condition: str, *ends: str, order: str
) -> Iterator[dict[str, list[Any]]]:
    """Yield rows of a part that are to be written, as columns."""
    names = ("key", *ends, *properties(name))
    selected = ", ".join(_sql(name, field) for field in names)
    rows = connection.execute(f"SELECT {selected} FROM told_{name} WHERE {condition} ORDER BY {order}")
    for columns in _fetched(rows, names):
        yield {**columns, "more": list(map(_further, columns["attributes"]))}


def _fetched(rows: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> Iterator[dict[str, list[Any]]]:
    while found := rows.fetchmany(CHUNK):
        yield dict(zip(names, map(list, zip(*found, strict=True)), strict=True))


def _sql(name: str, field: str) -> str:
    """Return the SQL of a property: dates as text, lists as lists."""
    date = field.removesuffix("_as")
    if date in DATES:
        if field == date:
            return dates.SHOW_SQL.format(_DAY.format(date))
        return _AS_KNOWN.format(date, dates.SHOW_SQL.format(date))
    return f"string_split({field}, E'\n')" if field in PARTS[name].lists else field


def _further(attributes: str | None) -> dict[str, str]:
    """Return the further columns of a row that can be properties beside ours."""
    if not attributes:
        return {}
    return {
        name: value
        for name, value in json.loads(attributes).items()
        if name.isidentifier() and len(name) <= 100 and name not in RESERVED
    }
