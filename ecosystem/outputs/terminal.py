"""The terminal: an answer as aligned text that fits the window; what a file says cannot steer the terminal."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

from ecosystem.model.answer import Answer, heading
from ecosystem.model.answer import show as shown
from ecosystem.model.columns import Source

SUFFIXES = ()
GAP = "  "
PADDED = 60
"""The widest that a column is padded to where nothing limits it; longer cells stand out."""
LEGIBLE = 12
"""The narrowest to which a column of text is cut; where a table needs less, its rows are listed field by field."""

_BOLD, _DIM = "1", "2"
_CONTROLS = {"Cc", "Cf", "Cs"}
_SPACES = {"Zs", "Zl", "Zp"}


def show(answer: Answer, stream: TextIO) -> None:
    """Print title, table, notes and, where the rows cite them, the numbered sources."""
    answer = _in_short(answer)
    coloured = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    lines = [_styled(plain(answer.title), _BOLD, coloured)]
    if answer.rows:
        lines += ["", *_body(answer, width(stream))]
    if answer.notes:
        lines += ["", *(_styled(plain(note), _DIM, coloured) for note in answer.notes)]
    if answer.rows and _cites(answer):
        lines += ["", "Sources", *(f"[{n}] {plain(cited(source))}" for n, source in enumerate(answer.sources, 1))]
    stream.write("\n".join(lines) + "\n")


def _in_short(answer: Answer) -> Answer:
    """Return the answer without its columns of detail, and a note that names those that say something."""
    kept = [i for i, column in enumerate(answer.columns) if not column.detail]
    if len(kept) == len(answer.columns):
        return answer
    left = ", ".join(
        column.name
        for i, column in enumerate(answer.columns)
        if column.detail and any(row[i] is not None for row in answer.rows)
    )
    return replace(
        answer,
        columns=tuple(answer.columns[i] for i in kept),
        rows=[tuple(row[i] for i in kept) for row in answer.rows],
        notes=(*answer.notes, *([f"More columns with --format json or -o FILE: {left}."] if left else [])),
    )


def _body(answer: Answer, room: int | None) -> list[str]:
    headings, rows = [plain(heading(column)) for column in answer.columns], _cells(answer)
    numeric = [is_numeric([row[i] for row in answer.rows]) for i in range(len(headings))]
    if room is None or sum(_widths(headings, rows)) + len(GAP) * (len(headings) - 1) <= room:
        return table(headings, rows, numeric, width=room)
    told = [i for i in range(len(headings)) if any(row[i] for row in rows)]
    headings, numeric = [headings[i] for i in told], [numeric[i] for i in told]
    rows = [[row[i] for i in told] for row in rows]
    whole = _widths(headings, rows)
    if any(cut < min(wide, LEGIBLE) for cut, wide in zip(_fitted(whole, numeric, room), whole, strict=True)):
        return fields(headings, rows, width=room)
    return table(headings, rows, numeric, width=room)


def width(stream: TextIO) -> int | None:
    """Return the number of columns of a terminal, None where the stream is not a terminal."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def plain(text: str) -> str:
    r"""Return text as one line that cannot steer a terminal: controls, marks of direction and zero width are shown.

    >>> plain("a\nb\x1b[31m\u202ec")
    'a b␛[31m\\u202ec'
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    if character in "\t\n\r" or category in _SPACES:
        return " "
    if category not in _CONTROLS:
        return character
    if code < 0x20:
        return chr(0x2400 + code)
    return f"\\u{code:04x}"


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> cells("Đại học"), cells("大学")
    (7, 4)
    """
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], *, width: int | None = None
) -> list[str]:
    """Return the lines of a table; numbers stand to the right, and the widest columns of text wrap to fit `width`."""
    head, *texts = [[plain(cell) for cell in row] for row in (headings, *rows)]
    widths = _widths(head, texts)
    top = [head]
    if width is None:
        widths = [min(wide, max(PADDED, cells(name))) for wide, name in zip(widths, head, strict=True)]
    else:
        widths = _fitted(widths, numeric, width)
        top = _wrapped(head, widths)
        texts = [line for row in texts for line in _wrapped(row, widths)]
    rule = ["─" * wide for wide in widths]
    return [_line(row, widths, numeric) for row in (*top, rule, *texts)]


