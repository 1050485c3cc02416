"""Text for messages, in which signs that nobody sees are shown by their numbers."""

from __future__ import annotations

import unicodedata

_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp"))


def visible(text: str, *, most: int = 60) -> str:
    """Return a text with zero-width signs, other blanks than a space and controls shown, cut where it is too long.

    >>> visible("fu\\u200bnds"), visible("Viettel\\xa0Group"), visible("Đại học")
    ('fu<U+200B>nds', 'Viettel<U+00A0>Group', 'Đại học')
    """
    short = text if len(text) <= most else text[: most - 1] + "…"
    return short if short.isascii() and short.isprintable() else "".join(map(_shown, short))


def _shown(sign: str) -> str:
    category = unicodedata.category(sign)
    return f"<U+{ord(sign):04X}>" if category in _UNSEEN or (category == "Zs" and sign != " ") else sign
