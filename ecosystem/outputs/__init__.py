"""Outputs: an answer as text, table, graph file or page. One public module an output, chosen by the file's suffix."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from ecosystem import discovery
from ecosystem.errors import BadInput
from ecosystem.model.answer import Answer


def suffixes() -> dict[str, str]:
    """Return the suffixes that files may have, each with the module that writes it."""
    return {
        suffix: module.__name__.rpartition(".")[2]
        for module in discovery.modules(__name__)
        for suffix in getattr(module, "SUFFIXES", ())
    }


def writer(path: Path) -> ModuleType:
    """Return the module that writes files with the suffix of `path`. Raises `BadInput` where none does."""
    found = suffixes().get(path.suffix.lower())
    if found is None:
        raise BadInput(f"{path}: nothing writes '{path.suffix}'; end the name in {', '.join(sorted(suffixes()))}")
    return discovery.module(__name__, found)


def write(answer: Answer, path: Path) -> None:
    """Write an answer to a file whose suffix chooses the form; the file appears whole or not at all."""
    writer(path).write(answer, path)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path` to write to, which takes its place when all went well.

    A link is followed, and a device is written to as it is. Raises `BadInput` where the file system refuses,
    as it does for a file that is there and may not be written.
    """
    try:
        place = Path(os.path.realpath(path))
        if place.exists() and not place.is_file():
            yield place
            return
        temporary = place.with_name(f".{os.urandom(8).hex()}.part")
        try:
            temporary.touch(exist_ok=False)
            if place.exists():
                place.open("r+b").close()
                temporary.chmod(place.stat().st_mode & 0o777)
            yield temporary
            with temporary.open("r+b") as file:
                os.fsync(file.fileno())
            temporary.replace(place)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror or error}; write to another place") from error
