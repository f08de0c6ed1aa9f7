"""Answers to indices, margins of error, regression and priorities, against numbers from outside."""

from __future__ import annotations

import csv
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from bsc_helpers.compute.survey import (
    Answers,
    Sums,
    cross_products,
    finite_correction,
    index_of,
    margin_of_change,
    margin_of_mean,
    priorities_of,
    regress,
    response_rate,
    scaled,
    sums_of,
)
from bsc_helpers.errors import ParameterError

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
MOBI = SHARED / "survey_ecsi_mobi"
BUILDING = SHARED / "survey_building_standards" / "building_standards_responses.csv"
needs_mobi = pytest.mark.skipif(not MOBI.is_dir(), reason="the public survey data are not here")
needs_building = pytest.mark.skipif(
    not BUILDING.is_file(), reason="the public survey data are not here"
)
NAN = float("nan")
ACSI = (0.3885, 0.3190, 0.2925)  # weights of a published customer index (Ohio)
Floats = NDArray[np.float64]


def nki(marks: list[list[float]], weights: tuple[float, ...] = ()) -> float:
    return float(np.nanmean(index_of(scaled(marks, 1, 10), weights)))


# --- scales and indices ---------------------------------------------------------------------------


def test_three_means_give_the_published_indices() -> None:
    means = [[7.2, 6.8, 6.1]]
    assert nki(means) == pytest.approx(63.33, abs=0.005)
    assert nki(means) == pytest.approx((7.2 + 6.8 + 6.1 - 3) / 27 * 100)
    assert nki(means, ACSI) == pytest.approx(63.90, abs=0.005)


def test_the_worst_answers_give_0_and_the_best_100() -> None:
    for weights in ((), ACSI):
        assert nki([[1, 1, 1]], weights) == 0
        assert nki([[10, 10, 10]], weights) == pytest.approx(100)


def test_the_altered_formulas_in_circulation_are_not_ours() -> None:
    means = [[7.2, 6.8, 6.1]]
    total = 7.2 + 6.8 + 6.1
    assert nki(means) != pytest.approx((total - 3) / 27 * 101)
    assert nki(means) != pytest.approx((total - 2) / 27 * 100)


def test_five_steps_are_100_75_50_25_and_0() -> None:
    marks = [[5], [4], [3], [2], [1]]
    assert scaled(marks, 1, 5).ravel().tolist() == [100, 75, 50, 25, 0]
    assert scaled(marks, 1, 5, [True]).ravel().tolist() == [0, 25, 50, 75, 100]


def test_every_declared_scale_goes_from_0_to_100_and_its_middle_to_50() -> None:
    for low, high in ((1, 10), (1, 7), (1, 5), (0, 6), (-2, 2)):
        found = scaled([[low], [(low + high) / 2], [high]], low, high).ravel()
        assert found.tolist() == [0, 50, 100]


def test_each_question_may_have_its_own_scale_and_direction() -> None:
    found = scaled([[1, 1, 1], [10, 7, NAN]], [1, 1, 1], [10, 7, 5], [False, True, False])
    assert found[0].tolist() == [0, 100, 0]
    assert found[1, :2].tolist() == [100, 0]
    assert np.isnan(found[1, 2])


@pytest.mark.parametrize(("mark", "low", "high"), [(0, 1, 10), (11, 1, 10), (5, 5, 5)])
def test_a_mark_outside_its_scale_is_refused(mark: float, low: float, high: float) -> None:
    with pytest.raises(ParameterError):
        scaled([[mark]], low, high)


def test_an_index_needs_all_its_items_or_a_declared_fewest() -> None:
    scores = [[80, 60, NAN], [80, NAN, NAN], [NAN, NAN, NAN]]
    assert np.isnan(index_of(scores)).all()
    assert index_of(scores, fewest=2)[0] == 70
    assert np.isnan(index_of(scores, fewest=2)[1:]).all()
    assert index_of(scores, (0.5, 0.3, 0.2), fewest=1)[0] == pytest.approx((40 + 18) / 0.8)
    assert index_of(scores, fewest=0)[:2].tolist() == [70, 80]
    assert np.isnan(index_of(scores, fewest=0)[2])


