"""When each node of a store lives, and which links a successor takes over from a node that has ended.

A node lives from its `valid_from`, or else from the first day on which something that brings it does so: what an act
introduces is not older than the act, nor is an act older than the one that it carries out. It lives until its `valid_to`, or else until it is succeeded. A link is there while
both its ends are.

A link without an end goes on with the successor of a node that has ended, as one more link from that day on, with
`carried_over_from` among its further columns. It gives way to a link that is recorded of the successor with the same further columns.
"""

from __future__ import annotations

import json

from ecosystem.intake.engine import duckdb
from ecosystem.model.succession import CARRIED, SUCCESSION, Succession, places
from ecosystem.model.vocabulary import vocabulary

BRINGING = ("introduces", "sets_target")
PART, WHOLE = "part_of", "instrument"
"""An instrument that nothing brings, but is part of another, comes with that."""

CARRYING_OUT, ACT = "implements", "policy"
"""An act that carries out another is not older than that."""

DECIDING = (*BRINGING, SUCCESSION, PART, CARRYING_OUT)
"""The relations that decide over lifetimes."""

_NEVER = 99_999_999
_DECIDING = f"""
CREATE OR REPLACE TEMP TABLE deciding AS
SELECT source, relation, target, coalesce(valid_from, 0) AS since, coalesce(sources, '') AS sources
FROM main.links WHERE (relation IN {BRINGING} AND coalesce(standing, 'fact') <> 'opinion')
OR (relation = '{SUCCESSION}' AND coalesce(standing, 'fact') = 'fact' AND source <> target)
OR (relation = '{PART}' AND coalesce(standing, 'fact') <> 'opinion'
    AND source IN (SELECT key FROM main.nodes WHERE kind = '{WHOLE}')
    AND target IN (SELECT key FROM main.nodes WHERE kind = '{WHOLE}'))
OR (relation = '{CARRYING_OUT}' AND coalesce(standing, 'fact') <> 'opinion'
    AND source IN (SELECT key FROM main.nodes WHERE kind = '{ACT}'))
"""
_BROUGHT = f"""
CREATE OR REPLACE TEMP TABLE brought AS
WITH direct AS (
    SELECT target AS node, source AS bringer, since FROM deciding WHERE relation IN {BRINGING}
    UNION ALL SELECT source, target, since FROM deciding WHERE relation = '{CARRYING_OUT}'
), parts AS (
    SELECT source, target, since FROM deciding WHERE relation = '{PART}' AND source NOT IN (SELECT node FROM direct)
)
SELECT b.* FROM (SELECT * FROM direct UNION ALL SELECT * FROM parts) b
JOIN main.nodes n ON n.key = b.node WHERE n.valid_from IS NULL
"""
# What is brought begins never until its bringers are known to begin; each round can only make that earlier.
_BEGUN = f"""
CREATE OR REPLACE TEMP TABLE begun AS
SELECT key, CASE WHEN key IN (SELECT node FROM brought) THEN {_NEVER} ELSE coalesce(valid_from, 0) END AS begins
FROM main.nodes WHERE key IN (SELECT node FROM brought UNION ALL SELECT bringer FROM brought)
"""
_EARLIER = """
UPDATE begun SET begins = found.first FROM (
    SELECT b.node, min(greatest(s.begins, b.since)) AS first FROM brought b JOIN begun s ON s.key = b.bringer GROUP BY b.node
) found WHERE begun.key = found.node AND found.first < begun.begins
"""
_ENDED = f"""
CREATE OR REPLACE TEMP TABLE ended AS
SELECT source AS key, min(nullif(since, 0)) AS ends FROM deciding WHERE relation = '{SUCCESSION}' GROUP BY source
"""
_RECORDED = """
CREATE OR REPLACE TEMP VIEW held_nodes AS SELECT *, valid_from AS begins, valid_to AS ends FROM main.nodes
"""
_LIVED = f"""
CREATE OR REPLACE TEMP VIEW held_nodes AS
SELECT n.*, coalesce(n.valid_from, nullif(nullif(b.begins, {_NEVER}), 0)) AS begins, coalesce(n.valid_to, e.ends) AS ends
FROM main.nodes n LEFT JOIN begun b USING (key) LEFT JOIN ended e USING (key)
"""
_SUCCESSIONS = f"""
SELECT source, target, since, sources FROM deciding WHERE relation = '{SUCCESSION}'
"""
_LIVES = f"""
SELECT key, id, coalesce(begins, 0), coalesce(ends, 0) FROM held_nodes
WHERE key IN (SELECT unnest([source, target]) FROM deciding WHERE relation = '{SUCCESSION}')
"""
# Each end of a link is the node itself while it lives, and then whoever takes its place.
_CARRIED = f"""
CREATE OR REPLACE TEMP TABLE carried AS
WITH ends AS (
    SELECT * FROM placed_after UNION ALL
    SELECT DISTINCT body, body, NULL::INTEGER, n.ends, NULL, NULL FROM placed_after JOIN held_nodes n ON n.key = body
), moved AS (
    SELECT l.* REPLACE (
        coalesce(s.successor, l.source) AS source, coalesce(t.successor, l.target) AS target, NULL::VARCHAR AS id,
        greatest(l.valid_from, s.since, t.since) AS valid_from, least(s.until, t.until) AS valid_to,
        nullif(concat_ws(chr(10), nullif(l.sources, ''), nullif(s.sources, ''), nullif(t.sources, '')), '') AS sources,
        CASE WHEN coalesce(l.attributes, '') = '' THEN '{{' ELSE left(l.attributes, -1) || ',' END
        || '"{CARRIED}":"' || concat_ws('|', s.id, t.id) || '"}}' AS attributes
    ), l.sources AS stated_by, coalesce(l.attributes, '') AS own
    FROM main.links l LEFT JOIN ends s ON s.body = l.source LEFT JOIN ends t ON t.body = l.target
    WHERE coalesce(s.since, t.since) IS NOT NULL AND l.valid_to IS NULL
    AND l.relation <> '{SUCCESSION}' AND coalesce(l.standing, 'fact') <> 'past'
)
SELECT row_number() OVER () AS number, * FROM moved
WHERE source <> target AND valid_from < coalesce(valid_to, {_NEVER})
"""
_GIVES_WAY = f"""
UPDATE carried SET valid_to = least(valid_to, found.first) FROM (
    SELECT c.number, min(coalesce(l.valid_from, 0)) AS first FROM main.links l JOIN (
        SELECT * FROM carried UNION ALL
        SELECT * REPLACE (target AS source, source AS target) FROM carried WHERE list_contains(?, relation)
    ) c USING (source, relation, target)
    WHERE coalesce(l.standing, 'fact') = coalesce(c.standing, 'fact') AND coalesce(l.attributes, '') = c.own
    AND coalesce(l.valid_to, {_NEVER}) > c.valid_from
    GROUP BY c.number
) found WHERE carried.number = found.number
"""


