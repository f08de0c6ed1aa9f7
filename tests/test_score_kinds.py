"""The kinds of scale by which a value becomes a score; numbers of programs in use as oracles.

BSC Designer's manual: performance and progress. Spider Impact's help, "Using KPI Scoring Types":
goal and red flag (goal 700, red flag 500: none at 300, ten at 900), goal only, two colours, yes or
no, stabilise; its ten points are a hundred here.
"""
# ruff: noqa: E501 - a table of cases, one line each

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_register import write_broken

from bsc_helpers.compute.scales import check_scale, knots_on, score
from bsc_helpers.errors import RegisterError
from bsc_helpers.model import Measure, Polarity, Scale
from bsc_helpers.register.load import load_register

NAN = math.nan
HIGHER, LOWER, RANGE = "higher_is_better", "lower_is_better", "in_range"


def scored(values: list[float], polarity: Polarity, kind: str, **numbers: float) -> Any:
    scale = Scale.model_validate({"kind": kind, **numbers})
    assert check_scale(scale, polarity) == []
    return score(values, knots_on(scale, polarity))


@pytest.mark.parametrize(
    ("polarity", "kind", "numbers", "points"),
    [
        # BSC Designer: value 50 on a scale from 0 to 200 is 25 %; minimised (max − v)/(max − min)
        (HIGHER, "performance", {"min": 0, "max": 200}, {50: 25, 0: 0, 200: 100, 250: 100}),
        (LOWER, "performance", {"min": 0, "max": 200}, {50: 75, 0: 100, 200: 0, -9: 100}),
        # BSC Designer: (v − baseline)/(target − baseline), whichever lies higher. ServiceNow prints
        # (v − target)/(base − target) for minimising, which is 100 at the baseline: reversed.
        (HIGHER, "progress", {"baseline": 20, "target": 60}, {20: 0, 30: 25, 60: 100, 70: 100}),
        (LOWER, "progress", {"baseline": 60, "target": 20}, {60: 0, 50: 25, 20: 100, 70: 0}),
        # Spider Impact, both directions
        (
            HIGHER,
            "goal_red_flag",
            {"red": 500, "goal": 700},
            {300: 0, 500: 33.3, 600: 50, 700: 66.7, 900: 100, 1000: 100},
        ),
        (
            LOWER,
            "goal_red_flag",
            {"red": 700, "goal": 500},
            {900: 0, 700: 33.3, 500: 66.7, 300: 100},
        ),
        (HIGHER, "goal_only", {"goal": 5}, {4.99: 0, 5: 100, 6: 100}),
        (LOWER, "goal_only", {"goal": 5}, {5.01: 0, 5: 100, 4: 100}),
        (HIGHER, "two_colours", {"worst": 0, "goal": 10, "best": 30}, {-1: 0, 5: 25, 10: 50, 20: 75}),
        (LOWER, "two_colours", {"worst": 30, "goal": 10, "best": 0}, {31: 0, 20: 25, 10: 50, 0: 100}),
        (HIGHER, "yes_no", {}, {0: 0, 1: 100}),
        (LOWER, "yes_no", {}, {0: 100, 1: 0}),
        (
            RANGE,
            "stabilise",
            {"red_low": 95, "goal_low": 98, "goal_high": 102, "red_high": 108},
            {92: 0, 95: 33.3, 98: 66.7, 100: 100, 102: 66.7, 108: 33.3, 114: 0},
        ),
    ],
)  # fmt: skip
def test_each_kind_of_scale_gives_the_published_scores(
    polarity: Polarity, kind: str, numbers: dict[str, float], points: dict[float, float]
) -> None:
    found = scored([*points, NAN], polarity, kind, **numbers)
    np.testing.assert_allclose(found, [*points.values(), NAN], atol=0.05)


def test_clearpoints_nine_tenths_of_a_target_would_reverse_below_zero() -> None:
    # ClearPoint's caution is "≥ 0.9·target": of a target of −10 that is −9, better than the target
    # itself. A distance in the direction of the polarity is not reversed.
    at_target, worse = scored([-10, -11], HIGHER, "goal_red_flag", red=-12, goal=-10)
    assert at_target > worse > 100 / 3


def test_a_value_that_misses_a_step_only_in_binary_stands_on_it() -> None:
    assert 0.1 + 0.2 > 0.3
    assert scored([0.1 + 0.2], LOWER, "goal_only", goal=0.3) == [100]


def test_a_custom_scale_may_have_a_step_between_slopes() -> None:
    knots = [(0, 0), (5, 40), (5, 60), (10, 100)]
    scale = Scale.model_validate({"knots": [{"value": v, "score": s} for v, s in knots]})
    line = knots_on(scale, HIGHER)
    np.testing.assert_allclose(score([2.5, 4.999999, 5, 7.5], line), [20, 40, 60, 80], atol=1e-4)


