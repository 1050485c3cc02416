"""DuckDB as far as this program uses it: connections, statements and errors.

The package `duckdb` lays relations and expressions over its engine. Nothing here uses them, and their import takes as
long as a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
else:
    try:
        import _duckdb as duckdb
    except ImportError:  # a DuckDB whose engine has another name
        import duckdb

__all__ = ["duckdb"]
