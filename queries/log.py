"""What was loaded when: every load with its counts."""

from __future__ import annotations

from typing import Any

from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph
from queries import Loads, _notes

REACH = 0
_COUNTS = ("read", "created", "updated", "unchanged", "rejected")


def log(graph: Graph, *, loads: Loads, top: int = 20) -> Answer:
    """List the loads, the newest first; counts are of nodes, links and sources together.

    Parameters
    ----------
    top
        Number of loads to show, 0 for all.

    Examples
    --------
    $ ecosystem log

    >>> from ecosystem.model.rows import graph_of
    >>> log(graph_of([], []), loads=Loads([])).notes
    ('0 loads so far.',)
    """
    newest = loads[::-1]
    shown, note = _notes.first(top, len(newest), "load")
    return Answer(
        title="Log of loads",
        columns=tuple(Column(name) for name in ("number", "at", "files", *_COUNTS)),
        rows=[_row(load) for load in newest[:shown]],
        graph=graph,
        notes=(f"{_notes.count(len(loads), 'load')} so far.", *note),
    )


def _row(load: dict[str, Any]) -> tuple[Value, ...]:
    files = ", ".join(file["file"] for file in load["files"])
    sums = (sum(load[part][count] for part in ("nodes", "links", "sources")) for count in _COUNTS)
    return (load["number"], load["at"], files, *sums)
