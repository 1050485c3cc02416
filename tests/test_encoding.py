from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecosystem.intake import vietnamese_codecs
from ecosystem.intake.encoding import detect
from ecosystem.intake.no_table import refusal

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
EIGHT_BIT = ("windows-1252", "windows-1258", "mac_roman", "tcvn3", "vni")
OTHERS = ("cp1250", "iso8859_2", "cp1251", "koi8_u", "cp1253", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
TONES = "\u0300\u0301\u0303\u0309\u0323"
NAMES = """
Viện Hàn lâm Khoa học và Công nghệ Việt Nam Trường Đại học Bách khoa Thành phố Hồ Chí Minh Công viên phần mềm Quang
Trung Đà Nẵng Hải Phòng Cần Thơ Huế Đắk Lắk Quảng Ngãi Thừa Thiên Phường Bến Nghé Nguyễn Trần Đặng Bùi Huỳnh Quỹ Đầu
tư Mạo hiểm Nghị quyết đột phá phát triển chuyển đổi số quốc gia trí tuệ nhân tạo bán dẫn vật liệu ĐHQG HĐND khuyến
khích doanh nghiệp khởi nghiệp sáng tạo tiền thuế rượu giếng khoáng ngoằn ngoèo khuỷu yếu người
"""
VIETNAMESE = NAMES.split()
WORDS = """
Université École Générale Français Besançon cœur île août Noël forêt où à München Straße Universität für Österreich
GRÜN España Málaga año Núñez pingüino también Møller Århus São João
"""
WESTERN = WORDS.split()
ENGLISH = ["it’s", "“open science”", "research – policy", "wait…", "O’Brien", "2020–2025", "science—policy", "‘quoted’"]


def as_windows_1258(text: str, *, composed: bool) -> bytes:
    """Encode a text whose letters carry their tones apart, all of them or only those that have to."""

    def of(letter: str) -> str:
        marks = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
        return base + "".join(mark for mark in marks if mark in TONES)

    text = unicodedata.normalize("NFC", text)
    return b"".join(
        letter.encode("cp1258", "ignore")
        if composed and letter.encode("cp1258", "ignore")
        else of(letter).encode("cp1258")
        for letter in text
    )


def read(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode(detect(data, complete=True)))


@given(st.lists(st.sampled_from(VIETNAMESE), min_size=1), st.booleans())
def test_vietnamese_in_windows_1258_comes_back_the_same(words: list[str], composed: bool) -> None:
    text = ",".join(words)
    data = as_windows_1258(text, composed=composed)
    assert read(data) == text
    if data.decode("cp1252", "replace") != data.decode("cp1258"):
        assert detect(data, complete=True) == "windows-1258"


def test_encodings_before_unicode_are_told_by_three_words() -> None:
    assert read("TÇn sè,kh«ng".encode("cp1252")) == "Tần số,không"
    assert read("Vieän nghieân cöùu".encode("cp1252")) == "Viện nghiên cứu"


def as_tcvn3(text: str) -> bytes:
    """Encode small letters as TCVN3 does; its capitals with a tone are drawn by another font."""
    return bytes(vietnamese_codecs._TCVN3.index(letter) for letter in text)


def as_vni(text: str) -> bytes:
    written = {meant: given for given, meant in reversed(vietnamese_codecs._VNI.items())}
    return "".join(written.get(letter, letter) for letter in text).encode("latin-1")


@pytest.mark.parametrize(("encoded", "codec"), [(as_tcvn3, "tcvn3"), (as_vni, "vni")])
@given(words=st.lists(st.sampled_from(VIETNAMESE), min_size=8, max_size=30))
def test_vietnamese_before_unicode_comes_back_the_same(
    encoded: Callable[[str], bytes], codec: str, words: list[str]
) -> None:
    words = [word.lower() for word in words if word[0] not in "ẮẦẾ"]
    data = encoded("id,name\n" + ",".join([*words, "việt", "nghiên", "quốc"]))
    assert detect(data, complete=True) == codec
    assert data.decode(codec).endswith(",".join([*words, "việt", "nghiên", "quốc"]))


TABLES = {
    "cp1250": [
        "Uniwersytet Jagielloński,Kraków\nPolitechnika Łódzka,Łódź",
        "Vysoké učení technické,Brno\nDvořák,Plzeň",
    ],
    "cp1251": ["Московский государственный университет,Москва", "Институт,Киев", "Сколтех"],
    "gb18030": ["清华大学,北京\n中国科学院,北京", "华为"],
    "cp932": ["東京大学,東京\n理化学研究所", "トヨタ自動車"],
    "windows-1252": ["Université de Genève,Genève", "München,Würzburg", "Malmö,Århus\nAalborg"],
    "mac_roman": ["Université de Genève,Genève\nÉcole Polytechnique", "Condé Nast"],
}


@pytest.mark.parametrize(("codec", "rows"), [(codec, rows) for codec, tables in TABLES.items() for rows in tables])
def test_short_tables_of_names_are_read_as_they_were_written(codec: str, rows: str) -> None:
    lines = ["id,kind,name,place", *(f"{number},university,{row}" for number, row in enumerate(rows.split("\n")))]
    assert read("\n".join(lines).encode(codec)) == "\n".join(lines)


@given(st.lists(st.sampled_from([*WESTERN, *ENGLISH, "œuvre", "Größe", "Lunedì", "ÜBER"]), min_size=1))
def test_western_text_in_windows_1252_comes_back_the_same(words: list[str]) -> None:
    text = "\n".join(words)
    assert read(text.encode("cp1252")) == text


@given(st.lists(st.sampled_from(WESTERN), min_size=1), st.lists(st.sampled_from(ENGLISH)))
def test_western_text_in_mac_roman_comes_back_the_same(words: list[str], english: list[str]) -> None:
    text = "\r".join(words + english)
    assert read(text.encode("mac_roman")) == text


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])), st.integers(0, 3))
def test_utf8_may_be_cut_inside_a_character(text: str, cut: int) -> None:
    data = ("tên,name\n" * 3 + text).encode()
    assert detect(data, complete=True) == "utf-8"
    whole = data[: len(data) - cut]
    assert detect(whole) == "utf-8"
    assert detect(b"\xef\xbb\xbf" + whole) == "utf-8-sig"


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed(codec: str) -> None:
    for order in ("-le", "-be"):
        data = ("\ufeff" + "id,tên\n").encode(codec + order)
        assert detect(data) == codec
        assert data.decode(codec) == "id,tên\n"


