"""A day on the page shows what the engine reads as of that day, and an answer of a day begins there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import Open, Visit, ranked

import loaders
from ecosystem import Scope
from ecosystem.model import dates
from ecosystem.model.answer import Answer
from ecosystem.model.columns import Source, further
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of
from ecosystem.stores import Store, open_store
from queries import _successions
from queries._question import Question
from queries.targets import targets

DATA = Path(__file__).parent.parent / "ecosystem" / "data"
Row = Mapping[str, str]
Named = tuple[list[str], list[tuple[str, ...]]]
SCOPE = dict.fromkeys(("kinds", "relations", "standings", "without", "around"), ()) | {
    "as_of": None,
    "min_confidence": 0.0,
    "steps": 1,
}
DAYS = (
    "2018-12-31",
    "2019-01-01",
    "2019",
    "2020-05-31",
    "2020-06-01",
    "2020-06-02",
    "2021-03-14",
    "2021-03-15",
    "2024",
)


def asked(store: Store, name: str, as_of: str | None = None, *, every_day: bool = True) -> Answer:
    """Ask as the command line does for a page."""
    question = Question(name)
    told = {one.name: one.default for one in question.parameters}
    return question.ask(store, scope={**SCOPE, "as_of": as_of}, given=told, every_day=every_day)


def on_page(visit: Visit) -> Named:
    """Return what the page shows: nodes, and links with their dates and further columns."""
    nodes, links = visit.page.evaluate(
        """[
            [...shown.nodes.keys()].filter((node) => shown.nodes[node]).map((node) => nodes.key(node)),
            [...shown.links.keys()].filter((link) => shown.links[link]).map((link) => [
                nodes.key(links.from[link]), model.relations[links.relation[link]].id, nodes.key(links.to[link]),
                dateText(links.since[link]), dateText(links.until[link]),
                links.further(link).filter(([name]) => !["weight", "confidence"].includes(name))
                    .map((pair) => pair.join("=")).join(";")])
        ]"""
    )
    return nodes, sorted(tuple(link) for link in links)


def read(graph: Graph) -> Named:
    ids, links = graph.nodes.id, graph.links
    rows = zip(links.source, links.target, links.valid_from, links.valid_to, links.attributes, strict=True)
    return list(ids), sorted(
        (
            ids[a],
            graph.relation(row).id,
            ids[b],
            dates.show(int(since)),
            dates.show(int(until)),
            ";".join(f"{name}={value}" for name, value in further(text).items()),
        )
        for row, (a, b, since, until, text) in enumerate(rows)
    )


def look(visit: Visit, day: str) -> None:
    visit.page.fill("#day", day)
    visit.page.press("#day", "Enter")


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(str(tmp_path_factory.mktemp("store") / "s.duckdb"))
    loaders.load([DATA / "resolution57", DATA / "vn_provinces"], store=store)
    return store


def test_every_day_of_the_bundled_data(bundled: Store, opened: Open) -> None:
    visit = opened(asked(bundled, "map"))
    assert on_page(visit) == read(bundled.read(Scope()))
    stops = visit.page.evaluate("stops.map(dateText)")
    assert "2025-07-01" in stops
    for day in ("1900", "2024-12-21", "2024-12-22", "2025-02-19", "2025-06-30", *stops, "2030", "2099-12-31"):
        look(visit, day)
        assert on_page(visit) == read(bundled.read(Scope(as_of=day))), day
    look(visit, "2025-07-01")
    places = [id for id in on_page(visit)[0] if id.startswith("vn-")]
    visit.harmless()
    assert len(places) == len([id for id in bundled.read(Scope(as_of="2025-07-01")).nodes.id if id.startswith("vn-")])


STARTS, ENDS = st.sampled_from(("", "", "2019", "2020-06")), st.sampled_from(("", "", "2020-06-02", "2021-03-15"))
IDS = st.sampled_from("abcdef")
RELATIONS = st.sampled_from(("introduces", "part_of", "succeeded_by", "succeeded_by", "collaborates_with", "funds"))
KINDS = st.sampled_from(("policy", "instrument", "fund", "agency"))
STANDINGS = st.sampled_from(("", "", "plan"))
LIFE = {"valid_from": STARTS, "valid_to": ENDS}
NODES = st.tuples(*(st.fixed_dictionaries({"id": st.just(id), "kind": KINDS, **LIFE}) for id in "abcdef"))
LINKS = st.lists(
    st.fixed_dictionaries({"source": IDS, "relation": RELATIONS, "target": IDS, "standing": STANDINGS, **LIFE}),
    max_size=12,
)


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., Store]:
    made = iter(range(1000))

    def make(nodes: tuple[Row, ...], links: list[Row]) -> Store:
        for name, rows in (("nodes", nodes), ("links", links)):
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, list(rows[0]) if rows else ["source", "relation", "target"])
                writer.writeheader()
                writer.writerows(rows)
        store = open_store(str(tmp_path / f"{next(made)}.duckdb"))
        loaders.load([tmp_path / "nodes.csv", tmp_path / "links.csv"], store=store)
        return store

    return make


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nodes=NODES, links=LINKS)
def test_every_day_of_small_graphs(
    stored: Callable[..., Store], opened: Open, nodes: tuple[Row, ...], links: list[Row]
) -> None:
    store = stored(nodes, links)
    visit = opened(asked(store, "map"))
    assert on_page(visit) == read(store.read(Scope()))
    if not visit.page.locator("#time").is_visible():
        return
    for day in DAYS:
        look(visit, day)
        assert on_page(visit) == read(store.read(Scope(as_of=day))), day
    visit.harmless()


def test_an_answer_of_a_day_begins_with_it_and_leads_to_others(bundled: Store, opened: Open) -> None:
    answer = asked(bundled, "map", as_of="2025-07-01")
    visit = opened(answer)
    assert on_page(visit) == read(bundled.read(Scope(as_of="2025-07-01")))
    assert visit.shown().endswith("as of 2025-07-01")
    assert visit.page.inner_text("#asked-day") == "The question was asked as of 2025-07-01."
    assert "As of 2025-07-01" in visit.page.inner_text("#answer")
    assert visit.page.input_value("#day") == "2025-07-01"
    assert visit.page.locator("#reset").is_hidden()
    assert visit.page.evaluate("marked.size") == 0
    visit.page.locator("#as-of").press("End")
    assert on_page(visit) == read(bundled.read(Scope()))
    assert visit.state() == "day=any"
    visit.go("day=any")
    assert on_page(visit) == read(bundled.read(Scope()))
    visit.page.get_by_text("Reset the filters").click()
    assert on_page(visit) == read(bundled.read(Scope(as_of="2025-07-01")))
    visit.page.click("#language")
    assert visit.page.inner_text("#asked-day") == "Câu hỏi được đặt cho ngày 2025-07-01."


@pytest.mark.parametrize("as_of", [None, "2025-06-30", "2025-07-01"])
def test_an_answer_speaks_of_the_same_nodes_and_links_on_the_graph_of_every_day(
    bundled: Store, as_of: str | None
) -> None:
    for name in ("targets", "links", "brokers", "communities"):
        plain = asked(bundled, name, as_of, every_day=False)
        answer = asked(bundled, name, as_of)
        assert answer.rows == plain.rows
        if len(plain.nodes) < len(plain.graph.nodes):
            assert read(answer.graph.part(answer.nodes, answer.links)) == read(
                plain.graph.part(plain.nodes, plain.links)
            )
        if len(plain.groups):
            told = {id: int(group) for id, group in zip(answer.graph.nodes.id, answer.groups, strict=True)}
            assert [told[id] for id in plain.graph.nodes.id] == plain.groups.tolist()


def test_a_day_is_read_as_the_command_line_reads_it(bundled: Store, opened: Open) -> None:
    visit = opened(asked(bundled, "map"))
    for typed, day in (
        ("2025", "2025-01-01"),
        ("2025-07", "2025-07-01"),
        ("01/07/2025", "2025-07-01"),
        ("7/2025", "2025-07-01"),
    ):
        look(visit, typed)
        assert visit.page.input_value("#day") == day
    for typed in ("soon", "2025-02-30", "2025-13", "0000", "2025-00-01"):
        look(visit, typed)
        assert visit.page.inner_text("#notice") == f"'{typed}' is not a date; write 2025, 2025-07 or 2025-07-01."
        assert visit.shown().endswith("as of 2025-07-01")
    look(visit, "")
    assert "as of" not in visit.shown()
    assert "stays on every day" in visit.page.inner_text("#undated")


def test_what_has_no_date_stays_and_is_counted(bundled: Store, opened: Open) -> None:
    visit = opened(asked(bundled, "map"))
    look(visit, "2025-07-01")
    graph = bundled.read(Scope(as_of="2025-07-01"))
    nodes = int((graph.nodes.begins + graph.nodes.ends == 0).sum())
    assert visit.page.inner_text("#undated").startswith(
        f"{nodes} nodes and {graph.undated} links of these have no date; they stay on every day."
    )


@pytest.mark.parametrize("node", ["qtsc", "hcmc", "vn_province:79"])
def test_every_day_around_a_node(bundled: Store, opened: Open, node: str) -> None:
    question = Question("partners")
    visit = opened(question.ask(bundled, scope=SCOPE, given={"node": node, "top": 0}, every_day=True))
    # Without a day the answer is also about what the node succeeds.
    scope = Scope(asked=(node, *_successions.before(bundled, [node])[node]), reach=1)
    assert on_page(visit) == read(bundled.read(scope))
    for day in ("2024-12-22", "2025-02-19", "2025-06-30", "2025-07-01", "2030"):
        look(visit, day)
        assert on_page(visit) == read(bundled.read(replace(scope, as_of=day))), day


DATED = graph_of(
    [
        {"id": "body", "kind": "agency", "name": "Body", "valid_from": "2020", "valid_to": "2025-07-01"},
        {"id": "ramp", "kind": "instrument", "name": "Ramp", "valid_from": "2025", "valid_to": "2027"},
        {"id": "day", "kind": "event", "name": "Day", "valid_from": "2025-02-28", "valid_to": "2025-03-01"},
        {"id": "goal", "kind": "target", "name": "Goal", "value": "3", "after": "report", "lag": "P5Y"},
        {"id": "order", "kind": "policy", "name": "Order", "after": "report", "lag": "P1M"},
    ],
    [{"source": "order", "relation": "sets_target", "target": "goal", "after": "report", "lag": "P1Y6M"}],
    sources=[Source("report", "Report", date="2025-01-11")],
)


def test_ends_are_read_by_their_last_day_and_saved_as_they_are(opened: Open) -> None:
    visit = opened(ranked(DATED))
    for name, valid in (("Body", "from 2020 until 2025-06-30"), ("Ramp", "2025–2026"), ("Day", "2025-02-28")):
        visit.pick(name)
        assert f"\n{valid}\n" in visit.details()
    visit.page.click("#view-nodes")
    cells = visit.page.locator("#rows tbody tr").first.locator("td").all_inner_texts()
    assert cells[4:6] == ["2020", "2025-06-30"]
    saved = csv.DictReader(io.StringIO(visit.saved("Nodes (CSV)").removeprefix("\ufeff")))
    assert {row["id"]: row["valid_to"] for row in saved}["body"] == "2025-07-01"


def test_reckoned_dates_are_about_in_both_languages(opened: Open) -> None:
    visit = opened(targets(DATED))
    assert "about 2026-07" in visit.page.inner_text("#answer")
    assert "1 year 6 months after Report" in visit.page.inner_text("#answer")
    visit.pick("Order")
    assert "about 2025-02 (1 month after Report)" in visit.details()
    visit.pick("Goal")
    assert "3 by about 2030 (5 years after Report)" in visit.details()
    visit.page.click("#language")
    assert "3 đến khoảng 2030 (5 năm sau Report)" in visit.details()
    assert "khoảng 2026-07" in visit.page.inner_text("#answer")
    assert "1 năm 6 tháng sau Report" in visit.page.inner_text("#answer")
    for text in (visit.details(), visit.page.inner_text("#answer")):
        assert "about" not in text
        assert "P5Y" not in text
    visit.harmless()
