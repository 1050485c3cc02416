"""A load that is killed leaves the store as it was: readers see the last whole load."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import ecosystem
import loaders
from ecosystem.intake.files import opened
from ecosystem.outputs.progress import Progress
from ecosystem.stores import open_store

ROOT = Path(__file__).parent.parent


def rows(count: int) -> str:
    return "id,kind,name\n" + "".join(f"n{i},enterprise,Doanh nghiệp số {i}\n" for i in range(count))


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.8, 1.1])
def test_a_kill_at_any_moment_leaves_the_last_load_whole(tmp_path: Path, seconds: float) -> None:
    store = tmp_path / "s.duckdb"
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(rows(10))
    second.write_text(rows(60_000))
    loaders.load([first], store=open_store(str(store)))
    command = [sys.executable, str(ROOT / "cli.py"), "--store", str(store), "load", str(second)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as loading:
        time.sleep(seconds)
        loading.send_signal(signal.SIGKILL)
    found = len(open_store(str(store)).read(ecosystem.Scope()).nodes)
    assert found == (10 if len(open_store(str(store)).log()) == 1 else 60_000)
    again = loaders.load([second], store=open_store(str(store)))
    assert again.totals()["nodes"].read == 60_000
    assert len(open_store(str(store)).read(ecosystem.Scope()).nodes) == 60_000


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Heed Ctrl-C, here and in what is started from here: a suite that runs in the background may not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def swallowing(instead: Exception | None) -> None:
    with Progress() as progress:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        if instead:
            raise instead
        progress.step("going on")


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("instead", [None, RuntimeError("Query interrupted")])
def test_no_ctrl_c_is_lost_where_something_swallows_it(instead: Exception | None) -> None:
    with pytest.raises(KeyboardInterrupt):
        swallowing(instead)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupted_load_ends_with_its_code_and_changes_nothing(tmp_path: Path) -> None:
    store, table = tmp_path / "s.duckdb", tmp_path / "second.csv"
    table.write_text(rows(300_000))
    command = [sys.executable, str(ROOT / "cli.py"), "-v", "--store", str(store), "load", str(table)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as loading:
        assert loading.stderr
        assert "reading" in loading.stderr.readline()
        loading.send_signal(signal.SIGINT)
        told = loading.stderr.read()
    assert loading.returncode == 130, told
    assert "Traceback" not in told
    assert not open_store(str(store)).log()
    assert not len(open_store(str(store)).read(ecosystem.Scope()).nodes)


WITHOUT_STORE = """
import sys
from ecosystem.stores import embedded
import cli
embedded.PATIENCE = 0.2
there, asked = embedded._is_there, []
def is_there(path):
    asked.append(path)
    return there(path) and len(asked) > 2
embedded._is_there = is_there
sys.exit(cli.run(sys.argv[1:]))
"""


def test_a_load_that_began_without_the_store_leaves_alone_what_another_made_meanwhile(tmp_path: Path) -> None:
    store, table = tmp_path / "s.duckdb", tmp_path / "nodes.csv"
    table.write_text(rows(3))
    command = [sys.executable, "-c", WITHOUT_STORE, "--store", str(store), "load", str(table)]
    with open_store(str(store)).writing() as batch:
        loaded = opened(str(table), batch.folder)
        loaders.loader(loaded).load(loaded, batch)
        batch.settle()
        busy = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert busy.returncode == 7, busy.stderr
        open_store(str(store)).write(batch)
    assert len(open_store(str(store)).read(ecosystem.Scope()).nodes) == 3
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert len(open_store(str(store)).log()) == 2
