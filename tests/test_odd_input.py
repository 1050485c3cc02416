"""Odd input: nothing is lost, nothing is taken for something else, and every refusal is one clear line."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

import cli
import loaders
from ecosystem import Scope
from ecosystem.errors import StoreUnreachable
from ecosystem.intake import Batch
from ecosystem.intake.wishes import Wishes
from ecosystem.stores import open_store


def load(folder: Path, *paths: Path | str, **files: str) -> Batch:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
    named = [folder / f"{name}.csv" for name in files]
    return loaders.load([*paths, *named], store=open_store(str(folder / "s.duckdb")))


def nodes(folder: Path) -> dict[str, dict[str, Any]]:
    drawn = open_store(str(folder / "s.duckdb")).read(Scope()).to_networkx()
    return {id: told["name"] for id, told in drawn.nodes(data=True)}


@pytest.mark.parametrize("name", ["n[1].csv", "n*.csv", "n?.csv", "a'b.csv", "tên mới.csv", "x\ny.csv"])
def test_a_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id,kind,name\na,fund,Alpha\n")
    (tmp_path / "n1.csv").write_text("id,kind,name\nother,fund,Other\n")
    load(tmp_path, tmp_path / name)
    assert nodes(tmp_path) == {"a": "Alpha"}


def test_a_name_that_is_no_text_is_shown_and_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = os.fsencode(tmp_path / "in") + b"/bad\xffname.csv"
    with open(path, "w") as out:  # noqa: PTH123
        out.write("id,kind,name\na,fund,Alpha\n")
    batch = load(tmp_path, tmp_path / "in")
    assert batch.reports[0].name.endswith("bad\\udcffname.csv")
    assert len(open_store(str(tmp_path / "s.duckdb")).log()) == 1


@pytest.mark.parametrize("name", ["s.csv", "s.json"])
def test_a_table_is_no_store(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id,kind,name\na,fund,A\n" if name == "s.csv" else "[]")
    before = (tmp_path / name).read_text()
    with pytest.raises(StoreUnreachable):
        loaders.load([tmp_path / name], store=open_store(str(tmp_path / name)))
    assert (tmp_path / name).read_text() == before


def test_folders_tell_what_they_pass_over(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "nodes.csv").write_text("id,kind,name\na,fund,A\n")
    (folder / "lost.csv").symlink_to(tmp_path / "nowhere")
    (folder / "loop").symlink_to(folder)
    batch = load(tmp_path, folder)
    assert batch.notes == [f"passed over, not a table: {folder / name}" for name in ("loop", "lost.csv")]
    assert list(nodes(tmp_path)) == ["a"]


def test_made_ids_take_nobodys_place(tmp_path: Path) -> None:
    load(tmp_path, first="id,kind,name\nqtsc,it_zone,Quang Trung\n")
    load(tmp_path, second="kind,name\nenterprise,QTSC\ntechnology,C++\ntechnology,C#\nagency,Ha Noi\nplace,Ha Noi\n")
    load(tmp_path, third="kind,name\ntechnology,c#\nplace,Hà Nội\n")
    assert nodes(tmp_path) == {
        "qtsc": "Quang Trung",
        "qtsc-enterprise": "QTSC",
        "c-plus-plus": "C++",
        "c-sharp": "C#",
        "ha-noi": "Ha Noi",
        "ha-noi-place": "Ha Noi",
    }


def test_a_row_that_only_has_a_name_joins_its_node_also_in_one_load(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        a="id,kind,name,aliases\nqtsc,it_zone,Quang Trung,QTSC Park\nx1,fund,X,\nx2,fund,X,\n",
        b="kind,name\nit_zone,QTSC Park\nfund,X\n",
    )
    assert nodes(tmp_path) == {"qtsc": "Quang Trung", "x1": "X", "x2": "X"}
    assert [(one.row, one.column, one.remedy) for one in batch.rejections] == [
        (3, "name", "write one of the ids x1, x2")
    ]


def test_no_row_of_a_file_of_rejects_goes_uncounted(tmp_path: Path) -> None:
    rows = "rejected_mapping,id,kind,name\nnodes,q,fund,Q,extra\nnodes,w,fund,W\n,z,fund,Z\n"
    batch = load(tmp_path, mend=rows)
    assert sum(report.to_dict()["read"] for report in batch.reports) == 3
    assert [one.row for one in batch.rejections] == [2]
    assert nodes(tmp_path) == {"w": "W", "z": "Z"}


def test_no_column_is_dropped_without_a_word(tmp_path: Path) -> None:
    load(tmp_path, nodes="id,kind,name,rejected by,source,sources\na,fund,A,the board,,s1\nb,fund,B,,s2,s3\n")
    drawn = open_store(str(tmp_path / "s.duckdb")).read(Scope()).to_networkx()
    assert drawn.nodes["a"]["rejected by"] == "the board"
    assert [drawn.nodes[id]["sources"] for id in "ab"] == ["s1", "s2|s3"]


def test_values_of_signs_alone_are_told_apart(tmp_path: Path) -> None:
    toml = """
