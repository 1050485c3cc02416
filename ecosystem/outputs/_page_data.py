"""What the page gets of nodes and links; what is empty is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecosystem.model import dates
from ecosystem.model.answer import show
from ecosystem.model.cell_words import cell_words
from ecosystem.model.columns import LinkColumns, NodeColumns, further
from ecosystem.model.graph import Graph
from ecosystem.model.identifiers import address_of
from ecosystem.model.reckoning import relative
from ecosystem.model.succession import CARRIED
from ecosystem.model.vocabulary import Attribute, Relation, vocabulary
from ecosystem.outputs._page_columns import table

_KIND = ("id", "name", "plural", "name_vi", "sphere", "shape", "colour", "fact", "fact_vi")
_WORDS = ("name", "inverse", "name_vi", "inverse_vi")
_SOURCE = ("id", "title", "author", "publisher", "date", "url")
_DATED: dict[str, Any] = {"since": 0, "until": 0, "due": "", "standing": 0, "cited": 0, "further": []}
_LIFE: dict[str, Any] = {"begins": 0, "ends": 0}
_NODE: dict[str, Any] = {
    **dict.fromkeys(("key", "name", "name_vi", "name_en", "subtype", "place"), ""),
    **dict.fromkeys(("kind", "level", "x", "y", "size", "community"), 0),
    **{name: [] for name in ("aliases", "identifiers")},
    **_DATED,
}
_LINK: dict[str, Any] = {"from": 0, "to": 0, "relation": 0, "carried": 0, **_DATED}


def of_node(graph: Graph, row: int) -> dict[str, Any]:
    """Return all that is known of a node; lists of pairs, where a name comes from a file."""
    nodes = graph.nodes
    told = {
        "key": nodes.id[row],
        "kind": int(nodes.kind[row]),
        "name": nodes.name[row],
        "name_vi": nodes.name_vi[row],
        "name_en": nodes.name_en[row],
        "aliases": [name for name in nodes.aliases[row].split("\n") if name],
        "subtype": nodes.subtype[row],
        "level": int(nodes.level[row]),
        "place": nodes.place[row],
        "identifiers": [[text, address_of(text)] for text in nodes.identifiers[row].split("\n") if text],
        **_dated(graph, nodes, row),
        "begins": int(nodes.begins[row]),
        "ends": int(nodes.ends[row]),
    }
    return _known(told)


def of_link(graph: Graph, row: int) -> dict[str, Any]:
    """Return all that is known of a link but its ends."""
    links = graph.links
    numbers = (("weight", float(links.weight[row])), ("confidence", float(links.confidence[row])))
    rest = [[name, show(value)] for name, value in numbers if show(value)]
    dated = _dated(graph, links, row)
    told = {"relation": int(links.relation[row]), **dated, "further": rest + dated["further"]}
    return _known({**told, "carried": int(CARRIED in further(links.attributes[row]))})


def of_graph(graph: Graph, nodes: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the nodes and links as columns, the words of the vocabulary, and the sources."""
    words = vocabulary()
    return {
        "nodes": table(nodes, _NODE if _as_recorded(graph.nodes) else {**_NODE, **_LIFE}),
        "links": table(links, _LINK),
        "kinds": [{**_some(kind, *_KIND), "figures": sorted(kind.figures)} for kind in words.kinds.values()],
        "relations": [
            {**_some(r, "id", *_WORDS, "symmetric"), "words": _by_value(r)} for r in words.relations.values()
        ],
        "spheres": [[id, name, words.spheres_vi[id]] for id, name in words.spheres.items()],
        "standings": list(words.standings),
        "cells": cell_words(),
        "attributes": [[id, a.name_vi, _refers(a)] for part in words.attributes.values() for id, a in part.items()],
        "levels": list(words.levels),
        "citations": [[reference.split("#", 1) for reference in group] for group in graph.citations],
        "sources": [_some(source, *_SOURCE) for source in graph.sources.values()],
        "scope": graph.scope,
    }


def _by_value(relation: Relation) -> list[tuple[str, str, dict[str, str]]]:
    """Return the words that a value brings: the attribute, the value and the words."""
    return [
        (attribute, value, _some(words, *_WORDS))
        for attribute, values in relation.words.items()
        for value, words in values.items()
    ]


def _as_recorded(nodes: NodeColumns) -> bool:
    """Return whether every node lives from its own first date to its own last."""
    return bool((nodes.begins == nodes.valid_from).all() and (nodes.ends == nodes.valid_to).all())


def _dated(graph: Graph, columns: NodeColumns | LinkColumns, row: int) -> dict[str, Any]:
    rest = further(columns.attributes[row])
    return {
        "since": int(columns.valid_from[row]),
        "until": int(columns.valid_to[row]),
        "standing": int(columns.standing[row]),
        "cited": int(columns.sources[row]),
        "due": dates.show(relative(graph, rest).rough),
        "further": [list(pair) for pair in rest.items()],
    }


def _refers(attribute: Attribute) -> bool:
    """Return whether the values of an attribute are ids of nodes."""
    return attribute.help.startswith(("Id of", "Ids of"))


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _some(thing: object, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}
