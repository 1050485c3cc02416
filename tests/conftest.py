"""The parts that tests run on: a real browser for pages, and a new store of every kind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from on_server import Ask, driver_of
from pages import Open, Visit
from server import Missing, Server

from ecosystem import discovery
from ecosystem.model.answer import Answer
from ecosystem.outputs import write
from ecosystem.stores import Store, open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update", "disable-sync")


# How soon a client gives up a server that is frozen in the middle of an answer; the server tells its clients.
NEO4J = {
    "db.shutdown_transaction_end_timeout": "1s",
    "server.bolt.connection_keep_alive": "2s",
    "server.bolt.connection_keep_alive_probes": "2",
    "server.bolt.connection_keep_alive_for_requests": "ALL",
}


NewStore = Callable[[], Store]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser or a server, so that `make quick` can leave it out.

    What needs the server runs in one process, as it wipes the database; a file stays together.
    """
    for item in items:
        wanted = getattr(item, "fixturenames", ())
        of_server = getattr(getattr(item, "callspec", None), "params", {}).get("new_store") == "neo4j"
        if "browser" in wanted:
            item.add_marker("browser")
        if "neo4j_server" in wanted or of_server:
            item.add_marker("server")
        item.add_marker(pytest.mark.xdist_group("server" if item.get_closest_marker("server") else item.path.name))


@pytest.fixture(params=discovery.folders("ecosystem.stores"))
def new_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewStore:
    """Return a maker of empty stores of one kind; a test that asks for it runs once for each kind."""
    makers: dict[str, NewStore] = {
        "embedded": lambda: open_store(str(tmp_path_factory.mktemp("store") / "s.duckdb")),
    }
    if request.param == "neo4j":
        makers["neo4j"] = request.getfixturevalue("new_neo4j")
    return makers[request.param]


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a real server for all tests; without one a laptop skips them and CI fails.

    The newest calendar release runs where its Java is there, in CI too.
    """
    home, line = tmp_path_factory.mktemp("neo4j"), os.environ.get("NEO4J_LINE", "lts")
    try:
        server = Server(home, line=line, settings=NEO4J, options=("-XX:TieredStopAtLevel=1",))
    except Missing as missing:
        needed = os.environ.get("CI") and line == "lts"
        pytest.fail(str(missing)) if needed else pytest.skip(str(missing))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def new_neo4j(neo4j_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewStore]:
    """Return a maker of empty stores on the server: each wipes the database."""
    import neo4j

    for name, value in neo4j_server.environment.items():
        monkeypatch.setenv(name, value)
    user = (neo4j_server.environment["NEO4J_USERNAME"], neo4j_server.environment["NEO4J_PASSWORD"])
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=user) as driver:

        def make() -> Store:
            driver.execute_query("MATCH (n) DETACH DELETE n")
            return open_store("neo4j")

        yield make


@pytest.fixture
def store(new_neo4j: NewStore) -> Store:
    """Return an empty store on the server."""
    return new_neo4j()


@pytest.fixture
def ask(store: Store, neo4j_server: Server) -> Iterator[Ask]:
    """Return what speaks to the server as any other client would."""
    with driver_of(neo4j_server) as driver:
        yield lambda statement, **given: [dict(one) for one in driver.execute_query(statement, given).records]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        missing = f"no browser found; install one of {', '.join(PROGRAMS)}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        chromium = player.chromium.launch(
            executable_path=program, args=[f"--{option}" for option in (*QUIET, "no-first-run")]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    contexts = []

    def open_page(answer: Answer, **options: Any) -> Visit:
        path = tmp_path / "page.html"
        write(answer, path)
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(10000)
        contexts.append(context)
        visit = Visit(context.new_page(), path.as_uri())
        visit.page.on("console", lambda message: visit.said.append(message.text))
        visit.page.on("pageerror", lambda error: visit.said.append(str(error)))
        visit.page.on("dialog", lambda dialog: (visit.said.append(dialog.message), dialog.dismiss()))
        context.on("request", lambda request: visit.requests.append(request.url))
        visit.go()
        return visit

    yield open_page
    for context in contexts:
        context.close()
