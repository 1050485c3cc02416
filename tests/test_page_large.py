"""A large graph opens, answers and can be read: communities collapse, and all of it can be found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pages import Open, data_of, ecosystem, ranked

from ecosystem.measures.modularity import communities
from ecosystem.model.graph import Graph
from ecosystem.outputs import page

COUNT = 20_000


def test_what_is_too_much_is_left_out_and_told() -> None:
    graph = ecosystem(300)
    answer = replace(ranked(graph, top=40), links=np.arange(20, dtype=np.int32))
    told = data_of(page.page(answer, most=60))
    kept = {node["key"] for node in told["nodes"]}
    assert len(kept) == 60
    assert set(graph.nodes.id[:40]) <= kept
    degree = np.diff(graph.adjacency(weight="partners").indptr)
    left = sorted(degree[[graph.position(id) for id in set(graph.nodes.id) - kept]])
    assert left[-1] <= min(degree[graph.position(id)] for id in kept - set(graph.nodes.id[:40]))
    assert told["answer"]["notes"][0].startswith("Drawn are the 60 nodes with most partners, of 300")
    assert [told["nodes"][node]["key"] for node in told["marked"]["nodes"]] == list(graph.nodes.id[:40])
    for link in told["marked"]["links"]:
        ends = [told["nodes"][told["links"][link][end]]["key"] for end in ("from", "to")]
        assert ends in [
            [graph.nodes.id[graph.links.source[k]], graph.nodes.id[graph.links.target[k]]] for k in range(20)
        ]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ecosystem(COUNT)


def test_twenty_thousand_nodes(opened: Open, graph: Graph) -> None:
    visit = opened(ranked(graph))
    links = len(graph.links)
    whole = f"20,000 of 20,000 nodes shown, {links:,} of {links:,} links"
    assert visit.shown() == whole
    visit.until("backdrop.whole")
    visit.page.mouse.click(*visit.spot(17))
    visit.page.wait_for_selector("#name")
    visit.pick(graph.nodes.name[19_999])
    visit.relate(graph.nodes.name[19_999], graph.nodes.name[3], "Shortest path")
    assert visit.page.locator("#routes li").count() > 0
    visit.page.keyboard.press("Escape")
    visit.page.click("#fit")
    assert visit.page.evaluate("dots.length <= LIVE")

    home = communities(graph)
    groups = int(home.max()) + 1
    visit.page.get_by_label("Collapse communities").check()
    assert visit.shown() == f"{whole} · {groups} groups stand for 20,000 nodes"
    assert visit.page.evaluate("[total(scene.shownNodes), scene.linkCount]") == [groups, 0]
    view = visit.page.evaluate("viewNow()")
    for corner in ("x", "y"):
        places = visit.page.evaluate(f"[...scene.{corner}.subarray(nodes.count)]")
        assert view["low"][corner] < min(places)
        assert max(places) < view["high"][corner]
    assert visit.page.evaluate("shortName(nodes.count)").endswith(f" +{int((home == 0).sum()) - 1:,}")
    bundled = visit.page.evaluate("scene.bundles.many.reduce((sum, one) => sum + one, 0)")
    across = int((home[graph.links.source] != home[graph.links.target]).sum())
    assert bundled == across
    visit.page.mouse.click(*visit.spot(COUNT))
    members = int((home == 0).sum())
    assert visit.shown() == f"{whole} · {groups - 1} groups stand for {COUNT - members:,} nodes"
    # A node that is found opens its community.
    visit.pick(graph.nodes.name[19_999])
    assert visit.page.evaluate("scene.shownNodes[19999]") == 1
    visit.page.get_by_role("button", name="Collapse its community").click()
    assert visit.page.evaluate("scene.shownNodes[19999]") == 0
    before = visit.shown()
    visit.go(visit.state())
    assert visit.shown() == before
    visit.harmless()
