"""Names in the drawing: each once, whole where it can be, within the stage, and never invisible."""

from __future__ import annotations

from pages import SMALL, Open, Visit, ecosystem, ranked

from ecosystem.model.rows import graph_of

GRAPH = ecosystem(40)
WRITTEN = """(() => {
    const still = { getTransform: () => ({ a: viewNow().zoom }), setTransform: () => {} };
    const brush = Object.assign(new SvgBrush(), still);
    paintLabels(brush, viewNow());
    return brush.parts.filter((part) => part.includes('fill="none"'));
})()"""


def written(visit: Visit, name: str) -> list[str]:
    return [part for part in visit.page.evaluate(WRITTEN) if f">{name}<" in part]


def test_dragged_and_pointed_at_a_node_is_named_once(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    name = str(GRAPH.nodes.name[0])
    x, y = visit.spot(0)
    assert len(written(visit, name)) == 1
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 90, y + 40, steps=4)
    visit.page.mouse.up()
    visit.page.mouse.move(x + 91, y + 41)
    assert visit.page.evaluate("pointer.node") == 0
    assert len(written(visit, name)) == 1


def test_names_of_what_is_pointed_at_stay_on_the_stage(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    for side in ("left", "right"):
        visit.page.evaluate(
            "(side) => { const { low, high, zoom } = viewNow();"
            " scene.x[0] = side === 'left' ? low.x + 8 / zoom : high.x - 8 / zoom; pointer.node = 0; }",
            side,
        )
        (told,) = written(visit, str(SMALL.nodes.name[0]))
        middle = float(told.split('x="')[1].split('"')[0])
        half = visit.page.evaluate("widthOf(shortName(0)) / 2")
        assert half <= middle <= visit.page.evaluate("stage.clientWidth") - half


def test_name_that_nobody_sees_gives_way_to_the_id(opened: Open) -> None:
    rows = [
        {"id": "zero", "kind": "fund", "name": "\u200b\u2060"},
        {"id": "\u200b\u200b", "kind": "fund", "name": "\u200b"},
    ]
    visit = opened(ranked(graph_of(rows, [{"source": "zero", "target": "\u200b\u200b", "relation": "funds"}])))
    links = visit.page.locator("#answer a.go")
    assert sorted(set(links.all_inner_texts())) == ["U+200B U+200B", "zero"]
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert box["width"] > 10
    links.filter(has_text="zero").first.click()
    assert visit.page.inner_text("#name") == "zero"
    assert visit.page.locator("#known a.go").inner_text() == "U+200B U+200B"


def test_parallel_links_stay_within_the_fitted_view(opened: Open) -> None:
    rows = [{"id": id, "kind": "fund"} for id in "ab"]
    pairs = [("a", "b")] * 200 + [("a", "a")] * 200
    links = [
        {"source": a, "target": b, "relation": "funds", "valid_from": str(1700 + i)} for i, (a, b) in enumerate(pairs)
    ]
    visit = opened(ranked(graph_of(rows, links)))
    outside = visit.page.evaluate(
        """(() => {
            const { low, high } = viewNow();
            return [...links.from.keys()].filter((link) => {
                const [x, y] = middleOf(scene, link);
                return x < low.x || x > high.x || y < low.y || y > high.y;
            }).length;
        })()"""
    )
    assert visit.page.evaluate("links.count") == 400
    assert outside == 0
