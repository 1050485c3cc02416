"""Which link a row speaks of.

A link with an id is known by it. Any other is known by its ends, relation, start and the attributes that its relation
declares as identifying. A row that says the very same is the same link. What says otherwise, or less, is a correction if
both are of one document and no other link could be meant, and else a link of its own beside the first. A row that cites
no source has its file as its document.

The files of a load have their turns: what one says of a link is laid over what those before it have said, as if each
were loaded alone. All rows are looked at together in the first turn; those about a link of which an earlier file of the
load speaks, too, wait for a later one.
"""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import literal
from ecosystem.model.vocabulary import vocabulary

_IDENTITY = ("a", "relation", "b", "valid_from", "identity")
_CONTENT = ("valid_to", "standing", "weight", "confidence", "attributes")
_LISTS = ("sources", "files")

# Rows of one file that say the very same are one link: `number` is that of its first row. Numbers follow the order of
# files and rows without a sort, so they may have gaps.
_DISTINCT = """
CREATE OR REPLACE TEMP TABLE sizes AS
    SELECT s.*, turn, document FROM turns JOIN (
        SELECT file, parts, sum(rows * parts) OVER (ORDER BY file) - rows * parts AS base FROM (
            SELECT file, max(part) + 1 AS parts, max(line) + 1 AS rows FROM ended_links GROUP BY file)) s USING (file);
CREATE OR REPLACE TEMP VIEW numbered AS
    SELECT l.* REPLACE (CASE WHEN sources IS NULL THEN coalesce(files, document) END AS files), {identity_l} AS identity,
        turn, (base + line * parts + part + 1)::BIGINT AS number
    FROM ended_links l JOIN sizes USING (file);
CREATE OR REPLACE TEMP TABLE alike AS
    SELECT hash({ends}) AS h FROM numbered WHERE id IS NULL GROUP BY h HAVING count(*) > 1;
CREATE OR REPLACE TEMP TABLE firsts AS
    SELECT number, min(number) OVER same AS first, dense_rank() OVER (PARTITION BY hash({ends}) ORDER BY turn) - 1 AS wave,
        string_agg(DISTINCT sources, E'\\n') OVER same AS sources,
        string_agg(DISTINCT files, E'\\n') OVER same AS files
    FROM numbered WHERE id IS NULL AND hash({ends}) IN (SELECT h FROM alike) WINDOW same AS (PARTITION BY turn, {key})
    UNION ALL SELECT number, min(number) OVER (PARTITION BY id), 0, sources, files FROM numbered WHERE id IS NOT NULL;
CREATE OR REPLACE TEMP TABLE matched (number BIGINT, key BIGINT);
"""

_BEFORE = """
CREATE OR REPLACE TEMP TABLE before AS
    SELECT k.key, k.id, k.valid_from, k.relation, {turned_a} AS a, {turned_b} AS b, {content}, k.sources, k.files,
        {identity_k} AS identity
    FROM known_links k;
"""
_SAME = """
CREATE OR REPLACE TEMP TABLE new_links AS
    SELECT n.* REPLACE (coalesce(f.sources, n.sources) AS sources, coalesce(f.files, n.files) AS files)
    FROM numbered n LEFT JOIN firsts f USING (number)
    WHERE coalesce(f.first, number) = number AND coalesce(f.wave, 0) = {wave};
CREATE OR REPLACE TEMP TABLE met AS
    SELECT number, min(k.key) AS key FROM new_links n JOIN before k ON k.id = n.id GROUP BY number
    UNION ALL
    SELECT number, min(k.key) FROM new_links n JOIN before k ON {same_identity} AND {same_content}
    WHERE n.id IS NULL AND k.id IS NULL GROUP BY number;
"""
_LIKE = """
CREATE OR REPLACE TEMP TABLE candidates AS
    SELECT n.number, k.key, {fits} AS fits FROM new_links n JOIN before k ON {same_identity}
    WHERE n.id IS NULL AND k.id IS NULL AND n.number NOT IN (SELECT number FROM met) AND (
        coalesce(list_has_any(string_split(n.sources, E'\\n'), string_split(k.sources, E'\\n')), false)
        OR coalesce(list_has_any(string_split(n.files, E'\\n'), string_split(k.files, E'\\n')), false)
        OR coalesce(n.sources, k.sources, k.files) IS NULL);
INSERT INTO met SELECT number, min(key) FROM candidates WHERE fits GROUP BY number;
INSERT INTO met
    WITH open AS (
        SELECT number, key FROM candidates c
        WHERE number NOT IN (SELECT number FROM met) AND key NOT IN (SELECT key FROM met))
    SELECT number, key FROM open
    QUALIFY count(*) OVER (PARTITION BY number) = 1 AND count(*) OVER (PARTITION BY key) = 1;
"""

