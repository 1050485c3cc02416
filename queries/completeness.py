"""What the graph does not know: classes without members, technologies without actors, what cites no source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from ecosystem.model.answer import Answer
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from queries import _attributes, _lines, _notes
from queries._answering import RELATIONS, Answering, unanswered
from queries._lines import Line
from queries._links import BROADER, Links
from queries.technologies import actors_of

Missing = Literal["member", "actor", "beneficiary", "owner", "source", "link"]
_ORDER = ("member", "actor", "beneficiary", "owner", "source", "link")
_WORDS = {
    "member": "classes without a named member",
    "actor": "technologies without an actor",
    "beneficiary": "instruments without a beneficiary",
    "owner": "targets without an owner",
    "source": "nodes and links without a source",
    "link": "nodes without a link",
}


def completeness(graph: Graph, *, missing: Missing | None = None, top: int = 0) -> Answer:
    """List what is missing: members, actors, beneficiaries, owners, sources and links.

    Parameters
    ----------
    missing
        Only this: a class without a named `member`, a technology or its narrower terms without an `actor` at work on it
        as a fact, an instrument without a `beneficiary`, a target without an `owner` who steers it, sets it or issued
        the act that sets it, a node or link without a `source`, a node without a `link`.
    top
        Number of rows to show, 0 for all.

    Notes
    -----
    A member of a member counts. `in_prospect` names the actors that only plan to work, might work or are hoped to work
    on a technology, or did so in the past, and the owners that are only asked for, with the standing and who says so.
    Owners are those of `coordinates`. Figures of today (indicators) need no
    owner. `links` is the number of links of the node: the more, the more rests on it. Sorted by what is missing, links,
    kind and name.

    Examples
    --------
    $ ecosystem completeness --missing actor

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "startups", "kind": "enterprise", "level": "class", "sources": "x"}], [])
    >>> [row[:4] for row in completeness(graph).rows]
    [('member', 'startups', 'startups', 'enterprise'), ('link', 'startups', 'startups', 'enterprise')]
    """
    links = Links(graph, "benefits", "works_on", *RELATIONS)
    lines = [line for line in _gaps(graph, links) if missing in (None, line.values[0])]
    counts = Counter(line.values[0] for line in lines)
    told = ", ".join(f"{counts[one]} {_WORDS[one]}" for one in _ORDER if counts[one])
    prospects = sum(bool(line.values[7]) for line in lines)
    return _lines.answer(
        graph,
        "What is missing" if missing is None else f"What is missing: {_WORDS[missing]}",
        _lines.columns("missing id name kind level standing links in_prospect"),
        sorted(lines, key=_order),
        notes=(
            f"{told[:1].upper()}{told[1:]}." if told else "Nothing is missing.",
            f"In prospect, but not a fact: {_notes.count(prospects, 'row')}." if prospects else "",
        ),
        top=top,
        noun="gap",
    )


def _gaps(graph: Graph, links: Links) -> Iterator[Line]:
    answering = Answering(graph, links)
    counts = np.bincount(np.concatenate((graph.links.source, graph.links.target)), minlength=len(graph.nodes)).tolist()
    for node in range(len(graph.nodes)):
        kind, below = graph.kind(node).id, links.below(node, *BROADER)
        if _level(graph, node) == "class" and all(_level(graph, one) == "class" for one in below):
            yield _of_node(graph, node, "member", counts[node])
        if kind == "technology":
            actors = [link for one in below for link in actors_of(graph, links, one)]
            if not any(_is_fact(graph, link) for link in actors):
                yield _of_node(graph, node, "actor", counts[node], actors)
        if kind == "instrument" and not links.out(node, "benefits", "funds"):
            yield _of_node(graph, node, "beneficiary", counts[node])
        if kind == "target" and graph.nodes.subtype[node] != "indicator" and unanswered(answering.best(node)):
            asked = [link for link in links.into(node, "sets_target") if not _is_fact(graph, link)]
            yield _of_node(graph, node, "owner", counts[node], asked)
        if not graph.cited_by_node(node):
            yield _of_node(graph, node, "source", counts[node])
        if not counts[node]:
            yield _of_node(graph, node, "link", counts[node])
    for link in np.flatnonzero(graph.links.sources == 0).tolist():
        source, target = int(graph.links.source[link]), int(graph.links.target[link])
        name = f"{graph.nodes.name[source]} {graph.words(link).name} {graph.nodes.name[target]}"
        told = ("source", graph.nodes.id[source], name, graph.words(link).name, None)
        yield Line((*told, _attributes.standing(graph, links=(link,)), None, None), links=(link,))


def _level(graph: Graph, node: int) -> str:
    return vocabulary().levels[int(graph.nodes.level[node])]


def _is_fact(graph: Graph, link: int) -> bool:
    return _firmness(graph, link) == "fact"


def _firmness(graph: Graph, link: int) -> str:
    """Return the weakest standing of a link and its ends."""
    return _attributes.standing(graph, nodes=(graph.links.source[link], graph.links.target[link]), links=(link,))


def _of_node(graph: Graph, node: int, missing: str, count: int, prospects: Sequence[int] = ()) -> Line:
    in_prospect = _attributes.listed(_prospect(graph, link, node) for link in prospects)
    values = (missing, *graph.label(node), _level(graph, node), _attributes.stands(graph, node), count)
    return Line((*values, in_prospect), nodes=(node,), links=tuple(prospects))


def _prospect(graph: Graph, link: int, node: int) -> str:
    """Return who stands at the start of a link, and its end if that is another node, with the standing and speaker."""
    ends = int(graph.links.source[link]), int(graph.links.target[link])
    names = dict.fromkeys(str(graph.nodes.name[end]) for end in ends if end != node)
    return _attributes.qualified(graph, " on ".join(names), nodes=ends, links=(link,))


def _order(line: Line) -> tuple[int, int, str, str, str, tuple[int, ...]]:
    missing, id, name, kind = map(str, line.values[:4])
    return _ORDER.index(missing), -int(line.values[6] or 0), kind, name, id, line.links
