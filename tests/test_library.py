"""The library of named questions: what is shipped answers as expected, and users can add their own."""

from __future__ import annotations

import json
from pathlib import Path

import expected
import pytest

import cli
from ecosystem.errors import BadInput
from queries._named_questions import NAME, choose, library, read

SHIPPED = library()
ROWS = expected.expected()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return expected.store(tmp_path_factory.mktemp("store"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_question_gives_the_expected_rows(name: str, store: str) -> None:
    assert expected.answered(store, SHIPPED[name].words()) == ROWS[name], "run tests/expected.py and read the change"


def test_the_shipped_questions_are_many_and_asked_in_two_languages() -> None:
    assert len(SHIPPED) >= 20
    assert list(ROWS) == list(SHIPPED)
    for question in SHIPPED.values():
        assert question.asked()
        assert question.asked(vietnamese=True) not in ("", question.asked())
        assert all(question.values.values()), f"{question.name} has a parameter without a usual value"


MINE = """
[money]
en = "Where does the money of {purse} go?"
command = "funding {purse} --top {top}"
values = { top = "5" }

[all-gaps]
en = "What is lacking?"
vi = "Còn thiếu gì?"
command = "lacks --gap 'high talent'"
"""


def test_users_add_questions_in_their_folder_and_in_files(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(MINE, "utf-8")
    (tmp_path / "other.toml").write_text('[all-gaps]\nen = "Which gaps?"\ncommand = "lacks --top 3"\n', "utf-8")
    found = library(folder=tmp_path)
    assert list(found) == [*SHIPPED, "all-gaps"]
    assert found["money"].words(["State budget"]) == ["funding", "State budget", "--top", "5"]
    assert found["money"].words(["a {b}", "0"]) == ["funding", "a {b}", "--top", "0"]
    assert found["money"].asked(["State budget"], vietnamese=True) == "Where does the money of State budget go?"
    assert found["money"].asked() == "Where does the money of … go?"
    assert found["money"].usage() == "money purse [top=5]"
    assert found["all-gaps"].words() == ["lacks", "--gap", "high talent"]
    assert library([tmp_path / "other.toml"], folder=tmp_path)["all-gaps"].words() == ["lacks", "--top", "3"]
    assert library(folder=tmp_path / "empty") == SHIPPED


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "question 'money': no value for purse; it takes money purse \\[top=5\\]"),
        (["a", "b", "c"], "question 'money': 3 values given; it takes money purse"),
    ],
)
def test_a_question_says_what_values_it_takes(tmp_path: Path, given: list[str], message: str) -> None:
    (tmp_path / NAME).write_text(MINE, "utf-8")
    with pytest.raises(BadInput, match=message):
        library(folder=tmp_path)["money"].words(given)


def test_a_name_that_is_none_brings_the_nearest() -> None:
    with pytest.raises(BadInput, match="no question is named 'gap'; did you mean gaps"):
        choose(SHIPPED, "gap")
    with pytest.raises(BadInput, match="`ecosystem ask` lists them all"):
        choose(SHIPPED, "xyz")
    assert choose(SHIPPED, "gaps").name == "gaps"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a", "is not TOML"),
        ('a = "funding"', "question 'a': write a table with at least en"),
        ('[a]\nen = "What?"', "question 'a': write a table with at least en"),
        ('[a]\nen = "What?"\ncommand = "delete all"', "'delete' is not a question; known are"),
        ('[a]\nen = "What?"\ncommand = "load data"', "'load' is not a question"),
        ('[a]\nen = "What?"\ncommand = ""', "command: is empty"),
        ('[a]\nen = "What?"\ncommand = "funding -o /etc/passwd"', "-o is for the one who asks"),
        ('[a]\nen = "What?"\ncommand = "funding --store=x"', "--store=x is for the one who asks"),
        ('[a]\nen = "What?"\ncommand = "funding {0}"', "'{0}' is not a parameter; write a parameter as"),
        ('[a]\nen = "What?"\ncommand = "funding {a.b}"', "is not a parameter"),
        ('[a]\nen = "What?"\ncommand = "funding {a!r}"', "is not a parameter"),
        ('[a]\nen = "What?"\ncommand = "funding {"', "write a parameter as"),
        ('[a]\nen = "What?"\ncommand = "funding \'"', "No closing quotation"),
        ('[a]\nen = "What of {b}?"\ncommand = "funding {a}"', "b is not a parameter of the command; it has a"),
        (
            '[a]\nen = "What?"\ncommand = "funding"\nvalues = { b = "1" }',
            "b is not a parameter of the command; it has none",
        ),
        ('[a]\nen = "What?"\ncommand = "funding"\nvalues = 3', "values: write a table"),
    ],
)
def test_a_file_that_is_wrong_says_where_and_how_to_mend_it(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput) as error:
        read(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="is not TOML in UTF-8"):
        read(tmp_path / "bytes.toml")


def test_a_named_question_is_asked_with_values_and_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "s.duckdb")
    (tmp_path / "nodes.csv").write_text("id,kind,name\na,fund,A\nb,university,B\n")
    (tmp_path / "mine.toml").write_text('[who]\nen = "Whom is {node} linked with?"\ncommand = "partners {node}"\n')
    assert cli.run(["--store", store, "load", str(tmp_path / "nodes.csv")]) == 0
    capsys.readouterr()
    ask = ["--store", store, "ask", "--questions", str(tmp_path / "mine.toml")]
    assert cli.run([*ask, "who", "B", "--format", "json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["title"] == "Partners of B"
    assert told.err == "Whom is B linked with?\n"
    assert cli.run([*ask, "who"]) == 3
    assert cli.run([*ask, "who", "B", "C"]) == 3
    assert cli.run([*ask, "whom"]) == 3
    assert cli.run([*ask, "who", "nobody"]) == 4
    capsys.readouterr()
    assert cli.run(ask) == 0
    assert "Whom is … linked with?" in capsys.readouterr().out


def test_the_list_calls_nodes_by_their_vietnamese_names_in_vietnamese(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--store", store, "ask"]) == 0
    said = capsys.readouterr().out
    assert "What does QTSC lack" in said
    assert "Công viên phần mềm Quang Trung còn thiếu" in said


def test_the_list_needs_no_store_and_makes_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--store", str(tmp_path / "none.duckdb"), "ask"]) == 0
    assert "QTSC còn thiếu" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
