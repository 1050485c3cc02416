"""Who matters: nodes ranked by a measure of centrality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.measures.centrality import MEASURES, Centrality, Found, Options, how_links_count
from ecosystem.measures.ranking import rounded
from ecosystem.measures.ties import weights
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import Codes, Numbers
from ecosystem.model.deferred import FEW
from ecosystem.model.graph import Graph
from queries import _notes
from queries._ends import positions
from queries._scope import need_nodes

FEW_PIVOTS = 30
"""Below how many pivots the standard error of an estimate is too low."""
_OF_MORE = ("strength", "inter_sphere_betweenness")

Measure = Literal[
    "degree",
    "in_degree",
    "out_degree",
    "partners",
    "strength",
    "betweenness",
    "inter_sphere_betweenness",
    "closeness",
    "harmonic",
    "eigenvector",
    "pagerank",
    "katz",
    "hubs",
    "authorities",
    "core",
    "current_flow_betweenness",
    "current_flow_closeness",
]


def rank(
    graph: Graph,
    *,
    measure: Measure,
    top: int = 10,
    weight: bool = False,
    directed: bool = False,
    raw: bool = False,
    pivots: int = 0,
    stability: int = 0,
    seed: int = 1,
) -> Answer:
    """Rank the nodes of the scope by a measure; equal values share a rank, order among them is by id.

    Parameters
    ----------
    measure
        What to rank by.
    top
        Number of nodes to show, 0 for all.
    weight
        Let the strengths of links count; along paths the length of a link is 1 / strength. Not for degree, in_degree,
        out_degree, partners, strength and core.
    directed
        Follow links only in their direction; those of a relation without direction lead both ways. For betweenness,
        inter_sphere_betweenness, closeness, harmonic, pagerank and katz.
    raw
        Give sums as they are, not divided by what the notes of each measure name. For betweenness,
        inter_sphere_betweenness, closeness, harmonic, katz and current_flow_betweenness.
    pivots
        Estimate betweenness, inter_sphere_betweenness, closeness or harmonic, with the standard error, from this number
        of nodes drawn at random; 0 takes all.
    stability
        Take the measure this number of times again with links that drop out by their confidence, 0 for not.
    seed
        What the draws of pivots and of links begin with; the same seed gives the same answer.

    Examples
    --------
    $ ecosystem rank betweenness --without class
    $ ecosystem rank betweenness --directed --raw --without resolution-57
    $ ecosystem rank inter_sphere_betweenness --stability 20
    $ ecosystem rank degree --kind agency --kind policy -o agencies.xlsx

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "part_of", "target": "b"},
    ...                   {"source": "c", "relation": "part_of", "target": "b"}])
    >>> rank(graph, measure="betweenness", raw=True).rows
    [(1, 'b', 'b', 'fund', 1.0), (2, 'a', 'a', 'fund', 0.0), (2, 'c', 'c', 'fund', 0.0)]
    """
    need_nodes(graph, "rank")
    chosen = MEASURES[measure]
    options = Options(weight, directed, raw, pivots, seed)
    _check(graph, measure, chosen, options, stability)
    found = chosen.of(graph, options)
    values = rounded(found.values)
    order = np.lexsort((np.arange(len(values)), -values, np.isnan(values)))
    shown, note = _notes.first(top, len(order), "node")
    nodes = order[:shown].tolist()
    further = _further(graph, chosen, options, found, shown, stability)
    unit = chosen.unit if raw or "raw" not in chosen.heeds else ""
    names = ("rank", "id", "name", "kind")
    near, places = graph.around(nodes)
    return Answer(
        title=f"Nodes by {measure.replace('_', ' ')}",
        columns=(*map(Column, names), Column("value", unit), *map(Column, further)),
        rows=_rows([near.label(place) for place in places], values, nodes, list(further.values())),
        graph=graph,
        notes=(
            chosen.convention,
            *_said(graph, chosen, options, found, stability),
            *(_notes.weightless(graph) if weight or measure == "strength" else ()),
            *_shared(values, nodes),
            _size(graph),
            *note,
            *_notes.counted(graph),
        ),
        evidence=[near.cited_by_node(place) for place in places],
        nodes=positions(nodes),
    )


def _ends_alone(told: Mapping[str, Any]) -> bool:
    """Say whether the ends of links are enough for the values, and few rows are shown."""
    return not (told["weight"] or told["stability"] or told["measure"] in _OF_MORE) and 0 < told["top"] <= FEW


LATE = _ends_alone


def _check(graph: Graph, name: str, measure: Centrality, options: Options, stability: int) -> None:
    for option in ("weight", "directed", "raw", "pivots"):
        if getattr(options, option) and option not in measure.heeds:
            able = ", ".join(other for other, one in MEASURES.items() if option in one.heeds)
            raise BadInput(f"{option}: {name} does not know it; {able} do")
    for option, value in (("pivots", options.pivots), ("stability", stability), ("seed", options.seed)):
        if value < 0:
            raise BadInput(f"{option}: {value} is below 0")
    if options.weight or name == "strength":
        weights(graph)


def _further(
    graph: Graph, measure: Centrality, options: Options, found: Found, shown: int, stability: int
) -> dict[str, Numbers]:
    """Return further columns: the error of an estimate, and what repetitions with other links give."""
    columns = {} if found.error is None else {"standard_error": rounded(found.error)}
    if not stability:
        return columns
    rng = np.random.default_rng(options.seed)
    sure = np.nan_to_num(graph.links.confidence, nan=1.0)
    everybody = np.arange(len(graph.nodes), dtype=np.int32)
    drawn, leading = np.empty((stability, len(graph.nodes))), np.zeros(len(graph.nodes))
    for run in range(stability):
        links: Codes = np.flatnonzero(rng.random(len(sure)) < sure).astype(np.int32)
        drawn[run] = values = rounded(measure.of(graph.part(everybody, links), options).values)
        known = np.sort(values[~np.isnan(values)])[::-1]
        if len(known):
            leading += values >= known[min(shown, len(known)) - 1]
    low, high = np.nanpercentile(np.where(np.isnan(drawn).all(axis=0), 0.0, drawn), [2.5, 97.5], axis=0)
    undefined = np.isnan(drawn).all(axis=0)
    low[undefined] = high[undefined] = np.nan
    return columns | {"low": rounded(low), "high": rounded(high), "top_share": leading / stability}


def _said(graph: Graph, measure: Centrality, options: Options, found: Found, stability: int) -> list[str]:
    said = [how_links_count(measure, options), *found.notes]
    if "raw" in measure.heeds:
        said.append(f"Raw, not {measure.scaled}." if options.raw else f"Values are {measure.scaled}, unless --raw.")
    if measure.unit == "pairs" and "directed" in measure.heeds:
        twice = "twice, once from either end" if options.directed else "once"
        said.append(f"Each pair counts {twice}.")
    if found.error is not None:
        error = "with their standard error" if options.pivots > 1 else "which has no standard error"
        said.append(f"Estimated from {_notes.count(options.pivots, 'pivot')}, seed {options.seed}, {error}.")
        if 1 < options.pivots < FEW_PIVOTS:
            said.append(f"With fewer than {FEW_PIVOTS} pivots the standard error is itself too low.")
    if stability:
        said.append(_interval(graph, stability, options.seed))
    return [note for note in said if note]


def _interval(graph: Graph, stability: int, seed: int) -> str:
    unsure = int((graph.links.confidence < 1).sum())
    if not unsure:
        return "No link has a confidence below 1, so every run is the same: low, high and top_share say nothing here."
    return (
        f"low and high hold 95 % of {_notes.count(stability, 'run')}, top_share is the share of runs in which the "
        f"node is among the first shown; {_notes.count(unsure, 'link')} may drop out by confidence, the others "
        f"stay. Seed {seed}."
    )


def _rows(
    labels: list[tuple[str, str, str]], values: Numbers, nodes: list[int], further: list[Numbers]
) -> list[tuple[Value, ...]]:
    known = np.sort(values[~np.isnan(values)])
    rows: list[tuple[Value, ...]] = []
    for node, label in zip(nodes, labels, strict=True):
        value = values[node]
        above = None if np.isnan(value) else len(known) - int(np.searchsorted(known, value, side="right")) + 1
        numbers = (None if np.isnan(number) else float(number) for number in (value, *(one[node] for one in further)))
        rows.append((above, *label, *numbers))
    return rows


def _shared(values: Numbers, nodes: list[int]) -> tuple[str, ...]:
    """Return the note that the last rank shown has more nodes than are shown."""
    last = values[nodes[-1]] if nodes else np.nan
    alike, shown = int((values == last).sum()), int((values[nodes] == last).sum())
    if alike == shown:
        return ()
    return (f"{_notes.count(alike, 'node')} share the last rank; shown of these, in the order of ids: {shown:,}.",)


def _size(graph: Graph) -> str:
    ends = np.bincount(np.concatenate((graph.links.source, graph.links.target)), minlength=len(graph.nodes))
    isolates = _notes.count(int((ends == 0).sum()), "node")
    return (
        f"Counted over {_notes.count(len(graph.nodes), 'node')} and {_notes.count(len(graph.links), 'link')}; "
        f"{isolates} without a link."
    )
