"""What is lacking where, and what answers each gap: in force, planned, permitted, asked for, past or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecosystem.answer import Answer, Value
from ecosystem.graph import Graph
from ecosystem.schema import schema
from queries import NodeId, _lines, _notes, _told
from queries._lines import Line
from queries._links import BROADER, Links

NOTHING = "none"
_HELPS = ("funds", "benefits", "applies_to")
_HELPERS = ("instrument", "policy", "fund")
_COLUMNS = _lines.columns(
    "id name gap missing answer instrument how for_whom brought_by standing said_by missing_id instrument_id",
    detail="id brought_by missing_id instrument_id",
)


def lacks(
    graph: Graph, *, node: NodeId | None = None, gap: str | None = None, answer: str | None = None, top: int = 0
) -> Answer:
    """List gaps, one row for each instrument and standing that answers one; a gap without any has the answer `none`.

    Of a place, the gaps of what is located in it are listed too. An instrument, policy or fund answers a gap where it
    funds, benefits or enables the missing thing or what that is part or member of, where it is itself what is
    missing, or is a member of the missing class.

    Parameters
    ----------
    node
        The body or place that lacks something; left out, all.
    gap
        Only gaps of this type, such as talent, infrastructure, money, rules or results.
    answer
        Only gaps of which this is the firmest answer: in force, planned, permitted, hoped for, asked for, past or none.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `answer` follows the weaker standing of the instrument and of the link by which it answers: `asked for` is an
    instrument that is not there, `hoped for` one of which somebody thinks that it helps. Sorted by body, type of gap,
    missing thing, then the firmest answer first.

    Examples
    --------
    $ ecosystem lacks QTSC
    $ ecosystem lacks --gap talent --answer "in force"

    >>> from ecosystem.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "zone", "kind": "it_zone"}, {"id": "5g", "kind": "technology"},
    ...      {"id": "aid", "kind": "instrument"}],
    ...     [{"source": "zone", "relation": "lacks", "target": "5g", "gap": "infrastructure"},
    ...      {"source": "aid", "relation": "funds", "target": "5g", "standing": "plan"}])
    >>> [row[1:7] for row in lacks(graph).rows]
    [('zone', 'infrastructure', '5g', 'planned', 'aid', 'funds 5g')]
    """
    links = Links(graph, "lacks", "introduces", "located_in", *_HELPS, *BROADER)
    gaps = [_Gap(graph, link) for link in _asked(graph, links, node)]
    chosen = sorted((one for one in gaps if gap in (None, one.type)), key=_Gap.order)
    found = [(one, _merged(_answers(graph, links, one))) for one in chosen]
    found = [(one, helps) for one, helps in found if answer in (None, _firmest(helps))]
    lines = [line for one, helps in found for line in _shown(graph, links, one, helps)]
    where = f" at {graph.nodes.name[graph.position(node)]}" if node else ""
    return _lines.answer(
        graph,
        f"What is lacking{where}",
        _COLUMNS,
        lines,
        notes=(*_summary(found, where), _types(gaps, gap)),
        top=top,
    )


@dataclass(frozen=True, slots=True)
class _Gap:
    """One link that tells what is lacking."""

    graph: Graph
    link: int

    @property
    def body(self) -> int:
        return int(self.graph.links.source[self.link])

    @property
    def missing(self) -> int:
        return int(self.graph.links.target[self.link])

    @property
    def type(self) -> str:
        return _told.of_link(self.graph, self.link).get("gap", "")

    def order(self) -> tuple[str, int, int, str, str, int]:
        name = self.graph.nodes.name
        place = _told.place_among("links", "gap", self.type)
        return name[self.body], self.body, place, self.type, name[self.missing], self.link


@dataclass(frozen=True, slots=True)
class _Help:
    """An instrument that answers a gap, how firmly, and the links that say so."""

    state: str
    name: str
    node: int
    how: str
    links: tuple[int, ...]

    def order(self) -> tuple[int, str, int, str]:
        return _told.STATES.index(self.state), self.name, self.node, self.how


def _asked(graph: Graph, links: Links, node: NodeId | None) -> list[int]:
    if node is None:
        return links.of("lacks")
    position = graph.position(node)
    inside = links.below(position, "located_in") if graph.kind(position).id == "place" else (position,)
    return [link for one in inside for link in links.out(one, "lacks")]


def _answers(graph: Graph, links: Links, gap: _Gap) -> Iterator[_Help]:
    if graph.kind(gap.missing).id in _HELPERS and schema().levels[graph.nodes.level[gap.missing]] != "class":
        yield _help(graph, gap.missing, "is what is missing", (gap.link,))
    for link in links.into(gap.missing, "member_of"):
        if graph.kind(links.source(link)).id in _HELPERS:
            yield _help(graph, links.source(link), "is one of them", (link,))
    for broader, walked in links.above(gap.missing, *BROADER).items():
        for link in links.into(broader, *_HELPS):
            if graph.kind(links.source(link)).id in _HELPERS and (how := _helping(graph, link)):
                thing = graph.nodes.name[broader]
                yield _help(graph, links.source(link), f"{how} {thing}", (link, *walked))


def _merged(helps: Iterable[_Help]) -> list[_Help]:
    """Return one help for each instrument and state, the firmest first, with all the ways in which it helps."""
    found: dict[tuple[str, int], _Help] = {}
    for one in sorted(helps, key=_Help.order):
        before = found.get((one.state, one.node))
        how = one.how if before is None else _told.listed((before.how, one.how)) or ""
        links = one.links if before is None else tuple(dict.fromkeys((*before.links, *one.links)))
        found[one.state, one.node] = _Help(one.state, one.name, one.node, how, links)
    return list(found.values())


def _helping(graph: Graph, link: int) -> str:
    """Return how a link helps what it leads to, "" where it does not."""
    relation = graph.relation(link)
    if relation.id != "applies_to":
        return relation.name
    return "enables" if _told.of_link(graph, link).get("effect") == "enables" else ""


def _help(graph: Graph, node: int, how: str, links: tuple[int, ...]) -> _Help:
    return _Help(_told.state(graph, node, links), graph.nodes.name[node], node, how, links)


def _shown(graph: Graph, links: Links, gap: _Gap, helps: list[_Help]) -> Iterator[Line]:
    (missing_id, missing), standing = graph.label(gap.missing)[:2], _told.standing(graph, links=(gap.link,))
    told: tuple[Value, ...] = (*graph.label(gap.body)[:2], gap.type or None, missing)
    said = standing, _told.speakers(graph, (gap.link,)), missing_id
    if not helps:
        yield Line((*told, NOTHING, *[None] * 4, *said, None), links=(gap.link,))
    for one in helps:
        id, name = graph.label(one.node)[:2]
        whom = _told.names(graph, (links.target(link) for link in links.out(one.node, "benefits")))
        acts = links.into(one.node, "introduces")
        act = _told.names(graph, map(links.source, acts))
        row = (*told, one.state, name, one.how, whom, act, *said, id)
        yield Line(row, links=tuple(dict.fromkeys((gap.link, *one.links, *acts))))


def _firmest(helps: list[_Help]) -> str:
    return helps[0].state if helps else NOTHING


def _summary(found: list[tuple[_Gap, list[_Help]]], where: str) -> Iterator[str]:
    if not found:
        yield f"No such gap is recorded{where}."
        return
    best = Counter(_firmest(helps) for _, helps in found)
    told = ", ".join(f"{best[state]} {state}" for state in (*_told.STATES, NOTHING) if best[state])
    yield f"{_notes.count(len(found), 'gap')}, by the firmest answer to each: {told}."


def _types(gaps: list[_Gap], gap: str | None) -> str:
    known = sorted({one.type for one in gaps if one.type})
    return f"No gap is of type '{gap}'; known are {', '.join(known)}." if gap and known and gap not in known else ""
