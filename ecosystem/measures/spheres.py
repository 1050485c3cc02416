"""Spheres of the quadruple helix: university, industry, government, civil society."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from ecosystem.model.columns import Codes, further
from ecosystem.model.graph import Graph
from ecosystem.model.names import fold
from ecosystem.model.vocabulary import vocabulary


def spheres(graph: Graph) -> Codes:
    """Return the place of the sphere of each node in the vocabulary, -1 for none.

    It is that of the column `sphere`, as U or in words, or else that of the kind; words that are not a sphere are
    passed over.

    >>> from ecosystem.model.rows import graph_of
    >>> kinds = {"firm": "enterprise", "budget": "fund", "law": "policy"}
    >>> graph = graph_of([{"id": id, "kind": kind, "sphere": "G" * (id == "budget")} for id, kind in kinds.items()], [])
    >>> dict(zip(graph.nodes.id, spheres(graph).tolist()))
    {'budget': 2, 'firm': 1, 'law': -1}
    """
    numbers = {sphere: number for number, sphere in enumerate(vocabulary().spheres)}
    of_kind = np.array([numbers.get(kind.sphere, -1) for kind in vocabulary().kinds.values()], dtype=np.int32)
    codes: Codes = of_kind[graph.nodes.kind]
    for node, told in told_spheres(graph):
        codes[node] = _spheres_in_words().get(fold(told), codes[node])
    return codes


def told_spheres(graph: Graph) -> Iterator[tuple[int, str]]:
    """Yield the nodes that have something in the column `sphere`, with that."""
    for node in np.flatnonzero(graph.nodes.attributes != "").tolist():
        if '"sphere"' in (text := graph.nodes.attributes[node]) and (told := further(text).get("sphere")):
            yield node, told


def is_sphere(text: str) -> bool:
    """Say whether a text means a sphere.

    >>> is_sphere("Nhà nước"), is_sphere("space")
    (True, False)
    """
    return fold(text) in _spheres_in_words()


@cache
def _spheres_in_words() -> dict[str, int]:
    words = vocabulary()
    named = enumerate(zip(words.spheres, words.spheres.values(), words.spheres_vi.values(), strict=True))
    return {fold(word): number for number, names in named for word in names}
