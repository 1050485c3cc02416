"""Progress: the step at work, on standard error."""

from __future__ import annotations

import sys
import threading
import time
from typing import Any, Self

SUFFIXES = ()
PATIENCE = 1.0
"""Seconds before a terminal is told what is being done."""


class Progress:
    """Tells the step at work: on a terminal after one second, and always where `verbose`."""

    def __init__(self, *, verbose: bool = False) -> None:
        self.verbose = verbose
        self.started = time.monotonic()
        self.text = ""
        self.status: Any = None
        self.later = threading.Timer(PATIENCE, self._show)
        self.later.daemon = True

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and not self.verbose:
            self.later.start()
        return self

    def step(self, text: str) -> None:
        """Say what is being done now."""
        self.text = text
        if self.verbose:
            print(f"{time.monotonic() - self.started:6.2f} s  {text}", file=sys.stderr, flush=True)
        elif self.status is not None:
            self.status.update(text)

    def _show(self) -> None:
        from rich.console import Console

        self.status = Console(stderr=True).status(self.text)
        self.status.start()

    def __exit__(self, *raised: object) -> None:
        self.later.cancel()
        if self.status is not None:
            self.status.stop()
