"""Text that was read in the wrong encoding once and saved so: `Ä‘áº¡i` for `đại`, `ViÖn` for `Viện`."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import islice

from ecosystem.intake.encoding import eight_bit
from ecosystem.intake.likely_words import VIETNAMESE_ALONE, likely
from ecosystem.intake.vietnamese_codecs import LATIN, TCVN3

_WORD = re.compile(r"[A-Za-z]*(?:[^\x00-\x7f]+[A-Za-z]*)+")
_BYTES = codecs.charmap_build(LATIN)
_MANY = 20_000
_PROOF = 3
"""The different words that prove what was done to a text."""


@dataclass(frozen=True, slots=True)
class Mojibake:
    """What a text was before it was read as Windows-1252, a word of it as it stands and as it was.

    `certain` says that all words were so; else some were, or too few to know.
    """

    codec: str
    word: str
    meant: str
    certain: bool


def mended(text: str, codec: str) -> str:
    """Return a text as it was. Raises `UnicodeError` where it cannot have been so.

    >>> mended("Ä‘áº¡i há»\\x8dc", "utf-8"), mended("ViÖn Hµn l©m", "tcvn3")
    ('đại học', 'Viện Hàn lâm')
    """
    return text if text.isascii() else codecs.charmap_encode(text, "strict", _BYTES)[0].decode(codec)


def found(text: str) -> Mojibake | None:
    """Return what happened to a text, None where nothing shows that something did.

    >>> found("Viện Hàn lâm") is None, found("Université, São Paulo") is None
    (True, True)
    """
    words = list(dict.fromkeys(one[0] for one in islice(_WORD.finditer(text), _MANY)))
    return _some(words, "utf-8") or _throughout(words) or _some(words, TCVN3)


def _some(words: list[str], codec: str) -> Mojibake | None:
    """Return what some words were, where enough of them prove it; one word does for UTF-8."""
    so = [word for word in words if _was(word, codec)]
    enough = len(so) >= _PROOF
    if not so or not (enough or codec == "utf-8"):
        return None
    return Mojibake(codec, so[0], mended(so[0], codec), enough and len(so) == len(words))


def _was(word: str, codec: str) -> bool:
    """Say whether a word, which stands in no western text, was one in that encoding."""
    try:
        meant = mended(word, codec)
    except UnicodeError:
        return False
    return codec == "utf-8" or (likely(word, "windows-1252") < 0 < likely(meant, codec))


def _throughout(words: list[str]) -> Mojibake | None:
    """Return what a text was all through, where it may look western word by word, as VNI does."""
    try:
        data = codecs.charmap_encode(" ".join(words), "strict", _BYTES)[0]
    except UnicodeError:
        return None
    codec = eight_bit(data) if words else ""
    if codec not in VIETNAMESE_ALONE:
        return None
    certain = all(likely(mended(word, codec), codec) > 0 for word in words)
    return Mojibake(codec, words[0], mended(words[0], codec), certain)
