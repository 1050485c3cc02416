"""A column of numbers or dates: which of its cells have to be read, what each means, and what to say of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ecosystem.intake import date_forms, quantities
from ecosystem.intake.conventions import Convention, Meanings, only
from ecosystem.intake.mapping import Layout, Typed
from ecosystem.intake.wishes import Wishes
from ecosystem.model import dates
from ecosystem.model.names import fold

# Numbers and dates as they are stored, of which no other convention makes another.
_NUMBER = r"-?(0|[1-9]\d*)(\.(\d?[1-9]|\d{3,}[1-9]))?|-?(0|[1-9]\d{3,})\.\d\d[1-9]"
_DATE = r"\d{4}(-\d\d(-\d\d)?)?"
_DAY = r"\d{4}-\d\d(-\d\d)?"
# Names of a column of the last year in which something holds.
_LAST = frozenset(map(fold, ("until", "to", "end year", "last year", "year to", "đến", "đến năm", "năm kết thúc")))
_SAID = {".": "decimal point", ",": "decimal comma"}

Meant = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Column:
    """A typed column, its name in the header, and its cells with their units that do not stand for themselves.

    `inclusive` says that a year is the last in which something holds; `proof` is a cell that stands for itself.
    """

    typed: Typed
    name: str
    inclusive: bool = False
    given: tuple[tuple[str, str], ...] = ()
    proof: str = ""

    @property
    def of_dates(self) -> bool:
        """Whether the column holds dates; else it holds numbers."""
        return self.typed.type in ("date", "end")

    @property
    def stands(self) -> str:
        """The regular expression of a cell that stands for itself."""
        return _DAY if self.inclusive else _DATE if self.of_dates else _NUMBER

    @property
    def texts(self) -> list[str]:
        """The cells without their units."""
        return [text for text, _ in self.given]

    @property
    def meanings(self) -> Meanings:
        """What a cell may mean, by each convention."""
        return date_forms.readings if self.of_dates else quantities.readings

    def meant(self, text: str, unit: str, known: Convention) -> Meant:
        """Return the value of a cell as it is stored, its unit, and what is wrong with it."""
        return self._date(text, known) if self.of_dates else self._number(text, unit, known)

    def _number(self, text: str, unit: str, known: Convention) -> Meant:
        possible = quantities.readings(text)
        found = only(possible, known.name)
        if found is None:
            both = sorted((one.number for one in possible.values()), key=abs)
            meant = ":".join(map(quantities.shown, both))
            return None, None, f"doubtful:{meant}:{known.proof}" if both else f"{self.typed.type}:"
        try:
            value = quantities.shown(quantities.fitting(found, unit, self.typed.type))
        except ValueError:
            return None, None, f"unit:{unit}" if unit else f"{self.typed.type}:"
        return value, (found.unit or None) if self.typed.type == "number" else None, None

    def _date(self, text: str, known: Convention) -> Meant:
        if date_forms.unknown(text):
            return None, None, None
        possible = date_forms.readings(text)
        number = only(possible, known.name)
        if number is None:
            meant = ":".join(map(dates.show, possible.values()))
            return None, None, f"order:{meant}:{known.proof}" if possible else "date:"
        return dates.show(number + (10000 if self.inclusive and not number % 10000 else 0)), None, None

    def said(self, known: Convention) -> Iterator[dict[str, str]]:
        """Yield what to say of the column: how, and an example of what was read so."""
        hangs = known.doubtful or (known.proof if known.name in (",", date_forms.MONTH_FIRST) else "")
        certain = "" if known.proven else " (nothing proves it)"
        if known.name and hangs:
            yield self._example(_SAID.get(known.name, known.name) + certain, hangs, known)
        if self.of_dates:
            yield from self._said_of_dates(known)

    def _said_of_dates(self, known: Convention) -> Iterator[dict[str, str]]:
        kept = [text for text in self.texts if self.meant(text, "", known)[2] is None]
        unknown = next(filter(date_forms.unknown, kept), None)
        less = next((text for text in kept if not date_forms.unknown(text) and date_forms.loses(text)), None)
        year = next((text for text in kept if self.inclusive and len(text) == len("2020")), None)
        if less:
            yield self._example("date, as far as one can hold it", less, known)
        if unknown:
            yield {"as": "not known", "example": f"{unknown} read as empty"}
        if year:
            yield self._example("last year included", year, known)

    def _example(self, how: str, text: str, known: Convention) -> dict[str, str]:
        value = self.meant(text, next((unit for cell, unit in self.given if cell == text), ""), known)[0]
        return {"as": how, "example": f"{text} read as {value}"}


def column(one: Typed, layout: Layout, wishes: Wishes) -> Column:
    """Return a typed column of a file, without its cells."""
    name = layout.header[one.position]
    inclusive = wishes.years == "inclusive" or (not wishes.years and fold(name) in _LAST)
    return Column(one, name, inclusive and one.type == "end")
