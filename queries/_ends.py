"""How a link reads from one of its ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ecosystem.model import dates
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary

_DIRECTIONS = ("out", "in", "both")


@dataclass(frozen=True, slots=True)
class End:
    """A link as it reads from one of its ends: `relation` leads to the node `other`."""

    link: int
    relation: str
    direction: str
    other: int


def end(graph: Graph, link: int, node: int) -> End:
    """Return a link as it reads from `node`, one of its ends.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund"}, {"id": "b", "kind": "university"}],
    ...                  [{"source": "a", "relation": "funds", "target": "b"}])
    >>> end(graph, 0, 1)
    End(link=0, relation='funded by', direction='in', other=0)
    """
    source, target = int(graph.links.source[link]), int(graph.links.target[link])
    words = graph.words(link)
    outwards = source == node
    direction = "both" if graph.relation(link).symmetric or source == target else "out" if outwards else "in"
    return End(link, words.name if outwards else words.inverse, direction, target if outwards else source)


def in_words(graph: Graph, link: int) -> str:
    """Return a link as a sentence: its start, relation and end."""
    start = int(graph.links.source[link])
    there = end(graph, link, start)
    return f"{graph.nodes.name[start]} {there.relation} {graph.nodes.name[there.other]}"


def passing(graph: Graph, start: int, chain: Iterable[int]) -> list[int]:
    """Return the nodes that a chain of links passes from its start on, without the start."""
    passed = [start]
    for link in chain:
        passed.append(end(graph, link, passed[-1]).other)
    return passed[1:]


def ends_of(graph: Graph, node: int) -> list[End]:
    """Return links as they read from a node, by relation, direction, words, kind, name and id of the other."""

    def order(end: End) -> tuple[int, int, str, int, str, int, int]:
        relation, kind = graph.links.relation[end.link], graph.nodes.kind[end.other]
        name = graph.nodes.name[end.other]
        return int(relation), _DIRECTIONS.index(end.direction), end.relation, int(kind), name, end.other, end.link

    return sorted((end(graph, int(link), node) for link in graph.links_of(node)), key=order)


def validity(graph: Graph, link: int) -> tuple[str | None, str | None, str]:
    """Return valid_from, valid_to and standing of a link; None for a date that is not known."""
    links = graph.links
    begin, until = dates.show(int(links.valid_from[link])), dates.end(int(links.valid_to[link]))
    return begin or None, until or None, vocabulary().standings[links.standing[link]]


def cited(graph: Graph, links: Iterable[int]) -> tuple[str, ...]:
    """Return the references of several links, each once."""
    return tuple(dict.fromkeys(reference for link in links for reference in graph.cited_by_link(link)))


def positions(numbers: Iterable[int]) -> Codes:
    """Return positions as an array, sorted, each once."""
    return np.unique(np.fromiter(numbers, dtype=np.int32))
