"""Targets: value, comparison, base, deadline, owner and baseline, as each source states them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ecosystem.model.answer import Answer, Value
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId, _attributes, _lines, _notes, _when
from queries._answering import RELATIONS, Answering, in_words, unanswered
from queries._filters import chosen
from queries._lines import Line
from queries._links import BROADER, Links

_NO_COUNTS = ("%", "rank")
_COLUMNS = _lines.columns(
    "id name type owner comparison value value_to unit base deadline reckoned baseline times_baseline counted "
    "measures covers standing said_by baseline_base answers_for_it",
    detail="id type measures covers",
    units={"counted": "in the graph"},
)
_VALUE, _DEADLINE, _BASELINE = 5, 9, 11


def targets(
    graph: Graph,
    *,
    node: NodeId | None = None,
    by: int | None = None,
    type: str | None = None,
    unit: str | None = None,
    with_baseline: bool = False,
    without_deadline: bool = False,
    without_baseline: bool = False,
    without_owner: bool = False,
    top: int = 0,
) -> Answer:
    """List targets, one row for each statement: who sets it, with the figures as that source has them.

    Parameters
    ----------
    node
        A target, its owner, or what it measures or covers; left out, all targets.
    by
        Only what is due in this year or before.
    type
        Only targets of this type, such as quantified, in words or indicator.
    unit
        Only figures in this unit, such as % or rank.
    with_baseline
        Only figures that can be measured against the figure of today.
    without_deadline
        Only targets that name no time; indicators, which are figures of today, are left out, as in the next two.
    without_baseline
        Only figures without the figure of today.
    without_owner
        Only targets for which nobody answers.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    `answers_for_it` names who steers the target, sets it or issued the act that sets it, in the surest way that
    `coordinates` finds; the sources of the row do not say so. A rank n counts as at most n. `times_baseline` is value /
    baseline; it is empty where the baseline counts something else, which `baseline_base` names. `counted` is the number
    of named members that the graph has of the class that a target with a count measures. A deadline that follows from
    another date is reckoned. Sorted by deadline, a year as its last day, what has none last.

    Examples
    --------
    $ ecosystem targets --by 2030
    $ ecosystem targets --unit rank

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "act", "kind": "policy"}, {"id": "goal", "kind": "target"}],
    ...     [{"source": "act", "relation": "sets_target", "target": "goal", "value": "2", "unit": "%",
    ...       "baseline": "0.4", "deadline": "2025"}])
    >>> [(row[3], row[5], row[9], row[11], row[12]) for row in targets(graph).rows]
    [('act', 2, '2025', 0.4, 5.0)]
    """
    links = Links(graph, "states", *RELATIONS)
    answering = Answering(graph, links)
    goals = [i for i in range(len(graph.nodes)) if graph.kind(i).id == "target"]
    if without_owner:
        goals = [goal for goal in goals if unanswered(answering.best(goal))]
    lines = [_answered(graph, answering, goal, line) for goal in goals for line in _tellings(graph, links, goal)]
    if node is not None:
        position = graph.position(node)
        lines = [line for line in lines if position in (*line.nodes, *line.near)]
    every = lines
    type = chosen("type", type, ("quantified", "in words", "indicator", *_words(every, 2)))
    unit = chosen("unit", unit, _words(every, 7))
    lines = [line for line in lines if type in (None, line.values[2]) and unit in (None, line.values[7])]
    if by is not None:
        lines = [line for line in lines if 0 < _due(line) // 10000 <= by]
    if without_deadline or without_baseline or without_owner:
        lines = [line for line in lines if line.values[2] != "indicator"]
    unwanted = {_DEADLINE: without_deadline, _BASELINE: without_baseline}
    lines = [line for line in lines if not any(line.values[i] for i, without in unwanted.items() if without)]
    if with_baseline or without_baseline:
        lines = [
            line for line in lines if line.values[_VALUE] and with_baseline <= (line.values[_BASELINE] is not None)
        ]
    of = f": {graph.nodes.name[graph.position(node)]}" if node else ""
    until = f" by {by}" if by is not None else ""
    return _lines.answer(
        graph,
        f"Targets{until}{of}",
        _COLUMNS,
        sorted(lines, key=_order),
        notes=(f"{_notes.count(len({line.values[0] for line in lines}), 'target')}, one row for each statement.",),
        top=top,
        noun="statement",
        every=len(every),
        given={
            "by": by,
            "type": type,
            "unit": unit,
            "with_baseline": with_baseline,
            "without_deadline": without_deadline,
            "without_baseline": without_baseline,
            "without_owner": without_owner,
        },
    )


def _answered(graph: Graph, answering: Answering, goal: int, line: Line) -> Line:
    """Return a line with who answers for its target; figures of today need nobody."""
    of_today = graph.nodes.subtype[goal] == "indicator"
    who = None if of_today else in_words(graph, answering.best(goal), goal)
    return replace(line, values=(*line.values, who))


def _words(lines: list[Line], column: int) -> list[str]:
    return sorted({str(line.values[column]) for line in lines if line.values[column]})


def _due(line: Line) -> int:
    return _when.told(str(line.values[_DEADLINE] or ""))


def _order(line: Line) -> tuple[int, str, str, str, int]:
    due = _due(line)
    return _when.last_day(due) if due else 99999999, str(line.values[1]), str(line.values[0]), *_tie(line)


def _tie(line: Line) -> tuple[str, int]:
    return str(line.values[3] or ""), line.links[0] if line.links else -1


def _tellings(graph: Graph, links: Links, goal: int) -> Iterator[Line]:
    """Yield a line for each link that sets the target or states a figure of it, or one for the target alone.

    Who speaks for a link that sets it states nothing more by speaking of it.
    """
    setting = links.into(goal, "sets_target")
    speaking = links.into(goal, "states")
    heard = {speaker for link in setting for speaker in _attributes.of_link(graph, link).get("speaker", "").split("|")}
    telling = [
        link
        for link in speaking
        if graph.nodes.id[links.source(link)] not in heard and _figures(_attributes.of_link(graph, link))
    ]
    for link in setting:
        columns = _attributes.of_link(graph, link)
        yield _telling(graph, links, goal, link, columns if _figures(columns) else _attributes.of_node(graph, goal))
    for link in telling:
        yield _telling(graph, links, goal, link, _attributes.of_link(graph, link))
    if not setting and not telling:
        yield _telling(graph, links, goal, None, _attributes.of_node(graph, goal), speaking)


def _figures(columns: Mapping[str, str]) -> bool:
    return any(columns.get(name) for name in (*_attributes.FIGURES, "lag"))


def _telling(
    graph: Graph,
    links: Links,
    goal: int,
    link: int | None,
    columns: Mapping[str, str],
    speaking: list[int] | None = None,
) -> Line:
    own = [link] if link is not None else []
    owner = [links.source(one) for one in own if graph.relation(one).id == "sets_target"]
    about = links.out(goal, "applies_to")
    measured, covered = (
        [one for one in about if _attributes.of_link(graph, one).get("effect") == effect]
        for effect in ("measures", "covers")
    )
    due = _when.deadline(graph, columns)
    value, baseline = _attributes.number(columns.get("value")), _attributes.number(columns.get("baseline"))
    other = columns.get("baseline_base")
    speakers = [links.source(one) for one in own if not owner] or [links.source(one) for one in speaking or ()]
    row: tuple[Value, ...] = (
        *graph.label(goal)[:2],
        graph.nodes.subtype[goal] or None,
        _attributes.names(graph, owner),
        _attributes.compared(columns.get("comparison")),
        _attributes.value(columns.get("value")),
        _attributes.value(columns.get("value_to")),
        columns.get("unit"),
        columns.get("base"),
        due.written or columns.get("deadline"),
        due.reckoned,
        _attributes.value(columns.get("baseline")),
        float(f"{value / baseline:.12g}") if value is not None and baseline and not other else None,
        _counted(graph, links, columns, [links.target(one) for one in measured]) if owner else None,
        _attributes.names(graph, map(links.target, measured)),
        _attributes.names(graph, map(links.target, covered)),
        _attributes.stands(graph, goal, own),
        _attributes.speakers(graph, own) or _attributes.names(graph, speakers),
        other,
    )
    near = (goal, *owner, *(links.target(one) for one in about))
    shown = (*(own or speaking or ()), *measured, *covered)
    of_its_own = () if own and _figures(_attributes.of_link(graph, own[0])) else (goal,)
    return Line(row, nodes=of_its_own, links=shown, near=near)


def _counted(graph: Graph, links: Links, columns: Mapping[str, str], measured: list[int]) -> int | None:
    """Return how many members the graph has of a measured class, None where the target counts nothing."""
    if _attributes.number(columns.get("value")) is None or not columns.get("unit") or columns["unit"] in _NO_COUNTS:
        return None
    classes = [one for one in measured if vocabulary().levels[graph.nodes.level[one]] == "class"]
    members = {below for one in classes for below in links.below(one, *BROADER) if below != one}
    named = [one for one in members if vocabulary().levels[graph.nodes.level[one]] != "class"]
    return len(named) if classes else None
