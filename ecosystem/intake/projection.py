"""A layout as SQL: from the cells of a row (c0, c1, …) to the fields of a node, a link or a source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ecosystem.errors import BadInput
from ecosystem.intake.header_units import apart
from ecosystem.intake.mapping import Layout, Read, Spec, Typed, attribute_name
from ecosystem.model.names import fold
from ecosystem.model.record_types import RECORD_TYPES, RecordType, literal
from ecosystem.model.vocabulary import vocabulary

REJECTED = tuple(
    f"rejected_{name}" for name in ("file", "row", "column", "value", "reason", "remedy", "text", "mapping")
)
"""The columns that a table of rejected rows has besides those of its rows."""

_TYPES = {"weight": "weight", "confidence": "ratio", "valid_from": "date", "valid_to": "end", "date": "date"}
_COMPARED = ("amount", "percent", "value")
_WITH_UNIT = ("amount", "value", "value_to", "baseline")
_UNTYPED = {"values", "each", "separator", "text", "constant"}


def projections(layout: Layout, rows: str) -> list[tuple[str, str]]:
    """Return for each table of the mapping the part it gives and a SELECT over `rows`, SQL that gives clean cells.

    Raises `BadInput` where the header has no column for a field that every row needs.
    """
    return [
        (part.name, _select(part, table, number, layout, rows))
        for part in RECORD_TYPES.values()
        for number, table in enumerate(layout.mapping.tables(part.name))
    ]


def blank(width: int) -> str:
    """Return the condition that all cells of a row are empty."""
    return f"coalesce({', '.join(f'c{i}' for i in range(width))}, '') = ''"


def filled(when: Spec, layout: Layout) -> str:
    """Return the condition that a row has something in one of the columns of a `when`."""
    _known_column(when, layout)
    return f"({' OR '.join(f'{_cell(one)} IS NOT NULL' for one in layout.columns(when))})"


def untaken(layout: Layout, rows: str) -> str | None:
    """Return a SELECT of the rows that no table of the mapping takes, None where some table takes all."""
    tables = [table for part in RECORD_TYPES for table in layout.mapping.tables(part)]
    if not all("when" in table for table in tables):
        return None
    taken = " OR ".join(filled(table["when"], layout) for table in tables)
    cells = ", ".join(f"c{i}" for i in range(len(layout.header)))
    return f"SELECT line, {cells} FROM ({rows}) WHERE NOT ({blank(len(layout.header))}) AND NOT ({taken}) ORDER BY line"


def _select(part: RecordType, table: dict[str, Spec], number: int, layout: Layout, rows: str) -> str:
    typed = dict(_typed(part, table, layout))
    columns = {field: _value(field, table.get(field), layout, typed) for field in part.given if field != "attributes"}
    if part.name == "nodes":
        columns["kind"] = _kind(columns["kind"], layout)
        columns["identifiers"] = _identifiers(table, layout)
    if part.attributes:
        columns["attributes"] = _attributes(table, layout, typed)
    columns["doubts"] = _doubts(layout, typed)
    specs = [spec for spec in table.values() if isinstance(spec, dict) and "each" in spec]
    fanned = {_known_column(spec["column"], layout): spec["each"] for spec in specs}
    source = f"({rows}) AS cleaned"
    for position, mark in fanned.items():
        source += f", unnest(string_split({_cell(position)}, {literal(mark)})) AS fanned_{position}(each_{position})"
    conditions = [f"NOT ({blank(len(layout.header))})"]
    if layout.null:
        conditions += [f"trim(each_{position}) NOT IN ({', '.join(map(literal, layout.null))})" for position in fanned]
    if "when" in table:
        conditions.append(filled(table["when"], layout))
    selected = ", ".join(f"{sql} AS {field}" for field, sql in columns.items())
    # A row is told by file, line and part: tables of the mapping alternate, so that no two share a part.
    times = f"row_number() OVER (PARTITION BY line) * {len(layout.mapping.tables(part.name))} + " if fanned else ""
    numbered = f"({times}{number})::INTEGER AS part"
    return f"SELECT line, {numbered}, {selected} FROM {source} WHERE {' AND '.join(conditions)}"


def typed(layout: Layout) -> list[Typed]:
    """Return the columns that hold numbers or dates: by their field, by the vocabulary, or by `decimal` in the mapping."""
    return [
        one
        for part in RECORD_TYPES.values()
        for table in layout.mapping.tables(part.name)
        for _, one in _typed(part, table, layout)
    ]


def _typed(part: RecordType, table: dict[str, Spec], layout: Layout) -> Iterator[tuple[str, Typed]]:
    """Yield the fields and further columns of a table of the mapping that hold numbers or dates, with their column."""
    further = _named(table, layout)
    unit = layout.column(further.get("unit", ()))
    known = vocabulary().attributes.get(part.name, {})
    types = {name: one.type for names in vocabulary().attributes.values() for name, one in names.items()} | _TYPES
    for name, spec in [*((name, table[name]) for name in _TYPES if name in table), *further.items()]:
        said = spec if isinstance(spec, dict) else {}
        sign, years = said.get("decimal", ""), said.get("years", "")
        type = "number" if sign and types.get(name, "text") == "text" else types.get(name, "text")
        position = None if isinstance(spec, dict) and _UNTYPED & set(spec) else layout.column(spec)
        if position is not None and type != "text":
            compared = name in _COMPARED and "comparison" in known
            of = apart(layout.header[position])[1]
            yield name, Typed(position, type, unit if type == "number" else None, sign, of, years, compared)


def _value(name: str, spec: Spec, layout: Layout, typed: dict[str, Typed]) -> str:
    """Return the SQL of a field: what its cell means where it had to be read, else the cell."""
    read = _read_as(name, layout, typed)
    if read is None:
        return _field(spec, layout)
    default = spec.get("default") if isinstance(spec, dict) else None
    return f"n{read.number}" if default is None else f"coalesce(n{read.number}, {literal(str(default))})"


def _read_as(name: str, layout: Layout, typed: dict[str, Typed]) -> Read | None:
    return layout.read.get(typed[name]) if name in typed else None


def _unit(name: str, layout: Layout, typed: dict[str, Typed]) -> str | None:
    """Return the SQL of the unit that the header of a column or its cell names, None where none does."""
    read, one = _read_as(name, layout, typed), typed[name]
    if one.of and one.type == "number":
        value = f"n{read.number}" if read else f"c{one.position}"
        return f"CASE WHEN {value} IS NOT NULL THEN {literal(one.of)} END" if name in _WITH_UNIT else None
    return f"u{read.number}" if read and read.units else None


def _doubts(layout: Layout, typed: dict[str, Typed]) -> str:
    """Return the SQL of the cells of a row that cannot be read: a list of field, fault and value."""
    doubts = [
        f"CASE WHEN f{read.number} IS NOT NULL THEN "
        f"{{'field': {literal(name)}, 'fault': f{read.number}, 'value': c{one.position}}} END"
        for name, one in typed.items()
        if (read := layout.read.get(one)) and read.faults
    ]
    units = [(name, one, sql) for name, one in typed.items() if (sql := _unit(name, layout, typed))]
    doubts += [
        f"CASE WHEN {unit} <> {first} THEN "
        f"{{'field': {literal(name)}, 'fault': 'units:' || {first}, 'value': c{one.position}}} END"
        for name, one, unit in units[1:]
        for _, _, first in units[:1]
    ]
    return f"list_filter([{', '.join(doubts)}], lambda x: x IS NOT NULL)" if doubts else "NULL"


def _field(spec: Spec, layout: Layout) -> str:
    if spec is None:
        return "NULL::VARCHAR"
    if not isinstance(spec, dict):
        return _cell(layout.column(spec))
    if "constant" in spec:
        return literal(str(spec["constant"]))
    if "text" in spec:
        return _template(spec["text"], layout)
    position = layout.column(spec)
    cell = f"clean(each_{position})" if "each" in spec else _cell(position)
    if "values" in spec:
        cell = _translated(cell, spec["values"])
    if spec.get("decimal") == ",":
        cell = _with_point(cell)
    if "separator" in spec:
        lists = [_listed(_cell(one), spec["separator"]) for one in layout.columns(spec)]
        lists = [f"less({one}, {literal(chr(10).join(layout.null))})" for one in lists] if layout.null else lists
        cell = lists[0] if len(lists) == 1 else f"united(concat_ws(E'\\n', {', '.join(lists or ['NULL'])}))"
    if without := layout.columns(spec.get("without", ())):
        cell = f"CASE WHEN {' AND '.join(f'{_cell(one)} IS NULL' for one in without)} THEN {cell} END"
    return f"coalesce({cell}, {literal(str(spec['default']))})" if "default" in spec else cell


def _listed(cell: str, separators: str | list[str]) -> str:
    """Return the SQL of a list, a line each, by the first of the separators that is in the cell."""
    if isinstance(separators, str):
        return f"listed({cell}, {literal(separators)})"
    cases = " ".join(f"WHEN contains({cell}, {literal(one)}) THEN listed({cell}, {literal(one)})" for one in separators)
    return f"CASE {cases} ELSE listed({cell}, {literal(separators[0])}) END"


def _translated(cell: str, values: dict[str, Any]) -> str:
    """Return the SQL of a cell by its very value, else by its value folded, else as it is."""
    exact = " ".join(f"WHEN {literal(given)} THEN {literal(str(value))}" for given, value in values.items())
    alike = " ".join(
        f"WHEN {literal(fold(given))} THEN {literal(str(value))}" for given, value in values.items() if fold(given)
    )
    folded = f"CASE fold({cell}) {alike} ELSE {cell} END" if alike else cell
    return f"CASE {cell} {exact} ELSE {folded} END"


def _with_point(number: str) -> str:
    """Return the SQL of a number with a decimal point, from 1.250,5 or 0,5; what is written with a point stays."""
    return (
        f"CASE WHEN regexp_full_match({number}, '[+-]?\\d{{1,3}}(\\.\\d{{3}})+(,\\d+)?|[+-]?\\d+,\\d+') "
        f"THEN replace(replace({number}, '.', ''), ',', '.') ELSE {number} END"
    )


def _cell(position: int | None) -> str:
    return "NULL::VARCHAR" if position is None else f"c{position}"


def _template(text: str, layout: Layout) -> str:
    pieces = []
    for words, name in re.findall(r"([^{]*)(?:\{([^}]*)\})?", text):
        pieces += [literal(words)] if words else []
        pieces += [_cell(_known_column(name, layout))] if name else []
    return "(" + " || ".join(pieces) + ")"


def _known_column(name: str | list[str], layout: Layout) -> int:
    position = layout.column(name)
    if position is None:
        raise BadInput(
            f"{layout.mapping.name}: it names a column '{name}' that the file does not have; mend the mapping"
        )
    return position


def _kind(given: str, layout: Layout) -> str:
    return given if layout.kind is None else f"coalesce({given}, {literal(layout.kind)})"


def _identifiers(table: dict[str, Spec], layout: Layout) -> str:
    """Return the SQL of all identifiers of a row, each the cell in one line after its scheme."""
    pieces = []
    for scheme in vocabulary().identifiers:
        spec = table.get(scheme, scheme)
        if isinstance(spec, dict) or layout.column(spec) is not None:
            between = "||" if isinstance(spec, dict) and "separator" in spec else "  "
            pieces.append(f"{literal(scheme + ':')} || translate({_field(spec, layout)}, E'\\r\\n', '{between}')")
    return f"united(concat_ws(E'\\n', {', '.join(pieces)}))" if pieces else "NULL::VARCHAR"


def _named(table: dict[str, Spec], layout: Layout) -> dict[str, Spec]:
    """Return the further columns that a table of the mapping keeps, by the names of their attributes."""
    wanted = table.get("attributes", {})
    if wanted != "*":
        return {attribute_name(name): spec for name, spec in wanted.items()}
    free = set(unused(layout))
    return {name: layout.names[position] for name, position in layout.attributes.items() if position in free}


def _attributes(table: dict[str, Spec], layout: Layout, typed: dict[str, Typed]) -> str:
    """Return the SQL of a JSON object of all further columns that are not empty, sorted by name."""
    entries = {name: _value(name, spec, layout, typed) for name, spec in _named(table, layout).items()}
    # A number that bears its unit gives it to the row where no column does.
    units = [sql for name in typed if (sql := _unit(name, layout, typed))]
    if units:
        entries["unit"] = f"coalesce({', '.join([entries.get('unit', 'NULL'), *units])})"
    signs = [f"s{read.number}" for name in _COMPARED if (read := _read_as(name, layout, typed)) and read.compared]
    if signs:
        entries["comparison"] = f"coalesce({', '.join([entries.get('comparison', 'NULL'), *signs])})"
    # What a date or number does not hold stays beside it as it was written.
    kept = {
        f"{name}_as_written": read.number for name in typed if (read := _read_as(name, layout, typed)) and read.kept
    }
    entries |= {name: f"k{number}" for name, number in kept.items()}
    if not entries:
        return "NULL::VARCHAR"
    pieces = [
        f"CASE WHEN {sql} IS NOT NULL THEN {literal(json.dumps(name, ensure_ascii=False) + ':')} || to_json({sql}) END"
        for name, sql in sorted(entries.items())
    ]
    return f"'{{' || nullif(concat_ws(',', {', '.join(pieces)}), '') || '}}'"


def unused(layout: Layout) -> list[int]:
    """Return the positions of the columns that no field of the mapping reads; those of rejected rows are left out."""
    used: set[int | None] = set()
    for part in RECORD_TYPES:
        for table in layout.mapping.tables(part):
            for field, spec in table.items():
                used |= set(_read(layout, field, spec))
    if layout.mapping.tables("nodes"):
        used |= {layout.column(scheme) for scheme in vocabulary().identifiers}
    told = REJECTED if REJECTED[-1] in layout.header else ()
    return [i for i, name in enumerate(layout.header) if i not in used and name not in told]


def _read(layout: Layout, field: str, spec: Spec) -> list[int]:
    if field == "attributes":
        return [] if spec == "*" else [i for one in spec.values() for i in _read(layout, "", one)]
    if isinstance(spec, dict) and "text" in spec:
        return layout.columns(re.findall(r"\{([^}]*)\}", spec["text"]))
    found = layout.columns(spec)
    return found if isinstance(spec, dict) and "separator" in spec else found[:1]
