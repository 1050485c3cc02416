"""The command line: options into a call, an answer into an output."""

from __future__ import annotations

import inspect
import re
import sys
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

import click

from ecosystem import __version__, discovery
from ecosystem.errors import EcosystemError, NothingLoaded

if TYPE_CHECKING:
    from ecosystem.answer import Answer
    from ecosystem.intake import Batch
    from ecosystem.stores import Store

FORMATS = ("table", "json", "csv", "md")
INTERRUPTED = 130


class Group(click.Group):
    """The built-in commands and, without importing them, one for each question."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands: first those that fill a store, then the questions."""
        return [*self.commands, *discovery.names("queries")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        name = cmd_name.replace("-", "_")
        if name in discovery.names("queries"):
            return Question(name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in two groups."""
        for title, names in (("Fill a store", [*self.commands]), ("Ask", [*discovery.names("queries")])):
            with formatter.section(title):
                commands = [(name, self.get_command(ctx, name)) for name in names]
                formatter.write_dl([(name.replace("_", "-"), c.get_short_help_str(90)) for name, c in commands if c])


class Question(click.Command):
    """A question as a command; its module is imported only when the command is run or explained."""

    def __init__(self, name: str) -> None:
        super().__init__(name.replace("_", "-"), short_help=discovery.headline("queries", name))
        self.module = name

    @cached_property
    def function(self) -> Callable[..., Answer]:
        """The function that answers."""
        function: Callable[..., Answer] = getattr(discovery.module("queries", self.module), self.module)
        return function

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the parameters of the function, then what all questions have in common."""
        if not self.params:
            own = [_parameter(p, self.hints[p.name], self.texts) for p in self.keywords]
            self.params = [*own, *_scope_options(), *_output_options(), _store_option()]
            self.help = _described(inspect.getdoc(self.function) or "", self.short_help or "")
        return super().get_params(ctx)

    @property
    def keywords(self) -> list[inspect.Parameter]:
        """The parameters of the function that the command line fills; the log of loads is the store's to give."""
        from queries import Loads

        parameters = inspect.signature(self.function).parameters.values()
        return [p for p in parameters if p.kind is p.KEYWORD_ONLY and self.hints[p.name] is not Loads]

    @cached_property
    def hints(self) -> dict[str, Any]:
        """The annotations of the function."""
        return get_type_hints(self.function)

    @cached_property
    def texts(self) -> dict[str, str]:
        """What the docstring says of each parameter."""
        return _parameter_texts(inspect.getdoc(self.function) or "")

    def invoke(self, ctx: click.Context) -> None:
        """Ask the question and give out the answer."""
        given = dict(ctx.params)
        store = _store(ctx, given.pop("store"))
        output = {name: given.pop(name) for name in ("format", "output", "cite")}
        answer = _ask(self, store, given)
        _give(answer, **output)


def _ask(question: Question, store: Store, given: dict[str, Any]) -> Answer:
    from ecosystem.names import choose
    from ecosystem.scope import Scope
    from queries import Loads, Matches, NodeId

    scope = {name: given.pop(name) for name in _SCOPE}
    asked: list[str] = []
    for name, hint in question.hints.items():
        if hint is NodeId:
            given[name] = choose(given[name], store.find(given[name])).id
            asked.append(given[name])
        elif hint is Matches:
            given[name] = tuple(store.find(given[name], limit=given.get("top", 10)))
            asked += [match.id for match in given[name]]
        elif hint is Loads:
            given[name] = store.log()
    reach = getattr(discovery.module("queries", question.module), "REACH", None)
    for name in ("without", "around"):
        scope[name] = tuple(_node_or_word(store, word, words_too=name == "without") for word in scope[name])
    graph = store.read(Scope(**scope, asked=tuple(asked), reach=reach))
    return question.function(graph, **given)


def _node_or_word(store: Store, word: str, *, words_too: bool) -> str:
    from ecosystem.names import choose

    return word if words_too and word in _words() else choose(word, store.find(word)).id


def _words() -> set[str]:
    from ecosystem.schema import schema

    known = schema()
    return {*known.kinds, *known.relations, *known.standings, *known.levels}


def _parameter(parameter: inspect.Parameter, hint: Any, texts: dict[str, str]) -> click.Parameter:
    from queries import Matches, NodeId

    text = texts.get(parameter.name, "")
    choice = click.Choice(get_args(hint)) if get_origin(hint) is Literal else None
    if parameter.default is parameter.empty:
        metavar = {NodeId: parameter.name.upper(), Matches: "TEXT"}.get(hint)
        return click.Argument([parameter.name], type=choice or str, metavar=metavar)
    option = "--" + parameter.name.replace("_", "-")
    if hint is bool:
        return click.Option([option], is_flag=True, default=parameter.default, help=text)
    types: dict[Any, click.ParamType[Any]] = {int: click.IntRange(min=0), float: click.FLOAT}
    type_ = choice or types.get(hint, click.STRING)
    return click.Option([option], type=type_, default=parameter.default, show_default=True, help=text)


_SCOPE = ("kinds", "relations", "standings", "as_of", "min_confidence", "without", "around", "steps")


def _scope_options() -> list[click.Parameter]:
    from ecosystem.schema import schema

    words = schema()
    many = {"multiple": True}
    return [
        click.Option(
            ["--kind", "kinds"],
            type=click.Choice(list(words.kinds)),
            help="Only nodes of this kind. May be repeated, as may all below.",
            metavar="KIND",
            **many,
        ),
        click.Option(
            ["--relation", "relations"],
            type=click.Choice(list(words.relations)),
            help="Only links of this relation.",
            metavar="RELATION",
            **many,
        ),
        click.Option(
            ["--standing", "standings"],
            type=click.Choice(words.standings),
            help="Only what is a fact, plan, possible, opinion or past.",
            **many,
        ),
        click.Option(["--as-of"], metavar="DATE", help="Only what is valid on this day: 2025, 2025-07 or 2025-07-01."),
        click.Option(
            ["--min-confidence"], type=click.FloatRange(0, 1), default=0.0, help="Only links at least so sure."
        ),
        click.Option(
            ["--without"],
            metavar="WORD",
            help="Leave out a kind, relation, standing, all classes (class) or a node.",
            shell_complete=_complete_words,
            **many,
        ),
        click.Option(["--around"], metavar="NODE", help="Only what is near this node.", **many),
        click.Option(
            ["--steps"], type=click.IntRange(min=0), default=1, show_default=True, help="How near: steps from --around."
        ),
    ]


def _complete_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return sorted(word for word in _words() if word.startswith(incomplete))


def _output_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--format"],
            type=click.Choice(FORMATS),
            default="table",
            show_default=True,
            help="How to print the answer.",
        ),
        click.Option(
            ["-o", "--output"],
            metavar="FILE",
            help="Write to a file: .html page; .csv .json .md .xlsx table; .gexf .graphml graph.",
        ),
        click.Option(["--cite"], is_flag=True, help="Show the sources of each row."),
    ]


