"""What people read says things in plain words: docstrings, messages, help and pages, but not names in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
INSTEAD = {
    r"\b(?:[Tt]old|[Tt]ells?|telling)\b": "say, state, report or give",
    r"(?<![Tt]here )\b(?:is|are|was|were) (?:none|no)\b(?! (?:longer|more|less|one))": "is not",
    r"\bso (?:many|sure)\b": "the number, or the name of the limit",
    r"\bslips?\b": "typo",
    r"\bpurses?\b": "funding source",
    r"\banew\b": "again",
    r"\bforetold\b": "predicted",
}
FILES = [
    ROOT / "cli.py",
    *(path for room in ("ecosystem", "loaders", "queries") for path in (ROOT / room).rglob("*.py")),
]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(ROOT / "docs").glob("[!r]*.md"),
    ROOT / "docs" / "reference.md",
]
# A statement is not prose, and words that a column holds are quoted.
_STATEMENT = re.compile(r"\b(?:SELECT|INSERT|CREATE|UPDATE|DELETE|MATCH|MERGE|RETURN|FROM)\b|\$\w+|^[a-z_ ]+_[a-z_ ]+$")
_QUOTED = re.compile(r"`[^`]*`|'[^']*'|^\s*(?:>>>|\.\.\.).*$|^    told$|told before derived", re.MULTILINE)


def prose(path: Path) -> Iterator[tuple[int, str]]:
    if path.suffix != ".py":
        yield from enumerate(path.read_text("utf-8").splitlines(), 1)
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", [*FILES, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_words_are_plain(path: Path) -> None:
    found = [
        f"line {line}: '{match[0]}'; write {instead}"
        for line, text in prose(path)
        if not _STATEMENT.search(text)
        for word, instead in INSTEAD.items()
        for match in re.finditer(word, _QUOTED.sub("", text))
    ]
    assert not found, "\n".join(found)
