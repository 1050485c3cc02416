"""What the options before a command give to it: the store, and how much is said meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ecosystem.outputs.progress import Progress
    from ecosystem.stores import Store


def store_of(ctx: click.Context, address: str | None) -> Store:
    """Return the store at an address, else that of the options before the command, else the default."""
    from ecosystem.stores import open_store

    return open_store(address or (ctx.find_root().obj or {}).get("store"))


def progress_of(ctx: click.Context) -> Progress:
    """Return what shows the steps of a command."""
    from ecosystem.outputs.progress import Progress

    return Progress(verbose=bool((ctx.find_root().obj or {}).get("verbose")))
