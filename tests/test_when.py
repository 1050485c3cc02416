"""Dates that follow from other dates are reckoned, as precise as what they follow from."""

from __future__ import annotations

import pytest

from ecosystem.model.columns import Source
from ecosystem.model.rows import graph_of
from queries import _when
from queries._when import When

START = {"day": "2024-01-31", "month": "2025-02", "year": "2025", "none": "", "late": "9999-12-31"}
LAGS = [
    ("day", "P1D", 20240201),
    ("day", "P1M", 20240229),
    ("day", "P1Y1M", 20250228),
    ("day", "P2W", 20240214),
    ("day", "P1Y2M3W4D", 20250425),
    ("month", "P1M", 20250300),
    ("month", "P11M", 20260100),
    ("year", "P5Y", 20300000),
    ("year", "P1D", 20250000),
    ("report", "P5Y", 20300111),
    ("late", "P1D", 0),
    ("none", "P7D", 0),
    ("nobody", "P7D", 0),
]


@pytest.mark.parametrize(("after", "lag", "day"), LAGS)
def test_a_lag_is_added_to_the_date_of_a_node_or_source(after: str, lag: str, day: int) -> None:
    nodes = [{"id": id, "kind": "policy", "valid_from": text} for id, text in START.items()]
    graph = graph_of(nodes, [], sources=[Source("report", date="2025-01-11")])
    found = _when.relative(graph, {"after": after, "lag": lag})
    assert found.day == day
    assert found.reckoned
    assert after in found.reckoned


@pytest.mark.parametrize("columns", [{}, {"after": "day"}, {"lag": "P7D"}, {"after": "day", "lag": "soon"}])
def test_what_tells_no_lag_has_no_date(columns: dict[str, str]) -> None:
    assert _when.relative(graph_of([{"id": "day", "kind": "policy"}], []), columns) == When(0)


def test_a_deadline_that_is_told_goes_before_one_that_is_reckoned() -> None:
    graph = graph_of([{"id": "act", "kind": "policy", "valid_from": "2025"}], [])
    assert _when.deadline(graph, {"deadline": "2030", "after": "act", "lag": "P1Y"}) == When(20300000)
    assert _when.deadline(graph, {"deadline": "some day", "after": "act", "lag": "P1Y"}).day == 20260000
