"""Sums of money never mix currencies, years of prices or standings, and a table of rates joins what it names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.errors import BadInput
from ecosystem.model.answer import show
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from queries import NodeId, _money
from queries.funding import funding
from queries.portfolio import portfolio

NODES = [{"id": id, "kind": "fund"} for id in ("budget", "science", "other")]
FLOW = {"source": "budget", "relation": "funds", "target": "science"}
FLOWS = st.lists(
    st.fixed_dictionaries(
        {"amount": st.integers(1, 10**6).map(str), "unit": st.sampled_from(["USD", "EUR", "VND"])},
        optional={"price_year": st.sampled_from(["2010", "2020"]), "standing": st.sampled_from(["fact", "plan"])},
    ),
    max_size=8,
)


def graph(flows: list[dict[str, str]]) -> Graph:
    return graph_of(NODES, [{**FLOW, **flow} for flow in flows])


@given(FLOWS)
def test_every_amount_is_in_one_sum_of_its_own_kind(flows: list[dict[str, str]]) -> None:
    expected: dict[str, int] = {}
    for flow in flows:
        prices = f" in prices of {flow['price_year']}" if "price_year" in flow else ""
        planned = " (plan)" if flow.get("standing") == "plan" else ""
        kind = flow["unit"] + prices + planned
        expected[kind] = expected.get(kind, 0) + int(flow["amount"])
    said = _money.total(graph(flows), range(len(flows)))
    assert sorted(filter(None, said.split("; "))) == sorted(f"{sum:,} {kind}" for kind, sum in expected.items())


def test_scales_of_one_currency_are_added_up_and_rates_join_currencies() -> None:
    flows = [
        {"amount": "1.5", "unit": "tỷ đồng"},
        {"amount": "500", "unit": "triệu đồng"},
        {"amount": "2", "unit": "USD"},
    ]
    (sums,) = [note for note in funding(graph(flows), node=NodeId("budget")).notes if "Amounts" in note]
    assert "Amounts from it: 2 USD; 2,000,000,000 VND" in sums
    (sums,) = [
        note
        for note in funding(graph(flows), node=NodeId("science"), rates="USD = 25000 VND").notes
        if "Amounts" in note
    ]
    assert "Amounts to it: 2,000,050,000 VND" in sums


def test_prices_of_two_years_stay_apart_and_people_read_the_year() -> None:
    flows = [{"amount": "3", "unit": "USD", "price_year": year} for year in ("2010", "2020")]
    answer = funding(graph(flows), node=NodeId("budget"), rates="USD = 25000 VND")
    assert any("75,000 VND in prices of 2010; 75,000 VND in prices of 2020" in note for note in answer.notes)
    assert [row[8] for row in answer.rows] == ["USD", "USD"]
    assert {show(row[8]) for row in answer.rows} == {"USD, prices of 2010", "USD, prices of 2020"}


def test_a_sum_with_a_bound_is_about() -> None:
    flows = [{"amount": "3", "unit": "USD", "comparison": ">="}, {"amount": "4", "unit": "USD"}, {"percent": "3"}]
    assert _money.total(graph(flows), range(3)) == "about 7 USD"


@pytest.mark.parametrize(
    "text", ["USD", "USD=many", "USD = 25.400 VND", "USD = -3 VND", "USD = 3 USD", "USD=25000", "USD=2 VND; EUR=3 CNY"]
)
def test_what_is_not_a_rate_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="rates: "):
        _money.rates(text)


def test_no_rates_are_no_rates() -> None:
    assert _money.rates(None) == ("", {})
    assert _money.rates("USD = 25400 VND") == ("VND", {"USD": Decimal(25400)})


@pytest.mark.parametrize(
    ("units", "refused"),
    [(["USD", "EUR"], True), (["triệu đồng", "tỷ đồng"], True), (["USD", "usd"], False), (["", "USD"], False)],
)
def test_a_portfolio_does_not_add_up_weights_in_two_units(units: list[str], refused: bool) -> None:
    nodes = [{"id": "a", "kind": "enterprise", "place": "Hue"}, {"id": "ai", "kind": "technology"}]
    works = {"source": "a", "relation": "works_on", "target": "ai", "weight": "3"}
    known = graph_of(nodes, [{**works, "unit": unit} for unit in units])
    if refused:
        with pytest.raises(BadInput, match="cannot be added up"):
            portfolio(known)
    else:
        assert portfolio(known).rows
    assert portfolio(known, weight="links").rows
