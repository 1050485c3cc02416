"""A file in an old encoding, or one that was read in the wrong one before, is loaded as what was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import cli
import loaders
from ecosystem import Scope
from ecosystem.errors import BadInput
from ecosystem.intake import Batch, vietnamese_codecs
from ecosystem.intake.wishes import Wishes
from ecosystem.stores import open_store

ROWS = ("vast,institute,Viện Hàn lâm Khoa học", "hust,university,Đại học Bách khoa", "hue,place,Thừa Thiên Huế", "")
TABLE = "\n".join(("id,kind,name", *ROWS))
MENDED = "text in {} was read as windows-1252 and saved: '{}' for 'Viện'; it is mended"
NAMES = ["Viện Hàn lâm Khoa học", "Đại học Bách khoa", "Thừa Thiên Huế"]


def tcvn3(text: str) -> bytes:
    return bytes(vietnamese_codecs._TCVN3.index(letter) for letter in text)


def vni(text: str) -> bytes:
    written = {meant: given for given, meant in reversed(vietnamese_codecs._VNI.items())}
    return "".join(written.get(letter, letter) for letter in text).encode("cp1252")


def twice(text: str) -> bytes:
    """Return UTF-8 that was read as Windows-1252 and saved as UTF-8."""
    return "".join(vietnamese_codecs.LATIN[byte] for byte in text.encode()).encode()


def in_letters(encoded: Callable[[str], bytes]) -> Callable[[str], bytes]:
    return lambda text: encoded(text).decode("cp1252").encode()


def load(folder: Path, data: bytes, *, wishes: Wishes | None = None) -> tuple[Batch, dict[str, str]]:
    (folder / "n.csv").write_bytes(data)
    (folder / "s.duckdb").unlink(missing_ok=True)
    store = open_store(str(folder / "s.duckdb"))
    batch = loaders.load([folder / "n.csv"], store=store, wishes=wishes or Wishes())
    return batch, {id: told["name"] for id, told in store.read(Scope()).to_networkx().nodes(data=True)}


@pytest.mark.parametrize(
    ("data", "codec", "said"),
    [
        (tcvn3(TABLE), "tcvn3", "the encoding is taken to be tcvn3: 'vast,institute,Viện Hàn lâm Khoa học'"),
        (vni(TABLE), "vni", "the encoding is taken to be vni: 'vast,institute,Viện Hàn lâm Khoa học'"),
        (in_letters(tcvn3)(TABLE), "utf-8", MENDED.format("tcvn3", "ViÖn")),
        (in_letters(vni)(TABLE), "utf-8", MENDED.format("vni", "Vieän")),
        (twice(TABLE), "utf-8", MENDED.format("utf-8", "Viá»‡n")),
        (TABLE.encode("utf-16-le"), "utf-16-le", ""),
        (TABLE.encode("utf-16"), "utf-16", ""),
        (TABLE.encode(), "utf-8", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_vietnamese_is_read_whatever_was_done_to_it(
    tmp_path: Path, data: bytes, codec: str, said: str, separator: str
) -> None:
    if codec.startswith("utf-16"):
        data = data.decode(codec).replace(",", separator).encode(codec)
    batch, found = load(tmp_path, data.replace(b",", separator.encode()))
    assert sorted(found.values()) == sorted(NAMES)
    assert batch.reports[0].encoding == codec
    notes = [note.split(": ", 1)[1] for note in batch.notes if "encoding" in note or "windows-1252" in note]
    assert [note[: len(said)] for note in notes] == ([said.replace(",", separator).replace("\t", " ")] if said else [])


def test_text_is_left_where_only_some_of_it_was_read_wrongly(tmp_path: Path) -> None:
    batch, found = load(tmp_path, TABLE.encode() + twice("hcm,place,Hồ Chí Minh\n"))
    assert {*NAMES} < {*found.values()}
    (note,) = batch.notes
    assert note.endswith("'Há»“' for 'Hồ'; it is left as it is; mend it where it was made")


def test_the_encoding_that_a_user_names_is_obeyed(tmp_path: Path) -> None:
    letters = in_letters(tcvn3)(TABLE)
    assert load(tmp_path, letters, wishes=Wishes(encoding="utf-8"))[1]["vast"] == "ViÖn Hµn l©m Khoa häc"
    assert load(tmp_path, b"id,kind,name\na,fund,Th\xf5a\n", wishes=Wishes(encoding="ABC"))[1] == {"a": "Thừa"}
    command = ["--store", str(tmp_path / "t.duckdb"), "load", str(tmp_path / "n.csv"), "--encoding"]
    assert cli.run([*command, "TCVN3"]) == 0
    assert cli.run([*command, "klingon"]) == 3


def test_a_mapping_names_the_encoding_of_its_files(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('encoding = "vni"\n[[nodes]]\nname = "t"\nkind = { constant = "place" }\n')
    (tmp_path / "t.csv").write_bytes(vni("t\nHuế\n"))
    store = open_store(str(tmp_path / "s.duckdb"))
    loaders.load([tmp_path / "t.csv"], store=store, mapping=mapping)
    assert list(store.read(Scope()).nodes.name) == ["Huế"]
    mapping.write_text(mapping.read_text().replace("vni", "klingon"))
    with pytest.raises(BadInput, match="there is no encoding 'klingon'; known are utf-8"):
        loaders.load([tmp_path / "t.csv"], store=store, mapping=mapping)


@pytest.mark.parametrize("codec", ["cp1251", "gb18030", "cp1250"])
def test_a_byte_that_is_no_letter_of_its_encoding_costs_its_row(tmp_path: Path, codec: str) -> None:
    bad = {"cp1251": b"\x98", "gb18030": b"\xff", "cp1250": b"\x81"}[codec]
    data = "id,kind,name\na,fund,A\nb,fund,B".encode(codec) + bad + b"\nc,fund,C\n"
    batch, found = load(tmp_path, data, wishes=Wishes(encoding=codec))
    assert found == {"a": "A", "c": "C"}
    assert [(one.row, one.column) for one in batch.rejections] == [(3, "name")]
