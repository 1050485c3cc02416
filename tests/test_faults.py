"""A thousand single faults in good files: each is reported at its place or put right, and costs nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import faults_in_cells
import faults_in_files
import pytest
from facts import links_once
from faults import Outcome, Spot, joined, kinds
from good_tables import Key, Table, World

import loaders
from ecosystem import Scope
from ecosystem.errors import BadInput
from ecosystem.intake import Batch
from ecosystem.intake.report import OUTCOMES
from ecosystem.model.graph import Graph
from ecosystem.stores import open_store

CASES, AT_ONCE = 1000, 100
KINDS = kinds(faults_in_cells, faults_in_files)
Landed = dict[str, dict[Key, dict[str, Any]]]


@dataclass
class Case:
    """One fault: a good world, the table that has it, and what is to come of it."""

    world: World
    kind: str
    table: Table
    spot: Spot
    outcome: Outcome

    def __str__(self) -> str:
        return f"{self.kind} in {self.world.tag}-{self.table.name}.csv row {self.spot.line}, column {self.spot.column}"

    @property
    def good(self) -> Table:
        """The table without the fault."""
        return self.world.tables[self.table.name]

    @property
    def key(self) -> Key:
        """What the row lands under."""
        return self.good.keys[self.spot.row]


def case(number: int) -> Case:
    rng = Random(f"fault {number}")
    kind = KINDS[number % len(KINDS)]
    name, column = kind.places[number // len(KINDS) % len(kind.places)].split(".")
    world = World(f"k{number:04}", rng.choice(",;"), rng.random() < 0.5, rng)
    table = deepcopy(world.tables[name])
    spot = Spot(table, rng.randrange(len(table.rows)), column, rng)
    outcome = kind.make(spot)
    return Case(world, kind.name, table, spot, outcome)


def write(folder: Path, cases: Iterable[Case], *, faulty: bool) -> None:
    """Write the good tables of all worlds, like ones in one file, and if `faulty` those with a fault in their own."""
    folder.mkdir()
    good: dict[tuple[str, ...], list[str]] = {}
    for one in cases:
        for table in one.world.tables.values():
            if faulty and table.name == one.table.name:
                (folder / f"{one.world.tag}-{table.name}.csv").write_bytes(one.spot.file())
            else:
                header, *rows = table.lines()
                good.setdefault((table.name, header), [header]).extend(rows)
    for number, ((name, _), lines) in enumerate(good.items()):
        (folder / f"good{number}-{name}.csv").write_bytes(joined(lines))


def load(folder: Path) -> tuple[Batch, dict[str, Landed]]:
    store = open_store(str(folder / "s.duckdb"))
    return loaders.load([folder], store=store), landed(store.read(Scope()))


def landed(graph: Graph) -> dict[str, Landed]:
    """Return the rows of a graph by the tag of their world and their table."""
    worlds: dict[str, Landed] = defaultdict(lambda: {"nodes": {}, "links": {}, "sources": {}})
    for node, id in enumerate(graph.nodes.id):
        worlds[id[:5]]["nodes"][(id,)] = graph.node_attributes(node)
    for source, target, told in links_once(graph):
        worlds[source[:5]]["links"][source, told["relation"], target] = told
    for id, one in graph.sources.items():
        worlds[id[:5]]["sources"][(id,)] = asdict(one)
    return worlds


def expected(one: Case, twin: Landed) -> Landed:
    """Return what is to land of a world with a fault, given what lands of it without."""
    want, outcome, name = deepcopy(twin), one.outcome, one.table.name
    if outcome.how == "rejected" and not outcome.more:
        for key in list(want[name]) if outcome.every else [one.key]:
            lose(want, name, key)
    elif outcome.how == "left out":
        want[name][one.key].pop(outcome.column)
    row = want[name].get(one.key, {})
    for column, value in outcome.changed.items():
        row[column] = value
        if value == "" and name != "sources":
            del row[column]
    return want


def lose(want: Landed, name: str, key: Key) -> None:
    del want[name][key]
    if name == "nodes":
        for link in [link for link in want["links"] if key[0] in (link[0], link[2])]:
            del want["links"][link]


def astray(one: Case, twin: Landed, got: Landed) -> Iterator[str]:
    """Yield what landed otherwise than expected."""
    want = expected(one, twin)
    for name, rows in want.items():
        for key in sorted(rows.keys() | got[name].keys()):
            wished, found = rows.get(key, {}), got[name].get(key, {})
            besides = one.outcome.besides if name == one.table.name else ()
            for column in sorted((wished.keys() | found.keys()) - set(besides)):
                if wished.get(column) != found.get(column):
                    yield f"{' '.join(key)} has {column} {found.get(column)!r:.60}, not {wished.get(column)!r:.60}"


def misreported(one: Case, batch: Batch) -> Iterator[str]:
    """Yield what the report of a load says otherwise than expected of the file with the fault."""
    name, outcome, rows = f"{one.world.tag}-{one.table.name}.csv", one.outcome, len(one.good.rows)
    (report,) = (report for report in batch.reports if report.name.endswith(name))
    counts = report.to_dict()
    lines = range(2, rows + 2) if outcome.every else [outcome.line or one.spot.line]
    places = [(line, outcome.column) for line in lines]
    for how, told in (("rejected", batch.rejections), ("left out", batch.left_out)):
        rejections = [rejection for rejection in told if rejection.file.endswith(name)]
        found = [(rejection.row, rejection.column) for rejection in rejections]
        if found != (places if outcome.how == how else []):
            yield f"{how}: {found}, {[*map(str, rejections)][:1]}"
    rejected = len(places) if outcome.how == "rejected" else 0
    if (counts["read"], counts["rejected"]) != (rows + outcome.more, rejected):
        yield f"the counts are {counts}, with {rows + outcome.more} rows and {rejected} rejected"
    if counts["read"] != sum(counts[how] for how in OUTCOMES):
        yield f"the sums do not hold: {counts}"
    if report.lines and report.lines["rows"] != counts["read"]:
        yield f"{counts['read']} rows are read of {report.lines}"
    said = [note for note in batch.notes if name in note] + [str(reading) for reading in report.readings]
    if not any(outcome.said in note for note in said) and outcome.said:
        yield f"'{outcome.said}' is not in {said}"


@pytest.mark.parametrize("first", range(0, CASES, AT_ONCE))
def test_a_single_fault_is_reported_at_its_place_and_costs_nothing_else(first: int, tmp_path: Path) -> None:
    cases = [one for one in map(case, range(first, first + AT_ONCE)) if one.outcome.how != "refused"]
    write(tmp_path / "good", cases, faulty=False)
    write(tmp_path / "faulty", cases, faulty=True)
    good, twins = load(tmp_path / "good")
    assert [*good.rejections, *good.left_out] == []
    batch, found = load(tmp_path / "faulty")
    wrong = [
        f"{one}: {said}"
        for one in cases
        for said in (*astray(one, twins[one.world.tag], found.pop(one.world.tag)), *misreported(one, batch))
    ]
    assert not wrong, "\n".join(wrong)
    assert not found


def refused() -> list[Case]:
    return [one for one in map(case, range(CASES)) if one.outcome.how == "refused"]


def test_a_file_that_cannot_be_read_is_refused_with_its_name_and_the_fault(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "s.duckdb"))
    for one in refused():
        path = tmp_path / f"{one.world.tag}-{one.table.name}.csv"
        path.write_bytes(one.spot.file())
        with pytest.raises(BadInput) as raised:
            loaders.load([path], store=store, dry_run=True)
        assert path.name in str(raised.value), one
        assert one.outcome.column in str(raised.value), one
