"""The command that prints the constraints and indexes of Neo4j."""

from __future__ import annotations

import click


@click.command("schema")
def schema() -> None:
    """Print the constraints and indexes that a store makes in Neo4j.

    \b
    Example:
      ecosystem schema
    """
    from ecosystem.stores import neo4j

    click.echo("".join(f"{statement};\n" for statement in neo4j.constraints()), nl=False)
