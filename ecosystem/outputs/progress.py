"""Progress: the step at work, on standard error."""

from __future__ import annotations

import signal
import sys
import threading
import time
from types import FrameType
from typing import Any, Self

SUFFIXES = ()
PATIENCE = 1.0
"""Seconds before a terminal shows what is being done."""


class Progress:
    """Shows the step at work: on a terminal after one second, and always where `verbose`.

    No Ctrl-C is lost inside: libraries may swallow `KeyboardInterrupt`, or raise another error in its place. The next
    step raises it then, or the end.
    """

    def __init__(self, *, verbose: bool = False) -> None:
        self.verbose = verbose
        self.started = time.monotonic()
        self.text = ""
        self.status: Any = None
        self.later = threading.Timer(PATIENCE, self._show)
        self.later.daemon = True
        self.interrupted = False

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and not self.verbose:
            self.later.start()
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._interrupt)
        return self

    def step(self, text: str) -> None:
        """Say what is being done now."""
        if self.interrupted:
            raise KeyboardInterrupt
        self.text = text
        if self.verbose:
            print(f"{time.monotonic() - self.started:6.2f} s  {text}", file=sys.stderr, flush=True)
        elif self.status is not None:
            self.status.update(text)

    def _show(self) -> None:
        from rich.console import Console

        self.status = Console(stderr=True).status(self.text)
        self.status.start()

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self.interrupted = True
        signal.default_int_handler(number, frame)

    def __exit__(self, raised: type[BaseException] | None, *rest: object) -> None:
        if signal.getsignal(signal.SIGINT) == self._interrupt:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self.later.cancel()
        if self.status is not None:
            self.status.stop()
        if self.interrupted and raised:
            raise KeyboardInterrupt
