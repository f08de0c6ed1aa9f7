"""Funnel limits and overdispersion, against published numbers and a slow twin."""

from __future__ import annotations

import math
from pathlib import Path
from statistics import NormalDist, fmean, variance
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_helpers.compute.comparison import (
    FEWEST_UNITS,
    Funnel,
    Kind,
    funnel,
    poisson_interval,
    widened,
)
from bsc_helpers.compute.comparison.intervals import Interval
from bsc_helpers.compute.comparison.overdispersion import overdispersion, spread
from bsc_helpers.compute.comparison.scales import SCALES
from bsc_helpers.errors import ParameterError

NAN = math.nan
DATA = Path(__file__).parents[2] / "shared" / "data" / "perf_nhs_ae" / "ae_attendances.csv"
Z_95, Z_998 = (NormalDist().inv_cdf(share) for share in (0.975, 0.999))


def sample(kind: Kind, units: int = 60, columns: int = 3, spread: float = 0.15) -> dict[str, Any]:
    """Return what a funnel of units that truly differ is made of."""
    generator = np.random.default_rng(units + columns)
    count = generator.integers(1, 400, (units, columns)).astype(float)
    truth = 0.3 + spread * generator.uniform(-1, 1, (units, columns))
    if kind == "proportion":
        return {"total": generator.binomial(count.astype(int), truth), "count": count}
    if kind == "rate":
        return {"total": generator.poisson(truth * count), "count": count}
    if kind == "value":
        return {"total": truth}
    mean = truth + generator.standard_normal(count.shape) / np.sqrt(count)
    inside = np.where(count > 1, generator.chisquare(np.maximum(count - 1, 1)), 0)
    return {"total": mean * count, "count": count, "squares": inside + mean**2 * count}


KINDS: list[Kind] = ["proportion", "rate", "mean", "value"]


# --- limits by chance alone -----------------------------------------------------------------------


# PHEindicatormethods, recomputed for the project's list of formulas.
@pytest.mark.parametrize(
    ("n", "limits"),
    [
        (10, (0.4091, 0.5521, 1, 1)),
        (100, (0.6764, 0.7216, 0.8784, 0.9236)),
        (1000, (0.7609, 0.7752, 0.8248, 0.8391)),
    ],
)
def test_proportions_have_the_published_limits(n: int, limits: tuple[float, ...]) -> None:
    found = funnel("proportion", [0.8 * n], [n], reference=0.8)
    outer_first = (found.lower_998, found.lower_95, found.upper_95, found.upper_998)
    assert [each.item() for each in outer_first] == pytest.approx(limits, abs=5e-5)


def test_a_single_case_has_the_limit_of_the_published_golden_file() -> None:
    # first row of the test data of PHEindicatormethods: 3.204 %; the centre is rounded
    found = funnel("proportion", [1], [1], reference=0.80642)
    assert found.lower_95.item() == pytest.approx(0.03204, abs=1.3e-5)


def test_a_rate_is_outside_exactly_when_its_own_interval_leaves_the_centre_out() -> None:
    given = sample("rate")
    found = funnel("rate", **given, overdispersed=False)
    for level, confidence in ((1, 0.95), (2, 0.998)):
        lower, upper = poisson_interval(given["total"], confidence)
        expected = found.centre * given["count"]
        out = np.where(lower > expected, 1, np.where(upper < expected, -1, 0))
        assert (np.sign(found.outside) * (np.abs(found.outside) >= level) == out).all()
        assert (out != 0).any()


def test_observed_over_expected_is_a_rate() -> None:
    # Byar: ten events have the interval 4.787 to 18.391
    found = funnel("rate", [10, 10, 10, 10], [4.78, 4.80, 18.38, 18.40], reference=1)
    assert found.outside.tolist() == [1, 0, 0, -1]


