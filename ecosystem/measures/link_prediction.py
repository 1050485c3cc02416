"""How likely two nodes are to be linked: scores over what they have in common, and how well scores predict links."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ecosystem.kernels import Neighbours, worth
from ecosystem.measures.neighbours import neighbours
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary

SAMPLE = 20_000
"""The most links from which the worth of a kind of common neighbour is learned."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Candidates:
    """What suggestions are drawn from: all links, those of the relation in question, and which pairs may be."""

    among: Neighbours
    linked: Neighbours
    kind: npt.NDArray[np.int32]
    allowed: Flags


def candidates_of(graph: Graph, relation: str) -> Candidates:
    """Return the candidates among the nodes of a graph for a relation; what is a class and no actor makes no pair.

    The kind of a class stands behind those of the vocabulary, where no pair is allowed.
    """
    words = vocabulary()
    kinds = list(words.kinds)
    allowed = np.zeros((len(kinds) + 1, len(kinds) + 1), bool)
    for one, other in words.relations[relation].ends:
        allowed[kinds.index(one), kinds.index(other)] = allowed[kinds.index(other), kinds.index(one)] = True
    classes = graph.nodes.level == words.levels.index("class")
    kind = np.where(classes, len(kinds), graph.nodes.kind).astype(np.int32)
    links = graph.links.take(np.flatnonzero(graph.links.relation == words.relations[relation].code).astype(np.int32))
    linked = Neighbours.of_pairs(len(graph.nodes), links.source, links.target, np.ones(len(links)), symmetric=True)
    return Candidates(neighbours(graph), linked, kind, allowed)


def values(candidates: Candidates, score: str) -> Numbers:
    """Return what each node counts as a common neighbour under a score.

    `typed` is Adamic and Adar's 1 / ln k times the share, for the kind of the node, of those pairs meeting at such
    nodes that are linked by the relation: learned from the links themselves, drawn to the share of all kinds where
    there are few pairs. Cost: the neighbours of at most 20,000 links.
    """
    return (
        worth(candidates.among, "adamic_adar") * _shares(candidates)
        if score == "typed"
        else worth(candidates.among, score)
    )


def scale(candidates: Candidates, score: str) -> Numbers:
    """Return what a sum is multiplied by for each end: under `typed` sqrt(1 + partners by the relation), else 1."""
    partners = np.diff(candidates.linked.starts)
    scales: Numbers = np.sqrt(1.0 + partners) if score == "typed" else np.ones(len(partners))
    return scales


def _shares(candidates: Candidates) -> Numbers:
    kinds = len(candidates.allowed)
    ends = candidates.linked.rows < candidates.linked.ids
    first, second = candidates.linked.rows[ends], candidates.linked.ids[ends]
    step = max(1, -(-len(first) // SAMPLE))
    hits = np.zeros(kinds)
    for one, other in zip(first[::step].tolist(), second[::step].tolist(), strict=True):
        common = np.intersect1d(candidates.among.of(one), candidates.among.of(other), assume_unique=True)
        hits += np.bincount(candidates.kind[common], minlength=kinds)
    actors: Flags = np.any(candidates.allowed, axis=0)[candidates.kind]
    meeting: Numbers = np.bincount(
        candidates.among.rows, actors[candidates.among.ids], minlength=len(candidates.among)
    ).astype(np.float64)
    pairs = np.bincount(candidates.kind, meeting * (meeting - 1) / 2, minlength=kinds)
    overall = (hits.sum() * step + 1) / (pairs.sum() + 1)
    shares: Numbers = ((hits * step + 10 * overall) / (pairs + 10))[candidates.kind]
    return shares


def complementary(candidates: Candidates, node: int) -> Numbers:
    """Return the L3 score of every node with one: sum over paths of three links of 1 / sqrt(k_u k_v).

    Kovács et al. 2019, https://doi.org/10.1038/s41467-019-09177-y. Cost: three scans of the links.
    """
    among = candidates.among
    less = 1 / np.sqrt(np.maximum(np.diff(among.starts), 1))
    walks: Numbers = np.zeros(len(among))
    walks[among.of(node)] = less[among.of(node)]
    for weight in (less, np.ones(len(among))):
        walks = np.bincount(among.rows, walks[among.ids], minlength=len(among)).astype(np.float64) * weight
    return walks


def average_precision(scores: Numbers, positive: Flags, at: tuple[int, ...]) -> tuple[float, list[float]]:
    """Return the average precision of scores, and the precision among the first `at`, as expected over ties.

    Average precision is the sum over thresholds of precision times the gain in recall.

    >>> linked = np.array([True, False, True, False])
    >>> precision, first = average_precision(np.array([0.9, 0.8, 0.7, 0.7]), linked, (1, 3))
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
