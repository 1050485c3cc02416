"""Rejections in words: what is wrong with a cell, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from ecosystem.intake.checks import words
from ecosystem.intake.visible import visible
from ecosystem.model.identifiers import NotAnIdentifier, identifier, scheme_of
from ecosystem.model.names import fold
from ecosystem.model.vocabulary import vocabulary


def explain(
    what: str, heading: str, field: str, fault: str, value: str | None, *, files: Sequence[str] = ()
) -> tuple[str, str, str]:
    """Return column, reason and remedy of a fault, which is a code and what it needs to say, split by colons.

    `files` are the names of the files of the load, of which a fault may name one by its number.
    """
    code, *details = fault.split(":")
    if code == "contradiction":
        number, line, *id = details
        node = f"'{visible(':'.join(id))}'" if any(id) else f"the same {what.removesuffix('s')}"
        said = f"{node} has another {heading or field} in {files[int(number)]} row {line}"
        return heading, said, "make the rows agree, or give one of them another id"
    if code == "corrects":
        number, line, *before = details
        said = f"'{visible(value or '')}' corrects '{visible(':'.join(before))}' of {files[int(number)]} row {line}"
        return heading, said, "make the files agree if that is not meant"
    if code == "ends":
        return heading, *_ends(value or "", *details)
    return heading, *_REASONS[code](field, value or "", *details)


def _missing(field: str, value: str) -> tuple[str, str]:
    return "the cell is empty", {
        "kind": f"write one of {', '.join(vocabulary().kinds)}, or name the file after the kind (institutes.csv)",
        "name": "give the node an id or a name",
        "relation": f"write one of {', '.join(vocabulary().relations)}",
        "id": "give the source a short id",
    }.get(field, "write the id or a name of a node")


def _unknown(field: str, value: str, *near: str) -> tuple[str, str]:
    if field in ("valid_from", "valid_to"):
        return _date(field, value)
    if field in ("source", "target"):
        if _fails_check(value):
            return _identifier("id", value, "check")
        add = "add a row for it to the nodes"
        remedy = f"did you mean {':'.join(near)}? or {add}" if near else f"{add}, or mend the spelling"
        return f"no node has the id or name '{visible(value)}'", remedy
    return unknown_word(field, value)


def unknown_word(field: str, value: str) -> tuple[str, str]:
    """Return reason and remedy for a word that a field may not hold."""
    word = suggestion(field, value)
    known = f"known are {', '.join(dict.fromkeys(words(field).values()))}"
    return f"'{visible(value)}' is not a {field}", f"did you mean '{word}'?" if word else known


def _lost(field: str, value: str, line: str) -> tuple[str, str]:
    return f"the node '{visible(value)}' was itself rejected, in row {line}", "mend that row and load both again"


def _ambiguous(field: str, value: str, *ids: str) -> tuple[str, str]:
    return f"'{visible(value)}' is the name of several nodes", f"write one of the ids {':'.join(ids)}"


def _list(field: str, value: str, *parts: str) -> tuple[str, str]:
    reason = f"no node has the id or name '{visible(value)}', but each of its parts is one"
    return reason, f"write {visible(':'.join(parts))} for a link each, or add a row for the whole name to the nodes"


def _several(field: str, value: str, many: str) -> tuple[str, str]:
    reason = f"'{visible(value)}' are {many} nodes, and the row has an id or a figure, which is that of one link"
    return reason, "write a row for each, with its own id and figure"


def _held(field: str, value: str, before: str, relation: str) -> tuple[str, str]:
    reason = f"the node is of kind {before}, and a link '{relation}' of the store needs that; it cannot become {value}"
    return reason, "leave the kind, or give the row an id of its own"


def _order(field: str, value: str) -> tuple[str, str]:
    return "the end is not after the start", "valid_to is the first day on which it no longer holds"


def _number(field: str, value: str, *_: str) -> tuple[str, str]:
    if field not in ("weight", "confidence"):
        return (
            f"'{visible(value)}' is not a number",
            "write the number alone, such as 1500 or 0.5, and its unit in the column unit",
        )
    form = "a number above 0" if field == "weight" else "a number from 0 to 1"
    return f"'{visible(value)}' is not {form}", f"write {form}, such as 0.5; left empty, it counts as 1"


def _mark(field: str, value: str) -> tuple[str, str]:
    return f"the id '{visible(value)}' holds # or |", "these separate references; leave them out of the id"


def _taken(field: str, value: str, *other: str) -> tuple[str, str]:
    return f"'{visible(value)}' belongs to another node, '{':'.join(other)}'", "use that id, or mend the identifier"


def _ends(relation: str, source: str, target: str) -> tuple[str, str]:
    ends = vocabulary().relations[words("relation")[fold(relation)]].ends
    reason = f"'{relation}' does not lead from {source} to {target}"
    others = [one.id for one in vocabulary().relations.values() if (source, target) in one.ends]
    near = sorted({b for a, b in ends if a == source})
    remedies = [
        f"from {source} to {target} lead {', '.join(others)}" if others else f"nothing leads from {source} to {target}",
        f"from {source} it leads to {', '.join(near)}"
        if near
        else f"it starts at {', '.join(sorted({a for a, _ in ends}))}",
        *(["or turn the link round if that is what is meant"] if (target, source) in ends else []),
    ]
    return reason, "; ".join(remedies)


def _percent(field: str, value: str, *_: str) -> tuple[str, str]:
    return f"'{visible(value)}' is not a number of per cent", "write 30 or 30 %"


def _doubtful(field: str, value: str, less: str, more: str, *proofs: str) -> tuple[str, str]:
    why = f"the column writes both {':'.join(proofs)}" if any(proofs) else "nothing in the file decides"
    remedy = f"write {more} or {_certain(less)}, or load with --decimal point or --decimal comma"
    return f"'{visible(value)}' may mean {less} or {more}, and {why}", remedy


def _certain(number: str) -> str:
    """Return a number with a decimal point that nobody takes for a mark of thousands.

    >>> _certain("2"), _certain("3.05"), _certain("1.505")
    ('2.0', '3.05', '1.5050')
    """
    _, point, decimals = number.partition(".")
    return f"{number}.0" if not point else f"{number}0" if len(decimals) == 3 else number


def _date_order(field: str, value: str, day: str, month: str, *proofs: str) -> tuple[str, str]:
    why = f"the column writes both {':'.join(proofs)}" if any(proofs) else "nothing in the file decides"
    remedy = f"write {day} or {month}, or load with --dates day-first or --dates month-first"
    return f"'{visible(value)}' may mean {day} or {month}, and {why}", remedy


def _date(field: str, value: str, why: str = "", *_: str) -> tuple[str, str]:
    remedy = "write 2025, 2025-07 or 2025-07-01"
    if why == "bc":
        return f"'{visible(value)}' is before the year 1", "leave the cell empty, and say it in a further column"
    if why == "serial":
        return f"'{visible(value)}' is not a date", f"format the column as a date in the spreadsheet, or {remedy}"
    return f"'{visible(value)}' is not a date", remedy


def _duration(field: str, value: str, *_: str) -> tuple[str, str]:
    return f"'{visible(value)}' is not a length of time", "write 6 months, 6 tháng or P6M"


def _range(field: str, value: str, *_: str) -> tuple[str, str]:
    two = "; a range has its lower end in value and its upper one in value_to" if field == "value" else ""
    return f"'{visible(value)}' is two numbers", f"write one{two}"


def _unit(field: str, value: str, unit: str) -> tuple[str, str]:
    return f"'{visible(value)}' does not fit the unit '{visible(unit)}'", "write the number alone, in that unit"


def _units(field: str, value: str, other: str) -> tuple[str, str]:
    said = f"'{visible(value)}' has another unit than a cell before it, {other}"
    return said, "write all figures of a row in one unit"


def _identifier(field: str, value: str, why: str, detail: str = "", *_: str) -> tuple[str, str]:
    known, shown = vocabulary().identifiers, visible(value)
    scheme = known[scheme_of(value) or "" if field == "id" else field]
    if why == "nought":
        said = f"'{shown}' has lost a 0 at its beginning, as in a spreadsheet"
        return said, f"write {detail}, and format the column as text"
    if why == "elsewhere":
        return f"'{shown}' is {known[detail].name}, not {scheme.name}", f"write it in the column {detail}"
    return {
        "": (f"'{shown}' is not {scheme.name}", "leave the cell empty"),
        "shortened": (
            f"'{shown}' is a number that a spreadsheet has shortened",
            f"format the column as text and write it in full, such as {scheme.example}",
        ),
        "check": (
            f"'{shown}' is not {scheme.name}: its check digits do not fit",
            "compare it with the original and mend it",
        ),
        "form": (f"'{shown}' is not {scheme.name}", f"write it like {scheme.example}, or leave the cell empty"),
    }[why]


def _fails_check(value: str) -> bool:
    """Say whether a text is an identifier with its scheme whose check digits do not fit."""
    try:
        identifier(scheme_of(value) or "", value)
    except NotAnIdentifier as error:
        return error.fault == "check"
    except KeyError:
        pass
    return False


_REASONS: dict[str, Callable[..., tuple[str, str]]] = {
    "missing": _missing,
    "unknown": _unknown,
    "lost": _lost,
    "held": _held,
    "list": _list,
    "several": _several,
    "ambiguous": _ambiguous,
    "interval": _order,
    "order": _date_order,
    "date": _date,
    "range": _range,
    "duration": _duration,
    "identifier": _identifier,
    "number": _number,
    "weight": _number,
    "ratio": _number,
    "percent": _percent,
    "doubtful": _doubtful,
    "unit": _unit,
    "units": _units,
    "mark": _mark,
    "taken": _taken,
}


@lru_cache(maxsize=1000)
def suggestion(field: str, value: str) -> str | None:
    """Return the known word that is spelled most like a value, None where none is close.

    >>> suggestion("relation", "fund")
    'funds'
    """
    from rapidfuzz import fuzz, process

    found = process.extractOne(fold(value), words(field).keys(), scorer=fuzz.ratio, score_cutoff=70)
    return words(field)[found[0]] if found else None
