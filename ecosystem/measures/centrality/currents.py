"""Centralities of current flow: links conduct, and every route counts by what it carries."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.kernels import Neighbours
from ecosystem.kernels.neighbours import Positions
from ecosystem.kernels.plain import matrix as matrix_of
from ecosystem.measures.centrality.options import Found, Options
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph

SPAN = 1e6
"""How many times the smallest weight the largest may be: beyond, no digits are left of what is small."""
LARGEST = 5000
"""The most nodes of a component: the inverse of its Laplacian has their square as many numbers."""


def current_flow_betweenness(graph: Graph, options: Options) -> Found:
    """Return the current through each node for one unit between every pair of others, in the largest component.

    Ends do not count; divided by the number of pairs of others in the component. Undefined outside, as values of
    different components do not compare, and below three nodes. References: Newman 2005,
    https://doi.org/10.1016/j.socnet.2004.11.009; Brandes & Fleischer 2005,
    https://doi.org/10.1007/978-3-540-31856-9_44. Cost: the cube of the component's nodes, and links times nodes.
    """
    to = options.links(graph)
    values = np.full(len(to), np.nan)
    components = _largest(to)
    for inside, potential in _potentials(to, components):
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
    return Found(values, notes=_outside(to, components))


def current_flow_closeness(graph: Graph, options: Options) -> Found:
    """Return 1 over the sum of the resistances to all others, in the largest component; undefined outside.

    The resistance of a link is 1 / weight. Also called information centrality, up to a factor n. References:
    Stephenson & Zelen 1989, https://doi.org/10.1016/0378-8733(89)90016-6; Brandes & Fleischer 2005. Cost: the cube of
    the component's nodes.
    """
    to = options.links(graph)
    values = np.full(len(to), np.nan)
    components = _largest(to)
    for inside, potential in _potentials(to, components):
        if len(inside) > 1:
            own = np.diag(potential)
            values[inside] = 1 / (len(inside) * own + own.sum())
    return Found(values, notes=_outside(to, components))


def _largest(to: Neighbours) -> list[Positions]:
    """Return the nodes of the largest component, or of each of several that are as large: these do compare."""
    from scipy.sparse.csgraph import connected_components

    labels = connected_components(matrix_of(to), directed=False)[1]
    order = np.argsort(labels, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    most = max(map(len, parts))
    return [part for part in parts if len(part) == most]


def _outside(to: Neighbours, components: list[Positions]) -> tuple[str, ...]:
    """Return what there is to say of the nodes that are left out."""
    out = len(to) - sum(map(len, components))
    return (f"Nodes outside the largest component are left empty: {out:,} of {len(to):,}.",) if out else ()


def _potentials(to: Neighbours, components: list[Positions]) -> Iterator[tuple[Positions, Numbers]]:
    """Yield the nodes of each component with the pseudo-inverse of its Laplacian."""
    matrix = matrix_of(to)
    for inside in components:
        if len(inside) > LARGEST:
            raise BadInput(
                f"current flow: a component has {len(inside):,} nodes, more than {LARGEST:,}; narrow the scope"
            )
        weights = matrix[inside][:, inside]
        if len(weights.data) and weights.data.max() > SPAN * weights.data.min():
            raise BadInput(
                f"weight: current flow needs weights that differ by at most {SPAN:,.0f} times, and these are from "
                f"{weights.data.min():g} to {weights.data.max():g}; bring them to one scale or leave out --weight"
            )
        laplacian = np.diag(weights.sum(axis=1)) - weights.toarray()
        even = np.full_like(laplacian, 1 / max(len(inside), 1))
        yield inside, np.linalg.inv(laplacian + even) - even
