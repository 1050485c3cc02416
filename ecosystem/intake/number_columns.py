"""A column of numbers: plain ones, quantities with a unit, per cent, weights."""

from __future__ import annotations

from collections.abc import Mapping

from ecosystem.intake import quantities
from ecosystem.intake.columns import Column, Meant
from ecosystem.intake.conventions import Convention, only
from ecosystem.intake.durations import duration
from ecosystem.intake.quantities import Quantity

# Numbers as they are stored, of which no other convention makes another.
_STANDS = r"-?(0|[1-9]\d{0,30})(\.(\d?[1-9]|\d{3,30}[1-9]))?|-?(0|[1-9]\d{3,30})\.\d\d[1-9]"
_WORDS = {".": "decimal point", ",": "decimal comma"}
_APART = "about, more than and the like apart from the number"
_LEFT_OUT = "about, more than and the like left out"


class Numbers(Column):
    """A column of numbers."""

    @property
    def stands(self) -> str:
        """The regular expression of a cell that stands for itself."""
        return _STANDS

    def meanings(self, text: str) -> Mapping[str, Quantity]:
        """Return what a cell may mean, by the decimal sign."""
        return quantities.readings(text)

    def words(self, convention: str) -> str:
        """Return a convention in words."""
        return _WORDS[convention]

    def is_rare(self, convention: str) -> bool:
        """Whether a convention is worth saying where no cell hangs on it."""
        return convention == ","

    def meant(self, text: str, unit: str, known: Convention) -> Meant:
        """Return what a cell means."""
        typed, possible = self.typed, quantities.readings(text)
        found = only(possible, known.name)
        if found is None:
            return Meant(fault=self._fault(text, possible, known))
        beside = unit or typed.of
        try:
            number = quantities.fitting(found, beside, typed.type)
        except ValueError:
            return Meant(fault=f"unit:{beside}" if beside and typed.type == "number" else f"{typed.type}:")
        said = found.unit if typed.type == "number" and not typed.of else ""
        less = found.comparison and (_APART if typed.compared else _LEFT_OUT)
        kept = text if less and not typed.compared else None
        return Meant(quantities.shown(number), said or None, found.comparison or None, None, kept, less or None)

    def _fault(self, text: str, possible: Mapping[str, Quantity], known: Convention) -> str:
        if possible:
            both = sorted((one.number for one in possible.values()), key=abs)
            return f"doubtful:{':'.join(map(quantities.shown, both))}:{known.proof}"
        return "range:" if quantities.is_range(text) else f"{self.typed.type}:"


class Durations(Column):
    """A column of lengths of time."""

    @property
    def stands(self) -> str:
        """The regular expression of a cell that stands for itself."""
        return r"P(\d+Y)?(\d+M)?(\d+W)?\d+[YMWD]"

    def meanings(self, text: str) -> Mapping[str, str]:
        """Return what a cell means: one thing, by no convention."""
        found = duration(text, self.typed.of)
        return {"": found} if found else {}

    def meant(self, text: str, unit: str, known: Convention) -> Meant:
        """Return what a cell means."""
        found = duration(text, self.typed.of)
        return Meant(found) if found else Meant(fault="duration:")
