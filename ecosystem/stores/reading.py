"""Reading a scope of the embedded store as columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ecosystem.errors import NoSuchNode
from ecosystem.intake.engine import duckdb
from ecosystem.model.columns import LinkColumns, NodeColumns, Source
from ecosystem.model.graph import Graph
from ecosystem.model.record_types import literal
from ecosystem.model.scope import Scope
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import stated
from ecosystem.stores.lifetimes import hold

_LINK_ORDER = (
    "source, relation, target, valid_from, valid_to, standing, weight, confidence, sources_text, attributes, id"
)
# The links between nodes that are kept.
_LINKS = "held_links l JOIN placed s ON s.key = l.source JOIN placed t ON t.key = l.target"

_FEW = 200


def read_graph(connection: duckdb.DuckDBPyConnection, scope: Scope) -> Graph:
    """Return the nodes and links of a scope, in the order of every graph."""
    kept = _selected(connection, scope)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE cited AS SELECT sources, row_number() OVER (ORDER BY sources)::INTEGER AS code FROM ("
        "SELECT sources FROM main.nodes SEMI JOIN placed USING (key) WHERE sources IS NOT NULL "
        f"UNION SELECT sources FROM {_LINKS} WHERE sources IS NOT NULL AND {kept})"
    )
    nodes = _fetch(connection, _nodes_sql())
    links = _fetch(connection, _links_sql(kept))
    dated = links["valid_from"] + links["valid_to"] > 0
    citations = connection.execute("SELECT sources FROM cited ORDER BY code").fetchall()
    return Graph(
        NodeColumns(**nodes),
        LinkColumns(**links),
        ((), *(tuple(dict.fromkeys(text.split("\n"))) for (text,) in citations)),
        read_sources(connection),
        str(scope),
        undated=int((~dated).sum()) if scope.day else 0,
    )


def read_ends(
    connection: duckdb.DuckDBPyConnection, scope: Scope
) -> tuple[dict[str, Any], dict[str, Any], dict[str, int], int]:
    """Return the ids of the nodes of a scope, the ends of its links, as in every graph, and what is counted of these.

    That is how many have each standing, where a link without a standing is a fact, and, for one day, how many
    have no date.
    """
    kept = _selected(connection, scope)
    nodes = "SELECT n.id FROM main.nodes n JOIN placed p USING (key) ORDER BY p.position"
    links = f"SELECT {_ends()} FROM {_LINKS} WHERE {kept} ORDER BY source, relation, target"
    counts = f"SELECT coalesce(standing, 'fact'), count(*) FROM {_LINKS} WHERE {kept} GROUP BY ALL"
    found = dict(connection.execute(counts).fetchall())
    by_standing = {standing: found[standing] for standing in vocabulary().standings if standing in found}
    undated = f"SELECT count(*) FROM {_LINKS} WHERE {kept} AND coalesce(l.valid_from, l.valid_to, 0) = 0"
    return (
        _fetch(connection, nodes),
        _fetch(connection, links),
        by_standing,
        _count(connection, undated) if scope.day else 0,
    )


def _selected(connection: duckdb.DuckDBPyConnection, scope: Scope) -> str:
    """Make the table `placed` of the nodes of a scope; return the condition on the links `l` in it."""
    _check_known(connection, scope.nodes_left_out if scope.reach is not None else (*scope.nodes_left_out, *scope.asked))
    hold(connection, timed=scope.timed)
    condition = _node_condition(scope)
    among = "main.nodes" if condition == "true" else f"(SELECT key FROM held_nodes n WHERE {condition})"
    among = stated.selected(connection, scope, among, _link_condition(scope))
    if scope.around:
        among = _narrowed(connection, scope, among, "near", scope.around, scope.steps)
    if scope.reach is not None:
        among = _narrowed(connection, scope, among, "reached", scope.asked, scope.reach)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE placed AS SELECT key, (row_number() OVER (ORDER BY id) - 1)::INTEGER AS position "
        f"FROM main.nodes WHERE key IN (SELECT key FROM {among})"
    )
    return _kept(connection, scope)


def _in(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(map(literal, words))})" if words else "false"


def _on_the_day(begins: str, ends: str, scope: Scope) -> list[str]:
    if not scope.day:
        return []
    return [f"coalesce({begins}, 0) <= {scope.day}", f"coalesce({ends}, 99999999) > {scope.day}"]


def _node_condition(scope: Scope) -> str:
    words = vocabulary()
    conditions = []
    if scope.kinds:
        conditions.append(_in("n.kind", scope.kinds))
    for column, known in (("kind", words.kinds), ("level", words.levels), ("standing", words.standings)):
        if left_out := tuple(word for word in scope.without if word in known):
            conditions.append(f"NOT {_in('n.' + column, left_out)}")
    if scope.nodes_left_out:
        conditions.append(f"NOT {_in('n.id', scope.nodes_left_out)}")
    condition = " AND ".join(conditions)
    if condition and scope.kept:
        condition = f"({condition} OR {_in('n.id', scope.kept)})"
    return " AND ".join(filter(None, (condition, *_on_the_day("n.begins", "n.ends", scope)))) or "true"


def _link_condition(scope: Scope) -> str:
    words = vocabulary()
    conditions = [*_on_the_day("l.valid_from", "l.valid_to", scope), *stated.of_links(scope), "true"]
    if scope.relations:
        conditions.append(_in("l.relation", scope.relations))
    if scope.min_confidence:
        conditions.append(f"coalesce(l.confidence, 1) >= {scope.min_confidence!r}")
    for column, known in (("relation", words.relations), ("standing", words.standings)):
        if left_out := tuple(word for word in scope.without if word in known):
            conditions.append(f"NOT {_in('l.' + column, left_out)}")
    return " AND ".join(conditions)


def _check_known(connection: duckdb.DuckDBPyConnection, ids: tuple[str, ...]) -> None:
    found = connection.execute(f"SELECT id FROM main.nodes WHERE {_in('id', ids)}").fetchall() if ids else []
    if unknown := {*ids} - {id for (id,) in found}:
        raise NoSuchNode(f"no such node: '{min(unknown)}'; try `ecosystem find` with a part of the name")


def _narrowed(
    connection: duckdb.DuckDBPyConnection, scope: Scope, among: str, into: str, nodes: tuple[str, ...], steps: int
) -> str:
    """Make the table `into` of the nodes among some that are at most this number of steps from the given ones."""
    made = f"CREATE OR REPLACE TEMP TABLE {into} AS"
    inside = " AND ".join(f"l.{end} IN (SELECT key FROM {among})" for end in ("source", "target"))
    condition = f"{_link_condition(scope)} AND {'true' if among == 'main.nodes' else inside}"
    start = f"SELECT key FROM main.nodes WHERE {_in('id', nodes)} AND key IN (SELECT key FROM {among})"
    before, count = 0, _count(connection, f"{made} {start}")
    if count < len(nodes):
        _check_known(connection, nodes)
    for _ in range(steps):
        if count == before:
            break
        near = _few_keys(connection, into) or f"SELECT key FROM {into}"
        step = (
            f"SELECT key FROM {into} UNION SELECT unnest([l.source, l.target]) FROM held_links l "
            f"WHERE {condition} AND (l.source IN ({near}) OR l.target IN ({near}))"
        )
        before, count = count, _count(connection, f"{made} {step}")
    return into


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    """Run a statement that makes a table and return how many rows that has."""
    count: int = connection.execute(statement).fetchall()[0][0]
    return count


def _few_keys(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return the keys of a table where they are few: with constants DuckDB passes over most of the links."""
    keys = connection.execute(f"SELECT key FROM {table} LIMIT {_FEW + 1}").fetchall()
    return ", ".join(str(key) for (key,) in keys) if len(keys) <= _FEW else ""


