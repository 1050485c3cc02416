"""Which node a row speaks of: by its id, by an identifier from outside, or by its name.

An id of the user's own is kept; a node known so far by an outside identifier alone (`ror:02wsd5p50`) takes the own id
as soon as a row gives both. A row that only an identifier joins to a node adds to it and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from ecosystem.intake.bodies import Joined, Row, join
from ecosystem.intake.engine import duckdb
from ecosystem.model.vocabulary import vocabulary

# Rows without an id take that of the one node of the same kind that has the name, else one made from the name; where
# that is taken the kind is added, in the order of the vocabulary. A name that folds to nothing is known by its very text.
_IDS = """
CREATE OR REPLACE TEMP TABLE named AS
    WITH rows AS (
        SELECT file, line, part, kind, coalesce(name, name_en, name_vi) AS name,
            CASE WHEN name IS NOT NULL THEN 'name' WHEN name_en IS NOT NULL THEN 'name_en' ELSE 'name_vi' END AS field,
            coalesce(nullif(fold(coalesce(name, name_en, name_vi)), ''), name, name_en, name_vi) AS text
        FROM checked_nodes WHERE id IS NULL),
    names AS (
        SELECT kind, unnest(list_concat([id, name, name_vi, name_en], string_split(aliases, E'\\n'))) AS name, id FROM (
            SELECT kind, name, name_vi, name_en, aliases, id FROM checked_nodes WHERE id IS NOT NULL
            UNION ALL SELECT kind, name, name_vi, name_en, aliases, id FROM known_nodes
            WHERE contains(E'\\n' || folded || E'\\n', E'\\n\\n'))),
    holders AS (
        SELECT kind, unnest(string_split(folded, E'\\n')) AS text, id FROM known_nodes
        UNION ALL SELECT kind, coalesce(nullif(fold(name), ''), name), id FROM names),
    known AS (
        SELECT kind, text, min(id) AS id, count(DISTINCT id) AS n, string_agg(DISTINCT id, ', ' ORDER BY id) AS ids
        FROM holders WHERE text <> '' GROUP BY ALL),
    made AS (
        SELECT kind, text, row_number() OVER (PARTITION BY text ORDER BY list_position({kinds}, kind)) AS nth
        FROM (SELECT DISTINCT kind, text FROM rows)),
    taken AS (SELECT id FROM known_nodes UNION SELECT id FROM checked_nodes WHERE id IS NOT NULL),
    ids AS (
        SELECT kind, text, CASE WHEN nth > 1 OR slug IN (SELECT id FROM taken) THEN slug || '-' || kind ELSE slug END AS id
        FROM (SELECT *, replace(text, ' ', '-') AS slug FROM made))
    SELECT rows.*, known.id IS NOT NULL AS held, coalesce(known.id, ids.id) AS id, CASE WHEN known.n > 1 THEN known.ids END AS ids,
        known.id IS NULL AND name <> arg_min(name, (file, line, part)) OVER (PARTITION BY rows.kind, rows.text) AS other
    FROM rows LEFT JOIN known ON known.kind = rows.kind AND known.text = rows.text
    LEFT JOIN ids ON ids.kind = rows.kind AND ids.text = rows.text;
-- The name by which a node is found is one of its names, but not the one it is to have; of spellings that fold alike
-- in one load the first is.
UPDATE checked_nodes SET id = named.id, name = CASE WHEN held OR other THEN NULL ELSE checked_nodes.name END,
        name_en = CASE WHEN other AND field = 'name_en' THEN NULL ELSE name_en END,
        name_vi = CASE WHEN other AND field = 'name_vi' THEN NULL ELSE name_vi END,
        aliases = CASE WHEN other OR held AND field = 'name' THEN united(concat_ws(E'\\n', aliases, named.name)) ELSE aliases END
    FROM named
    WHERE checked_nodes.file = named.file AND checked_nodes.line = named.line AND checked_nodes.part = named.part;
INSERT INTO faults SELECT 'nodes', file, line, part, 'name', 'ambiguous:' || ids, name FROM named WHERE ids IS NOT NULL;
DELETE FROM checked_nodes USING named n WHERE n.ids IS NOT NULL
    AND checked_nodes.file = n.file AND checked_nodes.line = n.line AND checked_nodes.part = n.part;
"""

_KEYED = """
CREATE OR REPLACE TEMP TABLE node_keys AS
    WITH wanted AS (SELECT DISTINCT coalesce(m.id, c.id) AS id FROM checked_nodes c LEFT JOIN same_node m ON m.given = c.id),
    kept AS (
        SELECT wanted.id, k.key FROM wanted LEFT JOIN renamed r ON r.id = wanted.id
        LEFT JOIN known_nodes k ON k.id = coalesce(r.known, wanted.id))
    SELECT id, key FROM kept WHERE key IS NOT NULL UNION ALL
    SELECT id, (SELECT coalesce(max(key), -1) FROM known_nodes) + row_number() OVER (ORDER BY id)
    FROM kept WHERE key IS NULL;
CREATE OR REPLACE TEMP TABLE keyed_nodes AS
    SELECT n.key, m.given IS NULL AS own, c.* REPLACE (n.id AS id)
    FROM checked_nodes c LEFT JOIN same_node m ON m.given = c.id JOIN node_keys n ON n.id = coalesce(m.id, c.id);
"""


SHOWN = 5
"""How many shared identifiers a note names."""
# The ids that share an identifier of this load with another id: most share none, and are one body each.
_TOUCHING = r"""
CREATE OR REPLACE TEMP TABLE touching AS
    WITH given AS (
        SELECT DISTINCT id, unnest(string_split(identifiers, E'\n')) AS one FROM checked_nodes WHERE identifiers IS NOT NULL),
    held AS (
        SELECT id, one FROM given UNION
        SELECT id, one FROM (SELECT id, unnest(string_split(identifiers, E'\n')) AS one FROM known_nodes
            WHERE identifiers IS NOT NULL) SEMI JOIN given USING (one)),
    shared AS (SELECT one FROM held GROUP BY one HAVING count(*) > 1)
    SELECT DISTINCT id FROM held SEMI JOIN shared USING (one)
