"""Communities: who is tied more with each other than by chance, how firmly, and what the parts follow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ecosystem.measures.groups import Groups, groups
from ecosystem.measures.modularity import Runs, best_of, rand_index
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import Codes, Numbers
from ecosystem.model.graph import Graph, Weight
from ecosystem.model.vocabulary import vocabulary
from queries import _notes
from queries._evidence import rests_on
from queries._scope import need_nodes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FOLLOWED = ("kind", "sphere", "place", "technology")
MOSTLY = 0.1
"""The least share of a community's nodes that is given in words."""
_DESCRIBED = ("kind", "sphere", "place")
_COUNTED: dict[Weight, str] = {
    "strength": "a tie weighs the sum of the weights of its parallel links, 1 where none is given",
    "links": "a tie weighs the number of its parallel links",
    "partners": "every tie weighs 1, parallel links count once",
}
_SHOWN = 5


def communities(
    graph: Graph,
    *,
    resolution: float = 1.0,
    weight: Weight = "strength",
    runs: int | None = None,
    members: bool = False,
    top: int = 10,
    seed: int = 1,
) -> Answer:
    """Divide the nodes into communities by Leiden, the largest first; of several runs the best is shown.

    Stability compares the runs: that of the whole is the mean adjusted Rand index of every two, that of a community
    the share of its pairs that are together in the other runs, on average. How far communities follow kind, sphere,
    place or technology is the adjusted Rand index with these: 1 the same division, 0 no more than by chance. Nodes
    without a tie are in no community.

    Parameters
    ----------
    resolution
        Above 1 gives smaller communities, below 1 larger ones; a millionth to a million.
    weight
        What makes a tie strong: the number of links, 1 for every pair of partners, or the sum of weights.
    runs
        Number of runs from other seeds; without, 50, or fewer for more than 10,000 ties, two at least.
    members
        List every node with its community instead of one row a community.
    top
        Number of communities, or of nodes with --members, to show, 0 for all.
    seed
        Seed of the first run; the others follow.

    Notes
    -----
    Maximises modularity Q = sum_c (w_c/2m - resolution (s_c/2m)^2) (Newman & Girvan 2004,
    https://doi.org/10.1103/PhysRevE.69.026113; Reichardt & Bornholdt 2006,
    https://doi.org/10.1103/PhysRevE.74.016110) by Leiden (Traag, Waltman & van Eck 2019,
    https://doi.org/10.1038/s41598-019-41695-z); the adjusted Rand index is that of Hubert & Arabie 1985,
    https://doi.org/10.1007/BF01908075. In a large network Q may prefer several small communities merged (Fortunato &
    Barthélemy 2007, https://doi.org/10.1073/pnas.0605965104): try other resolutions. Raises `BadInput` for a
    resolution not from 1/1,000,000 to 1,000,000, or no run. Cost: some tens of scans of the ties a run, on all cores.

    Examples
    --------
    $ ecosystem communities
    $ ecosystem communities --resolution 2 --members

    >>> from ecosystem.model.rows import graph_of
    >>> links = ["ab", "bc", "ca", "cd", "de", "ef", "fd"]
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abcdef"],
    ...                  [{"source": s, "relation": "part_of", "target": t} for s, t in links])
    >>> [row[:4] for row in communities(graph).rows]
    [(1, 3, 3, 1), (2, 3, 3, 1)]
    """
    need_nodes(graph, "communities")
    matrix = ties(graph, weight=weight)
    found = best_of(matrix, resolution=resolution, runs=runs, seed=seed)
    if members:
        columns, rows, evidence, note = _by_node(graph, matrix, found, top)
    else:
        columns, rows, evidence, note = _by_community(graph, matrix, found, top)
    return Answer(
        title="Communities",
        columns=columns,
        rows=rows,
        graph=graph,
        notes=(*_explained(graph, found, resolution, weight), *note, *_notes.counted(graph)),
        evidence=evidence,
        nodes=np.flatnonzero(found.codes >= 0).astype(np.int32),
        links=np.arange(len(graph.links), dtype=np.int32),
        groups=found.codes,
    )


def _explained(graph: Graph, found: Runs, resolution: float, weight: Weight) -> Iterator[str]:
    best, worst, runs = max(found.qualities), min(found.qualities), len(found.runs)
    count, alone = int(found.codes.max(initial=-1)) + 1, int((found.codes < 0).sum())
    if not count:
        yield f"Modularity and stability are undefined: {_notes.count(alone, 'node')} and no tie between two of them."
        return
    yield (
        f"Modularity {best:.4f} at resolution {resolution:g}, the best of {_notes.count(runs, 'run')} of Leiden "
        f"({worst:.4f} to {best:.4f}). {count:,} communities; {_notes.count(alone, 'node')} without a tie in none."
    )
    if (agreement := found.agreement) is not None:
        yield f"Stability: mean adjusted Rand index of every two runs {agreement:.4f}."
    told = [(by, rand_index(found.codes, groups(graph, by).codes)) for by in FOLLOWED]
    followed = ", ".join(f"{by} {'undefined' if index is None else f'{index:.4f}'}" for by, index in told)
    yield f"Communities follow (adjusted Rand index): {followed}."
    yield f"Ties are undirected; {_COUNTED[weight]}, links of a node with itself left out."
    if weight == "strength":
        yield from _notes.weightless(graph)


