"""The page in a real browser, every target beside what was measured: python benchmarks/page.py [2000 5000 …].

Opens pages of 2,000 to 50,000 nodes, 1280×800, without a graphics card, and measures layout against DrL where igraph is
installed. Times in the page are those of its own clock, the best of five visits.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from ecosystems import realistic

from ecosystem.model.answer import Answer, Column
from ecosystem.outputs import page
from ecosystem.outputs.drawing.layout import layout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, Page

    from ecosystem.model.columns import Numbers
    from ecosystem.model.graph import Graph

SIZES = (2_000, 5_000, 20_000, 50_000)
TARGETS = {
    "first picture and click answered, ms": (250, 350, 500, 900),
    "whole sharp picture, ms": (600, 800, 1_300, 2_000),
    "redraws a second while dragging": (-55, -55, -55, -50),
    "redraws a second while zooming": (-55, -55, -55, -50),
    "click to answer, ms": (80, 80, 100, 150),
    "heap, MB": (6, 8, 15, 30),
    "file, KB": (800, 1_200, 3_300, 7_500),
    "a key in the search, ms": (2, 5, 6, 8),
    "shortest path, ms": (2, 10, 20, 30),
    "a filter, ms": (30, 50, 70, 100),
    "requests": (0, 0, 0, 0),
    "layout, s": (None, 1.5, 6, None),
}
# Clicks on the largest dot, again and again, until the page has answered one and has drawn the answer.
WATCH = """
window.watched = {};
const step = setInterval(() => {
  if (document.readyState === "loading" || typeof scene === "undefined" || !scene.order) return;
  if (!watched.answered && document.getElementById("details").hidden) {
    const { low, zoom } = viewNow(), box = stage.getBoundingClientRect(), node = largestSeen(1)[0];
    const [clientX, clientY] = [box.left + (scene.x[node] - low.x) * zoom, box.top + (scene.y[node] - low.y) * zoom];
    document.getElementById("first")?.dispatchEvent(new MouseEvent("click", { clientX, clientY, bubbles: true }));
    if (!document.getElementById("details").hidden) {
      requestAnimationFrame(() => setTimeout(() => { watched.answered = performance.now(); }));
    }
  }
  if (watched.answered && (backdrop.whole || paintsDirectly())) {
    watched.whole = performance.now();
    clearInterval(step);
  }
}, 4);
"""
FRAMES = """async () => {
  let count = 0;
  const count1 = () => (count += 1);
  network.on("afterDrawing", count1);
  const started = performance.now();
  await new Promise((done) => setTimeout(done, 2000));
  network.off("afterDrawing", count1);
  return count / (performance.now() - started) * 1000;
}"""
TIMED = """(act) => {
  const runs = [0, 1, 2, 3, 4].map(() => {
    const started = performance.now();
    act();
    return performance.now() - started;
  });
  return runs.sort((a, b) => a - b)[2];
}"""


def answered(graph: Graph) -> Answer:
    """Return an answer that draws a graph, with one row."""
    return Answer("A map", (Column("nodes"),), [(len(graph.nodes),)], graph, nodes=np.arange(20, dtype=np.int32))


def visited(browser: Browser, path: Path) -> dict[str, float]:
    """Return what is measured of a page."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    here = context.new_page()
    requests: list[str] = []
    here.on("request", lambda request: requests.append(request.url))
    here.add_init_script(WATCH)
    here.wait_for_timeout(1000)  # a new window has work of its own at first
    here.goto(path.as_uri(), wait_until="commit")
    told: dict[str, float] = {}
    here.wait_for_timeout(1500)  # asking earlier would itself take time
    poll(here, "watched.answered")
    told["first picture and click answered, ms"] = here.evaluate("watched.answered")
    poll(here, "watched.whole")
    told["whole sharp picture, ms"] = here.evaluate("watched.whole")
    here.evaluate("change({ node: null })")
    here.wait_for_timeout(800)
    told |= moved(here) | asked(here)
    session = context.new_cdp_session(here)
    session.send("HeapProfiler.collectGarbage")
    told["heap, MB"] = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    told["requests"] = sum(not request.startswith(("file:", "blob:")) for request in requests)
    context.close()
    return told


def best(runs: Iterable[dict[str, float]]) -> dict[str, float]:
    """Return the best of several runs, as whatever else the machine does only makes them worse."""
    every = list(runs)
    return {name: (max if "redraws" in name else min)(run[name] for run in every) for name in every[0]}


