"""Units under like conditions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bsc_helpers.compute.comparison import alike
from bsc_helpers.errors import ParameterError

NAN = math.nan


def slow_neighbours(table: np.ndarray, weights: list[float], k: int) -> list[list[int]]:
    columns = list(zip(*table.tolist(), strict=True))
    means = [sum(c) / len(c) for c in columns]
    spreads = [
        math.sqrt(sum((x - m) ** 2 for x in c) / len(c))
        for c, m in zip(columns, means, strict=True)
    ]
    rows = [
        [(x - m) / s for x, m, s in zip(row, means, spreads, strict=True)] for row in table.tolist()
    ]

    def apart(one: list[float], other: list[float]) -> float:
        pairs = zip(weights, one, other, strict=True)
        return math.sqrt(sum(w * (a - b) ** 2 for w, a, b in pairs))

    return [
        sorted((j for j in range(len(rows)) if j != i), key=lambda j: apart(rows[i], rows[j]))[:k]
        for i in range(len(rows))
    ]


@pytest.mark.parametrize("weights", [[1, 1, 1], [2, 0.5, 1]])
def test_the_nearest_are_those_of_a_slow_twin(weights: list[float]) -> None:
    table = np.random.default_rng(8).normal([1, 50, 1000], [0.1, 20, 3], (40, 3))
    found = alike(table, 6, weights)
    assert found.nearest.tolist() == slow_neighbours(table, weights, 6)


def test_the_farthest_unit_is_one_away() -> None:
    found = alike([[0.0], [1], [4]], k=2)
    assert found.nearest.tolist() == [[1, 2], [0, 2], [1, 0]]
    assert found.distance == pytest.approx(np.array([[0.25, 1], [1 / 3, 1], [0.75, 1]]))


def test_the_scale_of_a_variable_makes_no_difference() -> None:
    table = np.random.default_rng(8).normal(size=(30, 3))
    first, again = alike(table), alike(table * [1, 1000, 0.01] + [5, 0, -7])
    assert (first.nearest == again.nearest).all()
    assert first.distance == pytest.approx(again.distance)


def test_the_order_of_units_makes_no_difference() -> None:
    generator = np.random.default_rng(8)
    table, order = generator.normal(size=(30, 3)), generator.permutation(30)
    assert (order[alike(table[order], 5).nearest] == alike(table, 5).nearest[order]).all()


def test_a_unit_that_lacks_a_variable_has_no_like_units_and_is_none() -> None:
    found = alike([[1, 1], [2, NAN], [3, 3], [4, 4]], k=3)
    assert found.compared.tolist() == [True, False, True, True]
    assert found.nearest[1].tolist() == [-1, -1, -1]
    assert np.isnan(found.distance[1]).all()
    assert 1 not in found.nearest
    # only two others are left
    assert found.nearest[0].tolist() == [2, 3, -1]
    assert np.isnan(found.distance[0, 2])


def test_what_does_not_differ_says_nothing() -> None:
    table = np.array([[0.1, 1], [0.1, 2], [0.1, 4]])
    assert (alike(table, 2).nearest == alike(table[:, 1:], 2).nearest).all()
    same = alike(np.full((3, 2), 0.1), 2)
    assert same.nearest.tolist() == [[1, 2], [0, 2], [0, 1]]
    assert (same.distance == 0).all()


def test_a_variable_without_weight_says_nothing() -> None:
    table = np.random.default_rng(8).normal(size=(20, 2))
    assert (alike(table, 4, [1, 0]).nearest == alike(table[:, :1], 4).nearest).all()


def test_few_units_have_few_neighbours() -> None:
    assert (alike([[1.0, 2.0]], 3).nearest == -1).all()
    assert alike(np.empty((0, 2)), 3).nearest.shape == (0, 3)


def test_what_is_no_background_is_refused() -> None:
    with pytest.raises(ParameterError, match="units × variables"):
        alike([1, 2, 3])
    with pytest.raises(ParameterError, match="at least one nearest"):
        alike([[1], [2]], 0)
    for weights in ([1], [1, -1], [0, 0], [1, NAN]):
        with pytest.raises(ParameterError, match="each of the 2 variables has a weight"):
            alike([[1, 2], [3, 4]], 1, weights)
