"""Who steers what or answers for it, and where no one is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ecosystem.model.answer import Answer
from ecosystem.model.graph import Graph
from queries import NodeId, _attributes, _lines
from queries._answering import NAMED, RELATIONS, THROUGH, WAYS, Answering, Way, act_in_words, in_words
from queries._lines import Line
from queries._links import Links

_THINGS = ("policy", "instrument", "target")
_COLUMNS = _lines.columns(
    "id name kind standing coordination coordinators follows_from rests_on said_by",
    detail="id kind",
)


def coordinates(graph: Graph, *, node: NodeId | None = None, unnamed: bool = False, top: int = 0) -> Answer:
    """List acts, instruments and targets with the bodies that steer or answer for them, or that no one is named.

    `coordination` says how. named: a body coordinates it. brings it itself: a body issued the act, introduces the
    instrument or sets the target. named for what it follows from: a body coordinates an act that brings it, that it
    carries out or is a part of. by way of the act: a body issued the act that brings it. only asked for: somebody wants
    a body to coordinate it. no one named: none of these. Who is nearest is shown, of equally near ones who coordinates.

    Parameters
    ----------
    node
        A body, to list what it steers or answers for, in the nearest way for each; or an act, instrument or target, to
        list all who do; left out, all in the nearest way.
    unnamed
        Leave out what a body coordinates, itself or by the nearest act; who else brings a thing is still shown.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `coordinators` have in brackets who heads them or holds another post there, former ones left out, and the standing
    of the link where it is not a fact, with the speaker; the firmest come first. `rests_on` is the weakest standing of
    the links from the thing to the firmest of them, `said_by` names who says so. Opinions lead to no act. Who signed an
    act does not answer for it. Figures of today (indicators) are left out. Sorted by coordination, then by kind and
    name; for one thing the nearest first.

    Examples
    --------
    $ ecosystem coordinates --unnamed

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "board", "kind": "agency"}, {"id": "act", "kind": "policy"}, {"id": "aid", "kind": "instrument"}],
    ...     [{"source": "board", "relation": "coordinates", "target": "act"},
    ...      {"source": "act", "relation": "introduces", "target": "aid"}])
    >>> [(row[0], *row[4:7]) for row in coordinates(graph).rows]
    [('act', 'named', 'board', None), ('aid', 'named for what it follows from', 'board', 'act')]
    """
    links = Links(graph, *RELATIONS, "holds_role")
    answering = Answering(graph, links)
    position = None if node is None else graph.position(node)
    lines = [_line(graph, links, thing, way) for thing, way in _found(graph, answering, position)]
    if position is None or graph.kind(position).id not in _THINGS:
        lines.sort(key=_order)
    lines = [line for line in lines if not unnamed or line.values[4] not in (NAMED, THROUGH)]
    counts = Counter(line.values[4] for line in lines)
    told = ", ".join(f"{counts[how]} {how}" for how in WAYS if counts[how])
    name = "" if position is None else str(graph.nodes.name[position])
    nothing = (
        f"Nothing is recorded that {name} steers or answers for." if name else "Nothing is recorded to be steered."
    )
    return _lines.answer(
        graph,
        f"Who steers what{f': {name}' if name else ''}",
        _COLUMNS,
        lines,
        notes=(
            f"Acts, instruments, targets and bodies by who answers for them: {told}." if told else nothing,
            *_above(graph, answering, position),
        ),
        top=top,
    )


def _above(graph: Graph, answering: Answering, node: int | None) -> Iterator[str]:
    """Yield the note that says who steers the body in question."""
    if node is not None and graph.kind(node).id not in _THINGS and (way := answering.best(node)).bodies:
        yield f"{graph.nodes.name[node]} is itself steered by {in_words(graph, way, node)}."


def _found(graph: Graph, answering: Answering, node: int | None) -> Iterator[tuple[int, Way]]:
    """Yield things with the surest way in which somebody, or the body in question, answers for them."""
    if node is not None and graph.kind(node).id in _THINGS:
        yield from ((node, way) for way in answering.ranked(node))
        return
    for thing in answering.things():
        if node is None:
            yield thing, answering.best(thing)
        elif ways := [way for way in answering.ranked(thing) if node in _answering(graph, way)]:
            yield thing, ways[0]


def _answering(graph: Graph, way: Way) -> set[int]:
    """Return the bodies that answer in a way; who is only asked to coordinate beside others does not."""
    if way.how not in (NAMED, THROUGH):
        return {*way.bodies}
    pairs = zip(way.bodies, way.naming, strict=True)
    return {body for body, link in pairs if _attributes.standing(graph, links=(link,)) not in ("opinion", "past")}


def _line(graph: Graph, links: Links, thing: int, way: Way) -> Line:
    posts = [post for body in way.bodies for post in _posts(graph, links, body)]
    walked = (*way.naming[:1], *way.chain)
    row = (
        *(*graph.label(thing), _attributes.stands(graph, thing), way.how),
        _attributes.listed(_body(graph, links, *pair) for pair in zip(way.bodies, way.naming, strict=True)),
        act_in_words(graph, way, thing),
        _attributes.standing(graph, links=walked) if walked else None,
        _attributes.speakers(graph, walked),
    )
    shown = (*way.naming, *way.chain, *posts)
    return Line(row, nodes=() if shown else (thing,), links=shown, near=(thing, *way.bodies))


def _body(graph: Graph, links: Links, body: int, link: int) -> str:
    """Return a body with its people, and the standing of the link that names it where that is not a fact."""
    words = [_post(graph, links, post) for post in _posts(graph, links, body)]
    standing = _attributes.standing(graph, nodes=(body,), links=(link,))
    if standing != "fact":
        words.append(" of ".join(filter(None, (standing, _attributes.speakers(graph, (link,))))))
    return str(graph.nodes.name[body]) + (f" ({'; '.join(words)})" if words else "")


def _post(graph: Graph, links: Links, post: int) -> str:
    standing = _attributes.standing(graph, links=(post,))
    title = _attributes.of_link(graph, post).get("title")
    words = (str(graph.nodes.name[links.source(post)]), title, "" if standing == "fact" else standing)
    return ", ".join(filter(None, words))


def _posts(graph: Graph, links: Links, body: int) -> list[int]:
    return [link for link in links.into(body, "holds_role") if _attributes.standing(graph, links=(link,)) != "past"]


def _order(line: Line) -> tuple[int, str, str, str]:
    id, name, kind, _, how = map(str, line.values[:5])
    return WAYS.index(how), kind, name, id
