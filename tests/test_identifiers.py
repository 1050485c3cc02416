"""Which rows are one body by what others call it; each test runs on each kind of store that there is."""

from __future__ import annotations

import random
from itertools import permutations
from pathlib import Path

import pytest
from conftest import NewStore
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import loaders
from ecosystem import Scope
from ecosystem.errors import AmbiguousName
from ecosystem.intake import Batch
from ecosystem.intake.bodies import Row, join
from ecosystem.model.names import choose
from ecosystem.stores import Store, open_store

HEADER = "id,kind,name,ror,wikidata\n"
FIRST, SECOND = "ror:0aaaaaa42,institute,First,,Q1\n", "ror:0bbbbbb17,institute,Second,,Q1\n"
OWN = "mine,institute,Mine,0aaaaaa42,Q1\n"


def load(store: Store, folder: Path, **files: str) -> Batch:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    return loaders.load([folder / f"{name}.csv" for name in files], store=store)


def test_bodies_with_other_identifiers_of_one_scheme_stay_apart(new_store: NewStore, tmp_path: Path) -> None:
    for together in (True, False):
        store = new_store()
        if together:
            batch = load(store, tmp_path, nodes=HEADER + FIRST + SECOND)
        else:
            load(store, tmp_path, nodes=HEADER + FIRST)
            batch = load(store, tmp_path, nodes=HEADER + SECOND)
        assert store.read(Scope()).nodes.name.tolist() == ["First", "Second"]
        assert any("wikidata:Q1 (ror:0aaaaaa42, ror:0bbbbbb17)" in note for note in batch.notes)
        again = load(store, tmp_path, nodes=HEADER + FIRST + SECOND)
        assert again.totals()["nodes"].unchanged == 2


