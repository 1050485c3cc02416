"""Triple and quadruple helix: ties between spheres beside chance, and their mutual information."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.measures.groups import DEFINED_BY, Groups, groups, without_defining
from ecosystem.measures.helix import Moments, Table, between, by_configuration, by_relabelling
from ecosystem.measures.spheres import is_sphere, told_spheres
from ecosystem.measures.ties import ties
from ecosystem.measures.triangles import triangles
from ecosystem.model.answer import Answer, Column
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import Kind, _notes
from queries._evidence import rests_on
from queries._records import Row, information, of_kind
from queries._scope import need_nodes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

By = Literal["sphere", "kind", "place"]
MOST_GROUPS = 2000
MOST_PAIRS = 20_000_000
"""The most pairs of partners that shared nodes may tie."""
_COLUMNS = (
    *("measure", "group", "other", "observed", "unit"),
    *("expected_relabelling", "z_relabelling", "expected_configuration", "z_configuration"),
)


@dataclass(frozen=True)
class Matrix:
    """Ties among nodes that have a group: observed, and by the two kinds of chance."""

    grouped: Groups
    observed: Table
    relabelled: Moments
    configured: Moments

    @property
    def total(self) -> float:
        """The number of ties."""
        return float(np.triu(self.observed).sum())

    @property
    def inside(self) -> float:
        """The number of ties inside groups."""
        return float(np.trace(self.observed))


def spheres(graph: Graph, *, by: By = "sphere", via: Kind | None = None, top: int = 20, seed: int = 1) -> Answer:
    """Count the ties between every two spheres, beside what chance would give, with indices of the whole.

    A tie is a pair of nodes that any link joins, or, with `via`, that share a node of that kind, such as a project.
    Relabelling deals the spheres to the nodes by lot and keeps the ties: it asks whether spheres matter, given the
    ties. The configuration model joins the ends of ties by lot and keeps each node's number of ties: it asks whether
    spheres seek each other, given how active they are. The sphere of a node is that of its kind, or what its column
    `sphere` says; what has none is left out.

    Mutual information T is over records: nodes without a sphere (instruments, events, technologies, …), or those of
    `via`, each with the spheres of the nodes linked with it; where there are none, every link is a record. A negative
    T is called synergy, but does not prove joint records: read it beside `joint_record_share`. triangles are three
    nodes of U, I and G that are all tied with each other.

    Parameters
    ----------
    by
        What the nodes are grouped by; indices and matrix are by sphere, kind or place.
    via
        Kind of the shared nodes that tie their partners, for data that links actors with projects: instrument.
    top
        Number of pairs of groups to show, 0 for all.
    seed
        Draws the records again for the interval of T.

    Notes
    -----
    The E-I index is (E - I)/(E + I) of ties between and inside groups (Krackhardt & Stern 1988,
    https://doi.org/10.2307/2786835). T(UIG) = H_U + H_I + H_G - H_UI - H_UG - H_IG + H_UIG in bits (Leydesdorff 2003,
    https://doi.org/10.1023/A:1026253130577). T of three and of four spheres are not to be compared. Raises `BadInput`
    where fewer than two nodes have a group, above 2,000 groups, or above 20 million shared pairs. Cost: one sort of
    the ties.

    Examples
    --------
    $ ecosystem spheres
    $ ecosystem spheres --by place --top 10
    $ ecosystem spheres --via instrument

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "u", "kind": "university"}, {"id": "e", "kind": "enterprise"}],
    ...                  [{"source": "u", "relation": "collaborates_with", "target": "e"}])
    >>> spheres(graph).rows[0][:4]
    ('cross_sphere_share', None, None, 1.0)
    """
    need_nodes(graph, "spheres")
    grouped = groups(graph, by)
    graph = without_defining(graph, by)
    codes = np.where(of_kind(graph, via), -1, grouped.codes).astype(np.int32)
    tied = ties(graph, weight="partners")
    partners = _shared(tied, graph, via) if via else tied
    matrix = _matrix(partners, Groups(codes, grouped.names), by)
    pairs, note = _pairs(matrix, top)
    used = np.flatnonzero((codes[graph.links.source] >= 0) & (codes[graph.links.target] >= 0)).astype(np.int32)
    whole = list(_indices(matrix, by))
    if by == "sphere":
        whole += [*_triangles(partners, matrix.grouped), *information(graph, tied, via, seed)]
    return Answer(
        title=f"Ties between {_PLURAL[by]}",
        columns=tuple(Column(name, detail=name == "unit") for name in _COLUMNS),
        rows=[*(row for row, _ in whole), *(row for _, _, row in pairs)],
        graph=graph,
        notes=(
            *_explained(graph, matrix, by, via),
            *(told for _, told in whole if told),
            *note,
            *_notes.counted(graph, links=used if by != "sphere" and via is None else None),
        ),
        evidence=_evidence(graph, codes, len(whole), [(a, b) for a, b, _ in pairs]),
        nodes=np.flatnonzero(codes >= 0).astype(np.int32),
        links=used,
    )


_PLURAL = {"sphere": "spheres", "kind": "kinds", "place": "places"}


def _shared(tied: csr_array, graph: Graph, via: Kind) -> csr_array:
    """Return the ties of nodes that share a node of a kind."""
    shared = np.flatnonzero(of_kind(graph, via))
    incidence = tied[shared]
    sizes = np.diff(incidence.indptr).astype(float)
    if (sizes * sizes).sum() > MOST_PAIRS:
        raise BadInput(f"via: sharing a node of kind {via} ties more than {MOST_PAIRS:,} pairs; narrow the scope")
    matrix: csr_array = (incidence.T @ incidence).tocsr()
    matrix.setdiag(0)
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


def _matrix(tied: csr_array, grouped: Groups, by: By) -> Matrix:
    inside, count = np.flatnonzero(grouped.codes >= 0), len(grouped.names)
    if len(inside) < 2:
        raise BadInput(f"by: fewer than two nodes of this scope have a {by}; widen the scope, or group by another word")
    if count > MOST_GROUPS:
        raise BadInput(f"by: {count:,} groups by {by} are more than {MOST_GROUPS:,}; narrow the scope")
    part, codes = tied[inside][:, inside], grouped.codes[inside]
    partners = np.diff(part.indptr)
    ends = np.bincount(codes, weights=partners, minlength=count).astype(float)
    sizes = np.bincount(codes, minlength=count).astype(np.int32)
    return Matrix(grouped, between(part, codes, count), by_relabelling(sizes, partners), by_configuration(ends))


def _z(observed: float, mean: float, sd: float) -> float | None:
    return (observed - mean) / sd if sd > 0 else None


def _pairs(matrix: Matrix, top: int) -> tuple[list[tuple[int, int, Row]], tuple[str, ...]]:
    """Return the rows of the pairs of groups, those with most ties first."""
    names = matrix.grouped.names
    present = [i for i, size in enumerate(matrix.grouped.sizes.tolist()) if size]
    order = sorted(((a, b) for a in present for b in present if a <= b), key=lambda ab: -matrix.observed[ab])
    shown, note = _notes.first(top, len(order), "pair")
    rows = []
    for a, b in order[:shown]:
        observed = float(matrix.observed[a, b])
        models = [(float(m.mean[a, b]), float(m.sd[a, b])) for m in (matrix.relabelled, matrix.configured)]
        told = [value for mean, sd in models for value in (mean, _z(observed, mean, sd))]
        rows.append((a, b, ("ties", names[a], names[b], int(observed), "pairs", *told)))
    if any(m.mean[a, b] < 1 for m in (matrix.relabelled, matrix.configured) for a, b, _ in rows):
        note = (*note, "Where less than one tie is expected, z says little: a single tie is far from there.")
    return rows, note


def _indices(matrix: Matrix, by: By) -> Iterator[tuple[Row, str]]:
    """Yield share of ties between groups and E-I index; both are the ties inside groups on other scales."""
    total, inside = matrix.total, matrix.inside
    models = (matrix.relabelled, matrix.configured)
    zs = [None if (z := _z(inside, m.inside_mean, m.inside_sd)) is None else -z for m in models]
    shares = [1 - part / total if total else None for part in (inside, *(m.inside_mean for m in models))]
    for name, scale in ((f"cross_{by}_share", 1), ("e_i_index", 2)):
        observed, relabelled, configured = (None if share is None else scale * share - (scale - 1) for share in shares)
        yield (name, None, None, observed, "share" if scale == 1 else "index", relabelled, zs[0], configured, zs[1]), ""


def _triangles(tied: csr_array, grouped: Groups) -> Iterator[tuple[Row, str]]:
    """Yield the number of triangles whose three nodes are of the spheres U, I and G."""
    names = [name for name in "UIG" if name in grouped.names]
    if len(names) < 3:
        return
    codes = grouped.codes
    rows = np.repeat(codes, np.diff(tied.indptr))
    wanted = sorted(grouped.names.index(name) for name in names)
    count = 0
    for found in triangles(tied):
        corners = np.sort([rows[found.uv], codes[tied.indices[found.uv]], codes[tied.indices[found.uw]]], axis=0)
        count += int((corners == np.array(wanted)[:, None]).all(axis=0).sum())
    yield ("triangles", "UIG", None, count, "triangles", None, None, None, None), ""


def _explained(graph: Graph, matrix: Matrix, by: By, via: Kind | None) -> Iterator[str]:
    nodes = int((matrix.grouped.codes >= 0).sum())
    tie = f"share a node of kind {via}" if via else "are linked"
    yield (
        f"Ties: pairs of nodes that {tie}, in any direction, each once; {int(matrix.total):,} among "
        f"{_notes.count(nodes, 'node')} with a {by}, {len(graph.nodes) - nodes:,} others left out."
    )
    if by == "sphere":
        yield from _spheres_explained(graph)
    if by in DEFINED_BY:
        yield f"Links of {DEFINED_BY[by]} define the {by}, so they are not ties."
    yield (
        "Expected by relabelling: groups dealt to nodes by lot. By configuration: ends of ties joined by lot, "
        "k_a k_b / 2m between groups, k_a^2 / 4m inside. z: distance from there in standard deviations."
    )


def _spheres_explained(graph: Graph) -> Iterator[str]:
    words = vocabulary()
    made = {id: [kind for kind, told in words.kinds.items() if told.sphere == id] for id in words.spheres}
    told = [text for _, text in told_spheres(graph)]
    own, passed = sum(map(is_sphere, told)), sorted({text for text in told if not is_sphere(text)})
    yield (
        "Spheres: "
        + "; ".join(f"{id} {words.spheres[id]} ({', '.join(made[id])})" for id in made)
        + (f"; {_notes.count(own, 'node')} given otherwise in the column sphere." if own else ".")
    )
    if passed:
        yield f"No sphere, so passed over in the column sphere: {', '.join(passed[:5])}{', …' * (len(passed) > 5)}."


def _evidence(graph: Graph, codes: Codes, whole: int, pairs: list[tuple[int, int]]) -> list[tuple[str, ...]]:
    """Return for the indices the references of all links that touch a group, for pairs those of links at both."""
    source, target = codes[graph.links.source], codes[graph.links.target]
    everything = rests_on(graph, np.flatnonzero((source >= 0) | (target >= 0)))
    low, high = np.minimum(source, target), np.maximum(source, target)
    cells = low.astype(np.int64) * (int(codes.max(initial=0)) + 1) + high
    cells[low < 0] = -1
    order = np.argsort(cells, kind="stable")
    wanted = np.array([a * (int(codes.max(initial=0)) + 1) + b for a, b in pairs], dtype=np.int64)
    starts, ends = (np.searchsorted(cells[order], wanted, side=side) for side in ("left", "right"))
    return [everything] * whole + [rests_on(graph, order[i:j]) for i, j in zip(starts, ends, strict=True)]
