"""Whether words and signs may stand so in a text: what speaks for one encoding against another."""

from __future__ import annotations

import re
import unicodedata

VIETNAMESE_ALONE = ("tcvn3", "vni")
VIETNAMESE = ("windows-1258", *VIETNAMESE_ALONE)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PARTS = re.compile(rf"(?:[^\W\d_ªº][{_TONES}]*)+|.", re.DOTALL)
_VOWELS = "aăâeêioôơuưy"
# Every letter that bears a tone, as the letter and the tone.
_SPLIT = {ord(unicodedata.normalize("NFC", vowel + tone)): vowel + tone for vowel in _VOWELS for tone in _TONES}
_TONE = re.compile(rf"(?<=[{_VOWELS}])[{_TONES}]")
_MISPLACED = re.compile(rf"(?:[aoôơư]i|[aâêơư]u|[ae]o|[aâ]y)[{_TONES}]")  # the tone stands on the vowel before
# Onset and rhyme, k and the clusters for names such as Đắk Lắk and Krông; or consonants alone, as in HĐND.
_SYLLABLE = re.compile(
    r"(?:ngh?|gh|gi|kh|ch|th|tr|nh|ph|qu|[bcdđghkpt][lr]|[bcdđghklmnprstvx])?"
    r"(?:(?:[aăâeêioôơuưy]|iê|yê|o[aăeo]|ươ|u[ôâêy]|uyê)(?:ch|ng|nh|[ckmnpt])"
    r"|[aeêioôơuưy]|[aâ][uy]|[aoôơuư]i|[ae]o|[êiươ]u|i[au]|iêu|yêu|o[ae]|oa[iyo]|oeo|u[aêơy]|uôi|uây|uy[au]|ưa|ươ[iu])"
    r"|[bcdđghklmnpqrstvx]{2,6}"
)
_COMMON = frozenset("àâäáåæçèéêëíîïñóôöøœùúûüß")
_RARE = frozenset("ãõòìýÿšžðþ")  # Portuguese, Italian, Nordic; Windows-1258 has Vietnamese in most of these places
_CASE = re.compile(r"[a-zß-öø-ÿœ][À-ÖØ-ÞŒŸ]|[A-ZÀ-ÖØ-ÞŒŸ][à-öø-ÿœ][A-ZÀ-ÖØ-ÞŒŸ]")
_TOGETHER = 2  # as in août; Russian letters are all of them beyond ASCII
_OPENING, _CLOSING, _APART = frozenset("“‘„‚«‹¿¡"), frozenset("”’»›…™®©ªº°"), frozenset("–—•·§€£¥±×½¼¾²³₫")
_ELISION = re.compile(
    r"(?:^|\b)(?:[ldjnsmtc]|\w*qu)’[aeiouyhàâéèêëîôû]|\bo’[A-Z]|’(?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE
)


def likely(token: str, codec: str) -> int:
    """Return 1 where every word and sign of a token may stand so, -1 where one may not, 0 where one is rare.

    >>> likely("Viện", "tcvn3"), likely("Vi\u00d6n", "windows-1252"), likely("Vi\u00d6n", "tcvn3")
    (1, -1, -1)
    """
    fits = []
    for found in _PARTS.finditer(token):
        part = found[0]
        if part.isascii():
            continue
        if part[0].isalpha() and part not in "ªº":
            fits.append(
                max(
                    -1 if codec in VIETNAMESE_ALONE else _western(part),
                    _vietnamese(part) if codec in VIETNAMESE else -1,
                )
            )
        else:
            fits.append(1 if _sign_fits(token, found.start()) else -1)
    return min(fits, default=0)


def _western(word: str) -> int:
    """Capitals within a word, most letters alone or together, and œ at the end are signs of the wrong encoding."""
    letters = {letter for letter in word.lower() if not letter.isascii()}
    alone = len(word) == 1 and word.lower() not in "àáéèóô"
    if (
        alone
        or (len(word) > _TOGETHER and word.isalpha() and not re.search("[A-Za-z]", word))
        or _CASE.search(word)
        or word[-1] in "œŒ"
        or not letters <= _COMMON | _RARE
    ):
        return -1
    return 0 if letters & _RARE else 1


def _vietnamese(word: str) -> int:
    """A Vietnamese word is one syllable: onset, rhyme, at most one tone, after a vowel. Lone đ is the currency."""
    split = word.lower().translate(_SPLIT)
    bare, tones = _TONE.subn("", split)
    return 1 if word == "đ" or (tones <= 1 and not _MISPLACED.search(split) and _SYLLABLE.fullmatch(bare)) else -1


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
