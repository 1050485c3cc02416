"""Loaders: from files to the store. One public module a format; `load` is the whole road for a set of files.

Every module keeps `ecosystem.contracts.Loader`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from types import ModuleType

from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.intake import Batch, mapping_file
from ecosystem.intake.files import File, expand, opened
from ecosystem.intake.no_table import refusal
from ecosystem.intake.wishes import NONE, Wishes
from ecosystem.stores import Store


def load(
    paths: Iterable[str | Path],
    *,
    store: Store,
    mapping: Path | None = None,
    strict: bool = False,
    dry_run: bool = False,
    wishes: Wishes = NONE,
    progress: Callable[[str], None] = lambda step: None,
) -> Batch:
    """Load files, folders and globs into a store, all or nothing, and return what became of every row.

    Parameters
    ----------
    mapping
        A mapping file for tables whose headers are not known.
    strict
        Reject a row for any cell that cannot be read, and write nothing if any row is rejected.
    dry_run
        Check everything and write nothing.
    wishes
        How doubtful cells are to be read.
    progress
        Called with each step in words.

    Raises `BadInput` for a file that cannot be read, `StoreBusy` where somebody else is writing.
    """
    names, passed = expand(str(path) for path in paths)
    if mapping:
        mapping_file.load(mapping)
    with store.writing(dry_run=dry_run) as batch:
        batch.wishes = replace(wishes, strict=strict)
        batch.notes += [f"passed over, not a table: {name}" for name in passed]
        for name in names:
            progress(f"reading {name}")
            file = opened(name, batch.folder)
            _staged(file, batch, mapping)
        batch.settle(progress)
        if not dry_run and batch.accepted and not (strict and batch.rejections):
            progress("writing")
            store.write(batch)
            batch.written = True
    return batch


def _staged(file: File, batch: Batch, mapping: Path | None) -> None:
    try:
        loader(file).load(file, batch, mapping=mapping)
    except OSError as error:
        raise BadInput(f"{file.name}: cannot be read by way of {batch.folder}: {error.strerror}") from None


def loader(file: File) -> ModuleType:
    """Return the module that is surest that a file is of its format. Raises `BadInput` where none is."""
    sure, surest = max(((one.recognises(file), one) for one in discovery.modules(__name__)), key=itemgetter(0))
    if sure:
        return surest
    said = refusal(file.head) or "no loader knows this format; save the table as CSV UTF-8"
    raise BadInput(f"{file.name}: {said}")