def test_means_have_limits_from_the_spread_within_all_units() -> None:
    answers = [[1.0, 2.0, 3.0], [2.0, 4.0], [7.0], [3.0, 3.0, 5.0, 9.0]]
    found = funnel(
        "mean",
        [sum(each) for each in answers],
        [len(each) for each in answers],
        squares=[sum(x**2 for x in each) for each in answers],
        overdispersed=False,
    )
    freedom = sum(len(each) - 1 for each in answers)
    within = sum(variance(each) * (len(each) - 1) for each in answers if len(each) > 1) / freedom
    assert float(found.within) == pytest.approx(math.sqrt(within))
    assert float(found.centre) == pytest.approx(fmean(sum(answers, [])))  # noqa: RUF017 - four lists
    half = [Z_95 * math.sqrt(within / len(each)) for each in answers]
    assert found.upper_95 - found.centre == pytest.approx(half)
    assert found.centre - found.lower_95 == pytest.approx(half)


# --- overdispersion -------------------------------------------------------------------------------

# The thirteen trials of the BCG vaccine (Colditz and others 1994), as the documentation of the R
# package metafor prints them: ill and well among vaccinated, ill and well among the others.
TRIALS = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
    (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892),
    (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]  # fmt: skip


def test_without_winsorising_the_variance_is_that_of_dersimonian_and_laird() -> None:
    """As metafor documents it: τ² 0.3088, Q 152.2330, common log risk ratio −0.4303."""
    effect, error2 = [], []
    for ill, well, ill_other, well_other in TRIALS:
        cases, others = ill + well, ill_other + well_other
        effect.append(math.log((ill / cases) / (ill_other / others)))
        error2.append(1 / ill - 1 / cases + 1 / ill_other - 1 / others)
    common = np.average(effect, weights=1 / np.array(error2))
    assert common == pytest.approx(-0.4303, abs=5e-5)
    found = overdispersion(np.array(effect) - common, np.sqrt(error2), winsorised=0)
    assert float(found.tau2) == pytest.approx(0.3088, abs=5e-5)
    assert float(found.phi) * len(TRIALS) == pytest.approx(152.2330, abs=5e-5)


def slow_tau2(value: list[float], centre: float, deviation: list[float]) -> float:
    z = [(v - centre) / s for v, s in zip(value, deviation, strict=True)]
    low, high = np.percentile(z, [10, 90])
    k, phi = len(z), fmean(min(max(each, low), high) ** 2 for each in z)
    w = [1 / s**2 for s in deviation]
    if k < 5 or k * phi < k - 1:
        return 0.0
    return (k * phi - (k - 1)) / (sum(w) - sum(each**2 for each in w) / sum(w))


def slow_limits(kind: Kind, total: list[float], count: list[float]) -> tuple[float, list[Any]]:
    """Return τ² and the limits of one column, unit by unit."""
    centre = sum(total) / sum(count)
    onto = math.sqrt if kind == "rate" else lambda share: math.asin(math.sqrt(share))
    s = [1 / (2 * math.sqrt(n)) for n in count]
    tau2 = slow_tau2([onto(x / n) for x, n in zip(total, count, strict=True)], onto(centre), s)
    limits = []
    for deviation in s:
        row = []
        for z in (-Z_95, Z_95, -Z_998, Z_998):
            point = onto(centre) + z * math.sqrt(deviation**2 + tau2)
            if kind == "rate":
                row.append(max(point, 0) ** 2)
            else:
                row.append(math.sin(min(max(point, 0), math.pi / 2)) ** 2)
        limits.append(row)
    return tau2, limits


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_units_that_differ_have_the_limits_of_a_slow_twin(kind: Kind) -> None:
    given = sample(kind)
    given["count"] += 300  # so large that the limits by chance alone are the narrower ones
    found = funnel(kind, **given)
    for column in range(3):
        total, count = (given[name][:, column].tolist() for name in ("total", "count"))
        tau2, limits = slow_limits(kind, total, count)
        assert tau2 > 0
        assert found.tau2[column] == pytest.approx(tau2)
        rows = (found.lower_95, found.upper_95, found.lower_998, found.upper_998)
        quick = np.array([each[:, column] for each in rows]).T
        assert quick == pytest.approx(np.array(limits))


