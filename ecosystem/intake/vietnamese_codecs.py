"""The encodings of Vietnamese before Unicode as codecs of Python: `tcvn3` (fonts named .Vn…) and `vni` (fonts named VNI-…).

Both come with fonts: the first has a byte for each small letter, and draws capitals with a font of its own; the second
writes the mark as a byte of its own behind the letter.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

LATIN = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
"""Windows-1252, with signs for the bytes that it leaves out."""
TCVN3, VNI = "tcvn3", "vni"
# From byte a1 on; "." where there is none.
_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."
_TCVN3 = "".join(map(chr, range(0xA1))) + "".join(
    chr(byte) if letter == "." else letter for byte, letter in enumerate(_LETTERS, 0xA1)
)
# A small letter of the font of capitals between capitals.
_CAPITALS = re.compile(r"[^\W\d_]*[ăâêôơưđà-ỹ][A-ZĂÂÊÔƠƯĐ][^\W\d_]*")

_ALONE = dict(zip("æìíóòôöîñ", "ỉìíĩịơưỵđ", strict=True))
_TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_BROAD = dict(zip("àáåãä", "\u0300\u0301\u0309\u0303\u0323", strict=True))  # above a circumflex
_SHORT = dict(zip("èéúüë", "\u0300\u0301\u0309\u0303\u0323", strict=True))  # above a breve


def _vni() -> dict[str, str]:
    """Return the letters of VNI: what its bytes, read as Latin-1, stand for."""
    found = dict(_ALONE)
    for base in "aeouyôö":
        found |= {base + mark: _ALONE.get(base, base) + tone for mark, tone in _TONES.items()}
    for base in "aeo":
        found |= {base + "â": base + "\u0302"} | {base + mark: base + "\u0302" + t for mark, t in _BROAD.items()}
    found |= {"aê": "a\u0306"} | {"a" + mark: "a\u0306" + tone for mark, tone in _SHORT.items()}
    composed = {given: unicodedata.normalize("NFC", meant) for given, meant in found.items()}
    capitals = {given.upper(): meant.upper() for given, meant in composed.items()}
    mixed = {given[0].upper() + given[1:]: meant.upper() for given, meant in composed.items() if len(given) > 1}
    return composed | mixed | capitals


_VNI = _vni()
_VNI_LETTER = re.compile("|".join(map(re.escape, sorted(_VNI, key=len, reverse=True))))


def tcvn3(data: bytes) -> str:
    """Return text of TCVN3.

    >>> tcvn3(bytes.fromhex("5669d66e2048b56e206ca96d204b686f612068e463")), tcvn3(b"TR\\xa6\\xeaNG")
    ('Viện Hàn lâm Khoa học', 'TRƯỜNG')
    """
    text = codecs.charmap_decode(data, "strict", _TCVN3)[0]
    return _CAPITALS.sub(lambda word: word[0].upper(), text)


def vni(data: bytes) -> str:
    """Return text of VNI.

    >>> vni("Tröôøng Ñaïi hoïc Caàn Thô".encode("latin-1"))
    'Trường Đại học Cần Thơ'
    """
    return _VNI_LETTER.sub(lambda letter: _VNI[letter[0]], codecs.charmap_decode(data, "strict", LATIN)[0])


def is_vni(word: bytes) -> bool:
    """Say whether all signs of a word beyond ASCII are such as VNI has, where it has them.

    >>> is_vni("Ñaïi".encode("cp1252")), is_vni("Hàn".encode("cp1252"))
    (True, False)
    """
    return _VNI_LETTER.sub("", codecs.charmap_decode(word, "strict", LATIN)[0]).isascii()


_DECODERS = {TCVN3: tcvn3, VNI: vni}


def _codec(name: str) -> codecs.CodecInfo | None:
    if name not in _DECODERS:
        return None
    decode = _DECODERS[name]

    class Decoder(codecs.BufferedIncrementalDecoder):
        """Decodes whole lines, so that no word is torn."""

        def _buffer_decode(self, data: Buffer, errors: str, final: bool) -> tuple[str, int]:
            given = bytes(data)
            end = len(given) if final else given.rfind(b"\n") + 1
            return decode(given[:end]), end

    def refuse(text: str, errors: str = "strict") -> tuple[bytes, int]:
        raise UnicodeEncodeError(name, text, 0, len(text), "it is read, and not written")

    def whole(data: Buffer, errors: str = "strict") -> tuple[str, int]:
        return decode(bytes(data)), len(bytes(data))

    return codecs.CodecInfo(refuse, whole, incrementaldecoder=Decoder, name=name)


codecs.register(_codec)
