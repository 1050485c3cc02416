"""Which mapping reads a table; where none does, what the table looks like and the way out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from ecosystem.errors import BadInput
from ecosystem.intake import headings, mapping_file
from ecosystem.intake.checks import words
from ecosystem.intake.mapping import Layout, TableMapping
from ecosystem.intake.projection import REJECTED
from ecosystem.intake.vietnamese import own_names
from ecosystem.intake.visible import visible
from ecosystem.model.names import fold

MAPPINGS = Path(__file__).with_name("mappings")
FOREIGN = Path(__file__).with_name("foreign.toml")
Rows = Sequence[Sequence[str | None]]

# As in `name:ID`, `:LABEL` and `:START_ID(Space)`.
_NEO4J = re.compile(r"\w*:(ID|LABEL|START_ID|END_ID|TYPE)(\(.*\))?")
_MATRIX = "a matrix"
_ONE_ROW_A_PAIR = "write one row a pair, with the columns source, relation, target and weight"
_SURE = 2
"""The columns that a mapping must require to read a table that may be something else."""
_MOST = 0.8
"""The share of the columns of a matrix that must be named like its rows."""


@cache
def shipped() -> dict[str, TableMapping]:
    """Return the mappings of the program by their names."""
    return {path.stem: mapping_file.load(path, name=path.stem) for path in sorted(MAPPINGS.glob("*.toml"))}


def layout(place: str, stem: str, header: tuple[str, ...], given: Path | None, sample: Callable[[], Rows]) -> Layout:
    """Return the mapping laid over a header: the one that is given, else the one that fits best.

    `place` is that of the header, `stem` the name of the file; `sample` gives the first rows of the table.
    Raises `BadInput` where no mapping fits.
    """
    mapping = mapping_file.load(given) if given else _best(place, header, sample)
    found = Layout(mapping, header, kind_of(stem) if mapping.tables("nodes") else None)
    found = found if given else _named(found, sample)
    headings.refuse(place, found, own=not given)
    return found


def laid(name: str, header: tuple[str, ...], kind: str | None, sample: Callable[[], Rows]) -> Layout | None:
    """Return the mapping of the program with this name laid over a header, None where there is none."""
    mapping = shipped().get(name)
    return _named(Layout(mapping, header, kind), sample) if mapping else None


def _named(layout: Layout, sample: Callable[[], Rows]) -> Layout:
    """Return the layout with names for Vietnamese headers.

    "Loại" is kept as it is where the file is named after a kind and no cell holds one.
    """
    names = own_names(layout.mapping, layout.header)
    at = names.index("kind") if layout.kind and "kind" in names and "kind" not in layout.header else None
    if at is not None and not any(fold(row[at] or "") in words("kind") for row in sample()):
        names = (*names[:at], layout.header[at], *names[at + 1 :])
    return replace(layout, own=names)


def knows(given: Path | None) -> Callable[[Sequence[str]], int]:
    """Return what says how many columns of a header the mapping that is given reads, else any; 0 for no header."""
    mapping = mapping_file.load(given) if given else None

    def known(cells: Sequence[str]) -> int:
        header = tuple(cells)
        if REJECTED[-1] in header:
            return len(header)
        if mapping:
            return headings.known(Layout(mapping, header, kind="?"))
        return max(fit[1] or fit[0] for fit in (_fit(one, header) for one in (*shipped().values(), *_looks())))

    return known


def kind_of(stem: str) -> str | None:
    """Return the kind that a file is named after, None where its name says none.

    >>> kind_of("institutes"), kind_of("IT-zones_2025"), kind_of("links")
    ('institute', 'it_zone', None)
    """
    name = f" {fold(stem)} "
    found = [(len(word), kind) for word, kind in words("kind").items() if f" {word} " in name]
    return max(found)[1] if found else None


def _best(place: str, header: tuple[str, ...], sample: Callable[[], Rows]) -> TableMapping:
    best = max(shipped().values(), key=lambda one: (_fit(one, header), one.name))
    fit = _fit(best, header)
    if foreign := _foreign(header, fit[0], sample):
        looks, way = foreign
        raise BadInput(f"{place}: this looks like {looks}; {way}")
    if fit == (0, 0):
        raise BadInput(
            f"{place}: no mapping knows these columns: {visible(', '.join(header), most=200)}; {_way(header, sample())}"
        )
    if other := _other_end(best, header):
        raise BadInput(
            f"{place}: this looks like a table of links, whose other end is {visible(other)}; add a column relation, "
            f"or rename {visible(other)} to keep it as a column of nodes"
        )
    return best


def _other_end(mapping: TableMapping, header: tuple[str, ...]) -> str | None:
    """Return the column that is the other end of links, in a table read as nodes alone whose dates would be theirs."""
    names = own_names(shipped()["links"], header)
    of_nodes = mapping.tables("nodes") and not mapping.tables("links")
    if of_nodes and "target" in names and {"valid_from", "valid_to", "weight"} & {*names}:
        return header[names.index("target")]
    return None


def _fit(mapping: TableMapping, header: tuple[str, ...]) -> tuple[int, int]:
    return mapping.fit(own_names(mapping, header))


def _foreign(header: tuple[str, ...], required: int, sample: Callable[[], Rows]) -> tuple[str, str] | None:
    """Return what a table looks like that is not one of ours, and the way out; None where it is."""
    if any(map(_NEO4J.fullmatch, header)):
        return "a table as neo4j-admin imports it", "rename its columns as `ecosystem template` shows them"
    found = max(_looks(), key=lambda one: one.fit(header)[0])
    if found.fit(header)[0] > required:
        return found.content["looks"], found.content["way"]
    if required < _SURE and (pair := _pair(header)):
        return (
            f"a table of links between {' and '.join(pair)}",
            "rename these to source and target, and add a column relation",
        )
    unknown = [name for name in header if fold(name) not in _known()]
    if required < _SURE and len(unknown) > 1 and _is_matrix(header, sample()):
        return _MATRIX, _ONE_ROW_A_PAIR
    return None


@cache
def _looks() -> list[TableMapping]:
    tables = tomllib.loads(FOREIGN.read_text("utf-8"))["tables"]
    return [TableMapping(table["looks"], table) for table in tables]


@cache
def _known() -> frozenset[str]:
    return frozenset(fold(name) for mapping in shipped().values() for name in mapping.columns())


def _pair(header: tuple[str, ...]) -> list[str]:
    """Return two columns that are numbered, or called like kinds of node, in a table without names.

    >>> _pair(("id", "Partner 1", "Partner 2")), _pair(("id", "institute", "Fund")), _pair(("name", "no 1", "no 2"))
    (['Partner 1', 'Partner 2'], ['institute', 'Fund'], [])
    """
    named = {fold(name): name for name in header}
    nodes = own_names(shipped()["nodes"], header)
    if {"kind", "name", "name_vi", "name_en"} & set(map(fold, nodes)):
        return []
    for first, second in (("1", "2"), ("a", "b")):
        for name in named:
            other = name[: -len(first)] + second
            if name.endswith(first) and len(name) > 1 and other in named:
                return [named[name], named[other]]
    kinds = [name for name in header if fold(name) in words("kind")]
    return kinds if len(kinds) == 2 else []


def _is_matrix(header: tuple[str, ...], rows: Rows) -> bool:
    """Say whether columns are named like rows, or there are but numbers below names and an empty corner.

    >>> _is_matrix(("name", "VAST", "QTSC"), [("VAST", "0", "1"), ("QTSC", "1", "0")])
    True
    """
    first = {fold(row[0] or "") for row in rows} - {""}
    alike = sum(fold(name) in first for name in header[1:])
    if alike > 1 and alike >= _MOST * (len(header) - 1):
        return True
    cells = [cell for row in rows for cell in row[1:] if cell]
    return header[0] == "column 1" and bool(cells) and all(re.fullmatch(r"-?[\d.,]+", cell) for cell in cells)


def _way(header: tuple[str, ...], rows: Rows) -> str:
    """Return the way out where no mapping fits: the column that is nearly there, a header, else where to read on."""
    if rows and all(_is_like(name, (row[i] or "" for row in rows)) for i, name in enumerate(header)):
        return "this looks like a row and not like a header; write a header above, such as source,relation,target"
    folded = {fold(name) for name in header}
    for mapping in shipped().values():
        groups = [[names] if isinstance(names, str) else names for names in mapping.content.get("requires", ())]
        lacking = [names[0] for names in groups if not folded & set(map(fold, names))]
        meant = headings.near(lacking[0], header) if len(lacking) == 1 and len(groups) > 1 else None
        if meant:
            return f"did you mean {lacking[0]} by {visible(meant)}?"
    return "`ecosystem template` shows the columns, --mapping FILE.toml explains others"


def _is_like(name: str, cells: Iterable[str]) -> bool:
    """Say whether the name of a column has digits where all its cells have some, as Q7604 above Q188."""
    forms = {re.sub(r"\d+", "0", cell) for cell in (name, *cells)}
    return len(forms) == 1 and "0" in forms.pop()
