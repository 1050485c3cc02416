"""How a measure of centrality is to be taken, and what it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ecosystem.kernels import Neighbours
from ecosystem.measures.neighbours import neighbours
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph


@dataclass(frozen=True, slots=True)
class Options:
    """What may be asked of a measure.

    Parameters
    ----------
    weight
        Strengths count: the length of a link is 1 / strength, the share of a walk its strength.
    directed
        Links count along their direction, those of a relation without direction both ways.
    raw
        Values as they are summed, not divided by the largest possible.
    pivots, seed
        Number of sources that stand for all, 0 for all, and the seed they are drawn with.
    """

    weight: bool = False
    directed: bool = False
    raw: bool = False
    pivots: int = 0
    seed: int = 1

    def links(self, graph: Graph) -> Neighbours:
        """Return the simple graph that these options speak of."""
        return neighbours(graph, weight="strength" if self.weight else "partners", directed=self.directed)


@dataclass(frozen=True, slots=True)
class Found:
    """A value for each node, NaN where undefined; `error` is the standard error of an estimate."""

    values: Numbers
    error: Numbers | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Centrality:
    """A measure: its function, the unit of its values, its convention in a sentence or two, and the options it heeds.

    `links` says whether it is taken on the simple graph of its options, `directed` whether always along the direction,
    `paths` whether weights make lengths, `scaled` by what it is divided where raw values may be asked for.
    """

    of: Callable[[Graph, Options], Found]
    unit: str
    convention: str
    heeds: frozenset[str] = frozenset()
    links: bool = True
    directed: bool = False
    paths: bool = False
    scaled: str = ""
