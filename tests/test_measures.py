"""What all measures of the whole network keep: empty scopes are refused, the same is said under any hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from networks import toy

from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer, Column
from ecosystem.model.rows import graph_of
from ecosystem.outputs import tables, terminal

WHOLE = ("brokers", "communities", "core_periphery", "mixing", "overview", "portfolio", "spheres")
SCRIPT = """
import networkx as nx
from networks import from_networkx, toy
from ecosystem.outputs import tables
from ecosystem.model.rows import graph_of
from queries.brokers import brokers
from queries.communities import communities
from queries.connect import connect
from queries.core_periphery import core_periphery
from queries.flow import flow
from queries.spheres import spheres
from queries.without import without

karate = from_networkx(nx.karate_club_graph())
for answer in (
    brokers(karate, by="community"),
    communities(karate, runs=3),
    core_periphery(karate, starts=3),
    connect(karate, nodes=("16", "26", "09", "24")),
    flow(karate, source="16", target="26"),
    without(karate, nodes=("00", "33")),
    spheres(toy()),
):
    print(tables.text(answer, "json"))
"""


@pytest.mark.parametrize("name", WHOLE)
def test_an_empty_scope_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        getattr(discovery.module("queries", name), name)(graph_of([], []))
    assert "\n" not in str(refused.value)
    assert "scope" in str(refused.value)


def test_the_same_is_said_under_any_hash_seed() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{Path(__file__).parent}:{Path.cwd()}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert len(said[0]) > 1000


def test_columns_of_detail_are_named_on_a_terminal_and_told_in_full_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = Answer("A", (Column("id"), Column("sure", detail=True)), [("x", 0.25)], toy())
    terminal.show(answer, sys.stdout)
    shown = capsys.readouterr().out
    assert "0.25" not in shown
    assert "More columns with --format json or -o FILE: sure." in shown
    assert all("0.25" in tables.text(answer, form) for form in ("json", "csv", "md"))
