"""One HTML page to explore the answer's graph: opens from disk, asks nothing of the network, runs no text of files."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import warnings
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from ecosystem import dates
from ecosystem.answer import Answer, heading, show
from ecosystem.graph import Graph, further
from ecosystem.layout import layout, radii
from ecosystem.names import address_of
from ecosystem.outputs import whole
from ecosystem.schema import schema

if TYPE_CHECKING:
    from pyvis.network import Network

SUFFIXES = (".html",)
_SCRIPTS = ("text.js", "drawing.js", "legend.js", "search.js", "details.js", "start.js")


def write(answer: Answer, path: Path) -> None:
    """Write the page of an answer; the file appears whole or not at all."""
    text = page(answer)
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def page(answer: Answer) -> str:
    """Return the page of an answer as HTML: its graph with the answer's nodes marked, its table and its sources.

    The same answer gives the same text.

    >>> from ecosystem.rows import graph_of
    >>> page(Answer("Nothing yet", (), (), graph_of([], []))).startswith("<!doctype html>")
    True
    """
    network, bundle = _network(answer.graph)
    script = "\n".join(_file(name) for name in _SCRIPTS)
    text = Template(_file("page.html")).substitute(
        title=html.escape(answer.title),
        policy=" ".join(_hash(code) for code in (bundle, script)),
        style=_file("page.css"),
        data=_data(answer, network),
        bundle=bundle,
        script=script,
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def _network(graph: Graph) -> tuple[Network, str]:
    """Return the graph as pyvis keeps it, and the program that draws it, which pyvis brings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyvis
        from pyvis.network import Network
    network = Network(directed=True)
    # Filled directly: add_node and add_edge look through all that is there, every time.
    # The ids are row numbers, so that no text of a file ever is a key in the page.
    network.nodes.extend(_node(graph, row, place) for row, place in enumerate(_places(graph)))
    network.edges.extend(_link(graph, row) for row in range(len(graph.links)))
    bundle = max(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js")).read_text("utf-8")
    return network, bundle.replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _places(graph: Graph) -> list[dict[str, float]]:
    places = zip(layout(graph).tolist(), radii(graph).round(1).tolist(), strict=True)
    return [{"x": x, "y": y, "size": size} for (x, y), size in places]


def _node(graph: Graph, row: int, place: dict[str, float]) -> dict[str, Any]:
    nodes = graph.nodes
    names = [nodes.name[row], nodes.name_vi[row], nodes.name_en[row], *nodes.aliases[row].split("\n")]
    told = {
        "key": nodes.id[row],
        "names": list(dict.fromkeys(name for name in names if name)),
        "subtype": nodes.subtype[row],
        "level": schema().levels[nodes.level[row]],
        "place": nodes.place[row],
        "identifiers": [[text, address_of(text)] for text in nodes.identifiers[row].split("\n") if text],
        **_dated(nodes, row),
        "further": list(further(nodes.attributes[row]).items()),
    }
    return {"id": row, "kind": int(nodes.kind[row]), **place, **{key: value for key, value in told.items() if value}}


def _link(graph: Graph, row: int) -> dict[str, Any]:
    links = graph.links
    known = graph.link_attributes(row)
    told = {
        **_dated(links, row),
        "further": [[name, show(known[name])] for name in ("weight", "confidence") if name in known]
        + [[name, value] for name, value in further(links.attributes[row]).items()],
    }
    ends = {"from": int(links.source[row]), "to": int(links.target[row]), "relation": int(links.relation[row])}
    return {"id": row, **ends, **{key: value for key, value in told.items() if value}}


def _dated(columns: Any, row: int) -> dict[str, Any]:
    return {
        "since": dates.show(int(columns.valid_from[row])),
        "until": dates.show(int(columns.valid_to[row])),
        "standing": schema().standings[columns.standing[row]],
        "cited": int(columns.sources[row]),
    }


def _data(answer: Answer, network: Network) -> str:
    graph, words = answer.graph, schema()
    kinds = [[kind.plural, kind.name, kind.shape, kind.colour] for kind in words.kinds.values()]
    marked = answer.nodes.tolist() if len(set(answer.nodes.tolist())) < len(graph.nodes) else []
    data = {
        "kinds": [dict(zip(("plural", "name", "shape", "colour"), kind, strict=True)) for kind in kinds],
        "relations": [[r.name, r.inverse, r.symmetric] for r in words.relations.values()],
        "nodes": network.nodes,
        "links": network.edges,
        "citations": [[reference.split("#", 1) for reference in group] for group in graph.citations],
        "sources": [[s.id, s.title, s.author, s.publisher, s.date, s.url] for s in graph.sources.values()],
        "marked": {"nodes": marked, "links": answer.links.tolist() if marked else []},
        "answer": _table(answer),
        "scope": graph.scope,
    }
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate({ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def _table(answer: Answer) -> dict[str, Any]:
    names = [column.name for column in answer.columns]
    # The column that names the node of each cell: `id` for `id` and `name`, `source_id` for `source_name`.
    ids = [name if name.endswith("id") else name.removesuffix("name") + "id" for name in names]
    spot = [names.index(id) if id in names else None for id in ids]
    at = answer.graph.positions
    return {
        "headings": [heading(column) for column in answer.columns],
        "rows": [[show(value) for value in row] for row in answer.rows],
        "nodes": [[None if s is None else at.get(str(row[s])) for s in spot] for row in answer.rows],
        "cited": [[reference.split("#", 1) for reference in group] for group in answer.evidence],
        "notes": list(answer.notes),
    }


def _file(name: str) -> str:
    return files("ecosystem.outputs").joinpath("page", name).read_text("utf-8")


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
