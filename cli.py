"""The command line: options into a call, an answer into an output."""

from __future__ import annotations

import atexit
import gc
import os
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ecosystem import __version__, discovery
from ecosystem.errors import BadInput, EcosystemError, NothingLoaded

if TYPE_CHECKING:
    from ecosystem.answer import Answer
    from ecosystem.intake import Batch
    from ecosystem.outputs.progress import Progress
    from ecosystem.stores import Store
    from queries._question import Parameter, Question

FORMATS = ("table", "json", "csv", "md")
_READ = ("table", "md")
INTERRUPTED = 130
MOST = 2**31 - 1


class Group(click.Group):
    """The built-in commands and, without importing them, one for each question."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands: first those that fill a store, then the questions."""
        return [*self.commands, *discovery.names("queries")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        name = cmd_name.replace("-", "_")
        if name in discovery.names("queries"):
            return Ask(name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant, or say which is spelled most like it."""
        from difflib import get_close_matches

        name = args[0]
        if self.get_command(ctx, name) is None:
            known = [one.replace("_", "-") for one in self.list_commands(ctx)]
            near = ", ".join(get_close_matches(name, known))
            ctx.fail(
                f"There is no command '{name}'" + (f"; did you mean {near}?" if near else "; see ecosystem --help.")
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in two groups."""
        for title, names in (("Fill a store", [*self.commands]), ("Ask", [*discovery.names("queries")])):
            with formatter.section(title):
                commands = [(name, self.get_command(ctx, name)) for name in names]
                formatter.write_dl([(name.replace("_", "-"), c.get_short_help_str(90)) for name, c in commands if c])


class Word(click.Choice[str]):
    """A kind or relation, given by its id or by its name in English or Vietnamese, as in files."""

    def __init__(self, field: str, choices: Sequence[str]) -> None:
        super().__init__(choices)
        self.field = field

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id of a word."""
        from ecosystem.intake.checks import words
        from ecosystem.intake.report import suggestion
        from ecosystem.names import fold

        found = words(self.field).get(fold(value))
        if found is None:
            near = suggestion(self.field, value)
            advice = f"did you mean '{near}'?" if near else f"known are {', '.join(self.choices)}"
            self.fail(f"'{value}' is not a {self.field}; {advice}", param, ctx)
        return found


class Choice(click.Choice[str]):
    """A word that a question knows; - stands for _, and one that is misspelt leads to those most like it."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        """Return a word as it is compared."""
        return super().normalize_choice(choice, ctx).casefold().replace("-", "_")

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return what is said of a word that is not known."""
        from difflib import get_close_matches

        near = ", ".join(get_close_matches(self.normalize_choice(value, ctx), self.choices))
        return f"'{value}' is not known; " + (
            f"did you mean {near}?" if near else f"known are {', '.join(self.choices)}"
        )


class Count(click.ParamType[int]):
    """A whole number from 0 that every store can count to."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        try:
            number = int(value)
        except ValueError:
            number = -1
        if not 0 <= number <= MOST:
            self.fail(f"'{value}' is not a whole number from 0 to {MOST:,}", param, ctx)
        return number


class Ask(click.Command):
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
        _give(self.answer(ctx), **{name: ctx.params[name] for name in _OUTPUT})

    def answer(self, ctx: click.Context) -> Answer:
        """Ask the question."""
        if ctx.get_parameter_source("steps") is ParameterSource.COMMANDLINE and not ctx.params["around"]:
            raise BadInput("steps: nothing is given to count from; add --around NODE or leave out --steps")
        given = {name: value for name, value in ctx.params.items() if name not in _OUTPUT}
        store = _store(ctx, given.pop("store"))
        scope = {name: given.pop(name) for name in _SCOPE}
        self._bound(ctx, given)
        with _progress(ctx) as progress:
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


_WHERE = ("output", "format", "store")
_OUTPUT = ("format", "output", "cite")
_SCOPE = (
    *("kinds", "relations", "standings", "sources", "speakers", "as_of", "min_confidence"),
    *("without", "without_sources", "around", "steps"),
)


def scope_options() -> list[click.Parameter]:
    """Return the options that narrow what a question looks at."""
    from ecosystem.schema import schema

    words = schema()
    many = {"multiple": True}
    return [
        click.Option(
            ["--kind", "kinds"],
            type=Word("kind", list(words.kinds)),
            help="Only nodes of this kind. May be repeated, as may all below.",
            metavar="KIND",
            **many,
        ),
        click.Option(
            ["--relation", "relations"],
            type=Word("relation", list(words.relations)),
            help="Only links of this relation.",
            metavar="RELATION",
            **many,
        ),
        click.Option(
            ["--standing", "standings"],
            type=Choice(words.standings),
            help="Only links with this standing, with their ends, and nodes with it.",
            **many,
        ),
        click.Option(
            ["--source", "sources"],
            metavar="DOCUMENT",
            help="Only what this document states, by id or title: links, with their ends and all that they cite, and nodes.",
            **many,
        ),
        click.Option(
            ["--speaker", "speakers"],
            metavar="NODE",
            help="Only links that this person or body says, alone or with others, with their ends.",
            **many,
        ),
        click.Option(
            ["--as-of"],
            metavar="DATE",
            help="Only what is there on this day, 2025-07-01; 2025 is its first day. What has no date is kept.",
        ),
        click.Option(
            ["--min-confidence"],
            metavar="NUMBER",
            type=click.FloatRange(0, 1),
            default=0.0,
            help="Only links with at least this confidence.",
        ),
        click.Option(
            ["--without"],
            metavar="WORD",
            help="Leave out a kind, relation, standing, all classes (class) or a node.",
            shell_complete=_complete_words,
            **many,
        ),
        click.Option(
            ["--without-source", "without_sources"],
            metavar="DOCUMENT",
            help="Leave out what rests on this document alone; on several, what rests on no other. A speaker may be given.",
            **many,
        ),
        click.Option(["--around"], metavar="NODE", help="Only what is near this node.", **many),
        click.Option(
            ["--steps"],
            metavar="N",
            type=Count(),
            default=1,
            show_default=True,
            help="How near: steps from --around.",
        ),
    ]


def _complete_words(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from queries._naming import words

    return sorted(word for word in words() if word.startswith(incomplete))


def output_options() -> list[click.Parameter]:
    """Return the options that say what becomes of an answer."""
    return [
        click.Option(
            ["--format"],
            type=Choice(FORMATS),
            default="table",
            show_default=True,
            help="How to print the answer.",
        ),
        click.Option(
            ["-o", "--output"],
            metavar="FILE",
            help="Write to a file: .html page; .csv .json .md .xlsx table; .gexf .graphml graph. Tables "
            "and graphs have all rows, unless --top is given.",
        ),
        click.Option(["--cite"], is_flag=True, help="Show the sources of each row."),
    ]


def store_option() -> click.Option:
    """Return the option that names the store."""
    return click.Option(["--store"], metavar="ADDRESS", help="The store to use, as before the command.")


def _store(ctx: click.Context, address: str | None) -> Store:
    from ecosystem.stores import open_store

    return open_store(address or (ctx.find_root().obj or {}).get("store"))


def _progress(ctx: click.Context) -> Progress:
    from ecosystem.outputs.progress import Progress

    return Progress(verbose=bool((ctx.find_root().obj or {}).get("verbose")))


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


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--store", metavar="ADDRESS", help="A file (default ecosystem.duckdb, or ECOSYSTEM_STORE), or neo4j://HOST:PORT."
)
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
      ecosystem path QTSC VAST --top 1
      ecosystem map -o map.html
    """
    ctx.obj = {"store": store, "verbose": verbose}


@command.command("load")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", help="What to load.")
@click.option("--mapping", type=click.Path(path_type=Path, dir_okay=False), help="A mapping (TOML) for other columns.")
@click.option(
    "--decimal",
    type=click.Choice(("point", "comma")),
    help="The decimal sign of all numbers; else each column shows by its cells whether 1.500 is 1.5 or 1500.",
)
@click.option(
    "--dates",
    type=click.Choice(("day-first", "month-first")),
    help="The order in dates such as 03/04/2024; else each column shows it by its cells.",
)
@click.option(
    "--years",
    type=click.Choice(("inclusive", "exclusive")),
    help="Whether a year of end is the last one in which it holds; else a column named until, to or end year says so.",
)
@click.option(
    "--null", multiple=True, metavar="WORD", help="A word that stands for an empty cell, such as N/A; repeatable."
)
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--strict", is_flag=True, help="Reject a row for any cell, write nothing if any is rejected.")
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
    decimal: str | None,
    dates: str | None,
    years: str | None,
    null: tuple[str, ...],
    dry_run: bool,
    strict: bool,
    rejects: Path | None,
    format: str,
    store: str | None,
) -> None:
    """Load files, folders and globs; - is standard input.

    The format, encoding and separator of each file are found out and printed. A load is written whole or not at all;
    loading the same files again changes nothing. Rows that are rejected are listed, the others are loaded. A cell of
    an optional column that cannot be read is left out of its row and listed.

    \b
    Examples:
      ecosystem load data/
      ecosystem load institutes.csv links.csv.gz --dry-run
      ecosystem load partners.xls.csv --mapping my-columns.toml
      cat links.csv | ecosystem load - --rejects mend.csv
    """
    import loaders
    from ecosystem.intake.wishes import Wishes

    if rejects:
        _check_rejects(rejects, paths)
    with _progress(ctx) as progress:
        batch = loaders.load(
            paths,
            store=_store(ctx, store),
            mapping=mapping,
            strict=strict,
            dry_run=dry_run,
            wishes=Wishes(
                decimal={"point": ".", "comma": ","}.get(decimal or "", ""),
                dates=(dates or "").replace("-", " "),
                years=years or "",
                null=null,
            ),
            progress=progress.step,
        )
    _report(batch, format=format, rejects=rejects)
    if not batch.accepted:
        raise NothingLoaded("nothing was loaded: no row was accepted")
    if strict and batch.rejections:
        raise NothingLoaded(f"nothing was loaded: --strict, and {len(batch.rejections)} rows were rejected")


def _report(batch: Batch, *, format: str, rejects: Path | None) -> None:
    from ecosystem.outputs import load_report

    told_all = rejects is not None
    click.echo(
        load_report.json_text(batch) if format == "json" else load_report.text(batch, told_all=told_all), nl=False
    )
    if rejects:
        load_report.write_rejects(batch, rejects)
        click.echo(f"wrote {rejects}", err=True)


def _check_rejects(rejects: Path, paths: Sequence[str]) -> None:
    """Raise `BadInput`, before anything is loaded, for a file that cannot be written or is to be read."""
    from ecosystem.intake.files import expand

    if rejects.is_dir() or not os.access(rejects.parent, os.W_OK):
        raise BadInput(f"--rejects {rejects}: cannot be written; give a file in a folder of yours")
    if rejects.exists() and any(Path(path).exists() and rejects.samefile(path) for path in expand(paths)[0]):
        raise BadInput(f"--rejects {rejects}: this is one of the files to load; give another name")


@command.command("copy")
@click.argument("source", metavar="FROM", help="The store to copy.")
@click.argument("target", metavar="TO", help="The store to copy into; made if it is not there.")
@click.option("--dry-run", is_flag=True, help="Count what would change, write nothing.")
@click.pass_context
def copy_command(ctx: click.Context, source: str, target: str, dry_run: bool) -> None:
    """Copy a store into another, whole; what else is there stays.

    As with a file, what FROM tells otherwise takes the place of what is there: an old copy brings old values back.
    Copying twice changes nothing. An empty store takes the log of loads along.

    \b
    Examples:
      ecosystem copy ecosystem.duckdb neo4j://localhost:7687
      ecosystem copy old.duckdb neo4j --dry-run
      ecosystem copy neo4j copy.duckdb
    """
    from ecosystem.copying import copy
    from ecosystem.stores import open_store

    with _progress(ctx) as progress:
        batch = copy(open_store(source), open_store(target), dry_run=dry_run, progress=progress.step)
    _report(batch, format="table", rejects=None)


@command.command("schema")
def schema_command() -> None:
    """Print the constraints and indexes that a store makes in Neo4j.

    \b
    Example:
      ecosystem schema
    """
    from ecosystem.stores import neo4j

    click.echo("".join(f"{statement};\n" for statement in neo4j.constraints()), nl=False)


@command.command("template")
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to write; made if it is not there."
)
def template_command(folder: Path) -> None:
    """Write empty tables to start from, with a page that explains every column.

    \b
    Example:
      ecosystem template my-data
    """
    from ecosystem import template

    for path in template.write(folder):
        click.echo(f"wrote {path}", err=True)


