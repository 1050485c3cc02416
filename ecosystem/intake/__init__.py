"""The way in: staged rows become accepted and rejected ones, by one set of rules for every loader.

A loader registers its file with `Batch.file`, then stages text with `stage` (SQL) or `add` (rows of Python).
`settle` applies the rules; what a store has to write then stands in the tables `told_nodes`, `told_links` and
`told_sources` of the batch's connection, each row with its `key` and `outcome`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecosystem.intake import lives, staging
from ecosystem.intake.checks import check
from ecosystem.intake.ends import allow, find_ends
from ecosystem.intake.engine import duckdb
from ecosystem.intake.files import File
from ecosystem.intake.identity import identify
from ecosystem.intake.links import identify_links
from ecosystem.intake.reasons import explain
from ecosystem.intake.repeats import add_up, equal_rows
from ecosystem.intake.report import Counts, FileReport, Rejection
from ecosystem.intake.settle import settle
from ecosystem.intake.turns import take_turns
from ecosystem.intake.wishes import NONE, Wishes
from ecosystem.model.record_types import LINKS, NODES, RECORD_TYPES, SOURCES, literal

_SOURCES_KEYED = """
CREATE OR REPLACE TEMP TABLE keyed_sources AS
    WITH wanted AS (SELECT id, row_number() OVER (ORDER BY id) AS number FROM (
        SELECT DISTINCT id FROM checked_sources ANTI JOIN known_sources USING (id))),
    last AS (SELECT coalesce(max(key), -1) AS key FROM known_sources)
    SELECT c.*, true AS own, coalesce(k.key, last.key + w.number) AS key FROM checked_sources c CROSS JOIN last
    LEFT JOIN (SELECT id, key FROM known_sources) k USING (id) LEFT JOIN wanted w USING (id)
