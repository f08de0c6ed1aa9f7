"""How many alarms the limits give when units differ only as much as they usually do."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.random import Generator
from scipy.stats import binom

from bsc_helpers.compute.comparison import Funnel, Kind, expected_alarms, funnel
from bsc_helpers.errors import ParameterError

UNITS = 1500


@pytest.fixture
def generator() -> Generator:
    return np.random.default_rng(20031231)


def expected(found: Funnel, generator: Generator, draws: int = 100) -> list[float]:
    return [float(np.nansum(each)) for each in expected_alarms(found, generator, draws)]


def of_means(generator: Generator, spread: float) -> dict[str, Any]:
    """Return 1,500 means of 100 answers with a standard deviation of 1."""
    count = np.full(UNITS, 100.0)
    mean = generator.normal(50, math.hypot(spread, 0.1), UNITS)
    squares = generator.chisquare(count - 1) + mean**2 * count
    return {"kind": "mean", "total": mean * count, "count": count, "squares": squares}


# Simulated for the project's list of formulas; 5 and 0.2 percent of 1,500 are 75 and 3.
def test_by_chance_alone_75_and_3_of_1500_are_outside(generator: Generator) -> None:
    found = funnel(**of_means(generator, spread=0), overdispersed=False)
    assert expected(found, generator) == pytest.approx([75, 3], rel=0.08)


# Winsorising a tenth at each end leaves 0.679 of a normal variance: outside 1.96 · √0.679 lie
# 10.6 percent and outside 3.09 · √0.679 1.1 percent, which are 160 and 16.
def test_where_units_differ_160_and_16_of_1500_are_outside(generator: Generator) -> None:
    found = funnel(**of_means(generator, spread=2))
    assert expected(found, generator) == pytest.approx([160, 16.3], rel=0.06)
    values = funnel("value", generator.normal(50, 2, UNITS))
    assert expected(values, generator) == pytest.approx([160, 16.3], rel=0.06)


def test_so_many_are_outside_as_were_expected(generator: Generator) -> None:
    found = funnel(**of_means(generator, spread=2))
    usual, seldom = expected(found, generator)
    outside = np.abs(found.outside)
    assert (outside >= 1).sum() == pytest.approx(usual, abs=4 * math.sqrt(usual))
    assert (outside == 2).sum() == pytest.approx(seldom, abs=4 * math.sqrt(seldom))


def test_a_unit_of_few_cases_has_the_probability_of_its_counts(generator: Generator) -> None:
    """With the centre given, the limits are known, and so is every probability."""
    count = np.array([4, 12, 50, 400])
    found = funnel("proportion", np.rint(0.2 * count), count, overdispersed=False, reference=0.2)
    alarms = expected_alarms(found, generator, draws=20_000)
    for n, lower, upper, chance in zip(
        count, found.lower_95, found.upper_95, alarms.outside_95, strict=True
    ):
        cases = np.arange(n + 1)
        exact = binom.pmf(cases, n, 0.2)[(cases / n < lower) | (cases / n > upper)].sum()
        assert chance == pytest.approx(exact, abs=0.006)


def test_an_allowance_for_errors_of_measurement_leaves_fewer_alarms(generator: Generator) -> None:
    plain = of_means(generator, spread=0)
    without, allowed = (funnel(**plain, overdispersed=False, error=e) for e in (0.0, 0.1))
    assert expected(allowed, generator)[0] < expected(without, generator)[0] / 5


@pytest.mark.parametrize("kind", ["proportion", "rate", "mean", "value"])
def test_columns_keep_apart_and_what_is_missing_gives_no_alarm(
    kind: Kind, generator: Generator
) -> None:
    count = np.full((40, 3), 30.0)
    total = count * generator.uniform(0.1, 0.5, count.shape)
    total[0, 1], total[3:, 2] = math.nan, math.nan
    if kind == "value":
        total[:, 0] = 1.0  # nothing differs, nothing is outside
    found = funnel(kind, total, count, squares=total**2 / count + 29 * 0.2)
    alarms = expected_alarms(found, generator, draws=60)
    assert (np.isnan(alarms.outside_95) == ~found.compared).all()
    assert (np.isnan(alarms.outside_998) == ~found.compared).all()
    assert np.isnan(alarms.outside_95[0, 1])
    assert (alarms.outside_998[found.compared] <= alarms.outside_95[found.compared]).all()
    assert np.nansum(alarms.outside_95[:, 1]) > 0
    if kind == "value":
        assert not alarms.outside_95[:, 0].any()
        assert np.isnan(alarms.outside_95[:, 2]).all()


def test_the_same_generator_gives_the_same_alarms() -> None:
    found = funnel("rate", np.arange(20), np.full(20, 10))
    first, again = (expected_alarms(found, np.random.default_rng(7), 50) for _ in range(2))
    assert (first.outside_95 == again.outside_95).all()


def test_many_units_are_simulated_in_several_portions(generator: Generator) -> None:
    count = np.full((2000, 30), 90)
    found = funnel("proportion", generator.binomial(count, 0.5), count, overdispersed=False)
    alarms = expected_alarms(found, generator, draws=19)
    # the limits lie between 35 and 36 and between 54 and 55 of 90
    assert alarms.outside_95.mean() == pytest.approx(2 * binom.cdf(35, 90, 0.5), rel=0.03)


def test_an_expectation_takes_a_draw(generator: Generator) -> None:
    with pytest.raises(ParameterError, match="at least one draw"):
        expected_alarms(funnel("value", [1, 2]), generator, 0)
