"""What a question needs to find in its scope."""

from __future__ import annotations

from ecosystem.errors import BadInput
from ecosystem.model.graph import Graph


def need_nodes(graph: Graph, question: str) -> None:
    """Raise `BadInput` where the scope has no node, and so nothing to be measured."""
    if not len(graph.nodes):
        scope = f" ({graph.scope})" if graph.scope else ""
        raise BadInput(f"{question}: there is no node in this scope{scope}; widen it, or load files first")
