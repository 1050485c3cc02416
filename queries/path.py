"""How two nodes are connected: the shortest chains of links between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.kernels import Neighbours, Paths, Shortest, simple_paths
from ecosystem.measures.neighbours import neighbours
from ecosystem.measures.ranking import rounded
from ecosystem.measures.ties import weights
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph
from queries import NodeId, _notes
from queries._ends import end, positions, validity
from queries._firmest import by_firmness

WORK, WEIGHTED_WORK = 200_000, 2_000_000
"""The most steps that the search for further paths may take; by weight it takes more of them for each path."""
ALIKE = 10_000
"""The most paths that are looked at to find the firmest of those that are as short as the last one."""

_COLUMNS = (
    *("step", "source_id", "source_name", "source_kind", "relation"),
    *("target_id", "target_name", "target_kind", "valid_from", "valid_to", "standing"),
)


def path(
    graph: Graph,
    *,
    source: NodeId,
    target: NodeId,
    top: int = 3,
    max_steps: int = 6,
    weight: bool = False,
    directed: bool = False,
) -> Answer:
    """List the shortest chains of links between two nodes, one row a link.

    Chains visit no node twice. Among those of one length the one with the most facts comes first, then the one with the
    most plans, and so on through possible, opinion and past; then the order is that of their ids. A step is as firm as
    the firmest of its links. Hubs on every chain are left out with --without. With --weight strong ties are short; of
    equally long chains those of fewer steps come first, and every row has the strength of its step, all its links
    together, and the length, 1 / strength.

    Parameters
    ----------
    source
        Where the chains start.
    target
        Where they end.
    top
        Number of chains, 0 for all.
    max_steps
        The most links a chain may have, also where one of more links would be shorter by weight.
    weight
        The length of a step is 1 / strength instead of 1; parallel links are summed, 1 where no weight is given.
    directed
        Follow links only in the direction in which they were recorded.

    Notes
    -----
    By steps the firmest are chosen among all chains of a length, up to 10,000 chains, of which the first by their ids
    are looked at; a note says so where there are more. By weight strength chooses: only the chains that it has chosen
    are put in the order of their firmness, where they are of one length.

    References
    ----------
    Shortest simple paths as in Yen 1971, https://doi.org/10.1287/mnsc.17.11.712; by steps found here by a search of
    growing length that the distances to the target prune. Lengths are equal where they agree to about ten digits. Cost:
    some scans of the links, then the chains themselves. Raises `BadInput` for a weight that is not above 0.

    Examples
    --------
    $ ecosystem path QTSC VAST
    $ ecosystem path QTSC "Pham Minh Chinh" --without resolution-57
    $ ecosystem path QTSC "Pham Minh Chinh" --weight

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "c", "relation": "part_of", "target": "b"}])
    >>> [(row[2], row[5], row[6]) for row in path(graph, source=NodeId("a"), target=NodeId("c")).rows]
    [('a', 'part of', 'b'), ('b', 'has part', 'c')]
    >>> answer = path(graph, source=NodeId("a"), target=NodeId("c"), weight=True)
    >>> [(row[1], row[3], row[7]) for row in answer.rows]
    [(2.0, 'a', 'b'), (2.0, 'b', 'c')]
    """
    start, goal = graph.position(source), graph.position(target)
    if start == goal:
        raise BadInput(f"path: '{source}' and '{target}' are the same node; give two")
    if max_steps < 1:
        raise BadInput(f"max_steps: {max_steps} is below 1")
    _notes.check(top)
    if weight:
        weights(graph)
    leading = neighbours(graph, weight="strength" if weight else "partners", directed=directed)
    work = WEIGHTED_WORK if weight else WORK
    searched = simple_paths(
        leading, start, goal, top=top, most=max_steps, work=work, weighted=weight, alike=0 if weight else ALIKE
    )
    found = _firmest_first(graph, searched, top, directed=directed)
    nearest = found.chains[0] if found.chains else Shortest(leading).path(start, goal)
    rows, used = _rows(graph, found, leading if weight else None, directed=directed)
    length = (Column("length", "1 / strength"),) if weight else ()
    of_step = (Column("strength"), Column("step_length", "1 / strength")) if weight else ()
    return Answer(
        title=f"Paths from {graph.nodes.name[start]} to {graph.nodes.name[goal]}",
        columns=(Column("path"), *length, *map(Column, _COLUMNS), *of_step),
        rows=rows,
        graph=graph,
        notes=(
            *_nothing(graph, start, goal, _gap(len(nearest) - 1, max_steps, directed=directed)),
            *_extent(found, top, max_steps, weight=weight, directed=directed),
            *_passed_over(searched, top, weight=weight),
            *(_notes.weightless(graph, shown=used) if weight else ()),
            *_notes.scope(graph),
        ),
        evidence=[graph.cited_by_link(link) for link in used],
        nodes=positions([start, goal, *(node for chain in found.chains for node in chain)]),
        links=positions(used),
    )


def _firmest_first(graph: Graph, found: Paths, top: int, *, directed: bool) -> Paths:
    """Return the first paths, those of one length and number of steps in the order of their firmness."""
    firmness = by_firmness(graph, found.chains, directed=directed)
    lengths = rounded(np.array(found.lengths)).tolist()

    def place(path: int) -> tuple[float, int, tuple[int, ...]]:
        return lengths[path], len(found.chains[path]), firmness[path]

    order = sorted(range(len(found.chains)), key=place)[: top or None]
    complete = found.complete or 0 < top <= len(found.chains)
    return Paths([found.chains[path] for path in order], [found.lengths[path] for path in order], complete)


def _passed_over(found: Paths, top: int, *, weight: bool) -> Iterator[str]:
    """Yield how many paths were looked at, where the firmest may be among others as short."""
    looked = len(found.chains)
    if not weight and 0 < top < looked and (looked >= ALIKE or not found.complete):
        yield f"The firmest of the first {looked:,} paths come first; as short as the last of them there may be others."


def _half(told: Mapping[str, Any]) -> int:
    """Return how far to look around both ends: every node of a chain is in the half of one of them."""
    return max(-(-int(told["max_steps"]) // 2), 1)


REACH = _half


def _all_chains(given: Mapping[str, Any]) -> bool:
    return True


UNBOUNDED = _all_chains


def _rows(
    graph: Graph, found: Paths, weighing: Neighbours | None, *, directed: bool
) -> tuple[list[tuple[Value, ...]], list[int]]:
    rows: list[tuple[Value, ...]] = []
    used: list[int] = []
    lengths = rounded(np.array(found.lengths)).tolist()
    for number, (chain, length) in enumerate(zip(found.chains, lengths, strict=True), 1):
        first = (number, length) if weighing is not None else (number,)
        for step, (a, b) in enumerate(pairwise(chain), 1):
            last = _weighed(weighing, a, b) if weighing is not None else ()
            for link in _between(graph, a, b, directed=directed):
                labels = (*graph.label(a), end(graph, link, a).relation, *graph.label(b))
                rows.append((*first, step, *labels, *validity(graph, link), *last))
                used.append(link)
    return rows, used


def _weighed(weighing: Neighbours, a: int, b: int) -> tuple[float, float]:
    """Return the strength of a step and its length."""
    strength = float(weighing.weights_of(a)[weighing.of(a) == b][0])
    return strength, 1 / strength


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
    """Return what keeps two nodes apart, "" where a chain is short enough; `away` is below 0 where there is none."""
    if away > max_steps:
        return f"the nearest takes {away} steps, --max-steps is {max_steps}"
    return "" if away >= 0 else f"no chain of links joins them{' in this direction' if directed else ''}"


def _extent(found: Paths, top: int, max_steps: int, *, weight: bool, directed: bool) -> Iterator[str]:
    """Yield how links were followed, and how many of the paths are shown."""
    shown = len(found.chains)
    if not found.complete:
        work = WEIGHTED_WORK if weight else WORK
        yield f"The search was stopped after {work:,} steps; there may be more paths. Narrow the scope or --max-steps."
    elif shown and shown == top:
        first = "one of the shortest paths" if shown == 1 else f"the first {shown:,} paths, the shorter first"
        yield f"Showing {first}; top 0 shows all."
    if shown and weight:
        yield (
            "The length of a step is 1 / strength, parallel links summed, 1 where no weight is given; paths of more "
            f"than {_notes.count(max_steps, 'step')} are left out, see --max-steps."
        )
    if shown and directed:
        yield "Links count in the direction in which they were recorded; every link of a step is shown."
    elif shown:
        yield "Links count in both directions unless --directed; every link of a step is shown."
