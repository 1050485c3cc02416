"""A file as UTF-8 text, whatever its encoding is, and what to say of the encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ecosystem.errors import BadInput
from ecosystem.intake import encoding, mojibake, no_table
from ecosystem.intake.files import File
from ecosystem.intake.visible import visible

_CHUNK = 1 << 20
_BEFORE = 1000
"""The bytes before the first one beyond ASCII that are looked at with it."""
_LOOK = 1 << 16
"""The signs of UTF-8 that are looked at for what was read in the wrong encoding before."""
_SHOWN = 60
_BEYOND = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Text:
    """A file of UTF-8, the encoding that it had, and notes."""

    file: File
    encoding: str
    notes: tuple[str, ...] = ()


def as_utf8(file: File, folder: Path, wished: str = "") -> Text:
    """Return a file as UTF-8, copied into `folder` where it is not; `wished` is an encoding that the user names.

    Raises `BadInput` for what is not text.
    """
    if not file.head.strip():
        raise BadInput(f"{file.name}: the file is empty")
    if said := no_table.refusal(file.head):
        raise BadInput(f"{file.name}: {said}")
    part = _telling_part(file)
    codec = encoding.marked(part) or (encoding.named(wished) if wished else _found(file, part))
    if codec.startswith("utf-8"):
        utf8 = "utf-8-sig" if file.head.startswith(codecs.BOM_UTF8) else "utf-8"
        return Text(file, utf8) if wished or part.isascii() else _once(file, folder, utf8, part)
    copy = _laid(file, folder, _decoded(file, codec))
    guessed = not wished and not codec.startswith(("utf-16", "utf-32"))
    return Text(copy, codec, (_guess(part.decode(codec, "replace"), codec),) if guessed else ())


def _telling_part(file: File) -> bytes:
    """Return the head, or where that is plain ASCII the first part of the file that is not."""
    if file.signs.beyond < len(file.head):
        return file.head
    with file.path.open("rb") as stream:
        stream.seek(file.signs.beyond - _BEFORE)
        return stream.read(len(file.head))


def _found(file: File, part: bytes) -> str:
    try:
        return encoding.detect(part, complete=len(file.head) == file.path.stat().st_size)
    except ValueError:
        raise BadInput(f"{file.name}: this is not text; save the table as CSV UTF-8") from None


def _guess(text: str, codec: str) -> str:
    return f"the encoding is taken to be {codec}: {_sample(text)}; where that is wrong, name it with --encoding"


def _sample(text: str) -> str:
    """Return the piece of the first line that has a sign beyond ASCII."""
    first = _BEYOND.search(text)
    start = max(text.rfind("\n", 0, first.start()) + 1, first.start() - _SHOWN // 2) if first else 0
    line = text[start : start + _SHOWN].splitlines()[0].replace("\t", " ").strip()
    return f"'{visible(line)}'"


def _once(file: File, folder: Path, utf8: str, part: bytes) -> Text:
    """Return a text of UTF-8, mended where it was certainly read in the wrong encoding before."""
    found = mojibake.found(part.decode("utf-8-sig", "ignore")[:_LOOK])
    if not found:
        return Text(file, utf8)
    what = f"text in {found.codec} was read as windows-1252 and saved: '{visible(found.word)}' for '{visible(found.meant)}'"
    if found.certain:
        try:
            copy = _laid(file, folder, _mended(file, utf8, found.codec))
        except UnicodeError:
            pass
        else:
            return Text(copy, utf8, (f"{what}; it is mended; with --encoding utf-8 it stays as it is",))
    return Text(file, utf8, (f"{what}; it is left as it is; mend it where it was made",))


def _mended(file: File, utf8: str, codec: str) -> Iterator[str]:
    with file.path.open(encoding=utf8, newline="") as stream:
        yield from (mojibake.mended(line, codec) for line in stream)


def _decoded(file: File, codec: str) -> Iterator[str]:
    """Yield the text of a file; bytes that are not letters of its encoding stay in it as surrogates."""
    errors = "strict" if codec.startswith(("utf-16", "utf-32")) else "surrogateescape"
    with file.path.open("rb") as stream:
        try:
            yield from codecs.iterdecode(iter(lambda: stream.read(_CHUNK), b""), codec, errors)
        except UnicodeDecodeError as error:
            raise BadInput(
                f"{file.name}: byte {error.object[error.start]:#04x} is not {codec}; save the table as CSV UTF-8"
            ) from None


def _laid(file: File, folder: Path, text: Iterator[str]) -> File:
    path = folder / f"{len(list(folder.iterdir()))}.utf-8.csv"
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out:
        out.writelines(text)
    with path.open("rb") as stream:
        return replace(file, path=path, head=stream.read(len(file.head)))
