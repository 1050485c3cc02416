"""The graph does not depend on how files are grouped into commands."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from ecosystem import Scope
from ecosystem.intake import Batch
from ecosystem.intake.engine import duckdb
from ecosystem.intake.wishes import Wishes
from ecosystem.outputs import load_report
from ecosystem.stores import Store, copying, open_store

NewStore = Callable[[], Store]
Rows = list[tuple[str, ...]]
File = tuple[str, Rows]
"""What a file holds, `nodes`, `links` or `sources`, and its rows."""

HEADERS = {
    "nodes": ("id", "kind", "name", "name_vi", "name_en", "place", "aliases", "source", "note"),
    "links": ("id", "source", "relation", "target", "valid_from", "weight", "standing", "amount", "source_doc", "note"),
    "sources": ("id", "title", "publisher"),
}
ENDS: File = ("nodes", [(id, "enterprise", "A" if id == "a" else "", "", "", "", "", "", "") for id in "abc"])
CITED = ("", "", "doc1", "doc2", "doc1|doc2")
NOTES = ("", "", "n1", "n2")


def rows_of(*cells: tuple[str, ...]) -> st.SearchStrategy[Rows]:
    return st.lists(st.tuples(*map(st.sampled_from, cells)), min_size=1, max_size=4)


NODES = rows_of(
    ("a", "b", "d"),
    ("enterprise",),
    ("", "", "A", "B"),
    ("", "Vi"),
    ("", "En"),
    ("", "Hue", "Vinh"),
    ("", "x", "y"),
    CITED,
    NOTES,
)
LINKS = rows_of(
    ("", "", "", "l1"),
    ("a", "b"),
    ("collaborates_with", "collaborates_with", "funds"),
    ("a", "b", "c"),
    ("", "", "2020"),
    ("", "1", "2", "3"),
    ("", "plan"),
    ("", "", "5", "7"),
    CITED,
    NOTES,
)
SOURCES = rows_of(("doc1", "doc2"), ("", "One", "Two"), ("", "P"))
FILE: st.SearchStrategy[File] = st.one_of(
    st.tuples(st.just("nodes"), NODES),
    st.tuples(st.just("links"), LINKS),
    st.tuples(st.just("links"), LINKS),
    st.tuples(st.just("sources"), SOURCES),
)
FILES = st.lists(FILE, min_size=2, max_size=5)


def written(folder: Path, files: list[File]) -> list[Path]:
    paths = [folder / f"{number}_{what}.csv" for number, (what, _) in enumerate(files)]
    for path, (what, rows) in zip(paths, files, strict=True):
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([HEADERS[what], *rows])
    return paths


def held(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that a store holds, without the numbers that it gives things itself."""
    with store.rows() as tables:
        nodes = tables.execute("SELECT * EXCLUDE (key) FROM main.nodes ORDER BY id").fetchall()
        sources = tables.execute("SELECT * EXCLUDE (key) FROM main.sources ORDER BY id").fetchall()
        links = tables.execute(
            "SELECT s.id, t.id, l.* EXCLUDE (key, source, target) FROM main.links l "
            "JOIN main.nodes s ON s.key = l.source JOIN main.nodes t ON t.key = l.target"
        ).fetchall()
    return {"nodes": nodes, "links": sorted(links, key=repr), "sources": sources}


def parted(paths: list[Path], cuts: set[int]) -> list[list[Path]]:
    """Return the files in their order, with a new load at each cut."""
    ends = [0, *sorted(cut for cut in cuts if 0 < cut < len(paths)), len(paths)]
    return [paths[begin:end] for begin, end in itertools.pairwise(ends)]


def loaded(store: Store, parts: list[list[Path]]) -> list[Batch]:
    return [loaders.load(part, store=store) for part in parts]


