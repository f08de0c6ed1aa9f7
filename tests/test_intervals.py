"""Confidence intervals of proportions, counts, rates and means, against published numbers."""

from __future__ import annotations

import math
from statistics import fmean, stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from bsc_helpers.compute.comparison import (
    Interval,
    mean_interval,
    poisson_interval,
    poisson_limits,
    rate_interval,
    widened,
    wilson,
)
from bsc_helpers.errors import ParameterError

NAN = math.nan


# Recomputed for the project's list of formulas, after Wilson (1927).
@pytest.mark.parametrize(
    ("successes", "n", "lower", "upper"),
    [(65, 100, 0.5525, 0.7364), (18, 20, 0.6990, 0.9721), (0, 20, 0.0, 0.1611)],
)
def test_wilson_gives_the_published_limits(
    successes: int, n: int, lower: float, upper: float
) -> None:
    interval = wilson(successes, n)
    assert float(interval.lower) == pytest.approx(lower, abs=5e-5)
    assert float(interval.upper) == pytest.approx(upper, abs=5e-5)


def test_none_and_all_give_limits_of_exactly_zero_and_one() -> None:
    base = np.arange(1, 500)
    assert (wilson(0, base).lower == 0).all()
    assert (wilson(0, base).upper > 0).all()
    assert (wilson(base, base).upper == 1).all()
    assert (wilson(base, base).lower < 1).all()


@given(st.integers(1, 100_000), st.data(), st.sampled_from([0.8, 0.95, 0.998]))
def test_the_wilson_limits_solve_the_equation_that_defines_them(
    n: int, data: st.DataObject, confidence: float
) -> None:
    successes = data.draw(st.integers(0, n))
    z = {0.8: 1.2815515655446004, 0.95: 1.959963984540054, 0.998: 3.090232306167813}[confidence]
    share = successes / n
    for limit in map(float, wilson(successes, n, confidence)):
        assert 0 <= limit <= 1
        assert (share - limit) ** 2 == pytest.approx(z**2 * limit * (1 - limit) / n, abs=1e-12)


def test_a_proportion_that_cannot_be_has_no_interval() -> None:
    interval = wilson([NAN, 1, 0, 5, -1], [10, NAN, 0, 4, 4])
    assert np.isnan(interval.lower).all()
    assert np.isnan(interval.upper).all()


def test_the_mean_has_the_interval_that_the_nist_handbook_prints() -> None:
    # NIST/SEMATECH e-Handbook, 1.3.5.2, data set ZARR13.DAT
    n, mean, deviation = 195, 9.261460, 0.022789
    interval = mean_interval(n, n * mean, (n - 1) * deviation**2 + n * mean**2)
    assert float(interval.lower) == pytest.approx(9.258242, abs=1e-6)
    assert float(interval.upper) == pytest.approx(9.264679, abs=1e-6)


# Student's t at 97.5 %, from printed tables, by the number of answers.
T = {2: 12.706, 3: 4.303, 5: 2.776, 10: 2.262, 20: 2.093, 30: 2.045, 40: 2.023}


@given(
    st.sampled_from(sorted(T)).flatmap(
        lambda n: st.lists(st.integers(1, 10), min_size=n, max_size=n)
    )
)
def test_sums_give_the_interval_that_the_answers_give(answers: list[int]) -> None:
    n = len(answers)
    low, high = mean_interval(n, sum(answers), sum(answer**2 for answer in answers))
    assert float(low + high) / 2 == pytest.approx(fmean(answers))
    half = T[n] * stdev(answers) / math.sqrt(n)
    assert float(high - low) / 2 == pytest.approx(half, rel=3e-4, abs=1e-6)


def test_equal_answers_have_an_interval_of_no_width() -> None:
    n, answer = 3, 0.1
    total, squares = sum([answer] * n), sum([answer**2] * n)
    assert squares - total**2 / n < 0  # what the arithmetic makes of it
    low, high = mean_interval(n, total, squares)
    assert float(low) == float(high) == pytest.approx(0.1)


def test_without_two_answers_there_is_no_interval_of_the_mean() -> None:
    interval = mean_interval([0, 1, NAN, 5, 5], [0, 4, 9, NAN, 9], [0, 16, 20, 20, NAN])
    assert np.isnan(interval.lower).all()
    assert np.isnan(interval.upper).all()


def test_more_confidence_makes_wider_intervals() -> None:
    narrow, wide = wilson(65, 100, 0.95), wilson(65, 100, 0.998)
    assert wide.lower < narrow.lower < narrow.upper < wide.upper
    narrow, wide = mean_interval(9, 45, 300, 0.8), mean_interval(9, 45, 300)
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_numbers_of_several_shapes_are_broadcast() -> None:
    assert wilson([[1], [2]], [10, 20, 30]).lower.shape == (2, 3)
    assert mean_interval([[2], [3]], [10, 20, 30], 500).upper.shape == (2, 3)


@pytest.mark.parametrize("confidence", [0, 1, 95, NAN])
def test_a_confidence_lies_between_zero_and_one(confidence: float) -> None:
    with pytest.raises(ParameterError, match="between 0 and 1"):
        wilson(1, 2, confidence)
    with pytest.raises(ParameterError, match="between 0 and 1"):
        mean_interval(2, 3, 5, confidence)


