"""Attainment, status, score and weighted roll-up."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_slice import CARD, QUARTERS

from bsc_helpers.compute.scales import check_scale, knots_of, score
from bsc_helpers.compute.scoring import (
    Borders,
    attainment,
    borders_at,
    borders_of,
    status,
    weighted_mean,
)
from bsc_helpers.compute.targets import check_target, target_in_force
from bsc_helpers.evaluation import evaluate, observations_frame, rows_of
from bsc_helpers.model import Knot, Polarity, Scale, Target
from bsc_helpers.periods import parse_period

NAN = math.nan


def target(**fields: float) -> Target:
    return Target.model_validate({"from": "2003", **fields})


def borders(polarity: Polarity, **fields: float) -> Borders:
    return borders_of(target(**fields), polarity)


def knots(*points: tuple[float, float]) -> tuple[Knot, ...]:
    return tuple(Knot(value=value, score=points_) for value, points_ in points)


HIGHER = borders("higher_is_better", value=95, warning=90)
LOWER = borders("lower_is_better", value=5, warning=8)
RANGE = borders("in_range", low=98, high=102, warning_low=95, warning_high=105)


# --- Attainment -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "goal", "value", "expected"),
    [
        ("higher_is_better", 80, 80, 100),
        ("higher_is_better", 80, 60, 75),
        ("higher_is_better", 80, 100, 125),
        ("higher_is_better", -50, -25, 150),  # a loss of half the planned one
        ("higher_is_better", -50, -100, 0),
        ("lower_is_better", 80, 80, 100),
        ("lower_is_better", 80, 100, 75),
        ("lower_is_better", 80, 60, 125),
        ("lower_is_better", -50, -100, 200),
        ("higher_is_better", 0, 5, NAN),
        ("lower_is_better", 0, 0, NAN),
        ("higher_is_better", 80, NAN, NAN),
        ("neutral", 80, 60, NAN),
    ],
)
def test_attainment_is_full_on_the_target_and_more_when_better(
    polarity: Polarity, goal: float, value: float, expected: float
) -> None:
    reached = attainment(value, borders(polarity, value=goal))
    np.testing.assert_allclose(reached, expected)


def test_attainment_of_a_range_is_full_inside_and_falls_with_the_distance() -> None:
    reached = attainment([98, 100, 102, 49, 127.5, NAN], RANGE)
    np.testing.assert_allclose(reached, [100, 100, 100, 50, 75, NAN])


def test_attainment_beyond_a_border_of_zero_cannot_be_said_in_percent() -> None:
    around_zero = borders("in_range", low=0, high=10)
    np.testing.assert_allclose(
        attainment([-1, 0, 5, 10, 12], around_zero), [NAN, 100, 100, 100, 80]
    )


@given(
    st.floats(1, 1e6),
    st.floats(1, 1e6),
    st.sampled_from(["higher_is_better", "lower_is_better"]),
)
def test_for_positive_figures_attainment_is_the_ratio_or_its_mirror(
    value: float, goal: float, polarity: Polarity
) -> None:
    ratio = value / goal
    expected = 100 * (ratio if polarity == "higher_is_better" else 2 - ratio)
    reached = attainment(value, borders(polarity, value=goal))
    assert float(reached) == pytest.approx(expected, rel=1e-9, abs=1e-7)


# --- Status ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_borders", "values", "expected"),
    [
        (HIGHER, [96, 95, 94.9, 90, 89.9], ["good", "good", "warning", "warning", "poor"]),
        (LOWER, [4, 5, 5.1, 8, 8.1], ["good", "good", "warning", "warning", "poor"]),
        (RANGE, [98, 100, 102], ["good"] * 3),
        (RANGE, [95, 97.9, 102.1, 105], ["warning"] * 4),
        (RANGE, [94.9, 105.1], ["poor"] * 2),
        (borders("higher_is_better", value=95), [95, 94.9], ["good", "poor"]),
        (borders("lower_is_better", value=0), [-1, 0, 0.1], ["good", "good", "poor"]),
        (borders("in_range", low=1, high=2, warning_low=0), [0, 2.1], ["warning", "poor"]),
        (borders("in_range", low=5, high=5), [5, 5.1], ["good", "poor"]),
        (borders("neutral", value=95), [95, NAN], ["unscored", "no_data"]),
        (borders("higher_is_better"), [95, NAN], ["unscored", "no_data"]),
        (borders("in_range", low=1), [95], ["unscored"]),
        (HIGHER, [NAN], ["no_data"]),
    ],
)
def test_a_border_belongs_to_the_better_side(
    given_borders: Borders, values: list[float], expected: list[str]
) -> None:
    assert status(values, given_borders).tolist() == expected


def test_a_value_that_misses_a_border_only_in_binary_stands_on_it() -> None:
    assert 0.1 + 0.2 > 0.3
    assert status(0.1 + 0.2, borders("lower_is_better", value=0.3)) == "good"
    assert status(0.1 + 0.2 - 0.3, borders("lower_is_better", value=0)) == "good"
    assert status(0.3000001, borders("lower_is_better", value=0.3)) == "poor"


@pytest.mark.parametrize(
    ("given_borders", "lower", "value", "upper", "expected"),
    [
        (HIGHER, 94.9, 96, 97, "uncertain"),
        (HIGHER, 89, 91, 93, "uncertain"),
        (HIGHER, 80, 92, 99, "uncertain"),
        (HIGHER, 95.1, 96, 97, "good"),
        (HIGHER, 91, 92, 93, "warning"),
        (HIGHER, 95, 96, 97, "good"),  # the border at an end is not inside
        (HIGHER, 91, 93, 95, "warning"),
        (LOWER, 4, 4.5, 5.5, "uncertain"),
        (RANGE, 90, 100, 110, "uncertain"),  # both ends poor, the middle good
        (RANGE, 99, 100, 101, "good"),
        (HIGHER, NAN, 96, NAN, "good"),
        (HIGHER, 94, 96, NAN, "good"),
        (HIGHER, 94, NAN, 97, "no_data"),
        (borders("neutral"), 94, 96, 97, "unscored"),
    ],
)
def test_a_border_inside_the_interval_makes_the_status_uncertain(
    given_borders: Borders, lower: float, value: float, upper: float, expected: str
) -> None:
    assert status(value, given_borders, lower, upper) == expected


def slow_status(value: float, polarity: str, goal: float, warning: float | None) -> str:
    if math.isnan(value):
        return "no_data"
    sign = 1 if polarity == "higher_is_better" else -1
    if sign * value >= sign * goal:
        return "good"
    return "warning" if warning is not None and sign * value >= sign * warning else "poor"


@given(
    st.lists(st.one_of(st.integers(-10, 10).map(float), st.just(NAN)), min_size=1, max_size=9),
    st.sampled_from(["higher_is_better", "lower_is_better"]),
    st.integers(-5, 5),
    st.one_of(st.none(), st.integers(1, 4)),
)
def test_the_status_of_arrays_is_that_of_one_value_at_a_time(
    values: list[float], polarity: Polarity, goal: int, distance: int | None
) -> None:
    side = -1 if polarity == "higher_is_better" else 1
    fields: dict[str, float] = {"value": goal}
    warning = None if distance is None else goal + side * distance
    if warning is not None:
        fields["warning"] = warning
    found = status(values, borders(polarity, **fields)).tolist()
    assert found == [slow_status(value, polarity, goal, warning) for value in values]


def test_each_value_is_held_against_its_own_target() -> None:
    options = [HIGHER, borders("higher_is_better", value=50)]
    chosen = borders_at(options, [[0, 1], [-1, 0]])
    assert status([[60, 60], [60, 97]], chosen).tolist() == [["poor", "good"], ["unscored", "good"]]
    np.testing.assert_allclose(
        attainment([[60, 60], [60, 95]], chosen), [[100 * 60 / 95, 120], [NAN, 100]]
    )


def test_without_any_target_every_value_is_unscored() -> None:
    chosen = borders_at([], np.full((2, 2), -1))
    assert status(np.ones((2, 2)), chosen).tolist() == [["unscored"] * 2] * 2


# --- Score ----------------------------------------------------------------------------------------


# Spider Impact's goal and red flag on a scale of 10; the figures of both directions.
@pytest.mark.parametrize(
    ("goal", "red", "anchors"),
    [
        (700, 500, {300: 0, 500: 3.33, 600: 5, 700: 6.67, 900: 10, 1000: 10, 200: 0}),
        (500, 700, {900: 0, 700: 3.33, 500: 6.67, 300: 10, 200: 10, 1000: 0}),
    ],
)
def test_the_default_line_is_that_of_goal_and_red_flag(
    goal: float, red: float, anchors: dict[float, float]
) -> None:
    line = knots_of(target(value=goal, warning=red))
    points = score(list(anchors), line) / 10
    np.testing.assert_allclose(points, list(anchors.values()), atol=0.005)


def test_a_straight_line_from_0_to_200_gives_50_a_quarter() -> None:
    # BSC Designer's manual: value 50 on a scale from 0 to 200 is 25 %
    assert float(score(50, knots((0, 0), (200, 100)))) == 25
    assert float(score(50, knots((0, 100), (200, 0)))) == 75


def test_the_default_line_of_a_range_is_a_tent() -> None:
    tent = knots_of(target(low=98, high=102, warning_low=95, warning_high=108))
    values = [92, 95, 98, 100, 102, 108, 114, 80, 120, 99, 105]
    expected = [0, 100 / 3, 200 / 3, 100, 200 / 3, 100 / 3, 0, 0, 0, 250 / 3, 50]
    np.testing.assert_allclose(score(values, tent), expected)


def test_a_range_of_a_single_value_has_the_best_score_there() -> None:
    tent = knots_of(target(low=5, high=5, warning_low=4, warning_high=7))
    np.testing.assert_allclose(score([3, 4, 5, 7, 9], tent), [0, 100 / 3, 100, 100 / 3, 0])


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 5},
        {},
        {"low": 1, "high": 2},
        {"low": 1, "high": 2, "warning_low": 0},
        {"value": 5, "warning": 5},
        {"low": 2, "high": 1, "warning_low": 0, "warning_high": 3},
        {"low": 1, "high": 2, "warning_low": 1, "warning_high": 3},
    ],
)
def test_without_warning_borders_in_order_there_is_no_default_line(
    fields: dict[str, float],
) -> None:
    assert knots_of(target(**fields)) == ()


def test_without_knots_or_value_there_is_no_score() -> None:
    assert np.isnan(score([1, 2], ())).all()
    assert np.isnan(score([NAN], knots((0, 0), (1, 100)))).all()


def test_the_order_in_which_knots_are_written_does_not_matter() -> None:
    line = knots((0, 0), (10, 80), (20, 100))
    values = np.linspace(-5, 25, 61)
    np.testing.assert_array_equal(score(values, line), score(values, line[::-1]))


def slow_score(value: int, line: list[tuple[int, int]]) -> Fraction:
    if value <= line[0][0]:
        return Fraction(line[0][1])
    for (x0, y0), (x1, y1) in pairwise(line):
        if value <= x1:
            return y0 + Fraction(value - x0, x1 - x0) * (y1 - y0)
    return Fraction(line[-1][1])


@given(
    st.dictionaries(st.integers(-100, 100), st.integers(0, 100), min_size=1, max_size=6),
    st.integers(-150, 150),
)
def test_the_score_is_that_of_exact_interpolation(line: dict[int, int], value: int) -> None:
    points = sorted(line.items())
    found = float(score(value, knots(*points)))
    assert found == pytest.approx(float(slow_score(value, points)), abs=1e-9)


# --- Weighted mean --------------------------------------------------------------------------------


def test_the_mean_and_its_coverage_are_taken_over_what_is_available() -> None:
    mean, coverage = weighted_mean([[80, 50, NAN], [80, 50, 20]], [1, 2, 1])
    np.testing.assert_allclose(mean, [60, 50])
    np.testing.assert_allclose(coverage, [0.75, 1])


@pytest.mark.parametrize(
    ("scores", "weights"),
    [([NAN, NAN], [1, 1]), ([50, 60], [0, 0]), ([50, NAN], [0, 1]), ([], [])],
)
def test_where_nothing_with_a_weight_is_available_the_mean_is_missing_not_zero(
    scores: list[float], weights: list[float]
) -> None:
    mean, coverage = weighted_mean(scores, weights)
    assert np.isnan(mean)
    assert coverage == 0


def test_the_mean_can_be_taken_along_any_axis() -> None:
    mean, coverage = weighted_mean([[10, 20], [30, NAN]], [[1], [3]], axis=0)
    np.testing.assert_allclose(mean, [25, 20])
    np.testing.assert_allclose(coverage, [1, 0.25])


CHILDREN = st.lists(
    st.tuples(st.one_of(st.integers(0, 100), st.none()), st.integers(0, 9)), max_size=6
)


@given(CHILDREN)
def test_the_mean_and_coverage_are_those_of_exact_fractions(
    children: list[tuple[int | None, int]],
) -> None:
    available = [(points, weight) for points, weight in children if points is not None]
    behind, whole = sum(w for _, w in available), sum(w for _, w in children)
    mean, coverage = weighted_mean(
        [NAN if points is None else points for points, _ in children], [w for _, w in children]
    )
    if behind == 0:
        assert np.isnan(mean)
        assert coverage == 0
    else:
        assert float(mean) == pytest.approx(
            float(Fraction(sum(p * w for p, w in available), behind))
        )
        assert float(coverage) == pytest.approx(behind / whole)


# --- Checks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "fields"),
    [
        ("higher_is_better", {"value": 95}),
        ("higher_is_better", {"value": 95, "warning": 90}),
        ("lower_is_better", {"value": 5, "warning": 8}),
        ("lower_is_better", {"value": 0}),
        ("in_range", {"low": 5, "high": 5}),
        ("in_range", {"low": 1, "high": 2, "warning_low": 0}),
        ("in_range", {"low": 1, "high": 2, "warning_low": 0, "warning_high": 3}),
        ("neutral", {}),
    ],
)
def test_a_possible_target_raises_no_word(polarity: Polarity, fields: dict[str, float]) -> None:
    assert check_target(target(**fields), polarity) == []


@pytest.mark.parametrize(
    ("polarity", "fields", "expected"),
    [
        ("higher_is_better", {"value": 95, "warning": 97}, ["warning must lie below value"]),
        ("higher_is_better", {"value": 95, "warning": 95}, ["warning must lie below value"]),
        ("lower_is_better", {"value": 5, "warning": 4}, ["warning must lie above value"]),
        ("lower_is_better", {"value": 5, "warning": 5}, ["warning must lie above value"]),
        ("higher_is_better", {"warning": 90}, ["value is missing"]),
        (
            "lower_is_better",
            {"low": 1, "high": 2},
            ["low has no", "high has no", "value is missing"],
        ),
        ("in_range", {"value": 5}, ["value has no", "low is missing", "high is missing"]),
        ("in_range", {"low": 3, "high": 2}, ["low must not lie above high"]),
        ("in_range", {"low": 1, "high": 2, "warning_low": 1}, ["warning_low must lie below"]),
        ("in_range", {"low": 1, "high": 2, "warning_high": 1.5}, ["warning_high must lie above"]),
        ("neutral", {"value": 1}, ["value has no meaning"]),
    ],
)
def test_what_is_impossible_in_a_target_is_said(
    polarity: Polarity, fields: dict[str, float], expected: list[str]
) -> None:
    found = check_target(target(**fields), polarity)
    assert len(found) == len(expected)
    assert all(message.startswith(words) for message, words in zip(found, expected, strict=True))


@pytest.mark.parametrize(
    ("polarity", "points", "words"),
    [
        ("higher_is_better", [(0, 0), (10, 100)], []),
        ("higher_is_better", [(10, 100), (0, 0), (5, 0)], []),
        ("lower_is_better", [(0, 100), (10, 0)], []),
        ("in_range", [(0, 0), (5, 100), (6, 100), (10, 0)], []),
        ("in_range", [(0, 0), (5, 100)], []),
        ("higher_is_better", [(0, 0), (0, 100)], []),  # a step
        ("lower_is_better", [(0, 100), (0, 0)], []),
        ("higher_is_better", [(0, 0)], ["at least two"]),
        ("higher_is_better", [(0, 100), (0, 0)], ["must not fall"]),  # a step down
        ("higher_is_better", [(0, 0), (0, 50), (0, 100)], ["more than two"]),
        ("higher_is_better", [(0, 50), (0, 50)], ["same score"]),
        ("higher_is_better", [(0, 100), (10, 0)], ["must not fall"]),
        ("lower_is_better", [(0, 0), (10, 100)], ["must not rise while"]),
        ("in_range", [(0, 100), (5, 0), (10, 100)], ["must not rise again"]),
        ("neutral", [(0, 0), (1, 100)], ["neutral"]),
    ],
)
def test_what_is_impossible_in_knots_is_said(
    polarity: Polarity, points: list[Any], words: list[str]
) -> None:
    found = check_scale(Scale(knots=knots(*points)), polarity)
    assert len(found) == len(words)
    assert all(word in message for word, message in zip(words, found, strict=True))


@given(
    st.sampled_from(["higher_is_better", "lower_is_better", "in_range"]),
    st.lists(st.integers(-9, 9), min_size=4, max_size=4),
)
def test_default_knots_of_a_possible_target_are_possible_and_follow_its_status(
    polarity: Polarity, numbers: list[int]
) -> None:
    a, b, c, d = numbers
    fields = (
        {"low": b, "high": c, "warning_low": a, "warning_high": d}
        if polarity == "in_range"
        else {"value": a, "warning": b}
    )
    aim = target(**fields)
    if check_target(aim, polarity):
        return
    line = knots_of(aim)
    assert check_scale(Scale(knots=line), polarity) == []
    values = np.arange(-12, 12.5, 0.5)
    points, found = score(values, line), status(values, borders_of(aim, polarity))
    assert (points[found == "good"] >= 66.66).all()
    assert (points[found == "warning"] >= 33.33).all()
    assert (points[found == "poor"] < 33.34).all()


# --- Targets over time and units ------------------------------------------------------------------


def test_the_target_in_force_is_the_one_that_every_value_was_held_against() -> None:
    given_targets = [
        {"from": "2003-Q4", "org_unit": "north", "value": 6},
        {"from": "2004", "value": 9},
        {"from": "2003-Q2", "value": 8.5},
        {"from": "2003-Q3", "org_unit": "north", "value": 7},
    ]
    measure = CARD.measure("M02").model_copy(
        update={"targets": tuple(Target.model_validate(each) for each in given_targets)}
    )
    card = CARD.model_copy(update={"measures": (measure,)})
    records = [
        {"input": name, "org_unit": unit, "period": period, "value": 10.0}
        for name in ("ill", "hours")
        for unit in ("north", "south")
        for period in QUARTERS
    ]
    found = {}
    for row in rows_of(evaluate(card, observations_frame(records)).results):
        target = target_in_force(measure, row.org_unit, parse_period(row.period), 1)
        assert (target.value if target else NAN) == pytest.approx(row.target, nan_ok=True)
        found[row.org_unit, row.period] = target.value if target else None
    assert [found["north", period] for period in QUARTERS] == [None, 8.5, 7, 6, 6]
    assert [found["south", period] for period in QUARTERS] == [None, 8.5, 8.5, 8.5, 9]
    followed = measure.model_copy(update={"role": "followed_measure"})
    assert target_in_force(followed, "north", parse_period("2004-Q1"), 1) is None
