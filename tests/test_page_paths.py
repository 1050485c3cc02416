"""Focus, paths and common partners on the page agree with networkx, respect the filters, and can be sent as a link."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
from pages import SMALL, Open, Visit, ecosystem, ranked

GRAPH = ecosystem(90, seed=5)


def shown_of(visit: Visit) -> nx.Graph[int]:
    """The graph that is shown, as networkx has it."""
    nodes, links = visit.masks()
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((int(GRAPH.links.source[k]), int(GRAPH.links.target[k])) for k in links)
    return graph


def name(node: int) -> str:
    return str(GRAPH.nodes.name[node])


def routes(visit: Visit) -> list[list[str]]:
    return [row.locator("a").all_inner_texts() for row in visit.page.locator("#routes .routes li").all()]


def test_shortest_paths_are_those_of_networkx(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    whole = shown_of(visit)
    apart = {b: steps for b, steps in nx.single_source_shortest_path_length(whole, 80).items() if steps > 2}
    for b in sorted(apart, key=apart.get)[-3:]:  # type: ignore[arg-type]
        visit.relate(name(80), name(b), "Shortest path")
        paths = sorted(nx.all_shortest_paths(whole, 80, b))
        assert routes(visit) == [[name(node) for node in path] for path in paths[:20]]
        assert f"{len(paths)} PATH" in visit.page.inner_text("#routes h3")
        assert f"{apart[b]} STEPS" in visit.page.inner_text("#routes h3")
        bright = visit.page.evaluate("bright.nodes")
        assert set(bright) == {node for path in paths[:20] for node in path}


def test_one_of_several_paths_is_shown_alone(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    whole = shown_of(visit)
    reached = nx.node_connected_component(whole, 0)
    b = next(b for b in sorted(reached) if len(list(nx.all_shortest_paths(whole, 0, b))) > 2)
    visit.relate(name(0), name(b), "Shortest path")
    visit.page.locator("#routes li button").nth(1).click()
    path = sorted(nx.all_shortest_paths(whole, 0, b))[1]
    assert visit.page.evaluate("bright.nodes.slice().sort((a, b) => a - b)") == sorted(path)
    links = visit.page.evaluate("bright.links.map((link) => [links.from[link], links.to[link]].sort((a, b) => a - b))")
    assert {tuple(link) for link in links} == {tuple(sorted(pair)) for pair in pairwise(path)}


def test_path_respects_the_filters(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.get_by_label("part of", exact=False).first.uncheck()
    visit.page.get_by_label("opinion", exact=False).first.uncheck()
    visit.page.get_by_label("plan", exact=False).first.uncheck()
    narrowed = shown_of(visit)
    reached = nx.single_source_shortest_path_length(narrowed, 80)
    far = max(reached, key=lambda node: (reached[node], node))
    visit.relate(name(80), name(far), "Shortest path")
    assert routes(visit) == [[name(n) for n in path] for path in sorted(nx.all_shortest_paths(narrowed, 80, far))[:20]]
    alone = next(node for node in narrowed if node not in reached)
    visit.relate(name(80), name(alone), "Shortest path")
    assert "No path over what is shown." in visit.page.inner_text("#routes")


def test_common_partners_are_those_of_networkx(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    whole = shown_of(visit)
    visit.relate(name(0), name(2), "Common partners")
    shared = sorted(set(nx.common_neighbors(whole, 0, 2)))
    assert shared
    assert routes(visit) == [[name(node)] for node in shared]
    assert set(visit.page.evaluate("bright.nodes")) == {0, 2, *shared}
    visit.page.get_by_text("Clear").click()
    assert visit.page.locator("#routes li").count() == 0


def test_every_step_tells_its_standing_dates_and_sources(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    university, fund = "Vietnam National University", "Quỹ Hòa Bình"
    visit.relate(fund, university, "Shortest path")
    told = visit.page.locator("#routes .routes small").inner_text().strip()
    assert told == (
        "— funds (plan, from 2020 until 2024-04) [2] page 9, [3]; funds (since 2024-05); collaborates with (past) →"
    )
    assert visit.page.locator("#routes .sources li").all_inner_texts() == [
        "Partners in 2024, Lê My, Department of Science, 2024-12-30",
        "A talk",
    ]
    visit.relate(fund, university, "Common partners")
    direct = visit.page.locator("#routes .direct").inner_text()
    assert direct.startswith("Linked directly: funds (plan, from 2020 until 2024-04) [2] page 9, [3]; funds (since")


def test_focus_leaves_what_is_near(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    whole = shown_of(visit)
    visit.pick(name(80))
    for steps in (1, 2, 3):
        visit.page.get_by_role("button", name=f"{steps} step", exact=False).first.click()
        near = nx.single_source_shortest_path_length(whole, 80, cutoff=steps)
        nodes, links = visit.masks()
        assert nodes == sorted(near)
        inside = [k for k in range(len(GRAPH.links)) if {GRAPH.links.source[k], GRAPH.links.target[k]} <= set(near)]
        assert links == inside
    visit.page.get_by_role("button", name="whole").click()
    assert visit.shown().startswith("90 of 90 nodes")
    x, y = visit.spot(80)
    visit.page.mouse.dblclick(x, y)
    visit.page.wait_for_timeout(100)
    assert visit.masks()[0] == sorted(nx.single_source_shortest_path_length(whole, 80, cutoff=1))


def test_back_and_forward_undo_and_redo(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.pick(name(3))
    visit.pick(name(7))
    visit.page.click("#back")
    visit.until(f"state.node === 3 && document.getElementById('name').textContent === {name(3)!r}")
    visit.page.click("#back")
    visit.until("state.node === null && document.getElementById('details').hidden")
    visit.page.click("#forward")
    visit.page.click("#forward")
    visit.until("state.node === 7")
    visit.harmless()


def test_address_brings_the_same_view_back(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.get_by_label("Tick all or none: Standing").click()
    visit.page.locator("#standings").get_by_label("fact").check()
    visit.page.locator("#standings").get_by_label("plan").check()
    visit.page.fill("#from", "2005")
    visit.page.select_option("#colour", "community")
    visit.relate(name(80), name(1), "Shortest path")
    visit.page.get_by_role("button", name="3 steps").click()
    visit.page.click("#dark")
    before = (visit.state(), visit.masks(), visit.shown(), visit.page.inner_text("#side"), routes(visit))
    assert "node=n0080" in before[0]
    visit.go(before[0])
    after = (visit.state(), visit.masks(), visit.shown(), visit.page.inner_text("#side"), routes(visit))
    assert after == before
    assert visit.page.input_value("#from") == "2005"
    assert visit.page.input_value("#colour") == "community"
    assert visit.page.get_attribute("html", "data-theme") == "dark"
    visit.harmless()


def test_address_that_means_nothing_is_passed_over_and_told(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    for text, told in (
        ("node=nobody&steps=2", "Not in this graph: nobody."),
        (
            "steps=900&view=x&kinds=zzz&from=abc&to=1e99&%%%&__proto__=1",
            "Not understood in the address: view=x, steps=900, from=abc, to=1e99, kinds=zzz.",
        ),
        ("node=vnu&other=x&ask=path", "Not in this graph: x."),
        ("link=vnu%20funds%20fund", "Not in this graph: vnu funds fund."),
        ("from=2030&to=-1", "Not understood in the address: to=-1."),
        ("size=evil&theme=%3Cb%3E", "Not understood in the address: size=evil, theme=<b>."),
    ):
        visit.go(text)
        assert visit.page.inner_text("#notice") == told
        assert visit.shown().startswith("3 of 3 nodes shown")
        assert visit.page.input_value("#size") == "degree"
    visit.page.select_option("#colour", "sphere")
    assert visit.page.locator("#notice").is_hidden()
    visit.go("node=vnu")
    assert visit.page.locator("#notice").is_hidden()
    visit.harmless()


def test_years_the_wrong_way_round_are_told(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.page.fill("#to", "2005")
    visit.page.fill("#from", "2010")
    assert visit.page.inner_text("#notice") == "2010 is later than 2005: only 2010 is looked at."
    assert visit.page.input_value("#to") == "2010"
    visit.page.fill("#to", "2015")
    assert visit.page.locator("#notice").is_hidden()


def test_focus_that_hides_a_path_can_be_left(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    reached = nx.single_source_shortest_path_length(shown_of(visit), 80)
    far = max(reached, key=lambda node: (reached[node], node))
    assert reached[far] > 1
    for ask in ("Shortest path", "Common partners"):
        visit.relate(name(80), name(far), ask)
        visit.page.get_by_role("button", name="1 step", exact=True).click()
        assert "Only what is within 1 step is looked at." in visit.page.inner_text("#routes")
        visit.page.get_by_role("button", name="Look beyond the focus").click()
        assert "Only what is within" not in visit.page.inner_text("#routes")
    visit.relate(name(80), name(far), "Shortest path")
    assert len(routes(visit)[0]) == reached[far] + 1


def test_a_node_is_not_related_to_itself(opened: Open) -> None:
    visit = opened(ranked(GRAPH))
    visit.pick(name(80))
    visit.page.fill("#other", name(80))
    visit.page.press("#other", "Enter")
    assert visit.page.inner_text("#routes") == "That is the node itself; choose another."
    assert visit.page.evaluate("state.other") is None