@pytest.mark.parametrize("n", [3, 5, 8])
def test_a_limit_beyond_the_end_of_the_scale_does_not_bounce_back(n: int) -> None:
    """Squared as it is, the lower limit at p = 0.1 would be 5.8, 1.4 and 0.06 %; it is 0."""
    naive = math.sin(math.asin(math.sqrt(0.1)) - Z_95 / (2 * math.sqrt(n))) ** 2
    assert naive == pytest.approx({3: 0.058, 5: 0.014, 8: 0.0006}[n], rel=0.05)
    generator = np.random.default_rng(1)
    count, truth = np.full(50, 400), np.tile([0.06, 0.14], 25)
    found = funnel("proportion", generator.binomial(count, truth), count, reference=0.1)
    assert float(found.tau2) > 0
    limits = found.limits_at([n])
    assert limits.lower_95.item() == limits.lower_998.item() == 0
    rate = funnel("rate", generator.poisson(truth * count), count, reference=0.1)
    assert float(rate.tau2) > 0
    assert rate.limits_at([n]).lower_95.item() == 0


def test_points_beyond_the_ends_of_a_scale_stand_for_its_ends() -> None:
    points = np.array([-0.4, 0.0, math.pi / 2, 2.0])
    assert SCALES["proportion"].back(points).tolist() == [0, 0, 1, 1]
    assert SCALES["rate"].back(points).tolist() == [0, 0, math.pi**2 / 4, 4]


@pytest.mark.parametrize("kind", ["proportion", "rate", "mean"])
def test_allowing_for_differences_never_makes_limits_narrower(kind: Kind) -> None:
    given = sample(kind)
    wide, plain = funnel(kind, **given), funnel(kind, **given, overdispersed=False)
    assert (wide.tau2 > 0).all()
    assert (plain.tau2 == 0).all()
    assert (wide.lower_998 <= plain.lower_998).all()
    assert (wide.upper_95 >= plain.upper_95).all()
    assert (np.abs(wide.z) < np.abs(plain.z)).all()


def test_z_is_rescaled_by_the_part_of_chance() -> None:
    given = sample("proportion")
    wide = funnel("proportion", **given)
    plain = funnel("proportion", **given, overdispersed=False)
    s = 1 / (2 * np.sqrt(given["count"]))
    assert wide.z == pytest.approx(plain.z * s / np.sqrt(s**2 + wide.tau2))


def test_units_that_differ_by_chance_only_have_the_limits_of_chance() -> None:
    generator = np.random.default_rng(5)
    count = np.full(300, 80)
    total = generator.binomial(count, 0.4)
    found, plain = (funnel("proportion", total, count, overdispersed=o) for o in (True, False))
    assert float(found.tau2) == 0
    assert (found.lower_95 == plain.lower_95).all()
    assert (found.upper_998 == plain.upper_998).all()


def test_the_spread_of_values_is_that_of_the_winsorised_ones() -> None:
    values = np.random.default_rng(2).normal(50, 4, 21)
    low, high = np.percentile(values, [10, 90])
    inner = [min(max(each, low), high) for each in values]
    found = funnel("value", values)
    assert float(found.centre) == pytest.approx(fmean(inner))
    assert float(found.tau2) == pytest.approx(variance(inner))
    upper = fmean(inner) + Z_998 * math.sqrt(variance(inner))
    assert found.upper_998 == pytest.approx(np.full(21, upper))
    centre, ordinary = spread(values, winsorised=0)
    assert (float(centre), float(ordinary)) == pytest.approx((fmean(values), variance(values)))


def test_values_tell_nothing_of_chance() -> None:
    found = funnel("value", sample("value")["total"])
    assert np.isnan(found.phi).all()
    assert (found.within == 0).all()
    assert (found.count == 1).all()


def test_a_sum_that_is_all_but_for_the_last_digit_is_all() -> None:
    found = funnel("proportion", [0.1 + 0.2, 0.1], [0.3, 0.3])
    assert found.value[0] == 1
    assert not np.isnan(found.z).any()


