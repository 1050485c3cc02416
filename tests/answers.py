"""Answers as tests read them."""

from __future__ import annotations

from typing import Any

from ecosystem.model.answer import Answer


def told(answer: Answer, *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of an answer, row by row."""
    columns = [column.name for column in answer.columns]
    return [tuple(row[columns.index(name)] for name in names) for row in answer.rows]
