"""Technologies by actor, act and document, who calls them strategic, broader and narrower terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ecosystem.answer import Answer, Value
from ecosystem.graph import Graph
from queries import NodeId, _lines, _told
from queries._lines import Line
from queries._links import BROADER, Links

By = Literal["technology", "actor", "act", "document"]

_SPOKEN = ("works_on", "prioritises", "introduces", "applies_to", "funds", "benefits", "implements")
_COLUMNS = {
    "technology": _lines.columns(
        "id name subtype standing broader narrower called actors acts documents", detail="id subtype documents"
    ),
    "actor": _lines.columns(
        "actor_id actor actor_kind id name stage standing said_by", detail="actor_id actor_kind id"
    ),
    "act": _lines.columns("act_id act relation through id name term standing said_by", detail="act_id id"),
    "document": _lines.columns("document_id document date id name places", detail="document_id id"),
}


def technologies(graph: Graph, *, technology: NodeId | None = None, by: By = "technology", top: int = 0) -> Answer:
    """List technologies with their terms, actors, acts and documents, or each of these with its technologies.

    Parameters
    ----------
    technology
        This one with its narrower terms and members; left out, all.
    by
        One row for each technology, for each actor at work on one, for each act that speaks of one, or for each
        document.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    An actor works on a technology; acts are the policies that introduce, prioritise, fund or otherwise speak of it,
    by themselves or through an instrument. `called` is the word by which somebody gives a technology priority.

    Examples
    --------
    $ ecosystem technologies AI
    $ ecosystem technologies --by actor

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "act", "kind": "policy"}, {"id": "ai", "kind": "technology"}, {"id": "zone", "kind": "it_zone"}],
    ...     [{"source": "act", "relation": "prioritises", "target": "ai", "term": "strategic"},
    ...      {"source": "zone", "relation": "works_on", "target": "ai", "stage": "pilot"}])
    >>> [row[6:9] for row in technologies(graph).rows]
    [('strategic (act)', 'zone (pilot)', 'act')]
    >>> [row[1:6] for row in technologies(graph, by="actor").rows]
    [('zone', 'it_zone', 'ai', 'ai', 'pilot')]
    """
    links = Links(graph, *_SPOKEN, *BROADER)
    chosen = _chosen(graph, links, technology)
    make = {"technology": _by_technology, "actor": _by_actor, "act": _by_act, "document": _by_document}[by]
    lines = [line for node in chosen for line in make(graph, links, node)]
    of = f": {graph.nodes.name[graph.position(technology)]} and its narrower terms" if technology else ""
    return _lines.answer(
        graph,
        ("Technologies" if by == "technology" else f"Technologies by {by}") + of,
        _COLUMNS[by],
        sorted(lines, key=lambda line: _order(line, by)),
        top=top,
    )


def _chosen(graph: Graph, links: Links, technology: NodeId | None) -> list[int]:
    if technology is not None:
        return list(links.below(graph.position(technology), *BROADER))
    return [node for node in range(len(graph.nodes)) if graph.kind(node).id == "technology"]


def _order(line: Line, by: By) -> tuple[str, ...]:
    """Return the key of a line: the names in its row, the rest after them."""
    first = (1, 0) if by == "technology" else (1, 0, 4, 3)
    return tuple(str(line.values[i] or "") for i in (*first, *range(len(line.values))))


def _by_technology(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    up, down = links.out(node, *BROADER), links.into(node, *BROADER)
    called, actors = links.into(node, "prioritises"), actors_of(graph, links, node)
    acts = list(_acts(graph, links, node))
    used = (*up, *down, *called, *actors, *(link for _, walked in acts for link in walked))
    row: tuple[Value, ...] = (
        *graph.label(node)[:2],
        graph.nodes.subtype[node] or None,
        _told.standing(graph, nodes=(node,)),
        _told.names(graph, map(links.target, up)),
        _told.names(graph, map(links.source, down)),
        _told.listed(_with(graph, links, link, "term", "prioritised") for link in called),
        _told.listed(_with(graph, links, link, "stage", "") for link in actors),
        _told.names(graph, (act for act, _ in acts)),
        _told.listed(reference.split("#")[0] for reference in Line((), (node,), used).evidence(graph)),
    )
    yield Line(row, nodes=(node,), links=used)


def _with(graph: Graph, links: Links, link: int, column: str, otherwise: str) -> str:
    """Return who stands at the start of a link with the word of one of its columns."""
    name, word = str(graph.nodes.name[links.source(link)]), _told.of_link(graph, link).get(column, otherwise)
    if column == "term":
        return f"{word} ({name})"
    standing = _told.standing(graph, links=(link,))
    told = ", ".join(filter(None, (word, "" if standing == "fact" else standing)))
    return f"{name} ({told})" if told else name


def actors_of(graph: Graph, links: Links, node: int) -> list[int]:
    """Return the links by which organisations, places and people work on a technology."""
    at_work = links.into(node, "works_on")
    return [link for link in at_work if graph.kind(links.source(link)).id not in ("policy", "instrument", "technology")]


def _acts(graph: Graph, links: Links, node: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each act that speaks of a technology with the links that lead there, directly or through an instrument."""
    for link in links.into(node, *_SPOKEN):
        source = links.source(link)
        if graph.kind(source).id == "policy":
            yield source, (link,)
        elif graph.kind(source).id == "instrument":
            for brought in links.into(source, "introduces"):
                if graph.kind(links.source(brought)).id == "policy":
                    yield links.source(brought), (link, brought)
    for link in links.out(node, "implements"):
        yield links.target(link), (link,)


def _by_actor(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    for link in actors_of(graph, links, node):
        standing = _told.standing(graph, nodes=(node,), links=(link,))
        stage = _told.of_link(graph, link).get("stage")
        told = (*graph.label(links.source(link)), *graph.label(node)[:2], stage, standing)
        yield Line((*told, _told.speakers(graph, (link,))), links=(link,))


def _by_act(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    for act, walked in _acts(graph, links, node):
        first = walked[0]
        relation = graph.relation(first)
        through = _told.names(graph, [links.source(first)]) if len(walked) > 1 else None
        word = relation.name if links.target(first) == node else relation.inverse
        effect = _told.of_link(graph, first).get("effect", word)
        told = (*graph.label(act)[:2], effect, through, *graph.label(node)[:2])
        term, standing = _told.of_link(graph, first).get("term"), _told.standing(graph, nodes=(node,), links=walked)
        yield Line((*told, term, standing, _told.speakers(graph, walked)), links=walked)


def _by_document(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    around = (*links.into(node), *links.out(node))
    places: dict[str, list[str]] = {}
    for reference in Line((), (node,), around).evidence(graph):
        places.setdefault(reference.split("#")[0], []).append(reference)
    for id, references in places.items():
        source = graph.sources.get(id)
        told = (id, source.title if source else None, (source.date if source else None) or None)
        where = _told.listed(reference.partition("#")[2] or None for reference in references)
        yield Line((*told, *graph.label(node)[:2], where), nodes=(node,), cites=tuple(references))
