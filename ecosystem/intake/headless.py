"""A table without a header: its columns where every row shows them, by a relation or a kind of node."""

from __future__ import annotations

from collections.abc import Sequence

from ecosystem.intake.checks import words
from ecosystem.model.names import fold
from ecosystem.model.vocabulary import vocabulary


def names(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the names of the columns of rows without a header, none where the rows do not show them.

    Rows of links have a relation between two ends, rows of nodes a kind between an id and a name or beside a name
    alone. Tables with all columns of the program's own are read so; else a column that shows nothing is numbered.

    >>> names([("qtsc", "collaborates_with", "vast", "2"), ("qtsc", "part_of", "vnu", "")])
    ('source', 'relation', 'target', 'column 4')
    >>> names([("Viện A", "institute"), ("Quỹ B", "fund")]), names([("id", "kind"), ("a", "fund")])
    (('name', 'kind'), ())
    """
    widths = {len(row) for row in rows}
    if len(widths) != 1:
        return ()
    width = widths.pop()
    relation, kind = (_column(rows, field) for field in ("relation", "kind"))
    for table, at in (("links", relation), ("nodes", kind)):
        own = tuple(vocabulary().fields[table])
        if at is not None and width == len(own) and own[at] == ("relation" if table == "links" else "kind"):
            return own
    if relation is not None and 0 < relation < width - 1:
        return _placed(width, relation - 1, ("source", "relation", "target"))
    if kind == 1 and width > 2:
        return _placed(width, 0, ("id", "kind", "name"))
    if kind is not None and width == 2:
        return ("kind", "name") if kind == 0 else ("name", "kind")
    return ()


def _column(rows: Sequence[Sequence[str]], field: str) -> int | None:
    """Return the one column in which every row has a word of a field."""
    known = words(field)
    found = [i for i in range(len(rows[0])) if all(fold(row[i]) in known for row in rows)]
    return found[0] if len(found) == 1 else None


def _placed(width: int, start: int, known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(known[i - start] if start <= i < start + len(known) else f"column {i + 1}" for i in range(width))
