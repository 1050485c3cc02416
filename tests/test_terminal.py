"""The terminal shows answers aligned, whole and harmless."""

from __future__ import annotations

import io
import os
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.model.answer import Answer, Column
from ecosystem.model.columns import Source
from ecosystem.model.rows import graph_of
from ecosystem.outputs import terminal

GRAPH = graph_of([], [], sources=[Source("r", title="Report", date="2024")])
HOSTILE = "\x1b]0;owned\x07\x9b31m\u202etxt\u2066\u200b\r\nrow|=1+1<script>\x00"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:  # noqa: D102
        return True


def answer(*rows: tuple[str | int | float | None, ...], evidence: tuple[tuple[str, ...], ...] = ()) -> Answer:
    columns = (Column("name"), Column("value", "partners"))
    return Answer("Who is central", columns, rows, GRAPH, notes=("A note.",), evidence=evidence)


def printed(answer: Answer, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    terminal.show(answer, stream)
    return stream.getvalue()


def test_numbers_stand_right_and_unknown_is_empty() -> None:
    assert printed(answer(("Đại học", 7), ("大学", 1200), ("x", None), ("y", float("nan")))) == (
        "Who is central\n\n"
        "name     value (partners)\n"
        "───────  ────────────────\n"
        "Đại học                 7\n"
        "大学                 1200\n"
        "x\n"
        "y\n\n"
        "A note.\n"
    )


def test_no_rows_leave_title_and_notes() -> None:
    assert printed(answer()) == "Who is central\n\nA note.\n"


def test_references_become_numbers_of_a_list_of_sources() -> None:
    text = printed(answer(("a", 1), ("b", 2), evidence=(("r#page 4", "s"), ("s",))).cited())
    assert "[1] page 4, [2]" in text
    assert text.endswith("Sources\n[1] r: Report, 2024\n[2] s: not described\n")


def test_a_count_of_sources_stays_a_number() -> None:
    one = Answer("t", (Column("id"), Column("sources")), [("a", 3)], GRAPH)
    assert printed(one).splitlines()[-1].split() == ["a", "3"]


def test_a_pipe_gets_every_cell_whole() -> None:
    long = "word " * 500
    assert long.strip() in printed(answer((long, 1)))


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_a_terminal_gets_lines_that_fit(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    names = ["một hai ba bốn " * 6, "大学" * 30, "x" * 100]
    one = Answer("t", (Column("name"), Column("n"), Column("place")), [(name, 12345, name) for name in names], GRAPH)
    text = printed(one, Terminal())
    assert max(map(terminal.cells, text.splitlines())) <= columns
    assert text.count("12345") == 3
    letters = sum(text.count(letter) for letter in "x大")
    assert letters == 2 * (100 + 30)


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[1m" in printed(answer(), Terminal())
    assert "\x1b" not in printed(answer())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in printed(answer(), Terminal())


def test_nothing_from_a_cell_steers_the_terminal() -> None:
    one = Answer(HOSTILE, (Column(HOSTILE, HOSTILE),), [(HOSTILE,)], GRAPH, (HOSTILE,), ((HOSTILE,),)).cited()
    text = printed(one)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text)
    assert "<script>" in text
    assert len(text.splitlines()) == 10


@given(st.text())
def test_plain_is_one_line_without_controls(text: str) -> None:
    plain = terminal.plain(text)
    assert {unicodedata.category(c) for c in plain}.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert len(plain.splitlines()) <= 1
    assert terminal.plain(plain) == plain


@given(st.lists(st.tuples(st.text(), st.text(), st.integers()), min_size=1, max_size=5), st.integers(30, 100))
def test_wrapping_loses_no_letter(rows: list[tuple[str, str, int]], width: int) -> None:
    texts = [[a, b, str(n)[:9]] for a, b, n in rows]
    lines = terminal.table(["a", "b", "n"], texts, [False, False, True], width=width)
    assert max(map(terminal.cells, lines), default=0) <= width
    expected = sorted("".join(terminal.plain(cell) for row in texts for cell in row).replace(" ", ""))
    assert sorted("".join(lines[2:]).replace(" ", "")) == expected


def test_a_narrow_terminal_gets_one_field_a_line_and_none_that_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    columns = tuple(Column(name) for name in ("id", "name", "place", "value", "note", "kind"))
    rows = [("qtsc", "Quang Trung Software City", None, 0.66666, "software " * 4, "it_zone"), ("b", *("b",) * 5)]
    text = printed(Answer("t", columns, rows, GRAPH), Terminal())
    assert text.startswith(
        "t\n\n"
        "1. id     qtsc\n"
        "   name   Quang Trung Software City\n"
        "   value  0.6667\n"
        "   note   software software software\n"
        "          software\n"
        "   kind   it_zone\n"
        "\n"
        "2. id     b\n"
    )


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=12), st.integers(20, 60))
def test_fields_lose_no_letter(rows: list[tuple[str, str]], width: int) -> None:
    lines = terminal.fields(["a", "b"], rows, width=width)
    assert max(map(terminal.cells, lines), default=0) <= width
    told = "".join(line[len(f"{len(rows)}. a  ") :] for line in lines).replace(" ", "")
    assert told == "".join(terminal.plain(cell) for row in rows for cell in row).replace(" ", "")


def test_columns_without_a_value_give_way_before_others_wrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("NO_COLOR", "1")
    columns = (Column("name"), Column("valid_from"), Column("kind"))
    text = printed(Answer("t", columns, [("Quang Trung City", None, "it_zone")], GRAPH), Terminal())
    assert text.splitlines()[2:] == ["name              kind", "────────────────  ───────", "Quang Trung City  it_zone"]


def test_width_is_asked_of_terminals_only() -> None:
    assert terminal.width(io.StringIO()) is None
    assert isinstance(terminal.width(Terminal()), int)
    assert os.environ.get("COLUMNS") is None or terminal.width(Terminal()) == int(os.environ["COLUMNS"])
