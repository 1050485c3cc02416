"""The names of the bundled data: Vietnamese beside English, and each one finds its node."""

from __future__ import annotations

import pytest
from facts import DATA, table

import ecosystem
import loaders
from ecosystem.model.names import fold
from ecosystem.stores import Store, open_store

FOLDERS = ("resolution57", "vn_provinces")
ALIKE = {"Malaysia", "Indonesia"}
"""Proper names that are the same in both languages."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(str(tmp_path_factory.mktemp("names") / "s.duckdb"))
    loaders.load([DATA / folder for folder in (*FOLDERS, "ror_vn")], store=store)
    return store


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_node_has_a_vietnamese_name(folder: str) -> None:
    rows = table(folder, "nodes")
    assert [row["id"] for row in rows if not row["name_vi"]] == []
    assert {row["name"] for row in rows if row["name_vi"] == row["name"]} <= ALIKE


def test_a_name_of_the_documents_is_the_name_of_one_node() -> None:
    owners: dict[str, set[str]] = {}
    for row in table("resolution57", "nodes"):
        for name in (row["id"], row["name"], row["name_vi"], *row["aliases"].split("|")):
            owners.setdefault(fold(name), set()).add(row["id"])
    assert {name: ids for name, ids in owners.items() if name and len(ids) > 1} == {}


def test_every_name_typed_without_accents_finds_its_node_first(store: Store) -> None:
    nodes = store.read(ecosystem.Scope()).nodes
    ours = [node for node, id in enumerate(nodes.id) if not str(id).startswith("ror:")]
    texts = {node: (nodes.name[node], nodes.name_vi[node], *nodes.aliases[node].split("\n")) for node in ours}
    missed = []
    for id, name in [(nodes.id[node], name) for node in ours for name in texts[node] if name]:
        matches = store.find(fold(name))
        same = [match for match in matches if match.score >= 99]
        if id not in {match.id for match in same} or any(fold(match.matched) != fold(name) for match in same):
            missed.append((id, name, matches[:2]))
    assert missed == []


TYPED = {
    "multilateral": "international-partnerships",
    "bilateral": "international-partnerships",
    "disbursement": "fund-mechanism",
    "giai ngan": "fund-mechanism",
    "General Secretary": "to-lam",
    "Tổng Bí thư": "to-lam",
    "dau thau": "designated-bidding",
    "chỉ định thầu": "designated-bidding",
    "khoan chi": "contract-spending",
    "Resolution 193": "resolution-special-mechanisms",
    "nghi quyet 193": "resolution-special-mechanisms",
    "thương mại hóa kết quả nghiên cứu": "research-ownership",
}


@pytest.mark.parametrize("text", TYPED)
def test_a_term_of_the_documents_finds_what_they_call_so(store: Store, text: str) -> None:
    assert store.find(text)[0].id == TYPED[text]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ưu đãi thuế", {"tax-incentives", "rd-tax-incentive", "digital-product-tax-benefit"}),
        ("commercialisation", {"research-ownership", "research-income-split"}),
    ],
)
def test_a_term_of_several_things_finds_them_all(store: Store, text: str, ids: set[str]) -> None:
    assert ids <= {match.id for match in store.find(text)}
