"""An answer on the graph of every day, so that a page can look at other days than the one that was asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ecosystem.model.answer import Answer
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from ecosystem.model.scope import Scope

_NAMED = ("relation", "valid_from", "valid_to", "standing", "weight", "confidence", "attributes", "id")


def on_every_day(answer: Answer, graph: Graph, scope: Scope) -> Answer:
    """Return the answer with the graph of every day, which holds its own, and the day of its scope.

    >>> from ecosystem.model.answer import Answer
    >>> from ecosystem.model.rows import graph_of
    >>> rows = [{"id": id, "kind": "fund"} for id in ("a", "b", "c")]
    >>> of_day = Answer("b", (), (), graph_of(rows[1:], []), nodes=np.array([0], np.int32))
    >>> on_every_day(of_day, graph_of(rows, []), Scope(as_of="2025-07-01")).nodes.tolist()
    [1]
    """
    old = answer.graph
    nodes = np.searchsorted(graph.nodes.id, old.nodes.id).astype(np.int32)
    links = _links(old, graph, nodes)
    # An answer that speaks of everything does so on every day.
    everything = len(set(answer.nodes.tolist())) == len(nodes)
    groups = np.full(len(graph.nodes), -1, dtype=np.int32) if len(answer.groups) else answer.groups
    if len(groups):
        groups[nodes] = answer.groups
    return replace(
        answer,
        graph=replace(graph, scope=old.scope, undated=old.undated),
        nodes=np.arange(len(graph.nodes), dtype=np.int32) if everything else nodes[answer.nodes],
        links=links[answer.links],
        groups=groups,
        day=scope.day,
        within=tuple(_within(scope)),
    )


def _within(scope: Scope) -> Iterator[tuple[tuple[str, ...], int]]:
    if scope.around:
        yield scope.around, scope.steps
    if scope.reach is not None:
        yield scope.asked, scope.reach


def _links(old: Graph, graph: Graph, nodes: Codes) -> Codes:
    """Return where each link of a graph is in another that has them all; links that are alike keep their order."""
    own = np.flatnonzero(~graph.links.carried).astype(np.int32)
    if len(own) == len(old.links) and len(graph.nodes) == len(old.nodes):
        return own
    places: dict[tuple[object, ...], list[int]] = {}
    for link, key in reversed(list(enumerate(_keys(graph, np.arange(len(graph.nodes), dtype=np.int32))))):
        places.setdefault(key, []).append(link)
    return np.array([places[key].pop() for key in _keys(old, nodes)], dtype=np.int32)


def _keys(graph: Graph, nodes: Codes) -> list[tuple[object, ...]]:
    """Return what sets each link apart from others, its ends by their places among `nodes`."""
    links = graph.links
    columns = [getattr(links, name).astype(object) for name in _NAMED]
    # What is not given equals nothing, not even itself.
    told = [[None if value != value else value for value in column] for column in columns]
    cited = [graph.citations[code] for code in links.sources]
    return list(zip(nodes[links.source].tolist(), nodes[links.target].tolist(), cited, *told, strict=True))
