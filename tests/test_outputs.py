"""Every output writes a file whole or not at all, and no text from a file becomes code, formula or markup in it."""

from __future__ import annotations

import gc
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from ecosystem import outputs
from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer, Column
from ecosystem.model.columns import Source
from ecosystem.model.graph import Graph
from ecosystem.model.rows import graph_of

SUFFIXES = sorted(outputs.suffixes())
HOSTILE = "=1+1|</script>]]>\x00\x1b[31m\x9b\u202e\ud800\ufffe'\"&amp;\r\nĐại học 🎓,;`*"
NOBODY = 65534


def hostile_graph() -> Graph:
    nodes = [
        {
            "id": HOSTILE,
            "kind": "fund",
            "name": HOSTILE,
            "aliases": HOSTILE,
            "note": HOSTILE,
            "sources": "r#" + HOSTILE,
        },
        {"id": "b", "kind": "fund", "valid_from": "2020", "valid_to": "2021-02"},
    ]
    links = [{"source": HOSTILE, "relation": "funds", "target": "b", "id": HOSTILE, "amount": HOSTILE}]
    return graph_of(nodes, links, sources=[Source("r", title=HOSTILE, url="javascript:alert(1)", date=HOSTILE)])


EMPTY = Answer("Nothing", (Column("id"),), [], graph_of([], []))
PLAIN = Answer("One", (Column("id"), Column("n", "links")), [("a", 1)], graph_of([{"id": "a", "kind": "fund"}], []))
UNDEFINED = Answer(
    "Undefined",
    (Column("id"), Column("value"), Column("count")),
    [("a", float("nan"), None), ("b", np.float64("nan"), np.int64(3)), ("c", float("inf"), None)],  # type: ignore[list-item]
    graph_of([{"id": "a", "kind": "fund"}], []),
)
WILD = Answer(
    HOSTILE,
    (Column(HOSTILE, HOSTILE), Column("value")),
    [(HOSTILE, -3.5), (None, None)],
    hostile_graph(),
    notes=(HOSTILE,),
    evidence=(("r#" + HOSTILE, HOSTILE), ()),
)


@contextmanager
def powerless() -> Iterator[None]:
    """Be nobody for a while, so that permissions hold for root too."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file grow past a size, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def refused(answer: Answer, path: Path) -> str:
    """Return the message with which a file is refused; it is one line and names the file."""
    with pytest.raises(BadInput) as raised:
        outputs.write(answer, path)
    message = str(raised.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message


def test_the_promised_suffixes_are_there() -> None:
    assert {".csv", ".gexf", ".graphml", ".html", ".json", ".md", ".xlsx"} <= set(SUFFIXES)


def test_an_unknown_suffix_is_refused_with_those_known(tmp_path: Path) -> None:
    assert ".csv, " in refused(PLAIN, tmp_path / "answer.doc")


@pytest.mark.parametrize("answer", [EMPTY, PLAIN, UNDEFINED, WILD, WILD.cited()], ids=lambda answer: answer.title[:5])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_any_answer_is_written_the_same_each_time_and_leaves_nothing_else(
    tmp_path: Path, suffix: str, answer: Answer
) -> None:
    first, second = tmp_path / f"one{suffix}", tmp_path / f"TWO{suffix.upper()}"
    outputs.write(answer, first)
    outputs.write(answer, second)
    assert first.read_bytes() == second.read_bytes() != b""
    assert set(tmp_path.iterdir()) == {first, second}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_has_the_usual_mode_and_keeps_the_one_it_has(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"answer{suffix}"
    before = os.umask(0o027)
    try:
        outputs.write(PLAIN, path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o604)
    outputs.write(PLAIN, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o604


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_cannot_be_written_is_refused_in_one_line(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / f"folder{suffix}").mkdir()
    names = ("missing/answer", "file/answer", "folder", "x" * 300)
    assert all(refused(PLAIN, tmp_path / (name + suffix)) for name in names)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_without_permission_nothing_changes(tmp_path: Path, suffix: str) -> None:
    old = tmp_path / f"old{suffix}"
    outputs.write(PLAIN, old)
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    tmp_path.chmod(0o555)
    content = old.read_bytes()
    with powerless():
        assert "ermission denied" in refused(PLAIN, tmp_path / f"new{suffix}")
    tmp_path.chmod(0o777)
    old.chmod(0o444)
    with powerless():
        assert "ermission denied" in refused(WILD, old)
    assert old.read_bytes() == content
    assert list(tmp_path.iterdir()) == [old]


@pytest.mark.parametrize("size", [20, 4096])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, suffix: str, size: int) -> None:
    path = tmp_path / f"answer{suffix}"
    path.write_text("old")
    nodes = graph_of([{"id": f"n{i:04}", "kind": "fund"} for i in range(500)], [])
    one = Answer("Many", (Column("id"), Column("n")), [(id, i / 7) for i, id in enumerate(nodes.nodes.id)], nodes)
    with disk_of(size):
        refused(one, path)
    gc.collect()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def interrupted(path: Path) -> None:
    with outputs.whole(path) as place:
        place.write_text("half")
        raise KeyboardInterrupt


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "answer.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        interrupted(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed_and_a_device_written_as_it_is(tmp_path: Path) -> None:
    real, link, device = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "null.csv"
    real.write_text("old")
    link.symlink_to(real)
    device.symlink_to(os.devnull)
    outputs.write(PLAIN, link)
    outputs.write(PLAIN, device)
    assert link.is_symlink()
    assert real.read_text("utf-8-sig") == "id,n\na,1\n"
    assert not Path(os.devnull).is_file()
