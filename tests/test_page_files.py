"""The page's tables, and the files it hands out, hold what is shown."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from pages import SMALL, SOURCES, Open, Visit, ecosystem, ranked
from test_page_safety import hostile

from ecosystem.model.answer import Column
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary

GRAPH = ecosystem(60, seed=3)


def cells(visit: Visit, column: int) -> list[str]:
    return [row.locator("td").nth(column).inner_text() for row in visit.page.locator("#rows tbody tr").all()]


def read(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_table_sorts_and_narrows(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.click("#view-nodes")
    assert visit.page.inner_text("#row-count") == "60 of 60 rows"
    assert sorted(cells(visit, 0)) == sorted(GRAPH.nodes.name)
    visit.page.get_by_role("button", name="links", exact=True).click()
    degrees = [int(text) for text in cells(visit, 3)]
    assert degrees == sorted(degrees)
    visit.page.get_by_role("button", name="links ▲").click()
    assert [int(text) for text in cells(visit, 3)] == sorted(degrees, reverse=True)
    visit.page.fill("#typed", "hoa binh")
    assert visit.page.inner_text("#row-count").startswith(f"{sum('Hòa Bình' in n for n in GRAPH.nodes.name)} of 60")
    assert all("Hòa Bình" in name for name in cells(visit, 0))
    visit.page.locator("#rows a").first.click()
    assert visit.page.inner_text("#name") == cells(visit, 0)[0]
    visit.harmless()


def test_table_of_links_follows_the_filters(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.click("#view-links")
    relation = GRAPH.relation(0)
    visit.page.get_by_label("Tick all or none: Relations").click()
    visit.page.locator("#relations").get_by_label(relation.name).check()
    there = int((GRAPH.links.relation == relation.code).sum())
    assert visit.page.inner_text("#row-count") == f"{there} of {len(GRAPH.links)} rows"
    assert set(cells(visit, 1)) == {relation.name}
    visit.page.get_by_role("button", name="from", exact=True).click()
    assert cells(visit, 3) == sorted(cells(visit, 3))


def test_csv_and_json_hold_what_is_shown(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.locator("#standings").get_by_label("opinion").uncheck()
    nodes, links = visit.masks()
    assert len(links) < len(GRAPH.links)
    rows = read(visit.saved("Nodes (CSV)"))
    assert [row["name"] for row in rows] == [GRAPH.nodes.name[node] for node in nodes]
    rows = read(visit.saved("Links (CSV)"))
    ids = GRAPH.nodes.id
    ends = [(ids[GRAPH.links.source[k]], GRAPH.relation(k).name, ids[GRAPH.links.target[k]]) for k in links]
    assert [(row["source id"], row["relation"], row["target id"]) for row in rows] == ends
    told = json.loads(visit.saved("Data (JSON)"))
    assert [node["id"] for node in told["nodes"]] == [ids[node] for node in nodes]
    assert [(link["source"], link["target"]) for link in told["links"]] == [(a, b) for a, _, b in ends]
    assert told["view"] == f"standings={vocabulary().standings[3]}"
    assert told["data"] == visit.page.get_attribute("#hash code", "title")


def test_rows_are_found_by_all_their_words_and_names(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    visit.page.click("#view-nodes")

    def left(typed: str) -> list[str]:
        visit.page.fill("#typed", typed)
        return sorted(cells(visit, 0))

    assert left("university hanoi") == []
    assert left("dai hoc ha noi") == left("ĐHQGHN university") == left("vnu fact") == ["Vietnam National University"]
    assert left("partners 2024") == []
    visit.page.click("#view-links")
    assert len(left("quoc gia funds")) == 2
    assert len(left("hoa binh amount 3")) == 1


def test_rows_of_tables_are_low(opened: Open) -> None:
    long = "A very long name of a body that goes on and on and never seems to come to an end " * 2
    nodes = [{"id": f"n{i}", "kind": "fund", "name": f"{long}{i}", "sources": "report#page 3|talk"} for i in range(3)]
    links = [{"source": "n0", "relation": "funds", "target": "n1", "note": long, "sources": "report|talk#minute 3"}]
    visit = opened(ranked(graph_of(nodes, links, sources=SOURCES)))
    for view in ("nodes", "links"):
        visit.page.click(f"#view-{view}")
        assert cells(visit, -1)[0].replace(" ", "").startswith("[1]")
        for row in visit.page.locator("#rows tbody tr").all():
            assert row.evaluate("row => row.offsetHeight") < 60
    assert visit.page.locator("#rows .cite").first.get_attribute("title") == "Partners in 2024"


def test_csv_of_nodes_holds_all_that_is_known(opened: Open) -> None:
    rows = {row["id"]: row for row in read(opened(ranked(SMALL)).saved("Nodes (CSV)"))}
    vnu = rows["vnu"]
    assert (vnu["name_vi"], vnu["aliases"]) == ("Đại học Quốc gia Hà Nội", "VNU|ĐHQGHN")
    assert (vnu["founded"], vnu["website"], vnu["identifiers"]) == ("1906", "https://vnu.edu.vn", "ror:02jmfj006")
    assert rows["fund"]["founded"] == rows["fund"]["name_en"] == ""


def test_no_cell_is_a_formula(opened: Open) -> None:
    for text in read(opened(hostile()).saved("Nodes (CSV)")):
        assert not any((cell or "").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in text.values())


SVG = "{http://www.w3.org/2000/svg}"


def test_svg_tells_the_title_the_signs_and_where_it_comes_from(opened: Open) -> None:
    visit = opened(replace(ranked(SMALL), command="ecosystem rank degree"))
    drawn = ET.fromstring(visit.saved("Drawing (SVG)"))  # noqa: S314 - our own file
    texts = [text.text or "" for text in drawn.iter(f"{SVG}text")]
    for name in ("Who is central", *SMALL.nodes.name, "Universities", "Funds", "fact", "plan", "past"):
        assert name in texts
    assert "opinion" not in texts
    assert "Asked with ecosystem rank degree" in texts
    assert any(visit.page.get_attribute("#hash code", "title") or "?" in text for text in texts)
    visit = opened(hostile())
    ET.fromstring(visit.saved("Drawing (SVG)"))  # noqa: S314
    visit.harmless()


def test_svg_holds_all_that_is_shown_wherever_the_view_is(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    whole = visit.saved("Drawing (SVG)")
    for _ in range(6):
        visit.page.click("#in")
    visit.page.wait_for_timeout(150)
    assert visit.saved("Drawing (SVG)") == whole
    # Without links every filled shape is a node or a sign of the legend.
    visit.page.get_by_label("Tick all or none: Relations").click()
    drawn = ET.fromstring(visit.saved("Drawing (SVG)"))  # noqa: S314
    wide, high = float(drawn.attrib["width"]), float(drawn.attrib["height"])
    filled = [path.attrib["d"] for path in drawn.iter(f"{SVG}path") if path.attrib["fill"] != "none"]
    starts = {spot for path in filled for spot in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", path)}
    assert len(starts) == len(GRAPH.nodes) + len(np.unique(GRAPH.nodes.kind))
    assert all(0 < float(x) < wide and 0 < float(y) < high for x, y in starts)
    visit.page.get_by_label("Tick all or none: Kinds").click()
    visit.page.locator("#kinds input").nth(1).check()
    fewer = visit.saved("Drawing (SVG)")
    assert visit.shown().split(",")[0] in fewer
    assert fewer.count("<text") < whole.count("<text")


def test_png_is_twice_as_fine_as_the_drawing(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    drawn = ET.fromstring(visit.saved("Drawing (SVG)"))  # noqa: S314
    visit.page.get_by_text("Download", exact=True).click()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="Picture (PNG)").click()
    head = waiting.value.path().read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert list(struct.unpack(">II", head[16:24])) == [2 * int(drawn.attrib[side]) for side in ("width", "height")]


def test_paper_shows_the_drawing_and_the_answer(opened: Open) -> None:
    visit = opened(ranked(SMALL), color_scheme="dark")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    assert visit.page.locator("#paper canvas").is_visible()
    assert visit.page.locator("#answer table").is_visible()
    for hidden in ("#legend", "#tools", "#graph", "#query"):
        assert visit.page.locator(hidden).is_hidden()
    pixel = visit.page.evaluate(
        "[...document.querySelector('#paper canvas').getContext('2d').getImageData(0, 0, 1, 1).data]"
    )
    assert pixel == [255, 255, 255, 255]
    visit.page.emulate_media(media="screen")
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert visit.page.locator("#paper canvas").count() == 0


@pytest.mark.parametrize("window", [(1400, 900), (1000, 700), (390, 844)])
def test_paper_has_room_for_drawing_and_all_columns(opened: Open, window: tuple[int, int]) -> None:
    graph = ecosystem(40)
    wide = tuple(Column(f"column_{i}") for i in range(9))
    text = "some words in a cell"
    answer = replace(ranked(graph), columns=(Column("id"), Column("name"), *wide))
    answer = replace(answer, rows=[(row[1], row[2], *[text] * 9) for row in ranked(graph).rows])
    visit = opened(answer, viewport={"width": window[0], "height": window[1]})
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    for width, height in ((703, 1032), (1032, 703)):  # A4 within its margins, in pixels
        visit.page.set_viewport_size({"width": width, "height": height})
        title, drawn, told, last = (
            visit.page.locator(part).bounding_box()
            for part in ("h1", "#paper canvas", "#answer h2", "#answer th:last-child")
        )
        assert title and drawn and told and last  # noqa: PT018 - all are there or none
        assert title["y"] + title["height"] <= drawn["y"]
        assert drawn["y"] + drawn["height"] <= told["y"] < height - 60
        assert last["x"] + last["width"] <= width
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_footer_says_how_it_was_made(opened: Open) -> None:
    visit = opened(replace(ranked(SMALL), command="ecosystem rank degree --top 5 -o 'a <b>.html'"))
    told = visit.page.inner_text("footer")
    assert "ecosystem rank degree --top 5 -o 'a <b>.html'" in told
    assert len(visit.page.get_attribute("#hash code", "title") or "") == 64
    other = opened(ranked(GRAPH))
    assert other.page.inner_text("#hash") != visit.page.inner_text("#hash")
    assert other.page.locator("#command").is_hidden()
