"""The ends of links: which nodes they are, and whether the relation may join them."""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.intake.lists import Said, part_lists, split_lists
from ecosystem.model.identifiers import identifiers_of, scheme_of
from ecosystem.model.names import fold, written_out
from ecosystem.model.record_types import literal
from ecosystem.model.vocabulary import vocabulary

# All nodes there will be after the load, and every text that means one of them exactly.
_NODES = """
CREATE OR REPLACE TEMP VIEW all_nodes AS
    SELECT key, id, kind, coalesce(t.folded, k.folded) AS folded,
        concat_ws(E'\\n', t.name, t.name_vi, t.name_en, t.aliases) AS names
    FROM told_nodes t LEFT JOIN (SELECT key, folded FROM known_nodes) k USING (key)
    UNION ALL
    SELECT key, id, kind, folded, concat_ws(E'\\n', name, name_vi, name_en, aliases) FROM known_nodes
    ANTI JOIN told_nodes USING (key);
CREATE OR REPLACE TEMP TABLE handles AS
    SELECT text, arg_min(key, rank) AS key, arg_min(kind, rank) AS kind FROM (
        SELECT id AS text, key, kind, 0 AS rank FROM all_nodes
        UNION ALL SELECT same_node.given, key, kind, 1 FROM same_node JOIN all_nodes USING (id)
        -- One that several nodes have means none of them; among their names it is found to be ambiguous.
        UNION ALL SELECT text, min(key), min(kind), 2 FROM (
            SELECT unnest(string_split(identifiers, E'\\n')) AS text, key, kind FROM (
                SELECT key, kind, identifiers FROM told_nodes UNION ALL SELECT key, kind, identifiers FROM known_nodes)
            WHERE identifiers IS NOT NULL) GROUP BY text HAVING count(DISTINCT key) = 1)
    GROUP BY text;
"""

# A text that is no id or identifier may be a name: the very same one first, else the same once folded.
_UNRESOLVED = """
CREATE OR REPLACE TEMP TABLE unresolved AS
    SELECT text, fold(text) AS folded FROM (
        SELECT DISTINCT text FROM (
            SELECT source AS text FROM checked_links UNION ALL SELECT target FROM checked_links)
        ANTI JOIN handles USING (text));
"""
# Before names what bears its scheme, so that it is found where several have it, and after them what may bear any.
_WITH_SCHEME = "SELECT text FROM unresolved WHERE contains(text, ':') OR contains(text, '/')"
_WITHOUT = r"SELECT text FROM unresolved ANTI JOIN named_so USING (text) WHERE regexp_matches(text, '\d')"
_BY_IDENTIFIER = """
CREATE OR REPLACE TEMP TABLE written AS
    SELECT w.text, short, h.key, h.kind FROM (SELECT unnest(?::VARCHAR[]) AS text, unnest(?::VARCHAR[]) AS short) w
    LEFT JOIN handles h ON h.text = w.short
"""
_HELD_SO = """
INSERT INTO handles SELECT text, min(key), min(kind) FROM written WHERE key IS NOT NULL GROUP BY text HAVING count(DISTINCT key) = 1
"""
_FOUND_SO = """
DELETE FROM unresolved USING handles WHERE unresolved.text = handles.text;
UPDATE unresolved SET folded = fold(short) FROM written WHERE written.text = unresolved.text;
"""
_BY_NAME = """
CREATE OR REPLACE TEMP TABLE named_so AS
    WITH holders AS (
        SELECT DISTINCT unnest(string_split(n.folded, E'\\n')) AS folded, n.key, n.id, n.kind, n.names FROM all_nodes n),
    found AS (
        SELECT u.text, h.key, h.id, h.kind,
            contains(E'\\n' || h.names || E'\\n', E'\\n' || u.text || E'\\n') AS exactly
        FROM unresolved u JOIN holders h USING (folded)
        WHERE u.folded <> '' OR contains(E'\\n' || h.names || E'\\n', E'\\n' || u.text || E'\\n'))
    SELECT text, min(key) AS key, min(kind) AS kind, count(DISTINCT key) AS n, string_agg(DISTINCT id, ', ' ORDER BY id) AS ids
    FROM found GROUP BY text, exactly QUALIFY row_number() OVER (PARTITION BY text ORDER BY exactly DESC) = 1;
INSERT INTO handles SELECT text, key, kind FROM named_so WHERE n = 1;
"""

