"""Write what the shipped questions answer of the bundled data into expected.toml: python tests/expected.py."""

from __future__ import annotations

import json
import sys
import tempfile
import tomllib
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FILE = Path(__file__).with_suffix(".toml")
KEYS = {
    "lacks": ("id", "gap", "missing_id", "answer", "instrument_id", "by_way_of"),
    "instruments": ("id", "effect", "whom_id", "share", "ceiling", "state", "by_way_of"),
    "coordinates": ("id", "coordination", "coordinators", "follows_from", "rests_on"),
    "technologies": ("actor_id", "act_id", "document_id", "relation", "through", "id", "called", "actors", "stage"),
    "targets": ("id", "owner", "comparison", "value", "deadline", "baseline", "times_baseline", "said_by"),
    "timeline": ("date", "ends_before", "precision", "point", "what"),
    "funding": ("from_id", "to_id", "comparison", "percent", "how", "factors", "standing", "by_way_of"),
    "posts": ("person_id", "title", "body_id", "status", "held"),
    "compare": ("relation", "id", "whose"),
    "contradictions": ("id", "column", "value", "verdict", "told_by"),
    "links": ("source_id", "relation", "target_id", "standing"),
    "partners": ("relation", "id", "value"),
    "path": ("path", "step", "source_id", "relation", "target_id", "standing"),
    "common": ("id", "relations_first", "relations_second"),
    "rank": ("rank", "id"),
    "brokers": ("rank", "id", "total"),
    "without": ("measure", "before", "after", "id", "standing", "left"),
    "completeness": ("missing", "id", "in_prospect"),
}


def store(folder: Path) -> str:
    """Load the bundled documents into a new store and return its address."""
    import loaders
    from ecosystem.stores import open_store

    address = str(folder / "resolution57.duckdb")
    loaders.load([ROOT / "ecosystem" / "data" / "resolution57"], store=open_store(address))
    return address


def answered(address: str, words: list[str]) -> list[str]:
    """Return the rows of an answer by the columns that matter, one text a row."""
    import cli

    out = StringIO()
    with redirect_stdout(out):
        code = cli.run(["--store", address, *words, "--format", "json"])
    assert code == 0, words
    rows: list[dict[str, Any]] = json.loads(out.getvalue())["rows"]
    return [" | ".join("" if row.get(key) is None else str(row[key]) for key in KEYS[words[0]]) for row in rows]


def expected() -> dict[str, list[str]]:
    """Return the rows that stand in the file, by question."""
    return tomllib.loads(FILE.read_text("utf-8"))


def main() -> None:
    """Write the file anew."""
    from queries._named_questions import library

    with tempfile.TemporaryDirectory() as folder:
        address = store(Path(folder))
        pieces = [
            "# What the shipped questions answer of the bundled documents; made by tests/expected.py, then read.\n"
        ]
        for name, question in library().items():
            rows = answered(address, question.words())
            listed = "".join(f"  {json.dumps(row, ensure_ascii=False)},\n" for row in rows)
            pieces.append(f"# {question.asked()}\n{name} = [\n{listed}]\n")
    FILE.write_text("\n".join(pieces), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
