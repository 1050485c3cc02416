"""What on a Neo4j server decides over lifetimes: who brings what, and who is succeeded by whom."""

from __future__ import annotations

from collections.abc import Iterable

from ecosystem.model.succession import SUCCESSION
from ecosystem.stores.lifetimes import ACT, BRINGING, CARRYING_OUT, PART, WHOLE
from ecosystem.stores.neo4j.model import BASE, label, relationship, types
from ecosystem.stores.neo4j.selection import State
from ecosystem.stores.neo4j.server import Server

_SEEN = "e.load_id <= $committed AND (e.ended IS NULL OR e.ended > $committed)"
_TAKEN = "RETURN type(e) AS type, collect(n.key) AS source, collect(m.key) AS target"


class Timing:
    """The nodes whose links decide over lifetimes, by their keys."""

    def __init__(self, server: Server, state: State) -> None:
        node, whole = BASE["nodes"], label(WHOLE)
        rows = server.ask(
            f"MATCH (n:{node})-[e:{types((*BRINGING, SUCCESSION))}]->(m:{node}) WHERE {_SEEN} {_TAKEN} UNION ALL "
            f"MATCH (n:{label(ACT)})-[e:{relationship(CARRYING_OUT)}]->(m:{node}) WHERE {_SEEN} {_TAKEN} UNION ALL "
            f"MATCH (n:{whole})-[e:{relationship(PART)}]->(m:{whole}) WHERE {_SEEN} {_TAKEN}",
            committed=state.committed,
        )
        self.nodes = {key for row in rows for key in (*row["source"], *row["target"])}
        self._beside: dict[int, set[int]] = {}
        for row in rows:
            if row["type"] == relationship(SUCCESSION):
                for body, successor in zip(row["source"], row["target"], strict=True):
                    self._beside.setdefault(body, set()).add(successor)
                    self._beside.setdefault(successor, set()).add(body)

    @property
    def families(self) -> set[int]:
        """The nodes that succeed others or are succeeded."""
        return {*self._beside}

    def with_family(self, keys: Iterable[int]) -> set[int]:
        """Return these nodes with all that come before and after them."""
        found: set[int] = set()
        waiting = set(keys)
        while waiting:
            found |= waiting
            waiting = {other for key in waiting for other in self._beside.get(key, ())} - found
        return found
