"""Every link of the scope, one row a link: ecosystem links --relation succeeded_by."""

from __future__ import annotations

import numpy as np

from ecosystem.measures.ranking import value
from ecosystem.model.answer import Answer, Value
from ecosystem.model.graph import Graph
from queries import _attributes, _ends, _lines, _notes, _when
from queries._lines import Line

_COLUMNS = _lines.columns(
    "source_id source relation target_id target valid_from valid_to standing weight told said_by",
    detail="source_id target_id",
)


def links(graph: Graph, *, text: str | None = None, top: int = 100) -> Answer:
    """List the links of the scope, by relation, then by the ids of their ends.

    Parameters
    ----------
    text
        Only links of which a further column holds this text, such as a title, a role or an agreement.
    top
        Number of rows to show, 0 for all.

    Examples
    --------
    $ ecosystem links --relation succeeded_by --relation amends

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "old", "kind": "agency"}, {"id": "new", "kind": "agency"}],
    ...                  [{"source": "old", "relation": "succeeded_by", "target": "new", "valid_from": "2025-03"}])
    >>> [row[1:6] for row in links(graph).rows]
    [('old', 'succeeded by', 'new', 'new', '2025-03')]
    """
    every = found = np.argsort(graph.links.relation, kind="stable").tolist()
    if text is not None:
        wanted = text.casefold()
        found = [link for link in found if any(wanted in told.casefold() for told in _further(graph, link).values())]
    shown, note = _notes.first(top, len(found), "link")
    return _lines.answer(
        graph,
        "Links" + (f" with '{text}'" if text is not None else ""),
        _COLUMNS,
        [_line(graph, link) for link in found[:shown]],
        notes=(f"{_notes.count(len(found), 'link')}.", *note),
        noun="link",
        every=len(every),
        given={"text": text},
    )


def _further(graph: Graph, link: int) -> dict[str, str]:
    return _attributes.of_link(graph, link)


def _line(graph: Graph, link: int) -> Line:
    columns = {name: cell for name, cell in _further(graph, link).items() if name != "speaker"}
    row: tuple[Value, ...] = (
        *graph.label(int(graph.links.source[link]))[:2],
        graph.words(link).name,
        *graph.label(int(graph.links.target[link]))[:2],
        *_ends.validity(graph, link),
        value(float(graph.links.weight[link])),
        _when.pairs(graph, columns, ", "),
        _attributes.speakers(graph, (link,)),
    )
    return Line(row, links=(link,))
