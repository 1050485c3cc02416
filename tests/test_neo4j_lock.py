"""One load at a time holds a Neo4j store, and one that has lost it can change nothing."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from on_server import LEFT, Ask, driver_of, files, finish, go, oldest, one_line, stepwise, versions
from server import Server

import loaders
from ecosystem.errors import EcosystemError, StoreBusy
from ecosystem.stores import Store, open_store
from ecosystem.stores.neo4j import hold
from ecosystem.stores.neo4j import server as connection
from ecosystem.stores.neo4j import write as writing


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


@pytest.mark.parametrize(("how", "steps"), [("", 8), ("stop before commits", 14)])
def test_a_load_that_has_lost_its_lock_to_another_keeps_nothing(
    store: Store, ask: Ask, tmp_path: Path, how: str, steps: int
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2), how) as process, ThreadPoolExecutor() as pool:
        go(process, steps)
        ask(f"TERMINATE TRANSACTION '{oldest(ask)}'")
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
    real, claims = hold._claimed, []

    def claimed(server: Any) -> tuple[str, bool]:
        found = real(server)
        claims.append(found)
        if len(claims) == 1:
            loaders.load(files(tmp_path, 3), store=open_store(store.address))
        return found

    monkeypatch.setattr(hold, "_claimed", claimed)
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
    real = hold.Held.change

    def change(self: Any, found: str, what: str, **told: Any) -> None:
        if "load_id > $committed" in found and not overtaken:
            overtaken.append(found)
            ask(f"TERMINATE TRANSACTION '{oldest(ask)}'")
            loaders.load(files(tmp_path, 3), store=open_store(store.address))
        real(self, found, what, **told)

    overtaken: list[str] = []
    monkeypatch.setattr(hold.Held, "change", change)
    with pytest.raises(EcosystemError, match="another load has taken it over"):
        loaders.load(files(tmp_path, 2), store=store)
    assert len(overtaken) == 1
    assert versions(store) == {"v3"}
    loaders.load(files(tmp_path, 1), store=store)
    assert versions(store) == {"v1"}
    assert ask(LEFT, c=3)[0]["left"] == 0


def test_a_chunk_that_comes_when_its_load_was_undone_keeps_nothing(
    store: Store, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, clear, late, said = writing._write_chunk, writing.clear, [], []

    def interrupted(*chunk: Any, **told: Any) -> None:
        late.append(partial(write, *chunk, **told))
        raise KeyboardInterrupt

    def cleared(held: hold.Held) -> None:
        clear(held)
        try:
            late[0]()
        except StoreBusy as error:
            said.append(str(error))

    with monkeypatch.context() as patched:
        patched.setattr(writing, "_write_chunk", interrupted)
        patched.setattr(writing, "clear", cleared)
        with pytest.raises(KeyboardInterrupt):
            loaders.load(files(tmp_path, 1), store=store)
    assert "another load has taken it over" in said[0]
    assert ask("MATCH (n:EcosystemNode) RETURN count(n) AS n")[0]["n"] == 0
    loaders.load(files(tmp_path, 2), store=store)
    assert versions(store) == {"v2"}


def test_who_sweeps_without_the_lock_leaves_it_to_the_next(
    store: Store, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    write, overtaken = writing._write_chunk, []

    def chunk(*told: Any, counted: bool, **more: Any) -> None:
        if not counted and not overtaken:
            overtaken.append(told)
            ask(f"TERMINATE TRANSACTION '{oldest(ask)}'")
            loaders.load(files(tmp_path, 3), store=open_store(store.address))
        write(*told, counted=counted, **more)

    monkeypatch.setattr(writing, "_write_chunk", chunk)
    batch = loaders.load(files(tmp_path, 2), store=store)
    assert any("the load counts" in note and "another load has taken it over" in note for note in batch.notes)
    assert versions(store) == {"v3"}
    assert ask(LEFT, c=3)[0]["left"] == 0


def test_a_load_does_not_wait_for_ever_for_what_another_client_has_locked(
    store: Store, neo4j_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with monkeypatch.context() as patched, driver_of(neo4j_server) as driver, driver.session() as session:
        patched.setattr(connection, "ANSWER", 1.0)
        with session.begin_transaction() as other:
            other.run("MATCH ()-[e:PART_OF {id: 'l150'}]->() SET e.touched = true").consume()
            with pytest.raises(EcosystemError, match=r"try (again|a load again)"):
                loaders.load(files(tmp_path, 2), store=store)
            other.rollback()
    assert versions(store) == {"v1"}
    loaders.load(files(tmp_path, 2), store=store)
    assert versions(store) == {"v2"}


def test_a_deadlock_with_another_client_is_got_over(store: Store, neo4j_server: Server, tmp_path: Path) -> None:
    from neo4j.exceptions import TransientError

    loaders.load(files(tmp_path, 1), store=store)
    loading = threading.Thread(target=loaders.load, args=[files(tmp_path, 2)], kwargs={"store": store})
    touch = "MATCH ()-[e:PART_OF {id: $id}]->() SET e.touched = true"
    with driver_of(neo4j_server) as driver, driver.session() as session, session.begin_transaction() as other:
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
