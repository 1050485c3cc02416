"""How a store looks in Neo4j: labels, relationship types, properties, constraints and indexes.

A node has the base label `EcosystemNode`, by which it is known as ours, and one for its kind (`ItZone`); a link is a
relationship of its relation's type (`COLLABORATES_WITH`). Sources are nodes of their own (`EcosystemSource`), and what
cites them has the references as a list, `sources`: a relationship of Neo4j cannot point to a document.

Everything written carries the load that wrote it, `load_id`; a link that a load replaced carries that load as `ended`
until it is swept away. A changed node or source waits beside the old one, under a label of its own, until its load
counts. `EcosystemStore.committed` is the last load that counts: readers look at nothing after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ecosystem.model.record_types import RECORD_TYPES
from ecosystem.model.vocabulary import vocabulary

BASE = {"nodes": "EcosystemNode", "sources": "EcosystemSource"}
NEXT = {"nodes": "EcosystemNodeNext", "sources": "EcosystemSourceNext"}
STORE, LOAD, WRITER = "EcosystemStore", "EcosystemLoad", "EcosystemWriter"
DATES = ("valid_from", "valid_to")
NUMBERS = ("weight", "confidence")
INTEGERS = ("key", "source", "target")
USUAL = {"level": "named", "standing": "fact"}
"""What a node or link counts as where somebody took its word away by hand."""
ENDS = ("source", "target", "relation")
_OWN = {"key", "load_id", "ended", "folded", *ENDS, *(f"{date}_as" for date in DATES)}
RESERVED = frozenset(_OWN.union(*(part.fields for part in RECORD_TYPES.values())))
"""Names that a further column of a file cannot take as a property; it is kept in `attributes` all the same."""


@cache
def label(kind: str) -> str:
    """Return the label of a kind.

    >>> label("it_zone")
    'ItZone'
    """
    return "".join(word.capitalize() for word in _checked(kind).split("_"))


@cache
def relationship(relation: str) -> str:
    """Return the relationship type of a relation.

    >>> relationship("collaborates_with")
    'COLLABORATES_WITH'
    """
    return _checked(relation).upper()


def types(relations: Iterable[str] = ()) -> str:
    """Return the relationship types of these relations, or of all, as Cypher has them after a colon."""
    return "|".join(map(relationship, relations or vocabulary().relations))


def _checked(word: str) -> str:
    """Return a word of the vocabulary; only such words become part of a statement."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", word):
        raise ValueError(f"vocabulary.toml: '{word}' is not a word of small letters, digits and _")
    return word


def properties(name: str) -> tuple[str, ...]:
    """Return the properties that hold the fields of a part, without those that are for this program alone."""
    fields = [field for field in RECORD_TYPES[name].fields if name != "links" or field not in ENDS]
    dated = [f"{date}_as" for date in DATES if date in fields]
    return (*fields, *dated, *(("folded",) if name == "nodes" else ()))


def constraints() -> tuple[str, ...]:
    """Return the statements that make the constraints and indexes; where these are there already nothing happens.

    >>> print(constraints()[0])
    CREATE CONSTRAINT ecosystem_node_id IF NOT EXISTS FOR (n:EcosystemNode) REQUIRE n.id IS UNIQUE
    """
    unique = [
        ("ecosystem_node_id", BASE["nodes"], "id"),
        ("ecosystem_node_key", BASE["nodes"], "key"),
        ("ecosystem_source_key", BASE["sources"], "key"),
        ("ecosystem_store_id", STORE, "id"),
        ("ecosystem_load_number", LOAD, "number"),
    ]
    return (
        *(
            f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{owner}) REQUIRE n.{field} IS UNIQUE"
            for name, owner, field in unique
        ),
        # Folds marks, so that "dai hoc" finds "Đại học"; the server fills it a moment after the load.
        f"CREATE FULLTEXT INDEX ecosystem_names IF NOT EXISTS FOR (n:{BASE['nodes']}) "
        "ON EACH [n.name, n.name_vi, n.name_en, n.aliases] OPTIONS {indexConfig: "
        "{`fulltext.analyzer`: 'standard-folding', `fulltext.eventually_consistent`: true}}",
    )
