"""How well scores would have predicted the links that began after a year."""

from __future__ import annotations

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.kernels.neighbours import Neighbours, Positions
from ecosystem.kernels.plain import matrix
from ecosystem.measures.link_prediction import Candidates, average_precision, candidates_of, scale, values
from ecosystem.model import dates
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import Numbers
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import _notes

LARGEST = 5000
"""The most nodes that can be ends of a pair: all pairs are scored."""

FIRST = (10, 100)
SCORES = ("typed", "adamic_adar", "resource_allocation", "common_neighbours", "l3", "preferential_attachment")


def hindsight(graph: Graph, relation: str, year: int) -> Answer:
    """Hide what began after a year and show how each score ranks the pairs that were linked later.

    Candidates are all pairs of allowed kinds that are unlinked by then, of nodes that have a link of the relation by
    then; new pairs with a node that had none are cold starts, and only counted. Links without a beginning are kept.

    Raises `BadInput` where there are too many nodes, or no new pair.
    """
    begins = graph.links.valid_from
    late = np.array([dates.first_day(int(begin)) // 10_000 > year if begin else False for begin in begins], bool)
    everybody = np.arange(len(graph.nodes), dtype=np.int32)
    before = candidates_of(graph.part(everybody, np.flatnonzero(~late).astype(np.int32)), relation)
    after = candidates_of(graph.part(everybody, np.flatnonzero(late).astype(np.int32)), relation)
    known = np.flatnonzero(np.any(before.allowed, axis=0)[before.kind] & (np.diff(before.linked.starts) > 0))
    if len(known) > LARGEST:
        raise BadInput(
            f"evaluate: {len(known):,} nodes make too many pairs, {LARGEST:,} are the most; narrow the scope"
        )
    upper = np.triu(np.ones((len(known), len(known)), bool), 1)
    candidate = upper & before.allowed[np.ix_(before.kind[known], before.kind[known])]
    candidate &= ~_dense(before.among, known).astype(bool)
    positive = (_dense(after.linked, known) > 0)[candidate]
    unlinked = _new(before, after)
    if not positive.any():
        raise BadInput(
            f"evaluate: no pair was newly linked by '{relation}' after {year} between nodes known by then; "
            "give another year or relation"
        )
    rows: list[tuple[Value, ...]] = []
    for score in SCORES:
        average, first = average_precision(_scores(before, score, known)[candidate], positive, FIRST)
        rows.append((score, average, *first, average / float(positive.mean())))
    rows.append(("prevalence", *[float(positive.mean())] * (1 + len(FIRST)), 1.0))
    names = ("score", "average_precision", *(f"precision_at_{number}" for number in FIRST), "lift")
    return Answer(
        title=f"How scores predicted '{vocabulary().relations[relation].name}' after {year}",
        columns=tuple(map(Column, names)),
        rows=rows,
        graph=graph,
        notes=(
            f"{_notes.count(int(positive.sum()), 'new pair')} among {_notes.count(len(positive), 'candidate')}; "
            f"{_notes.count(unlinked - int(positive.sum()), 'new pair')} with a node that had no such "
            "link by then (cold starts) left out.",
            "Average precision sums precision times the gain in recall over thresholds; precision at k is its expected "
            "value over ties; lift is average precision over prevalence.",
            f"{_notes.count(int(late.sum()), 'link')} that began after {year} hidden; those without a beginning kept.",
            *_notes.scope(graph),
        ),
    )


def _new(before: Candidates, after: Candidates) -> int:
    """Return how many pairs are linked later by the relation and were not linked before."""
    rows, ids, size = after.linked.rows, after.linked.ids, len(after.linked)
    keys = rows.astype(np.int64) * size + ids
    old = before.among.rows.astype(np.int64) * size + before.among.ids
    fine = (rows < ids) & after.allowed[after.kind[rows], after.kind[ids]]
    return int((fine & ~np.isin(keys, old)).sum())


def _dense(among: Neighbours, known: Positions) -> Numbers:
    found: Numbers = matrix(among, ones=True)[known][:, known].toarray()
    return found


def _scores(candidates: Candidates, score: str, known: Positions) -> Numbers:
    links, sizes = matrix(candidates.among, ones=True), np.diff(candidates.among.starts).astype(float)
    if score == "preferential_attachment":
        return np.outer(sizes[known], sizes[known])
    if score == "l3":
        less = 1 / np.sqrt(np.maximum(sizes, 1))
        near = links[known] * less
        found: Numbers = ((near @ links) @ near.T).toarray()
    else:
        near = links[known]
        ends = scale(candidates, score)[known]
        found = ((near * values(candidates, score)) @ near.T).toarray() * np.outer(ends, ends)
    return np.round(found, 12)
