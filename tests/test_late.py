"""What is read late is read only when asked for, and never mixes two states of a store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

import loaders
from ecosystem.errors import StoreBusy
from ecosystem.model.deferred import FEW, late_graph
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.scope import Scope
from ecosystem.stores.embedded import EmbeddedStore
from queries._question import Question
from queries.rank import rank

NODES = [{"id": f"n{number:03}", "kind": "institute", "sources": "s"} for number in range(FEW + 2)]
LINKS = [
    {"source": "n000", "relation": "collaborates_with", "target": row["id"], "sources": f"t#{row['id']}", "weight": 2}
    for row in NODES[1:]
]
LINKS[0]["standing"] = "plan"


def late(now: Graph, read: Callable[[Scope], Graph]) -> Graph:
    links = {name: getattr(now.links, name) for name in ("source", "relation", "target")}
    counts = now.links.by_standing
    return late_graph({"id": now.nodes.id}, links, now.sources, by_standing=counts, scope=Scope(), read=read)


def test_a_measure_of_ends_reads_no_more_than_what_its_rows_cite() -> None:
    whole, asked = graph_of(NODES, LINKS), []

    def read(scope: Scope) -> Graph:
        asked.append((scope.asked, scope.reach))
        return whole

    answer = rank(late(whole, read), measure="betweenness", top=1)
    assert asked == [(("n000",), 1)]
    assert answer.to_dict() == rank(whole, measure="betweenness", top=1).to_dict()
    assert answer.evidence == rank(whole, measure="betweenness", top=1).evidence
    everybody = rank(late(whole, read), measure="betweenness", top=0)
    assert asked[1:] == [((), None)]
    assert everybody.evidence == rank(whole, measure="betweenness", top=0).evidence


def test_what_was_read_as_a_whole_is_not_read_again() -> None:
    whole, asked = graph_of(NODES, LINKS), []

    def read(scope: Scope) -> Graph:
        asked.append(scope)
        return whole

    graph = late(whole, read)
    assert graph.links.weight[0] == 2
    assert graph.around([0])[0] is whole
    assert len(asked) == 1


def test_a_store_is_asked_to_be_late_where_ends_are_enough(tmp_path: Path) -> None:
    class Told(EmbeddedStore):
        late: ClassVar[list[bool]] = []

        def read(self, scope: Scope, *, late: bool = False) -> Graph:
            self.late.append(late)
            return super().read(scope)

    (tmp_path / "nodes.csv").write_text("id,kind,name\na,fund,A\nb,fund,B\n")
    store = Told(str(tmp_path / "s.duckdb"))
    loaders.load([tmp_path / "nodes.csv"], store=store)
    scope: dict[str, Any] = dict.fromkeys(("kinds", "relations", "standings", "without", "around"), ())
    scope |= {"as_of": None, "min_confidence": 0.0, "steps": 1}
    question = Question("rank")
    usual = {one.name: one.default for one in question.parameters}
    for given in ({"measure": "degree"}, {"measure": "strength"}, {"measure": "degree", "top": 0}):
        question.ask(store, scope=scope, given={**usual, **given})
    assert store.late == [True, False, False]


def test_a_part_has_all_columns_too() -> None:
    whole = graph_of(NODES[:5], LINKS[:4])
    kept = np.array([0, 2, 4], dtype=np.int32)
    part, expected = late(whole, lambda _: whole).part(kept), whole.part(kept)
    for name in ("nodes", "links"):
        for field in fields(getattr(expected, name)):
            np.testing.assert_array_equal(
                getattr(getattr(part, name), field.name), getattr(getattr(expected, name), field.name)
            )
    assert list(part.citations) == list(whole.citations)


@pytest.mark.parametrize("links", [LINKS[:3], [*LINKS[:3], {**LINKS[3], "target": "n001"}]])
def test_what_changed_meanwhile_is_not_mixed_in(links: list[dict[str, object]]) -> None:
    before, after = graph_of(NODES[:6], LINKS[:4]), graph_of(NODES[:6], links)
    graph = late(before, lambda _: after)
    with pytest.raises(StoreBusy, match="ask again"):
        _ = graph.links.weight
    with pytest.raises(StoreBusy, match="ask again"):
        graph.around([0])
