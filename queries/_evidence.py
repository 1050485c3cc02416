"""What a row that sums over many links rests on."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ecosystem.model.graph import Graph

FEW = 20
"""The most references that a row names one by one; with more, it names their documents."""


def rests_on(graph: Graph, links: npt.NDArray[Any]) -> tuple[str, ...]:
    """Return the references of links in their order, each once; where they are many, the documents that they lie in.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund"}],
    ...                  [{"source": "a", "relation": "part_of", "target": "a", "sources": "r#p. 1|s"}])
    >>> rests_on(graph, np.array([0]))
    ('r#p. 1', 's')
    """
    codes, first = np.unique(graph.links.sources[links], return_index=True)
    references = dict.fromkeys(
        reference for code in codes[np.argsort(first)].tolist() for reference in graph.citations[code]
    )
    if len(references) <= FEW:
        return tuple(references)
    return tuple(dict.fromkeys(reference.split("#")[0] for reference in references))
