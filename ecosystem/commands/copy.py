"""The command that copies a store into another."""

from __future__ import annotations

import click

from ecosystem.commands.context import progress_of
from ecosystem.commands.printing import report


@click.command("copy")
@click.argument("source", metavar="FROM", help="The store to copy.")
@click.argument("target", metavar="TO", help="The store to copy into; made if it is not there.")
@click.option("--dry-run", is_flag=True, help="Count what would change, write nothing.")
@click.pass_context
def copy(ctx: click.Context, source: str, target: str, dry_run: bool) -> None:
    """Copy a store into another, whole; what else is there stays.

    As with a file, what FROM says otherwise takes the place of what is there: an old copy brings old values back.
    Copying twice changes nothing. An empty store takes the log of loads along.

    \b
    Examples:
      ecosystem copy ecosystem.duckdb neo4j://localhost:7687
      ecosystem copy old.duckdb neo4j --dry-run
      ecosystem copy neo4j copy.duckdb
    """
    from ecosystem.stores import copying, open_store

    with progress_of(ctx) as progress:
        batch = copying.copy(open_store(source), open_store(target), dry_run=dry_run, progress=progress.step)
    report(batch, format="table", rejects=None)
