"""The bundled data: complete, cited, in our own words, one node a body, and true to the five documents."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from facts import DATA, SHARED, Row, link_rows, node_rows, table

import ecosystem
import loaders
from ecosystem.intake import Batch
from ecosystem.model import dates
from ecosystem.model.graph import Graph
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import Store, open_store

TABLES = ("nodes", "links")
FOLDER = "resolution57"
OWN_WORDS = 5  # as many in a row as a document has: no longer ours


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(str(tmp_path_factory.mktemp("store") / "s.duckdb"))


@pytest.fixture(scope="module")
def batch(store: Store) -> Batch:
    return loaders.load([DATA / name for name in (FOLDER, "ror_vn", "vn_provinces")], store=store)


@pytest.fixture(scope="module")
def graph(store: Store, batch: Batch) -> Graph:
    return store.read(ecosystem.Scope())


@pytest.fixture(scope="module")
def nodes(graph: Graph) -> dict[str, Row]:
    return node_rows(graph)


@pytest.fixture(scope="module")
def links(graph: Graph) -> list[Row]:
    return link_rows(graph)


def test_every_row_is_taken_but_the_relations_that_leave_ror(batch: Batch) -> None:
    rejected = Counter(Path(rejection.file).name for rejection in batch.rejections)
    assert rejected == {"ror_vn_v2.json": 30}
    assert {part: counts.updated for part, counts in batch.totals().items() if part != "nodes"} == {
        "links": 0,
        "sources": 0,
    }


@pytest.mark.parametrize("folder", [FOLDER, "vn_provinces"])
def test_the_guide_counts_right(folder: str) -> None:
    page = (DATA / folder / "README.md").read_text("utf-8")
    assert f"{len(table(folder, 'nodes'))} nodes and {len(table(folder, 'links'))} links" in page


@pytest.mark.parametrize("folder", [FOLDER, "vn_provinces"])
def test_every_row_cites_a_described_source_and_the_place_in_it(folder: str) -> None:
    described = {row["id"] for row in table(folder, "sources")}
    cells = [row["source" if name == "nodes" else "source_doc"] for name in TABLES for row in table(folder, name)]
    references = [reference.partition("#") for cell in cells for reference in cell.split("|")]
    assert {source for source, _, _ in references} == described
    assert [reference for reference in references if not 1 <= len(reference[2].split()) <= 9] == []


def documents() -> dict[str, str]:
    """Return the five documents by the id of their source, each as one line."""
    texts = [" ".join(path.read_text("utf-8").split()) for path in sorted((SHARED / "seeds").glob("*.txt"))]
    if not texts:
        pytest.skip("the five documents are not beside the repository")
    return dict(zip((row["id"] for row in table(FOLDER, "sources")), texts, strict=True))


def test_a_place_is_words_that_its_document_has_once() -> None:
    texts = documents()
    cells = {row["source" if name == "nodes" else "source_doc"] for name in TABLES for row in table(FOLDER, name)}
    places = {tuple(reference.split("#", 1)) for cell in cells for reference in cell.split("|")}
    assert [place for place in places if not 2 <= len(place[1].split()) <= 7] == []
    assert [(source, words) for source, words in sorted(places) if texts[source].count(words) != 1] == []


def test_who_speaks_of_something_says_something() -> None:
    said = {row["content"] for row in table(FOLDER, "links") if row["relation"] == "states"}
    assert {row["content"] for row in table(FOLDER, "links") if row["relation"] != "states"} == {""}
    assert [words for words in said if not 2 <= len(words.split()) <= 20 or ";" in words] == []
    theirs = set().union(*(shingles(text, OWN_WORDS) for text in documents().values()))
    assert [words for words in said if shingles(words, OWN_WORDS) & theirs] == []


def test_columns_and_words_are_those_of_the_schema() -> None:
    words = vocabulary()
    for name in TABLES:
        rows, known = table(FOLDER, name), words.attributes[name]
        own = {*words.fields[name], *(words.identifiers if name == "nodes" else ())}
        assert set(rows[0]) - own - set(known) == set()
        for column in set(rows[0]) & set(known):
            allowed = known[column].values
            assert [row for row in rows if allowed and row[column] and row[column] not in allowed] == []


def test_what_a_row_points_to_is_there() -> None:
    ids = {row["id"] for row in table(FOLDER, "nodes")}
    sources = {row["id"] for row in table(FOLDER, "sources")}
    rows = table(FOLDER, "links")
    pointed = {id for row in rows for name in ("speaker", "appointed_by", "agreement") for id in row[name].split("|")}
    relative = {row["after"] for row in (*rows, *table(FOLDER, "nodes"))}
    assert pointed - ids - {""} == set()
    assert relative - ids - sources - {""} == set()
    assert ids - {row[end] for row in rows for end in ("source", "target")} == set()


def test_figures_are_numbers_and_dates_are_dates() -> None:
    for name in TABLES:
        for row in table(FOLDER, name):
            for column in ("value", "value_to", "baseline", "share", "ceiling", "percent", "count", "order"):
                assert not row.get(column) or float(row[column]) >= 0
            if row["value"]:
                assert row["unit"], row
            for day in (row["deadline"], *row.get("attested", "").split("|")):
                assert not day or dates.parse(day)
            assert bool(row["after"]) == bool(row["lag"])
            assert not row["lag"] or re.fullmatch(r"P\d+[DMY]", row["lag"])


def test_shares_of_one_whole_sum_to_all_of_it() -> None:
    wholes: dict[tuple[str, str], float] = {}
    for row in table(FOLDER, "links"):
        if row["share"]:
            whole = row["source"], row["base"]
            wholes[whole] = wholes.get(whole, 0) + float(row["share"])
    assert list(wholes.values()) == [100]


def test_bodies_that_other_sets_have_are_one_node(nodes: dict[str, Row]) -> None:
    shared = {
        "vast": "ror:02wsd5p50",
        "most-old": "ror:02b207r52",
        "moet": "ror:00drv3378",
        "vietnam-radio-electronics-association": "ror:04hqsm908",
        "vietnam": "wikidata:Q881",
        "hanoi": "vn_province:01",
        "hcmc": "vn_province_63:79",
    }
    for id, identifier in shared.items():
        assert [other for other, row in nodes.items() if identifier in row["identifiers"]] == [id]
    assert {"ror", "government-push"} <= {cite.split("#")[0] for cite in nodes["vast"]["cites"]}
    assert nodes["hcmc"]["valid_to"] == "2025-07-01"


def shingles(text: str, size: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def test_no_sentence_of_a_document_is_in_the_data() -> None:
    theirs = set().union(*(shingles(text) for text in documents().values()))
    names = {"name", "name_vi", "aliases"}
    cells = [cell for name in TABLES for row in table(FOLDER, name) for key, cell in row.items() if key not in names]
    ours = set().union(*(shingles(cell) for text in cells for cell in text.split("|")))
    ours |= shingles((DATA / FOLDER / "README.md").read_text("utf-8"))
    assert ours & theirs == set()


FIGURES = [
    ("digital-economy-30", {"value": "30", "unit": "%", "comparison": "=", "base": "GDP", "deadline": "2030"}),
    ("innovating-enterprises-40", {"value": "40", "unit": "%", "comparison": ">"}),
    ("strategic-share-15", {"value": "15", "unit": "%"}),
    ("qtsc-top-50", {"value": "50", "unit": "rank", "comparison": "<=", "deadline": "2030"}),
    ("income-vietnam", {"value": "4300", "unit": "USD", "comparison": "about"}),
    ("income-malaysia", {"value": "11900"}),
    ("income-thailand", {"value": "7000"}),
    ("income-indonesia", {"value": "4900"}),
    ("startup-success-rate", {"value": "3", "value_to": "5", "unit": "%"}),
    ("developed-country", {"deadline": "2045", "standing": "opinion"}),
    ("5g-stations-20000", {"value": "20000", "comparison": ">=", "deadline": "2025", "baseline": "5000"}),
    ("stations-a-year", {"value": "5000", "comparison": "about"}),
    ("major-projects-5", {"value": "5", "comparison": ">=", "unit": "projects", "deadline": "2030"}),
    ("government-plan", {"value": "7", "unit": "key areas", "valid_from": ""}),
    ("digital-enterprises-5", {"value": "5", "comparison": ">=", "after": "dantri-core", "lag": "P5Y"}),
    ("top-3-southeast-asia", {"value": "3", "unit": "rank"}),
    ("top-50-world", {"value": "50", "unit": "rank"}),
    ("leading-group", {"deadline": "2030"}),
    ("agreement-three-associations", {"value": "6", "valid_from": "2025-02-19"}),
    ("resolution-57", {"valid_from": "2024-12-22", "number": "57-NQ/TW"}),
    ("resolution-98", {"valid_from": "2023", "number": "98/2023/QH15"}),
    ("resolution-special-mechanisms", {"valid_from": "2025-02-19"}),
    ("law-science-technology-2013", {"valid_from": "2013"}),
    ("government-instructions", {"standing": "plan", "after": "resolution-special-mechanisms", "lag": "P7D"}),
    ("to-lam-speech-2024", {"valid_from": "2024-09-02", "valid_to": "2024-09-03"}),
    ("talk-guangxi-2025", {"valid_from": "2025-02-19", "time": "afternoon"}),
    ("designated-bidding", {"valid_from": "2025", "valid_to": "2027", "standing": "fact"}),
    ("national-advisory-council", {"standing": "plan"}),
    ("land-rental-incentive", {"standing": "past"}),
]


@pytest.mark.parametrize(("id", "told"), FIGURES, ids=[id for id, _ in FIGURES])
def test_a_node_says_what_its_document_says(nodes: dict[str, Row], id: str, told: Row) -> None:
    assert {name: nodes[id].get(name) for name in told} == told


FACTS = [
    ("phan-phuong-tung holds_role dxcenter", [{"title": "Director", "standing": "fact"}]),
    ("nguyen-si-dung holds_role national-assembly-office", [{"title": "Deputy Head", "standing": "past"}]),
    ("nguyen-quan holds_role most-old", [{"title": "Minister", "standing": "past"}]),
    ("nguyen-manh-hung holds_role mic", [{"title": "Minister", "attested": "2025-02-19"}]),
    ("nguyen-manh-hung holds_role most-new", [{"title": "Minister", "standing": "plan"}]),
    ("chen-gang holds_role guangxi", [{"title": "Secretary"}]),
    ("resolution-57 issued_by to-lam", [{"capacity": "signatory", "valid_from": "2024-12-22"}]),
    ("ict-associations participates_in ict-meeting-2025", [{"role": "organiser", "count": "20"}]),
    ("qtsc works_on ai", [{"stage": "pilot", "standing": "possible"}]),
    ("qtsc lacks ai-experts", [{"gap": "talent", "standing": "fact"}]),
    ("support-5g benefits network-operators", [{"ceiling": "15", "base": "total investment in 5G"}]),
    ("research-income-split benefits researchers", [{"share": "30"}]),
    ("research-income-split benefits research-organisations", [{"share": "70"}]),
    ("sti-budget funds strategic-technologies", [{"percent": "15", "standing": "plan"}]),
    ("state-budget funds sti-budget", [{"percent": "3", "comparison": "="}, {"percent": "3", "comparison": ">="}]),
    (
        "resolution-57 sets_target rd-2-of-gdp",
        [{"comparison": "=", "baseline": "0.4"}, {"comparison": "about", "deadline": "2025"}],
    ),
    ("steering-committee coordinates resolution-57", [{"standing": "fact"}]),
    ("mic succeeded_by most-new", [{"standing": "plan"}]),
    ("government-plan amends law-science-technology-2013", [{"standing": "plan"}]),
    ("dao-trung-thanh prioritises semiconductors", [{"term": "core", "order": "2", "standing": "opinion"}]),
    ("qtsc collaborates_with vast", []),
]


@pytest.mark.parametrize(("ends", "told"), FACTS, ids=[ends for ends, _ in FACTS])
def test_links_say_what_their_documents_say(links: list[Row], ends: str, told: list[Row]) -> None:
    found = [row for row in links if row["ends"] == tuple(ends.split())]
    assert len(found) == len(told)
    for expected in told:
        assert [row for row in found if {name: row.get(name) for name in expected} == expected]
