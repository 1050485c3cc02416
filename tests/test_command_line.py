"""The command line takes words as files do, says what it took, and gives a command that asks the same again."""

from __future__ import annotations

import json
import pstats
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import cli
import loaders
from ecosystem.errors import BadInput, NoSuchNode
from ecosystem.stores import open_store
from queries.partners import partners

NODES = "id,kind,name\na,fund,Quỹ A\nb,university,B\nc,technology,C\n"
LINKS = "source,relation,target,source_doc\na,funds,b,unknown-report\nb,works_on,c,\n"
Said = pytest.CaptureFixture[str]


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    for name, rows in (("nodes", NODES), ("links", LINKS)):
        (tmp_path / f"{name}.csv").write_text(rows, "utf-8")
    path = tmp_path / "s.duckdb"
    loaders.load([tmp_path / "nodes.csv", tmp_path / "links.csv"], store=open_store(str(path)))
    return ["--store", str(path)]


def rows(said: Said) -> list[list[str]]:
    return [list(row.values()) for row in json.loads(said.readouterr().out)["rows"]]


@pytest.mark.parametrize("word", ["works_on", "works on", "Works On", "phát triển", "phat trien"])
def test_relations_are_given_in_words(store: list[str], word: str, capsys: Said) -> None:
    assert cli.run([*store, "partners", "b", "--relation", word, "--format", "json"]) == 0
    assert [row[2] for row in rows(capsys)] == ["c"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["partners", "b", "--relation", "works_onn"], "did you mean 'works_on'?"),
        (["partners", "b", "--kind", "universitty"], "did you mean 'university'?"),
        (["partner", "b"], "did you mean partners?"),
        (["partners", "b", "--top", "-1"], "'-1' is not a whole number from 0"),
        (["partners", "b", "--top", "many"], "'many' is not a whole number from 0"),
        (["partners"], "Missing argument 'NODE'"),
    ],
)
def test_what_is_misspelt_is_told_with_the_way_out(store: list[str], words: list[str], said: str, capsys: Said) -> None:
    assert cli.run([*store, *words]) == 2
    assert said in capsys.readouterr().err


def test_a_misspelt_word_to_leave_out_leads_to_the_word(store: list[str], capsys: Said) -> None:
    assert cli.run([*store, "map", "--without", "clas"]) == NoSuchNode.exit_code
    assert "or did you mean the word 'class'?" in capsys.readouterr().err


def test_steps_with_nothing_to_count_from_are_refused(store: list[str], capsys: Said) -> None:
    assert cli.run([*store, "map", "--steps", "2"]) == BadInput.exit_code
    told = "error: steps: nothing is given to count from; add --around NODE or leave out --steps\n"
    assert capsys.readouterr().err == told
    assert cli.run([*store, "map", "--steps", "2", "--around", "a"]) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["partners", "Quỹ A", "--relation", "funds", "--relation", "works_on", "--cite"],
        ["rank", "betweenness", "--top", "2", "--raw", "--without", "class"],
        ["connect", "a", "c"],
        ["lacks", "--gap", "talent"],
    ],
)
def test_a_page_names_the_command_that_asks_the_same(store: list[str], tmp_path: Path, words: list[str]) -> None:
    path = tmp_path / "page.html"
    assert cli.run([*store, *words, "-o", str(path), "--format", "csv"]) == 0
    assert shlex.join(["ecosystem", *words]).replace("'", "\\u0027") in path.read_text("utf-8").replace("'", "\\u0027")


def test_a_load_tells_separators_and_sources_that_nobody_described(
    store: list[str], tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "more.csv").write_text("id;kind\nd;fund\n")
    assert cli.run([*store, "load", str(tmp_path / "more.csv"), str(tmp_path / "links.csv"), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [file["separator"] for file in told["files"]] == [";", ","]
    assert told["notes"] == ["1 source cited but not described: unknown-report; give each a row in a table of sources"]


def test_an_argument_that_may_be_left_out_is_shown_so(capsys: Said) -> None:
    assert cli.run(["lacks", "--help"]) == 0
    told = capsys.readouterr().out
    assert "lacks [OPTIONS] [NODE]" in told
    assert "2147483647" not in told


def test_an_answer_prints_as_a_table(store: list[str]) -> None:
    from ecosystem import Scope

    told = str(partners(open_store(store[1]).read(Scope()), node="b"))  # type: ignore[arg-type]
    assert told.splitlines()[0] == "Partners of B"
    assert "funded by" in told


def test_a_profiler_sees_the_whole_command(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    cli_file = Path(cli.__file__)
    command = [str(cli_file), "--store", str(tmp_path / "none"), "status"]
    words = [sys.executable, "-m", "cProfile", "-o", str(profile), *command]
    subprocess.run(words, capture_output=True, check=False, cwd=cli_file.parent)
    assert any(name == "end_process" for _, _, name in pstats.Stats(str(profile)).stats)


def test_a_former_name_of_a_command_works_with_a_note(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([*store, "holes", "--missing", "source"]) == 0
    first = capsys.readouterr()
    assert "the command is now completeness" in first.err
    (tmp_path / "own.toml").write_text('[mine]\nen = "What is missing?"\ncommand = "holes --missing source"\n', "utf-8")
    assert cli.run([*store, "ask", "--questions", str(tmp_path / "own.toml"), "mine"]) == 0
    assert capsys.readouterr().out == first.out
