"""What is found by itself keeps the contracts, as the type checker sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy import api

from ecosystem import discovery, outputs

ROOT = Path(__file__).parent.parent
FOUND = {
    "Loader": [f"loaders.{name}" for name in discovery.names("loaders")],
    "Output": sorted({f"ecosystem.outputs.{name}" for name in outputs.suffixes().values()}),
    "StoreFolder": [f"ecosystem.stores.{name}" for name in discovery.folders("ecosystem.stores")],
}


def complaints(tmp_path: Path, contract: str, modules: list[str]) -> str:
    lines = [f"from ecosystem.contracts import {contract}"]
    for number, module in enumerate(modules):
        lines += [f"import {module}", f"one_{number}: {contract} = {module}"]
    path = tmp_path / "assigned.py"
    path.write_text("\n".join(lines), "utf-8")
    return api.run(["--config-file", str(ROOT / "pyproject.toml"), str(path)])[0]


@pytest.mark.slow
@pytest.mark.parametrize("contract", FOUND)
def test_every_module_keeps_its_contract(contract: str, tmp_path: Path) -> None:
    assert FOUND[contract]
    assert complaints(tmp_path, contract, FOUND[contract]).startswith("Success")


@pytest.mark.slow
def test_a_module_that_lacks_something_is_noticed(tmp_path: Path) -> None:
    assert "note:     write" in complaints(tmp_path, "Output", ["ecosystem.outputs.progress"])
