"""Sums of money, by currency, year of prices and standing, which are never added up with one another."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from ecosystem.errors import BadInput
from ecosystem.intake import quantities
from ecosystem.model import dates
from ecosystem.model.answer import Value, show
from ecosystem.model.graph import Graph
from queries import _attributes

Rates = tuple[str, Mapping[str, Decimal]]
"""A currency, and what one unit of each other one is worth in it."""
NO_RATES: Rates = ("", {})
_RATE = re.compile(r"\s*(?P<one>[^=]+?)\s*=\s*(?P<worth>[^=]+?)\s*")


def rates(text: str | None) -> Rates:
    """Return the rates that an option gives. Raises `BadInput` for what is not a rate, or leads to several currencies.

    >>> rates("USD = 25400 VND; EUR = 27,500.5 VND")
    ('VND', {'USD': Decimal('25400'), 'EUR': Decimal('27500.5')})
    """
    found: dict[str, Decimal] = {}
    into = set()
    for part in filter(str.strip, (text or "").split(";")):
        rate = _RATE.fullmatch(part)
        scale, unit = quantities.unit(rate["one"]) if rate else (1, "")
        worth = list(dict.fromkeys(quantities.readings(rate["worth"]).values())) if rate else []
        if len(worth) != 1 or scale != 1 or worth[0].unit in ("", unit) or worth[0].value <= 0:
            raise BadInput(
                f"rates: '{part.strip()}' is not a rate; write USD = 25400 VND, several parted by semicolons"
            )
        found[unit] = Decimal(quantities.shown(worth[0].value))
        into.add(worth[0].unit)
    if len(into) > 1:
        raise BadInput(f"rates: they lead to {' and '.join(sorted(into))}; give all in one currency")
    return (into.pop(), found) if into else NO_RATES


def unit(columns: Mapping[str, str]) -> Value:
    """Return the unit of an amount; people read the year of its prices with it."""
    held, year = columns.get("unit"), columns.get("price_year")
    return dates.Written(held, f"{held}, prices of {year}") if held and year else held


def total(graph: Graph, links: Iterable[int], known: Rates = NO_RATES) -> str:
    """Return the sums of the amounts of links in words, each currency, year of prices and standing apart.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": i, "kind": "fund"} for i in "ab"],
    ...     [{"source": "a", "relation": "funds", "target": "b", "amount": n, "unit": u}
    ...      for n, u in (("1.5", "tỷ đồng"), ("500", "triệu đồng"), ("3", "USD"))])
    >>> total(graph, range(3)), total(graph, range(3), rates("USD = 25000 VND"))
    ('3 USD; 2,000,000,000 VND', '2,000,075,000 VND')
    """
    sums: dict[tuple[str, str, str], Decimal] = {}
    rough = set()
    for link in links:
        columns = _attributes.of_link(graph, link)
        if (amount := _amount(columns, known)) is None:
            continue
        of = (_attributes.standing(graph, links=(link,)), columns.get("price_year", ""), amount[1])
        sums[of] = sums.get(of, Decimal(0)) + amount[0]
        rough |= {of} if columns.get("comparison", "=") != "=" else set()
    facts_first = sorted(sums, key=lambda of: (of[0] != "fact", of))
    return "; ".join(_words(of, sums[of], rough=of in rough) for of in facts_first)


def check_one_measure(graph: Graph, links: Iterable[int], name: str) -> None:
    """Raise `BadInput` where the weights of links are in several units or prices of several years.

    The unit of a link that has an amount or a figure is that of these.
    """
    found: dict[tuple[object, str], str] = {}
    for link in links:
        columns = _attributes.of_link(graph, link)
        if math.isnan(graph.links.weight[link]) or columns.keys() & {"amount", "value"} or "unit" not in columns:
            continue
        kind = (quantities.unit(columns["unit"]), columns.get("price_year", ""))
        found.setdefault(kind, show(unit(columns)))
    if len(found) > 1:
        raise BadInput(
            f"{name}: weights in {' and '.join(found.values())} cannot be added up; narrow the scope, "
            "or count links with --weight links"
        )


def _amount(columns: Mapping[str, str], known: Rates) -> tuple[Decimal, str] | None:
    """Return the amount in full and its currency, converted where its rate is known."""
    try:
        number = Decimal(columns.get("amount", ""))
    except InvalidOperation:
        return None
    scale, currency = quantities.unit(columns["unit"]) if columns.get("unit") else (1, "")
    into, worth = known
    return (number * scale * worth[currency], into) if currency in worth else (number * scale, currency)


def _words(of: tuple[str, str, str], amount: Decimal, *, rough: bool) -> str:
    standing, year, currency = of
    text = f"{'about ' if rough else ''}{Decimal(quantities.shown(amount)):,} {currency or 'without a unit'}"
    return text + (f" in prices of {year}" if year else "") + (f" ({standing})" if standing != "fact" else "")
