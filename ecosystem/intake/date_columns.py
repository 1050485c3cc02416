"""A column of dates: of a first day, of a last one, or of the day by which something is due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ecosystem.intake import date_forms
from ecosystem.intake.columns import Column, Meant
from ecosystem.intake.conventions import Convention, convention, only
from ecosystem.intake.date_forms import DAY_FIRST, MONTH_FIRST, Span
from ecosystem.model import dates
from ecosystem.model.names import fold

_DATE = r"\d{4}(-\d\d(-\d\d)?)?"
_DAY = r"\d{4}-\d\d-\d\d"
# Names of a column of the last year, or of the last day, on which something holds.
_LAST_YEAR = frozenset(
    map(fold, ("end year", "last year", "year to", "to year", "year end", "đến năm", "năm kết thúc"))
)
_LAST_DAY = frozenset(
    map(fold, ("until", "to", "till", "through", "last day", "valid until", "đến", "đến ngày", "đến hết"))
)
_LESS = {
    date_forms.ABOUT: "about left out",
    date_forms.TIME: "the day without the time",
    date_forms.SHORT: "a year of two digits between 1930 and 2029",
}


@dataclass(frozen=True)
class Dates(Column):
    """A column of dates; `last` says that an end is the last "year" or "day" on which something holds, "" the first after."""

    last: str = ""

    @property
    def of_dates(self) -> bool:
        """Whether the column holds dates: it does."""
        return True

    @property
    def stands(self) -> str:
        """The regular expression of a cell that stands for itself."""
        return "" if self.last == "day" else _DAY if self.last else _DATE

    def is_rare(self, convention: str) -> bool:
        """Whether a convention is worth saying where no cell hangs on it."""
        return convention == MONTH_FIRST

    @cached_property
    def slashed(self) -> Convention:
        """Whether cells such as 2011/12 are two years or a month."""
        return convention(self.texts, date_forms.slashed)

    def meanings(self, text: str) -> Mapping[str, Span]:
        """Return what a cell may say, by the order of day and month."""
        if (both := date_forms.slashed(text)) and (found := only(both, self.slashed.name or "month")):
            return {DAY_FIRST: found, MONTH_FIRST: found}
        return date_forms.readings(text)

    def meant(self, text: str, unit: str, known: Convention) -> Meant:
        """Return what a cell means."""
        if date_forms.unknown(text):
            return Meant(less="not known")
        if date_forms.is_open(text) and self.typed.type == "end":
            return Meant(less="not ended")
        possible = self.meanings(text)
        span = only(possible, known.name)
        if span is None:
            days = ":".join(dates.show(self._of(one)) for one in possible.values())
            return Meant(fault=f"order:{days}:{known.proof}" if possible else f"date:{date_forms.refused(text)}")
        if not (number := self._of(span)):
            return Meant(less="not ended") if self.typed.type == "end" and span.first else Meant(fault="date:")
        less = _edge(number, span) if span.less == date_forms.WINDOW else _LESS.get(span.less)
        kept = text if span.less not in ("", date_forms.SHORT) else None
        return Meant(dates.show(number), kept=kept, less=less or self._included(text, span))

    def _of(self, span: Span) -> int:
        """Return what the column takes of a span."""
        if self.typed.type != "end":
            return span.last if self.typed.type == "due" else span.first
        included = self.last == "day" or (self.last and not (span.first == span.last and span.last % 100))
        return dates.after(span.last) if included else span.ends

    def _included(self, text: str, span: Span) -> str | None:
        if self.typed.type != "end" or not self.last or self._of(span) == span.ends:
            return None
        return (
            "last day included"
            if span.last % 100
            else "last month included"
            if span.last % 10000
            else "last year included"
        )

    def said(self, known: Convention, wished: str) -> Iterator[dict[str, str]]:
        """Yield what to say of the column, and whether 2011/12 is a month."""
        yield from super().said(known, wished)
        if self.slashed.doubtful:
            certain = "" if self.slashed.name else " (nothing proves it)"
            how = "two years" if self.slashed.name == "years" else "a month"
            yield self.example(how + certain, self.slashed.doubtful, known)


class DateLists(Dates):
    """A column of several dates a cell, parted by | or semicolons, of which each is a day that something is shown."""

    @property
    def stands(self) -> str:
        """The regular expression of a cell that stands for itself."""
        return rf"{_DATE}(\|{_DATE})*"

    def meanings(self, text: str) -> Mapping[str, Span]:
        """Return what one date of a cell may say: of one that proves an order, else of one that hangs on it."""
        found = [super(DateLists, self).meanings(part) for part in _parts(text)]
        return min(filter(None, found), key=lambda one: (len(one) > 1, len(set(one.values())) == 1), default={})

    def meant(self, text: str, unit: str, known: Convention) -> Meant:
        """Return what a cell means: all its dates, or what is wrong with the first that is not one."""
        parts = [super(DateLists, self).meant(part, unit, known) for part in _parts(text)]
        if fault := next((one.fault for one in parts if one.fault), None):
            return Meant(fault=fault)
        less = next((one.less for one in parts if one.less), None)
        kept = text if any(one.kept for one in parts) else None
        return Meant("|".join(one.value for one in parts if one.value) or None, kept=kept, less=less)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|;\n]", text) if part.strip()]


def _edge(number: int, span: Span) -> str:
    """Return which edge of a window a date is."""
    if number == span.first:
        return "a window by its start"
    return "a window by its end" if number in (span.last, span.ends) else "a window, last day included"


def last(name: str, wished: str) -> str:
    """Return what the name of a column of ends, or what was wished of years, says of its last day or year.

    >>> last("until", ""), last("End year", ""), last("valid_to", "inclusive"), last("until", "exclusive"), last("valid_to", "")
    ('day', 'year', 'year', '', '')
    """
    if wished == "exclusive":
        return ""
    of_days = "day" if fold(name) in _LAST_DAY else ""
    return of_days or ("year" if wished == "inclusive" or fold(name) in _LAST_YEAR else "")
