"""Kinds of faults that are in one cell."""

from __future__ import annotations

import unicodedata

from faults import Outcome, Spot, at

# ---------------------------------------------------------------- that cost the cell or its row


@at("nodes.valid_from", "links.valid_from")
def bad_date(spot: Spot) -> Outcome:
    spot.cell = spot.one_of("2025-13", "31/02/2024", "2024-02-30", "soon", "2024-1-1-1", "#REF!", "0000", "20245")
    return Outcome("left out" if spot.identified else "rejected", spot.column)


@at("links.weight")
def bad_number(spot: Spot) -> Outcome:
    spot.cell = spot.one_of("much", "1.5.2", "0", "-1", "inf", "1e999", "#DIV/0!", "5 of 6", "½%", "--1")
    return Outcome("left out", spot.column)


@at("nodes.kind", "links.relation")
def unknown_word(spot: Spot) -> Outcome:
    spot.cell = spot.one_of(f"{spot.cell}x", "xyz", "???", "42", "<b>", "#N/A", "=1+1")
    return Outcome("rejected", spot.column)


@at("nodes.kind", "links.relation", "links.source", "links.target", "sources.id")
def empty_cell(spot: Spot) -> Outcome:
    spot.cell = spot.one_of("", " ", "\u00a0", "\u200b", '=""')
    return Outcome("rejected", spot.column)


@at("links.source", "links.target")
def dangling_end(spot: Spot) -> Outcome:
    spot.cell = spot.one_of(f"nobody {spot.cell}", "Ông Kẹ", "=HYPERLINK(1)", "' OR 1=1 --", "\x1b[31m")
    return Outcome("rejected", spot.column)


@at("links.relation")
def relation_that_leads_elsewhere(spot: Spot) -> Outcome:
    spot.cell = "amends"
    return Outcome("rejected", spot.column)


@at("sources.id")
def separator_in_an_id(spot: Spot) -> Outcome:
    spot.cell += spot.one_of("#", "|", "#3")
    return Outcome("rejected", spot.column)


@at("nodes.kind", "links.relation")
def swapped_cells(spot: Spot) -> Outcome:
    near = spot.at + spot.rng.choice((-1, 1))
    spot.cells[near], spot.cell = spot.cell, spot.cells[near]
    return Outcome("rejected", spot.column)


# ---------------------------------------------------------------- that can be put right


@at("nodes.id", "nodes.kind", "nodes.name", "links.source", "links.relation", "links.weight", "sources.id")
def invisible_sign(spot: Spot) -> Outcome:
    sign = spot.one_of("\u200b", "\ufeff", "\u2060", "\u00ad", "\u200e")
    spot.cell = spot.one_of(sign + spot.cell, spot.cell + sign, spot.cell[:1] + sign + spot.cell[1:])
    return Outcome("kept")


@at("nodes.id", "nodes.kind", "nodes.name", "links.target", "links.relation", "links.weight", "sources.title")
def blanks_around(spot: Spot) -> Outcome:
    spot.cell = spot.one_of(f"  {spot.cell}", f"{spot.cell}\u00a0", f"\t{spot.cell} ")
    return Outcome("kept")


@at("nodes.name", "nodes.kind", "links.source", "links.target", "sources.title")
def taken_apart(spot: Spot) -> Outcome:
    """Letters and their signs are apart, as macOS writes them."""
    spot.cell = unicodedata.normalize("NFD", spot.cell)
    return Outcome("kept")


@at("nodes.kind", "links.source", "links.target", "links.relation")
def other_case(spot: Spot) -> Outcome:
    spot.cell = spot.one_of(spot.cell.upper(), spot.cell.title())
    return Outcome("kept")


@at("nodes.id", "nodes.name", "links.source", "links.relation", "links.weight", "sources.title")
def text_as_a_formula(spot: Spot) -> Outcome:
    spot.cell = f'="{spot.cell}"'
    return Outcome("kept", said="as a formula")


@at("nodes.valid_from", "links.valid_from")
def date_in_words(spot: Spot) -> Outcome:
    spot.cell, date = spot.rng.choice(
        [("17 May 2020", "2020-05-17"), ("tháng 5/2020", "2020-05"), ("31/12/2024", "2024-12-31"), ("2020.0", "2020")]
    )
    return Outcome("kept", changed={"valid_from": date})


@at("links.weight")
def other_decimal_sign(spot: Spot) -> Outcome:
    """A group of two digits can be no thousands, whatever the rest of the column shows."""
    spot.cell = "12.25" if spot.table.delimiter == ";" else "12,25"
    return Outcome("kept", changed={"weight": 12.25})


@at("links.weight")
def thousands(spot: Spot) -> Outcome:
    spot.cell = "12.500" if spot.table.delimiter == ";" else "12,500"
    return Outcome("kept", changed={"weight": 12500.0}, said="weight")


@at("nodes.name_en", "nodes.note", "links.note", "sources.title")
def hostile_text(spot: Spot) -> Outcome:
    formula = spot.one_of("=1+1", "@SUM(A1)", "+1", '=HYPERLINK("x")', "-2")
    spot.cell = spot.one_of("<script>alert(1)</script>", "`}) DETACH DELETE n //", "%s{0}", "a\\nb", "';--", formula)
    return Outcome("kept", changed={spot.column: spot.cell})


@at("nodes.note", "links.note", "sources.title")
def long_cell(spot: Spot) -> Outcome:
    spot.cell = spot.one_of("dài ", "x", '"') * 70_000 + "."
    return Outcome("kept", changed={spot.column: spot.cell})


@at("nodes.name_en", "links.note", "sources.title")
def line_end_in_a_cell(spot: Spot) -> Outcome:
    spot.cell = spot.one_of("one\ntwo", "one\r\ntwo")
    ends = {"sources": "one two", "nodes": "one two"}
    return Outcome("kept", changed={spot.column: ends.get(spot.table.name, spot.cell)})
