"""Empty tables to start from, with a page that explains every column."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ecosystem.errors import BadInput
from ecosystem.model.vocabulary import Attribute, Relation, vocabulary
from ecosystem.outputs import whole

_ALSO = {
    "nodes": [{"id": "hcmc-university", "kind": "university", "name": "Example University", "source": "my-report"}]
}


def write(folder: Path) -> list[Path]:
    """Write nodes.csv, links.csv, sources.csv and README.md into a folder, made if need be.

    Raises `BadInput` where one of them is there already or the folder cannot be written.
    """
    names = [*(f"{table}.csv" for table in vocabulary().fields), "README.md"]
    for name in names:
        if (folder / name).exists():
            raise BadInput(f"{folder / name}: the file is there already; give the name of a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder}: cannot be written: {error.strerror}") from None
    for name, text in zip(names, (*map(_table, vocabulary().fields), page()), strict=True):
        with whole(folder / name) as place:
            place.write_text(text, "utf-8-sig" if name.endswith(".csv") else "utf-8", newline="")
    return [folder / name for name in names]


def _table(name: str) -> str:
    fields = vocabulary().fields[name]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(fields), restval="")
    writer.writeheader()
    writer.writerow({id: field.example for id, field in fields.items()})
    writer.writerows(_ALSO.get(name, []))
    return out.getvalue()


def page() -> str:
    """Return the page that explains the tables, as Markdown."""
    words = vocabulary()
    lines = [
        "# Your tables",
        "",
        "Replace the example rows by your own and load the folder: `ecosystem load FOLDER`. Save as CSV UTF-8; other",
        "encodings and separators are recognised too. Any further column is kept as an attribute. A column named",
        f"{', '.join(words.identifiers)} identifies a node: rows that share one are one node.",
    ]
    for table, fields in words.fields.items():
        lines += [
            "",
            f"## {table}.csv",
            "",
            "| column | what it holds | example | or in Vietnamese |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| `{id}` | {_cell(f.help)} | {_cell(f.example)} | {', '.join(f.headers_vi)} |" for id, f in fields.items()
        ]
        further = words.attributes.get(table, {})
        lines += ["", "Further columns that questions understand:", ""] if further else []
        lines += [f"- `{id}`, {one.name_vi}: {_cell(one.help)}{_words(one)}" for id, one in further.items()]
    lines += ["", "## Kinds of node", "", "| kind | in English | in Vietnamese |", "|---|---|---|"]
    lines += [f"| `{kind.id}` | {kind.name} | {kind.name_vi} |" for kind in words.kinds.values()]
    lines += ["", "## Relations", "", "| relation | what it says | from → to |", "|---|---|---|"]
    lines += [f"| `{one.id}` | {one.means} | {_ends(one)} |" for one in words.relations.values()]
    return "\n".join(lines) + "\n"


def _words(attribute: Attribute) -> str:
    return f" One of {', '.join(f'`{word}`' for word in attribute.values)}." if attribute.values else ""


def _ends(relation: Relation) -> str:
    targets: dict[str, list[str]] = {}
    for kind in vocabulary().kinds:
        reached = [other for other in vocabulary().kinds if (kind, other) in relation.ends]
        if reached:
            targets.setdefault(", ".join(reached), []).append(kind)
    return "<br>".join(f"{', '.join(sources)} → {reached}" for reached, sources in targets.items())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
