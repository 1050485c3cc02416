"""Dates as people write them: a table of forms, each with the first and the last date that it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecosystem.intake.date_forms import DAY_FIRST, MONTH_FIRST, is_open, readings, refused, unknown
from ecosystem.intake.wishes import Wishes
from ecosystem.model import dates
from tests.test_readings import links, load

# On each line the first and the last date, then the forms; "…" is an open side.
FORMS = """
2006 2006 | 2006 | 2006.0 | 2006.00 | 2006. | năm 2006 | Year 2006 | in 2006 | 2006 AD | AD 2006 | 2006 CE | 2006-XX
2006 2006 | 2006-00-00 | +2006-00-00T00:00:00Z | FY2006 | FY 2006 | năm tài chính 2006 | 2006年 | năm 2006 SCN
0938 0938 | năm 938 | 0938
1990 1990 | c. 1990 | c.1990 | ca. 1990 | circa 1990 | ~1990 | 1990~ | 1990? | [1990] | (1990) | about 1990
1990 1990 | approx. 1990 | khoảng 1990 | khoảng năm 1990 | vào khoảng năm 1990 | 1990 (est.) | probably 1990
2020-05 2020-05 | 2020-05 | 2020/05 | 2020.05 | 05/2020 | 5/2020 | 5.2020 | 05-2020 | May 2020 | may 2020 | May, 2020
2020-05 2020-05 | May-2020 | 2020 May | 2020-May | tháng 5/2020 | tháng 5 năm 2020 | Tháng 5-2020 | T5/2020 | thg 5 2020
2020-05 2020-05 | tháng năm 2020 | Tháng Năm năm 2020 | 2020-05-XX | 2020-05-00 | early May 2020 | đầu tháng 5/2020
2020-05 2020-05 | c. May 2020 | khoảng tháng 5/2020 | 2020年5月
2020-09 2020-09 | Sept 2020 | Sept. 2020 | Sep. 2020 | September 2020
2020-12 2020-12 | tháng mười hai năm 2020 | Tháng 12-2020 | Dec 2020
2020-05-17 2020-05-17 | 2020-05-17 | 2020-5-17 | 2020/05/17 | 2020.05.17 | 20200517 | 17/05/2020 | 17.5.2020 | 17-5-2020
2020-05-17 2020-05-17 | 5/17/2020 | 17 May 2020 | 17th May 2020
2020-05-17 2020-05-17 | 17th of May, 2020 | the 17th of May 2020 | May 17, 2020
2020-05-17 2020-05-17 | May 17th 2020 | 17-May-2020 | 17May2020 | 17. May 2020
2020-05-17 2020-05-17 | 2020-May-17 | 2020 May 17 | 17-May-20
2020-05-17 2020-05-17 | Sunday, 17 May 2020 | Sun 17 May 2020 | Chủ nhật, 17/5/2020 | Thứ năm, ngày 17 tháng 5 năm 2020
2020-05-17 2020-05-17 | ngày 17 tháng 5 năm 2020 | ngày 17/5/2020 | ngày 17-5-2020 | 17 tháng 5, 2020 | 17 thg 5, 2020
2020-05-17 2020-05-17 | 17 tháng Năm 2020 | 2020年5月17日 | +2020-05-17T00:00:00Z | c. 17 May 2020
2020-05-17 2020-05-17 | 2020-05-17T08:30 | 2020-05-17T08:30:00.123Z | 2020-05-17T08:30:00+07:00 | 2020-05-17 00:00:00
2020-05-17 2020-05-17 | 2020-05-17 8:30 PM | 17/05/2020 08:30
2020-05-17 2020-05-17 | 5/17/2020 8:30:00 AM | 20200517T083000Z | 8h30 ngày 17/5/2020
1945-09-02 1945-09-02 | mồng 2 tháng 9 năm 1945 | mùng 2/9/1945 | September 2, 1945
1930-05-17 1930-05-17 | 17-May-30
2021-07 2021-09 | 2021-Q3 | Q3 2021 | Q3/2021 | 2021Q3 | 3Q 2021
2021-07 2021-09 | 3Q2021 | Q3-2021 | quý III/2021 | Quý 3/2021 | QIII/2021
2021-07 2021-09 | quý 3 năm 2021 | quý III năm 2021
2021-07 2021-09 | third quarter of 2021 | 3rd quarter 2021 | the third quarter of 2021
2021-01 2021-06 | H1 2021 | 2021-H1 | 2021H1 | 1H2021 | 1H 2021 | nửa đầu 2021 | nửa đầu năm 2021 | 6 tháng đầu năm 2021
2021-01 2021-06 | first half of 2021 | Q1 - Q2 2021 | Q1-Q2 2021 | quý I - quý II/2021
2021-07 2021-12 | H2 2021 | second half of 2021 | nửa cuối năm 2021 | 6 tháng cuối năm 2021
2021-01 2021-09 | 9 tháng đầu năm 2021 | 9M 2021
2021-03 2021-05 | spring 2021 | Spring, 2021 | spring of 2021 | mùa xuân 2021 | mùa xuân năm 2021 | xuân 2021
2021-06 2021-08 | summer 2021 | mùa hè 2021 | mùa hạ 2021
2021-09 2021-11 | autumn 2021 | fall 2021 | mùa thu 2021
2021-12 2022-02 | winter 2021 | mùa đông 2021
2020-01 2020-04 | early 2020 | beginning of 2020 | đầu năm 2020 | đầu 2020
2020-05 2020-08 | mid-2020 | mid 2020 | giữa năm 2020
2020-09 2020-12 | late 2020 | end of 2020 | end-2020 | cuối năm 2020 | cuối 2020
2021 2022 | 2021/22 | 2021-22 | 2021/2022 | 2021–2022 | FY2021/22 | năm học 2021-2022 | niên khóa 2021–2022
2021 2022 | academic year 2021/22 | 2021 / 2022
1999 2000 | 1999/00 | 1999-00
2021 2025 | 2021-2025 | 2021–2025 | 2021 to 2025
2021 2025 | giai đoạn 2021-2025 | từ 2021 đến 2025 | từ năm 2021 đến năm 2025 | 2021-25
2021 2025 | between 2021 and 2025 | period 2021-2025
2020-05 2020-06 | May–June 2020 | May-June 2020 | T5-T6/2020 | tháng 5 - tháng 6/2020 | 2020-05/2020-06
2020-05-20 2020-05-25 | 20–25 May 2020 | 20/5/2020 - 25/5/2020 | 2020-05-20/2020-05-25
1990 1999 | 1990s | the 1990s | những năm 1990 | thập niên 1990 | 199X
1990 1993 | early 1990s
1900 1999 | 19XX
1901 2000 | 20th century | thế kỷ 20 | thế kỷ XX
2020-06-01 2020-06-07 | 2020-W23 | tuần 23/2020
2020-06-01 2020-06-01 | 2020-W23-1
2015 … | since 2015 | from 2015 | từ 2015 | từ năm 2015 | kể từ năm 2015
2015 … | 2015 – nay | 2015-present | 2015- | 2015– | 2015 - đến nay
… 2030 | until 2030 | by 2030 | đến 2030 | đến năm 2030 | đến hết năm 2030 | hết năm 2030
… 2029 | before 2030 | trước năm 2030
"""
TABLE = [
    (form.strip(), *bounds.split())
    for bounds, *forms in (line.split(" | ") for line in FORMS.strip().splitlines())
    for form in forms
]
NO_DATES = (
    "soon|99|12345|31/02/2020|2020-02-30|2020-13|tháng 13/2020|Q5 2021|H3 2021|2021-2020|2020 or 2021|May-20|1/7/25"
)
EARLIER = "300 BC|300 BCE|179 TCN|năm 179 TCN|-0300|44 v. Chr."


@pytest.mark.parametrize(("form", "first", "last"), TABLE, ids=[form for form, *_ in TABLE])
def test_a_form_says_its_first_and_last_date(form: str, first: str, last: str) -> None:
    found = {(dates.show(span.first) or "…", dates.show(span.last) or "…") for span in readings(form).values()}
    assert found == {(first, last)}
    assert not unknown(form)


def test_the_table_is_long() -> None:
    assert len({form for form, *_ in TABLE}) > 200


@pytest.mark.parametrize("text", [*NO_DATES.split("|"), *EARLIER.split("|"), "43968"])
def test_what_is_not_a_date_has_no_reading(text: str) -> None:
    assert not readings(text)
    assert refused(text) == ("bc" if text in EARLIER.split("|") else "serial" if len(text) == 5 and text > "2" else "")


@pytest.mark.parametrize("text", ["?", "-", "–", "n.d.", "unknown", "TBD", "không rõ", "đang cập nhật", "0000-00-00"])
def test_words_for_not_known_are_known(text: str) -> None:
    assert unknown(text)
    assert not readings(text)


@given(
    st.dates(),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y-%m-%dT%H:%M", "%A, %d %b %Y", "ngày %d tháng %m năm %Y"]),
)
def test_every_day_is_read_in_every_form(day: date, form: str) -> None:
    text = day.strftime(form.replace("%Y", f"{day.year:04}"))
    assert {dates.show(span.first) for span in readings(text).values()} == {str(day)}


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)))
def test_after_and_before_are_inverse(day: date) -> None:
    number = dates.parse(str(day))
    for one in (number, number // 100 * 100, number // 10000 * 10000):
        assert dates.before(dates.after(one)) == one
        assert dates.after(one) > one


@given(st.text(max_size=20) | st.from_regex(r"[\w /.-]{0,12}[12]\d{3}[\w /.-]{0,12}", fullmatch=True))
def test_any_text_is_a_window_that_begins_before_it_ends_or_nothing(text: str) -> None:
    for span in readings(text).values():
        assert span.first or span.last
        assert not span.first or not span.last or span.first <= span.last


@pytest.mark.parametrize(
    ("cell", "begins", "ends", "included", "due"),
    [
        ("Q3 2021", "2021-07", "2021-07", "2021-10", "2021-09"),
        ("H1 2021", "2021-01", "2021-01", "2021-07", "2021-06"),
        ("2021/22", "2021", "2022", "2023", "2022"),
        ("2021–2025", "2021", "2025", "2026", "2025"),
        ("1990s", "1990", "1990", "2000", "1999"),
        ("5/2020", "2020-05", "2020-05", "2020-06", "2020-05"),
        ("2020", "2020", "2020", "2021", "2020"),
        ("31/12/2020", "2020-12-31", "2020-12-31", "2020-12-31", "2020-12-31"),
        ("2015–nay", "2015", None, None, None),
        ("until 2030", None, "2031", "2031", "2030"),
        ("before 2030", None, "2030", "2030", "2029"),
    ],
)
def test_a_column_takes_the_edge_of_a_window_that_it_holds(
    tmp_path: Path, cell: str, begins: str | None, ends: str | None, included: str | None, due: str | None
) -> None:
    found = []
    for column, years in (("valid_from", ""), ("valid_to", ""), ("valid_to", "inclusive"), ("deadline", "")):
        batch = load(tmp_path, [{column: cell}], wishes=Wishes(years=years))
        link = links(tmp_path).get("0", {})
        found.append(link.get(column))
        lost = cell not in (link.get(column), "5/2020", "31/12/2020", "before 2030", "until 2030", "2015–nay")
        assert not lost or batch.left_out or batch.reports[1].readings
    assert found == [begins, ends, included, due]


def test_what_a_date_does_not_hold_is_kept_as_written(tmp_path: Path) -> None:
    rows = [{"valid_from": cell} for cell in ("2025-07-01T23:59:59Z", "c. 1990", "Q3 2021", "2020", "2020-05-17T00:00")]
    batch = load(tmp_path, rows)
    kept = [links(tmp_path)[str(number)].get("valid_from_as_written") for number in range(5)]
    assert kept == ["2025-07-01T23:59:59Z", "c. 1990", "Q3 2021", None, None]
    assert [one["as"] for one in batch.reports[1].readings] == [
        "a window by its start",
        "about left out",
        "the day without the time",
    ]


def test_a_year_before_the_first_is_left_out_and_says_why(tmp_path: Path) -> None:
    (one,) = load(tmp_path, [{"valid_from": "300 BC"}]).left_out
    assert one.reason == "'300 BC' is before the year 1"


def test_the_number_of_a_day_in_a_spreadsheet_is_not_a_date(tmp_path: Path) -> None:
    (one,) = load(tmp_path, [{"valid_from": "43968"}]).left_out
    assert "format the column as a date" in one.remedy


@pytest.mark.parametrize(
    ("cells", "begins", "how"),
    [
        (["2011/12", "2021/22"], "2011", "two years"),
        (["2011/12", "2011/08"], "2011-12", "a month"),
        (["2011/12"], "2011-12", "a month (nothing proves it)"),
    ],
)
def test_the_column_shows_whether_2011_12_is_a_month(tmp_path: Path, cells: list[str], begins: str, how: str) -> None:
    batch = load(tmp_path, [{"valid_from": cell} for cell in cells])
    assert links(tmp_path)["0"]["valid_from"] == begins
    assert how in [one["as"] for one in batch.reports[1].readings]


def test_both_orders_agree_on_all_but_two_small_numbers() -> None:
    assert set(readings("03/04/2024")) == {DAY_FIRST, MONTH_FIRST}
    assert set(readings("13/04/2024")) == {DAY_FIRST}
    assert is_open("hiện nay")


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("2025-02-19|2025-03", "2025-02-19|2025-03"),
        ("17 May 2020; tháng 6/2020", "2020-05-17|2020-06"),
        ("03/04/2024|03/31/2024", "2024-03-04|2024-03-31"),
        ("17 May 2020|soon", None),
    ],
)
def test_a_list_of_dates_is_read_date_by_date(tmp_path: Path, cell: str, kept: str | None) -> None:
    batch = load(tmp_path, [{"attested": cell}])
    assert links(tmp_path)["0"].get("attested") == kept
    assert len(batch.left_out) == (kept is None)


def test_the_order_of_a_list_of_dates_is_reported_where_nothing_proves_it(tmp_path: Path) -> None:
    (said,) = load(tmp_path, [{"attested": "17 May 2020|03/04/2024"}]).reports[1].readings
    assert said["as"] == "day first (nothing proves it)"
    assert "2020-05-17|2024-04-03" in said["example"]
