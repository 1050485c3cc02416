"""Finding nodes of the embedded store by any name."""

from __future__ import annotations

import duckdb

from ecosystem.names import Match, as_identifier, fold

_NAMES = "concat_ws(E'\\n', name, name_vi, name_en, aliases, identifiers)"
_FOUND = f"""
SELECT id, name, kind, coalesce(place, ''), {_NAMES} FROM main.nodes
WHERE {{condition}} ORDER BY length(name), id LIMIT 1000
"""
MISSPELT = 75.0
"""The least likeness in per cent (normalised indel similarity) at which a name counts as a misspelling."""


def find_matches(connection: duckdb.DuckDBPyConnection, text: str, limit: int) -> list[Match]:
    """Return the nodes with the very id, identifier or name, then those alike once folded, then misspellings."""
    outside = as_identifier(text.strip())
    wanted = fold(outside or text)
    exact = outside or text.strip()
    if not wanted:
        return []
    condition = "contains(folded, ?) OR id = ?"
    rows = connection.execute(_FOUND.format(condition=condition), [wanted, exact]).fetchall()
    matches = [_match(row, exact, wanted) for row in rows]
    matches.sort(key=lambda match: (-match.score, len(match.name), match.id))
    matches = matches[: limit or None]
    if not limit or len(matches) < limit:
        found = {match.id for match in matches}
        more = [match for match in _misspelt(connection, wanted, limit) if match.id not in found]
        matches += more[: limit - len(matches)] if limit else more
    return matches


def _match(row: tuple[str, ...], exact: str, wanted: str) -> Match:
    id, name, kind, place, names = row
    texts = [id, *names.split("\n")]
    if exact in texts:
        return Match(id, name, kind, place, exact, 100.0)
    alike = {text: fold(text) for text in texts}
    for score, fits in ((99.0, str.__eq__), (90.0, str.startswith), (80.0, str.__contains__)):
        for text, plain in alike.items():
            if fits(plain, wanted):
                return Match(id, name, kind, place, text, score)
    return Match(id, name, kind, place, name, 80.0)


def _misspelt(connection: duckdb.DuckDBPyConnection, wanted: str, limit: int) -> list[Match]:
    from rapidfuzz import fuzz, process

    rows = connection.execute(
        "SELECT id, name, kind, coalesce(place, ''), folded FROM main.nodes ORDER BY id"
    ).fetchall()
    owners = [(row, plain) for row in rows for plain in row[4].split("\n")]
    found = process.extract(
        wanted, [plain for _, plain in owners], scorer=fuzz.ratio, score_cutoff=MISSPELT, limit=(limit or 100) * 3
    )
    matches: dict[str, Match] = {}
    for plain, score, index in found:
        id, name, kind, place, _ = owners[index][0]
        matches.setdefault(id, Match(id, name, kind, place, plain, round(min(score, 79.0), 1)))
    return sorted(matches.values(), key=lambda match: (-match.score, match.id))
