"""A mapping as a file: read, and refused in one line for what no mapping may hold."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from ecosystem.errors import BadInput
from ecosystem.intake import encoding
from ecosystem.intake.checks import words
from ecosystem.intake.mapping import SETTINGS, Spec, TableMapping
from ecosystem.intake.reasons import unknown_word
from ecosystem.model.names import fold
from ecosystem.model.record_types import RECORD_TYPES
from ecosystem.model.vocabulary import vocabulary

_TEXT = re.compile(r"(?:[^{}]|\{[^{}]+\})+")
_LISTS = ("requires", "unless")
_SPEC = ("text", "constant", "default", "separator", "decimal", "years", "each")
_CHOICES = {"decimal": (",", "."), "years": ("inclusive", "exclusive")}
_FURTHER = ("column", "values", "without")
_NEEDED = {"nodes": (), "links": ("source", "relation", "target"), "sources": ("id",)}
_WORDS = ("kind", "relation", "level", "standing")


def load(path: Path, *, name: str = "") -> TableMapping:
    """Read a mapping. Raises `BadInput` for what is not a mapping."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"{path}: the mapping cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: the mapping is not TOML: {error}") from None
    mapping = TableMapping(name or str(path), content)
    try:
        _check(mapping)
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None
    return mapping


def _check(mapping: TableMapping) -> None:
    """Raise `BadInput` for what no mapping may hold."""
    if unknown := set(mapping.content) - {*RECORD_TYPES, *_LISTS, "encoding"}:
        known = ", ".join(("encoding", *_LISTS, *RECORD_TYPES))
        raise BadInput(f"there is no setting '{min(unknown)}'; known are {known}")
    encoding.named(mapping.encoding or "utf-8")
    for setting in _LISTS:
        for names in _list(setting, mapping.content.get(setting, [])):
            _column(setting, names)
    for part in RECORD_TYPES:
        for table in _list(part, mapping.content.get(part, [])):
            if not isinstance(table, dict):
                raise BadInput(f"{part}: write a table [[{part}]]")
            _check_table(part, table)
    if not any(mapping.tables(part) for part in RECORD_TYPES):
        raise BadInput("the mapping gives nothing; add a table [[nodes]], [[links]] or [[sources]]")


def _check_table(part: str, table: dict[str, Spec]) -> None:
    known = {*RECORD_TYPES[part].given, *SETTINGS, *(vocabulary().identifiers if part == "nodes" else ())} - {
        "identifiers"
    }
    if unknown := set(table) - known:
        raise BadInput(f"[[{part}]] has no field '{min(unknown)}'; known are {', '.join(sorted(known))}")
    for field, spec in table.items():
        if field == "when":
            _column(f"[[{part}]] when", spec)
        elif field != "attributes":
            _check_spec(f"[[{part}]] {field}", spec)
        elif spec != "*" and not isinstance(spec, dict):
            raise BadInput(f'[[{part}]] attributes: write "*" or a table of names and columns')
        elif spec != "*":
            for name, column in spec.items():
                _check_spec(f"[[{part}]] attributes {name}", column)
    for field in _NEEDED[part]:
        if field not in table:
            raise BadInput(f"[[{part}]] has no {field}; every row needs one")
    for field in set(table) & set(_WORDS):
        _check_words(f"[[{part}]] {field}", field, table[field])


def _check_words(place: str, field: str, spec: Spec) -> None:
    """Raise `BadInput` where a mapping itself gives a word that no row may hold."""
    said = spec if isinstance(spec, dict) else {}
    for word in (*said.get("values", {}).values(), *(said[name] for name in ("constant", "default") if name in said)):
        if fold(str(word)) not in words(field):
            raise BadInput(f"{place}: {'; '.join(unknown_word(field, str(word)))}")


def _check_spec(place: str, spec: Spec) -> None:
    if not isinstance(spec, dict):
        _column(place, spec)
        return
    if len({"column", "text", "constant"} & set(spec)) != 1:
        raise BadInput(f"{place}: give a column, a text or a constant")
    if unknown := set(spec) - {*_SPEC, *_FURTHER}:
        raise BadInput(f"{place}: there is no setting '{min(unknown)}'; known are {', '.join((*_SPEC, *_FURTHER))}")
    _column(place, spec.get("column", ""))
    _column(place, spec.get("without", ""))
    if "text" in spec and (not isinstance(spec["text"], str) or not _TEXT.fullmatch(spec["text"])):
        raise BadInput(f'{place}: write text in quotes, with columns in braces: "cordis:{{id}}"')
    values = spec.get("values", {})
    if not isinstance(values, dict):
        raise BadInput(f"{place}: write values as a table of what the cells hold and what it means")
    for name, value in [*values.items(), *((name, spec[name]) for name in _SPEC if name in spec)]:
        known = value if name == "separator" and isinstance(value, list) and value else [value]
        if not all(isinstance(one, str | int | float) and one != "" for one in known):
            raise BadInput(f"{place}: '{name}' is not text; write it in quotes")
    for name, choices in _CHOICES.items():
        if spec.get(name, choices[0]) not in choices:
            raise BadInput(f"{place}: {name} is '{spec[name]}'; write '{choices[0]}' or '{choices[1]}'")


def _column(place: str, names: Any) -> None:
    if not isinstance(names, str) and not (isinstance(names, list) and all(isinstance(one, str) for one in names)):
        raise BadInput(f"{place}: write the name of a column in quotes, or a list of names")


def _list(place: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise BadInput(f"{place}: write a list")
    return value
