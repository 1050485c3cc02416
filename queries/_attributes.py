"""What the columns of a link or node say: figures, standings and speakers, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from ecosystem.model.answer import Value
from ecosystem.model.answer import show as shown
from ecosystem.model.columns import further
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary

FIGURES = ("comparison", "value", "value_to", "unit", "base", "deadline", "baseline")
"""The columns that hold a figure."""

_COMPARED = {"=": "equal", ">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}


def of_link(graph: Graph, link: int) -> dict[str, str]:
    """Return the further columns of a link; what is empty is left out."""
    return {name: text for name, text in further(graph.links.attributes[link]).items() if text}


def of_node(graph: Graph, node: int) -> dict[str, str]:
    """Return the further columns of a node; what is empty is left out."""
    return {name: text for name, text in further(graph.nodes.attributes[node]).items() if text}


def number(text: str | None) -> float | int | None:
    """Return the number that a text is, None for any other text.

    >>> number("4300"), number("0.4"), number("many"), number("inf"), number(None)
    (4300, 0.4, None, None, None)
    """
    try:
        value = float(text or "")
    except ValueError:
        return None
    return int(value) if value.is_integer() else value if math.isfinite(value) else None


def value(text: str | None) -> Value:
    """Return a text as the number that it is, as text otherwise, None where it is empty."""
    known = number(text)
    return (text or None) if known is None else known


def figure(told: Mapping[str, str]) -> str:
    """Return a figure in words, "" where there is none.

    >>> figure({"comparison": ">=", "value": "20000", "unit": "stations", "deadline": "2025"})
    'at least 20,000 stations by 2025'
    >>> figure({"comparison": "<=", "value": "50", "unit": "rank", "base": "world"})
    'top 50, world'
    >>> figure({"value": "3", "value_to": "5", "unit": "%", "base": "startups"})
    '3 to 5% of startups'
    """
    if not told.get("value"):
        return ""
    unit, base = told.get("unit", ""), told.get("base", "")
    amount = " to ".join(_grouped(told[end]) for end in ("value", "value_to") if told.get(end))
    sign = told.get("comparison", "=")
    words = "" if sign == "=" else f"{compared(sign)} "
    if unit == "rank":
        words, unit = "top " if sign == "<=" else f"rank {words}", ""
    counted = f"{words}{amount}{unit if unit == '%' else f' {unit}' if unit else ''}"
    of = (f" of {base}" if unit == "%" else f", {base}") if base else ""
    return counted + of + (f" by {told['deadline']}" if told.get("deadline") else "")


def compared(sign: str | None) -> str | None:
    """Return how a figure is meant in words, None where nothing says so.

    >>> compared(">="), compared("="), compared("about"), compared(None)
    ('at least', 'equal', 'about', None)
    """
    return _COMPARED.get(sign, sign) if sign else None


def _grouped(text: str) -> str:
    known = number(text)
    return text if known is None else f"{known:,}"


def standing(graph: Graph, *, nodes: Iterable[int] = (), links: Iterable[int] = ()) -> str:
    """Return the weakest standing of some nodes and links, in the order of the vocabulary."""
    codes = [*(int(graph.nodes.standing[node]) for node in nodes), *(int(graph.links.standing[link]) for link in links)]
    return vocabulary().standings[max(codes, default=0)]


def stands(graph: Graph, node: int, links: Iterable[int] = ()) -> str:
    """Return in words how a node stands by itself and by some links: a target that is a fact is set, not reached.

    >>> from ecosystem.model.rows import graph_of
    >>> stands(graph_of([{"id": "goal", "kind": "target"}], []), 0)
    'set'
    >>> stands(graph_of([{"id": "rate", "kind": "target", "subtype": "indicator"}], []), 0)
    'fact'
    """
    return as_said(graph, node, standing(graph, nodes=(node,), links=links))


def as_said(graph: Graph, node: int, standing: str) -> str:
    """Return how a standing reads of a node."""
    kind = graph.kind(node)
    said = standing != "fact" or str(graph.nodes.subtype[node]).casefold() in kind.figures
    return standing if said else kind.fact


def speakers(graph: Graph, links: Iterable[int]) -> str | None:
    """Return the names of those who say so, None where it is the documents themselves."""
    ids = [id for link in links for id in of_link(graph, link).get("speaker", "").split("|") if id]
    known: Mapping[str, int | str] = graph.positions
    return names(graph, [known.get(id, id) for id in ids])


def qualified(graph: Graph, name: str, *words: str, nodes: Iterable[int] = (), links: Iterable[int] = ()) -> str:
    """Return a name, in brackets words, the weakest standing of nodes and links where it is not fact, and the speakers.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of(
    ...     [{"id": i, "kind": "fund"} for i in "ab"],
    ...     [{"source": "a", "relation": "part_of", "target": "b", "standing": "plan", "speaker": "b"}])
    >>> qualified(graph, "a", "pilot", links=[0]), qualified(graph, "b", nodes=[1])
    ('a (pilot, plan; b)', 'b')
    """
    links = list(links)
    weakest = standing(graph, nodes=nodes, links=links)
    meant = ", ".join(filter(None, (*words, "" if weakest == "fact" else weakest)))
    told = "; ".join(filter(None, (meant, speakers(graph, links))))
    return f"{name} ({told})" if told else name


def names(graph: Graph, nodes: Iterable[int | str]) -> str | None:
    """Return the names of nodes in one text, each once, None where there are none."""
    told = dict.fromkeys(node if isinstance(node, str) else str(graph.nodes.name[node]) for node in nodes)
    return "; ".join(told) or None


def listed(values: Iterable[Value]) -> str | None:
    """Return values in one text, each once, None where there are none."""
    return "; ".join(dict.fromkeys(shown(value) for value in values if value is not None)) or None


def place_among(part: str, name: str, word: str) -> int:
    """Return the place of a word among those that the vocabulary knows for a column; other words come last."""
    known = vocabulary().attributes[part][name].values
    return known.index(word) if word in known else len(known)
