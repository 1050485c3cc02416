"""Both stores give the same answers, byte for byte, whatever the graph and the question."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import cli
import loaders
from ecosystem import Scope, discovery
from ecosystem.errors import EcosystemError
from ecosystem.model.graph import Graph
from ecosystem.outputs import tables
from ecosystem.stores import Store, open_store
from ecosystem.stores.copying import copy
from queries import Kind, Matches, NodeId, Relation
from queries._question import Question

NewStore = Callable[[], Store]
Rows = list[dict[str, str]]
DATA = Path(__file__).parent.parent / "ecosystem" / "data"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+00:00|Z)")
STATED = ("sources", "speakers", "without_sources", "without_speakers")
EVERYWHERE: dict[str, Any] = {
    **dict.fromkeys(("kinds", "relations", "standings", "without", "around", *STATED), ()),
    "as_of": None,
    "min_confidence": 0.0,
    "steps": 1,
}
PAIR = settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def pair(new_neo4j: NewStore, tmp_path: Path) -> Callable[[], tuple[Store, Store]]:
    """Return a maker of two empty stores, one of each kind."""
    numbers = iter(range(10_000))
    return lambda: (open_store(str(tmp_path / f"{next(numbers)}.duckdb")), new_neo4j())


def answer(question: Question, store: Store, scope: dict[str, Any], given: dict[str, Any]) -> str:
    try:
        return MOMENT.sub("MOMENT", tables.text(question.ask(store, scope=scope, given=given), "json"))
    except EcosystemError as error:
        return f"{type(error).__name__}: {error}"


def columns(graph: Graph) -> dict[str, list[Any]]:
    told = {
        f"{part}.{field.name}": np.asarray(getattr(getattr(graph, part), field.name)).tolist()
        for part in ("nodes", "links")
        for field in dataclasses.fields(getattr(graph, part))
    }
    return {name: [str(value) for value in values] for name, values in told.items()} | {
        "citations": [*graph.citations],
        "sources": [*graph.sources.items()],
        "scope": [graph.scope],
    }


@pytest.mark.calendar
def test_every_question_on_the_bundled_data(
    pair: Callable[[], tuple[Store, Store]], capsys: pytest.CaptureFixture[str]
) -> None:
    stores = pair()
    for store in stores:
        for name in ("resolution57", "ror_vn"):
            loaders.load([DATA / name], store=store)
    for name in discovery.names("queries"):
        for example in Question(name).examples:
            words = re.findall(r"'[^']*'|\"[^\"]*\"|\S+", example)[1:]
            told = []
            for store in stores:
                code = cli.run(
                    ["--store", store.address, *(w.strip("'\"") for w in words), "-o", "-", "--format", "json"]
                )
                told.append((code, MOMENT.sub("MOMENT", capsys.readouterr().out)))
            assert told[0][0] == 0
            assert told[0] == told[1], example


IDS = ("a", "b", "c", "d", "ror:02wsd5p50", "Đ 7")
KINDS = ("university", "enterprise", "fund", "instrument")
NAMES = ("", "X", "Viện Đ", "ĐẠI HỌC", 'O\'Brien "x"', "`x`}) //", "<b>", "=1+1", "a\\b", "𝒳 İ ß", "\u202eabc", "C++")
DATED = {"valid_from": ("", "2019", "2020-06", "0999-01-02"), "valid_to": ("", "2021-03-15", "9999")}
WORDS = {**DATED, "standing": ("", "plan", "past"), "sources": ("", "s1", "s1#p. 2|s2"), "note": ("", "n", "ü'\"")}
RELATIONS = (
    *("collaborates_with", "funds", "part_of", "affiliated_with", "works_on", "states"),
    *("introduces", "succeeded_by", "succeeded_by"),
)


def rows_of(**fields: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({name: st.sampled_from(values) for name, values in fields.items()})


GRAPHS = st.tuples(
    st.lists(rows_of(id=IDS, kind=KINDS, name=NAMES, aliases=NAMES, level=("", "class"), **WORDS), max_size=8),
    st.lists(
        rows_of(
            id=("", "", "", "l1", "l2"),
            source=IDS,
            relation=RELATIONS,
            target=IDS,
            weight=("", "0.1", "2", "1e6"),
            confidence=("", "0.5", "1"),
            amount=("", "5 tỷ", "6"),
            speaker=("", "a", "a|Đ 7", "b"),
            **WORDS,
        ),
        max_size=15,
    ),
)
SCOPES = st.fixed_dictionaries(
    {
        "kinds": st.lists(st.sampled_from(KINDS), max_size=2, unique=True),
        "relations": st.lists(st.sampled_from(RELATIONS), max_size=2, unique=True),
        "every_day": st.booleans(),
        "standings": st.lists(st.sampled_from(["fact", "plan"]), max_size=1),
        "sources": st.sampled_from([(), (), ("s1",)]),
        "speakers": st.sampled_from([(), (), ("a", "Đ 7")]),
        "without_sources": st.sampled_from([(), (), ("s1",), ("s1", "s2")]),
        "without_speakers": st.sampled_from([(), (), ("a",)]),
        "as_of": st.sampled_from([None, "2020", "2022-01-01"]),
        "min_confidence": st.sampled_from([0.0, 0.75]),
        "without": st.lists(st.sampled_from(["fund", "funds", "plan", "class", "b"]), max_size=2, unique=True),
        "around": st.lists(st.sampled_from(IDS), max_size=1),
        "steps": st.integers(0, 2),
    }
)
REACHES = st.sampled_from([(None, True), (0, False), (1, True), (2, True)])


def written(folder: Path, graph: tuple[Rows, Rows]) -> list[Path]:
    """Write the files of a graph: its rows as UTF-8, and some more in an encoding of old Vietnamese programs."""
    paths = []
    for name, rows in zip(("nodes", "links"), graph, strict=True):
        if rows:
            paths.append(folder / f"{name}.csv")
            with paths[-1].open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, [*rows[0]])
                writer.writeheader()
                writer.writerows(rows)
    old = folder / "old.csv"
    old.write_bytes("id,kind,name\nd,institute,Viê\u0323n Công nghê\u0323 thông tin\n".encode("cp1258"))
    return [*paths, old]


def load(stores: tuple[Store, Store], paths: list[Path]) -> None:
    reports = [loaders.load(paths, store=store).to_dict() for store in stores]
    assert reports[0] == reports[1]


@PAIR
@given(first=GRAPHS, second=GRAPHS, scopes=st.lists(st.tuples(SCOPES, REACHES), min_size=6, max_size=6))
def test_every_scope_of_any_graph_that_was_loaded_and_changed(
    pair: Callable[[], tuple[Store, Store]],
    tmp_path: Path,
    first: tuple[Rows, Rows],
    second: tuple[Rows, Rows],
    scopes: list[tuple[dict[str, Any], tuple[int | None, bool]]],
) -> None:
    stores = pair()
    for graph in (first, second):
        load(stores, written(tmp_path, graph))
    with stores[0].reading(), stores[1].reading():
        compared(stores, scopes)


def compared(stores: tuple[Store, Store], scopes: list[tuple[dict[str, Any], tuple[int | None, bool]]]) -> None:
    whole = [columns(store.read(Scope())) for store in stores]
    assert whole[0] == whole[1]
    known = whole[0]["nodes.id"]
    for drawn, (reach, keep_named) in scopes:
        scope = {
            **drawn,
            "around": [id for id in drawn["around"] if id in known],
            "reach": reach,
            "keep_named": keep_named,
        }
        scope["without"] = [word for word in drawn["without"] if len(word) > 1 or word in known]
        chosen = Scope(**scope, asked=tuple(known[:1]))
        # What comes late is compared with the ends that came early, too.
        graphs = stores[0].read(chosen), stores[1].read(chosen, late=True)
        assert columns(graphs[0]) == columns(graphs[1])
        assert graphs[0].undated == graphs[1].undated
    for text in NAMES[1::3]:
        assert stores[0].find(text, limit=3) == stores[1].find(text, limit=3)
        assert stores[0].find(text, same=True) == stores[1].find(text, same=True)


def values(question: Question, ids: list[str]) -> dict[str, Any]:
    """Return something to tell a question: nodes that are there, the first of every choice."""
    nodes = iter(ids * 10)
    told: dict[str, Any] = {}
    for one in question.parameters:
        if one.type is NodeId and (one.required or one.many):
            told[one.name] = (next(nodes), next(nodes)) if one.many else next(nodes)
        elif one.type is Matches:
            told[one.name] = "X"
        elif one.required and one.type in (Kind, Relation):
            told[one.name] = KINDS[0] if one.type is Kind else RELATIONS[0]
        else:
            told[one.name] = one.choices[0] if one.required and one.choices else one.default
    return told


@settings(PAIR, max_examples=2)
@given(graph=GRAPHS, scope=st.sampled_from([{}, {"as_of": "2020"}, {"without": ["class"]}, {"relations": ["funds"]}]))
def test_every_question_on_any_graph(
    pair: Callable[[], tuple[Store, Store]], tmp_path: Path, graph: tuple[Rows, Rows], scope: dict[str, Any]
) -> None:
    stores = pair()
    load(stores, written(tmp_path, graph))
    ids = list(stores[0].read(Scope()).nodes.id)
    for name in discovery.names("queries"):
        question = Question(name)
        told = [answer(question, store, {**EVERYWHERE, **scope}, values(question, ids)) for store in stores]
        assert told[0] == told[1], name


@pytest.mark.calendar
def test_a_copy_either_way_is_the_same_store_and_copying_twice_changes_nothing(
    pair: Callable[[], tuple[Store, Store]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = pair()
    back = open_store(str(tmp_path / "back.duckdb"))
    loaders.load([DATA / "resolution57"], store=here)
    loaders.load([DATA / "ror_vn"], store=here)
    for source, target in ((here, there), (there, back)):
        assert cli.run(["copy", source.address, target.address]) == 0
        assert columns(source.read(Scope())) == columns(target.read(Scope()))
        assert target.log()[:-1] == source.log()
    moved = tmp_path / "moved.csv"
    moved.write_text("id,kind,name,place\nqtsc,it_zone,Quang Trung Software City,Elsewhere\n")
    loaders.load([moved], store=there)
    told = columns(there.read(Scope()))
    assert copy(back, there, dry_run=True).totals()["nodes"].updated == 1
    assert columns(there.read(Scope())) == told
    assert copy(back, there).totals()["nodes"].updated == 1
    again = copy(here, there)
    assert not again.rejections
    assert all(counts.unchanged == counts.read for counts in again.totals().values())
    assert cli.run(["copy", here.address, here.address]) == 3


@settings(PAIR, max_examples=6)
@given(graph=GRAPHS)
def test_a_copy_of_any_graph_is_the_same(
    pair: Callable[[], tuple[Store, Store]], tmp_path: Path, graph: tuple[Rows, Rows]
) -> None:
    here, there = pair()
    loaders.load(written(tmp_path, graph), store=here)
    assert not copy(here, there).rejections
    assert columns(here.read(Scope())) == columns(there.read(Scope()))
