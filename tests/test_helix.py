"""Expected ties between groups and mutual information are those of full enumeration."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import Link, graph_from, link_lists

from ecosystem.measures.helix import between, by_configuration, by_relabelling, mutual_information
from ecosystem.measures.ties import ties

N = 6


def tables(links: list[Link], labels: list[list[int]], count: int) -> np.ndarray:  # type: ignore[type-arg]
    pairs = {frozenset((a, b)) for a, b, _ in links if a != b}
    found = np.zeros((len(labels), count, count))
    for number, codes in enumerate(labels):
        for a, b in map(sorted, pairs):
            x, y = codes[a], codes[b]
            found[number, x, y] += 1
            if x != y:
                found[number, y, x] += 1
    return found


@settings(max_examples=15, deadline=None)
@given(links=link_lists(N, 12), codes=st.lists(st.integers(0, 2), min_size=N, max_size=N))
def test_relabelling_is_exact_over_all_permutations(links: list[Link], codes: list[int]) -> None:
    matrix = ties(graph_from(links, N), weight="partners")
    dealt = tables(links, [list(one) for one in permutations(codes)], 3)
    found = by_relabelling(np.bincount(codes, minlength=3).astype(np.int32), np.diff(matrix.indptr))
    assert found.mean == pytest.approx(dealt.mean(axis=0))
    assert found.sd == pytest.approx(dealt.std(axis=0), abs=1e-4)
    inside = np.trace(dealt, axis1=1, axis2=2)
    assert (found.inside_mean, found.inside_sd) == pytest.approx((inside.mean(), inside.std()), abs=1e-4)
    observed = between(matrix, np.array(codes, dtype=np.int32), 3)
    assert observed.tolist() == tables(links, [codes], 3)[0].tolist()
    assert np.triu(observed).sum() == matrix.nnz / 2 == pytest.approx(np.triu(found.mean).sum())


def pairings(ends: list[int]) -> list[list[tuple[int, int]]]:
    if not ends:
        return [[]]
    first, rest = ends[0], ends[1:]
    return [[(first, rest[i]), *more] for i in range(len(rest)) for more in pairings(rest[:i] + rest[i + 1 :])]


@pytest.mark.parametrize("ends", [[4, 3, 1], [2, 2, 2, 2], [5, 1, 0], [1, 1], [8, 0]])
def test_the_spread_of_the_configuration_model_is_that_of_all_pairings(ends: list[int]) -> None:
    groups = [group for group, count in enumerate(ends) for _ in range(count)]
    every = []
    for pairing in pairings(list(range(len(groups)))):
        table = np.zeros((len(ends), len(ends)))
        for a, b in pairing:
            x, y = sorted((groups[a], groups[b]))
            table[x, y] += 1
        every.append(np.maximum(table, table.T))
    found, half = by_configuration(np.array(ends, dtype=float)), sum(ends) / 2
    assert found.sd == pytest.approx(np.std(every, axis=0), abs=1e-6)
    assert found.inside_sd == pytest.approx(np.std([np.trace(t) for t in every]), abs=1e-6)
    assert found.mean[0, 1] == pytest.approx(ends[0] * ends[1] / (2 * half))
    assert np.triu(found.mean).sum() == pytest.approx(half)


def plain_information(counts: dict[tuple[int, int, int], int]) -> float:
    total = sum(counts.values())

    def entropy(*kept: int) -> float:
        sums: dict[tuple[int, ...], int] = {}
        for flags, count in counts.items():
            key = tuple(flags[axis] for axis in kept)
            sums[key] = sums.get(key, 0) + count
        return -sum(c / total * np.log2(c / total) for c in sums.values() if c)

    singles = entropy(0) + entropy(1) + entropy(2)
    return float(singles - entropy(0, 1) - entropy(0, 2) - entropy(1, 2) + entropy(0, 1, 2))


def records(counts: dict[tuple[int, int, int], int]) -> np.ndarray:  # type: ignore[type-arg]
    table = np.zeros((1, 2, 2, 2))
    for flags, count in counts.items():
        table[(0, *flags)] = count
    return table


@pytest.mark.parametrize(
    ("counts", "bits"),
    [
        ({(0, 0, 0): 1, (0, 1, 1): 1, (1, 0, 1): 1, (1, 1, 0): 1}, -1),
        ({(0, 0, 0): 3, (1, 1, 1): 3}, 1),
        ({(a, b, c): 2 for a in (0, 1) for b in (0, 1) for c in (0, 1)}, 0),
        ({(1, 0, 0): 2, (0, 1, 0): 1, (0, 0, 1): 1}, -0.3774),
    ],
)
def test_mutual_information_has_its_worked_values(counts: dict[tuple[int, int, int], int], bits: float) -> None:
    assert mutual_information(records(counts))[0] == pytest.approx(bits, abs=5e-5)


@given(counts=st.lists(st.integers(0, 9), min_size=8, max_size=8).filter(any), order=st.permutations((1, 2, 3)))
def test_mutual_information_follows_its_formula_and_does_not_depend_on_the_order(
    counts: list[int], order: list[int]
) -> None:
    flags = [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    table = records(dict(zip(flags, counts, strict=True)))
    found = mutual_information(table)[0]
    assert found == pytest.approx(plain_information(dict(zip(flags, counts, strict=True))))
    assert mutual_information(table.transpose(0, *order))[0] == pytest.approx(found)
