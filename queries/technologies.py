"""Technologies by actor, act, document and speaker, who calls them strategic, broader and narrower terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from ecosystem.model.answer import Answer, Value
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId, _attributes, _lines
from queries._acts import BRINGING, Acts
from queries._ends import end, in_words, passing
from queries._lines import Line
from queries._links import BROADER, Links

By = Literal["technology", "actor", "act", "document", "speaker"]

_SPOKEN = ("works_on", "prioritises", "introduces", "applies_to", "funds", "benefits", "implements")
_COLUMNS = {
    "technology": _lines.columns(
        "id name subtype standing broader narrower called actors acts documents document_count speaker_count",
        detail="id subtype documents",
    ),
    "actor": _lines.columns(
        "actor_id actor actor_kind id name stage standing said_by", detail="actor_id actor_kind id"
    ),
    "act": _lines.columns("act_id act relation through id name term standing said_by", detail="act_id id"),
    "document": _lines.columns("document_id document date id name places", detail="document_id id"),
    "speaker": _lines.columns("speaker_id speaker id name says standing", detail="speaker_id id"),
}
_CARRIERS = ("policy", "instrument", "fund", "target")
_AT_WORK = ("technology", "it_zone")
_OPINIONS = "An opinion is not counted as the content of an act; --by speaker lists who says what."


def technologies(graph: Graph, *, technology: NodeId | None = None, by: By = "technology", top: int = 0) -> Answer:
    """List technologies with their terms, actors and acts, or each actor, act, document or speaker with them.

    Parameters
    ----------
    technology
        This one with its narrower terms and members; left out, all.
    by
        One row for each technology, for each actor at work on one, for each act that leads to one, for each document
        or for each person or body that speaks of one.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    An actor works on a technology; acts are the policies that introduce, prioritise, fund or otherwise speak of it,
    by themselves or by way of what they bring: an instrument, fund, target, zone or facility, whatever the length. A
    document counts that speaks of the technology itself. `called` is the word by which somebody gives it priority. In
    brackets stand the weakest standing of the way, where it is not fact, and who says so.

    Examples
    --------
    $ ecosystem technologies AI
    $ ecosystem technologies --by actor

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "act", "kind": "policy"}, {"id": "ai", "kind": "technology"}, {"id": "zone", "kind": "it_zone"}],
    ...     [{"source": "act", "relation": "prioritises", "target": "ai", "term": "strategic"},
    ...      {"source": "zone", "relation": "works_on", "target": "ai", "stage": "pilot"}])
    >>> [row[6:9] for row in technologies(graph).rows]
    [('strategic (act)', 'zone (pilot)', 'act')]
    >>> [row[1:6] for row in technologies(graph, by="actor").rows]
    [('zone', 'it_zone', 'ai', 'ai', 'pilot')]
    """
    links = Links(graph, *dict.fromkeys((*_SPOKEN, *BRINGING)))
    chosen = _chosen(graph, links, technology)
    lines = [line for node in chosen for line in _MAKERS[by](graph, links, node)]
    of = f": {graph.nodes.name[graph.position(technology)]} and its narrower terms" if technology else ""
    return _lines.answer(
        graph,
        ("Technologies" if by == "technology" else f"Technologies by {by}") + of,
        _COLUMNS[by],
        sorted(lines, key=lambda line: _order(line, by)),
        notes=(_OPINIONS if by in ("technology", "act") and lines else "",),
        top=top,
        noun="technology" if by == "technology" else "row",
    )


def _chosen(graph: Graph, links: Links, technology: NodeId | None) -> list[int]:
    if technology is not None:
        return list(links.below(graph.position(technology), *BROADER))
    return [node for node in range(len(graph.nodes)) if graph.kind(node).id == "technology"]


def _order(line: Line, by: By) -> tuple[str, ...]:
    """Return the key of a line: the names in its row, the rest after them."""
    first = {"technology": (1, 0), "speaker": (1, 0, 3, 2)}.get(by, (1, 0, 4, 3))
    return tuple(str(line.values[i] or "") for i in (*first, *range(len(line.values))))


def _by_technology(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    up, down = links.out(node, *BROADER), links.into(node, *BROADER)
    called, actors = links.into(node, "prioritises"), actors_of(graph, links, node)
    acts = _firmest(graph, _chains(graph, links, node))
    references = _spoken_of(graph, node)
    row: tuple[Value, ...] = (
        *graph.label(node)[:2],
        graph.nodes.subtype[node] or None,
        _attributes.standing(graph, nodes=(node,)),
        _attributes.names(graph, map(links.target, up)),
        _attributes.names(graph, map(links.source, down)),
        _attributes.listed(_called(graph, link) for link in called),
        _attributes.listed(_at_work(graph, link) for link in actors),
        _attributes.listed(_way(graph, act, node, chain) for act, chain in acts),
        _attributes.listed(reference.split("#")[0] for reference in references),
        len({reference.split("#")[0] for reference in references}),
        len({speaker for speaker, _ in _sayings(graph, node)}),
    )
    used = (*up, *down, *called, *actors, *(link for _, chain in acts for link in chain))
    yield Line(row, nodes=(node,), links=used)


def _called(graph: Graph, link: int) -> str:
    word = _attributes.of_link(graph, link).get("term", "prioritised")
    return _attributes.qualified(graph, word, str(graph.nodes.name[graph.links.source[link]]), links=(link,))


def _at_work(graph: Graph, link: int) -> str:
    stage = _attributes.of_link(graph, link).get("stage", "")
    return _attributes.qualified(graph, str(graph.nodes.name[graph.links.source[link]]), stage, links=(link,))


def actors_of(graph: Graph, links: Links, node: int) -> list[int]:
    """Return the links by which organisations, places and people work on a technology."""
    at_work = links.into(node, "works_on")
    return [link for link in at_work if graph.kind(links.source(link)).id not in ("policy", "instrument", "technology")]


_Chain = tuple[int, tuple[int, ...]]


def _chains(graph: Graph, links: Links, node: int) -> Iterator[_Chain]:
    """Yield each act that speaks of a technology with the links that lead there, by itself or by way of what it brings.

    An opinion leads nowhere: what somebody hopes for is not the content of an act.
    """
    acts = Acts(graph, links)
    opinion = vocabulary().standings.index("opinion")
    for link in links.into(node, *_SPOKEN):
        if graph.links.standing[link] < opinion and _carries(graph, links, link):
            yield from ((act, (link, *chain)) for act, chain in acts.behind(links.source(link)).items())
    for link in links.out(node, "implements"):
        if graph.links.standing[link] < opinion:
            yield links.target(link), (link,)


def _carries(graph: Graph, links: Links, link: int) -> bool:
    """Return whether an act that brings what stands at the start of a link speaks by it of the technology."""
    kind = graph.kind(links.source(link)).id
    return kind in _CARRIERS or (kind in _AT_WORK and graph.relation(link).id == "works_on")


def _firmest(graph: Graph, chains: Iterator[_Chain]) -> list[_Chain]:
    """Return one chain for each act: the firmest, of these the shortest."""
    found: dict[int, tuple[int, ...]] = {}
    standing = graph.links.standing
    for act, chain in sorted(chains, key=lambda one: (standing[list(one[1])].max(), len(one[1]), one)):
        found.setdefault(act, chain)
    return sorted(found.items())


def _between(graph: Graph, node: int, chain: tuple[int, ...]) -> list[int]:
    """Return the nodes between a technology and the act at the end of its chain, the nearest to the act first."""
    return passing(graph, node, chain)[-2::-1] if len(chain) > 1 else []


def _way(graph: Graph, act: int, node: int, chain: tuple[int, ...]) -> str:
    """Return an act with what it leads through, the weakest standing on the way and the speakers."""
    between = _between(graph, node, chain)
    through = " → ".join(str(graph.nodes.name[one]) for one in between)
    name = str(graph.nodes.name[act])
    return _attributes.qualified(graph, name, f"by way of {through}" if through else "", nodes=between, links=chain)


def _by_actor(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    for link in actors_of(graph, links, node):
        standing = _attributes.standing(graph, nodes=(node,), links=(link,))
        stage = _attributes.of_link(graph, link).get("stage")
        ends = (*graph.label(links.source(link)), *graph.label(node)[:2])
        yield Line((*ends, stage, standing, _attributes.speakers(graph, (link,))), links=(link,))


def _by_act(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    for act, chain in _chains(graph, links, node):
        first, between = chain[0], _between(graph, node, chain)
        row = (
            *graph.label(act)[:2],
            end(graph, first, end(graph, first, node).other).relation,
            " → ".join(str(graph.nodes.name[one]) for one in between) or None,
            *graph.label(node)[:2],
            _attributes.of_link(graph, first).get("term"),
            _attributes.standing(graph, nodes=(node, *between), links=chain),
            _attributes.speakers(graph, chain),
        )
        yield Line(row, links=chain)


def _spoken_of(graph: Graph, node: int) -> tuple[str, ...]:
    """Return the references of a node and of its links: where documents speak of it."""
    return Line((), (node,), tuple(graph.links_of(node).tolist())).evidence(graph)


def _by_document(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    places: dict[str, list[str]] = {}
    for reference in _spoken_of(graph, node):
        places.setdefault(reference.split("#")[0], []).append(reference)
    for id, references in places.items():
        source = graph.sources.get(id)
        document = (id, source.title if source else None, (source.date if source else None) or None)
        where = _attributes.listed(reference.partition("#")[2] or None for reference in references)
        yield Line((*document, *graph.label(node)[:2], where), near=(node,), cites=tuple(references))


def _sayings(graph: Graph, node: int) -> Iterator[tuple[str, int]]:
    """Yield who says something of a technology, by id, with the link: its speakers, or the person at its start."""
    for link in graph.links_of(node).tolist():
        speakers = _attributes.of_link(graph, link).get("speaker", "")
        source = int(graph.links.source[link])
        if not speakers and graph.kind(source).id == "person":
            speakers = str(graph.nodes.id[source])
        yield from ((speaker, link) for speaker in filter(None, speakers.split("|")))


def _by_speaker(graph: Graph, links: Links, node: int) -> Iterator[Line]:
    for speaker, link in _sayings(graph, node):
        known = graph.positions.get(speaker)
        who = speaker if known is None else str(graph.nodes.name[known])
        standing = _attributes.standing(graph, links=(link,))
        row = (speaker, who, *graph.label(node)[:2], in_words(graph, link), standing)
        yield Line(row, links=(link,), near=() if known is None else (known,))


_MAKERS: dict[str, Callable[[Graph, Links, int], Iterator[Line]]] = {
    "technology": _by_technology,
    "actor": _by_actor,
    "act": _by_act,
    "document": _by_document,
    "speaker": _by_speaker,
}
