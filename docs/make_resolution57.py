"""Write what the bundled documents answer into docs/resolution57.md: python docs/make_resolution57.py."""

from __future__ import annotations

import shlex
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
import cli  # noqa: E402
import loaders  # noqa: E402
from ecosystem.commands.question import QuestionCommand  # noqa: E402
from ecosystem.model.answer import Answer  # noqa: E402
from ecosystem.outputs import tables  # noqa: E402
from ecosystem.stores import open_store  # noqa: E402

HEAD = """# What five documents on Resolution 57 answer

Every question below is one command on the bundled data; this page is made by `make docs` from what the program says.
To ask them yourself: `ecosystem load ecosystem/data/resolution57`, then the commands. The columns are those of a
terminal; files and `--format json` have more, the ids among them. `sources` says where each row stands:
`document#place in it`; the documents are described in
[the guide to the data](../ecosystem/data/resolution57/README.md).
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


def answered(address: str, words: list[str]) -> Answer:
    """Return the answer of a command."""
    top = click.Context(cli.command, obj={"store": address})
    found = cast(QuestionCommand, cli.command.get_command(top, words[0]))
    with found.make_context(words[0], words[1:], parent=top) as context:
        answer = found.answer(context)
    return answer.cited() if context.params["cite"] else answer


def table(answer: Answer) -> str:
    """Return rows and notes as Markdown, without columns of detail and those that are empty throughout."""
    columns = enumerate(answer.columns)
    kept = [i for i, one in columns if not one.detail and any(row[i] not in (None, "") for row in answer.rows)]
    short = replace(
        answer,
        columns=tuple(answer.columns[i] for i in kept),
        rows=[tuple(row[i] for i in kept) for row in answer.rows],
        evidence=(),
        command="",
    )
    return tables.text(short, "md").replace("## ", "**", 1).replace("\n", "**\n", 1)


if __name__ == "__main__":
    (ROOT / "docs" / "resolution57.md").write_text(page(), "utf-8")
