"""The bundled data say no more than their documents: what is planned, wished or expected stands as that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from facts import Row, table

LINKS = table("resolution57", "links")
NODES = {row["id"]: row for row in table("resolution57", "nodes")}
# These exist already: only what is said of them is a wish.
EXISTING = {"long-term-research", "trade-agreements", "investor-incentives"}


def links(relation: str, **values: str) -> list[Row]:
    return [row for row in LINKS if row["relation"] == relation and values.items() <= row.items()]


def standing(row: Row) -> str:
    return str(row["standing"] or "fact")


def ends(row: Row) -> str:
    return f"{row['source']} {row['relation']} {row['target']}"


def unreal(row: Row) -> Iterator[str]:
    """Yield the ends of a link that are planned, possible or wished."""
    for end in (row["source"], row["target"]):
        if standing(NODES[end]) in ("plan", "possible", "opinion"):
            yield end


def test_a_fact_rests_on_facts_alone() -> None:
    counted = {row["target"] for row in links("applies_to", effect="measures")}
    facts = [row for row in LINKS if standing(row) == "fact" and row["relation"] != "states"]
    assert [ends(row) for row in facts if set(unreal(row)) - counted] == []


def test_what_is_only_asked_for_stands_as_a_wish() -> None:
    held: dict[str, set[str]] = {}
    for row in LINKS:
        for end in (row["source"], row["target"]):
            held.setdefault(end, set()).add(standing(row))
    kinds = {"instrument", "fund", "policy"}
    wished = {id for id, found in held.items() if found <= {"opinion", "past"} and NODES[id]["kind"] in kinds}
    assert {id for id in wished if standing(NODES[id]) == "fact"} == EXISTING
    assert {standing(NODES[id]) for id in ("unified-data-platform", "technical-standards")} == {"opinion"}


def test_what_may_come_of_it_is_an_expectation() -> None:
    goals = [row for row in links("applies_to", effect="enables") if NODES[row["target"]]["kind"] == "target"]
    assert goals
    assert [ends(row) for row in goals if standing(row) == "fact"] == []


def test_nobody_has_a_benefit_yet_of_what_a_party_resolution_alone_brings() -> None:
    acts: dict[str, set[str]] = {}
    for row in links("introduces"):
        acts.setdefault(row["target"], set()).add(NODES[row["source"]]["subtype"])
    of_the_party = {id for id, found in acts.items() if found == {"Party resolution"}}
    assert {"regulatory-sandbox", "testing-liability-exemption", "fund-mechanism"} <= of_the_party
    resolutions = {id for id, node in NODES.items() if node["subtype"] == "Party resolution"}
    gains = [row for row in links("benefits") if row["source"] in of_the_party | resolutions]
    assert [ends(row) for row in gains if standing(row) == "fact"] == []


def test_what_one_commentator_claims_has_one_standing() -> None:
    claims = [row for row in LINKS if "dao-trung-thanh" in (row["speaker"], row["source"])]
    done = {"visits-innovation-centers"}
    facts = [row for row in claims if row["relation"] != "holds_role" and row["target"] not in done]
    assert {standing(row) for row in facts} == {"opinion"}


def test_what_has_happened_is_a_fact_and_only_a_period_is_past() -> None:
    past = {id for id, node in NODES.items() if node["kind"] == "event" and standing(node) == "past"}
    assert past == {id for id, node in NODES.items() if node["kind"] == "event" and node["subtype"] == "period"}
    assert {standing(row) for row in links("participates_in") if NODES[row["target"]]["kind"] == "event"} == {"fact"}


def test_money_that_is_planned_is_no_network_yet() -> None:
    planned = {row["source"] for row in links("funds") if standing(row) == "plan"}
    assert [
        ends(row)
        for row in links("applies_to", effect="enables")
        if row["source"] in planned and standing(row) == "fact"
    ] == []


def test_who_urges_what_the_resolution_aims_at_is_heard_on_each_part() -> None:
    urged = {row["target"] for row in links("states", source="nguyen-si-dung", stance="urges")}
    assert urged >= {
        "infrastructure-investment",
        "human-resources-investment",
        "institutional-improvement",
        "law-amendment",
        "regulatory-sandbox",
    }


def test_only_a_named_body_steers() -> None:
    steering = links("coordinates")
    assert steering
    assert [ends(row) for row in steering if NODES[row["source"]]["level"] == "class"] == []


def test_a_body_that_is_to_come_succeeds_nobody_yet() -> None:
    for row in links("succeeded_by"):
        assert standing(row) == standing(NODES[row["target"]])


def test_a_target_is_set_and_a_principle_is_not() -> None:
    assert {row["target"] for row in links("sets_target")} == {
        row["target"] for row in links("sets_target") if NODES[row["target"]]["kind"] == "target"
    }
    assert {id for id, node in NODES.items() if node["subtype"] == "principle"} == {
        "technology-mastery",
        "goal-management",
        "law-making-reform",
    }


def test_an_area_of_the_plan_is_there_for_each_that_it_counts() -> None:
    areas = links("member_of", target="plan-key-areas")
    assert len(areas) == int(NODES["government-plan"]["value"])
    assert {row["confidence"] for row in areas} == {"0.8"}


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("resolution-98 applies_to resolution-57", {"effect": "complements", "standing": "possible"}),
        ("hcmc-special-mechanisms applies_to data-centers", {"effect": "enables", "standing": "possible"}),
        ("hcmc-special-mechanisms applies_to smart-cities", {"effect": "enables", "standing": "possible"}),
        ("hcmc-special-mechanisms applies_to rd-labs", {"effect": "enables", "standing": "possible"}),
        ("designated-bidding benefits digital-technology-enterprises", {"standing": "opinion", "lag": "P2Y"}),
        ("ai applies_to ai-experts", {"effect": "requires"}),
        ("resolution-special-mechanisms works_on innovation", {"stage": "promote", "standing": ""}),
        ("qtsc-top-50 applies_to qtsc", {"effect": "covers"}),
        ("qtsc has hcmc-special-mechanisms", {"standing": ""}),
        ("pham-huy-hieu states resolution-57", {"stance": "warns", "standing": "opinion"}),
        ("research-risk-acceptance benefits individuals", {"standing": "opinion", "speaker": "vu-hoang-lien"}),
        ("government-plan prioritises human-resources-investment", {"standing": "plan"}),
        ("semiconductors applies_to semiconductor-experts", {"effect": "requires"}),
        ("national-assembly introduces institutional-improvement", {"standing": "opinion"}),
        ("dao-trung-thanh states technical-standards", {"stance": "urges"}),
        ("dao-trung-thanh states unified-data-platform", {"stance": "urges"}),
        ("technical-standards applies_to localities", {"effect": "covers", "standing": "opinion"}),
        ("unified-data-platform applies_to localities", {"effect": "covers", "standing": "opinion"}),
        (
            "to-lam holds_role communist-party",
            {"attested": "2024-09-02|2024-12-22|2025-01-12|2025-02-19", "title": "General Secretary"},
        ),
        ("to-lam holds_role steering-committee", {"attested": "2025-01-12|2025-02-19", "title": "Head"}),
    ],
)
def test_what_the_documents_say_is_there(fact: str, values: Row) -> None:
    assert [row for row in LINKS if ends(row) == fact and values.items() <= row.items()]
