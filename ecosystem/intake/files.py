"""Files as a user names them: folders, globs, compressed, standard input."""

from __future__ import annotations

import glob
import gzip
import hashlib
import os
import re
import shutil
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ecosystem.errors import BadInput
from ecosystem.intake.signs import Signs, signs

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson")
STDIN = "-"
STDIN_NAME = "standard input"
_HEAD = 1 << 20
_PATTERN = re.compile(r"[*?\[\]]")


@dataclass(frozen=True)
class File:
    """A file ready to be read: `name` as the user knows it, `path` where its plain bytes are.

    `document` is what the store knows it by, "" for what is not to be known.
    """

    name: str
    path: Path
    sha256: str
    head: bytes
    document: str = ""

    @cached_property
    def signs(self) -> Signs:
        """What its bytes show; all of them are read."""
        return signs(self.path)

    @property
    def stem(self) -> str:
        """The name without folder and suffixes: `institutes` of `data/institutes.csv.gz`."""
        return Path(self.name).name.split(".")[0]


def expand(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the files that paths, folders and globs name, and what was passed over in the folders.

    Raises `BadInput` for a path that is not there or closed, and for a folder or glob without any table.
    """
    found: list[str] = []
    passed: list[str] = []
    for path in paths:
        try:
            tables, others = ([path], []) if path == STDIN else _named(path)
        except FileNotFoundError:
            raise BadInput(f"{shown(path)}: there is no such file; check the name and the folder you are in") from None
        except OSError as error:
            raise BadInput(f"{shown(error.filename or path)}: cannot be read: {error.strerror}") from None
        found += tables
        passed += others
    return list(dict.fromkeys(found)), [shown(one) for one in passed]


def _named(path: str) -> tuple[list[str], list[str]]:
    place = Path(path)
    if place.is_dir():
        return _inside(place)
    if place.exists():
        return [path], []
    matches = sorted(match for match in glob.glob(path, recursive=True) if Path(match).is_file())  # noqa: PTH207
    if not matches:
        place.stat()
    return matches, []


def shown(path: str) -> str:
    """Return the name of a file as text, also where it is not text."""
    return path.encode("utf-8", "backslashreplace").decode()


def _inside(folder: Path) -> tuple[list[str], list[str]]:
    inside: list[str] = []
    passed: list[str] = []
    for place, folders, names in os.walk(folder, onerror=_raised):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if Path(place, name).is_symlink()]
        for path in (Path(place, name) for name in (*sorted(names), *linked) if not name.startswith(".")):
            (inside if path.is_file() and _suffix(path) in SUFFIXES else passed).append(str(path))
    if not inside:
        raise BadInput(f"{folder}: the folder holds no table; tables end in {', '.join(SUFFIXES)}, also with .gz")
    return sorted(inside), sorted(passed)


def _raised(error: OSError) -> None:
    raise error


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def opened(path: str, folder: Path) -> File:
    """Return a file ready to be read; standard input, pipes and compressed files are laid into `folder`.

    Raises `BadInput` where it cannot be read.
    """
    name = STDIN_NAME if path == STDIN else shown(path)
    try:
        place = _plain_place(path, folder)
        with place.open("rb") as raw:
            if raw.read(2) == b"\x1f\x8b":
                place = _gunzipped(place, folder)
        with place.open("rb") as plain:
            head = plain.read(_HEAD)
            plain.seek(0)
            digest = hashlib.file_digest(plain, "sha256").hexdigest()
            return File(name, place, digest, head, name if path == STDIN else document(path))
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BadInput(f"{name}: the compressed file is broken; fetch it again") from None
    except OSError as error:
        raise BadInput(f"{name}: cannot be read: {error.strerror}") from None


def document(path: str) -> str:
    """Return the name of a file with its folder, by which it is known again wherever one stands.

    >>> document("/home/lan/2024/partners.csv.gz")
    '2024/partners.csv'
    """
    *_, folder, name = ("", *Path(os.path.abspath(path)).parts)  # noqa: PTH100 (a pipe has no other name)
    return shown(f"{folder.strip(os.sep)}/{name.removesuffix('.gz')}")


def _plain_place(path: str, folder: Path) -> Path:
    """Return a regular file with the content of a path, under a name that no reader takes for a pattern."""
    place = Path(path)
    if path != STDIN and place.is_file() and not _PATTERN.search(path) and path.isprintable():
        return place
    laid = folder / f"{len(list(folder.iterdir()))}.laid"
    if path != STDIN and place.is_file():
        laid.symlink_to(place.resolve())
        return laid
    if path == STDIN and sys.stdin is None:
        raise BadInput("standard input: it is closed; give a file")
    with sys.stdin.buffer if path == STDIN else place.open("rb") as stream, laid.open("wb") as out:
        shutil.copyfileobj(stream, out)
    return laid


def _gunzipped(place: Path, folder: Path) -> Path:
    plain = folder / f"{len(list(folder.iterdir()))}-{place.stem}"
    with gzip.open(place) as packed, plain.open("wb") as out:
        shutil.copyfileobj(packed, out, 1 << 20)
    return plain
