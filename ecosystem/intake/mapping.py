"""A mapping: which columns of a table become which fields of nodes, links and sources.

A mapping is a TOML file. `requires` names the columns by which it is recognised (a list in the list: any one of
them), `unless` the columns that speak against it. Each `[[nodes]]`, `[[links]]` and `[[sources]]` table says what a
row gives; a row may give several. A field is

- a column: `name = "Organisation"`, or the first that is there: `name = ["Organisation", "Name"]`;
- a table: `{ column = "Type", values = { "Viện" = "institute" }, default = "enterprise" }`, with `separator` for
  lists (of several, `["|", ";"]`, the first that is in the cell), `decimal = ","` for numbers, `years = "inclusive"` for the last year in which something holds, and `each = "|"` for a cell that gives one link for every value in it;
- such a table with `without = "column"` (or a list): its cells count for rows that have nothing there;
- a text with columns in braces: `{ text = "cordis:{organisationID}" }`, empty where one of them is;
- a constant: `{ constant = "fact" }`.

`when = "column"` lets a table of the mapping count only for rows that have something there, or in any of a list. `attributes = "*"` keeps
all columns that no field uses; a table of names and columns keeps just those. Columns named like an identifier of
the vocabulary identify a node.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from ecosystem.intake.header_units import apart
from ecosystem.model.names import fold
from ecosystem.model.record_types import RECORD_TYPES
from ecosystem.model.vocabulary import vocabulary

Spec = Any
SETTINGS = {"attributes", "when"}
DATES = ("date", "dates", "due", "end")
"""The types of a column of dates: of a first day, of several, of the day by which something is due, of an end."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A column of a file that holds numbers or dates: its position, their type, and the position of their unit.

    `of` is the unit that the header names. A mapping may say the decimal `sign`, and whether the `years` of an end are
    inclusive. It is `compared` where a column beside it says how the number is meant, such as about.
    """

    position: int
    type: str
    unit: int | None = None
    sign: str = ""
    of: str = ""
    years: str = ""
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """What the cells of a typed column mean: columns n, u, f, s and k with this number beside those of the file.

    `n0` has the value as it is stored, `u0` the unit where some cell has one, `f0` what is wrong where something is,
    `s0` the sign of a comparison, `k0` the text of a cell of which the value does not hold all.
    """

    number: int
    units: bool
    faults: bool
    compared: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Layout:
    """A mapping laid over a header: `kind` is what the file's name says, used where no column does.

    `own` is the header in the names that the mapping uses, where these are others; `read` are the typed columns whose
    cells do not stand for themselves, `null` the words that stand for nothing.
    """

    mapping: TableMapping
    header: tuple[str, ...]
    kind: str | None = None
    separator: str = ","
    null: tuple[str, ...] = ()
    read: Mapping[Typed, Read] = dataclasses.field(default_factory=dict)
    own: tuple[str, ...] = ()

    def column(self, spec: Spec) -> int | None:
        """Return the position of the column that a field reads, None where it reads none of this header."""
        return next(iter(self.columns(spec)), None)

    def columns(self, spec: Spec) -> list[int]:
        """Return the positions of all columns that a field names, in its order."""
        names = spec.get("column", ()) if isinstance(spec, dict) else spec
        listed = [fold(name) for name in ([names] if isinstance(names, str) else names)]
        return [self.folded.index(name) for name in listed if name in self.folded]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns as the mapping calls them."""
        return self.own or self.header

    @cached_property
    def folded(self) -> list[str]:
        """The names of the columns, folded, so that case, diacritics and underscores do not matter."""
        return [fold(name) for name in self.names]

    @cached_property
    def attributes(self) -> dict[str, int]:
        """The columns by the names that they have as further columns; of two with one name the second keeps its own."""
        named: dict[str, int] = {}
        for position, header in enumerate(self.names):
            name = attribute_name(header, self.folded)
            named[header if name in named else name] = position
        return named

    def heading(self, part: str, field: str, number: int = 0) -> str:
        """Return how the file calls the column that a field is read from, else the name of the field.

        `number` is that of the table of the mapping, or of one link of several in a row. What the mapping says itself
        stands in no column; the other end shows a relation that does not fit.
        """
        tables = self.mapping.tables(part)
        table: dict[str, Spec] = tables[number % len(tables)] if tables else {}
        further = table.get("attributes", {})
        spec = table.get(field, further.get(field, field) if isinstance(further, dict) else field)
        if isinstance(spec, dict) and "constant" in spec:
            return self.heading(part, "target", number) if field == "relation" else ""
        if isinstance(spec, dict) and "text" in spec:
            return ", ".join(self.header[i] for i in self.columns(re.findall(r"\{([^}]*)\}", spec["text"])))
        position = self.column(spec)
        if position is None and further == "*":
            position = self.attributes.get(field)
        return field if position is None else self.header[position]


@dataclass(frozen=True)
class TableMapping:
    """The content of a mapping file; `name` is what the program prints of it."""

    name: str
    content: Mapping[str, Any]

    @property
    def encoding(self) -> str:
        """The encoding of the files that it explains, "" where it names none."""
        return str(self.content.get("encoding", ""))

    def tables(self, part: str) -> list[dict[str, Spec]]:
        """Return what a row gives of a part: `nodes`, `links` or `sources`."""
        return list(self.content.get(part, ()))

    def fit(self, header: tuple[str, ...]) -> tuple[int, int]:
        """Return how well the mapping fits: required columns found, columns used. (0, 0): not at all."""
        folded = {fold(name) for name in header}
        required = [[fold(name) for name in _names(names)] for names in self.content.get("requires", ())]
        against = {fold(name) for name in self.content.get("unless", ())}
        if not required or against & folded or not all(folded & set(names) for names in required):
            return 0, 0
        return len(required), len(folded & {fold(name) for name in self.columns()})

    def columns(self, *parts: str) -> Iterator[str]:
        """Yield every column that a field reads, of some parts or of all."""
        for part in parts or RECORD_TYPES:
            for table in self.tables(part):
                for field, spec in table.items():
                    if field not in SETTINGS:
                        yield from _names(spec.get("column", ()) if isinstance(spec, dict) else spec)


def attribute_name(header: str, others: Container[str] = ()) -> str:
    """Return the name of a further column: as the vocabulary has it, in English or Vietnamese, else as the header.

    `others` are the folded names of all columns: the upper end of a figure, "Đến", needs the figure beside it.

    >>> [attribute_name(header) for header in ("SO TIEN", "Amount (tỷ đồng)", "Đến", "City")]
    ['amount', 'amount', 'Đến', 'City']
    >>> attribute_name("Đến", ["gia tri"])
    'value_to'
    """
    known = _attribute_names()
    name = known.get(fold(header)) or known.get(fold(apart(header)[0]), header)
    lonely = (
        name == "value_to" and fold(header) != fold(name) and not any(one in others for one in ("value", "gia tri"))
    )
    return header if lonely else name


@cache
def _attribute_names() -> dict[str, str]:
    words = vocabulary()
    vietnamese = {
        fold(name): one.id for part in words.attributes.values() for one in part.values() for name in one.headers_vi
    }
    known = {fold(name): name for names in words.attributes.values() for name in names}
    known |= {fold(name): name for relation in words.relations.values() for name in relation.identifying}
    return vietnamese | known


def _names(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
