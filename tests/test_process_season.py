"""Season, memory and false alarms: what they cost, as simulated for the list of formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.stats import f as f_distribution
from scipy.stats import f_oneway

from bsc_helpers.compute.process import (
    LIKENESS,
    NONE,
    OUTSIDE,
    TOO_FEW,
    Method,
    Rules,
    adjusted,
    autocorrelation,
    chart_by,
    false_alarms,
    method_for,
    process_chart,
    seasonal_profile,
    variation,
)
from bsc_helpers.compute.process.alarms import noise
from bsc_helpers.errors import ParameterError

NAN = math.nan
SERIES = 6_000
QUARTERS = np.arange(16) % 4 + 1
Floats = NDArray[np.float64]


@pytest.fixture
def generator() -> Generator:
    return np.random.default_rng(20031231)


def is_near(found: float, printed: float, rounded: float, series: int = SERIES) -> bool:
    """Whether a simulated share is a printed one, within rounding and four standard errors."""
    error = math.sqrt(printed * (1 - printed) / series)
    return abs(found - printed) <= rounded + 4 * error


def flagged(values: Floats) -> tuple[float, float]:
    """Return the share of series whose last point, and any point, is a signal."""
    flags = process_chart(values).rule != NONE
    return float(flags[:, -1].mean()), float(flags.any(axis=1).mean())


# --- what the rules cost on pure noise ------------------------------------------------------------


# List of formulas, section 4, 60 000 series each, screened.
@pytest.mark.parametrize(
    ("points", "likeness", "last", "any_point"),
    [
        (12, 0.0, 0.014, 0.07),
        (24, 0.0, 0.016, 0.19),
        (36, 0.0, 0.018, 0.29),
        (24, 0.3, 0.057, 0.46),
        (24, 0.6, 0.197, 0.81),
    ],
)
def test_stable_series_alarm_as_often_as_published(
    generator: Generator, points: int, likeness: float, last: float, any_point: float
) -> None:
    found_last, found_any = flagged(noise(SERIES, points, likeness, generator))
    assert is_near(found_last, last, 0.0005)
    assert is_near(found_any, any_point, 0.005)


def test_a_strong_season_that_is_left_in_swallows_every_alarm(generator: Generator) -> None:
    # List of formulas, section 4: any point in 0.4 % of series of 16 quarters.
    season = np.tile([2.0, 0, -2, 0], 4)
    assert flagged(noise(SERIES, 16, 0, generator) + season)[1] < 0.01
    shifted = noise(SERIES, 16, 0, generator) + season
    shifted[::10, -1] += 5  # a true change, of five standard deviations, in one unit of ten
    left_in = process_chart(shifted).rule[::10, -1] != NONE
    taken_out = chart_by(Method("declared"), shifted, QUARTERS).rule[::10, -1] != NONE
    assert left_in.mean() < 0.25
    assert taken_out.mean() > 0.75


# List of formulas, section 0: 16 quarters.
def test_overlapping_values_are_no_news(generator: Generator) -> None:
    quarters = noise(SERIES, 16, 0, generator)
    rolling = np.lib.stride_tricks.sliding_window_view(quarters, 4, axis=1).mean(axis=2)
    to_date = quarters.reshape(SERIES, 4, 4).cumsum(axis=2) / np.arange(1, 5)
    assert is_near(flagged(quarters)[0], 0.015, 0.0005)
    assert is_near(flagged(rolling)[0], 0.26, 0.005)
    assert is_near(flagged(to_date.reshape(SERIES, 16))[0], 0.18, 0.005)


def test_a_drifting_series_breaks_its_limits(generator: Generator) -> None:
    # List of formulas, section 0: 3 % a year with 2 % noise, alarm in 84 %.
    drift = 1.03 ** (np.arange(16) / 4)
    found, _ = flagged(drift + 0.02 * noise(SERIES, 16, 0, generator))
    assert found == pytest.approx(0.84, abs=0.03)  # drift straight or compound is not said there


# --- false alarms of a method ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("likeness", "last"),
    [(0.0, 0.016), (0.3, 0.011), (0.6, 0.018)],  # the figures that Method prints
)
def test_likeness_of_neighbours_is_allowed_for(
    generator: Generator, likeness: float, last: float
) -> None:
    found = false_alarms(Method(autocorrelation=likeness), 24, generator, series=SERIES)
    assert is_near(found.last, last, 0.0005)
    assert found.any < 0.2 + 0.01


def test_a_season_taken_out_by_all_units_together_costs_no_alarms(generator: Generator) -> None:
    found = false_alarms(Method("pooled"), 16, generator, series=SERIES)
    assert is_near(found.last, 0.015, 0.002)
    alone = false_alarms(Method("pooled"), 16, generator, series=2_000, units=1)
    assert alone.last > 1.4 * 0.015


def test_false_alarms_are_those_of_the_rules_in_use(generator: Generator) -> None:
    few = Rules(runs=False, trends=False, two_of_three=False)
    found = false_alarms(Method(rules=few), 24, generator, series=SERIES)
    assert is_near(found.last, 0.006, 0.0005)
    assert found.any > found.last


def test_the_same_generator_gives_the_same_alarms() -> None:
    first, second = (
        false_alarms(Method(), 13, np.random.default_rng(1), series=500) for _ in range(2)
    )
    assert first == second
    with pytest.raises(ParameterError, match="units must be at least 1"):
        false_alarms(Method(), 13, np.random.default_rng(1), units=0)


# --- the profile ----------------------------------------------------------------------------------


def seasonal(
    generator: Generator, rows: int, profile: list[float], years: int = 4, likeness: float = 0.0
) -> Floats:
    """Return series of different levels with a season in common."""
    levels = 50 + 10 * generator.normal(size=(rows, 1))
    return levels + np.tile(profile, years) + noise(rows, 4 * years, likeness, generator)


def test_the_profile_is_found_and_adds_up_to_zero(generator: Generator) -> None:
    true = [1.5, 0.2, -1.9, 0.2]
    found = seasonal_profile(seasonal(generator, 400, true), QUARTERS)
    assert found.numbers.tolist() == [1, 2, 3, 4]
    assert found.profile[0] == pytest.approx(true, abs=0.12)
    assert found.profile.sum() == pytest.approx(0, abs=1e-12)
    assert found.years.tolist() == [4]


def test_without_noise_the_profile_is_exact_also_with_drift_gaps_and_a_late_first_quarter() -> None:
    season = (np.arange(19) + 2) % 4 + 1  # from the third quarter
    effect = np.array([1.0, -0.5, -2.0, 1.5])[season - 1]
    values = np.array([[10.0], [40], [90]]) + effect + 0.3 * np.arange(19)
    values[0, 5] = NAN  # one row's year is no longer complete
    found = seasonal_profile(values, season)
    assert found.profile[0] == pytest.approx([1.0, -0.5, -2.0, 1.5])
    without = adjusted(values, found, season)
    assert np.nanmax(np.abs(np.diff(without[1:]) - 0.3)) < 1e-9
    assert np.isnan(without[0, 5])


def test_one_wild_unit_moves_the_profile_hardly(generator: Generator) -> None:
    values = seasonal(generator, 21, [1.0, 0, -1, 0])
    calm = seasonal_profile(values, QUARTERS).profile
    values[7] = 1000 * np.tile([-1, 1, -1, 1], 4)
    assert seasonal_profile(values, QUARTERS).profile == pytest.approx(calm, abs=0.25)


def test_each_group_has_its_own_profile_and_a_season_not_measured_is_not_told(
    generator: Generator,
) -> None:
    school = seasonal(generator, 60, [2.0, 0, NAN, -2])
    care = seasonal(generator, 80, [0.0, 0, 3, -3])
    found = seasonal_profile(np.vstack([school, care]), QUARTERS, ["s"] * 60 + ["c"] * 80)
    by_row = found.effect([1, 2, 3, 4])
    assert by_row[-1] == pytest.approx([0, 0, 3, -3], abs=0.3)
    assert by_row[0, [0, 1, 3]] == pytest.approx([2, 0, -2], abs=0.3)
    assert np.isnan(by_row[0, 2])
    assert found.p_value < 1e-4
    assert found.p_value == pytest.approx(2 * found.p_values.min())  # two groups, two chances


def test_a_season_seen_once_is_not_told() -> None:
    found = seasonal_profile(np.ones((9, 7)), np.arange(7) % 4)
    assert np.isnan(found.profile).all()
    assert math.isnan(found.p_value)
    assert np.isnan(seasonal_profile(np.full((9, 8), NAN), np.arange(8) % 4).profile).all()


def test_the_test_for_a_season_is_an_analysis_of_variance_of_the_years(
    generator: Generator,
) -> None:
    # One row repeated six times, each year centred: F of one-way ANOVA with the years as blocks.
    row = seasonal(generator, 1, [1.0, 0, -1, 0]).reshape(4, 4)
    row -= (row[-1].mean() - row[0].mean()) / 12 * np.arange(16).reshape(4, 4)  # without drift
    found = seasonal_profile(np.tile(row.reshape(1, 16), (6, 1)), QUARTERS)
    centred = row - row.mean(axis=1, keepdims=True)
    expected = f_oneway(*centred.T).statistic * 9 / 12  # the years take 3 of the 12 degrees
    assert found.p_value == pytest.approx(float(f_distribution.sf(expected, 3, 9)))


def found_in(generator: Generator, rows: int, strength: float, likeness: float = 0.0) -> float:
    """Return in which share of measures a season is found that is not declared."""
    profile = [strength, 0, -strength, 0]
    kinds = [
        method_for(
            seasonal(generator, rows, profile, likeness=likeness), QUARTERS, seasonal=None
        ).season
        for _ in range(150)
    ]
    return kinds.count("pooled") / len(kinds)


def test_one_short_series_cannot_tell_a_season_and_many_together_can(generator: Generator) -> None:
    assert found_in(generator, 1, 1.0) == 0
    assert found_in(generator, 20, 1.0) > 0.95


@pytest.mark.parametrize("likeness", [0.0, 0.6])
def test_a_season_that_is_not_there_is_seldom_found(generator: Generator, likeness: float) -> None:
    assert found_in(generator, 20, 0.0, likeness) <= 0.05  # 1 % and four standard errors


def test_a_shock_that_hit_all_units_once_is_no_season(generator: Generator) -> None:
    values = seasonal(generator, 200, [0.0, 0, 0, 0])
    values[:, 5] += 3
    assert method_for(values, QUARTERS, seasonal=None).season == "none"


# --- autocorrelation ------------------------------------------------------------------------------


@pytest.mark.parametrize("points", [12, 16, 24])
@pytest.mark.parametrize("likeness", [0.0, 0.3, 0.6])
def test_autocorrelation_is_found_without_the_bias_of_short_series(
    generator: Generator, points: int, likeness: float
) -> None:
    values = noise(SERIES, points, likeness, generator)
    found = autocorrelation(values)
    assert found.rows == SERIES
    assert found.value == pytest.approx(likeness, abs=0.04)
    away = values - values.mean(axis=1, keepdims=True)
    naive = ((away[:, 1:] * away[:, :-1]).sum(axis=1) / (away**2).sum(axis=1)).mean()
    assert naive < likeness - 0.8 / points


def test_the_standard_error_is_what_repeated_samples_show(generator: Generator) -> None:
    found = [autocorrelation(noise(10, 24, 0.3, generator)) for _ in range(200)]
    spread = np.std([each.value for each in found])
    assert np.mean([each.error for each in found]) == pytest.approx(spread, rel=0.25)


def test_what_all_rows_drift_in_common_is_no_likeness(generator: Generator) -> None:
    values = noise(300, 16, 0, generator) + 0.3 * np.arange(16)
    assert autocorrelation(values).value == pytest.approx(0, abs=0.05)
    apart = np.vstack([values, noise(300, 16, 0, generator) - 0.3 * np.arange(16)])
    assert autocorrelation(apart, [0] * 300 + [1] * 300).value == pytest.approx(0, abs=0.05)


def test_rows_that_are_short_constant_or_full_of_gaps_tell_nothing(generator: Generator) -> None:
    row = noise(1, 20, 0.5, generator)
    alone = autocorrelation(row)
    gaps = np.where(np.arange(20) % 2, NAN, 1.0) * noise(1, 20, 0, generator)
    short = np.where(np.arange(20) < 8, noise(1, 20, 0, generator), NAN)
    assert autocorrelation(np.vstack([row, gaps, short, np.full((1, 20), 0.1)])) == alone
    assert math.isnan(autocorrelation(short).value)
    assert autocorrelation(short).rows == 0


# --- the method -----------------------------------------------------------------------------------


def test_what_is_declared_goes_first(generator: Generator) -> None:
    plain, clear = seasonal(generator, 30, [0.0] * 4), seasonal(generator, 30, [3.0, 0, -3, 0])
    assert method_for(plain, QUARTERS, seasonal=True).season == "declared"
    assert method_for(clear, QUARTERS, seasonal=False).season == "none"
    assert method_for(clear, QUARTERS, seasonal=None).season == "pooled"
    assert method_for(clear, np.ones(16, dtype=int), seasonal=True).season == "none"


def test_likeness_is_that_without_the_season_and_only_where_it_is_sure(
    generator: Generator,
) -> None:
    clear = seasonal(generator, 100, [3.0, 0, -3, 0], likeness=0.5)
    assert method_for(clear, QUARTERS, seasonal=None).autocorrelation == pytest.approx(0.5, abs=0.1)
    wandering = noise(1, 16, 0.3, np.random.default_rng(8))
    assert autocorrelation(wandering).value > 0.9
    assert method_for(wandering, QUARTERS, seasonal=False).autocorrelation == 0
    assert method_for(noise(9, 16, 0, generator), QUARTERS, seasonal=None) == Method()


def test_a_declared_rebase_is_no_likeness(generator: Generator) -> None:
    values = noise(100, 24, 0, generator) + 5 * (np.arange(24) >= 12)
    season, segments = np.arange(24) % 4, np.arange(24) // 12
    assert method_for(values, season, seasonal=False).is_alike
    assert not method_for(values, season, seasonal=False, segments=segments).is_alike


def test_above_the_threshold_sigma_is_widened_and_runs_and_trends_are_no_signals() -> None:
    at, above = Method(autocorrelation=LIKENESS), Method(autocorrelation=0.36)
    assert (at.spread, at.rules_in_use) == (1, Rules())
    assert above.spread == pytest.approx(1 / 0.8)
    assert above.rules_in_use == Rules(runs=False, trends=False)
    ramp = np.arange(16.0)[np.newaxis]
    assert (chart_by(Method(), ramp, QUARTERS).rule != NONE).all()
    assert chart_by(above, ramp, QUARTERS).rules.trends is False


def test_the_limits_move_with_the_season_beside_the_values_as_published(
    generator: Generator,
) -> None:
    values = seasonal(generator, 40, [3.0, 0, -3, 0])
    chart = chart_by(Method("declared"), values, QUARTERS)
    profile = seasonal_profile(values, QUARTERS)
    plain = process_chart(adjusted(values, profile, QUARTERS))
    assert (chart.values == values).all()
    assert chart.centre - plain.centre == pytest.approx(profile.effect(QUARTERS))
    assert chart.upper - chart.centre == pytest.approx(plain.upper - plain.centre)
    assert (chart.signals == plain.signals).all()


def test_a_rebase_in_the_middle_of_a_year_leaves_the_season_as_it_is(generator: Generator) -> None:
    values = seasonal(generator, 200, [3.0, 0, -3, 0], years=6)
    season, segments = np.arange(24) % 4, (np.arange(24) >= 10) * 1
    groups = np.arange(200) % 2
    broken = chart_by(
        Method("declared"), values + 20 * segments, season, groups=groups, segments=segments
    )
    assert broken.season_effect.shape == (200, 24)
    assert broken.season_effect[:, :4].mean(axis=0) == pytest.approx([3, 0, -3, 0], abs=0.2)
    assert (broken.rule[:, 9:11] != NONE).mean() < 0.05


def test_a_declared_season_that_nobody_can_tell_leaves_too_few_points() -> None:
    months = np.arange(18) % 12
    chart = chart_by(Method("declared"), np.ones((3, 18)), months)
    assert np.isnan(chart.upper).all()
    assert variation(chart, "neutral").tolist() == [TOO_FEW] * 3


def test_proportions_that_a_season_lifts_above_one_lie_at_their_limit(
    generator: Generator,
) -> None:
    bases = np.full((60, 16), 40)
    share = np.clip([0.99, 0.8, 0.8, 0.8], 0, 1)[QUARTERS - 1]
    values = generator.binomial(bases, share) / bases
    chart = chart_by(Method("declared"), values, QUARTERS, bases=bases)
    assert chart.upper.max() == pytest.approx(1)
    assert not ((chart.rule == OUTSIDE) & (values == 1)).any()


def test_methods_and_seasons_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ParameterError, match="did you mean declared"):
        Method("declare")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="between −1 and 1"):
        Method(autocorrelation=1.0)
    with pytest.raises(ParameterError, match="one season for each period"):
        seasonal_profile(np.ones((2, 8)), [1, 2])
    with pytest.raises(ParameterError, match="one group for each row"):
        seasonal_profile(np.ones((2, 8)), np.arange(8) % 4, [1])
    with pytest.raises(ParameterError, match=r"season 5 .* valid: \[1, 2, 3, 4\]"):
        seasonal_profile(np.ones((2, 16)), QUARTERS).effect([1, 5])
