"""The page shows the graph and its evidence, and works from disk in a real browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from facts import links_once
from pages import SMALL, Open, data_of, ecosystem, ranked

from ecosystem.model import dates
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary
from ecosystem.outputs import page

# ---------------------------------------------------------------- what is written


def test_data_is_the_graph() -> None:
    graph = ecosystem(60).part(np.arange(50))
    for one in (graph, SMALL):
        data = data_of(page.page(ranked(one)))
        told = one.to_networkx()
        kinds, relations, standings = list(vocabulary().kinds), list(vocabulary().relations), vocabulary().standings
        for node, (id, known) in zip(data["nodes"], told.nodes(data=True), strict=True):
            assert (node["key"], node["name"], kinds[node["kind"]]) == (id, known["name"], known["kind"])
            assert node["name_vi"] == known.get("name_vi", "")
            assert "|".join(node["aliases"]) == known.get("aliases", "")
            assert "|".join(name for name, _ in node["identifiers"]) == known.get("identifiers", "")
            assert all(known[name] == value for name, value in node["further"])
            cited = ["#".join(reference) for reference in data["citations"][node["cited"]]]
            assert "|".join(cited) == known.get("sources", "")
        drawn = Counter(
            (
                data["nodes"][link["from"]]["key"],
                relations[link["relation"]],
                data["nodes"][link["to"]]["key"],
                dates.show(link["since"]),
                dates.show(link["until"]),
                standings[link["standing"]],
                "|".join("#".join(reference) for reference in data["citations"][link["cited"]]),
                dict(link["further"]).get("weight"),
            )
            for link in data["links"]
        )
        assert drawn == Counter(
            (
                source,
                known["relation"],
                target,
                known.get("valid_from", ""),
                known.get("valid_to", ""),
                known["standing"],
                known.get("sources", ""),
                f"{known['weight']:g}" if "weight" in known else None,
            )
            for source, target, known in links_once(one)
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
        f"{count} of {count} node{'s' * (count != 1)} shown, {links:,} of {links:,} link{'s' * (links != 1)}"
    )
    assert visit.page.locator("#empty").is_visible() == (count == 0)
    visit.harmless()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_all_works_on_next_to_nothing(opened: Open, count: int) -> None:
    visit = opened(ranked(ecosystem(count)))
    for button in ("fit", "in", "out", "view-nodes", "view-links", "view-graph", "language", "dark", "language"):
        visit.page.click(f"#{button}")
    for option in ("sphere", "community", "place", "kind"):
        visit.page.select_option("#colour", option)
    visit.page.select_option("#size", "even")
    visit.page.check("#linked")
    assert visit.saved("Drawing (SVG)").endswith("</svg>\n")
    assert visit.saved("Nodes (CSV)").count("\n") >= 1
    visit.page.mouse.click(600, 400)
    visit.page.keyboard.press("Escape")
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


def test_search_lists_more_when_asked(opened: Open) -> None:
    graph = graph_of([{"id": f"n{i}", "kind": "fund", "name": f"Quỹ {i}"} for i in range(30)], [])
    visit = opened(ranked(graph))
    found = visit.find("quy")
    assert (len(found), found[-1]) == (13, "18 more")
    visit.page.press("#query", "ArrowUp")
    visit.page.press("#query", "Enter")
    assert visit.page.locator("#found li").count() == 30
    chosen = visit.page.get_attribute("#query", "aria-activedescendant")
    visit.page.press("#query", "Enter")
    assert chosen == "found-12"
    assert visit.page.inner_text("#name") == graph.nodes.name[12]


def test_search_takes_any_order_and_near_spellings(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    for typed in ("city trung", "quang trugn", "softwrae"):
        assert ["Quang Trung Software City" in hit for hit in visit.find(typed)] == [True]


def test_list_that_found_nothing_gives_way(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    visit.pick("Quỹ Hòa Bình")
    visit.page.fill("#other", "zzzz")
    assert visit.page.locator("#others").is_visible()
    visit.page.press("#other", "Escape")
    assert visit.page.locator("#others").is_hidden()
    assert visit.page.inner_text("#name") == "Quỹ Hòa Bình"
    for leave in ("document.activeElement.blur()", "other.value = ''; other.dispatchEvent(new Event('input'))"):
        visit.page.fill("#other", "zzzzz")
        visit.page.evaluate(leave.replace("other", "document.getElementById('other')"))
        assert visit.page.locator("#others").is_hidden()
    visit.page.fill("#other", "zzzz")
    visit.page.click("#ask-path")
    assert visit.page.locator("#others").is_hidden()


def test_page_folds_names_as_the_program_does(opened: Open) -> None:
    cases = json.loads(Path(__file__).with_name("folds.json").read_text("utf-8"))
    visit = opened(ranked(SMALL))
    assert visit.page.evaluate("(texts) => texts.map(fold)", list(cases)) == list(cases.values())


def test_search_works_by_keyboard_alone(opened: Open) -> None:
    visit = opened(ranked(ecosystem(60)))
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("dai hoc")
    first, second = visit.page.locator("#found li > bdi").all_inner_texts()[:2]
    visit.page.keyboard.press("ArrowDown")
    chosen = visit.page.get_attribute("#query", "aria-activedescendant")
    assert visit.page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    visit.page.keyboard.press("Enter")
    assert visit.page.inner_text("#name") == second != first
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#details").is_hidden()


def test_details_tell_all_that_is_known_with_sources(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    visit.pick("Vietnam National University")
    told = visit.details()
    for text in ("University", "Đại học Quốc gia Hà Nội", "VNU", "ĐHQGHN", "Hà Nội", "founded", "1906"):
        assert text in told
    for text in ("4 LINKS", "funded by 2", "collaborates with 2", "from 2020 until 2024-04", "since 2024-05"):
        assert text in told
    for text in ("plan", "past", "weight 2.5", "amount 3 tỷ", "[2] page 4", "[2] page 9, [3]"):
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
        visit.page.mouse.click(*visit.spot(node))
        visit.page.wait_for_selector("#name")
        assert visit.page.inner_text("#name") == graph.nodes.name[node]


def test_first_picture_already_answers_a_click(opened: Open) -> None:
    graph = ecosystem(40)
    visit = opened(ranked(graph))
    visit.page.add_init_script(
        "const later = window.setTimeout; window.setTimeout = (f, t) => later(f, t === 250 ? 1e6 : t)"
    )
    visit.page.goto("about:blank")
    visit.page.goto(visit.address)
    visit.until("document.getElementById('language').textContent !== ''")
    visit.page.mouse.click(*visit.spot(17))
    assert visit.page.inner_text("#name") == graph.nodes.name[17]
    assert visit.page.evaluate("network === null")
    visit.page.click("#in")
    visit.until("network !== null")


def test_dragged_dot_takes_its_links_along(opened: Open) -> None:
    visit = opened(ranked(ecosystem(40)))
    x, y = visit.spot(17)
    before = visit.page.evaluate("[scene.x[17], scene.y[17]]")
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y + 30, steps=4)
    visit.page.mouse.up()
    visit.page.wait_for_timeout(200)
    after = visit.page.evaluate("[scene.x[17], scene.y[17]]")
    zoom = visit.page.evaluate("viewNow().zoom")
    assert [a - b for a, b in zip(after, before, strict=True)] == pytest.approx([60 / zoom, 30 / zoom], abs=4 / zoom)


def test_graph_moves_by_keyboard(opened: Open) -> None:
    visit = opened(ranked(ecosystem(40)))
    visit.page.locator("#graph [role=application]").focus()
    before = visit.page.evaluate("viewNow().x")
    visit.page.keyboard.down("ArrowRight")
    visit.page.wait_for_timeout(200)
    visit.page.keyboard.up("ArrowRight")
    assert visit.page.evaluate("viewNow().x") != before


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


def test_many_references_are_told_by_their_sources(opened: Open) -> None:
    graph = ecosystem(40)
    many = [(*(f"report#page {page}" for page in range(9)), *(f"s{i}" for i in range(9)))] * 5
    visit = opened(replace(ranked(graph), evidence=many))
    assert visit.page.locator("#answer tbody tr").first.locator("td").last.inner_text() == "[1] [2] [3] [4] [5] [6] +4"
    assert visit.page.locator("#answer .sources li").count() == 10


def test_long_table_says_how_much_of_it_is_shown(opened: Open) -> None:
    visit = opened(ranked(ecosystem(700), top=700))
    assert visit.page.locator("#answer tbody tr").count() == 500
    visit.page.get_by_text("500 of 700 rows shown; show all").click()
    assert visit.page.locator("#answer tbody tr").count() == 700


def test_parallel_links_and_loops_are_all_drawn_apart(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    middles = visit.page.evaluate("[...links.from.keys()].map((link) => middleOf(scene, link))")
    assert len({(round(x), round(y)) for x, y in middles}) == 6
    strokes = visit.page.evaluate("[...links.from.keys()].map((link) => [links.standing[link], scene.dash[link]])")
    assert len({standing for standing, _ in strokes}) == len({dash for _, dash in strokes}) == 3
    arrows = visit.page.evaluate(
        "[...links.from.keys()].map((link) => [symmetric[links.relation[link]], !scene.arrow[link]])"
    )
    assert all(both == bare for both, bare in arrows)


COVERED = """(() => {
    const { low, zoom } = viewNow();
    const spot = (node) => [(scene.x[node] - low.x) * zoom, (scene.y[node] - low.y) * zoom];
    const boxes = labels.map(({ node, dx, dy, width, height }) => {
        const [x, y] = [spot(node)[0] + dx, spot(node)[1] + dy];
        return { node, box: [x - width / 2, y, x + width / 2, y + height] };
    });
    const within = ([x, y], [a, b, c, d]) => x > a && x < c && y > b && y < d;
    const covered = boxes.flatMap(({ node, box }) =>
        [...onStage()].filter((other) => other !== node && within(spot(other), box)).map((other) => [node, other]));
    const meet = ([a, b, c, d], [e, f, g, h]) => a < g && c > e && b < h && d > f;
    const crossed = boxes.flatMap(({ box }, i) => boxes.slice(i + 1).filter((other) => meet(box, other.box)));
    const hub = labels.some(({ node }) => node === largestSeen(1)[0]);
    return { count: labels.length, covered, crossed: crossed.length, hub };
})()"""


def test_labels_cover_neither_each_other_nor_dots(opened: Open) -> None:
    visit = opened(ranked(ecosystem(120)))
    visit.page.click("#fit")
    visit.page.wait_for_timeout(250)
    placed = visit.page.evaluate(COVERED)
    assert placed["count"] > 14
    assert placed["hub"]
    assert placed["covered"] == []
    assert placed["crossed"] == 0