"""
_ROWS = """
SELECT c.file, c.line, c.part, c.id, identifiers, n.id IS NOT NULL AS made, c.kind
FROM checked_nodes c SEMI JOIN touching USING (id) LEFT JOIN named n USING (file, line, part) WHERE identifiers IS NOT NULL
"""
_KNOWN = "SELECT id, identifiers, kind FROM known_nodes SEMI JOIN touching USING (id)"
_CHANGED = "SELECT count(*) FROM keyed_nodes n JOIN known_nodes k USING (key) WHERE n.kind <> k.kind"

# A node of the store keeps its kind as long as links of the store need it.
_HELD = """
INSERT INTO faults
    WITH turned AS (
        SELECT n.file, n.line, n.part, n.kind, k.kind AS before, l.relation,
            CASE WHEN l.source = n.key THEN n.kind ELSE a.kind END AS source,
            CASE WHEN l.target = n.key THEN n.kind ELSE b.kind END AS target
        FROM keyed_nodes n JOIN known_nodes k USING (key) JOIN known_links l ON n.key IN (l.source, l.target)
        JOIN known_nodes a ON a.key = l.source JOIN known_nodes b ON b.key = l.target
        WHERE n.own AND n.kind <> k.kind)
    SELECT 'nodes', file, line, part, 'kind', 'held:' || any_value(before) || ':' || min(relation), any_value(kind)
    FROM turned ANTI JOIN allowed USING (relation, source, target) GROUP BY file, line, part;
DELETE FROM keyed_nodes USING faults f WHERE f.what = 'nodes' AND split_part(f.fault, ':', 1) = 'held'
    AND keyed_nodes.file = f.file AND keyed_nodes.line = f.line AND keyed_nodes.part = f.part;
"""


def identify(connection: duckdb.DuckDBPyConnection, notes: list[str]) -> bool:
    """Make `keyed_nodes` of `checked_nodes`: each row with the key of its node.

    Returns whether several rows have one key; adds to the notes which identifiers several nodes share.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE named (file INTEGER, line BIGINT, part INTEGER, id VARCHAR)")
    if connection.execute("SELECT count(*) FROM checked_nodes WHERE id IS NULL").fetchall()[0][0]:
        connection.execute(_IDS.format(kinds=list(vocabulary().kinds)))
    joined = _joined(connection)
    notes += [*_shared(joined.shared), *_by_identifier(joined.by_identifier)]
    connection.execute("CREATE OR REPLACE TEMP TABLE same_node (given VARCHAR, id VARCHAR)")
    connection.execute("CREATE OR REPLACE TEMP TABLE renamed (id VARCHAR, known VARCHAR)")
    for table, pairs in (("same_node", joined.same), ("renamed", joined.renamed)):
        connection.execute(f"INSERT INTO {table} SELECT unnest(?), unnest(?)", [list(pairs), list(pairs.values())])
    connection.execute(_KEYED)
    ((rows, keys),) = connection.execute(
        "SELECT (SELECT count(*) FROM keyed_nodes), (SELECT count(*) FROM node_keys)"
    ).fetchall()
    if connection.execute(_CHANGED).fetchall()[0][0]:
        connection.execute(_HELD)
    return bool(rows > keys)


def _joined(connection: duckdb.DuckDBPyConnection) -> Joined:
    """Return which ids are one body, and set rows with an identifier of another body apart."""
    if not connection.execute("SELECT count(identifiers) FROM checked_nodes").fetchall()[0][0]:
        return Joined()
    connection.execute(_TOUCHING)
    rows = connection.execute(_ROWS).fetchall()
    if not rows:
        return Joined()
    known = connection.execute(_KNOWN).fetchall()
    stored = {id: identifiers.split("\n") if identifiers else [] for id, identifiers, _ in known}
    given = [Row((*place,), id, frozenset(own.split("\n")), made, kind) for *place, id, own, made, kind in rows]
    joined = join(stored, given, kinds={id: kind for id, _, kind in known})
    for row, other in joined.rejected:
        fault = ("nodes", *row.place, "identifiers", f"taken:{other}", "|".join(sorted(row.identifiers)))
        connection.execute("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?)", fault)
        connection.execute("DELETE FROM checked_nodes WHERE file = ? AND line = ? AND part = ?", row.place)
    return joined


def _shared(shared: Mapping[str, set[str]]) -> list[str]:
    """Return the note on identifiers that nodes share which are several bodies all the same."""
    if not shared:
        return []
    first = sorted(shared.items())[:SHOWN]
    listed = "; ".join(f"{one} ({', '.join(sorted(ids)[:SHOWN])})" for one, ids in first)
    many = len(shared)
    return [
        f"{many} identifier{'s' if many > 1 else ''} given to several nodes, which stay apart: {listed}"
        f"{' …' if many > len(first) else ''}; mend where one is wrong"
    ]


def _by_identifier(same: Mapping[str, str]) -> list[str]:
    """Return the note on names that are another node by an identifier alone."""
    if not same:
        return []
    first = sorted(same.items())[:SHOWN]
    listed = "; ".join(f"{given} is {id}" for given, id in first)
    many = len(same)
    return [
        f"{many} name{'s' if many > 1 else ''} taken for another of a node that has the same identifier: {listed}"
        f"{' …' if many > len(first) else ''}; give each row an id, or mend the identifier, where they are two"
    ]
