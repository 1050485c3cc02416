"""The encoding of a file, told from its first part, and what is no table at all."""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as the mark of UTF-16 does, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")

_EXPORT = "; export the table as CSV"
_BEGINNINGS = (
    (b"%PDF-", "a PDF document, not a table" + _EXPORT),
    (b"PK\x03\x04", "an Excel workbook or another zip archive; save the sheet as CSV UTF-8, or unpack the archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV UTF-8"),
    (b"\x89PNG", "a PNG image, not a table; type the table, or ask for it as CSV"),
    (b"\xff\xd8\xff", "a JPEG image, not a table; type the table, or ask for it as CSV"),
    (b"GIF87a", "a GIF image, not a table; type the table, or ask for it as CSV"),
    (b"GIF89a", "a GIF image, not a table; type the table, or ask for it as CSV"),
    (b"SQLite format 3\x00", "an SQLite database" + _EXPORT),
    (b"PAR1\x15", "a Parquet file" + _EXPORT),  # the byte that follows tells it from a column named PAR1
    (b"\x1f\x8b", "a gzip archive inside the file; unpack it first"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!--|(?:!doctype\s+html|html|head|body|script)\b)", re.IGNORECASE
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg)\b", re.IGNORECASE)

# The likelier first: of equals the first is taken.
_EIGHT_BIT = ("windows-1252", "windows-1258", "mac_roman")
# Letters and bytes beyond ASCII that stand together: a word with its quotation marks and dashes.
_TOKEN = re.compile(rb"[A-Za-z]{0,24}(?:[\x80-\xff][A-Za-z]{0,24}){1,40}")
_ENOUGH = 2000
_WELL_FORMED = 3
"""How many letters of UTF-8 there are for each broken byte in a text of UTF-8; other encodings hardly make any."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PARTS = re.compile(rf"(?:[^\W\d_ªº][{_TONES}]*)+|.", re.DOTALL)
_SPLIT = {ord(letter): unicodedata.normalize("NFD", letter) for letter in "àáèéíóùú"}  # as far as Windows-1258 has them
_TONE = re.compile(rf"(?<=[aăâeêioôơuưy])[{_TONES}]")
# Onset and rhyme, k and the clusters for names such as Đắk Lắk and Krông; or consonants alone, as in HĐND.
_SYLLABLE = re.compile(
    r"(?:ngh?|gh|gi|kh|ch|th|tr|nh|ph|qu|[bcdđghkpt][lr]|[bcdđghklmnprstvx])?"
    r"(?:(?:[aăâeêioôơuưy]|iê|yê|o[aăeo]|ươ|u[ôâêy]|uyê)(?:ch|ng|nh|[ckmnpt])"
    r"|[aeêioôơuưy]|[aâ][uy]|[aoôơuư]i|[aeo]o|[êiươ]u|i[au]|iêu|yêu|o[ae]|oa[iyo]|oeo|u[aêơy]|uôi|uây|uy[au]|ưa|ươ[iu])"
    r"|[bcdđghklmnpqrstvx]{2,6}"
)
_COMMON = frozenset("àâäáåæçèéêëíîïñóôöøœùúûüß")
_RARE = frozenset("ãõòìýÿšžðþ")  # Portuguese, Italian, Nordic; Windows-1258 has Vietnamese in most of these places
_CASE = re.compile(r"[a-zß-öø-ÿœ][À-ÖØ-ÞŒŸ]|[A-ZÀ-ÖØ-ÞŒŸ][à-öø-ÿœ][A-ZÀ-ÖØ-ÞŒŸ]")
_OPENING, _CLOSING, _APART = frozenset("“‘„‚«‹¿¡"), frozenset("”’»›…™®©ªº°"), frozenset("–—•·§€£¥±×½¼¾²³₫")
_ELISION = re.compile(
    r"(?:^|\b)(?:[ldjnsmtc]|\w*qu)’[aeiouyhàâéèêëîôû]|\bo’[A-Z]|’(?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE
)


def detect(sample: bytes, *, complete: bool = False) -> str:
    """Return the Python codec of a text from its first part, a megabyte say.

    Asked in this order: the byte order mark; the zero bytes of UTF-16; whether it is UTF-8; else which of
    Windows-1252, Windows-1258 and Mac Roman makes the likeliest words. A text of UTF-8 with a few broken bytes
    is still called UTF-8, so that reading it fails where it is broken and garbles nothing.
    Unless the sample is `complete` it may end inside a character.

    Raises `ValueError` where the bytes are no text.

    >>> detect("Đại học".encode()), detect(b"M\\xfcnchen"), detect(b"Vi\\xea\\xf2t"), detect(b"Qu\\x8ebec")
    ('utf-8', 'windows-1252', 'windows-1258', 'mac_roman')
    """
    codec = _marked(sample) or _utf16(sample) or _utf8(sample, complete=complete) or _eight_bit(sample)
    text = sample.decode(codec, "replace")
    # A NUL costs the row that it is in; a quarter of them is no table.
    if len(_CONTROLS.findall(text)) > 1 + len(text) // 50 or 4 * text.count("\0") > len(text):
        raise ValueError("not text")
    return codec


def _marked(sample: bytes) -> str:
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


def _eight_bit(sample: bytes) -> str:
    tokens: dict[bytes, None] = {}
    for found in _TOKEN.finditer(sample):
        tokens[found[0]] = None
        if len(tokens) == _ENOUGH:
            break
    return max(_EIGHT_BIT, key=lambda codec: sum(_likely(token.decode(codec, "replace"), codec) for token in tokens))


def _likely(token: str, codec: str) -> int:
    """Return 1 where every word and sign of a token may stand so, -1 where one may not, 0 where one is rare."""
    fits = []
    for found in _PARTS.finditer(token):
        part = found[0]
        if part.isascii():
            continue
        if part[0].isalpha() and part not in "ªº":
            fits.append(max(_western(part), _vietnamese(part) if codec == "windows-1258" else -1))
        else:
            fits.append(1 if _sign_fits(token, found.start()) else -1)
    return min(fits, default=0)


def _western(word: str) -> int:
    """Capitals within a word, most letters alone, and œ at the end are signs of the wrong encoding."""
    letters = {letter for letter in word.lower() if not letter.isascii()}
    alone = len(word) == 1 and word.lower() not in "àáéèóô"
    if alone or _CASE.search(word) or word[-1] in "œŒ" or not letters <= _COMMON | _RARE:
        return -1
    return 0 if letters & _RARE else 1


def _vietnamese(word: str) -> int:
    """A Vietnamese word is one syllable: onset, rhyme, at most one tone, after a vowel. Lone đ is the currency."""
    bare, tones = _TONE.subn("", word.lower().translate(_SPLIT))
    return 1 if word == "đ" or (tones <= 1 and _SYLLABLE.fullmatch(bare)) else -1


def _sign_fits(token: str, at: int) -> bool:
    sign, before, after = token[at], token[at - 1 : at].isalpha(), token[at + 1 : at + 2].isalpha()
    if before and after:
        if sign in "–—":
            return len(token[:at]) > 1 < len(token[at + 1 :])
        return sign == "’" and bool(_ELISION.search(token))
    if sign == "\u00a0":
        return True
    if sign in _APART and not before and not after:
        return True
    return (sign in _OPENING and not before) or (sign in _CLOSING and not after)


def refusal(head: bytes) -> str | None:
    """Return what a file is and the way out where its beginning shows that it is no table, else None.

    >>> refusal(b"%PDF-1.7")
    'this is a PDF document, not a table; export the table as CSV'
    """
    for beginning, what in _BEGINNINGS:
        if head.startswith(beginning):
            return f"this is {what}"
    if head[8:12] == b"DUCK" and head[16:20] == bytes(4):
        return "this is a DuckDB file, perhaps a store; name it with --store, or export its tables as CSV"
    if _HTML.match(head):
        return "this is an HTML page, perhaps an error page saved under the table's name; open it to see what it says"
    return "this is an XML file, not a table; export the table as CSV" if _XML.match(head) else None
