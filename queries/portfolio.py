"""Who works on which technologies: specialisation, relatedness, complexity, and options to enter."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.measures.funding_reach import covered, weakest_of
from ecosystem.measures.ranking import ranked, value
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph, Weight
from ecosystem.model.names import fold
from ecosystem.model.vocabulary import vocabulary
from queries import _notes
from queries._evidence import rests_on
from queries._portfolio import By, Ints, Portfolio, Work, measured_of, work_of

_MEASURES = (
    *("value", "rca", "density", "diversity", "ubiquity", "eci", "pci"),
    *("fitness", "complexity", "shannon", "hhi"),
)
MOST_ITERATIONS = 10_000
"""The most rounds of the fitness iteration; long before, its order is settled."""
_NEAR_NOTHING = 1e-3
_DETAIL = ("unit_id", "technology_id", "complexity", "shannon", "hhi")
_COLUMNS = ("part", "unit_id", "unit", "technology_id", "technology", *_MEASURES, "standing")
Told = tuple[tuple[Value, ...], tuple[str, ...]]


def portfolio(
    graph: Graph,
    *,
    by: By = "place",
    only: str | None = None,
    weight: Weight = "strength",
    minimum: float = 0.0,
    iterations: int = 100,
    top: int = 10,
) -> Answer:
    """Show in which technologies places or actors are specialised, and which are near to what they can do.

    Counts links of works_on. Rows are of five parts. unit: a place or actor, with its diversity, economic complexity
    (eci) and fitness. technology: its ubiquity and complexity (pci). special: a technology that a unit is specialised
    in, rca 1 or more. option: one that it is not, nearest first by the density of related technologies that it has.
    uncovered: a technology that no actor in the scope works on as a fact, nor, by place, a place itself.

    Parameters
    ----------
    by
        Whose portfolio: of a place, all its actors together, or of each actor alone.
    only
        Show one unit alone, by its name or id; measures are those of all.
    weight
        What counts: the sum of weights, the number of links, or partners: each actor once a technology.
    minimum
        A unit is specialised only where its value is at least this; small counts make unstable ratios.
    iterations
        Rounds of the fitness iteration, 10,000 at most.
    top
        Number of rows to show of each part, 0 for all.

    Notes
    -----
    rca = (x_ut / x_u) / (x_t / x) (Balassa 1965); proximity of technologies = units specialised in both / the larger
    number specialised in one, diagonal 1; density = share of the proximity to a technology that the unit has (Hidalgo
    et al. 2007, https://doi.org/10.1126/science.1144581); eci and pci are second eigenvectors with mean 0 and
    population standard deviation 1 (Hidalgo & Hausmann 2009, https://doi.org/10.1073/pnas.0900943106), empty where
    specialisations fall apart; fitness and complexity as in Tacchella et al. 2012, https://doi.org/10.1038/srep00723,
    where some values tend to 0 by the pattern of the table (Pugliese et al. 2014, https://arxiv.org/abs/1410.0249);
    shannon in nats, hhi the sum of squared shares. `standing` is the weakest of the links and nodes that a row rests
    on; of what is uncovered, the firmest by which somebody may work on it. An actor is a node with a sphere. Raises
    `BadInput` where nobody works on a technology, above 20 million cells or 5,000 technologies. Cost: units times
    technologies squared.

    Examples
    --------
    $ ecosystem portfolio --by actor --top 5
    $ ecosystem portfolio --by actor --only QTSC

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "institute"}, {"id": "b", "kind": "institute"},
    ...                   {"id": "ai", "kind": "technology"}, {"id": "chips", "kind": "technology"}],
    ...                  [{"source": "a", "relation": "works_on", "target": "ai"},
    ...                   {"source": "a", "relation": "works_on", "target": "chips"},
    ...                   {"source": "b", "relation": "works_on", "target": "ai"}])
    >>> [(row[1], row[3], row[6]) for row in portfolio(graph, by="actor").rows if row[0] == "special"]
    [('a', 'chips', 1.5), ('b', 'ai', 1.5)]
    """
    _notes.check(top)
    if iterations < 1:
        raise BadInput(f"iterations: {iterations} is below 1")
    if iterations > MOST_ITERATIONS:
        raise BadInput(f"iterations: {iterations:,} is more than {MOST_ITERATIONS:,}; 100 are usual")
    if not 0 <= minimum < math.inf:
        raise BadInput(f"minimum: {minimum} is not an amount from 0")
    work = work_of(graph, by)
    measured = measured_of(graph, work, weight, minimum, iterations)
    shown, used = _shown(work, only), work.links.astype(np.int32)
    told, notes = _told(graph, measured, work, shown, top, whole=only is None)
    return Answer(
        title=f"Technology portfolio by {by}" + (f": {work.units[int(shown[0])][1]}" if only else ""),
        columns=tuple(Column(name, detail=name in _DETAIL) for name in _COLUMNS),
        rows=[row for row, _ in told],
        graph=graph,
        notes=(*_explained(work, measured, by, iterations), *notes, *_notes.counted(graph, links=used)),
        evidence=[evidence for _, evidence in told],
        nodes=np.unique(np.concatenate((graph.links.source[work.links], graph.links.target[work.links]))),
        links=used,
    )


def _shown(work: Work, only: str | None) -> Ints:
    """Return the units to show, those with the greatest values first."""
    if only is None:
        return np.arange(len(work.units))
    key = fold(only)
    found = [i for i, (id, name) in enumerate(work.units) if only == id or key in (fold(name), fold(id or ""))]
    if not found:
        near = ", ".join(name for _, name in work.units[:5])
        raise BadInput(f"only: '{only}' works on no technology here; known are {near}{', …' * (len(work.units) > 5)}")
    return np.array(found[:1])


def _told(
    graph: Graph, measured: Portfolio, work: Work, shown: Ints, top: int, *, whole: bool
) -> tuple[list[Told], list[str]]:
    """Return the rows of every part, each cut to `top`; what is not of one unit only for the whole."""
    uncovered = _uncovered(graph, work)
    parts: list[tuple[str, Any, Callable[[Any], Told]]] = [
        ("unit", _units(measured, shown), lambda i: _unit(graph, measured, work, i)),
        ("technology", _technologies(measured) if whole else [], lambda j: _technology(graph, measured, work, j)),
        ("special", _cells(measured, shown, special=True), lambda ij: _cell(graph, measured, work, "special", *ij)),
        ("option", _cells(measured, shown, special=False), lambda ij: _cell(graph, measured, work, "option", *ij)),
        ("uncovered", uncovered if whole else [], lambda found: _nobody(graph, *found)),
    ]
    told: list[Told] = []
    notes: list[str] = []
    for name, order, row in parts:
        count, note = _notes.first(top, len(order), f"{name} row")
        told += [row(place) for place in order[:count]]
        notes += note
    return told, notes


def _row(
    part: str,
    unit: tuple[str | None, str] | None,
    technology: tuple[str, str] | None,
    standing: int,
    **values: float,
) -> tuple[Value, ...]:
    measures = (value(values[name]) if name in values else None for name in _MEASURES)
    return (
        part,
        *(unit or (None, None)),
        *(technology or (None, None)),
        *measures,
        (*vocabulary().standings, None)[standing],
    )


def _weakest(graph: Graph, links: Ints) -> int:
    return int(weakest_of(graph, links).max())


def _units(measured: Portfolio, shown: Ints) -> list[int]:
    return [int(i) for i in shown[ranked(measured.values.sum(axis=1)[shown])[0]]]


def _technologies(measured: Portfolio) -> list[int]:
    return [int(j) for j in ranked(measured.values.sum(axis=0))[0]]


def _cells(measured: Portfolio, shown: Ints, *, special: bool) -> list[tuple[int, int]]:
    """Return what units are specialised in by rca, or else what they could enter by density, then by pci."""
    chosen = measured.special[shown] > 0
    if not special:
        chosen = ~chosen & (measured.density[shown] > 0)
    rows, columns = np.nonzero(chosen)
    units = shown[rows]
    first = (measured.rca if special else measured.density)[units, columns]
    second = np.nan_to_num(measured.complexity.pci[columns])
    order = np.lexsort((columns, units, -np.round(second, 12), -np.round(first, 12)))
    return list(zip(units[order].tolist(), columns[order].tolist(), strict=True))


def _unit(graph: Graph, measured: Portfolio, work: Work, i: int) -> Told:
    total = float(measured.values[i].sum())
    share = measured.values[i][measured.values[i] > 0] / total
    row = _row(
        "unit",
        work.units[i],
        None,
        _weakest(graph, work.of_unit(i)),
        value=total,
        diversity=float(measured.special[i].sum()),
        eci=float(measured.complexity.eci[i]),
        fitness=float(measured.fitness[i]),
        shannon=float(-(share * np.log(share)).sum()),
        hhi=float((share**2).sum()),
    )
    return row, rests_on(graph, work.of_unit(i))


def _technology(graph: Graph, measured: Portfolio, work: Work, j: int) -> Told:
    row = _row(
        "technology",
        None,
        _named(graph, int(work.technologies[j])),
        _weakest(graph, work.of_technology(j)),
        value=float(measured.values[:, j].sum()),
        ubiquity=float(measured.special[:, j].sum()),
        pci=float(measured.complexity.pci[j]),
        complexity=float(measured.difficulty[j]),
    )
    return row, rests_on(graph, work.of_technology(j))


def _cell(graph: Graph, measured: Portfolio, work: Work, part: str, i: int, j: int) -> Told:
    used = work.of_unit(i, j if part == "special" else None)
    row = _row(
        part,
        work.units[i],
        _named(graph, int(work.technologies[j])),
        _weakest(graph, used),
        value=float(measured.values[i, j]),
        rca=float(measured.rca[i, j]),
        density=float(measured.density[i, j]),
        pci=float(measured.complexity.pci[j]),
    )
    return row, rests_on(graph, used)


def _uncovered(graph: Graph, work: Work) -> list[tuple[int, int]]:
    """Return the technologies that nobody works on as a fact, each with the firmest standing by which somebody may."""
    technologies = graph.nodes.kind == vocabulary().kinds["technology"].code
    firmness = covered(graph)
    np.minimum.at(firmness, graph.links.target[work.links], weakest_of(graph, work.links))
    return [(node, int(firmness[node])) for node in np.flatnonzero(technologies & (firmness > 0)).tolist()]


def _nobody(graph: Graph, node: int, firmness: int) -> Told:
    return _row("uncovered", None, _named(graph, node), firmness), graph.cited_by_node(node)


def _named(graph: Graph, node: int) -> tuple[str, str]:
    return graph.nodes.id[node], graph.nodes.name[node]


def _explained(work: Work, measured: Portfolio, by: By, iterations: int) -> Iterator[str]:
    yield (
        f"{_notes.count(len(work.links), 'link')} of works_on: {_notes.count(len(work.units), by)}, "
        f"{len(work.technologies):,} technologies. Specialised: rca of 1 or more; proximity with diagonal 1; "
        f"fitness after {_notes.count(iterations, 'round')}."
    )
    vanishing = int((measured.fitness < _NEAR_NOTHING).sum())
    if vanishing:
        yield (
            f"Fitness near 0, here that of {_notes.count(vanishing, by)} below {_NEAR_NOTHING:g} of the mean, is known "
            "of this iteration: values sink with the rounds; their order counts, not their size."
        )
    if work.left_out:
        yield f"{_notes.count(work.left_out, 'link')} of nodes without a {by} left out."
    if measured.complexity.why_not:
        yield f"eci and pci are not defined: {measured.complexity.why_not}."
