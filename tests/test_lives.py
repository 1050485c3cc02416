"""A link that is dated outside the life of one of its ends is taken and reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import loaders
from ecosystem.stores import open_store

DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


def notes(folder: Path, node: tuple[str, str], link: tuple[str, str], *, apart: bool = False) -> list[str]:
    """Load a node with this life, and a link that is dated so, and return what the report says of dates."""
    (folder / "s.duckdb").unlink(missing_ok=True)
    (folder / "nodes.csv").write_text(f"id,kind,valid_from,valid_to\na,fund,{node[0]},{node[1]}\nb,fund,,\n")
    (folder / "links.csv").write_text(
        f"source,relation,target,valid_from,valid_to\nb,collaborates_with,a,{link[0]},{link[1]}\n"
    )
    store, files = open_store(str(folder / "s.duckdb")), [folder / "nodes.csv", folder / "links.csv"]
    batches = [loaders.load([file], store=store) for file in files] if apart else [loaders.load(files, store=store)]
    assert batches[-1].totals()["links"].created == 1
    return [note for note in batches[-1].notes if "life" in note]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("node", "link", "said"),
    [
        (("2015", ""), ("2010", ""), "from 2010, but 'a' begins 2015"),
        (("2015", ""), ("2010", "2012"), "from 2010, to 2012, but 'a' begins 2015"),
        (("2015", ""), ("", "2012"), "to 2012, but 'a' begins 2015"),
        (("", "2020"), ("2021", ""), "from 2021, but 'a' ends 2020"),
        (("", "2020-06-01"), ("2020-06-01", ""), "from 2020-06-01, but 'a' ends 2020-06-01"),
        (("2015", "2020"), ("2016", "2023"), "from 2016, to 2023, but 'a' ends 2020"),
        (("2015-05-17", ""), ("2015", ""), ""),
        (("2015", ""), ("2015-05-17", ""), ""),
        (("", "2020-06-01"), ("2020-05-31", "2020-06-01"), ""),
        (("2015", "2020"), ("2015", ""), ""),
        (("2015", "2020"), ("", ""), ""),
    ],
)
def test_a_link_outside_the_life_of_an_end_is_reported(
    tmp_path: Path, apart: bool, node: tuple[str, str], link: tuple[str, str], said: str
) -> None:
    found = notes(tmp_path, node, link, apart=apart)
    assert len(found) == bool(said)
    assert not said or said in found[0]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(node=st.tuples(DAYS, DAYS).filter(lambda life: life[0] < life[1]), link=st.tuples(DAYS, DAYS))
def test_only_what_leaves_the_life_is_reported(
    tmp_path: Path, node: tuple[date, date], link: tuple[date, date]
) -> None:
    since, until = sorted(link)
    if since == until:
        return
    within = node[0] <= since and until <= node[1]
    life, held = (str(node[0]), str(node[1])), (str(since), str(until))
    assert bool(notes(tmp_path, life, held)) == (not within)
