"""No text of a file is ever run by the page, or sends it anywhere."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import numpy as np
from pages import SMALL, Open, ranked

from ecosystem.model.answer import Answer, Column
from ecosystem.model.columns import Source
from ecosystem.model.rows import graph_of

HOSTILE = (
    "</script><script>window.owned=1</script>",
    "<img src=x onerror='window.owned=1'>",
    "<!--<script>",
    "]]><svg/onload=window.owned=1>",
    "__proto__",
    "constructor",
    "toString",
    "javascript:window.owned=1",
    "JaVaScRiPt://example.org/%0Awindow.owned=1",
    "data:text/html,<script>window.owned=1</script>",
    'https://example.org/"onmouseover="window.owned=1',
    "\u2028window.owned=1\u2029//",
    "\"+window.owned=1+\"'+window.owned=1+'`${window.owned=1}`",
    "$title ${data} $$ {{7*7}} %s",
    "\u202etxt.exe\u2066\u200b",
    "\x00\x07\x1b[31m",
    "\\u003cscript\\u003e\\",
    "e\u0301" * 200,
    "W" * 20000,
)


def hostile() -> Answer:
    rows = [
        {
            "id": text,
            "kind": "fund",
            "subtype": text,
            "name": text,
            "name_vi": text,
            "name_en": text,
            "aliases": text,
            "place": text,
            "ror": text,
            "sources": f"{text}#{text}",
            text: text,
        }
        for text in HOSTILE
    ]
    links = [
        {"source": a, "target": b, "relation": "funds", "sources": f"{b}#{a}", a: b, "id": a}
        for a, b in zip(HOSTILE, HOSTILE[1:] + HOSTILE[:1], strict=True)
    ]
    graph = graph_of(rows, links, sources=[Source(text, text, text, text, text, text, text) for text in HOSTILE])
    return Answer(
        "".join(HOSTILE[:-2]),
        (Column("id"), Column("name"), Column("".join(HOSTILE[:-2]), HOSTILE[0])),
        [(text, text, text) for text in HOSTILE],
        graph,
        notes=HOSTILE,
        evidence=[(f"{text}#{text}", text) for text in HOSTILE],
        nodes=np.arange(3, dtype=np.int32),
    )


def test_text_of_files_stays_text(opened: Open) -> None:
    visit = opened(hostile())
    texts = sorted(HOSTILE)
    assert visit.page.evaluate("[...nodes.kind.keys()].map(nodes.name)") == texts
    assert visit.page.locator("#answer tbody tr").count() == len(HOSTILE)
    for row, text in enumerate(HOSTILE):
        visit.find(text)
        visit.page.locator("#answer tbody tr").nth(row).locator("a").first.click()
        assert visit.page.text_content("#name") == text
        assert visit.page.locator("#details dd").first.text_content() == text
    assert visit.page.locator("img, iframe, object, embed, form").count() == 0
    assert visit.page.locator("script").count() == 4
    assert visit.page.evaluate("Object.prototype.owned === undefined && {}.name === undefined")
    addresses = visit.page.eval_on_selector_all("a[target]", "(links) => links.map((link) => link.protocol)")
    assert set(addresses) <= {"https:", "http:"}
    visit.harmless()


def test_every_part_of_the_page_shows_text_as_text(opened: Open) -> None:
    visit = opened(replace(hostile(), command=" ".join(HOSTILE[:-2])))
    assert visit.page.text_content("#command code") == " ".join(HOSTILE[:-2])
    for colour in ("sphere", "community", "place"):
        visit.page.select_option("#colour", colour)
    visit.page.click("#language")
    for view in ("nodes", "links"):
        visit.page.click(f"#view-{view}")
        visit.page.fill("#typed", "owned")
        assert visit.page.locator("#rows tbody tr").count() > 5
    visit.page.click("#view-graph")
    visit.page.click("#language")
    visit.relate(HOSTILE[0], HOSTILE[5], "Shortest path")
    visit.relate(HOSTILE[0], HOSTILE[2], "Common partners")
    for _ in range(3):
        visit.page.go_back()
    visit.go(f"node={quote(HOSTILE[0])}&typed={quote(HOSTILE[1])}&sort={quote(HOSTILE[1])}&sources={quote(HOSTILE[3])}")
    assert visit.page.text_content("#name") == HOSTILE[0]
    assert visit.page.locator("img, iframe, object, embed, form").count() == 0
    visit.harmless()


def test_half_a_sign_does_not_stop_the_page(opened: Open) -> None:
    graph = graph_of([{"id": "a", "kind": "fund", "name": "half \ud800 sign"}], [])
    visit = opened(Answer("A \udfff title", (), (), graph, notes=("\ud83d",)))
    assert visit.page.title() == "A \ufffd title"
    assert visit.page.evaluate("nodes.name(0)") == "half \ufffd sign"
    visit.harmless()


def test_what_is_no_number_stays_empty(opened: Open) -> None:
    graph = graph_of([{"id": "a", "kind": "fund"}], [{"source": "a", "target": "a", "relation": "part_of"}])
    answer = Answer(
        "t", (Column("id"), Column("value")), [("a", float("nan")), ("a", None), ("a", np.float64(2))], graph
    )
    visit = opened(answer)
    assert visit.page.locator("#answer td.number").all_inner_texts() == ["", "", "2"]


def test_policy_stops_what_would_slip_through(opened: Open) -> None:
    visit = opened(ranked(SMALL))
    blocked: list[str | None] = []
    visit.page.on("requestfailed", lambda request: blocked.append(request.failure))
    visit.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.owned = 1";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src='https://example.org/x' onerror='window.owned=1'>");
            document.body.insertAdjacentHTML("beforeend", "<b onclick='window.owned=1' id='trap'>x</b>");
            document.getElementById("trap").click();
        }"""
    )
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("window.owned") is None
    assert [asked for asked in visit.requests if asked[:5] != "blob:"] == [visit.address, "https://example.org/x"]
    assert blocked == ["csp"]
