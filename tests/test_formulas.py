"""No cell of a table that is handed on is a formula or steers a terminal, and a mended row loads as it was."""

from __future__ import annotations

import csv
import re
import tempfile
from io import StringIO
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

import cli
from ecosystem import Scope
from ecosystem.model.answer import Answer, Column
from ecosystem.model.formulas import guarded, unguarded
from ecosystem.model.rows import graph_of
from ecosystem.outputs import tables
from ecosystem.stores import open_store

SIGNS = [*"=+-@", "＝", "＋", "－", "＠"]
CELLS = st.text(alphabet=st.sampled_from(["'", *SIGNS, *' ab1.,;"\\đ']), min_size=1, max_size=8).filter(
    lambda cell: cell.strip() == cell
)
STEERING = re.compile("[\x7f-\x9f\u2028\u2029]")


@given(CELLS)
def test_taking_the_guard_off_gives_every_cell_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(tuple(SIGNS)) or re.fullmatch(r"[+-]?\d+([.,]\d+)*", cell)


@settings(max_examples=40, deadline=None)
@given(cells=st.lists(CELLS, min_size=1, max_size=4), header=CELLS)
@example(cells=["=1+1", "'=1+1", "-0.5", "'-0.5", "'s-Gravenhage"], header="=x")
def test_rejected_rows_are_guarded_and_load_as_they_were(cells: list[str], header: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mend, again = folder / "mend.csv", folder / "again.csv"
        with (folder / "n.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(
                [("id", "kind", "name", f"{header}x")]
                + [(f"n{number}", "planet", cell, cell) for number, cell in enumerate(cells)]
            )
        load = ["--store", str(folder / "s.duckdb"), "load"]
        assert cli.run([*load, str(folder / "n.csv"), "--rejects", str(mend)]) == 1
        assert cli.run([*load, str(mend), "--rejects", str(again)]) == 1
        written = list(csv.reader(StringIO(again.read_text("utf-8-sig"), newline="")))
        assert all(guarded(unguarded(cell)) == cell for row in written for cell in row)
        again.write_text(again.read_text("utf-8-sig").replace('"planet"', '"fund"'), "utf-8")
        assert cli.run([*load, str(again)]) == 0
        found = open_store(str(folder / "s.duckdb")).read(Scope()).to_networkx()
        assert [found.nodes[f"n{number}"]["name"] for number in range(len(cells))] == cells
        assert [found.nodes[f"n{number}"][f"{header}x"] for number in range(len(cells))] == cells


def test_control_signs_are_harmless_in_tables(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,kind,name\na,planet,A\x9b2J\u2028B\n", "utf-8")
    mend = tmp_path / "mend.csv"
    cli.run(["--store", str(tmp_path / "s.duckdb"), "load", str(tmp_path / "n.csv"), "--rejects", str(mend)])
    assert "planet" in mend.read_text("utf-8-sig")
    assert not STEERING.search(mend.read_text("utf-8-sig"))
    graph = graph_of([{"id": "a", "kind": "fund", "name": "A\x9b2J\u2028B\x85C"}], [])
    answer = Answer("t", (Column("name"),), [(str(graph.nodes.name[0]),)], graph)
    assert not STEERING.search(tables.text(answer, "csv"))
