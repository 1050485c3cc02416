"""Finding nodes of a Neo4j store by any name: candidates from the server, chosen as in the embedded store."""

from __future__ import annotations

from ecosystem.model.identifiers import as_identifier, identifiers_of
from ecosystem.model.names import Match, fold
from ecosystem.model.scope import Scope
from ecosystem.stores.finding import SAME, find_matches
from ecosystem.stores.neo4j.read import ALL, fill, fill_nodes, new_tables
from ecosystem.stores.neo4j.selection import State
from ecosystem.stores.neo4j.server import Server

_ID = "n.id = $exact"
_PART = f"{_ID} OR n.folded CONTAINS $wanted OR any(one IN $others WHERE n.folded CONTAINS one)"


def find_on_server(server: Server, state: State, text: str, *, limit: int, same: bool) -> list[Match]:
    """Return what `find_matches` finds among all nodes; all of them are fetched only where a name may be misspelt."""
    outside = as_identifier(text.strip())
    wanted, exact = fold(outside or text), outside or text.strip()
    others = [fold(one) for one in identifiers_of(exact)]
    if not exact:
        return []
    for condition in () if state.waiting or state.older else (_ID, _PART) if same else (_PART,):
        with new_tables() as tables:
            fill_nodes(tables, server, state, condition, exact=exact, wanted=wanted, others=others)
            matches = find_matches(tables, text, limit=limit, same=same)
        if (matches and matches[0].score >= SAME) or (limit and len(matches) == limit):
            return matches
    with new_tables() as tables:
        fill(tables, server, state, Scope(), ALL)
        return find_matches(tables, text, limit=limit, same=same)
