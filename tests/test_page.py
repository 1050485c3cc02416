"""The page shows the graph and its evidence, and works from disk in a real browser."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pages import SMALL, Open, ecosystem, ranked

from ecosystem import names
from ecosystem.outputs import page
from ecosystem.rows import graph_of
from ecosystem.schema import schema


def data_of(text: str) -> Any:
    found = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert len(found) == 1
    return json.loads(found[0])


# ---------------------------------------------------------------- what is written


def test_data_is_the_graph() -> None:
    graph = ecosystem(60).part(np.arange(50))
    for one in (graph, SMALL):
        data = data_of(page.page(ranked(one)))
        told = one.to_networkx()
        kinds, relations = list(schema().kinds), list(schema().relations)
        assert [node["id"] for node in data["nodes"]] == list(range(len(told)))
        for node, (id, known) in zip(data["nodes"], told.nodes(data=True), strict=True):
            assert (node["key"], node["name"], kinds[node["kind"]]) == (id, known["name"], known["kind"])
            assert node.get("name_vi") == known.get("name_vi")
            assert "|".join(node.get("aliases", [])) == known.get("aliases", "")
            assert "|".join(name for name, _ in node.get("identifiers", [])) == known.get("identifiers", "")
            assert all(known[name] == value for name, value in node.get("further", []))
            cited = ["#".join(reference) for reference in data["citations"][node.get("cited", 0)]]
            assert "|".join(cited) == known.get("sources", "")
        drawn = Counter(
            (
                data["nodes"][link["from"]]["key"],
                relations[link["relation"]],
                data["nodes"][link["to"]]["key"],
                link.get("since"),
                link.get("until"),
                link["standing"],
                "|".join("#".join(reference) for reference in data["citations"][link.get("cited", 0)]),
                dict(link.get("further", [])).get("weight"),
            )
            for link in data["links"]
        )
        assert drawn == Counter(
            (
                source,
                known["relation"],
                target,
                known.get("valid_from"),
                known.get("valid_to"),
                known["standing"],
                known.get("sources", ""),
                f"{known['weight']:g}" if "weight" in known else None,
            )
            for source, target, known in told.edges(data=True)
        )


def test_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    script = (
        "import os; from pathlib import Path; from pages import *; from ecosystem.outputs import page, write\n"
        f"write(ranked(ecosystem(150)), Path({str(tmp_path)!r}, os.environ['PYTHONHASHSEED'] + '.html'))"
    )
    for seed in ("0", "1", "777"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", script], env=environment, cwd=Path(__file__).parent, check=True)
    written = {path.read_bytes() for path in tmp_path.glob("*.html")}
    assert written == {page.page(ranked(ecosystem(150))).encode()}


def test_importing_the_drawing_program_warns_nobody() -> None:
    script = "from pages import *; from ecosystem.outputs import page, write; page.page(ranked(SMALL))"
    command = [sys.executable, "-W", "error", "-c", script]
    told = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    assert told.stderr == ""


# ---------------------------------------------------------------- what is seen


@pytest.mark.parametrize("count", [0, 1, 2, 30, 400])
def test_opens_from_disk_and_asks_for_nothing(opened: Open, count: int) -> None:
    visit = opened(ranked(ecosystem(count)))
    graph = ecosystem(count)
    links = len(graph.links)
    assert visit.page.title() == "Who is central"
    assert visit.shown() == (
        f"{count} of {count} node{'s' * (count != 1)} shown, {links} of {links} link{'s' * (links != 1)}"
    )
    assert visit.page.locator("#empty").is_visible() == (count == 0)
    visit.harmless()


def test_search_needs_no_marks(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    assert "Đại học Quốc gia Hà Nội" in visit.find("dai hoc")[0]
    assert "Quỹ Hòa Bình" in visit.find("quy hoà binh")[0]
    assert "Vietnam National University" in visit.find("ĐHQGHN")[0]
    assert "Vietnam National University" in visit.find("dhqg")[0]
    assert "Vietnam National University" in visit.find("02jmfj006")[0]
    assert "Quang Trung Software City" in visit.find("qtsc")[0]
    assert visit.find("zzz") == ["Nothing has this name"]
    assert visit.find(" ") == []


def test_search_lists_the_nearest_name_first(opened: Open) -> None:
    names = ["Đại học Huế", "Huế", "Thành phố Huế", "Huế Xanh", "Shuển", "Hà Nội"]
    graph = graph_of([{"id": str(i), "kind": "place", "name": name} for i, name in enumerate(names)], [])
    found = [hit.split("\n")[0].removesuffix(" Place") for hit in opened(ranked(graph)).find("hue")]
    assert found == ["Huế", "Huế Xanh", "Đại học Huế", "Thành phố Huế", "Shuển"]


def test_page_folds_names_as_the_program_does(opened: Open) -> None:
    texts = [
        "Viện Hàn lâm KH&CN",
        "ĐẠI HỌC  Hoà Bình",
        "Hòa",
        "ứng_dụng",
        "École №5",
        "Łódź",
        "",
        "中文 名",
        "ＡＢＣ",
        "x²",
    ]
    visit = opened(ranked(SMALL))
    assert visit.page.evaluate("(texts) => texts.map(fold)", texts) == [names.fold(text) for text in texts]


def test_search_works_by_keyboard_alone(opened: Open) -> None:
    visit = opened(ranked(ecosystem(60)))
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("dai hoc")
    first, second = visit.page.locator("#found bdi:first-child").all_inner_texts()[:2]
    visit.page.keyboard.press("ArrowDown")
    chosen = visit.page.get_attribute("#query", "aria-activedescendant")
    assert visit.page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    visit.page.keyboard.press("Enter")
    assert visit.page.inner_text("#name") == second != first
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#details").is_hidden()


def test_filters_count_and_hide_what_the_graph_has(opened: Open) -> None:
    graph = ecosystem(120)
    visit = opened(ranked(graph))
    labels = visit.page.locator("#kinds label").all_inner_texts()
    counts = {kind.plural: int((graph.nodes.kind == kind.code).sum()) for kind in schema().kinds.values()}
    assert {re.split(r"\s*\n", label)[0]: int(label.split()[-1]) for label in labels} == {
        plural: count for plural, count in counts.items() if count
    }
    code = int(graph.nodes.kind[0])
    kind = list(schema().kinds.values())[code]
    visit.page.get_by_label(kind.plural).uncheck()
    stay = graph.nodes.kind != code
    kept = stay[graph.links.source] & stay[graph.links.target]
    assert visit.shown() == f"{stay.sum()} of 120 nodes shown, {kept.sum()} of {len(graph.links)} links"
    relation = graph.relation(int(np.flatnonzero(kept)[0]))
    visit.page.get_by_label(re.compile(f"^{relation.name} ?\\d+$")).uncheck()
    kept &= graph.links.relation != relation.code
    visit.page.get_by_label(re.compile(r"^opinion ?\d+$")).uncheck()
    kept &= graph.links.standing != schema().standings.index("opinion")
    assert visit.shown() == f"{stay.sum()} of 120 nodes shown, {kept.sum()} of {len(graph.links)} links"
    drawn = visit.page.evaluate("[network.body.nodeIndices.length, network.body.edgeIndices.length]")
    assert drawn == [stay.sum(), kept.sum()]
    visit.page.get_by_label("Tick all or none of the kinds").click()
    assert visit.shown().startswith("120 of 120 nodes")
    visit.page.get_by_label("Tick all or none of the kinds").click()
    assert visit.shown().startswith("0 of 120 nodes shown, 0 of")
    visit.harmless()


def test_details_tell_all_that_is_known_with_sources(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    visit.pick("Vietnam National University")
    told = visit.details()
    for text in ("University", "Đại học Quốc gia Hà Nội", "VNU", "ĐHQGHN", "Hà Nội", "founded", "1906"):
        assert text in told
    for text in ("4 LINKS", "funded by 2", "collaborates with 2", "from 2020 to before 2024-05", "since 2024-05"):
        assert text in told
    for text in ("plan", "past", "weight 2.5", "amount 3 tỷ", "[1] page 4", "[1] page 9, [2]"):
        assert text in told
    assert "Partners in 2024, Lê My, Department of Science, 2024-12-30" in told
    links = visit.page.locator("#details a[target]")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert addresses == ["https://ror.org/02jmfj006", "https://vnu.edu.vn", "https://example.org/report"]
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
    visit.page.locator("#details").get_by_text("Quang Trung Software City").click()
    assert visit.page.inner_text("#name") == "Quang Trung Software City"
    assert "nowhere (not described)" in visit.details()
    visit.pick("Quỹ Hòa Bình")
    assert "funds 2" in visit.details()
    assert "No source is given" not in visit.details()
    assert visit.page.evaluate("document.activeElement.id") == "name"


def test_click_on_a_dot_shows_its_node(opened: Open) -> None:
    graph = ecosystem(40)
    visit = opened(ranked(graph))
    for node in (0, 17, 39):
        visit.page.keyboard.press("Escape")
        visit.page.click("#fit")
        spot = visit.page.evaluate(f"network.canvasToDOM(network.getPosition({node}))")
        box = visit.page.locator("#graph").bounding_box()
        assert box is not None
        visit.page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
        visit.page.wait_for_selector("#name")
        assert visit.page.inner_text("#name") == graph.nodes.name[node]


def test_graph_moves_by_keyboard(opened: Open) -> None:
    visit = opened(ranked(ecosystem(40)))
    visit.page.locator("#graph [role=application]").focus()
    before = visit.page.evaluate("network.getViewPosition().x")
    visit.page.keyboard.down("ArrowRight")
    visit.page.wait_for_timeout(200)
    visit.page.keyboard.up("ArrowRight")
    assert visit.page.evaluate("network.getViewPosition().x") != before


def test_table_leads_to_nodes_and_cites(opened: Open) -> None:
    graph = ecosystem(40)
    visit = opened(ranked(graph))
    rows = visit.page.locator("#answer tbody tr")
    assert rows.count() == 5
    assert "[1] page 2" in rows.nth(2).inner_text()
    assert "Betweenness over partners." in visit.page.inner_text("#answer")
    rows.nth(2).locator("td").last.click()
    assert visit.page.inner_text("#name") == graph.nodes.name[2]
    assert visit.page.locator("tr.picked").all_inner_texts() == [rows.nth(2).inner_text()]
    rows.nth(3).get_by_role("link").focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.inner_text("#name") == graph.nodes.name[3]
    assert visit.page.evaluate("[...marked]") == list(range(5))


def test_long_table_says_how_much_of_it_is_shown(opened: Open) -> None:
    visit = opened(ranked(ecosystem(700), top=700))
    assert visit.page.locator("#answer tbody tr").count() == 500
    visit.page.get_by_text("500 of 700 rows shown; show all").click()
    assert visit.page.locator("#answer tbody tr").count() == 700


def test_parallel_links_and_loops_are_all_drawn_apart(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    middles = visit.page.evaluate(
        "data.links.filter(l => l.from !== l.to).map(l => network.body.edges[l.id].edgeType.getPoint(0.5))"
    )
    assert len({(round(middle["x"]), round(middle["y"])) for middle in middles}) == 4
    loops = visit.page.evaluate("lines.get({filter: (l) => l.from === l.to}).map((l) => l.selfReference.size)")
    assert len(set(loops)) == 2
    arrows = visit.page.evaluate(
        "data.links.map((l) => [data.relations[l.relation].symmetric, !lines.get(l.id).arrows])"
    )
    assert all(symmetric == bare for symmetric, bare in arrows)
    strokes = visit.page.evaluate("data.links.map((l) => [l.standing, JSON.stringify(lines.get(l.id).dashes)])")
    assert len({stroke for _, stroke in strokes}) == len({word for word, _ in strokes}) == 3


def test_fits_a_phone_and_a_dark_room(opened: Open) -> None:
    size = {"width": 360, "height": 740}
    visit = opened(ranked(ecosystem(40)), viewport=size, has_touch=True, color_scheme="dark")
    visit.find("n0001")
    visit.page.locator("#found li").first.tap()
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
    assert visit.page.locator("#kinds").is_hidden()
    visit.page.get_by_text("Legend and filters").tap()
    assert visit.page.locator("#kinds").is_visible()
    visit.harmless()


def test_everything_to_operate_has_a_name(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    visit.pick("Vietnam National University")
    unnamed = visit.page.evaluate(
        """[...document.querySelectorAll("a, button, input, [tabindex='0']")].filter((thing) =>
            !(thing.getAttribute("aria-label") || thing.innerText || thing.labels?.[0]?.innerText))
            .map((thing) => thing.outerHTML)"""
    )
    assert unnamed == []
