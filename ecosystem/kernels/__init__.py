"""The loops this program exists for: C of a page each, called on numpy arrays, with a plain twin beside each.

Every function takes `Neighbours` and gives the same numbers whether the C could be built or its twin in `plain` runs,
and the same bytes whatever the number of threads. `watched` follows a long run; Ctrl-C ends it.
"""

from __future__ import annotations

from ecosystem.kernels.blocks import threads, watched
from ecosystem.kernels.geodesics import Closeness, betweenness, closeness
from ecosystem.kernels.holes import Holes, structural_holes
from ecosystem.kernels.neighbours import Neighbours
from ecosystem.kernels.partners import Pairs, best_pairs, scores_of, worth
from ecosystem.kernels.paths import Paths, Shortest, simple_paths
from ecosystem.kernels.walks import pagerank

__all__ = [
    "Closeness",
    "Holes",
    "Neighbours",
    "Pairs",
    "Paths",
    "Shortest",
    "best_pairs",
    "betweenness",
    "closeness",
    "pagerank",
    "scores_of",
    "simple_paths",
    "structural_holes",
    "threads",
    "watched",
    "worth",
]
