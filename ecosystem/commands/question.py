"""A question as a command: the parameters of its function become arguments and options."""

from __future__ import annotations

import shlex
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ecosystem import discovery
from ecosystem.commands.context import progress_of, store_of
from ecosystem.commands.options import OUTPUT, SCOPE, output_options, scope_options, store_option
from ecosystem.commands.parameter_types import Choice, Count, Word
from ecosystem.commands.printing import give
from ecosystem.errors import BadInput

if TYPE_CHECKING:
    from ecosystem.model.answer import Answer
    from queries._question import Parameter, Question

_READ = ("table", "md")
_WHERE = ("output", "format", "store")


class QuestionCommand(click.Command):
    """A question as a command; its module is imported only when the command is run or explained."""

    def __init__(self, name: str) -> None:
        super().__init__(name.replace("_", "-"), short_help=discovery.headline("queries", name))
        self.module = name

    @cached_property
    def question(self) -> Question:
        """What is asked."""
        from queries._question import Question

        return Question(self.module)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters of the function, then what all questions have in common."""
        from queries import Loads

        if not self.params:
            own = [_parameter(one) for one in self.question.parameters if one.type is not Loads]
            self.params = [*own, *scope_options(), *output_options(), store_option()]
            self.help = _described(self.question, self.short_help or "")
        return super().get_params(ctx)

    def invoke(self, ctx: click.Context) -> None:
        """Ask the question and give out the answer."""
        give(self.answer(ctx), **{name: ctx.params[name] for name in OUTPUT})

    def answer(self, ctx: click.Context) -> Answer:
        """Ask the question."""
        if ctx.get_parameter_source("steps") is ParameterSource.COMMANDLINE and not ctx.params["around"]:
            raise BadInput("steps: nothing is given to count from; add --around NODE or leave out --steps")
        given = {name: value for name, value in ctx.params.items() if name not in OUTPUT}
        store = store_of(ctx, given.pop("store"))
        scope = {name: given.pop(name) for name in SCOPE}
        self._bound(ctx, given)
        with progress_of(ctx) as progress:
            progress.step(f"asking {self.name}")
            answer = self.question.ask(store, scope=scope, given=given, every_day=_is_page(ctx.params["output"]))
        return replace(answer, command=self._typed(ctx))

    def _bound(self, ctx: click.Context, given: dict[str, Any]) -> None:
        """Ask for all rows where they go to a file or a program, or say that `--top`, typed or needed, limits them."""
        output = ctx.params["output"]
        read = ctx.params["format"] in _READ if output in (None, "-") else _is_page(output)
        if read or "top" not in given:
            return
        typed = ctx.get_parameter_source("top") is ParameterSource.COMMANDLINE
        if not typed and self.question.bounded(given):
            given["top"] = 0
        elif given["top"]:
            click.echo(f"{self.name}: limited to --top {given['top']}; give a higher number for more", err=True)

    def _typed(self, ctx: click.Context) -> str:
        """Return the command that gives the same answer again, without where it is read from and written to."""
        words = ["ecosystem", self.name or ""]
        for one in self.params:
            value = ctx.params.get(one.name or "")
            if isinstance(one, click.Argument):
                words += value if isinstance(value, tuple) else [value] if value is not None else []
            elif ctx.get_parameter_source(one.name or "") is ParameterSource.COMMANDLINE and one.name not in _WHERE:
                for each in value if isinstance(value, tuple) else [value]:
                    words += [one.opts[-1]] if each is True else [one.opts[-1], str(each)]
        return shlex.join(words)


def _is_page(output: str | None) -> bool:
    """Return whether a page is written, which keeps its limit of rows and shows other days too."""
    return (output or "").lower().endswith(".html")


def _described(question: Question, headline: str) -> str:
    text = question.description
    examples = "\n".join(f"  {example}" for example in question.examples)
    return "\n\n".join([*([headline] if headline not in text else []), text, f"\b\nExamples:\n{examples}"])


_METAVARS = {int: "N", float: "NUMBER"}


def _parameter(one: Parameter) -> click.Parameter:
    from queries import Kind, Matches, NodeId, Relation

    types: dict[Any, click.ParamType[Any]] = {int: Count(), float: click.FLOAT}
    type_ = Choice(one.choices) if one.choices else types.get(one.type, click.STRING)
    worded = one.type.__name__.upper() if one.type in (Kind, Relation) else None
    if worded:
        type_ = Word(worded.lower(), one.choices)
    if one.required or one.type is NodeId:
        shown = "TEXT" if one.type is Matches else one.name.upper()
        known = f" One of {', '.join(one.choices)}." if one.choices else ""
        return click.Argument(
            [one.name],
            type=type_,
            metavar=(f"{shown}…" if one.many else shown) if one.required else f"[{shown}]",
            required=one.required,
            nargs=-1 if one.many else 1,
            help=one.text + known,
        )
    option = "--" + one.name.replace("_", "-")
    if one.type is bool:
        return click.Option([option], is_flag=True, default=one.default, help=one.text)
    return click.Option(
        [option],
        metavar=worded or _METAVARS.get(one.type),
        type=type_,
        default=one.default,
        show_default=one.default is not None,
        help=one.text,
        multiple=one.many,
    )
