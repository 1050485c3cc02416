"""Text that every file may hold."""

from __future__ import annotations

import re

_BREAKS = re.compile("[\x85\u2028\u2029]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    r"""Return text without what XML, spreadsheets and UTF-8 refuse; every line ends in a line feed.

    >>> legal("a\x00b\r\nc")
    'a�b\nc'
    """
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def harmless(text: str) -> str:
    r"""Return legal text in which every line ends in a line feed, also where only some readers see a line end.

    >>> harmless("a\u2028b\x9b")
    'a\nb�'
    """
    return _BREAKS.sub("\n", legal(text))