def _store_option() -> click.Option:
    return click.Option(["--store"], metavar="ADDRESS", help="The store to use, as before the command.")


def _store(ctx: click.Context, address: str | None) -> Store:
    from ecosystem.stores import open_store

    return open_store(address or (ctx.find_root().obj or {}).get("store"))


def _give(answer: Answer, *, format: str, output: str | None, cite: bool) -> None:
    if cite:
        answer = answer.cited()
    if output and output != "-":
        from ecosystem import outputs

        outputs.write(answer, Path(output))
        click.echo(f"wrote {output}", err=True)
    elif format == "table":
        from ecosystem.outputs import terminal

        terminal.show(answer, sys.stdout)
    else:
        from ecosystem.outputs import tables

        click.echo(tables.text(answer, format), nl=False)


def _described(doc: str, headline: str) -> str:
    """Return the text of a docstring up to its first section, as paragraphs for the help."""
    text = re.split(r"\n\w[\w ]*\n-{3,}\n|\n>>> ", doc)[0]
    return headline + "\n\n" + text if headline not in text else text


def _parameter_texts(doc: str) -> dict[str, str]:
    found = re.search(r"\nParameters\n-+\n(.*?)(?=\n\w[\w ]*\n-{3,}\n|\n\n\S|\Z)", doc, re.DOTALL)
    if not found:
        return {}
    texts = re.findall(r"^(\w[\w, ]*)(?: :.*)?\n((?:    .*\n?)+)", found[1] + "\n", re.MULTILINE)
    return {name.strip(): " ".join(text.split()) for names, text in texts for name in names.split(",")}


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--store", metavar="ADDRESS", help="A file (default ecosystem.duckdb, or ECOSYSTEM_STORE).")
@click.option("-v", "--verbose", is_flag=True, help="Say what is being done.")
@click.version_option(__version__, prog_name="ecosystem")
@click.pass_context
def command(ctx: click.Context, store: str | None, verbose: bool) -> None:
    """Explore an innovation ecosystem: load files, ask questions, hand on a page.

    \b
    Examples:
      ecosystem load institutes.csv links.csv
      ecosystem find "dai hoc quoc gia"
      ecosystem partners QTSC --cite
      ecosystem path QTSC VAST --without policy
      ecosystem map -o map.html
    """
    ctx.obj = {"store": store, "verbose": verbose}


