"""How the user says that cells are to be read, where the files themselves do not show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a load was asked to do with doubtful cells; what is "" each column decides by itself.

    `decimal` is the decimal sign of all numbers, "." or ","; `dates` is "day first" or "month first"; `years` says
    whether the year in which something ends is the last one in which it holds, "inclusive", or "exclusive"; `null` are
    words that stand for an empty cell; with `repeats` "count" links of equal rows of a file weigh as much as these rows
    together. A load that is `strict` rejects a row for any cell that it cannot read. `encoding` is that of all files.
    """

    decimal: str = ""
    dates: str = ""
    years: str = ""
    null: tuple[str, ...] = ()
    repeats: str = ""
    strict: bool = False
    encoding: str = ""


NONE = Wishes()
