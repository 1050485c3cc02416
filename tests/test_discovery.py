"""What is found by itself keeps its contract: every question, loader, store, output and mapping."""

from __future__ import annotations

import inspect
import json
import shlex
from pathlib import Path

import pytest

import cli
import loaders
from ecosystem import discovery, outputs
from ecosystem.intake import mapping_file
from ecosystem.intake.files import opened
from ecosystem.model.answer import Answer
from ecosystem.stores import open_store
from queries._question import Question

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("store") / "s.duckdb")
    loaders.load([ROOT / "ecosystem" / "data" / name for name in ("resolution57", "ror_vn")], store=open_store(path))
    return path


@pytest.mark.parametrize("name", discovery.names("queries"))
def test_every_question_answers_with_evidence_and_says_the_same_twice(
    name: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    function = getattr(discovery.module("queries", name), name)
    first, *others = inspect.signature(function).parameters.values()
    assert first.name == "graph"
    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in others)
    assert discovery.headline("queries", name)
    assert Question(name).examples
    for example in Question(name).examples:
        _, command, *words = shlex.split(example)
        assert command.replace("-", "_") == name
        told = []
        for _ in range(2):
            assert cli.run(["--store", store, command, *words, "-o", "-", "--format", "json"]) == 0
            told.append(capsys.readouterr().out)
        assert told[0] == told[1]
        answer = json.loads(told[0])
        assert answer["rows"]
        columns = [column["name"] for column in answer["columns"]]
        assert all(list(row) == columns for row in answer["rows"])
        assert answer["sources"] or name in ("map", "status", "log")


@pytest.mark.parametrize("suffix", sorted(outputs.suffixes()))
def test_every_output_writes_an_answer(suffix: str, store: str, tmp_path: Path) -> None:
    path = tmp_path / f"answer{suffix}"
    assert cli.run(["--store", store, "partners", "QTSC", "-o", str(path), "--cite"]) == 0
    assert path.stat().st_size > 500
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    assert cli.run(["--store", store, "partners", "QTSC", "-o", str(tmp_path / "none" / f"a{suffix}")]) == 3


@pytest.mark.parametrize("name", discovery.names("loaders"))
def test_every_loader_recognises_some_bundled_file_and_nobody_else_does(name: str, tmp_path: Path) -> None:
    files = [path for path in (ROOT / "ecosystem" / "data").rglob("*.*") if path.suffix in (".csv", ".json")]
    claimed = [
        [module.__name__ for module in discovery.modules("loaders") if module.recognises(opened(str(path), tmp_path))]
        for path in files
    ]
    assert all(len(names) == 1 for names in claimed)
    assert [f"loaders.{name}"] in claimed


@pytest.mark.parametrize("path", sorted((ROOT / "loaders" / "mappings").glob("*.toml")), ids=lambda path: path.stem)
def test_every_mapping_fits_its_own_columns(path: Path) -> None:
    found = mapping_file.load(path, name=path.stem)
    assert found.fit(tuple(dict.fromkeys(found.columns()))) > (0, 0)


@pytest.mark.parametrize("name", discovery.folders("ecosystem.stores"))
def test_every_store_says_which_addresses_are_its_own(name: str) -> None:
    module = discovery.module("ecosystem.stores", name)
    assert isinstance(module.SCHEMES, tuple)
    for method in ("writing", "write", "read", "find", "log"):
        assert callable(getattr(module.open("somewhere"), method))


def test_scope_options_narrow_what_is_asked(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    def rows(*options: str) -> list[dict[str, str]]:
        assert cli.run(["--store", store, "partners", "QTSC", "--format", "json", *options]) == 0
        found: list[dict[str, str]] = json.loads(capsys.readouterr().out)["rows"]
        return found

    everything = rows()
    assert {row["kind"] for row in rows("--kind", "technology")} == {"technology"}
    assert {row["standing"] for row in rows("--standing", "possible")} == {"possible"}
    assert len(rows("--standing", "opinion")) == len([row for row in everything if row["standing"] == "opinion"])
    assert {row["sources"] for row in rows("--source", "qtsc-interview", "--cite")} <= {
        row["sources"] for row in rows("--cite") if "qtsc-interview" in row["sources"]
    }
    assert 0 < len(rows("--speaker", "Phan Phuong Tung")) < len(everything)
    assert 0 < len(rows("--without-source", "Phan Phuong Tung")) < len(everything)
    assert not [row for row in rows("--without", "opinion") if row["standing"] == "opinion"]
    assert not [row for row in rows("--without", "Resolution 57") if row["id"] == "resolution-57"]
    assert not [row for row in rows("--without", "class") if row["id"] == "it-zones"]
    assert len(rows("--relation", "lacks")) < len(everything)
    assert isinstance(everything, list)


def test_answers_show_themselves_in_a_notebook(store: str) -> None:
    import ecosystem
    from queries.rank import rank

    answer = rank(open_store(store).read(ecosystem.Scope()), measure="degree")
    assert isinstance(answer, Answer)
    assert answer._repr_html_().startswith("<table>")
