"""What each thing that can be added must have: a loader, a question, an output, a store.

Each is found by itself (see `discovery`): a public module of `loaders`, `queries` or `ecosystem.outputs`, a folder of
`ecosystem.stores`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ecosystem.intake import Batch
    from ecosystem.intake.files import File
    from ecosystem.model.answer import Answer
    from ecosystem.model.graph import Graph
    from ecosystem.stores import Store


class Loader(Protocol):
    """A module of `loaders`: a format of files."""

    def recognises(self, file: File) -> float:
        """Return how sure it is that a file is of its format, from 0, not at all, to 1; the surest loader reads it."""

    def load(self, file: File, batch: Batch, *, mapping: Path | None = None) -> None:
        """Stage what a file holds: register it with `Batch.file`, then `Batch.stage` or `Batch.add` its rows.

        Where records were rejected that do not come from a table, they come back here as JSON lines, a record a line.
        Raises `BadInput` for a file that it cannot read.
        """


class Question(Protocol):
    """A function of a module of `queries`, of the same name; whatever else it takes is given by keyword.

    The module may have `REACH`, `UNBOUNDED`, `PREDECESSORS` and `LATE` (see `queries`).
    """

    def __call__(self, graph: Graph, /) -> Answer:
        """Return the answer on a graph, each row with the links and nodes that it cites."""


class Output(Protocol):
    """A module of `ecosystem.outputs` that writes files; `SUFFIXES` chooses it."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802  # a constant of a module
        """The suffixes of the files that it writes."""

    def write(self, answer: Answer, path: Path) -> None:
        """Write an answer to a file, whole or not at all. Raises `BadInput` where the file system refuses."""


class StoreFolder(Protocol):
    """A folder of `ecosystem.stores`; an address whose scheme is one of `SCHEMES` opens it, "" for a plain path."""

    @property
    def SCHEMES(self) -> tuple[str, ...]:  # noqa: N802  # a constant of a module
        """The schemes of its addresses."""

    def open(self, address: str) -> Store:
        """Return the store at an address. Raises `BadInput` for one that cannot be understood."""
