"""What answers say below their table: the scope, and how much of the table is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph


def scope(graph: Graph) -> tuple[str, ...]:
    """Return the note that says which part of the store was asked, none for the whole."""
    return (f"Scope: {graph.scope}.",) if graph.scope else ()


def counted(graph: Graph, *, links: Codes | None = None) -> tuple[str, ...]:
    """Return the notes of a measure that counts links: how many are not facts, where some are not, and the scope.

    `links` are those that count, where not all in the scope do.

    >>> from ecosystem.model.rows import graph_of
    >>> links = [{"source": "a", "relation": "part_of", "target": "b", "standing": word} for word in ("fact", "plan")]
    >>> counted(graph_of([{"id": id, "kind": "fund"} for id in "ab"], links))
    ('Links in the scope by standing: 1 fact, 1 plan; --standing fact keeps the facts with their ends.',)
    """
    counts = graph.links.by_standing
    every = count(len(graph.links), "link")
    undated = f"Of {every} in the scope {graph.undated:,} have no date and count while both ends do."
    dates = (undated,) if graph.undated else ()
    if counts.keys() <= {"fact"}:
        return (*dates, *scope(graph))
    if links is not None:
        counts = graph.links.take(links).by_standing
    told = ", ".join(f"{count:,} {standing}" for standing, count in counts.items()) or "none"
    which = "in the scope" if links is None else "that count here"
    return (
        f"Links {which} by standing: {told}; --standing fact keeps the facts with their ends.",
        *dates,
        *scope(graph),
    )


def undated(answer: Answer) -> tuple[str, ...]:
    """Return the note that says how many rows of an answer on a day have no date of their own, or else how many links.

    A measure that counts all links of the scope says so itself.

    >>> from ecosystem.model.rows import graph_of
    >>> undated(Answer("", (), [(1,), (2,)], graph_of([], []), undated=1))
    ('Of 2 rows 1 has no date of its own, from or until.',)
    """
    of_rows = answer.undated is not None
    if answer.graph.near is not None or (not of_rows and any(" have no date" in note for note in answer.notes)):
        return ()
    graph, few = answer.graph, len(answer.links) > 0
    links = graph.links.take(answer.links) if few else graph.links
    every = len(answer.rows) if of_rows else len(links)
    missing = answer.undated or 0 if of_rows else int((links.valid_from + links.valid_to == 0).sum())
    what = "row" if of_rows else "link"
    if every < 2:
        return (f"The only {what} has {'no' if missing else 'a'} date of its own, from or until.",) if every else ()
    having = "1 has no date of its own" if missing == 1 else f"{missing:,} have no date of their own"
    return (f"Of {count(every, what)} {having}, from or until.",)


def weightless(graph: Graph, *, shown: Sequence[int] | None = None) -> tuple[str, ...]:
    """Return the note that says that strength only counts links, where none in the scope, or none shown, has a weight.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund"}], [{"source": "a", "relation": "part_of", "target": "a"}])
    >>> weightless(graph)
    ('No link in the scope has a weight, so each counts 1: strength is the number of links.',)
    """
    weights, where = (graph.links.weight, "in the scope") if shown is None else (graph.links.weight[shown], "shown")
    if not len(weights) or not np.isnan(weights).all():
        return ()
    return (f"No link {where} has a weight, so each counts 1: strength is the number of links.",)


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "link"), count(1200, "link"), count(2, "community")
    ('1 link', '1,200 links', '2 communities')
    """
    many = f"{noun[:-1]}ies" if noun.endswith("ity") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else many}"


def check(top: int) -> None:
    """Raise `BadInput` for a `top` below 0."""
    if top < 0:
        raise BadInput(f"top: {top} is below 0; give the number of rows, or 0 for all")


def first(top: int, total: int, noun: str) -> tuple[int, tuple[str, ...]]:
    """Return how many rows to show, and the note that says so where some are left out.

    Raises `BadInput` for a `top` below 0.

    >>> first(10, 200, "node")
    (10, ('Showing 10 of 200 nodes; top 0 shows all.',))
    >>> first(0, 200, "node")
    (200, ())
    """
    check(top)
    if not 0 < top < total:
        return total, ()
    return top, (f"Showing {top:,} of {count(total, noun)}; top 0 shows all.",)