def test_an_outlier_does_not_hide_behind_the_spread_it_makes() -> None:
    values = [*np.linspace(48, 52, 20), 90]
    found = funnel("value", values)
    assert found.outside.tolist()[-1] == 2
    assert found.outside[:-1].max() < 2


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_five_units_to_tell_how_they_differ(kind: Kind) -> None:
    for units in (FEWEST_UNITS - 1, FEWEST_UNITS):
        found = funnel(kind, **sample(kind, units=units, columns=1, spread=0.29))
        if units < FEWEST_UNITS:
            assert np.isnan(found.tau2).all() if kind == "value" else (found.tau2 == 0).all()
        else:
            assert (found.tau2 > 0).all()
        assert found.compared.all() == (kind != "value" or units >= FEWEST_UNITS)
    assert FEWEST_UNITS == 5


# --- what holds for all of them -------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_of_units_changes_nothing(kind: Kind) -> None:
    given = sample(kind)
    order = np.random.default_rng(9).permutation(60)
    found = funnel(kind, **given)
    mixed = funnel(kind, **{name: each[order] for name, each in given.items()})
    assert mixed.tau2 == pytest.approx(found.tau2)
    assert mixed.z == pytest.approx(found.z[order])
    assert (mixed.outside == found.outside[order]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_each_column_is_a_funnel_of_its_own_and_missing_units_change_nothing(kind: Kind) -> None:
    given = sample(kind)
    given = {name: each.astype(float) for name, each in given.items()}
    given["total"][::7, 1] = NAN
    found = funnel(kind, **given)
    assert found.units.tolist() == [60, 51, 60]
    for column in range(3):
        known = ~np.isnan(given["total"][:, column])
        alone = funnel(kind, **{name: each[known, column] for name, each in given.items()})
        assert alone.centre.shape == ()
        assert float(alone.tau2) == pytest.approx(found.tau2[column])
        assert alone.lower_95 == pytest.approx(found.lower_95[known, column])
        assert (alone.outside == found.outside[known, column]).all()
    assert np.isnan(found.value[::7, 1]).all()
    assert np.isnan(found.upper_95[::7, 1]).all()
    assert not found.compared[::7, 1].any()
    assert (found.outside[::7, 1] == 0).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("error", [0.0, 0.05])
def test_the_curves_run_through_the_limits_of_the_units(kind: Kind, error: float) -> None:
    found = funnel(kind, **sample(kind), error=error)
    for column in range(3):
        curve = found.limits_at(found.count[:, column], column)
        for name, line in curve._asdict().items():
            assert line == pytest.approx(getattr(found, name)[:, column])


@given(st.sampled_from(KINDS), st.integers(5, 40), st.integers(1, 3))
def test_limits_lie_in_order_around_the_centre(kind: Kind, units: int, columns: int) -> None:
    found = funnel(kind, **sample(kind, units, columns))
    for first, second in (
        (found.lower_998, found.lower_95),
        (found.lower_95, found.centre),
        (found.centre, found.upper_95),
        (found.upper_95, found.upper_998),
    ):
        assert (first <= second).all()


def test_limits_close_in_as_units_grow() -> None:
    found = funnel("proportion", **sample("proportion"))
    curve = found.limits_at(np.arange(20, 5000))
    assert (np.diff(curve.upper_95) <= 0).all()
    assert (np.diff(curve.lower_998) >= 0).all()
    assert np.isnan(found.limits_at([0, -1, NAN]).upper_95).all()


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_of_measurement_widens_every_limit(kind: Kind) -> None:
    given = sample(kind)
    plain = funnel(kind, **given)
    found = funnel(kind, **given, error=[0.0, 0.04, 0.08])
    assert (found.lower_95[:, 0] == plain.lower_95[:, 0]).all()
    bounds = {"proportion": (0, 1), "rate": (0, math.inf)}.get(kind, (-math.inf, math.inf))
    usual = Interval(plain.lower_998[:, 2], plain.upper_998[:, 2])
    expected = widened(usual, plain.centre[2], 0.08, 0.998, bounds)
    assert found.lower_998[:, 2] == pytest.approx(expected.lower)
    assert found.upper_998[:, 2] == pytest.approx(expected.upper)
    assert (found.upper_95[:, 2] > plain.upper_95[:, 2]).mean() > 0.9
    assert (np.abs(found.z[:, 2]) < np.abs(plain.z[:, 2])).all()


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1])
def test_units_that_are_all_the_same_are_all_inside(value: float) -> None:
    count = np.arange(3, 60)
    for found in (
        funnel("proportion", value * count, count),
        funnel("rate", value * count, count),
        funnel("value", np.full(57, value)),
    ):
        assert found.compared.all()
        assert (found.outside == 0).all()


