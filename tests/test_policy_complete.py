"""The questions of policy leave out no row of the bundled files, read here plainly as CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from typing import Any

import expected
import pytest

import cli
from queries._named_questions import library

FOLDER = expected.ROOT / "ecosystem" / "data" / "resolution57"
Rows = list[dict[str, str]]
Ask = Callable[..., list[dict[str, Any]]]


def rows_of(name: str) -> Rows:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NODES = {row["id"]: row for row in rows_of("nodes")}
LINKS = rows_of("links")
NAMES = {id: row["name"] for id, row in NODES.items()}


def of(*relations: str) -> Rows:
    return [row for row in LINKS if row["relation"] in relations]


def kind(id: str) -> str:
    return NODES[id]["kind"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return expected.store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def ask(store: str, capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(*words: str) -> list[dict[str, Any]]:
        assert cli.run(["--store", store, *words, "--cite", "--format", "json"]) == 0, capsys.readouterr().err
        found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["rows"]
        return found

    return asked


def test_every_gap_is_listed(ask: Ask) -> None:
    told = {(row["id"], row["missing_id"], row["gap"]) for row in ask("lacks")}
    assert told == {(row["source"], row["target"], row["gap"]) for row in of("lacks")}


def test_every_offer_is_listed_and_every_instrument_has_a_row(ask: Ask) -> None:
    rows = ask("instruments")
    told = {(row["id"], row["whom_id"]) for row in rows}
    offers = of("benefits", "funds", "applies_to")
    offering = [row for row in offers if kind(row["source"]) in ("instrument", "policy", "fund")]
    assert {(row["source"], row["target"]) for row in offering if kind(row["target"]) != "target"} <= told
    assert {id for id, row in NODES.items() if row["kind"] == "instrument"} <= {row["id"] for row in rows}
    shares = {(row["source"], row["target"], float(row["share"])) for row in offers if row["share"]}
    benefits = [row for row in rows if row["effect"] == "benefits"]
    assert shares == {(row["id"], row["whom_id"], row["share"]) for row in benefits if row["share"] is not None}
    ceilings = {(row["source"], row["target"], float(row["ceiling"])) for row in offers if row["ceiling"]}
    assert ceilings == {(row["id"], row["whom_id"], row["ceiling"]) for row in rows if row["ceiling"] is not None}


def test_every_act_and_instrument_has_a_coordinator_or_none(ask: Ask) -> None:
    rows = {row["id"]: row for row in ask("coordinates")}
    assert {id for id, row in NODES.items() if row["kind"] in ("policy", "instrument")} <= set(rows)
    for link in of("coordinates"):
        assert NAMES[link["source"]] in rows[link["target"]]["coordinators"]
        assert rows[link["target"]]["coordination"] == "named"


def test_every_technology_actor_and_document_is_listed(ask: Ask) -> None:
    technologies = {id for id in NODES if kind(id) == "technology"}
    assert {row["id"] for row in ask("technologies")} == technologies
    actors = [row for row in of("works_on") if kind(row["source"]) not in ("policy", "instrument", "technology")]
    told = sorted((row["actor_id"], row["id"], row["stage"] or "") for row in ask("technologies", "--by", "actor"))
    assert told == sorted((row["source"], row["target"], row["stage"]) for row in actors)
    cited = {(part.split("#")[0], id) for id in technologies for part in NODES[id]["source"].split("|")}
    assert cited <= {(row["document_id"], row["id"]) for row in ask("technologies", "--by", "document")}


def test_every_target_is_listed_with_all_that_set_it(ask: Ask) -> None:
    rows = ask("targets")
    assert {row["id"] for row in rows} == {id for id in NODES if kind(id) == "target"}
    told = sorted((row["owner"], row["id"], row["value"]) for row in rows if row["owner"])
    setting = [(NAMES[row["source"]], row["target"], row["value"]) for row in of("sets_target")]
    assert [one[:2] for one in told] == [one[:2] for one in sorted(setting)]
    figures = {(row["target"], float(row["value"])) for row in of("sets_target", "states") if row["value"]}
    assert figures <= {(row["id"], row["value"]) for row in rows}


def test_every_dated_row_is_on_the_timeline(ask: Ask) -> None:
    rows = ask("timeline", "--everything")
    dated = {row["id"] for row in NODES.values() if row["valid_from"] or row["deadline"] or row["after"]}
    assert dated <= {row["id"] for row in rows}
    assert {row["deadline"] for row in LINKS if row["deadline"]} <= {row["date"] for row in rows}
    days = [row["date"] for row in rows if row["date"]]
    assert len([row for row in rows if row["point"] == "attested"]) == sum(
        len(row["attested"].split("|")) for row in LINKS if row["attested"]
    )
    assert rows[: len(days)] == [row for row in rows if row["date"]]


def test_every_post_and_every_flow_of_money_is_listed(ask: Ask) -> None:
    told = sorted((row["person_id"], row["body_id"], row["title"]) for row in ask("posts"))
    assert told == sorted((row["source"], row["target"], row["title"]) for row in of("holds_role"))
    flows = sorted((row["from_id"], row["to_id"], row["percent"] or "") for row in ask("funding", "--told"))
    assert flows == sorted((r["source"], r["target"], float(r["percent"]) if r["percent"] else "") for r in of("funds"))


def test_every_row_cites_where_it_stands(ask: Ask) -> None:
    known = {reference for row in (*NODES.values(), *LINKS) for reference in _references(row)}
    for name in sorted({question.command[0] for question in library().values()} - {"path", "brokers", "without"}):
        words = {
            "compare": ["qtsc", "vast"],
            "common": ["qtsc", "resolution-98"],
            "partners": ["qtsc"],
            "rank": ["degree"],
        }
        for row in ask(name, *words.get(name, [])):
            assert row["sources"], (name, row)
            assert set(row["sources"].split(" | ")) <= known


def _references(row: dict[str, str]) -> list[str]:
    return (row["source_doc"] if "source_doc" in row else row["source"]).split("|")


@pytest.mark.parametrize("left_out", ["opinion", "possible"])
def test_what_is_left_out_is_in_no_row(left_out: str, ask: Ask) -> None:
    named = {id for id, row in NODES.items() if row["standing"] == left_out}
    for name in ("lacks", "instruments", "coordinates", "technologies", "targets", "timeline", "funding", "posts"):
        for row in ask(name, "--without", left_out):
            assert row.get("standing") != left_out
            assert not named & {row.get(column) for column in ("id", "missing_id", "instrument_id", "whom_id", "to_id")}


def test_classes_can_be_left_out(ask: Ask) -> None:
    classes = {id for id, row in NODES.items() if row["level"] == "class"}
    for name in ("lacks", "instruments", "coordinates", "technologies", "targets", "timeline", "funding", "posts"):
        for row in ask(name, "--without", "class"):
            assert not classes & {row.get(column) for column in ("id", "missing_id", "instrument_id", "whom_id")}
