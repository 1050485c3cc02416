"""The tables that loaders fill with text, and the SQL that cleans a cell."""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model.names import FOLD_SQL
from ecosystem.model.record_types import RECORD_TYPES

# A cell without blanks around it is clean already if it is ASCII, or Latin letters that are NFC in any order. Signs that
# are not seen are left out: a soft hyphen (U+00AD), zero-width blanks, marks of direction. Joiners belong to some scripts.
_MACROS = r"""
CREATE OR REPLACE TEMP MACRO clean(t) AS CASE
    WHEN strlen(t) = length(t) AND t[1] > ' ' AND t[-1] > ' ' THEN t
    WHEN regexp_full_match(t, '[!-~\x{a1}-\x{ac}\x{ae}-\x{2ff}\x{1e00}-\x{1eff}]'
        || '([ -~\x{a1}-\x{ac}\x{ae}-\x{2ff}\x{1e00}-\x{1eff}]*[!-~\x{a1}-\x{ac}\x{ae}-\x{2ff}\x{1e00}-\x{1eff}])?') THEN t
    ELSE nullif(trim(nfc_normalize(regexp_replace(t, '[\x{ad}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]', '', 'g')),
        E' \t\r\n' || chr(160)), '') END;
CREATE OR REPLACE TEMP MACRO united(t) AS nullif(array_to_string(list_sort(list_distinct(
    list_filter(string_split(t, E'\n'), lambda x: x <> ''))), E'\n'), '');
CREATE OR REPLACE TEMP MACRO listed(t, separator) AS CASE
    WHEN t IS NULL OR NOT contains(t, separator) AND NOT contains(t, E'\n') THEN t
    WHEN contains(t, ' ' || separator) OR contains(t, separator || ' ') OR contains(t, separator || separator)
        OR starts_with(t, separator) OR ends_with(t, separator) OR regexp_matches(t, '[\t\r\n]')
    THEN united(array_to_string(list_transform(
        string_split(translate(t, E'\t\r\n', '   '), separator), lambda x: trim(x)), E'\n'))
    ELSE array_to_string(list_sort(list_distinct(string_split(t, separator))), E'\n') END;
CREATE OR REPLACE TEMP MACRO less(t, others) AS nullif(array_to_string(list_filter(
    string_split(t, E'\n'), lambda x: NOT contains(E'\n' || others || E'\n', E'\n' || x || E'\n')), E'\n'), '');
CREATE OR REPLACE TEMP MACRO json_of(entries) AS to_json(map_from_entries(list_sort(entries)))::VARCHAR;
CREATE OR REPLACE TEMP MACRO mapped(t) AS t::JSON::MAP(VARCHAR, VARCHAR);
CREATE OR REPLACE TEMP MACRO differing(old, new) AS list_filter(
    map_keys(mapped(new)), lambda x: mapped(old)[x] <> mapped(new)[x])[1];
CREATE OR REPLACE TEMP MACRO entries_of(t) AS map_entries(t::JSON::MAP(VARCHAR, VARCHAR));
CREATE OR REPLACE TEMP MACRO patched(old, new) AS CASE
    WHEN new IS NULL OR old = new THEN old WHEN old IS NULL THEN new
    ELSE json_of(map_entries(map_concat(old::JSON::MAP(VARCHAR, VARCHAR), new::JSON::MAP(VARCHAR, VARCHAR)))) END;
"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty staged tables and the macros in the temporary part of a connection.

    `doubts` are the cells of a row that its loader could not read.
    """
    connection.execute(FOLD_SQL)
    connection.execute(_MACROS)
    for part in RECORD_TYPES.values():
        columns = ", ".join(f"{field} VARCHAR" for field in part.fields)
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE staged_{part.name} "
            f"(file INTEGER, line BIGINT, part INTEGER, {columns}, doubts STRUCT(field VARCHAR, fault VARCHAR, value VARCHAR)[])"
        )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE equal_rows "
        "(what VARCHAR, file INTEGER, rows BIGINT, line BIGINT, countable BIGINT)"
    )
    for table in ("faults", "left_out", "corrections"):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} "
            "(what VARCHAR, file INTEGER, line BIGINT, part INTEGER, field VARCHAR, fault VARCHAR, value VARCHAR)"
        )
