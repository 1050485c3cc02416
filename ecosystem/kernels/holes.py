"""Structural holes: how far the partners of a node are linked with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ecosystem.kernels.blocks import Stop, in_order, split
from ecosystem.kernels.library import call, library
from ecosystem.kernels.neighbours import Neighbours, Numbers


@dataclass(frozen=True)
class Holes:
    """Burt's measures of each node; NaN for one without partners."""

    constraint: Numbers
    effective_size: Numbers
    efficiency: Numbers
    hierarchy: Numbers


def structural_holes(among: Neighbours) -> Holes:
    """Return constraint, effective size, efficiency and hierarchy of each node.

    With m the strengths of a graph whose links lead both ways, p_ij = m_ij / sum_k m_ik, and c_ij =
    (p_ij + sum_q p_iq p_qj)^2: constraint is sum_j c_ij over partners j; effective size is
    sum_j (1 - sum_q p_iq m_jq / max_k m_jk); efficiency is that over the number of partners N; hierarchy is
    sum_j r ln r / (N ln N) with r = c_ij N / constraint, 1 for a node with one partner.

    Notes
    -----
    Burt 1992, Structural Holes. Cost: the sum of squared numbers of partners. Raises `ValueError` where links do not
    lead both ways.

    Examples
    --------
    >>> star = Neighbours.of_pairs(3, np.array([0, 0]), np.array([1, 2]), np.ones(2), symmetric=True)
    >>> structural_holes(star).constraint.tolist()
    [0.5, 1.0, 1.0]
    """
    if not among.symmetric:
        raise ValueError("structural holes need links that lead both ways")
    size = len(among)
    partners = np.diff(among.starts).astype(np.float64)
    total = np.bincount(among.rows, among.weights, minlength=size).astype(np.float64)
    strongest = np.zeros(size)
    linked = partners > 0
    if linked.any():
        strongest[linked] = np.maximum.reduceat(among.weights, among.starts[:-1][linked])
    found = np.full((3, size), np.nan)
    if library() is None:
        from ecosystem.kernels import plain

        plain.structural_holes(among, total, strongest, found)
    else:

        def work(block: tuple[int, int], stop: Stop) -> None:
            rows = among.starts, among.ids, among.weights
            call("structural_holes", size, *rows, total, strongest, *block, found[0], found[1], found[2], stop)

        for _ in in_order(work, split(size, 8192), bytes_each=16 * size):
            pass
    efficiency = np.divide(found[1], partners, out=np.full(size, np.nan), where=linked)
    return Holes(found[0], found[1], efficiency, found[2])
