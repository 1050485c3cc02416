"""A table is read by what it is, not by what it is called; what is not known is reported with the way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from ecosystem import Scope
from ecosystem.errors import BadInput
from ecosystem.intake import Batch, headings
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import open_store
from loaders import _recognition

NODES, LINKS = list(vocabulary().fields["nodes"]), list(vocabulary().fields["links"])


def load(folder: Path, name: str, content: str, *, mapping: str | None = None) -> Batch:
    (folder / name).write_text(content, "utf-8")
    given = folder / "m.toml" if mapping is not None else None
    if given and mapping is not None:
        given.write_text(mapping, "utf-8")
    return loaders.load([folder / name], store=open_store(str(folder / "s.duckdb")), mapping=given, dry_run=True)


def refusal(folder: Path, name: str, content: str, *, mapping: str | None = None) -> str:
    with pytest.raises(BadInput) as raised:
        load(folder, name, content, mapping=mapping)
    said = str(raised.value)
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    ("name", "content", "looks", "way"),
    [
        (
            "universities-edges.csv",
            "Source,Target,Type,Id,Weight\n1,2,Directed,0,1\n",
            "links",
            "add a column relation",
        ),
        ("universities.csv", "id,kind,name,source,target\na,university,A,,b\n", "links", "add a column relation"),
        ("universities.csv", "id,from,to\n1,2,3\n", "links", "source, relation and target"),
        ("institutes.csv", "Id,Label,x,y,cluster\n1,VAST,0,0,1\n", "nodes as Gephi", "rename label to name"),
        ("institutes_neo4j.csv", "id:ID,name,:LABEL\nvast,VAST,Institute\n", "neo4j-admin", "ecosystem template"),
        ("institutes.csv", "name,VAST,QTSC,HUST\nVAST,0,1,0\nQTSC,1,0,1\nHUST,0,1,0\n", "a matrix", "one row a pair"),
        ("institutes.csv", ",VAST,QTSC\nVAST,,1\nQTSC,1,\n", "a matrix", "one row a pair"),
        ("institutes.csv", ",AI,Chips\nVAST,0,1\nQTSC,1,0\n", "a matrix", "one row a pair"),
        ("funds.csv", "id,acronym,status,title\n1,A,SIGNED,T\n", "projects of CORDIS", "--mapping"),
        (
            "institutes.csv",
            "id,Partner A,Partner B\n1,x,y\n",
            "links between Partner A and Partner B",
            "source and target",
        ),
        (
            "universities.csv",
            "id,institute,enterprise\n1,x,y\n",
            "between institute and enterprise",
            "source and target",
        ),
        ("triples.csv", "Q7604,P1412,Q188\nQ1,P2,Q3\n", "no mapping knows", "write a header above"),
        ("partners.csv", "souce,relation,target\na,funds,b\n", "no mapping knows", "did you mean source by souce?"),
    ],
)
def test_what_is_no_table_of_ours_is_refused_with_what_it_looks_like(
    tmp_path: Path, name: str, content: str, looks: str, way: str
) -> None:
    said = refusal(tmp_path, name, content)
    assert said.startswith(f"{tmp_path / name} row 1: ")
    assert looks in said
    assert way in said


@given(
    st.lists(st.sampled_from(NODES), min_size=1, unique=True), st.sampled_from(list(vocabulary().kinds)), st.booleans()
)
@settings(max_examples=60, deadline=None)
def test_no_table_with_two_ends_is_taken_for_nodes(columns: list[str], kind: str, upper: bool) -> None:
    header = tuple(name.upper() if upper else name for name in [*{*columns, "source", "target"}])
    best = max(_recognition.shipped().values(), key=lambda one: (one.fit(header), one.name))
    assert best.name != "nodes" or _recognition._foreign(header, best.fit(header)[0], list)


@pytest.mark.parametrize("table", [NODES, LINKS])
def test_each_own_table_is_recognised_whatever_columns_it_has_besides(tmp_path: Path, table: list[str]) -> None:
    name = "nodes" if table is NODES else "links"
    cells = dict(zip(table, [""] * len(table), strict=True)) | {"kind": "fund", "relation": "funds", "id": "x"}
    for more in (["city", "staff"], ["label", "type"], ["VAST", "QTSC"]):
        rows = ",".join([*table, *more]) + "\n" + ",".join([*(cells[one] for one in table), "1", "2"]) + "\n"
        batch = load(tmp_path, "some.csv", rows)
        assert batch.reports[0].mapping == name


def swapped(name: str, at: int) -> str:
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


@given(st.sampled_from([name for name in (*NODES, *LINKS, *vocabulary().identifiers) if len(name) > 3]), st.data())
def test_a_name_with_two_letters_swapped_is_near(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    assert headings.near(swapped(name, at), [*{*NODES, *LINKS, *vocabulary().identifiers}]) == name


def test_a_column_that_is_nearly_known_is_reported(tmp_path: Path) -> None:
    rows = "source,relation,target,wieght,Valid form,city\na,funds,b,2,2020,Huế\n"
    notes = [note for note in load(tmp_path, "links.csv", rows).notes if "did you mean" in note]
    assert notes == [
        f"{tmp_path}/links.csv: column wieght is not known and kept as it is; did you mean weight?",
        f"{tmp_path}/links.csv: column Valid form is not known and kept as it is; did you mean valid_from?",
    ]


@pytest.mark.parametrize(
    ("column", "cells", "said"),
    [
        ("Đối tác", ("HUST", "VAST", ""), True),
        ("Đối tác", ("b", "a", "b"), True),
        ("Khác", ("HUST", "x", "y"), False),
        ("Tên cũ", ("VAST", "HUST", "QTSC"), False),
    ],
)
def test_a_column_that_names_other_rows_is_reported(
    tmp_path: Path, column: str, cells: tuple[str, ...], *, said: bool
) -> None:
    nodes = zip("abc", ("VAST", "HUST", "QTSC"), cells, strict=True)
    rows = "".join(f"{id},{name},{cell}\n" for id, name, cell in nodes)
    batch = load(tmp_path, "institutes.csv", f"Mã,Tên,{column}\n{rows}")
    assert any(f"column {column} names other rows" in note for note in batch.notes) is said


MAPPING = """
[[nodes]]
name = "Tên"
kind = { constant = "institute" }
[[links]]
source = "Tên"
relation = { constant = "collaborates_with" }
target = "Đối tác"
weight = "Wieght"
"""


def test_a_column_that_a_mapping_names_and_the_file_lacks_is_one_line(tmp_path: Path) -> None:
    batch = load(tmp_path, "t.csv", "Tên,Đối tác,Weight\nA,B,2\nB,A,3\n", mapping=MAPPING)
    assert [note for note in batch.notes if "Wieght" in note] == [
        f"{tmp_path}/t.csv: the mapping {tmp_path}/m.toml names a column 'Wieght' for weight, "
        "which the file does not have; did you mean 'Weight'?"
    ]
    assert not batch.rejections


def test_a_column_that_every_row_needs_is_one_line_and_not_a_rejection_a_row(tmp_path: Path) -> None:
    said = refusal(tmp_path, "t.csv", "Tên,Doi tacs,Wieght\n" + "A,B,2\n" * 1000, mapping=MAPPING)
    assert said == (
        f"{tmp_path}/t.csv row 1: the mapping {tmp_path}/m.toml names a column 'Đối tác' for target, "
        "which the file does not have; did you mean 'Doi tacs'?"
    )


def test_a_mapping_without_a_kind_takes_it_from_the_name_of_the_file_or_says_so(tmp_path: Path) -> None:
    mapping = '[[nodes]]\nname = "Tên"\n'
    load(tmp_path, "institutes.csv", "Tên\nA\n", mapping=mapping)
    assert "name the file like institutes.csv" in refusal(tmp_path, "t.csv", "Tên\nA\n", mapping=mapping)


def test_a_mapping_of_the_program_takes_the_kind_from_the_name_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mappings").mkdir()
    for path in _recognition.MAPPINGS.glob("*.toml"):
        (tmp_path / "mappings" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "mappings" / "elements.toml").write_text(
        'requires = ["Label", "Description"]\n[[nodes]]\nname = "Label"\nkind = "Type"\n'
    )
    monkeypatch.setattr(_recognition, "MAPPINGS", tmp_path / "mappings")
    _recognition.shipped.cache_clear()
    try:
        (tmp_path / "institutes.csv").write_text("Label,Description\nVAST,an academy\n")
        store = open_store(str(tmp_path / "s.duckdb"))
        batch = loaders.load([tmp_path / "institutes.csv"], store=store)
        assert batch.reports[0].mapping == "elements of kind institute"
        assert [told["kind"] for _, told in store.read(Scope()).to_networkx().nodes(data=True)] == ["institute"]
    finally:
        _recognition.shipped.cache_clear()


def test_a_mapping_is_not_ignored_by_a_file_that_is_no_table(tmp_path: Path) -> None:
    record = {"id": "https://ror.org/00aaaaa11", "names": [{"value": "VAST", "types": ["ror_display"]}]}
    (tmp_path / "ror.json").write_text(json.dumps([record]))
    store = open_store(str(tmp_path / "s.duckdb"))
    with pytest.raises(BadInput, match=r"missing\.toml: the mapping cannot be read"):
        loaders.load([tmp_path / "ror.json"], store=store, mapping=tmp_path / "missing.toml")
    batch = load(tmp_path, "ror.json", json.dumps([record]), mapping=MAPPING)
    assert f"{tmp_path}/ror.json: --mapping explains tables; records of ROR are read without it" in batch.notes


@pytest.mark.parametrize("dated", ["Từ năm", "Đến năm", "valid_from", "Trọng số"])
def test_dates_of_partnerships_are_not_taken_for_those_of_a_body(dated: str, tmp_path: Path) -> None:
    path = tmp_path / "universities.csv"
    path.write_text(f"Tên đơn vị;Loại;Đối tác;{dated}\nĐại học Cần Thơ;Trường đại học;Viettel;2019\n", "utf-8")
    with pytest.raises(BadInput, match="whose other end is Đối tác; add a column relation"):
        loaders.load([path], store=open_store(str(tmp_path / "s.duckdb")))
