"""Which part of a store a question looks at."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from ecosystem.errors import BadInput
from ecosystem.model import dates
from ecosystem.model.vocabulary import vocabulary


@dataclass(frozen=True)
class Scope:
    """A part of a store; what is left empty does not narrow.

    Parameters
    ----------
    kinds, relations
        Keep nodes of these kinds, links of these relations.
    standings, sources, speakers
        Keep links of these standings, that these documents (ids) state or these nodes (ids) say, with their ends, and
        nodes that are meant or stated so themselves.
    as_of
        Keep what is there on this day: what is valid, `[valid_from, valid_to)`, or has no date. What is brought by
        something that has a date is not older, and links of what has ended are carried over to its successor.
    every_day
        Keep what is there on any day, with the links that are carried over.
    min_confidence
        Keep links of at least this confidence, 0 to 1; a link without one counts as 1.
    without
        Leave out these kinds, relations, standings, levels (`class`) or nodes (ids).
    without_sources, without_speakers
        Leave out what only these documents (ids) state, links that only these nodes (ids) say.
    around, steps
        Keep what is at most this number of steps from these nodes (ids), with all links among it.
    asked, reach
        The nodes that a question is about (ids), and how far around them it looks (None: everywhere).
    keep_named
        Whether the nodes of `around` and `asked` are kept where kinds, standings or `without` leave them out.

    Raises `BadInput` for a word that the vocabulary does not know.

    >>> Scope(kinds=("it_zone",), as_of="2025-07").day
    20250701
    """

    kinds: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    as_of: date | str | None = None
    every_day: bool = False
    min_confidence: float = 0.0
    without: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    without_sources: tuple[str, ...] = ()
    without_speakers: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    steps: int = 1
    asked: tuple[str, ...] = ()
    reach: int | None = None
    keep_named: bool = True

    def __post_init__(self) -> None:
        for field in fields(self):
            if isinstance(field.default, tuple):
                value = getattr(self, field.name)
                object.__setattr__(self, field.name, (value,) if isinstance(value, str) else tuple(value))
        words = vocabulary()
        _known("kind", self.kinds, tuple(words.kinds))
        _known("relation", self.relations, tuple(words.relations))
        _known("standing", self.standings, words.standings)
        if not 0 <= self.min_confidence <= 1:
            raise BadInput(f"min_confidence: {self.min_confidence} is not from 0 to 1")

    @property
    def day(self) -> int:
        """The day of `as_of` as a number, 0 for any day."""
        if self.as_of is None:
            return 0
        try:
            return dates.first_day(dates.parse(str(self.as_of)))
        except ValueError as error:
            raise BadInput(f"as_of: {error}; write 2025, 2025-07 or 2025-07-01") from None

    @property
    def timed(self) -> bool:
        """Whether it matters from when to when each node lives."""
        return self.every_day or self.day > 0

    @property
    def kept(self) -> tuple[str, ...]:
        """The nodes that are kept whatever their kind or standing."""
        return (*self.around, *self.asked) if self.keep_named else ()

    @property
    def nodes_left_out(self) -> tuple[str, ...]:
        """What of `without` is not a word of the vocabulary, and so the id of a node."""
        words = vocabulary()
        known = {*words.kinds, *words.relations, *words.standings, *words.levels}
        return tuple(word for word in self.without if word not in known)

    def __str__(self) -> str:
        """The scope in words, for notes; empty for the whole store."""
        parts = [
            ("kinds", ", ".join(self.kinds)),
            ("relations", ", ".join(self.relations)),
            ("standing", ", ".join(self.standings)),
            ("as of", dates.show(self.day)),
            ("confidence at least", f"{self.min_confidence:g}" if self.min_confidence else ""),
            ("without", ", ".join(self.without)),
            ("stated by", ", ".join(self.sources)),
            ("said by", ", ".join(self.speakers)),
            ("without what rests only on", ", ".join((*self.without_sources, *self.without_speakers))),
            (f"within {self.steps} steps of", ", ".join(self.around)),
        ]
        return "; ".join(f"{name} {value}" for name, value in parts if value)


def _known(what: str, given: tuple[str, ...], known: tuple[str, ...]) -> None:
    for word in given:
        if word not in known:
            raise BadInput(f"'{word}' is not a {what}; known are {', '.join(known)}")
