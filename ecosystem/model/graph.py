"""Graph: the part of a store that a question looks at, as compact read-only columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from ecosystem.errors import NoSuchNode
from ecosystem.model import dates
from ecosystem.model.columns import Codes, LinkColumns, NodeColumns, Source, further
from ecosystem.model.vocabulary import NodeKind, Relation, Words, vocabulary

if TYPE_CHECKING:
    import networkx as nx
    from scipy.sparse import csr_array

Weight = Literal["links", "partners", "strength"]


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes and links of one scope.

    `citations` holds every combination of sources that occurs, each reference as `id` or `id#place in it`.
    `scope` says in words which part of the store this is, "" for the whole. Where columns come late (see `late`),
    `near` gives a graph of some nodes, by their ids, and all that touches them. `undated` counts the links without a
    date where the scope is of one day. `before` has for nodes that were asked about those that they succeed, by id,
    with the standing of the succession.
    """

    nodes: NodeColumns
    links: LinkColumns
    citations: Sequence[tuple[str, ...]] = ((),)
    sources: Mapping[str, Source] = field(default_factory=dict)
    scope: str = ""
    near: Callable[[Sequence[str]], Graph] | None = None
    undated: int = 0
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def positions(self) -> dict[str, int]:
        """The position of every node by its id."""
        return {id: position for position, id in enumerate(self.nodes.id)}

    def position(self, id: str) -> int:
        """Return the position of a node. Raises `NoSuchNode` where the scope does not have it."""
        position = int(np.searchsorted(self.nodes.id, id)) if len(self.nodes) else 0
        if position == len(self.nodes) or self.nodes.id[position] != id:
            scope = f" ({self.scope})" if self.scope else ""
            raise NoSuchNode(f"no such node in this scope{scope}: '{id}'")
        return position

    def kind(self, node: int) -> NodeKind:
        """Return the kind of the node at a position."""
        return _kinds()[int(self.nodes.kind[node])]

    def relation(self, link: int) -> Relation:
        """Return the relation of the link at a position."""
        return _relations()[int(self.links.relation[link])]

    def words(self, link: int) -> Words:
        """Return how the link at a position reads: by its relation, and by what identifies it where that has words."""
        relation = self.relation(link)
        return relation.worded(further(self.links.attributes[link])) if relation.words else relation

    def label(self, node: int) -> tuple[str, str, str]:
        """Return id, name and kind of the node at a position, as the columns of an answer have them."""
        return self.nodes.id[node], self.nodes.name[node], self.kind(node).id

    def cited_by_node(self, node: int) -> tuple[str, ...]:
        """Return the references of a node."""
        return self.citations[int(self.nodes.sources[node])]

    def cited_by_link(self, link: int) -> tuple[str, ...]:
        """Return the references of a link."""
        return self.citations[int(self.links.sources[link])]

    def links_of(self, node: int) -> Codes:
        """Return the positions of all links that touch a node. Cost: one scan of the links."""
        touching = (self.links.source == node) | (self.links.target == node)
        return np.flatnonzero(touching).astype(np.int32)

    @property
    def undirected(self) -> npt.NDArray[np.bool_]:
        """Whether the relation of each link has no direction."""
        return np.isin(self.links.relation, [one.code for one in _relations() if one.symmetric])

    def part(self, nodes: Codes, links: Codes | None = None) -> Graph:
        """Return the graph of these nodes with the given links, or with all links among them."""
        nodes = np.unique(np.asarray(nodes, dtype=np.int32))
        new = np.full(len(self.nodes), -1, dtype=np.int32)
        new[nodes] = np.arange(len(nodes), dtype=np.int32)
        if links is None:
            links = np.arange(len(self.links), dtype=np.int32)
        links = np.unique(np.asarray(links, dtype=np.int32))
        ends = self.links.take(links)
        inside = (new[ends.source] >= 0) & (new[ends.target] >= 0)
        kept = ends.take(np.flatnonzero(inside).astype(np.int32))
        kept = kept.but(source=new[kept.source], target=new[kept.target])
        undated = int((kept.valid_from + kept.valid_to == 0).sum()) if self.undated else 0
        return replace(self, nodes=self.nodes.take(nodes), links=kept, near=None, undated=undated)

    def around(self, nodes: Sequence[int]) -> tuple[Graph, list[int]]:
        """Return a graph that knows all of these nodes and their links, and the positions they have in it."""
        if self.near is None:
            return self, list(nodes)
        part = self.near([self.nodes.id[node] for node in nodes])
        return part, [part.position(self.nodes.id[node]) for node in nodes]

    def adjacency(self, *, weight: Weight = "strength", directed: bool = False) -> csr_array:
        """Return the matrix of one simple graph: parallel links are summed, links of a node with itself left out.

        Parameters
        ----------
        weight
            What an entry holds: the number of `links`, 1 for `partners`, or `strength`, the sum of the weights
            (a link without a weight counts as 1).
        directed
            Entry (i, j) is from i to j, and links of a relation without direction run both ways; otherwise every link
            counts in both directions.
        """
        import scipy.sparse as sp

        links, n = self.links, len(self.nodes)
        apart = links.source != links.target
        both = apart & self.undirected if directed else apart
        values = np.nan_to_num(links.weight, nan=1.0) if weight == "strength" else np.ones(len(links))
        rows = np.concatenate((links.source[apart], links.target[both]))
        columns = np.concatenate((links.target[apart], links.source[both]))
        matrix = sp.coo_array((np.concatenate((values[apart], values[both])), (rows, columns)), shape=(n, n)).tocsr()
        matrix.sort_indices()
        if weight == "partners":
            matrix.data[:] = 1.0
        return matrix

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return a networkx graph with every link and attribute; nodes by id, what is empty left out.

        A link without direction is two arcs (see `arcs`). To have every link once, leave out the second:

        >>> from ecosystem.model.rows import graph_of
        >>> graph = graph_of([{"id": "a", "kind": "fund"}, {"id": "b", "kind": "fund"}],
        ...                  [{"source": "a", "relation": "collaborates_with", "target": "b"}]).to_networkx()
        >>> list(graph.edges(data="mutual"))
        [('a', 'b', 'forth'), ('b', 'a', 'back')]
        >>> [(source, target) for source, target, way in graph.edges(data="mutual") if way != "back"]
        [('a', 'b')]
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        ids = self.nodes.id
        # Attributes go in apart from the arguments of networkx: a column of a file may be named `key`.
        graph.add_nodes_from((id, self.node_attributes(node)) for node, id in enumerate(ids))
        graph.add_edges_from((ids[source], ids[target], attributes) for _, source, target, attributes in self.arcs())
        return graph

    def arcs(self) -> Iterator[tuple[int, int, int, dict[str, Any]]]:
        """Yield links as arcs for programs that know no mutual link: position, source, target and attributes.

        A link without direction comes twice, there and back, and its attribute `mutual` is `forth` or `back`; a link
        of a node with itself comes once. A further column named `mutual` gets a _ after it.
        """
        ends = zip(self.links.source.tolist(), self.links.target.tolist(), self.undirected.tolist(), strict=True)
        for link, (source, target, mutual) in enumerate(ends):
            attributes = {
                f"{name}_" if name.rstrip("_") == "mutual" else name: value
                for name, value in self.link_attributes(link).items()
            }
            yield link, source, target, {**attributes, "mutual": "forth"} if mutual else attributes
            if mutual and source != target:
                yield link, target, source, {**attributes, "mutual": "back"}

    def node_attributes(self, node: int) -> dict[str, Any]:
        """Return all that is known of a node but its id, by name; what is empty is left out."""
        words, nodes = vocabulary(), self.nodes
        known = {
            **further(nodes.attributes[node]),
            "kind": self.kind(node).id,
            "subtype": nodes.subtype[node],
            "name": nodes.name[node],
            "name_vi": nodes.name_vi[node],
            "name_en": nodes.name_en[node],
            "aliases": nodes.aliases[node].replace("\n", "|"),
            "level": words.levels[nodes.level[node]],
            "place": nodes.place[node],
            "identifiers": nodes.identifiers[node].replace("\n", "|"),
            **self._dated(nodes, node),
        }
        return {name: value for name, value in known.items() if value != ""}

    def link_attributes(self, link: int) -> dict[str, Any]:
        """Return all that is known of a link but its ends, by name; what is empty is left out."""
        links = self.links
        known = {
            **further(links.attributes[link]),
            "relation": self.relation(link).id,
            "weight": _number(links.weight[link]),
            "confidence": _number(links.confidence[link]),
            "id": links.id[link],
            **self._dated(links, link),
        }
        return {name: value for name, value in known.items() if value != ""}

    def _dated(self, columns: NodeColumns | LinkColumns, entry: int) -> dict[str, str]:
        return {
            "valid_from": dates.show(int(columns.valid_from[entry])),
            "valid_to": dates.show(int(columns.valid_to[entry])),
            "standing": vocabulary().standings[columns.standing[entry]],
            "sources": "|".join(self.citations[columns.sources[entry]]),
        }


def _number(value: float) -> float | str:
    return "" if np.isnan(value) else float(value)


def _kinds() -> tuple[NodeKind, ...]:
    return tuple(vocabulary().kinds.values())


def _relations() -> tuple[Relation, ...]:
    return tuple(vocabulary().relations.values())
