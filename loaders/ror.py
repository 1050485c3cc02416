"""ROR: records of the Research Organization Registry, schema v2, as a JSON array or JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ecosystem.errors import BadInput
from ecosystem.intake import Batch
from ecosystem.intake.files import File
from ecosystem.model.names import fold
from ecosystem.model.record_types import literal
from ecosystem.model.vocabulary import vocabulary

Record = dict[str, Any]
_ID = re.compile(r"(https://ror\.org/)?0[0-9a-z]{8}")

SOURCE = {
    "id": "ror",
    "title": "Research Organization Registry",
    "publisher": "ROR",
    "url": "https://ror.org",
    "language": "en",
}
# The first type of a record that says what the organisation is; `funder` says only what it also does.
_KINDS = (
    ("education", "university"),
    ("facility", "institute"),
    ("healthcare", "institute"),
    ("archive", "institute"),
    ("company", "enterprise"),
    ("government", "agency"),
    ("nonprofit", "association"),
    ("funder", "fund"),
    ("other", "institute"),
)
# Each relationship as (relation, whether the record itself is the source).
_RELATIONS = {
    "parent": ("part_of", True),
    "child": ("part_of", False),
    "related": ("affiliated_with", True),
    "successor": ("succeeded_by", True),
    "predecessor": ("succeeded_by", False),
}


def recognises(file: File) -> float:
    """Return 1 for JSON with records of ROR."""
    start = file.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return float(start in (b"{", b"[") and b"https://ror.org/" in file.head and b'"names"' in file.head)


def load(file: File, batch: Batch, *, mapping: Path | None = None) -> None:
    """Stage organisations and their relationships. Raises `BadInput` for JSON that is not a list of records."""
    if mapping:
        batch.notes.append(f"{file.name}: --mapping explains tables; records of ROR are read without it")
    records = list(_records(file))
    path = batch.folder / f"{len(batch.origins)}.ror.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for line, record in records:
            out.write(json.dumps({"line": line, "record": json.dumps(record, ensure_ascii=False)}) + "\n")
    rows = (
        f"SELECT line, record AS c0 FROM read_json({literal(str(path))}, format = 'newline_delimited', "
        "columns = {line: 'BIGINT', record: 'VARCHAR'}, maximum_object_size = 300000000)"
    )
    number = batch.file(file, mapping="ror", encoding="utf-8", rows=rows, header=("record",), counted=False)
    nodes, links = [], []
    for line, record in records:
        try:
            node, own = _node(line, record), list(_links(line, record))
            json.dumps([node, own], ensure_ascii=False).encode()
        except (AttributeError, LookupError, TypeError, ValueError):
            cells = {"record": json.dumps(record)}
            batch.reject(
                number, "nodes", line, cells, "this is not a record as ROR writes it", "take it from a ROR file again"
            )
        else:
            nodes.append(node)
            links += own
    batch.add(number, "sources", [{"line": 0, **SOURCE}] if nodes else [])
    batch.add(number, "nodes", nodes)
    batch.add(number, "links", links)


def _records(file: File) -> Iterator[tuple[int, Any]]:
    """Yield the records with their number: the line of JSON lines, the place in an array."""
    try:
        text = file.path.read_text("utf-8-sig")
        if text.lstrip().startswith("["):
            yield from enumerate(json.loads(text), 1)
            return
        for line, row in enumerate(text.split("\n"), 1):
            if row.strip():
                yield line, json.loads(row)
    except UnicodeDecodeError as error:
        raise BadInput(f"{file.name}: byte {error.start + 1} is not UTF-8; fetch the file again") from None
    except RecursionError:
        raise BadInput(f"{file.name}: not valid JSON (brackets within brackets); fetch the file again") from None
    except ValueError as error:
        raise BadInput(f"{file.name}: not valid JSON ({error}); fetch the file again") from None


def _own(record: Record) -> str:
    """Return the identifier of a record. Raises `ValueError` where it has none."""
    if not _ID.fullmatch(record["id"]):
        raise ValueError
    return _short(record["id"])


def _short(id: str) -> str:
    return "ror:" + id.removeprefix("https://ror.org/")


def _node(line: int, record: Record) -> dict[str, Any]:
    names = [name for name in record["names"] if name["value"].strip()]
    shown = _first(names, "ror_display") or names[0]["value"]
    status = record.get("status", "active")
    place = next((one.get("geonames_details") or {} for one in record.get("locations") or ()), {})
    return {
        "line": line,
        "id": _own(record),
        "kind": next((kind for type_, kind in _KINDS if type_ in (record.get("types") or ())), "institute"),
        "name": shown,
        "name_vi": _first(names, "label", lang="vi"),
        "name_en": _first(names, "label", lang="en") if not _is(names, shown, "en") else None,
        "aliases": [name["value"] for name in names if name["value"] != shown],
        "place": place.get("name"),
        "valid_from": f"{record['established']:04}" if record.get("established") else None,
        "standing": "fact" if status == "active" else "past",
        "identifiers": _identifiers(record),
        "sources": [f"ror#{record['id'].removeprefix('https://ror.org/')}"],
        "attributes": {
            "country": place.get("country_name"),
            "geonames_id": next((one.get("geonames_id") for one in record.get("locations") or ()), None),
            "latitude": place.get("lat"),
            "longitude": place.get("lng"),
            "ror_status": status,
            "ror_types": "|".join(record.get("types") or ()),
            "website": next((one["value"] for one in record.get("links") or () if one.get("type") == "website"), None),
        },
    }


def _first(names: list[Record], type_: str, lang: str | None = None) -> str | None:
    found = (n["value"] for n in names if type_ in n.get("types", ()) and lang in (None, n.get("lang")))
    return next(found, None)


def _is(names: list[Record], value: str, lang: str) -> bool:
    return any(name["value"] == value and name.get("lang") == lang for name in names)


def _identifiers(record: Record) -> list[str]:
    found = {_own(record)}
    for one in record.get("external_ids") or ():
        if fold(one.get("type", "")) in vocabulary().identifiers:
            found |= {f"{fold(one['type'])}:{value.strip()}" for value in one.get("all") or ()}
    return sorted(found)


def _links(line: int, record: Record) -> Iterator[dict[str, Any]]:
    own = _own(record)
    for one in record.get("relationships") or ():
        relation, forwards = _RELATIONS.get(one.get("type", ""), (one.get("type"), True))
        other = _short(one.get("id") or one.get("label") or "")
        source, target = (own, other) if forwards else (other, own)
        yield {"line": line, "source": source, "relation": relation, "target": target, "sources": ["ror"]}