def moved(here: Page) -> dict[str, float]:
    """Return how often the picture is redrawn while it is dragged and zoomed."""
    told = {}
    for name, act in (
        (
            "redraws a second while dragging",
            "network.moveTo({ position: { x: start.x + 200 * Math.sin(i / 20) / zoom, y: start.y } })",
        ),
        ("redraws a second while zooming", "network.moveTo({ scale: zoom * (1 + 0.5 * Math.sin(i / 30)) })"),
    ):
        here.evaluate(
            "() => { let i = 0; const start = network.getViewPosition(), zoom = network.getScale();"
            " const until = performance.now() + 2500;"
            f" const step = () => {{ i += 1; {act};"
            " if (performance.now() < until) requestAnimationFrame(step); }; step(); }"
        )
        told[name] = here.evaluate(FRAMES)
        here.wait_for_timeout(700)
    return told


def asked(here: Page) -> dict[str, float]:
    """Return how long answers take in the page; the median of five."""
    here.evaluate("search(indexed(), 'x')")
    acts = {
        "click to answer, ms": "() => change({ node: state.node === null ? largestSeen(1)[0] : null })",
        "a key in the search, ms": "() => search(indexed(), 'cong nghe thong tin ha')",
        "shortest path, ms": "() => shortest(model, shown, 0, nodes.count - 1)",
        "a filter, ms": "() => change({ kinds: state.kinds.length ? [] : [0] }, { quiet: true })",
    }
    return {name: here.evaluate(f"({TIMED})({act})") for name, act in acts.items()}


def poll(here: Page, condition: str) -> None:
    """Wait in steps until a condition holds; the policy of the page stops what would wait in it."""
    for _ in range(3000):
        if here.evaluate(f"(() => {{ try {{ return Boolean({condition}); }} catch {{ return false; }} }})()"):
            return
        here.wait_for_timeout(4)
    raise TimeoutError(condition)


def preserved(graph: Graph, places: Numbers) -> float:
    """Return the share of a node's partners among as many nearest nodes, on average over nodes with partners."""
    from scipy.spatial import cKDTree

    near = graph.adjacency(weight="partners")
    tree, shares = cKDTree(places), []
    for node in np.flatnonzero(np.diff(near.indptr)):
        partners = near.indices[near.indptr[node] : near.indptr[node + 1]]
        _, found = tree.query(places[node], k=len(partners) + 1)
        shares.append(len(np.intersect1d(partners, found)) / len(partners))
    return float(np.mean(shares))


def compared(graph: Graph, places: Numbers, seconds: float) -> str:
    """Return time and neighbourhood preservation of the layout beside DrL's."""
    ours = f"layout {seconds:.1f} s, keeps {preserved(graph, places):.3f} of the neighbours"
    try:
        import igraph
    except ImportError:
        return f"{ours}; igraph is not installed"
    near = graph.adjacency(weight="partners").tocoo()
    pairs = [(a, b) for a, b in zip(near.row.tolist(), near.col.tolist(), strict=True) if a < b]
    started = time.perf_counter()
    drl = np.array(igraph.Graph(n=len(graph.nodes), edges=pairs).layout_drl().coords)
    return f"{ours}; DrL {time.perf_counter() - started:.1f} s, {preserved(graph, drl):.3f}"


def line(name: str, size: int, value: float) -> str:
    """Return a target beside what was measured; a negative target is a least value."""
    target = TARGETS[name][SIZES.index(size)]
    if target is None:
        return f"{name:<40}{value:10.1f}"
    met = value >= -target if target < 0 else value <= target
    return f"{name:<40}{value:10.1f}   {'≥' if target < 0 else '≤'} {abs(target):<8}{'reached' if met else 'MISSED'}"


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()] or SIZES
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for size in sizes:
            graph = realistic(size)
            started = time.perf_counter()
            places = layout(graph)
            seconds = time.perf_counter() - started
            path = Path(folder, f"{size}.html")
            page.write(answered(graph), path)
            told: dict[str, Any] = {"layout, s": seconds, "file, KB": path.stat().st_size / 1024}
            told |= best(visited(browser, path) for _ in range(5))
            print(f"\n{size:,} nodes, {len(graph.links):,} links")
            for name in TARGETS:
                print(line(name, size, told[name]), flush=True)
            if size in (5_000, 20_000) and "--drl" in sys.argv:
                print(compared(graph, places, seconds), flush=True)


if __name__ == "__main__":
    main()