def check_partition(new_store: NewStore, folder: Path, files: list[File], cuts: set[int]) -> None:
    """Check that one load gives what several give, and that the same load again changes nothing."""
    paths = written(folder, [ENDS, *files])
    store = new_store()
    first, again = loaded(store, [paths, paths])
    whole = held(store)
    store = new_store()
    loaded(store, parted(paths, cuts))
    assert held(store) == whole
    for part, counts in again.totals().items():
        assert (counts.created, counts.updated, counts.rejected) == (0, 0, first.totals()[part].rejected)


def agreeing(files: list[File]) -> list[File]:
    """Return files without the cells and links by which one corrects another: these depend on the order."""
    agreed: dict[tuple[str, ...], str] = {}
    said: dict[tuple[str, ...], tuple[int, tuple[str, ...]]] = {}
    kept = []
    for number, (what, rows) in enumerate(files):
        if what == "links":
            rows = [row for row in rows if _fits(said, number, row)]
        else:
            rows = [tuple(_agreed(agreed, what, row[0], i, cell) for i, cell in enumerate(row)) for row in rows]
        kept.append((what, rows))
    return [(what, rows) for what, rows in kept if rows]


def _agreed(agreed: dict[tuple[str, ...], str], what: str, id: str, position: int, cell: str) -> str:
    listed = HEADERS[what][position] in ("aliases", "source")
    return cell if listed or cell in ("", agreed.setdefault((what, id, str(position)), cell)) else ""


def _fits(said: dict[tuple[str, ...], tuple[int, tuple[str, ...]]], number: int, row: tuple[str, ...]) -> bool:
    """Say whether no document of a row says otherwise of its link in another file."""
    id, source, relation, target, begins, *content, cited, note = row
    ends = [source, target, content[2]] if relation == "funds" else sorted((source, target))
    documents = cited.split("|") if cited else [f"file {number}"]
    links = [(document, relation, *ends, begins) for document in documents]
    mine = (number, (*content, note))
    return not id and all(said.setdefault(link, mine) in (mine, (said[link][0], mine[1])) for link in links)


@pytest.fixture
def new_file(tmp_path_factory: pytest.TempPathFactory) -> NewStore:
    """Return a maker of empty stores, each a file."""
    return lambda: open_store(str(tmp_path_factory.mktemp("store") / "s.duckdb"))


SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))
CUTS = st.sets(st.integers(1, 6), min_size=1)


@settings(SLOW, max_examples=12)
@given(files=FILES, cuts=CUTS)
def test_any_partition_into_loads_gives_the_same_store(
    new_file: NewStore, tmp_path: Path, files: list[File], cuts: set[int]
) -> None:
    check_partition(new_file, tmp_path, files, cuts)


@settings(SLOW, max_examples=2)
@given(files=FILES, cuts=CUTS)
def test_any_partition_into_loads_gives_the_same_store_on_a_server(
    new_neo4j: NewStore, tmp_path: Path, files: list[File], cuts: set[int]
) -> None:
    check_partition(new_neo4j, tmp_path, files, cuts)


@settings(SLOW, max_examples=8)
@given(files=FILES.map(agreeing).filter(bool), order=st.randoms(use_true_random=False), cuts=CUTS)
def test_files_that_do_not_correct_each_other_may_come_in_any_order(
    new_file: NewStore, tmp_path: Path, files: list[File], order: Random, cuts: set[int]
) -> None:
    ends, *paths = written(tmp_path, [ENDS, *files])
    store = new_file()
    loaded(store, [[ends, *paths]])
    whole = held(store)
    order.shuffle(paths)
    store = new_file()
    loaded(store, parted([ends, *paths], cuts))
    assert held(store) == whole


L = "source,relation,target,weight"


def load(store: Store, folder: Path, **files: str) -> Batch:
    return loaders.load(texts(folder, **files), store=store)


def texts(folder: Path, **files: str) -> list[Path]:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return [folder / f"{name}.csv" for name in files]


def weights(store: Store) -> list[float]:
    return sorted(store.read(Scope()).links.weight.tolist())


DATA = Path(__file__).parent.parent / "ecosystem" / "data"
NODES_AB = "id,kind,place\na,enterprise,Hue\nb,enterprise,\n"


