"""Loads on a real server, whole or a step at a time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server import PASSWORD, Server

from ecosystem import Scope
from ecosystem.stores import Store

if TYPE_CHECKING:
    import neo4j

Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]
"""Speaks to the server as any other client would."""
COUNT = 300
LEFT = (
    "OPTIONAL MATCH ()-[e]->() WHERE e.load_id > $c OR e.ended IS NOT NULL WITH count(e) AS links "
    "OPTIONAL MATCH (n) WHERE n.load_id > $c OR n:EcosystemNodeNext OR n:EcosystemWriter "
    "WITH links, count(n) AS nodes RETURN links + nodes AS left"
)
# A load that stops after every transaction, or before it is committed, until it is told to go on.
STEPWISE = """
import sys
from ecosystem.stores.neo4j import write
from ecosystem.stores.neo4j import changes
from ecosystem.stores.neo4j import server
changes.CHUNK = write.CHUNK = 50
write.WRITERS = 1
how = sys.argv.pop(1)
whole = server.Server.together
def stop():
    print('written', flush=True)
    sys.stdin.readline()
def stepwise(self, chunk, check):
    def checked(rows):
        check(rows)
        if how == 'stop before commits':
            stop()
    whole(self, chunk, checked)
    if how != 'stop before commits':
        stop()
server.Server.together = stepwise
if how == 'die before sweeping':
    import os, signal
    from ecosystem.stores import neo4j
    neo4j.sweep = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
import cli
sys.exit(cli.run(sys.argv[1:]))
"""


@contextmanager
def driver_of(server: Server) -> Iterator[neo4j.Driver]:
    """Speak to a server as any other client would."""
    import neo4j

    with neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", PASSWORD), notifications_min_severity="OFF") as driver:
        yield driver


def files(folder: Path, version: int) -> list[Path]:
    """Write nodes and links that all say which version they are."""
    nodes = "".join(f"n{i},fund,N{i},v{version}\n" for i in range(COUNT))
    links = "".join(f"l{i},n{i},part_of,n{(i * 7 + 1) % COUNT},{version}\n" for i in range(COUNT))
    paths = [folder / "nodes.csv", folder / "links.csv"]
    paths[0].write_text("id,kind,name,place\n" + nodes)
    paths[1].write_text("id,source,relation,target,weight\n" + links)
    return paths


def versions(store: Store, scope: Scope | None = None) -> set[str]:
    """Return the versions that a reader sees, and check that nothing is missing."""
    graph = store.read(scope or Scope())
    assert scope or len(graph.nodes) == len(graph.links) == COUNT
    return {*graph.nodes.place, *(f"v{weight:.0f}" for weight in graph.links.weight)}


@contextmanager
def stepwise(paths: list[Path], how: str = "") -> Iterator[subprocess.Popen[str]]:
    """Start a load in a process of its own that waits after each transaction."""
    command = [sys.executable, "-c", STEPWISE, how, "--store", "neo4j", "load", *map(str, paths)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def go(process: subprocess.Popen[str], steps: int) -> None:
    assert process.stdin
    assert process.stdout
    for step in range(steps):
        assert process.stdout.readline() == "written\n"
        if step < steps - 1:
            process.stdin.write("\n")
            process.stdin.flush()


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Let a load go on to its end; return its exit code and what it says."""
    _, said = process.communicate("\n" * 100)
    return process.returncode, said


def oldest(ask: Ask) -> str:
    """Return the oldest transaction that waits for its client: the one that has the lock."""
    waiting = (
        "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS query, startTime AS start "
        "WHERE query = '' RETURN id ORDER BY start LIMIT 1"
    )
    return str(ask(waiting)[0]["id"])


def one_line(text: str) -> bool:
    return text.startswith("error: ") and text.count("\n") == 1 and PASSWORD not in text
