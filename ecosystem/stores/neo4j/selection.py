"""A scope as conditions of Cypher: what of the store is asked for on the server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ecosystem.model.scope import Scope
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores.lifetimes import DECIDING
from ecosystem.stores.neo4j.model import USUAL, relationship, types


@dataclass(frozen=True)
class State:
    """The last load that counts, how many changed nodes and sources wait to take their places, and what links are.

    `older` says that its names were folded by an older rule, until the next load folds them again on the server. `facts` says that no load ever gave a link another standing: the server holds the last load of which that is known.
    """

    committed: int
    waiting: int = 0
    facts: bool = False
    older: bool = False


_WHERE = ("around", "steps", "asked", "reach", "keep_named")
# One text for all scopes that narrow: the server keeps its plan. What decides over lifetimes passes, to be looked at here.
_DATED = "($day IS NULL OR coalesce({0}.valid_from, $day) <= $day AND coalesce({0}.valid_to > $day, true))"
_LEVEL = f"coalesce({{0}}.level, '{USUAL['level']}')"
_STANDING = f"coalesce({{0}}.standing, '{USUAL['standing']}')"
_NODE = (
    f" AND (n.id IN $named OR n.key IN $timing OR {_DATED.format('n')} AND (size($kinds) = 0 OR n.kind IN $kinds) "
    f"AND NOT n.kind IN $without AND NOT {_LEVEL.format('n')} IN $without "
    f"AND NOT {_STANDING.format('n')} IN $without AND NOT n.id IN $left_out)"
)
_LINK = (
    f" AND ({{0}}type(e) IN $deciding OR {_DATED.format('e')} "
    f"AND (size($standings) = 0 OR {_STANDING.format('e')} IN $standings) "
    f"AND NOT {_STANDING.format('e')} IN $without AND coalesce(e.confidence, 1.0) >= $sure "
    "AND (size($sources) = 0 OR any(s IN coalesce(e.sources, []) WHERE split(s, '#')[0] IN $sources)) "
    f"AND (size($speakers) = 0 OR type(e) = '{relationship('states')}' "
    "OR any(s IN split(coalesce(e.speaker, ''), '|') WHERE trim(s) IN $speakers)))"
)


class Selection:
    """A scope as conditions of Cypher; all that comes from outside is a parameter.

    `timing` has the nodes whose links decide over lifetimes, `families` those of them that succeed or are succeeded:
    the nodes, these links, and all links of families between nodes that are read, are read whatever the scope says.
    """

    def __init__(self, scope: Scope, state: State, timing: Iterable[int] = (), families: Iterable[int] = ()) -> None:
        self.scope = scope
        words = vocabulary()
        relations = [name for name in scope.relations or words.relations if name not in scope.without]
        self.walked = types(relations) if relations else ""
        deciding = DECIDING if scope.timed else ()
        self.types = types(dict.fromkeys((*relations, *deciding))) if relations else ""
        plain = replace(Scope(), **{name: getattr(scope, name) for name in _WHERE})
        self.narrow = scope != plain
        self.named = (*scope.around, *scope.asked, *scope.nodes_left_out)
        self.parameters: dict[str, Any] = {
            "committed": state.committed,
            "kinds": scope.kinds,
            "standings": scope.standings,
            "sources": scope.sources,
            "speakers": scope.speakers,
            "without": [word for word in scope.without if word not in scope.nodes_left_out],
            "left_out": scope.nodes_left_out,
            "sure": scope.min_confidence,
            "named": self.named,
            "timing": list(timing),
            "families": list(families),
            "deciding": [relationship(one) for one in deciding],
            "day": date(scope.day // 10000, scope.day // 100 % 100, scope.day % 100) if scope.day else None,
        }

    def node(self, n: str) -> str:
        """Return the condition on a node."""
        return f"{n}.load_id <= $committed" + (_NODE.replace("n.", f"{n}.") if self.narrow else "")

    def link(self, e: str) -> str:
        """Return the condition on a link from `n` to `m`."""
        seen = f"{e}.load_id <= $committed AND ({e}.ended IS NULL OR {e}.ended > $committed)"
        family = "n.key IN $families OR m.key IN $families OR " if self.parameters["families"] else ""
        return seen + (_LINK.format(family).replace("e.", f"{e}.") if self.narrow else "")

    @property
    def start(self) -> tuple[tuple[str, ...], int] | None:
        """The nodes around which all lies, and how many steps away; None for everywhere."""
        if self.scope.around:
            return self.scope.around, self.scope.steps
        return None if self.scope.reach is None else (self.scope.asked, self.scope.reach)