[[nodes]]
id = "i"
kind = { constant = "fund" }
standing = { column = "s", values = { "+" = "fact", "-" = "opinion" } }
attributes = { size = { column = "n", decimal = "," } }
"""
    (tmp_path / "m.toml").write_text(toml)
    (tmp_path / "t.csv").write_text('i,s,n\na,+,"1.250,5"\nb,-,0.5\nc,?,1\nd,,1.250\n')
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = loaders.load([tmp_path / "t.csv"], store=store, mapping=tmp_path / "m.toml")
    assert [(one.row, one.value) for one in batch.rejections] == [(4, "?")]
    drawn = store.read(Scope()).to_networkx()
    assert [(told["standing"], told["size"]) for _, told in drawn.nodes(data=True)] == [
        ("fact", "1250.5"),
        ("opinion", "0.5"),
        ("fact", "1250"),
    ]


def test_decimal_commas_are_numbers_where_semicolons_separate(tmp_path: Path) -> None:
    head = "source;relation;target;weight;confidence\n"
    batch = load(tmp_path, nodes="id;kind\na;fund\nb;fund\n", links=head + "a;collaborates_with;b;2,5;0,8\n")
    assert not batch.rejections
    links = open_store(str(tmp_path / "s.duckdb")).read(Scope()).links
    assert (links.weight[0], links.confidence[0]) == (2.5, 0.8)


def test_names_with_line_breaks_or_without_letters_are_found(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        nodes='id,kind,name,aliases\na,fund,"A\nB",A\ns,fund,★★,\ng,fund,ΟΔΟΣ,\nv,fund,V,\n',
        links="source,relation,target\n★★,collaborates_with,v\nA B,collaborates_with,v\n",
    )
    assert not batch.rejections
    store = open_store(str(tmp_path / "s.duckdb"))
    assert nodes(tmp_path)["a"] == "A B"
    assert store.read(Scope()).to_networkx().nodes["a"]["aliases"] == "A"
    assert [match.id for match in store.find("οδος", same=True)] == ["g"]


@pytest.mark.parametrize("when", ["44 BC", "2025-07-01 99:99:99", "٢٠٢٥", "2025-13", "13/13/2025", "1/7/25"])
def test_what_is_no_date_is_left_out(tmp_path: Path, when: str) -> None:
    batch = load(tmp_path, nodes=f"id,kind,valid_from\na,fund,{when}\nb,fund,2025-07-01T00:00:00Z\n")
    assert [(one.row, one.column, one.value) for one in batch.left_out] == [(2, "valid_from", when)]
    drawn = open_store(str(tmp_path / "s.duckdb")).read(Scope()).to_networkx()
    assert [drawn.nodes[id].get("valid_from") for id in "ab"] == [None, "2025-07-01"]


def test_rows_that_differ_in_a_further_column_are_told_by_file_and_row(tmp_path: Path) -> None:
    rows = "id,kind,colour\nb,fund,\na,fund,red\na,fund,\na,fund,blue\n"
    (one,) = load(tmp_path, a="id,kind,colour\na,fund,\n", b=rows).rejections
    assert (one.row, one.column, one.value) == (5, "colour", "blue")
    assert one.reason == f"'a' has another colour in {tmp_path / 'b.csv'} row 3"


def test_an_ambiguous_end_lists_ids_with_colons(tmp_path: Path) -> None:
    rows = "id,kind,name\nror:02wsd5p50,fund,P\nb,fund,P\nc,technology,T\n"
    batch = load(tmp_path, nodes=rows, links="source,relation,target\nP,funds,c\n")
    assert batch.rejections[0].remedy == "write one of the ids b, ror:02wsd5p50"


def test_an_end_may_be_given_by_its_address(tmp_path: Path) -> None:
    nodes = "id,kind,name,ror\na,fund,A,02wsd5p50\nt,technology,T,\n"
    assert not load(
        tmp_path, nodes=nodes, links="source,relation,target\nhttps://ror.org/02wsd5p50,funds,t\n"
    ).rejections


GOOD = {"id": "https://ror.org/02wsd5p50", "names": [{"value": "A", "types": ["ror_display"]}], "types": ["education"]}


@pytest.mark.parametrize(
    "odd",
    [
        {"id": 5},
        {"id": "  "},
        {"id": "https://ror.org/"},
        {"names": ["x", {"value": "A"}]},
        {"names": [{"value": "A", "types": None}]},
        {"names": [{"value": "  "}]},
        {"names": [{"value": "A\ud800B", "types": []}]},
        {"locations": ["x"]},
        {"locations": {"a": 1}},
        {"links": [{"type": "website"}]},
        {"external_ids": [{"type": None, "all": ["x"]}]},
        {"external_ids": [{"type": "isni", "all": [5]}]},
        {"relationships": ["x"]},
        {"relationships": [{"type": "parent", "id": 5}]},
    ],
    ids=str,
)
def test_an_odd_record_of_ror_is_rejected_alone(tmp_path: Path, odd: dict[str, Any]) -> None:
    record = {**GOOD, "id": "https://ror.org/02jmfj006", **odd}
    lines = (json.dumps(GOOD), json.dumps(record))
    (tmp_path / "r.json").write_text("\n".join(lines))
    batch = load(tmp_path, tmp_path / "r.json")
    assert [(one.row, one.reason) for one in batch.rejections] == [(2, "this is not a record as ROR writes it")]
    assert list(nodes(tmp_path)) == ["ror:02wsd5p50"]


def test_rejected_records_are_mended_and_loaded_again(tmp_path: Path) -> None:
    odd = {**GOOD, "id": "https://ror.org/02jmfj0", "names": [{"value": 'Viện "B"', "types": []}]}
    (tmp_path / "r.json").write_text("\n".join(map(json.dumps, (GOOD, odd))))
    store, mend = ["--store", str(tmp_path / "s.duckdb"), "load"], tmp_path / "mend.csv"
    assert cli.run([*store, str(tmp_path / "r.json"), "--rejects", str(mend)]) == 0
    mend.write_text(mend.read_text("utf-8-sig").replace("02jmfj0", "02jmfj006"))
    batch = load(tmp_path, mend)
    assert not batch.rejections
    assert nodes(tmp_path) == {"ror:02jmfj006": 'Viện "B"', "ror:02wsd5p50": "A"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_byte_of_another_encoding_costs_its_row(tmp_path: Path, separator: str) -> None:
    rows = [f"n{number},fund,Đà Nẵng {number}" for number in range(2000)]
    content = "\n".join(["id,kind,name", *rows]).replace(",", separator).encode()
    (tmp_path / "n.csv").write_bytes(content.replace(b"ng 1500\n", b"ng \xff1500\n"))
    batch = load(tmp_path, tmp_path / "n.csv")
    (one,) = batch.rejections
    assert (one.row, one.column, one.value) == (1502, "name", "Đà Nẵng \\xff1500")
    assert one.reason == "the byte 0xff is not of the encoding"
    assert len(nodes(tmp_path)) == 1999


@pytest.mark.parametrize("where", ["n.csv", "none/r.csv", "."])
def test_rejects_are_not_written_over_input_or_nowhere(tmp_path: Path, where: str) -> None:
    table = tmp_path / "n.csv"
    table.write_text("id,kind,name\na,fund,A\nb,planet,B\n")
    command = ["--store", str(tmp_path / "s.duckdb"), "load", str(table), "--rejects", str(tmp_path / where)]
    assert cli.run(command) in (2, 3)
    assert "planet" in table.read_text()
    assert not (tmp_path / "s.duckdb").exists()


def test_rejects_of_files_with_other_spellings_of_a_header_load_again(tmp_path: Path) -> None:
    mend = tmp_path / "mend.csv"
    (tmp_path / "a.csv").write_text("id,kind,name\na,planet,A\nok,fund,Ok\n")
    (tmp_path / "b.csv").write_text("ID,Kind,Name\nb,planet,B\n")
    store = ["--store", str(tmp_path / "s.duckdb"), "load"]
    assert cli.run([*store, str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--rejects", str(mend)]) == 0
    mend.write_text(mend.read_text("utf-8-sig").replace("planet", "fund").replace("'fund", "'planet"))
    assert cli.run([*store, str(mend), "--rejects", str(mend.with_name("again.csv"))]) == 0
    assert nodes(tmp_path) == {"a": "A", "b": "B", "ok": "Ok"}
    assert len(mend.with_name("again.csv").read_text("utf-8-sig").splitlines()) == 1


def test_absurd_options_are_refused_and_absurd_reach_ends(tmp_path: Path) -> None:
    load(tmp_path, nodes="id,kind\na,fund\n")
    store = ["--store", str(tmp_path / "s.duckdb")]
    assert cli.run([*store, "find", "a", "--top", "9" * 20]) == 2
    assert cli.run([*store, "map", "--around", "a", "--steps", str(10**9)]) == 0
    assert cli.run([*store, "map", "--cite", "-o", str(tmp_path / "m.html")]) == 0
    assert cli.run([*store, "path", "a"]) == 2
    assert cli.run([*store, "rank"]) == 2
    assert cli.run([*store, "load", "x" * 10_000]) == 3
    assert cli.run(["--store", "x" * 10_000, "status"]) == 6


ROWS = "".join(f"n{number},fund,N {number}\n" for number in range(20))


@pytest.mark.parametrize("closing", ['z,fund,"Zeta"\n', "z,fund,Zeta\n", 'z,fund,Zeta"\n'])
def test_a_stray_quote_costs_its_own_row_alone(tmp_path: Path, closing: str) -> None:
    batch = load(tmp_path, nodes='id,kind,name\na,fund,"Alpha\n' + ROWS + closing + "q,fund,Q\n")
    counts = batch.totals()["nodes"]
    assert (counts.read, counts.read - counts.created) == (23, len(batch.rejections))
    assert {*(f"n{number}" for number in range(20)), "q"} <= set(nodes(tmp_path))
    assert batch.rejections[0].row == 2
    assert "quotes" in batch.rejections[0].reason


def test_a_cell_may_hold_lines_that_are_no_rows(tmp_path: Path) -> None:
    batch = load(tmp_path, nodes='id,kind,name,place\na,fund,A,"12 Main Street\nHa Noi, Vietnam"\nb,fund,B,\n')
    assert not batch.rejections
    assert batch.totals()["nodes"].created == 2


@pytest.mark.parametrize("row", ["a,fund,A", "a,fund,A,", "a,fund,A,,,"])
def test_a_row_without_empty_cells_at_its_end_or_with_more_is_whole(tmp_path: Path, row: str) -> None:
    batch = load(tmp_path, nodes=f"id,kind,name,place\n{row}\nb,fund,B,Hue\n")
    assert not batch.rejections
    assert nodes(tmp_path) == {"a": "A", "b": "B"}
    assert [note for note in batch.notes if "before the header" in note] == (
        [f"{tmp_path / 'nodes.csv'}: 1 row ends before the header does; its last cells are taken as empty"]
        if row == "a,fund,A"
        else []
    )


def test_text_in_a_formula_is_taken_out_of_it(tmp_path: Path) -> None:
    batch = load(tmp_path, nodes='id,kind,name,tax_code\n"=""007""",fund,A,="0100109106"\nb,fund,"=1+1",\n')
    assert not batch.rejections
    assert nodes(tmp_path) == {"007": "A", "b": "=1+1"}
    drawn = open_store(str(tmp_path / "s.duckdb")).read(Scope()).to_networkx()
    assert drawn.nodes["007"]["identifiers"] == "tax_code:0100109106"
    assert f'{tmp_path / "nodes.csv"}: 2 cells hold text as a formula, ="…"; the text is taken' in batch.notes


