"""Graphs to draw, of any size: communities with hubs, Vietnamese names, dates and sources."""

from __future__ import annotations

import random

from ecosystem.model.columns import Source
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary

PLACES = [
    "Hà Nội",
    "Thành phố Hồ Chí Minh",
    "Đà Nẵng",
    "Cần Thơ",
    "Hải Phòng",
    "Huế",
    "Thái Nguyên",
    "Bình Dương",
    "Nghệ An",
    "Khánh Hòa",
]
FIELDS = ["Công nghệ thông tin", "Sinh học", "Vật liệu mới", "Năng lượng", "Y dược", "Nông nghiệp", "Cơ khí", "Bán dẫn"]
FIRST = {
    "institute": "Viện",
    "university": "Trường Đại học",
    "it_zone": "Khu công nghệ",
    "enterprise": "Công ty",
    "fund": "Quỹ",
    "association": "Hiệp hội",
    "agency": "Sở",
    "technology": "Công nghệ",
    "person": "Nguyễn Văn",
}
SHARES = (9, 6, 2, 30, 3, 5, 4, 8, 12)
RELATIONS = ("collaborates_with", "funds", "works_on", "part_of", "member_of", "located_in")


def realistic(count: int, *, seed: int = 1, links: float = 2.8) -> Graph:
    """Return a graph of `count` nodes in communities of 20 to 400, of power-law sizes, with `links` links a node."""
    draw = random.Random(seed)
    kinds = draw.choices(list(FIRST), SHARES, k=count)
    home: list[int] = []
    while len(home) < count:
        home += [len(set(home))] * min(int(20 * draw.paretovariate(1.2)), 400)
    home = home[:count]
    members: dict[int, list[int]] = {}
    for node, group in enumerate(home):
        members.setdefault(group, []).append(node)
    ends = [_pair(draw, members[home[node]], count, node) for node in range(count) for _ in range(_often(draw, links))]
    return graph_of(
        [_node(draw, i, kind, home[i]) for i, kind in enumerate(kinds)],
        [_link(draw, a, b) for a, b in ends if a != b],
        sources=[Source(f"doc{i}", f"Báo cáo {i}", url=f"https://example.org/{i}") for i in range(50)],
    )


def _often(draw: random.Random, links: float) -> int:
    return 0 if draw.random() < 0.04 else int(draw.expovariate(1 / links) + 0.55)


def _pair(draw: random.Random, mates: list[int], count: int, node: int) -> tuple[int, int]:
    """Nine in ten links stay in the community, mostly with its hubs; the rest go to anybody."""
    if draw.random() < 0.9:
        return node, mates[int(draw.random() ** 2.5 * len(mates))]
    return node, int(draw.random() ** 1.5 * count)


def _node(draw: random.Random, i: int, kind: str, group: int) -> dict[str, str]:
    place, field = PLACES[group % 10], FIELDS[group // 10 % 8]
    name = f"{FIRST[kind]} {field} {place} {i}"
    return {"id": f"n{i:06}", "kind": kind, "name": name, "place": place, "sources": f"doc{draw.randrange(50)}"}


def _link(draw: random.Random, a: int, b: int) -> dict[str, str]:
    return {
        "source": f"n{a:06}",
        "target": f"n{b:06}",
        "relation": draw.choice(RELATIONS),
        "standing": draw.choices(vocabulary().standings, (80, 8, 6, 3, 3))[0],
        "valid_from": str(2000 + draw.randrange(25)),
        "sources": f"doc{draw.randrange(50)}",
    }
