"""Graphs and answers to draw, and a page opened in a browser."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ecosystem.answer import Answer, Column
from ecosystem.graph import Graph, Source
from ecosystem.rows import graph_of
from ecosystem.schema import schema

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST = ("Đại học", "Viện", "Khu công nghệ", "Công ty", "Quỹ", "Hiệp hội")
LAST = ("Hòa Bình", "Quang Trung", "Đà Nẵng", "Cần Thơ", "Thủ Đức")
SOURCES = [
    Source("report", "Partners in 2024", "Department of Science", "Lê My", "2024-12-30", "https://example.org/report"),
    Source("talk", "A talk", url="javascript:window.owned=1"),
]


def ecosystem(count: int, seed: int = 1) -> Graph:
    """A seeded ecosystem: three links a node, most of them to early nodes; some nodes stay alone."""
    draw = random.Random(seed)
    kinds, relations = list(schema().kinds), list(schema().relations)
    nodes = [
        {
            "id": f"n{i:04}",
            "kind": draw.choice(kinds),
            "name": f"{draw.choice(FIRST)} {draw.choice(LAST)} {i}",
            "sources": f"report#page {i}",
        }
        for i in range(count)
    ]
    links = [
        {
            "source": f"n{i:04}",
            "target": f"n{int(draw.random() ** 2 * i):04}",
            "relation": draw.choice(relations),
            "standing": draw.choice(schema().standings),
            "valid_from": str(2000 + draw.randrange(25)),
            "sources": "report|talk#minute 3",
        }
        for i in range(count)
        for _ in range(draw.choice((0, 2, 3, 5)))
    ]
    return graph_of(nodes, links, sources=SOURCES)


def ranked(graph: Graph, top: int = 5) -> Answer:
    nodes = np.arange(min(top, len(graph.nodes)), dtype=np.int32)
    return Answer(
        "Who is central",
        (Column("rank"), Column("id"), Column("name"), Column("kind"), Column("value", "share")),
        [(rank + 1, *graph.label(node), 1 / (rank + 1)) for rank, node in enumerate(nodes.tolist())],
        graph,
        notes=("Betweenness over partners.",),
        evidence=[graph.cited_by_node(node) for node in nodes.tolist()],
        nodes=nodes,
    )


SMALL = graph_of(
    [
        {
            "id": "vnu",
            "kind": "university",
            "name": "Vietnam National University",
            "name_vi": "Đại học Quốc gia Hà Nội",
            "aliases": "VNU|ĐHQGHN",
            "place": "Hà Nội",
            "ror": "02jmfj006",
            "founded": "1906",
            "website": "https://vnu.edu.vn",
            "sources": "report#page 4",
        },
        {"id": "qtsc", "kind": "it_zone", "name": "Quang Trung Software City", "sources": "nowhere"},
        {"id": "fund", "kind": "fund", "name": "Quỹ Hòa Bình"},
    ],
    [
        {
            "source": "fund",
            "target": "vnu",
            "relation": "funds",
            "valid_from": "2020",
            "valid_to": "2024-05",
            "weight": 2.5,
            "amount": "3 tỷ",
            "standing": "plan",
            "sources": "report#page 9|talk",
        },
        {"source": "fund", "target": "vnu", "relation": "funds", "valid_from": "2024-05"},
        {"source": "vnu", "target": "fund", "relation": "collaborates_with", "standing": "past"},
        {"source": "qtsc", "target": "vnu", "relation": "collaborates_with"},
        {"source": "qtsc", "target": "qtsc", "relation": "part_of"},
        {"source": "qtsc", "target": "qtsc", "relation": "affiliated_with"},
    ],
    sources=SOURCES,
)


@dataclass
class Visit:
    """A page that was opened, and all that it said, asked for or popped up."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def shown(self) -> str:
        """Return the line that says how much is shown."""
        return self.page.inner_text("#shown")

    def details(self) -> str:
        """Return all that the details say."""
        return self.page.inner_text("#details")

    def find(self, typed: str) -> list[str]:
        """Type into the search and return what it lists."""
        self.page.fill("#query", typed)
        return self.page.locator("#found li").all_inner_texts()

    def pick(self, name: str) -> None:
        """Choose the node of this name by the search."""
        self.page.fill("#query", name)
        self.page.press("#query", "Enter")
        assert self.page.text_content("#name") == name

    def harmless(self) -> None:
        """Assert that nothing ran, was asked for or complained."""
        assert self.requests == [self.address]
        assert self.said == []
        assert self.page.evaluate("window.owned") is None


Open = Callable[..., Visit]
