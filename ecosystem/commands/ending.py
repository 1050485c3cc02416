"""How a command ends: every error that a user can cause is one clear message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ecosystem.errors import EcosystemError

INTERRUPTED = 130


def run(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; every error that a user can cause is one clear message."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = command.main(arguments, prog_name="ecosystem", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; a load is saved whole or not at all, `ecosystem log` shows which", err=True)
        return INTERRUPTED
    except EcosystemError as error:
        from ecosystem.outputs.terminal import plain

        click.echo("error: " + "\n".join(map(plain, str(error).split("\n"))), err=True)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        click.echo(f"error: {error.filename or 'output'}: {error.strerror}", err=True)
        return EcosystemError.exit_code