def test_sums_that_no_answers_can_have_give_no_interval() -> None:
    # ten answers with the sum 50 have squares of at least 250
    lower, upper = mean_interval(10, 50, 1)
    assert np.isnan(lower)
    assert np.isnan(upper)


# Pearson and Hartley (1966), Biometrika Tables for Statisticians, volume I, table 40: limits of
# the expectation of a Poisson variable at 95 %.
@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [(0, 0.0, 3.69), (1, 0.0253, 5.57), (5, 1.62, 11.67), (9, 4.12, 17.08)],
)
def test_few_events_have_the_exact_limits_that_are_tabled(
    events: int, lower: float, upper: float
) -> None:
    interval = poisson_interval(events)
    assert float(interval.lower) == pytest.approx(lower, abs=5e-3)
    assert float(interval.upper) == pytest.approx(upper, abs=5e-3)


# Recomputed for the project's list of formulas, after Breslow and Day (1987).
@pytest.mark.parametrize(("events", "lower", "upper"), [(10, 4.787, 18.391), (65, 50.163, 82.849)])
def test_ten_events_and_more_have_the_limits_by_byar(
    events: int, lower: float, upper: float
) -> None:
    interval = poisson_interval(events)
    assert float(interval.lower) == pytest.approx(lower, abs=5e-4)
    assert float(interval.upper) == pytest.approx(upper, abs=5e-4)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
def test_at_its_limits_a_count_is_just_as_improbable_as_stated(confidence: float) -> None:
    tail = (1 - confidence) / 2
    events = np.arange(1, 10)
    lower, upper = poisson_interval(events, confidence)
    assert poisson.sf(events - 1, lower) == pytest.approx(tail)
    assert poisson.cdf(events, upper) == pytest.approx(tail)
    events = np.arange(10, 500)
    lower, upper = poisson_interval(events, confidence)
    assert poisson.sf(events - 1, lower) == pytest.approx(tail, rel=0.12)
    assert poisson.cdf(events, upper) == pytest.approx(tail, rel=0.12)


def test_a_rate_has_the_interval_of_its_events_divided_by_the_exposure() -> None:
    lower, upper = rate_interval([10, 65, 3], [2, 1000, 0])
    assert lower[:2] == pytest.approx([4.787 / 2, 0.050163], rel=1e-4)
    assert upper[:2] == pytest.approx([18.391 / 2, 0.082849], rel=1e-4)
    assert np.isnan([lower[2], upper[2]]).all()


def test_counts_that_cannot_be_have_no_interval() -> None:
    for interval in (
        poisson_interval([NAN, -1, math.inf]),
        rate_interval([NAN, 1, 1, -1], [1, NAN, -1, 1]),
        poisson_limits([NAN, -1, math.inf]),
    ):
        assert np.isnan(interval.lower).all()
        assert np.isnan(interval.upper).all()


# The same four numbers as above, read from the other side.
@pytest.mark.parametrize(("events", "lower", "upper"), [(10, 4.787, 18.391), (65, 50.163, 82.849)])
def test_a_count_stands_on_a_limit_where_its_own_interval_ends(
    events: int, lower: float, upper: float
) -> None:
    assert float(poisson_limits(lower).upper) == pytest.approx(events, abs=2e-3)
    assert float(poisson_limits(upper).lower) == pytest.approx(events, abs=2e-3)


@given(
    st.integers(0, 3000),
    st.floats(0, 3000, allow_subnormal=False),
    st.sampled_from([0.8, 0.95, 0.998, 0.9999]),
)
def test_a_count_lies_outside_the_limits_exactly_when_its_interval_leaves_the_expected_out(
    events: int, expected: float, confidence: float
) -> None:
    own, limits = poisson_interval(events, confidence), poisson_limits(expected, confidence)
    if np.isclose([own.lower, own.upper], expected, rtol=1e-9, atol=1e-12).any():
        return  # on the limit, but for the last digits
    assert (events > limits.upper) == (own.lower > expected)
    assert (events < limits.lower) == (own.upper < expected)


@pytest.mark.parametrize("confidence", [0.95, 0.998])
def test_limits_of_counts_grow_with_what_is_expected(confidence: float) -> None:
    lower, upper = poisson_limits(np.geomspace(0.01, 1e7, 20_000), confidence)
    assert (np.diff(lower) >= 0).all()
    assert (np.diff(upper) > 0).all()


def test_an_error_of_measurement_widens_each_side_by_itself() -> None:
    # half widths 3 and 4 become 5 and √32 with an error whose own half width is 4
    interval = widened(Interval(np.array(7.0), np.array(14.0)), 10, 4 / 1.959963984540054)
    assert float(interval.lower) == pytest.approx(5)
    assert float(interval.upper) == pytest.approx(10 + math.sqrt(32))


def test_no_error_changes_nothing_and_no_interval_leaves_what_is_possible() -> None:
    interval = wilson([0, 5, 20], 20)
    same = widened(interval, [0, 0.25, 1], 0)
    assert (same.lower == interval.lower).all()
    assert (same.upper == interval.upper).all()
    wide = widened(interval, [0, 0.25, 1], 0.5, bounds=(0, 1))
    assert (wide.lower[:2] == 0).all()
    assert (wide.upper[1:] == 1).all()
    assert np.isnan(widened(interval, NAN, 0.1).lower).all()
    with pytest.raises(ParameterError, match="zero or more"):
        widened(interval, 0.5, -0.1)
