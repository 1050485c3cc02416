"""Communities: groups of nodes that are linked more among themselves than with others."""

from __future__ import annotations

import numpy as np

from ecosystem.graph import Codes, Graph


def communities(graph: Graph, *, seed: int = 1) -> Codes:
    """Return the community of every node, 0 the largest; nodes without a partner share one of their own, the last.

    Leiden by modularity over partners, each pair of nodes counted once. Reference: Traag, Waltman & van Eck 2019,
    https://doi.org/10.1038/s41598-019-41695-z. Communities of one size are in the order of their first nodes.

    Parameters
    ----------
    seed
        The same seed gives the same communities.

    >>> from ecosystem.rows import graph_of
    >>> links = [("a", "b"), ("b", "c"), ("a", "c"), ("d", "e")]
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abcdef"],
    ...                  [{"source": s, "relation": "part_of", "target": t} for s, t in links])
    >>> communities(graph).tolist()
    [0, 0, 0, 1, 1, 2]
    """
    from graspologic_native import leiden
    from scipy.sparse import triu

    pairs = triu(graph.adjacency(weight="partners"), k=1).tocoo()
    found = np.full(len(graph.nodes), -1)
    if pairs.nnz:
        edges = [(str(a), str(b), 1.0) for a, b in zip(pairs.row.tolist(), pairs.col.tolist(), strict=True)]
        _, groups = leiden(edges, iterations=3, seed=seed)
        for node, group in groups.items():
            found[int(node)] = group
    _, first, code, sizes = np.unique(found, return_index=True, return_inverse=True, return_counts=True)
    alone = found[first] == -1
    order = np.lexsort((first, -sizes, alone))
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[code]
