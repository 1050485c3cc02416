"""What goes wrong with a file, as one clear line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecosystem.errors import StoreBusy, StoreUnreachable
from ecosystem.intake.engine import duckdb

_UNKNOWN_WORD = re.compile(r"Could not convert string '(.*?)' to ENUM\(.* column (\w+)")


def unopened(path: Path, message: str) -> StoreBusy | StoreUnreachable:
    """Return what is raised for a file that DuckDB does not open."""
    if "Conflicting lock" in message:
        process = re.search(r"\(PID (\d+)\)", message)
        holder = f"process {process[1]}" if process else "another process"
        return StoreBusy(f"store {path}: {holder} is writing to it; try again when it has ended")
    if "not a valid DuckDB" in message:
        return StoreUnreachable(f"store {path}: the file is not a store; name another with --store")
    return StoreUnreachable(f"store {path}: cannot be opened: {message.splitlines()[0]}")


@contextmanager
def writing_errors(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into one clear line."""
    try:
        yield
    except (duckdb.OperationalError, duckdb.FatalException) as error:
        raise StoreUnreachable(
            f"store {path}: could not be written, and is as it was before: {str(error).splitlines()[0]}"
        ) from None


@contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Turn what a damaged or foreign file gives into one clear line."""
    try:
        yield
    except duckdb.Error as error:
        line = str(error).splitlines()[0]
        if unknown := _UNKNOWN_WORD.search(line):
            raise StoreUnreachable(
                f"store {path}: it uses the {unknown[2]} '{unknown[1]}', which this version does not know; "
                "use the version that wrote it"
            ) from None
        raise StoreUnreachable(
            f"store {path}: cannot be read, it may be damaged: {line}; load your files into a new one"
        ) from None