@pytest.mark.parametrize("weights", [(0.5, 0.5), (0.5, 0.5, 0.5), (-0.5, 1, 0.5)])
def test_weights_are_one_for_each_item_and_sum_to_one(weights: tuple[float, ...]) -> None:
    with pytest.raises(ParameterError, match="3 weights that sum to 1"):
        index_of([[1, 2, 3]], weights)


@given(
    st.lists(st.lists(st.sampled_from([NAN, 1, 2, 5, 9, 10]), min_size=3, max_size=3), min_size=1),
    st.integers(0, 3),
)
def test_an_index_is_what_a_plain_loop_makes_of_it(marks: list[list[float]], fewest: int) -> None:
    found = index_of(scaled(marks, 1, 10), ACSI, fewest)
    for answer, index in zip(marks, found, strict=True):
        pairs = [(m, w) for m, w in zip(answer, ACSI, strict=True) if m == m]  # noqa: PLR0124 - not NaN
        if len(pairs) < fewest or not pairs:
            assert np.isnan(index)
        else:
            whole = sum(w for _, w in pairs)
            assert index == pytest.approx(sum(w * (m - 1) / 9 * 100 for m, w in pairs) / whole)


# --- published surveys ----------------------------------------------------------------------------


def mobi() -> tuple[list[str], Floats]:
    """The mobile phone survey of Tenenhaus et al. (2005): 250 respondents, items from 1 to 10."""
    with (MOBI / "mobi.csv").open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    return rows[0], np.array(rows[1:], dtype=float)


def smartpls(name: str) -> dict[str, dict[str, float]]:
    """A table of results of SmartPLS 2.0 M3, as the R package semPLS keeps it."""
    text = (MOBI / f"smartpls_pathWeighting_{name}.txt").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in row.split("\t")] for row in text.splitlines() if row.strip()]
    return {
        row[0]: {
            head: float(cell.replace(",", "."))
            for head, cell in zip(rows[0][1:], row[1:], strict=False)
            if head
        }
        for row in rows[1:]
    }


@needs_mobi
def test_the_published_satisfaction_indices_of_the_mobile_survey_come_out() -> None:
    names, marks = mobi()
    items = marks[:, [names.index(name) for name in ("CUSA1", "CUSA2", "CUSA3")]]
    scores = scaled(items, 1, 10)
    assert index_of(scores).mean() == pytest.approx(71.9704, abs=5e-5)
    weights = (0.38363, 0.28155, 0.33482)
    assert index_of(scores, weights).mean() == pytest.approx(72.4541, abs=5e-5)


@needs_mobi
def test_scores_from_0_to_100_are_those_of_the_published_file() -> None:
    names, marks = mobi()
    with (MOBI / "mobile_0_100.csv").open(encoding="utf-8") as stream:
        published = list(csv.DictReader(stream))
    own = scaled(marks[:, names.index("CUSA1")], 1, 10)
    assert own.round(2).tolist() == [float(row["sat1"]) for row in published]


@needs_mobi
def test_the_regression_gives_the_published_path_coefficients() -> None:
    names, marks = mobi()
    standard = (marks - marks.mean(axis=0)) / marks.std(axis=0)
    weights, paths = smartpls("outerWeights"), smartpls("pathCoefficients")

    def latent(construct: str) -> Floats:
        return standard @ np.array([weights[name][construct] for name in names])

    areas = ("Image", "Expectation", "Quality", "Value")
    scores = np.column_stack([latent(area) for area in areas])
    found = regress(cross_products(latent("Satisfaction"), scores, np.zeros(len(marks), int), 1))
    published = [paths[area]["Satisfaction"] for area in areas]
    assert found.effect[0] == pytest.approx(published, abs=2e-7)
    assert found.r_squared[0] == pytest.approx(0.681, abs=5e-4)


