"""Lines of an answer: values, and the nodes and links that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecosystem.model.answer import Answer, Column, Value
from ecosystem.model.columns import LinkColumns, NodeColumns
from ecosystem.model.graph import Graph
from queries import _notes
from queries._ends import cited, positions
from queries._filters import none_left


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be: the links that it consists of and the nodes that it is about; `near` is drawn, but not cited.

    What describes the ends of a link does not support the link, so a row of links cites no node.
    """

    values: tuple[Value, ...]
    nodes: tuple[int, ...] = ()
    links: tuple[int, ...] = ()
    near: tuple[int, ...] = ()
    cites: tuple[str, ...] = ()

    def evidence(self, graph: Graph) -> tuple[str, ...]:
        """Return the references of links and nodes, each once; those of `cites` instead where there are any."""
        of_nodes = (reference for node in self.nodes for reference in graph.cited_by_node(node))
        return self.cites or tuple(dict.fromkeys((*cited(graph, self.links), *of_nodes)))

    def dated(self, graph: Graph) -> bool:
        """Return whether a link of the row has a date of its own; where it has no link, a node."""
        parts: tuple[tuple[int, ...], LinkColumns | NodeColumns]
        parts = (self.links, graph.links) if self.links else (self.nodes, graph.nodes)
        return any(parts[1].valid_from[part] or parts[1].valid_to[part] for part in parts[0])


def columns(names: str, *, detail: str = "", units: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """Return columns by their names; a terminal has no room for those of `detail`.

    >>> columns("id name share", detail="id", units={"share": "%"})[0]
    Column(name='id', unit='', detail=True)
    """
    return tuple(Column(one, (units or {}).get(one, ""), one in detail.split()) for one in names.split())


def answer(
    graph: Graph,
    title: str,
    columns: tuple[Column, ...],
    lines: Sequence[Line],
    *,
    notes: Iterable[str] = (),
    top: int = 0,
    noun: str = "row",
    every: int | None = None,
    given: Mapping[str, object] | None = None,
) -> Answer:
    """Return the first `top` lines as an answer, all for 0, with the notes that every answer has.

    An answer without a line says why: nothing is recorded, or none of `every` thing fits the options `given`.
    """
    shown, note = _notes.first(top, len(lines), noun)
    notes = tuple(filter(None, notes))
    if not lines and (every is not None or not notes):
        notes = (none_left(every or 0, noun, **given or {}),)
    kept = lines[:shown]
    return Answer(
        title=title,
        columns=columns,
        rows=[line.values for line in kept],
        graph=graph,
        notes=(*notes, *note, *_notes.scope(graph)),
        evidence=[line.evidence(graph) for line in kept],
        nodes=positions(node for line in kept for node in _touched(graph, line)),
        links=positions(link for line in kept for link in line.links),
        undated=sum(not line.dated(graph) for line in kept),
    )


def _touched(graph: Graph, line: Line) -> Iterable[int]:
    """Yield the nodes of a line and the ends of its links, without which no link can be drawn."""
    yield from (*line.nodes, *line.near)
    for link in line.links:
        yield int(graph.links.source[link])
        yield int(graph.links.target[link])
