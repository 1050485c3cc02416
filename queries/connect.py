"""How several nodes are connected: the smallest tree of links that holds them together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.measures.connectivity import components
from ecosystem.measures.steiner import Tie, steiner_tree
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from queries import NodeId, _notes
from queries._ends import end, positions, validity
from queries._firmest import firmest

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Length = Literal["steps", "strength"]
_COLUMNS = (
    *("step", "source_id", "source_name", "source_kind", "relation"),
    *("target_id", "target_name", "target_kind", "valid_from", "valid_to", "standing"),
)


def connect(graph: Graph, *, nodes: tuple[NodeId, ...], length: Length = "steps") -> Answer:
    """List the links of a smallest tree that joins all the nodes, one row a link, walked from the first node.

    The tree is exact: no other has fewer steps, or is shorter, and of those as small it has the most facts. Links count
    in both directions; all links of a step are shown. Hubs that lie on every way are left out with --without.

    Parameters
    ----------
    nodes
        Two to eight nodes to be joined.
    length
        What is made small: the number of steps, or the sum of 1/strength, so that strong ties are short.

    Notes
    -----
    Dreyfus & Wagner 1971, https://doi.org/10.1002/net.3230010302. Of several smallest trees the one with the most facts
    is shown, then with the most plans, and so on through possible, opinion and past, a step being as firm as the
    firmest of its links; then the order of ids decides. By strength, trees of one length with fewer steps come first.
    In scopes where the smallest trees have more than 20,000 parts the order of ids alone decides. Cost: 3^k n + 2^k
    searches over the ties for k nodes; 150 million lengths at most are held. Raises `BadInput` for fewer than two or
    more than eight different nodes, or a scope too large for them.

    Examples
    --------
    $ ecosystem connect QTSC VAST hcmc
    $ ecosystem connect QTSC VAST ai --without resolution-57

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abcd"],
    ...                  [{"source": i, "relation": "part_of", "target": "d"} for i in "abc"])
    >>> answer = connect(graph, nodes=(NodeId("a"), NodeId("b"), NodeId("c")))
    >>> [(row[0], row[1], row[4], row[5]) for row in answer.rows]
    [(1, 'a', 'part of', 'd'), (2, 'd', 'has part', 'b'), (3, 'd', 'has part', 'c')]
    """
    asked = list(dict.fromkeys(graph.position(node) for node in nodes))
    if len(asked) < 2:
        raise BadInput("connect: name two different nodes or more")
    matrix = ties(graph, weight="strength" if length == "strength" else "partners")
    matrix.data = 1 / matrix.data
    tree = steiner_tree(matrix, asked, partial(firmest, graph, directed=False))
    rows, used = _rows(graph, list(_walk(tree or [], asked[0])))
    return Answer(
        title=f"How {', '.join(graph.nodes.name[node] for node in asked)} are connected",
        columns=tuple(Column(name) for name in _COLUMNS),
        rows=rows,
        graph=graph,
        notes=(
            *(_apart(graph, asked, components(matrix)) if tree is None else _size(tree, asked, matrix, length)),
            *_notes.scope(graph),
        ),
        evidence=[graph.cited_by_link(link) for link in used],
        nodes=positions([*asked, *(node for tie in tree or () for node in tie)]),
        links=positions(used),
    )


def _walk(tree: list[Tie], start: int) -> Iterator[Tie]:
    """Yield the ties of a tree away from a node, branch after branch, the branches in the order of ids."""
    near: dict[int, list[int]] = {}
    for a, b in tree:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    todo = [(start, node) for node in sorted(near.get(start, ()), reverse=True)]
    while todo:
        a, b = todo.pop()
        yield a, b
        todo += [(b, node) for node in sorted(near[b], reverse=True) if node != a]


def _rows(graph: Graph, walked: list[Tie]) -> tuple[list[tuple[Value, ...]], list[int]]:
    rows: list[tuple[Value, ...]] = []
    used: list[int] = []
    for step, (a, b) in enumerate(walked, 1):
        for link in (*_recorded(graph, a, b), *_recorded(graph, b, a)):
            relation = end(graph, link, a).relation
            rows.append((step, *graph.label(a), relation, *graph.label(b), *validity(graph, link)))
            used.append(link)
    return rows, used


def _recorded(graph: Graph, a: int, b: int) -> list[int]:
    """Return the links recorded from one node to another; links are sorted by source."""
    first, last = np.searchsorted(graph.links.source, (a, a + 1)).tolist()
    return [first + int(link) for link in np.flatnonzero(graph.links.target[first:last] == b)]


def _apart(graph: Graph, asked: list[int], labels: Codes) -> Iterator[str]:
    """Yield which of the nodes hang together, where not all do."""
    groups: dict[int, list[str]] = {}
    for node in asked:
        groups.setdefault(int(labels[node]), []).append(graph.nodes.name[node])
    told = " | ".join(", ".join(names) for names in groups.values())
    yield f"Not connected: no chain of links joins {told}. A bar stands between what is apart."


def _size(tree: list[Tie], asked: list[int], matrix: csr_array, length: Length) -> Iterator[str]:
    between = len({node for tie in tree for node in tie}) - len(asked)
    measured = f"; length {sum(float(matrix[a, b]) for a, b in tree):.4g}, 1/strength" if length == "strength" else ""
    yield (
        f"A smallest tree: {_notes.count(len(tree), 'step')}, {_notes.count(between, 'node')} in between{measured}. "
        "There may be others as small."
    )
    yield "Links count in both directions; every link of a step is shown."