@command.command("ask", context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False, help="Which question; without it all are listed.")
@click.argument(
    "values", nargs=-1, type=click.UNPROCESSED, help="Its values, then any options of the command that it stands for."
)
@click.option(
    "--questions",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file of questions of your own (TOML); questions.toml in the folder is read by itself.",
)
@click.pass_context
def ask_command(ctx: click.Context, name: str | None, values: Sequence[str], files: Sequence[Path]) -> None:
    """Ask a named question of policy, or list them all.

    \b
    Examples:
      ecosystem ask
      ecosystem ask gaps
      ecosystem ask gaps VAST --cite
    """
    from itertools import takewhile

    from ecosystem import library
    from queries._naming import in_vietnamese

    known = library.library(files, folder=Path())
    if name is None:
        usual = {value for one in known.values() for value in one.values.values() if value}
        _give(
            library.listed(known, in_vietnamese(_store(ctx, None), sorted(usual))),
            format="table",
            output=None,
            cite=False,
        )
        return
    asked = library.choose(known, name)
    given = list(takewhile(lambda word: not word.startswith("-"), values))
    click.echo(asked.asked(given), err=True)
    first, *words = asked.words(given)
    found = command.get_command(ctx, first)
    assert found is not None  # noqa: S101  # the library holds none but questions
    with found.make_context(first, [*words, *values[len(given) :]], parent=ctx.parent) as inner:
        found.invoke(inner)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code."""
    # What is imported stays to the end; looking for garbage in it would take a short command a twentieth of its time.
    gc.set_threshold(100_000, 50, 50)
    code = run(arguments)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError, ValueError):
            stream.flush()
    # Taking apart all that was imported would take a tenth of the time of a short command.
    atexit._run_exitfuncs()
    os._exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; every error that a user can cause is one clear message."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = command.main(arguments, prog_name="ecosystem", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; a load counts whole or not at all, `ecosystem log` tells", err=True)
        return INTERRUPTED
    except EcosystemError as error:
        from ecosystem.outputs.terminal import plain

        click.echo("error: " + "\n".join(map(plain, str(error).split("\n"))), err=True)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        click.echo(f"error: {error.filename or 'output'}: {error.strerror}", err=True)
        return EcosystemError.exit_code


if __name__ == "__main__":
    main()
