"""Questions about bodies that succeed each other: what a name means, and what is found at the successor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from ecosystem.errors import AmbiguousName, NoSuchNode
from ecosystem.model.answer import Answer
from ecosystem.stores import Store
from queries._naming import resolve
from queries._question import Question

NewStore = Callable[[], Store]
DATA = Path(__file__).parent.parent / "ecosystem" / "data"
EVERYWHERE: dict[str, Any] = {
    **dict.fromkeys(("kinds", "relations", "standings", "without", "around"), ()),
    "as_of": None,
    "min_confidence": 0.0,
    "steps": 1,
}
CITY = "Ho Chi Minh City"


def ask(store: Store, name: str, node: str, as_of: str | None = None, **more: Any) -> Answer:
    question = Question(name)
    given = {one.name: one.default for one in question.parameters} | {"node": node, **more}
    return question.ask(store, scope={**EVERYWHERE, "as_of": as_of}, given=given)


def test_a_column_of_a_file_may_have_the_name_of_the_mark(new_store: NewStore, tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text("id,kind\na,agency\nb,agency\n")
    (tmp_path / "links.csv").write_text("source,relation,target,carried_over_from\na,collaborates_with,b,hello\n")
    store = new_store()
    loaders.load([tmp_path / "nodes.csv", tmp_path / "links.csv"], store=store)
    assert len(ask(store, "partners", "a", "2020").rows) == 1


@pytest.fixture
def vietnam(new_store: NewStore) -> Store:
    """Return a store with the bundled data on Resolution 57 and the provinces."""
    store = new_store()
    loaders.load([DATA / "resolution57", DATA / "vn_provinces"], store=store)
    return store


def test_a_name_of_bodies_that_succeed_each_other_is_one_name(vietnam: Store) -> None:
    meant = {day: ask(vietnam, "show", CITY, day).rows[0][1] for day in ("2025-06-30", "2025-07-01", None)}
    assert meant == {"2025-06-30": "hcmc", "2025-07-01": "vn_province:79", None: "vn_province:79"}
    found = Question("find").ask(vietnam, scope=EVERYWHERE, given={"matches": CITY, "top": 2})
    years = {str(row[0]): row[-2:] for row in found.rows}
    assert years == {"hcmc": (None, "2025-07-01"), "vn_province:79": ("2025-07-01", None)}


def test_what_was_recorded_of_the_old_is_found_at_the_new_and_says_so(vietnam: Store) -> None:
    for day in ("2025-06-30", "2025-07-01", None):
        gaps = ask(vietnam, "lacks", CITY, day)
        assert {row[0] for row in gaps.rows} == {"qtsc"}
        assert {row[:2] for row in ask(vietnam, "lacks", "QTSC", day).rows} == {row[:2] for row in gaps.rows}
    assert (
        "Shown too is what is recorded of Ho Chi Minh City (hcmc, until 2025-06-30), which it succeeded." in gaps.notes
    )
    later = ask(vietnam, "lacks", CITY, "2025-07-01")
    assert later.notes[0].endswith(
        "carried over to successors, as recorded of Ho Chi Minh City (hcmc, until 2025-06-30)."
    )
    assert all("vietnamadminunits#mergers, old code 79" in cites for cites in later.evidence)
    posts = ask(vietnam, "posts", "most-new")
    assert {row[3] for row in posts.rows} == {"most-new", "mic", "most-old"}
    assert any(note.endswith("which it is planned to succeed.") for note in posts.notes)
    assert {row[3] for row in ask(vietnam, "posts", "most-new", "2025-03").rows} == {"most-new"}


def test_what_is_not_there_on_the_day_says_why(vietnam: Store) -> None:
    with pytest.raises(NoSuchNode, match=r"is not there on 2024-12-01: it begins 2025-02-19"):
        ask(vietnam, "instruments", "Support of investment in 5G", "2024-12-01")
    with pytest.raises(NoSuchNode, match=r"until 2025-06-30; ask for its successor Tuyen Quang \(vn_province:08\)"):
        ask(vietnam, "show", "Ha Giang", "2026")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(years=st.lists(st.integers(2001, 2020), min_size=1, max_size=3, unique=True), linked=st.booleans())
def test_a_name_means_who_lives_on_the_day_and_without_a_day_who_came_last(
    new_store: NewStore, tmp_path: Path, years: list[int], linked: bool
) -> None:
    store, bounds = new_store(), ["", *map(str, sorted(years)), ""]
    count = len(years) + 1
    nodes = "".join(f"n{i},agency,The Office,{bounds[i]},{bounds[i + 1]}\n" for i in range(count))
    links = "".join(f"n{i},succeeded_by,n{i + 1},{bounds[i + 1]}\n" for i in range(count - 1) if linked)
    (tmp_path / "nodes.csv").write_text("id,kind,name,valid_from,valid_to\n" + nodes)
    (tmp_path / "links.csv").write_text("source,relation,target,valid_from\n" + links)
    loaders.load([tmp_path], store=store)
    if not linked:
        with pytest.raises(AmbiguousName):
            resolve(store, "The Office")
        return
    assert resolve(store, "The Office") == f"n{count - 1}"
    for year in range(2000, 2022):
        living = sum(begin <= year for begin in years)
        assert resolve(store, "The Office", year * 10000 + 101) == f"n{living}"
