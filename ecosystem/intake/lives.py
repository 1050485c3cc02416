"""Links that are dated outside the life of one of their ends."""

from __future__ import annotations

from collections.abc import Sequence

from ecosystem.intake.engine import duckdb
from ecosystem.model import dates
from ecosystem.model.record_types import literal
from ecosystem.model.succession import SUCCESSION

# The first and the last day that a date may mean; the last on which something that ends may still hold.
_FIRST = "({0} + CASE WHEN {0} % 10000 = 0 THEN 101 WHEN {0} % 100 = 0 THEN 1 ELSE 0 END)"
_LAST = "({0} + CASE WHEN {0} % 10000 = 0 THEN 1231 WHEN {0} % 100 = 0 THEN 31 ELSE 0 END)"
_OUTSIDE = f"""
WITH lives AS (
    SELECT key, id, valid_from AS begins, valid_to AS ends FROM told_nodes WHERE valid_from > 0 OR valid_to > 0
    UNION ALL SELECT key, id, valid_from, valid_to FROM known_nodes ANTI JOIN told_nodes USING (key)
    WHERE valid_from > 0 OR valid_to > 0),
dated AS (
    SELECT file, line, source, target, valid_from, valid_to FROM told_links
    WHERE (valid_from > 0 OR valid_to > 0) AND relation <> {literal(SUCCESSION)}),
outside AS (
    SELECT DISTINCT ON (file, line) file, line, id, begins, ends, valid_from, valid_to,
        valid_from > 0 AND {_LAST.format("valid_from")} < {_FIRST.format("begins")} AS early
    FROM (SELECT *, unnest([source, target]) AS key FROM dated) JOIN lives USING (key)
    WHERE (begins > 0 AND valid_from > 0 AND {_LAST.format("valid_from")} < {_FIRST.format("begins")})
        OR (ends > 0 AND valid_from > 0 AND {_FIRST.format("valid_from")} >= {_LAST.format("ends")})
        OR (ends > 0 AND valid_to > 0 AND {_FIRST.format("valid_to")} > {_LAST.format("ends")})
        OR (begins > 0 AND valid_to > 0 AND {_LAST.format("valid_to")} <= {_FIRST.format("begins")})
    ORDER BY file, line)
SELECT *, count(*) OVER () AS many FROM outside ORDER BY file, line LIMIT 1
"""


# Whether some link may: where one is dated before a node begins, or as late as one ends. Most loads show here that none is.
_POSSIBLE = """
SELECT coalesce(least(min(valid_from) FILTER (valid_from > 0), min(valid_to) FILTER (valid_to > 0)) < any_value(begins), false)
    OR coalesce(greatest(max(valid_from), max(valid_to)) // 10000 >= any_value(ends) // 10000, false)
FROM told_links, (SELECT max(valid_from) AS begins, min(valid_to) FILTER (valid_to > 0) AS ends FROM (
    SELECT valid_from, valid_to FROM told_nodes UNION ALL SELECT valid_from, valid_to FROM known_nodes))
"""


def outside(connection: duckdb.DuckDBPyConnection, files: Sequence[str]) -> list[str]:
    """Return what to say of the links of a load that are dated outside the life of an end; `files` are their names."""
    ((possible,),) = connection.execute(_POSSIBLE).fetchall()
    found = connection.execute(_OUTSIDE).fetchall() if possible else []
    return [_words(files[file], *row) for file, *row in found]


def _words(
    file: str, line: int, id: str, begins: int, ends: int, since: int, until: int, early: bool, many: int
) -> str:
    life = f"begins {dates.show(begins)}" if early or not ends else f"ends {dates.show(ends)}"
    held = ", ".join(
        filter(None, (f"from {dates.show(since or 0)}" * bool(since), f"to {dates.show(until or 0)}" * bool(until)))
    )
    links = "1 link is" if many == 1 else f"{many} links are"
    return (
        f"{links} dated outside the life of an end, as {file} row {line} is: {held}, but '{id}' {life}; "
        "mend the dates, or let the link end with the node"
    )
