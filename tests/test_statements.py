"""Which statements a result licenses, and what stands first on the page."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from small_slice import CARD, SEEDS, cells_of, evaluated_slices, measure_of, slice_of

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.narrative import (
    Statement,
    in_short,
    nothing_deviates,
    sentence_of,
    statements_of,
)
from bsc_helpers.narrative.rounding import rounded
from bsc_helpers.periods import parse_period

MEAN = {"kind": "mean", "count": "n", "sum": "s", "sum_of_squares": "q", "scale": 100}
PROPORTION = {"kind": "proportion", "count": "n", "sum": "s", "scale": 100}
MONEY = [{"code": code, "name": code, "unit_of_measure": "SEK"} for code in ("plan", "outturn")]
BUDGET = {"plan": "plan", "outturn": "outturn"}
COUNT = {"unit_of_measure": {"sv": "beslut", "en": "decisions"}, "decimals": 0}
TARGETS = [{"from": "2003", "value": 10}]
LATER = [{"from": "2004", "value": 10}]

seeds = pytest.mark.parametrize("seed", range(SEEDS))


def patterns(report: ReportSlice) -> list[str]:
    return [statement.pattern for statement in statements_of(report)]


def row(value: float, status: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "status": status, **more}


def sampled(value: float, status: str, lower: float, upper: float, **more: Any) -> dict[str, Any]:
    return row(value, status, lower=lower, upper=upper, base=40.0, **more)


# --- one licence at a time ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "cells", "pattern"),
    [
        # 1 and 2: a complete count on one side of its target
        ({}, row(8.0, "good", target=8.5), "1"),
        ({}, row(8.6, "warning", target=8.5), "2_above"),
        ({}, row(9.6, "poor", target=8.5), "2_above"),
        ({"polarity": "higher_is_better"}, row(60, "poor", target=68), "2_below"),
        ({"polarity": "in_range"}, row(61, "poor", target_low=40, target_high=60), "2_above"),
        ({"polarity": "in_range"}, row(39, "poor", target_low=40, target_high=60), "2_below"),
        # 1 and 2: a sample whose whole interval lies on one side
        ({"precision": MEAN}, sampled(5, "good", 4, 6, target=8.5), "1"),
        ({"precision": MEAN}, sampled(12, "poor", 10, 14, target=8.5), "2_above"),
        # the target outside, but the warning border at 9 inside
        ({"precision": MEAN}, sampled(9.5, "uncertain", 8.7, 10.3, target=8.5), "2_above_unsure"),
        # 3: the interval holds the target, or there is none
        ({"precision": MEAN}, sampled(8, "uncertain", 7, 9, target=8.5), "3_mean"),
        ({"precision": PROPORTION}, sampled(8, "uncertain", 7, 9, target=8.5), "3_proportion"),
        (
            {"precision": MEAN, "polarity": "in_range"},
            sampled(8, "uncertain", 7, 9, target_low=2, target_high=8.5),
            "3_mean_range",
        ),
        ({"precision": MEAN}, row(8, "good", target=8.5), "3_no_interval"),
        ({"precision": MEAN}, row(9, "poor", target=8.5), "3_no_interval"),
        # 4: no target, by its role or for this period
        ({"role": "followed_measure"}, row(8, "unscored"), "4_followed"),
        ({"polarity": "neutral"}, row(8, "unscored"), "4_followed"),
        ({}, row(8, "unscored"), "4_without_target"),
        ({"reliability": "low"}, row(8, "unscored"), "4_unsure"),
        ({"reliability": "low", "targets": TARGETS}, row(8, "unscored"), "4_unsure_target"),
        ({"reliability": "low", "targets": LATER}, row(8, "unscored"), "4_unsure"),
        ({"reliability": "low", "role": "followed_measure"}, row(8, "unscored"), "4_followed"),
        ({"reliability": "low", "role": "legal_duty"}, row(8, "unscored"), "4_unsure"),
        # 15 and 16: no value
        ({}, {"reason": "no_data"}, "15_no_data"),
        ({}, {"reason": "late"}, "15_late"),
        ({}, {"reason": "not_due"}, "15_not_due"),
        ({}, {"reason": "incomplete"}, "15_incomplete"),
        ({}, {"reason": "division_by_zero"}, "15_division_by_zero"),
        ({}, {"reason": "not_a_number"}, "15_not_a_number"),
        ({}, {"reason": "suppressed"}, "16"),
        # 18: a legal duty
        ({"role": "legal_duty"}, row(9, "poor", target=8.5), "18"),
        ({"role": "legal_duty"}, row(9, "warning", target=8.5), "18"),
        ({"role": "legal_duty"}, row(8, "good", target=8.5), "1"),
        # 18: where things are counted, and more than one of them
        ({"role": "legal_duty", **COUNT}, row(7, "poor", target=0), "18_count"),
        ({"role": "legal_duty", **COUNT}, row(1, "poor", target=0), "18"),
        ({"role": "legal_duty", **COUNT, "formula": "a / 2"}, row(7, "poor", target=0), "18"),
        ({"role": "legal_duty", **COUNT, "decimals": 1}, row(7, "poor", target=0), "18"),
        ({"role": "legal_duty", **COUNT}, row(7.5, "poor", target=0), "18"),
        (
            {"role": "legal_duty", "precision": MEAN},
            sampled(8, "uncertain", 7, 9, target=8.5),
            "3_mean",
        ),
    ],
)
def test_a_result_licenses_its_model_and_no_other(
    changed: dict[str, Any], cells: dict[str, Any], pattern: str
) -> None:
    statements = statements_of(slice_of(measure_of(**changed), cells))
    assert [statement.pattern for statement in statements] == [pattern]
    assert statements[0].model == pattern.partition("_")[0]


def test_a_value_that_is_older_than_the_period_is_told_as_old_and_gives_no_alarm() -> None:
    yearly = measure_of(frequency="year", role="legal_duty")
    cells = row(9.6, "poor", target=8.5)
    assert patterns(slice_of(yearly, cells, period="2004-Q2")) == ["14"]
    assert patterns(slice_of(yearly, cells, period="2003-Q4")) == ["18"]
    (old,) = statements_of(slice_of(yearly, cells, period="2004-Q2"))
    assert (str(old.period), str(old.report_period)) == ("2003", "2004-Q2")
    assert in_short([old]) == ()


def test_a_measure_of_shorter_periods_is_not_old_in_the_period_it_ends() -> None:
    monthly = measure_of(frequency="month")
    assert patterns(slice_of(monthly, row(8, "good", target=8.5), period="2003-Q4")) == ["1"]


def test_a_measure_without_a_row_has_no_statement() -> None:
    report = slice_of(measure_of(), row(8, "good", target=8.5, period="2003-Q3"))
    assert statements_of(report) == ()


def test_rows_of_other_units_say_nothing_of_this_one() -> None:
    report = slice_of(measure_of(), row(8, "good", target=8.5, org_unit="askim"))
    assert statements_of(report) == ()


# --- money ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "outturn", "pattern"),
    [(100, 90.4, "5_better"), (100, 104.3, "5_worse"), (100, 100.2, "5_even")],
)
def test_money_is_the_plan_less_the_outturn(plan: float, outturn: float, pattern: str) -> None:
    measure = measure_of(budget=BUDGET)
    inputs = {"plan": plan, "outturn": outturn}
    report = slice_of(measure, row(0, "good", target=1), inputs=inputs, given=MONEY)
    money, _ = statements_of(report)
    assert money.pattern == pattern
    assert money.facts == {"plan": plan, "outturn": outturn, "deviation": plan - outturn}
    assert [(each.input, each.value) for each in money.evidence] == list(inputs.items())


def test_money_is_silent_when_a_part_is_unknown_or_not_in_kronor() -> None:
    measure = measure_of(budget=BUDGET)
    euros = [{**each, "unit_of_measure": "EUR"} for each in MONEY]
    both = {"plan": 1.0, "outturn": 2.0}
    for inputs, given_as in [
        ({"plan": 1.0}, MONEY),
        ({"plan": 1.0, "outturn": math.nan}, MONEY),
        (both, euros),
    ]:
        report = slice_of(measure, row(0, "good", target=1), inputs=inputs, given=given_as)
        assert patterns(report) == ["1"]
    partial = slice_of(measure, row(0, "good", target=1), inputs=both, given=MONEY)
    partial.inputs["coverage"] = 0.9
    assert patterns(partial) == ["1"]


# --- small numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "base", "value", "told"),
    [
        (6, 8, 75, True),
        (20, 29, 100 * 20 / 29, True),
        (20, 30, 100 * 20 / 30, False),  # 30 cases are not few
        (6, 8, 74, False),  # not this proportion: what one case moves is not known
        (0, 0, 0, False),
    ],
)
def test_few_cases_are_told_where_one_case_moves_the_value_by_a_known_amount(
    count: float, base: float, value: float, *, told: bool
) -> None:
    measure = measure_of(precision=PROPORTION)
    cells = row(value, "uncertain", target=70, lower=40, upper=93, base=base)
    found = statements_of(slice_of(measure, cells, inputs={"s": count, "n": base}))
    assert [each.model for each in found] == ["3", "17"][: 1 + told]
    if told:
        assert found[1].facts["one_case"] == 100 / base


@pytest.mark.parametrize(
    ("changed", "count", "base", "models"),
    [
        ({}, 4, 6, ["18", "17"]),
        ({}, 20, 30, ["18"]),
        ({}, 999, 1000, ["18"]),
        ({"base": None}, 4, 6, ["18"]),  # nothing says that they are cases
        ({"formula": "a"}, 4, 6, ["18"]),
        ({}, 4.5, 6.75, ["18"]),  # full-time equivalents are no cases
    ],
)
def test_few_cases_are_also_told_of_a_complete_count(
    changed: dict[str, Any], count: float, base: float, models: list[str]
) -> None:
    share = {"kind": "percentage", "formula": "100 * s / n", "base": "n", "role": "legal_duty"}
    cells = row(100 * count / base, "poor", target=95, base=base)
    report = slice_of(measure_of(**{**share, **changed}), cells, inputs={"s": count, "n": base})
    found = statements_of(report)
    assert [each.model for each in found] == models
    is_counted = not changed and base != 6.75
    assert found[0].facts.get("count") == (count if is_counted else None)


@pytest.mark.parametrize(
    ("decimals", "base", "told"), [(1, 1000, True), (1, 1001, False), (0, 101, False)]
)
def test_cases_are_told_where_a_single_one_shows_in_the_value(
    decimals: int, base: float, *, told: bool
) -> None:
    share = {"kind": "percentage", "formula": "100 * s / n", "base": "n", "decimals": decimals}
    cells = row(100 * 50 / base, "good", target=95, base=base)
    (found,) = statements_of(slice_of(measure_of(**share), cells, inputs={"s": 50, "n": base}))
    assert ("count" in found.facts) is told


@pytest.mark.parametrize(
    ("targets", "limit"),
    [([{"from": "2003", "value": 8.5, "warning": 9}], 9.0), ([], None)],
)
def test_the_warning_limit_that_an_interval_holds_is_named(
    targets: list[dict[str, Any]], limit: float | None
) -> None:
    measure = measure_of(precision=MEAN, targets=targets)
    report = slice_of(measure, sampled(9.5, "uncertain", 8.7, 10.3, target=8.5))
    (told,) = statements_of(report)
    assert told.facts.get("limit") == limit
    assert all(cells_of(report, each) == [each.value] for each in told.evidence)


def test_a_mean_has_no_cases_to_count() -> None:
    measure = measure_of(precision=MEAN)
    cells = row(75, "good", target=80, lower=70, upper=79, base=8)
    assert patterns(slice_of(measure, cells, inputs={"s": 6, "n": 8})) == ["1"]


# --- what is missing and what is not counted ------------------------------------------------------


def test_a_missing_value_says_the_coverage_of_the_card_where_the_measure_has_a_weight() -> None:
    missing = {"reason": "no_data"}
    (told,) = statements_of(slice_of(measure_of(), missing, card_coverage=0.75))
    assert told.facts == {"card_coverage": 0.75}
    assert (told.evidence[1].frame, told.evidence[1].level) == ("scores", "scorecard")
    for measure in (measure_of(weight=0), measure_of(role="followed_measure")):
        (silent,) = statements_of(slice_of(measure, missing, card_coverage=0.75))
        assert silent.facts == {}
    (without,) = statements_of(slice_of(measure_of(), missing))
    assert without.facts == {}


def test_a_withheld_value_leaves_no_number_in_its_statement() -> None:
    measure = measure_of(budget=BUDGET, precision=PROPORTION)
    inputs = {"plan": 1.0, "outturn": 2.0, "n": 5.0, "s": 2.0}
    cells = {"reason": "suppressed", "base": 5.0, "target": 8.5}
    (statement,) = statements_of(slice_of(measure, cells, inputs=inputs, given=MONEY))
    assert (statement.model, statement.status, statement.facts) == ("16", "suppressed", {})


def test_a_figure_of_part_of_the_units_carries_its_coverage() -> None:
    (part,) = statements_of(slice_of(measure_of(), row(8, "good", target=8.5, coverage=0.95)))
    (whole,) = statements_of(slice_of(measure_of(), row(8, "good", target=8.5, coverage=1.0)))
    assert part.facts["coverage"] == 0.95
    assert "coverage" not in whole.facts


# --- in short -------------------------------------------------------------------------------------


def said(
    model: str, measure: str, status: str = "poor", *, pattern: str = "", **facts: float
) -> Statement:
    when = parse_period("2003-Q4")
    known = pattern or model
    return Statement(model, known, measure, "backa", "all", when, when, status, facts, ())


def test_in_short_comes_money_law_missed_targets_and_what_is_missing() -> None:
    given = [
        said("15", "A"),
        said("2", "B", "warning", attainment=10),
        said("2", "C", "poor", attainment=90),
        said("1", "D"),
        said("18", "E"),
        said("2", "F", "poor", attainment=80),
        said("5", "G"),
        said("2", "G", "poor", attainment=1),
        said("3", "H"),
        said("2", "I", "warning", attainment=20),
        said("2", "J", "warning"),
        said("2", "K", "uncertain", attainment=5),
        said("4", "L"),
        said("14", "M"),
        said("16", "N"),
        said("17", "O"),
        said("15", "P"),
        said("6", "Q"),
        said("19", "R"),
        said("10", "S"),
    ]
    assert "".join(each.measure for each in in_short(given)) == "GQEFCBIAP"
    assert "".join(each.measure for each in in_short(given, 6)) == "GQEFCBIJKAP"
    assert in_short([said("1", "A")]) == ()


def test_in_short_worse_goes_before_missed_targets_and_better_after_them() -> None:
    given = [
        said("2", "A", "poor", attainment=10),
        replace(said("12", "B"), texts={"variation": "high", "unusual": "better"}),
        replace(said("8", "C"), texts={"variation": "improvement"}),
        replace(said("8", "D"), texts={"variation": "high"}),
        replace(said("8", "E"), texts={"variation": "concern"}),
        replace(said("12", "F"), texts={"variation": "low", "unusual": "worse"}),
        said("9", "G"),
        said("13", "H"),
        said("11", "I"),
    ]
    assert "".join(each.measure for each in in_short(given)) == "EFAC"
    assert "".join(each.measure for each in in_short(given, 9)) == "EFACDB"


def test_in_short_tells_what_is_late_first_and_sums_up_what_is_too_much_to_tell() -> None:
    reasons = ["division_by_zero", "no_data", "incomplete", "late", "not_due", "no_data"]
    given = [
        said("15", code, pattern=f"15_{reason}")
        for code, reason in zip("ABCDEF", reasons, strict=True)
    ]
    assert "".join(each.measure for each in in_short(given)) == "DBFCA"
    *first, more = in_short([*given, said("15", "G", pattern="15_late")])
    assert "".join(each.measure for each in first) == "DGBF"
    assert (more.pattern, more.measure, dict(more.facts)) == ("15_more", "", {"more": 2.0})
    card = slice_of(measure_of(), {}).scorecard
    told = [sentence_of(more, card, language).replace("\u00a0", "_") for language in ("sv", "en")]
    assert told == ["Ytterligare två_uppgifter saknas.", "A further two_figures are missing."]


def test_where_nothing_deviates_a_line_says_so() -> None:
    told = [nothing_deviates(parse_period("2003-Q4"), language) for language in ("sv", "en")]
    assert told == [
        "Inget mätetal avviker mer än väntat kvartal 4 2003, och ingen uppgift saknas.",
        "No measure deviates more than expected in quarter 4 2003, and no figure is missing.",
    ]


# --- a slow and obvious twin over whole evaluations -----------------------------------------------


def expected_models(report: ReportSlice) -> list[str]:
    """Say by plain comparison which models speak, in the order of the card."""
    found = []
    for measure in CARD.measures:
        shown = str(report.shown(measure.code))
        rows = report.results
        own = rows[
            (rows.org_unit == report.org_unit.code)
            & (rows.measure == measure.code)
            & (rows.period == shown)
        ]
        if own.empty:
            continue
        cells = own.iloc[0]
        is_old = parse_period(shown).end < report.period.start
        money = report.inputs[
            (report.inputs.measure == measure.code)
            & report.inputs.input.isin(["plan", "outturn"])
            & report.inputs.value.notna()
        ]
        found += ["5"] * (measure.code == "U01" and len(money) == 2)
        found.append(_expected(measure.role, measure.precision is not None, cells, is_old=is_old))
        is_few = measure.code == "K04" and not pd.isna(cells.value) and cells.base < 30
        found += ["17"] * bool(is_few)
        found += _expected_change(report, measure, cells, is_old=is_old)
    return found


def _expected(role: str, is_sample: bool, cells: Any, *, is_old: bool) -> str:  # noqa: FBT001 - one of two facts about the measure
    if pd.isna(cells.value):
        return "15"
    if is_old:
        return "14"
    borders = [b for b in (cells.target, cells.target_low, cells.target_high) if not pd.isna(b)]
    if not borders:
        return "4"
    if is_sample and (pd.isna(cells.lower) or any(cells.lower < b < cells.upper for b in borders)):
        return "3"
    if cells.status == "good":
        return "1"
    return "18" if role == "legal_duty" else "2"


def _expected_change(report: ReportSlice, measure: Any, cells: Any, *, is_old: bool) -> list[str]:
    """Too few values to test a change, unless two rounds of a sample have their intervals."""
    rows, before = report.results, str(report.shown(measure.code).year_before())
    past = rows[
        (rows.org_unit == report.org_unit.code)
        & (rows.measure == measure.code)
        & (rows.period == before)
    ]
    if is_old or pd.isna(cells.value) or past.empty or pd.isna(past.iloc[0].value):
        return []
    then = past.iloc[0]
    if measure.precision and not pd.isna(cells.lower) and not pd.isna(then.lower):
        return ["11"]
    places = measure.decimals
    told = rounded(cells.value, places) != rounded(then.value, places)
    charted = (report.changes.measure == measure.code).any()
    return ["10"] if told and charted else []


@seeds
def test_statements_follow_from_the_results_as_a_plain_loop_says(
    seed: int,
) -> None:
    for report in evaluated_slices(seed):
        assert [each.model for each in statements_of(report)] == expected_models(report)


@seeds
def test_every_fact_rests_on_cells_that_stand_in_the_slice(seed: int) -> None:
    for report in evaluated_slices(seed):
        for statement in statements_of(report):
            assert statement.evidence
            for each in statement.evidence:
                assert cells_of(report, each) == [each.value]
            numbers = [each.value for each in statement.evidence]
            for name, fact in statement.facts.items():
                assert fact in numbers or derived(name, statement) == pytest.approx(fact)


def margin_of_change(statement: Statement) -> float:
    """Return the margin of a change: those of two samples, added in squares."""
    ends: dict[tuple[str, str], float] = {
        (each.period, each.column): float(each.value)
        for each in statement.evidence
        if each.column in ("lower", "upper")
    }
    periods = {period for period, _ in ends}
    return math.hypot(*((ends[p, "upper"] - ends[p, "lower"]) / 2 for p in periods))


def derived(name: str, statement: Statement) -> float:
    """Compute a fact that is no cell from those that are."""
    facts = statement.facts
    borders = [facts[b] for b in ("target", "target_low", "target_high") if b in facts]
    return {
        "margin": lambda: (facts["upper"] - facts["lower"]) / 2,
        "difference": lambda: min((facts["value"] - b for b in borders), key=abs),
        "deviation": lambda: facts["plan"] - facts["outturn"],
        "one_case": lambda: 100 / facts["base"],
        "confidence": lambda: 0.95,
        "change": lambda: facts["value"] - facts["year_before"],
        "change_margin": lambda: margin_of_change(statement),
        "decimals": lambda: facts["decimals"],
    }[name]()
