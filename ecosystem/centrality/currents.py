"""Centralities of current flow: links conduct, and every route counts by what it carries."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ecosystem.centrality.options import Found, Options
from ecosystem.errors import BadInput
from ecosystem.graph import Graph, Numbers
from ecosystem.kernels import Neighbours
from ecosystem.kernels.neighbours import Positions
from ecosystem.kernels.plain import matrix as matrix_of

SPAN = 1e6
"""How many times the smallest weight the largest may be: beyond, no digits are left of what is small."""
LARGEST = 5000
"""The most nodes of a component: the inverse of its Laplacian has their square as many numbers."""


def current_flow_betweenness(graph: Graph, options: Options) -> Found:
    """Return the current through each node for one unit between every pair of others, within each component.

    Ends do not count; divided by the number of pairs of others in the component. Undefined in components of one or
    two nodes. References: Newman 2005, https://doi.org/10.1016/j.socnet.2004.11.009; Brandes & Fleischer 2005,
    https://doi.org/10.1007/978-3-540-31856-9_44. Cost: the cube of a component's nodes, and links times nodes.
    """
    to = options.links(graph)
    values = np.full(len(to), np.nan)
    for inside, potential in _components(to):
        size = len(inside)
        if size < 3:
            continue
        through = np.zeros(size)
        rank = 2 * np.arange(1, size + 1) - size - 1
        place = {int(node): number for number, node in enumerate(inside)}
        for number, node in enumerate(inside.tolist()):
            for other, weight in zip(to.of(node).tolist(), to.weights_of(node), strict=True):
                if node < other:
                    current = weight * np.sort(potential[number] - potential[place[other]])
                    through[[number, place[other]]] += current @ rank / 2
        values[inside] = (through - (size - 1) / 2) * (1 if options.raw else 2 / ((size - 1) * (size - 2)))
    return Found(values)


def current_flow_closeness(graph: Graph, options: Options) -> Found:
    """Return 1 over the sum of the resistances to all others of the component; undefined for a node without links.

    The resistance of a link is 1 / weight. Also called information centrality, up to a factor n. References:
    Stephenson & Zelen 1989, https://doi.org/10.1016/0378-8733(89)90016-6; Brandes & Fleischer 2005. Cost: the cube of
    a component's nodes.
    """
    to = options.links(graph)
    values = np.full(len(to), np.nan)
    for inside, potential in _components(to):
        if len(inside) > 1:
            own = np.diag(potential)
            values[inside] = 1 / (len(inside) * own + own.sum())
    return Found(values)


def _components(to: Neighbours) -> Iterator[tuple[Positions, Numbers]]:
    """Yield the nodes of each component with the pseudo-inverse of its Laplacian."""
    from scipy.sparse.csgraph import connected_components

    matrix = matrix_of(to)
    if len(matrix.data) and matrix.data.max() > SPAN * matrix.data.min():
        raise BadInput(
            f"weight: current flow needs weights that differ by at most {SPAN:,.0f} times, and these are from "
            f"{matrix.data.min():g} to {matrix.data.max():g}; bring them to one scale or leave out --weight"
        )
    labels = connected_components(matrix, directed=False)[1]
    order = np.argsort(labels, kind="stable")
    for inside in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        if len(inside) > LARGEST:
            raise BadInput(
                f"current flow: a component has {len(inside):,} nodes, more than {LARGEST:,}; narrow the scope"
            )
        weights = matrix[inside][:, inside].toarray()
        laplacian = np.diag(weights.sum(axis=1)) - weights
        even = np.full_like(laplacian, 1 / max(len(inside), 1))
        yield inside, np.linalg.inv(laplacian + even) - even