_FAULTS = """
INSERT INTO faults
    SELECT 'links', file, line, part, split_part(fault, ':', 1), substr(fault, strpos(fault, ':') + 1),
        CASE split_part(fault, ':', 1) WHEN 'source' THEN source WHEN 'target' THEN target ELSE relation END
    FROM ended_links WHERE fault IS NOT NULL;
DELETE FROM ended_links WHERE fault IS NOT NULL;
UPDATE faults SET fault = 'lost:' || lost.line FROM (
        SELECT unnest([id, name, name_vi, name_en]) AS text, min(line) AS line FROM staged_nodes
        JOIN faults USING (file, line, part) WHERE what = 'nodes' GROUP BY text) AS lost
    WHERE what = 'links' AND fault = 'unknown' AND field IN ('source', 'target') AND value = lost.text;
"""
_IS_STRANGE = "WHERE what = 'links' AND fault = 'unknown' AND field IN ('source', 'target')"
_STRANGE = f"SELECT value FROM faults {_IS_STRANGE} GROUP BY value ORDER BY min((file, line)) LIMIT 100"
_SPELT = r"""
SELECT nullif(split_part(names, E'\n', 1), id), id, unnest(string_split(folded, E'\n')) FROM all_nodes ORDER BY key
"""
_LIKE = 75
"""The least likeness in per cent of a name that may have been meant."""


def allow(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `allowed`: which kinds each relation may join."""
    allowed = [(relation.id, *ends) for relation in vocabulary().relations.values() for ends in sorted(relation.ends)]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE allowed AS SELECT unnest(?) AS relation, unnest(?) AS source, unnest(?) AS target",
        [list(column) for column in zip(*allowed, strict=True)],
    )


def find_ends(connection: duckdb.DuckDBPyConnection) -> list[Said]:
    """Make `ended_links` of `checked_links`: with the keys `a` and `b` of their nodes; the rest goes to `faults`.

    Returns how lists of ends were read.
    """
    connection.execute(_NODES)
    connection.execute(_UNRESOLVED)
    connection.execute("CREATE OR REPLACE TEMP TABLE named_so (text VARCHAR, n BIGINT, ids VARCHAR)")
    part_lists(connection)
    if connection.execute("SELECT count(*) FROM unresolved").fetchall()[0][0]:
        if _by_identifier(connection, _WITH_SCHEME):
            connection.execute(_FOUND_SO)
        connection.execute(_BY_NAME)
        _by_identifier(connection, _WITHOUT)
    said = split_lists(connection)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE ended_links AS {_ended()}")
    connection.execute(_FAULTS)
    _suggest(connection)
    return said


def _by_identifier(connection: duckdb.DuckDBPyConnection, texts: str) -> bool:
    """Find the nodes of texts that are identifiers in any usual writing; return whether some are."""
    read = [(text, short) for (text,) in connection.execute(texts).fetchall() for short in identifiers_of(text)]
    if read:
        connection.execute(_BY_IDENTIFIER, [list(column) for column in zip(*read, strict=True)])
        connection.execute(_HELD_SO)
    return bool(read)


def _suggest(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to the ends that nothing is known by the name that is spelled most like each, for the first of them."""
    # An identifier that is spelled alike is that of another body.
    texts = [text for (text,) in connection.execute(_STRANGE).fetchall() if not scheme_of(text)]
    if not texts:
        return
    from rapidfuzz import fuzz, process

    owners = connection.execute(_SPELT).fetchall()
    names = [written_out(folded) for _, _, folded in owners]
    for text in texts:
        if found := process.extractOne(written_out(fold(text)), names, scorer=fuzz.ratio, score_cutoff=_LIKE):
            name, id, _ = owners[found[2]]
            fault = f"unknown:{name} ({id})" if name else f"unknown:{id}"
            connection.execute(f"UPDATE faults SET fault = ? {_IS_STRANGE} AND value = ?", [fault, text])


def _ended() -> str:
    symmetric = ", ".join(literal(r.id) for r in vocabulary().relations.values() if r.symmetric)
    turned = f"l.relation IN ({symmetric}) AND s.key > t.key"
    unknown = " ".join(
        f"WHEN {end}.key IS NULL THEN coalesce((SELECT '{field}:ambiguous:' || ids FROM named_so n WHERE n.text = l.{field} "
        f"AND n.n > 1), (SELECT '{field}:' || fault FROM unsplit u WHERE u.text = l.{field}), '{field}:unknown')"
        for end, field in (("s", "source"), ("t", "target"))
    )
    return (
        f"SELECT l.* EXCLUDE (fault), CASE WHEN {turned} THEN t.key ELSE s.key END AS a, "
        f"CASE WHEN {turned} THEN s.key ELSE t.key END AS b, CASE {unknown} "
        "WHEN w.relation IS NULL THEN 'relation:ends:' || s.kind || ':' || t.kind END AS fault "
        "FROM checked_links l LEFT JOIN handles s ON s.text = l.source LEFT JOIN handles t ON t.text = l.target "
        "LEFT JOIN allowed w ON w.relation = l.relation AND w.source = s.kind AND w.target = t.kind"
    )