"""


@dataclass
class _Origin:
    """Where the rows of a file came from, for the original cells of those that are rejected."""

    report: FileReport
    heading: Callable[..., str]
    rows: str
    header: tuple[str, ...]
    document: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Original:
    """A rejected row as it stood in its file, and the mapping that read it."""

    mapping: str
    header: tuple[str, ...]
    cells: tuple[str | None, ...]

    def named(self) -> dict[str, str]:
        """Return the cells by the names of their columns."""
        return {name: cell or "" for name, cell in zip(self.header, self.cells, strict=True)}


@dataclass(repr=False)
class Batch:
    """The rows of one load, on a connection that also shows what the store has (`known_nodes`, …).

    `history` holds the reports of earlier loads that come along when a store is copied into an empty one.
    """

    connection: duckdb.DuckDBPyConnection
    folder: Path
    origins: list[_Origin] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    original: list[Original] = field(default_factory=list)
    left_out: list[Rejection] = field(default_factory=list)
    corrections: list[Rejection] = field(default_factory=list)
    written: bool = False
    wishes: Wishes = NONE

    def __post_init__(self) -> None:
        staging.prepare(self.connection)

    def file(
        self,
        file: File,
        *,
        mapping: str,
        encoding: str,
        rows: str,
        header: tuple[str, ...],
        separator: str = "",
        readings: Iterable[dict[str, str]] = (),
        counted: bool = True,
        heading: Callable[..., str] = lambda part, field, number=0: field,
        lines: Mapping[str, int] | None = None,
    ) -> int:
        """Register a file and return its number.

        Parameters
        ----------
        rows, header
            SQL that gives its rows again as `line, c0, c1, …`, and the names of these columns.
        heading
            Gives the name of the column that a field of a part was read from, by the number of the part in its row.
        readings
            How columns were read that could be read otherwise: `column`, `as`, `example`.
        lines
            How the lines of a table are accounted for.
        counted
            Whether a row that is equal to another is one more, not the same said again.
        """
        report = FileReport(file.name, file.sha256, mapping, encoding, separator, list(readings), dict(lines or {}))
        self.origins.append(_Origin(report, heading, rows, header, file.document, counted))
        return len(self.origins) - 1

    def stage(self, number: int, part: str, select: str) -> None:
        """Take the rows of a SELECT that gives `line`, `part` and the fields of the part, all text, and any `doubts`."""
        self.connection.execute(f"INSERT INTO staged_{part} BY NAME SELECT {number} AS file, * FROM ({select})")

    def add(self, number: int, part: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take rows of Python: `line`, the fields as text, lists as lists, `attributes` as a mapping."""
        fields = RECORD_TYPES[part].fields
        path = self.folder / f"{number}-{part}.rows.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
            for count, row in enumerate(rows):
                write((row["line"], count, *(_cell(row.get(name)) for name in fields)))
        columns = ", ".join(f"{name}: 'VARCHAR'" for name in fields)
        cleaned = ", ".join(_cleaned(name, RECORD_TYPES[part].lists) for name in fields)
        self.stage(
            number,
            part,
            f"SELECT line, part, {cleaned} FROM read_csv({literal(str(path))}, auto_detect = false, header = false, "
            f"columns = {{line: 'BIGINT', part: 'INTEGER', {columns}}}, delim = ',', quote = '\"', escape = '\"', "
            "new_line = '\\n', max_line_size = 300000000)",
        )

    def reject(
        self, number: int, part: str, line: int, cells: Mapping[str, str], reason: str, remedy: str, *, column: str = ""
    ) -> None:
        """Reject a row that could not be read at all."""
        report = self.origins[number].report
        report.counts[part].add("rejected", 1)
        value = cells.get(column) or " ".join(cells.values())[:200]
        self.rejections.append(Rejection(report.name, line, column, value, reason, remedy))
        self.original.append(Original(report.mapping, tuple(cells), tuple(cells.values())))

    def settle(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Apply the rules to everything staged."""
        documents, counted = ([getattr(o, name) for o in self.origins] for name in ("document", "counted"))
        take_turns(self.connection, documents, counted)
        progress("checking rows")
        for part in RECORD_TYPES.values():
            check(self.connection, part, strict=self.wishes.strict)
        progress("finding nodes")
        allow(self.connection)
        settle(self.connection, NODES, repeats=identify(self.connection, self.notes))
        self.connection.execute(_SOURCES_KEYED)
        settle(self.connection, SOURCES)
        progress("finding the ends of links")
        for number, end, said in find_ends(self.connection):
            origin = self.origins[number]
            origin.report.readings.append({"column": origin.heading("links", end), **said})
        if self.wishes.repeats == "count":
            add_up(self.connection)
        settle(self.connection, LINKS, repeats=identify_links(self.connection))
        progress("counting")
        self._count()
        self._explain()
        self._note_undescribed()
        files = [report.name for report in self.reports]
        self.notes += lives.outside(self.connection, files)
        self.notes += equal_rows(self.connection, files, added_up=self.wishes.repeats == "count")

    def __repr__(self) -> str:
        """Return the sums, and the first of what was rejected."""
        sums = (f"{counts.read} {part} read, {counts.rejected} rejected" for part, counts in self.totals().items())
        first = f"; first: {self.rejections[0]}" if self.rejections else ""
        return f"<{'written' if self.written else 'not written'}: {', '.join(sums)}{first}>"

    @property
    def reports(self) -> list[FileReport]:
        """The report of each file, in the order of loading."""
        return [origin.report for origin in self.origins]

    @property
    def accepted(self) -> bool:
        """Whether any row was taken."""
        return any(counts.read > counts.rejected for counts in self.totals().values())

    def totals(self) -> dict[str, Counts]:
        """Return the counts of all files together, for nodes, links and sources."""
        totals = {part: Counts() for part in RECORD_TYPES}
        for report in self.reports:
            for part, counts in report.counts.items():
                for outcome in ("created", "updated", "unchanged", "rejected"):
                    totals[part].add(outcome, getattr(counts, outcome))
        return totals

    def to_dict(self) -> dict[str, Any]:
        """Return the whole report as `load --format json` prints it."""
        return {
            "files": [report.to_dict() for report in self.reports],
            **{part: counts.to_dict() for part, counts in self.totals().items()},
            "rejections": [one.to_dict() for one in self.rejections],
            "left_out": [one.to_dict() for one in self.left_out],
            "corrections": [one.to_dict() for one in self.corrections],
            "notes": self.notes,
        }

    def to_log(self) -> dict[str, Any]:
        """Return the report as the log keeps it: of rejections, cells left out and corrections only the number."""
        return {
            **self.to_dict(),
            **{name: len(getattr(self, name)) for name in ("rejections", "left_out", "corrections")},
        }

    def _count(self) -> None:
        for part in RECORD_TYPES:
            rows = self.connection.execute(
                f"SELECT file, outcome, count(*) FROM told_{part} GROUP BY ALL UNION ALL "
                f"SELECT r.file, CASE WHEN adds AND outcome <> 'unchanged' THEN 'updated' ELSE 'unchanged' END, count(*) "
                f"FROM repeats_{part} r JOIN told_{part} t USING (key) GROUP BY ALL UNION ALL "
                f"SELECT file, 'rejected', count(*) FROM faults WHERE what = '{part}' GROUP BY file"
            ).fetchall()
            for file, outcome, count in rows:
                self.origins[file].report.counts[part].add(outcome, count)

    def _note_undescribed(self) -> None:
        references = " UNION ".join(
            f"SELECT DISTINCT sources FROM told_{part} WHERE sources IS NOT NULL" for part in ("nodes", "links")
        )
        found = self.connection.execute(
            f"WITH named AS (SELECT DISTINCT split_part(unnest(string_split(sources, chr(10))), '#', 1) AS id FROM ({references})), "
            "described AS (SELECT id FROM told_sources UNION SELECT id FROM known_sources) "
            "SELECT id, count(*) OVER () FROM named ANTI JOIN described USING (id) ORDER BY id LIMIT 5"
        ).fetchall()
        if found:
            ids, many = ", ".join(id for id, _ in found), found[0][1]
            self.notes.append(
                f"{many} source{'s' if many > 1 else ''} cited but not described: {ids}{' …' if many > len(found) else ''}; "
                "give each a row in a table of sources"
            )

    def _explain(self) -> None:
        files = [report.name for report in self.reports]
        for number, origin in enumerate(self.origins):
            self.left_out += self._explained("left_out", origin, number, files)
            self.corrections += self._explained("corrections", origin, number, files)
            rejected = self._explained("faults", origin, number, files)
            self.rejections += rejected
            cells = self._original_cells(origin, number) if rejected else {}
            for one in rejected:
                header, row = (origin.header, cells[one.row]) if one.row in cells else ((), ())
                self.original.append(Original(origin.report.mapping, header, row))

    def _explained(self, table: str, origin: _Origin, number: int, files: list[str]) -> list[Rejection]:
        faults = self.connection.execute(
            f"SELECT what, line, part, field, fault, value FROM {table} WHERE file = ? ORDER BY line, part, what, field",
            [number],
        ).fetchall()
        return [
            Rejection(origin.report.name, line, column, value or "", reason, remedy)
            for what, line, part, name, fault, value in faults
            for heading in [origin.heading(what, name, part)]
            for column, reason, remedy in [explain(what, heading, name, fault, value, files=files)]
        ]

    def _original_cells(self, origin: _Origin, number: int) -> dict[int, tuple[str | None, ...]]:
        rows = self.connection.execute(
            f"SELECT * FROM ({origin.rows}) WHERE line IN (SELECT line FROM faults WHERE file = ?)", [number]
        ).fetchall()
        return {line: tuple(cells) for line, *cells in rows}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        kept = {name: str(text) for name, text in value.items() if text not in (None, "")}
        return json.dumps(kept, ensure_ascii=False) if kept else ""
    if isinstance(value, (list, tuple)):
        return "\n".join(" ".join(str(text).split("\n")) for text in value)
    return str(value)


def _cleaned(name: str, lists: tuple[str, ...]) -> str:
    if name == "attributes":
        return f"CASE WHEN {name} IS NOT NULL THEN json_of(entries_of({name})) END AS {name}"
    return f"{f'united(clean({name}))' if name in lists else f'clean({name})'} AS {name}"
