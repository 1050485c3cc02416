"""The page of answers says what the program says of the bundled documents."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_page_of_answers_is_what_the_program_answers() -> None:
    spec = importlib.util.spec_from_file_location("make_resolution57", ROOT / "docs" / "make_resolution57.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    assert (ROOT / "docs" / "resolution57.md").read_text("utf-8") == made.page(), "run `make docs`"
