"""Lead and lag against published data: the plain way, the one-filter way, and ours.

The data and what was published of them are listed in their README; `expected.json` beside them
holds what another implementation of the same method found. Lag k > 0: the driver moves first.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.stattools import ccf, grangercausalitytests

from bsc_helpers.compute.leadlag import (
    PairPanel,
    PairTest,
    between_units,
    corrected,
    lead_lag_tests,
    natural_effect,
    series_test,
    within_over_time,
)
from bsc_helpers.compute.leadlag.effects import driscoll_kraay_p
from bsc_helpers.compute.leadlag.single import SingleTest

DATA = Path(__file__).parents[2] / "shared" / "data" / "leadlag"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the published data are not beside the project: {DATA.name}"
)
Floats = NDArray[np.float64]
SAME = 0.01  # filters differ in details: with or without a constant, one sample or another


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return dict(json.loads((DATA / "expected.json").read_text(encoding="utf-8")))


def columns(name: str, *wanted: str) -> tuple[Floats, ...]:
    frame = pd.read_csv(DATA / f"{name}.csv")
    return tuple(frame[column].to_numpy(float) for column in wanted)


def panel(name: str, unit: str, period: str, *wanted: str) -> tuple[Floats, ...]:
    frame = pd.read_csv(DATA / f"{name}.csv")
    return tuple(
        frame.pivot_table(index=unit, columns=period, values=column).to_numpy() for column in wanted
    )


# --- the ways that are not ours -------------------------------------------------------------------


def plain(driver: Floats, outcome: Floats, window: int) -> dict[int, float]:
    """Cross-correlations as they are."""
    ahead = ccf(outcome, driver, adjusted=False)
    behind = ccf(driver, outcome, adjusted=False)
    return {k: float(ahead[k] if k >= 0 else behind[-k]) for k in range(-window, window + 1)}


def filtered(series: Floats, memory: Floats) -> Floats:
    """What the given memory does not tell of a series."""
    off = series - series.mean()
    return np.convolve(off, [1, *-memory])[len(memory) : len(off)]


def one_filter(
    driver: Floats, outcome: Floats, memory: Floats, window: int
) -> tuple[dict[int, float], float]:
    """Both series by the filter of the driver, and the bound that chance stays within."""
    ends = filtered(driver, memory), filtered(outcome, memory)
    return plain(*ends, window), 1.96 / np.sqrt(len(ends[0]))


def peak(found: dict[int, float]) -> tuple[int, float]:
    lag = max(found, key=lambda each: abs(found[each]))
    return lag, found[lag]


def agree(found: dict[int, float], listed: dict[str, float], within: float) -> None:
    assert {lag: found[int(lag)] for lag in listed} == pytest.approx(listed, abs=within)


def agrees(found: SingleTest, listed: dict[str, Any]) -> None:
    """Hold one series against what is listed: orders, periods, peak, and lags beyond chance."""
    window = len(found.r) // 2
    beyond = {
        str(place - window): pytest.approx(float(r), abs=SAME)
        for place, (r, z) in enumerate(zip(found.r, found.z, strict=True))
        if abs(z) > found.critical
    }
    assert listed["sig_lags"] == beyond
    place = int(np.nanargmax(np.abs(found.z)))
    assert place - window == listed["peak_lag"]
    assert found.r[place] == pytest.approx(listed["peak_r"], abs=SAME)
    assert found.orders == (listed["ar_driver"], listed["ar_outcome"])
    assert found.used == listed["n"]
    assert found.p == pytest.approx(listed["p_window"], rel=0.2, abs=1e-13)


def alone(driver: Floats, outcome: Floats, window: int, per_year: int = 1) -> PairTest:
    """Test one series as a panel of one unit."""
    (test,) = lead_lag_tests(
        [PairPanel(driver[np.newaxis], outcome[np.newaxis], window, per_year=per_year)]
    )
    return test


# --- one series -----------------------------------------------------------------------------------


def test_gas_furnace(expected: dict[str, Any]) -> None:
    """Box and Jenkins: the plain peak is at 5; the pure delay is 3 periods."""
    listed, (gas, co2) = expected["gas_furnace"], columns("gas_furnace", "gas_rate", "co2")
    assert len(gas) == listed["n"]
    found = plain(gas, co2, 10)
    assert peak(found) == (listed["raw_peak"][0], pytest.approx(listed["raw_peak"][1], abs=5e-5))
    agree(found, listed["raw"], 6e-4)

    memory = ARIMA(gas, order=(3, 0, 0)).fit().params[1:4]
    assert memory == pytest.approx(listed["ar3_ml"][1:], abs=5e-4)
    found, _ = one_filter(gas, co2, memory, 10)
    agree(found, listed["bj_prewhitened"], 6e-4)
    assert peak(found) == (5, pytest.approx(listed["bj_prewhitened_peak"][1], abs=5e-4))
    first = min(lag for lag, r in found.items() if lag >= 0 and abs(r) > listed["bound"])
    assert first == listed["first_significant_lag"] == 3

    agrees(series_test(gas, co2, 12), listed["recommended_single"])
    test = alone(gas, co2, 12)
    assert (test.mode, test.verdict, test.lag) == ("single", "possible_lead", 5)


def test_southern_oscillation_and_recruitment(expected: dict[str, Any]) -> None:
    """Shumway and Stoffer: the plain peak is at 6 months, the delay is 5."""
    listed, (soi, rec) = expected["soi_rec"], columns("soi_rec", "soi", "rec")
    assert len(soi) == listed["n"]
    found = plain(soi, rec, 12)
    assert peak(found) == (6, pytest.approx(listed["raw_peak"][1], abs=5e-5))
    agree(found, listed["raw"], 6e-4)

    time = np.arange(len(soi))
    detrended = soi - np.polyval(np.polyfit(time, soi, 1), time)
    memory = ARIMA(detrended, order=(1, 0, 0)).fit().params[1:2]
    assert memory == pytest.approx([listed["ar1_phi_detrended"]], abs=1e-3)
    found, _ = one_filter(detrended, rec, memory, 12)
    agree(found, listed["bj_prewhitened"], 1.5e-3)
    assert peak(found) == (5, pytest.approx(listed["bj_prewhitened_peak"][1], abs=1.5e-3))

    agrees(series_test(soi, rec, 12, 12), listed["recommended_single_S12"])
    test = alone(soi, rec, 12, per_year=12)
    assert (test.mode, test.verdict, test.lag) == ("single", "possible_lead", 5)


def test_price_and_sales_of_bluebird(expected: dict[str, Any]) -> None:
    """Cryer and Chan: ten lags look like something, and only lag 0 is."""
    listed, (price, sales) = expected["bluebird"], columns("bluebird", "price", "log_sales")
    slope, intercept = np.polyfit(price, sales, 1)
    assert [intercept, slope] == pytest.approx(listed["ols_intercept_slope"], abs=5e-4)
    found = plain(price, sales, 16)
    assert sum(abs(r) > 1.96 / np.sqrt(len(price)) for r in found.values()) == 10
    assert peak(found) == (0, pytest.approx(listed["raw_peak"][1], abs=5e-4))

    changes = np.diff(price), np.diff(sales)
    order = listed["ar_order"]
    past = np.stack([changes[0][order - lag : -lag] for lag in range(1, order + 1)])
    memory = sm.OLS(changes[0][order:], sm.add_constant(past.T)).fit().params[1:]
    found, bound = one_filter(*changes, memory, 16)
    beyond = {str(lag): r for lag, r in found.items() if abs(r) > bound}
    assert beyond == pytest.approx(listed["diff_arols_prewhitened_sig"], abs=5e-4)

    agrees(series_test(price, sales, 16), listed["recommended_single"])
    test = alone(price, sales, 16)
    assert (test.verdict, test.lag) == ("move_together", 0)


def test_advertising_and_quotes_of_insurance(expected: dict[str, Any]) -> None:
    """Hyndman and Athanasopoulos: 40 months; this and the last month's advertising count."""
    listed, (quotes, adverts) = expected["insurance"], columns("insurance", "quotes", "tv_advert")
    assert len(quotes) == listed["n"]
    agree(plain(adverts, quotes, 6), listed["raw"], 6e-4)

    agrees(series_test(adverts, quotes, 6), listed["recommended_single"])
    test = alone(adverts, quotes, 6)
    assert (test.verdict, test.lag) == ("move_together", 0)


