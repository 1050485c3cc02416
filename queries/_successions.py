"""Bodies that succeed each other: which of them a name means, and what is recorded of those that went before."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from ecosystem.errors import NoSuchNode
from ecosystem.model import dates
from ecosystem.model.answer import Answer
from ecosystem.model.columns import further
from ecosystem.model.graph import Graph
from ecosystem.model.scope import Scope
from ecosystem.model.succession import CARRIED, SUCCESSION
from ecosystem.stores import Store
from queries import _attributes, _notes
from queries._ends import End, ends_of
from queries._links import Links, walked

STEPS = 9
"""How many successions after each other are followed."""
_NAMED = 5
"""The most bodies that a note names."""


def living(store: Store, ids: Sequence[str], day: int) -> str | None:
    """Return which of several nodes is there on a day, or came last; None where they are not a succession."""
    graph = _family(store, ids)
    nodes = [graph.position(id) for id in ids]
    last = [node for node in nodes if {*nodes} <= _chains(graph, node, ("fact",)).keys()]
    there = [node for node in nodes if day and _lives(graph, node, day)]
    chosen = there if len(there) == 1 else last
    return str(graph.nodes.id[chosen[0]]) if last else None


def before(store: Store, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return for each node those that it succeeds or is to succeed, with the standing of that."""
    graph = _family(store, ids)
    found = {id: _chains(graph, graph.position(id), ("fact", "plan")) for id in ids}
    return {
        id: {
            str(graph.nodes.id[node]): _attributes.standing(graph, links=chain)
            for node, chain in chains.items()
            if chain
        }
        for id, chains in found.items()
    }


def recorded(graph: Graph, node: int) -> list[int]:
    """Return a node and those that it succeeds, as far as they are in the graph: what is recorded of it is theirs too.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": id, "kind": "place"} for id in ("new", "old")], [])
    >>> recorded(replace(graph, before={"new": {"old": "fact"}}), 0)
    [0, 1]
    """
    ids = graph.before.get(graph.nodes.id[node], {})
    return [node, *(graph.positions[id] for id in ids if id in graph.positions)]


def recorded_ends(graph: Graph, node: int) -> dict[int, list[End]]:
    """Return the links of a node, and of those that it succeeds, as they read from each; every link once."""
    found: dict[int, list[End]] = {}
    for body in recorded(graph, node):
        seen = {end.link for ends in found.values() for end in ends}
        found[body] = [end for end in ends_of(graph, body) if end.link not in seen]
    return found


def note(graph: Graph, node: int, shown: Container[int]) -> str:
    """Return the note that says which of the nodes that a node succeeds are shown as well, "" where none is."""
    earlier = [one for one in recorded(graph, node)[1:] if one in shown]
    standings = graph.before.get(graph.nodes.id[node], {})
    planned = [one for one in earlier if standings[graph.nodes.id[one]] != "fact"]
    succeeded = [one for one in earlier if one not in planned]
    told = (
        f"what is recorded of {_listed(graph, nodes)}, which it {how}"
        for nodes, how in ((succeeded, "succeeded"), (planned, "is planned to succeed"))
        if nodes
    )
    return f"Shown too is {' and '.join(told)}." if earlier else ""


def noted(store: Store, answer: Answer) -> Answer:
    """Return the answer with a note of the links in it that were recorded of bodies that have ended."""
    texts = (answer.graph.links.attributes[link] for link in answer.links) if answer.graph.near is None else ()
    told = [further(text)[CARRIED].split("|") for text in texts if CARRIED in text and CARRIED in further(text)]
    if not told:
        return answer
    verb = "is" if len(told) == 1 else "are"
    carried = f"{_notes.count(len(told), 'link')} {verb} carried over to successors{_recorded_of(store, told)}."
    return replace(answer, notes=(carried, *answer.notes))


def _recorded_of(store: Store, told: list[list[str]]) -> str:
    """Return the bodies of which links were recorded; nothing where a column of a file only has the same name."""
    try:
        graph = store.read(Scope(asked=tuple({id for ids in told for id in ids}), reach=0))
    except NoSuchNode:
        return ""
    return f", as recorded of {_listed(graph)}"


def absent(store: Store, ids: Sequence[str], day: int) -> NoSuchNode | None:
    """Return the error that says why a node that was asked for is not there on a day, None where all are."""
    graph = _family(store, ids)
    links = Links(graph, SUCCESSION)
    for node in (graph.position(id) for id in ids):
        begins, ends = int(graph.nodes.begins[node]), int(graph.nodes.ends[node])
        if not _lives(graph, node, day):
            later = _listed(graph, [one for one in links.above(node, SUCCESSION) if _lives(graph, one, day)])
            ended = f"was there until {dates.end(ends).read}{f'; ask for its successor {later}' if later else ''}"
            why = f"begins {dates.show(begins)}" if begins > day else ended
            name = f"{graph.nodes.name[node]} ({graph.nodes.id[node]})"
            return NoSuchNode(f"{name} is not there on {dates.show(day)}: it {why}")
    return None


def _family(store: Store, ids: Sequence[str]) -> Graph:
    return store.read(Scope(relations=(SUCCESSION,), asked=tuple(ids), reach=STEPS, every_day=True))


def _chains(graph: Graph, node: int, standings: Sequence[str]) -> Mapping[int, tuple[int, ...]]:
    """Return a node and all that it succeeds, with the links walked, along successions of some standing."""
    links = Links(graph, SUCCESSION)
    firm = {link for link in links.all if _attributes.standing(graph, links=(link,)) in standings}
    return walked(node, lambda near: [(links.source(link), link) for link in links.into(near) if link in firm])


def _lives(graph: Graph, node: int, day: int) -> bool:
    return bool(graph.nodes.begins[node] <= day < (graph.nodes.ends[node] or day + 1))


def _listed(graph: Graph, nodes: Sequence[int] | None = None) -> str:
    """Return the names of nodes with their ids and their ends, the first few."""
    chosen = range(len(graph.nodes)) if nodes is None else nodes
    until = (dates.end(int(graph.nodes.ends[node])).read for node in chosen)
    named = [
        f"{graph.nodes.name[node]} ({graph.nodes.id[node]}{f', until {end}' if end else ''})"
        for node, end in zip(chosen, until, strict=True)
    ]
    more = [f"{len(named) - _NAMED} more"] if len(named) > _NAMED else []
    return ", ".join((*named[:_NAMED], *more))
