"""The Neo4j store on a real server: a load is seen whole or not at all, and every fault ends in one clear line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from server import PASSWORD, Server

import cli
import loaders
from ecosystem import Scope
from ecosystem.errors import EcosystemError, StoreBusy, StoreUnreachable
from ecosystem.stores import Store, _neo4j_changes, _neo4j_hold, _neo4j_write, open_store
from ecosystem.stores import neo4j as neo4j_store
from ecosystem.stores._neo4j_hold import holding
from ecosystem.stores._neo4j_server import Server as Neo4jServer
from ecosystem.stores._neo4j_server import connected

if TYPE_CHECKING:
    import neo4j

NewStore = Callable[[], Store]
Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]
ROOT = Path(__file__).parent.parent
COUNT = 300
OLDER = "5.25.1"
LEFT = (
    "OPTIONAL MATCH ()-[e]->() WHERE e.load_id > $c OR e.ended IS NOT NULL WITH count(e) AS links "
    "OPTIONAL MATCH (n) WHERE n.load_id > $c OR n:EcosystemNodeNext OR n:EcosystemWriter "
    "WITH links, count(n) AS nodes RETURN links + nodes AS left"
)
# A load that stops after every transaction, or before it is committed, until it is told to go on.
STEPWISE = """
import sys
from ecosystem.stores import _neo4j_changes, _neo4j_server, _neo4j_write
_neo4j_changes.CHUNK = _neo4j_write.CHUNK = 50
_neo4j_write.WRITERS = 1
how = sys.argv.pop(1)
whole = _neo4j_server.Server.together
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
_neo4j_server.Server.together = stepwise
if how == 'die before sweeping':
    import os, signal
    from ecosystem.stores import neo4j
    neo4j.sweep = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
