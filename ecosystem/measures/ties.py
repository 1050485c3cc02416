"""Ties: the links of a graph as one simple graph, a matrix with one entry for each pair of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph, Weight

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def ties(graph: Graph, *, weight: Weight = "strength", directed: bool = False) -> csr_array:
    """Return the matrix of the ties: parallel links are summed, links of a node with itself left out.

    As `Graph.adjacency`, but every weight is checked.

    Raises `BadInput` for a weight that is not above 0. Cost: one sort of the links.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund"}, {"id": "b", "kind": "fund"}],
    ...                  [{"source": "a", "relation": "funds", "target": "b", "weight": 2}])
    >>> ties(graph, directed=True).toarray().tolist(), ties(graph).toarray().tolist()
    ([[0.0, 2.0], [0.0, 0.0]], [[0.0, 2.0], [2.0, 0.0]])
    """
    weights(graph)
    return graph.adjacency(weight=weight, directed=directed)


def weights(graph: Graph) -> Numbers:
    """Return the weight of every link, 1 where none is given. Raises `BadInput` for one that is not above 0."""
    values = np.nan_to_num(graph.links.weight, nan=1.0, posinf=np.inf, neginf=-np.inf)
    wrong = np.flatnonzero(~((values > 0) & np.isfinite(values)))
    if len(wrong):
        link = int(wrong[0])
        ends = (graph.nodes.id[graph.links.source[link]], graph.nodes.id[graph.links.target[link]])
        raise BadInput(
            f"link {ends[0]} {graph.relation(link).id} {ends[1]}, column weight: {values[link]:g} is not a number "
            "above 0; mend the weight, or leave it empty"
        )
    return values
