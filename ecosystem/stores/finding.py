"""Finding nodes of the embedded store by any name."""

from __future__ import annotations

from ecosystem.intake.engine import duckdb
from ecosystem.model.identifiers import as_identifier, identifiers_of
from ecosystem.model.names import Match, fold
from ecosystem.stores.words import with_all_words

# Matched by SQL, so that only what is shown becomes an object of Python.
_FOUND = r"""
SELECT id, name, kind, coalesce(place, ''), concat_ws(E'\n', name, name_vi, name_en, aliases, identifiers) AS names,
    CASE WHEN contains(E'\n' || id || E'\n' || names || E'\n', E'\n' || $exact || E'\n') THEN 100
        WHEN contains(E'\n' || folded || E'\n', E'\n' || $wanted || E'\n') THEN 99
        WHEN contains(E'\n' || folded, E'\n' || $wanted) THEN 90 ELSE 80 END AS score
FROM main.nodes WHERE {condition}
ORDER BY score DESC, length(name), id LIMIT $most
"""
_CONDITIONS = {
    "id": "id = $exact",
    "same": r"contains(E'\n' || folded || E'\n', E'\n' || $wanted || E'\n')",
    "part": "contains(folded, $wanted) OR id = $exact",
    "exact": r"contains(E'\n' || id || E'\n' || names || E'\n', E'\n' || $exact || E'\n')",
}
SAME = 99.0
"""The least score of a name that is the same once folded."""
MISSPELT = 75.0
"""The least likeness in per cent (normalised indel similarity) at which a name counts as a misspelling."""


def find_matches(
    connection: duckdb.DuckDBPyConnection, text: str, *, limit: int = 10, same: bool = False
) -> list[Match]:
    """Return the nodes with the very id, identifier or name, then those alike once folded.

    Where no name is the same, those follow that have all the words, and misspellings. A text that folds to nothing
    finds its very self. Cost: one scan of the names; with `same` of the ids alone where the text is an id.
    """
    text = text.strip()
    outside = as_identifier(text)
    found = _named(connection, outside or text, limit=limit, same=same) if text else []
    if outside or (found and found[0].score >= SAME):
        return found
    return _united([*_identified(connection, identifiers_of(text), limit), *found], limit)


def _identified(connection: duckdb.DuckDBPyConnection, identifiers: list[str], limit: int) -> list[Match]:
    """Return the nodes that have one of these identifiers."""
    return [
        _match(row, one, "")
        for one in identifiers
        for row in connection.execute(
            _FOUND.format(condition=_CONDITIONS["exact"]), {"exact": one, "wanted": "", "most": limit or 2**31}
        ).fetchall()
    ]


def _named(connection: duckdb.DuckDBPyConnection, exact: str, *, limit: int, same: bool) -> list[Match]:
    wanted = fold(exact)
    for condition in ("exact",) if not wanted else ("id", "same", "part") if same else ("part",):
        values = {"exact": exact, "wanted": wanted, "most": limit or 2**31}
        found = connection.execute(_FOUND.format(condition=_CONDITIONS[condition]), values).fetchall()
        matches = [_match(row, exact, wanted) for row in found]
        if not wanted or (matches and matches[0].score >= SAME) or (limit and len(matches) == limit):
            return matches
    others = (*with_all_words(connection, wanted, limit), *_misspelt(connection, wanted, limit))
    return _united([*matches, *others], limit)


def _united(matches: list[Match], limit: int) -> list[Match]:
    """Return the first match of each node."""
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.id, match)
    return list(first.values())[: limit or None]


def _match(row: tuple[str, str, str, str, str, int], exact: str, wanted: str) -> Match:
    """Return a match with the name that matched, as it is written."""
    id, name, kind, place, names, score = row
    texts = [exact] if score == 100 else [text for text in (*names.split("\n"), id) if wanted in fold(text)]
    return Match(id, name, kind, place, min(texts, key=len, default=name), float(score))


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
        matches.setdefault(id, Match(id, name, kind, place, plain, round(min(score, 77.0), 1)))
    return sorted(matches.values(), key=lambda match: (-match.score, match.id))
