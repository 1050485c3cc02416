"""What the bytes of a file show before anything is read as text: one pass answers all that is asked of them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20
_BEYOND = re.compile(rb"[\x80-\xff]")
_WRAPPED = re.compile(rb'="')


@dataclass(slots=True)
class Signs:
    """The signs of a file: its line ends, bytes beyond ASCII, NULs, quotes, and whether it is UTF-8 throughout.

    `beyond` is the place of the first byte beyond ASCII, -1 where there is none; `wrapped` says that some text may
    stand as a formula, ="007".
    """

    feeds: int = 0
    returns: int = 0
    pairs: int = 0
    beyond: int = -1
    utf8: bool = True
    nul: bool = False
    wrapped: bool = False
    closed: bool = False

    @property
    def regular(self) -> bool:
        """Whether this is UTF-8 without NULs whose lines all end alike, in a line feed."""
        return self.utf8 and not self.nul and (not self.returns or self.returns == self.pairs == self.feeds)

    @property
    def lines(self) -> int:
        """The number of lines, where all end in a line feed; the last one need not."""
        return self.feeds + (not self.closed)


def signs(path: Path) -> Signs:
    """Read a file once and return its signs."""
    found, decoder, place = Signs(), codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as stream:
        while part := stream.read(_CHUNK):
            while part.endswith((b"\r", b"=")) and (more := stream.read(1)):
                part += more
            _add(found, part, decoder, place)
            place += len(part)
            found.closed = part.endswith(b"\n")
    found.utf8 = found.utf8 and _decodes(decoder, b"", final=True)
    return found


def _add(found: Signs, part: bytes, decoder: codecs.IncrementalDecoder, place: int) -> None:
    found.feeds += part.count(b"\n")
    if b"\r" in part:
        found.returns += part.count(b"\r")
        found.pairs += part.count(b"\r\n")
    found.nul = found.nul or b"\0" in part
    found.wrapped = found.wrapped or (b"=" in part and b'"' in part and bool(_WRAPPED.search(part)))
    if found.beyond < 0 and (first := _BEYOND.search(part) if not part.isascii() else None):
        found.beyond = place + first.start()
    found.utf8 = found.utf8 and _decodes(decoder, part)


def _decodes(decoder: codecs.IncrementalDecoder, part: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(part, final)
    except UnicodeDecodeError:
        return False
    return True
