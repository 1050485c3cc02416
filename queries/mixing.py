"""Whether like is tied with like: assortativity by kind, sphere, sector, place, technology and partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecosystem.measures.assortativity import by_group, by_number
from ecosystem.measures.groups import DEFINED_BY, Groups, groups, without_defining
from ecosystem.measures.helix import by_relabelling
from ecosystem.measures.ties import ties
from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph
from queries import _notes
from queries._evidence import rests_on
from queries._scope import need_nodes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ATTRIBUTES = ("kind", "sphere", "sector", "place", "technology")
_COLUMNS = ("attribute", "assortativity", "inside_share", "expected_share", "z", "groups", "nodes", "ties")


def mixing(graph: Graph, *, directed: bool = False) -> Answer:
    """Measure for each attribute how far ties keep to nodes alike: 1 wholly, 0 as by chance, below 0 the reverse.

    Each row is over the ties between nodes that have the attribute, without those by the links that define it.
    inside_share is the share of these ties between nodes alike, expected_share what it would be if the ends of ties met
    by chance, z how far the number of such ties is from dealing the groups to the nodes by lot, in standard deviations.
    The last rows correlate numbers at both ends: partners, and strength.

    Parameters
    ----------
    directed
        Keep the direction of links, those of symmetric relations in both; the number at the start is then that of what
        leaves it, at the end of what arrives. Without z.

    Notes
    -----
    r = (sum_g e_gg - sum_g a_g b_g) / (1 - sum_g a_g b_g); for numbers the Pearson correlation (Newman 2003,
    https://doi.org/10.1103/PhysRevE.67.026126). Parallel links count once. Empty where there is no tie, or all ends are
    alike. Cost: one scan of the ties an attribute.

    Examples
    --------
    $ ecosystem mixing --without class

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund"}, {"id": "b", "kind": "fund"}, {"id": "u", "kind": "university"}],
    ...                  [{"source": "a", "relation": "funds", "target": "b"},
    ...                   {"source": "b", "relation": "funds", "target": "u"}])
    >>> [(row[0], row[1], row[2]) for row in mixing(graph).rows][0]
    ('kind', -0.3333333333333333, 0.5)
    """
    need_nodes(graph, "mixing")
    matrix = ties(graph, weight="partners", directed=directed)
    grouped = {by: groups(graph, by) for by in ATTRIBUTES}
    told = {by: without_defining(graph, by) for by in ATTRIBUTES}
    tied = {by: ties(told[by], weight="partners", directed=directed) for by in ATTRIBUTES}
    rows = [_row(tied[by], by, grouped[by], directed=directed) for by in ATTRIBUTES]
    strength = ties(graph, directed=directed)
    rows += [
        _numbers(*one, directed=directed) for one in (("partners", matrix, matrix), ("strength", matrix, strength))
    ]
    evidence = [_evidence(told[by], grouped[by]) for by in ATTRIBUTES]
    return Answer(
        title="Mixing of like with like",
        columns=tuple(Column(name) for name in _COLUMNS),
        rows=rows,
        graph=graph,
        notes=(
            "Ties keep the direction of links." if directed else "Ties are undirected; parallel links count once.",
            "Assortativity after Newman: 1 only like with like, 0 as the ends would meet by chance.",
            *(
                f"Links of {relation} define the {by}, so they are not ties in its row."
                for by, relation in DEFINED_BY.items()
            ),
            "sector: the Frascati sector of the kind.",
            *_notes.counted(graph),
        ),
        evidence=[*evidence, *[rests_on(graph, np.arange(len(graph.links)))] * 2],
    )


def _row(matrix: csr_array, by: str, grouped: Groups, *, directed: bool) -> tuple[Value, ...]:
    inside = np.flatnonzero(grouped.codes >= 0)
    part, codes = matrix[inside][:, inside], grouped.codes[inside]
    found = by_group(part, codes)
    count = part.nnz if directed else part.nnz // 2
    z = None if directed or found.inside is None else _z(found.inside * count, grouped, part)
    groups_in_use = int((grouped.sizes > 0).sum())
    return (by, found.coefficient, found.inside, found.expected, z, groups_in_use, len(inside), count)


def _z(observed: float, grouped: Groups, part: csr_array) -> float | None:
    dealt = by_relabelling(grouped.sizes, np.diff(part.indptr))
    return (observed - dealt.inside_mean) / dealt.inside_sd if dealt.inside_sd > 0 else None


def _numbers(name: str, matrix: csr_array, values: csr_array, *, directed: bool) -> tuple[Value, ...]:
    leaving, arriving = (np.asarray(values.sum(axis=axis), dtype=float).reshape(-1) for axis in (1, 0))
    count = matrix.nnz if directed else matrix.nnz // 2
    return (name, by_number(matrix, leaving, arriving), None, None, None, None, matrix.shape[0], count)


def _evidence(graph: Graph, grouped: Groups) -> tuple[str, ...]:
    known = (grouped.codes[graph.links.source] >= 0) & (grouped.codes[graph.links.target] >= 0)
    return rests_on(graph, np.flatnonzero(known))
