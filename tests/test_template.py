"""The tables to start from load as they are, and their page explains every word."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from ecosystem.errors import BadInput
from ecosystem.model.vocabulary import vocabulary
from ecosystem.outputs import template
from ecosystem.stores import open_store


def test_the_example_rows_load_together_without_rejection(tmp_path: Path) -> None:
    template.write(tmp_path / "new" / "tables")
    batch = loaders.load([tmp_path / "new" / "tables"], store=open_store(str(tmp_path / "s.duckdb")), strict=True)
    assert batch.rejections == []
    assert {part: counts.created for part, counts in batch.totals().items()} == {"nodes": 2, "links": 1, "sources": 1}


def test_tables_open_in_spreadsheets_with_every_column(tmp_path: Path) -> None:
    for path in template.write(tmp_path)[:-1]:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.decode("utf-8-sig").splitlines()[0] == ",".join(vocabulary().fields[path.stem])


def test_the_page_names_every_column_kind_relation_standing_and_level(tmp_path: Path) -> None:
    page = template.write(tmp_path)[-1].read_text("utf-8")
    words = vocabulary()
    columns = [name for fields in words.fields.values() for name in fields]
    assert [name for name in (*columns, *words.kinds, *words.relations) if f"`{name}`" not in page] == []
    assert [word for word in (*words.standings, *words.levels, *words.identifiers) if word not in page] == []


@pytest.mark.parametrize("name", ["nodes.csv", "links.csv", "sources.csv", "README.md"])
def test_a_file_that_is_there_is_named_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(BadInput, match=name):
        template.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_folder_that_cannot_be_made_gives_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput) as raised:
        template.write(tmp_path / "file" / "folder")
    assert "\n" not in str(raised.value)
