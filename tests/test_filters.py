"""A filter takes the words of the program in both languages, and refuses any other with those most like it."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli
import loaders
from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.model.cell_words import cell_words
from ecosystem.stores import open_store
from queries import NodeId
from queries._filters import chosen
from queries._question import Question

DATA = Path(__file__).parent.parent / "ecosystem" / "data"
FREE = {("links", "text")}
"""Options that are looked for in any text."""
FORMS = {"on", "since", "until", "rates"}
"""Options that take any date or rate, not a word of a list."""
FILTERS = [
    (name, one.name)
    for name in discovery.names("queries")
    for one in Question(name).parameters
    if one.type is str and not one.required and (name, one.name) not in FREE and one.type is not NodeId
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("store") / "s.duckdb")
    loaders.load([DATA / "resolution57"], store=open_store(path))
    return path


@pytest.mark.parametrize(("name", "option"), FILTERS)
def test_a_word_that_no_row_can_have_is_refused(
    name: str, option: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["--store", store, name, f"--{option}", "planedd"]) == 3
    error = capsys.readouterr().err
    assert f"{option}: 'planedd'" in error
    assert ("known" in error or "did you mean" in error) or option in FORMS


def test_there_are_filters_to_be_tested() -> None:
    assert {("instruments", "state"), ("lacks", "gap"), ("targets", "unit")} <= set(FILTERS)


@pytest.mark.parametrize("word", ["planned", "in force"])
def test_a_word_is_known_in_any_spelling_of_both_languages(word: str) -> None:
    known = ("in force", "planned", "past")
    for spelling in (word.upper(), word.replace(" ", "-"), word.replace(" ", "_"), cell_words()[word]):
        assert chosen("state", spelling, known) == word
    with pytest.raises(BadInput, match=r"did you mean planned \(dự kiến\)\?"):
        chosen("state", "planed", known)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["instruments", "QTSC", "--effect", "requires"], "left with --effect requires"),
        (["lacks", "QTSC", "--gap", "rules", "--answer", "past"], "left with --gap rules --answer past"),
        (["lacks", "VAST"], "No gap is recorded here."),
        (["posts", "VAST"], "No post is recorded"),
        (["links", "--text", "no such text"], "left with --text 'no such text'"),
    ],
)
def test_an_empty_answer_says_why(words: list[str], why: str, store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--store", store, *words]) == 0
    assert why in capsys.readouterr().out
