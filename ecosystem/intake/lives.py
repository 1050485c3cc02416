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
_EARLY = f"begins > 0 AND valid_from > 0 AND {_LAST.format('valid_from')} < {_FIRST.format('begins')}"
_IS_OUTSIDE = f"""coalesce(({_EARLY})
    OR (ends > 0 AND valid_from > 0 AND {_FIRST.format("valid_from")} >= {_LAST.format("ends")})
    OR (ends > 0 AND valid_to > 0 AND {_FIRST.format("valid_to")} > {_LAST.format("ends")})
    OR (begins > 0 AND valid_to > 0 AND {_LAST.format("valid_to")} <= {_FIRST.format("begins")}), false)"""
_LIVES = """
WITH lives AS (
    SELECT key, id, valid_from AS begins, valid_to AS ends FROM told_nodes WHERE valid_from > 0 OR valid_to > 0
    UNION ALL SELECT key, id, valid_from, valid_to FROM known_nodes ANTI JOIN told_nodes USING (key)
    WHERE valid_from > 0 OR valid_to > 0)
"""


def _of(life: str) -> str:
    return _IS_OUTSIDE.replace("begins", f"{life}.begins").replace("ends", f"{life}.ends")


# Each link is looked at once, with both of its ends; the first is then shown.
_COUNTED = f"""{_LIVES}
SELECT count(*), min((file, line)) FROM told_links LEFT JOIN lives s ON s.key = source LEFT JOIN lives t ON t.key = target
WHERE (valid_from > 0 OR valid_to > 0) AND relation <> {literal(SUCCESSION)} AND ({_of("s")} OR {_of("t")})
"""
_SHOWN = f"""{_LIVES}
SELECT file, line, id, begins, ends, valid_from, valid_to, {_EARLY} AS early FROM (
    SELECT file, line, valid_from, valid_to, unnest([source, target]) AS key FROM told_links
    WHERE file = ? AND line = ? AND relation <> {literal(SUCCESSION)}) JOIN lives USING (key)
WHERE {_IS_OUTSIDE} ORDER BY ALL LIMIT 1
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
    counted = connection.execute(_COUNTED).fetchall() if possible else []
    firsts = [(many, connection.execute(_SHOWN, list(first)).fetchall()) for many, first in counted if many]
    return [_words(files[file], *(*row, many)) for many, shown in firsts for file, *row in shown]


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