import cli
sys.exit(cli.run(sys.argv[1:]))
"""


@pytest.fixture
def store(new_neo4j: NewStore) -> Store:
    return new_neo4j()


@pytest.fixture
def ask(store: Store, neo4j_server: Server) -> Iterator[Ask]:
    """Speak to the server as any other client would."""
    with _driver(neo4j_server) as driver:
        yield lambda statement, **given: [dict(one) for one in driver.execute_query(statement, given).records]


@contextmanager
def _driver(server: Server) -> Iterator[neo4j.Driver]:
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


def one_line(text: str) -> bool:
    return text.startswith("error: ") and text.count("\n") == 1 and PASSWORD not in text


@pytest.mark.calendar
def test_readers_see_whole_loads_only(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (_neo4j_changes, _neo4j_write):
        monkeypatch.setattr(module, "CHUNK", 40)
    loaders.load(files(tmp_path, 1), store=store)
    seen: list[set[str]] = []
    over = threading.Event()

    def look() -> None:
        other = open_store("neo4j")
        while not over.is_set():
            seen.append(versions(other))

    reader = threading.Thread(target=look)
    reader.start()
    for version in (2, 3):
        loaders.load(files(tmp_path, version), store=store)
    over.set()
    reader.join()
    assert len(seen) > 1
    assert all(len(one) == 1 for one in seen)
    assert versions(store) == {"v3"}


@pytest.mark.calendar
@pytest.mark.parametrize("steps", [1, 9, 14])
def test_what_a_killed_client_left_is_not_seen_and_the_next_load_undoes_it(
    store: Store, ask: Ask, tmp_path: Path, steps: int
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2)) as process:
        go(process, steps)
        process.kill()
    assert versions(store) == {"v1"}
    assert ask(LEFT, c=1)[0]["left"] > 0
    loaders.load(files(tmp_path, 1), store=store)
    assert versions(store) == {"v1"}
    assert ask(LEFT, c=2)[0]["left"] == 0
    assert ask("MATCH ()-[e]->() RETURN count(e) AS n")[0]["n"] == COUNT


def test_a_load_that_dies_before_it_has_swept_counts(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2), "die before sweeping") as process:
        assert finish(process)[0] != 0
    assert ask("MATCH (p:EcosystemNodeNext) RETURN count(p) AS n")[0]["n"] == COUNT
    assert versions(store) == {"v2"}
    assert versions(store, Scope(asked=("n3",), reach=1)) == {"v2"}
    assert [match.place for match in store.find("N3", same=True)] == ["v2"]
    loaders.load(files(tmp_path, 2), store=store)
    assert ask(LEFT, c=3)[0]["left"] == 0
    assert versions(store) == {"v2"}


def test_a_replaced_link_is_not_seen_while_it_is_deleted(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    chunks = COUNT // 50
    with stepwise(files(tmp_path, 2)) as process:
        go(process, 4 * chunks)
        process.kill()
    # Without its end, an old link is what a server may show of it while it deletes it.
    ended = ask("MATCH ()-[e]->() WHERE e.ended = 2 REMOVE e.ended RETURN count(e) AS n")[0]["n"]
    assert ended == COUNT
    assert versions(store) == {"v2"}
    assert versions(store, Scope(asked=("n3",), reach=1)) == {"v2"}
    loaders.load(files(tmp_path, 2), store=store)
    assert ask(LEFT, c=3)[0]["left"] == 0
    assert ask("MATCH ()-[e]->() RETURN count(e) AS n")[0]["n"] == COUNT


@pytest.mark.parametrize("asked_at_once", [False, True])
@pytest.mark.parametrize("gone", ["name", "key"])
def test_a_reading_while_what_waited_takes_its_place_begins_again(
    store: Store, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str, asked_at_once: bool
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2), "die before sweeping") as process:
        finish(process)
    real, readings = neo4j_store.fill, []

    def fill(tables: Any, server: Any, *rest: Any) -> None:
        readings.append(server)
        if len(readings) > 1:
            return real(tables, server, *rest)
        # What is half gone is what a server shows of a node while it deletes it.
        kept = ask(f"MATCH (p:EcosystemNodeNext {{id: 'n7'}}) RETURN p.{gone} AS it")[0]["it"]
        ask(f"MATCH (p:EcosystemNodeNext {{id: 'n7'}}) REMOVE p.{gone}")
        try:
            return real(tables, server, *rest)
        finally:
            ask(f"MATCH (p:EcosystemNodeNext {{id: 'n7'}}) SET p.{gone} = $it", it=kept)
            with holding(server):
                pass  # puts in place what waits

    monkeypatch.setattr(neo4j_store, "fill", fill)
    with store.reading() if asked_at_once else nullcontext():
        assert "N7" in store.read(Scope()).nodes.name
        assert versions(store) == {"v2"}
    assert len(readings) > 2


@pytest.mark.parametrize(("how", "steps"), [("", 8), ("stop before commits", 14)])
def test_a_load_that_has_lost_its_lock_to_another_keeps_nothing(
    store: Store, ask: Ask, tmp_path: Path, how: str, steps: int
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2), how) as process, ThreadPoolExecutor() as pool:
        go(process, steps)
        ask(f"TERMINATE TRANSACTION '{_oldest(ask)}'")
        other = pool.submit(loaders.load, files(tmp_path, 3), store=store)
        while not other.done() and not ask("SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked'"):
            time.sleep(0.05)
        assert other.done() != (how == "stop before commits")
        code, said = finish(process)
        other.result()
    assert code != 0
    assert one_line(said), said
    assert versions(store) == {"v3"}
    assert ask(LEFT, c=2)[0]["left"] == 0
    loaders.load(files(tmp_path, 1), store=store)
    assert versions(store) == {"v1"}


def test_a_store_taken_before_it_was_locked_stays_with_who_took_it(
    store: Store, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    real, claims = _neo4j_hold._claimed, []

    def claimed(server: Any) -> tuple[str, bool]:
        found = real(server)
        claims.append(found)
        if len(claims) == 1:
            loaders.load(files(tmp_path, 3), store=open_store(store.address))
        return found

    monkeypatch.setattr(_neo4j_hold, "_claimed", claimed)
    with pytest.raises(StoreBusy, match="try again"):
        loaders.load(files(tmp_path, 2), store=store)
    assert len(claims) == 2
    assert versions(store) == {"v3"}
    assert ask(LEFT, c=2)[0]["left"] == 0


def test_who_clears_up_without_the_lock_takes_nothing_of_another_load(
    store: Store, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2)) as process:
        go(process, 14)
        process.kill()
    real = _neo4j_hold.Held.change

    def change(self: Any, found: str, what: str, **told: Any) -> None:
        if "load_id > $committed" in found and not overtaken:
            overtaken.append(found)
            ask(f"TERMINATE TRANSACTION '{_oldest(ask)}'")
            loaders.load(files(tmp_path, 3), store=open_store(store.address))
        real(self, found, what, **told)

    overtaken: list[str] = []
    monkeypatch.setattr(_neo4j_hold.Held, "change", change)
    with pytest.raises(EcosystemError, match="another load has taken it over"):
        loaders.load(files(tmp_path, 2), store=store)
    assert len(overtaken) == 1
    assert versions(store) == {"v3"}
    loaders.load(files(tmp_path, 1), store=store)
    assert versions(store) == {"v1"}
    assert ask(LEFT, c=3)[0]["left"] == 0


def _oldest(ask: Ask) -> str:
    """Return the oldest transaction that waits for its client: the one that has the lock."""
    waiting = (
        "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS query, startTime AS start "
        "WHERE query = '' RETURN id ORDER BY start LIMIT 1"
    )
    return str(ask(waiting)[0]["id"])


def test_a_name_is_found_while_a_load_ends(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    real, searches = neo4j_store.find_on_server, []

    def find(*asked: Any, **told: Any) -> Any:
        searches.append(asked)
        if len(searches) == 1:
            loaders.load(files(tmp_path, 2), store=store)
        return real(*asked, **told)

    monkeypatch.setattr(neo4j_store, "find_on_server", find)
    assert [match.id for match in store.find("N7", same=True)] == ["n7"]


def test_what_comes_late_is_of_the_same_load_as_the_ends(store: Store, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    graph = store.read(Scope(), late=True)
    loaders.load(files(tmp_path, 2), store=store)
    with pytest.raises(StoreBusy, match="ask again"):
        graph.links.weight.sum()


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_a_server_that_goes_in_the_middle_keeps_the_store_whole(
    store: Store, neo4j_server: Server, tmp_path: Path, end: str
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2)) as process:
        go(process, 9)
        getattr(neo4j_server, end)()
        try:
            code, said = finish(process)
        finally:
            neo4j_server.start()
    assert (code, one_line(said)) == (6, True), said
    assert versions(store) == {"v1"}
    loaders.load(files(tmp_path, 3), store=store)
    assert versions(store) == {"v3"}


@pytest.mark.calendar
def test_a_second_writer_hears_who_holds_the_store_and_readers_do_not_wait(store: Store, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2)) as process:
        go(process, 2)
        with pytest.raises(StoreBusy, match=rf"process {process.pid} on .* since"):
            loaders.load(files(tmp_path, 3), store=store)
        assert versions(store) == {"v1"}
        files(tmp_path, 2)
        assert finish(process)[0] == 0
    assert versions(store) == {"v2"}


def test_what_changes_by_hand_during_a_load_ends_it(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1)[:1], store=store)
    with stepwise(files(tmp_path, 1)[1:]) as process:
        go(process, 1)
        ask("MATCH (n:EcosystemNode {id: 'n299'}) DETACH DELETE n")
        code, said = finish(process)
    assert (code, one_line(said)) == (7, True), said
    assert len(store.read(Scope()).nodes) == COUNT - 1
    assert not len(store.read(Scope()).links)
    assert ask(LEFT, c=1)[0]["left"] == 0


@pytest.mark.calendar
def test_a_node_deleted_by_hand_is_loaded_again_with_its_links(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask("MATCH (n:EcosystemNode {id: 'n7'}) DETACH DELETE n")
    batch = loaders.load(files(tmp_path, 1), store=store)
    assert {name: counts.created for name, counts in batch.totals().items()} == {"nodes": 1, "links": 2, "sources": 0}
    assert versions(store) == {"v1"}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("NEO4J_URI", "bolt://127.0.0.1:1", "does not answer"),
        ("NEO4J_PASSWORD", "wrong", "refuses"),
        ("NEO4J_DATABASE", "nowhere", "nowhere"),
        ("NEO4J_URI", f"bolt://neo4j:{PASSWORD}@127.0.0.1:7687", "out of the address"),
        ("NEO4J_URI", "http://127.0.0.1", "NEO4J_URI"),
        ("NEO4J_PASSWORD", "", "NEO4J_PASSWORD"),
    ],
)
def test_what_keeps_one_out_is_said_in_one_line(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    for command in (["status"], ["load", str(ROOT / "ecosystem" / "data" / "ror_vn")]):
        assert cli.run(["--store", "neo4j", *command]) in (3, 6)
        said = capsys.readouterr().err
        assert one_line(said), said
        assert told in said


def test_an_empty_database_has_no_store_yet(store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.run(["--store", "neo4j", "status"]) == 6
    assert "none yet" in capsys.readouterr().err
    assert cli.run(["--store", "neo4j", "load", str(files(tmp_path, 1)[0]), "--dry-run"]) == 0
    assert cli.run(["--store", "neo4j", "status"]) == 6


def test_a_frozen_server_is_not_waited_for(
    store: Store, neo4j_server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2)) as process:
        go(process, 9)
        neo4j_server.freeze()
        try:
            assert cli.run(["--store", "neo4j", "status"]) == 6
            assert one_line(capsys.readouterr().err)
            code, said = finish(process)
        finally:
            neo4j_server.thaw()
    assert (code, one_line(said)) == (6, True), said
    assert versions(store) == {"v1"}
    loaders.load(files(tmp_path, 3), store=store)
    assert versions(store) == {"v3"}


def test_a_search_that_takes_too_long_is_given_up(store: Store) -> None:
    endless = "UNWIND range(1, 1000000000000) AS n RETURN count(n)"
    with pytest.raises(StoreUnreachable, match="narrow it with --relation"), connected(store.address) as server:
        server.ask(endless, within=0.5)


@pytest.mark.calendar
def test_a_server_frozen_in_the_middle_of_a_question_is_given_up(store: Store, neo4j_server: Server) -> None:
    thawed = threading.Timer(60, neo4j_server.thaw)
    threading.Timer(0.5, neo4j_server.freeze).start()
    thawed.start()
    try:
        with pytest.raises(StoreUnreachable, match="does not answer"), connected("neo4j") as server:
            server.ask("UNWIND range(1, 10000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)")
        assert thawed.is_alive()
    finally:
        thawed.cancel()
        neo4j_server.thaw()


@contextmanager
def restarted(server: Server, **settings: str) -> Iterator[None]:
    """Run the server with other settings for a while."""
    before = server.settings
    server.stop()
    server.settings = {**before, **{name.replace("__", "."): value for name, value in settings.items()}}
    try:
        server.start()
        yield
    finally:
        server.stop()
        server.settings = before
        server.start()


def test_where_one_may_only_read_a_load_says_so_and_questions_are_answered(
    store: Store, neo4j_server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with restarted(neo4j_server, server__databases__read_only="neo4j"):
        assert cli.run(["--store", "neo4j", "load", *map(str, files(tmp_path, 2))]) == 6
        said = capsys.readouterr().err
        assert one_line(said), said
        assert "nothing can be written" in said
        assert versions(store) == {"v1"}
        assert cli.run(["--store", "neo4j", "load", "--dry-run", *map(str, files(tmp_path, 2))]) == 0


def test_a_transaction_too_large_is_halved_until_it_fits_or_said(
    store: Store, neo4j_server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    large, huge = tmp_path / "large.csv", tmp_path / "huge.csv"
    for path, count, length in ((large, 600, 20_000), (huge, 60, 200_000)):
        path.write_text("id,kind,name\n" + "".join(f"{path.stem}{i},fund,{'x' * length}{i}\n" for i in range(count)))
    with restarted(neo4j_server, db__memory__transaction__max="10m"):
        loaders.load([large], store=store)
        assert cli.run(["--store", "neo4j", "load", str(huge)]) == 6
        said = capsys.readouterr().err
        assert one_line(said), said
        assert "more memory" in said
    assert len(store.read(Scope()).nodes) == 600


def test_a_deadlock_with_another_client_is_got_over(store: Store, neo4j_server: Server, tmp_path: Path) -> None:
    from neo4j.exceptions import TransientError

    loaders.load(files(tmp_path, 1), store=store)
    loading = threading.Thread(target=loaders.load, args=[files(tmp_path, 2)], kwargs={"store": store})
    touch = "MATCH ()-[e:PART_OF {id: $id}]->() SET e.touched = true"
    with _driver(neo4j_server) as driver, driver.session() as session, session.begin_transaction() as other:
        other.run(touch, id="l150").consume()
        loading.start()
        blocked = "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN count(*) AS n"
        until = time.monotonic() + 60
        while not driver.execute_query(blocked).records[0]["n"] and time.monotonic() < until:
            time.sleep(0.05)
        try:
            other.run(touch, id="l0").consume()
            other.commit()
        except TransientError:
            other.rollback()
        loading.join()
    assert time.monotonic() < until
    assert versions(store) == {"v2"}


def test_an_older_server_is_refused(
    tmp_path: Path, neo4j_server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    older = Server(tmp_path, line=OLDER, options=neo4j_server.options)
    for name, value in older.environment.items():
        monkeypatch.setenv(name, value)
    older.start()
    try:
        assert cli.run(["--store", "neo4j", "status"]) == 6
    finally:
        older.kill()
    said = capsys.readouterr().err
    assert one_line(said), said
    assert f"Neo4j/{OLDER}; Neo4j 5.26 or newer" in said


def test_nodes_of_others_are_left_alone_and_not_read(store: Store, ask: Ask, tmp_path: Path) -> None:
    ask("CREATE (:Fund {id: 'n1', name: 'not ours', key: 1})-[:PART_OF {key: 1}]->(:Entity {id: 'n2'})")
    batch = loaders.load(files(tmp_path, 1), store=store)
    assert any("2 nodes of others" in note for note in batch.notes)
    ask("MATCH (a:EcosystemNode {id: 'n1'}), (b:EcosystemNode {id: 'n2'}) CREATE (a)-[:PART_OF]->(b) SET a.mine = 1")
    ask("MATCH (a:EcosystemNode {id: 'n1'}), (b:Entity) CREATE (a)-[:PART_OF {key: 9999, load_id: 1, mine: 1}]->(b)")
    assert [len(store.read(Scope(), late=late).links) for late in (False, True)] == [COUNT, COUNT]
    assert versions(store) == {"v1"}
    loaders.load(files(tmp_path, 2), store=store)
    assert versions(store) == {"v2"}
    assert ask("MATCH (:EcosystemNode)-[e:PART_OF {mine: 1}]->(:Entity) RETURN count(e) AS n") == [{"n": 1}]
    assert ask("MATCH (a:Entity)<-[e:PART_OF]-(b:Fund {name: 'not ours'}) RETURN count(e) AS n") == [{"n": 1}]
    assert ask("MATCH (a:EcosystemNode {mine: 1})-[e:PART_OF]->() WHERE e.key IS NULL RETURN count(e) AS n") == [
        {"n": 1}
    ]


@pytest.mark.parametrize(
    "change", ["n.name = 7", "n.kind = 'zork'", "n.sources = [1]", "n.key = null", "n.aliases = 'x'"]
)
def test_what_no_file_can_say_is_told_in_one_line(store: Store, ask: Ask, tmp_path: Path, change: str) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask(f"MATCH (n:EcosystemNode {{id: 'n1'}}) SET {change}")
    for late in (False, True):
        with pytest.raises(StoreUnreachable) as told:
            _ = store.read(Scope(), late=late).nodes.name
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("change", ["REMOVE s.committed", "SET s.format = 'x'"])
def test_a_store_changed_by_hand_says_how_to_mend_it(store: Store, ask: Ask, tmp_path: Path, change: str) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask(f"MATCH (s:EcosystemStore) {change}")
    for use in (store.log, lambda: store.read(Scope()), lambda: loaders.load(files(tmp_path, 2), store=store)):
        with pytest.raises(StoreUnreachable, match="set format there to 1 and committed to the highest number"):
            use()
    last = ask("MATCH (l:EcosystemLoad) RETURN max(l.number) AS last")[0]["last"]
    ask("MATCH (s:EcosystemStore) SET s.format = 1, s.committed = $last", last=last)
    assert versions(store) == {"v1"}


def test_standings_are_asked_for_only_where_they_differ(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    whole = Neo4jServer.asking

    def listening(self: Neo4jServer, statements: Any, **told: Any) -> Any:
        asked.extend(text for text, _ in statements)
        return whole(self, statements, **told)

    loaders.load(files(tmp_path, 1), store=store)
    monkeypatch.setattr(Neo4jServer, "asking", listening)
    assert store.read(Scope(), late=True).links.by_standing == {"fact": COUNT}
    assert asked
    assert not any("standing" in text for text in asked)
    plan = tmp_path / "plan.csv"
    plan.write_text("source,relation,target,standing\nn1,part_of,n2,plan\n")
    loaders.load([plan], store=store)
    for counts in (store.read(Scope(), late=late).links.by_standing for late in (True, False)):
        assert counts == {"fact": COUNT, "plan": 1}
    loaders.load(files(tmp_path, 2), store=store)
    assert store.read(Scope(), late=True).links.by_standing == {"fact": COUNT, "plan": 1}


def test_a_load_by_a_program_that_knows_no_facts_makes_standings_be_asked_for(
    store: Store, ask: Ask, tmp_path: Path
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    assert store.read(Scope(), late=True).links.by_standing == {"fact": COUNT}
    ask("MATCH (s:EcosystemStore) SET s.committed = 2")
    ask("MATCH (:EcosystemNode {id: 'n3'})-[e:PART_OF]->() SET e.standing = 'plan'")
    assert store.read(Scope(), late=True).links.by_standing == {"fact": COUNT - 1, "plan": 1}


def test_a_standing_or_level_taken_away_by_hand_is_the_usual_one(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask("MATCH (n:EcosystemNode {id: 'n1'})-[e:PART_OF]-() REMOVE n.level, n.standing, e.standing")
    for narrow in (Scope(without=("class", "past")), Scope(standings=("fact",))):
        assert versions(store, narrow) == {"v1"}
        assert len(store.read(narrow).nodes) == len(store.read(narrow).links) == COUNT


def test_a_link_ended_by_hand_is_gone_for_readers_and_loads_alike(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask("MATCH (:EcosystemNode {id: 'n1'})-[e:PART_OF]->() SET e.ended = 1")
    assert len(store.read(Scope()).links) == COUNT - 1
    loaders.load(files(tmp_path, 1), store=store)
    assert versions(store) == {"v1"}


def test_cypher_in_the_files_stays_text(store: Store, ask: Ask, tmp_path: Path) -> None:
    evil = "x`}) DETACH DELETE n //"
    (tmp_path / "nodes.csv").write_text(
        f'id,kind,name,load_id,key,"{evil}",amount\n"{evil}",fund,"\' OR 1=1",9,8,7,6\nb,fund,B,,,,\n'
    )
    (tmp_path / "links.csv").write_text(f'source,relation,target,ended,"{evil}"\n"{evil}",part_of,b,1,2\n')
    loaders.load([tmp_path / "nodes.csv", tmp_path / "links.csv"], store=store)
    graph = store.read(Scope(asked=(evil,), reach=1))
    nodes = dict(graph.to_networkx().nodes(data=True))
    assert nodes[evil]["name"] == "' OR 1=1"
    assert (nodes[evil]["load_id"], nodes[evil]["key"], nodes[evil][evil]) == ("9", "8", "7")
    assert [told[evil] for *_, told in graph.to_networkx().edges(data=True)] == ["2"]
    assert ask("MATCH (n:Fund {amount: '6'}) RETURN n.load_id AS load") == [{"load": 1}]
    assert [match.id for match in store.find(evil, same=True)] == [evil]


@pytest.mark.calendar
def test_the_database_reads_as_cypher_users_expect(store: Store, ask: Ask) -> None:
    loaders.load([ROOT / "ecosystem" / "data" / "resolution57"], store=store)
    (found,) = ask(
        "MATCH (n:ItZone {id: 'qtsc'}) RETURN labels(n) AS labels, n.aliases AS aliases, n.sources AS sources"
    )
    assert found["labels"] == ["EcosystemNode", "ItZone"]
    assert "QTSC" in found["aliases"]
    assert ask(
        "MATCH (s:EcosystemSource) WHERE s.id = $id RETURN s.title <> '' AS t", id=found["sources"][0].split("#")[0]
    )
    assert ask("MATCH ()-[e]->() WHERE e.valid_from IS NOT NULL RETURN DISTINCT valueType(e.valid_from) AS t") == [
        {"t": "DATE NOT NULL"}
    ]
    assert ask("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()") == []
    for text in ("nghi quyet", "nghị quyết"):
        assert ask(
            "CALL db.index.fulltext.queryNodes('ecosystem_names', $text) YIELD node RETURN node.id LIMIT 1", text=text
        )


@pytest.mark.calendar
def test_the_queries_of_the_page_find_something(store: Store, ask: Ask) -> None:
    for name in ("resolution57", "ror_vn"):
        loaders.load([ROOT / "ecosystem" / "data" / name], store=store)
    ask("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    queries = re.findall(r"```cypher\n(.*?)```", (ROOT / "docs" / "neo4j.md").read_text("utf-8"), re.DOTALL)
    assert len(queries) == 5
    for query in queries:
        assert ask(query), query


def test_a_password_never_shows(store: Store) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "cli", "--store", "neo4j", "-v", "status"],
        env={**os.environ, "NEO4J_PASSWORD": PASSWORD},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 6
    assert PASSWORD not in process.stdout + process.stderr
