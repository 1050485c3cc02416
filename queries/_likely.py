"""How likely two nodes are to be linked: scores over what they have in common, and how well scores foretold links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ecosystem.graph import Graph, Numbers
from ecosystem.kernels import Neighbours, worth
from ecosystem.neighbours import neighbours
from ecosystem.schema import schema

SAMPLE = 20_000
"""The most links from which the worth of a kind of common neighbour is learned."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Field:
    """What suggestions are drawn from: all links, those of the relation in question, and which pairs may be."""

    among: Neighbours
    linked: Neighbours
    kind: npt.NDArray[np.int32]
    allowed: Flags


def field_of(graph: Graph, relation: str) -> Field:
    """Return the field of a graph for a relation; what is a class and no actor makes no pair.

    The kind of a class stands behind those of the schema, where no pair is allowed.
    """
    words = schema()
    kinds = list(words.kinds)
    allowed = np.zeros((len(kinds) + 1, len(kinds) + 1), bool)
    for one, other in words.relations[relation].ends:
        allowed[kinds.index(one), kinds.index(other)] = allowed[kinds.index(other), kinds.index(one)] = True
    classes = graph.nodes.level == words.levels.index("class")
    kind = np.where(classes, len(kinds), graph.nodes.kind).astype(np.int32)
    links = graph.links.take(np.flatnonzero(graph.links.relation == words.relations[relation].code).astype(np.int32))
    linked = Neighbours.of_pairs(len(graph.nodes), links.source, links.target, np.ones(len(links)), symmetric=True)
    return Field(neighbours(graph), linked, kind, allowed)


def values(field: Field, score: str) -> Numbers:
    """Return what each node counts as a common neighbour under a score.

    `typed` is Adamic and Adar's 1 / ln k times the share, for the kind of the node, of those pairs meeting at such
    nodes that are linked by the relation: learned from the links themselves, drawn to the share of all kinds where
    there are few pairs. Cost: the neighbours of at most 20,000 links.
    """
    return worth(field.among, "adamic_adar") * _shares(field) if score == "typed" else worth(field.among, score)


def scale(field: Field, score: str) -> Numbers:
    """Return what a sum is multiplied by for each end: under `typed` sqrt(1 + partners by the relation), else 1."""
    partners = np.diff(field.linked.starts)
    scales: Numbers = np.sqrt(1.0 + partners) if score == "typed" else np.ones(len(partners))
    return scales


def _shares(field: Field) -> Numbers:
    kinds = len(field.allowed)
    ends = field.linked.rows < field.linked.ids
    first, second = field.linked.rows[ends], field.linked.ids[ends]
    step = max(1, -(-len(first) // SAMPLE))
    hits = np.zeros(kinds)
    for one, other in zip(first[::step].tolist(), second[::step].tolist(), strict=True):
        common = np.intersect1d(field.among.of(one), field.among.of(other), assume_unique=True)
        hits += np.bincount(field.kind[common], minlength=kinds)
    actors: Flags = np.any(field.allowed, axis=0)[field.kind]
    meeting: Numbers = np.bincount(field.among.rows, actors[field.among.ids], minlength=len(field.among)).astype(
        np.float64
    )
    pairs = np.bincount(field.kind, meeting * (meeting - 1) / 2, minlength=kinds)
    overall = (hits.sum() * step + 1) / (pairs.sum() + 1)
    shares: Numbers = ((hits * step + 10 * overall) / (pairs + 10))[field.kind]
    return shares


def complementary(field: Field, node: int) -> Numbers:
    """Return the L3 score of every node with one: sum over paths of three links of 1 / sqrt(k_u k_v).

    Kovács et al. 2019, https://doi.org/10.1038/s41467-019-09177-y. Cost: three scans of the links.
    """
    among = field.among
    less = 1 / np.sqrt(np.maximum(np.diff(among.starts), 1))
    walks: Numbers = np.zeros(len(among))
    walks[among.of(node)] = less[among.of(node)]
    for weight in (less, np.ones(len(among))):
        walks = np.bincount(among.rows, walks[among.ids], minlength=len(among)).astype(np.float64) * weight
    return walks


def foretold(scores: Numbers, positive: Flags, at: tuple[int, ...]) -> tuple[float, list[float]]:
    """Return the average precision of scores, and the precision among the first so many, as expected over ties.

    Average precision is the sum over thresholds of precision times the gain in recall.

    >>> precision, first = foretold(np.array([0.9, 0.8, 0.7, 0.7]), np.array([True, False, True, False]), (1, 3))
    >>> precision, [round(one, 4) for one in first]
    (0.75, [1.0, 0.5])
    """
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True)) + 1
    hits = np.cumsum(positive[order])[ends - 1]
    gained = np.diff(hits, prepend=0)
    average = float((hits / ends * gained).sum() / max(hits[-1], 1))
    expected = np.interp(at, np.append(0, ends), np.append(0, hits))
    return average, [float(found / number) for found, number in zip(expected, at, strict=True)]
