"""The tables of the bundled data as they are written, and a graph as plain rows."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from ecosystem.model import dates
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary

ROOT = Path(__file__).parent.parent
DATA = ROOT / "ecosystem" / "data"
SHARED = ROOT.parent / "shared"
Row = dict[str, Any]


def table(folder: str, name: str) -> list[dict[str, str]]:
    with (DATA / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def node_rows(graph: Graph) -> dict[str, Row]:
    nodes = graph.nodes
    return {
        id: {
            "name": nodes.name[at],
            "kind": graph.kind(at).id,
            "names": {nodes.name[at], nodes.name_vi[at], *nodes.aliases[at].split("\n")},
            "identifiers": set(nodes.identifiers[at].split("\n")),
            "level": vocabulary().levels[nodes.level[at]],
            "standing": vocabulary().standings[nodes.standing[at]],
            "valid_from": dates.show(int(nodes.valid_from[at])),
            "valid_to": dates.show(int(nodes.valid_to[at])),
            "cites": graph.cited_by_node(at),
            **json.loads(nodes.attributes[at] or "{}"),
        }
        for at, id in enumerate(nodes.id)
    }


def link_rows(graph: Graph) -> list[Row]:
    links = graph.links
    return [
        {
            "ends": (graph.nodes.id[links.source[at]], graph.relation(at).id, graph.nodes.id[links.target[at]]),
            "standing": vocabulary().standings[links.standing[at]],
            "valid_from": dates.show(int(links.valid_from[at])),
            "valid_to": dates.show(int(links.valid_to[at])),
            "cites": graph.cited_by_link(at),
            **json.loads(links.attributes[at] or "{}"),
        }
        for at in range(len(links))
    ]


def links_once(graph: Graph) -> list[tuple[str, str, Row]]:
    """Return source, target and attributes of every link; those without direction once, unlike in networkx."""
    ids, links = graph.nodes.id, graph.links
    return [(ids[links.source[at]], ids[links.target[at]], graph.link_attributes(at)) for at in range(len(links))]
