"""The command line: one group of the built-in commands and the questions."""

from __future__ import annotations

import gc
from collections.abc import Sequence

import click

from ecosystem import __version__, discovery
from ecosystem.commands import ask, copy, ending, load, schema, template
from ecosystem.commands.question import QuestionCommand


class Group(click.Group):
    """The built-in commands and, without importing them, one for each question."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands: first those that fill a store, then the questions."""
        return [*self.commands, *discovery.names("queries")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        name = cmd_name.replace("-", "_")
        if name in discovery.names("queries"):
            return QuestionCommand(name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant, or say which is spelled most like it."""
        from difflib import get_close_matches

        from queries import RENAMED

        name = args[0]
        if name in RENAMED:
            click.echo(f"{name}: the command is now {RENAMED[name]}", err=True)
            name, args = RENAMED[name], [RENAMED[name], *args[1:]]
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


for _command in (load.load, copy.copy, schema.schema, template.template, ask.ask):
    command.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code."""
    # What is imported stays to the end; looking for garbage in it would take a short command a twentieth of its time.
    gc.set_threshold(100_000, 50, 50)
    ending.end_process(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    return ending.run(command, arguments)


if __name__ == "__main__":
    main()
