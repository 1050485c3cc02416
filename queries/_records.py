"""Records of what several spheres take part in, and the mutual information of the spheres over them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ecosystem.measures.groups import Groups, groups
from ecosystem.measures.helix import mutual_information
from ecosystem.model.answer import Value
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import Kind, _notes

if TYPE_CHECKING:
    from scipy.sparse import csr_array

RUNS = 1000
"""How often records are drawn again for the interval of mutual information."""
Row = tuple[Value, ...]
Chosen = npt.NDArray[np.bool_]
_NONE: Row = (None, None, None, None)


def of_kind(graph: Graph, kind: Kind | None) -> Chosen:
    """Return which nodes are of a kind; none are of no kind."""
    code = vocabulary().kinds[kind].code if kind else -1
    return np.asarray(graph.nodes.kind == code)


def information(graph: Graph, tied: csr_array, via: Kind | None, seed: int) -> Iterator[tuple[Row, str]]:
    """Yield rows and notes of mutual information and joint records, for three spheres and for four if there are."""
    found = groups(graph, "sphere")
    flags, what = _records(graph, tied, found, via)
    for spheres_of in ("UIG", "UIGC"):
        if not set(spheres_of) <= set(found.names):
            continue
        chosen = flags[:, [found.names.index(sphere) for sphere in spheres_of]]
        chosen = chosen[chosen.any(axis=1)]
        if len(chosen):
            yield from _told(chosen, spheres_of, what, seed)


def _records(graph: Graph, tied: csr_array, found: Groups, via: Kind | None) -> tuple[Chosen, str]:
    """Return for each record which spheres take part, and what the records are."""
    import scipy.sparse as sp

    known = np.flatnonzero(found.codes >= 0)
    member = sp.csr_array(
        (np.ones(len(known)), (known, found.codes[known])), shape=(len(found.codes), len(found.names))
    )
    nodes = np.flatnonzero(of_kind(graph, via) if via else found.codes < 0)
    flags = (tied[nodes] @ member).toarray() > 0
    if flags.any():
        return flags[flags.any(axis=1)], f"nodes {f'of kind {via}' if via else 'without a sphere'}"
    ends = (found.codes[graph.links.source], found.codes[graph.links.target])
    return np.stack([(ends[0] == code) | (ends[1] == code) for code in range(len(found.names))], axis=1), "links"


def _told(flags: Chosen, names: str, what: str, seed: int) -> Iterator[tuple[Row, str]]:
    counts, size = _counted(flags), len(names)
    shape = (-1, *[2] * size)
    bits = float(mutual_information(counts.reshape(shape))[0])
    drawn = np.random.default_rng(seed).multinomial(len(flags), counts / len(flags), size=RUNS)
    low, high = np.quantile(mutual_information(drawn.reshape(shape).astype(float)), (0.025, 0.975))
    note = (
        f"T({names}) = {bits:.4f} bits over {_notes.count(len(flags), 'record')} ({what}); "
        f"{low:.3f} to {high:.3f} bits in 95 % of {RUNS:,} draws of the records."
    )
    yield ("mutual_information", names, None, bits, "bits", *_NONE), note
    partners = flags.sum(axis=1)
    yield ("joint_record_share", names, None, float((partners > 1).mean()), "share", *_NONE), ""
    if size == 3:
        for some in range(1, size + 1):
            for chosen in combinations(range(size), some):
                same = (flags == [i in chosen for i in range(size)]).all(axis=1)
                yield ("records", "".join(names[i] for i in chosen), None, int(same.sum()), "records", *_NONE), ""


def _counted(flags: Chosen) -> npt.NDArray[Any]:
    """Return the number of records of every combination, the first sphere the slowest to change."""
    size = flags.shape[1]
    return np.bincount(flags @ (1 << np.arange(size)[::-1]), minlength=1 << size).astype(float)
