"""The interval of a score that follows from the intervals of the values behind it.

Oracle: Newcombe (1998), Interval estimation for the difference between independent proportions,
Statistics in Medicine 17, 873-890, example (a): 56/70 − 48/80 by method 10, the square-and-add of
two Wilson intervals, is 0.0524 to 0.3339. Zou and Donner (2008) make the general method of it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import PCG64, Generator

from bsc_helpers.compute.comparison import wilson
from bsc_helpers.compute.scoring import weighted_reach
from bsc_helpers.evaluation import evaluate, observations_frame
from bsc_helpers.model import Scorecard

NAN = math.nan
SAMPLE = {"kind": "proportion", "count": "n", "sum": "x", "scale": 100}
PERCENT = {"kind": "performance", "min": 0, "max": 100}


def scores_of(*measures: dict[str, Any], **figures: float) -> Any:
    """Return the row of the whole card over some measures, of one unit with these figures."""
    made = [
        {"code": f"M{number}", "name": "M", "objective": "O", "formula": "100 * x / n"}
        | {"unit_of_measure": "percent", "polarity": "higher_is_better", "score": PERCENT}
        | changed
        for number, changed in enumerate(measures)
    ]
    card = Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "inputs": [{"code": code, "name": code} for code in figures],
            "measures": made,
            "org_units": [{"code": "u", "name": "U"}],
        }
    )
    records = [
        {"input": code, "org_unit": "u", "period": "2003-Q1", "value": value}
        for code, value in figures.items()
    ]
    scores = evaluate(card, observations_frame(records)).scores
    (row,) = scores[scores["level"] == "scorecard"].itertuples()
    return row


def told(row: Any) -> tuple[float, float, float]:
    return row.score, row.score_lower, row.score_upper


def test_square_and_add_gives_newcombes_interval_of_a_difference() -> None:
    # 56/70 − 48/80 = 56/70 + 32/80 − 1: the mean of the two shares, doubled, less one
    shares = np.array([56 / 70, 32 / 80])
    lower, upper = wilson([56, 32], [70, 80])
    down = 2 * weighted_reach(shares - lower, shares, [1, 1])
    up = 2 * weighted_reach(upper - shares, shares, [1, 1])
    assert 0.2 - float(down) == pytest.approx(0.0524, abs=5e-5)
    assert 0.2 + float(up) == pytest.approx(0.3339, abs=5e-5)


def test_the_score_of_one_sample_has_the_interval_of_its_value_on_the_scale() -> None:
    row = scores_of({"precision": SAMPLE}, x=65, n=100)
    # Wilson: 65 of 100 is 55.25 to 73.64
    assert told(row) == pytest.approx((65, 55.25, 73.64), abs=5e-3)


def test_a_full_count_adds_no_uncertainty_and_halves_what_it_shares() -> None:
    certain = {"formula": "y"}
    row = scores_of({"precision": SAMPLE}, certain, x=65, n=100, y=25)
    assert row.score == pytest.approx(45)
    assert (row.score_lower, row.score_upper) == pytest.approx((40.13, 49.32), abs=5e-3)
    alone = scores_of(certain, x=1, n=2, y=25)
    assert math.isnan(alone.score_lower)
    assert math.isnan(alone.score_upper)


def test_where_lower_is_better_the_ends_change_sides() -> None:
    row = scores_of({"precision": SAMPLE, "polarity": "lower_is_better"}, x=35, n=100)
    assert told(row) == pytest.approx((65, 55.25, 73.64), abs=5e-3)


def test_on_a_step_inside_the_interval_the_score_may_be_nothing_or_all() -> None:
    step = {"kind": "goal_only", "goal": 60}
    row = scores_of({"precision": SAMPLE, "score": step}, x=65, n=100)
    assert told(row) == (100, 0, 100)
    far = scores_of({"precision": SAMPLE, "score": step}, x=90, n=100)
    assert told(far) == (100, 100, 100)


def test_the_top_of_a_tent_inside_the_interval_is_the_upper_end() -> None:
    tent = {"kind": "stabilise", "red_low": 40, "goal_low": 50, "goal_high": 90, "red_high": 100}
    changed = {"precision": SAMPLE, "polarity": "in_range", "score": tent}
    row = scores_of(changed, x=65, n=100)
    assert row.score == pytest.approx(200 / 3 + 100 / 3 * 15 / 20)
    assert row.score_upper == 100  # at 70, within 55.25 to 73.64
    assert row.score_lower == pytest.approx(200 / 3 + 100 / 3 * 5.25 / 20, abs=0.01)


def test_a_sample_without_an_interval_leaves_that_of_the_score_unknown() -> None:
    mean = {"kind": "mean", "count": "n", "sum": "x", "sum_of_squares": "q", "scale": 100}
    row = scores_of({"precision": mean}, {"formula": "y"}, x=0.5, n=1, q=0.25, y=25)
    assert row.score == pytest.approx(37.5)
    assert math.isnan(row.score_lower)


CHILDREN = st.lists(
    st.tuples(st.one_of(st.just(NAN), st.integers(20, 80)), st.integers(0, 9), st.integers(0, 20)),
    min_size=1,
    max_size=6,
)


@given(CHILDREN)
def test_the_reach_of_a_weighted_mean_is_that_of_one_score_at_a_time(
    children: list[tuple[float, int, int]],
) -> None:
    there = [(w, d) for s, w, d in children if not math.isnan(s)]
    behind = sum(w for w, _ in there)
    scores, weights, reach = (np.array(each, dtype=float) for each in zip(*children, strict=True))
    found = float(weighted_reach(reach, scores, weights))
    if behind == 0:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(math.sqrt(sum((w * d) ** 2 for w, d in there)) / behind)


def test_the_interval_is_that_of_a_simulation_where_errors_are_normal() -> None:
    # the closed form against chance: three normal scores with weights 1, 2 and 3
    spread, weights = np.array([4.0, 2.0, 3.0]), np.array([1, 2, 3])
    drawn = Generator(PCG64(5)).normal(50, spread, (200_000, 3)) @ weights / 6
    reach = float(weighted_reach(1.96 * spread, np.full(3, 50.0), weights))
    low, high = np.quantile(drawn, [0.025, 0.975])
    assert (50 - reach, 50 + reach) == pytest.approx((low, high), abs=0.03)
