"""Columns of a table of nodes whose cells name other rows of it: links that no table of the mapping reads."""

from __future__ import annotations

from collections.abc import Iterator

from ecosystem.intake.engine import duckdb
from ecosystem.intake.mapping import Layout
from ecosystem.intake.projection import unused
from ecosystem.intake.visible import visible
from ecosystem.model.vocabulary import vocabulary

_MOST = 0.8
"""The share of the cells of a column that must name rows of the table."""


def notes(connection: duckdb.DuckDBPyConnection, layout: Layout) -> Iterator[str]:
    """Yield what to say of further columns of nodes that name other rows of the table `cells`."""
    tables = [] if layout.mapping.tables("links") else layout.mapping.tables("nodes")
    kept = [table for table in tables if table.get("attributes") == "*"]
    specs = [table[name] for table in kept for name in ("id", "name", "name_vi", "name_en") if name in table]
    names = {at for spec in specs if (at := layout.column(spec)) is not None}
    known = {at for name, at in layout.attributes.items() if name in vocabulary().attributes["nodes"]}
    for at in set(unused(layout)) - known if names else ():
        if _names_rows(connection, at, names):
            yield (
                f"column {visible(layout.header[at])} names other rows of the table and is kept as it is; to read links "
                f'from it, give a mapping with [[links]] and target = "{visible(layout.header[at])}"'
            )


def _names_rows(connection: duckdb.DuckDBPyConnection, at: int, names: set[int]) -> bool:
    listed = " UNION ALL ".join(f"SELECT c{one} AS name FROM cells WHERE c{one} IS NOT NULL" for one in sorted(names))
    own = " OR ".join(f"c{one} = c{at}" for one in sorted(names))
    ((filled, named),) = connection.execute(
        f"SELECT count(*), count(*) FILTER (c{at} IN (SELECT name FROM ({listed}))) FROM cells "
        f"WHERE c{at} <> '' AND NOT coalesce({own}, false)"
    ).fetchall()
    return bool(named > 1 and named >= _MOST * filled)
