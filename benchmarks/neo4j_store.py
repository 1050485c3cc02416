"""The Neo4j store beside bare statements on the same server, in one run: python benchmarks/neo4j_store.py [LINKS]."""

from __future__ import annotations

import contextlib
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from neo4j import Driver, GraphDatabase

sys.path.append(str(Path(__file__).parent.parent / "tests"))
from make_files import make
from server import PASSWORD, Server

import ecosystem

ECOSYSTEM = str(Path(sys.executable).with_name("ecosystem"))
USUAL = 5_000
"""Rows of a transaction of bare statements."""
KEYS = "CREATE INDEX bare_link IF NOT EXISTS FOR ()-[e:BARE]-() ON (e.key)"
"""By which bare statements find a link again; without it they are quicker, but could load nothing twice."""
BARES = ((USUAL, True), (2 * USUAL, True), (USUAL, False))
"""How many rows a transaction of bare statements has, and whether links have an index of keys."""
WIPE = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS"
NODE = ("key", "id", "kind", "name", "name_vi", "aliases", "level", "place", "valid_from", "sources", "hash")
LINK = ("source", "target", "key", "weight", "valid_from", "standing", "confidence", "sources", "hash")
DATED = "valid_from: date(r.valid_from)"
CREATE = (
    f"UNWIND $rows AS r CREATE (n:Bare {{{', '.join(f'{c}: r.{c}' for c in NODE if c != 'valid_from')}, {DATED}}})",
    "UNWIND $rows AS r MATCH (a:Bare {key: r.source}) MATCH (b:Bare {key: r.target}) "
    f"CREATE (a)-[:BARE {{{', '.join(f'{c}: r.{c}' for c in LINK[2:] if c != 'valid_from')}, {DATED}}}]->(b)",
)
# The sink of KGX 2.6 writes so, by one writer; KGX itself fetches its model from the network when it is imported.
MERGE = (
    "UNWIND $rows AS r MERGE (n:Bare {id: r.id}) ON CREATE SET n += r",
    "UNWIND $rows AS r MATCH (a:Bare {key: r.source}), (b:Bare {key: r.target}) MERGE (a)-[e:BARE]->(b) SET e += r",
)
# The quickest statements known for reading all links: lists, a few records of them.
ENDS = "MATCH (a:EcosystemNode)-[e:{}]->(b:EcosystemNode) "
LISTS = {
    "topology": ENDS + "RETURN collect(a.key) AS source, collect(b.key) AS target",
    "all columns": ENDS + "RETURN a.key / 1000 AS part, collect(a.key) AS source, collect(b.key) AS target, "
    "collect(e.weight) AS weight, collect(e.standing) AS standing, collect(e.confidence) AS confidence, "
    "collect(toString(e.valid_from)) AS valid_from, collect(e.sources) AS sources",
}
TYPES = "MATCH (:EcosystemNode)-[e]->(:EcosystemNode) RETURN DISTINCT type(e) AS type"


def line(what: str, seconds: float, count: int, ratio: float | None = None, of: str = "") -> None:
    """Print one measurement."""
    beside = f"{ratio:6.2f} × {of}" if ratio is not None else ""
    print(f"{what:<60}{seconds:8.2f} s {count / seconds:10,.0f}/s  {beside}", flush=True)


@contextlib.contextmanager
def timed() -> Iterator[list[float]]:
    """Give a list that holds the seconds in the end."""
    taken: list[float] = []
    started = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - started)


