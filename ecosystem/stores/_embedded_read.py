"""Reading a scope of the embedded store as columns."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np

from ecosystem.errors import NoSuchNode
from ecosystem.graph import Graph, LinkColumns, NodeColumns, Source
from ecosystem.parts import literal
from ecosystem.schema import schema
from ecosystem.scope import Scope

_LINK_ORDER = (
    "source, relation, target, valid_from, valid_to, standing, weight, confidence, sources_text, attributes, id"
)

_FEW = 200


def read_graph(connection: duckdb.DuckDBPyConnection, scope: Scope) -> Graph:
    """Return the nodes and links of a scope, in the order of every graph."""
    _known_nodes(connection, scope)
    condition = _node_condition(scope)
    among = "main.nodes" if condition == "true" else f"(SELECT key FROM main.nodes n WHERE {condition})"
    if scope.around:
        among = _narrowed(connection, scope, among, "near", scope.around, scope.steps)
    if scope.reach is not None:
        among = _narrowed(connection, scope, among, "reached", scope.asked, scope.reach)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE kept AS SELECT key FROM {among}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE placed AS SELECT key, (row_number() OVER (ORDER BY id) - 1)::INTEGER AS position "
        "FROM main.nodes SEMI JOIN kept USING (key)"
    )
    inside = _inside(connection)
    _coded(connection, scope, inside)
    nodes = _fetch(connection, _nodes_sql())
    links = _fetch(connection, _links_sql(scope, inside))
    citations = connection.execute("SELECT sources FROM cited ORDER BY code").fetchall()
    return Graph(
        NodeColumns(**nodes),
        LinkColumns(**links),
        ((), *(tuple(text.split("\n")) for (text,) in citations)),
        _sources(connection),
        str(scope),
    )


def _in(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(map(literal, words))})" if words else "false"


def _dated(table: str, scope: Scope) -> list[str]:
    if not scope.day:
        return []
    return [
        f"coalesce({table}.valid_from, 0) <= {scope.day}",
        f"coalesce({table}.valid_to, 99999999) > {scope.day}",
    ]


def _node_condition(scope: Scope) -> str:
    words = schema()
    conditions = []
    if scope.kinds:
        conditions.append(_in("n.kind", scope.kinds))
    if scope.standings:
        conditions.append(_in("n.standing", scope.standings))
    for column, known in (("kind", words.kinds), ("level", words.levels), ("standing", words.standings)):
        if left_out := tuple(word for word in scope.without if word in known):
            conditions.append(f"NOT {_in('n.' + column, left_out)}")
    if scope.nodes_left_out:
        conditions.append(f"NOT {_in('n.id', scope.nodes_left_out)}")
    condition = " AND ".join(conditions)
    if condition and scope.kept:
        condition = f"({condition} OR {_in('n.id', scope.kept)})"
    return " AND ".join(filter(None, (condition, *_dated("n", scope)))) or "true"


def _link_condition(scope: Scope) -> str:
    words = schema()
    conditions = [*_dated("l", scope), "true"]
    if scope.relations:
        conditions.append(_in("l.relation", scope.relations))
    if scope.standings:
        conditions.append(_in("l.standing", scope.standings))
    if scope.min_confidence:
        conditions.append(f"coalesce(l.confidence, 1) >= {scope.min_confidence!r}")
    for column, known in (("relation", words.relations), ("standing", words.standings)):
        if left_out := tuple(word for word in scope.without if word in known):
            conditions.append(f"NOT {_in('l.' + column, left_out)}")
    return " AND ".join(conditions)


def _known_nodes(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    named = list({*scope.around, *scope.asked, *scope.nodes_left_out})
    unknown = "SELECT id FROM (SELECT unnest(?) AS id) ANTI JOIN main.nodes USING (id) ORDER BY id LIMIT 1"
    for (id,) in connection.execute(unknown, [named]).fetchall() if named else ():
        raise NoSuchNode(f"no such node: '{id}'; try `ecosystem find` with a part of the name")


def _narrowed(
    connection: duckdb.DuckDBPyConnection, scope: Scope, among: str, into: str, nodes: tuple[str, ...], steps: int
) -> str:
    """Make the table `into` of the nodes among some that are at most so many steps from the given ones."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT key FROM main.nodes "
        f"WHERE {_in('id', nodes)} AND key IN (SELECT key FROM {among})"
    )
    inside = " AND ".join(f"l.{end} IN (SELECT key FROM {among})" for end in ("source", "target"))
    count = 0
    for _ in range(steps):
        before, count = count, connection.execute(f"SELECT count(*) FROM {into}").fetchall()[0][0]
        if count == before:
            break
        near = _few_keys(connection, into) or f"SELECT key FROM {into}"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {into} AS SELECT key FROM {into} UNION "
            f"SELECT unnest([l.source, l.target]) FROM main.links l WHERE {_link_condition(scope)} "
            f"AND (l.source IN ({near}) OR l.target IN ({near})) AND {'true' if among == 'main.nodes' else inside}"
        )
    return into