def _by_community(graph: Graph, matrix: csr_array, found: Runs, top: int) -> tuple[Any, ...]:
    count = int(found.codes.max(initial=-1)) + 1
    shown, note = _notes.first(top, count, "community")
    inside, outside = _ties_of(matrix, found.codes, count)
    within = _within(matrix, found.codes)
    steady = _stability(found, count)
    order = np.lexsort((np.arange(len(found.codes)), -within, found.codes))
    first = np.searchsorted(found.codes[order], np.arange(count + 1))
    described, spheres = [groups(graph, by) for by in _DESCRIBED], vocabulary().spheres
    rows: list[tuple[Value, ...]] = []
    for code in range(shown):
        nodes = order[first[code] : first[code + 1]]
        mostly = [_mostly(grouped, nodes) for grouped in described]
        told = ", ".join(
            f"{spheres.get(name, name)} {share:.0%}" for name, share in mostly if name and share and share >= MOSTLY
        )
        leading = ", ".join(graph.nodes.name[node] for node in nodes[:_SHOWN])
        counts = (code + 1, len(nodes), int(inside[code]), int(outside[code]), steady[code])
        rows.append((*counts, told, leading, *(part for pair in mostly for part in pair)))
    columns = (
        *(Column(name) for name in ("community", "nodes", "ties_inside", "ties_outside", "stability")),
        *(Column(name) for name in ("mostly", "leading_members")),
        *(Column(name, detail=True) for by in _DESCRIBED for name in (by, f"{by}_share")),
    )
    explained = (
        f"Mostly: the commonest kind, sphere and place in a community, where {MOSTLY:.0%} or more of its nodes have it."
    )
    return columns, rows, _evidence(graph, found.codes, shown), (*((explained,) if rows else ()), *note)


def _by_node(graph: Graph, matrix: csr_array, found: Runs, top: int) -> tuple[Any, ...]:
    within, total = _within(matrix, found.codes), np.diff(matrix.indptr)
    known = np.flatnonzero(found.codes >= 0)
    order = known[np.lexsort((known, -within[known], found.codes[known]))]
    shown, note = _notes.first(top, len(order), "node")
    rows = [
        (int(found.codes[node]) + 1, *graph.label(node), int(within[node]), int(total[node] - within[node]))
        for node in order[:shown].tolist()
    ]
    evidence = _evidence(graph, found.codes, int(found.codes.max(initial=-1)) + 1)
    names = ("community", "id", "name", "kind", "partners_inside", "partners_outside")
    return tuple(Column(name) for name in names), rows, [evidence[int(row[0]) - 1] for row in rows], note


def _within(matrix: csr_array, codes: Codes) -> npt.NDArray[np.int64]:
    """Return for each node the number of its partners in its own community."""
    rows = np.repeat(np.arange(len(codes)), np.diff(matrix.indptr))
    return np.bincount(rows[codes[rows] == codes[matrix.indices]], minlength=len(codes))


def _ties_of(matrix: csr_array, codes: Codes, count: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    rows = np.repeat(codes, np.diff(matrix.indptr))
    same = rows == codes[matrix.indices]
    inside, outside = (np.bincount(rows[which], minlength=count) for which in (same, ~same))
    return inside // 2, outside


def _stability(found: Runs, count: int) -> list[float | None]:
    """Return for each community the share of its pairs of nodes that are together in the other runs."""
    others = [codes for codes in found.runs if codes is not found.codes]
    if not others:
        return [None] * count
    sums: Numbers = np.zeros(count)
    known = found.codes >= 0
    own = found.codes[known].astype(np.int64)
    sizes = np.bincount(own, minlength=count).astype(float)
    for codes in others:
        width = int(codes.max(initial=0)) + 1
        cells, counts = np.unique(own * width + codes[known], return_counts=True)
        sums += np.bincount(cells // width, weights=counts * (counts - 1.0), minlength=count)
    pairs = sizes * (sizes - 1) * len(others)
    return [float(total / most) if most else None for total, most in zip(sums, pairs, strict=True)]


def _mostly(grouped: Groups, nodes: npt.NDArray[np.int64]) -> tuple[str | None, float | None]:
    """Return the group that most of the nodes are in, and the share of all of them that are."""
    codes = grouped.codes[nodes]
    if not (codes >= 0).any():
        return None, None
    counts = np.bincount(codes[codes >= 0])
    return grouped.names[int(counts.argmax())], float(counts.max() / len(nodes))


def _evidence(graph: Graph, codes: Codes, shown: int) -> list[tuple[str, ...]]:
    source, target = codes[graph.links.source], codes[graph.links.target]
    inside = np.where(source == target, source, -1)
    order = np.argsort(inside, kind="stable")
    bounds = np.searchsorted(inside[order], np.arange(shown + 1))
    return [rests_on(graph, order[a:b]) for a, b in pairwise(bounds.tolist())]
