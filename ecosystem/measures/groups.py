"""Groups: which nodes belong together by kind, sphere, sector, place, technology or community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from ecosystem.measures.modularity import best_of
from ecosystem.measures.spheres import spheres
from ecosystem.measures.ties import ties
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from ecosystem.model.names import fold
from ecosystem.model.vocabulary import vocabulary

By: TypeAlias = Literal["kind", "sphere", "place", "community"]

DEFINED_BY = {"place": "located_in", "technology": "works_on"}
"""The relation that defines a group: ties by it join nodes of one group by definition."""


@dataclass(frozen=True)
class Groups:
    """For each node the code of its group, -1 for none; `names` has the name of each code."""

    codes: Codes
    names: tuple[str, ...]

    @property
    def sizes(self) -> Codes:
        """The number of nodes of each group."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.names)).astype(np.int32)

    def name(self, node: int) -> str | None:
        """Return the name of the group of a node, None where it has none."""
        code = int(self.codes[node])
        return self.names[code] if code >= 0 else None


def groups(graph: Graph, by: str, *, seed: int = 1) -> Groups:
    """Return the groups of the nodes by `kind`, `sphere`, `sector`, `place`, `technology` or `community`.

    The place of a node is the text of its column place, or else the place node that it, or the zone it is in, is
    located in; a place node is its own. Spellings that fold to one are one place. The technology of a node is the one
    it works on with the greatest weight, then the first by id; a technology is its own. Communities are those of Leiden
    at resolution 1 from `seed`.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund", "place": "Hà Nội"}, {"id": "b", "kind": "policy"}], [])
    >>> groups(graph, "sphere"), groups(graph, "place").name(0)
    (Groups(codes=array([ 0, -1], dtype=int32), names=('I',)), 'Hà Nội')
    """
    if by == "community":
        return leiden(graph, seed=seed)
    if by == "place":
        return _places(graph)
    if by == "technology":
        return _technologies(graph)
    if by == "sphere":
        return _occurring(spheres(graph), tuple(vocabulary().spheres))
    words = [kind.id if by == "kind" else kind.sector for kind in vocabulary().kinds.values()]
    names = tuple(filter(None, dict.fromkeys(words)))
    codes = np.array([names.index(word) if word else -1 for word in words], dtype=np.int32)
    return _occurring(codes[graph.nodes.kind], names)


def leiden(graph: Graph, *, resolution: float = 1.0, seed: int = 1) -> Groups:
    """Return the communities of the ties, by strength, the best of several runs, named 1, 2, … by size.

    Isolates are in none.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"}])
    >>> leiden(graph)
    Groups(codes=array([ 0,  0, -1], dtype=int32), names=('1',))
    """
    codes = best_of(ties(graph), resolution=resolution, seed=seed).codes
    return Groups(codes, tuple(str(code + 1) for code in range(int(codes.max(initial=-1)) + 1)))


def without_defining(graph: Graph, by: str) -> Graph:
    """Return a graph without the links that define the groups: whether like is tied with like they cannot say.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund"}, {"id": "hanoi", "kind": "place"}],
    ...                  [{"source": "a", "relation": "located_in", "target": "hanoi"}])
    >>> len(without_defining(graph, "place").links), len(without_defining(graph, "kind").links)
    (0, 1)
    """
    if by not in DEFINED_BY:
        return graph
    others = np.flatnonzero(graph.links.relation != vocabulary().relations[DEFINED_BY[by]].code)
    return graph.part(np.arange(len(graph.nodes), dtype=np.int32), others.astype(np.int32))


def _occurring(codes: Codes, names: tuple[str, ...]) -> Groups:
    """Return the groups that have a node, in the order of their names."""
    present = np.unique(codes[codes >= 0])
    places = np.full(len(names) + 1, -1, dtype=np.int32)
    places[present] = np.arange(len(present))
    return Groups(places[codes], tuple(names[code] for code in present.tolist()))


def _places(graph: Graph) -> Groups:
    texts = graph.nodes.place.tolist()
    place, located = vocabulary().kinds["place"].code, vocabulary().relations["located_in"].code
    for node in np.flatnonzero(graph.nodes.kind == place).tolist():
        texts[node] = graph.nodes.name[node]
    known = {text: fold(text) for text in set(texts)}
    first: dict[str, str] = {}
    for text in texts:
        if known[text]:
            first.setdefault(known[text], text)
    order = {key: code for code, key in enumerate(sorted(first))}
    codes = np.array([order.get(known[text], -1) for text in texts], dtype=np.int32)
    inside = np.flatnonzero(graph.links.relation == located)[::-1]
    source, target = graph.links.source[inside], graph.links.target[inside]
    for _ in range(2):
        new = codes.copy()
        leads = (codes[source] < 0) & (codes[target] >= 0)
        new[source[leads]] = codes[target[leads]]
        codes = new
    return Groups(codes, tuple(first[key] for key in order))


def _technologies(graph: Graph) -> Groups:
    words, links = vocabulary(), graph.links
    technology = words.kinds["technology"].code
    work = (links.relation == words.relations["works_on"].code) & (graph.nodes.kind[links.target] == technology)
    pairs = links.source[work].astype(np.int64) * len(graph.nodes) + links.target[work]
    cells, inverse = np.unique(pairs, return_inverse=True)
    weight = np.bincount(inverse, weights=np.nan_to_num(links.weight[work], nan=1.0))
    source, target = np.divmod(cells, max(len(graph.nodes), 1))
    order = np.lexsort((target, -weight, source))
    chosen = order[np.unique(source[order], return_index=True)[1]]
    main = np.full(len(graph.nodes), -1, dtype=np.int64)
    main[source[chosen]] = target[chosen]
    own = np.flatnonzero(graph.nodes.kind == technology)
    main[own] = own
    found, codes = np.unique(main[main >= 0], return_inverse=True)
    whole = np.full(len(graph.nodes), -1, dtype=np.int32)
    whole[main >= 0] = codes
    return Groups(whole, tuple(graph.nodes.name[node] for node in found))
