"""The answer stands on its page whole: its columns, its groups, one number a source, and the words of the language."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pages import SMALL, SOURCES, Open, Visit, ecosystem, ranked

import cli
import loaders
from ecosystem.discovery import names
from ecosystem.model.answer import Answer, Column
from ecosystem.model.rows import graph_of
from ecosystem.outputs._page_words import head, title
from ecosystem.stores import open_store
from queries import NodeId
from queries._attributes import figure
from queries._question import Question
from queries.communities import communities
from queries.partners import partners
from queries.path import path

DATA = Path(__file__).parent.parent / "ecosystem" / "data"
GRAPH = graph_of(
    [
        {"id": "zone", "kind": "it_zone", "name": "Quang Trung Software City", "name_vi": "Công viên Quang Trung"},
        {"id": "act", "kind": "policy", "name": "Resolution on science, technology and innovation"},
        {"id": "goal", "kind": "target", "name": "R&D: 2% of GDP"},
        {"id": "speaker", "kind": "person", "name": "Phan Tung", "name_vi": "Phan Tùng"},
        {"id": "body", "kind": "agency", "name": "Ministry of Science and Technology"},
    ],
    [
        {"source": "act", "relation": "benefits", "target": "zone", "standing": "possible", "sources": "talk"},
        {
            "source": "act",
            "relation": "sets_target",
            "target": "goal",
            "valid_from": "2025",
            "comparison": ">=",
            "value": "2",
            "unit": "%",
            "base": "GDP",
            "deadline": "2030",
            "speaker": "speaker",
            "sources": "report#page 4",
        },
        {"source": "act", "relation": "issued_by", "target": "body", "effect": "covers", "sources": "report|talk"},
        {"source": "speaker", "relation": "holds_role", "target": "body", "sources": "talk"},
    ],
    sources=SOURCES,
)
WIDE = {"viewport": {"width": 1400, "height": 900}}


def heads(visit: Visit) -> list[str]:
    return visit.page.locator("#answer th").all_inner_texts()


def cells(visit: Visit, name: str) -> list[str]:
    place = heads(visit).index(name)
    return [row.locator("td").nth(place).inner_text() for row in visit.page.locator("#answer tbody tr").all()]


def test_a_wide_answer_shows_what_tells_most_without_scrolling(opened: Open) -> None:
    visit = opened(path(GRAPH, source=NodeId("zone"), target=NodeId("speaker")), **WIDE)
    right = visit.page.evaluate("document.querySelector('#answer .table').getBoundingClientRect().right")
    for name in ("step", "source", "relation", "target", "standing"):
        box = visit.page.locator("#answer th", has_text=name).first.bounding_box()
        assert box
        assert box["x"] + box["width"] <= right
    assert cells(visit, "source kind") == ["IT zone", "Policy", "Agency"]
    assert heads(visit)[-2:] == ["target kind", "valid from"] or heads(visit)[-1] == "target kind"
    visit = opened(partners(GRAPH, node=NodeId("act")), **WIDE)
    assert {"relation", "name", "standing", "value", "sources"} <= set(heads(visit))
    visit.harmless()


def test_figures_and_speakers_are_told_in_words(opened: Open) -> None:
    visit = opened(partners(GRAPH, node=NodeId("act")))
    assert "at least 2% of GDP by 2030 · speaker Phan Tung" in cells(visit, "value")
    assert "effect covers" in cells(visit, "value")
    visit.pick("R&D: 2% of GDP")
    assert "since 2025 · at least 2% of GDP by 2030 · speaker Phan Tung" in visit.details()
    visit.page.locator("#details small").get_by_role("link", name="Phan Tung").click()
    assert visit.page.inner_text("#name") == "Phan Tung"


FIGURES = [
    {"comparison": ">=", "value": "20000", "unit": "stations", "deadline": "2025"},
    {"comparison": "<=", "value": "50", "unit": "rank", "base": "world"},
    {"comparison": "=", "value": "5", "unit": "rank"},
    {"value": "3", "value_to": "5", "unit": "%", "base": "startups"},
    {"comparison": "about", "value": "many"},
    {"comparison": "<", "value": "2.5", "unit": "USD", "base": "year"},
]


@pytest.mark.parametrize("told", FIGURES, ids=lambda told: figure(told))
def test_page_tells_a_figure_as_the_program_does(opened: Open, told: dict[str, str]) -> None:
    visit = opened(ranked(SMALL))
    assert visit.page.evaluate("(told) => figureText(told)", told).strip() == figure(told).strip()


def test_a_source_has_one_number_on_the_whole_page(opened: Open) -> None:
    answer = replace(ranked(GRAPH), evidence=[("talk",), ("report#page 4",), (), (), ()])
    visit = opened(answer)
    assert [cell.strip() for cell in cells(visit, "sources")[:2]] == ["[1]", "[2] page 4"]
    visit.pick("R&D: 2% of GDP")
    assert "[2] page 4" in visit.details()
    rows = visit.page.locator("#details .sources li")
    assert [(row.evaluate("row => row.value"), row.inner_text().split(",")[0]) for row in rows.all()] == [
        (2, "Partners in 2024")
    ]


def test_what_an_answer_divides_is_coloured_so_and_its_rows_lead_to_the_members(opened: Open) -> None:
    graph = ecosystem(80)
    answer = communities(graph, runs=2)
    visit = opened(answer)
    assert visit.page.input_value("#colour") == "community"
    drawn = visit.page.evaluate("[...nodes.community]")
    assert [code for code, known in zip(drawn, answer.groups, strict=True) if known >= 0] == [
        code for code in answer.groups.tolist() if code >= 0
    ]
    counts = visit.page.locator("#key li").all_inner_texts()
    assert [int(row.split("\n")[-1]) for row in counts[:3]] == [row[1] for row in answer.rows[:3]]
    visit.page.locator("#answer tbody tr").nth(1).locator("td").nth(1).click()
    assert visit.page.inner_text("#name") == "Community 2"
    members = {graph.nodes.name[node] for node in np.flatnonzero(answer.groups == 1)}
    assert set(visit.page.locator("#details a").all_inner_texts()) == members
    assert len(visit.page.evaluate("bright.nodes")) == len(members)
    assert visit.page.locator("tr.picked").count() == 1
    visit.go(visit.state())
    assert visit.page.inner_text("#name") == "Community 2"
    visit.page.locator("#details a").first.click()
    assert visit.page.inner_text("#name") in members
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#details").is_hidden()
    visit.harmless()


def test_names_in_a_cell_lead_to_their_nodes(opened: Open) -> None:
    visit = opened(communities(GRAPH, runs=2))
    visit.page.locator("#answer").get_by_role("link", name="Resolution on science, technology and innovation").click()
    assert visit.page.inner_text("#name") == "Resolution on science, technology and innovation"


def test_an_answer_follows_the_language(opened: Open) -> None:
    visit = opened(path(GRAPH, source=NodeId("zone"), target=NodeId("speaker")), locale="vi-VN")
    assert visit.page.inner_text("h1") == visit.page.title() == "Đường nối từ Công viên Quang Trung đến Phan Tùng"
    assert cells(visit, "từ nút")[0] == "Công viên Quang Trung"
    assert cells(visit, "loại từ nút")[0] == "Khu công nghệ thông tin"
    assert cells(visit, "tính chất")[0] == "có thể"
    assert cells(visit, "quan hệ")[0] == "được hưởng lợi từ"
    assert visit.page.get_attribute("#answer ul", "lang") == "en"
    visit.pick("R&D: 2% of GDP")
    assert "ít nhất 2% của GDP đến 2030 · người phát biểu Phan Tùng" in visit.details()
    visit.page.get_by_role("button", name="English").click()
    assert visit.page.inner_text("h1") == "Paths from Quang Trung Software City to Phan Tung"


def test_every_head_and_title_of_the_questions_is_known_in_vietnamese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = str(tmp_path / "store.duckdb")
    loaders.load([DATA / "resolution57", DATA / "ror_vn"], store=open_store(address))
    capsys.readouterr()
    for name in names("queries"):
        for example in Question(name).examples:
            words = shlex.split(example.split(" -o ")[0])[1:]
            assert cli.run(["--store", address, *words, "--format", "json"]) == 0
            told = json.loads(capsys.readouterr().out)
            columns = [Column(column["name"], column["unit"]) for column in told["columns"]]
            unknown = {column.name for column in columns if head(column)[0] == head(column)[1]}
            assert unknown <= {"eci", "pci", "hhi", "rca", "shannon", "z"}, example
            assert title(Answer(told["title"], (), (), SMALL)) != told["title"] or name == "show"