def test_a_file_without_sources_is_the_document_of_its_links(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES_AB, y2023=f"{L}\na,affiliated_with,b,1\n", y2024=f"{L}\na,affiliated_with,b,2\n")
    assert weights(store) == [1, 2]
    corrected = load(store, tmp_path, y2024=f"{L}\nA,affiliated_with,b,3\n")
    assert corrected.totals()["links"].updated == 1
    less = load(store, tmp_path, y2023="source,relation,target\na,affiliated_with,b\n")
    assert less.totals()["links"].unchanged == 1
    assert weights(store) == [1, 3]
    with store.rows() as tables:
        files = tables.execute("SELECT files, sources FROM main.links ORDER BY files").fetchall()
    assert files == [(f"{tmp_path.name}/{year}.csv", None) for year in ("y2023", "y2024")]


def test_a_row_that_says_less_is_the_same_link_only_by_the_same_document(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=NODES_AB, one=f"{L},source_doc\na,affiliated_with,b,2,doc\n")
    load(store, tmp_path, two=f"{L},source_doc\na,affiliated_with,b,,doc\n")
    assert weights(store) == [2]
    load(store, tmp_path, two=f"{L},source_doc\na,affiliated_with,b,,other\n")
    assert len(weights(store)) == 2


def test_a_later_file_of_a_load_corrects_an_earlier_one_and_the_report_says_so(
    new_store: NewStore, tmp_path: Path
) -> None:
    store = new_store()
    later = "id,kind,place,note\nb,enterprise,,\na,enterprise,Vinh,x\n"
    one = f"{L},source_doc\na,affiliated_with,b,2,doc\n"
    batch = load(store, tmp_path, nodes=NODES_AB, later=later, one=one, two=one.replace(",2,", ",3,"))
    said = [(Path(one.file).name, one.row, one.column, one.value, one.reason) for one in batch.corrections]
    places = {name: tmp_path / f"{name}.csv" for name in ("nodes", "one")}
    assert said == [
        ("later.csv", 3, "place", "Vinh", f"'Vinh' corrects 'Hue' of {places['nodes']} row 2"),
        ("two.csv", 2, "weight", "3", f"'3' corrects '2' of {places['one']} row 2"),
    ]
    assert "Values that a later file of this load corrects" in load_report.text(batch)
    assert weights(store) == [3]
    assert store.read(Scope()).nodes.place.tolist() == ["Vinh", ""]


