"""The command that asks a named question."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

import click

from ecosystem.commands.context import store_of
from ecosystem.commands.printing import give
from ecosystem.commands.question import QuestionCommand


@click.command("ask", context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False, help="Which question; without it all are listed.")
@click.argument(
    "values", nargs=-1, type=click.UNPROCESSED, help="Its values, then any options of the command that it stands for."
)
@click.option(
    "--questions",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of questions of your own (TOML); questions.toml in the folder is read by itself.",
)
@click.pass_context
def ask(ctx: click.Context, name: str | None, values: Sequence[str], files: Sequence[Path]) -> None:
    """Ask a named question of policy, or list them all.

    \b
    Examples:
      ecosystem ask
      ecosystem ask gaps
      ecosystem ask gaps VAST --cite
    """
    from queries import _named_questions as library
    from queries._naming import in_vietnamese

    known = library.library(files, folder=Path())
    if name is None:
        usual = {value for one in known.values() for value in one.values.values() if value}
        give(
            library.listed(known, in_vietnamese(store_of(ctx, None), sorted(usual))),
            format="table",
            output=None,
            cite=False,
        )
        return
    asked = library.choose(known, name)
    given = list(takewhile(lambda word: not word.startswith("-"), values))
    click.echo(asked.asked(given), err=True)
    first, *words = asked.words(given)
    found = QuestionCommand(first.replace("-", "_"))
    with found.make_context(first, [*words, *values[len(given) :]], parent=ctx.parent) as inner:
        found.invoke(inner)
