"""Every error that is raised on purpose, with the exit code it ends the command with."""

from __future__ import annotations


class EcosystemError(Exception):
    """An error whose message names the place, the value and the way out."""

    exit_code = 3


class NothingLoaded(EcosystemError):
    """Rows were rejected under `--strict`, or no row was accepted."""

    exit_code = 1


class BadInput(EcosystemError):
    """A file, mapping or value that cannot be read."""

    exit_code = 3


class NoSuchNode(EcosystemError):
    """No node has this id, identifier or name."""

    exit_code = 4


class AmbiguousName(EcosystemError):
    """Several nodes have this name."""

    exit_code = 5


class StoreUnreachable(EcosystemError):
    """The store is missing, is not a store, is from a newer version, or cannot be opened."""

    exit_code = 6


class StoreBusy(EcosystemError):
    """Somebody else is writing to the store."""

    exit_code = 7
