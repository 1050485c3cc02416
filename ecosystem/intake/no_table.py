"""What is not a table at all, by its first bytes."""

from __future__ import annotations

import re

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


def refusal(head: bytes) -> str | None:
    """Return what a file is and the way out where its beginning shows that it is not a table, else None.

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
