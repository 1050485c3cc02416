"""Whether there is a core of nodes tied with each other and a periphery around it, and who is in the core."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.measures.core_periphery import Between, Division
from ecosystem.measures.core_periphery import core_periphery as divided
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph
from queries import _notes
from queries._ends import positions
from queries._scope import need_nodes

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def core_periphery(
    graph: Graph, *, between: Between = "ignored", starts: int = 10, top: int = 10, seed: int = 1
) -> Answer:
    """Divide the nodes into a core and a periphery so that ties fit the ideal best; the core is listed first.

    In the ideal every two nodes of the core are tied and no two of the periphery. The correlation says how well the
    ties fit it: 1 wholly, near 0 not at all; then there is no core to speak of.

    Parameters
    ----------
    between
        Ties between core and periphery: left out of the correlation (ignored), or all there in the ideal (linked).
    starts
        Number of random divisions to start from besides the nodes with most partners; more may find a better one.
    top
        Number of nodes to show, 0 for all.
    seed
        Draws the random divisions.

    Notes
    -----
    Discrete model of Borgatti & Everett 1999, https://doi.org/10.1016/S0378-8733(99)00019-2. For 15 nodes or fewer
    every division is tried, those as good are counted and the largest core is shown; above, nodes are moved across
    while that is better, which may miss the best. Raises `BadInput` where no division can be compared: nothing is
    tied, or everything. Cost: nodes times moves; random starts only up to 10,000 nodes.

    Examples
    --------
    $ ecosystem core-periphery --without class
    $ ecosystem core-periphery --between linked --top 5

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abcde"],
    ...                  [{"source": s, "relation": "part_of", "target": t} for s, t in ("ab", "bc", "ca", "ad", "be")])
    >>> [(row[0], row[3]) for row in core_periphery(graph).rows]
    [('a', 'core'), ('b', 'core'), ('c', 'core'), ('d', 'periphery'), ('e', 'periphery')]
    """
    need_nodes(graph, "core_periphery")
    if starts < 0:
        raise BadInput(f"starts: {starts} is below 0")
    matrix = ties(graph, weight="partners")
    found = divided(matrix, between=between, starts=starts, seed=seed)
    if found.correlation is None:
        raise BadInput(
            f"core_periphery: no division of {_notes.count(len(graph.nodes), 'node')} with "
            f"{_notes.count(matrix.nnz // 2, 'tie')} fits better than another; widen the scope"
        )
    partners = np.diff(matrix.indptr)
    with_core = np.asarray(matrix @ found.core.astype(float), dtype=float).reshape(-1)
    order = np.lexsort((np.arange(len(partners)), -partners, ~found.core))
    shown, note = _notes.first(top, len(order), "node")
    nodes = order[:shown].tolist()
    return Answer(
        title="Core and periphery",
        columns=tuple(Column(name) for name in ("id", "name", "kind", "part", "partners", "core_partners")),
        rows=[
            (*graph.label(i), "core" if found.core[i] else "periphery", int(partners[i]), int(with_core[i]))
            for i in nodes
        ],
        graph=graph,
        notes=(
            *_explained(matrix, found, with_core, between),
            *(_searched(starts, seed) if found.as_good is None else ()),
            *note,
            *_notes.counted(graph),
        ),
        evidence=[graph.cited_by_node(node) for node in nodes],
        nodes=positions(np.flatnonzero(found.core).tolist()),
    )


def _searched(starts: int, seed: int) -> Iterator[str]:
    """Yield that a better division may be there."""
    yield (
        "The best that a search found, from the nodes with most partners and at most "
        f"{_notes.count(starts, 'random start')}, seed {seed}; more --starts may find a better one."
    )


def _explained(matrix: csr_array, found: Division, with_core: Numbers, between: Between) -> Iterator[str]:
    n, size = len(found.core), int(found.core.sum())
    inner = float(with_core[found.core].sum()) / 2
    cross = float(with_core[~found.core].sum())
    outer = matrix.nnz / 2 - inner - cross
    others = f"; {found.as_good - 1:,} other divisions are as good" if found.as_good else ""
    yield (
        f"Correlation with the ideal {found.correlation:.4f}, ties between core and periphery {between}. "
        f"Core of {size:,}, periphery of {n - size:,}{others}."
    )
    shares = {
        "in the core": (inner, size * (size - 1) / 2),
        "between": (cross, size * (n - size)),
        "in the periphery": (outer, (n - size) * (n - size - 1) / 2),
    }
    told = (f"{name} {ties / pairs:.4g}" if pairs else f"{name} undefined" for name, (ties, pairs) in shares.items())
    yield f"Share of pairs that are tied: {', '.join(told)}. Ties are undirected, parallel links counted once."
