"""Graph files: what an answer speaks of as GEXF 1.3 (Gephi) or GraphML (yEd, Cytoscape, igraph, networkx).

The writers of networkx number the links of each pair anew in GraphML, take an attribute `id`, `viz` or `start`
for their own in GEXF, and let characters through that XML forbids; hence these two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import count
from pathlib import Path

import numpy as np

from ecosystem import dates
from ecosystem.answer import Answer
from ecosystem.graph import Graph, LinkColumns, NodeColumns
from ecosystem.outputs import whole
from ecosystem.outputs._legal import legal

SUFFIXES = (".gexf", ".graphml")

Values = dict[str, str | float]

_RESERVED = {"end", "id", "key", "label", "parents", "pid", "spells", "start", "viz"}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def write(answer: Answer, path: Path) -> None:
    """Write the nodes and links of an answer to a file; the suffix chooses the form."""
    form = gexf if path.suffix.lower() == ".gexf" else graphml
    with whole(path) as place, place.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(line + "\n" for line in form(subject(answer), answer.title))


def subject(answer: Answer) -> Graph:
    """Return the part of the graph that an answer speaks of: its links, its nodes and the ends of its links.

    Without links it is the nodes and all links among them, without either the whole graph.
    """
    graph, links = answer.graph, answer.links
    if len(links):
        return graph.part(np.concatenate([answer.nodes, graph.links.source[links], graph.links.target[links]]), links)
    return graph.part(answer.nodes) if len(answer.nodes) else graph


def gexf(graph: Graph, title: str = "") -> Iterator[str]:
    """Return the lines of a GEXF 1.3 file; nodes have the colour of their kind.

    `end` is the last day, so the day before `valid_to`. An edge may occur once for each `kind`: links of the same
    ends and relation are told apart by a number after it.
    """
    nodes, links = graph.nodes, graph.links
    node_keys, link_keys = _keys("n", len(nodes), graph.node_attributes), _keys("l", len(links), graph.link_attributes)
    dated = any(days.any() for days in (nodes.valid_from, nodes.valid_to, links.valid_from, links.valid_to))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield f"<meta><creator>ecosystem</creator><description>{_xml(title)}</description></meta>"
    yield f'<graph defaultedgetype="directed" mode="{"dynamic" if dated else "static"}" timeformat="date">'
    for scope, keys in (("node", node_keys), ("edge", link_keys)):
        declared = _each('<attribute id="{}" title="{}" type="{}"/>', keys)
        yield f'<attributes class="{scope}" mode="static">{declared}</attributes>'
    yield "<nodes>"
    ids = _distinct(nodes.id)
    for node, id in enumerate(ids):
        head = _head(id=id, label=nodes.name[node], **_lifetime(nodes, node))
        yield f"<node{head}>{_attvalues(graph.node_attributes(node), node_keys)}{_colour(graph, node)}</node>"
    yield "</nodes>"
    yield "<edges>"
    for link, (id, kind) in enumerate(zip(_distinct(links.id), _numbered(graph), strict=True)):
        values = graph.link_attributes(link)
        ends = {"source": ids[links.source[link]], "target": ids[links.target[link]]}
        weight = {"weight": values["weight"]} if "weight" in values else {}
        head = _head(id=id, **ends, kind=kind, label=graph.relation(link).name, **weight, **_lifetime(links, link))
        yield f"<edge{head}>{_attvalues(values, link_keys)}</edge>"
    yield "</edges>"
    yield "</graph></gexf>"


def graphml(graph: Graph, title: str = "") -> Iterator[str]:
    """Return the lines of a GraphML file; `label` holds the name of a node and of the relation of a link."""
    nodes, links = graph.nodes, graph.links
    node_keys, link_keys = _keys("n", len(nodes), graph.node_attributes), _keys("l", len(links), graph.link_attributes)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield f"<desc>{_xml(title)}</desc>"
    for scope, keys in (("node", node_keys), ("edge", link_keys)):
        yield f'<key id="{scope}-label" for="{scope}" attr.name="label" attr.type="string"/>'
        yield _each(f'<key id="{{}}" for="{scope}" attr.name="{{}}" attr.type="{{}}"/>', keys)
    yield '<graph edgedefault="directed">'
    ids = _distinct(nodes.id)
    for node, id in enumerate(ids):
        data = _data("node-label", nodes.name[node]) + _datas(graph.node_attributes(node), node_keys)
        yield f"<node{_head(id=id)}>{data}</node>"
    for link, id in enumerate(_distinct(links.id)):
        head = _head(id=id, source=ids[links.source[link]], target=ids[links.target[link]])
        data = _data("edge-label", graph.relation(link).name) + _datas(graph.link_attributes(link), link_keys)
        yield f"<edge{head}>{data}</edge>"
    yield "</graph></graphml>"
