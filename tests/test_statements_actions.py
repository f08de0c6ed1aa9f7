"""The follow-up of actions, and what is to be discussed (B10, P3): facts and questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from read_aloud import (
    ACTION,
    AFTER_THE_YEAR,
    GOALS,
    OF_ACTIONS,
    OF_QUESTIONS,
    POOR,
    Said,
    action,
    asked,
    economy,
    expected,
)
from small_slice import cells_of, measure_of, slice_of, with_register

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.narrative import Statement, actions_of, initiatives_for, sentence_of

SAMPLE = {"precision": {"kind": "mean", "count": "n", "sum": "s", "sum_of_squares": "q"}}


TWO_GOALS = {
    **GOALS,
    "objectives": [*GOALS["objectives"], {**GOALS["objectives"][0], "code": "X"}],
}
RANGE = {"polarity": "in_range", "targets": [{"from": "2003", "low": 8, "high": 9}]}


def followed_up(report: ReportSlice) -> Statement:
    (found,) = actions_of(report)
    return found


def outcome(report: ReportSlice) -> str:
    return followed_up(report).texts["outcome"]


# --- how far it has come --------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["planned", "ongoing", "late", "done", "stopped"])
def test_an_action_is_told_by_its_status(status: str) -> None:
    told = followed_up(action(status=status))
    assert (told.pattern, told.initiative, told.measure) == (f"23_{status}", "A1", "M02")
    assert told.status == ""


@pytest.mark.parametrize(
    ("status", "due", "overdue"),
    [
        ("ongoing", "2003-12-31", True),
        ("late", "2003-12-31", True),
        ("planned", "2003-12-31", True),
        ("ongoing", "2004-02-17", False),  # it has until the end of the day
        ("ongoing", None, False),
        ("done", "2003-12-31", False),
        ("stopped", "2003-12-31", False),
    ],
)
def test_what_is_in_hand_after_the_day_on_which_it_was_due_is_told_to_be_so(
    status: str, due: str | None, *, overdue: bool
) -> None:
    told = followed_up(action(status=status, due=due, as_of=AFTER_THE_YEAR))
    assert ("overdue" in told.texts) is overdue


def test_actions_come_in_the_order_of_the_register() -> None:
    second = {**ACTION, "code": "A0", "effect": {"measure": "M02", "value": 8, "from": "2004"}}
    report = with_register(action(), initiatives=[ACTION, second])
    assert [each.initiative for each in actions_of(report)] == ["A1", "A0"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, False),
        ({"measures": None}, False),  # for an objective that the unit measures nothing of
        ({"measures": None, **expected()}, False),
        ({"measures": None, "objective": "X"}, True),  # for one of which nothing is measured
        ({"measures": ["K01"]}, True),  # for no measure of the card
    ],
)
def test_an_action_for_measures_that_the_unit_does_not_have_is_not_one_of_its_own(
    changed: dict[str, Any], *, told: bool
) -> None:
    written = {name: value for name, value in {**ACTION, **changed}.items() if value is not None}
    report = with_register(action(), initiatives=[written], **TWO_GOALS)
    nothing = replace(report, results=report.results.iloc[:0])
    assert len(actions_of(report)) == 1
    assert [len(actions_of(nothing)), len(initiatives_for(nothing))] == [told, told]


# --- what was expected ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "row", "value", "known"),
    [
        ({}, POOR, 8.0, "not_reached"),
        ({}, POOR, 8.7, "reached"),
        ({"polarity": "higher_is_better"}, POOR, 8.7, "reached"),
        ({"polarity": "higher_is_better"}, POOR, 8.8, "not_reached"),
        ({"polarity": "neutral"}, POOR, 8.0, "beside"),
        ({"polarity": "in_range"}, POOR, 8.0, "beside"),  # without a target there is no side
        (RANGE, POOR, 8.0, "reached"),
        (RANGE, {**POOR, "value": 7.9}, 8.0, "not_reached"),
        (RANGE, POOR, 8.5, "beside"),  # from inside the range nothing is to be bettered
        (RANGE, {**POOR, "value": 9.8}, 9.0, "not_reached"),
        ({**RANGE, "reliability": "low"}, POOR, 8.0, "reached"),
        (SAMPLE, {**POOR, "lower": 8.1, "upper": 9.3}, 8.0, "not_reached"),
        (SAMPLE, {**POOR, "lower": 7.9, "upper": 9.5}, 8.0, "unsure"),
        (SAMPLE, {**POOR, "lower": 8.1, "upper": 8.9}, 9.0, "reached"),
        (SAMPLE, POOR, 8.0, "unsure"),  # too few for an interval
        ({}, {"reason": "late"}, 8.0, "missing"),
        ({}, {"reason": "suppressed"}, 8.0, "withheld"),
    ],
)
def test_a_value_is_held_against_what_was_expected_of_it(
    changed: dict[str, Any], row: dict[str, Any], value: float, known: str
) -> None:
    report = action(row, measure_of(**changed), **expected(value))
    assert outcome(report) == known
    for language in ("sv", "en"):
        text = sentence_of(followed_up(report), report.scorecard, language)
        assert ("8" in text) is True
        assert "inte varför" in text or "not say why" in text or "reached" not in known


@pytest.mark.parametrize(
    ("value", "swedish"), [(8.0, "minst 8_%"), (9.5, "högst 9,5_%"), (8.5, ": 8,5_%")]
)
def test_what_is_expected_towards_a_target_range_says_from_which_side(
    value: float, swedish: str
) -> None:
    report = action(measure=measure_of(**RANGE), **expected(value, "2004-Q1"))
    text = sentence_of(followed_up(report), report.scorecard, "sv")
    assert f"{swedish})" in text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("first", "frequency", "known"),
    [
        ("2003-Q4", "quarter", "not_reached"),
        ("2004-Q1", "quarter", "early"),
        ("2003", "quarter", "not_reached"),
        ("2003-Q4", "year", "not_reached"),
        ("2004", "year", "early"),
    ],
)
def test_it_is_too_early_until_the_first_period_that_can_show_it_has_been_measured(
    first: str, frequency: str, known: str
) -> None:
    assert outcome(action(measure=measure_of(frequency=frequency), **expected(8.0, first))) == known


def test_an_early_value_is_not_told_beside_the_action() -> None:
    told = followed_up(action(**expected(8.0, "2004-Q1")))
    assert "value" not in told.facts
    assert told.facts["expected"] == 8.0


def test_a_value_that_misses_what_was_expected_by_little_is_not_shown_upon_it() -> None:
    report = action({**POOR, "value": 8.02, "target": 9.0, "status": "good"}, **expected(8.0))
    text = sentence_of(followed_up(report), report.scorecard, "en")
    assert "was 8.02% in" in text.replace("\u00a0", " ")


# --- what to discuss ------------------------------------------------------------------------------


def questions(report: ReportSlice) -> list[str]:
    return [each.pattern for each in asked(report)]


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        ({}, "Q_missed_action"),
        ({"status": "planned"}, "Q_missed_action"),
        ({"status": "done"}, "Q_missed_no_action"),
        ({"status": "stopped"}, "Q_missed_no_action"),
        ({"measures": ["K01"]}, "Q_missed_no_action"),
        ({"measures": None}, "Q_missed_action"),  # for the whole objective
        ({"measures": None, **expected()}, "Q_missed_action"),
        ({"measures": ["K01"], **expected()}, "Q_missed_action"),
    ],
)
def test_a_missed_target_asks_for_an_action_or_whether_that_in_hand_is_enough(
    changed: dict[str, Any], known: str
) -> None:
    assert questions(action(**changed)) == [known]


def test_an_action_for_another_objective_does_not_count() -> None:
    other = {**ACTION, "objective": "X", "measures": []}
    report = with_register(action(), initiatives=[other], **TWO_GOALS)
    assert questions(report) == ["Q_missed_no_action"]


def test_an_action_whose_day_has_passed_is_named_without_it() -> None:
    report = action(as_of=AFTER_THE_YEAR)
    enough, late = asked(report)
    assert (enough.pattern, late.pattern) == ("Q_missed_action", "Q_late_action")
    text = sentence_of(enough, report.scorecard, "en")
    assert text.endswith("enough to meet it: Fixed teams in home care?")


def test_a_measure_is_asked_about_once_though_its_action_has_not_brought_what_was_expected() -> (
    None
):
    assert questions(action(**expected())) == ["Q_missed_action"]
    good = {"value": 8.2, "status": "good", "target": 8.5}
    assert questions(action(good, **expected())) == ["Q_effect"]
    for ended in ("done", "stopped"):  # nothing more can be made of it
        assert questions(action(good, status=ended, **expected())) == ["Q_effect_ended"]
    assert questions(action(good, **expected(8.2))) == []
    assert questions(action(good)) == []


def test_a_surplus_raises_no_question_and_a_forecast_goes_before_the_sum_so_far() -> None:
    closed = economy(-4.3e6)
    assert questions(closed)[0] == "Q_deficit_closed"
    assert questions(economy(4.3e6, period="2003-Q3")) == []
    better = economy(-4.3e6, period="2003-Q3", forecast_deviation=1e6, made_on="2003-11-12")
    assert questions(better) == []


def test_questions_come_in_a_fixed_order_and_judge_nothing() -> None:
    for said in OF_QUESTIONS:
        for question in asked(said.report):
            assert (question.model, question.status) == ("Q", "")


def test_without_anything_to_ask_there_is_no_question() -> None:
    good = slice_of(measure_of(), {"value": 8.0, "status": "good", "target": 8.5})
    assert asked(good) == ()


# --- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [*OF_ACTIONS, *OF_QUESTIONS], ids=lambda said: said.pattern)
def test_every_fact_of_an_action_stands_where_its_evidence_says(said: Said) -> None:
    statement = said.statement
    assert statement.evidence
    for each in statement.evidence:
        assert cells_of(said.report, each) == [each.value]
