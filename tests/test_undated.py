"""What is asked of a day says how much of the answer has no date of its own."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cli
import loaders
from ecosystem import discovery
from ecosystem.model.rows import graph_of
from ecosystem.stores import open_store
from queries import _notes
from queries._question import Question
from queries.links import links

DATA = Path(__file__).parent.parent / "ecosystem" / "data" / "resolution57"
OF_NO_LINK = ("find", "log")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("undated") / "store.duckdb")
    loaders.load([DATA], store=open_store(path))
    return path


@pytest.mark.parametrize("name", sorted({*discovery.names("queries")} - {*OF_NO_LINK}))
def test_every_question_about_a_day_counts_what_has_no_date(
    name: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for example in Question(name).examples:
        words = [word for word in shlex.split(example)[1:] if not word.startswith("--as-of")]
        code = cli.run(["--store", store, *words, "--as-of", "2025-03-01", "-o", "-", "--format", "json"])
        told = capsys.readouterr().out
        if code == 0 and (answer := json.loads(told))["rows"]:
            assert any("date" in note and "Scope" not in note for note in answer["notes"]), example


@given(dates=st.lists(st.tuples(st.sampled_from(["", "2020"]), st.sampled_from(["", "2030"])), max_size=6))
def test_a_row_of_a_link_has_a_date_where_the_link_begins_or_ends(dates: list[tuple[str, str]]) -> None:
    nodes = [{"id": id, "kind": "institute", "valid_from": "2001"} for id in "ab"]
    told = [
        {"source": "a", "relation": "part_of", "target": "b", "valid_from": begins, "valid_to": ends, "id": str(number)}
        for number, (begins, ends) in enumerate(dates)
    ]
    answer = links(graph_of(nodes, told), top=0)
    missing = sum(one == ("", "") for one in dates)
    assert answer.undated == missing
    if len(dates) > 1:
        assert f"Of {len(dates)} rows {missing} ha" in _notes.undated(answer)[0]
