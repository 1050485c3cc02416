"""The compiled kernels: which library fits this machine, and how its functions are called."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import numpy as np

from ecosystem.kernels import build

_NO_MEMORY, _STOPPED = 1, 2


@cache
def library() -> ctypes.CDLL | None:
    """Return the library for this machine, None where none was built, or one from other sources than those here."""
    plainest = _open(1)
    if plainest is None or plainest.sources_digest() & 0xFFFFFFFF != build.digest():
        return None
    for level in range(plainest.machine_level(), 1, -1):
        fitting = _open(level)
        if fitting and fitting.sources_digest() == plainest.sources_digest():
            return fitting
    return plainest


def call(name: str, *arguments: Any) -> None:
    """Call a function of the library, which must be there.

    Arrays are passed as they lie in memory, numbers as int64, None as NULL; see `passed`.
    Raises `MemoryError` where it got no memory, `KeyboardInterrupt` where it was asked to stop.
    """
    result = getattr(library(), name)(*map(passed, arguments))
    if result == _NO_MEMORY:
        raise MemoryError(name)
    if result == _STOPPED:
        raise KeyboardInterrupt


def _open(level: int) -> ctypes.CDLL | None:
    path = build.FOLDER / build.name(level)
    try:
        return ctypes.CDLL(str(path)) if path.exists() else None
    except OSError:
        return None


def passed(argument: Any) -> Any:
    """Return an argument in the form of C. Who calls often with the same arrays, which must live on, does it once."""
    if isinstance(argument, np.ndarray):
        if not argument.flags.c_contiguous:
            raise ValueError("a kernel reads arrays that lie in one piece")
        return ctypes.c_void_p(argument.ctypes.data)
    if isinstance(argument, ctypes.c_void_p):
        return argument
    return ctypes.c_void_p(None) if argument is None else ctypes.c_int64(argument)
