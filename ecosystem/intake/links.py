"""Which link a row speaks of.

A link with an id is known by it. Any other is known by its ends, relation, start and the attributes that its relation
declares as identifying. Told again it is the same link if what the row says fits it; told otherwise it is a correction
if both name a common source, or neither names any, and no other link could be meant, and else a link of its own beside the first.
"""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import literal
from ecosystem.model.vocabulary import vocabulary

_IDENTITY = ("a", "relation", "b", "valid_from", "identity")
_CONTENT = ("valid_to", "standing", "weight", "confidence", "attributes")

# Rows of this load that say the very same are one link: `number` is that of its first row. Numbers follow the order
# of files and rows without a sort, so they may have gaps.
_DISTINCT = """
CREATE OR REPLACE TEMP TABLE sizes AS
    SELECT file, parts, sum(rows * parts) OVER (ORDER BY file) - rows * parts AS base FROM (
        SELECT file, max(part) + 1 AS parts, max(line) + 1 AS rows FROM ended_links GROUP BY file);
CREATE OR REPLACE TEMP VIEW numbered AS
    SELECT l.*, {identity} AS identity, (base + line * parts + part + 1)::BIGINT AS number
    FROM ended_links l JOIN sizes USING (file);
CREATE OR REPLACE TEMP TABLE alike AS
    SELECT hash({key}) AS h FROM numbered WHERE id IS NULL GROUP BY h HAVING count(*) > 1;
CREATE OR REPLACE TEMP TABLE firsts AS
    SELECT number, min(number) OVER (PARTITION BY {key}) AS first
    FROM numbered WHERE id IS NULL AND hash({key}) IN (SELECT h FROM alike)
    UNION ALL SELECT number, min(number) OVER (PARTITION BY id) FROM numbered WHERE id IS NOT NULL;
"""

_KNOWN = """
CREATE OR REPLACE TEMP TABLE before AS
    SELECT k.key, k.id, k.valid_from, k.relation, {turned_a} AS a, {turned_b} AS b, {content}, k.sources,
        {identity} AS identity
    FROM known_links k;
CREATE OR REPLACE TEMP TABLE new_links AS
    SELECT n.* FROM numbered n LEFT JOIN firsts f USING (number) WHERE coalesce(f.first, number) = number;
CREATE OR REPLACE TEMP TABLE matched AS
    SELECT number, min(k.key) AS key FROM new_links n JOIN before k ON k.id = n.id GROUP BY number
    UNION ALL
    SELECT number, min(k.key) FROM new_links n JOIN before k ON {same_identity} AND {same_content}
    WHERE n.id IS NULL AND k.id IS NULL GROUP BY number;
"""
_LIKE_KNOWN = """
CREATE OR REPLACE TEMP TABLE candidates AS
    SELECT n.number, k.key, {fits} AS fits,
        coalesce(list_has_any(string_split(n.sources, E'\\n'), string_split(k.sources, E'\\n')),
            n.sources IS NULL AND k.sources IS NULL) AS shared
    FROM new_links n JOIN before k ON {same_identity}
    WHERE n.id IS NULL AND k.id IS NULL AND n.number NOT IN (SELECT number FROM matched);
INSERT INTO matched SELECT number, min(key) FROM candidates WHERE fits GROUP BY number;
INSERT INTO matched
    WITH open AS (
        SELECT number, key FROM candidates c WHERE shared
        AND number NOT IN (SELECT number FROM matched) AND key NOT IN (SELECT key FROM matched))
    SELECT number, key FROM open
    QUALIFY count(*) OVER (PARTITION BY number) = 1 AND count(*) OVER (PARTITION BY key) = 1;
"""

_KEYED = """
CREATE OR REPLACE TEMP VIEW keyed_links AS
    WITH known AS (SELECT coalesce(max(key), -1) AS last FROM known_links)
    SELECT n.file, n.line, n.part, n.id, n.a AS source, n.relation, n.b AS target, n.valid_from, n.valid_to,
        n.standing, n.weight, n.confidence, n.sources, n.attributes, true AS own,
        coalesce(m.key, known.last + coalesce(f.first, n.number)) AS key
    FROM numbered n CROSS JOIN known LEFT JOIN firsts f USING (number)
    LEFT JOIN matched m ON m.number = coalesce(f.first, n.number);
"""


def identify_links(connection: duckdb.DuckDBPyConnection) -> bool:
    """Make `keyed_links` of `ended_links`: each row with the key of its link, ends as keys of nodes.

    Returns whether several rows may have one key. Views, as a copy of a million rows costs more than reading anew.
    """
    key = ", ".join(_IDENTITY + _CONTENT).replace("standing", "coalesce(standing, 'fact')")
    connection.execute(_DISTINCT.format(identity=_identity("l."), key=key))
    connection.execute("CREATE OR REPLACE TEMP TABLE matched (number BIGINT, key BIGINT)")
    if connection.execute("SELECT count(*) FROM known_links").fetchall()[0][0]:
        _match_known(connection)
    connection.execute(_KEYED)
    ((joined,),) = connection.execute(
        "SELECT (SELECT count(*) FROM firsts) + (SELECT count(*) FROM matched)"
    ).fetchall()
    return bool(joined)


def _match_known(connection: duckdb.DuckDBPyConnection) -> None:
    """Match the links that the store has: those that are told again as they are, then, where any are left, the others."""
    connection.execute(_filled_in(_KNOWN))
    ((left,),) = connection.execute("SELECT (SELECT count(*) FROM new_links) - count(*) FROM matched").fetchall()
    if left:
        connection.execute(_filled_in(_LIKE_KNOWN))


def _filled_in(statements: str) -> str:
    """Return statements with the SQL of what identifies a link, and of what it says."""
    symmetric = ", ".join(literal(r.id) for r in vocabulary().relations.values() if r.symmetric)
    turned = f"k.relation IN ({symmetric}) AND k.source > k.target"
    fits = [f"coalesce(n.{f} = k.{f}, n.{f} IS NULL)" for f in _CONTENT if f != "attributes"]
    fits.append("(n.attributes IS NULL OR patched(k.attributes, n.attributes) = k.attributes)")
    return statements.format(
        turned_a=f"CASE WHEN {turned} THEN k.target ELSE k.source END",
        turned_b=f"CASE WHEN {turned} THEN k.source ELSE k.target END",
        content=", ".join(f"k.{field}" for field in _CONTENT),
        identity=_identity("k."),
        same_identity=" AND ".join(f"n.{field} IS NOT DISTINCT FROM k.{field}" for field in _IDENTITY),
        same_content=" AND ".join(
            f"coalesce(n.{f}, 'fact') = k.{f}" if f == "standing" else f"n.{f} IS NOT DISTINCT FROM k.{f}"
            for f in _CONTENT
        ),
        fits=" AND ".join(fits),
    )


def _identity(table: str) -> str:
    """Return the SQL of the identifying attributes of a link, NULL where it has none."""
    cases = " ".join(
        f"WHEN {literal(relation.id)} THEN concat_ws(E'\\n', {', '.join(_told(table, name) for name in relation.identifying)})"
        for relation in vocabulary().relations.values()
        if relation.identifying
    )
    return f"CASE WHEN {table}attributes IS NULL THEN NULL ELSE nullif(CASE {table}relation {cases} END, '') END"


def _told(table: str, name: str) -> str:
    if name in ("standing", "valid_to"):
        return f"{literal(name + '=')} || {table}{name}"
    return f"{literal(name + '=')} || json_extract_string({table}attributes, {literal('$.' + name)})"
