"""What the cells of a column mean, decided from all of them: 1.500 is 1500 or 1.5, 03/04/2024 in March or April.

A column is read here where its field, or the vocabulary for a further column, says that it holds numbers or dates. Cells
that can be read in one way alone stand as they are; each other text is read once in Python and joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ecosystem.intake import quantities
from ecosystem.intake.cleaning import Cleaning
from ecosystem.intake.columns import Column
from ecosystem.intake.conventions import Convention, convention
from ecosystem.intake.date_columns import DateLists, Dates, last
from ecosystem.intake.date_forms import DAY_FIRST
from ecosystem.intake.engine import duckdb
from ecosystem.intake.mapping import DATES, Layout, Read, Typed
from ecosystem.intake.number_columns import Durations, Numbers
from ecosystem.intake.wishes import Wishes
from ecosystem.model.record_types import literal


@dataclass(frozen=True)
class Readings:
    """The rows with further columns for each column that had to be read, and what to say of these."""

    rows: str
    columns: Mapping[Typed, Read] = field(default_factory=dict)
    said: list[dict[str, str]] = field(default_factory=list)


def read(
    connection: duckdb.DuckDBPyConnection, cleaning: Cleaning, layout: Layout, typed: Sequence[Typed], wishes: Wishes
) -> Readings:
    """Return the clean rows (line, c0, c1, …) with the meaning of typed columns beside them.

    Where all cells of a column stand for themselves it is not among the columns that had to be read.
    """
    columns = [_filled(connection, cleaning, _column(one, layout, wishes)) for one in dict.fromkeys(typed)]
    columns = [one for one in columns if one.given]
    known = _conventions(columns, layout, wishes)
    read = {one.typed: _table(connection, number, one, known[one.typed]) for number, one in enumerate(columns)}
    said = [
        {"column": one.name, **text} for one in columns for text in one.said(known[one.typed], _wished(one, wishes))
    ]
    return Readings(_joined(cleaning.rows(), read), read, said)


def _column(one: Typed, layout: Layout, wishes: Wishes) -> Column:
    """Return a typed column of a file, without its cells."""
    name = layout.header[one.position]
    if one.type not in DATES:
        return Durations(one, name) if one.type == "duration" else Numbers(one, name)
    if one.type == "dates":
        return DateLists(one, name)
    return Dates(one, name, last=last(name, one.years or wishes.years) if one.type == "end" else "")


def _wished(one: Column, wishes: Wishes) -> str:
    """Return the convention that a mapping or the user asks for."""
    return one.typed.sign or (wishes.dates if one.of_dates else wishes.decimal)


def _filled(connection: duckdb.DuckDBPyConnection, cleaning: Cleaning, one: Column) -> Column:
    """Return a column with its cells, each once with its unit, that do not stand for themselves, and a proof."""
    held = cleaning.values(*(i for i in (one.typed.position, one.typed.unit) if i is not None))
    cell, unit = f"c{one.typed.position}", "''" if one.typed.unit is None else f"coalesce(c{one.typed.unit}, '')"
    given = connection.execute(
        f"SELECT given, unit FROM (SELECT DISTINCT {cell} AS given, {unit} AS unit FROM ({held})) "
        f"WHERE NOT regexp_full_match(given, {literal(one.stands)}) ORDER BY ALL"
    ).fetchall()
    point = (
        given
        and connection.execute(
            f"SELECT min({cell}) FROM ({held}) WHERE regexp_full_match({cell}, {literal(one.stands)}) AND contains({cell}, '.')"
        ).fetchall()[0][0]
    )
    return replace(one, given=tuple(given), proof=point or "")


def _conventions(columns: Sequence[Column], layout: Layout, wishes: Wishes) -> dict[Typed, Convention]:
    """Return the convention of each column: as it was wished, by its own cells, by the other columns, by what hints."""
    own = [(one, convention([*([one.proof] if one.proof else []), *one.texts], one.meanings)) for one in columns]
    known = {}
    for one, found in own:
        names = {other.name for same, other in own if same.of_dates == one.of_dates} - {""}
        rest = next(iter(names)) if len(names) == 1 else ""
        decided = _wished(one, wishes) or found.name
        if not decided and not found.proofs:
            hint = DAY_FIRST if one.of_dates else _hinted(one.given, layout.separator)
            found = replace(found, proven=bool(rest))
            decided = rest or hint
        known[one.typed] = replace(found, name=decided)
    return known


def _hinted(given: Sequence[tuple[str, str]], separator: str) -> str:
    """Return the decimal sign at which all hints: the sign that is there, the separator, words of Vietnamese money."""
    text = "".join(cell for cell, _ in given)
    hints = {"."} if "," not in text else {","} if "." not in text else {".", ","}
    hints |= {","} if separator == ";" or quantities.is_vietnamese("".join(map("".join, given))) else set()
    hints |= {"."} if separator == "," and "," in text else set()
    return hints.pop() if len(hints) == 1 else ""


def _table(connection: duckdb.DuckDBPyConnection, number: int, one: Column, known: Convention) -> Read:
    meant = [one.meant(*pair, known) for pair in one.given]
    names = ("given", "of", "value", "unit", "comparison", "fault", "kept")
    rows = [(*pair, *means[: len(names) - 2]) for pair, means in zip(one.given, meant, strict=True)]
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE read_{number} AS SELECT "
        + ", ".join(f"unnest(?::VARCHAR[]) AS {name}" for name in names),
        [list(values) for values in zip(*rows, strict=True)],
    )
    found = {name: any(getattr(means, name) for means in meant) for name in ("unit", "fault", "comparison", "kept")}
    return Read(number, found["unit"], found["fault"], found["comparison"], found["kept"])


def _joined(rows: str, columns: Mapping[Typed, Read]) -> str:
    if not columns:
        return rows
    more, joins = [], []
    for one, read in columns.items():
        table, cell = f"read_{read.number}", f"rows.c{one.position}"
        unit = "''" if one.unit is None else f"coalesce(rows.c{one.unit}, '')"
        more.append(
            f"CASE WHEN {table}.given IS NULL THEN {cell} ELSE {table}.value END AS n{read.number}, "
            f"{table}.unit AS u{read.number}, {table}.fault AS f{read.number}, "
            f"{table}.comparison AS s{read.number}, {table}.kept AS k{read.number}"
        )
        joins.append(f"LEFT JOIN {table} ON {table}.given = {cell} AND {table}.of = {unit}")
    return f"SELECT rows.*, {', '.join(more)} FROM ({rows}) AS rows {' '.join(joins)}"
