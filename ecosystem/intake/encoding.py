"""Which encoding a file is in, and what is no table at all."""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("windows-1258", "windows-1252", "mac_roman")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VIETNAMESE = frozenset("ăĂđĐơƠưƯ")
_WORD_MARKS = frozenset("‘’“”–—…•·°«»©®€£§")
_COMMON = frozenset("àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝŸ")

_REFUSED = (
    (b"%PDF", "this is a PDF document, not a table; export the table as CSV"),
    (b"PK\x03\x04", "this is an Excel workbook or a zip file; save the sheet as CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0", "this is an old Excel workbook; save the sheet as CSV UTF-8"),
    (b"\x89PNG", "this is an image, not a table; type or export the table as CSV"),
    (b"\xff\xd8\xff", "this is an image, not a table; type or export the table as CSV"),
    (b"GIF8", "this is an image, not a table; type or export the table as CSV"),
    (b"SQLite format 3", "this is an SQLite database; export its tables as CSV"),
    (b"PAR1", "this is a Parquet file; export the table as CSV"),
    (b"\x1f\x8b", "the file is compressed twice; unpack it once"),
)


def refusal(head: bytes) -> str | None:
    """Return what a file is and the way out where its beginning shows that it is no table, else None.

    >>> refusal(b"%PDF-1.7")
    'this is a PDF document, not a table; export the table as CSV'
    """
    for mark, said in _REFUSED:
        if head.startswith(mark):
            return said
    if head[8:12] == b"DUCK":
        return "this is a DuckDB file, perhaps a store; name it with --store, or export its tables as CSV"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if re.match(rb"<(!doctype html|html|head|body|script|!--)", start):
        return "this is an HTML page, perhaps an error page saved under the table's name; open it to see what it says"
    if start.startswith((b"<?xml", b"<svg")):
        return "this is an XML file, not a table; export the table as CSV"
    return None


def detect(sample: bytes, *, complete: bool = False) -> str:
    """Return the codec of a file's first part, which may end inside a character unless it is `complete`.

    Raises `ValueError` for what is no text.

    >>> detect("Đại học".encode()), detect("Đại học".encode("utf-16"))
    ('utf-8', 'utf-16')
    """
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return codec
    if codec := _utf16(sample):
        return codec
    if sum(byte < 9 or 13 < byte < 32 for byte in sample[:4096]) > len(sample[:4096]) * 0.1:
        raise ValueError("not text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=complete)
    except UnicodeDecodeError as error:
        # Much valid UTF-8 before the first fault: a damaged UTF-8 file, which its reader then reports.
        before = sample[: error.start]
        return (
            "utf-8" if len(before.decode("utf-8")) < len(before) - 20 else max(_OLD, key=lambda old: score(sample, old))
        )
    return "utf-8"


def _utf16(sample: bytes) -> str:
    """Return UTF-16 without its mark: every other byte of mostly Latin text is then NUL."""
    even, odd = sample[:4096:2], sample[1:4096:2]
    for codec, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high and high.count(0) > len(high) * 0.4 and low.count(0) < len(low) * 0.1:
            return codec
    return ""


def score(sample: bytes, codec: str) -> float:
    """Return how plausible a text is in a codec: letters of words count for it, signs inside words against it."""
    text = sample.decode(codec, errors="replace")
    total = 0.0
    for found in re.finditer(r"\S*[^\x00-\x7f]\S*", text):
        total += _word_score(found[0], vietnamese=codec == "windows-1258")
    return total


def _word_score(word: str, *, vietnamese: bool) -> float:
    total = 0.0
    for before, char, after in zip(" " + word, word, word[1:] + " ", strict=False):
        if char in _TONES:
            # Written in two parts: a vowel, then its tone.
            vowel = unicodedata.normalize("NFD", before)[0].lower() in "aeiouy"
            total += 2.0 if vowel else -3.0
        elif char in _VIETNAMESE:
            total += 1.5 if vietnamese else 0.5
        elif char in _COMMON:
            total += 1.0 if char.islower() or not before.islower() else -1.5
        elif char in _WORD_MARKS:
            total += -1.5 if before.isalpha() and after.isalpha() and char not in "’–—" else 0.8
        elif ord(char) > 127:
            total -= 2.0
    return total