def slow_score(value: float, knots: list[tuple[float, float]]) -> float:
    on = [points for place, points in knots if place == value]
    if on:
        return max(on)
    if value < knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if x0 < value < x1:
            return y0 + (value - x0) * (y1 - y0) / (x1 - x0)
    return knots[-1][1]


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 100)), min_size=2, max_size=7),
    st.integers(-24, 24),
)
def test_the_score_with_steps_is_that_of_one_value_at_a_time(
    points: list[tuple[int, int]], quarter: int
) -> None:
    values = sorted({value for value, _ in points})
    scores = sorted(points_ for _, points_ in points)
    twice = [value for value in values for _ in range(1 + (value % 2 == 0))]
    knots = list(zip(map(float, twice), map(float, scores), strict=False))
    scale = Scale.model_validate({"knots": [{"value": v, "score": s} for v, s in knots]})
    found = float(score(quarter / 4, knots_on(scale, HIGHER)))
    assert found == pytest.approx(slow_score(quarter / 4, knots))


@pytest.mark.parametrize(
    ("polarity", "scale", "words"),
    [
        (HIGHER, {"kind": "goal_red_flag", "red": 5, "goal": 5}, "red and goal must not be the same"),
        (HIGHER, {"kind": "goal_red_flag", "red": 7, "goal": 5}, "red must lie below goal: higher"),
        (LOWER, {"kind": "goal_red_flag", "red": 5, "goal": 7}, "red must lie above goal: lower"),
        (HIGHER, {"kind": "progress", "baseline": 3, "target": 3}, "baseline and target must not be"),
        (LOWER, {"kind": "progress", "baseline": 3, "target": 4}, "baseline must lie above target"),
        (HIGHER, {"kind": "performance", "min": 5, "max": 5}, "min and max must not be the same"),
        (LOWER, {"kind": "performance", "min": 6, "max": 5}, "min must lie below max"),
        (HIGHER, {"kind": "performance", "min": 6}, "max is missing"),
        (HIGHER, {"kind": "performance", "min": 6, "max": 9, "red": 7}, "red has no meaning"),
        (HIGHER, {"kind": "goal_only"}, "goal is missing"),
        (HIGHER, {"kind": "yes_no", "goal": 1}, "goal has no meaning"),
        (HIGHER, {"kind": "knots"}, "knots is missing"),
        (HIGHER, {"kind": "two_colours", "worst": 1, "goal": 5, "best": 3}, "goal must lie below best"),
        (HIGHER, {"kind": "stabilise"}, "stabilise has no meaning where the polarity is higher"),
        (RANGE, {"kind": "progress"}, "progress has no meaning where the polarity is in_range"),
        (
            RANGE,
            {"kind": "stabilise", "red_low": 1, "goal_low": 1, "goal_high": 2, "red_high": 3},
            "red_low and goal_low must not be the same",
        ),
        ("neutral", {"kind": "yes_no"}, "has no score"),
    ],
)  # fmt: skip
def test_what_is_impossible_in_a_scale_is_said(
    polarity: Polarity, scale: dict[str, Any], words: str
) -> None:
    (message,) = check_scale(Scale.model_validate(scale), polarity)
    assert words in message


def test_a_stable_range_may_be_a_single_value() -> None:
    numbers = {"red_low": 4, "goal_low": 5, "goal_high": 5, "red_high": 7}
    np.testing.assert_allclose(scored([5, 4], RANGE, "stabilise", **numbers), [100, 100 / 3])


def test_knots_in_a_list_are_short_for_a_scale_of_knots() -> None:
    written = {"code": "M", "name": "M", "objective": "O", "formula": "a"}
    written |= {"unit_of_measure": "percent", "polarity": HIGHER}
    knots = [{"value": 0, "score": 0}, {"value": 9, "score": 100}]
    short = Measure.model_validate(written | {"score": knots})
    long = Measure.model_validate(written | {"score": {"kind": "knots", "knots": knots}})
    assert short == long
    assert Measure.model_validate_json(short.model_dump_json(by_alias=True)) == short


@pytest.mark.parametrize(
    ("score_text", "place", "words"),
    [
        ("{kind: performance, min: 0, max: x}", ".score.max", "must be a number"),
        ("{kind: performence, min: 0, max: 9}", ".score.kind", "did you mean performance?"),
        ("{kind: performance, min: 0, maxx: 9}", ".score.maxx", "did you mean max?"),
        ("{kind: performance, min: 9, max: 0}", ".score", "min must lie below max"),
        ("[{value: 0, score: 0}, {value: 9, score: 101}]", ".score[2].score", "must be at most 100"),
        ("[{value: 0, score: 0}, {value: 9}]", ".score[2].score", "the key score is missing"),
        ("[{value: 0, score: 0}, {value: 9, skore: 1}]", ".score[2].skore", "did you mean score?"),
    ],
)  # fmt: skip
def test_a_fault_in_a_scale_is_told_where_it_was_written(
    tmp_path: Path, score_text: str, place: str, words: str
) -> None:
    key = "polarity: higher_is_better\n"
    write_broken(tmp_path, "measures.yaml", key, f"{key}    score: {score_text}\n")
    with pytest.raises(RegisterError) as caught:
        load_register(tmp_path)
    written = [str(problem) for problem in caught.value.problems]
    assert any(f"measures[K04]{place}" in each and words in each for each in written), written
