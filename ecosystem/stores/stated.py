"""What is stated: links of some standings, documents or speakers, with their ends, as SQL of the embedded store."""

from __future__ import annotations

from collections.abc import Iterable

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import literal
from ecosystem.model.scope import Scope


def of_links(scope: Scope) -> list[str]:
    """Return the conditions on a link `l`.

    One that several documents or speakers state is kept for each of them, and goes only with all of them. What
    somebody `states` is said by that node; where a speaker passes it on, it rests on the speaker.
    """
    conditions = _cited("l.stated_by", scope)
    if scope.standings:
        conditions.append(f"l.standing IN ({_list(scope.standings)})")
    if scope.speakers:
        spoken = f"list_has_any({_SPEAKERS}, [{_list(scope.speakers)}])"
        conditions.append(f"({spoken} OR l.relation = 'states' AND {_source_in(scope.speakers)})")
    if scope.without_speakers:
        speakers = f"len({_SPEAKERS}) > 0 AND {_nothing_but(_SPEAKERS, scope.without_speakers)}"
        stated = f"len({_SPEAKERS}) = 0 AND l.relation = 'states' AND {_source_in(scope.without_speakers)}"
        conditions.append(f"NOT ({speakers} OR {stated})")
    return conditions


def selected(connection: duckdb.DuckDBPyConnection, scope: Scope, among: str, links: str) -> str:
    """Return a table of the nodes among some that are stated themselves, that the scope names, or that links hold.

    `links` is the condition on a link `l`; the table is the same where the scope does not say what is stated.
    """
    own = _of_nodes(scope)
    if not own:
        return among
    inside = " AND ".join(f"l.{end} IN (SELECT key FROM {among})" for end in ("source", "target"))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE stated AS SELECT key FROM held_nodes n WHERE key IN (SELECT key FROM {among}) "
        f"AND ({own} OR n.id IN ({_list(scope.kept) or 'NULL'})) "
        f"UNION SELECT unnest([l.source, l.target]) FROM held_links l WHERE {links} AND {inside}"
    )
    return "stated"


def _of_nodes(scope: Scope) -> str:
    """Return the condition on a node `n` that is kept without a link; "" where every node is."""
    conditions = _cited("n.sources", scope)
    if scope.standings:
        conditions.append(f"n.standing IN ({_list(scope.standings)})")
    if scope.speakers:
        conditions.append("false")
    return " AND ".join(conditions)


_SPEAKERS = (
    "list_filter(list_transform(string_split(coalesce(json_extract_string(l.attributes, '$.speaker'), ''), '|'), "
    "lambda s: trim(s)), lambda s: s <> '')"
)


def _cited(sources: str, scope: Scope) -> list[str]:
    documents = f"list_transform(string_split(coalesce({sources}, ''), chr(10)), lambda s: string_split(s, '#')[1])"
    conditions = []
    if scope.sources:
        conditions.append(f"list_has_any({documents}, [{_list(scope.sources)}])")
    if scope.without_sources:
        conditions.append(f"NOT {_nothing_but(documents, scope.without_sources)}")
    return conditions


def _nothing_but(listed: str, words: tuple[str, ...]) -> str:
    return f"list_has_all([{_list(words)}], {listed})"


def _source_in(ids: tuple[str, ...]) -> str:
    return f"l.source IN (SELECT key FROM main.nodes WHERE id IN ({_list(ids)}))"


def _list(words: Iterable[str]) -> str:
    return ", ".join(map(literal, words))
