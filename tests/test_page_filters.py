"""The legend filters as it says: counts are those of the graph, and N of M is always told."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
from pages import SMALL, Open, Visit, ecosystem, ranked

from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.model.vocabulary import vocabulary

GRAPH = ecosystem(120)
Mask = npt.NDArray[np.bool_]


def told(nodes: Mask, links: Mask) -> str:
    return f"{nodes.sum()} of {len(nodes)} nodes shown, {links.sum()} of {len(links)} links"


def kept(graph: Graph, nodes: Mask, links: Mask) -> Mask:
    return links & nodes[graph.links.source] & nodes[graph.links.target]


def box(visit: Visit, list: str, label: str) -> object:
    return visit.page.locator(f"#{list}").get_by_label(re.compile(f"^{re.escape(label)}"))


def counts(visit: Visit, list: str) -> dict[str, str]:
    rows = visit.page.locator(f"#{list} label:has(output)").all_inner_texts()
    return {row.split("\n")[0].strip(): row.split("\n")[-1].strip() for row in rows}


def test_counts_are_those_of_the_graph(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    for list, words, codes in (
        ("kinds", [kind.plural for kind in vocabulary().kinds.values()], GRAPH.nodes.kind),
        ("relations", [relation.name for relation in vocabulary().relations.values()], GRAPH.links.relation),
        ("standings", vocabulary().standings, GRAPH.links.standing),
    ):
        there = np.bincount(codes, minlength=len(words))
        assert counts(visit, list) == {word: str(n) for word, n in zip(words, there, strict=True) if n}
    assert counts(visit, "sources") == {"Partners in 2024": str(len(GRAPH.links)), "A talk": str(len(GRAPH.links))}


def test_filters_narrow_together_and_come_back(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    code = int(GRAPH.nodes.kind[0])
    kind = list(vocabulary().kinds.values())[code]
    box(visit, "kinds", kind.plural).uncheck()
    nodes = GRAPH.nodes.kind != code
    links = kept(GRAPH, nodes, np.ones(len(GRAPH.links), bool))
    assert visit.shown() == told(nodes, links)
    assert counts(visit, "kinds")[kind.plural] == f"0 of {(~nodes).sum()}"
    relation = GRAPH.relation(int(np.flatnonzero(links)[0]))
    box(visit, "relations", relation.name).uncheck()
    links &= GRAPH.links.relation != relation.code
    box(visit, "standings", "opinion").uncheck()
    links &= GRAPH.links.standing != vocabulary().standings.index("opinion")
    assert visit.shown() == told(nodes, links)
    assert visit.masks() == (np.flatnonzero(nodes).tolist(), np.flatnonzero(links).tolist())
    visit.page.locator("#linked").check()
    touched = np.isin(np.arange(120), [GRAPH.links.source[links], GRAPH.links.target[links]])
    assert visit.shown() == told(touched, links)
    visit.page.get_by_text("Reset the filters").click()
    assert visit.shown() == told(np.ones(120, bool), np.ones(len(GRAPH.links), bool))
    assert visit.page.locator("#reset").is_hidden()
    visit.harmless()


PLANNED = graph_of(
    [
        {"id": "a", "kind": "fund"},
        {"id": "b", "kind": "fund"},
        {"id": "c", "kind": "fund"},
        {"id": "p", "kind": "fund", "standing": "plan"},
    ],
    [
        {"source": "a", "target": "b", "relation": "funds", "standing": "opinion"},
        {"source": "b", "target": "c", "relation": "funds"},
        {"source": "c", "target": "p", "relation": "funds", "standing": "plan"},
    ],
)


def test_standings_are_those_of_links_and_hold_their_ends(opened: Open) -> None:
    visit = opened(ranked(PLANNED))
    for standing, nodes, links in (("opinion", "ab", [0]), ("plan", "cp", [2]), ("fact", "abc", [1])):
        visit.page.get_by_label("Tick all or none: Standing").click()
        box(visit, "standings", standing).check()
        shown = visit.masks()
        assert ("".join(PLANNED.nodes.id[node] for node in shown[0]), shown[1]) == (nodes, links)
        told = visit.page.locator("#standings small").all_inner_texts()
        own = sum(id != "p" for id in nodes)
        assert told == [
            "3 nodes" if own == 3 else f"{own} of 3 nodes",
            "1 node" if "p" in nodes else "0 of 1 node",
            "",
        ]
        visit.page.get_by_label("Tick all or none: Standing").click()
        assert visit.shown().startswith("4 of 4 nodes")


def test_ticking_moves_nothing_under_the_pointer(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    first = visit.page.locator("#relations input").first
    first.scroll_into_view_if_needed()
    before = first.bounding_box()
    first.uncheck()
    assert visit.page.locator("#reset").is_visible()
    assert first.bounding_box() == before
    first.check()
    assert visit.page.locator("#reset").is_hidden()
    assert first.bounding_box() == before


def test_every_standing_has_its_own_line(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    told = [line.get_attribute("stroke-dasharray") for line in visit.page.locator("#standings svg path").all()]
    assert len(told) == len(set(told)) == len(vocabulary().standings)
    drawn = visit.page.evaluate("[...links.standing.keys()].map((link) => [links.standing[link], scene.dash[link]])")
    assert len({dash for _, dash in drawn}) == len({tuple(pair) for pair in drawn}) == len(vocabulary().standings)
    painted = visit.saved("Drawing (SVG)")
    assert all(f'stroke-dasharray="{dash}"' in painted for dash in told if dash)


def test_all_or_none_of_a_list(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.get_by_label("Tick all or none: Kinds").click()
    assert visit.shown() == f"0 of 120 nodes shown, 0 of {len(GRAPH.links)} links"
    assert visit.page.get_by_text("The filters leave nothing to draw.").is_visible()
    visit.page.get_by_label("Tick all or none: Kinds").click()
    assert visit.shown().startswith("120 of 120 nodes")


def test_a_sphere_ticks_its_kinds(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    spheres = np.array([kind.sphere for kind in vocabulary().kinds.values()])
    for sphere, name in vocabulary().spheres.items():
        visit.page.get_by_label(name, exact=True).uncheck()
        nodes = spheres[GRAPH.nodes.kind] != sphere
        assert visit.shown() == told(nodes, kept(GRAPH, nodes, np.ones(len(GRAPH.links), bool)))
        visit.page.get_by_label(name, exact=True).check()


DATED = graph_of(
    [
        {"id": "a", "kind": "fund"},
        {"id": "b", "kind": "fund", "valid_from": "2010", "valid_to": "2020"},
        {"id": "c", "kind": "fund", "valid_from": "2015-06-30"},
    ],
    [
        {"source": "a", "target": "b", "relation": "part_of", "valid_from": "2012", "valid_to": "2014-01-01"},
        {"source": "a", "target": "c", "relation": "part_of", "valid_from": "2018-12-31"},
        {"source": "b", "target": "c", "relation": "part_of"},
        {"source": "a", "target": "c", "relation": "part_of", "valid_to": "2016-01-02"},
    ],
)


YEARS = (
    ("2009", "2009", "a", ""),
    ("2013", "2013", "ab", "ab"),
    ("2014", "2014", "ab", ""),
    ("2016", "2016", "abc", "ac bc"),
    ("2017", "2017", "abc", "bc"),
    ("2018", "2019", "abc", "ac bc"),
    ("2020", "", "ac", "ac"),
    ("", "2015", "abc", "ab ac bc"),
)


def test_years_are_half_open_intervals(opened: Open) -> None:
    visit = opened(ranked(DATED))
    ids, ends = DATED.nodes.id, DATED.links
    for begin, end, nodes, links in YEARS:
        visit.page.fill("#to", "")
        visit.page.fill("#from", begin)
        visit.page.fill("#to", end)
        visit.page.locator("#to").blur()
        shown = visit.masks()
        assert "".join(ids[node] for node in shown[0]) == nodes, (begin, end)
        assert " ".join(ids[ends.source[k]] + ids[ends.target[k]] for k in shown[1]) == links, (begin, end)


def test_slider_stops_at_the_days_of_the_data(opened: Open) -> None:
    visit = opened(ranked(DATED))
    slider = visit.page.locator("#as-of")
    assert slider.get_attribute("aria-valuetext") == "any time"
    before = slider.bounding_box()
    slider.press("Home")
    assert slider.bounding_box() == before
    seen = []
    while (told := slider.get_attribute("aria-valuetext")) != "any time":
        seen.append(told)
        slider.press("ArrowRight")
    days = ["2010-01-01", "2012-01-01", "2014-01-01", "2015-06-30", "2016-01-02", "2018-12-31", "2020-01-01"]
    assert seen == [f"as of {day}" for day in days]
    slider.press("Home")
    slider.press("ArrowRight")
    assert visit.shown() == "2 of 3 nodes shown, 1 of 4 links · as of 2012-01-01"
    slider.press("End")
    assert visit.shown() == "3 of 3 nodes shown, 4 of 4 links"


def test_sources_leave_what_others_say_too(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    assert counts(visit, "sources") == {"Partners in 2024": "1", "A talk": "1", "no source given": "5", "nowhere": "0"}
    box(visit, "sources", "no source given").uncheck()
    assert visit.shown() == "3 of 3 nodes shown, 1 of 6 links"
    box(visit, "sources", "A talk").uncheck()
    assert visit.shown() == "3 of 3 nodes shown, 1 of 6 links"
    box(visit, "sources", "Partners in 2024").uncheck()
    # Quang Trung Software City cites a source that no link has; the others have nothing left.
    assert visit.shown() == "1 of 3 nodes shown, 0 of 6 links"


def test_colours_are_explained(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    for colour in ("sphere", "community", "place"):
        visit.page.select_option("#colour", colour)
        rows = visit.page.locator("#key li").all_inner_texts()
        assert sum(int(row.split("\n")[-1]) for row in rows) == 120
        looks = visit.page.evaluate("looks.groups.map(({colour, shape}) => colour + shape)")
        assert len(set(looks)) == len(looks)


def test_size_follows_the_answer(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.select_option("#size", label="value (share)")
    sizes = visit.page.evaluate("[...scene.size]")
    assert sizes[0] > sizes[1] > sizes[2] > sizes[3] > sizes[4] > max(sizes[5:])
    visit.page.select_option("#size", label="all the same")
    assert len(set(visit.page.evaluate("[...scene.size]"))) == 1
