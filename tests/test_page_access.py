"""The page is for everybody: by keyboard, on a phone, in the dark, in English and Vietnamese, by screen reader."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

from pages import SMALL, Open, Visit, ecosystem, ranked

from ecosystem.model.vocabulary import vocabulary
from ecosystem.outputs import page

GRAPH = ecosystem(12)
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def findings(visit: Visit) -> list[tuple[str, list[str]]]:
    """What axe-core finds against WCAG 2.2 A and AA. Its text is handed over from outside, past the page's policy."""
    place = importlib.util.find_spec("axe_playwright_python")
    assert place is not None
    assert place.origin is not None
    visit.page.evaluate((Path(place.origin).parent / "axe.min.js").read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = visit.page.evaluate("(tags) => axe.run({ runOnly: tags })", tags)
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]


def test_axe_finds_nothing_in_light_and_dark(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.relate(GRAPH.nodes.name[0], GRAPH.nodes.name[9], "Shortest path")
    visit.page.get_by_text("Download", exact=True).click()
    assert findings(visit) == []
    visit.page.click("#dark")
    visit.page.fill("#query", "hoa")
    visit.page.wait_for_timeout(50)
    assert findings(visit) == []


def test_axe_finds_nothing_in_the_table(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.click("#view-links")
    visit.page.select_option("#colour", "sphere")
    visit.page.click("#language")
    assert findings(visit) == []


def test_axe_finds_nothing_on_a_phone(opened: Open) -> None:
    visit = opened(ranked(SMALL), **PHONE, color_scheme="dark")
    visit.page.locator("#legend > summary").tap()
    visit.pick("Quang Trung Software City")
    assert findings(visit) == []


def test_fits_a_phone_and_a_dark_room(opened: Open) -> None:
    visit = opened(ranked(GRAPH), **PHONE, color_scheme="dark")
    assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
    visit.find("n0001")
    visit.page.locator("#found li").first.tap()
    for _ in range(2):
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
        visit.page.locator("#view-nodes").tap()
    visit.page.locator("#view-graph").tap()
    assert visit.page.locator("#kinds").is_hidden()
    visit.page.get_by_text("Legend and filters").tap()
    assert visit.page.locator("#kinds").is_visible()
    visit.harmless()


def test_menu_stays_on_the_screen_of_a_phone(opened: Open) -> None:
    for locale in ("en", "vi-VN"):
        visit = opened(ranked(GRAPH), **PHONE, locale=locale)
        visit.page.locator("#files summary").tap()
        for button in visit.page.locator("#files li button").all():
            box = button.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= PHONE["viewport"]["width"]


def test_tapped_node_brings_its_name_into_sight(opened: Open) -> None:
    visit = opened(ranked(GRAPH), **PHONE)
    visit.page.touchscreen.tap(*visit.spot(3))
    visit.until("state.node === 3")
    visit.page.wait_for_timeout(100)
    box = visit.page.locator("#name").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < box["y"] + box["height"] < PHONE["viewport"]["height"] - 100
    below = visit.page.locator("#other").bounding_box()
    assert below is not None
    assert below["y"] > box["y"]


def test_dark_can_be_chosen(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    ground = "getComputedStyle(document.body).backgroundColor"
    light = visit.page.evaluate(ground)
    visit.page.click("#dark")
    assert visit.page.evaluate(ground) != light
    assert visit.page.evaluate("scene.theme.ground") == "#14171b"
    visit.page.click("#dark")
    assert visit.page.evaluate(ground) == light
    visit.page.emulate_media(color_scheme="dark")
    assert visit.page.evaluate(ground) == light


def test_speaks_vietnamese(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    visit.pick("Vietnam National University")
    visit.page.get_by_role("button", name="Tiếng Việt").click()
    assert visit.page.get_attribute("html", "lang") == "vi"
    assert visit.shown() == "Hiện 3 trên 3 nút, 6 trên 6 liên kết"
    assert visit.page.inner_text("#name") == "Đại học Quốc gia Hà Nội"
    funds = vocabulary().relations["funds"].inverse_vi
    assert f"{funds} 2" in visit.details()
    assert vocabulary().kinds["fund"].name_vi in visit.page.inner_text("#kinds")
    unsaid = visit.page.evaluate(
        "Object.keys(WORDS).filter((key) => WORDS[key].length !== 2 || WORDS[key].some((word) => !word))"
    )
    assert unsaid == []
    visit.page.get_by_role("button", name="English").click()
    assert visit.page.inner_text("#name") == "Vietnam National University"


def test_opens_in_the_language_of_the_reader(opened: Open) -> None:
    assert opened(ranked(SMALL), locale="vi-VN").shown().startswith("Hiện")


def test_every_word_that_is_said_is_known(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    known = visit.page.evaluate("Object.keys(WORDS)")
    texts = [path.read_text("utf-8") for path in (Path(page.__file__).parent / "page").iterdir()]
    said = re.findall(r'\bsay\("(\w+)"|data-(?:say|name|hint)="(\w+)"|head: "(\w+)"', "\n".join(texts))
    counted = re.findall(r'counted\([^"]*"(\w+)"\)', "\n".join(texts))
    asked = {word for found in said for word in found if word} | set(vocabulary().standings)
    asked |= {word for one in counted for word in (one, one + "s")}
    assert len(asked) > 80
    assert sorted(asked - set(known)) == []


def test_everything_is_reached_by_keyboard(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    reached = set()
    for _ in range(80):
        visit.page.keyboard.press("Tab")
        reached.add(visit.page.evaluate("document.activeElement.id || document.activeElement.closest('[id]')?.id"))
    for id in (
        "query",
        "view-nodes",
        "back",
        "files",
        "dark",
        "language",
        "colour",
        "kinds",
        "as-of",
        "day",
        "sources",
        "in",
    ):
        assert id in reached
    assert "graph" in reached
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("qtsc")
    visit.page.keyboard.press("Enter")
    assert visit.page.inner_text("#name") == "Quang Trung Software City"
    assert visit.page.evaluate("document.activeElement.id") == "name"
    visit.page.keyboard.press("Escape")
    assert visit.page.locator("#details").is_hidden()
