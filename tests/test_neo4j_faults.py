"""Every fault of a Neo4j server ends in one clear line, its exit code, and a store that is whole."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from on_server import files, finish, go, one_line, stepwise, versions
from server import PASSWORD, Server

import cli
import loaders
from ecosystem import Scope
from ecosystem.errors import StoreUnreachable
from ecosystem.stores import Store
from ecosystem.stores.neo4j.server import connected

OLDER = "5.25.1"
ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("NEO4J_URI", "bolt://127.0.0.1:1", "neo4j (bolt://127.0.0.1:1): the server does not answer"),
        ("NEO4J_PASSWORD", "wrong", "refuses"),
        ("NEO4J_DATABASE", "nowhere", "nowhere"),
        ("NEO4J_URI", f"bolt://neo4j:{PASSWORD}@127.0.0.1:7687", "out of the address"),
        ("NEO4J_URI", "http://127.0.0.1", "NEO4J_URI is not one"),
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


def test_an_address_without_its_slashes_is_no_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.run(["--store", f"neo4j:neo4j:{PASSWORD}@localhost", "load", str(tmp_path)]) == 3
    said = capsys.readouterr().err
    assert one_line(said), said
    assert "begins with neo4j://" in said


def test_an_empty_database_has_no_store_yet(store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.run(["--store", "neo4j", "status"]) == 6
    assert "no store yet" in capsys.readouterr().err
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
    with pytest.raises(StoreUnreachable, match="narrow a search with --relation"), connected(store.address) as server:
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
