"""What is lacking where, and what answers each gap: in force, planned, stated aims, possible, asked for or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace

from ecosystem.model.answer import Answer, Value
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId, _attributes, _lines, _notes
from queries._acts import BRINGING
from queries._ends import passing
from queries._filters import chosen
from queries._lines import Line
from queries._links import BROADER, Links
from queries._states import STATES, States
from queries._successions import note, recorded

PREDECESSORS = True
NOTHING = "none"
_HELPS = ("funds", "benefits", "applies_to")
_HELPERS = ("instrument", "policy", "fund")
_COLUMNS = _lines.columns(
    "id name gap missing standing said_by answer instrument how by_way_of answer_said_by brought_by for_whom "
    "missing_id instrument_id",
    detail="id for_whom missing_id instrument_id",
)


def lacks(
    graph: Graph, *, node: NodeId | None = None, gap: str | None = None, answer: str | None = None, top: int = 0
) -> Answer:
    """List gaps, one row for each instrument that answers one and how it stands; without any the answer is `none`.

    Of a place, the gaps of what is located in it are listed too, and without --as-of those of what a body succeeds.
    An instrument, policy or fund answers a gap directly where it funds, benefits or enables the missing thing,
    where it is itself what is missing, or is a member of the missing class. What helps only something broader, of
    which the missing thing is a part or member, or benefits others that lack the same, is listed after the direct
    answers, with the reason under `by_way_of`, and does not count as an answer.

    Parameters
    ----------
    node
        The body or place that lacks something; left out, all.
    gap
        Only gaps of this type, such as talent, infrastructure, money, rules or results.
    answer
        Only gaps of which this is the firmest direct answer, without what helps only something broader: in force,
        recorded, planned, stated aim, possible, hoped for, asked for, past or none.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `standing` and `said_by` are those of the gap, `answer_said_by` names who speaks for the answer.
    `answer` is in force where an act in force brings the instrument; what only a Party resolution or another statement
    of aims brings is a stated aim, and what no act brings is recorded. Else it follows the weaker standing of the
    instrument and of the link by which it answers: asked for is an instrument that is not there, hoped for one of
    which somebody thinks that it helps. Sorted by body, type of gap, missing thing, then the firmest answer first.

    Examples
    --------
    $ ecosystem lacks QTSC
    $ ecosystem lacks --gap talent --answer none

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "zone", "kind": "it_zone"}, {"id": "5g", "kind": "technology"},
    ...      {"id": "aid", "kind": "instrument"}],
    ...     [{"source": "zone", "relation": "lacks", "target": "5g", "gap": "infrastructure"},
    ...      {"source": "aid", "relation": "funds", "target": "5g", "standing": "plan"}])
    >>> [(*row[1:4], *row[6:9]) for row in lacks(graph).rows]
    [('zone', 'infrastructure', '5g', 'planned', 'aid', 'funds 5g')]
    """
    links = Links(graph, *dict.fromkeys(("lacks", "located_in", *_HELPS, *BRINGING)))
    states = States(graph, links)
    gaps = _asked(graph, links, node)
    gap = chosen(
        "gap", gap, (*vocabulary().attributes["links"]["gap"].values, *sorted({one.type for one in gaps} - {""}))
    )
    answer = chosen("answer", answer, (*STATES, NOTHING))
    asked = sorted((one for one in gaps if gap in (None, one.type)), key=_Gap.order)
    found = [(one, _merged(_answers(graph, links, states, one))) for one in asked]
    found = [(one, helps) for one, helps in found if answer in (None, _firmest(helps))]
    lines = [line for one, helps in found for line in _shown(graph, links, one, helps, broader=answer is None)]
    where = f" at {graph.nodes.name[graph.position(node)]}" if node else ""
    return _lines.answer(
        graph,
        f"What is lacking{where}",
        _COLUMNS,
        lines,
        notes=(*_summary(found), _earlier(graph, links, node)),
        top=top,
        noun="row" if lines else "gap",
        every=len(gaps),
        given={"gap": gap, "answer": answer},
    )


@dataclass(frozen=True, slots=True)
class _Gap:
    """One link that says what is lacking, and those by which the body is in the place that was asked about."""

    graph: Graph
    link: int
    inside: tuple[int, ...] = ()

    @property
    def body(self) -> int:
        return int(self.graph.links.source[self.link])

    @property
    def missing(self) -> int:
        return int(self.graph.links.target[self.link])

    @property
    def type(self) -> str:
        return _attributes.of_link(self.graph, self.link).get("gap", "")

    def order(self) -> tuple[str, int, int, str, str, int]:
        name = self.graph.nodes.name
        place = _attributes.place_among("links", "gap", self.type)
        return name[self.body], self.body, place, self.type, name[self.missing], self.link


@dataclass(frozen=True, slots=True)
class _Help:
    """An instrument that answers a gap, how firmly, by way of what, and the links that say so."""

    state: str
    name: str
    node: int
    how: str
    way: str
    links: tuple[int, ...]
    direct: bool = True

    def order(self) -> tuple[bool, int, str, int, str, str]:
        return not self.direct, STATES.index(self.state), self.name, self.node, self.way, self.how


def _asked(graph: Graph, links: Links, node: NodeId | None) -> list[_Gap]:
    if node is None:
        return [_Gap(graph, link) for link in links.of("lacks")]
    found = (gap for body in recorded(graph, graph.position(node)) for gap in _at(graph, links, body))
    return list({gap.link: gap for gap in found}.values())


def _at(graph: Graph, links: Links, body: int) -> list[_Gap]:
    """Return the gaps of a body, and of what is located in it where it is a place."""
    inside = links.below(body, "located_in") if graph.kind(body).id == "place" else {body: ()}
    return [_Gap(graph, link, walked) for one, walked in inside.items() for link in links.out(one, "lacks")]


def _earlier(graph: Graph, links: Links, node: NodeId | None) -> str:
    if node is None:
        return ""
    position = graph.position(node)
    return note(graph, position, [body for body in recorded(graph, position) if _at(graph, links, body)])


def _answers(graph: Graph, links: Links, states: States, gap: _Gap) -> Iterator[_Help]:
    near = links.above(gap.body, "located_in", *BROADER)

    def answering(node: int, how: str, walked: tuple[int, ...], way: str = "") -> _Help:
        state = states.of(node, walked)
        gains = _meant_for_others(links, node, gap, near)
        others = ", ".join(_name(graph, links.target(link)) for link in gains)
        ways = " → ".join(filter(None, (way, f"meant for {others}" if others else "")))
        return _Help(state, _name(graph, node), node, how, ways, (*walked, *gains), direct=not ways)

    if graph.kind(gap.missing).id in _HELPERS and vocabulary().levels[graph.nodes.level[gap.missing]] != "class":
        yield answering(gap.missing, "is what is missing", (gap.link,))
    for link in links.into(gap.missing, "member_of"):
        if graph.kind(links.source(link)).id in _HELPERS:
            yield answering(links.source(link), "is one of them", (link,))
    for broader, walked in links.above(gap.missing, *BROADER).items():
        for link in links.into(broader, *_HELPS):
            if graph.kind(links.source(link)).id in _HELPERS and (how := _helping(graph, link)):
                passed = [str(graph.nodes.name[node]) for node in passing(graph, gap.missing, walked)]
                how = f"{how} {graph.nodes.name[broader]}"
                yield answering(links.source(link), how, (link, *walked), " → ".join(passed))


def _meant_for_others(links: Links, node: int, gap: _Gap, near: Container[int]) -> list[int]:
    """Return the links by which an instrument benefits others that lack the same, none where it benefits the body."""
    gains = links.out(node, "benefits")
    lacking = {links.source(link) for link in links.into(gap.missing, "lacks")} - {gap.body}
    if any(links.target(link) in near for link in gains):
        return []
    return [link for link in gains if links.target(link) in lacking]


def _merged(helps: Iterable[_Help]) -> list[_Help]:
    """Return one help for each instrument, state and way, direct and firm ones first, with all that it does.

    What helps directly is not listed again for what is broader.
    """
    found: dict[tuple[str, int, str], _Help] = {}
    ordered = sorted(helps, key=_Help.order)
    direct = {one.node for one in ordered if one.direct}
    for one in (one for one in ordered if one.direct or one.node not in direct):
        before = found.get((one.state, one.node, one.way))
        how = one.how if before is None else _attributes.listed((before.how, one.how)) or ""
        links = one.links if before is None else tuple(dict.fromkeys((*before.links, *one.links)))
        found[one.state, one.node, one.way] = replace(one, how=how, links=links)
    return list(found.values())


def _helping(graph: Graph, link: int) -> str:
    """Return how a link helps what it leads to, "" where it does not."""
    relation = graph.relation(link)
    if relation.id != "applies_to":
        return relation.name
    return "enables" if _attributes.of_link(graph, link).get("effect") == "enables" else ""


def _shown(graph: Graph, links: Links, gap: _Gap, helps: list[_Help], *, broader: bool) -> Iterator[Line]:
    (missing_id, missing), standing = graph.label(gap.missing)[:2], _attributes.standing(graph, links=(gap.link,))
    speakers = _attributes.speakers(graph, (gap.link,))
    start: tuple[Value, ...] = (*graph.label(gap.body)[:2], gap.type or None, missing, standing, speakers)
    if _firmest(helps) == NOTHING:
        yield Line((*start, NOTHING, *[None] * 6, missing_id, None), links=(gap.link, *gap.inside))
    for one in (one for one in helps if broader or one.direct):
        id, name = graph.label(one.node)[:2]
        gains, acts = links.out(one.node, "benefits"), links.into(one.node, "introduces")
        whom = _attributes.listed(
            _attributes.qualified(graph, _name(graph, links.target(link)), links=(link,)) for link in gains
        )
        act = _attributes.listed(
            _attributes.qualified(graph, _name(graph, links.source(link)), links=(link,)) for link in acts
        )
        way, speakers = one.way or None, _attributes.speakers(graph, one.links)
        row = (*start, one.state, name, one.how, way, speakers, act, whom, missing_id, id)
        yield Line(row, links=tuple(dict.fromkeys((gap.link, *one.links, *acts, *gap.inside))))


def _name(graph: Graph, node: int) -> str:
    return str(graph.nodes.name[node])


def _firmest(helps: list[_Help]) -> str:
    """Return how the firmest direct answer stands; direct answers come first."""
    return helps[0].state if helps and helps[0].direct else NOTHING


def _summary(found: list[tuple[_Gap, list[_Help]]]) -> Iterator[str]:
    best = Counter(_firmest(helps) for _, helps in found)
    counts = ", ".join(f"{best[state]} {state}" for state in (*STATES, NOTHING) if best[state])
    yield f"{_notes.count(len(found), 'gap')}, by the firmest direct answer to each: {counts}."
    if broader := sum(_firmest(helps) == NOTHING and bool(helps) for _, helps in found):
        yield f"For {broader} of those without a direct answer, something broader or others are helped: not counted."
