"""What the store holds: nodes by kind, links by relation, sources, uncited facts, last loads."""

from __future__ import annotations

import numpy as np

from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import Loads, _notes


def status(graph: Graph, *, loads: Loads) -> Answer:
    """Count nodes by kind and links by relation, sources, and what cites none.

    Examples
    --------
    $ ecosystem status

    >>> from ecosystem.model.rows import graph_of
    >>> status(graph_of([{"id": "a", "kind": "fund"}], []), loads=Loads([])).rows[:2]
    [('nodes', 'all', 1), ('nodes', 'fund', 1)]
    """
    kinds = np.bincount(graph.nodes.kind, minlength=len(vocabulary().kinds))
    relations = np.bincount(graph.links.relation, minlength=len(vocabulary().relations))
    used = np.union1d(graph.nodes.sources, graph.links.sources)
    cited = {reference.split("#")[0] for code in used for reference in graph.citations[code]}
    rows: list[tuple[Value, ...]] = [
        ("nodes", "all", len(graph.nodes)),
        *(("nodes", kind.id, int(kinds[kind.code])) for kind in vocabulary().kinds.values() if kinds[kind.code]),
        ("links", "all", len(graph.links)),
        *(("links", r.id, int(relations[r.code])) for r in vocabulary().relations.values() if relations[r.code]),
        ("sources", "described", len(graph.sources)),
        ("sources", "cited but not described", len(cited - set(graph.sources))),
        ("uncited", "nodes without a source", int((graph.nodes.sources == 0).sum())),
        ("uncited", "links without a source", int((graph.links.sources == 0).sum())),
    ]
    last = [
        f"Load {load['number']}, {load['at']}: {', '.join(f['file'] for f in load['files'])}" for load in loads[-3:]
    ]
    return Answer(
        title="Status of the store",
        columns=(Column("group"), Column("what"), Column("count")),
        rows=rows,
        graph=graph,
        notes=(f"{_notes.count(len(loads), 'load')} so far.", *reversed(last), *_notes.scope(graph)),
    )
