"""The convention of a column: what its cells prove together, such as the decimal sign or the order of day and month."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Meaning = TypeVar("Meaning", bound=Hashable)
Meanings = Callable[[str], Mapping[str, Hashable]]
"""What a cell may mean, by the convention that makes it mean so."""


@dataclass(frozen=True, slots=True)
class Convention:
    """The convention of a column, "" where nothing decides, the cells that prove one, and one that hangs on it.

    `proofs` has a cell for each convention that one proves. It is `proven` unless it is but the likelier one.
    """

    name: str
    proofs: tuple[tuple[str, str], ...] = ()
    doubtful: str = ""
    proven: bool = True

    @property
    def proof(self) -> str:
        """The cells that prove a convention, in words."""
        return " and ".join(cell for _, cell in self.proofs)


def convention(cells: Iterable[str], meanings: Meanings) -> Convention:
    """Return the convention that cells prove.

    A cell that has a meaning by one convention alone proves it. A column that proves two proves nothing.

    >>> from ecosystem.intake import quantities
    >>> convention(["1.500", "1,5"], quantities.readings)
    Convention(name=',', proofs=((',', '1,5'),), doubtful='1.500', proven=True)
    >>> convention(["1.500", "2.000"], quantities.readings).name
    ''
    """
    proofs: dict[str, str] = {}
    doubtful = ""
    for cell in cells:
        found = meanings(cell)
        if len(set(found.values())) > 1:
            doubtful = doubtful or cell
        elif len(found) == 1:
            proofs.setdefault(next(iter(found)), cell)
    return Convention(next(iter(proofs)) if len(proofs) == 1 else "", tuple(proofs.items()), doubtful)


def only(found: Mapping[str, Meaning], convention: str) -> Meaning | None:
    """Return what a cell means by a convention, or by any where all that it may mean is the same; else None."""
    return found.get(convention) if len(set(found.values())) > 1 else next(iter(found.values()), None)
