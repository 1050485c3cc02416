"""A column is read by all its cells: what was written in one convention reads back as the numbers it was made from."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cli
import loaders
from ecosystem import Scope
from ecosystem.errors import BadInput
from ecosystem.intake import Batch
from ecosystem.intake.wishes import NONE, Wishes
from ecosystem.stores import open_store

LINKS = ("source", "relation", "target", "id")


def load(
    folder: Path, rows: list[dict[str, str]], *, separator: str = ",", strict: bool = False, wishes: Wishes = NONE
) -> Batch:
    """Load two funds, and links between them with these further cells."""
    (folder / "s.duckdb").unlink(missing_ok=True)
    (folder / "nodes.csv").write_text("id,kind\na,fund\nb,fund\n")
    with (folder / "links.csv").open("w", encoding="utf-8", newline="") as out:
        write = csv.DictWriter(out, [*LINKS, *rows[0]], delimiter=separator)
        write.writeheader()
        ends = {"source": "a", "relation": "collaborates_with", "target": "b"}
        write.writerows({**ends, "id": str(number), **row} for number, row in enumerate(rows))
    paths = [folder / "nodes.csv", folder / "links.csv"]
    return loaders.load(paths, store=open_store(str(folder / "s.duckdb")), strict=strict, wishes=wishes)


def links(folder: Path) -> dict[str, dict[str, Any]]:
    drawn = open_store(str(folder / "s.duckdb")).read(Scope()).to_networkx()
    return {told["id"]: told for _, _, told in drawn.edges(data=True)}


def written(number: Decimal, point: str, mark: str) -> str:
    """Return a number with this decimal sign and this sign between thousands."""
    return f"{number:,f}".translate(str.maketrans({",": mark or None, ".": point}))


CONVENTIONS = st.sampled_from([(".", ","), (".", ""), (".", " "), (",", "."), (",", ""), (",", "\u00a0"), (",", "'")])
NUMBERS = st.lists(st.decimals("0.001", 10**7, places=3) | st.integers(1, 10**10).map(Decimal), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=NUMBERS, convention=CONVENTIONS, separator=st.sampled_from(",;\t|"), places=st.integers(1, 6))
def test_a_column_in_one_convention_reads_back_as_its_numbers(
    tmp_path: Path, numbers: list[Decimal], convention: tuple[str, str], separator: str, places: int
) -> None:
    point, mark = convention
    proof = written(Decimal("0.5"), point, mark)  # can be read in one way alone
    cells = [written(number, point, mark) for number in numbers]
    batch = load(tmp_path, [{"weight": cell, "amount": cell} for cell in [*cells, proof]], separator=separator)
    assert not batch.rejections + batch.left_out
    found = links(tmp_path)
    for number, expected in enumerate([*numbers, Decimal("0.5")]):
        assert found[str(number)]["weight"] == float(expected)
        assert Decimal(found[str(number)]["amount"]) == expected


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.from_regex(r"[1-9]\d{0,2}[.,]\d{3}", fullmatch=True), min_size=1, max_size=5),
    separator=st.sampled_from(",;\t"),
)
def test_a_cell_that_may_be_two_numbers_is_reported_or_left_out(
    tmp_path: Path, cells: list[str], separator: str
) -> None:
    batch = load(tmp_path, [{"weight": cell} for cell in cells], separator=separator)
    left_out = {one.value for one in batch.left_out}
    said = [one["column"] for one in batch.reports[1].readings]
    assert left_out == set(cells) or (not left_out and said == ["weight"])


@pytest.mark.parametrize("sign", [".", ","])
def test_a_wish_decides_what_nothing_else_does(tmp_path: Path, sign: str) -> None:
    batch = load(tmp_path, [{"weight": "1,500"}], wishes=Wishes(decimal=sign))
    assert not batch.rejections
    assert links(tmp_path)["0"]["weight"] == (1500 if sign == "." else 1.5)


def test_the_other_columns_of_a_file_prove_what_one_does_not(tmp_path: Path) -> None:
    batch = load(tmp_path, [{"weight": "1.500", "amount": "2,5"}, {"weight": "2.000", "amount": "1.000.000"}])
    assert [links(tmp_path)[id]["weight"] for id in "01"] == [1500, 2000]
    assert batch.reports[1].readings == [
        {"column": "weight", "as": "decimal comma", "example": "1.500 read as 1500"},
        {"column": "amount", "as": "decimal comma", "example": "1.000.000 read as 1000000"},
    ]


def test_a_column_that_proves_both_leaves_out_what_may_be_either(tmp_path: Path) -> None:
    batch = load(tmp_path, [{"weight": cell} for cell in ("0.125", "1,5", "1.500", "7")])
    assert [(one.row, one.column) for one in batch.left_out] == [(4, "weight")]
    assert batch.left_out[0].reason == "'1.500' may mean 1.5 or 1500, and the column writes both 0.125 and 1,5"
    assert [links(tmp_path)[id]["weight"] for id in "013"] == [0.125, 1.5, 7]


@pytest.mark.parametrize(
    ("cell", "unit", "amount", "kept"),
    [
        ("1.500.000.000 đồng", "", "1500000000", "VND"),
        ("1,5 tỷ đồng", "", "1500000000", "VND"),
        ("1,5 tỷ đồng", "triệu đồng", "1500", "triệu đồng"),
        ("2 tỷ", "đồng", "2000000000", "đồng"),
        ("USD 3m", "", "3000000", "USD"),
        ("€2.5 million", "", "2500000", "EUR"),
        ("(1,200)", "USD", "-1200", "USD"),
        ("1 200", "stations", "1200", "stations"),
        ("1500.50", "USD", "1500.5", "USD"),
    ],
)
def test_a_quantity_is_kept_as_a_number_with_its_unit(
    tmp_path: Path, cell: str, unit: str, amount: str, kept: str
) -> None:
    sign = "." if "(" in cell else ""
    batch = load(tmp_path, [{"amount": cell, "unit": unit}], wishes=Wishes(decimal=sign))
    assert not batch.rejections
    told = links(tmp_path)["0"]
    assert (told["amount"], told["unit"]) == (amount, kept)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"amount": "some 5"}, "amount", "'some 5' is not a number"),
        ({"amount": "1e400"}, "amount", "'1e400' is not a number"),
        ({"percent": "1e400"}, "percent", "'1e400' is not a number of per cent"),
        ({"percent": "9" * 400}, "percent", f"'{'9' * 59}…' is not a number of per cent"),
        ({"amount": "inf"}, "amount", "'inf' is not a number"),
        ({"amount": "1/2"}, "amount", "'1/2' is not a number"),
        ({"value": "100–200"}, "value", "'100–200' is two numbers"),
        ({"amount": "3 m"}, "amount", "'3 m' is not a number"),
        ({"amount": "USD 3m", "unit": "đồng"}, "amount", "'USD 3m' does not fit the unit 'đồng'"),
        ({"amount": "$3", "unit": "million USD"}, "amount", "'$3' does not fit the unit 'million USD'"),
        ({"share": "3 USD"}, "share", "'3 USD' is not a number of per cent"),
        ({"weight": "3 USD"}, "weight", "'3 USD' is not a number above 0"),
        ({"confidence": "120 %"}, "confidence", "'120 %' is not a number from 0 to 1"),
    ],
)
def test_what_is_not_a_number_costs_the_cell_and_if_strict_the_row(
    tmp_path: Path, cells: dict[str, str], column: str, reason: str
) -> None:
    batch = load(tmp_path, [cells])
    strict = load(tmp_path, [cells], strict=True)
    (one,), (other,) = batch.left_out, strict.rejections
    assert one == other
    assert (one.row, one.column, one.reason) == (2, column, reason)
    assert one.remedy
    assert (batch.totals()["links"].created, strict.totals()["links"].rejected) == (1, 1)


def test_figures_of_one_row_in_two_units_cost_the_row(tmp_path: Path) -> None:
    (one,) = load(tmp_path, [{"amount": "$3", "value": "€2"}]).rejections
    assert (one.column, one.reason) == ("value", "'€2' has another unit than a cell before it, USD")


@pytest.mark.parametrize(("relation", "column"), [("collaborates_with", "valid_from"), ("sets_target", "deadline")])
def test_a_cell_by_which_a_link_is_known_costs_the_row(tmp_path: Path, relation: str, column: str) -> None:
    (tmp_path / "n.csv").write_text("id,kind\na,fund\nb,fund\nt,target\n")
    target = "t" if relation == "sets_target" else "b"
    (tmp_path / "l.csv").write_text(f"source,relation,target,{column}\na,{relation},{target},soon\n")
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = loaders.load([tmp_path / "n.csv", tmp_path / "l.csv"], store=store)
    assert [(one.column, one.value) for one in batch.rejections] == [(column, "soon")]
    assert not batch.left_out


def test_a_doubtful_cell_costs_neither_the_row_nor_its_links(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,kind,valid_from,baseline\na,fund,soon,many\nb,fund,2020,5\n")
    (tmp_path / "l.csv").write_text("source,relation,target\na,collaborates_with,b\n")
    store = open_store(str(tmp_path / "s.duckdb"))
    batch = loaders.load([tmp_path / "n.csv", tmp_path / "l.csv"], store=store)
    assert [(one.row, one.column) for one in batch.left_out] == [(2, "baseline"), (2, "valid_from")]
    assert [one["column"] for one in batch.to_dict()["left_out"]] == ["baseline", "valid_from"]
    assert not batch.rejections
    assert batch.totals()["links"].created == 1


def test_per_cent_is_a_number_of_per_cent_and_a_part_of_one(tmp_path: Path) -> None:
    assert not load(tmp_path, [{"share": "30 %", "Percent": "12,5%", "confidence": "90 %"}]).rejections
    told = links(tmp_path)["0"]
    assert (told["share"], told["percent"], told["confidence"]) == ("30", "12.5", 0.9)
    assert "unit" not in told


DATES = st.lists(st.dates(date(1000, 1, 1)), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=DATES, form=st.sampled_from(["%d{}%m{}%Y", "%m{}%d{}%Y"]), mark=st.sampled_from("/.-"))
def test_a_column_of_days_in_one_order_reads_back(tmp_path: Path, days: list[date], form: str, mark: str) -> None:
    cells = [day.strftime(form.format(mark, mark)).zfill(10) for day in [*days, date(2024, 3, 31)]]
    batch = load(tmp_path, [{"valid_from": cell, "deadline": cell} for cell in cells])
    assert not batch.rejections + batch.left_out
    found = links(tmp_path)
    for number, day in enumerate(days):
        assert (found[str(number)]["valid_from"], found[str(number)]["deadline"]) == (str(day), str(day))


def test_days_whose_order_nothing_proves_are_read_day_first_and_reported(tmp_path: Path) -> None:
    batch = load(tmp_path, [{"valid_from": "03/04/2024"}])
    assert links(tmp_path)["0"]["valid_from"] == "2024-04-03"
    assert batch.reports[1].readings == [
        {"column": "valid_from", "as": "day first (nothing proves it)", "example": "03/04/2024 read as 2024-04-03"}
    ]
    load(tmp_path, [{"valid_from": "03/04/2024"}], wishes=Wishes(dates="month first"))
    assert links(tmp_path)["0"]["valid_from"] == "2024-03-04"


def test_a_column_that_proves_both_orders_leaves_out_what_may_be_either(tmp_path: Path) -> None:
    batch = load(tmp_path, [{"valid_from": cell} for cell in ("03/31/2024", "31/03/2024", "03/04/2024")])
    assert [(one.row, one.column) for one in batch.left_out] == [(4, "valid_from")]
    assert "03/31/2024 and 31/03/2024" in batch.left_out[0].reason


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("c. 1990", "1990"),
        ("2006.0", "2006"),
        ("tháng 5/2020", "2020-05"),
        ("ngày 17 tháng 5 năm 2020", "2020-05-17"),
        ("17 May 2020", "2020-05-17"),
        ("May 17, 2020", "2020-05-17"),
        ("2021-Q3", "2021-07"),
        ("Q3 2021", "2021-07"),
        ("2025-07-01T23:59:59Z", "2025-07-01"),
        ("2025-07-01 14:30", "2025-07-01"),
        ("?", None),
        ("không rõ", None),
    ],
)
def test_usual_forms_of_dates_are_read(tmp_path: Path, cell: str, kept: str | None) -> None:
    batch = load(tmp_path, [{"valid_from": cell}])
    assert not batch.rejections
    assert links(tmp_path)["0"].get("valid_from") == kept
    lost = [one["example"] for one in batch.reports[1].readings]
    assert bool(lost) == (kept is None or cell[0] in "cQ" or "Q" in cell or ":" in cell)


@pytest.mark.parametrize(
    ("header", "years", "end"),
    [
        ("valid_to", "", "2020"),
        ("valid_to", "inclusive", "2021"),
        ("End year", "", "2021"),
        ("đến năm", "", "2021"),
        ("until", "exclusive", "2020"),
    ],
)
def test_a_year_of_end_may_be_the_last_one(tmp_path: Path, header: str, years: str, end: str) -> None:
    toml = '[[links]]\nid = "id"\nsource = "source"\nrelation = "relation"\ntarget = "target"\n'
    (tmp_path / "m.toml").write_text(toml + f'valid_to = "{header}"\n', "utf-8")
    load(tmp_path, [{header: "2020"}])
    store = open_store(str(tmp_path / "s.duckdb"))
    files, wishes = [tmp_path / "links.csv"], Wishes(years=years)
    report = loaders.load(files, store=store, mapping=tmp_path / "m.toml", wishes=wishes).reports[0]
    assert links(tmp_path)["0"]["valid_to"] == end
    assert report.readings == (
        [{"column": header, "as": "last year included", "example": f"2020 read as {end}"}] if end == "2021" else []
    )


@pytest.mark.parametrize(
    ("header", "cell", "end"),
    [
        ("until", "2020", "2021"),
        ("End year", "2020", "2021"),
        ("đến năm", "2020", "2021"),
        ("to", "5/2020", "2020-06"),
        ("until", "31/12/2020", "2021-01-01"),
        ("đến ngày", "2020-12-31", "2021-01-01"),
        ("End year", "2020-12-31", "2020-12-31"),
        ("valid_to", "2020-12-31", "2020-12-31"),
    ],
)
def test_the_name_of_the_column_alone_says_that_an_end_is_the_last_one(
    tmp_path: Path, header: str, cell: str, end: str
) -> None:
    report = load(tmp_path, [{header: cell}]).reports[1]
    assert links(tmp_path)["0"]["valid_to"] == end
    assert [one["column"] for one in report.readings] == ([header] if end not in (cell, "2020-12-31") else [])


@pytest.mark.parametrize(("years", "end"), [("inclusive", "2021"), ("exclusive", "2020")])
def test_a_mapping_says_whether_a_year_of_end_is_the_last_one(tmp_path: Path, years: str, end: str) -> None:
    toml = '[[links]]\nid = "id"\nsource = "source"\nrelation = "relation"\ntarget = "target"\n'
    (tmp_path / "m.toml").write_text(toml + f'valid_to = {{ column = "until", years = "{years}" }}\n', "utf-8")
    load(tmp_path, [{"until": "2020"}])
    store = open_store(str(tmp_path / "s.duckdb"))
    loaders.load([tmp_path / "links.csv"], store=store, mapping=tmp_path / "m.toml")
    assert links(tmp_path)["0"]["valid_to"] == end


@pytest.mark.parametrize(("setting", "value"), [("decimal", "comma"), ("years", "last")])
def test_a_mapping_says_it_in_words_that_are_known(tmp_path: Path, setting: str, value: str) -> None:
    toml = (
        f'[[links]]\nsource = "a"\nrelation = "b"\ntarget = "c"\nweight = {{ column = "w", {setting} = "{value}" }}\n'
    )
    (tmp_path / "m.toml").write_text(toml)
    (tmp_path / "l.csv").write_text("a,b,c,w\n")
    store = open_store(str(tmp_path / "s.duckdb"))
    with pytest.raises(BadInput, match=f"{setting} is '{value}'; write"):
        loaders.load([tmp_path / "l.csv"], store=store, mapping=tmp_path / "m.toml")


@pytest.mark.parametrize("sign", [".", ","])
def test_a_column_that_proves_the_opposite_of_a_wish_says_so(tmp_path: Path, sign: str) -> None:
    cells = [{"weight": cell} for cell in ("0.125", "1,5", "1.500")]
    said = load(tmp_path, cells, wishes=Wishes(decimal=sign)).reports[1].readings
    asked, other = ("decimal point", "decimal comma")[:: 1 if sign == "." else -1]
    against = "0.125 read as 0.125" if sign == "," else "1,5 read as 1.5"
    assert [(one["as"], one["example"]) for one in said] == [
        (f"{asked}, as asked", f"1.500 read as {'1.5' if sign == '.' else '1500'}"),
        (f"{other} all the same", against),
    ]


def test_a_source_may_bear_any_form_of_date(tmp_path: Path) -> None:
    (tmp_path / "sources.csv").write_text("id,title,date\na,A,17 May 2020\nb,B,soon\n")
    batch = loaders.load([tmp_path / "sources.csv"], store=open_store(str(tmp_path / "s.duckdb")))
    sources = open_store(str(tmp_path / "s.duckdb")).read(Scope()).sources
    assert sources == {} or sources["a"].date == "2020-05-17"
    assert [(one.row, one.value) for one in batch.left_out] == [(3, "soon")]


@pytest.mark.parametrize(
    ("cell", "amount", "comparison"),
    [
        ("~100", "100", "about"),
        (">100", "100", ">"),
        ("khoảng 100", "100", "about"),
        ("100+", "100", ">="),
        ("ít nhất 1,5 tỷ đồng", "1500000000", ">="),
        ("tối đa 50", "50", "<="),
        ("1.5e3", "1500", None),
        ("1\u00a0200", "1200", None),
        ("1\u202f200", "1200", None),
        ("1'200", "1200", None),
        ("٣٫٥", "3.5", None),
        ("3½", "3.5", None),
        ("3 nghìn tỷ đồng", "3000000000000", None),
    ],
)
def test_a_number_keeps_how_it_is_meant(tmp_path: Path, cell: str, amount: str, comparison: str | None) -> None:
    batch = load(tmp_path, [{"amount": cell}])
    assert not batch.left_out
    told = links(tmp_path)["0"]
    assert (told["amount"], told.get("comparison")) == (amount, comparison)


@pytest.mark.parametrize(
    ("header", "cell", "amount", "unit"),
    [
        ("Amount (tỷ đồng)", "1,5", "1.5", "tỷ đồng"),
        ("Amount (tỷ đồng)", "1500", "1500", "tỷ đồng"),
        ("Amount (tỷ đồng)", "500 triệu đồng", "0.5", "tỷ đồng"),
        ("Vốn, triệu USD", "12,5", "12.5", "triệu USD"),
        ("Kinh phí (ĐVT: triệu đồng)", "12,5", "12.5", "triệu đồng"),
        ("amount [EUR]", "7", "7", "EUR"),
        ("amount", "7", "7", None),
    ],
)
def test_a_header_names_the_unit_of_its_column(
    tmp_path: Path, header: str, cell: str, amount: str, unit: str | None
) -> None:
    batch = load(tmp_path, [{header: cell}, {header: ""}])
    assert not batch.rejections + batch.left_out
    first, second = (links(tmp_path)[id] for id in "01")
    assert (first["amount"], first.get("unit")) == (amount, unit)
    assert "unit" not in second


def test_a_cell_that_does_not_fit_the_unit_of_its_header_is_left_out(tmp_path: Path) -> None:
    (one,) = load(tmp_path, [{"Amount (tỷ đồng)": "€3"}]).left_out
    assert (one.column, one.reason) == ("Amount (tỷ đồng)", "'€3' does not fit the unit 'tỷ đồng'")


def test_two_headers_with_two_units_do_not_share_one(tmp_path: Path) -> None:
    (one,) = load(tmp_path, [{"Amount (tỷ đồng)": "3", "Value (USD)": "2"}]).rejections
    assert one.column == "Value (USD)"


@pytest.mark.parametrize(
    ("header", "cell", "lag"),
    [
        ("lag", "P5Y", "P5Y"),
        ("lag", "6 months", "P6M"),
        ("lag", "2 năm", "P2Y"),
        ("lag", "1,5 năm", "P1Y6M"),
        ("lag", "trong vòng 30 ngày", "P30D"),
        ("lag (tháng)", "18", "P18M"),
        ("lag", "18", None),
        ("lag", "soon", None),
    ],
)
def test_a_lag_is_a_length_of_time(tmp_path: Path, header: str, cell: str, lag: str | None) -> None:
    batch = load(tmp_path, [{header: cell, "after": "a"}])
    assert links(tmp_path)["0"].get("lag") == lag
    assert [one.reason for one in batch.left_out] == ([] if lag else [f"'{cell}' is not a length of time"])


def test_a_weight_that_is_about_a_number_says_so(tmp_path: Path) -> None:
    batch = load(tmp_path, [{"weight": "~3"}])
    assert (links(tmp_path)["0"]["weight"], links(tmp_path)["0"]["weight_as_written"]) == (3, "~3")
    assert [one["column"] for one in batch.reports[1].readings] == ["weight"]


def test_the_report_says_how_a_column_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "n.csv").write_text("id;kind;value\na;target;1.500\nb;target;2,5\n")
    assert cli.run(["--store", str(tmp_path / "s.duckdb"), "load", str(tmp_path / "n.csv")]) == 0
    assert "n.csv, value: decimal comma, 1.500 read as 1500" in capsys.readouterr().out


@pytest.mark.parametrize("lines", [1, 4])
def test_a_quoted_cell_of_prose_stays_one_cell(tmp_path: Path, lines: int) -> None:
    prose = "\n".join(["VCB, Hanoi, since 2020"] * lines)
    (tmp_path / "funds.csv").write_text(f'id,name,note\na,Fund A,"Partners:\n{prose}"\nb,Fund B,x\n')
    store = open_store(str(tmp_path / "s.duckdb"))
    counts = loaders.load([tmp_path / "funds.csv"], store=store).totals()["nodes"]
    assert (counts.read, counts.created) == (2, 2)
    assert list(store.read(Scope()).nodes.id) == ["a", "b"]


def test_a_faulty_line_below_an_open_quote_costs_no_other_row(tmp_path: Path) -> None:
    rows = "".join(f"a{number},fund,A{number}\n" for number in range(100))
    (tmp_path / "nodes.csv").write_text(f'id,kind,name\nx,fund,"Open\n{rows}short,fund\n\n')
    batch = loaders.load([tmp_path / "nodes.csv"], store=open_store(str(tmp_path / "s.duckdb")))
    counts = batch.totals()["nodes"]
    assert (counts.read, counts.created) == (102, 101)
    assert [one.row for one in batch.rejections] == [2]