def test_an_identifier_of_several_means_none_of_them(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    load(store, tmp_path, nodes=HEADER + FIRST + SECOND)
    with pytest.raises(AmbiguousName):
        choose("wikidata:Q1", store.find("wikidata:Q1"))
    links = "source,relation,target\nror:0aaaaaa42,affiliated_with,wikidata:Q1\n"
    (rejected,) = load(store, tmp_path, links=links).rejections
    assert "ror:0aaaaaa42, ror:0bbbbbb17" in rejected.remedy


@pytest.mark.parametrize("rows", list(permutations((FIRST, SECOND, OWN))))
def test_an_own_id_takes_the_body_whose_identifier_it_shares(
    new_store: NewStore, tmp_path: Path, rows: tuple[str, ...]
) -> None:
    store = new_store()
    for row in rows:
        assert load(store, tmp_path, nodes=HEADER + row).rejections == []
    assert sorted(store.read(Scope()).nodes.id) == ["mine", "ror:0bbbbbb17"]


@pytest.mark.parametrize("cell", ["N/A", "null", "1.00109E+08", "1,23e+15"])
def test_what_is_not_an_identifier_joins_nobody(new_store: NewStore, tmp_path: Path, cell: str) -> None:
    store = new_store()
    nodes = f'id,kind,tax_code\na,enterprise,"{cell}"\nb,enterprise,"{cell}"\nc,enterprise,0100109106\n'
    batch = load(store, tmp_path, nodes=nodes)
    assert sorted(store.read(Scope()).nodes.id) == ["a", "b", "c"]
    assert [(one.row, one.column, one.value) for one in batch.left_out] == [
        (2, "tax_code", cell),
        (3, "tax_code", cell),
    ]
    assert load(store, tmp_path, nodes=nodes).totals()["nodes"].unchanged == 3


def test_an_identifier_that_several_share_means_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text(
        "id,kind,name,wikidata\nror:01aaaaa85,institute,A,Q1\nror:02bbbbb60,institute,B,Q1\n"
    )
    (tmp_path / "third.csv").write_text("kind,name,wikidata\ninstitute,C,Q1\n")
    store = open_store(str(tmp_path / "s.duckdb"))
    for file, created in (("two.csv", 2), ("third.csv", 1), ("two.csv", 0), ("third.csv", 0)):
        counts = loaders.load([tmp_path / file], store=store).totals()["nodes"]
        assert (counts.created, counts.updated, counts.rejected) == (created, 0, 0)
    assert sorted(store.read(Scope()).nodes.name) == ["A", "B", "C"]


def test_an_identifier_may_look_like_a_number_with_an_exponent(tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text(
        "id,kind,name,ror,tax_code\nuni,university,Uni,https://ror.org/00e123452,1.00109E+08\n"
    )
    store = open_store(str(tmp_path / "s.duckdb"))
    loaders.load([tmp_path / "nodes.csv"], store=store)
    assert list(store.read(Scope()).nodes.identifiers) == ["ror:00e123452"]


MINISTRY = ("Bộ Công Thương", "Bộ Công thương", "BO CONG THUONG")


@pytest.mark.parametrize("names", list(permutations(MINISTRY)))
def test_names_that_fold_alike_are_one_body(new_store: NewStore, tmp_path: Path, names: tuple[str, ...]) -> None:
    for loads in ([names], [names[:1], names[1:]], [names[:2], names[2:]]):
        store = new_store()
        for rows in loads:
            batch = load(store, tmp_path, nodes="kind,name\n" + "".join(f"agency,{name}\n" for name in rows))
            assert batch.rejections == []
        nodes = store.read(Scope()).nodes
        assert (list(nodes.id), list(nodes.name)) == (["bo-cong-thuong"], [names[0]])
        assert set(nodes.aliases[0].split("\n")) == set(names[1:])
        again = load(store, tmp_path, nodes="kind,name\n" + "".join(f"agency,{name}\n" for name in names))
        assert again.totals()["nodes"].unchanged == 3


THIRD = ",institute,Third,,Q1\n"


@pytest.mark.parametrize("rows", list(permutations((FIRST, SECOND, THIRD))))
def test_no_row_takes_an_identifier_that_several_share(tmp_path: Path, rows: tuple[str, ...]) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = load(store, tmp_path, nodes=HEADER + "".join(rows))
    assert sorted(store.read(Scope()).nodes.id) == ["ror:0aaaaaa42", "ror:0bbbbbb17", "third"]
    assert any("wikidata:Q1 (ror:0aaaaaa42, ror:0bbbbbb17, third)" in note for note in batch.notes)
    assert load(store, tmp_path, nodes=HEADER + "".join(rows)).totals()["nodes"].unchanged == 3


def test_one_identifier_with_another_name_is_one_body_with_an_alias(new_store: NewStore, tmp_path: Path) -> None:
    header, rows = "kind,name,tax_code\n", ["enterprise,Viettel,0100109106\n", "enterprise,Army Telecom,0100109106\n"]
    for loads in ([rows], [rows[:1], rows[1:]]):
        store = new_store()
        for part in loads:
            batch = load(store, tmp_path, nodes=header + "".join(part))
            assert batch.rejections == []
        assert any("the same identifier: army-telecom is viettel" in note for note in batch.notes)
        nodes = store.read(Scope()).nodes
        assert (list(nodes.id), list(nodes.name), list(nodes.aliases)) == (["viettel"], ["Viettel"], ["Army Telecom"])
        assert load(store, tmp_path, nodes=header + "".join(rows)).totals()["nodes"].unchanged == 2


@pytest.mark.parametrize("together", [True, False])
def test_own_ids_that_share_an_identifier_are_rejected(new_store: NewStore, tmp_path: Path, together: bool) -> None:
    store, rows = new_store(), ["a,institute,A,,Q1\n", "b,institute,B,,Q1\n"]
    for part in [rows] if together else [rows[:1], rows[1:]]:
        batch = load(store, tmp_path, nodes=HEADER + "".join(part))
    (rejected,) = batch.rejections
    assert "'wikidata:Q1' belongs to another node, 'a'" in rejected.reason


def test_names_without_ids_that_differ_in_a_ror_are_two_bodies(new_store: NewStore, tmp_path: Path) -> None:
    store = new_store()
    rows = "kind,name,ror,wikidata\ninstitute,A,0aaaaaa42,Q1\ninstitute,B,0bbbbbb17,Q1\n"
    assert load(store, tmp_path, nodes=rows).rejections == []
    assert sorted(store.read(Scope()).nodes.id) == ["a", "b"]
    assert load(store, tmp_path, nodes=rows).totals()["nodes"].unchanged == 2


OUTSIDE = ("ror:0aaaaaa42", "ror:0bbbbbb17", "wikidata:Q1", "wikidata:Q2", "isni:0000000405665028")
ROWS = st.builds(
    lambda id, identifiers: (id, frozenset({*identifiers, *({id} & set(OUTSIDE))}), len(id) == 2),
    st.sampled_from(("own", "m1", "m2", *OUTSIDE)),
    st.frozensets(st.sampled_from(OUTSIDE), min_size=1, max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(ROWS, max_size=6), random=st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing_of_bodies(
    rows: list[tuple[str, frozenset[str], bool]], random: random.Random
) -> None:
    def bodies(rows: list[tuple[str, frozenset[str], bool]]) -> tuple[list[set[str]], set[str], int]:
        joined = join({}, [Row((0, n, 0), id, identifiers, made) for n, (id, identifiers, made) in enumerate(rows)])
        ids = {id for id, *_ in rows}
        groups = [{id for id in ids if joined.same.get(id, id) == one} for one in ids - joined.same.keys()]
        return sorted(groups, key=sorted), set(joined.shared), len(joined.rejected)

    assert bodies(random.sample(rows, len(rows))) == bodies(rows)


Given = tuple[str, frozenset[str], bool]


def loaded(loads: list[list[Given]]) -> tuple[dict[str, str], dict[str, set[str]], bool]:
    """Return the body of each id after several loads, the identifiers of each body, and whether all is certain."""
    body: dict[str, str] = {}
    stored: dict[str, set[str]] = {}
    certain = True
    for rows in loads:
        # A row without an id finds the body that has its name.
        given = [(body.get(id, id) if made else id, identifiers, made) for id, identifiers, made in rows]
        joined = join(stored, [Row((0, n, 0), *row) for n, row in enumerate(given)])
        certain &= not joined.rejected and not joined.shared
        for new, known in joined.renamed.items():
            stored[new] = stored.pop(known)
        body = {id: joined.same.get(one, one) for id, one in body.items()}
        for (id, *_), (found, identifiers, _) in zip(rows, given, strict=True):
            body[id] = joined.same.get(found, found)
            stored.setdefault(body[id], set()).update(identifiers)
    return body, stored, certain


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(ROWS, min_size=2, max_size=5), cuts=st.lists(st.booleans(), min_size=5, max_size=5))
def test_any_partition_into_loads_gives_the_same_bodies(rows: list[Given], cuts: list[bool]) -> None:
    loads: list[list[Given]] = [[]]
    for row, cut in zip(rows, cuts, strict=False):
        if cut:
            loads.append([])
        loads[-1].append(row)
    apart, together = loaded(loads), loaded([rows])
    assume(apart[2] and together[2])
    assert apart[:2] == together[:2]


@pytest.mark.parametrize("first", [0, 1])
def test_bodies_of_two_kinds_stay_apart_whatever_identifier_they_share(first: int, tmp_path: Path) -> None:
    rows = ["enterprise,Viettel,0100109106", "place,Hanoi,0100109106"]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["kind,name,tax_code", rows[first], rows[1 - first]]), "utf-8")
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = loaders.load([path], store=store)
    assert sorted(store.read(Scope()).nodes.name) == ["Hanoi", "Viettel"]
    assert any("which stay apart: tax_code:0100109106" in note for note in batch.notes)
    assert loaders.load([path], store=store).totals()["nodes"].unchanged == 2
