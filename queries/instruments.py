"""What policy offers to whom: instruments, acts and budgets with share, ceiling and condition, and back."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem.answer import Answer, Value
from ecosystem.graph import Graph
from queries import NodeId, _lines, _told
from queries._lines import Line
from queries._links import BROADER, Links

_OFFERING = ("instrument", "policy", "fund")
_OFFERS = ("benefits", "funds", "applies_to")
_COLUMNS = _lines.columns(
    "id name kind brought_by effect whom whom_kind share ceiling base condition state said_by whom_id",
    detail="id kind whom_kind whom_id",
    units={"share": "%", "ceiling": "%"},
)


def instruments(
    graph: Graph, *, node: NodeId | None = None, effect: str | None = None, state: str | None = None, top: int = 0
) -> Answer:
    """List who is offered what, one row for each instrument and beneficiary; an instrument for nobody has one row too.

    Of an act, its own offers and those of the instruments that it introduces, with parts that no other act does; of an
    instrument, its own and those of its parts; of anybody or anything else, what is offered to it, to what it belongs
    to and to where it is.

    Parameters
    ----------
    node
        An act or instrument, or a beneficiary; left out, all.
    effect
        Only offers of this effect: benefits, funds, covers, enables, limits or requires.
    state
        Only what is in force, planned, permitted, hoped for, asked for or past.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `state` follows the weaker standing of the instrument and of the link: `asked for` is an instrument that is not
    there, `hoped for` what somebody expects of one that is. `condition` holds the words of the link and the
    figure of every target that the instrument requires. Sorted by instrument, effect and beneficiary.

    Examples
    --------
    $ ecosystem instruments QTSC
    $ ecosystem instruments "Support of investment in 5G"
    $ ecosystem instruments --state "asked for"

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "act", "kind": "policy"}, {"id": "aid", "kind": "instrument"},
    ...      {"id": "firm", "kind": "enterprise"}],
    ...     [{"source": "act", "relation": "introduces", "target": "aid"},
    ...      {"source": "aid", "relation": "benefits", "target": "firm", "ceiling": 15, "base": "investment"}])
    >>> [(row[1], row[3], row[4], row[5], row[8], row[11]) for row in instruments(graph, node=NodeId("firm")).rows]
    [('aid', 'act', 'benefits', 'firm', 15, 'in force')]
    """
    links = Links(graph, "introduces", "located_in", *_OFFERS, *BROADER)
    offers = [link for link in links.of(*_OFFERS) if _is_offer(graph, links, link)]
    lines = [_offered(graph, links, link) for link in offers]
    lines += [_nobody(graph, links, one) for one in _for_nobody(graph, offers, links)]
    if node is not None:
        near = _near(graph, links, graph.position(node))
        lines = [line for line in lines if near & set(line.nodes)]
    lines = [line for line in lines if effect in (None, line.values[4]) and state in (None, line.values[11])]
    of = f": {graph.nodes.name[graph.position(node)]}" if node else ""
    return _lines.answer(
        graph,
        f"What policy offers to whom{of}",
        _COLUMNS,
        sorted(lines, key=_order),
        notes=_shares(graph, links, lines),
        top=top,
        noun="offer",
    )


def _is_offer(graph: Graph, links: Links, link: int) -> bool:
    return graph.kind(links.source(link)).id in _OFFERING and graph.kind(links.target(link)).id != "target"


def _for_nobody(graph: Graph, offers: list[int], links: Links) -> list[int]:
    offering = {links.source(link) for link in offers}
    return [node for node in range(len(graph.nodes)) if graph.kind(node).id == "instrument" and node not in offering]


def _near(graph: Graph, links: Links, node: int) -> set[int]:
    """Return the nodes whose offers, given or received, a node is asked about."""
    if graph.kind(node).id not in ("instrument", "policy"):
        return set(links.above(node, "located_in", *BROADER))
    brought = {node, *(links.target(link) for link in links.out(node, "introduces"))}
    parts = {part for one in brought for part in links.below(one, *BROADER)}
    if graph.kind(node).id == "instrument":
        return parts
    return brought | {part for part in parts if not links.into(part, "introduces")}


def _offered(graph: Graph, links: Links, link: int) -> Line:
    source, target = links.source(link), links.target(link)
    whom_id, whom, whom_kind = graph.label(target)
    told, relation = _told.of_link(graph, link), graph.relation(link)
    effect = told.get("effect", relation.name) if relation.id == "applies_to" else relation.name
    required = _required(graph, links, source)
    figures = (_told.figure(_told.of_node(graph, links.target(one))) for one in required)
    acts = links.into(source, "introduces")
    row: tuple[Value, ...] = (
        *graph.label(source),
        _told.names(graph, map(links.source, acts)),
        effect,
        whom,
        whom_kind,
        _told.value(told.get("share") or told.get("percent")),
        _told.value(told.get("ceiling")),
        told.get("base"),
        _told.listed((told.get("condition"), *(figure or None for figure in figures))),
        _told.state(graph, source, (link,)),
        _told.speakers(graph, (link,)),
        whom_id,
    )
    return Line(row, nodes=(source, target), links=(link, *required, *acts))


def _required(graph: Graph, links: Links, node: int) -> list[int]:
    """Return the links from an instrument to the targets that it requires."""
    asked = (link for link in links.out(node, "applies_to") if graph.kind(links.target(link)).id == "target")
    return [link for link in asked if _told.of_link(graph, link).get("effect") == "requires"]


def _nobody(graph: Graph, links: Links, node: int) -> Line:
    acts = links.into(node, "introduces")
    state = _told.state(graph, node)
    row = (*graph.label(node), _told.names(graph, map(links.source, acts)), *[None] * 7, state, None, None)
    return Line(row, nodes=(node,), links=tuple(acts))


def _order(line: Line) -> tuple[str, ...]:
    return tuple(str(line.values[i] or "") for i in (1, 0, 4, 5, 13, 7, 8, 10, 11))


def _shares(graph: Graph, links: Links, lines: list[Line]) -> Iterator[str]:
    """Yield for each instrument whose shares of one base do not make a whole what they add up to."""
    sums: dict[tuple[str, str], float] = {}
    for line in lines:
        told = _told.of_link(graph, line.links[0]) if line.values[4] else {}
        if (share := _told.number(told.get("share"))) is not None:
            key = str(line.values[1]), told.get("base", "")
            sums[key] = sums.get(key, 0.0) + share
    for (name, base), total in sorted(sums.items()):
        if abs(total - 100) > 1e-9:
            yield f"The shares of {name}{f' ({base})' if base else ''} that are shown add up to {total:g}%."