def test_impossible_figures_are_left_out() -> None:
    total, count = [1, 5, 1, -1, NAN, 1, 1], [4, 4, 0, 4, 4, NAN, math.inf]
    found = funnel("proportion", total, count)
    assert int(found.units) == 1
    assert float(found.centre) == 0.25
    assert int(funnel("rate", total, count).units) == 2
    # two cases with the sum 4 have squares of at least 8
    found = funnel("mean", [4, 4, 4], [2, 2, 2], squares=[10, 7, NAN])
    assert found.compared.tolist() == [True, False, False]


def test_without_any_figure_there_are_no_limits() -> None:
    for kind in KINDS:
        nothing = np.full((6, 2), NAN)
        found = funnel(kind, nothing, nothing, squares=nothing)
        assert np.isnan(found.centre).all()
        assert found.units.tolist() == [0, 0]
        assert not found.compared.any()
        assert funnel(kind, [], [], squares=[]).value.shape == (0,)


def test_means_of_cases_without_any_spread_have_no_limits() -> None:
    found = funnel("mean", [4.0, 9.0], [2, 3], squares=[8.0, 27.0])
    assert not found.compared.any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("share", [1], [2]), "valid: proportion, rate, mean, value"),
        (("proportion", [1]), "needs the count"),
        (("mean", [1], [2]), "needs the sum of squares"),
        (("rate", 1, 2), "units × columns"),
    ],
)
def test_what_makes_no_funnel_is_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        funnel(*arguments)


def test_options_that_fit_no_funnel_are_refused() -> None:
    with pytest.raises(ParameterError, match="spread between units"):
        funnel("value", [1, 2], overdispersed=False)
    for name in ("error", "reference"):
        with pytest.raises(ParameterError, match=f"the {name} is one number or one for each"):
            funnel("proportion", [1, 2], [3, 3], **{name: [0.1, 0.2]})
    with pytest.raises(ParameterError, match="zero or more"):
        funnel("proportion", [1, 2], [3, 3], error=-1)


# --- real figures ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def emergency() -> Funnel:
    if not DATA.is_file():
        pytest.skip(f"the public data are not beside the project: {DATA.name}")
    frame = pd.read_csv(DATA, dtype={"type": str})
    frame = frame[frame["type"] == "1"]
    tables = [frame.pivot_table(name, "org_code", "period") for name in ("breaches", "attendances")]
    return funnel("proportion", *(each.to_numpy() for each in tables))


def test_departments_of_england_have_the_published_share_of_the_country(emergency: Funnel) -> None:
    # README of the data: 84.98 % within four hours in departments of type 1 in April 2016
    assert 1 - emergency.centre[0] == pytest.approx(0.8498, abs=5e-5)


def test_departments_of_england_differ_by_far_more_than_chance(emergency: Funnel) -> None:
    """Nearly all would be outside by chance alone; allowing for differences, about one in ten."""
    assert emergency.value.shape[1] == 36
    assert (emergency.phi > 100).all()
    outside = (np.abs(emergency.outside) > 0).sum(axis=0) / emergency.units
    assert ((outside > 0.02) & (outside < 0.25)).all()
    alone = funnel(
        "proportion", emergency.value * emergency.count, emergency.count, overdispersed=False
    )
    assert (((alone.outside != 0).sum(axis=0) / alone.units) > 0.75).all()
