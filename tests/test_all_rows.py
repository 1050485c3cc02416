"""A file has all rows of an answer unless a limit is asked for; where a limit holds, it is said."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

import cli
import loaders
from ecosystem import discovery
from ecosystem.stores import open_store
from queries import Loads
from queries._question import Question

LIMITED = [name for name in discovery.names("queries") for one in Question(name).parameters if one.name == "top"]
VALUES = {"first": "a1", "second": "a2", "source": "a1", "target": "a2", "node": "a1", "nodes": "a1", "matches": "a"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a store with more of everything than a question shows by itself."""
    folder = tmp_path_factory.mktemp("store")
    names = [f"a{i}" for i in range(130)]
    nodes = [*(f"{id},university,place {id}" for id in names), "t,technology,", "u,technology,"]
    (folder / "nodes.csv").write_text("\n".join(("id,kind,place", *nodes, "")))
    links = [("a1", "collaborates_with", id) for id in names[2:]] + [(id, "works_on", "t") for id in names]
    links += [(id, "works_on", "u") for id in names[::2]]
    links += [("a2", "part_of", id) for id in names[3:]]
    (folder / "links.csv").write_text("source,relation,target\n" + "".join(",".join(link) + "\n" for link in links))
    path = str(folder / "s.duckdb")
    loaders.load([folder / "nodes.csv", folder / "links.csv"], store=open_store(path))
    return path


def asked(name: str) -> list[str]:
    own = [one for one in Question(name).parameters if one.required and one.type is not Loads]
    return [name.replace("_", "-"), *(one.choices[0] if one.choices else VALUES[one.name] for one in own)]


@pytest.mark.parametrize("name", LIMITED)
def test_a_file_and_a_format_for_programs_have_all_rows(
    name: str, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def rows(*options: str) -> int:
        assert cli.run(["--store", store, *asked(name), *options]) == 0
        return len(list(csv.reader(StringIO(capsys.readouterr().out)))) - 1

    path = tmp_path / "rows.json"
    assert cli.run(["--store", store, *asked(name), "-o", str(path)]) == 0
    said = capsys.readouterr().err
    written = len(json.loads(path.read_text("utf-8"))["rows"])
    assert written == rows("--format", "csv")
    if Question(name).bounded(dict.fromkeys(one.name for one in Question(name).parameters)):
        assert written == rows("--format", "csv", "--top", "0")
        assert "limited" not in said
    else:
        assert f"{name}: limited to --top" in said
    assert cli.run(["--store", store, *asked(name), "-o", str(path), "--top", "1"]) == 0
    assert "limited to --top 1" in capsys.readouterr().err
    assert rows("--format", "csv", "--top", "1") <= rows("--format", "csv", "--top", "2") <= written


def test_what_is_read_keeps_its_limit(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--store", store, "links"]) == 0
    assert "Showing 100 of 450 links" in capsys.readouterr().out
    assert cli.run(["--store", store, "links", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 451
