"""Who steers what, and where no one is named."""

from __future__ import annotations

from collections import Counter

from ecosystem.answer import Answer, Value
from ecosystem.graph import Graph
from queries import NodeId, _lines, _told
from queries._lines import Line
from queries._links import Links

_STEERED = ("policy", "instrument")
_NAMED, _THROUGH, _NO_ONE = "named", "named for what it follows from", "no one named"
_COLUMNS = _lines.columns(
    "id name kind standing coordination coordinators follows_from",
    detail="id kind",
)


def coordinates(graph: Graph, *, node: NodeId | None = None, unnamed: bool = False, top: int = 0) -> Answer:
    """List acts and instruments with the bodies that coordinate them, and those for which no one is named.

    An instrument or act without a coordinator of its own may follow from an act that has one: by being introduced by
    it, by carrying it out, or as a part of it. The nearest such act is shown.

    Parameters
    ----------
    node
        A body, to list what it coordinates, or an act, instrument or body that may be coordinated; left out, all.
    unnamed
        Only that for which no one is named, not even through another act.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `coordinators` have in brackets who heads them or holds another post there, former ones left out, and the standing
    of the link where it is no fact, with the speaker; the firmest come first. Sorted by how the coordinator is named,
    then by kind and name.

    Examples
    --------
    $ ecosystem coordinates --unnamed

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "board", "kind": "agency"}, {"id": "act", "kind": "policy"}, {"id": "aid", "kind": "instrument"}],
    ...     [{"source": "board", "relation": "coordinates", "target": "act"},
    ...      {"source": "act", "relation": "introduces", "target": "aid"}])
    >>> [(row[0], *row[4:7]) for row in coordinates(graph).rows]
    [('act', 'named', 'board', None), ('aid', 'named for what it follows from', 'board', 'act')]
    """
    links = Links(graph, "coordinates", "introduces", "implements", "part_of", "holds_role")
    things = [i for i in range(len(graph.nodes)) if graph.kind(i).id in _STEERED or links.into(i, "coordinates")]
    lines = [_steering(graph, links, thing) for thing in things]
    if node is not None:
        position = graph.position(node)
        steered = [line for line in lines if position in (*line.nodes, *line.near)]
        lines = steered or [_steering(graph, links, position)]
    counts = Counter(line.values[4] for line in lines)
    told = ", ".join(f"{counts[how]} {how}" for how in (_NAMED, _THROUGH, _NO_ONE) if counts[how])
    of = f": {graph.nodes.name[graph.position(node)]}" if node else ""
    return _lines.answer(
        graph,
        f"Who steers what{of}",
        _COLUMNS,
        sorted((line for line in lines if not unnamed or line.values[4] == _NO_ONE), key=_order),
        notes=(f"Acts, instruments and bodies by their coordinator: {told}." if told else "",),
        top=top,
    )


def _steering(graph: Graph, links: Links, thing: int) -> Line:
    above = _follows_from(links, thing)
    nearest = next((node for node in above if links.into(node, "coordinates")), None)
    told: tuple[Value, ...] = (*graph.label(thing), _told.standing(graph, nodes=(thing,)))
    if nearest is None:
        return Line((*told, _NO_ONE, None, None), nodes=(thing,))
    steering = sorted(links.into(nearest, "coordinates"), key=lambda link: int(graph.links.standing[link]))
    posts = [post for link in steering for post in _posts(graph, links, links.source(link))]
    row = (
        *told,
        _NAMED if nearest == thing else _THROUGH,
        _told.listed(_coordinator(graph, links, link) for link in steering),
        None if nearest == thing else str(graph.nodes.name[nearest]),
    )
    return Line(row, links=(*steering, *above[nearest], *posts), near=(thing, *map(links.source, steering)))


def _follows_from(links: Links, thing: int) -> dict[int, tuple[int, ...]]:
    """Return the thing and what it follows from, nearest first, with the links that say so."""
    found: dict[int, tuple[int, ...]] = {thing: ()}
    waiting = [thing]
    for near in waiting:
        up = [(links.source(link), link) for link in links.into(near, "introduces")]
        up += [(links.target(link), link) for link in links.out(near, "implements", "part_of")]
        for node, link in up:
            if node not in found:
                found[node] = (*found[near], link)
                waiting.append(node)
    return found


def _coordinator(graph: Graph, links: Links, link: int) -> str:
    """Return a coordinator with its people, and the standing of the link where it is no fact."""
    body = links.source(link)
    told = []
    for post in _posts(graph, links, body):
        title = _told.of_link(graph, post).get("title")
        told.append(", ".join(filter(None, (str(graph.nodes.name[links.source(post)]), title))))
    standing = _told.standing(graph, nodes=(body,), links=(link,))
    if standing != "fact":
        told.append(" of ".join(filter(None, (standing, _told.speakers(graph, (link,))))))
    return str(graph.nodes.name[body]) + (f" ({'; '.join(told)})" if told else "")


def _posts(graph: Graph, links: Links, body: int) -> list[int]:
    return [link for link in links.into(body, "holds_role") if _told.standing(graph, links=(link,)) != "past"]


def _order(line: Line) -> tuple[int, str, str, str]:
    id, name, kind, _, how = map(str, line.values[:5])
    return (_NAMED, _THROUGH, _NO_ONE).index(how), kind, name, id