def fields(headings: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> list[str]:
    """Return the lines of a list: every row with its number, one field after the other, what is empty left out."""
    number = len(f"{len(rows)}.") + 1
    indent = number + max(map(cells, headings)) + len(GAP)
    lines = []
    for position, row in enumerate(rows, 1):
        mark = f"{position}.".ljust(number)
        for name, cell in zip(headings, row, strict=True):
            for part in _broken(plain(cell), max(width - indent, 2)) if cell else ():
                lines.append((mark + name + " " * (indent - number - cells(name)) + part).rstrip())
                mark, name = " " * number, ""
        lines.append("")
    return lines[:-1]


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(cells, column)) for column in zip(headings, *rows, strict=True)]


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = (
        " " * (wide - cells(cell)) + cell if right else cell + " " * (wide - cells(cell))
        for cell, wide, right in zip(row, widths, numeric, strict=True)
    )
    return GAP.join(padded).rstrip()


def _fitted(widths: Sequence[int], numeric: Sequence[bool], room: int) -> list[int]:
    """Return widths of which the largest columns of text are cut to one size, so that all fit the room."""
    fixed = sum(wide for wide, right in zip(widths, numeric, strict=True) if right) + len(GAP) * (len(widths) - 1)
    texts = sorted(wide for wide, right in zip(widths, numeric, strict=True) if not right)
    left, most = room - fixed, max(widths, default=0)
    for count, wide in enumerate(texts):
        most = max(left // (len(texts) - count), 2)
        if wide > most:
            break
        left, most = left - wide, wide
    return [wide if right else min(wide, most) for wide, right in zip(widths, numeric, strict=True)]


def _wrapped(row: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    columns = [_broken(cell, wide) for cell, wide in zip(row, widths, strict=True)]
    height = max(map(len, columns), default=0)
    return [[column[i] if i < len(column) else "" for column in columns] for i in range(height)]


def _broken(text: str, room: int) -> list[str]:
    """Return text in lines of at most `room`, broken at spaces where that can be."""
    lines = [""]
    for word in text.split(" ") if cells(text) > room else ():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(joined) <= room:
            lines[-1] = joined
            continue
        *full, rest = _pieces(word, room)
        lines += [*full, rest]
    return [line for line in lines if line] or [text]


def _pieces(word: str, room: int) -> list[str]:
    pieces, used = [""], 0
    for character in word:
        wide = _cells_of(character)
        if used + wide > room and pieces[-1]:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += wide
    return pieces


def is_numeric(values: Sequence[object]) -> bool:
    """Return whether a column holds numbers, as far as it holds anything."""
    known = [value for value in values if value is not None]
    return bool(known) and not any(isinstance(value, str) for value in known)


def _cites(answer: Answer) -> bool:
    return bool(answer.columns) and answer.columns[-1].name == "sources" and len(answer.evidence) == len(answer.rows)


def _cells(answer: Answer) -> list[list[str]]:
    """Return what the table shows; the references of a cited row point into the list of sources."""
    rows = [[plain(shown(value)) for value in row] for row in answer.rows]
    if _cites(answer):
        numbers = {source.id: f"[{n}]" for n, source in enumerate(answer.sources, 1)}
        for row, references in zip(rows, answer.evidence, strict=True):
            if row[-1] == plain(" | ".join(references)):
                split = (reference.partition("#") for reference in references)
                row[-1] = plain(", ".join(f"{numbers[id]} {place}".rstrip() for id, _, place in split))
    return rows


def cited(source: Source) -> str:
    """Return a source in one line.

    >>> cited(Source("r", title="Report", date="2024"))
    'r: Report, 2024'
    """
    told = ", ".join(filter(None, (source.author, source.title, source.publisher, source.date, source.url)))
    return f"{source.id}: {told or 'not described'}"


def _styled(text: str, style: str, coloured: bool) -> str:
    return f"\033[{style}m{text}\033[0m" if coloured else text
