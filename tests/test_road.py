"""The road from files to answers: nothing is lost, nothing is counted twice, and the store stays whole."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cli
import ecosystem
import loaders
from ecosystem.errors import BadInput, StoreBusy, StoreUnreachable
from ecosystem.intake import Batch
from ecosystem.stores import open_store

ROOT = Path(__file__).parent.parent
DATA = ROOT / "ecosystem" / "data"
NODES = "id,kind,name,aliases\nqtsc,it_zone,Quang Trung Software City,QTSC\nuit,university,Đại học Công nghệ,UIT\n"
LINKS = "source,relation,target,weight,source_doc\nQTSC,collaborates_with,uit,2,report#p. 4\n"


def load(folder: Path, store: Path, **files: str | bytes) -> Batch:
    paths = []
    for name, content in files.items():
        path = folder / f"{name}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return loaders.load(paths, store=open_store(str(store)))


def sums_hold(batch: Batch) -> None:
    for report in batch.reports:
        told = report.to_dict()
        for one in (told, told["nodes"], told["links"], told["sources"]):
            assert one["read"] == one["created"] + one["updated"] + one["unchanged"] + one["rejected"]


def test_bundled_data_has_a_source_everywhere_and_no_path_is_invented(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = loaders.load([DATA / "resolution57"], store=store)
    assert not batch.rejections
    graph = store.read(ecosystem.Scope())
    assert graph.nodes.sources.all()
    assert graph.links.sources.all()
    assert {reference.split("#")[0] for row in graph.citations for reference in row} <= set(graph.sources)
    assert not graph.to_networkx().has_edge("qtsc", "vast")


cell = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=12) | st.sampled_from(
    ["", "qtsc", "uit", "funds", "university", "2025-13", "=1+1", '"', "a|b", "đ", "\u2028", "nan", "-1"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cell, min_size=4, max_size=6), max_size=5), which=st.sampled_from([NODES, LINKS]))
def test_any_rows_added_to_a_valid_file_keep_the_sum(tmp_path: Path, rows: list[list[str]], which: str) -> None:
    store = tmp_path / "s.duckdb"
    store.unlink(missing_ok=True)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    try:
        batch = load(tmp_path, store, nodes=NODES, more=which + out.getvalue().replace("\r\n", "\n"))
    except BadInput:
        return
    sums_hold(batch)
    width = len(which.splitlines()[0].split(","))
    filled = [row for row in rows if any(text.strip() for text in row)]
    ragged = sum(any(text.strip() for text in row[width:]) for row in filled)
    report = batch.reports[1].to_dict()
    assert report["rejected"] + report["lines"].get("beside", 0) >= ragged


def test_quick_and_plain_reading_give_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "nodes.csv"
    path.write_text('id,kind,name\na,fund,"x, ""y"""\nb,fund,\n,fund,Đà Nẵng\n')
    from ecosystem.intake import delimited
    from ecosystem.intake.files import opened

    store = open_store(str(tmp_path / "s.duckdb"))
    with store.writing(dry_run=True) as batch:
        tables = [delimited.read(opened(str(path), tmp_path), batch.folder, quick=quick) for quick in (True, False)]
        assert [table.quick for table in tables] == [True, False]
        rows = [
            [tuple(cell or "" for cell in row) for row in batch.connection.execute(table.sql).fetchall()]
            for table in tables
        ]
    assert rows[0] == rows[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 \x00\x01", "PDF"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "HTML"),
        (b"PK\x03\x04rest", "Excel"),
        (b"id,name,Name\n1,a,b\n", "two columns"),
        (b"foo,bar\n1,2\n", "no mapping"),
        (b"id,name\n1,a\n", "no column kind"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    store = tmp_path / "s.duckdb"
    with pytest.raises(BadInput, match=said) as raised:
        load(tmp_path, store, table=content)
    assert "\n" not in str(raised.value)
    assert not open_store(str(store)).log()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_line_ends_and_separators_are_found_out(tmp_path: Path, codec: str, end: str, separator: str) -> None:
    text = NODES.replace(",", separator).replace("\n", end)
    load(tmp_path, tmp_path / "s.duckdb", nodes=text.encode(codec))
    graph = open_store(str(tmp_path / "s.duckdb")).read(ecosystem.Scope())
    assert list(graph.nodes.name) == ["Quang Trung Software City", "Đại học Công nghệ"]


def test_no_link_is_lost_in_networkx_whatever_the_columns_are_called(tmp_path: Path) -> None:
    links = "source,relation,target,valid_from,key,u_for_edge\nqtsc,collaborates_with,uit,2024,k,x\n"
    nodes = "id,kind,name,node_for_adding\nqtsc,it_zone,QTSC,a\nuit,university,UIT,b\n"
    load(tmp_path, tmp_path / "s.duckdb", nodes=nodes, links=links + links.splitlines()[1].replace("2024", "2025"))
    graph = open_store(str(tmp_path / "s.duckdb")).read(ecosystem.Scope()).to_networkx()
    assert [told["key"] for _, _, told in graph.edges(data=True)] == ["k"] * 4
    assert graph.nodes["qtsc"]["node_for_adding"] == "a"
    for suffix, read in ((".gexf", nx.read_gexf), (".graphml", nx.read_graphml)):
        path = str(tmp_path / f"map{suffix}")
        assert cli.run(["--store", str(tmp_path / "s.duckdb"), "map", "-o", path]) == 0
        assert read(path).number_of_edges() == 2


def test_an_old_encoding_is_told_by_its_very_last_byte(tmp_path: Path) -> None:
    load(tmp_path, tmp_path / "s.duckdb", nodes="id,kind,name\na,enterprise,café".encode("windows-1252"))
    assert list(open_store(str(tmp_path / "s.duckdb")).read(ecosystem.Scope()).nodes.name) == ["café"]


def test_a_rejected_row_is_mended_and_loaded_again(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    (tmp_path / "nodes.csv").write_text(NODES)
    (tmp_path / "links.csv").write_text(LINKS.replace("collaborates_with", "colaborates_with"))
    mend = tmp_path / "mend.csv"
    command = ["--store", str(store), "load", str(tmp_path / "nodes.csv"), str(tmp_path / "links.csv")]
    assert cli.run([*command, "--rejects", str(mend)]) == 0
    mend.write_text(mend.read_text("utf-8-sig").replace("colaborates_with", "collaborates_with"))
    assert cli.run(["--store", str(store), "load", str(mend)]) == 0
    assert len(open_store(str(store)).read(ecosystem.Scope()).links) == 1


def test_strict_loads_nothing(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    (tmp_path / "nodes.csv").write_text(NODES + "x,planet,X,\n")
    assert cli.run(["--store", str(store), "load", str(tmp_path / "nodes.csv"), "--strict"]) == 1
    assert not open_store(str(store)).log()
    assert not len(open_store(str(store)).read(ecosystem.Scope()).nodes)


def test_a_dry_run_makes_no_store(tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text(NODES)
    assert cli.run(["--store", str(tmp_path / "s.duckdb"), "load", str(tmp_path / "nodes.csv"), "--dry-run"]) == 0
    assert not (tmp_path / "s.duckdb").exists()


def test_text_with_broken_quotes_is_kept_and_never_becomes_a_node(tmp_path: Path) -> None:
    store, mend = tmp_path / "s.duckdb", tmp_path / "mend.csv"
    (tmp_path / "institutes.csv").write_text('id,name\na,A\nb,"never\nclosed,c\n')
    command = ["--store", str(store), "load", str(tmp_path / "institutes.csv"), "--rejects", str(mend)]
    assert cli.run(command) == 0
    assert 'b,""never\nclosed,c' in mend.read_text("utf-8-sig")
    assert cli.run(["--store", str(store), "load", str(mend)]) == 1
    assert list(open_store(str(store)).read(ecosystem.Scope()).nodes.id) == ["a"]


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "s.duckdb")
    load(tmp_path, Path(store), nodes=NODES + "uit2,university,Dai hoc Cong nghe,\n", links=LINKS)
    assert cli.run(["--store", store, "partners", "nobody at all"]) == 4
    assert cli.run(["--store", store, "partners", "dai hoc cong nghe!"]) == 5
    assert cli.run(["--store", store, "partners", "Đại học Công nghệ"]) == 0
    assert cli.run(["--store", str(tmp_path / "none.duckdb"), "status"]) == 6
    assert cli.run(["--store", store, "load", str(tmp_path / "missing.csv")]) == 3
    assert cli.run(["rank", "beauty"]) == 2
    assert "known are degree, in_degree" in capsys.readouterr().err
    assert cli.run(["rank", "betwenness"]) == 2
    assert "did you mean betweenness?" in capsys.readouterr().err
    assert cli.run(["--store", store, "rank", "In-Degree"]) == 0
    capsys.readouterr()


def test_json_has_the_agreed_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "s.duckdb")
    load(tmp_path, Path(store), nodes=NODES, links=LINKS)
    assert cli.run(["--store", store, "rank", "strength", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["title", "columns", "rows", "notes", "sources", "command", "version"]
    assert told["command"] == "ecosystem rank strength"
    assert told["rows"][0] == {
        "rank": 1,
        "id": "qtsc",
        "name": "Quang Trung Software City",
        "kind": "it_zone",
        "value": 2.0,
    }


def test_somebody_else_who_writes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "s.duckdb"
    load(tmp_path, store, nodes=NODES)
    hold = "import sys,duckdb; c=duckdb.connect(sys.argv[1]); print('held',flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        monkeypatch.setattr("ecosystem.stores.embedded.PATIENCE", 0.2)
        with pytest.raises(StoreBusy, match=str(other.pid)):
            open_store(str(store)).read(ecosystem.Scope())
        other.communicate("")


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    path.write_text("no store " * 1000)
    with pytest.raises(StoreUnreachable, match="not a store"):
        open_store(str(path)).read(ecosystem.Scope())
    assert path.read_text() == "no store " * 1000


def test_a_store_with_a_word_of_another_vocabulary_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    load(tmp_path, path, nodes="id,kind,name\na,fund,A\n")
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE main.nodes SET kind = 'laboratory'")
    with pytest.raises(StoreUnreachable, match="it uses the kind 'laboratory', which this version does not know"):
        open_store(str(path)).read(ecosystem.Scope())


def test_a_link_to_a_node_that_was_rejected_says_so(tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text("id,kind,name\na,fund,A\nb,planet,Beta\n")
    (tmp_path / "links.csv").write_text("source,relation,target\na,funds,Beta\na,funds,c\n")
    batch = loaders.load([tmp_path / "links.csv", tmp_path / "nodes.csv"], store=open_store(str(tmp_path / "s.duckdb")))
    assert [(one.row, one.reason) for one in batch.rejections] == [
        (2, "the node 'Beta' was itself rejected, in row 3"),
        (3, "no node has the id or name 'c'"),
        (3, "'planet' is not a kind"),
    ]
