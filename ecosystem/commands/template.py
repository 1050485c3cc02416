"""The command that writes empty tables to start from."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("template")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to write; made if it is not there."
)
def template(folder: Path) -> None:
    """Write empty tables to start from, with a page that explains every column.

    \b
    Example:
      ecosystem template my-data
    """
    from ecosystem.outputs import template as tables

    for path in tables.write(folder):
        click.echo(f"wrote {path}", err=True)
