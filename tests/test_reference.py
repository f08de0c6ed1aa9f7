"""A unit against a reference, its peers or a target, in one word each."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bsc_helpers.compute.comparison import (
    BEST,
    BEST_QUARTER,
    BETTER,
    HIGHER,
    HIGHEST,
    LOWER,
    LOWEST,
    MIDDLE,
    NOT_COMPARED,
    SIMILAR,
    WORSE,
    WORST,
    WORST_QUARTER,
    against_range,
    against_target,
    compare,
    compare_intervals,
    compare_two_levels,
    compare_with_limits,
    control_limits,
    except_itself,
    percentile_range,
    poisson_interval,
    previous,
    quantile_groups,
    rank_groups,
    wilson,
)
from bsc_helpers.errors import ParameterError
from bsc_helpers.model import Polarity

NAN = math.nan
KOLADA = Path(__file__).parents[2] / "shared" / "data" / "kolada"
POLARITIES: list[Polarity] = ["higher_is_better", "lower_is_better", "in_range", "neutral"]


@pytest.mark.parametrize(
    ("polarity", "above", "below"),
    [
        ("higher_is_better", BETTER, WORSE),
        ("lower_is_better", WORSE, BETTER),
        ("in_range", HIGHER, LOWER),
        ("neutral", HIGHER, LOWER),
    ],
)
def test_better_and_worse_are_said_only_where_a_direction_is_better(
    polarity: Polarity, above: str, below: str
) -> None:
    words = compare([51, 40, 45], [60, 49, 55], 50, polarity)
    assert words.tolist() == [above, below, SIMILAR]


# 65 of 100 has the interval 0.5525-0.7364, recomputed for the project's list of formulas.
@pytest.mark.parametrize(
    ("reference", "word"), [(0.5524, BETTER), (0.56, SIMILAR), (0.73, SIMILAR), (0.7365, WORSE)]
)
def test_a_reference_outside_the_published_interval_makes_a_difference(
    reference: float, word: str
) -> None:
    assert compare(*wilson(65, 100), reference, "higher_is_better").item() == word


def test_a_limit_that_equals_the_reference_is_similar() -> None:
    assert compare([50, 40], [60, 50], 50, "higher_is_better").tolist() == [SIMILAR, SIMILAR]
    # 0.1 + 0.2 is 0.30000000000000004
    assert compare(0.1 + 0.2, 0.5, 0.3, "higher_is_better").item() == SIMILAR
    assert compare_intervals(3, 5, 5, 8, "neutral").item() == SIMILAR


def test_what_is_missing_is_not_compared_and_not_similar() -> None:
    words = compare([NAN, 1, 1], [2, NAN, 2], [0, 0, NAN], "higher_is_better")
    assert words.tolist() == [NOT_COMPARED] * 3
    assert compare_intervals(1, 2, 3, NAN, "neutral").item() == NOT_COMPARED
    assert against_target([NAN, 1], [1, NAN], "higher_is_better").tolist() == [NOT_COMPARED] * 2
    assert against_range(1, NAN, 2, "neutral").item() == NOT_COMPARED


def test_a_unit_is_not_compared_with_itself() -> None:
    words = compare([5, 5], [6, 6], 1, "higher_is_better")
    assert except_itself(words, [True, False]).tolist() == [NOT_COMPARED, BETTER]


def test_two_intervals_differ_only_when_they_lie_apart() -> None:
    words = compare_intervals([1, 4, 7], [3, 6, 9], 5, 6.5, "lower_is_better")
    assert words.tolist() == [BETTER, SIMILAR, WORSE]


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        ("higher_is_better", [BEST, BETTER, SIMILAR, WORSE, WORST]),
        ("lower_is_better", [WORST, WORSE, SIMILAR, BETTER, BEST]),
        ("neutral", [HIGHEST, HIGHER, SIMILAR, LOWER, LOWEST]),
    ],
)
def test_a_difference_also_at_the_second_level_has_a_stronger_word(
    polarity: Polarity, expected: list[str]
) -> None:
    share = np.array([70, 62, 50, 38, 30])
    words = compare_two_levels(wilson(share, 100), wilson(share, 100, 0.998), 0.5, polarity)
    assert words.tolist() == expected


def test_one_level_alone_is_no_comparison_at_two() -> None:
    known, missing = wilson(70, 100), wilson(NAN, 100)
    for pair in ((known, missing), (missing, known)):
        assert compare_two_levels(*pair, 0.5, "neutral").item() == NOT_COMPARED


def test_control_limits_are_the_interval_that_the_reference_itself_would_have() -> None:
    # Wilson and Byar, as recomputed for the project's list of formulas
    lower, upper = control_limits(0.65, 100, "proportion")
    assert (float(lower), float(upper)) == pytest.approx((0.5525, 0.7364), abs=5e-5)
    lower, upper = control_limits(0.001, 65_000, "rate")
    assert (float(lower), float(upper)) == pytest.approx((50.163e-5 / 0.65, 82.849e-5 / 0.65), 1e-4)


def test_a_value_outside_control_limits_differs_and_one_on_them_does_not() -> None:
    limits = control_limits(0.65, 100, "proportion")
    values = [0.55, float(limits.lower), 0.65, float(limits.upper), 0.74, NAN]
    words = compare_with_limits(values, limits, "higher_is_better")
    assert words.tolist() == [WORSE, SIMILAR, SIMILAR, SIMILAR, BETTER, NOT_COMPARED]


def test_control_limits_of_another_kind_are_refused() -> None:
    with pytest.raises(ParameterError, match="no control limits of mean"):
        control_limits(1, 2, "mean")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        ("higher_is_better", [WORSE, BETTER, BETTER]),
        ("lower_is_better", [BETTER, BETTER, WORSE]),
        ("neutral", [LOWER, SIMILAR, HIGHER]),
    ],
)
def test_a_target_is_reached_by_the_value_that_equals_it(
    polarity: Polarity, expected: list[str]
) -> None:
    assert against_target([79, 80, 81], 80, polarity).tolist() == expected


def test_while_the_interval_straddles_the_target_nobody_can_tell() -> None:
    interval = wilson([65, 80, 95], 100)
    words = against_target([0.65, 0.8, 0.95], 0.75, "higher_is_better", interval)
    assert words.tolist() == [WORSE, SIMILAR, BETTER]


@pytest.mark.parametrize(
    ("polarity", "expected"),
    [
        ("higher_is_better", [WORSE, SIMILAR, SIMILAR, BETTER, BETTER]),
        ("lower_is_better", [BETTER, SIMILAR, SIMILAR, WORSE, WORSE]),
    ],
)
def test_a_range_holds_its_lower_edge_and_not_its_upper_one(
    polarity: Polarity, expected: list[str]
) -> None:
    assert against_range([69, 70, 89, 90, 91], 70, 90, polarity).tolist() == expected


def test_percentiles_of_the_peers_are_of_type_seven() -> None:
    # The default of R: quantile(c(1, 2, 4, 8, 16), c(.1, .9)) gives 1.4 and 12.8.
    peers = np.array([[16, NAN], [1, 1], [NAN, NAN], [4, NAN], [8, NAN], [2, NAN]])
    lower, upper = percentile_range(peers, 10, 90)
    assert lower == pytest.approx([1.4, 1])
    assert upper == pytest.approx([12.8, 1])
    assert np.isnan(percentile_range([NAN, NAN]).lower).all()
    assert np.isnan(percentile_range(np.empty((0, 2))).upper).all()
    with pytest.raises(ParameterError, match="the lower first"):
        percentile_range(peers, 75, 25)


@given(
    arrays(np.float64, (7, 3), elements=st.one_of(st.floats(-1e6, 1e6), st.just(NAN))),
    st.floats(0, 100),
)
def test_percentiles_are_those_of_each_column_by_itself(peers: np.ndarray, share: float) -> None:
    lower, _ = percentile_range(peers, share, 100)
    for column, found in zip(peers.T, lower, strict=True):
        known = column[~np.isnan(column)]
        slow = np.percentile(known, share) if len(known) else NAN
        rounding = 1e-12 * np.abs(known).max(initial=1)
        assert found == pytest.approx(slow, abs=rounding, nan_ok=True)


def test_an_earlier_period_is_the_reference_of_a_later_one() -> None:
    values = [[1.0, 2.0, NAN, 4.0]]
    assert previous(values)[0] == pytest.approx([NAN, 1, 2, NAN], nan_ok=True)
    assert previous(values, 3)[0] == pytest.approx([NAN, NAN, NAN, 1], nan_ok=True)
    assert np.isnan(previous(values, 9)).all()
    words = compare([3, 3, 3, 3], [4, 4, 4, 4], previous(values), "higher_is_better")
    assert words[0].tolist() == [NOT_COMPARED, BETTER, BETTER, NOT_COMPARED]
    with pytest.raises(ParameterError, match="at least one earlier"):
        previous(values, 0)


def test_fifths_and_quarters_are_equally_large_and_the_lowest_is_the_first() -> None:
    assert quantile_groups([30, 10, 20, 50, 40]).tolist() == [3, 1, 2, 5, 4]
    assert quantile_groups(range(8), 4).tolist() == [1, 1, 2, 2, 3, 3, 4, 4]
    counts = np.unique(quantile_groups(range(23), 4), return_counts=True)[1]
    assert sorted(counts) == [5, 6, 6, 6]


def test_equal_values_share_a_group_and_missing_ones_have_none() -> None:
    assert quantile_groups([7] * 9, 5).tolist() == [3] * 9
    groups = quantile_groups([1, NAN, 2, 3, 4], 4)
    assert groups == pytest.approx([1, NAN, 2, 3, 4], nan_ok=True)
    assert np.isnan(quantile_groups([1, NAN, 2], 4)).all()


@given(arrays(np.int64, (17, 2), elements=st.integers(0, 9)), st.sampled_from(POLARITIES[:2]))
def test_a_quarter_holds_those_with_no_more_than_a_quarter_as_good(
    values: np.ndarray, polarity: Polarity
) -> None:
    groups = rank_groups(values, polarity)
    sign = 1 if polarity == "higher_is_better" else -1
    for column, words in zip(sign * values.T, groups.T, strict=True):
        for value, word in zip(column, words, strict=True):
            best, worst = sum(column >= value) <= 17 / 4, sum(column <= value) <= 17 / 4
            assert word == (BEST_QUARTER if best else WORST_QUARTER if worst else MIDDLE)


def test_the_missing_are_apart_from_the_rank_groups() -> None:
    words = rank_groups([1, NAN, 2, 3, 4], "lower_is_better").tolist()
    assert words == [BEST_QUARTER, NOT_COMPARED, MIDDLE, MIDDLE, WORST_QUARTER]
    with pytest.raises(ParameterError, match="a direction that is better"):
        rank_groups([1, 2], "neutral")


@pytest.mark.skipif(
    not KOLADA.is_dir(), reason="the public data of Kolada are not beside the project"
)
def test_eight_real_municipalities_make_two_best_two_worst_and_four_between() -> None:
    # Kolada, N03702, Arboga and its group of like municipalities, 2012-2023
    frame = pd.read_csv(KOLADA / "values_brp_arboga_group_v3.csv", dtype={"municipality_id": str})
    table = frame[frame["kpi"] == "N03702"].pivot_table("value", "municipality_id", "year")
    complete = table.dropna(axis=1)
    assert complete.shape[0] == 8
    for words in rank_groups(complete.to_numpy(), "higher_is_better").T:
        values, counts = np.unique(words, return_counts=True)
        assert dict(zip(values.tolist(), counts.tolist(), strict=True)) == {
            BEST_QUARTER: 2,
            MIDDLE: 4,
            WORST_QUARTER: 2,
        }


@given(
    arrays(np.float64, 12, elements=st.floats(0, 100)),
    st.randoms(use_true_random=False),
    st.sampled_from(POLARITIES),
)
def test_the_order_of_units_changes_no_comparison(
    values: np.ndarray, random: Random, polarity: Polarity
) -> None:
    order = list(range(12))
    random.shuffle(order)
    lower, upper = poisson_interval(values)
    words = compare(lower, upper, 20, polarity)
    assert compare(lower[order], upper[order], 20, polarity).tolist() == words[order].tolist()
    assert quantile_groups(values[order]).tolist() == quantile_groups(values)[order].tolist()
