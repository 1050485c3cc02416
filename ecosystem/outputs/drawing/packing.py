"""Packing: parts of a drawing side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ecosystem.model.columns import Numbers

SPACING = 54.0  # pixels between neighbouring dots, on average
_CELL = (30.0, 30.0)  # of the block of nodes without links
_SCREEN = (1.0, 1.0)  # width and height of the room for the drawing, against each other
Positions = npt.NDArray[np.intp]


def block(count: int) -> Numbers:
    """Return places in rows and columns, filled column by column, about twice as wide as high.

    >>> block(3).tolist()
    [[0.0, 0.0], [30.0, 0.0], [60.0, 0.0]]
    """
    rows = max(int(np.sqrt(count / 2)), 1)
    return np.column_stack([np.arange(count) // rows * _CELL[0], np.arange(count) % rows * _CELL[1]])


def pack(places: Numbers, boxes: list[Positions], radius: Numbers) -> None:
    """Move parts of a drawing, each the positions of its dots, so that they stand side by side.

    They stand in columns or rows, in the order given, as high or wide as makes the whole largest on a screen.
    """
    sizes = [np.ptp(places[nodes], axis=0) + 2 * radius[nodes].max() + SPACING for nodes in boxes]
    packings = [*_packings(sizes, 1), *_packings(sizes, 0)]
    best = min(packings, key=lambda corners: _reach(corners, sizes))
    for nodes, size, corner in zip(boxes, sizes, best, strict=True):
        places[nodes] += corner + size / 2 - (places[nodes].min(axis=0) + places[nodes].max(axis=0)) / 2


def _packings(sizes: list[Numbers], along: int) -> list[list[Numbers]]:
    """Return the corners of all boxes for several heights of the columns (along 1) or widths of the rows (along 0)."""
    longest = max((float(size[along]) for size in sizes), default=0.0)
    return [_lines(sizes, longest * stretch, along) for stretch in np.linspace(1.0, 3.0, 21)]


def _lines(sizes: list[Numbers], longest: float, along: int) -> list[Numbers]:
    """Return the upper left corner of every box, one after the other in lines of at most this length."""
    corners = []
    at = across = thick = 0.0
    for size in sizes:
        if at and at + size[along] > longest:
            across, at, thick = across + thick, 0.0, 0.0
        corners.append(np.array([across, at] if along else [at, across]))
        at, thick = at + float(size[along]), max(thick, float(size[1 - along]))
    return corners


def _reach(corners: list[Numbers], sizes: list[Numbers]) -> float:
    """How large a screen of the usual shape must be to show all boxes."""
    ends = np.array([corner + size for corner, size in zip(corners, sizes, strict=True)]).reshape(-1, 2)
    return float((ends.max(axis=0, initial=0.0) / _SCREEN).max())
