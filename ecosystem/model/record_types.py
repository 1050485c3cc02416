"""What a row of a file can give: nodes, links and sources, with the columns of their tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecordType:
    """What a row of a file can give: a node, a link or a source, and the columns of its table.

    `scalars` hold one value, `lists` texts separated by line feeds, `attributes` a JSON object of further columns
    whose names are sorted. A link that a file states without citing a source keeps that file in `files`; a node
    whose name is only its id, or another of its names, is `unnamed`, "yes".
    """

    name: str
    scalars: tuple[str, ...]
    lists: tuple[str, ...] = ()
    attributes: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """All columns of the table."""
        return self.scalars + self.lists + (("attributes",) if self.attributes else ())

    @property
    def given(self) -> tuple[str, ...]:
        """The columns that a row of a file can give."""
        return tuple(field for field in self.fields if field not in ("files", "unnamed"))


NODES = RecordType(
    "nodes",
    (
        *("id", "kind", "subtype", "name", "name_vi", "name_en"),
        *("level", "place", "valid_from", "valid_to", "standing", "unnamed"),
    ),
    ("aliases", "identifiers", "sources"),
    attributes=True,
)
LINKS = RecordType(
    "links",
    ("id", "source", "relation", "target", "valid_from", "valid_to", "standing", "weight", "confidence"),
    ("sources", "files"),
    attributes=True,
)
SOURCES = RecordType("sources", ("id", "title", "publisher", "author", "date", "url", "language"), attributes=True)
RECORD_TYPES = {part.name: part for part in (NODES, LINKS, SOURCES)}


def literal(text: str) -> str:
    """Return a text as a literal of SQL.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"
