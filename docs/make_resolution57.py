"""Write what the bundled documents answer into docs/resolution57.md: python docs/make_resolution57.py."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
import cli  # noqa: E402
import loaders  # noqa: E402
from ecosystem.answer import Answer, Column  # noqa: E402
from ecosystem.outputs import tables  # noqa: E402
from ecosystem.rows import graph_of  # noqa: E402
from ecosystem.stores import open_store  # noqa: E402

HEAD = """# What five documents on Resolution 57 answer

Every question below is one command on the bundled data; this page is made by `make docs` from what the program says.
To ask them yourself: `ecosystem load ecosystem/data/resolution57`, then the commands. Columns that are empty throughout
are left out here, as in a terminal. `sources` says where each row stands: `document#place in it`; the documents are
described in [the guide to the data](../ecosystem/data/resolution57/README.md).
"""


def page() -> str:
    """Return the page."""
    asked = tomllib.loads(Path(__file__).with_name("resolution57.toml").read_text("utf-8"))["ask"]
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder, "resolution57.duckdb"))
        loaders.load([ROOT / "ecosystem" / "data" / "resolution57"], store=open_store(address))
        pieces = [piece for one in asked for piece in section(address, one)]
    contents = [f"- [{one['title']}](#{anchor(one['title'])})" for one in asked]
    return "\n".join([HEAD, *contents, "", *pieces]).rstrip() + "\n"


def anchor(title: str) -> str:
    """Return how a heading is linked to."""
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")


def section(address: str, one: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a question with its commands and their answers."""
    yield f"## {one['title']}\n\n{one['text']}\n"
    for command in one["commands"]:
        words = command + (" --cite" if one.get("cite", True) else "")
        yield f"```sh\necosystem {words}\n```\n"
        yield table(answered(address, shlex.split(words)))


def answered(address: str, words: list[str]) -> dict[str, Any]:
    """Return an answer as the command gives it in JSON."""
    out = StringIO()
    with redirect_stdout(out):
        code = cli.run(["--store", address, *words, "--format", "json"])
    if code:
        raise SystemExit(f"{words}: exit code {code}")
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def table(told: dict[str, Any]) -> str:
    """Return the rows and notes of an answer as Markdown, without the columns that are empty throughout."""
    kept = [one for one in told["columns"] if any(row[one["name"]] not in (None, "") for row in told["rows"])]
    answer = Answer(
        title=told["title"],
        columns=tuple(Column(one["name"], one["unit"]) for one in kept),
        rows=[tuple(row[one["name"]] for one in kept) for row in told["rows"]],
        graph=graph_of([], []),
        notes=tuple(told["notes"]),
    )
    return tables.text(answer, "md").replace("## ", "**", 1).replace("\n", "**\n", 1)


if __name__ == "__main__":
    (ROOT / "docs" / "resolution57.md").write_text(page(), "utf-8")
