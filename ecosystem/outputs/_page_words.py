"""What the page says in Vietnamese of an answer: the heads of its columns and its title."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from ecosystem.model.answer import Answer, Column, heading
from ecosystem.model.vocabulary import vocabulary

_TOLD = tomllib.loads(Path(__file__).with_name("page").joinpath("vietnamese.toml").read_text("utf-8"))
HEADS: dict[str, str] = _TOLD["heads"]
TITLES: dict[str, str] = _TOLD["titles"]


def head(column: Column) -> tuple[str, str]:
    """Return the head of a column with its unit in English and in Vietnamese.

    >>> head(Column("source_name")), head(Column("z_total")), head(Column("unit_id"))
    (('source', 'từ nút'), ('z total', 'tổng z'), ('unit id', 'mã đơn vị'))
    """
    unit = f" ({HEADS.get(column.unit, column.unit)})" if column.unit else ""
    return re.sub("^(source|target) name$", r"\1", heading(column)), _head(column.name.replace("_", " ")) + unit


def _head(name: str) -> str:
    first, _, rest = name.partition(" ")
    if name in HEADS or not rest:
        return HEADS.get(name, name)
    if first in ("z", "expected"):
        return f"{HEADS.get(rest, rest)} {HEADS[first]}"
    return f"{HEADS['id']} {_head(name.removesuffix(' id'))}" if name.endswith(" id") else name


def title(answer: Answer) -> str:
    """Return the title of an answer in Vietnamese, as it is where it is not known.

    >>> from ecosystem.model.rows import graph_of
    >>> graph = graph_of([{"id": "a", "kind": "fund", "name": "Fund", "name_vi": "Quỹ"}], [])
    >>> title(Answer("Partners of Fund", (), (), graph))
    'Đối tác của Quỹ'
    """
    nodes = answer.graph.nodes
    words: dict[str, str] = {
        **HEADS,
        **{relation.name: relation.name_vi for relation in vocabulary().relations.values()},
        **{name: nodes.name_vi[node] or name for node, name in enumerate(nodes.name)},
    }
    if answer.title in nodes.name:
        return words[answer.title]
    for pattern, told in TITLES.items():
        if found := re.fullmatch(re.sub(r"\\{\d\\}", "(.+)", re.escape(pattern)), answer.title, re.DOTALL):
            return told.format(*(_part(part, words) for part in found.groups()))
    return answer.title


def _part(text: str, words: dict[str, str]) -> str:
    return words.get(text) or ", ".join(words.get(part, part) for part in text.split(", "))
