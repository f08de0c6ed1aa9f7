"""Roll-up over units and time, targets, statuses and scores, from observations to results."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_register import write_small

from bsc_helpers.errors import DataError, ParameterError
from bsc_helpers.evaluation import (
    RESULTS,
    Evaluation,
    evaluate,
    observations_frame,
    shown_results,
    slice_for,
)
from bsc_helpers.folder import evaluate_folder
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import parse_period
from bsc_helpers.slices import read_slice, write_scorecard, write_slice


def card(**changed: Any) -> Scorecard:
    """Return a scorecard of one ratio measure over a city with two districts."""
    data: dict[str, Any] = {
        "code": "t",
        "name": "Test",
        "perspectives": [{"code": "P", "name": "P"}],
        "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
        "inputs": [{"code": "a", "name": "a"}, {"code": "b", "name": "b"}],
        "measures": [measure()],
        "org_units": [
            {"code": "city", "name": "City"},
            {"code": "x", "name": "X", "parent": "city"},
            {"code": "y", "name": "Y", "parent": "city"},
        ],
    }
    return Scorecard.model_validate(data | changed)


def measure(**changed: Any) -> dict[str, Any]:
    """Return the declaration of a measure, with some keys changed."""
    return {
        "code": "M",
        "name": "M",
        "objective": "O",
        "formula": "100 * a / b",
        "unit_of_measure": "percent",
        "polarity": "higher_is_better",
    } | changed


def given_figures(*figures: tuple[str, str, str, float]) -> pd.DataFrame:
    names = ("input", "org_unit", "period", "value")
    return observations_frame([dict(zip(names, figure, strict=True)) for figure in figures])


def result(evaluation: Evaluation, unit: str, period: str, code: str = "M") -> pd.Series[Any]:
    rows = evaluation.results
    (row,) = rows[
        (rows.org_unit == unit) & (rows.period == period) & (rows.measure == code)
    ].itertuples(index=False)
    return pd.Series(row._asdict())


def test_a_ratio_is_rebuilt_from_its_sums_and_never_averaged() -> None:
    # acceptance: 1/2 and 90/100 together are 89.2 %, not 70 %
    figures = given_figures(
        ("a", "x", "2003-Q1", 1), ("b", "x", "2003-Q1", 2),
        ("a", "y", "2003-Q1", 90), ("b", "y", "2003-Q1", 100),
    )  # fmt: skip
    assert result(evaluate(card(), figures), "city", "2003-Q1").value == pytest.approx(9100 / 102)


def test_an_input_declared_as_a_mean_gives_the_unweighted_mean_of_the_units() -> None:
    inputs = [{"code": "a", "name": "a", "over_units": "mean"}]
    figures = given_figures(("a", "x", "2003-Q1", 50), ("a", "y", "2003-Q1", 90))
    one = card(inputs=inputs, measures=[measure(formula="a")])
    assert result(evaluate(one, figures), "city", "2003-Q1").value == 70


def test_a_missing_part_makes_the_whole_missing_unless_the_input_says_skip() -> None:
    figures = given_figures(
        ("a", "x", "2003-Q1", 1), ("b", "x", "2003-Q1", 2), ("b", "y", "2003-Q1", 100),
    )  # fmt: skip
    strict = result(evaluate(card(), figures), "city", "2003-Q1")
    assert math.isnan(strict.value)
    assert (strict.reason, strict.status, strict.coverage) == ("incomplete", "no_data", 0.5)
    skip = [{"code": code, "name": code, "missing": "skip"} for code in "ab"]
    lenient = result(evaluate(card(inputs=skip), figures), "city", "2003-Q1")
    # y lacks the numerator, so its denominator is left out too: 1/2, not 1/102
    assert (lenient.value, lenient.coverage) == (50, 0.5)


def test_a_weighted_mean_leaves_out_a_unit_without_weight_and_says_so() -> None:
    # acceptance 84: b is the weight, a the weighted figure
    skip = [{"code": code, "name": code, "missing": "skip"} for code in "ab"]
    given = given_figures(
        ("a", "x", "2003-Q1", 30), ("b", "x", "2003-Q1", 3),
        ("a", "y", "2003-Q1", 500), ("b", "y", "2003-Q1", math.nan),
    )  # fmt: skip
    found = evaluate(card(inputs=skip, measures=[measure(formula="a / b")]), given)
    total = result(found, "city", "2003-Q1")
    assert (total.value, total.coverage) == (10, 0.5)
    alone = result(found, "y", "2003-Q1")
    assert math.isnan(alone.value)
    assert alone.reason in ("no_data", "incomplete")
    weightless = given_figures(
        ("a", "x", "2003-Q1", 0), ("b", "x", "2003-Q1", 0),
        ("a", "y", "2003-Q1", 0), ("b", "y", "2003-Q1", 0),
    )  # fmt: skip
    none = evaluate(card(inputs=skip, measures=[measure(formula="a / b")]), weightless)
    row = result(none, "city", "2003-Q1")
    assert math.isnan(row.value)
    assert row.reason == "division_by_zero"


@pytest.mark.parametrize(("above", "below"), [(5.0, 0.0), (0.0, 0.0), (-5.0, 0.0), (1e308, 1e-10)])
def test_no_number_of_any_table_is_infinite(above: float, below: float) -> None:
    # acceptance 85
    given = given_figures(("a", "x", "2003-Q1", above), ("b", "x", "2003-Q1", below))
    found = evaluate(card(), given)
    for frame in (found.results, found.scores, found.economy):
        numbers = frame.select_dtypes("float64").to_numpy()
        assert not np.isinf(numbers).any()
    row = result(found, "x", "2003-Q1")
    assert math.isnan(row.value)
    assert row.reason in ("division_by_zero", "not_a_number")


def test_all_missing_is_missing_and_not_zero() -> None:
    figures = given_figures(
        ("a", "x", "2003-Q1", 1), ("b", "x", "2003-Q1", 2), ("a", "x", "2003-Q2", 3)
    )
    skip = [{"code": code, "name": code, "missing": "skip"} for code in "ab"]
    later = result(evaluate(card(inputs=skip), figures), "city", "2003-Q2")
    assert math.isnan(later.value)
    assert (later.reason, later.coverage) == ("incomplete", 0)  # of the two inputs one is there
    figures = given_figures(("a", "x", "2003-Q1", 1), ("a", "x", "2003-Q3", 1))
    between = result(evaluate(card(measures=[measure(formula="a")]), figures), "x", "2003-Q2")
    assert math.isnan(between.value)
    assert between.reason == "no_data"


def test_division_by_zero_has_its_own_reason() -> None:
    figures = given_figures(("a", "x", "2003-Q1", 0), ("b", "x", "2003-Q1", 0))
    row = result(evaluate(card(), figures), "x", "2003-Q1")
    assert math.isnan(row.value)
    assert row.reason == "division_by_zero"


MONTHS = [("a", "x", f"2003-{month:02}", float(month)) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("how", "quarter", "to_date", "rolling"),
    [("sum", 15, 21, 78), ("mean", 5, 3.5, 6.5), ("last", 6, 6, 12)],
)
def test_flows_are_added_stocks_averaged_and_states_taken_from_the_end(
    how: str, quarter: float, to_date: float, rolling: float
) -> None:
    inputs = [{"code": "a", "name": "a", "frequency": "month", "over_time": how}]
    one = evaluate(card(inputs=inputs, measures=[measure(formula="a")]), given_figures(*MONTHS))
    second = result(one, "x", "2003-Q2")
    assert (second.value, second.year_to_date) == (quarter, to_date)
    assert result(one, "x", "2003-Q4").rolling_year == rolling


def test_a_period_with_a_missing_month_is_incomplete_and_the_gap_is_no_zero() -> None:
    inputs = [{"code": "a", "name": "a", "frequency": "month"}]
    months = [figure for figure in MONTHS if figure[2] != "2003-05"]
    one = evaluate(card(inputs=inputs, measures=[measure(formula="a")]), given_figures(*months))
    second, third = result(one, "x", "2003-Q2"), result(one, "x", "2003-Q3")
    assert second.reason == "incomplete"
    assert math.isnan(third.year_to_date)
    assert third.value == 24


def test_the_fiscal_year_begins_where_the_scorecard_says() -> None:
    inputs = [{"code": "a", "name": "a", "frequency": "month"}]
    fiscal = card(inputs=inputs, measures=[measure(formula="a")], fiscal_year_starts=7)
    one = evaluate(fiscal, given_figures(*MONTHS))
    assert result(one, "x", "2003/04-Q1").value == 24  # July to September
    assert result(one, "x", "2003/04-Q2").year_to_date == 57
    assert result(one, "x", "2002/03-Q4").value == 15


def test_a_yearly_measure_of_a_quarterly_report_is_the_latest_year_that_has_ended() -> None:
    inputs = [{"code": "a", "name": "a", "frequency": "year"}, {"code": "b", "name": "b"}]
    measures = [measure(formula="a", frequency="year"), measure(code="N", formula="b")]
    figures = given_figures(
        ("a", "x", "2002", 61), ("a", "x", "2003", 63), ("b", "x", "2003-Q3", 1), ("b", "x", "2003-Q4", 2)
    )  # fmt: skip
    one = evaluate(card(inputs=inputs, measures=measures), figures)
    third = shown_results(one, parse_period("2003-Q3"))
    assert dict(zip(third.measure, third.period, strict=True)) == {"M": "2002", "N": "2003-Q3"}
    assert slice_for(one, "x", "all", parse_period("2003-Q4")).shown("M") == parse_period("2003")


def test_an_inherited_input_is_that_of_the_nearest_unit_above() -> None:
    inputs = [{"code": "a", "name": "a"}, {"code": "b", "name": "b", "over_units": "inherit"}]
    figures = given_figures(
        ("a", "x", "2003-Q1", 10), ("a", "y", "2003-Q1", 30),
        ("b", "city", "2003-Q1", 2), ("b", "y", "2003-Q1", 3),
    )  # fmt: skip
    one = evaluate(card(inputs=inputs, measures=[measure(formula="a / b")]), figures)
    assert [result(one, unit, "2003-Q1").value for unit in ("city", "x", "y")] == [20, 5, 10]


def test_a_unit_counts_below_the_parent_of_the_time() -> None:
    units = [
        {"code": "city", "name": "City"},
        {"code": "old", "name": "Old", "parent": "city", "to": "2003-06-30"},
        {"code": "new", "name": "New", "parent": "city", "from": "2003-07-01"},
        {
            "code": "x",
            "name": "X",
            "moves": [
                {"parent": "old", "to": "2003-06-30"},
                {"parent": "new", "from": "2003-07-01"},
            ],
        },
    ]
    figures = given_figures(*[("a", "x", f"2003-Q{n}", float(n)) for n in (1, 2, 3, 4)])
    one = evaluate(card(org_units=units, measures=[measure(formula="a")]), figures)
    assert [result(one, "old", f"2003-Q{n}").value for n in (1, 2)] == [1, 2]
    assert [result(one, "new", f"2003-Q{n}").value for n in (3, 4)] == [3, 4]
    assert [result(one, "city", f"2003-Q{n}").value for n in (1, 2, 3, 4)] == [1, 2, 3, 4]
    assert "2003-Q3" not in set(one.results[one.results.org_unit == "old"].period)
    with pytest.raises(ParameterError, match="does not exist"):
        slice_for(one, "old", "all", parse_period("2003-Q4"))


def test_a_figure_delivered_at_two_levels_is_refused() -> None:
    figures = given_figures(("a", "x", "2003-Q1", 1), ("a", "city", "2003-Q1", 1))
    with pytest.raises(DataError, match="count twice"):
        evaluate(card(), figures)


def test_a_measure_can_rest_on_other_measures() -> None:
    measures = [
        measure(code="R", formula="m * 2", objective="O"),
        measure(code="M", formula="a / b"),
    ]
    figures = given_figures(("a", "x", "2003-Q1", 6), ("b", "x", "2003-Q1", 2))
    assert result(evaluate(card(measures=measures), figures), "x", "2003-Q1", "R").value == 6


def test_as_of_takes_what_was_known_then() -> None:
    figures = observations_frame(
        [
            {"input": "a", "org_unit": "x", "period": "2003-Q2", "value": 81.0, "recorded_at": date(2003, 8, 15)},
            {"input": "a", "org_unit": "x", "period": "2003-Q2", "value": 86.0, "recorded_at": date(2003, 11, 15)},
        ]
    )  # fmt: skip
    one = card(measures=[measure(formula="a")])
    assert result(evaluate(one, figures), "x", "2003-Q2").value == 86
    assert result(evaluate(one, figures, date(2003, 9, 1)), "x", "2003-Q2").value == 81
    assert evaluate(one, figures, date(2003, 1, 1)).results.empty


def test_targets_are_dated_and_a_unit_may_have_its_own() -> None:
    targets = [
        {"from": "2003-Q2", "value": 60, "warning": 50},
        {"from": "2003-Q1", "value": 90},
        {"from": "2003-Q2", "value": 40, "org_unit": "y"},
    ]
    figures = given_figures(*[("a", u, f"2003-Q{n}", 55.0) for u in "xy" for n in (1, 2)])
    one = evaluate(card(measures=[measure(formula="a", targets=targets)]), figures)
    first, second, own = (
        result(one, "x", "2003-Q1"),
        result(one, "x", "2003-Q2"),
        result(one, "y", "2003-Q2"),
    )
    assert (first.target, first.status, first.variance) == (90, "poor", -35)
    assert (second.target, second.status) == (60, "warning")
    assert second.score == pytest.approx(50)  # half-way between the warning border and the target
    assert second.attainment == pytest.approx(100 * 55 / 60)
    assert (own.target, own.status) == (40, "good")


def test_a_sample_whose_interval_holds_the_target_is_uncertain() -> None:
    inputs = [{"code": code, "name": code} for code in ("n", "s", "q")]
    precision = {"kind": "mean", "count": "n", "sum": "s", "sum_of_squares": "q"}
    targets = [{"from": "2003", "value": 73}]
    one = measure(formula="s / n", unit_of_measure="index", precision=precision, targets=targets)
    n, mean, sd = 100, 71.0, 20.0
    figures = given_figures(
        ("n", "x", "2003-Q1", n), ("s", "x", "2003-Q1", n * mean), ("q", "x", "2003-Q1", n * mean**2 + (n - 1) * sd**2)
    )  # fmt: skip
    row = result(evaluate(card(inputs=inputs, measures=[one]), figures), "x", "2003-Q1")
    assert row.status == "uncertain"
    assert row.upper - row.value == pytest.approx(1.9842 * sd / math.sqrt(n), rel=1e-4)  # t, 99 df
    assert row.base == n


def test_scores_are_weighted_and_carry_their_coverage() -> None:
    knots = [{"value": 0, "score": 0}, {"value": 100, "score": 100}]
    measures = [
        measure(code="S1", formula="a", score=knots, weight=3),
        measure(code="S2", formula="b", score=knots, weight=1),
        measure(code="S3", formula="b", role="followed_measure", weight=9),
    ]
    figures = given_figures(
        ("a", "x", "2003-Q1", 80), ("b", "x", "2003-Q1", 40), ("a", "y", "2003-Q1", 20)
    )
    scores = evaluate(card(measures=measures), figures).scores.set_index(["org_unit", "level"])
    assert scores.loc[("x", "objective"), "score"] == 70
    assert scores.loc[("x", "scorecard"), "coverage"] == 1
    assert tuple(scores.loc[("y", "perspective"), ["score", "coverage"]]) == (20, 0.75)
    strict = card(measures=measures, minimum_coverage=0.8)
    withheld = evaluate(strict, figures).scores.set_index(["org_unit", "level"])
    assert math.isnan(withheld.loc[("y", "scorecard"), "score"])


def test_no_observations_give_empty_tables_with_the_declared_columns() -> None:
    empty = evaluate(card(), observations_frame([]))
    assert list(empty.results.columns) == list(RESULTS)
    assert (empty.periods, empty.latest) == ((), None)


def test_a_slice_holds_its_own_history_and_its_neighbours_now(tmp_path: Path) -> None:
    evaluation = evaluate_folder(write_small(tmp_path)).evaluation
    whole = slice_for(evaluation, "city", "all", parse_period("2003-Q1"))
    assert {unit.code for unit in whole.children} == {"north", "south"}
    assert set(whole.results.period) == {"2003-Q1"}
    part = slice_for(evaluation, "south", "all", parse_period("2003-Q2"))
    assert [unit.code for unit in part.ancestors] == ["city"]
    assert set(part.results.org_unit) == {"south", "city", "north"}
    assert [unit.code for unit in part.peers] == ["north"]
    assert set(part.results[part.results.org_unit == "north"].period) == {"2003-Q2"}
    for wrong in ("2003", "2004-Q1"):
        with pytest.raises(ParameterError, match="no results for"):
            slice_for(evaluation, "south", "all", parse_period(wrong))
    with pytest.raises(ParameterError, match="did you mean south"):
        slice_for(evaluation, "soth", "all", parse_period("2003-Q2"))


def test_a_written_slice_is_read_back_as_it_was(tmp_path: Path) -> None:
    evaluation = evaluate_folder(write_small(tmp_path)).evaluation
    report = slice_for(evaluation, "city", "all", parse_period("2003-Q2"))
    write_scorecard(tmp_path, evaluation.scorecard)
    first = write_slice(tmp_path, report).read_bytes()
    again = read_slice(tmp_path, "city", "all", "2003-Q2")
    for name in ("results", "scores", "inputs", "economy"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(report, name))
    assert again.scorecard == report.scorecard
    assert again.sources == report.sources
    assert write_slice(tmp_path, again).read_bytes() == first
    with pytest.raises(ParameterError, match="no slice"):
        read_slice(tmp_path, "north", "all", "2003-Q1")


UNITS = {"city": None, "west": "city", "east": "city", "w1": "west", "w2": "west", "e1": "east"}
LEAVES = ("w1", "w2", "e1")
QUARTERS = [f"{year}-Q{n}" for year in (2002, 2003) for n in (1, 2, 3, 4)]


def below(unit: str) -> Iterator[str]:
    for leaf in LEAVES:
        here: str | None = leaf
        while here is not None:
            if here == unit:
                yield leaf
            here = UNITS[here]


def slow_ratio(
    figures: dict[tuple[str, str, str], float], unit: str, quarters: list[str], *, skip: bool
) -> float:
    """Return the ratio by a plain loop; NaN when it is missing."""
    above, under, seen = 0.0, 0.0, 0
    for leaf in below(unit):
        if not any((name, leaf, q) in figures for name in "ab" for q in QUARTERS):
            continue
        if all((name, leaf, q) in figures for name in "ab" for q in quarters):
            above += sum(figures["a", leaf, q] for q in quarters)
            under += sum(figures["b", leaf, q] for q in quarters)
            seen += 1
        elif not skip:
            return math.nan
    return 100 * above / under if seen and under else math.nan


@settings(deadline=None, max_examples=60)
@given(
    figures=st.dictionaries(
        st.tuples(st.sampled_from("ab"), st.sampled_from(LEAVES), st.sampled_from(QUARTERS)),
        st.integers(0, 1000).map(float),
        min_size=1,
        max_size=48,
    ),
    skip=st.booleans(),
)
def test_the_evaluation_agrees_with_a_plain_loop(
    figures: dict[tuple[str, str, str], float], *, skip: bool
) -> None:
    rule = "skip" if skip else "propagate"
    one = card(
        inputs=[{"code": code, "name": code, "missing": rule} for code in "ab"],
        org_units=[{"code": u, "name": u} | ({"parent": p} if p else {}) for u, p in UNITS.items()],
    )
    rows = [(name, leaf, quarter, value) for (name, leaf, quarter), value in figures.items()]
    results = evaluate(one, given_figures(*rows)).results
    first = min(quarter for _, _, quarter in figures)
    for row in results.itertuples():
        year = [q for q in QUARTERS if q <= row.period and q[:4] == row.period[:4]]
        expected = slow_ratio(figures, row.org_unit, [row.period], skip=skip)
        np.testing.assert_allclose(row.value, expected, rtol=1e-12)
        to_date = slow_ratio(figures, row.org_unit, year, skip=skip)
        np.testing.assert_allclose(row.year_to_date, to_date, rtol=1e-12)
        assert (row.reason == "ok") == (not math.isnan(row.value))
    assert results.period.min() == first


def test_what_a_unit_delivered_is_told_though_another_input_is_missing() -> None:
    figures = given_figures(
        ("a", "x", "2003-Q1", 1), ("b", "x", "2003-Q1", 2), ("a", "y", "2003-Q1", 410)
    )
    found = slice_for(evaluate(card(), figures), "y", "all", parse_period("2003-Q1")).inputs
    assert dict(zip(found["input"], found["reason"], strict=True)) == {"a": "ok", "b": "incomplete"}
    assert found["value"].iloc[0] == 410
