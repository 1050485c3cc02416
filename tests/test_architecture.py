"""Imports go one way, and each third party has one home."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = (
    ("ecosystem.errors", "ecosystem.discovery"),
    ("ecosystem.kernels", "ecosystem.model"),
    ("ecosystem.measures",),
    ("ecosystem.intake",),
    ("ecosystem.stores", "ecosystem.outputs"),
    ("ecosystem.contracts",),
    ("ecosystem",),
    ("loaders", "queries"),
    ("ecosystem.commands",),
    ("cli",),
)
"""Who may import whom: each room those before it, and its own."""
HOMES = {
    "click": ("cli", "ecosystem.commands"),
    "ctypes": ("ecosystem.kernels",),
    "graspologic_native": ("ecosystem.measures.modularity",),
    "pyvis": ("ecosystem.outputs.page",),
    "duckdb": ("ecosystem.intake.engine",),
    "_duckdb": ("ecosystem.intake.engine",),
    "openpyxl": ("ecosystem.outputs",),
    "rich": ("ecosystem.outputs.progress",),
    "neo4j": tuple(f"ecosystem.stores.neo4j.{name}" for name in ("server", "hold", "faults")),
}
FILES = [path for folder in ("ecosystem", "loaders", "queries") for path in sorted((ROOT / folder).rglob("*.py"))]
FILES.append(ROOT / "cli.py")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    found = [name for rooms in ROOMS for name in rooms if module == name or module.startswith(name + ".")]
    room = max(found, key=len)
    assert room != "ecosystem" or module == room, f"{module} stands in no room; put it into one"
    return room


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


def targets(path: Path) -> set[str]:
    """Return the modules of ours that a module imports, wherever in it."""
    return {target for name in imported(path) if (target := modules_named(name))}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    order = {room: number for number, rooms in enumerate(ROOMS) for room in rooms}
    module = name_of(path)
    if module == "ecosystem":
        return
    own = room_of(module)
    for target in targets(path) - {"ecosystem"}:
        room = room_of(target)
        assert room == own or order[room] < order[own], f"{module} imports {target}, which is later on the road"


def test_no_two_modules_import_each_other() -> None:
    graph = {name_of(path): targets(path) - {name_of(path), "ecosystem"} for path in FILES}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_third_party_has_one_home(path: Path) -> None:
    module = name_of(path)
    for name in imported(path):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or any(module == home or module.startswith(home + ".") for home in homes), name
