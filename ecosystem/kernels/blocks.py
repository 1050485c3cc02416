"""Work in blocks on all cores, with results in the order of the blocks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from threading import Condition, Thread
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Stop = npt.NDArray[np.int32]
Block = TypeVar("Block")
Result = TypeVar("Result")
Watch = Callable[[float], None]

_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)
_MEMORY = 1 << 30


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Within the block, call `watch` with the share of the work that is done, 0 to 1, as kernels go on."""
    before = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(before)


def split(total: int, size: int) -> list[tuple[int, int]]:
    """Return where blocks of a size begin and end.

    >>> split(5, 2)
    [(0, 2), (2, 4), (4, 5)]
    """
    return [(first, min(first + size, total)) for first in range(0, total, size)]


def in_order(
    work: Callable[[Block, Stop], Result], blocks: Sequence[Block], *, bytes_each: int = 0, threaded: bool = True
) -> Iterator[Result]:
    """Yield the result of every block, in order, whatever the number of threads.

    Parameters
    ----------
    work
        What to do with a block, and a number to look at: not 0 means stop.
    bytes_each
        The memory that a block takes at work; threads together take 1 GiB at most, a block alone what it needs.
    threaded
        Whether the work leaves Python's lock, as calls of C do. All cores are used, or as many as the environment
        variable ECOSYSTEM_THREADS says.
    """
    watch = _WATCH.get() or (lambda share: None)
    stop: Stop = np.zeros(1, np.int32)
    results = _threaded(work, blocks, stop, threads(bytes_each)) if threaded else (work(one, stop) for one in blocks)
    for done, result in enumerate(results, 1):
        watch(done / len(blocks))
        yield result


def _threaded(
    work: Callable[[Block, Stop], Result], blocks: Sequence[Block], stop: Stop, threads: int
) -> Iterator[Result]:
    """Let threads take block after block, at most so far ahead of the result that is given out next.

    Plain threads, for the import of concurrent.futures takes as long as the work on a small graph.
    """
    change, done, given, numbers = Condition(), dict[int, Result | BaseException](), 0, iter(range(len(blocks)))

    def due(number: int) -> bool:
        return bool(stop[0]) or number < given + 2 * threads

    def run() -> None:
        while True:
            with change:
                number = next(numbers, None)
                if number is not None:
                    change.wait_for(partial(due, number))
                if number is None or stop[0]:
                    return
            try:
                result: Result | BaseException = work(blocks[number], stop)
            except BaseException as error:
                result = error
            with change:
                done[number] = result
                change.notify_all()

    pool = [Thread(target=run, daemon=True) for _ in range(min(threads, len(blocks)))]
    try:
        for thread in pool:
            thread.start()
        for number in range(len(blocks)):
            with change:
                change.wait_for(partial(done.__contains__, number))
                result, given = done.pop(number), number + 1
                change.notify_all()
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:  # also at Ctrl-C, and where nobody takes the rest
        with change:
            stop[0] = 1
            change.notify_all()
        for thread in pool:
            if thread.is_alive():
                thread.join()


def threads(bytes_each: int = 0) -> int:
    """Return how many threads work at once where each needs so much memory."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    asked = os.environ.get("ECOSYSTEM_THREADS", "")
    wanted = int(asked) if asked.isdecimal() else cores
    return max(1, min(wanted, _MEMORY // max(bytes_each, 1)))
