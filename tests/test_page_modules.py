"""The page's modules hold on their own, import what they use, and are joined without a change."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import playwright
import pytest

from ecosystem.outputs import _page_scripts as scripts
from ecosystem.outputs.page import _newest

TESTS = Path(__file__).parent
# The driver of the browser brings Node.js where the machine has none.
NODE = shutil.which("node") or str(Path(playwright.__file__).parent / "driver" / "node")
TYPESCRIPT = Path(sys.prefix) / "node_modules" / "typescript" / "lib"
DECLARED = re.compile(r"^(?:export )?(?:async )?(?:const|let|class|function\*?) (?:\{ (.+?) \}|([\w$]+))", re.MULTILINE)
EVERY = sorted({*scripts.modules("start"), *scripts.modules("painter")})


def run(*arguments: object) -> None:
    done = subprocess.run([NODE, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def typescript() -> Path:
    """Return where TypeScript is installed; without it a laptop skips and CI fails."""
    if not TYPESCRIPT.exists():
        missing = "TypeScript is not installed; `make typescript` does it"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return TYPESCRIPT


def test_pure_modules_in_node() -> None:
    run("--test", TESTS / "page_modules.mjs")


def test_every_script_is_a_module_that_the_page_needs() -> None:
    assert {path.stem for path in scripts.PAGE.glob("*.js")} == set(EVERY)
    for name in EVERY:
        own = scripts.joined([name])
        assert not re.search(r"^(?:import|export)\b", own, re.MULTILINE), f"{name}.js: a form that is not joined"


def test_no_two_modules_declare_the_same_name() -> None:
    found = Counter[str]()
    for name in EVERY:
        for several, one in DECLARED.findall(scripts.file_text(f"{name}.js")):
            found.update(several.split(", ") if several else [one])
    assert [name for name, times in found.items() if times > 1] == []
    assert found["change"] == found["SvgBrush"] == found["links"] == 1


def test_one_module_knows_vis_network() -> None:
    knowing = [name for name in EVERY if re.search(r"\b(?:vis|network)\b", scripts.joined([name]))]
    assert knowing == ["live"]


def test_every_name_is_imported_and_has_its_type(typescript: Path) -> None:
    run(typescript / "tsc.js", "--project", TESTS / "page_types.json")


def test_joining_changes_no_statement(typescript: Path, tmp_path: Path) -> None:
    names = scripts.modules("start")
    path = tmp_path / "joined.js"
    path.write_text(scripts.joined(names), encoding="utf-8")
    run(TESTS / "page_joined.mjs", typescript / "typescript.js", path, *(scripts.PAGE / f"{name}.js" for name in names))


def test_the_newest_bundle_is_taken_by_its_number() -> None:
    bundles = [Path(f"lib/vis-{version}/vis-network.min.js") for version in ("9.1.2", "10.0.1", "9.10.0")]
    assert _newest(bundles) == bundles[1]
