"""The page's pure modules hold on their own, in node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def test_pure_modules_in_node() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; the modules are tested in the browser alone")
    file = Path(__file__).with_name("page_modules.mjs")
    told = subprocess.run([node, "--test", str(file)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
