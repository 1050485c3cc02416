"""Which ids are one body, by the identifiers from outside that they share; whatever the order of rows.

A body goes by an id of the user's own, else by one made from a name, else by an identifier. Two bodies with own ids, or
two that the store has, are never joined, nor are two of different kinds, unless one goes by an identifier. Of others the
first scheme of which both have an identifier decides: the same identifier makes them one body, other ones two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ecosystem.model.vocabulary import vocabulary

OWN, MADE, OUTSIDE = range(3)
Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A row with identifiers: its file, line and part, whether its id was made from its name, and its kind."""

    place: Place
    id: str
    identifiers: frozenset[str]
    made: bool = False
    kind: str = ""


@dataclass(eq=False)
class Body:
    """What goes by one id: `rank` says what kind of id that is, `stored` by which id the store has it."""

    id: str
    rank: int
    order: tuple[int, ...]
    identifiers: set[str]
    rows: list[Row] = field(default_factory=list)
    stored: str | None = None
    ids: set[str] = field(default_factory=set)
    kind: str = ""

    @property
    def claim(self) -> tuple[int, tuple[int, ...], str]:
        """What decides by whose id joined bodies go: the least. Of identifiers that is the first in the vocabulary."""
        return self.rank, self.order, self.id


@dataclass
class Joined:
    """What is one body: `same` gives the id of each other id, `renamed` that in the store of an id that is new to it.

    `rejected` are rows with an identifier of another body; `shared` are identifiers of several bodies, which mean none;
    `by_identifier` are those of `same` whose id was made from a name.
    """

    same: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    rejected: list[tuple[Row, str]] = field(default_factory=list)
    shared: dict[str, set[str]] = field(default_factory=dict)
    by_identifier: dict[str, str] = field(default_factory=dict)


def join(stored: Mapping[str, Iterable[str]], rows: Sequence[Row], *, kinds: Mapping[str, str] | None = None) -> Joined:
    """Return which ids are one body: those of the store, with their identifiers and kinds, and those of rows.

    >>> a, b = (Row((0, n, 0), id, frozenset({"wikidata:Q1"}), made=True) for n, id in enumerate("ab"))
    >>> join({}, [a, b]).same
    {'b': 'a'}
    >>> join({"x": ["wikidata:Q1"]}, [Row((0, 0, 0), "y", frozenset({"wikidata:Q1"}))]).rejected[0][1]
    'x'
    """
    bodies = _Bodies(
        {id: _stored(id, set(identifiers), (kinds or {}).get(id, "")) for id, identifiers in stored.items()}
    )
    given = _of_rows(rows, bodies.by_id)
    bodies.share(given)
    for body in sorted(given, key=lambda one: one.claim):
        bodies.add(body)
    joined = bodies.joined()
    made = (body.id for body in given if body.rank == MADE and body.id in joined.same)
    joined.by_identifier |= {id: joined.same[id] for id in made}
    return joined


def _stored(id: str, identifiers: set[str], kind: str) -> Body:
    rank, order = (OUTSIDE, _order(id)) if id in identifiers else (OWN, ())
    return Body(id, rank, order, identifiers, stored=id, ids={id}, kind=kind)


def _order(identifier: str) -> tuple[int, ...]:
    """Return the place of the scheme of an identifier in the vocabulary."""
    schemes, scheme = list(vocabulary().identifiers), identifier.partition(":")[0]
    return (schemes.index(scheme) if scheme in schemes else len(schemes),)


def _of_rows(rows: Sequence[Row], stored: Mapping[str, Body]) -> list[Body]:
    """Return a body for each id of the rows."""
    given: dict[str, Body] = {}
    for row in sorted(rows, key=lambda one: one.place):
        body = given.setdefault(row.id, Body(row.id, MADE, row.place, set(), ids={row.id}, kind=row.kind))
        body.rows.append(row)
        body.identifiers |= row.identifiers
        if row.id in row.identifiers:
            body.rank, body.order = OUTSIDE, _order(row.id)
        elif row.id in stored or not row.made:
            body.rank = OWN
    return list(given.values())


