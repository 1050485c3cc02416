"""Work in blocks on all cores, with results in the order of the blocks."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
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
    results = _threaded(work, blocks, stop, _threads(bytes_each)) if threaded else (work(one, stop) for one in blocks)
    for done, result in enumerate(results, 1):
        watch(done / len(blocks))
        yield result


def _threaded(
    work: Callable[[Block, Stop], Result], blocks: Sequence[Block], stop: Stop, threads: int
) -> Iterator[Result]:
    from concurrent.futures import Future, ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as pool:
        try:
            waiting: deque[Future[Result]] = deque()
            for block in blocks:
                waiting.append(pool.submit(work, block, stop))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:  # also at Ctrl-C, and where nobody takes the rest
            stop[0] = 1
            pool.shutdown(cancel_futures=True)


def _threads(bytes_each: int) -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    asked = os.environ.get("ECOSYSTEM_THREADS", "")
    wanted = int(asked) if asked.isdecimal() else cores
    return max(1, min(wanted, _MEMORY // max(bytes_each, 1)))
