"""Where sources differ on one point: figures, dates and standings side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ecosystem.model import dates
from ecosystem.model.answer import Answer, Value
from ecosystem.model.graph import Graph
from queries import NodeId, _attributes, _lines, _notes, _when
from queries._lines import Line
from queries._links import Links

_DIFFER, _SILENT = "values differ", "not all state it"
_FLOWS = ("share", "ceiling", "amount", "percent", "condition")
_COMPARED = (*_attributes.FIGURES, *_FLOWS, "valid_from", "valid_to", "standing")
_COLUMNS = _lines.columns(
    "id point column value verdict told_by document document_date standing",
    detail="id document_date",
)


def contradictions(graph: Graph, *, node: NodeId | None = None, differing: bool = False, top: int = 0) -> Answer:
    """List what sources state differently on one point, one row for each statement.

    A point is a target, whoever sets it or states a figure of it, or a relation of two nodes (with its role, stage or
    the like) that is stated more than once. Values differ, or one source states what another leaves out.

    Parameters
    ----------
    node
        Only points that this node has a part in; left out, all.
    differing
        Only values that differ, not what some leave out.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    Compared are figures, dates and standings of links that rest on different sources or speakers; numbers as numbers.
    Sorted by point and column, values that differ first.

    Examples
    --------
    $ ecosystem contradictions --differing

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": "act", "kind": "policy"}, {"id": "goal", "kind": "target"}],
    ...     [{"source": "act", "relation": "sets_target", "target": "goal", "value": "2", "sources": "x"},
    ...      {"source": "act", "relation": "sets_target", "target": "goal", "value": "3", "sources": "y"}])
    >>> [row[1:7] for row in contradictions(graph).rows]
    [('goal', 'value', 2, 'values differ', None, 'x'), ('goal', 'value', 3, 'values differ', None, 'y')]
    """
    found = [one for point in _points(graph) for one in _differences(graph, point)]
    if node is not None:
        position = graph.position(node)
        found = [one for one in found if position in one.point.nodes]
    found = [one for one in found if not differing or one.verdict == _DIFFER]
    found.sort(key=lambda one: one.order(graph))
    counts = Counter(one.verdict for one in found)
    told = ", ".join(f"{counts[verdict]} where {verdict}" for verdict in (_DIFFER, _SILENT) if counts[verdict])
    of = f" on {graph.nodes.name[graph.position(node)]}" if node else ""
    return _lines.answer(
        graph,
        f"Contradictions{of}",
        _COLUMNS,
        [line for one in found for line in _rows(graph, one)],
        notes=(f"{_notes.count(len(found), 'point')}: {told}." if found else f"No contradiction is recorded{of}.",),
        top=top,
        noun="telling",
    )


@dataclass(frozen=True, slots=True)
class _Point:
    """Links on one point; `nodes` begins with the node that it is named after."""

    name: str
    nodes: tuple[int, ...]
    links: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Difference:
    """What the links of a point state in one column."""

    point: _Point
    column: str
    verdict: str
    told: tuple[tuple[Value, int], ...]

    def order(self, graph: Graph) -> tuple[int, str, int, int]:
        verdict = (_DIFFER, _SILENT).index(self.verdict)
        return verdict, self.point.name, self.point.links[0], _COMPARED.index(self.column)


def _points(graph: Graph) -> Iterator[_Point]:
    """Yield every point on which there is more than one link."""
    of_targets: dict[int, list[int]] = {}
    links = Links(graph, "sets_target", "states")
    for link in links.all:
        if graph.kind(links.target(link)).id == "target":
            of_targets.setdefault(links.target(link), []).append(link)
    for goal, telling in of_targets.items():
        if len(kept := _of_their_own(graph, telling)) > 1:
            yield _Point(str(graph.nodes.name[goal]), (goal, *map(links.source, kept)), tuple(kept))
    pairs: dict[tuple[int, int, int, str], list[int]] = {}
    for link, relation in enumerate(graph.links.relation.tolist()):
        key = int(graph.links.source[link]), relation, int(graph.links.target[link]), _part(graph, link)
        pairs.setdefault(key, []).append(link)
    for (source, _, target, part), telling in pairs.items():
        if len(telling) > 1 and target not in of_targets:
            relation = graph.words(telling[0]).name
            name = f"{graph.nodes.name[source]} {relation} {graph.nodes.name[target]}" + (f" ({part})" if part else "")
            yield _Point(name, (source, target), tuple(telling))


def _of_their_own(graph: Graph, telling: list[int]) -> list[int]:
    """Return the links on a target, without those by which the speaker of another only speaks of it."""
    heard = {
        id
        for link in telling
        if graph.relation(link).id == "sets_target"
        for id in _attributes.of_link(graph, link).get("speaker", "").split("|")
    }
    ids, source = graph.nodes.id, graph.links.source
    return [
        link
        for link in telling
        if graph.relation(link).id == "sets_target"
        or (ids[source[link]] not in heard and any(map(_attributes.of_link(graph, link).get, _attributes.FIGURES)))
    ]


def _part(graph: Graph, link: int) -> str:
    """Return what keeps two links of one pair apart besides their figures: a role, a stage, an effect."""
    columns = _attributes.of_link(graph, link)
    words = (columns.get(name, "") for name in graph.relation(link).identifying if name not in _COMPARED)
    return ", ".join(filter(None, words))


def _differences(graph: Graph, point: _Point) -> Iterator[_Difference]:
    voices = {(_attributes.of_link(graph, link).get("speaker"), graph.cited_by_link(link)) for link in point.links}
    if len(voices) < 2:
        return
    for column in _COMPARED:
        told = tuple((_value(graph, link, column), link) for link in point.links)
        known = {value for value, _ in told if value is not None}
        if len(known) > 1:
            yield _Difference(point, column, _DIFFER, told)
        elif known and len([value for value, _ in told if value is not None]) < len(told):
            yield _Difference(point, column, _SILENT, told)


def _value(graph: Graph, link: int, column: str) -> Value:
    columns = _attributes.of_link(graph, link)
    if column == "valid_from":
        return dates.show(int(graph.links.valid_from[link])) or None
    if column == "valid_to":
        return dates.end(int(graph.links.valid_to[link])) or None
    if column == "standing":
        return _attributes.standing(graph, links=(link,))
    if column == "deadline":
        due = _when.deadline(graph, columns)
        if due.written and due.reckoned:
            return dates.Written(due.written, due.words)
        return due.written or columns.get(column)
    if column == "comparison":
        return _attributes.compared(columns.get(column))
    return _attributes.value(columns.get(column))


def _rows(graph: Graph, one: _Difference) -> Iterator[Line]:
    for value, link in sorted(one.told, key=lambda pair: (pair[0] is None, str(pair[0]), pair[1])):
        ids = dict.fromkeys(reference.split("#")[0] for reference in graph.cited_by_link(link))
        documents = [graph.sources[id] for id in ids if id in graph.sources]
        teller = [int(graph.links.source[link])] if graph.relation(link).id == "states" else []
        row: tuple[Value, ...] = (
            graph.nodes.id[one.point.nodes[0]],
            one.point.name,
            dates.Written(one.column, "valid_until") if one.column == "valid_to" else one.column,
            value,
            one.verdict,
            _attributes.speakers(graph, (link,)) or _attributes.names(graph, teller),
            _attributes.listed(ids),
            _attributes.listed(document.date or None for document in documents),
            _attributes.standing(graph, links=(link,)),
        )
        yield Line(row, links=(link,))
