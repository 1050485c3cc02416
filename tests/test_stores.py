"""What every store does: each test runs on each kind of store that there is."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from facts import links_once
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from ecosystem import Scope
from ecosystem.errors import NoSuchNode
from ecosystem.intake import Batch
from ecosystem.intake.files import opened
from ecosystem.model import dates
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import Store
from queries.overview import overview

NewStore = Callable[[], Store]
Rows = list[dict[str, str]]
DATA = Path(__file__).parent.parent / "ecosystem" / "data"
NODES = "id,kind,name,aliases\nqtsc,it_zone,Quang Trung Software City,QTSC\nuit,university,Đại học Công nghệ,UIT\n"
LINKS = "source,relation,target,weight,source_doc\nQTSC,collaborates_with,uit,2,report#p. 4\n"
EVERYTHING = Scope()


def load(store: Store, folder: Path, **files: str) -> Batch:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return loaders.load([folder / f"{name}.csv" for name in files], store=store)


def told(graph: Graph) -> tuple[dict[str, Any], list[tuple[str, str, dict[str, Any]]]]:
    return dict(graph.to_networkx().nodes(data=True)), links_once(graph)


def test_a_load_is_counted_and_a_second_changes_nothing(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    first = load(store, tmp_path, links=LINKS, nodes=NODES)
    assert {part: counts.created for part, counts in first.totals().items()} == {"nodes": 2, "links": 1, "sources": 0}
    before = told(store.read(EVERYTHING))
    again = load(store, tmp_path, links=LINKS, nodes=NODES)
    assert {part: counts.unchanged for part, counts in again.totals().items()} == {"nodes": 2, "links": 1, "sources": 0}
    assert told(store.read(EVERYTHING)) == before


def test_told_by_another_document_a_link_gains_a_source_and_with_another_value_stands_beside(
    new_store: NewStore, tmp_path: Path
) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES, links=LINKS)
    again = load(store, tmp_path, links=LINKS.replace("report#p. 4", "other"))
    assert again.totals()["links"].updated == 1
    beside = load(store, tmp_path, links=LINKS.replace(",2,report#p. 4", ",5,third"))
    assert beside.totals()["links"].created == 1
    corrected = load(store, tmp_path, links=LINKS.replace(",2,report#p. 4", ",3,other"))
    assert corrected.totals()["links"].updated == 1
    assert sorted(store.read(EVERYTHING).links.weight) == [3, 5]


def test_links_without_a_date_are_counted_where_a_day_is_asked_for(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    dates_of = ("", "2020", "2030", "")
    links = "".join(f"qtsc,part_of,uit,{weight},{begins}\n" for weight, begins in enumerate(dates_of, 1))
    load(store, tmp_path, nodes=NODES, links="source,relation,target,weight,valid_from\n" + links)
    for late in (False, True):
        assert store.read(EVERYTHING, late=late).undated == 0
        graph = store.read(Scope(as_of="2025"), late=late)
        assert (len(graph.links), graph.undated) == (3, 2)
    assert "Of 3 links in the scope 2 have no date and count while both ends do." in overview(graph).notes


def test_rows_joined_by_an_identifier_are_one_node_in_either_order(new_store: NewStore, tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text('id,kind,name,ror\nvast,agency,"Academy of Science",02wsd5p50\n')
    parts = [tmp_path / "nodes.csv"], [DATA / "ror_vn"]
    graphs = []
    for order in (parts, parts[::-1]):
        store = new_store()
        for paths in order:
            loaders.load(paths, store=store)
        graphs.append(told(store.read(EVERYTHING)))
    nodes, _ = graphs[0]
    assert len(nodes) == 144
    assert graphs[0] == graphs[1]
    assert "Vietnam Academy of Science and Technology" in nodes["vast"]["aliases"]


def test_a_node_changes_where_a_row_says_otherwise_and_keeps_the_rest(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES, links=LINKS)
    load(store, tmp_path, nodes="id,kind,place,founded\nqtsc,it_zone,Hồ Chí Minh,2001\n")
    nodes, links = told(store.read(EVERYTHING))
    assert nodes["qtsc"]["name"] == "Quang Trung Software City"
    assert (nodes["qtsc"]["place"], nodes["qtsc"]["founded"]) == ("Hồ Chí Minh", "2001")
    assert len(links) == 1


def test_a_row_that_finds_its_node_by_name_does_not_rename_it(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES)
    batch = load(store, tmp_path, more="kind,name,place\nuniversity,UIT,Thủ Đức\nuniversity,dai hoc cong nghe,\n")
    assert batch.totals()["nodes"].updated == 2
    node = told(store.read(EVERYTHING))[0]["uit"]
    assert (node["name"], node["place"]) == ("Đại học Công nghệ", "Thủ Đức")
    assert node["aliases"] == "UIT|dai hoc cong nghe"
    assert load(store, tmp_path, more="kind,name\nuniversity,UIT\n").totals()["nodes"].unchanged == 1


def test_a_correction_without_sources_changes_the_link(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES, links="source,relation,target,weight\nqtsc,collaborates_with,uit,1\n")
    batch = load(store, tmp_path, links="source,relation,target,weight\nqtsc,collaborates_with,uit,5\n")
    assert batch.totals()["links"].updated == 1
    assert list(store.read(EVERYTHING).links.weight) == [5]


def test_a_node_keeps_its_kind_while_a_link_needs_it(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(
        store, tmp_path, nodes=NODES + "nafosted,fund,Nafosted,\n", links="source,relation,target\nnafosted,funds,uit\n"
    )
    again = "id,kind\nnafosted,person\nqtsc,agency\nqtsc,agency\n"
    batch = load(store, tmp_path, nodes=again)
    assert [(one.row, one.column, one.value) for one in batch.rejections] == [(2, "kind", "person")]
    assert "'funds'" in batch.rejections[0].reason
    counts = batch.totals()["nodes"]
    assert (counts.updated, counts.unchanged, counts.rejected) == (1, 1, 1)
    kinds = {id: node["kind"] for id, node in told(store.read(EVERYTHING))[0].items()}
    assert kinds == {"nafosted": "fund", "qtsc": "agency", "uit": "university"}


def break_off(store: Store, path: Path) -> None:
    with store.writing() as batch:
        more = opened(str(path), batch.folder)
        loaders.loader(more).load(more, batch)
        batch.settle()
        raise ZeroDivisionError


def test_a_load_that_fails_leaves_what_was_there(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES)
    before = told(store.read(EVERYTHING))
    (tmp_path / "more.csv").write_text("id,kind,name\nx,fund,X\n")
    with pytest.raises(ZeroDivisionError):
        break_off(store, tmp_path / "more.csv")
    loaders.load([tmp_path / "more.csv"], store=store, dry_run=True)
    (tmp_path / "wrong.csv").write_text("id,kind,name\nx,fund,X\ny,planet,Y\n")
    loaders.load([tmp_path / "wrong.csv"], store=store, strict=True)
    assert told(store.read(EVERYTHING)) == before
    assert [one["number"] for one in store.log()] == [1]


def test_the_log_has_every_load_with_its_counts(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES)
    load(store, tmp_path, nodes=NODES, links=LINKS + "uit,funds,nobody,,\n")
    first, second = store.log()
    assert (first["number"], second["number"]) == (1, 2)
    assert first["nodes"] == {"read": 2, "created": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    assert second["nodes"]["unchanged"] == 2
    assert (second["links"]["created"], second["links"]["rejected"]) == (1, 1)
    assert first["files"][0]["sha256"] == second["files"][0]["sha256"]
    assert first["at"] <= second["at"]


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("qtsc", {"qtsc": 100}),
        ("QTSC", {"qtsc": 100}),
        ("quang trung SOFTWARE city", {"qtsc": 99}),
        ("dai hoc cong nghe", {"uit": 99}),
        ("đại học công nghệ", {"uit": 99}),
        ("quang", {"qtsc": 90}),
        ("software", {"qtsc": 80}),
        ("ror:02wsd5p50", {"vast": 100}),
        ("https://ror.org/02wsd5p50", {"vast": 100}),
        ("", {}),
        ("zzzzzz", {}),
    ],
)
def test_nodes_are_found_by_any_name(new_store: NewStore, tmp_path: Path, text: str, scores: dict[str, int]) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES, agencies="id,name,ror\nvast,Academy of Science,02wsd5p50\n")
    assert {match.id: match.score for match in store.find(text)} == scores
    with store.reading():
        assert {match.id: match.score for match in store.find(text, same=True)} == scores
    assert [match.id for match in store.find("Quang Trung Sofware Citi")] == ["qtsc"]


def test_with_same_only_nodes_of_that_name_are_found(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes="id,kind,name\nn7,fund,Alpha\nn77,fund,alpha\nn78,fund,Alphabet\n")
    assert [match.id for match in store.find("n7")] == ["n7", "n77", "n78"]
    assert [match.id for match in store.find("n7", same=True)] == ["n7"]
    assert [match.id for match in store.find("ALPHA", same=True)] == ["n7", "n77"]
    assert [match.id for match in store.find("alph", same=True)] == ["n7", "n77", "n78"]
    assert [match.id for match in store.find("alph", limit=1)] == ["n7"]


def test_a_store_without_a_node_says_so(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES)
    for scope in (Scope(around=("none",)), Scope(asked=("none",)), Scope(without=("none",))):
        with pytest.raises(NoSuchNode, match="none"):
            store.read(scope)


IDS = ("a", "b", "c", "d", "e")
KINDS = ("university", "enterprise", "fund")
RELATIONS = ("collaborates_with", "funds", "part_of", "affiliated_with", "states")
DATES = ("", "2019", "2020-06", "2021-03-15", "2023")
MAYBE = st.sampled_from(["", "0.25", "0.5", "1"])


def rows_of(fields: Mapping[str, Iterable[str]]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({name: st.sampled_from(list(values)) for name, values in fields.items()})


COMMON = {
    "valid_from": DATES[:3],
    "valid_to": ("", *DATES[3:]),
    "standing": ("", "plan", "past"),
    "sources": ("", "s1", "s1#p. 2|s2", "s2"),
}
GRAPHS = st.tuples(
    st.lists(rows_of({"kind": KINDS, "level": ("", "class"), "name": ("X", "Viện Đ"), **COMMON}), max_size=5),
    st.lists(
        rows_of(
            {
                "source": IDS,
                "relation": RELATIONS,
                "target": IDS,
                "confidence": ("", "0.5", "1"),
                "weight": ("", "2"),
                "speaker": ("", "a", "a|b", "c"),
                **COMMON,
            }
        ),
        max_size=12,
    ),
)
WORDS = st.sampled_from(["fund", "funds", "plan", "class", "b"])
SCOPES = st.fixed_dictionaries(
    {
        "kinds": st.lists(st.sampled_from(KINDS), max_size=2, unique=True),
        "relations": st.lists(st.sampled_from(RELATIONS), max_size=2, unique=True),
        "standings": st.lists(st.sampled_from(["fact", "plan"]), max_size=1),
        "sources": st.sampled_from([(), (), ("s1",), ("s1", "s2")]),
        "speakers": st.sampled_from([(), (), ("a",), ("b", "c")]),
        "without_sources": st.sampled_from([(), (), ("s1",), ("s1", "s2")]),
        "without_speakers": st.sampled_from([(), (), ("a",), ("a", "b")]),
        "as_of": st.sampled_from([None, "2020", "2022-01-01"]),
        "min_confidence": st.sampled_from([0.0, 0.75]),
        "without": st.lists(WORDS, max_size=2, unique=True),
        "around": st.lists(st.sampled_from(IDS), max_size=1),
        "steps": st.integers(0, 2),
        "asked": st.lists(st.sampled_from(IDS), max_size=2, unique=True),
        "reach": st.sampled_from([None, 0, 1]),
        "keep_named": st.booleans(),
    }
)


def valid(row: dict[str, str], scope: dict[str, Any]) -> bool:
    day = int(str(scope["as_of"] or "0").replace("-", "").ljust(8, "0"))
    begin, until = (dates.parse(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))
    day += 101 if day % 10000 == 0 and day else 0
    return not day or ((begin or 0) <= day < (until or 10**8))


def cited(row: dict[str, str], scope: dict[str, Any]) -> bool:
    documents = {reference.split("#")[0] for reference in row["sources"].split("|") if reference}
    return (not scope["sources"] or bool(documents & {*scope["sources"]})) and not (
        documents and documents <= {*scope["without_sources"]}
    )


def spoken(row: dict[str, str], scope: dict[str, Any]) -> bool:
    speakers = {*row["speaker"].split("|")} - {""}
    stated = {row["source"]} if row["relation"] == "states" else set()
    rests_on = speakers or stated
    return (not scope["speakers"] or bool((speakers | stated) & {*scope["speakers"]})) and not (
        rests_on and rests_on <= {*scope["without_speakers"]}
    )


def meant(row: dict[str, str], scope: dict[str, Any]) -> bool:
    return not scope["standings"] or (row["standing"] or "fact") in scope["standings"]


def named(row: dict[str, str], scope: dict[str, Any]) -> bool:
    return scope["keep_named"] and row["id"] in (*scope["asked"], *scope["around"])


def node_allowed(row: dict[str, str], scope: dict[str, Any]) -> bool:
    words = {row["id"], row["kind"], row["level"] or "named", row["standing"] or "fact"}
    return valid(row, scope) and (
        named(row, scope)
        or ((not scope["kinds"] or row["kind"] in scope["kinds"]) and not words & set(scope["without"]))
    )


def link_kept(row: dict[str, str], scope: dict[str, Any]) -> bool:
    return (
        valid(row, scope)
        and (not scope["relations"] or row["relation"] in scope["relations"])
        and meant(row, scope)
        and cited(row, scope)
        and spoken(row, scope)
        and float(row["confidence"] or 1) >= scope["min_confidence"]
        and not {row["relation"], row["standing"] or "fact"} & set(scope["without"])
    )


def stated(row: dict[str, str], scope: dict[str, Any]) -> bool:
    return named(row, scope) or (meant(row, scope) and cited(row, scope) and not scope["speakers"])


def expected(nodes: Rows, links: Rows, scope: dict[str, Any]) -> tuple[set[str], list[tuple[str, ...]]]:
    allowed = {row["id"] for row in nodes if node_allowed(row, scope)}
    walked = [row for row in links if link_kept(row, scope) and {row["source"], row["target"]} <= allowed]
    kept = {row["id"] for row in nodes if row["id"] in allowed and stated(row, scope)}
    kept |= {end for row in walked for end in (row["source"], row["target"])}
    for start, steps in ((scope["around"], scope["steps"]), (scope["asked"], scope["reach"])):
        if (start and steps is not None) or (steps is not None and start is scope["asked"]):
            near = kept & set(start)
            for _ in range(steps):
                joined = [{row["source"], row["target"]} for row in walked]
                near = near.union(*(pair for pair in joined if pair & near and pair <= kept))
            kept = near
    return kept, sorted(link_of(row) for row in walked if {row["source"], row["target"]} <= kept)


def link_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    source, target = row["source"], row["target"]
    if vocabulary().relations[row["relation"]].symmetric:
        source, target = sorted((source, target))
    further = (str(row.get(name, "")) for name in ("valid_from", "valid_to", "sources"))
    numbers = (str(float(row[name])) if row.get(name) else "" for name in ("weight", "confidence"))
    return (source, row["relation"], target, row["standing"] or "fact", *further, *numbers)


def write(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=GRAPHS, scopes=st.lists(SCOPES, min_size=4, max_size=4))
def test_a_scope_has_what_a_plain_reading_of_the_rows_has(
    new_store: NewStore, tmp_path: Path, graph: tuple[Rows, Rows], scopes: list[dict[str, Any]]
) -> None:
    nodes = [{"id": id, **row} for id, row in zip(IDS, graph[0], strict=False)]
    known = {row["id"]: row["kind"] for row in nodes}
    allowed = {name: relation.ends for name, relation in vocabulary().relations.items()}
    links = [
        {"id": f"l{number}", **row}
        for number, row in enumerate(graph[1])
        if (known.get(row["source"]), known.get(row["target"])) in allowed[row["relation"]]
    ]
    if not nodes:
        return
    store = new_store()
    paths = [write(tmp_path / "nodes.csv", nodes)]
    paths += [write(tmp_path / "links.csv", links)] if links else []
    batch = loaders.load(paths, store=store)
    assert not batch.rejections
    for scope in scopes:
        chosen = {**scope, "without": [word for word in scope["without"] if len(word) > 1 or word in known]}
        chosen |= {name: [id for id in scope[name] if id in known] for name in ("around", "asked")}
        read = store.read(Scope(**{n: tuple(v) if isinstance(v, list) else v for n, v in chosen.items()}))
        found = sorted(link_of({"source": a, "target": b, **row}) for a, b, row in links_once(read))
        assert (set(read.nodes.id), found) == expected(nodes, links, chosen)
        assert list(read.nodes.id) == sorted(read.nodes.id)
