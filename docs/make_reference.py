"""Write what the program says of its commands into README.md and docs/reference.md: python docs/make_reference.py."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
import cli  # noqa: E402
from ecosystem.commands.options import output_options, scope_options, store_option  # noqa: E402
from ecosystem.commands.question import QuestionCommand  # noqa: E402

MARKS = ("<!-- commands, made by `make docs` -->", "<!-- end of commands -->")
HEAD = """# Commands

Made by `make docs` from the program itself; `ecosystem COMMAND --help` says the same. The options of scope and output,
which all questions share, stand once, at the end.
"""


def commands() -> Iterator[tuple[click.Command, click.Context]]:
    """Yield every command with its context, in the order of the help."""
    top = click.Context(cli.command, info_name="ecosystem")
    for name in cli.command.list_commands(top):
        found = cast(click.Command, cli.command.get_command(top, name))
        yield found, click.Context(found, info_name=found.name, parent=top)


def usage(found: click.Command, context: click.Context) -> str:
    """Return a command with its arguments, as one types it."""
    arguments = [one.make_metavar(context) for one in found.get_params(context) if isinstance(one, click.Argument)]
    return " ".join(["ecosystem", found.name or "", *arguments])


def table() -> str:
    """Return one line for each command."""
    rows = [f"| `{usage(*one)}` | {one[0].get_short_help_str(200)} |" for one in commands()]
    return "\n".join(["| command | answers |", "|---|---|", *rows])


def readme() -> str:
    """Return the README with its table of commands as the program has them."""
    text = (ROOT / "README.md").read_text("utf-8")
    before, rest = text.split(MARKS[0])
    return f"{before}{MARKS[0]}\n{table()}\n{MARKS[1]}{rest.split(MARKS[1])[1]}"


def reference() -> str:
    """Return the page that explains every command and option."""
    shared = {option.name for option in (*scope_options(), *output_options(), store_option())}
    pieces = [HEAD]
    for found, context in commands():
        options = found.get_params(context)
        asks = isinstance(found, QuestionCommand)
        own = [one for one in options if not (asks and one.name in shared)]
        pieces += [f"## {found.name}\n", f"`{usage(found, context)}`\n", text_of(found), *listed(own, context)]
    context = click.Context(cli.command)
    for title, group in (("Scope", scope_options()), ("Output", [*output_options(), store_option()])):
        pieces += [f"## {title} of every question\n", *listed(group, context)]
    return "\n".join(pieces)


def text_of(found: click.Command) -> str:
    """Return what a command says of itself, examples as code."""
    paragraphs = [one.strip("\n ") for one in inspect.cleandoc(found.help or "").split("\n\n")]
    return (
        "\n\n".join(
            "```sh\n" + "\n".join(line.strip() for line in one.splitlines()[2:]) + "\n```"
            if one.startswith("\b")
            else " ".join(one.split())
            for one in paragraphs
        )
        + "\n"
    )


def listed(parameters: list[click.Parameter], context: click.Context) -> list[str]:
    """Return arguments and options as a table."""
    records = [one.get_help_record(context) for one in parameters]
    kept = [(name, text) for name, text in filter(None, records) if not name.endswith("--help")]
    rows = [f"| `{name.replace('|', chr(92) + '|')}` | {text} |" for name, text in kept]
    return ["| | |", "|---|---|", *rows, ""] if rows else []


if __name__ == "__main__":
    (ROOT / "README.md").write_text(readme(), "utf-8")
    (ROOT / "docs" / "reference.md").write_text(reference(), "utf-8")
