"""Columns that come late: ends of links are read at once, what else is known of nodes and links when it is asked for.

A server gives ends several times as fast as all the rest, and most measures look at nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Self, overload

import numpy as np
import numpy.typing as npt

from ecosystem.errors import StoreBusy
from ecosystem.model.columns import Codes, Columns, LinkColumns, NodeColumns, Source
from ecosystem.model.graph import Graph
from ecosystem.model.scope import Scope

Known = Mapping[str, npt.NDArray[Any]]
FEW = 100
"""The most nodes whose links are read apart; for more all are."""


class _Late(Columns):
    """Columns of which some are known; the others are taken from the `rest` when first asked for."""

    def __init__(self, rest: Callable[[], Columns], known: Known) -> None:
        self.__dict__.update(known, _rest=cache(rest), _known=dict(known))

    def __getattr__(self, name: str) -> Any:
        if name not in self.__dataclass_fields__:
            raise AttributeError(name)
        self.__dict__[name] = value = getattr(self._rest(), name)
        return value

    def take(self, positions: Codes) -> Self:
        known = {name: column[positions] for name, column in self._known.items()}
        return type(self)(lambda: self._rest().take(positions), known)

    def but(self, **changed: npt.NDArray[Any]) -> Self:
        return type(self)(self._rest, {**self._known, **changed})


class LateNodes(_Late, NodeColumns):
    """Nodes of which the ids are known."""


class LateLinks(_Late, LinkColumns):
    """Links of which source, relation and target are known, and of all together how many have each standing."""

    def __init__(self, rest: Callable[[], Columns], known: Known, by_standing: Mapping[str, int] | None = None) -> None:
        super().__init__(rest, known)
        self.__dict__["_by_standing"] = by_standing

    @property
    def by_standing(self) -> dict[str, int]:
        """How many links have each standing, without those that none has."""
        known: Mapping[str, int] | None = self.__dict__["_by_standing"]
        return super().by_standing if known is None else dict(known)


class LateCitations(Sequence[tuple[str, ...]]):
    """Combinations of sources that are read when the first is asked for."""

    def __init__(self, rest: Callable[[], Sequence[tuple[str, ...]]]) -> None:
        self._rest = rest

    @overload
    def __getitem__(self, index: int) -> tuple[str, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[str, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[str, ...] | Sequence[tuple[str, ...]]:
        return self._rest()[index]

    def __len__(self) -> int:
        return len(self._rest())


def late_graph(
    nodes: Known,
    links: Known,
    sources: Mapping[str, Source],
    *,
    by_standing: Mapping[str, int] | None = None,
    undated: int = 0,
    scope: Scope,
    read: Callable[[Scope], Graph],
) -> Graph:
    """Return the graph of a scope of which only ids and ends are known, and what is counted of all links.

    `read` gives the whole. What comes late raises `StoreBusy` where the nodes or ends are others by then.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": i, "kind": "fund"} for i in "abc"],
    ...                  [{"source": "a", "relation": "funds", "target": "b", "weight": 2}])
    >>> known = {name: getattr(graph.links, name) for name in ("source", "relation", "target")}
    >>> late = late_graph({"id": graph.nodes.id}, known, {}, scope=Scope(), read=lambda scope: graph)
    >>> late.links.source.tolist(), late.links.weight.tolist()
    ([0], [2.0])
    """

    @cache
    def whole() -> Graph:
        graph = read(scope)
        now = (graph.nodes.id, graph.links.source, graph.links.relation, graph.links.target)
        before = (nodes["id"], links["source"], links["relation"], links["target"])
        _check(all(map(np.array_equal, now, before)))
        return graph

    def near(ids: Sequence[str]) -> Graph:
        if len(ids) > FEW or whole.cache_info().currsize:
            return whole()
        graph = read(replace(scope, asked=tuple(ids), reach=1))
        _check(_touching(graph.nodes.id, graph.links, ids) == _touching(nodes["id"], early, ids))
        return graph

    early = LateLinks(lambda: whole().links, links, by_standing)
    late = LateNodes(lambda: whole().nodes, nodes)
    return Graph(late, early, LateCitations(lambda: whole().citations), sources, str(scope), near, undated)


def _touching(known: npt.NDArray[Any], links: LinkColumns, ids: Sequence[str]) -> list[tuple[str, int, str]]:
    """Return the ends and relations of the links that touch nodes of these ids."""
    nodes = np.searchsorted(known, np.array(ids, dtype=np.object_))
    at = np.flatnonzero(np.isin(links.source, nodes) | np.isin(links.target, nodes))
    return list(zip(known[links.source[at]], links.relation[at].tolist(), known[links.target[at]], strict=True))


def _check(same: bool) -> None:
    if not same:
        raise StoreBusy("a load ended while the store was read; ask again")
