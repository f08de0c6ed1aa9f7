"""Places among units with how sure they are, and estimates drawn towards the whole."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.random import Generator
from scipy.stats import norm

from bsc_helpers.compute.comparison import ranks, shrunken
from bsc_helpers.errors import ParameterError
from bsc_helpers.model import Polarity

NAN = math.nan


@pytest.fixture
def generator() -> Generator:
    return np.random.default_rng(4)


def test_ties_share_the_better_place_and_the_next_is_left_out(generator: Generator) -> None:
    found = ranks([9, 9, 3, 5], 0, "higher_is_better", generator)
    assert found.rank.tolist() == [1, 1, 4, 3]
    assert ranks([9, 9, 3, 5], 0, "lower_is_better", generator).rank.tolist() == [3, 3, 1, 2]


def test_the_missing_are_not_last_but_have_no_place(generator: Generator) -> None:
    found = ranks([[1, NAN], [NAN, NAN], [3, NAN]], 0.1, "higher_is_better", generator)
    assert found.rank[:, 0] == pytest.approx([2, NAN, 1], nan_ok=True)
    assert np.isnan(found.low[1]).all()
    assert np.isnan(found.worst_quarter[:, 1]).all()
    assert found.number.tolist() == [2, 0]
    assert ranks([], [], "higher_is_better", generator).rank.shape == (0,)


@given(
    arrays(np.float64, (9, 2), elements=st.one_of(st.integers(0, 5), st.just(NAN))),
    st.sampled_from(["higher_is_better", "lower_is_better"]),
)
def test_a_place_is_one_more_than_the_number_that_are_better(
    values: np.ndarray, polarity: Polarity
) -> None:
    found = ranks(values, 0, polarity, np.random.default_rng(1), draws=3)
    sign = 1 if polarity == "higher_is_better" else -1
    for column, rank in zip(sign * values.T, found.rank.T, strict=True):
        slow = [NAN if math.isnan(v) else 1 + sum(column > v) for v in column]
        assert rank == pytest.approx(slow, nan_ok=True)
    # what is known exactly has the same place in every draw
    assert found.low == pytest.approx(found.rank, nan_ok=True)
    assert found.high == pytest.approx(found.rank, nan_ok=True)


def test_units_that_lie_far_apart_have_sure_places(generator: Generator) -> None:
    found = ranks([10, 20, 30, 40], 0.1, "lower_is_better", generator)
    assert found.low.tolist() == found.high.tolist() == [1, 2, 3, 4]
    assert found.worst_quarter.tolist() == [0, 0, 0, 1]


def test_units_that_cannot_be_told_apart_may_have_any_place(generator: Generator) -> None:
    found = ranks(np.full(20, 5.0), 1, "higher_is_better", generator, draws=4000)
    assert (found.low == 1).all()
    assert (found.high == 20).all()
    assert found.worst_quarter == pytest.approx(np.full(20, 0.25), abs=0.03)


def test_two_units_change_places_as_often_as_the_normal_distribution_says(
    generator: Generator,
) -> None:
    found = ranks([1.0, 0.0], [0.6, 0.8], "higher_is_better", generator, 40_000, worst=0.5)
    # the difference is normal with mean 1 and standard deviation √(0.6² + 0.8²) = 1
    assert found.worst_quarter[0] == pytest.approx(norm.sf(1), abs=0.008)
    assert found.worst_quarter[1] == pytest.approx(norm.cdf(1), abs=0.008)


def test_the_interval_always_holds_the_place_itself(generator: Generator) -> None:
    values = generator.normal(size=(200, 3))
    found = ranks(values, 1.0, "higher_is_better", generator, draws=200)
    assert (found.low <= found.rank).all()
    assert (found.rank <= found.high).all()
    assert (found.low >= 1).all()
    assert (found.high <= 200).all()


def test_each_column_is_a_ranking_of_its_own(generator: Generator) -> None:
    values, errors = generator.normal(size=(30, 2)), np.full((30, 2), 0.3)
    values[5, 1] = NAN
    found = ranks(values, errors, "lower_is_better", np.random.default_rng(3), draws=50)
    one = ranks(values[:, 0], errors[:, 0], "lower_is_better", np.random.default_rng(3), draws=50)
    assert (found.low[:, 0] == one.low).all()
    assert (found.worst_quarter[:, 0] == one.worst_quarter).all()


def test_a_value_of_unknown_error_has_a_place_but_no_interval(generator: Generator) -> None:
    found = ranks([1, 2, 3], [0.1, NAN, 0.1], "higher_is_better", generator)
    assert found.rank.tolist() == [3, 2, 1]
    assert np.isnan([found.worst_quarter[1], found.low[1], found.high[1]]).all()
    assert found.low.tolist()[::2] == [3, 1]


@pytest.mark.parametrize("polarity", ["neutral", "in_range"])
def test_without_a_better_direction_there_are_no_places(
    polarity: Polarity, generator: Generator
) -> None:
    with pytest.raises(ParameterError, match="a direction that is better"):
        ranks([1, 2], 0, polarity, generator)


def test_impossible_options_are_refused(generator: Generator) -> None:
    with pytest.raises(ParameterError, match="zero or more"):
        ranks([1, 2], -1, "higher_is_better", generator)
    with pytest.raises(ParameterError, match="at least one draw"):
        ranks([1, 2], 1, "higher_is_better", generator, draws=0)
    with pytest.raises(ParameterError, match="between 0 and 1"):
        ranks([1, 2], 1, "higher_is_better", generator, worst=25)


# Efron and Morris (1977), Stein's paradox in statistics, Scientific American 236:5: batting
# averages, their mean 0.265, the factor 0.212 and the James-Stein estimates.
BATTING = {0.400: 0.294, 0.378: 0.289, 0.333: 0.280, 0.244: 0.261, 0.178: 0.247, 0.156: 0.242}


def test_batting_averages_are_drawn_in_as_published() -> None:
    error, kept = 0.066, 0.212
    tau2 = kept / (1 - kept) * error**2
    found = shrunken(list(BATTING), error, 0.265, tau2)
    assert found.value == pytest.approx(list(BATTING.values()), abs=6e-4)
    assert found.error == pytest.approx(np.full(6, error * math.sqrt(kept)))


def test_the_less_sure_a_value_is_the_nearer_it_is_drawn_to_the_whole() -> None:
    found = shrunken(np.full(4, 10.0), [0, 1, 2, 1e9], 4, 1)
    assert found.value == pytest.approx([10, 7, 5.2, 4])
    assert found.error == pytest.approx([0, math.sqrt(1 / 2), math.sqrt(4 / 5), 1])


def test_units_that_differ_by_chance_only_are_all_like_the_whole() -> None:
    found = shrunken([1.0, 9.0], 1, 5, 0)
    assert found.value.tolist() == [5, 5]
    assert found.error.tolist() == [0, 0]


def test_a_missing_value_is_not_given_that_of_the_whole() -> None:
    found = shrunken([NAN, 1, 1, 1], [1, NAN, 1, 1], [2, 2, NAN, 2], [1, 1, 1, NAN])
    assert np.isnan(found.value).all()
    assert np.isnan(found.error).all()


def test_the_standard_error_is_that_of_a_simulated_truth(generator: Generator) -> None:
    truth = generator.normal(3, 2, 200_000)
    found = shrunken(truth + generator.normal(0, 1.5, 200_000), 1.5, 3, 4)
    assert np.std(found.value - truth) == pytest.approx(float(found.error[0]), rel=0.01)
