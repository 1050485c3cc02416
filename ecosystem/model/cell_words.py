"""The words that fill cells of answers, in English and Vietnamese."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def cell_words() -> dict[str, str]:
    """Return the Vietnamese of every word that fills cells, by the English.

    >>> cell_words()["in force"]
    'đang có hiệu lực'
    """
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