@given(st.lists(st.sampled_from(VIETNAMESE), min_size=1), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_is_told_without_its_mark(words: list[str], codec: str) -> None:
    assert detect(("id,name\n" + ",".join(words)).encode(codec)) == codec


def test_nuls_alone_do_not_make_utf16() -> None:
    assert detect(b"id,kind,name\n\x00,\x00,\x00;\x00;\x00") == "utf-8"


def test_a_broken_byte_does_not_make_utf8_another_encoding() -> None:
    assert detect("Đại học Bách khoa\n".encode() * 20 + b"\xff" + b"\n") == "utf-8"
    assert detect("Đại học Bách khoa".encode() + b"\xff", complete=True) == "utf-8"
    assert detect(b"caf\xe9", complete=True) == detect(b"caf\xe9,1") == "windows-1252"


def test_ascii_and_nothing_are_utf8() -> None:
    assert detect(b"id,name\n1,QTSC\n") == detect(b"") == "utf-8"
    assert detect(b"id,name\n1,QT\x00SC\n") == "utf-8"


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, bytes(200), gzip.compress(b"id,name\n" * 9, mtime=0)])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not text"):
        detect(data)


@given(st.binary(max_size=300))
def test_any_bytes_have_a_codec_or_are_no_text(data: bytes) -> None:
    codec = ""
    with suppress(ValueError):
        codec = detect(data)
    assert codec in ("", *EIGHT_BIT, *OTHERS, "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE HTML>", "HTML"),
        (b"<html lang='vi'>", "HTML"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC', "HTML"),
        (b"<!-- gateway error -->" * 40 + b"<p>", "HTML"),
        (b"<?xml version='1.0'?><gexf>" + b"<!-- a -->" * 40, "XML"),
        (b"PK\x03\x04\x14\x00", "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"SQLite format 3\x00", "SQLite"),
        (bytes(8) + b"DUCK" + b"\x40" + bytes(7), "DuckDB"),
        (b"PAR1\x15\x04", "Parquet"),
        (gzip.compress(b"id", mtime=0), "gzip"),
    ],
)
def test_what_is_no_table_is_named(head: bytes, what: str) -> None:
    assert what in (refusal(head) or "")


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"id,name\n",
        b"PAR1,PAR2\n1,2\n",
        b"species,DUCK,GOOSE\n1,2,3\n",
        b"GIF8,x\n",
        b"html,head\n",
        b"<id>;<name>",
    ],
)
def test_a_table_is_not_refused(head: bytes) -> None:
    assert refusal(head) is None


def test_real_files_are_read_in_their_encoding() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs the real data in ../shared/data, which is absent")
    mac = (SHARED / "crunchbase2013" / "crunchbase-acquisitions.csv").read_bytes()
    assert detect(mac) == "mac_roman"
    assert "Condé Nast" in mac.decode("mac_roman")
    packed = list(SHARED.rglob("*.gz"))
    plain = [path for suffix in ("csv", "tsv", "txt") for path in SHARED.rglob(f"*.{suffix}")]
    assert packed
    for path in packed:
        assert detect(gzip.decompress(path.read_bytes())[: 1 << 20]) == "utf-8", path
    for path in plain:
        data = path.read_bytes()
        assert refusal(data) is None
        if data != mac:
            assert detect(data, complete=True) in ("utf-8", "utf-8-sig"), path
