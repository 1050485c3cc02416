"""What became of every row of a load: counts that add up, and the rows and cells that were not taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

OUTCOMES = ("created", "updated", "unchanged", "rejected")


@dataclass(slots=True)
class Counts:
    """How many rows were read, and what they became: read = created + updated + unchanged + rejected."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    @property
    def read(self) -> int:
        """All rows."""
        return self.created + self.updated + self.unchanged + self.rejected

    def add(self, outcome: str, rows: int) -> None:
        """Count rows that ended so."""
        setattr(self, outcome, getattr(self, outcome) + rows)

    def to_dict(self) -> dict[str, int]:
        """Return the counts by name, `read` first."""
        return {"read": self.read, **{outcome: getattr(self, outcome) for outcome in OUTCOMES}}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken, or a cell left out of one: where it stands, what is wrong with it and what to do."""

    file: str
    row: int
    column: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        """Return the rejection in one line."""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file} row {self.row}{column}: {self.reason}; {self.remedy}"

    def to_dict(self) -> dict[str, str | int]:
        """Return the rejection as `load --format json` prints it."""
        return {name: getattr(self, name) for name in ("file", "row", "column", "value", "reason", "remedy")}


@dataclass(slots=True)
class FileReport:
    """One file of a load; `lines` says how many lines of a table are in the header, blank, within cells and rows."""

    name: str
    sha256: str
    mapping: str
    encoding: str
    separator: str = ""
    readings: list[dict[str, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    counts: dict[str, Counts] = field(default_factory=lambda: {p: Counts() for p in ("nodes", "links", "sources")})

    def to_dict(self) -> dict[str, Any]:
        """Return the report as `load --format json` prints it: sums, then nodes, links and sources apart."""
        total = {key: sum(c.to_dict()[key] for c in self.counts.values()) for key in ("read", *OUTCOMES)}
        parts = {part: counts.to_dict() for part, counts in self.counts.items()}
        about = {"file": self.name, "sha256": self.sha256, "mapping": self.mapping, "encoding": self.encoding}
        about |= {"separator": self.separator} if self.separator else {}
        lines = {"lines": self.lines} if self.lines else {}
        return {**about, **lines, **total, **parts, "readings": self.readings}
