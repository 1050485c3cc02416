"""Questions: one module each, holding a function of the same name that turns a graph into an answer.

The first line of the module is the question's line in `ecosystem --help`. The function takes the graph first
and everything else by keyword; annotations say how the command line reads a value: the types below, `tuple[NodeId,
...]` for several nodes, `Literal[...]`, `bool`, `int`, `float` or `str`, each also `| None`. `REACH` of a module
says how many steps around the nodes asked about the question looks, as a number or a function of what is asked;
without it the whole scope is read. `UNBOUNDED`, a function of what is asked, says whether all rows would be too
many for a file, so that `top` holds there too. `PREDECESSORS = True` says that it also answers with what is recorded of
the bodies that its nodes succeed (`Graph.before`). `LATE`, a function of what is asked, says whether it mostly looks
at the ends of links, so that a store may leave the rest for later (see `ecosystem.model.deferred`).
"""

from __future__ import annotations

from typing import Any, NewType

from ecosystem.model.names import Match

NodeId = NewType("NodeId", str)
"""The id of one node; on the command line it is given by id, identifier or any name."""

Kind = NewType("Kind", str)
"""The id of a kind of node."""

Relation = NewType("Relation", str)
"""The id of a relation."""

Matches = NewType("Matches", tuple[Match, ...])
"""What the store finds for a text, best first; on the command line the text is given."""

Loads = NewType("Loads", list[dict[str, Any]])
"""The store's log of loads, the oldest first; not typed on the command line."""

RENAMED = {"holes": "completeness"}
"""Former names of questions, which work until version 0.3."""
