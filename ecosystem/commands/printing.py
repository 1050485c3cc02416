"""How an answer or the report of a load is given out: to a file, or printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ecosystem.intake import Batch
    from ecosystem.model.answer import Answer


def give(answer: Answer, *, format: str, output: str | None, cite: bool) -> None:
    """Write an answer to a file, or print it in a format."""
    if cite:
        answer = answer.cited()
    if output and output != "-":
        from ecosystem import outputs

        outputs.write(answer, Path(output))
        click.echo(f"wrote {output}", err=True)
    elif format == "table":
        from ecosystem.outputs import terminal

        terminal.show(answer, sys.stdout)
    else:
        from ecosystem.outputs import tables

        click.echo(tables.text(answer, format), nl=False)


def report(batch: Batch, *, format: str, rejects: Path | None) -> None:
    """Print the report of a load, and write its rejected rows to a file where one is given."""
    from ecosystem.outputs import load_report

    told_all = rejects is not None
    click.echo(
        load_report.json_text(batch) if format == "json" else load_report.text(batch, told_all=told_all), nl=False
    )
    if rejects:
        load_report.write_rejects(batch, rejects)
        click.echo(f"wrote {rejects}", err=True)