def hold(connection: duckdb.DuckDBPyConnection, *, timed: bool) -> None:
    """Make the views `held_nodes`, where nodes have `begins` and `ends`, and `held_links`.

    A link that is carried over cites the succession too; `stated_by` has the sources of the link alone.
    Where it does not matter what is there on a day (not `timed`), these are the own dates, and nothing is carried over.
    """
    timed = timed and _count(connection, _DECIDING) > 0
    if timed:
        for statement in (_BROUGHT, _BEGUN, _ENDED, _LIVED):
            connection.execute(statement)
        while _count(connection, _EARLIER):
            pass
    else:
        connection.execute(_RECORDED)
    more = "UNION ALL SELECT * EXCLUDE (number, own) FROM carried" if timed and _carry(connection) else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW held_links AS SELECT *, sources AS stated_by FROM main.links {more}"
    )


def _carry(connection: duckdb.DuckDBPyConnection) -> int:
    """Make the table `carried` of the links that successors take over; return how many there are."""
    successions = [Succession(*row) for row in connection.execute(_SUCCESSIONS).fetchall()]
    lives = {key: (id, begins, ends) for key, id, begins, ends in connection.execute(_LIVES).fetchall()}
    found = [
        (
            *place[:3],
            place.until or None,
            json.dumps(lives[place.body][0], ensure_ascii=False)[1:-1],
            place.sources or None,
        )
        for place in places({key: life[1:] for key, life in lives.items()}, successions)
    ]
    if not found:
        return 0
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE placed_after "
        "(body BIGINT, successor BIGINT, since INTEGER, until INTEGER, id VARCHAR, sources VARCHAR)"
    )
    columns = [list(column) for column in zip(*found, strict=True)]
    connection.execute(f"INSERT INTO placed_after SELECT {', '.join(['unnest(?)'] * 6)}", columns)
    connection.execute(_CARRIED)
    symmetric = [relation.id for relation in vocabulary().relations.values() if relation.symmetric]
    connection.execute(_GIVES_WAY, [symmetric])
    connection.execute("DELETE FROM carried WHERE valid_from >= valid_to")
    return _count(connection, "SELECT count(*) FROM carried")


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    """Return the number that a statement gives: of rows that it changed, or counted."""
    count: int = connection.execute(statement).fetchall()[0][0]
    return count
