"""Names: folding, so that any spelling finds its node, and the choice among what was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ecosystem.errors import AmbiguousName, NoSuchNode
from ecosystem.model.record_types import literal
from ecosystem.model.vocabulary import vocabulary

# Small letters that Unicode does not take apart into a bare letter and what stands on it, and letters of full width.
_LETTERS = {
    **dict.fromkeys("đðɖ", "d"),
    **dict(zip("łøħıς", "lohiσ", strict=True)),
    **dict(zip("æœßþﬀﬁﬂﬃﬄ", ["ae", "oe", "ss", "th", "ff", "fi", "fl", "ffi", "ffl"], strict=True)),
    **{chr(code + 0xFEE0): chr(code) for code in range(ord("!"), ord("~") + 1)},
}
_SPELT = str.maketrans(_LETTERS | dict.fromkeys("+＋", " plus ") | dict.fromkeys("#＃", " sharp "))


def _fold_sql() -> str:
    """Return the same folding for DuckDB, where a call of Python for each of a million names would be too slow."""
    single = {old: new for old, new in _LETTERS.items() if len(new) == 1}
    olds, news = (literal("".join(letters)) for letters in (single, single.values()))
    rare = f"translate(t, {olds}, {news})"
    for old, new in _LETTERS.items():
        rare = rare if len(new) == 1 else f"replace({rare}, '{old}', '{new}')"
    # Only a name with a rare letter pays for the table. The đ of Vietnamese is not rare.
    return rf"""
CREATE OR REPLACE TEMP MACRO bare(t) AS replace(lower(strip_accents(t)), 'đ', 'd');
CREATE OR REPLACE TEMP MACRO rare(t) AS {rare};
CREATE OR REPLACE TEMP MACRO plain(t) AS regexp_replace(replace(replace(
    CASE WHEN regexp_matches(t, '[ÐðƉɖŁłØøǾǿĦħıÆæǼǽǢǣŒœẞßÞþﬀ-ﬄ！-～ςΣ]') THEN rare(bare(t)) ELSE bare(t) END,
    '+', ' plus '), '#', ' sharp '), '[^\p{{L}}\p{{N}}\n]+', ' ', 'g');
CREATE OR REPLACE TEMP MACRO fold(t) AS trim(plain(replace(t, E'\n', ' ')), ' ');
CREATE OR REPLACE TEMP MACRO folds(t) AS trim(replace(replace(plain(t), E' \n', E'\n'), E'\n ', E'\n'), ' ');
"""


FOLD_SQL = _fold_sql()
"""Macros: `fold` for one name, `folds` for the names of a node, a line each."""
FOLDED_SQL = "folds(concat_ws(E'\\n', name, name_vi, name_en, aliases, id, identifiers))"
"""All by which a node is found, folded, as a store keeps it."""


def fold(text: str) -> str:
    """Return the text in lower case without diacritics, đ as d, and anything but letters and digits as one blank.

    Plus and sharp are words, as names differ by them.

    >>> fold("Viện Hàn lâm KH&CN"), fold("ĐẠI HỌC Hoà Bình") == fold("dai hoc Hòa Bình"), fold("C++")
    ('vien han lam kh cn', True, 'c plus plus')
    """
    if not text.isascii():
        parts = unicodedata.normalize("NFD", text)
        bare = "".join(c for c in parts if not unicodedata.category(c).startswith("M"))
        text = unicodedata.normalize("NFC", bare)  # the syllables of Hangul are whole again
    return " ".join(re.findall(r"[^\W_]+", text.lower().translate(_SPELT)))


def written_out(folded: str) -> str:
    """Return a folded name with legal forms written out.

    >>> written_out(fold("CTCP Sao Mai")), written_out(fold("Sao Mai Co., Ltd."))
    ('cong ty co phan sao mai', 'sao mai company limited')
    """
    text = f" {folded} "
    for short, long in legal_forms():
        text = text.replace(f" {short} ", f" {long} ")
    return text.strip()


@cache
def legal_forms() -> list[tuple[str, str]]:
    """Return legal forms with what they are written out, both folded, in the order in which to replace them."""
    return [(fold(short), fold(long)) for short, long in vocabulary().written_out.items()]


@dataclass(frozen=True, slots=True)
class Match:
    """A node found by a text.

    `matched` is the name that matched; `score` is 100 for the very id, identifier or name, 99 for a name that is
    the same once folded, less for the rest: 90 begins with, 80 contains, 79 has all words, 78 has them with those of
    its place or of what it is part of, below that misspelt.
    """

    id: str
    name: str
    kind: str
    place: str
    matched: str
    score: float


def namesakes(text: str, matches: Sequence[Match]) -> list[Match]:
    """Return the nodes that bear a text as their id, else as their name, else as a name that folds alike."""
    same = [match for match in matches if match.score >= 99]
    named = [match for match in same if match.score == 100] or same
    return [match for match in matches if match.id == text][:1] or named


def choose(text: str, matches: Sequence[Match]) -> Match:
    """Return the one node that a text means.

    Raises `NoSuchNode` where no name is the same, and `AmbiguousName` where several nodes have it.

    >>> choose("qtsc", [Match("qtsc", "Quang Trung Software City", "it_zone", "", "QTSC", 99.0)]).id
    'qtsc'
    """
    exact = namesakes(text, matches)
    if not exact:
        near = ", ".join(f"{match.name} ({match.id})" for match in matches[:3])
        advice = f"did you mean {near}?" if near else "try `ecosystem find` with a part of the name"
        raise NoSuchNode(f"no such node: '{text}'; {advice}")
    if len(exact) > 1:
        listed = "\n".join(f"  {match.id}  {match.name} ({match.kind})" for match in exact)
        raise AmbiguousName(f"'{text}' is the name of {len(exact)} nodes; give one of these ids:\n{listed}")
    return exact[0]
