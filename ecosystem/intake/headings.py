"""The header of a table beside the names that its mapping knows: what is misspelt, and what is lacking."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ecosystem.errors import BadInput
from ecosystem.intake.mapping import Layout, Spec, attribute_name
from ecosystem.intake.projection import unused
from ecosystem.intake.visible import visible
from ecosystem.model.names import fold
from ecosystem.model.record_types import RECORD_TYPES
from ecosystem.model.vocabulary import vocabulary

_NAMES = ("id", "name", "name_vi", "name_en")
_NEEDED = {"nodes": ("kind", *_NAMES), "links": ("source", "relation", "target"), "sources": ("id",)}
_ALIKE = 80
"""How much two names have to be alike, of 100, for one to be meant by the other."""


def near(text: str, names: Collection[str]) -> str | None:
    """Return the name that is spelled most like a text, None where none is close.

    >>> near("Valid form", ["valid_from", "valid_to"]), near("city", ["place"])
    ('valid_from', None)
    """
    from rapidfuzz import fuzz

    def alike(name: str) -> float:
        return 100.0 if sorted(fold(name)) == sorted(fold(text)) else fuzz.ratio(fold(name), fold(text))

    best = max(names, key=alike, default=None)
    return best if best and alike(best) >= _ALIKE else None


def refuse(place: str, layout: Layout, *, own: bool) -> None:
    """Raise `BadInput` where the header lacks what every row needs; what an `own` mapping requires is there."""
    for part, table, field, names in () if own else _lacking(layout):
        if _is_needed(layout, part, table, field):
            raise BadInput(f"{place}: {_lacks(layout, field, names)}")
    for table in layout.mapping.tables("nodes"):
        if layout.kind is None and not _is_readable(layout, table.get("kind")):
            raise BadInput(
                f"{place}: there is no column kind, and the file is not named after a kind; "
                "add the column, or name the file like institutes.csv"
            )


def known(layout: Layout) -> int:
    """Return how many columns of a header a mapping reads, 0 where one that every row needs is lacking."""
    if any(_is_needed(layout, part, table, field) for part, table, field, _ in _lacking(layout)):
        return 0
    return len(layout.header) - len(unused(layout))


def notes(layout: Layout, *, own: bool) -> Iterator[str]:
    """Yield what to say of a header: columns that nearly have a known name, or that a mapping of the user's names.

    `own` says that the mapping is one of the program's, whose columns may all be missing.
    """
    if not own:
        yield from (_lacks(layout, field, names) for _, _, field, names in _lacking(layout))
    kept = any(table.get("attributes") == "*" for part in RECORD_TYPES for table in layout.mapping.tables(part))
    for name in (layout.header[i] for i in unused(layout)):
        known = attribute_name(name) != name or fold(name) in _attributes(layout)
        meant = near(name, _free(layout, own=own)) if kept and not known else None
        if not kept:
            yield f"column not used: {visible(name)}"
        elif meant:
            yield f"column {visible(name)} is not known and kept as it is; did you mean {meant}?"


def _lacks(layout: Layout, field: str, names: list[str]) -> str:
    meant = near(names[0], layout.header)
    columns = visible(", ".join(layout.header), most=200)
    way = f"did you mean '{visible(meant)}'?" if meant else f"its columns are {columns}"
    listed = " or ".join(f"'{visible(name)}'" for name in names)
    return f"the mapping {layout.mapping.name} names a column {listed} for {field}, which the file does not have; {way}"


def _lacking(layout: Layout) -> Iterator[tuple[str, Mapping[str, Spec], str, list[str]]]:
    """Yield the fields of which the header has no column, with their part and table, and the columns."""
    for part in RECORD_TYPES:
        for table in layout.mapping.tables(part):
            further = table.get("attributes", {})
            fields = {name: spec for name, spec in table.items() if name != "attributes"}
            fields |= {name: spec for name, spec in further.items() if name not in fields} if further != "*" else {}
            for field, spec in fields.items():
                if names := _absent(layout, spec):
                    yield part, table, field, names


def _absent(layout: Layout, spec: Spec) -> list[str]:
    """Return the columns of a field where the header has none of them, or lacks one of a text."""
    if isinstance(spec, dict) and "text" in spec:
        return [name for name in re.findall(r"\{([^}]*)\}", spec["text"]) if layout.column(name) is None]
    names = spec.get("column", []) if isinstance(spec, dict) else spec
    names = [names] if isinstance(names, str) else names
    return [] if layout.columns(names) else list(names)


def _is_needed(layout: Layout, part: str, table: Mapping[str, Any], field: str) -> bool:
    spec = table.get(field)
    if field == "when" or (isinstance(spec, dict) and {"text", "each"} & set(spec)):
        return True
    if field not in _NEEDED[part] or (isinstance(spec, dict) and "default" in spec):
        return False
    if part == "nodes" and field in _NAMES:
        return not any(_is_readable(layout, table.get(name)) for name in _NAMES)
    return field != "kind" or layout.kind is None


def _is_readable(layout: Layout, spec: Spec) -> bool:
    fixed = isinstance(spec, dict) and {"constant", "text", "default"} & set(spec)
    return spec is not None and (bool(fixed) or layout.column(spec) is not None)


def _attributes(layout: Layout) -> set[str]:
    return {
        fold(name)
        for part in RECORD_TYPES
        if layout.mapping.tables(part)
        for name in vocabulary().attributes.get(part, ())
    }


def _free(layout: Layout, *, own: bool) -> list[str]:
    """Return the known names that the header does not have: of attributes, and of the fields of an own mapping."""
    parts = [part for part in RECORD_TYPES if layout.mapping.tables(part)]
    names = [name for part in parts for name in vocabulary().attributes.get(part, ())]
    names += [*vocabulary().identifiers] if "nodes" in parts else []
    names += layout.mapping.columns() if own else []
    return [name for name in names if layout.column(name) is None]
