"""How two nodes are connected: the shortest chains of links between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ecosystem.answer import Answer, Column, Value
from ecosystem.errors import BadInput
from ecosystem.graph import Graph
from ecosystem.kernels import Neighbours
from ecosystem.neighbours import neighbours
from queries import NodeId, _notes
from queries._ends import end, positions, validity

WORK = 200_000
"""The most steps that the search for further paths may take."""

_COLUMNS = (
    *("path", "step", "source_id", "source_name", "source_kind", "relation"),
    *("target_id", "target_name", "target_kind", "valid_from", "valid_to", "standing"),
)
Positions = npt.NDArray[np.integer[Any]]
_FAR = np.iinfo(np.int32).max


def path(
    graph: Graph, *, source: NodeId, target: NodeId, top: int = 3, max_steps: int = 6, directed: bool = False
) -> Answer:
    """List the shortest chains of links between two nodes, one row a link.

    Chains visit no node twice; among those of one length the order is that of their ids. Hubs on every chain are
    left out with --without.

    Parameters
    ----------
    source
        Where the chains start.
    target
        Where they end.
    top
        Number of chains, 0 for all.
    max_steps
        The most links a chain may have.
    directed
        Follow links only in the direction in which they were recorded.

    References
    ----------
    Shortest simple paths as in Yen 1971, https://doi.org/10.1287/mnsc.17.11.712; found here by a search of growing
    length that the distances to the target prune. Cost: two scans of the links, then the chains themselves.

    Examples
    --------
    $ ecosystem path QTSC VAST
    $ ecosystem path QTSC "Pham Minh Chinh" --without resolution-57

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "c", "relation": "part_of", "target": "b"}])
    >>> [(row[2], row[5], row[6]) for row in path(graph, source=NodeId("a"), target=NodeId("c")).rows]
    [('a', 'part of', 'b'), ('b', 'has part', 'c')]
    """
    start, goal = graph.position(source), graph.position(target)
    if start == goal:
        raise BadInput(f"path: '{source}' and '{target}' are the same node; give two")
    if max_steps < 1:
        raise BadInput(f"max_steps: {max_steps} is below 1")
    _notes.check(top)
    leading = neighbours(graph, directed=directed)
    away = distances(leading.backward, goal)
    budget = Budget(WORK)
    chains = list(islice(_paths(leading, away, start, goal, max_steps, budget), top or None))
    rows, used = _rows(graph, chains, directed=directed)
    return Answer(
        title=f"Paths from {graph.nodes.name[start]} to {graph.nodes.name[goal]}",
        columns=tuple(Column(name) for name in _COLUMNS),
        rows=rows,
        graph=graph,
        notes=(
            *_nothing(graph, start, goal, _gap(int(away[start]), max_steps, directed=directed)),
            *_extent(len(chains), top, budget, directed=directed),
            *_notes.scope(graph),
        ),
        evidence=[graph.cited_by_link(link) for link in used],
        nodes=positions([start, goal, *(node for chain in chains for node in chain)]),
        links=positions(used),
    )


def _half(told: Mapping[str, Any]) -> int:
    """Return how far to look around both ends: every node of a chain is in the half of one of them."""
    return max(-(-int(told["max_steps"]) // 2), 1)


REACH = _half


def distances(leading: Neighbours, goal: int) -> Positions:
    """Return the steps from each node to the goal, given whom each leads to when walked backwards."""
    away = np.full(len(leading), _FAR, dtype=np.int64)
    away[goal] = 0
    frontier, step = np.array([goal], dtype=np.int64), 0
    while len(frontier):
        step += 1
        found = np.unique(leading.of_all(frontier))
        frontier = found[away[found] == _FAR]
        away[frontier] = step
    return away


@dataclass
class Budget:
    """How many more steps a search may take."""

    left: int


def _paths(
    leading: Neighbours, away: Positions, start: int, goal: int, max_steps: int, budget: Budget
) -> Iterator[tuple[int, ...]]:
    """Yield the simple paths, the shorter first, those of one length in the order of positions."""
    for length in range(int(away[start]), min(max_steps, len(away) - 1) + 1):
        yield from _of_length(leading, away, start, goal, length, budget)
        if budget.left <= 0:
            return


def _of_length(
    leading: Neighbours, away: Positions, start: int, goal: int, length: int, budget: Budget
) -> Iterator[tuple[int, ...]]:
    def ahead() -> Iterator[int]:
        nodes = leading.of(walked[-1])
        return iter(nodes[away[nodes] <= length - len(walked)].tolist())

    walked = [start]
    choices = [ahead()]
    while choices:
        node = next(choices[-1], None)
        if node is None or budget.left <= 0:
            choices.pop()
            walked.pop()
        elif node == goal:
            if len(walked) == length:
                yield (*walked, goal)
        elif node not in walked:
            budget.left -= 1
            walked.append(node)
            choices.append(ahead())


def _rows(
    graph: Graph, chains: Sequence[tuple[int, ...]], *, directed: bool
) -> tuple[list[tuple[Value, ...]], list[int]]:
    rows: list[tuple[Value, ...]] = []
    used: list[int] = []
    for number, chain in enumerate(chains, 1):
        for step, (a, b) in enumerate(pairwise(chain), 1):
            for link in _between(graph, a, b, directed=directed):
                labels = (*graph.label(a), end(graph, link, a).relation, *graph.label(b))
                rows.append((number, step, *labels, *validity(graph, link)))
                used.append(link)
    return rows, used


def _between(graph: Graph, a: int, b: int, *, directed: bool) -> list[int]:
    against = _from(graph, b, a)
    if directed:
        against = [link for link in against if graph.relation(link).symmetric]
    return [*_from(graph, a, b), *against]


def _from(graph: Graph, a: int, b: int) -> list[int]:
    """Return the links recorded from one node to another; links are sorted by source."""
    first, last = np.searchsorted(graph.links.source, (a, a + 1)).tolist()
    return [first + int(link) for link in np.flatnonzero(graph.links.target[first:last] == b)]


def _nothing(graph: Graph, a: int, b: int, gap: str) -> Iterator[str]:
    """Yield what is not there, and why: no link at all, none between the two, no path."""
    names = {node: graph.nodes.name[node] for node in (a, b)}
    alone = [node for node in names if not len(graph.links_of(node))]
    for node in alone:
        yield f"No link recorded: {names[node]} has no link in this scope."
    if not _between(graph, a, b, directed=False):
        yield f"No link is recorded between {names[a]} and {names[b]} directly."
    if not alone and gap:
        yield f"No path: {names[a]} and {names[b]} both have links, but {gap}."


def _gap(away: int, max_steps: int, *, directed: bool) -> str:
    """Return what keeps two nodes apart, "" where a chain is short enough."""
    if away <= max_steps:
        return ""
    if away < _FAR:
        return f"the nearest takes {away} steps, --max-steps is {max_steps}"
    return f"no chain of links joins them{' in this direction' if directed else ''}"


def _extent(shown: int, top: int, budget: Budget, *, directed: bool) -> Iterator[str]:
    """Yield how links were followed, and how many of the paths are shown."""
    if budget.left <= 0:
        yield f"The search was stopped after {WORK:,} steps; there may be more paths. Narrow the scope or --max-steps."
    elif shown and shown == top:
        yield f"Showing the first {_notes.count(shown, 'path')}, the shorter first; top 0 shows all."
    if shown and directed:
        yield "Links count in the direction in which they were recorded; every link of a step is shown."
    elif shown:
        yield "Links count in both directions unless --directed; every link of a step is shown."
