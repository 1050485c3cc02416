"""Stores: where nodes and links are kept. One folder a store, chosen by the address; the modules beside serve all."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.model.graph import Graph
from ecosystem.model.names import Match
from ecosystem.model.scope import Scope

if TYPE_CHECKING:
    from ecosystem.intake import Batch

DEFAULT = "ecosystem.duckdb"


class Store(Protocol):
    """What every store does. Each call opens what it needs and closes it again."""

    address: str

    def writing(self, *, dry_run: bool = False) -> AbstractContextManager[Batch]:
        """Hold the store for one load and give the batch to fill; it knows what the store has.

        Raises `StoreBusy` where somebody else holds it. Nothing is seen by readers before `write`.
        """

    def write(self, batch: Batch) -> None:
        """Write a settled batch and its entry in the log, whole or not at all."""

    def reading(self) -> AbstractContextManager[None]:
        """Let all calls inside see one state of the store; also quicker than each call for itself."""

    def read(self, scope: Scope, *, late: bool = False) -> Graph:
        """Return the nodes and links of a scope. An empty store gives an empty graph.

        With `late` columns may be read when they are first asked for, see `ecosystem.model.deferred`; they are of the same state.
        """

    def find(self, text: str, *, limit: int = 10, same: bool = False) -> list[Match]:
        """Return the nodes that a text may mean, best first: same name, then beginning, part, words, misspelling.

        With `same` only those of the very id or name, as far as there are any.
        """

    def rows(self) -> AbstractContextManager[Any]:
        """Give a connection to DuckDB with all there is: `main.nodes`, `main.links` and `main.sources`."""

    def log(self) -> list[dict[str, Any]]:
        """Return the report of every load, the oldest first, each with its `number` and time `at`."""


def open_store(address: str | None = None) -> Store:
    """Return the store at an address: a file, or a URL such as `neo4j://localhost:7687`.

    Without an address it is that of the environment variable ECOSYSTEM_STORE, else `ecosystem.duckdb`. The scheme alone
    (`neo4j`) leaves it to the store where to look.
    Raises `BadInput` for an address of no known kind.
    """
    address = address or os.environ.get("ECOSYSTEM_STORE") or DEFAULT
    scheme, mark, _ = address.partition("://")
    names = discovery.folders(__name__)
    word = scheme.partition(":")[0]
    if word not in ("", scheme) and any(word in module.SCHEMES for module in _stores()):
        raise BadInput(f"store '{word}:…': an address of a server begins with {word}://")
    alone = scheme in names and scheme in discovery.module(__name__, scheme).SCHEMES
    for name in names:
        # One after the other, so that a file does not wait for the import of what talks to servers.
        module = discovery.module(__name__, name)
        if (scheme if mark or alone else "") in module.SCHEMES:
            store: Store = module.open(address)
            return store
    known = ", ".join(f"{s}://" for m in _stores() for s in m.SCHEMES if s)
    raise BadInput(
        f"store '{scheme}://': no store has this kind of address; give a file{' or ' + known if known else ''}"
    )


def _stores() -> list[ModuleType]:
    return [discovery.module(__name__, name) for name in discovery.folders(__name__)]