def rows_of(files: tuple[Path, Path]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return nodes and links as bare rows, links sorted by their ends."""
    with files[0].open(encoding="utf-8") as table:
        nodes = [
            {**row, "key": key, "hash": hash(row["name"]), "valid_from": row["valid_from"] + "-01-01"}
            | {"aliases": row["aliases"].split("|"), "sources": [row.pop("source")]}
            for key, row in enumerate(csv.DictReader(table))
        ]
    with files[1].open(encoding="utf-8") as table:
        links = [
            {
                "source": int(row["source"][1:]),
                "target": int(row["target"][1:]),
                "key": key,
                "hash": key * 7919,
                **{name: float(row[name]) for name in ("weight", "confidence")},
                "valid_from": row["valid_from"] + "-01",
                "standing": row["standing"],
                "sources": [row["source_doc"]],
            }
            for key, row in enumerate(csv.DictReader(table))
        ]
    return nodes, sorted(links, key=lambda row: (row["source"], row["target"]))


def bare(
    driver: Driver, files: tuple[Path, Path], statements: tuple[str, str], *, writers: int, chunk: int = USUAL
) -> float:
    """Write nodes and links with bare statements, by some writers split by source; return the seconds."""
    for name in ("key", "id"):
        driver.execute_query(f"CREATE CONSTRAINT bare_{name} IF NOT EXISTS FOR (n:Bare) REQUIRE n.{name} IS UNIQUE")

    def write(statement: str, rows: list[dict[str, Any]]) -> None:
        for start in range(0, len(rows), chunk):
            driver.execute_query(statement, rows=rows[start : start + chunk])

    tables = rows_of(files)
    with timed() as taken:
        for statement, rows in zip(statements, tables, strict=True):
            share = -(-len(rows) // writers)
            shares = [rows[start : start + share] for start in range(0, len(rows), share)]
            with ThreadPoolExecutor(writers) as pool:
                list(pool.map(write, [statement] * writers, shares))
    return taken[0]


def wipe(driver: Driver) -> None:
    """Empty the database."""
    with driver.session() as session:
        session.run(WIPE).consume()


@contextlib.contextmanager
def fresh() -> Iterator[Driver]:
    """Give a server with nothing in it: where much was deleted, what comes after lies scattered."""
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home), heap="1g", settings={"server.memory.pagecache.size": "1g"})
        server.start()
        os.environ.update(server.environment)
        try:
            with GraphDatabase.driver(server.uri, auth=("neo4j", PASSWORD)) as driver:
                yield driver
        finally:
            server.stop()


def warmed(driver: Driver, write: Callable[[], Any]) -> None:
    """Write something twice and wipe it: a server that has just started writes a tenth as fast."""
    for _ in range(2):
        write()
        wipe(driver)


def run(*command: str) -> float:
    """Return the seconds that a command takes."""
    with timed() as taken:
        subprocess.run([ECOSYSTEM, *command], check=True, stdout=subprocess.DEVNULL)
    return taken[0]


def created(warm: tuple[Path, Path], files: tuple[Path, Path], chunk: int, *, keyed: bool) -> float:
    """Return the seconds of bare CREATE, with or without an index of the keys of links."""
    with fresh() as driver:
        if keyed:
            driver.execute_query(KEYS)
        warmed(driver, lambda: bare(driver, warm, CREATE, writers=2, chunk=chunk))
        return bare(driver, files, CREATE, writers=2, chunk=chunk)


def loads(driver: Driver, warm: tuple[str, ...], names: tuple[str, ...], rows: int) -> float:
    """Measure a first load and a second; return the seconds of the first."""
    warmed(driver, lambda: [run("--store", "neo4j", "load", *warm) for _ in range(2)])
    first = run("--store", "neo4j", "load", *names)
    line("first load", first, rows)
    again = run("--store", "neo4j", "load", *names)
    line("loading the same again", again, rows, again / first, "the first load (at most 0.3)")
    return first


def readings(driver: Driver) -> None:
    """Measure how the whole store becomes a graph, beside bare statements a type of links, in turns."""
    store = ecosystem.open_store("neo4j")
    types = [row["type"] for row in driver.execute_query(TYPES).records]
    for what, late, goal in (("topology", True, 500_000), ("all columns", False, 150_000)):
        ours, bares = [], []
        for _ in range(4):
            with timed() as taken:
                links = len(store.read(ecosystem.Scope(), late=late).links)
            ours += taken
            with timed() as taken:
                for one in types:
                    driver.execute_query(LISTS[what].format(one))
            bares += taken
        line(f"bare lists, {what}", min(bares), links)
        told = f"everything into a Graph, {what} (at least {goal:,}/s)"
        line(told, min(ours), links, min(bares) / min(ours), "the rate of bare lists")


def questions(here: str) -> None:
    """Measure questions beside the same on a file."""
    for command in (("partners", "n7"), ("map", "--around", "n7", "--steps", "2"), ("find", "A77"), ("rank", "degree")):
        on_file, on_server = (min(run("--store", address, *command) for _ in range(5)) for address in (here, "neo4j"))
        told = f"{' '.join(command)}: {on_server - on_file:+.2f} s beside the file"
        line(told, on_server, 1, on_server / on_file, "the embedded store (partners at most +0.6 s)")


def main() -> None:
    """Start servers, measure, stop them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rows = count + count // 5
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "warm").mkdir()
        warm = make(folder / "warm", nodes=count // 25, links=count // 5)
        files = make(folder, nodes=count // 5, links=count)
        names, here, small = tuple(map(str, files)), str(folder / "s.duckdb"), tuple(map(str, warm))
        # In turns, and the best of three each: a machine that others use is not as quick in one minute as in the next.
        bares: dict[tuple[int, bool], list[float]] = {one: [] for one in BARES}
        firsts = []
        for turn in range(3):
            for (chunk, keyed), taken in bares.items():
                taken += [created(warm, files, chunk, keyed=keyed)]
            with fresh() as driver:
                firsts += [loads(driver, small, names, rows)]
                if not turn:
                    readings(driver)
                    run("--store", here, "load", *names)
                    questions(here)
        for (chunk, keyed), taken in bares.items():
            index = "index of" if keyed else "no"
            line(f"bare CREATE, two writers, {chunk:,} rows each, {index} keys", min(taken), rows)
            goal = " (at least 0.8)" if keyed else ""
            line("first load", min(firsts), rows, min(taken) / min(firsts), f"the rate of bare CREATE{goal}")
        with fresh() as driver:
            warmed(driver, lambda: bare(driver, warm, MERGE, writers=1))
            merge = bare(driver, warm, MERGE, writers=1)
        line("MERGE as KGX's sink writes, a fifth of the rows", merge, rows // 5)


if __name__ == "__main__":
    main()