def with_past(quotes: Floats, adverts: Floats, most: int, first: int, order: Any) -> Any:
    """Regress quotes on advertising of this month and of the `most` before, from a month on."""
    past = [adverts[first - lag : len(adverts) - lag] for lag in range(most + 1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of starting values
        return ARIMA(quotes[first:], exog=np.column_stack(past), order=order).fit()


def test_the_books_of_insurance_have_these_coefficients(expected: dict[str, Any]) -> None:
    listed, (quotes, adverts) = expected["insurance"], columns("insurance", "quotes", "tv_advert")
    for name, order in (("fpp2_ar3", (3, 0, 0)), ("fpp3_arma12", (1, 0, 2))):
        found = with_past(quotes, adverts, 1, 1, order).params
        assert found == pytest.approx(listed[name], abs=1.5e-3)
    scores = listed["best_aicc_by_max_lag"]
    found = {
        most: with_past(quotes, adverts, int(most), 3, scores[most][1]).aicc for most in scores
    }
    assert found == pytest.approx({most: score for most, (score, _) in scores.items()}, abs=0.02)
    assert min(found, key=lambda most: found[most]) == "1"


# --- panels ---------------------------------------------------------------------------------------


def dumitrescu_hurlin(driver: Floats, outcome: Floats, past: int) -> tuple[Floats, float, float]:
    """Each unit's Wald statistic, Z-bar and Z-tilde of Dumitrescu and Hurlin (2012)."""
    walds = []
    for x, y in zip(driver, outcome, strict=True):
        end = len(y)
        own, other = ([s[past - lag : end - lag] for lag in range(1, past + 1)] for s in (y, x))
        fit = sm.OLS(y[past:], sm.add_constant(np.column_stack(own + other))).fit()
        walds.append(past * float(fit.f_test(np.eye(2 * past + 1)[past + 1 :]).fvalue))
    units, periods, mean = len(walds), driver.shape[1] - past, float(np.mean(walds))
    bar = np.sqrt(units / (2 * past)) * (mean - past)
    left = periods - 2 * past
    factor = np.sqrt(units / (2 * past) * (left - 5) / (periods - past - 3))
    return np.array(walds), bar, float(factor * ((left - 3) / (left - 1) * mean - past))


def test_grunfeld_has_the_values_of_dumitrescu_and_hurlin_that_plm_prints() -> None:
    """R package plm, tests/test_pgrangertest.Rout.save: inv ~ value; firm 10 lacks a year there."""
    inv, value, capital = panel("grunfeld", "firm", "year", "inv", "value", "capital")
    walds, bar, tilde = dumitrescu_hurlin(value, inv, 1)
    assert walds.mean() == pytest.approx(3.02263, abs=5e-6)
    assert [bar, tilde] == pytest.approx([4.52274, 3.2896], abs=5e-5)
    assert 2 * stats.norm.sf(tilde) == pytest.approx(0.001003, abs=5e-7)
    walds, bar, tilde = dumitrescu_hurlin(value, inv, 2)
    printed = [1.8255237, 4.3694800, 0.7983334, 3.3069760, 11.0631807, 10.8343468]
    printed += [1.3410752, 0.2900525, 4.4068769]
    assert walds[:9] == pytest.approx(printed, abs=5e-8)
    assert dumitrescu_hurlin(value[9:, :-1], inv[9:, :-1], 2)[0] == pytest.approx(
        [0.2960011], abs=5e-8
    )
    assert [bar, tilde] == pytest.approx([2.9657, 1.6832], abs=5e-5)
    assert 2 * stats.norm.sf([bar, tilde]) == pytest.approx([0.00302, 0.09234], abs=6e-6)
    others = [dumitrescu_hurlin(*pair, 1)[1:] for pair in ((inv, capital), (capital, inv))]
    assert others[0] == pytest.approx((144.13, 112.55), abs=5e-3)
    assert others[1][1] == pytest.approx(3.794, abs=5e-4)
    assert dumitrescu_hurlin(inv, value, 1)[2] == pytest.approx(0.4044, abs=5e-5)


def test_investment_leads_the_stock_that_it_feeds_by_a_year() -> None:
    """Plainly the two move together in most firms: both grow."""
    inv, value, capital = panel("grunfeld", "firm", "year", "inv", "value", "capital")
    plainly = [peak(plain(x, y, 4))[0] for x, y in zip(inv, capital, strict=True)]
    assert sorted(plainly) == [0] * 7 + [1] * 3
    ahead, together = lead_lag_tests([PairPanel(inv, capital, 2), PairPanel(value, inv, 2)])
    assert (ahead.verdict, ahead.lag) == ("tends_to_lead", 1)
    assert ahead.r == pytest.approx(0.68, abs=0.011)
    assert ahead.p is not None
    assert ahead.p < 0.01
    assert ahead.same_sign is not None
    assert ahead.same_sign >= 0.9
    assert (together.verdict, together.lag) == ("cannot_tell", 0)  # see below


def test_value_and_investment_move_together_and_less_so_with_steady_firms_counting_most() -> None:
    """General Motors varies ten times as much as most: a tenth of its swings is in every mean.

    Taken out of all, it is mirrored in the small firms, whose surprises then agree. In logarithms,
    in which firms vary alike, value and investment go together by .31 whichever means are taken.
    """
    inv, value = panel("grunfeld", "firm", "year", "inv", "value")
    own, log = lead_lag_tests([PairPanel(value, inv, 2), PairPanel(np.log(value), np.log(inv), 2)])
    assert own.lag == 0
    assert own.r == pytest.approx(0.551, abs=0.011)
    assert own.sensitivity.weighed_r == pytest.approx(0.37, abs=SAME)
    assert log.profile[2].r == pytest.approx(0.31, abs=SAME)


def test_within_subjects_acidity_falls_as_carbon_dioxide_rises() -> None:
    """Bland and Altman (1995); R package rmcorr: r −0.5067697, df 38, p 0.0008471081."""
    frame = pd.read_csv(DATA / "bland1995.csv")
    frame["turn"] = frame.groupby("subject").cumcount()
    acid, dioxide = (
        frame.pivot_table(index="subject", columns="turn", values=c).to_numpy()
        for c in ("pH", "PaCO2")
    )
    assert np.corrcoef(frame["pH"], frame["PaCO2"])[0, 1] == pytest.approx(-0.065, abs=5e-4)
    assert between_units(acid, dioxide) == pytest.approx(0.082, abs=5e-4)
    r = within_over_time(acid, dioxide)
    assert r == pytest.approx(-0.5067697, abs=5e-8)
    degrees = len(frame) - len(acid) - 1
    assert degrees == 38
    t = r * np.sqrt(degrees / (1 - r**2))
    assert 2 * stats.t.sf(abs(t), degrees) == pytest.approx(0.0008471081, abs=5e-11)
    reach = stats.norm.ppf([0.025, 0.975]) / np.sqrt(degrees - 1)
    assert np.tanh(np.arctanh(r) + reach) == pytest.approx([-0.7067146, -0.2318631], abs=5e-5)


def test_errors_by_group_and_by_time_of_the_panel_of_petersen() -> None:
    """R package sandwich, and Stata's xtscc: errors of the intercept and of the slope."""
    frame = pd.read_csv(DATA / "petersen_cl.csv").sort_values(["year", "firm"])
    model = sm.OLS(frame["y"].to_numpy(), sm.add_constant(frame["x"].to_numpy()))
    firm, year = frame["firm"].to_numpy(), frame["year"].to_numpy()
    assert model.fit().params == pytest.approx([0.0297, 1.0348], abs=5e-5)
    by_time = {"time": year, "maxlags": 1, "use_correction": False}
    for kind, options, errors in (
        ("HC1", {}, [0.0284, 0.0284]),
        ("cluster", {"groups": firm}, [0.0670, 0.0506]),
        ("cluster", {"groups": year}, [0.0234, 0.0334]),
        ("cluster", {"groups": np.column_stack([firm, year])}, [0.0651, 0.0536]),
        ("nw-groupsum", by_time, [0.0243573, 0.0281633]),
    ):
        digits = 5e-8 if kind == "nw-groupsum" else 5.1e-5
        assert model.fit(cov_type=kind, cov_kwds=options).bse == pytest.approx(errors, abs=digits)


def test_our_errors_on_the_panel_of_petersen() -> None:
    """Ours have no intercept but means taken out, and tell p: from it the published error follows.

    The natural effect takes out firms and years too; held against the same regression with them.
    """
    x, y = panel("petersen_cl", "firm", "year", "x", "y")
    off = [each - each.mean() for each in (x, y)]
    p = driscoll_kraay_p(*off, lag=0)
    assert p is not None
    slope = float((off[0] * off[1]).sum() / (off[0] ** 2).sum())
    assert slope / stats.norm.isf(p / 2) == pytest.approx(0.0281633, abs=5e-8)

    found = natural_effect(x, y, np.arange(500), lag=0, own_past=0)
    without = [each - each.mean(axis=1)[:, np.newaxis] - each.mean(axis=0) for each in off]
    fit = sm.OLS(without[1].ravel(), without[0].ravel()).fit(
        cov_type="cluster", cov_kwds={"groups": np.repeat(np.arange(500), 10)}
    )
    assert found is not None
    assert found.slope == pytest.approx(fit.params[0])
    assert (found.upper - found.slope) / stats.t.ppf(0.975, 499) == pytest.approx(fit.bse[0])


# --- tests of many ------------------------------------------------------------------------------


def test_income_and_consumption_have_the_f_that_lmtest_gives(expected: dict[str, Any]) -> None:
    listed, (income, spent) = expected["us_macro"], columns("us_macro", "realgdp", "realcons")
    growth = {"gdp": np.diff(np.log(income)), "cons": np.diff(np.log(spent))}
    for first, then in (("gdp", "cons"), ("cons", "gdp")):
        table = np.column_stack([growth[then], growth[first]])  # the second column leads
        found = grangercausalitytests(table, [2])[2][0]["ssr_ftest"]
        assert found == pytest.approx(listed[f"{first}_to_{then}_lag2"], rel=2e-6)


def test_benjamini_and_hochbergs_example_keeps_four() -> None:
    """Their worked example of 1995; Bonferroni keeps three of the fifteen."""
    (p,) = columns("bh1995_pvalues", "p")
    listed = [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.063857, 0.063857, 0.0645, 0.0765]
    listed += [0.486, 0.581182, 0.714875, 0.753231, 0.813214, 1]
    assert corrected(p.tolist()) == pytest.approx(listed, abs=5e-7)
    assert int((p <= 0.05 / len(p)).sum()) == 3
    assert int((corrected(p.tolist()) <= 0.05).sum()) == 4
    assert int((corrected(p.tolist(), "by") <= 0.05).sum()) == 3
