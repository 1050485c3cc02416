"""What policy offers to whom: instruments, acts and budgets with share, ceiling and condition, and back."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem.model import dates
from ecosystem.model.answer import Answer, Value
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId, _attributes, _lines, _when
from queries._acts import BRINGING, Acts, Chains
from queries._ends import passing
from queries._filters import chosen
from queries._lines import Line
from queries._links import BROADER, Links
from queries._states import STATES, States

_OFFERING = ("instrument", "policy", "fund")
_OFFERS = ("benefits", "funds", "applies_to")
_COLUMNS = _lines.columns(
    "id name kind brought_by effect whom whom_kind share ceiling base condition state said_by whom_id by_way_of "
    "requires",
    detail="id kind whom_kind whom_id requires",
    units={"share": "%", "ceiling": "%"},
)


def instruments(
    graph: Graph, *, node: NodeId | None = None, effect: str | None = None, state: str | None = None, top: int = 0
) -> Answer:
    """List who is offered what, one row for each instrument and beneficiary; an instrument for nobody has one row too.

    Of an act, its own offers and those of all that it brings, whatever the length of the way, but for what only older
    documents say, and a row for whatever it introduces or sets as a target that offers nothing; of an instrument, its
    own and those of its parts; of anybody or anything else, what is offered to it, to what it belongs to and to where
    it is.

    Parameters
    ----------
    node
        An act or instrument, or a beneficiary; left out, all.
    effect
        Only offers of this effect: benefits, funds, covers, enables, limits or requires, or what an act introduces.
    state
        Only what is in force, recorded, planned, a stated aim, possible, hoped for, asked for or past.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `state` is in force where an act in force brings the instrument; what only a Party resolution or another statement
    of aims brings is a stated aim, and what no act brings is recorded. Else it follows the weaker standing of the
    instrument and of the link: asked for is an instrument that is not there, hoped for what somebody expects of one
    that is. `condition` holds the words of the link and the figure of every target that the instrument requires.
    `by_way_of` names what lies between an act and the instrument. Sorted by instrument, effect and beneficiary.

    Examples
    --------
    $ ecosystem instruments QTSC
    $ ecosystem instruments "Support of investment in 5G"
    $ ecosystem instruments --state "asked for"

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "act", "kind": "policy"}, {"id": "aid", "kind": "instrument"},
    ...      {"id": "firm", "kind": "enterprise"}],
    ...     [{"source": "act", "relation": "introduces", "target": "aid"},
    ...      {"source": "aid", "relation": "benefits", "target": "firm", "ceiling": 15, "base": "investment"}])
    >>> [(row[1], row[3], row[4], row[5], row[8], row[11]) for row in instruments(graph, node=NodeId("firm")).rows]
    [('aid', 'act', 'benefits', 'firm', 15, 'in force')]
    """
    every = list(_lines_of(graph, None if node is None else graph.position(node)))
    effect = chosen("effect", effect, _effects(graph, every))
    state = chosen("state", state, STATES)
    lines = [line for line in every if effect in (None, line.values[4]) and state in (None, line.values[11])]
    of = f": {graph.nodes.name[graph.position(node)]}" if node else ""
    return _lines.answer(
        graph,
        f"What policy offers to whom{of}",
        _COLUMNS,
        sorted(lines, key=_order),
        notes=_shares(graph, lines),
        top=top,
        noun="offer",
        every=len(every),
        given={"effect": effect, "state": state},
    )


def _effects(graph: Graph, lines: list[Line]) -> list[str]:
    """Return the words for an effect: those of the vocabulary, and those of the rows."""
    known = vocabulary()
    names = [known.relations[name].name for name in (*_OFFERS[:2], "introduces", "sets_target")]
    return [
        *names,
        *known.attributes["links"]["effect"].values,
        *sorted({str(line.values[4] or "") for line in lines} - {""}),
    ]


def _lines_of(graph: Graph, asked: int | None) -> Iterator[Line]:
    offers = _Offers(graph, Links(graph, *dict.fromkeys(("located_in", *_OFFERS, *BRINGING))), asked)
    given = offers.given()
    giving = offers.shown(given)
    yield from (offers.line(link) for link in given if offers.concerns(link))
    yield from (offers.idle(node) for node in offers.brought_or_near() if node not in giving)


class _Offers:
    """The offers of a graph, as they are asked about: of all, of an act, of an instrument or of anything else."""

    def __init__(self, graph: Graph, links: Links, asked: int | None) -> None:
        self.graph, self.links, self.asked = graph, links, asked
        self.states = States(graph, links)
        self.act = asked is not None and graph.kind(asked).id == "policy"
        self.ways = {} if asked is None else _ways(graph, links, asked)

    def given(self) -> list[int]:
        """Return the links by which something is offered."""
        kind = self.graph.kind
        return [
            link
            for link in self.links.of(*_OFFERS)
            if kind(self.links.source(link)).id in _OFFERING and kind(self.links.target(link)).id != "target"
        ]

    def shown(self, given: list[int]) -> set[int]:
        """Return what has an offer that stands as firmly as itself, so that its own state shows in a row."""
        of = self.states.of
        sources = ((self.links.source(link), link) for link in given)
        return {source for source, link in sources if of(source, (link,)) == of(source)}

    def concerns(self, link: int) -> bool:
        """Return whether an offer is asked about; what an act brings is only asked about as what it offers."""
        source, target = self.links.source(link), self.links.target(link)
        if self.asked is None or self.asked in (source, target):
            return True
        if self.act and self._is_older(link):
            return False
        return source in self.ways or (not self.act and target in self.ways)

    def _is_older(self, link: int) -> bool:
        """Return whether all documents that state an offer are older than the act, and so speak of another act."""
        begin = int(self.graph.nodes.valid_from[self.asked or 0])
        sources = {reference.split("#")[0] for reference in self.graph.cited_by_link(link)}
        days = [_when.told(self.graph.sources[id].date) if id in self.graph.sources else 0 for id in sources]
        return bool(begin and days) and all(0 < dates.first_day(day) < dates.first_day(begin) for day in days)

    def brought_or_near(self) -> list[int]:
        """Return what may be listed though it offers nothing: instruments, and whatever else an act brings itself."""
        if self.act:
            return [node for node in self.ways if self._word(node) is not None]
        nodes = range(len(self.graph.nodes)) if self.asked is None else sorted(self.ways)
        return [node for node in nodes if self.graph.kind(node).id in ("instrument", "fund")]

    def line(self, link: int) -> Line:
        """Return the row of an offer."""
        source, target = self.links.source(link), self.links.target(link)
        columns, effect = _attributes.of_link(self.graph, link), self.graph.words(link).name
        required = self._required(source)
        goals = [self.links.target(one) for one in required]
        figures = (self._figure(goal) or None for goal in goals)
        whom_id, whom, whom_kind = self.graph.label(target)
        row: tuple[Value, ...] = (
            *self._start(source),
            effect,
            whom,
            whom_kind,
            _attributes.value(columns.get("share") or columns.get("percent")),
            _attributes.value(columns.get("ceiling")),
            columns.get("base"),
            _attributes.listed((columns.get("condition"), self._span(source), *figures)),
            self.states.of(source, (link,)),
            _attributes.speakers(self.graph, (link,)),
            whom_id,
            self._way(source if source in self.ways else target),
            _attributes.names(self.graph, goals),
        )
        ends = (*self._rests_on(source), *self.ways.get(target, ()))
        return Line(row, nodes=tuple(goals), links=tuple(dict.fromkeys((link, *required, *ends))))

    def idle(self, node: int) -> Line:
        """Return the row of what offers nothing."""
        word = self._word(node) or None if self.act else None
        state, way = self.states.of(node), self._way(node)
        row = (*self._start(node), word, *[None] * 5, self._span(node), state, None, None, way, None)
        return Line(row, nodes=(node,), links=self._rests_on(node))

    def _start(self, node: int) -> tuple[Value, ...]:
        acts = (
            _attributes.qualified(self.graph, str(self.graph.nodes.name[self.links.source(link)]), links=(link,))
            for link in self._bringing(node)
        )
        return (*self.graph.label(node), _attributes.listed(acts))

    def _bringing(self, node: int) -> list[int]:
        return self.links.into(node, "introduces", "sets_target")

    def _rests_on(self, node: int) -> tuple[int, ...]:
        return tuple(dict.fromkeys((*self._bringing(node), *self.ways.get(node, ()))))

    def _span(self, node: int) -> str | None:
        """Return when an instrument begins and ends, in words, None where neither is known."""
        if self.graph.kind(node).id != "instrument":
            return None
        begin, until = int(self.graph.nodes.valid_from[node]), int(self.graph.nodes.valid_to[node])
        words = (f"from {dates.show(begin)}" if begin else "", f"until {dates.end(until).read}" if until else "")
        return " ".join(filter(None, words)) or None

    def _figure(self, goal: int) -> str:
        told = _attributes.of_node(self.graph, goal)
        by = _when.relative(self.graph, told).words
        return _attributes.figure({**told, "deadline": told.get("deadline") or by})

    def _required(self, node: int) -> list[int]:
        """Return the links from an instrument to the targets that it requires."""
        kind, of_link = self.graph.kind, _attributes.of_link
        asked = (link for link in self.links.out(node, "applies_to") if kind(self.links.target(link)).id == "target")
        return [link for link in asked if of_link(self.graph, link).get("effect") == "requires"]

    def _way(self, node: int) -> str | None:
        """Return what lies between the node that is asked about and another, with the last where it is not an offer."""
        if self.asked is None or node not in self.ways:
            return None
        passed = passing(self.graph, self.asked, self.ways[node])
        offers = self.graph.kind(node).id in _OFFERING or self.act
        return " → ".join(str(self.graph.nodes.name[one]) for one in passed[: -1 if offers else None]) or None

    def _word(self, node: int) -> str | None:
        """Return by what relation an act brings a thing, "" for an instrument, None for what shows in another row."""
        if self.graph.kind(node).id in ("instrument", "fund"):
            return ""
        relation = self.graph.relation(self.ways[node][-1])
        return relation.name if relation.id in ("introduces", "sets_target") else None


def _ways(graph: Graph, links: Links, node: int) -> Chains:
    """Return the nodes whose offers, given or received, a node is asked about, with the links walked to them."""
    kind = graph.kind(node).id
    if kind == "policy":
        return Acts(graph, links).brought(node)
    return links.below(node, *BROADER) if kind == "instrument" else links.above(node, "located_in", *BROADER)


def _order(line: Line) -> tuple[str, ...]:
    return tuple(str(line.values[i] or "") for i in (1, 0, 4, 5, 13, 7, 8, 10, 11))


def _shares(graph: Graph, lines: list[Line]) -> Iterator[str]:
    """Yield for each instrument whose shares of one base do not make a whole what they add up to."""
    sums: dict[tuple[str, str], float] = {}
    for line in lines:
        told = _attributes.of_link(graph, line.links[0]) if line.values[4] else {}
        if (share := _attributes.number(told.get("share"))) is not None:
            key = str(line.values[1]), told.get("base", "")
            sums[key] = sums.get(key, 0.0) + share
    for (name, base), total in sorted(sums.items()):
        if abs(total - 100) > 1e-9:
            yield f"The shares of {name}{f' ({base})' if base else ''} that are shown add up to {total:g}%."