# What there is of the links of which several files speak, once a wave of rows has been laid over it.
_LAID_OVER = """
CREATE OR REPLACE TEMP TABLE before AS
    WITH rows AS (
        SELECT coalesce(met.key, (SELECT coalesce(max(key), -1) FROM known_links) + number) AS key, n.*
        FROM new_links n LEFT JOIN met USING (number)
        WHERE n.id IS NULL AND hash({ends}) IN (SELECT h FROM alike)),
    said AS (SELECT key, {said} FROM rows GROUP BY key),
    k AS (SELECT * FROM before WHERE id IS NULL AND hash({ends}) IN (SELECT h FROM alike))
    SELECT key, NULL AS id, {laid_over} FROM said n FULL JOIN k USING (key)
"""

_KEYED = """
CREATE OR REPLACE TEMP VIEW keyed_links AS
    WITH known AS (SELECT coalesce(max(key), -1) AS last FROM known_links)
    SELECT n.file, n.line, n.part, n.id, n.a AS source, n.relation, n.b AS target, n.valid_from, n.valid_to,
        n.standing, n.weight, n.confidence, n.sources, n.files, n.attributes, true AS own,
        coalesce(m.key, known.last + coalesce(f.first, n.number)) AS key
    FROM numbered n CROSS JOIN known LEFT JOIN firsts f USING (number)
    LEFT JOIN matched m ON m.number = coalesce(f.first, n.number);
"""


def identify_links(connection: duckdb.DuckDBPyConnection) -> bool:
    """Make `keyed_links` of `ended_links`: each row with the key of its link, ends as keys of nodes.

    Returns whether several rows may have one key. Views, as a copy of a million rows costs more than reading again.
    """
    connection.execute(_filled_in(_DISTINCT))
    connection.execute(_KEYED)
    waves = _count(connection, "SELECT coalesce(max(wave), 0) FROM firsts")
    if waves or _count(connection, "SELECT count(*) FROM known_links"):
        connection.execute(_filled_in(_BEFORE))
        _match(connection, 0)
    for wave in range(1, waves + 1):
        connection.execute(_filled_in(_LAID_OVER))
        _match(connection, wave)
    return bool(_count(connection, "SELECT (SELECT count(*) FROM firsts) + (SELECT count(*) FROM matched)"))


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    count: int = connection.execute(statement).fetchall()[0][0]
    return count


def _match(connection: duckdb.DuckDBPyConnection, wave: int) -> None:
    """Match rows of a wave with the links there are: those that say the same, then, where any are left, the others."""
    connection.execute(_filled_in(_SAME, wave=wave))
    if _count(connection, "SELECT (SELECT count(*) FROM new_links) - count(*) FROM met"):
        connection.execute(_filled_in(_LIKE))
    connection.execute("INSERT INTO matched SELECT number, key FROM met")


def _filled_in(statements: str, *, wave: int = 0) -> str:
    """Return statements with the SQL of what identifies a link, and of what it says."""
    symmetric = ", ".join(literal(r.id) for r in vocabulary().relations.values() if r.symmetric)
    turned = f"k.relation IN ({symmetric}) AND k.source > k.target"
    fields = (*_IDENTITY, *_CONTENT, *_LISTS)
    return statements.format(
        wave=wave,
        ends=", ".join(_IDENTITY),
        key=", ".join(_IDENTITY + _CONTENT).replace("standing", "coalesce(standing, 'fact')"),
        turned_a=f"CASE WHEN {turned} THEN k.target ELSE k.source END",
        turned_b=f"CASE WHEN {turned} THEN k.source ELSE k.target END",
        content=", ".join(f"k.{field}" for field in _CONTENT),
        identity_l=_identity("l."),
        identity_k=_identity("k."),
        same_identity=" AND ".join(f"n.{field} IS NOT DISTINCT FROM k.{field}" for field in _IDENTITY),
        same_content=" AND ".join(map(_same, _CONTENT)),
        fits=" AND ".join(map(_fits, _CONTENT)),
        said=", ".join(f"{_said(field)} AS {field}" for field in fields),
        laid_over=", ".join(f"{_laid_over(field)} AS {field}" for field in fields),
    )


def _same(field: str) -> str:
    return (
        f"coalesce(n.{field}, 'fact') = k.{field}"
        if field == "standing"
        else f"n.{field} IS NOT DISTINCT FROM k.{field}"
    )


def _fits(field: str) -> str:
    if field == "attributes":
        return "(n.attributes IS NULL OR patched(k.attributes, n.attributes) = k.attributes)"
    return f"coalesce(n.{field} = k.{field}, n.{field} IS NULL)"


def _said(field: str) -> str:
    """Return the SQL of what the rows of one file say of a link together."""
    if field in _LISTS:
        return f"string_agg({field}, E'\\n')"
    if field == "attributes":
        return "list_reduce(list(attributes ORDER BY number DESC) FILTER (attributes IS NOT NULL), lambda x, y: patched(x, y))"
    return f"arg_min({field}, number)"


def _laid_over(field: str) -> str:
    """Return the SQL of a field of a link once rows `n` are laid over it as it was, `k`."""
    if field in _LISTS:
        return f"united(concat_ws(E'\\n', k.{field}, n.{field}))"
    if field == "attributes":
        return "patched(k.attributes, n.attributes)"
    return f"coalesce(n.{field}, k.{field}, 'fact')" if field == "standing" else f"coalesce(n.{field}, k.{field})"


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
