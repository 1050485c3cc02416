"""What breaks if actors leave: parts, reach, access to funding, technologies that nobody works on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from ecosystem.errors import BadInput
from ecosystem.measures.connectivity import components, fragmentation
from ecosystem.measures.distances import distances
from ecosystem.measures.funding_reach import covered, funded, present, weakest_of
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import NodeId, _notes
from queries._ends import positions
from queries._evidence import rests_on

Row = tuple[Value, ...]
_COLUMNS = ("measure", "before", "after", "change", "id", "name", "kind", "standing", "left")


@dataclass(frozen=True)
class State:
    """A network as it is: its measures, and for each node of the whole scope how firmly it has what may be lost."""

    measures: dict[str, float | int | None]
    has: dict[str, Codes]
    exact: bool


def without(graph: Graph, *, nodes: tuple[NodeId, ...], top: int = 20, seed: int = 1) -> Answer:
    """Compare the network with what is left of it when some nodes leave, then list what the others lose.

    A node has access to funding where a chain of funding links reaches it from where money comes from, nodes that fund
    and that nobody funds; they stay so when others leave. A technology is covered while an actor, a node with a sphere,
    works on it. Rows named lost_… list nodes that stay but lose something: their last tie, their way to money, the
    last actor that works on them, or their connection to the largest part. Facts alone are lost: rows named
    would_lose_… list what was only planned, possible or hoped for.

    Parameters
    ----------
    nodes
        The nodes that leave.
    top
        Number of nodes to list for each sort of loss, 0 for all.
    seed
        Draws the nodes that distances are estimated from where there are too many to walk from all.

    Notes
    -----
    Fragmentation is F = 1 - sum_k s_k(s_k - 1)/(n(n - 1)), its form weighted by distance DF = 1 - efficiency, both over
    the nodes that are there (Borgatti 2006, https://doi.org/10.1007/s10588-006-7084-x); the share of the largest part
    is that of all nodes before. `standing` is the weakest of the links and nodes on the firmest chain by which a node
    had what it loses, `left` that by which it still has it. funded_nodes and covered_technologies count facts,
    ..._in_prospect what is planned, possible or hoped for; what is past is neither had nor lost. Cost: nodes times ties
    for distances, up to 5 billion; above that an estimate.

    Examples
    --------
    $ ecosystem without QTSC
    $ ecosystem without "Resolution 57" "State budget" --top 5

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "funds", "target": "b"},
    ...                   {"source": "b", "relation": "funds", "target": "c"}])
    >>> [row[:4] for row in without(graph, nodes=(NodeId("b"),)).rows if row[0] in ("components", "lost_funding")]
    [('components', 1, 2, 1), ('lost_funding', None, None, None)]
    """
    gone = sorted({graph.position(node) for node in nodes})
    _notes.check(top)
    if len(gone) == len(graph.nodes):
        raise BadInput("without: nothing is left; name fewer nodes, or widen the scope")
    stay = np.delete(np.arange(len(graph.nodes), dtype=np.int32), gone)
    states = [_state(graph, kept, seed) for kept in (np.arange(len(graph.nodes), dtype=np.int32), stay)]
    names = ", ".join(graph.nodes.name[node] for node in gone)
    touching = np.flatnonzero(np.isin(graph.links.source, gone) | np.isin(graph.links.target, gone))
    losses = _losses(graph, states, stay, gone)
    listed, notes = _listed(graph, losses, top, touching)
    return Answer(
        title=f"The network without {names}",
        columns=tuple(map(Column, _COLUMNS)),
        rows=[*_compared(states), *(row for row, _ in listed)],
        graph=graph,
        notes=(
            f"{_notes.count(len(gone), 'node')} and {_notes.count(len(touching), 'link')} leave. "
            "Ties are undirected, parallel links counted once; largest_share is of all nodes before.",
            *_estimated(states),
            *_prospects(losses),
            *notes,
            *_notes.counted(graph),
        ),
        evidence=[*([rests_on(graph, touching)] * len(states[0].measures)), *(evidence for _, evidence in listed)],
        nodes=positions([*gone, *(loss.node for loss in losses)]),
        links=touching.astype(np.int32),
    )


def _state(graph: Graph, kept: Codes, seed: int) -> State:
    part = graph.part(kept)
    matrix = ties(part, weight="partners")
    labels, apart = components(matrix), distances(matrix, seed=seed)
    has = {
        "tie": _had(np.diff(matrix.indptr) > 0, kept, len(graph.nodes)),
        "funding": funded(graph, kept),
        "coverage": covered(graph, kept),
        "connection": _had(labels == 0, kept, len(graph.nodes)),
    }
    sizes = np.bincount(labels)
    measures: dict[str, float | int | None] = {
        "nodes": len(kept),
        "links": len(part.links),
        "ties": matrix.nnz // 2,
        "components": len(sizes),
        "largest_component": int(sizes[0]),
        "largest_share": float(sizes[0]) / len(graph.nodes),
        "isolates": int((np.diff(matrix.indptr) == 0).sum()),
        "fragmentation": fragmentation(matrix),
        "distance_fragmentation": None if apart.efficiency is None else 1 - apart.efficiency,
        "efficiency": apart.efficiency,
        "mean_distance": apart.mean,
    }
    for name, access in (("funded_nodes", has["funding"]), ("covered_technologies", has["coverage"])):
        firmness = access[kept]
        measures[name] = int((firmness == 0).sum())
        measures[f"{name}_in_prospect"] = int(((firmness > 0) & (firmness < len(present()))).sum())
    return State(measures, has, apart.exact)


def _had(flags: npt.NDArray[np.bool_], kept: Codes, n: int) -> Codes:
    """Return 0 for the nodes that have something, and what stands behind the last standing for the others."""
    whole = np.full(n, len(vocabulary().standings), dtype=np.int32)
    whole[kept[flags]] = 0
    return whole


def _compared(states: list[State]) -> list[Row]:
    rows: list[Row] = []
    for name, before in states[0].measures.items():
        after = states[1].measures[name]
        rows.append((name, before, after, None if before is None or after is None else after - before, *[None] * 5))
    return rows


@dataclass(frozen=True)
class _Loss:
    """What a node loses, by the firmest standing that it had it by, and what is left of it."""

    what: str
    node: int
    before: int
    after: int

    @property
    def name(self) -> str:
        return f"would_lose_{self.what}" if self.before else f"lost_{self.what}"


def _losses(graph: Graph, states: list[State], stay: Codes, gone: list[int]) -> list[_Loss]:
    """Return what nodes that stay lose, facts first."""
    found = []
    for what in states[0].has:
        before, after = (state.has[what] for state in states)
        lost = stay[before[stay] < after[stay]]
        if what in ("tie", "connection") and len(lost):
            before = _joined(graph, gone, direct=what == "tie")
        there = lost[before[lost] < len(present())].tolist()
        found += [_Loss(what, node, int(before[node]), int(after[node])) for node in there]
    return sorted(found, key=lambda loss: loss.before > 0)


def _joined(graph: Graph, gone: list[int], *, direct: bool) -> Codes:
    """Return how firmly each node is joined with who leaves, by the firmest chain of ties, or by a tie of its own."""
    ends = np.stack((graph.links.source, graph.links.target))
    weakest = weakest_of(graph)
    found = np.full(len(graph.nodes), len(vocabulary().standings), dtype=np.int32)
    for standing in reversed(range(len(vocabulary().standings))):
        kept = np.flatnonzero(weakest <= standing).astype(np.int32)
        if direct:
            found[ends[:, kept][:, np.isin(ends[:, kept], gone).any(axis=0)]] = standing
        else:
            labels = components(graph.part(np.arange(len(found), dtype=np.int32), kept).adjacency(weight="partners"))
            found[np.isin(labels, labels[gone])] = standing
    return found


def _listed(
    graph: Graph, losses: list[_Loss], top: int, touching: npt.NDArray[np.int64]
) -> tuple[list[tuple[Row, tuple[str, ...]]], list[str]]:
    listed: list[tuple[Row, tuple[str, ...]]] = []
    notes: list[str] = []
    words = (*vocabulary().standings, None)
    for name, group in groupby(losses, key=lambda loss: loss.name):
        of_name = list(group)
        shown, note = _notes.first(top, len(of_name), f"{name} row")
        notes += note
        for loss in of_name[:shown]:
            ends = (graph.links.source[touching], graph.links.target[touching])
            direct = touching[(ends[0] == loss.node) | (ends[1] == loss.node)]
            row = (name, None, None, None, *graph.label(loss.node), words[loss.before], words[loss.after])
            listed.append((row, rests_on(graph, direct)))
    return listed, notes


def _prospects(losses: list[_Loss]) -> tuple[str, ...]:
    """Return the note that says what is not lost, since it was only to come."""
    counts = Counter(vocabulary().standings[loss.before] for loss in losses if loss.before)
    if not counts:
        return ()
    which = ", ".join(f"{counts[word]} {word}" for word in vocabulary().standings if counts[word])
    return (f"Rows named would_lose_… are not losses yet, for what they rest on is not a fact: {which}.",)


def _estimated(states: list[State]) -> tuple[str, ...]:
    return () if all(state.exact for state in states) else ("Distances are estimated from nodes drawn by lot.",)
