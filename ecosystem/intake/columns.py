"""A column of numbers or dates: which of its cells have to be read, what each means, and what to say of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ecosystem.intake.conventions import Convention
from ecosystem.intake.mapping import Typed


class Meant(NamedTuple):
    """What a cell means: its value as it is stored, unit and comparison, what is wrong with it, and what it loses.

    A cell that loses something has in `kept` its text, and in `less` what of it the value does not hold.
    """

    value: str | None = None
    unit: str | None = None
    comparison: str | None = None
    fault: str | None = None
    kept: str | None = None
    less: str | None = None


@dataclass(frozen=True)
class Column(ABC):
    """A typed column, its name in the header, and its cells with their units that do not stand for themselves.

    `proof` is a cell that stands for itself.
    """

    typed: Typed
    name: str
    given: tuple[tuple[str, str], ...] = ()
    proof: str = ""

    @property
    def of_dates(self) -> bool:
        """Whether the column holds dates."""
        return False

    @property
    @abstractmethod
    def stands(self) -> str:
        """The regular expression of a cell that stands for itself."""

    @property
    def texts(self) -> list[str]:
        """The cells without their units."""
        return [text for text, _ in self.given]

    @abstractmethod
    def meanings(self, text: str) -> Mapping[str, Hashable]:
        """Return what a cell may mean, by each convention."""

    @abstractmethod
    def meant(self, text: str, unit: str, known: Convention) -> Meant:
        """Return what a cell means."""

    def said(self, known: Convention, wished: str) -> Iterator[dict[str, str]]:
        """Yield what to say of the column: how, and an example of what was read so."""
        hangs = known.doubtful or next((cell for name, cell in known.proofs if name == known.name), "")
        certain = ", as asked" if wished else "" if known.proven else " (nothing proves it)"
        if known.name and hangs and (known.doubtful or self.is_rare(known.name)):
            yield self.example(self.words(known.name) + certain, hangs, known)
        for name, cell in known.proofs if wished else ():
            if name and name != known.name:
                yield self.example(f"{self.words(name)} all the same", cell, known)
        less = {
            meant.less: text for text, unit in reversed(self.given) if (meant := self.meant(text, unit, known)).less
        }
        for how in sorted(filter(None, less)):
            yield self.example(how, less[how], known)

    def is_rare(self, convention: str) -> bool:
        """Whether a convention is worth saying where no cell hangs on it."""
        return False

    def words(self, convention: str) -> str:
        """Return a convention in words."""
        return convention

    def example(self, how: str, text: str, known: Convention) -> dict[str, str]:
        """Return that a cell was read so."""
        meant = self.meant(text, next((unit for cell, unit in self.given if cell == text), ""), known)
        value = " ".join(filter(None, (meant.comparison, meant.value)))
        return {"as": how, "example": f"{text} read as {value or 'empty'}"}