@needs_building
def test_a_weighted_index_without_the_not_applicable_is_the_owner_s_own() -> None:
    """The owner's KPO4: (1 − Σ w·(x − 1) / Σ w·3) · 10 over the answered items, 5 = n/a."""
    with BUILDING.open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    starts = ("Q3.", "Q4.", "Q.1. Q", "Q.2. S", "Q.3. T", "Q5.", "Q6.")
    places = [next(n for n, h in enumerate(rows[0]) if h.startswith(start)) for start in starts]
    shares = np.array([2, 2, 1, 1, 1, 1, 8]) / 16
    texts = [[row[place] for place in places] for row in rows[1:]]
    marks = [[float(t) if t in "1234" and t else NAN for t in row] for row in texts]
    found = index_of(scaled(marks, 1, 4, [True]), shares, fewest=1)
    known = 0
    for answer, index in zip(marks, found, strict=True):
        told = [(m, w) for m, w in zip(answer, shares, strict=True) if m == m]  # noqa: PLR0124 - not NaN
        if told:
            known += 1
            owner = 1 - sum(w * (m - 1) for m, w in told) / sum(3 * w for _, w in told)
            assert index == pytest.approx(100 * owner)
        else:
            assert np.isnan(index)
    assert known > 1000


# --- margins --------------------------------------------------------------------------------------


def of(values: list[float]) -> Sums:
    return sums_of(values, np.zeros(len(values), int), 1)


