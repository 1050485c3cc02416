"""Imports go one way, and each third party has one home."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = (
    (
        "ecosystem.errors",
        "ecosystem.schema",
        "ecosystem.discovery",
        "ecosystem.parts",
        "ecosystem.engine",
        "ecosystem.cell_words",
        "ecosystem.formulas",
    ),
    ("ecosystem.dates", "ecosystem.names"),
    ("ecosystem.quantities", "ecosystem.date_forms"),
    ("ecosystem.scope", "ecosystem.succession"),
    ("ecosystem.kernels",),
    ("ecosystem.graph",),
    (
        "ecosystem.rows",
        "ecosystem.late",
        "ecosystem.reckoning",
        "ecosystem.spheres",
        "ecosystem.neighbours",
        "ecosystem.packing",
        "ecosystem.layout",
        "ecosystem.answer",
    ),
    ("ecosystem.centrality",),
    ("ecosystem.ties", "ecosystem.triangles", "ecosystem.supply", "ecosystem.portfolio"),
    (
        "ecosystem.assortativity",
        "ecosystem.distances",
        "ecosystem.connectivity",
        "ecosystem.brokerage",
        "ecosystem.helix",
    ),
    ("ecosystem.steiner", "ecosystem.flow", "ecosystem.core_periphery"),
    ("ecosystem.groups", "ecosystem.modularity"),
    ("ecosystem.library",),
    ("ecosystem.intake",),
    ("ecosystem.stores", "ecosystem.outputs"),
    ("ecosystem.template", "ecosystem.copying"),
    ("ecosystem",),
    ("loaders", "queries"),
    ("cli",),
)
HOMES = {
    "click": ("cli",),
    "ctypes": ("ecosystem.kernels",),
    "graspologic_native": ("ecosystem.modularity",),
    "pyvis": ("ecosystem.outputs.page",),
    "duckdb": ("ecosystem.engine",),
    "_duckdb": ("ecosystem.engine",),
    "openpyxl": ("ecosystem.outputs",),
    "rich": ("ecosystem.outputs.progress",),
    "neo4j": tuple(f"ecosystem.stores._neo4j_{name}" for name in ("server", "hold", "faults")),
}
FILES = [path for folder in ("ecosystem", "loaders", "queries") for path in sorted((ROOT / folder).rglob("*.py"))]
FILES.append(ROOT / "cli.py")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def layer_of(module: str) -> int:
    found = [
        (len(name), number)
        for number, names in enumerate(LAYERS)
        for name in names
        if module == name or (module.startswith(name + ".") and name != "ecosystem")
    ]
    assert found, f"{module} has no layer; give it one"
    return max(found)[1]


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def modules_named(name: str) -> str:
    """Return the module that an imported name lies in."""
    parts = name.split(".")
    while parts and not (ROOT.joinpath(*parts).with_suffix(".py").exists() or ROOT.joinpath(*parts).is_dir()):
        parts.pop()
    return ".".join(parts)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    module = name_of(path)
    if module == "ecosystem":
        return
    for name in imported(path):
        target = modules_named(name)
        if target and target != module and target != "ecosystem":
            assert layer_of(target) <= layer_of(module), f"{module} imports {target}, which is later on the road"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_third_party_has_one_home(path: Path) -> None:
    module = name_of(path)
    for name in imported(path):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or any(module == home or module.startswith(home + ".") for home in homes), name
