"""Finding nodes by words in any order: of a name, of what the node belongs to, and legal forms written out."""

from __future__ import annotations

from functools import reduce

from ecosystem.intake.engine import duckdb
from ecosystem.model.names import FOLD_SQL, Match, legal_forms
from ecosystem.model.record_types import literal

OWN, WITH_GREATER = 79.0, 78.0
"""The scores of a node that has all words itself, and of one that has them with its place or what it is part of."""

_FOUND = """
WITH greater AS (
    SELECT l.source AS key, string_agg(p.folded, ' ') AS folded
    FROM main.links l JOIN main.nodes p ON p.key = l.target
    WHERE l.relation IN ('part_of', 'located_in') GROUP BY ALL),
texts AS (
    SELECT id, name, kind, coalesce(place, '') AS place, n.folded AS names, {own} AS own,
        own || coalesce(fold(place), '') || ' ' || {around} AS whole
    FROM main.nodes n LEFT JOIN greater USING (key))
SELECT id, name, kind, place, names, {all_own} AS mine FROM texts WHERE {all_whole} AND ({any_own})
ORDER BY mine DESC, length(name), id LIMIT $most
"""


def with_all_words(connection: duckdb.DuckDBPyConnection, wanted: str, limit: int) -> list[Match]:
    """Return the nodes that have a word that begins with each word of a folded text, those alone in it first."""
    connection.execute(FOLD_SQL)
    ((asked,),) = connection.execute(f"SELECT {_written_out('$wanted')}", {"wanted": wanted}).fetchall()
    words = asked.split()
    has = {text: [f"contains({text}, {literal(' ' + word)})" for word in words] for text in ("own", "whole")}
    statement = _FOUND.format(
        own=_written_out("replace(n.folded, E'\\n', ' ')"),
        around=_written_out("replace(coalesce(greater.folded, ''), E'\\n', ' ')"),
        all_own=" AND ".join(has["own"]),
        all_whole=" AND ".join(has["whole"]),
        any_own=" OR ".join(has["own"]),
    )
    rows = connection.execute(statement, {"most": limit or 2**31}).fetchall()
    return [
        Match(id, name, kind, place, _nearest(names.split("\n"), words), OWN if own else WITH_GREATER)
        for id, name, kind, place, names, own in rows
    ]


def _nearest(names: list[str], words: list[str]) -> str:
    """Return the name that has most of the words, the first of several."""
    return max(names, key=lambda name: sum(f" {word}" in f" {name}" for word in words))


def _written_out(text: str) -> str:
    """Return the SQL of a folded text, a blank on either side, with legal forms written out."""
    return reduce(
        lambda sql, form: f"replace({sql}, {literal(f' {form[0]} ')}, {literal(f' {form[1]} ')})",
        legal_forms(),
        f"(' ' || {text} || ' ')",
    )