def _few_keys(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return the keys of a table where they are few: with constants DuckDB passes over most of the links."""
    keys = connection.execute(f"SELECT key FROM {table} LIMIT {_FEW + 1}").fetchall()
    return ", ".join(str(key) for (key,) in keys) if len(keys) <= _FEW else ""


def _inside(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the condition that both ends of a link are kept."""
    keys = _few_keys(connection, "kept") or "SELECT key FROM kept"
    return f"l.source IN ({keys}) AND l.target IN ({keys})"


def _coded(connection: duckdb.DuckDBPyConnection, scope: Scope, inside: str) -> None:
    """Make small tables of codes for words and references, so that no text is read once a link."""
    words = schema()
    for name, known in (
        ("kind", words.kinds),
        ("relation", words.relations),
        ("standing", words.standings),
        ("level", words.levels),
    ):
        rows = ", ".join(f"({literal(word)}, {code})" for code, word in enumerate(known))
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name}_codes AS SELECT * FROM (VALUES {rows}) AS v(word, code)"
        )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE cited AS SELECT sources, row_number() OVER (ORDER BY sources)::INTEGER AS code FROM ("
        "SELECT sources FROM main.nodes SEMI JOIN kept USING (key) WHERE sources IS NOT NULL "
        f"UNION SELECT sources FROM main.links l WHERE sources IS NOT NULL AND {_link_condition(scope)} "
        f"AND {inside})"
    )


def _texts(table: str, names: str) -> str:
    return ", ".join(f"coalesce({table}.{name}, '') AS {name}" for name in names.split())


def _nodes_sql() -> str:
    return (
        f"SELECT n.id, k.code::INTEGER AS kind, {_texts('n', 'subtype name name_vi name_en aliases')}, "
        f"v.code::INTEGER AS level, {_texts('n', 'place')}, coalesce(n.valid_from, 0) AS valid_from, "
        f"coalesce(n.valid_to, 0) AS valid_to, s.code::INTEGER AS standing, {_texts('n', 'identifiers')}, "
        f"coalesce(c.code, 0) AS sources, {_texts('n', 'attributes')} "
        "FROM main.nodes n JOIN placed p USING (key) JOIN kind_codes k ON k.word = n.kind "
        "JOIN level_codes v ON v.word = n.level JOIN standing_codes s ON s.word = n.standing "
        "LEFT JOIN cited c ON c.sources = n.sources ORDER BY p.position"
    )


def _links_sql(scope: Scope, inside: str) -> str:
    """Return the SQL of the links; one without direction leads from the node that comes first."""
    symmetric = tuple(relation.id for relation in schema().relations.values() if relation.symmetric)
    turned = f"{_in('l.relation', symmetric)} AND s.position > t.position"
    return (
        "SELECT * EXCLUDE (sources_text) FROM ("
        f"SELECT CASE WHEN {turned} THEN t.position ELSE s.position END AS source, r.code::INTEGER AS relation, "
        f"CASE WHEN {turned} THEN s.position ELSE t.position END AS target, "
        "coalesce(l.valid_from, 0) AS valid_from, coalesce(l.valid_to, 0) AS valid_to, d.code::INTEGER AS standing, "
        "coalesce(l.weight, 'nan'::DOUBLE) AS weight, coalesce(l.confidence, 'nan'::DOUBLE) AS confidence, "
        f"coalesce(c.code, 0) AS sources, coalesce(l.sources, '') AS sources_text, {_texts('l', 'attributes id')} "
        "FROM main.links l JOIN placed s ON s.key = l.source JOIN placed t ON t.key = l.target "
        "JOIN relation_codes r ON r.word = l.relation JOIN standing_codes d ON d.word = l.standing "
        f"LEFT JOIN cited c ON c.sources = l.sources WHERE {_link_condition(scope)} AND {inside}) ORDER BY {_LINK_ORDER}"
    )


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    columns = connection.execute(sql).fetchnumpy()
    return {name: np.ma.getdata(column) for name, column in columns.items()}


def _sources(connection: duckdb.DuckDBPyConnection) -> dict[str, Source]:
    names = ("id", "title", "publisher", "author", "date", "url", "language")
    rows = connection.execute(f"SELECT {', '.join(names)} FROM main.sources ORDER BY id").fetchall()
    told: list[dict[str, Any]] = [dict(zip(names, (text or "" for text in row), strict=True)) for row in rows]
    return {one["id"]: Source(**one) for one in told}
