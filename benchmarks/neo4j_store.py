"""The Neo4j store beside bare statements on the same server, in one run: python benchmarks/neo4j_store.py [LINKS]."""

from __future__ import annotations

import contextlib
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from neo4j import GraphDatabase

sys.path.append(str(Path(__file__).parent.parent / "tests"))
from make_files import make
from server import PASSWORD, Server

import ecosystem

ECOSYSTEM = str(Path(sys.executable).with_name("ecosystem"))
CHUNK = 10_000
BARE_NODES = (
    "UNWIND $rows AS r CREATE (:Bare {key: r[0], id: r[1], kind: r[2], name: r[3], hash: r[4], sources: [r[5]]})"
)
BARE_LINKS = (
    "UNWIND $rows AS r MATCH (a:Bare {key: r[0]}) MATCH (b:Bare {key: r[1]}) CREATE (a)-[:BARE {key: r[2], "
    "weight: r[3], valid_from: date(r[4]), standing: r[5], confidence: r[6], sources: [r[7]], hash: r[8]}]->(b)"
)


def line(what: str, seconds: float, count: int, ratio: float | None = None, of: str = "") -> None:
    """Print one measurement."""
    beside = f"{ratio:6.2f} × {of}" if ratio is not None else ""
    print(f"{what:<50}{seconds:8.2f} s {count / seconds:10,.0f}/s  {beside}", flush=True)


@contextlib.contextmanager
def timed() -> Iterator[list[float]]:
    """Give a list that holds the seconds in the end."""
    taken: list[float] = []
    started = time.perf_counter()
    yield taken
    taken.append(time.perf_counter() - started)


def rows_of(files: tuple[Path, Path]) -> tuple[list[list[Any]], list[list[Any]]]:
    """Return nodes and links as bare rows, links sorted by their ends."""
    with files[0].open(encoding="utf-8") as table:
        nodes = [
            [key, row["id"], row["kind"], row["name"], hash(row["name"]), row["source"]]
            for key, row in enumerate(csv.DictReader(table))
        ]
    with files[1].open(encoding="utf-8") as table:
        links = [
            [
                *(int(row["source"][1:]), int(row["target"][1:]), key, float(row["weight"]), row["valid_from"] + "-01"),
                *(row["standing"], float(row["confidence"]), row["source_doc"], key * 7919),
            ]
            for key, row in enumerate(csv.DictReader(table))
        ]
    return nodes, sorted(links)


def bare(server: Server, files: tuple[Path, Path]) -> float:
    """Create the same nodes and links with bare statements, two writers split by source; return the seconds."""
    nodes, links = rows_of(files)
    with GraphDatabase.driver(server.uri, auth=("neo4j", PASSWORD)) as driver:
        driver.execute_query("CREATE CONSTRAINT bare IF NOT EXISTS FOR (n:Bare) REQUIRE n.key IS UNIQUE")

        def write(statement: str, rows: list[list[Any]]) -> None:
            for start in range(0, len(rows), CHUNK):
                driver.execute_query(statement, rows=rows[start : start + CHUNK])

        with timed() as taken:
            for statement, rows in ((BARE_NODES, nodes), (BARE_LINKS, links)):
                half = len(rows) // 2
                with ThreadPoolExecutor(2) as writers:
                    list(writers.map(write, [statement] * 2, [rows[:half], rows[half:]]))
        with driver.session() as session:
            session.run("MATCH (n:Bare) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS").consume()
        driver.execute_query("DROP CONSTRAINT bare")
    return taken[0]


def run(*command: str) -> float:
    """Return the seconds that a command takes."""
    with timed() as taken:
        subprocess.run([ECOSYSTEM, *command], check=True, stdout=subprocess.DEVNULL)
    return taken[0]


def measure(server: Server, folder: Path, count: int) -> None:
    """Measure everything on one server."""
    files = make(folder, nodes=count // 5, links=count)
    names, here = tuple(map(str, files)), str(folder / "s.duckdb")
    warm = make(folder / "warm", nodes=4_000, links=20_000)
    bare(server, warm)
    run("--store", "neo4j", "load", *map(str, warm))
    with GraphDatabase.driver(server.uri, auth=("neo4j", PASSWORD)) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 2000 ROWS").consume()
    rows = count + count // 5
    create = bare(server, files)
    line("bare CREATE, two writers", create, rows)
    first = run("--store", "neo4j", "load", *names)
    line("first load", first, rows, create / first, "the rate of bare CREATE     (at least 0.8)")
    again = run("--store", "neo4j", "load", *names)
    line("loading the same again", again, rows, again / first, "the first load              (at most 0.3)")
    store = ecosystem.open_store("neo4j")
    for _ in range(2):
        with timed() as taken:
            graph = store.read(ecosystem.Scope())
    line("everything into a Graph, all columns", taken[0], len(graph.links))
    run("--store", here, "load", *names)
    for command in (("partners", "n7"), ("map", "--around", "n7", "--steps", "2"), ("find", "A77")):
        on_file, on_server = (min(run("--store", address, *command) for _ in range(5)) for address in (here, "neo4j"))
        told = f"{' '.join(command)}: {on_server - on_file:+.2f} s beside the file"
        line(told, on_server, 1, on_server / on_file, "the embedded store     (partners at most +0.6 s)")


def main() -> None:
    """Start a server, measure, stop it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "warm").mkdir()
        server = Server(folder / "server", heap="1g", settings={"server.memory.pagecache.size": "1g"})
        server.start()
        os.environ.update(server.environment)
        try:
            measure(server, folder, int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
