"""How the user says that cells are to be read, where the files themselves do not show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a load was asked to do with doubtful cells.

    `decimal` is the decimal sign of all numbers, "." or ",", "" where each column decides by itself.
    """

    decimal: str = ""


NONE = Wishes()
