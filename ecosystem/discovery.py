"""How loaders, questions and outputs are found, every public module of their package, and stores, every folder."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


@cache
def names(package: str) -> tuple[str, ...]:
    """Return the names of the public modules of a package, sorted, without importing them.

    >>> "tables" in names("loaders")
    True
    """
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return tuple(sorted(found.name for found in pkgutil.iter_modules(places) if not found.name.startswith("_")))


@cache
def folders(package: str) -> tuple[str, ...]:
    """Return the names of the packages in a package, sorted, without importing them.

    >>> folders("ecosystem.stores")
    ('embedded', 'neo4j')
    """
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return tuple(sorted(found.name for found in pkgutil.iter_modules(places) if found.ispkg))


def module(package: str, name: str) -> ModuleType:
    """Import one public module of a package."""
    return import_module(f"{package}.{name}")


def modules(package: str) -> list[ModuleType]:
    """Import every public module of a package, in the order of their names."""
    return [module(package, name) for name in names(package)]


def headline(package: str, name: str) -> str:
    """Return the first line of a module's docstring, read as text: nothing is imported or parsed.

    Comments and empty lines above it are passed over.

    >>> headline("ecosystem", "discovery").startswith("How loaders")
    True
    """
    spec = find_spec(package)
    for place in (spec.submodule_search_locations if spec else None) or ():
        path = Path(place, name + ".py")
        if path.exists():
            with path.open(encoding="utf-8") as file:
                lines = (line.strip() for line in file)
                return next((line.strip('"') for line in lines if line and not line.startswith("#")), "")
    return ""
