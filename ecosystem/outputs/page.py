"""One HTML page to explore the answer's graph: opens from disk, asks nothing of the network, runs no text of files."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
import warnings
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosystem import __version__
from ecosystem.measures.modularity import communities
from ecosystem.model.answer import Answer
from ecosystem.model.columns import Codes
from ecosystem.model.graph import Graph
from ecosystem.outputs import _page_answer, _page_data, whole
from ecosystem.outputs._page_scripts import file_text, joined, modules, style
from ecosystem.outputs.drawing.layout import layout, radii

if TYPE_CHECKING:
    from pyvis.network import Network

SUFFIXES = (".html",)
MOST = 50_000  # nodes on a page
_DRAWN = ("x", "y", "size", "community")


def write(answer: Answer, path: Path) -> None:
    """Write the page of an answer; the file appears whole or not at all."""
    text = page(answer)
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def page(answer: Answer, *, most: int = MOST) -> str:
    """Return the page of an answer as HTML: its graph with the answer's nodes marked, its table and its sources.

    The same answer gives the same text.

    Parameters
    ----------
    most
        Draw no more nodes than this: those that the answer speaks of, then those with most partners. A note says so.

    >>> from ecosystem.model.rows import graph_of
    >>> page(Answer("Nothing yet", (), (), graph_of([], []))).startswith("<!doctype html>")
    True
    """
    answer = _narrowed(answer, most)
    network, bundle = _network(answer)
    graph = _page_data.of_graph(answer.graph, network.nodes, network.edges)
    data = {
        **graph,
        **_page_answer.of_answer(answer),
        "command": answer.command,
        "day": answer.day,
        "within": _within(answer),
        "version": __version__,
    }
    data["hash"] = _digest(graph)
    painted = modules("painter")  # what a worker runs; the page runs it too, and then all else
    painting, script = joined(painted), joined([name for name in modules("start") if name not in painted])
    look = style()
    text = Template(re.sub(r"^\s+", "", file_text("page.html"), flags=re.MULTILINE)).substitute(
        title=html.escape(answer.title),
        scripts=" ".join(map(_hash, (painting, script, bundle))),
        styles=_hash(look),
        style=look,
        data=_embedded(data),
        bundle=base64.b64encode(gzip.compress(bundle.encode(), mtime=0)).decode(),
        painting=painting,
        script=script,
    )
    # Half of a surrogate pair cannot be written as UTF-8.
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _within(answer: Answer) -> list[list[Any]]:
    """Return the nodes around which the scope looks, by their rows, and how far."""
    at = answer.graph.positions
    return [[[at[id] for id in ids if id in at], steps] for ids, steps in answer.within]


def _narrowed(answer: Answer, most: int) -> Answer:
    """Return the answer with a graph of at most that number of nodes, and a note of what was left out."""
    graph = answer.graph
    count = len(graph.nodes)
    if count <= most:
        return answer
    answered = np.zeros(count, dtype=bool)
    answered[answer.nodes] = len(answer.nodes) < count
    partners = np.diff(graph.adjacency(weight="partners").indptr)
    kept = np.sort(np.lexsort((-partners, ~answered))[:most]).astype(np.int32)
    position = np.full(count, -1)
    position[kept] = np.arange(len(kept))
    inside = (position[graph.links.source] >= 0) & (position[graph.links.target] >= 0)
    note = (
        f"Drawn are the {most:,} nodes with most partners, of {count:,}, "
        f"and {inside.sum():,} of {len(inside):,} links. "
        "Narrow what is drawn with --kind, --relation, --as-of, --without or --around."
    )
    return replace(
        answer,
        graph=graph.part(kept),
        notes=(note, *answer.notes),
        nodes=position[answer.nodes][position[answer.nodes] >= 0].astype(np.int32),
        links=(np.cumsum(inside) - 1)[answer.links][inside[answer.links]].astype(np.int32),
        groups=answer.groups[kept] if len(answer.groups) else answer.groups,
    )


def _network(answer: Answer) -> tuple[Network, str]:
    """Return the graph as pyvis keeps it, and the program that draws it, which pyvis brings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyvis
        from pyvis.network import Network
    graph, recorded = answer.graph, _recorded(answer.graph)
    network = Network(directed=True)
    # Filled directly: add_node and add_edge look through all that is there, every time.
    # The ids are row numbers, so that no text of a file ever is a key in the page.
    group = _communities(answer, recorded)
    places = zip(layout(recorded).tolist(), radii(recorded).round(1).tolist(), group.tolist(), strict=True)
    for row, ((x, y), size, community) in enumerate(places):
        drawn = {"id": row, "x": round(x), "y": round(y), "size": size, "community": community}
        network.nodes.append({**drawn, **_page_data.of_node(graph, row)})
    ends = zip(graph.links.source.tolist(), graph.links.target.tolist(), strict=True)
    for row, (source, target) in enumerate(ends):
        network.edges.append({"id": row, "from": source, "to": target, **_page_data.of_link(graph, row)})
    return network, _newest(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js")).read_text("utf-8")


def _newest(bundles: Iterable[Path]) -> Path:
    """Return the bundle of the highest version, which its folder names: vis-10.0 comes after vis-9.1.2."""
    return max(bundles, key=lambda bundle: [int(number) for number in re.findall(r"\d+", bundle.parent.name)])


def _recorded(graph: Graph) -> Graph:
    """Return the graph without links that are carried over, so that places and groups are the same on every day."""
    own = np.flatnonzero(~graph.links.carried).astype(np.int32)
    return graph if len(own) == len(graph.links) else graph.part(np.arange(len(graph.nodes), dtype=np.int32), own)


def _communities(answer: Answer, graph: Graph) -> Codes:
    """Return the groups of the answer, or else communities; what is in no group shares the last."""
    if not len(answer.groups):
        return communities(graph)
    return np.where(answer.groups < 0, answer.groups.max() + 1, answer.groups).astype(np.int32)


def _digest(graph: dict[str, Any]) -> str:
    """Return a digest of the data alone, the same wherever dots are drawn."""
    nodes = {name: column for name, column in graph["nodes"].items() if name not in _DRAWN}
    data = {**{name: graph[name] for name in ("links", "citations", "sources")}, "nodes": nodes}
    return hashlib.sha256(_embedded(data).encode(errors="replace")).hexdigest()


def _embedded(data: dict[str, Any]) -> str:
    """Return data as JSON in which no sign can end the element that holds it."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
