"""Copying one store into another, by the same road that files take."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ecosystem.errors import BadInput, StoreUnreachable
from ecosystem.intake import Batch
from ecosystem.intake.files import File
from ecosystem.model import dates
from ecosystem.model.record_types import RECORD_TYPES, literal
from ecosystem.stores import Store


def copy(
    source: Store, target: Store, *, dry_run: bool = False, progress: Callable[[str], None] = lambda step: None
) -> Batch:
    """Load everything that one store holds into another and return what became of every row.

    An empty target takes the log of loads along; what else it holds stays. With `dry_run` nothing is written. Raises
    `BadInput` where both are the same, `StoreBusy` where somebody else is writing.
    """
    if source.address == target.address:
        raise BadInput(f"copy: '{source.address}' is both from and to; give two stores")
    with source.reading(), source.rows() as tables:
        history = [] if _has_log(target) else source.log()
        with target.writing(dry_run=dry_run) as batch:
            batch.history += history
            for name in RECORD_TYPES:
                progress(f"reading {name} of {source.address}")
                _stage(tables, batch, name, source.address)
            batch.settle(progress)
            if not dry_run:
                progress("writing")
                target.write(batch)
                batch.written = True
    return batch


def _has_log(store: Store) -> bool:
    try:
        return bool(store.log())
    except StoreUnreachable:
        return False


def _stage(tables: Any, batch: Batch, name: str, address: str) -> None:
    """Stage a table as the rows of a file, whose ends of links are ids and whose dates are text."""
    path = batch.folder / f"{name}.parquet"
    fields = [f"{_text(field)} AS {field}" for field in RECORD_TYPES[name].fields]
    ends = "JOIN main.nodes s ON s.key = r.source JOIN main.nodes t ON t.key = r.target" if name == "links" else ""
    tables.execute(
        f"COPY (SELECT row_number() OVER (ORDER BY r.key) AS line, 0 AS part, {', '.join(fields)} "
        f"FROM main.{name} r {ends}) TO {literal(str(path))} (FORMAT parquet)"
    )
    rows = f"SELECT * EXCLUDE (part) FROM read_parquet({literal(str(path))})"
    file = File(f"{address} ({name})", path, _sha256(path), b"")
    number = batch.file(file, mapping="", encoding="", rows=rows, header=RECORD_TYPES[name].fields)
    batch.stage(number, name, f"SELECT * FROM read_parquet({literal(str(path))})")


def _text(field: str) -> str:
    if field in ("source", "target"):
        return f"{field[0]}.id"
    if field in ("valid_from", "valid_to"):
        return dates.SHOW_SQL.format(f"r.{field}")
    return f"r.{field}::VARCHAR"


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
