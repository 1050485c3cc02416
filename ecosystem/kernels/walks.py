"""PageRank: where a walker stands who follows links at random and now and then begins again."""

from __future__ import annotations

import numpy as np

from ecosystem.kernels.blocks import in_order
from ecosystem.kernels.library import call, library
from ecosystem.kernels.neighbours import Neighbours, Numbers

TOLERANCE = 1e-13


def pagerank(to: Neighbours, *, damping: float = 0.85) -> Numbers:
    """Return PageRank, which sums to 1: p = (1 - d)/n + d P^T p, P the weights of a node's links over their sum.

    A node that leads nowhere leads to all alike. Brin & Page 1998, https://doi.org/10.1016/S0169-7552(98)00110-X.
    Cost: some tens of scans of the links, until one changes the values by less than 1e-13 in sum.

    >>> chain = Neighbours.of_pairs(3, np.array([0, 1]), np.array([1, 2]), np.ones(2), symmetric=True)
    >>> pagerank(chain).round(4).tolist()
    [0.2568, 0.4865, 0.2568]
    """
    size, coming = len(to), to.backward
    even = bool((to.weights == 1).all())
    sums: Numbers = np.diff(to.starts).astype(np.float64)
    if not even:
        sums = np.bincount(to.rows, to.weights, minlength=size).astype(np.float64)
    share = np.divide(damping, sums, out=np.zeros(size), where=sums > 0)
    values: Numbers = (1 - damping) / max(size, 1) + damping * sums / max(float(sums.sum()), 1.0)
    if library() is None:
        from ecosystem.kernels import plain

        values = plain.pagerank(coming, share, 1 - damping, values, TOLERANCE)
    else:
        rows = (coming.starts, coming.ids, None if even else coming.weights, share)
        numbers = np.array([(1 - damping) / max(size, 1)]), np.array([TOLERANCE])
        for _ in in_order(lambda block, stop: call("pagerank", size, *rows, *numbers, values, stop), [()]):
            pass
    found: Numbers = values / (float(values.sum()) or 1.0)
    return found
