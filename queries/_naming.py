"""What the words of a scope mean: nodes by any name, documents by id or title, and words of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

from ecosystem.errors import AmbiguousName, BadInput, EcosystemError, NoSuchNode
from ecosystem.model.columns import Source
from ecosystem.model.names import choose, fold, namesakes
from ecosystem.model.scope import Scope
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import Store
from queries import _successions

NAMESAKES = 20
"""The most nodes of one name that are looked at."""


def words() -> set[str]:
    """Return all words that a scope may leave out: kinds, relations, standings and levels."""
    known = vocabulary()
    return {*known.kinds, *known.relations, *known.standings, *known.levels}


def resolve(store: Store, text: str, day: int = 0) -> str:
    """Return the id of the one node that a text means; of bodies that succeed each other, the one of the day."""
    matches = store.find(text, limit=NAMESAKES, same=True)
    same = [match.id for match in namesakes(text, matches)]
    return (_successions.living(store, same, day) if len(same) > 1 else None) or choose(text, matches).id


def in_vietnamese(store: Store, texts: Sequence[str]) -> dict[str, str]:
    """Return the Vietnamese names of the nodes that texts name; nothing where the store cannot be asked."""
    nodes = {}
    try:
        with store.reading():
            for text in texts:
                with suppress(NoSuchNode, AmbiguousName):
                    nodes[text] = choose(text, store.find(text, same=True)).id
            read = store.read(Scope(around=tuple(sorted(set(nodes.values()))), steps=0)) if nodes else None
    except EcosystemError:
        return {}
    known = dict(zip(read.nodes.id, read.nodes.name_vi, strict=True)) if read is not None else {}
    return {text: known[id] for text, id in nodes.items() if known.get(id)}


def left_out(store: Store, text: str, day: int) -> str:
    """Return a word that a scope may leave out, or the id of the one node that a text means."""
    if text in words():
        return text
    try:
        return resolve(store, text, day)
    except NoSuchNode as error:
        near = get_close_matches(text.casefold().replace("-", "_").replace(" ", "_"), sorted(words()), 1)
        raise NoSuchNode(f"{error}; or did you mean the word '{near[0]}'?") if near else error from None


def voices(store: Store, scope: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the documents and speakers that a scope names, and of those that it leaves out."""
    given, unheard = scope.get("sources", ()), scope.get("without_sources", ())
    known = store.read(Scope(reach=0)).sources if given or unheard else {}
    documents = {text: document(store, known, text) for text in (*given, *unheard)}
    speakers = {text: resolve(store, text) for text in scope.get("speakers", ())}
    if unknown := [text for text in given if documents[text] is None]:
        raise BadInput(_unknown(known, unknown[0]))
    silent = [text for text in unheard if documents[text] is None]
    return {
        "sources": tuple(filter(None, (documents[text] for text in given))),
        "speakers": tuple(speakers.values()),
        "without_sources": tuple(filter(None, (documents[text] for text in unheard))),
        "without_speakers": tuple(_speaker(store, known, text) for text in silent),
    }


def document(store: Store, known: Mapping[str, Source], text: str) -> str | None:
    """Return the id of the document that a text means, by its id or title; None where there is none.

    Raises `AmbiguousName` for the title of several.
    """
    if text in known:
        return text
    titled = [source.id for source in known.values() if fold(text) in (fold(source.title), fold(source.id))]
    if len(titled) > 1:
        raise AmbiguousName(
            f"'{text}' is the title of {len(titled)} documents; give one of these ids: {', '.join(titled)}"
        )
    if titled:
        return titled[0]
    # A document may be cited that no table of sources describes.
    return text if len(store.read(Scope(sources=(text,))).nodes) else None


def _speaker(store: Store, known: Mapping[str, Source], text: str) -> str:
    try:
        return resolve(store, text)
    except NoSuchNode as error:
        raise NoSuchNode(f"{_unknown(known, text)}; {error}") from None


def _unknown(known: Mapping[str, Source], text: str) -> str:
    """Return that there is no such document, with those that are called most like it."""
    names = {fold(name): source for source in known.values() for name in (source.title, source.id) if name}
    within = [name for name in names if fold(text) and fold(text) in name]
    near = {names[name].id: names[name].title for name in within or get_close_matches(fold(text), names, 3, 0.5)}
    listed = ", ".join(f"{title} ({id})" if title else id for id, title in [*near.items()][:3])
    return f"no such document: '{text}'; " + (
        f"did you mean {listed}?" if near else f"try one of {', '.join([*known][:5]) or 'none'}"
    )
