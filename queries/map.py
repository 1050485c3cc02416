"""The whole scope, to be drawn: ecosystem map -o FILE.html."""

from __future__ import annotations

import numpy as np

from ecosystem.model.answer import Answer, Column
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import _notes


def map(graph: Graph) -> Answer:
    """Draw all nodes and links of the scope; the table counts them by kind.

    Examples
    --------
    $ ecosystem map -o map.html
    $ ecosystem map --kind university --kind institute -o research.graphml

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund"}, {"id": "b", "kind": "university"}],
    ...                  [{"source": "a", "relation": "funds", "target": "b"}])
    >>> map(graph).rows
    [('university', 1, 1), ('fund', 1, 1)]
    """
    codes = graph.nodes.kind
    source, target = codes[graph.links.source], codes[graph.links.target]
    rows = [
        (kind.id, int((codes == kind.code).sum()), int(((source == kind.code) | (target == kind.code)).sum()))
        for kind in vocabulary().kinds.values()
    ]
    return Answer(
        title="Map of the ecosystem",
        columns=(Column("kind"), Column("nodes"), Column("links")),
        rows=[row for row in rows if row[1]],
        graph=graph,
        notes=(
            f"{_notes.count(len(graph.nodes), 'node')} and {_notes.count(len(graph.links), 'link')}; "
            "a link counts for the kinds of both its ends.",
            *_notes.scope(graph),
        ),
        nodes=np.arange(len(graph.nodes), dtype=np.int32),
        links=np.arange(len(graph.links), dtype=np.int32),
    )
