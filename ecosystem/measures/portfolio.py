"""Portfolio: who is specialised in what, how technologies are related, and how complex both are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from ecosystem.model.columns import Numbers

Table: TypeAlias = npt.NDArray[np.float64]


def rca(values: Table) -> Table:
    """Return revealed comparative advantage: (x_ut / x_u) / (x_t / x), units in rows, technologies in columns.

    Every row and column needs a sum above 0. Reference: Balassa 1965, Trade liberalisation and "revealed" comparative
    advantage, The Manchester School 33, 99-123.

    >>> rca(np.array([[4.0, 0, 1], [1, 3, 0], [0, 2, 2]]))[0].round(4).tolist()
    [2.08, 0.0, 0.8667]
    """
    expected: Table = np.multiply.outer(values.sum(axis=1), values.sum(axis=0)) / values.sum()
    return values / expected


def proximity(special: Table) -> Table:
    """Return how related technologies are: units specialised in both, by the larger number specialised in either.

    The diagonal is 1; 0 where nobody is specialised. Reference: Hidalgo et al. 2007,
    https://doi.org/10.1126/science.1144581.
    """
    both: Table = special.T @ special
    each = special.sum(axis=0)
    related: Table = both / np.maximum(np.maximum.outer(each, each), 1)
    return related


def density(special: Table, related: Table) -> Table:
    """Return relatedness density: sum_s M_us phi_ts / sum_s phi_ts, the technology itself included; NaN if all are 0.

    Reference: Hidalgo et al. 2007, https://doi.org/10.1126/science.1144581.
    """
    total = related.sum(axis=0)
    near: Table = special @ related
    near /= np.where(total > 0, total, np.nan)
    return near


@dataclass(frozen=True)
class Complexity:
    """Economic complexity of units and product complexity of technologies, NaN where they are not defined."""

    eci: Numbers
    pci: Numbers
    why_not: str = ""


def complexity(special: Table) -> Complexity:
    """Return ECI and PCI: the second eigenvectors of D^-1 M U^-1 M^T and of its mirror image.

    Each is scaled to mean 0 and (population) standard deviation 1; the sign is that of the correlation of ECI with
    diversity. Not defined where the specialisations fall into parts that nothing joins, or where the second eigenvector
    is not a single one. References: Hidalgo & Hausmann 2009, https://doi.org/10.1073/pnas.0900943106; Mealy et al.
    2019, https://doi.org/10.1126/sciadv.aau1705. Cost: one singular value decomposition.
    """
    eci, pci = np.full(special.shape[0], np.nan), np.full(special.shape[1], np.nan)
    rows, columns = special.sum(axis=1) > 0, special.sum(axis=0) > 0
    m = special[rows][:, columns]
    if min(m.shape, default=0) < 2:
        return Complexity(eci, pci, "fewer than two are specialised")
    diverse, common = m.sum(axis=1), m.sum(axis=0)
    left, values, right = np.linalg.svd(m / np.sqrt(np.multiply.outer(diverse, common)), full_matrices=False)
    if values[1] > 1 - 1e-9:
        return Complexity(eci, pci, "the specialisations fall into parts that nothing joins")
    if values[1] < 1e-9 or (len(values) > 2 and values[1] - values[2] < 1e-9):
        return Complexity(eci, pci, "their second eigenvector is not a single one")
    one, other = left[:, 1] / np.sqrt(diverse), right[1] / np.sqrt(common)
    sign = _sign(one, diverse)
    eci[rows], pci[columns] = _standard(sign * one), _standard(sign * other)
    return Complexity(eci, pci)


def _sign(values: Numbers, diverse: Numbers) -> float:
    along = float((values - values.mean()) @ (diverse - diverse.mean()))
    if abs(along) > 1e-12:
        return float(np.sign(along))
    return float(np.sign(values[np.argmax(np.abs(values))]))


def _standard(values: Numbers) -> Numbers:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-12 else np.full(len(values), np.nan)


def fitness(special: Table, iterations: int) -> tuple[Numbers, Numbers]:
    """Return fitness of units and complexity of technologies, NaN for those without specialisation.

    From ones: F = M Q and Q = 1 / (M^T 1/F), both from the step before and divided by their mean. Reference: Tacchella
    et al. 2012, https://doi.org/10.1038/srep00723.

    >>> fitness(np.array([[1.0, 1], [1, 0]]), 1)[1].round(4).tolist()
    [0.6667, 1.3333]
    """
    units, technologies = np.full(special.shape[0], np.nan), np.full(special.shape[1], np.nan)
    rows, columns = special.sum(axis=1) > 0, special.sum(axis=0) > 0
    m = special[rows][:, columns]
    if not m.size:
        return units, technologies
    f, q = np.ones(m.shape[0]), np.ones(m.shape[1])
    for _ in range(iterations):
        f, q = m @ q, 1 / (m.T @ (1 / np.maximum(f, 1e-300)))
        f, q = f / f.mean(), q / q.mean()
    units[rows], technologies[columns] = f, q
    return units, technologies
