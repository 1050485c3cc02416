"""The README and the reference say of the commands what the program says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def made() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "docs" / "make_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readme_lists_the_commands_of_the_program(made: ModuleType) -> None:
    assert (ROOT / "README.md").read_text("utf-8") == made.readme(), "run `make docs`"


def test_the_reference_explains_them_as_the_program_does(made: ModuleType) -> None:
    assert (ROOT / "docs" / "reference.md").read_text("utf-8") == made.reference(), "run `make docs`"
