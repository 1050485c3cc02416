"""Ends are read by their last day and reckoned dates as reckoned; files hold what can be loaded again."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.model import dates
from ecosystem.model.answer import Answer, show
from ecosystem.model.columns import Source
from ecosystem.model.rows import graph_of
from ecosystem.outputs import tables, terminal
from queries import NodeId, _when
from queries.compare import compare
from queries.contradictions import contradictions
from queries.instruments import instruments
from queries.links import links
from queries.partners import partners
from queries.show import show as show_node
from queries.targets import targets
from queries.timeline import timeline

DAYS = st.dates(date(1, 1, 2)).map(date.isoformat)
PARTIAL = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))


def first_of(text: str) -> date:
    day = dates.first_day(dates.parse(text))
    return date(day // 10000, day // 100 % 100, day % 100)


@given(PARTIAL.filter(lambda text: first_of(text) > date(1, 12, 31)))
def test_an_end_is_read_as_the_last_day_before_it(text: str) -> None:
    end = dates.end(dates.parse(text))
    assert end == text
    assert len(end.read) == len(text)
    last = _when.last_day(dates.parse(end.read))
    assert date(last // 10000, last // 100 % 100, last % 100) + timedelta(days=1) == first_of(text)


GRAPH = graph_of(
    [
        {"id": "body", "kind": "agency", "valid_from": "2020", "valid_to": "2025-07-01"},
        {"id": "other", "kind": "agency"},
        {"id": "ramp", "kind": "instrument", "valid_from": "2025", "valid_to": "2027"},
        {"id": "gone", "kind": "policy", "valid_to": "2025-07"},
    ],
    [
        {"source": "other", "relation": "part_of", "target": "body", "valid_to": "2025-07", "sources": "x"},
        {"source": "other", "relation": "part_of", "target": "body", "valid_to": "2027", "sources": "y"},
    ],
)
ENDING = [
    (show_node(GRAPH, node=NodeId("body")), {"2025-07-01": "2025-06-30"}),
    (partners(GRAPH, node=NodeId("body")), {"2025-07": "2025-06", "2027": "2026"}),
    (links(GRAPH), {"2025-07": "2025-06", "2027": "2026"}),
    (contradictions(GRAPH), {"2025-07": "2025-06", "2027": "2026"}),
    (timeline(GRAPH), {"2027": "2026", "2025-07": "2025-06"}),
]


@pytest.mark.parametrize(("answer", "read"), ENDING, ids=[answer.title for answer, _ in ENDING])
def test_people_read_the_last_day_and_files_hold_the_end(answer: Answer, read: dict[str, str]) -> None:
    shown = {show(cell) for row in answer.rows for cell in row}
    held = {cell for row in csv.reader(io.StringIO(tables.text(answer, "csv"))) for cell in row}
    told = {cell for row in json.loads(tables.text(answer, "json"))["rows"] for cell in row.values()}
    for end, last in read.items():
        assert last in shown
        assert end not in shown
        assert end in held
        assert end in told
        assert last not in held
    screen = io.StringIO()
    terminal.show(answer, screen)
    for text in (screen.getvalue(), tables.text(answer, "md"), str(answer)):
        assert all(last in text for last in read.values())
        assert "valid to" not in text
        assert "ends before" not in text


RECKONED = graph_of(
    [
        {"id": "act", "kind": "policy"},
        {"id": "goal", "kind": "target", "after": "report", "lag": "P5Y", "value": "3"},
        {"id": "order", "kind": "policy", "standing": "plan", "after": "report", "lag": "P1M"},
        {"id": "tool", "kind": "instrument"},
        {"id": "firms", "kind": "enterprise"},
    ],
    [
        {"source": "act", "relation": "sets_target", "target": "goal", "after": "report", "lag": "P5Y", "sources": "x"},
        {
            "source": "act",
            "relation": "sets_target",
            "target": "goal",
            "value": "3",
            "deadline": "2031",
            "sources": "y",
        },
        {"source": "act", "relation": "introduces", "target": "tool"},
        {"source": "tool", "relation": "benefits", "target": "firms"},
        {"source": "tool", "relation": "applies_to", "target": "goal", "effect": "requires"},
    ],
    sources=[Source("report", "Report", date="2025-01-11")],
)
ASKED = [
    targets(RECKONED),
    timeline(RECKONED),
    show_node(RECKONED, node=NodeId("goal")),
    links(RECKONED),
    partners(RECKONED, node=NodeId("goal")),
    contradictions(RECKONED),
    compare(RECKONED, first=NodeId("act"), second=NodeId("tool")),
    instruments(RECKONED),
]


@pytest.mark.parametrize("answer", ASKED, ids=lambda answer: answer.title)
def test_a_reckoned_date_is_said_to_be_about(answer: Answer) -> None:
    text = tables.text(answer, "md")
    assert "about 2030" in text
    assert "P5Y" not in text or answer.title == "goal"  # which shows what is recorded as well
    assert "2030-01-11" not in text
    assert "5 years after Report" in text or answer.title.startswith("Targets")


LAGS = st.tuples(*(st.integers(0, 30) for _ in range(4))).filter(any)


@given(start=DAYS.filter(lambda day: day < "9900"), lag=LAGS)
def test_a_reckoned_date_is_no_more_precise_than_the_time_after(start: str, lag: tuple[int, ...]) -> None:
    graph = graph_of([{"id": "act", "kind": "policy", "valid_from": start}], [])
    years, months, weeks, days = lag
    when = _when.relative(graph, {"after": "act", "lag": f"P{years}Y{months}M{weeks}W{days}D"})
    assert when.written == dates.show(when.day)
    assert isinstance(when.written, dates.Written)
    about = when.written.read.removeprefix("about ")
    assert when.written.startswith(about)
    assert len(about) == (10 if weeks or days else 7 if months else 4)
