"""Kinds of faults that are in rows, headers and the bytes of a file."""

from __future__ import annotations

from faults import Outcome, Spot, at, joined

ANYWHERE = ("nodes.id", "links.source", "sources.id")
TEXTS = ("nodes.name", "links.note", "sources.title")

# ---------------------------------------------------------------- rows


@at("nodes.kind", "links.relation", "sources.title")
def other_content_under_one_id(spot: Spot) -> Outcome:
    again = list(spot.cells)
    again[spot.at] = {"kind": "policy", "relation": "works_on", "title": "Something else"}[spot.column]
    return Outcome("rejected", spot.column, line=spot.add(again), more=1)


@at(*ANYWHERE)
def row_twice(spot: Spot) -> Outcome:
    spot.add(list(spot.cells))
    return Outcome("kept", more=1)


@at(*ANYWHERE)
def header_again(spot: Spot) -> Outcome:
    line = spot.add(list(spot.table.header))
    return Outcome("kept", said=f"row {line} repeats the header")


@at("nodes.kind", "links.relation")
def line_of_totals(spot: Spot) -> Outcome:
    line = spot.add(["Tổng cộng"] + [""] * (len(spot.cells) - 2) + ["6"])
    return Outcome("kept", said=f"row {line} is not read, as it is a total")


@at("nodes.name", "links.relation", "sources.title")
def a_cell_too_many(spot: Spot) -> Outcome:
    spot.cells.insert(spot.at, "one more")
    return Outcome("rejected")


@at("nodes.note", "links.note", "sources.language")
def a_cell_too_few(spot: Spot) -> Outcome:
    del spot.cells[-1]
    return Outcome("kept", changed={spot.column: ""}, said="row ends before the header does")


@at("nodes.kind", "links.relation")
def row_cut_off(spot: Spot) -> Outcome:
    del spot.cells[spot.at :]
    return Outcome("rejected", spot.column)


@at("nodes.name", "links.source", "sources.title")
def stray_quote(spot: Spot) -> Outcome:
    spot.change_line(lambda line: line.replace(spot.cell, f'"{spot.cell}', 1))
    return Outcome("rejected")


@at(*TEXTS)
def text_after_a_quote(spot: Spot) -> Outcome:
    spot.cell = "SPOT"
    spot.change_line(lambda line: line.replace("SPOT", '"spot" or not', 1))
    return Outcome("rejected")


@at(*TEXTS)
def nul(spot: Spot) -> Outcome:
    spot.cell += "\0"
    return Outcome("rejected", spot.column)


@at(*ANYWHERE)
def other_separator(spot: Spot) -> Outcome:
    sign = spot.one_of("\t", "|" if spot.table.name == "sources" else "\t")
    spot.change_line(lambda line: line.replace(spot.table.delimiter, sign))
    return Outcome("rejected")


# ---------------------------------------------------------------- lines and bytes


@at(*ANYWHERE)
def mixed_line_ends(spot: Spot) -> Outcome:
    end, lines = spot.one_of("\r", "\r\n"), spot.table.lines()
    spot.content = "".join(line + (end if i == spot.row + 1 else "\n") for i, line in enumerate(lines)).encode()
    return Outcome("kept")


@at(*ANYWHERE)
def blank_line(spot: Spot) -> Outcome:
    lines = spot.table.lines()
    lines.insert(spot.row + 1, spot.one_of("", "  ", spot.table.delimiter * (len(spot.table.header) - 1)))
    spot.content = joined(lines)
    return Outcome("kept")


@at(*ANYWHERE)
def no_last_line_end(spot: Spot) -> Outcome:
    spot.content = spot.file().rstrip(b"\n")
    return Outcome("kept")


@at(*ANYWHERE)
def separators_at_the_end_of_lines(spot: Spot) -> Outcome:
    spot.content = joined([line + spot.table.delimiter for line in spot.table.lines()])
    return Outcome("kept")


@at(*ANYWHERE)
def other_encoding(spot: Spot) -> Outcome:
    spot.content = spot.file().decode().encode(spot.one_of("utf-8-sig", "utf-16", "utf-16-le"))
    return Outcome("kept")


@at(*TEXTS)
def bad_utf8(spot: Spot) -> Outcome:
    spot.cell = "SPOT"
    spot.content = spot.file().replace(b"SPOT", spot.rng.choice([b"\xff", b"\xe1\xba", b"\xc3("]))
    return Outcome("rejected", spot.column)


# ---------------------------------------------------------------- headers


@at(*ANYWHERE)
def header_in_other_case(spot: Spot) -> Outcome:
    change = spot.rng.choice([str.upper, str.title, " {} ".format, lambda name: name.replace("_", " ")])
    further = {"note", "staff"}
    spot.table.header = [name if name in further else change(name) for name in spot.table.header]
    return Outcome("kept")


@at("links.weight", "links.valid_from", "nodes.aliases", "nodes.valid_from")
def misspelt_header(spot: Spot) -> Outcome:
    name = spot.column[:1] + spot.column[2:]
    spot.table.header[spot.at] = name
    return Outcome("kept", besides=(spot.column, name), said=f"did you mean {spot.column}?")


@at("nodes.name", "nodes.kind", "links.relation", "links.weight")
def vietnamese_header(spot: Spot) -> Outcome:
    name = {"name": "Tên", "kind": "Loại", "relation": "Quan hệ", "weight": "Trọng số"}[spot.column]
    spot.table.header[spot.at] = name
    return Outcome("kept")


@at("nodes.kind", "links.relation")
def swapped_headers(spot: Spot) -> Outcome:
    header, near = spot.table.header, spot.at + 1
    header[near], header[spot.at] = header[spot.at], header[near]
    return Outcome("rejected", spot.column, every=True)


@at("links.relation", "links.source", "links.target", "sources.id", "nodes.kind")
def missing_column(spot: Spot) -> Outcome:
    place = spot.at
    for row in (spot.table.header, *spot.table.rows):
        del row[place]
    return Outcome("refused", spot.column if spot.column in ("kind", "relation") else "no mapping knows these columns")