@dataclass
class _Bodies:
    """All bodies so far, by any of their ids and by their identifiers."""

    by_id: dict[str, Body]
    result: Joined = field(default_factory=Joined)
    holders: dict[str, set[Body]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for body in self.by_id.values():
            self._hold(body)

    def share(self, of_rows: Sequence[Body]) -> None:
        """Find the identifiers that mean none of their bodies, as these stay apart."""
        given: dict[str, list[Body]] = {}
        for body in of_rows:
            for one in body.identifiers:
                given.setdefault(one, []).append(body)
        for one, bodies in given.items():
            known = self.holders.get(one, set())
            several = [*known, *(body for body in bodies if self.by_id.get(body.id) not in known)]
            if len(several) > 1 and (len(known) > 1 or _any_differ(several)):
                self.result.shared[one] = {body.id for body in several}

    def add(self, given: Body) -> None:
        """Join the body of some rows to those whose identifiers it has, or reject the rows that are in the way."""
        while given.rows:
            own = self.by_id.get(given.id, given)
            found = self._found(given) - {own}
            apart = {body for body in found if _differ(given, body)}
            self._note(given, apart)
            found -= apart
            blocked = _blocking([own, *found])
            if not blocked:
                self._unite([own, given, *found])
                return
            self._reject(given, blocked - {own})

    def joined(self) -> Joined:
        for body in set(self.by_id.values()):
            self.result.same |= dict.fromkeys(body.ids - {body.id}, body.id)
            if body.stored and body.stored != body.id:
                self.result.renamed[body.id] = body.stored
        return self.result

    def _hold(self, body: Body) -> None:
        self.by_id |= dict.fromkeys(body.ids, body)
        for one in body.identifiers:
            self.holders.setdefault(one, set()).add(body)

    def _found(self, given: Body) -> set[Body]:
        """Return the bodies that have an identifier of these rows; what several have means none of them."""
        holders = (self.holders.get(one, set()) for one in given.identifiers - self.result.shared.keys())
        return {body for bodies in holders if len(bodies) == 1 for body in bodies}

    def _note(self, given: Body, apart: Iterable[Body]) -> None:
        for body in apart:
            for one in given.identifiers & body.identifiers:
                self.result.shared.setdefault(one, set()).update((given.id, body.id))

    def _reject(self, given: Body, blocked: set[Body]) -> None:
        taken = set().union(*(body.identifiers for body in blocked)) - self.result.shared.keys()
        self.result.rejected += [
            (row, min(body.id for body in blocked)) for row in given.rows if row.identifiers & taken
        ]
        given.rows = [row for row in given.rows if not row.identifiers & taken]
        given.identifiers = set().union(*(row.identifiers for row in given.rows))

    def _unite(self, bodies: Sequence[Body]) -> None:
        first = min(bodies, key=lambda one: one.claim)
        for body in bodies:
            for one in body.identifiers:
                self.holders.get(one, set()).discard(body)
            first.identifiers |= body.identifiers
            first.ids |= body.ids
            first.stored = first.stored or body.stored
        self._hold(first)


def _blocking(bodies: Sequence[Body]) -> set[Body]:
    """Return the bodies that cannot be one: several with own ids, or several that the store has."""
    own = {body for body in bodies if body.rank == OWN}
    stored = {body for body in bodies if body.stored}
    return own if len(own) > 1 else stored if len(stored) > 1 else set()


def _any_differ(bodies: Sequence[Body]) -> bool:
    unlike = {(frozenset(one.identifiers), one.rank, one.id if one.rank == OUTSIDE else ""): one for one in bodies}
    return any(_differ(a, b) for a, b in combinations(unlike.values(), 2))


def _differ(a: Body, b: Body) -> bool:
    """Say whether bodies are two: by kind, by identifiers of the scheme by which one goes, or of the first that both have."""
    if a.rank == b.rank == OWN:
        return False
    # A register has kinds of its own, so that the kind counts only where neither goes by the id of one.
    if OUTSIDE not in (a.rank, b.rank) and a.kind and b.kind and a.kind != b.kind:
        return True
    if any(_other(body.id.partition(":")[0], a, b) for body in (a, b) if body.rank == OUTSIDE):
        return True
    found = (_other(scheme, a, b) for scheme in vocabulary().identifiers)
    return next((other for other in found if other is not None), False)


def _other(scheme: str, a: Body, b: Body) -> bool | None:
    """Say whether bodies have other identifiers of a scheme, None where one has none."""
    mine, theirs = ({one for one in body.identifiers if one.startswith(f"{scheme}:")} for body in (a, b))
    return not mine & theirs if mine and theirs else None
