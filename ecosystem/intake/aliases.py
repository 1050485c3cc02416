"""Other names in one cell: what to say of a cell that is a list by another sign than |, or may be one."""

from __future__ import annotations

import re

from ecosystem.intake.engine import duckdb
from ecosystem.intake.mapping import Layout
from ecosystem.model.names import fold
from ecosystem.model.vocabulary import vocabulary

_CELLS = """
SELECT DISTINCT c{0} FROM cells WHERE c{0} IS NOT NULL AND NOT contains(c{0}, '|') AND {1} ORDER BY ALL LIMIT 100
"""
_SEMICOLON = "contains(c{0}, ';')"
# A word in capitals beside a comma: ĐHBKHN, HUST.
_ACRONYM = r"NOT contains(c{0}, ';') AND regexp_matches(c{0}, '(^|,\s*)\p{{Lu}}[\p{{Lu}}\p{{N}}&-]+\s*(,|$)') AND contains(c{0}, ',')"
_WORD = re.compile(r"[^\W\d_][\w&-]+")


def said_of_aliases(connection: duckdb.DuckDBPyConnection, layout: Layout) -> list[dict[str, str]]:
    """Return how the other names in `cells` are read where they are, or may be, a list without |."""
    specs = [table.get("aliases") for table in layout.mapping.tables("nodes")]
    known = [spec for spec in specs if isinstance(spec, dict) and isinstance(spec.get("separator"), list)]
    positions = dict.fromkeys(position for spec in known for position in layout.columns(spec))
    return [said for position in positions for said in _said(connection, layout.header[position], position)]


def _said(connection: duckdb.DuckDBPyConnection, column: str, position: int) -> list[dict[str, str]]:
    def cells(condition: str) -> list[str]:
        statement = _CELLS.format(position, condition.format(position))
        return [text for (text,) in connection.execute(statement).fetchall()]

    lists = cells(_SEMICOLON)[:1]
    single = [text for text in cells(_ACRONYM) if _has_acronym(text)][:1]
    return [
        *({"column": column, "as": "list", "example": f"{text} read as {_many(text)} names"} for text in lists),
        *(
            {"column": column, "as": "one name", "example": f"{text} read as one name; write | between several"}
            for text in single
        ),
    ]


def _has_acronym(text: str) -> bool:
    """Say whether a part of a name between commas is in capitals, and not a legal form: Viettel, JSC."""
    forms = {fold(word) for word in vocabulary().written_out}
    parts = (part.strip() for part in text.split(","))
    return any(part.isupper() and _WORD.fullmatch(part) and fold(part) not in forms for part in parts)


def _many(text: str) -> int:
    return len([part for part in text.split(";") if part.strip()])
