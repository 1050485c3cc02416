"""Money from source to use: what documents state, and what follows along the chain, marked as derived with factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from ecosystem.model.answer import Answer, Value
from ecosystem.model.graph import Graph
from queries import NodeId, _attributes, _lines, _money, _notes
from queries._acts import BRINGING, Acts, Chains
from queries._ends import passing
from queries._lines import Line
from queries._links import BROADER, Links

_TOLD, _DERIVED = "told", "derived"
_LONGEST = 6
"""The most links of a chain along which figures are multiplied."""
_MOST = 10_000
"""The most chains that are followed."""
_COLUMNS = _lines.columns(
    "from_id from to_id to comparison percent base amount unit how factors standing said_by by_way_of",
    detail="from_id to_id",
    units={"percent": "%"},
)
_STANDING, _WAY = 11, 13


def funding(
    graph: Graph, *, node: NodeId | None = None, told: bool = False, rates: str | None = None, top: int = 0
) -> Answer:
    """List every flow of money, its amount or share empty where it is not known, and the products along chains.

    A share counts on what stands at its start. Where each link of a chain states a share, the product is the share of
    the first source that reaches the last use; no document states it, so it is marked `derived` and shows its factors.

    Parameters
    ----------
    node
        A source or use of money: what flows from it or to it, and to what it is a part or member of; of an act, what
        flows from all that it brings. Left out, all.
    told
        Only what documents state, not the products along chains.
    rates
        What currencies are worth, to add up their sums: "USD = 25400 VND; EUR = 27500 VND".
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    percent(a to c) = percent(a to b) · percent(b to c) / 100; an amount is multiplied in the same way. A derived flow
    has the weakest standing of its chain; `at least` and the like carry over where no link says the opposite. Chains
    have up to six links and pass no node twice. `by_way_of` names what lies between, as far as the class or whole to
    which a flow goes as such, or from the act on. Sorted by source, told before derived, then by use; what goes to
    something broader, or from what an act brings, comes last. Of a node
    the notes add up the amounts that documents state to it and from it: currencies, years of prices (`price_year`) and
    standings apart. A flow that two documents state with two amounts counts twice.

    Examples
    --------
    $ ecosystem funding
    $ ecosystem funding "State budget"

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": i, "kind": "fund"} for i in ("budget", "science")] + [{"id": "ai", "kind": "technology"}],
    ...     [{"source": "budget", "relation": "funds", "target": "science", "percent": "3", "comparison": ">="},
    ...      {"source": "science", "relation": "funds", "target": "ai", "percent": "15"}])
    >>> [(row[1], row[3], row[4], row[5], row[9], row[10]) for row in funding(graph).rows]
    [('budget', 'science', 'at least', 3, 'told', None), ('budget', 'ai', 'at least', 0.45, 'derived', '3% × 15%'), \
('science', 'ai', None, 15, 'told', None)]
    """
    links = Links(graph, *BRINGING)
    lines = [_flow(graph, links, link) for link in links.of("funds")]
    if not told:
        lines += [_product(graph, links, chain) for chain in islice(_chains(graph, links), _MOST)]
    full = len(lines) == len(links.of("funds")) + _MOST
    cut = f"Only the first {_MOST:,} chains were followed; narrow the scope." if full else ""
    lines.sort(key=_order)
    shared = sums = ""
    known = _money.rates(rates)
    if node is not None:
        position = graph.position(node)
        every, lines = lines, list(_concerning(graph, links, position, lines))
        if graph.kind(position).id != "policy" and not set(lines) <= set(every):
            shared = "What goes by way of something broader goes to it as a whole; the share of one part is not known."
        sums = _sums(graph, links, position, known)
    count = sum(line.values[9] == _DERIVED for line in lines)
    of = f": {graph.nodes.name[graph.position(node)]}" if node else ""
    counts = f"{_notes.count(len(lines) - count, 'flow')} stated, {count} derived."
    rule = (
        "Derived figures stand in no source: they are products of the factors shown, in the standing of the weakest; "
        "factors of different documents may count on different bases."
    )
    return _lines.answer(
        graph,
        f"Money from source to use{of}",
        _COLUMNS,
        lines,
        notes=(counts, sums, rule if count else "", shared, cut),
        top=top,
        noun="flow",
    )


def _sums(graph: Graph, links: Links, node: int, rates: _money.Rates) -> str:
    """Return what goes to a node and from it in all, in words; each flow counts that a document states."""
    ways = (("Amounts from it", links.out(node, "funds")), ("Amounts to it", links.into(node, "funds")))
    totals = [f"{way}: {found}." for way, flows in ways if (found := _money.total(graph, flows, rates))]
    apart = "Currencies, prices of other years and other standings are not added up."
    return " ".join((*totals, apart)) if totals else ""


def _name(graph: Graph, node: int) -> str:
    return str(graph.nodes.name[node])


def _concerning(graph: Graph, links: Links, node: int, lines: list[Line]) -> Iterator[Line]:
    """Yield the flows from or to a node, then those to what it belongs to, and those from what an act brings."""
    broader, brought = links.above(node, *BROADER), _brought(graph, links, node)
    ends = [tuple(graph.positions[str(line.values[i])] for i in (0, 2)) for line in lines]
    yield from (line for line, both in zip(lines, ends, strict=True) if node in both)
    for line, (start, use) in zip(lines, ends, strict=True):
        if node in (start, use):
            continue
        if use in broader:
            yield _by_way(graph, line, broader[use], after=passing(graph, node, broader[use])[::-1])
        elif start in brought:
            yield _by_way(graph, line, brought[start], before=passing(graph, node, brought[start])[:-1])


def _brought(graph: Graph, links: Links, node: int) -> Chains:
    return Acts(graph, links).brought(node) if graph.kind(node).id == "policy" else {}


def _by_way(
    graph: Graph, line: Line, walked: tuple[int, ...], *, before: Sequence[int] = (), after: Sequence[int] = ()
) -> Line:
    links = (*line.links, *walked)
    way = (*(_name(graph, one) for one in before), line.values[_WAY], *(_name(graph, one) for one in after))
    values = (
        *line.values[:_STANDING],
        _attributes.standing(graph, links=links),
        _attributes.speakers(graph, links),
        _joined(way),
    )
    return replace(line, values=values, links=links)


def _joined(names: Iterable[Value]) -> str | None:
    return " → ".join(str(name) for name in names if name) or None


def _flow(graph: Graph, links: Links, link: int) -> Line:
    columns = _attributes.of_link(graph, link)
    row: tuple[Value, ...] = (
        *graph.label(links.source(link))[:2],
        *graph.label(links.target(link))[:2],
        _attributes.compared(columns.get("comparison")),
        _attributes.value(columns.get("percent")),
        columns.get("base"),
        _attributes.value(columns.get("amount")),
        _money.unit(columns),
        _TOLD,
        None,
        _attributes.standing(graph, links=(link,)),
        _attributes.speakers(graph, (link,)),
        None,
    )
    return Line(row, links=(link,))


def _chains(graph: Graph, links: Links) -> Iterator[tuple[int, ...]]:
    """Yield every chain of two links or more that begins with a figure and goes on with shares."""

    def longer(chain: tuple[int, ...], passed: frozenset[int]) -> Iterator[tuple[int, ...]]:
        end = links.target(chain[-1])
        for link in links.out(end, "funds") if len(chain) < _LONGEST else ():
            if links.target(link) not in passed and _number(graph, link, "percent") is not None:
                yield (*chain, link)
                yield from longer((*chain, link), passed | {links.target(link)})

    for link in links.of("funds"):
        if any(_number(graph, link, name) is not None for name in ("percent", "amount")):
            yield from longer((link,), frozenset((links.source(link), links.target(link))))


def _number(graph: Graph, link: int, name: str) -> float | None:
    return _attributes.number(_attributes.of_link(graph, link).get(name))


def _product(graph: Graph, links: Links, chain: tuple[int, ...]) -> Line:
    first = _attributes.of_link(graph, chain[0])
    shares = [_number(graph, link, "percent") for link in chain]
    amount = _number(graph, chain[0], "amount")
    share = None if shares[0] is None else _multiplied(shares[0], shares[1:])
    factors = [f"{one:g}%" for one in shares if one is not None]
    if shares[0] is None:
        factors.insert(0, f"{amount:,} {first.get('unit', '')}".strip())
    row: tuple[Value, ...] = (
        *graph.label(links.source(chain[0]))[:2],
        *graph.label(links.target(chain[-1]))[:2],
        _attributes.compared(_compared(_attributes.of_link(graph, link).get("comparison", "=") for link in chain)),
        share,
        first.get("base") if share is not None else None,
        None if amount is None else _multiplied(amount, shares[1:]),
        _money.unit(first) if amount is not None else None,
        _DERIVED,
        " × ".join(factors) + ("" if _of_one_document(graph, chain) else " (different documents)"),
        _attributes.standing(graph, links=chain),
        _attributes.speakers(graph, chain),
        _joined(_name(graph, links.target(link)) for link in chain[:-1]),
    )
    return Line(row, links=chain)


def _of_one_document(graph: Graph, chain: tuple[int, ...]) -> bool:
    """Return whether one document states all factors, or none of them cites any."""
    documents = [{reference.split("#")[0] for reference in graph.cited_by_link(link)} for link in chain]
    return bool(set.intersection(*documents)) or not any(documents)


def _multiplied(start: float, shares: list[float | None]) -> float:
    for share in shares:
        start = start * (share or 0.0) / 100
    return float(f"{start:.12g}")


def _compared(words: Iterator[str]) -> str | None:
    """Return how a product compares: bounds of one direction carry over, of two directions leave nothing to say.

    >>> _compared(iter([">=", "="])), _compared(iter([">=", "<="])), _compared(iter(["about", ">="]))
    ('>=', None, None)
    """
    said = set(words) - {"="}
    if not said:
        return "="
    for bound in (">", "<"):
        if said <= {bound, f"{bound}="}:
            return f"{bound}=" if f"{bound}=" in said else bound
    return "about" if said == {"about"} else None


def _order(line: Line) -> tuple[str, ...]:
    first, then = (line.values[1], line.values[0]), (line.values[3], line.values[2], line.values[10] or "", line.links)
    return *map(str, first), "1" if line.values[9] == _DERIVED else "0", *map(str, then)
