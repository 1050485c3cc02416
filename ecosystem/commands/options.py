"""The options that questions share: what is looked at, and what becomes of the answer."""

from __future__ import annotations

import click

from ecosystem.commands.parameter_types import Choice, Count, Word

FORMATS = ("table", "json", "csv", "md")
OUTPUT = ("format", "output", "cite")
SCOPE = (
    *("kinds", "relations", "standings", "sources", "speakers", "as_of", "min_confidence"),
    *("without", "without_sources", "around", "steps"),
)


def scope_options() -> list[click.Parameter]:
    """Return the options that narrow what a question looks at."""
    from ecosystem.model.vocabulary import vocabulary

    words = vocabulary()
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
