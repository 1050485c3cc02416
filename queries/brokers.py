"""Who brokers between others: roles between groups, structural holes, cut actors and bridges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.kernels import structural_holes
from ecosystem.measures import triangles
from ecosystem.measures.brokerage import ROLES, Table, role_chance, roles
from ecosystem.measures.connectivity import cuts
from ecosystem.measures.groups import By, Groups, groups
from ecosystem.measures.neighbours import neighbours
from ecosystem.measures.ranking import ranked, rounded, value
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import Codes, Numbers
from ecosystem.model.graph import Graph, Weight
from queries import _notes
from queries._bridges import bridging
from queries._ends import positions
from queries._scope import need_nodes

Order = Literal["total", "coordinator", "itinerant", "representative", "gatekeeper", "liaison", "constraint"]
TOTALS = (*ROLES, "total")
_BURT = ("constraint", "effective_size", "efficiency", "hierarchy")


@dataclass(frozen=True)
class Found:
    """Every measure of every node, by name, and the notes that explain them."""

    groups: Groups
    values: dict[str, Numbers]
    notes: tuple[str, ...]


def brokers(
    graph: Graph,
    *,
    by: By = "kind",
    order: Order = "total",
    weight: Weight = "strength",
    undirected: bool = False,
    bridges: bool = False,
    top: int = 10,
    seed: int = 1,
) -> Answer:
    """Rank the nodes by the pairs of others that they alone connect, with all measures of brokerage.

    Roles (Gould and Fernandez) count ordered pairs a, c with a → broker → c and no a → c, by the groups of the three:
    coordinator, all of one group; itinerant, a and c of one group and the broker of another; representative, broker
    and a of one group; gatekeeper, broker and c of one group; liaison, all of different groups. Expected values and z
    are those of a graph in which every arc is there by the same chance. Constraint, effective size, efficiency and
    hierarchy (Burt) say how far a node's partners are tied with each other: low constraint is freedom to broker.

    Parameters
    ----------
    by
        What groups the nodes; what has no group is left out of the roles.
    order
        What to rank by; constraint from the lowest.
    weight
        What makes a tie strong for Burt's measures: number of links, 1 for every partner, or sum of weights.
    undirected
        Count every link in both directions; otherwise only those of symmetric relations.
    bridges
        List the bridging ties instead of nodes: bridges first, by the nodes that they would cut off, then the other
        local bridges, by the partners of their ends.
    top
        Number of nodes or ties to show, 0 for all.
    seed
        For the communities.

    Notes
    -----
    `cut_actor` says whether the node's part of the network would split without it, and `parts` into how many pieces;
    `bridges` are its ties whose loss would split it, `local_bridges` those whose ends share no partner (Granovetter
    1973, https://doi.org/10.1086/225469). Roles: Gould & Fernandez 1989, https://doi.org/10.2307/270949. Cost: one
    listing of the triangles for each, ties to the power of 1.5 at most.

    Examples
    --------
    $ ecosystem brokers --without class
    $ ecosystem brokers --by sphere --order constraint
    $ ecosystem brokers --by place -o brokers.xlsx
    $ ecosystem brokers --bridges

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "f", "kind": "fund"}, {"id": "u", "kind": "university"}, {"id": "v", "kind": "fund"}],
    ...                  [{"source": "f", "relation": "funds", "target": "u"},
    ...                   {"source": "u", "relation": "part_of", "target": "v"}])
    >>> answer = brokers(graph, top=1)
    >>> names = [column.name for column in answer.columns]
    >>> [answer.rows[0][names.index(name)] for name in ("id", "itinerant", "total", "constraint")]
    ['u', 1, 1, 0.5]
    """
    need_nodes(graph, "brokers")
    if bridges:
        if by != "kind" or order != "total" or undirected:
            raise BadInput("bridges: ties have no roles; leave out --by, --order and --undirected")
        return bridging(graph, top)
    found = _measured(graph, by, weight, undirected, seed)
    order_of, ranks = ranked(found.values[order], ascending=order == "constraint")
    shown, note = _notes.first(top, len(order_of), "node")
    nodes = order_of[:shown].tolist()
    names = list(found.values)
    return Answer(
        title=f"Brokers by {order.replace('_', ' ')}",
        columns=_columns(names, by),
        rows=[_row(graph, found, rank, node) for rank, node in zip(ranks, nodes, strict=False)],
        graph=graph,
        notes=(*found.notes, *note, *_notes.counted(graph)),
        evidence=[graph.cited_by_node(node) for node in nodes],
        nodes=positions(nodes),
    )


_NOBODY = (
    "Nobody brokers here: along the direction of links no node stands between two that nothing joins; --undirected "
    "follows links both ways.",
    "Nobody brokers here: no node stands between two that nothing joins.",
)


def _measured(graph: Graph, by: By, weight: Weight, undirected: bool, seed: int) -> Found:
    grouped = groups(graph, by, seed=seed)
    strengths = ties(graph, weight=weight)
    holes = structural_holes(neighbours(graph, weight=weight))
    split, (_, closed) = cuts(strengths), triangles.counts(strengths)
    rows = np.repeat(np.arange(len(graph.nodes)), np.diff(strengths.indptr))
    sums = {
        "bridges": np.bincount(rows, weights=split.bridge, minlength=len(graph.nodes)).astype(float),
        "local_bridges": np.bincount(rows, weights=closed == 0, minlength=len(graph.nodes)).astype(float),
    }
    by_role, told = _roles(graph, grouped, undirected)
    wholes = [
        _notes.count(int((split.parts > 1).sum()), "cut actor"),
        *(_notes.count(int(sums[name].sum()) // 2, name.removesuffix("s").replace("_", " ")) for name in sums),
    ]
    nobody = () if np.nansum(by_role["total"]) else (_NOBODY[undirected],)
    notes = (
        *nobody,
        f"Roles by {by}: {told}",
        f"Burt's measures are undirected, over {_WORDS[weight]}; empty for isolates.",
        f"In the whole scope: {', '.join(wholes)}.",
    )
    burt = {name: getattr(holes, name) for name in _BURT}
    return Found(grouped, {**by_role, **burt, "parts": split.parts.astype(float), **sums}, notes)


_WORDS = {"links": "the number of links", "partners": "partners, all alike", "strength": "sums of weights (1 if none)"}


def _roles(graph: Graph, grouped: Groups, undirected: bool) -> tuple[dict[str, Numbers], str]:
    """Return raw, expected and z of every role, NaN for nodes without a group, and the convention."""
    inside = np.flatnonzero(grouped.codes >= 0).astype(np.int32)
    arcs = ties(graph.part(inside), weight="partners", directed=not undirected)
    codes = grouped.codes[inside]
    raw = _with_total(roles(arcs, codes))
    even = undirected or not (arcs - arcs.T).count_nonzero()
    chance = role_chance(grouped.sizes, arcs.nnz, undirected=even)
    expected, sd = chance.expected[codes], chance.sd[codes]
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(sd > 0, (raw - expected) / sd, np.nan)
    tables = {"": raw, "expected_": expected, "z_": z}
    values = {
        prefix + role: _spread(table[:, i], inside, len(graph.nodes))
        for prefix, table in tables.items()
        for i, role in enumerate(TOTALS)
    }
    ways = "every link counts both ways" if undirected else "links count in their direction, symmetric ones both ways"
    left_out = len(graph.nodes) - len(inside)
    without = f"; {_notes.count(left_out, 'node')} without a group left out" if left_out else ""
    return values, f"ordered pairs, {ways}; {arcs.nnz:,} arcs among {len(inside):,} nodes{without}."


def _with_total(table: Table) -> Table:
    return np.column_stack((table, table.sum(axis=1)))


def _spread(values: Numbers, inside: Codes, n: int) -> Numbers:
    column = np.full(n, np.nan)
    column[inside] = values
    return column


def _columns(names: list[str], by: By) -> tuple[Column, ...]:
    short = {*TOTALS, "constraint"}
    return (
        *(Column("rank"), Column("id", detail=True), Column("name"), Column("kind", detail=by != "kind")),
        Column("group", detail=by == "kind"),
        Column("cut_actor", detail=True),
        *(Column(name, detail=name not in short) for name in names),
    )


def _row(graph: Graph, found: Found, rank: int | None, node: int) -> tuple[Value, ...]:
    numbers = rounded(np.array([column[node] for column in found.values.values()])).tolist()
    whole = {*TOTALS, "parts", "bridges", "local_bridges"}
    told = [
        int(number) if name in whole and not np.isnan(number) else value(number)
        for name, number in zip(found.values, numbers, strict=True)
    ]
    cut = "yes" if found.values["parts"][node] > 1 else "no"
    return (rank, *graph.label(node), found.groups.name(node), cut, *told)
