"""What the network is like as a whole: size, density, components, distances, clustering, centralisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.measures import triangles
from ecosystem.measures.centrality.centralisation import centralisation
from ecosystem.measures.connectivity import components, cuts, fragmentation
from ecosystem.measures.distances import Distances, distances
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph
from queries import _notes
from queries._evidence import rests_on
from queries._scope import need_nodes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Row = tuple[str, Value, str]


def overview(graph: Graph, *, seed: int = 1) -> Answer:
    """Measure the whole scope, one row a measure; what is undefined is empty.

    Two nodes are tied where any link joins them, in either direction; density, components, distances and clustering
    are those of ties. Reciprocity is that of links with a direction.

    Parameters
    ----------
    seed
        Draws the nodes that distances are estimated from where there are too many to walk from all.

    Notes
    -----
    Centralisation is sum(max c - c_i) over what it is in a star (Freeman 1979,
    https://doi.org/10.1016/0378-8733(78)90021-7), of betweenness and closeness up to 50 million nodes times ties;
    efficiency is the mean of 1/distance over all pairs (Latora and
    Marchiori 2001, https://doi.org/10.1103/PhysRevLett.87.198701); fragmentation and its form weighted by distance,
    1 - efficiency, are those of Borgatti 2006, https://doi.org/10.1007/s10588-006-7084-x; clustering is that of Watts
    and Strogatz 1998, https://doi.org/10.1038/30918, over nodes with two partners or more. Cost: nodes times ties
    for distances, up to 5 billion; above that they are estimated.

    Examples
    --------
    $ ecosystem overview
    $ ecosystem overview --relation collaborates_with --without class

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "c", "relation": "part_of", "target": "b"}])
    >>> [row[:2] for row in overview(graph).rows if row[0] in ("degree_centralisation", "components")]
    [('degree_centralisation', 1.0), ('components', 1)]
    """
    need_nodes(graph, "overview")
    matrix = ties(graph, weight="partners")
    apart = distances(matrix, seed=seed)
    rows = [*_size(graph, matrix), *_cohesion(graph, matrix), *_reach(matrix, apart), *_closure(matrix)]
    evidence = rests_on(graph, np.arange(len(graph.links)))
    return Answer(
        title="Overview of the network",
        columns=(Column("measure"), Column("value"), Column("meaning")),
        rows=rows,
        graph=graph,
        notes=(
            "Ties are undirected: parallel links count once, links of a node with itself do not count.",
            *_estimated(apart),
            *_notes.counted(graph),
        ),
        evidence=[evidence for _ in rows],
    )


def _size(graph: Graph, matrix: csr_array) -> list[Row]:
    itself = int((graph.links.source == graph.links.target).sum())
    pairs = matrix.nnz // 2
    return [
        ("nodes", len(graph.nodes), "nodes in the scope"),
        ("links", len(graph.links), "recorded links"),
        ("ties", pairs, "different pairs of nodes that are linked"),
        ("parallel_links", len(graph.links) - itself - pairs, "links beyond the first between two nodes"),
        ("self_links", itself, "links of a node with itself"),
        ("isolates", int((np.diff(matrix.indptr) == 0).sum()), "nodes without a tie"),
    ]


def _cohesion(graph: Graph, matrix: csr_array) -> list[Row]:
    n, partners, central = matrix.shape[0], np.diff(matrix.indptr), centralisation(graph)
    return [
        ("density", matrix.nnz / (n * (n - 1)) if n > 1 else None, "share of all pairs that are tied"),
        ("mean_partners", matrix.nnz / n if n else None, "partners of a node on average"),
        ("most_partners", int(partners.max()) if n else None, "partners of the node that has most"),
        (
            "degree_centralisation",
            central["degree"],
            "1 where all ties are with one hub, 0 where all have equally many",
        ),
        (
            "betweenness_centralisation",
            central["betweenness"],
            "1 where all lies behind one hub, 0 where nobody stands out",
        ),
        ("closeness_centralisation", central["closeness"], "the same of closeness, where all nodes are joined"),
        ("reciprocity", _reciprocity(graph), "share of directed ties that are returned"),
    ]


def _reciprocity(graph: Graph) -> float | None:
    links = np.flatnonzero(~graph.undirected).astype(np.int32)
    arcs = ties(graph.part(np.arange(len(graph.nodes), dtype=np.int32), links), weight="partners", directed=True)
    return float(arcs.multiply(arcs.T).sum()) / arcs.nnz if arcs.nnz else None


def _reach(matrix: csr_array, apart: Distances) -> list[Row]:
    n, sizes = matrix.shape[0], np.bincount(components(matrix))
    split = cuts(matrix)
    weighted = None if apart.efficiency is None else 1 - apart.efficiency
    return [
        ("components", len(sizes), "parts that no tie joins, isolates among them"),
        ("largest_component", int(sizes[0]) if n else None, "nodes in the largest part"),
        ("largest_share", sizes[0] / n if n else None, "share of all nodes in the largest part"),
        ("fragmentation", fragmentation(matrix), "share of pairs that no chain joins (F)"),
        ("distance_fragmentation", weighted, "the same, pairs far apart counting in part (DF)"),
        ("mean_distance", apart.mean, "steps between two joined nodes on average"),
        ("diameter", apart.diameter, "the most steps between two joined nodes"),
        ("efficiency", apart.efficiency, "mean of 1/distance over all pairs, 0 where not joined"),
        ("cut_actors", int((split.parts > 1).sum()), "nodes whose leaving splits their part"),
        ("bridges", int(split.bridge.sum()) // 2, "ties whose loss splits their part"),
    ]


def _closure(matrix: csr_array) -> list[Row]:
    partners = np.diff(matrix.indptr).astype(float)
    pairs = partners * (partners - 1) / 2
    closed = triangles.counts(matrix)[0]
    several = pairs > 0
    return [
        ("triangles", int(closed.sum()) // 3, "three nodes all tied with each other"),
        (
            "transitivity",
            closed.sum() / pairs.sum() if several.any() else None,
            "share of pairs of ties that are closed",
        ),
        (
            "clustering",
            float((closed[several] / pairs[several]).mean()) if several.any() else None,
            "share of a node's partners that are tied with each other, on average over nodes with two or more",
        ),
    ]


def _estimated(apart: Distances) -> tuple[str, ...]:
    if apart.exact:
        return ()
    return (
        f"Distances are estimated from {apart.sources:,} of {apart.nodes:,} nodes drawn by lot; "
        "the diameter is at least the value shown.",
    )
