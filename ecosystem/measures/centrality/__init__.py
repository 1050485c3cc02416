"""Centralities: one function a measure, each with the convention that an answer prints."""

from __future__ import annotations

from ecosystem.measures.centrality import currents, degrees, shortest_paths, walks
from ecosystem.measures.centrality.options import Centrality, Found, Options

__all__ = ["MEASURES", "Centrality", "Found", "Options", "how_links_count"]

_PATHS = frozenset({"weight", "directed", "raw"})


def how_links_count(measure: Centrality, options: Options) -> str:
    """Return the sentence that says which simple graph a measure was taken on.

    >>> how_links_count(MEASURES["core"], Options())
    'Undirected; parallel links count once, links of a node with itself do not count.'
    """
    if not measure.links:
        return ""
    along = options.directed or measure.directed
    way = "Along the direction of links, those without direction both ways" if along else "Undirected"
    weight = "parallel links count once"
    if options.weight:
        length = "; the length of a link is 1 / strength" if measure.paths else ""
        weight = f"links weigh by strength, parallel ones summed, 1 where no weight is given{length}"
    return f"{way}; {weight}, links of a node with itself do not count."


MEASURES = {
    "degree": Centrality(
        degrees.degree, "links", "Degree: number of links; a link of a node with itself counts twice.", links=False
    ),
    "in_degree": Centrality(
        degrees.in_degree,
        "links",
        "Links that lead to the node; those without direction lead to both ends.",
        links=False,
    ),
    "out_degree": Centrality(
        degrees.out_degree,
        "links",
        "Links that lead from the node; those without direction lead from both ends.",
        links=False,
    ),
    "partners": Centrality(
        degrees.partners,
        "nodes",
        "Partners: number of different nodes linked with, in either direction.",
        links=False,
    ),
    "strength": Centrality(
        degrees.strength,
        "",
        "Strength: sum of the weights of links with others, 1 where none is given.",
        links=False,
    ),
    "betweenness": Centrality(
        shortest_paths.betweenness,
        "pairs",
        "Freeman betweenness: share of the shortest paths between all pairs of other nodes.",
        _PATHS | {"pivots"},
        paths=True,
        scaled="divided by the pairs of other nodes, (n - 1)(n - 2) / 2 of n nodes, or the double along the direction",
    ),
    "inter_sphere_betweenness": Centrality(
        shortest_paths.inter_sphere_betweenness,
        "pairs",
        "Betweenness over pairs of two different spheres alone; nodes without a sphere lie between but are not ends.",
        _PATHS | {"pivots"},
        paths=True,
        scaled="divided by the pairs of other nodes from two spheres, or the double along the direction",
    ),
    "harmonic": Centrality(
        shortest_paths.harmonic,
        "",
        "Harmonic centrality: sum of 1 / distance from the node to all others.",
        _PATHS | {"pivots"},
        paths=True,
        scaled="divided by the other nodes, n - 1 of n",
    ),
    "closeness": Centrality(
        shortest_paths.closeness,
        "",
        "Closeness after Wasserman and Faust: 1 / the mean distance from the node to those it reaches; empty where it "
        "reaches nobody.",
        _PATHS | {"pivots"},
        paths=True,
        scaled="multiplied by the share of the other nodes that it reaches",
    ),
    "eigenvector": Centrality(
        walks.eigenvector,
        "",
        "Main eigenvector of the links, length 1, in the largest component; 0 outside, empty without links.",
        frozenset({"weight"}),
    ),
    "pagerank": Centrality(walks.pagerank, "", "PageRank, damping 0.85; sums to 1.", frozenset({"weight", "directed"})),
    "katz": Centrality(
        walks.katz,
        "",
        "Katz: walks that end at the node, each step worth a = 0.85 / (a bound of the main eigenvalue).",
        _PATHS,
        scaled="divided by the length of all values as one vector",
    ),
    "hubs": Centrality(
        walks.hubs,
        "",
        "Hubs of HITS, always along the direction of links; sums to 1, empty without links.",
        frozenset({"weight"}),
        directed=True,
    ),
    "authorities": Centrality(
        walks.authorities,
        "",
        "Authorities of HITS, always along the direction of links; sums to 1, empty without links.",
        frozenset({"weight"}),
        directed=True,
    ),
    "core": Centrality(degrees.core, "", "Core number: every partner counted has as many partners or more."),
    "current_flow_betweenness": Centrality(
        currents.current_flow_betweenness,
        "pairs",
        "Current through the node for one unit between every pair of others, in the largest component; empty outside, "
        "and below 3 nodes.",
        frozenset({"weight", "raw"}),
        scaled="divided by the pairs of others, (n - 1)(n - 2) / 2 of the n nodes of the component",
    ),
    "current_flow_closeness": Centrality(
        currents.current_flow_closeness,
        "",
        "1 over the sum of resistances to the others, in the largest component; empty outside, and without links.",
        frozenset({"weight"}),
    ),
}
