"""What the cells of a column mean, decided from all of them: whether 1.500 is 1500 or 1.5.

A column is read here where its field, or the schema for a further column, says that it holds numbers. Cells that
can be read in one way alone stand as they are; each other text is read once in Python and joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ecosystem import quantities
from ecosystem.engine import duckdb
from ecosystem.intake.mapping import Layout, Read, Typed
from ecosystem.intake.wishes import Wishes
from ecosystem.parts import literal
from ecosystem.quantities import Convention

# Numbers as they are stored, of which no other convention makes another number.
_STANDS = r"-?(0|[1-9]\d*)(\.(\d?[1-9]|\d{3,}[1-9]))?|-?(0|[1-9]\d{3,})\.\d\d[1-9]"
_SIGNS = {".": "decimal point", ",": "decimal comma"}


@dataclass(frozen=True)
class Readings:
    """The rows with a further column for each that had to be read, and what to say of them."""

    rows: str
    columns: Mapping[Typed, Read] = field(default_factory=dict)
    said: list[dict[str, str]] = field(default_factory=list)


def read(
    connection: duckdb.DuckDBPyConnection, rows: str, layout: Layout, typed: Sequence[Typed], wishes: Wishes
) -> Readings:
    """Return `rows` (line, c0, c1, … with clean cells) with the meaning of typed columns beside them.

    Where all cells of a column stand for themselves it is not among the columns that had to be read.
    """
    cells = {one: found for one in dict.fromkeys(typed) if (found := _doubtful(connection, rows, one))}
    conventions = _conventions(connection, rows, cells, layout, wishes)
    columns = {
        one: _table(connection, number, one, cells[one], convention)
        for number, (one, convention) in enumerate(conventions.items())
    }
    said = [text for one, convention in conventions.items() if (text := _said(layout, one, convention))]
    return Readings(_joined(rows, columns), columns, said)


def _doubtful(connection: duckdb.DuckDBPyConnection, rows: str, one: Typed) -> list[tuple[str, str]]:
    """Return the cells, each once with its unit, that do not stand for themselves."""
    unit = "''" if one.unit is None else f"coalesce(c{one.unit}, '')"
    return connection.execute(
        f"SELECT given, unit FROM (SELECT DISTINCT c{one.position} AS given, {unit} AS unit FROM ({rows})) "
        f"WHERE NOT regexp_full_match(given, {literal(_STANDS)}) ORDER BY ALL"
    ).fetchall()


def _conventions(
    connection: duckdb.DuckDBPyConnection,
    rows: str,
    cells: Mapping[Typed, list[tuple[str, str]]],
    layout: Layout,
    wishes: Wishes,
) -> dict[Typed, Convention]:
    """Return the convention of each column: as it was wished, by its own cells, by the other columns, by what hints."""
    own = {}
    for one, given in cells.items():
        ((point,),) = connection.execute(
            f"SELECT min(c{one.position}) FROM ({rows}) WHERE regexp_full_match(c{one.position}, {literal(_STANDS)}) "
            f"AND contains(c{one.position}, '.')"
        ).fetchall()
        own[one] = quantities.convention([*([point] if point else []), *(text for text, _ in given)])
    signs = {convention.sign for convention in own.values()} - {""}
    rest = next(iter(signs)) if len(signs) == 1 else ""
    return {
        one: Convention(
            one.sign
            or wishes.decimal
            or convention.sign
            or ("" if convention.proof else rest or _hinted(cells[one], layout)),
            convention.proof,
            convention.doubtful,
        )
        for one, convention in own.items()
    }


def _hinted(given: list[tuple[str, str]], layout: Layout) -> str:
    """Return the sign that everything hints at where nothing proves one: the sign that is there, the separator, the unit."""
    text = "".join(cell for cell, _ in given)
    hints = {"."} if "," not in text else {","} if "." not in text else {".", ","}
    hints |= {","} if layout.separator == ";" or any(_vietnamese(cell + unit) for cell, unit in given) else set()
    hints |= {"."} if layout.separator == "," and "," in text else set()
    return hints.pop() if len(hints) == 1 else ""


def _vietnamese(text: str) -> bool:
    return any(word in text.lower() for word in ("đ", "tỷ", "tỉ", "triệu", "nghìn", "vnd", "₫"))


def _table(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    one: Typed,
    given: list[tuple[str, str]],
    convention: Convention,
) -> Read:
    meant = [(*pair, *_meant(*pair, one, convention)) for pair in given]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE read_{number} AS SELECT unnest(?::VARCHAR[]) AS given, "
        "unnest(?::VARCHAR[]) AS of, unnest(?::VARCHAR[]) AS value, unnest(?::VARCHAR[]) AS unit, unnest(?::VARCHAR[]) AS fault",
        [list(column) for column in zip(*meant, strict=True)],
    )
    return Read(number, any(unit for *_, unit, _ in meant), any(fault for *_, fault in meant))


def _meant(text: str, unit: str, one: Typed, convention: Convention) -> tuple[str | None, str | None, str | None]:
    """Return the number of a cell as it is stored, its unit, and what is wrong with it."""
    found = convention.read(text)
    if found is None:
        both = sorted((one.number for one in quantities.readings(text).values()), key=abs)
        meant = ":".join(map(quantities.shown, both))
        return None, None, f"doubtful:{meant}:{convention.proof}" if both else f"{one.type}:"
    try:
        return (
            quantities.shown(quantities.fitting(found, unit, one.type)),
            (found.unit or None) if one.type == "number" else None,
            None,
        )
    except ValueError:
        return None, None, f"unit:{unit}" if unit else f"{one.type}:"


def _joined(rows: str, columns: Mapping[Typed, Read]) -> str:
    if not columns:
        return rows
    more, joins = [], []
    for one, read in columns.items():
        table, cell = f"read_{read.number}", f"rows.c{one.position}"
        unit = "''" if one.unit is None else f"coalesce(rows.c{one.unit}, '')"
        more.append(
            f"CASE WHEN {table}.given IS NULL THEN {cell} ELSE {table}.value END AS n{read.number}, "
            f"{table}.unit AS u{read.number}, {table}.fault AS f{read.number}"
        )
        joins.append(f"LEFT JOIN {table} ON {table}.given = {cell} AND {table}.of = {unit}")
    return f"SELECT rows.*, {', '.join(more)} FROM ({rows}) AS rows {' '.join(joins)}"


def _said(layout: Layout, one: Typed, convention: Convention) -> dict[str, str] | None:
    """Return what to say of a column where another convention would make other numbers of its cells."""
    example = convention.doubtful or (convention.proof if convention.sign == "," else "")
    found = convention.read(example) if convention.sign and example else None
    if found is None:
        return None
    read_as = f"{example} read as {quantities.shown(found.value)}"
    return {"column": layout.header[one.position], "as": _SIGNS[convention.sign], "example": read_as}