@command.command("load")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="A mapping (TOML) for other columns.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--strict", is_flag=True, help="Write nothing if any row is rejected.")
@click.option(
    "--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write the rejected rows to a CSV file."
)
@click.option(
    "--format",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to print the report.",
)
@click.option("--store", metavar="ADDRESS", help="The store to use, as before the command.")
@click.pass_context
def load_command(
    ctx: click.Context,
    paths: Sequence[str],
    mapping: Path | None,
    dry_run: bool,
    strict: bool,
    rejects: Path | None,
    format: str,
    store: str | None,
) -> None:
    """Load files, folders and globs; - is standard input.

    The format, encoding and separator of each file are found out and printed. A load is written whole or not at all;
    loading the same files again changes nothing. Rows that are rejected are listed, the others are loaded.

    \b
    Examples:
      ecosystem load data/
      ecosystem load institutes.csv links.csv.gz --dry-run
      ecosystem load partners.xls.csv --mapping my-columns.toml
      cat links.csv | ecosystem load - --rejects mend.csv
    """
    import loaders

    with _Progress(ctx) as progress:
        batch = loaders.load(
            paths, store=_store(ctx, store), mapping=mapping, strict=strict, dry_run=dry_run, progress=progress.step
        )
    _report(batch, format=format, rejects=rejects)
    if not batch.accepted:
        raise NothingLoaded("nothing was loaded: no row was accepted")
    if strict and batch.rejections:
        raise NothingLoaded(f"nothing was loaded: --strict, and {len(batch.rejections)} rows were rejected")


def _report(batch: Batch, *, format: str, rejects: Path | None) -> None:
    from ecosystem.outputs import load_report

    if rejects and batch.rejections:
        load_report.write_rejects(batch, rejects)
        click.echo(f"wrote {rejects}", err=True)
    click.echo(load_report.json_text(batch) if format == "json" else load_report.text(batch), nl=False)


@command.command("template")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def template_command(folder: Path) -> None:
    """Write empty tables to start from, with a page that explains every column.

    \b
    Example:
      ecosystem template my-data
    """
    from ecosystem import template

    for path in template.write(folder):
        click.echo(f"wrote {path}", err=True)


class _Progress:
    """The step at work, on standard error: on a terminal after one second, and always with --verbose."""

    def __init__(self, ctx: click.Context) -> None:
        self.verbose = bool((ctx.find_root().obj or {}).get("verbose"))
        self.started = time.monotonic()
        self.status: Any = None

    def __enter__(self) -> _Progress:
        return self

    def step(self, text: str) -> None:
        """Say what is being done now."""
        if self.verbose:
            click.echo(f"{time.monotonic() - self.started:6.2f} s  {text}", err=True)
        elif sys.stderr.isatty():
            from rich.console import Console

            if self.status is None:
                self.status = Console(stderr=True).status(text)
                self.status.start()
            self.status.update(text)

    def __exit__(self, *raised: object) -> None:
        if self.status is not None:
            self.status.stop()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; every error that a user can cause is one clear message."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = command.main(arguments, prog_name="ecosystem", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; the store is as it was before", err=True)
        return INTERRUPTED
    except EcosystemError as error:
        from ecosystem.outputs.terminal import plain

        click.echo("error: " + "\n".join(map(plain, str(error).split("\n"))), err=True)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    main()
