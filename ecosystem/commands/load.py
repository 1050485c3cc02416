"""The command that loads files into a store."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from ecosystem.commands.context import progress_of, store_of
from ecosystem.commands.printing import report
from ecosystem.errors import BadInput, NothingLoaded


@click.command("load")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", help="What to load.")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="A mapping (TOML) for other columns.")
@click.option("--encoding", metavar="NAME", help="The encoding of the files, such as tcvn3; else it is found out.")
@click.option(
    "--decimal",
    type=click.Choice(("point", "comma")),
    help="The decimal sign of all numbers; else each column shows by its cells whether 1.500 is 1.5 or 1500.",
)
@click.option(
    "--dates",
    type=click.Choice(("day-first", "month-first")),
    help="The order in dates such as 03/04/2024; else each column shows it by its cells.",
)
@click.option(
    "--years",
    type=click.Choice(("inclusive", "exclusive")),
    help="Whether a year of end is the last one in which it holds; else a column named until, to or end year says so.",
)
@click.option(
    "--null", multiple=True, metavar="WORD", help="A word that stands for an empty cell, such as N/A; repeatable."
)
@click.option(
    "--repeats",
    type=click.Choice(("once", "count")),
    default="once",
    show_default=True,
    help="Whether a link that equal rows of a file state weighs as much as one of them, or as all together.",
)
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--strict", is_flag=True, help="Reject a row for any cell, write nothing if any is rejected.")
@click.option(
    "--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write the rejected rows to a CSV file."
)
@click.option(
    "--format",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to print the report.",
)
@click.option("--store", metavar="ADDRESS", help="The store to use, as before the command.")
@click.pass_context
def load(
    ctx: click.Context,
    paths: Sequence[str],
    mapping: Path | None,
    encoding: str | None,
    decimal: str | None,
    dates: str | None,
    years: str | None,
    null: tuple[str, ...],
    repeats: str,
    dry_run: bool,
    strict: bool,
    rejects: Path | None,
    format: str,
    store: str | None,
) -> None:
    """Load files, folders and globs; - is standard input.

    The format, encoding and separator of each file are found out and printed. A load is written whole or not at all;
    loading the same files again changes nothing. Rows that are rejected are listed, the others are loaded. A cell of
    an optional column that cannot be read is left out of its row and listed.

    \b
    Examples:
      ecosystem load data/
      ecosystem load institutes.csv links.csv.gz --dry-run
      ecosystem load partners.xls.csv --mapping my-columns.toml
      cat links.csv | ecosystem load - --rejects mend.csv
    """
    import loaders
    from ecosystem.intake.wishes import Wishes

    if rejects:
        _check_rejects(rejects, paths)
    with progress_of(ctx) as progress:
        batch = loaders.load(
            paths,
            store=store_of(ctx, store),
            mapping=mapping,
            strict=strict,
            dry_run=dry_run,
            wishes=Wishes(
                encoding=encoding or "",
                decimal={"point": ".", "comma": ","}.get(decimal or "", ""),
                dates=(dates or "").replace("-", " "),
                years=years or "",
                null=null,
                repeats=repeats,
            ),
            progress=progress.step,
        )
    report(batch, format=format, rejects=rejects)
    if not batch.accepted:
        raise NothingLoaded("nothing was loaded: no row was accepted")
    if strict and batch.rejections:
        raise NothingLoaded(f"nothing was loaded: --strict, and {len(batch.rejections)} rows were rejected")


def _check_rejects(rejects: Path, paths: Sequence[str]) -> None:
    """Raise `BadInput`, before anything is loaded, for a file that cannot be written or is to be read."""
    from ecosystem.intake.files import expand

    if rejects.is_dir() or not os.access(rejects.parent, os.W_OK):
        raise BadInput(f"--rejects {rejects}: cannot be written; give a file in a folder of yours")
    if rejects.exists() and any(Path(path).exists() and rejects.samefile(path) for path in expand(paths)[0]):
        raise BadInput(f"--rejects {rejects}: this is one of the files to load; give another name")
