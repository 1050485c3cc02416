"""Which node a row speaks of: by its id, by an identifier from outside, or by its name.

An id of the user's own is kept; a node known so far by an outside identifier alone (`ror:02wsd5p50`) takes the own id
as soon as a row gives both. A row that only an identifier joins to a node adds to it and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import literal
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
        SELECT kind, unnest(list_concat([name, name_vi, name_en], string_split(aliases, E'\\n'))) AS name, id FROM (
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


@dataclass
class Owners:
    """Who has which identifier from outside: first the store's nodes, then the rows of the load.

    A node whose id is such an identifier is another body than all that have another one of the same scheme, whatever
    else they share: that is `shared`.
    """

    of: dict[str, set[str]] = field(default_factory=dict)
    held: dict[str, set[str]] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    shared: dict[str, set[str]] = field(default_factory=dict)

    def give(self, id: str, identifiers: set[str]) -> None:
        """Note that a node has these identifiers."""
        self.held.setdefault(id, set()).update(identifiers)
        for one in identifiers:
            self.of.setdefault(one, set()).add(id)

    def settle(self, id: str, identifiers: set[str]) -> str | None:
        """Note a row with these identifiers; return the node that stands in its way, if one does."""
        holders = [self.of.get(one, set()) - {id} for one in identifiers]
        apart = {other for others in holders for other in others if self._differ(id, identifiers, other)}
        self._share(id, identifiers, apart)
        # What several hold means none of them.
        found = {other for others in holders if len(others) == 1 for other in others} - apart
        own = id not in identifiers
        outside = {other for other in found if other in self.held[other]}
        if len(found) > 1 or (own and found - outside) or (found and id in self.held):
            return min(found)
        if found and not own:
            (other,) = found
            self.same[id] = other
            id = other
        elif found:
            self._rename(found.pop(), id)
        self.give(id, identifiers)
        return None

    def _differ(self, id: str, identifiers: set[str], other: str) -> bool:
        """Say whether a row and a node have other identifiers of the scheme by which one of them goes."""
        held = self.held[other]
        return (id in identifiers and _another(id, held)) or (other in held and _another(other, identifiers))

    def _share(self, id: str, identifiers: set[str], apart: set[str]) -> None:
        for other in apart:
            for one in identifiers & self.held[other]:
                self.shared.setdefault(one, set()).update((id, other))

    def _rename(self, known: str, id: str) -> None:
        self.renamed[id] = self.renamed.pop(known, known)
        self.same[known] = id
        self.same.update({given: id for given, other in self.same.items() if other == known})
        identifiers = self.held.pop(known)
        for one in identifiers:
            self.of[one].discard(known)
        self.give(id, identifiers)


def _another(id: str, identifiers: set[str]) -> bool:
    """Say whether there is another identifier of the scheme of an id, and not this one."""
    scheme = id.partition(":")[0] + ":"
    return id not in identifiers and any(one.startswith(scheme) for one in identifiers)


SHOWN = 5
"""How many shared identifiers a note names."""
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
    if connection.execute("SELECT count(*) FROM checked_nodes WHERE id IS NULL").fetchall()[0][0]:
        connection.execute(_IDS.format(kinds=list(vocabulary().kinds)))
    owners = _owners(connection)
    notes += _shared(owners)
    connection.execute("CREATE OR REPLACE TEMP TABLE same_node (given VARCHAR, id VARCHAR)")
    connection.execute("CREATE OR REPLACE TEMP TABLE renamed (id VARCHAR, known VARCHAR)")
    for table, pairs in (("same_node", owners.same), ("renamed", owners.renamed)):
        connection.execute(f"INSERT INTO {table} SELECT unnest(?), unnest(?)", [list(pairs), list(pairs.values())])
    connection.execute(_KEYED)
    ((rows, keys),) = connection.execute(
        "SELECT (SELECT count(*) FROM keyed_nodes), (SELECT count(*) FROM node_keys)"
    ).fetchall()
    if connection.execute(_CHANGED).fetchall()[0][0]:
        connection.execute(_HELD)
    return bool(rows > keys)


def _owners(connection: duckdb.DuckDBPyConnection) -> Owners:
    owners = Owners()
    schemes = ", ".join(literal(scheme) for scheme in vocabulary().identifiers)
    connection.execute(
        "UPDATE checked_nodes SET identifiers = united(concat_ws(E'\\n', identifiers, id)) "
        f"WHERE contains(id, ':') AND split_part(id, ':', 1) IN ({schemes})"
    )
    rows = connection.execute(
        "SELECT file, line, part, id, identifiers FROM checked_nodes WHERE identifiers IS NOT NULL "
        "ORDER BY contains(E'\\n' || identifiers || E'\\n', E'\\n' || id || E'\\n'), file, line, part"
    ).fetchall()
    if not rows:
        return owners
    known = connection.execute("SELECT id, identifiers FROM known_nodes WHERE identifiers IS NOT NULL").fetchall()
    for id, identifiers in known:
        owners.give(id, set(identifiers.split("\n")))
    for id in _known_without(connection):
        owners.held.setdefault(id, set())
    for file, line, part, id, identifiers in rows:
        if other := owners.settle(id, set(identifiers.split("\n"))):
            fault = ("nodes", file, line, part, "identifiers", f"taken:{other}", identifiers.replace("\n", "|"))
            connection.execute("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, ?)", fault)
            connection.execute("DELETE FROM checked_nodes WHERE file = ? AND line = ? AND part = ?", [file, line, part])
    return owners


def _shared(owners: Owners) -> list[str]:
    """Return the note on identifiers that nodes share which are several bodies all the same."""
    if not owners.shared:
        return []
    first = sorted(owners.shared.items())[:SHOWN]
    listed = "; ".join(f"{one} ({', '.join(sorted(ids)[:SHOWN])})" for one, ids in first)
    many = len(owners.shared)
    return [
        f"{many} identifier{'s' if many > 1 else ''} given to several nodes, which stay apart: {listed}"
        f"{' …' if many > len(first) else ''}; mend where one is wrong"
    ]


def _known_without(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        id
        for (id,) in connection.execute(
            "SELECT id FROM known_nodes SEMI JOIN checked_nodes USING (id) WHERE known_nodes.identifiers IS NULL"
        ).fetchall()
    ]
