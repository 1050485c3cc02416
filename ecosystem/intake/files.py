"""Files as a user names them: folders, globs, compressed, standard input."""

from __future__ import annotations

import glob
import gzip
import hashlib
import shutil
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ecosystem.errors import BadInput

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson")
STDIN = "-"
_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file ready to be read: `name` as the user knows it, `path` where its plain bytes are."""

    name: str
    path: Path
    sha256: str
    head: bytes

    @property
    def stem(self) -> str:
        """The name without folder and suffixes: `institutes` of `data/institutes.csv.gz`."""
        return Path(self.name).name.split(".")[0]


def expand(paths: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the files that paths, folders and globs name, and what was passed over in the folders.

    Raises `BadInput` for a path that is not there, and for a folder or glob without any table.
    """
    found: list[str] = []
    passed: list[str] = []
    for path in paths:
        if path == STDIN or Path(path).is_file():
            found.append(path)
        elif Path(path).is_dir():
            tables, others = _inside(Path(path))
            found += tables
            passed += others
        elif matches := sorted(match for match in glob.glob(path, recursive=True) if Path(match).is_file()):  # noqa: PTH207
            found += matches
        else:
            raise BadInput(f"{path}: there is no such file; check the name and the folder you are in")
    return list(dict.fromkeys(found)), passed


def _inside(folder: Path) -> tuple[list[str], list[str]]:
    try:
        inside = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder))
    except OSError as error:
        raise BadInput(f"{folder}: cannot be read: {error.strerror}") from None
    tables = [str(path) for path in inside if _suffix(path) in SUFFIXES]
    if not tables:
        raise BadInput(f"{folder}: the folder holds no table; tables end in {', '.join(SUFFIXES)}, also with .gz")
    return tables, [str(path) for path in inside if _suffix(path) not in SUFFIXES]


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()


def opened(path: str, folder: Path) -> File:
    """Return a file ready to be read; standard input and compressed files are laid into `folder`.

    Raises `BadInput` where it cannot be read.
    """
    name = "standard input" if path == STDIN else path
    place = Path(path)
    try:
        if path == STDIN:
            place = folder / "stdin"
            with place.open("wb") as out:
                shutil.copyfileobj(sys.stdin.buffer, out)
        with place.open("rb") as raw:
            if raw.read(2) == b"\x1f\x8b":
                place = _gunzipped(place, folder)
        with place.open("rb") as plain:
            head = plain.read(_HEAD)
            plain.seek(0)
            return File(name, place, hashlib.file_digest(plain, "sha256").hexdigest(), head)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BadInput(f"{name}: the compressed file is broken; fetch it again") from None
    except OSError as error:
        raise BadInput(f"{name}: cannot be read: {error.strerror}") from None


def _gunzipped(place: Path, folder: Path) -> Path:
    plain = folder / f"{len(list(folder.iterdir()))}-{place.stem}"
    with gzip.open(place) as packed, plain.open("wb") as out:
        shutil.copyfileobj(packed, out, 1 << 20)
    return plain
