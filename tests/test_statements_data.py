"""What is said of figures that are old, late, not due, withheld, preliminary, revised or new."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from read_aloud import (
    AFTER_THE_YEAR,
    OF_DATA,
    ON_THE_LAST_DAY,
    POOR,
    REVISED,
    Said,
    awaited,
    missing,
    preliminary,
    revised,
)
from small_slice import (
    cells_of,
    measure_of,
    slice_of,
    with_past,
    with_unit_above,
)

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.narrative import (
    Statement,
    comparable_year_before,
    in_short,
    questions_of,
    sentence_of,
    statements_of,
)


def patterns(report: ReportSlice) -> list[str]:
    return [each.pattern for each in statements_of(report)]


def of(report: ReportSlice, model: str) -> Statement:
    (found,) = (each for each in statements_of(report) if each.model == model)
    return found


def in_swedish(report: ReportSlice, model: str) -> str:
    return sentence_of(of(report, model), report.scorecard, "sv").replace("\u00a0", "_")


# --- due, late, not due ---------------------------------------------------------------------------


def test_a_figure_that_is_not_due_is_told_but_is_not_among_the_missing() -> None:
    waiting = missing("not_due", date(2004, 1, 17))
    assert patterns(waiting) == ["15_not_due"]
    assert in_short(statements_of(waiting)) == ()
    assert questions_of(statements_of(waiting), (), waiting) == ()
    late = missing("late")
    assert [each.pattern for each in in_short(statements_of(late))] == ["15_late"]


def test_who_supplies_a_source_goes_before_who_computes_the_measure() -> None:
    both = missing("late", computed_by="HR officer")
    assert "den 11 februari 2004 av IFO-administratören." in in_swedish(both, "15")
    assert "HR officer" not in in_swedish(both, "15")
    unknown = replace(both, sources={})
    assert "den 11 februari 2004 (HR officer)." in in_swedish(unknown, "15")
    nobody = replace(missing("late"), sources={})
    assert "den 11 februari 2004. " in in_swedish(nobody, "15")


def test_what_cannot_be_computed_has_been_delivered_and_nobody_owes_it() -> None:
    assert "IFO-administratören" not in in_swedish(missing("division_by_zero"), "15")
    assert questions_of(statements_of(missing("division_by_zero")), (), missing("no_data")) == ()


@pytest.mark.parametrize(
    ("as_of", "due"), [(date(2004, 2, 11), "2004-02-11"), (date(2004, 2, 12), None), (None, "2004")]
)
def test_a_day_that_has_passed_is_not_told_as_one_to_come(
    as_of: date | None, due: str | None
) -> None:
    told = of(replace(awaited(), as_of=as_of), "14")
    assert (told.texts.get("due") or "").startswith(due or "")
    assert ("due" in told.texts) is (due is not None)


def test_the_value_of_an_earlier_quarter_is_told_as_the_latest_with_its_own_period() -> None:
    told = of(awaited(), "14")
    assert (str(told.period), told.texts["waited"]) == ("2003-Q3", "2003-Q4")


@pytest.mark.parametrize(("months", "told"), [(6, False), (5, True), (None, False)])
def test_a_value_that_may_not_stand_any_longer_is_told_to_be_out_of_date(
    months: int | None, *, told: bool
) -> None:
    schedule = {"valid_months": months} if months else {}
    yearly = measure_of(frequency="year", schedule=schedule)
    report = slice_of(yearly, {"value": 8.0, "status": "good", "target": 8.5}, period="2003-Q2")
    assert ("valid_months" in of(report, "14").facts) is told


# --- withheld -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "given", "told"),
    [
        ({"value": 8.0}, {}, True),
        ({"reason": "suppressed", "status": "suppressed"}, {}, False),
        ({"reason": "late", "status": "no_data"}, {}, False),
        ({"value": 8.0}, {"over_units": "none"}, False),
        ({"value": 8.0}, {"over_units": "inherit"}, False),
    ],
)
def test_a_withheld_value_is_said_to_be_in_that_of_the_unit_above_where_it_is(
    above: dict[str, Any], given: dict[str, str], *, told: bool
) -> None:
    inputs = [{**ON_THE_LAST_DAY[0], **given}]
    report = slice_of(measure_of(), {"reason": "suppressed"}, given=inputs)
    statement = of(with_unit_above(report, **above), "16")
    assert ("above" in statement.texts) is told
    assert (statement.facts, statement.status) == ({}, "suppressed")


def test_a_withheld_value_has_no_past_that_tells_it() -> None:
    past = {"2003-Q2": {"value": 8.6, "previous": 8.1, "revised_on": "2003-11-14"}}
    report = with_past(slice_of(preliminary(), {"reason": "suppressed"}), past)
    assert patterns(report) == ["16"]


# --- preliminary ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (None, True),
        (date(2004, 6, 29), True),
        (date(2004, 6, 30), False),  # half a year after the end of December
        (date(2004, 7, 1), False),
    ],
)
def test_a_value_is_preliminary_for_so_many_months(as_of: date | None, *, told: bool) -> None:
    report = replace(slice_of(preliminary(), POOR), as_of=as_of)
    assert ("19_preliminary" in patterns(report)) is told


def test_a_value_that_is_never_revised_is_not_preliminary() -> None:
    assert patterns(slice_of(measure_of(), POOR)) == ["2_above"]
    missing_value = slice_of(preliminary(), {"reason": "late"})
    assert patterns(missing_value) == ["15_late"]


def changes(*differences: float) -> dict[str, dict[str, float]]:
    periods = [f"200{year}-Q{quarter}" for year in (1, 2) for quarter in (1, 2, 3, 4)]
    return {
        period: {"value": 8.0, "previous": 8.0 - difference}
        for period, difference in zip(periods, differences, strict=False)
    }


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (changes(0.2, 0.5, 0.3), ""),  # three say nothing of the next
        (changes(0.2, 0.5, 0.3, 0.4), "fyra_tidigare uppgifter har i efterhand höjts med 0,2–0,5"),
        (changes(-0.2, -0.5, -0.3, -0.4), "fyra_tidigare uppgifter har i efterhand sänkts med 0,2"),
        (changes(-0.2, 0.5, 0.3, 0.4), "uppgifter har i efterhand ändrats med högst 0,5_"),
        (changes(0.3, 0.31, 0.3, 0.3), "höjts med 0,3_procentenheter"),
        (changes(0.04, 0.5, 0.3, 0.4), "höjts med upp till 0,5_procentenheter"),
        (changes(0.01, 0.02, 0.03, 0.04), "höjts med 0,01–0,04_procentenheter"),
    ],
)
def test_how_much_is_usually_revised_is_told_from_four_revisions_on(
    past: dict[str, dict[str, float]], said: str
) -> None:
    text = in_swedish(revised(preliminary(), past), "19")
    if said:
        assert said in text
    else:
        assert text == "Sjukfrånvaron kvartal 4 2003, 8,7_%, är en preliminär uppgift."


def test_the_newest_value_itself_says_nothing_of_earlier_revisions() -> None:
    row = {**POOR, "previous": 8.0}
    report = with_past(slice_of(preliminary(), row), changes(0.2, 0.5, 0.3))
    (told,) = (each for each in statements_of(report) if each.pattern == "19_preliminary")
    assert "revisions" not in told.facts


# --- revised --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("past", "period"),
    [
        (REVISED, "2003-Q2"),
        ({"2002-Q4": REVISED["2003-Q2"]}, None),  # a year ago: the report of then told it
        ({"2003-Q1": REVISED["2003-Q2"]}, "2003-Q1"),
        ({"2003-Q1": {"value": 8.64, "previous": 8.56}}, None),  # both are shown as 8,6
        ({"2003-Q1": {"value": math.nan, "previous": 8.1}}, None),
        (
            {  # the last to be revised, not the latest period
                "2003-Q1": {"value": 8.6, "previous": 8.1, "revised_on": "2003-12-01"},
                "2003-Q2": {"value": 8.6, "previous": 8.1, "revised_on": "2003-11-14"},
            },
            "2003-Q1",
        ),
        (
            {  # revised on the same day: the latest period
                "2003-Q1": {"value": 8.6, "previous": 8.1, "revised_on": "2003-11-14"},
                "2003-Q2": {"value": 8.6, "previous": 8.1, "revised_on": "2003-11-14"},
            },
            "2003-Q2",
        ),
    ],
)
def test_the_last_revision_of_the_past_year_is_told_where_it_shows(
    past: dict[str, dict[str, Any]], period: str | None
) -> None:
    found = [each for each in statements_of(revised(measure_of(), past)) if each.model == "19"]
    assert [str(each.period) for each in found] == ([period] if period else [])


def test_a_revised_value_is_shown_with_the_decimals_that_it_has_in_its_own_report() -> None:
    past = {"2003-Q2": {"value": 8.52, "previous": 8.1, "target": 8.5, "status": "poor"}}
    text = in_swedish(revised(measure_of(), past), "19")
    assert text == "Sjukfrånvaron för kvartal 2 2003 har ändrats från 8,10_% till 8,52_%."


# --- a new definition -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "kind", "told"),
    [
        ("2003", "definition", True),
        ("2003-Q4", "definition", True),
        ("2004", "definition", False),  # still to come
        ("2002", "definition", False),  # nothing before it is to be seen
        ("2003", "rule", False),  # a note on the axis, which bars no comparison
    ],
)
def test_a_break_is_told_while_there_are_values_from_before_it(
    begins: str, kind: str, *, told: bool
) -> None:
    measure = measure_of(breaks=[{"from": begins, "kind": kind, "text": "persons"}])
    report = with_past(slice_of(measure, POOR), {"2002-Q4": {"value": 7.0}})
    assert ("10_break" in patterns(report)) is told
    empty = with_past(slice_of(measure, POOR), {"2002-Q4": {"reason": "no_data"}})
    assert "10_break" not in patterns(empty) or begins == "2003-Q4"


def test_of_two_breaks_the_last_one_is_told() -> None:
    breaks = [{"from": "2003-Q3", "text": "second"}, {"from": "2003-Q1", "text": "first"}]
    report = with_past(slice_of(measure_of(breaks=breaks), POOR), {"2002-Q4": {"value": 7.0}})
    assert of(report, "10").texts == {"from": "2003-Q3"}


# --- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", OF_DATA, ids=lambda said: said.pattern)
def test_every_fact_of_the_data_stands_where_its_evidence_says(said: Said) -> None:
    statement = said.statement
    assert statement.evidence
    for each in statement.evidence:
        assert cells_of(said.report, each) == [each.value]


def test_a_report_of_an_earlier_day_speaks_of_what_was_known_then() -> None:
    then = replace(missing("late"), as_of=AFTER_THE_YEAR)
    assert of(then, "15").texts["due"] == "2004-02-11"


# --- the year before ------------------------------------------------------------------------------

BEFORE = {"2002-Q4": {"value": 9.4}}


@pytest.mark.parametrize(
    ("changed", "past", "told"),
    [
        ({}, BEFORE, True),
        ({}, {"2003-Q3": {"value": 9.4}}, False),  # of a year ago, not of a quarter ago
        ({}, {"2002-Q4": {"reason": "suppressed"}}, False),
        ({"breaks": [{"from": "2003-Q2", "text": "persons"}]}, BEFORE, False),
        (
            {"breaks": [{"from": "2002-Q4", "text": "persons"}]},
            BEFORE,
            True,
        ),  # counted anew in both
        ({"breaks": [{"from": "2004", "text": "persons"}]}, BEFORE, True),
        ({"breaks": [{"from": "2003", "kind": "rule", "text": "a rule"}]}, BEFORE, True),
        # in the year so far, the new definition lies within the one value
        ({"breaks": [{"from": "2002-Q3", "text": "x"}], "window": "year_to_date"}, BEFORE, False),
    ],
)
def test_the_value_of_the_year_before_is_told_where_it_may_be_held_against_that_of_now(
    changed: dict[str, Any], past: dict[str, dict[str, Any]], *, told: bool
) -> None:
    for role, model in (("", "2"), ("legal_duty", "18")):
        named = {**changed, "role": role} if role else changed
        report = with_past(slice_of(measure_of(**named), POOR), past)
        facts = of(report, model).facts
        assert facts.get("year_before") == (9.4 if told else None)


def test_an_old_value_and_one_that_cannot_be_trusted_have_no_year_before() -> None:
    trusted = slice_of(measure_of(), POOR)
    assert str(comparable_year_before(trusted, measure_of())) == "2002-Q4"
    assert comparable_year_before(trusted, measure_of(reliability="low")) is None
    assert comparable_year_before(awaited(), measure_of()) is None
