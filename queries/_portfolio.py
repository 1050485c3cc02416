"""Who works on what, as a table of units and technologies, and all measures over it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ecosystem.errors import BadInput
from ecosystem.measures.groups import groups
from ecosystem.measures.portfolio import Complexity, Table, complexity, density, fitness, proximity, rca
from ecosystem.measures.spheres import spheres
from ecosystem.measures.ties import weights
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph, Weight
from ecosystem.model.vocabulary import vocabulary
from queries import _money

By = Literal["place", "actor"]
MOST_CELLS = 20_000_000
MOST_TECHNOLOGIES = 5000
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Work:
    """Who works on what: positions of the links, the unit and technology of each, and what the numbers stand for."""

    links: Ints
    unit: Ints
    technology: Ints
    units: tuple[tuple[str | None, str], ...]
    technologies: Ints
    left_out: int

    @cached_property
    def _by_unit(self) -> Ints:
        return np.lexsort((self.technology, self.unit))

    @cached_property
    def _by_technology(self) -> Ints:
        return np.argsort(self.technology, kind="stable")

    def of_unit(self, unit: int, technology: int | None = None) -> npt.NDArray[Any]:
        """Return the links of a unit, or of it with one technology."""
        mine = _run(self._by_unit, self.unit, unit)
        return self.links[mine if technology is None else _run(mine, self.technology, technology)]

    def of_technology(self, technology: int) -> npt.NDArray[Any]:
        """Return the links of a technology."""
        return self.links[_run(self._by_technology, self.technology, technology)]


def _run(order: Ints, keys: Ints, key: int) -> Ints:
    """Return the part of an order in which the keys, sorted by it, are one key."""
    first, last = np.searchsorted(keys[order], (key, key + 1))
    return order[first:last]


@dataclass(frozen=True)
class Portfolio:
    """All measures of units (rows) and technologies (columns)."""

    values: Table
    rca: Table
    special: Table
    density: Table
    complexity: Complexity
    fitness: Numbers
    difficulty: Numbers


def work_of(graph: Graph, by: By) -> Work:
    words, links = vocabulary(), graph.links
    place, technology = (graph.nodes.kind == words.kinds[kind].code for kind in ("place", "technology"))
    unit = (spheres(graph) >= 0) | (place & (by == "place"))
    works = (links.relation == words.relations["works_on"].code) & technology[links.target]
    found = np.flatnonzero(works & unit[links.source])
    source = links.source[found].astype(np.int64)
    if by == "place":
        grouped = groups(graph, "place")
        codes, named = grouped.codes[source].astype(np.int64), [(None, name) for name in grouped.names]
    else:
        codes, named = source, list(zip(graph.nodes.id, graph.nodes.name, strict=True))
    known = codes >= 0
    if not known.any():
        raise BadInput(
            f"portfolio: no {by} of this scope works on a technology; load works_on links or widen the scope"
        )
    units, unit = np.unique(codes[known], return_inverse=True)
    technologies, column = np.unique(links.target[found][known], return_inverse=True)
    return Work(
        found[known],
        unit,
        column,
        tuple(named[code] for code in units.tolist()),
        technologies.astype(np.int64),
        int((~known).sum()),
    )


def measured_of(graph: Graph, work: Work, weight: Weight, minimum: float, iterations: int) -> Portfolio:
    shape = (len(work.units), len(work.technologies))
    if shape[0] * shape[1] > MOST_CELLS or shape[1] > MOST_TECHNOLOGIES:
        raise BadInput(f"portfolio: {shape[0]:,} units and {shape[1]:,} technologies are too many; narrow the scope")
    if weight == "strength":
        _money.check_one_measure(graph, work.links.tolist(), "portfolio")
    amounts = weights(graph)[work.links] if weight == "strength" else np.ones(len(work.links))
    cells = work.unit * shape[1] + work.technology
    if weight == "partners":
        once = np.unique(graph.links.source[work.links] * shape[1] + work.technology, return_index=True)[1]
        cells, amounts = cells[once], amounts[once]
    values = np.bincount(cells, weights=amounts, minlength=shape[0] * shape[1]).astype(float).reshape(shape)
    advantage = rca(values)
    special = ((advantage >= 1 - 1e-12) & (values >= minimum)).astype(float)
    fit, difficulty = fitness(special, iterations)
    near = density(special, proximity(special))
    return Portfolio(values, advantage, special, near, complexity(special), fit, difficulty)
