"""The encoding of a text, found out from its first part."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from ecosystem.errors import BadInput
from ecosystem.intake.likely_words import VIETNAMESE, VIETNAMESE_ALONE, likely
from ecosystem.intake.vietnamese_codecs import TCVN3, VNI, is_vni

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the mark of UTF-16 does, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")

# The likelier first: of equals the first is taken.
_EIGHT_BIT = (TCVN3, VNI, "windows-1252", "windows-1258", "mac_roman")
# Letters and bytes beyond ASCII that stand together: a word with its quotation marks and dashes.
_TOKEN = re.compile(rb"[A-Za-z]{0,24}(?:[\x80-\xff][A-Za-z]{0,24}){1,40}")
_WELL_FORMED = 3
"""How many letters of UTF-8 there are for each broken byte in a text of UTF-8; other encodings hardly make any."""
_PROOF = 3
"""The different words that prove an encoding."""
_ENOUGH, _MANY = 2000, 20_000
# As the library names them, and as Python does.
_CODECS = {
    "windows-1250": "cp1250",
    "iso-8859-2": "iso8859_2",
    "windows-1251": "cp1251",
    "koi8-u": "koi8_u",
    "windows-1253": "cp1253",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}
_NAMES = {"tcvn": "tcvn3", "abc": "tcvn3", "vni": "vni"}


def detect(sample: bytes, *, complete: bool = False) -> str:
    """Return the Python codec of a text from its first part, a megabyte say.

    Asked in this order: the byte order mark; the zero bytes of UTF-16; whether it is UTF-8; else which of
    Windows-1252, Windows-1258, Mac Roman, TCVN3 and VNI makes the likeliest words, or what chardetng makes of it. A text of UTF-8 with a few broken bytes
    is still called UTF-8, so that reading it fails where it is broken and garbles nothing.
    Unless the sample is `complete` it may end inside a character.

    Raises `ValueError` where the bytes are not text.

    >>> detect("Đại học".encode()), detect(b"M\\xfcnchen"), detect(b"Vi\\xea\\xf2t"), detect(b"Qu\\x8ebec")
    ('utf-8', 'windows-1252', 'windows-1258', 'mac_roman')
    """
    codec = marked(sample) or _utf16(sample) or _utf8(sample, complete=complete) or eight_bit(sample)
    text = sample.decode(codec, "replace")
    # A NUL costs the row that it is in; a quarter of them is no table.
    if len(_CONTROLS.findall(text)) > 1 + len(text) // 50 or 4 * text.count("\0") > len(text):
        raise ValueError("not text")
    return codec


def marked(sample: bytes) -> str:
    """Return the encoding that a byte order mark names, "" where there is none."""
    return next((codec for mark, codec in _MARKS if sample.startswith(mark)), "")


def _utf16(sample: bytes) -> str:
    """In Latin text the high byte of a unit is mostly zero, the low byte hardly ever; so it is where a line ends."""
    units = len(sample) // 2
    first, second = (sample[start : units * 2 : 2].count(0) for start in (0, 1))
    if max(first, second) * 5 <= units or max(first, second) <= 4 * min(first, second):
        return ""
    codec = "utf-16-le" if second > first else "utf-16-be"
    first = sample.find(b"\n") // 2 * 2
    if first > 0 and b"\0" not in sample[:first]:
        return ""
    return codec if first < 0 or sample[first : first + 2] == "\n".encode(codec) else ""


def _utf8(sample: bytes, *, complete: bool) -> str:
    decode = codecs.getincrementaldecoder("utf-8")
    try:
        decode().decode(sample, final=complete)
    except UnicodeDecodeError:
        text = decode("replace").decode(sample, final=complete)
        broken = text.count("\ufffd")
        beyond = len(re.findall(r"[^\x00-\x7f]", text)) - broken
        return "utf-8" if beyond > _WELL_FORMED * broken else ""
    return "utf-8"


def eight_bit(sample: bytes) -> str:
    """Return the encoding of the likeliest words; the library knows the others, such as Polish, Russian and Chinese."""
    words = tokens(sample)
    fits = {codec: [_fit(word, codec) for word in words] for codec in _EIGHT_BIT}
    # What was written before Unicode is Vietnamese all through. TCVN3 holds what no western word does.
    for codec in VIETNAMESE_ALONE:
        proof = sum(fits[codec])
        if proof < _PROOF or proof < 0.8 * len(words) or (codec == TCVN3 and min(fits["windows-1252"]) >= 0):
            del fits[codec]
    best = max(fits, key=lambda codec: sum(fits[codec]))
    if sum(fits[best]) == len(words) or (best in VIETNAMESE and 2 * sum(fits[best]) > len(words)):
        return best
    other = _other(sample)
    differ = sum(word.decode(best, "replace") != word.decode(other, "replace") for word in words) if other else 0
    return other if other and (min(fits[best]) < 0 or (best != "mac_roman" and differ >= _PROOF)) else best


def _fit(word: bytes, codec: str) -> int:
    return -1 if codec == VNI and not is_vni(word) else likely(word.decode(codec, "replace"), codec)


def tokens(sample: bytes) -> list[bytes]:
    """Return the words with letters beyond ASCII, each once, as many as decide."""
    found = dict.fromkeys(one[0] for one in islice(_TOKEN.finditer(sample), _MANY))
    return list(found)[:_ENOUGH]


def _other(sample: bytes) -> str:
    """Return what the library takes a text for where that is not western, and can be so."""
    import chardetng_py

    detector = chardetng_py.EncodingDetector()
    detector.feed(sample, last=True)
    codec = _CODECS.get(detector.guess(tld=None, allow_utf8=False).lower(), "")
    try:
        codec and codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return ""
    return codec


def named(name: str) -> str:
    """Return the codec of a name that people use. Raises `BadInput` for one that nobody knows.

    >>> named("TCVN3 (ABC)"), named("cp1258"), named("UTF8")
    ('tcvn3', 'windows-1258', 'utf-8-sig')
    """
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    try:
        known = next((codec for word, codec in _NAMES.items() if word in plain), "") or codecs.lookup(name).name
    except LookupError:
        known = ""
    if not known or not codecs.lookup(known)._is_text_encoding:
        listed = "utf-8, utf-16, windows-1258, tcvn3, vni, windows-1252, cp1250, cp1251, gb18030, cp932"
        raise BadInput(f"there is no encoding {name!r}; known are {listed}")
    return {"cp1258": "windows-1258", "cp1252": "windows-1252", "utf-8": "utf-8-sig"}.get(known, known)
