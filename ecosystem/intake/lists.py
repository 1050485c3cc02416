"""Several ends in one cell: `A; B` and `A|B` are a link each, `A, B` is reported, as a name may have a comma.

A text that is an id, an identifier or a name as a whole is not a list.
"""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model.record_types import literal
from ecosystem.model.vocabulary import vocabulary

# The parts of texts that are not known yet, which are themselves looked for.
# The parts of texts that are not known yet, which are themselves looked for.
_PARTS = """
CREATE OR REPLACE TEMP TABLE parts AS
    SELECT text, sign, list_filter(list_transform(
        string_split(translate(text, '|', ';'), sign), lambda x: trim(x)), lambda x: x <> '') AS parts
    FROM (SELECT text, CASE WHEN contains(text, '|') OR contains(text, ';') THEN ';' ELSE ',' END AS sign FROM unresolved
        WHERE contains(text, '|') OR contains(text, ';') OR contains(text, ','));
INSERT INTO unresolved SELECT part, fold(part) FROM (SELECT DISTINCT unnest(parts) AS part FROM parts)
    WHERE part NOT IN (SELECT text FROM unresolved) AND part NOT IN (SELECT text FROM handles);
"""
_FANNED = """
DELETE FROM parts WHERE text IN (SELECT text FROM handles) OR text IN (SELECT text FROM named_so WHERE n > 1) OR parts = [];
CREATE OR REPLACE TEMP TABLE fanned AS
    WITH lists AS (SELECT text, parts FROM parts WHERE sign = ';'),
    rows AS (
        SELECT l.*, coalesce(s.parts, [l.source]) AS sources_of, coalesce(t.parts, [l.target]) AS targets_of
        FROM checked_links l LEFT JOIN lists s ON s.text = l.source LEFT JOIN lists t ON t.text = l.target
        WHERE (s.text IS NOT NULL OR t.text IS NOT NULL) AND l.id IS NULL AND NOT {figure}),
    pairs AS (
        SELECT * EXCLUDE (targets_of), unnest(targets_of) AS to_one FROM (
            SELECT * EXCLUDE (sources_of), unnest(sources_of) AS from_one FROM rows)),
    widths AS (SELECT file, max(part) + 1 AS width FROM checked_links GROUP BY file)
    SELECT p.*, p.part + width * (row_number() OVER (PARTITION BY file, line, part ORDER BY from_one, to_one) - 1) AS nth
    FROM pairs p JOIN widths USING (file);
"""
_SPLIT = """
DELETE FROM checked_links USING fanned f
    WHERE checked_links.file = f.file AND checked_links.line = f.line AND checked_links.part = f.part;
INSERT INTO checked_links BY NAME
    SELECT * EXCLUDE (from_one, to_one, nth) REPLACE (from_one AS source, to_one AS target, nth AS part) FROM fanned;
"""
_SAID = """
SELECT file, field, min(text), arg_min(parts, text) FROM (
    SELECT file, 'source' AS field, source AS text FROM fanned UNION SELECT file, 'target', target FROM fanned)
JOIN parts USING (text) WHERE sign = ';' GROUP BY file, field ORDER BY file, field
"""
_UNSPLIT = """
CREATE OR REPLACE TEMP TABLE unsplit AS
    SELECT text, 'several:' || len(parts) AS fault FROM parts WHERE sign = ';'
    UNION ALL
    SELECT text, 'list:' || array_to_string(parts, '|') FROM (
        SELECT text, parts, unnest(parts) AS part FROM parts WHERE sign = ',')
    SEMI JOIN (SELECT text AS part FROM handles) USING (part)
    GROUP BY text, parts HAVING count(*) = len(parts) AND len(parts) > 1;
"""

Said = tuple[int, str, dict[str, str]]


def part_lists(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `parts` of what is `unresolved`, and look for the parts too."""
    connection.execute(_PARTS)


def split_lists(connection: duckdb.DuckDBPyConnection) -> list[Said]:
    """Make a link of each end in a list, and `unsplit` of lists that have to stay one.

    Returns for each file and field with a list how it was read. A row with an id or a figure stays one: the id is that
    of one link, and the figure may be that of each or of all together.
    """
    ((lists,),) = connection.execute("SELECT count(*) FROM parts").fetchall()
    if not lists:
        connection.execute("CREATE OR REPLACE TEMP TABLE unsplit (text VARCHAR, fault VARCHAR)")
        return []
    connection.execute(_FANNED.format(figure=_has_figure()))
    said = connection.execute(_SAID).fetchall()
    connection.execute(_SPLIT + _UNSPLIT)
    return [
        (file, field, {"as": "list, a link for each", "example": f"{text} read as {' and '.join(parts)}"})
        for file, field, text, parts in said
    ]


def _has_figure() -> str:
    """Return the SQL of whether a row has a number in a further column."""
    names = [id for id, one in vocabulary().attributes["links"].items() if one.type == "number"]
    cells = (f"json_extract_string(l.attributes, {literal('$.' + name)})" for name in names)
    return f"coalesce({', '.join(cells)}, '') <> ''"
