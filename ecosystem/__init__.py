"""An explorer for innovation ecosystems.

>>> import ecosystem
>>> ecosystem.Scope(kinds=("university",)).kinds
('university',)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecosystem.model.answer import Answer
    from ecosystem.model.graph import Graph
    from ecosystem.model.scope import Scope
    from ecosystem.stores import open_store

__all__ = ["Answer", "Graph", "Scope", "__version__", "open_store"]

__version__ = "0.1.0"

# Imported when first used, so that `ecosystem --help` stays quick.
_HOMES = {"Answer": "model.answer", "Graph": "model.graph", "Scope": "model.scope", "open_store": "stores"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'ecosystem' has no attribute '{name}'")
    return getattr(import_module(f"ecosystem.{_HOMES[name]}"), name)