def test_the_margin_of_a_mean_is_that_of_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook 1.3.5.2, ZARR13.DAT: 195 values, mean 9.261460, s 0.02278881."""
    count, mean, spread = 195.0, 9.261460, 0.02278881
    squares = (count - 1) * spread**2 + count * mean**2
    sums = Sums(np.array([count]), np.array([count * mean]), np.array([squares]))
    assert margin_of_mean(sums)[0] == pytest.approx((9.264679 - 9.258242) / 2, abs=1e-6)


@given(
    st.lists(st.integers(0, 27), min_size=2, max_size=30), st.lists(st.integers(0, 27), min_size=2)
)
def test_the_margin_of_a_change_is_welch_s(now: list[int], before: list[int]) -> None:
    if len({*now}) == 1 or len({*before}) == 1:
        return
    other = stats.ttest_ind(now, before, equal_var=False).confidence_interval(0.95)
    found = margin_of_change(of([*map(float, now)]), of([*map(float, before)]))[0]
    assert found == pytest.approx((other.high - other.low) / 2, rel=1e-6)


def test_a_change_between_unanimous_rounds_has_no_margin_to_speak_of() -> None:
    assert margin_of_change(of([50.0] * 9), of([40.0] * 9))[0] == 0
    assert np.isnan(margin_of_change(of([50.0]), of([40.0, 60.0]))[0])


def test_the_finite_correction_is_cochran_s_and_leaves_the_unknown_alone() -> None:
    assert finite_correction(12, 15) == pytest.approx((1 - 12 / 15) ** 0.5)
    assert finite_correction(15, 15) == 0
    assert finite_correction([12, 12, 12], [NAN, 9, 0]).tolist() == [1, 1, 1]
    answers = of([1.0, 4.0, 7.0, 9.0])
    assert margin_of_mean(answers, 5)[0] == pytest.approx(margin_of_mean(answers)[0] * 0.2**0.5)


def test_corrected_margins_would_raise_a_false_alarm_in_every_third_unchanged_unit() -> None:
    """12 of 15 users answer each year, and nothing about the activity changes."""
    chance = np.random.default_rng(2003)
    answers = chance.normal(70, 20, (2, 4000, 12))
    rows = np.repeat(np.arange(4000), 12)
    now, before = (sums_of(each.ravel(), rows, 4000) for each in answers)
    change, margin = np.abs(now.mean - before.mean), margin_of_change(now, before)
    assert (change > margin).mean() == pytest.approx(0.05, abs=0.012)
    corrected = margin * finite_correction(12, 15)
    assert (change > corrected).mean() == pytest.approx(0.36, abs=0.03)


def test_the_response_rate_is_missing_where_one_of_its_counts_must_be_wrong() -> None:
    assert response_rate([30, 0, 5, 5, 9], [40, 40, 0, NAN, 8])[:2].tolist() == [0.75, 0]
    assert np.isnan(response_rate([5, 5, 9], [0, NAN, 8])).all()


def test_sums_count_only_what_was_answered_and_know_a_unanimous_group() -> None:
    sums = sums_of([NAN, 40, 60, 80, 80, NAN], [0, 0, 0, 1, 1, 2], 4)
    assert sums.number.tolist() == [2, 2, 0, 0]
    assert sums.mean[:2].tolist() == [50, 80]
    assert np.isnan(sums.mean[2:]).all()
    assert sums.is_unanimous.tolist() == [False, True, False, False]


# --- regression -----------------------------------------------------------------------------------

LONGLEY = """\
60323 83 234289 2356 1590 107608 1947
61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949
61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951
63639 98.1 346999 1932 3594 113270 1952
64989 99 365385 1870 3547 115094 1953
63761 100 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962
"""
CERTIFIED = (  # coefficient, standard deviation
    (15.0618722713733, 84.9149257747669),
    (-0.0358191792925910, 0.0334910077722432),
    (-2.02022980381683, 0.488399681651699),
    (-1.03322686717359, 0.214274163161675),
    (-0.0511041056535807, 0.226073200069370),
    (1829.15146461355, 455.478499142212),
)


def test_the_regression_gives_the_certified_values_of_a_hard_problem() -> None:
    """NIST Statistical Reference Datasets, Longley: certified to 15 digits."""
    table = np.array([row.split() for row in LONGLEY.splitlines()], dtype=float)
    products = cross_products(table[:, 0], table[:, 1:], np.zeros(16, int), 1)
    found = regress(products, fewest=0, highest_inflation=np.inf)
    slopes, errors = zip(*CERTIFIED, strict=True)
    assert found.effect[0] == pytest.approx(slopes, rel=1e-6)
    half = stats.t.ppf(0.975, 9) * np.array(errors)
    assert (found.upper - found.effect)[0] == pytest.approx(half, rel=1e-6)
    assert found.r_squared[0] == pytest.approx(0.995479004577296, rel=1e-9)


def test_areas_that_cannot_be_told_apart_have_no_estimate_and_say_why() -> None:
    table = np.array([row.split() for row in LONGLEY.splitlines()], dtype=float)
    products = cross_products(table[:, 0], table[:, 1:], np.zeros(16, int), 1)
    found = regress(products, fewest=0)
    assert found.inflation[0, 1] == pytest.approx(1788.51, abs=0.1)  # as published for these data
    assert set(found.reason[0]) == {"collinear", "ok"}
    assert np.isnan(found.effect[found.reason == "collinear"]).all()
    copied = cross_products(table[:, 0], table[:, [1, 1]], np.zeros(16, int), 1)
    assert set(regress(copied, fewest=0).reason[0]) == {"collinear"}


def test_too_few_respondents_or_no_spread_give_no_estimate_and_say_why() -> None:
    chance = np.random.default_rng(1)
    areas = chance.uniform(0, 100, (200, 2))
    index = areas @ [0.5, 0.2] + chance.normal(0, 5, 200)
    rows = np.repeat([0, 1, 2], [65, 66, 69])
    areas[rows == 2, 1] = 40
    found = regress(cross_products(index, areas, rows, 3))
    assert [each.tolist() for each in found.reason] == [
        ["too_few", "too_few"],  # 50 and 8 for each area are needed
        ["ok", "ok"],
        ["no_spread", "no_spread"],
    ]
    assert np.isnan(found.effect[[0, 2]]).all()


@pytest.mark.parametrize("seed", range(5))
def test_all_units_at_once_are_what_least_squares_give_of_each(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size, units, count = 600, 4, 3
    areas = chance.uniform(0, 100, (size, count)).round()
    index = areas @ [0.4, 0.3, 0.1] + chance.normal(10, 15, size)
    areas[chance.random((size, count)) < 0.1] = np.nan
    index[chance.random(size) < 0.05] = np.nan
    rows = chance.integers(0, units, size)
    found = regress(cross_products(index, areas, rows, units))
    for unit in range(units):
        own = (rows == unit) & ~np.isnan(index) & ~np.isnan(areas).any(axis=1)
        design = np.column_stack([np.ones(own.sum()), areas[own]])
        slopes, rest, _, _ = np.linalg.lstsq(design, index[own])
        freedom = own.sum() - count - 1
        errors = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * rest[0] / freedom)
        assert found.respondents[unit] == own.sum()
        assert found.effect[unit] == pytest.approx(slopes[1:])
        reach = stats.t.ppf(0.975, freedom) * errors[1:]
        assert found.lower[unit] == pytest.approx(slopes[1:] - reach)
        assert found.upper[unit] == pytest.approx(slopes[1:] + reach)
        spread = ((index[own] - index[own].mean()) ** 2).sum()
        assert found.r_squared[unit] == pytest.approx(1 - rest[0] / spread)


def test_products_of_units_add_up_to_those_of_the_whole() -> None:
    chance = np.random.default_rng(3)
    areas, rows = chance.uniform(0, 100, (300, 2)), chance.integers(0, 3, 300)
    index = areas @ [0.5, 0.2] + chance.normal(0, 5, 300)
    parts = cross_products(index, areas, rows, 3).sum(axis=0, keepdims=True)
    whole = cross_products(index, areas, np.zeros(300, int), 1)
    assert regress(parts).effect[0] == pytest.approx(regress(whole).effect[0])


# --- priorities -----------------------------------------------------------------------------------


def test_areas_fall_into_four_fields_by_the_means_of_their_unit() -> None:
    value = np.array([[80.0, 82, 60, 58]])
    effect = np.array([[0.1, 0.5, 0.1, 0.5]])
    found = priorities_of(value, np.full((1, 4), 2.0), effect, np.full((1, 4), 0.1))
    assert found.quadrant[0].tolist() == ["maintain", "improve", "lower", "prioritise"]
    assert (found.value_line[0], found.effect_line[0]) == (70, pytest.approx(0.3))
    assert found.is_clear.all()


def test_an_area_whose_interval_crosses_a_line_is_not_clearly_placed() -> None:
    value = np.array([[80.0, 60.0]])
    effect = np.array([[0.2, 0.4]])
    wide = priorities_of(value, np.full((1, 2), 2.0), effect, np.array([[0.05, 0.15]]))
    assert wide.is_clear[0].tolist() == [True, False]
    rough = priorities_of(value, np.array([[12.0, 2.0]]), effect, np.full((1, 2), 0.05))
    assert rough.is_clear[0].tolist() == [False, True]


def test_an_area_without_estimate_stands_in_no_field_and_moves_no_line() -> None:
    value = np.array([[80.0, 60, 10], [80.0, 60, 10]])
    effect = np.array([[0.2, 0.4, NAN], [0.2, NAN, NAN]])
    found = priorities_of(value, np.ones((2, 3)), effect, np.full((2, 3), 0.01))
    assert found.quadrant[0].tolist() == ["maintain", "prioritise", None]
    assert found.value_line[0] == 70
    assert found.quadrant[1].tolist() == [None, None, None]  # one alone has no field


# --- answers stay in memory -----------------------------------------------------------------------


def test_answers_of_respondents_cannot_be_written_and_are_not_shown() -> None:
    text = np.array(["secret-unit"], dtype=object)
    answers = Answers("s", text, text, text, np.array([0]), np.array([[4.137]]))
    with pytest.raises(TypeError, match="never written"):
        pickle.dumps(answers)
    assert "4.137" not in repr(answers)
    assert "secret-unit" not in repr(answers)
