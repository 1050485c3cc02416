"""Files of any size for measuring: typed nodes with Vietnamese names, quoted fields, links that fit."""

from __future__ import annotations

import random
from pathlib import Path

WORDS = "Viện Nghiên cứu Công nghệ Đại học Bách khoa Thông tin Phát triển Sài Gòn Hà Nội Đà Nẵng Khoa học".split()  # noqa: SIM905
KINDS = ("institute", "university", "enterprise", "fund", "technology")
RELATIONS = (
    ("collaborates_with", (0, 1, 2, 3), (0, 1, 2, 3)),
    ("funds", (2, 3), (0, 1, 2)),
    ("works_on", (0, 1, 2, 3), (4,)),
)


def make(folder: Path, *, nodes: int, links: int, seed: int = 1) -> tuple[Path, Path]:
    """Write nodes.csv and links.csv, the same for the same seed."""
    rng = random.Random(seed)
    paths = folder / "nodes.csv", folder / "links.csv"
    with paths[0].open("w", encoding="utf-8") as out:
        out.write("id,kind,name,name_vi,aliases,level,place,valid_from,source\n")
        for i in range(nodes):
            name, name_vi = " ".join(rng.choices(WORDS, k=4)), " ".join(rng.choices(WORDS, k=3))
            out.write(f'n{i},{KINDS[i % 5]},"{name}, {i}",{name_vi} {i},A{i}|B{i},named,{rng.choice(WORDS)},')
            out.write(f"{1990 + i % 30},doc{i % 50}\n")
    with paths[1].open("w", encoding="utf-8") as out:
        out.write("source,relation,target,weight,valid_from,standing,confidence,source_doc\n")
        for i in range(links):
            relation, sources, targets = RELATIONS[i % 3]
            ends = [rng.choice(kinds) + 5 * rng.randrange(nodes // 5) for kinds in (sources, targets)]
            out.write(
                f"n{ends[0]},{relation},n{ends[1]},{1 + i % 7},{2000 + i % 25}-0{1 + i % 9},fact,0.9,doc{i % 50}\n"
            )
    return paths
