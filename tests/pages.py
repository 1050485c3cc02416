"""Graphs and answers to draw, and a page opened in a browser."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosystem.model.answer import Answer, Column
from ecosystem.model.columns import Source
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from ecosystem.outputs._page_columns import LETTERS

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
    kinds, relations = list(vocabulary().kinds), list(vocabulary().relations)
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
            "standing": draw.choice(vocabulary().standings),
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


def data_of(text: str) -> Any:
    """Return what a page holds, its tables of nodes and links unpacked into rows."""
    found = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert len(found) == 1
    told = json.loads(found[0])
    return {**told, "nodes": rows_of(told["nodes"]), "links": rows_of(told["links"])}


def rows_of(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a packed table as rows."""
    count = table["count"]
    columns = {name: unpacked(column, count) for name, column in table.items() if name != "count"}
    return [{name: column[row] for name, column in columns.items()} for row in range(count)]


def unpacked(column: Any, count: int) -> list[Any]:
    """Return the values of a packed column."""
    if isinstance(column, list):
        return column
    if "all" in column:
        return [column["all"]] * count
    if "letters" in column:
        return [LETTERS.index(letter) for letter in column["letters"]]
    if "steps" in column:
        return list(accumulate(unpacked(column["steps"], count)))
    return [column["words"][code] for code in unpacked(column["codes"], count)]


@dataclass
class Visit:
    """A page that was opened, and all that it said, asked for or popped up."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def go(self, state: str = "") -> None:
        """Open the page, or open it anew at a state, and wait until it is drawn."""
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(self.address + (f"#{state}" if state else ""))
        self.until("network !== null")

    def until(self, condition: str) -> None:
        """Wait until a condition in the page holds; what would wait in the page itself is stopped by its policy."""
        for _ in range(400):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"never: {condition}")

    def shown(self) -> str:
        """Return the line that says how much is shown."""
        return self.page.inner_text("#shown")

    def masks(self) -> tuple[list[int], list[int]]:
        """Return the nodes and the links that are shown."""
        shown = self.page.evaluate(
            "['nodes', 'links'].map((what) => [...shown[what].keys()].filter((row) => shown[what][row]))"
        )
        return shown[0], shown[1]

    def state(self) -> str:
        """Return the state that the address holds."""
        return str(self.page.evaluate("location.hash.slice(1)"))

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

    def relate(self, first: str, second: str, ask: str) -> None:
        """Choose two nodes and ask how they are related."""
        self.pick(first)
        self.page.fill("#other", second)
        self.page.press("#other", "Enter")
        self.page.get_by_role("button", name=ask, exact=True).click()

    def saved(self, what: str) -> str:
        """Return the text of a file that the page hands out."""
        self.page.get_by_text("Download", exact=True).click()
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=what).click()
        return waiting.value.path().read_text("utf-8")

    def spot(self, node: int) -> tuple[float, float]:
        """Return where on the screen a node is drawn."""
        x, y = self.page.evaluate(
            f"(() => {{ const {{ low, zoom }} = viewNow(), box = stage.getBoundingClientRect();"
            f" return [box.left + (scene.x[{node}] - low.x) * zoom, box.top + (scene.y[{node}] - low.y) * zoom]; }})()"
        )
        return x, y

    def harmless(self) -> None:
        """Assert that nothing ran, was asked for or complained; the worker is a part of the page itself."""
        asked = [request for request in self.requests if not request.startswith("blob:")]
        assert [request.split("#")[0] for request in asked] == [self.address]
        assert self.said == []
        assert self.page.evaluate("window.owned") is None


Open = Callable[..., Visit]
