"""What can flow from one node to another, by what routes, what bounds it, and where it comes to rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ecosystem.errors import BadInput
from ecosystem.measures.flow import Cut, Trace, chains, max_flow, trace
from ecosystem.measures.ranking import ranked
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph, Weight
from queries import NodeId, _notes
from queries._ends import positions
from queries._evidence import rests_on

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_CHAINS = 10_000
"""The most chains that routes are counted from."""
_LETS_THROUGH: dict[Weight, str] = {
    "strength": "a link lets through its weight, 1 where none is given",
    "links": "every link lets through 1",
    "partners": "every pair lets through 1, parallel links count once",
}
_COLUMNS = (
    *("part", "source_id", "source_name", "target_id", "target_name", "route", "chains", "example"),
    *("capacity", "arrived", "amount", "share"),
)
Row = tuple[Value, ...]
Told = tuple[Row, npt.NDArray[Any]]


@dataclass(frozen=True)
class Flows:
    """The flows of a scope as a matrix, and its two ends."""

    graph: Graph
    matrix: csr_array
    source: int
    target: int

    def links(self, a: int, b: int) -> list[int]:
        """Return the links along which something flows from one node to another."""
        found = self._recorded(a, b)
        return found + [link for link in self._recorded(b, a) if self.graph.relation(link).symmetric]

    def _recorded(self, a: int, b: int) -> list[int]:
        first, last = np.searchsorted(self.graph.links.source, (a, a + 1)).tolist()
        return [first + int(link) for link in np.flatnonzero(self.graph.links.target[first:last] == b)]

    def row(self, part: str, source: int, target: int, **values: Value) -> Row:
        """Return a row with ids, names and some values."""
        ids, names = self.graph.nodes.id, self.graph.nodes.name
        ends = (ids[source], names[source], ids[target], names[target])
        return (part, *ends, *(values.get(name) for name in _COLUMNS[5:]))


def flow(
    graph: Graph,
    *,
    source: NodeId,
    target: NodeId,
    max_steps: int = 5,
    weight: Weight = "strength",
    top: int = 10,
) -> Answer:
    """Measure the flow between two nodes along links in their direction; narrow with --relation, as to funds.

    Rows are of four parts. max_flow: the most that can pass, every link letting through its weight, 1 where none is
    given. min_cut: the links that bound it; without them nothing passes. route: the chains from source to target by
    kinds and relations, with what they carry in proportion. kept: where all that leaves the source comes to rest when
    each node passes on in proportion to its own flows; this adds up to what was sent.

    Of the columns, capacity is what the links of a pair in the cut let through, arrived what reaches a node, counted
    again each time it comes round, amount what passes, is carried or is kept, and share the amount by all that leaves
    the source.

    Parameters
    ----------
    source
        Where the flow starts.
    target
        Where it ends.
    max_steps
        The most links a chain of a route may have; more than there are nodes change nothing.
    weight
        What a link lets through: the sum of weights, the number of links, or 1 for each pair of partners.
    top
        Number of routes, and of nodes that keep something, to show, 0 for all.

    Notes
    -----
    Max-flow and min-cut: Ford & Fulkerson 1956, https://doi.org/10.4153/CJM-1956-045-5. A node passes on to j the share
    w_ij / max(in_i, out_i) of what arrives and keeps the rest; what comes back to the source stays there. Routes are
    counted from 10,000 chains at most. Raises `BadInput` where both ends are one node, or max_steps is below 1. Cost:
    some scans of the links, then that of the flow algorithm of scipy.

    Examples
    --------
    $ ecosystem flow state-budget QTSC --relation funds
    $ ecosystem flow resolution-57 QTSC --max-steps 3

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "funds", "target": "b", "weight": 3},
    ...                   {"source": "b", "relation": "funds", "target": "c", "weight": 2}])
    >>> [(row[0], row[3], row[10] or row[8]) for row in flow(graph, source=NodeId("a"), target=NodeId("c")).rows]
    [('max_flow', 'c', 2.0), ('min_cut', 'c', 2.0), ('route', 'c', 2.0), ('kept', 'c', 2.0), ('kept', 'b', 1.0)]
    """
    flows = Flows(graph, ties(graph, weight=weight, directed=True), graph.position(source), graph.position(target))
    if flows.source == flows.target:
        raise BadInput(f"flow: '{source}' and '{target}' are the same node; give two")
    if max_steps < 1:
        raise BadInput(f"max_steps: {max_steps} is below 1")
    cut, traced = max_flow(flows.matrix, flows.source, flows.target), trace(flows.matrix, flows.source)
    walked, complete = chains(flows.matrix, flows.source, flows.target, most_steps=max_steps, most=MOST_CHAINS)
    routes, route_note = _routes(flows, traced, walked, top)
    kept, kept_note = _kept(flows, traced, top)
    told = [*_bound(flows, cut, traced), *routes, *kept]
    return Answer(
        title=f"Flow from {graph.nodes.name[flows.source]} to {graph.nodes.name[flows.target]}",
        columns=tuple(Column(name, detail=name in ("source_id", "target_id")) for name in _COLUMNS),
        rows=[row for row, _ in told],
        graph=graph,
        notes=(
            *_explained(flows, cut, traced, weight, None if complete else len(walked)),
            *(_notes.weightless(graph) if weight == "strength" else ()),
            *route_note,
            *kept_note,
            *_notes.counted(graph),
        ),
        evidence=[rests_on(graph, links) for _, links in told],
        nodes=positions([flows.source, flows.target, *(node for chain in walked for node in chain)]),
        links=positions(int(link) for _, links in told for link in links),
    )


def _bound(flows: Flows, cut: Cut, traced: Trace) -> Iterator[Told]:
    """Yield the maximum flow, and the pairs of nodes of the minimum cut."""
    rows = np.repeat(np.arange(flows.matrix.shape[0]), np.diff(flows.matrix.indptr))
    pairs = [(int(rows[entry]), int(flows.matrix.indices[entry])) for entry in cut.entries]
    links = [flows.links(a, b) for a, b in pairs]
    share = cut.value / traced.sent if traced.sent else None
    whole = flows.row("max_flow", flows.source, flows.target, amount=cut.value, share=share)
    yield whole, np.array([link for some in links for link in some], dtype=np.int32)
    for (a, b), entry, some in zip(pairs, cut.entries, links, strict=True):
        capacity = float(flows.matrix.data[entry])
        told = _relations(flows, a, b)
        yield flows.row("min_cut", a, b, route=told, capacity=capacity), np.array(some, dtype=np.int32)


def _relations(flows: Flows, a: int, b: int) -> str:
    return "/".join(dict.fromkeys(flows.graph.words(link).name for link in flows.links(a, b)))


def _routes(flows: Flows, traced: Trace, walked: list[tuple[int, ...]], top: int) -> tuple[list[Told], tuple[str, ...]]:
    """Return the routes by what they carry: chains of one sequence of kinds and relations taken together."""
    found: dict[str, list[tuple[int, ...]]] = {}
    for chain in walked:
        steps = (f" –{_relations(flows, a, b)}→ {flows.graph.kind(b).id}" for a, b in pairwise(chain))
        found.setdefault(flows.graph.kind(chain[0]).id + "".join(steps), []).append(chain)
    names = sorted(found)
    carried = np.array([sum(_carried(traced, chain) for chain in found[name]) for name in names], dtype=float)
    order = ranked(carried)[0].tolist()
    shown, note = _notes.first(top, len(names), "route")
    told = []
    for place in order[:shown]:
        some, amount = found[names[place]], float(carried[place])
        values = {"route": names[place], "chains": len(some), "example": _example(flows, some[0])}
        row = flows.row("route", flows.source, flows.target, amount=amount, share=amount / traced.sent, **values)
        links = {link for chain in some for a, b in pairwise(chain) for link in flows.links(a, b)}
        told.append((row, np.array(sorted(links), dtype=np.int32)))
    return told, note


def _carried(traced: Trace, chain: tuple[int, ...]) -> float:
    """Return what a chain carries in proportion: what was sent times the shares on the way."""
    return traced.sent * float(np.prod([traced.shares[a, b] for a, b in pairwise(chain)]))


def _example(flows: Flows, chain: tuple[int, ...]) -> str:
    return " → ".join(flows.graph.nodes.name[node] for node in chain)


def _kept(flows: Flows, traced: Trace, top: int) -> tuple[list[Told], tuple[str, ...]]:
    """Return where what was sent comes to rest, the largest amounts first."""
    resting = np.flatnonzero(traced.kept > 1e-12 * traced.sent)
    order = resting[ranked(traced.kept[resting])[0]]
    shown, note = _notes.first(top, len(order), "node")
    told = []
    for node in order[:shown].tolist():
        amount = float(traced.kept[node])
        values = {"arrived": float(traced.arrived[node]) or amount, "amount": amount, "share": amount / traced.sent}
        givers = np.flatnonzero(traced.arrived > 0)
        reaching = (flows.graph.links.target == node) & (
            np.isin(flows.graph.links.source, givers) | (flows.graph.links.source == flows.source)
        )
        told.append((flows.row("kept", flows.source, node, **values), np.flatnonzero(reaching)))
    return told, note


def _amount(amount: float, sent: float) -> str:
    """Return an amount as people read it, without what is but noise of the arithmetic."""
    return f"{amount if amount > 1e-12 * sent else 0:.6g}"


def _explained(flows: Flows, cut: Cut, traced: Trace, weight: Weight, stopped: int | None) -> Iterator[str]:
    names = flows.graph.nodes.name
    a, b = names[flows.source], names[flows.target]
    if not len(cut.entries):
        yield f"No flow: no chain of links leads from {a} to {b} in their direction."
    yield (
        "capacity is what the links of a pair in the cut let through, arrived what reaches a node, amount what passes, "
        f"is carried or is kept; share is the amount by all that leaves {a}."
    )
    both = " Links of symmetric relations let through both ways." if flows.graph.undirected.any() else ""
    codes = np.unique(flows.graph.links.relation)
    narrow = " For money alone, add --relation funds." if len(codes) > 1 else ""
    yield (
        f"Along {_notes.count(len(flows.graph.links), 'link')} of {_notes.count(len(codes), 'relation')} in their "
        f"direction; {_LETS_THROUGH[weight]}.{both}{narrow}"
    )
    if traced.sent:
        back, arrived = float(traced.kept[flows.source]), float(traced.arrived[flows.target])
        amounts = (traced.sent, traced.sent - back, back, arrived, float(traced.kept[flows.target]))
        sent, elsewhere, back_told, at, keeps = (_amount(amount, traced.sent) for amount in amounts)
        yield (
            f"Of {sent} that leave {a}, {elsewhere} come to rest elsewhere and {back_told} come back; {at} arrive at "
            f"{b}, which keeps {keeps}."
        )
    if stopped is not None:
        told = _notes.count(stopped, "chain")
        yield f"Routes are counted from {told}, where the search was stopped; narrow the scope or --max-steps for all."
