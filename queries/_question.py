"""A question as the command line sees it: what can be asked of it, and how it is put to a store."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ecosystem import discovery
from ecosystem.errors import BadInput, NoSuchNode
from ecosystem.model.answer import Answer
from ecosystem.model.graph import Graph
from ecosystem.model.scope import Scope
from ecosystem.model.vocabulary import vocabulary
from ecosystem.stores import Store
from queries import Kind, Loads, Matches, NodeId, Relation, _notes, _successions
from queries._every_day import on_every_day
from queries._naming import left_out, resolve, voices

_OF_LINKS = ("relations", "min_confidence", "steps")
"""The parts of a scope that leave no node out."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be asked of a question: `choices` where only some words will do, `many` where several values."""

    name: str
    type: Any
    default: Any
    required: bool
    many: bool
    choices: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Question:
    """A question by its name; its module is imported when it is first looked into."""

    name: str

    @cached_property
    def function(self) -> Callable[..., Answer]:
        """The function that answers."""
        function: Callable[..., Answer] = getattr(discovery.module("queries", self.name), self.name)
        return function

    @cached_property
    def description(self) -> str:
        """The text of the docstring up to its first section."""
        return re.split(r"\n\w[\w ]*\n-{3,}\n|\n>>> ", inspect.getdoc(self.function) or "")[0]

    @cached_property
    def examples(self) -> list[str]:
        """The commands that the docstring gives as examples, written `$ ecosystem …`."""
        return re.findall(r"^\$ (ecosystem .*)$", inspect.getdoc(self.function) or "", re.MULTILINE)

    @cached_property
    def parameters(self) -> list[Parameter]:
        """What the function takes besides the graph."""
        texts = _parameter_texts(inspect.getdoc(self.function) or "")
        hints = get_type_hints(self.function)
        keywords = [p for p in inspect.signature(self.function).parameters.values() if p.kind is p.KEYWORD_ONLY]
        return [_parameter(one, hints[one.name], texts.get(one.name, "")) for one in keywords]

    def bounded(self, given: Mapping[str, Any]) -> bool:
        """Return whether an answer can be written with all its rows."""
        unbounded = getattr(discovery.module("queries", self.name), "UNBOUNDED", None)
        return not (unbounded and unbounded(given))

    def ask(
        self, store: Store, *, scope: Mapping[str, Any], given: Mapping[str, Any], every_day: bool = False
    ) -> Answer:
        """Read the scope from a store and answer; nodes are given by any name.

        With `every_day` the answer is the same, and its graph has what is there on other days as well.

        Raises `NoSuchNode` and `AmbiguousName`.
        """
        with store.reading():
            asked: list[str] = []
            day = Scope(as_of=scope["as_of"]).day
            narrow = any(value for name, value in scope.items() if name not in _OF_LINKS)
            told = {one.name: _resolved(store, one, given, asked, day, narrow=narrow) for one in self.parameters}
            named = {
                "without": tuple(left_out(store, word, day) for word in scope["without"]),
                "around": tuple(resolve(store, word, day) for word in scope["around"]),
                **voices(store, scope),
            }
            if both := set(asked) & set(named["without"]):
                raise BadInput(f"without: '{min(both)}' is what the question is about; leave out another node")
            keep_named = all(one.type is not Matches for one in self.parameters)
            module = discovery.module("queries", self.name)
            preceded = asked and not day and getattr(module, "PREDECESSORS", False)
            before = _successions.before(store, asked) if preceded else {}
            about = dict.fromkeys((*asked, *(id for earlier in before.values() for id in earlier)))
            whole = Scope(**{**scope, **named}, asked=tuple(about), keep_named=keep_named)
            reach = getattr(module, "REACH", None)
            if callable(reach):
                near = replace(whole, reach=reach(told))
                answer = self._answered(store, near, store.read(near), told)
                if answer.rows:
                    return on_every_day(answer, _days(store, near), near) if every_day else answer
                # What is said where nothing is found is to hold for the whole scope.
                reach = None
            late = getattr(module, "LATE", None)
            whole = replace(whole, reach=reach)
            graph = replace(store.read(whole, late=bool(late and late(told))), before=before)
            days = _days(store, whole) if every_day else None
        answer = self._answered(store, whole, graph, told)
        return on_every_day(answer, days, whole) if days else answer

    def _answered(self, store: Store, scope: Scope, graph: Graph, told: Mapping[str, Any]) -> Answer:
        """Return the answer on a graph, with what is carried over to successors on the day of its scope."""
        try:
            answer = self.function(graph, **told)
        except NoSuchNode as error:
            raise (_successions.absent(store, scope.asked, scope.day) if scope.day else None) or error from None
        if not scope.day:
            return answer
        noted = _successions.noted(store, answer)
        return replace(noted, notes=(*noted.notes, *_notes.undated(answer)))


def _days(store: Store, scope: Scope) -> Graph:
    return store.read(replace(scope, as_of=None, every_day=True))


def _resolved(
    store: Store, parameter: Parameter, given: Mapping[str, Any], asked: list[str], day: int, *, narrow: bool
) -> Any:
    """Return the value of a parameter, and note the nodes that the question is about.

    Where the scope is `narrow` it may drop some of the matches, so all of them are fetched.
    """
    if parameter.type is Loads:
        return store.log()
    value = given[parameter.name]
    if parameter.type is NodeId and value is not None:
        ids = [resolve(store, text, day) for text in ((value,) if isinstance(value, str) else value)]
        asked += ids
        return tuple(ids) if parameter.many else NodeId(ids[0])
    if parameter.type is Matches:
        matches = tuple(store.find(value, limit=0 if narrow else given.get("top", 10)))
        asked += [match.id for match in matches]
        return matches
    return value


def _parameter(found: inspect.Parameter, hint: Any, text: str) -> Parameter:
    plain = [one for one in get_args(hint) if one is not type(None)]
    if get_origin(hint) in (Union, UnionType) and len(plain) == 1:
        hint = plain[0]
    many = get_origin(hint) is tuple
    type_ = get_args(hint)[0] if many else hint
    required = found.default is found.empty
    choices = get_args(type_) if get_origin(type_) is Literal else _known(type_)
    return Parameter(found.name, type_, None if required else found.default, required, many, choices, text)


def _known(type_: Any) -> tuple[str, ...]:
    return tuple(vocabulary().kinds if type_ is Kind else vocabulary().relations if type_ is Relation else ())


def _parameter_texts(doc: str) -> dict[str, str]:
    found = re.search(r"\nParameters\n-+\n(.*?)(?=\n\w[\w ]*\n-{3,}\n|\n\n\S|\Z)", doc, re.DOTALL)
    if not found:
        return {}
    texts = re.findall(r"^(\w[\w, ]*)(?: :.*)?\n((?:    .*\n?)+)", found[1] + "\n", re.MULTILINE)
    return {name.strip(): " ".join(text.split()) for names, text in texts for name in names.split(",")}
