"""A link can be asked as a node can: pointed at, clicked, sent as an address, closed."""

from __future__ import annotations

from pages import SMALL, Open, Visit, ecosystem, ranked

GRAPH = ecosystem(40)
MIDDLE = """(link) => {
    const { low, zoom } = viewNow(), box = stage.getBoundingClientRect(), [x, y] = middleOf(scene, link);
    return [box.left + (x - low.x) * zoom, box.top + (y - low.y) * zoom];
}"""


def middle(visit: Visit, link: int) -> tuple[float, float]:
    x, y = visit.page.evaluate(MIDDLE, link)
    return x, y


def test_click_on_a_link_shows_what_is_known_of_it(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    ends = [tuple(pair) for pair in zip(SMALL.links.source.tolist(), SMALL.links.target.tolist(), strict=True)]
    for link in range(len(ends)):  # straight ones, bent ones and loops
        visit.page.mouse.click(*middle(visit, link))
        assert visit.page.evaluate("state.link") == link
        assert visit.page.evaluate("bright.nodes.slice().sort((a, b) => a - b)") == sorted(set(ends[link]))
        visit.page.keyboard.press("Escape")
        assert visit.page.locator("#details").is_hidden()
    link = next(k for k in range(len(ends)) if SMALL.links.weight[k] == 2.5)
    visit.page.mouse.click(*middle(visit, link))
    told = visit.details()
    for text in ("Quỹ Hòa Bình funds Vietnam National University", "plan", "from 2020 until 2024-04"):
        assert text in told
    for text in ("weight\n2.5", "amount\n3 tỷ", "[2] page 9, [3]", "Partners in 2024"):
        assert text in told
    visit.harmless()


def test_address_brings_a_link_back(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    for link in range(len(SMALL.links)):
        visit.page.mouse.click(*middle(visit, link))
        state, told = visit.state(), visit.details()
        visit.go(state)
        assert (visit.state(), visit.details()) == (state, told)
        visit.page.keyboard.press("Escape")
        assert visit.state() == ""
        visit.page.click("#fit")
        visit.page.wait_for_timeout(120)


def test_pointing_at_a_link_tells_it(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.mouse.move(*middle(visit, 11))
    assert visit.page.evaluate("pointer.link === null ? null : lineOf(pointer.link)") == visit.page.evaluate(
        "lineOf(11)"
    )
    source, target = int(GRAPH.links.source[11]), int(GRAPH.links.target[11])
    told = visit.page.evaluate("lineOf(11)")
    assert told.startswith(f"{GRAPH.nodes.name[source]} — {GRAPH.relation(11).name} → {GRAPH.nodes.name[target]}")
    assert "since 20" in told
    visit.page.mouse.move(*visit.spot(source))
    assert visit.page.evaluate("[pointer.link, pointer.node]") == [None, source]


def test_a_link_of_a_picked_node_leaves_the_node_picked(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    visit.pick("Quỹ Hòa Bình")
    visit.page.wait_for_timeout(120)
    visit.page.mouse.click(*middle(visit, 1))
    assert "since 2024-05" in visit.details()
    assert visit.page.locator("#relate").is_hidden()
    visit.page.keyboard.press("Escape")
    assert visit.page.inner_text("#name") == "Quỹ Hòa Bình"
    visit.page.mouse.click(*middle(visit, 1))
    visit.page.locator("#details").get_by_role("link", name="Vietnam National University").click()
    assert "funded by 2" in visit.details()