def _kept(connection: duckdb.DuckDBPyConnection, scope: Scope) -> str:
    """Return the condition that a link between nodes that are kept is in the scope."""
    keys = _few_keys(connection, "placed")
    return _link_condition(scope) + (f" AND l.source IN ({keys}) AND l.target IN ({keys})" if keys else "")


def _code(column: str, known: Iterable[str]) -> str:
    """Return the expression for the place of a word among those known."""
    return f"enum_code({column}::ENUM({', '.join(map(literal, known))}))::INTEGER"


def _texts(table: str, names: str) -> str:
    return ", ".join(f"coalesce({table}.{name}, '') AS {name}" for name in names.split())


def _nodes_sql() -> str:
    words = vocabulary()
    return (
        f"SELECT n.id, {_code('n.kind', words.kinds)} AS kind, {_texts('n', 'subtype name name_vi name_en aliases')}, "
        f"{_code('n.level', words.levels)} AS level, {_texts('n', 'place')}, coalesce(n.valid_from, 0) AS valid_from, "
        f"coalesce(n.valid_to, 0) AS valid_to, {_code('n.standing', words.standings)} AS standing, {_texts('n', 'identifiers')}, "
        f"coalesce(c.code, 0) AS sources, {_texts('n', 'attributes')}, "
        "coalesce(n.begins, 0) AS begins, coalesce(n.ends, 0) AS ends "
        "FROM held_nodes n JOIN placed p USING (key) "
        "LEFT JOIN cited c ON c.sources = n.sources ORDER BY p.position"
    )


def _ends() -> str:
    """Return the SQL of the ends of a link; one without direction leads from the node that comes first."""
    words = vocabulary()
    symmetric = tuple(relation.id for relation in words.relations.values() if relation.symmetric)
    turned = f"{_in('l.relation', symmetric)} AND s.position > t.position"
    return (
        f"CASE WHEN {turned} THEN t.position ELSE s.position END AS source, "
        f"{_code('l.relation', words.relations)} AS relation, "
        f"CASE WHEN {turned} THEN s.position ELSE t.position END AS target"
    )


def _links_sql(kept: str) -> str:
    return (
        f"SELECT * EXCLUDE (sources_text) FROM (SELECT {_ends()}, "
        "coalesce(l.valid_from, 0) AS valid_from, coalesce(l.valid_to, 0) AS valid_to, "
        f"{_code('l.standing', vocabulary().standings)} AS standing, "
        "coalesce(l.weight, 'nan'::DOUBLE) AS weight, coalesce(l.confidence, 'nan'::DOUBLE) AS confidence, "
        f"coalesce(c.code, 0) AS sources, coalesce(l.sources, '') AS sources_text, {_texts('l', 'attributes id')} "
        f"FROM {_LINKS} "
        f"LEFT JOIN cited c ON c.sources = l.sources WHERE {kept}) ORDER BY {_LINK_ORDER}"
    )


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    columns = connection.execute(sql).fetchnumpy()
    return {name: np.asarray(column) for name, column in columns.items()}


def read_sources(connection: duckdb.DuckDBPyConnection) -> dict[str, Source]:
    """Return all sources by their ids."""
    names = ("id", "title", "publisher", "author", "date", "url", "language")
    rows = connection.execute(f"SELECT {', '.join(names)} FROM main.sources ORDER BY id").fetchall()
    told: list[dict[str, Any]] = [dict(zip(names, (text or "" for text in row), strict=True)) for row in rows]
    return {one["id"]: Source(**one) for one in told}
