"""What breaks if actors leave: parts, reach, access to funding, technologies that nobody works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ecosystem.answer import Answer, Column, Value
from ecosystem.connectivity import components, fragmentation
from ecosystem.distances import distances
from ecosystem.errors import BadInput
from ecosystem.graph import Codes, Graph
from ecosystem.supply import Flags, covered, funded, purses
from ecosystem.ties import ties
from queries import NodeId, _notes
from queries._ends import positions
from queries._evidence import rests_on

Row = tuple[Value, ...]


@dataclass(frozen=True)
class State:
    """A network as it is: its measures, and for each node of the whole scope what it has."""

    measures: dict[str, float | int | None]
    has: dict[str, Flags]
    exact: bool


def without(graph: Graph, *, nodes: tuple[NodeId, ...], top: int = 20, seed: int = 1) -> Answer:
    """Compare the network with what is left of it when some nodes leave, then list what the others lose.

    A node has access to funding where a chain of funding links reaches it from a purse, a node that funds and that
    nobody funds; purses stay purses when others leave. A technology is covered while an actor, a node with a sphere,
    works on it. Rows named lost_… list nodes that stay but lose something: their last tie, their way to money, the
    last actor that works on them, or their connection to the largest part.

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
    is that of all nodes before. Cost: nodes times ties for distances, up to 5 billion; above that an estimate.

    Examples
    --------
    $ ecosystem without QTSC
    $ ecosystem without "Resolution 57" "State budget" --top 5

    >>> from ecosystem.rows import graph_of
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
    given = purses(graph)
    states = [_state(graph, kept, given, seed) for kept in (np.arange(len(graph.nodes), dtype=np.int32), stay)]
    names = ", ".join(graph.nodes.name[node] for node in gone)
    touching = np.flatnonzero(np.isin(graph.links.source, gone) | np.isin(graph.links.target, gone))
    lost = _lost(states, stay)
    listed, notes = _listed(graph, lost, top, touching)
    return Answer(
        title=f"The network without {names}",
        columns=tuple(Column(name) for name in ("measure", "before", "after", "change", "id", "name", "kind")),
        rows=[*_compared(states), *(row for row, _ in listed)],
        graph=graph,
        notes=(
            f"{_notes.count(len(gone), 'node')} and {_notes.count(len(touching), 'link')} leave. "
            "Ties are undirected, parallel links counted once; largest_share is of all nodes before.",
            *_estimated(states),
            *notes,
            *_notes.counted(graph),
        ),
        evidence=[*([rests_on(graph, touching)] * len(states[0].measures)), *(evidence for _, evidence in listed)],
        nodes=positions([*gone, *(node for found in lost.values() for node in found.tolist())]),
        links=touching.astype(np.int32),
    )


def _state(graph: Graph, kept: Codes, given: Flags, seed: int) -> State:
    part = graph.part(kept)
    matrix = ties(part, weight="partners")
    labels, apart = components(matrix), distances(matrix, seed=seed)
    has = {
        "tie": np.diff(matrix.indptr) > 0,
        "funding": funded(part, given[kept]),
        "coverage": covered(part),
        "connection": labels == 0,
    }
    sizes = np.bincount(labels)
    measures: dict[str, float | int | None] = {
        "nodes": len(kept),
        "links": len(part.links),
        "ties": matrix.nnz // 2,
        "components": len(sizes),
        "largest_component": int(sizes[0]),
        "largest_share": float(sizes[0]) / len(graph.nodes),
        "isolates": len(kept) - int(has["tie"].sum()),
        "fragmentation": fragmentation(matrix),
        "distance_fragmentation": None if apart.efficiency is None else 1 - apart.efficiency,
        "efficiency": apart.efficiency,
        "mean_distance": apart.mean,
        "funded_nodes": int(has["funding"].sum()),
        "covered_technologies": int(has["coverage"].sum()),
    }
    return State(measures, {name: _over_all(flags, kept, len(graph.nodes)) for name, flags in has.items()}, apart.exact)


def _over_all(flags: npt.NDArray[np.bool_], kept: Codes, n: int) -> Flags:
    whole = np.zeros(n, dtype=bool)
    whole[kept] = flags
    return whole


def _compared(states: list[State]) -> list[Row]:
    rows: list[Row] = []
    for name, before in states[0].measures.items():
        after = states[1].measures[name]
        rows.append((name, before, after, None if before is None or after is None else after - before, *[None] * 3))
    return rows


def _lost(states: list[State], stay: Codes) -> dict[str, Codes]:
    """Return for each sort of loss the nodes that stay and suffer it."""
    before, after = (state.has for state in states)
    return {name: stay[before[name][stay] & ~after[name][stay]] for name in before}


def _listed(
    graph: Graph, lost: dict[str, Codes], top: int, touching: npt.NDArray[np.int64]
) -> tuple[list[tuple[Row, tuple[str, ...]]], list[str]]:
    listed: list[tuple[Row, tuple[str, ...]]] = []
    notes: list[str] = []
    for name, nodes in lost.items():
        shown, note = _notes.first(top, len(nodes), f"lost_{name} row")
        notes += note
        for node in nodes[:shown].tolist():
            ends = (graph.links.source[touching], graph.links.target[touching])
            direct = touching[(ends[0] == node) | (ends[1] == node)]
            listed.append(((f"lost_{name}", None, None, None, *graph.label(node)), rests_on(graph, direct)))
    return listed, notes


def _estimated(states: list[State]) -> tuple[str, ...]:
    return () if all(state.exact for state in states) else ("Distances are estimated from nodes drawn by lot.",)