def test_a_node_without_a_name_takes_the_best_that_any_file_gives(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    for row, name in (("", "n"), ("Viện,", "Viện"), (",Institute", "Institute"), ("Another,", "Institute")):
        load(store, tmp_path, nodes=f"id,kind,name_vi,name_en\nn,institute,{row or ','}\n")
        assert store.read(Scope()).nodes.name.tolist() == [name]
    load(store, tmp_path, nodes="id,kind,name\nn,institute,Institute\n")
    load(store, tmp_path, nodes="id,kind,name_en\nn,institute,The Institute\n")
    assert store.read(Scope()).nodes.name.tolist() == ["Institute"]


def test_an_id_is_a_name_in_the_load_that_brings_it_as_in_later_ones(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    rows = "id,kind,name\nd,fund,Viện D\n,fund,D\n"
    load(store, tmp_path, nodes=rows)
    assert load(store, tmp_path, nodes=rows).totals()["nodes"].unchanged == 2
    assert store.read(Scope()).nodes.id.tolist() == ["d"]


def test_rows_of_one_file_that_contradict_are_rejected(new_store: NewStore, tmp_path: Path) -> None:
    batch = load(new_store(), tmp_path, nodes=NODES_AB + "a,enterprise,Vinh\n")
    assert [(one.row, one.column) for one in batch.rejections] == [(4, "place")]
    assert batch.corrections == []


EQUAL = f"{L},source_doc\n" + "a,affiliated_with,b,2,\n" * 2 + "A,affiliated_with,b,2,\na,affiliated_with,b,2,doc\n"


def test_equal_rows_of_a_file_are_reported_and_count_once(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    batch = load(store, tmp_path, nodes=NODES_AB + "a,enterprise,Hue\n", links=EQUAL)
    assert [note.removeprefix(f"{tmp_path}/") for note in batch.notes[-2:]] == [
        "nodes.csv: 1 row of nodes repeats a row before it, the first in row 4; nothing is counted twice",
        "links.csv: 2 rows of links repeat rows before them, the first in row 3; each link counts once; "
        "with --repeats count the weights are added up",
    ]
    assert weights(store) == [2]


def test_equal_rows_of_a_file_add_up_their_weights_on_wish(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    none = "source,relation,target\n" + "b,affiliated_with,a\n" * 3
    one = f"{L}\na,affiliated_with,b,2\n"
    paths = texts(tmp_path, nodes=NODES_AB, links=EQUAL.replace(",doc\n", ",\n"), one=one, none=none)
    first, again = (loaders.load(paths, store=store, wishes=Wishes(repeats="count")) for _ in range(2))
    assert weights(store) == [2, 3, 8]
    assert "the weights are added up" in first.notes[-1]
    assert again.totals()["links"].unchanged == first.totals()["links"].read


def test_records_that_say_both_ends_of_a_link_are_not_counted(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = loaders.load([DATA / "ror_vn"], store=store, wishes=Wishes(repeats="count"))
    assert not [note for note in batch.notes if "repeat" in note]
    assert not [weight for weight in weights(store) if weight > 1]


def test_a_store_that_kept_no_files_is_brought_up(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    load(store, tmp_path, nodes=NODES_AB, old=f"{L}\na,affiliated_with,b,1\n")
    with duckdb.connect(store.address) as tables:
        tables.execute("ALTER TABLE main.links DROP COLUMN files; UPDATE main.ecosystem_store SET format = 2")
    assert weights(store) == [1]
    load(store, tmp_path, new=f"{L}\na,affiliated_with,b,2\n")
    load(store, tmp_path, newer=f"{L}\na,affiliated_with,b,3\n")
    assert weights(store) == [2, 3]


def test_a_copy_keeps_the_files_of_links(new_store: NewStore, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    load(store, tmp_path, nodes=NODES_AB, one=f"{L}\na,affiliated_with,b,1\n")
    other = new_store()
    copying.copy(store, other)
    load(other, tmp_path, one=f"{L}\na,affiliated_with,b,2\n")
    load(other, tmp_path, two=f"{L}\na,affiliated_with,b,3\n")
    assert weights(other) == [2, 3]


def test_a_mended_row_is_of_the_document_that_it_was_rejected_from(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    nodes, links, mend = (tmp_path / f"{name}.csv" for name in ("nodes", "links", "mend"))
    nodes.write_text("id,kind,name\na,enterprise,A\nd,fund,D\n", "utf-8")
    links.write_text("source,relation,target,weight\nd,funds,z,5\n", "utf-8")
    load_report.write_rejects(loaders.load([nodes, links], store=store), mend)
    mend.write_text(mend.read_text("utf-8-sig").replace(",z,", ",a,"), "utf-8")
    loaders.load([mend], store=store)
    links.write_text("source,relation,target,weight\nd,funds,a,6\n", "utf-8")
    loaders.load([links], store=store)
    assert store.read(Scope()).links.weight.tolist() == [6.0]


def test_a_link_with_an_id_is_not_corrected_by_rows_without_one(new_store: NewStore, tmp_path: Path) -> None:
    row = ("", "a", "collaborates_with", "c", "", "", "", "", "", "")
    planned = ("", "a", "collaborates_with", "c", "", "", "plan", "", "doc1", "")
    known = ("l1", "a", "collaborates_with", "c", "", "", "", "", "doc1", "")
    check_partition(new_store, tmp_path, [("links", [row]), ("links", [planned]), ("links", [known])], {1, 2})
