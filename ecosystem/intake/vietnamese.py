"""Headers in Vietnamese: how the program calls the columns of a table, and its further columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ecosystem.intake.mapping import TableMapping
from ecosystem.model.names import fold
from ecosystem.model.record_types import RECORD_TYPES
from ecosystem.model.vocabulary import vocabulary


def own_names(mapping: TableMapping, header: Sequence[str]) -> tuple[str, ...]:
    """Return the header with the program's own names for what it calls in Vietnamese.

    Each column is one field, and a field that the header calls by its own name is not another column.
    """
    places = {fold(name): i for i, name in enumerate(header)}
    names = list(header)
    for name, headers in (*_ends(mapping, places), *_called(mapping)):
        free = [places[one] for one in headers if one in places and names[places[one]] == header[places[one]]]
        if free and fold(name) not in places and name not in names:
            names[free[0]] = name
    return tuple(names)


def _ends(mapping: TableMapping, places: Mapping[str, int]) -> list[tuple[str, list[str]]]:
    """Return how a header calls the two ends of a link, where it has a pair for them."""
    ends = ("source", "target") if mapping.tables("links") else ()
    pairs = zip(*(_folded(vocabulary().fields["links"][end].headers_vi) for end in ends), strict=True)
    found = next((pair for pair in pairs if set(pair) <= set(places)), ())
    return [(end, [name]) for end, name in zip(ends, found, strict=False)]


def _called(mapping: TableMapping) -> Iterator[tuple[str, list[str]]]:
    """Yield the columns that a mapping reads, with their names in Vietnamese, folded."""
    words = vocabulary()
    for part in RECORD_TYPES:
        for name in dict.fromkeys(mapping.columns(part)):
            if field := words.fields[part].get(name) or words.fields["links"].get(name):
                yield name, _folded(field.headers_vi)
        if part == "nodes" and mapping.tables(part):
            yield from ((scheme.id, _folded(scheme.headers_vi)) for scheme in words.identifiers.values())


@cache
def _folded(headers: tuple[str, ...]) -> list[str]:
    return [fold(name) for name in headers]
