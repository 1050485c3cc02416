"""What is taken from DuckDB's engine is what the package gives."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from ecosystem.intake import engine

ERRORS = ("Error", "FatalException", "IOException", "InvalidInputException", "OperationalError")
TAKEN = ("connect", "DuckDBPyConnection", *ERRORS)


@pytest.mark.parametrize("name", TAKEN)
def test_the_engine_has_what_the_package_has(name: str) -> None:
    assert getattr(engine.duckdb, name) is getattr(duckdb, name)


def test_nothing_else_is_taken() -> None:
    root = Path(engine.__file__).parents[2]
    used = {
        name
        for folder in ("ecosystem", "loaders")
        for path in (root / folder).rglob("*.py")
        for name in re.findall(r"\bduckdb\.([A-Za-z]\w*)", path.read_text("utf-8"))
        if "import duckdb" in path.read_text("utf-8")
    }
    assert used == set(TAKEN)
