"""A load to a Neo4j server is seen whole or not at all, whoever dies or interferes meanwhile."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from on_server import COUNT, LEFT, Ask, files, finish, go, oldest, one_line, stepwise, versions
from server import Server

import loaders
from ecosystem import Scope
from ecosystem.errors import StoreBusy
from ecosystem.stores import Store, open_store
from ecosystem.stores import neo4j as neo4j_store
from ecosystem.stores.neo4j import changes, write
from ecosystem.stores.neo4j.hold import holding


@pytest.mark.calendar
def test_readers_see_whole_loads_only(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (changes, write):
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


def test_a_link_is_corrected_whose_old_ends_lie_far_from_all_new_ones(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "PLACES", 2)
    loaders.load(files(tmp_path, 1), store=store)
    correction = tmp_path / "correction.csv"
    correction.write_text("id,source,relation,target,weight\nl1,n150,part_of,n150,1\n")
    batch = loaders.load([correction], store=store)
    assert batch.totals()["links"].updated == 1
    assert versions(store) == {"v1"}


def test_a_store_whose_own_node_was_deleted_by_hand_is_taken_up_again(store: Store, ask: Ask, tmp_path: Path) -> None:
    for version in (1, 2):
        loaders.load(files(tmp_path, version), store=store)
    ask("MATCH (s:EcosystemStore) DELETE s")
    batch = loaders.load(files(tmp_path, 2), store=store)
    assert batch.totals()["links"].unchanged == COUNT
    assert versions(store) == {"v2"}
    assert len(store.log()) == 3


def test_a_copy_of_a_link_made_by_hand_is_named(store: Store, ask: Ask, tmp_path: Path) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    ask("MATCH (a)-[e:PART_OF {id: 'l5'}]->(b) CREATE (a)-[x:PART_OF]->(b) SET x = properties(e)")
    with pytest.raises(StoreBusy, match="copied a link"):
        loaders.load(files(tmp_path, 2), store=store)
    assert ask(LEFT, c=1)[0]["left"] == 0


def test_a_load_whose_lock_the_server_ended_says_that_nothing_of_it_is_seen(
    store: Store, ask: Ask, tmp_path: Path
) -> None:
    loaders.load(files(tmp_path, 1), store=store)
    with stepwise(files(tmp_path, 2)) as process:
        go(process, 9)
        ask(f"TERMINATE TRANSACTION '{oldest(ask)}'")
        code, said = finish(process)
    assert (code, one_line(said)) == (6, True), said
    assert "nothing of this load is seen" in said
    assert versions(store) == {"v1"}
    loaders.load(files(tmp_path, 2), store=store)
    assert versions(store) == {"v2"}
