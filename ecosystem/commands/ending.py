"""How a command ends: every error that a user can cause is one clear message and an exit code."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import tracemalloc
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

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


def end_process(code: int) -> NoReturn:
    """End the process with an exit code, at once where nobody watches it.

    Taking apart all that was imported would take a tenth of the time of a short command. A profiler, a tracer or a
    thread still has work to do at the end, so with one of them the process ends in the usual way.
    """
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):
            stream.flush()
    if is_watched():
        sys.exit(code)
    atexit._run_exitfuncs()
    os._exit(code)


def is_watched() -> bool:
    """Say whether a profiler, a tracer or another thread runs.

    >>> sys.setprofile(lambda *event: None)
    >>> is_watched()
    True
    >>> sys.setprofile(None)
    """
    monitoring = getattr(sys, "monitoring", None)
    tools = monitoring and any(monitoring.get_tool(number) for number in range(6))
    threads = any(not one.daemon for one in threading.enumerate() if one is not threading.main_thread())
    return bool(sys.getprofile() or sys.gettrace() or tracemalloc.is_tracing() or tools or threads)
