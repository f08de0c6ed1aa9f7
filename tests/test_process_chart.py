"""Process charts: limits, rules, states and assurance, against published numbers and a twin."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray
from obvious_process import plain_limits, plain_rule

from bsc_helpers.compute.process import (
    COMMON_CAUSE,
    CONCERN,
    CONSISTENTLY_FAIL,
    CONSISTENTLY_PASS,
    HIGH,
    HIT_AND_MISS,
    IMPROVEMENT,
    LOW,
    NONE,
    NOT_ASSURED,
    NOT_NEW,
    OUTSIDE,
    SHIFT,
    TOO_FEW,
    TREND,
    TWO_OF_THREE,
    ProcessChart,
    Rules,
    assurance,
    evidence,
    process_chart,
    states,
    variation,
)
from bsc_helpers.errors import ParameterError

NAN = math.nan
OTHER_RULES_OFF = Rules(outside=False, runs=False, trends=False, two_of_three=False)


def wobbling(n: int, size: float = 1.0) -> list[float]:
    """Return a quiet series about zero: no run, no trend, equal moving ranges of twice `size`."""
    return [size if i % 2 else -size for i in range(n)]


# --- the limits -----------------------------------------------------------------------------------

# NHSRplotthedots, test data of its documentation on screening; also printed as −0.72/4.60 and
# −3.06/6.95 there.
SPIKE = [1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("screened", "lower", "upper"), [(True, -0.7156, 4.6044), (False, -3.0626, 6.9515)]
)
def test_outlying_moving_ranges_are_left_out_once_or_not(
    screened: bool,  # noqa: FBT001 - the setting under test
    lower: float,
    upper: float,
) -> None:
    chart = process_chart([SPIKE], Rules(screened=screened))
    assert chart.centre == pytest.approx(np.full((1, 18), 1.9444), abs=5e-5)
    assert chart.lower == pytest.approx(np.full((1, 18), lower), abs=5e-5)
    assert chart.upper == pytest.approx(np.full((1, 18), upper), abs=5e-5)
    assert np.flatnonzero(chart.rule[0] == OUTSIDE).tolist() == [4]


def test_where_all_other_moving_ranges_are_zero_the_outlying_ones_stay() -> None:
    chart = process_chart([[5.0] * 12 + [6.0]])
    mean = 5 + 1 / 13
    assert chart.upper[0, 0] == pytest.approx(mean + 2.66 / 12)
    assert chart.rule[0, -1] == OUTSIDE


# Accident and emergency attendances within 4 hours of English trusts, from the tests of
# PowerBI-SPC (test/Chart Types/test-pprime.ts), percentages to four decimals.
COUNTS = [
    *(266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320),
    *(267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989),
]
BASES = [
    *(280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529),
    *(279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772),
]
UPPER = [
    *(96.567, 96.5753, 96.5421, 96.5326, 96.5627, 96.5775, 96.5593, 96.5345, 96.5579, 96.5623),
    *(96.5689, 96.5591, 96.5996, 96.5961, 96.5753, 96.5877, 96.6012, 96.583, 96.5713, 96.5824),
]
LOWER = [
    *(94.013, 94.0046, 94.0378, 94.0473, 94.0173, 94.0025, 94.0207, 94.0454, 94.022, 94.0177),
    *(94.0111, 94.0208, 93.9803, 93.9839, 94.0046, 93.9923, 93.9788, 93.9969, 94.0087, 93.9975),
]


def test_the_limits_of_proportions_follow_their_bases_as_another_program_has_them() -> None:
    chart = process_chart([np.divide(COUNTS, BASES)], bases=[BASES])
    assert 100 * chart.upper[0] == pytest.approx(UPPER, abs=5e-5)
    assert 100 * chart.lower[0] == pytest.approx(LOWER, abs=5e-5)
    assert chart.centre[0] == pytest.approx(np.full(20, sum(COUNTS) / sum(BASES)))


def test_limits_of_proportions_stay_between_0_and_1_and_no_proportion_lies_beyond_them() -> None:
    generator = np.random.default_rng(3)
    bases = generator.integers(1, 30, size=(200, 20))
    chart = process_chart(generator.binomial(bases, 0.95) / bases, bases=bases)
    assert chart.upper.max() == 1
    assert chart.lower.min() >= 0
    assert not (chart.side[chart.rule == OUTSIDE] > 0).any()


def test_a_proportion_that_never_varies_has_itself_as_limits() -> None:
    chart = process_chart(np.ones((1, 14)), bases=np.full((1, 14), 8))
    assert (chart.lower == 1).all()
    assert (chart.upper == 1).all()
    assert (chart.rule == NONE).all()


def test_a_proportion_without_a_base_is_missing_and_has_limits_of_the_mean_base() -> None:
    share, base = [0.5, 0.4, 0.6, 0.5, 0.3, 0.6, 0.4], [10.0, 20, 0, NAN, 30, 20, 20]
    chart = process_chart([share], bases=[base])
    without = process_chart(
        [[0.5, 0.4, 0.3, 0.6, 0.4, NAN]], bases=[[10, 20, 30, 20, 20, 20]], rules=Rules()
    )
    assert chart.points.tolist() == [5]
    assert np.isnan(chart.values[0, [2, 3]]).all()
    assert chart.upper[0, [2, 3]] == pytest.approx([without.upper[0, 5]] * 2)


def test_fewer_than_five_points_have_no_limits_and_no_signals() -> None:
    four, five = process_chart([[1.0, 2, NAN, 3, 99]]), process_chart([[1.0, 2, 3, 4, 99]])
    assert np.isnan(four.lower).all()
    assert np.isnan(four.centre).all()
    assert (four.rule == NONE).all()
    assert not np.isnan(five.upper).any()


def test_no_trend_is_told_where_there_are_no_limits() -> None:
    rules = Rules(fewest_for_limits=10, fewest_for_state=13)
    assert (process_chart([np.arange(9.0)], rules).rule == NONE).all()
    assert (process_chart([np.arange(10.0)], rules).rule != NONE).all()


def test_limits_stand_at_gaps_too() -> None:
    chart = process_chart([[NAN, 1.0, 2, 1, 2, NAN, 1, 2, NAN]])
    assert not np.isnan(chart.upper).any()
    assert chart.points.tolist() == [6]


def test_spread_widens_the_limits_of_each_row() -> None:
    values = [wobbling(14)] * 2
    plain, wider = process_chart(values), process_chart(values, spread=[1, 2])
    half = plain.upper - plain.centre
    assert wider.upper - wider.centre == pytest.approx(half * [[1], [2]])


# --- the rules ------------------------------------------------------------------------------------


def marked(chart: ProcessChart, rule: int) -> list[int]:
    return np.flatnonzero(chart.rule[0] == rule).tolist()


def test_seven_points_make_a_trend_and_six_do_not() -> None:
    # The default of Making Data Count is 7, that of PowerBI-SPC 5.
    rules = replace(OTHER_RULES_OFF, trends=True)
    seven = process_chart([[0.0, 3, 1, 2, 3, 4, 5, 6, 7, 0]], rules)
    assert marked(seven, TREND) == [2, 3, 4, 5, 6, 7, 8]
    assert (seven.side[0, 2:9] == 1).all()
    six = process_chart([[0.0, 3, 2, 3, 4, 5, 6, 7, 0]], rules)
    assert (six.rule == NONE).all()


def test_two_equal_points_break_a_trend() -> None:
    rules = replace(OTHER_RULES_OFF, trends=True)
    assert marked(process_chart([[7.0, 6, 5, 4, 4, 3, 2, 1]], rules), TREND) == []
    assert marked(process_chart([[8.0, 7, 6, 5, 4, 3, 2, 1]], rules), TREND) == list(range(8))


def test_seven_points_on_one_side_of_the_mean_make_a_shift_and_six_do_not() -> None:
    rules = replace(OTHER_RULES_OFF, runs=True)
    seven = process_chart([[1.0, 2, 1, 2, 1, 2, 1, -3, -2, -3, -2]], rules)
    assert marked(seven, SHIFT) == list(range(7))
    assert (seven.side[0, :7] == 1).all()
    six = process_chart([[1.0, 2, 1, 2, 1, 2, -3, -2, -2, -2]], rules)
    assert marked(six, SHIFT) == []


def test_a_point_on_the_mean_ends_a_run() -> None:
    rules = replace(OTHER_RULES_OFF, runs=True)
    assert marked(process_chart([[1.0] * 4 + [0] + [1] * 4 + [-8 / 4] * 4], rules), SHIFT) == []


def test_a_constant_series_has_no_side_although_its_mean_is_a_binary_digit_off() -> None:
    values = [[0.1] * n + [NAN] * (40 - n) for n in range(5, 41)]
    assert any(sum([0.1] * n) / n != 0.1 for n in range(5, 41))
    assert (process_chart(values).rule == NONE).all()


# Mean 0 and equal moving ranges of 2 but at the end, with the limits set by hand through `spread`:
# the rule alone is looked at.
@pytest.mark.parametrize(
    ("end", "flagged"),
    [
        ([2.5, 0.5, 2.5], [-3, -1]),  # two beyond two sigma, the third on the same side
        ([2.5, -0.5, 2.5], []),  # PowerBI-SPC flags this: the third lies on the other side
        ([3.5, 0.5, 2.5], [-3, -1]),  # NHSRplotthedots 0.2.2 does not: one lies outside the limits
        ([3.5, 0.5, 3.5], [-3, -1]),
        ([2.5, 0.5, 0.5], []),  # one of three
        ([2.5, 2.5, -0.5], []),
    ],
)
def test_two_of_three_is_the_rule_of_november_2023(end: list[float], flagged: list[int]) -> None:
    rules = replace(OTHER_RULES_OFF, two_of_three=True)
    ballast = [-1.0, 1] * 500  # keeps the mean near 0 and the mean moving range near 2
    spread = 1 / (2 * 2.66 / 3)  # so that sigma is 1
    for sign in (1, -1):
        series = [[*ballast, -sign * 0.5, *(sign * each for each in end)]]
        chart = process_chart(series, rules, spread=spread)
        assert chart.upper[0, 0] - chart.centre[0, 0] == pytest.approx(3, abs=0.02)
        found = np.flatnonzero(chart.rule[0, -4:]) - 4
        assert found.tolist() == flagged
        assert (chart.side[0, found] == sign).all()


def test_of_several_rules_outside_is_named_then_trend_then_two_of_three_then_shift() -> None:
    series = [[*wobbling(60), 1.5, 2.5, 3, 4, 4.5, 4.8, 5.1, 9]]
    chart = process_chart(series)
    last = [
        process_chart(series, rules).rule[0, -2:].tolist()
        for rules in (
            Rules(),
            Rules(trends=False),
            Rules(trends=False, two_of_three=False),
            Rules(outside=False, two_of_three=False),
            Rules(outside=False, trends=False, two_of_three=False),
        )
    ]
    assert 5.1 < chart.upper[0, 0] < 9
    assert last == [
        [TREND, OUTSIDE],
        [TWO_OF_THREE, OUTSIDE],
        [SHIFT, OUTSIDE],
        [TREND, TREND],
        [SHIFT, SHIFT],
    ]


# --- gaps and rebases -----------------------------------------------------------------------------


def test_a_gap_is_passed_over_and_its_neighbours_are_neighbours() -> None:
    generator = np.random.default_rng(5)
    whole = generator.normal(size=(50, 30)).cumsum(axis=1) / 3
    gaps = np.full((50, 60), NAN)
    gaps[:, ::2] = whole
    chart, spaced = process_chart(whole), process_chart(gaps)
    assert (spaced.rule[:, ::2] == chart.rule).all()
    assert (spaced.rule[:, 1::2] == NONE).all()
    assert spaced.upper[:, ::2] == pytest.approx(chart.upper)


def test_each_segment_is_a_chart_of_its_own() -> None:
    generator = np.random.default_rng(6)
    first, second = generator.normal(size=(50, 17)), 9 + 2 * generator.normal(size=(50, 13))
    chart = process_chart(np.hstack([first, second]), segments=[1] * 17 + [2] * 13)
    for part, alone in (
        (slice(0, 17), process_chart(first)),
        (slice(17, 30), process_chart(second)),
    ):
        assert chart.centre[:, part] == pytest.approx(alone.centre)
        assert chart.lower[:, part] == pytest.approx(alone.lower)
        assert (chart.signals[:, part] == alone.signals).all()
    assert (chart.points == 13).all()


def test_a_number_that_comes_again_is_a_new_segment() -> None:
    values = [wobbling(5) + wobbling(5) + [x + 9 for x in wobbling(5)]]
    chart = process_chart(values, segments=[1] * 5 + [2] * 5 + [1] * 5)
    assert chart.centre[0, 0] == pytest.approx(-0.2)
    assert chart.centre[0, -1] == pytest.approx(8.8)


# --- a plain twin ---------------------------------------------------------------------------------


def random_series(generator: Generator, rows: int, periods: int) -> NDArray[np.float64]:
    """Return series with shifts, trends, equal values, spikes and gaps."""
    values = generator.normal(size=(rows, periods)).round(1)
    values += 0.3 * np.arange(periods) * generator.choice([0, 0, 1, -1], size=(rows, 1))
    values += 2 * (np.arange(periods) > periods // 2) * generator.choice([0, 1], size=(rows, 1))
    values += 6 * (generator.random(values.shape) < 0.03)
    return np.where(generator.random(values.shape) < 0.15, NAN, values)


@pytest.mark.parametrize("with_bases", [False, True])
@pytest.mark.parametrize(
    "rules", [Rules(), Rules(screened=False, run=6, trend=5, fewest_for_limits=7)]
)
def test_the_chart_is_what_a_plain_walk_along_each_series_finds(
    rules: Rules,
    with_bases: bool,  # noqa: FBT001 - the kind of chart under test
) -> None:
    generator = np.random.default_rng(11)
    rows, periods = 300, 34
    values = random_series(generator, rows, periods)
    bases = np.ones_like(values)
    if with_bases:
        bases = generator.integers(5, 60, size=values.shape).astype(float)
        values = np.clip(0.5 + values / 12, 0, 1)
    segments = (generator.random(values.shape) < 0.04).cumsum(axis=1)
    spread = generator.uniform(0.5, 1.5, size=rows)
    chart = process_chart(
        values, rules, segments=segments, bases=bases if with_bases else None, spread=spread
    )
    seen = set()
    for row in range(rows):
        for each in np.unique(segments[row]):
            at = np.flatnonzero((segments[row] == each) & ~np.isnan(values[row]))
            weights = bases[row, at].tolist() if with_bases else None
            told = plain_limits(values[row, at].tolist(), rules, float(spread[row]), weights)
            if told is None:
                assert np.isnan(chart.upper[row, at]).all()
                assert (chart.rule[row, at] == NONE).all()
                continue
            assert chart.centre[row, at] == pytest.approx([told.mean] * at.size)
            assert chart.lower[row, at] == pytest.approx(told.lower)
            assert chart.upper[row, at] == pytest.approx(told.upper)
            expected = [plain_rule(told, i, rules) for i in range(at.size)]
            found = zip(chart.rule[row, at].tolist(), chart.side[row, at].tolist(), strict=True)
            assert list(found) == expected
            seen.update(expected)
    assert {rule for rule, _ in seen} == {NONE, OUTSIDE, TREND, TWO_OF_THREE, SHIFT}


# --- the state of the last point ------------------------------------------------------------------


def test_twelve_points_are_too_few_for_a_state_and_thirteen_are_not() -> None:
    # ptd_spc of NHSRplotthedots tests for 13 while its message says 12.
    assert variation(process_chart([wobbling(12)]), "higher_is_better").tolist() == [TOO_FEW]
    assert variation(process_chart([wobbling(13)]), "higher_is_better").tolist() == [COMMON_CAUSE]


@pytest.mark.parametrize(
    ("polarity", "up", "down"),
    [
        ("higher_is_better", IMPROVEMENT, CONCERN),
        ("lower_is_better", CONCERN, IMPROVEMENT),
        ("in_range", HIGH, LOW),
        ("neutral", HIGH, LOW),
    ],
)
def test_the_last_point_is_news_by_the_polarity(polarity: str, up: str, down: str) -> None:
    chart = process_chart([[*wobbling(14), 9.0], [*wobbling(14), -9.0], wobbling(15)])
    assert variation(chart, polarity).tolist() == [up, down, COMMON_CAUSE]  # type: ignore[arg-type]


def test_only_the_last_point_counts_and_only_when_newly_measured() -> None:
    chart = process_chart([[*wobbling(14), 9.0]] * 2 + [[*wobbling(14), NAN]])
    assert variation(chart, "higher_is_better", [True, False, True]).tolist() == [
        IMPROVEMENT,
        NOT_NEW,
        NOT_NEW,
    ]
    earlier = process_chart([[*wobbling(7), 9.0, *wobbling(8)]])
    assert variation(earlier, "higher_is_better").tolist() == [COMMON_CAUSE]
    assert IMPROVEMENT in states(earlier, "higher_is_better")


def test_the_points_of_the_last_segment_decide_whether_there_are_enough() -> None:
    chart = process_chart([wobbling(32)], segments=[0] * 20 + [1] * 12)
    assert variation(chart, "neutral").tolist() == [TOO_FEW]
    assert states(chart, "neutral")[0, [0, 19, 20, 31]].tolist() == [
        *[COMMON_CAUSE] * 2,
        *[TOO_FEW] * 2,
    ]


def test_where_good_and_bad_signals_meet_it_is_an_improvement_as_in_the_official_tool() -> None:
    # Falls far below the limits and rises from there, still outside.
    chart = process_chart([[*wobbling(60), *(-40.0 + k for k in range(7))]])
    assert (chart.rule[0, -1], chart.side[0, -1]) == (OUTSIDE, -1)
    assert variation(chart, "higher_is_better").tolist() == [IMPROVEMENT]
    assert variation(chart, "lower_is_better").tolist() == [IMPROVEMENT]
    rule, side = evidence(chart, "higher_is_better")
    assert (rule[0, -1], side[0, -1]) == (TREND, 1)
    rule, side = evidence(chart, "lower_is_better")
    assert (rule[0, -1], side[0, -1]) == (OUTSIDE, -1)
    assert variation(chart, "neutral").tolist() == [LOW]


# --- assurance ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "higher", "lower"),
    [
        (-6.0, CONSISTENTLY_PASS, CONSISTENTLY_FAIL),
        (0.0, HIT_AND_MISS, HIT_AND_MISS),
        (6.0, CONSISTENTLY_FAIL, CONSISTENTLY_PASS),
        (NAN, NOT_ASSURED, NOT_ASSURED),
    ],
)
def test_assurance_is_the_place_of_the_target_against_both_limits(
    target: float, higher: str, lower: str
) -> None:
    chart = process_chart([wobbling(14)])  # limits ±5.32
    assert assurance(chart, target, "higher_is_better").tolist() == [higher]
    assert assurance(chart, [target], "lower_is_better").tolist() == [lower]
    assert assurance(chart, target, "neutral").tolist() == [NOT_ASSURED]


def test_a_target_on_a_limit_is_hit_and_missed() -> None:
    chart = process_chart([wobbling(14)])
    assert assurance(chart, chart.lower[:, -1], "higher_is_better").tolist() == [HIT_AND_MISS]
    assert assurance(chart, chart.upper[:, -1], "lower_is_better").tolist() == [HIT_AND_MISS]


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (-6, 6, CONSISTENTLY_PASS),
        (-6, 5, HIT_AND_MISS),
        (-2, 2, HIT_AND_MISS),
        (5, 9, HIT_AND_MISS),
        (6, 9, CONSISTENTLY_FAIL),
        (-9, -6, CONSISTENTLY_FAIL),
        (NAN, 6, NOT_ASSURED),
    ],
)
def test_a_range_is_met_when_both_limits_lie_inside(low: float, high: float, word: str) -> None:
    assert assurance(process_chart([wobbling(14)]), (low, high), "in_range").tolist() == [word]


def test_assurance_takes_the_limits_of_the_last_segment() -> None:
    # NHSRplotthedots had this wrong once (its issue 172).
    chart = process_chart([[*wobbling(14), *(20 + x for x in wobbling(14))]], segments=HALVES)
    assert assurance(chart, 10, "higher_is_better").tolist() == [CONSISTENTLY_PASS]
    assert assurance(chart, 10, "lower_is_better").tolist() == [CONSISTENTLY_FAIL]
    short = process_chart([[*wobbling(20), *(20 + x for x in wobbling(8))]], segments=LAST_EIGHT)
    assert assurance(short, 10, "higher_is_better").tolist() == [NOT_ASSURED]


HALVES = np.repeat([0, 1], 14)
LAST_EIGHT = np.repeat([0, 1], [20, 8])


def test_assurance_holds_at_the_worst_time_of_the_year() -> None:
    effect = np.tile([3.0, 0, -3, 0], 4)
    values = [np.array(wobbling(16)) + effect]
    seasonal = process_chart(values, season_effect=effect)
    assert assurance(seasonal, -6, "higher_is_better").tolist() == [HIT_AND_MISS]
    assert assurance(seasonal, -8.5, "higher_is_better").tolist() == [CONSISTENTLY_PASS]
    assert assurance(seasonal, 6, "lower_is_better").tolist() == [HIT_AND_MISS]
    assert assurance(seasonal, 8.5, "lower_is_better").tolist() == [CONSISTENTLY_PASS]


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"run": 2}, "run must be at least 3"),
        ({"trend": 0}, "trend must be at least 3"),
        ({"fewest_for_limits": 2}, "fewest_for_limits must be at least 3"),
        ({"fewest_for_state": 4}, "fewest_for_state must be at least 5"),
    ],
)
def test_rules_that_make_no_sense_are_refused(options: dict[str, int], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        Rules(**options)  # type: ignore[arg-type]


def test_series_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ParameterError, match="rows × periods"):
        process_chart([1.0, 2.0])
    with pytest.raises(ParameterError, match="at least one period"):
        process_chart(np.empty((3, 0)))
    with pytest.raises(ParameterError, match="infinite"):
        process_chart([[1.0, math.inf]])
    with pytest.raises(ParameterError, match="proportions from 0 to 1"):
        process_chart([[0.5, 1.5]], bases=[[10, 10]])
    with pytest.raises(ParameterError, match="spread"):
        process_chart([[0.5, 1.5]], spread=0)
    with pytest.raises(ParameterError, match="did you mean neutral"):
        variation(process_chart([[1.0]]), "neutrall")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match=r"\(low, high\)"):
        assurance(process_chart([[1.0]]), 5, "in_range")


def test_rows_are_computed_in_blocks_and_no_border_shows() -> None:
    generator = np.random.default_rng(9)
    few = random_series(generator, 7, 34)
    many = np.tile(few, (1000, 1))
    chart, alone = process_chart(many), process_chart(few)
    assert (chart.signals == np.tile(alone.signals, (1000, 1))).all()
    assert chart.upper == pytest.approx(np.tile(alone.upper, (1000, 1)), nan_ok=True)


def test_a_chart_of_no_rows_or_of_missing_values_only_is_empty_and_no_error() -> None:
    assert process_chart(np.empty((0, 8))).rule.shape == (0, 8)
    nothing = process_chart(np.full((2, 8), NAN))
    assert variation(nothing, "neutral").tolist() == [TOO_FEW] * 2
    assert np.isnan(nothing.upper).all()
    assert np.isnan(process_chart(np.full((2, 8), NAN), bases=np.full((2, 8), NAN)).upper).all()
