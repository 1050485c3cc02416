"""What is there on a day: nothing before the act that brings it; what has ended goes on with its successor."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from ecosystem import Scope
from ecosystem.model.graph import Graph
from ecosystem.stores import Store

NewStore = Callable[[], Store]
Rows = list[dict[str, str]]
Files = Callable[..., Store]
ANY = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAYS = ("2018-12-31", "2019", "2020-06-01", "2021-03-15", "2021-03-16", "2024")
STARTS, ENDS = ("", "2019", "2020-06"), ("", "", "2020-06-02", "2021-03-15")


@pytest.fixture
def stored(new_store: NewStore, tmp_path: Path) -> Files:
    """Return a maker of stores with these nodes and links."""

    def made(nodes: Rows, links: Rows) -> Store:
        store = new_store()
        for name, rows in (("nodes", nodes), ("links", links)):
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, sorted({key for row in rows for key in row} | {"id", "source", "kind"}))
                writer.writeheader()
                writer.writerows(rows)
        loaders.load([tmp_path / "nodes.csv", tmp_path / "links.csv"], store=store)
        return store

    return made


def node(id: str, kind: str, begins: str = "", ends: str = "") -> dict[str, str]:
    return {"id": id, "kind": kind, "valid_from": begins, "valid_to": ends}


def link(source: str, relation: str, target: str, begins: str = "", **more: str) -> dict[str, str]:
    return {"source": source, "relation": relation, "target": target, "valid_from": begins, **more}


def ids(graph: Graph) -> list[str]:
    return list(graph.nodes.id)


def ends(graph: Graph) -> list[tuple[str, str, str]]:
    id, links = graph.nodes.id, graph.links
    return [
        (id[s], graph.relation(i).id, id[t]) for i, (s, t) in enumerate(zip(links.source, links.target, strict=True))
    ]


def test_what_an_act_brings_is_not_older_whatever_lies_between(stored: Files) -> None:
    store = stored(
        [
            node("law", "policy", "2025-02-19"),
            *(node(id, "instrument") for id in ("aid", "share", "grant", "older", "wish")),
            node("plan", "policy"),
        ],
        [
            link("law", "introduces", "aid"),
            link("share", "part_of", "aid"),
            link("grant", "part_of", "share"),
            link("law", "introduces", "older"),
            link("plan", "introduces", "older"),
            link("law", "introduces", "wish", standing="opinion"),
        ],
    )
    assert ids(store.read(Scope(as_of="2025-02-18"))) == ["older", "plan", "wish"]
    assert len(ids(store.read(Scope(as_of="2025-02-19")))) == 7
    assert ids(store.read(Scope(as_of="2025-02-18", kinds=("instrument",)))) == ["older", "wish"]
    assert len(ids(store.read(Scope()))) == 7


def test_a_link_goes_on_with_the_successor_and_says_from_whom(stored: Files) -> None:
    store = stored(
        [
            node("old", "place", "", "2020"),
            node("mid", "place", "2020", "2022-07"),
            node("new", "place"),
            node("zone", "it_zone"),
        ],
        [
            link("old", "succeeded_by", "mid", "2020", source_doc="merger"),
            link("mid", "succeeded_by", "new", "2022-07", source_doc="second"),
            link("zone", "located_in", "old", source_doc="report", note="n"),
        ],
    )
    places = {}
    for day in ("2019", "2020", "2022-06-30", "2022-07-01"):
        graph = store.read(Scope(as_of=day, asked=("zone",), reach=1))
        ((_, _, places[day]),) = ends(graph)
    assert places == {"2019": "old", "2020": "mid", "2022-06-30": "mid", "2022-07-01": "new"}
    assert graph.cited_by_link(0) == ("report", "merger", "second")
    assert json.loads(graph.links.attributes[0]) == {"note": "n", "carried_over_from": "old"}
    assert graph.links.valid_from.tolist() == [20220700]
    assert len(store.read(Scope()).links) == 3


def test_a_carried_link_gives_way_to_what_is_recorded_of_the_successor(stored: Files) -> None:
    nodes = [
        node("old", "agency"),
        node("new", "agency"),
        node("a", "agency"),
        node("b", "agency"),
        node("c", "agency"),
    ]
    store = stored(
        nodes,
        [
            link("old", "succeeded_by", "new", "2020"),
            link("a", "collaborates_with", "old"),
            link("new", "collaborates_with", "a", "2021", valid_to="2022"),
            link("old", "governs", "b", "", valid_to="2030"),
            link("old", "governs", "c", standing="past"),
            link("old", "collaborates_with", "new"),
        ],
    )
    seen = {day: ends(store.read(Scope(as_of=day))) for day in ("2019", "2020", "2021", "2023")}
    assert len(seen["2019"]) == 4
    assert seen["2020"] == seen["2021"] == [("a", "collaborates_with", "new")]
    assert seen["2023"] == []


def test_a_carried_link_stays_beside_another_gap_or_title(stored: Files) -> None:
    store = stored(
        [node("old", "agency"), node("new", "agency"), node("t", "technology")],
        [
            link("old", "succeeded_by", "new", "2020"),
            link("old", "lacks", "t", gap="talent"),
            link("new", "lacks", "t", "2021", gap="money"),
        ],
    )
    assert ends(store.read(Scope(as_of="2022"))) == [("new", "lacks", "t")] * 2


def test_an_act_is_not_older_than_the_one_that_it_carries_out(stored: Files) -> None:
    store = stored(
        [node("law", "policy", "2024-12-22"), node("plan", "policy"), node("aid", "instrument")],
        [link("plan", "implements", "law"), link("plan", "introduces", "aid")],
    )
    assert ids(store.read(Scope(as_of="2024"))) == []
    assert ids(store.read(Scope(as_of="2025"))) == ["aid", "law", "plan"]


def test_of_several_successors_none_takes_over(stored: Files) -> None:
    store = stored(
        [node("old", "agency", "", "2020"), *(node(id, "agency") for id in ("a", "b", "x"))],
        [*(link("old", "succeeded_by", id, "2020") for id in "ab"), link("old", "governs", "x")],
    )
    assert ends(store.read(Scope(as_of="2021"))) == []


KINDS = ("policy", "instrument", "place", "it_zone")
RELATIONS = ("introduces", "sets_target", "part_of", "succeeded_by", "located_in", "collaborates_with")
IDS = "abcdef"
GRAPHS = st.tuples(
    st.tuples(
        *(
            st.builds(node, st.just(id), st.sampled_from(KINDS), st.sampled_from(STARTS), st.sampled_from(ENDS))
            for id in IDS
        )
    ),
    st.lists(
        st.builds(
            link,
            st.sampled_from(IDS),
            st.sampled_from(RELATIONS),
            st.sampled_from(IDS),
            st.sampled_from(STARTS),
            standing=st.sampled_from(("", "", "opinion", "past")),
            valid_to=st.sampled_from(ENDS),
        ),
        min_size=1,
        max_size=15,
    ),
)


def lasts(begins: Any, until: Any, day: int) -> bool:
    return bool(begins <= day < (until or 99_999_999))


def described(graph: Graph, link: int) -> tuple[Any, ...]:
    return (
        ends(graph)[link],
        graph.links.attributes[link],
        int(graph.links.valid_from[link]),
        int(graph.links.valid_to[link]),
    )


@ANY
@given(graph=GRAPHS)
def test_a_day_has_what_lives_on_it_of_every_day(stored: Files, graph: tuple[Rows, Rows]) -> None:
    store = stored([*graph[0]], graph[1])
    every = store.read(Scope(every_day=True))
    assert ids(every) == ids(store.read(Scope()))
    for text in DAYS:
        scope = Scope(as_of=text)
        day = store.read(scope)
        there = {
            id
            for id, begins, until in zip(every.nodes.id, every.nodes.begins, every.nodes.ends, strict=True)
            if lasts(begins, until, scope.day)
        }
        assert {*ids(day)} == there
        kept = [
            described(every, one)
            for one, (source, _, target) in enumerate(ends(every))
            if {source, target} <= there and lasts(every.links.valid_from[one], every.links.valid_to[one], scope.day)
        ]
        assert sorted(kept) == sorted(described(day, one) for one in range(len(day.links)))


@ANY
@given(graph=GRAPHS)
def test_nothing_is_seen_before_all_that_brings_it(stored: Files, graph: tuple[Rows, Rows]) -> None:
    store = stored([*graph[0]], graph[1])
    every = store.read(Scope(every_day=True))
    begins = dict(zip(every.nodes.id, every.nodes.begins.tolist(), strict=True))
    bringers: dict[str, list[int]] = {}
    for one, (source, relation, target) in enumerate(ends(every)):
        if relation in ("introduces", "sets_target") and every.link_attributes(one)["standing"] != "opinion":
            bringers.setdefault(target, []).append(max(begins[source], int(every.links.valid_from[one])))
    for id, starts in bringers.items():
        if all(starts) and not every.nodes.valid_from[every.position(id)]:
            assert begins[id] >= min(starts)


@ANY
@given(
    after=st.lists(st.integers(0, 4), min_size=5, max_size=5),
    zones=st.lists(st.integers(0, 4), min_size=1, max_size=3),
    years=st.permutations([2001, 2002, 2003, 2004, 2005]),
)
def test_what_was_somewhere_before_a_succession_is_somewhere_on_every_later_day(
    stored: Files, after: list[int], zones: list[int], years: list[int]
) -> None:
    """Places are succeeded by one other each, in any order and by any way; only the last has no end."""
    order = sorted(range(5), key=years.__getitem__)
    rank = {place: at for at, place in enumerate(order)}
    heir = {p: order[rank[p] + 1 + after[p] % (4 - rank[p])] for p in order[:-1]}
    nodes = [node(f"p{p}", "place", "", f"{years[p]}" if p in heir else "") for p in range(5)]
    links = [link(f"p{p}", "succeeded_by", f"p{h}", f"{years[p]}") for p, h in heir.items()]
    nodes += [node(f"z{n}", "it_zone") for n in range(len(zones))]
    links += [link(f"z{n}", "located_in", f"p{p}") for n, p in enumerate(zones)]
    store = stored(nodes, links)
    for year in range(2000, 2007):
        places = [
            source for source, relation, _ in ends(store.read(Scope(as_of=str(year)))) if relation == "located_in"
        ]
        assert places == [f"z{n}" for n in range(len(zones))]
