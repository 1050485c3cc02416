"""Graph files: what an answer speaks of as GEXF 1.3 (Gephi) or GraphML (yEd, Cytoscape, igraph, networkx).

The writers of networkx number the links of every pair again, take attributes such as `id` or `start` for their own,
and let characters through that XML forbids; hence these two. Both write line by line, in the order of the graph.

A file whose links all have no direction is undirected. Any other is directed, and a link without direction stands in
it as two arcs, with the attribute `mutual` (`forth`, `back`): networkx refuses an undirected edge in a directed file,
and Gephi reads a mutual one as a single arc.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import count
from pathlib import Path

import numpy as np

from ecosystem.model import dates
from ecosystem.model.answer import Answer
from ecosystem.model.columns import LinkColumns, NodeColumns
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from ecosystem.outputs import whole
from ecosystem.outputs._legal import legal

SUFFIXES = (".gexf", ".graphml")

Values = dict[str, str | float]
Keys = dict[str, tuple[str, str]]

# Words that readers of either form take for something else; an attribute of this name gets a _ after it.
_RESERVED = {
    "end",
    "id",
    "key",
    "label",
    "node_for_adding",
    "parents",
    "pid",
    "spells",
    "start",
    "u_for_edge",
    "v_for_edge",
    "viz",
}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def write(answer: Answer, path: Path) -> None:
    """Write the nodes and links of an answer to a file; the suffix chooses the form."""
    form = gexf if path.suffix.lower() == ".gexf" else graphml
    with whole(path) as place, place.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(line + "\n" for line in form(subject(answer), answer.title))


def subject(answer: Answer) -> Graph:
    """Return the part of the graph that an answer speaks of: its links with their ends, and its nodes.

    Without links it is the nodes and all links among them, without either the whole graph.
    """
    graph, links = answer.graph, answer.links
    if len(links):
        return graph.part(np.concatenate([answer.nodes, graph.links.source[links], graph.links.target[links]]), links)
    return graph.part(answer.nodes) if len(answer.nodes) else graph


def gexf(graph: Graph, title: str = "") -> Iterator[str]:
    """Return the lines of a GEXF 1.3 file; a node has the colour of its kind, and `end` is the last day."""
    keys = {tag: _keys(tag, rows(graph)) for tag, rows in _PARTS.items()}
    keys["edge"].pop("weight", None)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield f"<meta><creator>ecosystem</creator><description>{_xml(title)}</description></meta>"
    yield f'<graph defaultedgetype="{_direction(graph)}" {_mode(graph)}>'
    for tag in _PARTS:
        yield f'<attributes class="{tag}" mode="static">'
        for name, (key, type) in keys[tag].items():
            yield _element("attribute", {"id": key, "title": name, "type": type})
        yield "</attributes>"
    for tag, rows in _PARTS.items():
        yield f"<{tag}s>"
        for head, values in rows(graph):
            told = (_element("attvalue", {"for": key, "value": value}) for key, value in _told(values, keys[tag]))
            colour = _colour(values) if tag == "node" else ""
            yield _element(tag, head, f"<attvalues>{''.join(told)}</attvalues>{colour}")
        yield f"</{tag}s>"
    yield "</graph></gexf>"


def graphml(graph: Graph, title: str = "") -> Iterator[str]:
    """Return the lines of a GraphML file; its `label` is the name of a node, and of the relation of a link."""
    keys = {tag: _keys(tag, rows(graph)) for tag, rows in _PARTS.items()}
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield f"<desc>{_xml(title)}</desc>"
    for tag in _PARTS:
        for name, (key, type) in {"label": (f"{tag}-label", "string"), **keys[tag]}.items():
            yield _element("key", {"id": key, "for": tag, "attr.name": name, "attr.type": type})
    yield f'<graph edgedefault="{_direction(graph)}">'
    for tag, rows in _PARTS.items():
        for head, values in rows(graph):
            data = [(f"{tag}-label", head["label"]), *_told(values, keys[tag])]
            told = (_element("data", {"key": key}, _xml(value)) for key, value in data)
            ends: Values = {name: head[name] for name in ("id", "source", "target") if name in head}
            yield _element(tag, ends, "".join(told))
    yield "</graph></graphml>"


def _nodes(graph: Graph) -> Iterator[tuple[Values, Values]]:
    """Give what GEXF says of every node in its tag, and its attributes."""
    for node, id in enumerate(_distinct(graph.nodes.id)):
        head = {"id": id, "label": graph.nodes.name[node], **_lifetime(graph.nodes, node)}
        yield head, _named(graph.node_attributes(node))


def _links(graph: Graph) -> Iterator[tuple[Values, Values]]:
    """Give what GEXF says of every link in its tag, and its attributes.

    The format wants source, target and kind to be one edge, so the second link of a relation between the same
    ends has a kind of its own, such as `funds 2`; its attribute `relation` is as for the first.
    """
    directed, ids, own = _direction(graph) == "directed", _distinct(graph.nodes.id), _link_ids(graph)
    seen = Counter[tuple[str, ...]]()
    for link, source, target, values in graph.arcs():
        way = values.get("mutual")
        if not directed and values.pop("mutual") == "back":
            continue
        ends, relation = (ids[source], ids[target]), graph.relation(link).id
        edge = (*(ends if directed else sorted(ends)), relation)
        seen[edge] += 1
        kind = relation if seen[edge] == 1 else f"{relation} {seen[edge]}"
        id = own[link][way == "back"]
        head = {"id": id, "source": ends[0], "target": ends[1], "kind": kind, "label": graph.words(link).name}
        weight = {"weight": values["weight"]} if "weight" in values else {}
        values.pop("id", None)
        yield {**head, **weight, **_lifetime(graph.links, link)}, _named(values)


def _link_ids(graph: Graph) -> list[tuple[str, str]]:
    """Return for every link its id in a file, and that of its way back."""
    forth = _distinct(graph.links.id)
    both = _distinct([*forth, *(f"{id} back" for id in forth)])
    return list(zip(forth, both[len(forth) :], strict=True))


def _direction(graph: Graph) -> str:
    return "undirected" if len(graph.links) and graph.undirected.all() else "directed"


_PARTS = {"node": _nodes, "edge": _links}


def _named(values: Values) -> Values:
    return {f"{name}_" if name.rstrip("_") in _RESERVED else name: value for name, value in values.items()}


def _keys(tag: str, rows: Iterable[tuple[Values, Values]]) -> Keys:
    """Return for every attribute that occurs, by name, its id and type."""
    keys: Keys = {}
    for _, values in rows:
        for name, value in values.items():
            if name not in keys:
                keys[name] = (f"{tag}{len(keys)}", "double" if isinstance(value, float) else "string")
    return keys


def _told(values: Values, keys: Keys) -> Iterator[tuple[str, str | float]]:
    return ((keys[name][0], value) for name, value in values.items() if name in keys)


def _mode(graph: Graph) -> str:
    dated = any(days.any() for part in (graph.nodes, graph.links) for days in (part.valid_from, part.valid_to))
    return 'mode="dynamic" timeformat="date"' if dated else 'mode="static"'


def _lifetime(columns: NodeColumns | LinkColumns, entry: int) -> dict[str, str]:
    """Return the first and the last day on which it holds, where they are known."""
    start, end = _day(columns.valid_from[entry]), _day(columns.valid_to[entry])
    life = {"start": start, "end": end and max(end - 1, start, 1)}
    return {name: date.fromordinal(day).isoformat() for name, day in life.items() if day}


def _day(number: int) -> int:
    return date.fromisoformat(f"{dates.first_day(int(number)):08}").toordinal() if number else 0


def _colour(values: Values) -> str:
    red, green, blue = bytes.fromhex(vocabulary().kinds[str(values["kind"])].colour[1:])
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _distinct(ids: Iterable[str]) -> list[str]:
    """Return ids as XML can hold them; where one is empty or taken, a number that is nobody's id."""
    own = [legal(id) for id in ids]
    taken = set(own)
    first = taken - {""}
    free = (str(number) for number in count() if str(number) not in taken)
    distinct = []
    for id in own:
        distinct.append(id if id in first else next(free))
        first.discard(id)
    return distinct


def _element(tag: str, attributes: Mapping[str, str | float], inside: str = "") -> str:
    head = "".join(f' {name}="{_xml(value)}"' for name, value in attributes.items())
    return f"<{tag}{head}>{inside}</{tag}>" if inside else f"<{tag}{head}/>"


@lru_cache(maxsize=4096)
def _xml(value: str | float) -> str:
    return legal(str(value)).translate(_ESCAPES)
