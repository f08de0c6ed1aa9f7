"""What reports find to be more than chance, over whole evaluations: noise, changes, rules."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bsc_helpers.compute.change import FalseAlarmRates
from bsc_helpers.compute.comparison import funnel, wilson
from bsc_helpers.compute.process import Method, false_alarms, process_chart
from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, slice_for
from bsc_helpers.model import Scorecard
from bsc_helpers.narrative import chance_line, statements_of
from bsc_helpers.periods import parse_period, periods_between

NEWS = ("improvement", "concern", "high", "low")
UNITS = 1500
QUARTERS = periods_between(parse_period("2000-Q1"), parse_period("2003-Q4"))
LAST = QUARTERS[-1]


def card(units: int, measures: Sequence[dict[str, Any]], **more: Any) -> Scorecard:
    """Return a city with so many units of one kind, and some measures."""
    inputs = sorted({name for each in measures for name in each.pop("of")})
    return Scorecard.model_validate(
        {
            "code": "card",
            "name": "Card",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "inputs": [{"code": name, "name": name} for name in inputs],
            "org_units": [
                {"code": "city", "name": "City", "kind": "city"},
                *(
                    {"code": f"u{n}", "name": f"Unit {n}", "kind": "unit", "parent": "city"}
                    for n in range(units)
                ),
            ],
            "measures": [
                {"name": each["code"], "objective": "O", "unit_of_measure": "days"} | each
                for each in measures
            ],
            **more,
        }
    )


def told(
    name: str, figures: np.ndarray[Any, Any], periods: Sequence[Any] = QUARTERS
) -> pd.DataFrame:
    """Return observations of one input: units × periods."""
    units = [f"u{n}" for n in range(len(figures))]
    frame = pd.DataFrame(
        {
            "org_unit": np.repeat(units, len(periods)),
            "period": np.tile([str(period) for period in periods], len(units)),
            "value": figures.ravel(),
        }
    )
    rest = observations_frame([{"input": name, "org_unit": "u0", "period": "2003", "value": 0.0}])
    whole = {c: frame[c] if c in frame else rest[c].iloc[0] for c in rest.columns}
    return pd.DataFrame(whole)


COST = {"code": "COST", "formula": "spent / days", "polarity": "lower_is_better"}
SHARE = {
    "code": "SHARE",
    "formula": "100 * good / cases",
    "unit_of_measure": "percent",
    "polarity": "higher_is_better",
    "kind": "percentage",
    "cases": {"kind": "proportion", "count": "cases", "sum": "good", "scale": 100},
}
OPEN = {"code": "OPEN", "formula": "visits", "polarity": "neutral", "comparability": "low"}


@cache
def noise() -> Evaluation:
    """Return 1,500 units in which nothing has ever changed: three measures of pure chance."""
    chance = np.random.default_rng(20031231)
    shape = (UNITS, len(QUARTERS))
    cases = chance.integers(80, 400, UNITS)[:, np.newaxis].repeat(len(QUARTERS), axis=1)
    frames = [
        told("spent", 1000 + 20 * chance.normal(size=shape)),
        told("days", np.full(shape, 10.0)),
        told("good", chance.binomial(cases, 0.8).astype(float)),
        told("cases", cases.astype(float)),
        told("visits", 500 + 30 * chance.normal(size=shape)),
    ]
    measures = [
        COST | {"of": ["spent", "days"]},
        SHARE | {"of": ["good", "cases"]},
        OPEN | {"of": ["visits"]},
    ]
    return evaluate(card(UNITS, measures), pd.concat(frames, ignore_index=True))


def within_sampling_error(found: float, rate: float, number: int) -> bool:
    """Whether a share of so many is the rate, but for 3.5 standard errors of chance."""
    return abs(found - rate) <= 3.5 * math.sqrt(rate * (1 - rate) / number)


def units_in(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    return frame[(frame["measure"] == measure) & (frame["org_unit"] != "city")]


@pytest.mark.parametrize("measure", ["COST", "SHARE", "OPEN"])
def test_pure_noise_gives_as_many_changes_as_the_method_note_says(measure: str) -> None:
    rows = units_in(noise().findings_in(LAST).changes_frame, measure)
    assert len(rows) == UNITS
    (rate,) = rows["false_alarm"].unique()
    assert 0.01 < rate < 0.02  # 1.5 % for a plain chart of 16 points
    assert within_sampling_error(rows["variation"].isin(NEWS).mean(), rate, UNITS)


@pytest.mark.parametrize("measure", ["COST", "SHARE"])
def test_pure_noise_gives_as_many_unusual_units_as_is_simulated(measure: str) -> None:
    rows = units_in(noise().findings_in(LAST).comparison_frame, measure)
    assert len(rows) == UNITS
    rate = rows["false_alarm"].mean()
    assert within_sampling_error((rows["unusual"] != "").mean(), rate, UNITS)


def test_the_share_of_reports_that_announce_a_change_is_what_the_method_note_says() -> None:
    """Two measures with a direction, each tested once: a report is spared with (1 − rate)²."""
    evaluation = noise()
    rows = evaluation.findings_in(LAST).changes_frame
    rates = [units_in(rows, code)["false_alarm"].iloc[0] for code in ("COST", "SHARE")]
    expected = 1 - math.prod(1 - rate for rate in rates)
    announced = 0
    for number in range(UNITS):
        report = slice_for(evaluation, f"u{number}", "all", LAST)
        said = [each for each in statements_of(report) if each.model == "8"]
        announced += any(each.texts["variation"] in ("improvement", "concern") for each in said)
    assert within_sampling_error(announced / UNITS, expected, UNITS)


def test_measures_of_low_comparability_are_not_compared() -> None:
    frame = noise().findings_in(LAST).comparison_frame
    assert set(frame["measure"]) == {"COST", "SHARE"}


def test_the_same_seed_finds_the_same_whatever_was_asked_before() -> None:
    chance = np.random.default_rng(7)
    figures = told("spent", 100 + chance.normal(size=(30, len(QUARTERS))))
    days = told("days", np.full((30, len(QUARTERS)), 2.0))
    both = pd.concat([figures, days], ignore_index=True)
    found = []
    for asked in ((LAST,), (QUARTERS[-2], LAST)):
        evaluation = evaluate(card(30, [COST | {"of": ["spent", "days"]}]), both)
        for period in asked:
            findings = evaluation.findings_in(period)
            frames = findings.changes_frame, findings.comparison_frame
        found.append(frames)
    for one, other in zip(*found, strict=True):
        pd.testing.assert_frame_equal(one, other)


# --- one series at a time -------------------------------------------------------------------------

CALM = np.array([50, 51, 49, 50, 52, 48, 50, 51, 49, 50, 51, 50, 49, 51, 50, 50], dtype=float)


def single(values: np.ndarray[Any, Any], periods: Sequence[Any] = QUARTERS, **measure: Any) -> Any:
    """Return the row of changes of one unit among four calm ones."""
    rng = np.random.default_rng(3)
    others = [CALM + rng.normal(size=len(CALM)) for _ in range(4)]
    figures = told("cost", np.stack([values, *others]), periods)
    about = {"code": "M", "formula": "cost", "polarity": "lower_is_better", "of": ["cost"]}
    one = evaluate(card(5, [about | measure]), figures.dropna(subset=["value"]))
    frame = one.findings_in(LAST).changes_frame
    return frame[frame["org_unit"] == "u0"].iloc[0]


def test_the_limits_of_a_report_are_those_of_the_chart_by_itself() -> None:
    row = single(CALM, seasonal=False)
    chart = process_chart(CALM[np.newaxis])
    assert (row["usual_low"], row["usual_high"]) == (
        pytest.approx(chart.lower[0, -1]),
        pytest.approx(chart.upper[0, -1]),
    )
    assert row["variation"] == "common_cause"
    assert row["points"] == 16


def jumped(step: float) -> np.ndarray[Any, Any]:
    values = CALM.copy()
    values[-1] += step
    return values


@pytest.mark.parametrize(
    ("polarity", "step", "word"),
    [
        ("lower_is_better", 9, "concern"),
        ("lower_is_better", -9, "improvement"),
        ("higher_is_better", 9, "improvement"),
        ("neutral", 9, "high"),
        ("in_range", -9, "low"),
        ("lower_is_better", 0, "common_cause"),
    ],
)
def test_a_value_outside_its_limits_is_news_in_the_words_of_its_polarity(
    polarity: str, step: float, word: str
) -> None:
    row = single(jumped(step), polarity=polarity, seasonal=False)
    assert row["variation"] == word
    assert row["rule"] == ("outside" if step else "")
    assert math.isfinite(row["false_alarm"])


def test_a_run_counts_the_values_that_make_it_up() -> None:
    values = CALM.copy()
    values[:8], values[8:] = CALM[:8] - 0.8, 51.3 + (CALM[8:] - 50) / 10
    row = single(values, seasonal=False)
    assert (row["rule"], row["side"], row["run"]) == ("shift", "above", 8)


def test_a_break_begins_a_new_series_and_a_new_rule_does_not() -> None:
    for kind, points in (("definition", 4), ("level", 4), ("rule", 16)):
        row = single(CALM, breaks=[{"from": "2003-Q1", "kind": kind, "text": "New"}])
        assert row["points"] == points
        assert row["since"] == ("2000-Q1" if kind == "rule" else "2003-Q1")


def test_a_merged_unit_begins_a_new_series() -> None:
    chance = np.random.default_rng(5)
    values = {"old": CALM[:12], "older": CALM[:12], "new": CALM[12:]}
    frames = []
    for code, figures in values.items():
        periods = QUARTERS[:12] if len(figures) > 4 else QUARTERS[12:]
        frames.append(told("cost", figures[np.newaxis], periods).assign(org_unit=code))
    frames += [told("cost", CALM + chance.normal(size=(4, 16)))]
    about = {"code": "M", "formula": "cost", "polarity": "lower_is_better", "of": ["cost"]}
    given = card(4, [about]).model_dump(by_alias=True, exclude_unset=True)
    given["org_units"] = [
        *given["org_units"],
        {"code": "old", "name": "Old", "kind": "unit", "parent": "city", "to": "2002-12-31"},
        {"code": "older", "name": "Older", "kind": "unit", "parent": "city", "to": "2002-12-31"},
        {
            "code": "new",
            "name": "New",
            "kind": "unit",
            "parent": "city",
            "from": "2003-01-01",
            "predecessors": ["old", "older"],
        },
    ]
    merged = evaluate(Scorecard.model_validate(given), pd.concat(frames, ignore_index=True))
    rows = merged.findings_in(LAST).changes_frame.set_index("org_unit")
    assert rows.loc["new", "points"] == 4
    assert rows.loc["new", "variation"] == "too_few"
    assert rows.loc["u0", "points"] == 16


def test_a_measure_of_low_reliability_is_not_tested() -> None:
    about = {"code": "M", "formula": "cost", "polarity": "lower_is_better", "of": ["cost"]}
    one = evaluate(card(5, [about | {"reliability": "low"}]), told("cost", CALM * np.ones((5, 1))))
    findings = one.findings_in(LAST)
    assert findings.changes_frame.empty
    assert findings.comparison_frame.empty


def test_a_preliminary_value_is_no_news() -> None:
    """Section 0 of the formulas: the newest period of a measure known to be revised."""
    row = single(jumped(9), schedule={"preliminary_months": 6}, seasonal=False)
    assert row["variation"] == "not_new"
    assert math.isnan(row["false_alarm"])


def test_a_value_of_part_of_the_units_is_no_news() -> None:
    figures = told("cost", np.stack([jumped(99), CALM, CALM])).drop(index=47)  # the last of u2
    about = {"code": "M", "formula": "cost", "polarity": "lower_is_better", "of": ["cost"]}
    given = card(3, [about]).model_dump(by_alias=True, exclude_unset=True)
    given["inputs"][0]["missing"] = "skip"
    one = evaluate(Scorecard.model_validate(given), figures)
    rows = one.findings_in(LAST).changes_frame.set_index("org_unit")
    assert rows.loc["city", "variation"] == "not_new"
    assert rows.loc["u0", "variation"] == "concern"


def test_an_old_value_gives_no_change_and_no_alarm() -> None:
    about = {"code": "M", "formula": "cost", "polarity": "lower_is_better", "of": ["cost"]}
    quarterly = {"code": "Q", "formula": "visits", "polarity": "neutral", "of": ["visits"]}
    years = periods_between(parse_period("1990"), parse_period("2002"))
    figures = told("cost", np.tile(np.arange(13.0), (5, 1)), years)
    visits = told("visits", np.tile(CALM, (5, 1)))
    given = card(5, [about | {"frequency": "year"}, quarterly])
    given = given.model_dump(by_alias=True, exclude_unset=True)
    given["inputs"][0]["frequency"] = "year"
    one = evaluate(Scorecard.model_validate(given), pd.concat([figures, visits]))
    frame = one.findings_in(parse_period("2003-Q3")).changes_frame
    assert set(frame.loc[frame["measure"] == "M", "variation"]) == {"not_new"}


def test_only_single_periods_are_charted_whatever_window_the_measure_has() -> None:
    """A value over the year so far repeats old news: 18 % of such charts alarm on pure noise."""
    plain, so_far = (
        single(CALM, seasonal=False),
        single(CALM, seasonal=False, window="year_to_date"),
    )
    assert so_far["usual_low"] == plain["usual_low"]
    assert so_far["usual_high"] == plain["usual_high"]


def test_a_declared_autocorrelation_widens_the_limits_and_goes_before_what_is_found() -> None:
    plain, alike = (single(CALM, seasonal=False, autocorrelation=phi) for phi in (0, 0.6))
    ratio = (alike["usual_high"] - alike["middle"]) / (plain["usual_high"] - plain["middle"])
    assert ratio == pytest.approx(1 / math.sqrt(0.4))
    assert (plain["autocorrelation"], alike["autocorrelation"]) == (0, 0.6)


def test_a_season_is_allowed_for_where_it_is_declared_or_all_units_show_it() -> None:
    rng = np.random.default_rng(11)
    wave = np.tile([8.0, 0, -8, 0], 4)
    for seasonal, word in ((True, "declared"), (None, "pooled"), (False, "")):
        figures = told("cost", 50 + wave + rng.normal(size=(20, 16)))
        about = {"code": "M", "formula": "cost", "polarity": "lower_is_better", "of": ["cost"]}
        one = evaluate(card(20, [about | {"seasonal": seasonal}]), figures)
        rows = units_in(one.findings_in(LAST).changes_frame, "M")
        assert set(rows["seasoned"]) == {word}
        width = (rows["usual_high"] - rows["usual_low"]).mean()
        assert (width < 10) == bool(word)  # without it the limits swallow everything


def test_a_declared_error_of_measurement_widens_what_is_usual() -> None:
    rng = np.random.default_rng(1)
    frames = [told("spent", 50 + rng.normal(size=(30, 16))), told("days", np.ones((30, 16)))]
    figures = pd.concat(frames, ignore_index=True)
    plain, wide = (
        evaluate(card(30, [COST | {"of": ["spent", "days"], "measurement_error": error}]), figures)
        for error in (None, 5)
    )
    widths = []
    for one in (plain, wide):
        row = one.findings_in(LAST).comparison_frame.iloc[0]
        widths.append((row["upper_998"] - row["lower_998"]) / 2 / 3.0902)
    assert widths[1] == pytest.approx(math.hypot(widths[0], 5), rel=1e-4)


def test_a_rate_of_false_alarms_is_simulated_once_for_each_question() -> None:
    def generator() -> np.random.Generator:
        return np.random.default_rng(4)

    rates = FalseAlarmRates(generator)
    method = Method()
    found = rates.rate(method, 24, 4)
    assert found == rates.rate(method, 24, 12)  # without a season its length does not matter
    assert found == false_alarms(method, 24, generator(), series=10_000, period=1).last


# --- the chance line ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tests", "expected", "sv", "en"),
    [
        (0, 0.0, "Inget värde", "No value"),
        (1, 0.01, "En prövning", "One check"),
        (35, 0.6, "35 prövningar gjordes", "fewer than one of them"),
        (300, 4.4, "omkring fyra av dem", "about four of them"),
        (12, 1.0, "Tolv prövningar", "about one of them"),
    ],
)
def test_the_chance_line_says_how_many_checks_would_alarm_anyway(
    tests: int, expected: float, sv: str, en: str
) -> None:
    assert sv in chance_line(tests, expected, "sv")
    assert en in chance_line(tests, expected, "en")


@pytest.mark.parametrize(("step", "shifted"), [(6, "shifted"), (0, "")])
def test_a_series_too_short_for_a_chart_may_have_shifted_by_the_rules_of_run_charts(
    step: float, shifted: str
) -> None:
    """Anhøj: in 12 points the two halves apart cross the median once, and at least 3 are usual."""
    values = CALM.copy()
    values[10:] += step
    row = single(values, seasonal=False, breaks=[{"from": "2001-Q1", "kind": "level", "text": "N"}])
    assert (row["points"], row["variation"]) == (12, "too_few")
    assert row["shifted"] == shifted


def test_a_unit_among_its_kind_is_what_the_funnel_and_the_interval_say_of_its_counts() -> None:
    evaluation = noise()
    rows = units_in(evaluation.findings_in(LAST).comparison_frame, "SHARE")
    figures = evaluation.observations[evaluation.observations["period"] == str(LAST)]
    counts = {
        name: figures[figures["input"] == name].set_index("org_unit")["value"].astype(float)
        for name in ("good", "cases")
    }
    good, cases = (counts[name].loc[rows["org_unit"]].to_numpy() for name in ("good", "cases"))
    limits, interval = funnel("proportion", good, cases), wilson(good, cases)
    for column, expected in (
        ("value", 100 * good / cases),
        ("lower_998", 100 * limits.lower_998),
        ("upper_998", 100 * limits.upper_998),
        ("lower", 100 * interval.lower),
        ("upper", 100 * interval.upper),
    ):
        np.testing.assert_allclose(rows[column].to_numpy(), expected, rtol=1e-9)
    places = rows["rank"].to_numpy()
    best = np.argsort(-good / cases, kind="stable")
    assert places[best[0]] == 1
    assert (np.diff(places[best]) >= 0).all()
    assert ((rows["rank_low"] <= places) & (places <= rows["rank_high"])).all()
