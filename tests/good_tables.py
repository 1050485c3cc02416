"""Small good tables as people keep them: nodes, links and sources of one corner of an ecosystem."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from random import Random

NODES = (
    ("institute", "Viện Ứng dụng Công nghệ", "Institute of Technology", "1975"),
    ("university", "Đại học Bách khoa", "University of Science", "1956-03"),
    ("it_zone", "Khu Phần mềm Quang Trung", "Software City", "2001-05-01"),
    ("enterprise", "Công ty Cổ phần Giải pháp Số", "Digital Solutions", "2010"),
    ("fund", "Quỹ Đổi mới Sáng tạo", "Innovation Fund", "2015-07-01"),
    ("agency", "Sở Khoa học và Công nghệ", "Department of Science", "1990"),
)
LINKS = (
    (0, "collaborates_with", 1, "0.5", "2020"),
    (1, "collaborates_with", 3, "1.25", "2021-02"),
    (4, "funds", 0, "2", "2022-03-01"),
    (5, "governs", 2, "3.5", "2019"),
    (3, "located_in", 2, "10", "2018"),
    (0, "affiliated_with", 1, "0.75", "2023"),
)
KINDS_VI = {"institute": "Viện nghiên cứu", "university": "Trường đại học", "fund": "Quỹ"}
Key = tuple[str, ...]


@dataclass
class Table:
    """A table as it stands in a file; `keys` say under what each row lands, and are no part of it."""

    name: str
    header: list[str]
    rows: list[list[str]]
    keys: list[Key]
    delimiter: str = ","

    def lines(self) -> list[str]:
        """Return the header and all rows as lines of a file, without their ends."""
        return [self._line(cells) for cells in (self.header, *self.rows)]

    def _line(self, cells: list[str]) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator="\n").writerow(cells)
        return out.getvalue()[:-1]


@dataclass
class World:
    """Three tables that speak of nothing but each other; all ids and names in them bear the tag of the world."""

    tag: str
    delimiter: str
    has_ids: bool
    rng: Random
    tables: dict[str, Table] = field(init=False)

    def __post_init__(self) -> None:
        made = (self._nodes(), self._links(), self._sources())
        self.tables = {table.name: table for table in made}

    def _nodes(self) -> Table:
        header = ["id", "kind", "name", "name_en", "aliases", "valid_from", "staff", "note"]
        rows = [
            [
                *(id, self.rng.choice([kind, KINDS_VI.get(kind, kind)]), self._name(i), f"{english} {self.tag}"),
                *(f"{id}x|{self._name(i)} cũ", since, str(self.rng.randint(1, 999)), "x"),
            ]
            for i, (id, (kind, _, english, since)) in enumerate(zip(self._ids(), NODES, strict=True))
        ]
        return Table("nodes", header, rows, [(id,) for id in self._ids()], self.delimiter)

    def _links(self) -> Table:
        ids, point = self._ids(), "," if self.delimiter == ";" else "."
        header = ["source", "relation", "target", "weight", "valid_from", "sources", "note"]
        rows = [
            [self._end(a), relation, self._end(b), weight.replace(".", point), since, f"{self.tag}-doc#{i}", "x"]
            for i, (a, relation, b, weight, since) in enumerate(LINKS)
        ]
        keys = [(ids[a], relation, ids[b]) for a, relation, b, *_ in LINKS]
        if self.has_ids:
            header, rows = ["id", *header], [[f"{self.tag}-{i}", *row] for i, row in enumerate(rows)]
        return Table("links", header, rows, keys, self.delimiter)

    def _sources(self) -> Table:
        rows = [
            [f"{self.tag}-doc", f"Báo cáo của {self._name(5)}", "2024-01-01", "vi"],
            [f"{self.tag}-act", f"Nghị quyết về {self._name(2)}", "2024-12-22", "vi"],
        ]
        return Table("sources", ["id", "title", "date", "language"], rows, [(row[0],) for row in rows], self.delimiter)

    def _ids(self) -> list[str]:
        return [f"{self.tag}-{letter}" for letter in "abcdef"]

    def _name(self, node: int) -> str:
        return f"{NODES[node][1]} {self.tag}"

    def _end(self, node: int) -> str:
        return self.rng.choice([self._ids()[node], self._name(node)])