def test_words_for_nothing_are_counted_and_on_wish_empty(tmp_path: Path) -> None:
    rows = "id,kind,name,place\na,fund,N/A,Hue\nb,fund,NULL,N/A\nc,fund,N/A,\n"
    (tmp_path / "n.csv").write_text(rows)
    batch = load(tmp_path, tmp_path / "n.csv")
    assert [note.split(": ", 1)[1] for note in batch.notes] == [
        "column name: 2 × 'N/A', taken as a name; with --null 'N/A' it is empty",
        "column name: 1 × 'NULL', taken as a name; with --null 'NULL' it is empty",
    ]
    store = ["--store", str(tmp_path / "t.duckdb"), "load", str(tmp_path / "n.csv")]
    assert cli.run([*store, "--null", "N/A", "--null", "NULL"]) == 0
    drawn = open_store(str(tmp_path / "t.duckdb")).read(Scope()).to_networkx()
    assert [(told["name"], told.get("place")) for _, told in drawn.nodes(data=True)] == [
        ("a", "Hue"),
        ("b", None),
        ("c", None),
    ]


def test_a_word_for_nothing_is_nothing_within_a_list_too(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,kind,aliases,source\na,fund,N/A|Alpha | N/A,N/A\nb,fund,N/A,N/A|paper\n")
    (tmp_path / "m.toml").write_text(
        '[[links]]\nsource = "from"\nrelation = { constant = "part_of" }\ntarget = { column = "to", each = "|" }\n'
    )
    (tmp_path / "l.csv").write_text("from,to\na,b|N/A\n")
    store, wishes = open_store(str(tmp_path / "s.duckdb")), Wishes(null=("N/A",))
    loaders.load([tmp_path / "n.csv"], store=store, wishes=wishes)
    batch = loaders.load([tmp_path / "l.csv"], store=store, mapping=tmp_path / "m.toml", wishes=wishes)
    graph = store.read(Scope())
    assert (batch.totals()["links"].created, batch.rejections) == (1, [])
    assert list(graph.nodes.aliases) == ["Alpha", ""]
    assert [graph.cited_by_node(node) for node in range(2)] == [(), ("paper",)]


def test_a_file_of_broken_quotes_alone_loads_back(tmp_path: Path) -> None:
    mend, store = tmp_path / "mend.csv", ["--store", str(tmp_path / "s.duckdb"), "load"]
    (tmp_path / "n.csv").write_text('id,kind,name\nok,fund,Ok\na,fund,"Alpha\nb,fund,B\n')
    assert cli.run([*store, str(tmp_path / "n.csv"), "--rejects", str(mend)]) == 0
    assert nodes(tmp_path) == {"ok": "Ok", "b": "B"}
    assert cli.run([*store, str(mend)]) == 0
    assert nodes(tmp_path) == {"a": "Alpha", "b": "B", "ok": "Ok"}


def test_a_row_that_is_rejected_twice_comes_back_once(tmp_path: Path) -> None:
    mapping, mend = tmp_path / "m.toml", tmp_path / "mend.csv"
    link = '[[links]]\nsource = "a"\nrelation = { constant = "funds" }\ntarget = "%s"\n'
    mapping.write_text(link % "b" + link % "c")
    (tmp_path / "t.csv").write_text("a,b,c\nx,y,z\n")
    command = ["--store", str(tmp_path / "s.duckdb"), "load", str(tmp_path / "t.csv"), "--mapping", str(mapping)]
    assert cli.run([*command, "--rejects", str(mend)]) == 1
    (row,) = csv.DictReader(mend.read_text("utf-8-sig").splitlines())
    assert (row["a"], row["b"], row["c"]) == ("x", "y", "z")
    assert row["rejected_reason"].count("'x'") == 1
