"""Any usual writing of an identifier is one identifier, stored and asked alike, and what is not one is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import NewStore
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_identifiers import load

import loaders
from ecosystem import Scope
from ecosystem.model.identifiers import NotAnIdentifier, address_of, identifier
from ecosystem.model.names import choose
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import open_store

LETTERS, DIGITS = "abcdefghjkmnpqrstvwxyz", "0123456789"


def closed(scheme: str, stem: str, digits: int) -> str:
    """Return a stem with the check digits that fit it, or nothing where none do."""
    for end in ("X", *(f"{number:0{digits}}" for number in range(10**digits))):
        try:
            return identifier(scheme, stem + end).removeprefix(scheme + ":")
        except NotAnIdentifier:
            continue
    return ""


def checked(scheme: str, form: str, digits: int) -> st.SearchStrategy[str]:
    return st.from_regex(form, fullmatch=True).map(lambda stem: closed(scheme, stem, digits)).filter(bool)


VALUES = {
    "ror": checked("ror", f"0[{LETTERS}{DIGITS}]{{6}}", 2),
    "isni": checked("isni", "[0-9]{15}", 1),
    "tax_code": checked("tax_code", "[0-9]{9}", 1),
    "lei": checked("lei", "[0-9A-Z]{18}", 2),
    "wikidata": st.from_regex("Q[1-9][0-9]{3,7}", fullmatch=True),
    "grid": st.from_regex(r"grid\.[0-9]{4,6}\.[0-9a-f]", fullmatch=True),
    "doi": st.from_regex(r"10\.[0-9]{4}/[a-z0-9]{1,8}\.[a-z]{2}", fullmatch=True),
    "fundref": st.from_regex("50110[0-9]{7}", fullmatch=True),
    "geonames": st.from_regex("[1-9][0-9]{5}", fullmatch=True),
}
IDENTIFIERS = st.one_of(*(st.tuples(st.just(scheme), values) for scheme, values in VALUES.items()))


def writings(scheme: str, value: str) -> list[str]:
    """Return how an identifier is written in a text: with its scheme, or as its address."""
    address = address_of(f"{scheme}:{value}")
    more = {
        "wikidata": [f"http://www.wikidata.org/entity/{value}"],
        "isni": [f"ISNI {value[:4]} {value[4:8]} {value[8:12]} {value[12:]}"],
        "tax_code": [f"MST: {value[:4]}.{value[4:]}"],
        "doi": [f"https://dx.doi.org/{value.upper()}"],
    }.get(scheme, [])
    addresses = [address, address + "/", address.replace("https", "http"), address.replace("https://", "")]
    return [f"{scheme}:{value}", f"{scheme.upper()}: {value}", *more, *(addresses if address else [])]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(known=st.lists(IDENTIFIERS, min_size=2, max_size=5, unique=True))
def test_an_identifier_finds_its_node_however_it_is_written(
    new_store: NewStore, tmp_path: Path, known: list[tuple[str, str]]
) -> None:
    store = new_store()
    for scheme in VALUES:
        cells = [f"n{n},fund,Fund {n},{value}\n" for n, (own, value) in enumerate(known) if own == scheme]
        if cells:
            load(store, tmp_path, nodes=f"id,kind,name,{scheme}\n" + "".join(cells))
    for n, (scheme, value) in enumerate(known):
        alone = [value, value.lower(), value.upper()] if vocabulary().identifiers[scheme].alone else []
        texts = writings(scheme, value) + alone
        for text in texts:
            assert choose(text, store.find(text, same=True)).id == f"n{n}", text
        links = "source,relation,target\n" + "".join(f"n{n},affiliated_with,{text}\n" for text in texts)
        assert load(store, tmp_path, links=links).rejections == []
        again = f"kind,{scheme},name\n" + "".join(f"fund,{text},Name {n} of {k}\n" for k, text in enumerate(texts))
        assert load(store, tmp_path, again=again).rejections == []
    nodes = store.read(Scope()).nodes
    assert list(nodes.id) == [f"n{n}" for n in range(len(known))]
    assert sorted("\n".join(nodes.identifiers).split("\n")) == sorted(f"{scheme}:{value}" for scheme, value in known)


@pytest.mark.parametrize("scheme", vocabulary().identifiers)
def test_the_example_of_a_scheme_is_right(scheme: str) -> None:
    example = vocabulary().identifiers[scheme].example
    assert identifier(scheme, example) == f"{scheme}:{example}"


@pytest.mark.parametrize(
    ("scheme", "cell", "said"),
    [
        ("ror", "02wsd5p51", "is not a ROR id: its check digits do not fit; compare it with the original and mend it"),
        ("isni", "0000 0004 0566 5029", "is not an ISNI: its check digits do not fit"),
        ("lei", "5493001KJTIIGC8Y1R13", "is not an LEI: its check digits do not fit"),
        ("tax_code", "0100109107", "its check digits do not fit"),
        ("tax_code", "1.00109E+08", "shortened; format the column as text and write it in full, such as 0100109106"),
        ("tax_code", "100109106", "lost a 0 at its beginning, as in a spreadsheet; write 0100109106"),
        ("tax_code", "100109106.0", "lost a 0 at its beginning, as in a spreadsheet; write 0100109106"),
        ("isni", "405665028", "write 0000000405665028, and format the column as text"),
        ("vn_province", "1", "write 01, and format the column as text"),
        ("ror", "https://www.wikidata.org/wiki/Q881", "is a Wikidata item, not a ROR id; write it in the column wik"),
        ("doi", "https://doi.org/10.13039/501100005637", "write it in the column fundref"),
        ("lei", "XXYY", "is not an LEI; write it like 5493001KJTIIGC8Y1R12, or leave the cell empty"),
        ("ror", "https://ror.org/", "is not a ROR id; leave the cell empty"),
        ("wikidata", "N/A", "is not a Wikidata item; leave the cell empty"),
    ],
)
def test_what_is_not_an_identifier_is_left_out_and_reported(tmp_path: Path, scheme: str, cell: str, said: str) -> None:
    nodes = tmp_path / "nodes.csv"
    nodes.write_text(f'id,kind,name,{scheme}\na,fund,A,"{cell}"\n', "utf-8")
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = loaders.load([nodes], store=store)
    (left,) = batch.left_out
    assert (left.row, left.column, left.value) == (2, scheme, cell)
    assert said in str(left)
    assert list(store.read(Scope()).nodes.identifiers) == [""]


def test_an_id_that_begins_as_an_identifier_is_kept_and_reported(tmp_path: Path) -> None:
    nodes = tmp_path / "nodes.csv"
    nodes.write_text("id,kind,name\nror:02wsd5p51,fund,A\nhttps://ror.org/02WSD5P50,fund,B\n", "utf-8")
    store = open_store(str(tmp_path / "s.duckdb"))
    (left,) = loaders.load([nodes], store=store).left_out
    assert (left.column, left.value) == ("id", "ror:02wsd5p51")
    kept = store.read(Scope()).nodes
    assert dict(zip(kept.id, kept.identifiers, strict=True)) == {"ror:02wsd5p50": "ror:02wsd5p50", "ror:02wsd5p51": ""}


def test_a_cell_may_hold_several_identifiers(tmp_path: Path) -> None:
    nodes = tmp_path / "nodes.csv"
    nodes.write_text("id,kind,name,wikidata\na,fund,A,q2; Q1\nb,fund,B,Q3|Q\n", "utf-8")
    store = open_store(str(tmp_path / "s.duckdb"))
    (left,) = loaders.load([nodes], store=store).left_out
    assert left.value == "Q3|Q"
    assert list(store.read(Scope()).nodes.identifiers) == ["wikidata:Q1\nwikidata:Q2", ""]
