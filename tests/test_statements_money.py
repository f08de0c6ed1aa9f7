"""What is said of the outturn, its account classes, and the forecast for the year."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_aloud import CLASSES, DEVIATION, MOVED, OF_MONEY, PARTS, Said, economy, without_measure
from small_slice import cells_of, measure_of, slice_of, with_economy, with_register

from bsc_helpers.evaluation import (
    ReportSlice,
    evaluate,
    observations_frame,
    slice_for,
)
from bsc_helpers.model import Scorecard
from bsc_helpers.narrative import Statement, sentence_of, statements_of
from bsc_helpers.periods import parse_period


def patterns(report: ReportSlice) -> list[str]:
    return [each.pattern for each in statements_of(report)]


def of(report: ReportSlice, model: str) -> Statement:
    (found,) = (each for each in statements_of(report) if each.model == model)
    return found


# --- the outturn ----------------------------------------------------------------------------------


def test_the_economy_speaks_at_the_measure_of_its_budget_and_its_inputs_do_not_speak_too() -> None:
    report = economy(-4.3e6, PARTS, **MOVED)
    told = [(each.model, each.measure) for each in statements_of(report)]
    assert told == [("5", "U01"), ("6", "U01"), ("2", "U01")]
    alone = [(each.model, each.measure) for each in statements_of(without_measure(report))]
    assert alone == [("5", ""), ("6", "")]


def test_without_an_economy_a_measure_of_money_speaks_from_its_own_inputs() -> None:
    report = economy(-4.3e6)
    own = with_register(report, economy=None)
    for each in (own, with_economy(report, {})):
        money = of(with_economy(each, {}), "5")
        assert [cell.frame for cell in money.evidence] == ["inputs"] * 2 + [
            "results",
            "results",
            "inputs",
        ]
        assert money.facts["value"] == pytest.approx(100 * -4.3 / 494.4)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, True),
        ({"formula": "100 * (plan - outturn) / (funding + plan)"}, False),  # of no one thing
        ({"formula": "100 * (outturn - plan) / funding"}, True),  # the value decides, not the text
        ({"unit_of_measure": "index"}, False),
    ],
)
def test_the_share_is_told_where_the_measure_is_just_that(
    changed: dict[str, Any], *, told: bool
) -> None:
    money = of(economy(-4.3e6, measure={**DEVIATION, **changed}), "5")
    assert ("value" in money.facts) is told


def _net(report: ReportSlice) -> dict[str, Any]:
    (row,) = report.economy.to_dict("records")
    return {name: row[name] for name in ("plan", "outturn", "deviation", "year_plan")}


def test_a_share_that_does_not_follow_from_the_deviation_is_not_told() -> None:
    report = economy(-4.3e6)
    report.results["value"] = -0.5
    assert "value" not in of(report, "5").facts


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        (PARTS, ["staff", "bought"]),
        # three quarters of what goes in the same direction, and the first is enough
        ({"staff": -3.6e6, "bought": -1.2e6, "rent": 0.5e6}, ["staff"]),
        ({"staff": -3.5e6, "bought": -1.3e6, "rent": 0.5e6}, ["staff", "bought"]),
        # a large one in the other direction is part of the rest
        ({"staff": -10.3e6, "bought": 6.0e6}, ["staff"]),
        # never all: what is left is the rest
        ({"staff": -2.3e6, "bought": -2.0e6}, ["staff"]),
        ({"staff": -4.3e6}, []),
        # they do not add up to the net, or one is missing
        ({"staff": -3.1e6, "bought": -1.6e6}, []),
        ({"staff": -3.1e6, "bought": float("nan")}, []),
        ({}, []),
    ],
)
def test_the_classes_that_account_for_most_of_the_deviation_are_named(
    parts: dict[str, float], named: list[str]
) -> None:
    money = of(economy(-4.3e6, parts), "5")
    assert [money.texts[each] for each in ("part_1", "part_2") if each in money.texts] == named
    assert [money.facts[f"part_{n}"] for n in range(1, len(named) + 1)] == [parts[c] for c in named]


millions = st.integers(-20_000_000, 20_000_000).map(float)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(millions, min_size=2, max_size=4),
    st.sampled_from([494.4e6, 54.4e6, 0.4e6]),
    st.sampled_from(["sv", "en"]),
)
def test_the_parts_as_shown_add_up_to_the_deviation_as_shown(
    deviations: list[float], plan: float, language: str
) -> None:
    parts = dict(zip(CLASSES, deviations, strict=False))
    net = sum(deviations)
    report = without_measure(economy(net, parts, plan=plan))
    money = of(report, "5")
    text = sentence_of(money, report.scorecard, language)
    whole, *shown = amounts_in(text, language)
    if money.pattern == "5_even":
        assert len(shown) == 0
        return
    sign = 1 if money.pattern == "5_better" else -1
    told = shown[1:]  # the first is the plan
    assert told
    assert sum(told) == sign * whole
    assert told[0] * sign >= 0  # the named ones go in the direction of the whole


def amounts_in(text: str, language: str) -> list[Decimal]:
    """Return the amounts of a text, in its own scale."""
    thousands, point = ("\u00a0", ",") if language == "sv" else (",", ".")
    number = rf"[+−]?\d{{1,3}}(?:{thousands}\d{{3}})*(?:{re.escape(point)}\d)?"
    pattern = rf"({number})\u00a0(?:t|m)?kr" if language == "sv" else rf"SEK\u00a0({number})"
    plain = [each.replace(thousands, "").replace("−", "-") for each in re.findall(pattern, text)]
    return [Decimal(each.replace(point, ".")) for each in plain]


# --- the forecast ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "forecast", "expected"),
    [
        ("2003-Q3", MOVED, ["5_worse", "6_open", "2_below"]),
        ("2003-Q4", MOVED, ["5_worse", "6_closed", "2_below"]),
        ("2003-Q3", {**MOVED, "made_on": None}, ["5_worse", "2_below"]),  # by nobody knows when
        ("2003-Q3", {"made_on": "2003-11-12"}, ["5_worse", "2_below"]),
    ],
)
def test_a_forecast_is_told_with_its_day_as_long_as_the_year_is_open_and_after(
    period: str, forecast: dict[str, Any], expected: list[str]
) -> None:
    assert patterns(economy(-4.3e6, period=period, **forecast)) == expected


def test_a_change_of_the_forecast_is_told_where_the_previous_one_has_its_day() -> None:
    silent = economy(-4.3e6, period="2003-Q3", **{**MOVED, "previous_made_on": None})
    assert "previous_forecast_deviation" not in of(silent, "6").facts


steps = st.integers(-90_000_000, 90_000_000).map(float)


@settings(max_examples=100, deadline=None)
@given(steps, steps, steps, st.sampled_from([494.4e6, 54.4e6]))
def test_the_steps_of_a_forecast_are_the_differences_of_what_is_shown(
    forecast: float, previous: float, deviation: float, plan: float
) -> None:
    moved = {**MOVED, "forecast_deviation": forecast, "previous_forecast_deviation": previous}
    report = without_measure(economy(deviation, plan=plan, **moved))
    told = of(report, "6")
    text = sentence_of(told, report.scorecard, "sv")
    shown = amounts_in(text, "sv")
    now = shown.pop(0) if "mot budget" in text else Decimal(0)
    if "samma som" in text:
        before = now
    else:
        step, before = shown[:2]
        shown = shown[2:]
        assert step == abs(now - before) > 0
        assert ("sämre än prognosen från" in text) == (now < before)
    result, *miss = shown
    assert sum(miss) == abs(result - now)
    assert ("sämre än prognosen." in text) == (result < now)


# --- evidence -------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", OF_MONEY, ids=lambda said: said.pattern)
def test_every_amount_of_the_economy_stands_where_its_evidence_says(said: Said) -> None:
    statement = said.statement
    assert statement.evidence
    for each in statement.evidence:
        assert cells_of(said.report, each) == [each.value]
    known = {each.value for each in statement.evidence}
    assert {fact for fact in statement.facts.values() if fact == fact} <= known  # noqa: PLR0124 - not NaN


def test_money_and_forecast_are_told_of_an_evaluated_economy() -> None:
    def row(name: str, period: str, value: float, **more: str) -> dict[str, Any]:
        return {"input": name, "org_unit": "backa", "period": period, "value": value, **more}

    quarters = [f"2003-Q{number}" for number in (1, 2, 3, 4)]
    records = [
        *(row("plan", quarter, 30e6) for quarter in quarters),
        *(row("staff_plan", quarter, 20e6) for quarter in quarters),
        *(row("other_plan", quarter, 10e6) for quarter in quarters),
        row("outturn", "2003-Q1", 32e6),
        row("staff", "2003-Q1", 23e6),
        row("other", "2003-Q1", 9e6),
        row("outturn", "2003", 124e6, scenario="forecast", made_on="2003-03-20"),
        row("outturn", "2003", 129.5e6, scenario="forecast", made_on="2003-04-10"),
    ]
    names = ("plan", "outturn", "staff_plan", "staff", "other_plan", "other")
    card = Scorecard.model_validate(
        {
            "code": "card",
            "name": "Card",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "org_units": [{"code": "backa", "name": "Backa"}],
            "inputs": [{"code": name, "name": name, "unit_of_measure": "SEK"} for name in names],
            "economy": {
                "net": {"plan": "plan", "outturn": "outturn"},
                "classes": [
                    {
                        "code": code,
                        "name": name,
                        "kind": "cost",
                        "plan": f"{code}_plan",
                        "outturn": code,
                    }
                    for code, name in (("staff", "Personal"), ("other", "Övrigt"))
                ],
            },
            "measures": [measure_of(formula="outturn").model_dump(by_alias=True)],
        }
    )
    evaluation = evaluate(card, observations_frame(records))
    report = slice_for(evaluation, "backa", "all", parse_period("2003-Q1"))
    told = [each for each in statements_of(report) if each.model in ("5", "6")]
    assert [sentence_of(each, card, "sv").replace("\u00a0", "_") for each in told] == [
        (
            "Utfallet kvartal 1 2003 var 2,0_mkr sämre än budget (budgeterad nettokostnad "
            "30,0_mkr). Avvikelsen var −3,0_mkr för personal och +1,0_mkr för övriga poster "
            "tillsammans."
        ),
        (
            "Prognosen för helåret 2003, lämnad den 10 april, är −9,5_mkr mot budget, 5,5_mkr "
            "sämre än prognosen från den 20 mars (−4,0_mkr)."
        ),
    ]
    for statement in told:
        assert all(cells_of(report, each) == [each.value] for each in statement.evidence)


def test_the_money_of_another_unit_or_activity_is_not_told() -> None:
    report = economy(-4.3e6, PARTS)
    for column, other in (("org_unit", "askim"), ("activity", "preschool")):
        elsewhere = without_measure(report)
        lines = {"net": _net(economy(-4.3e6))}
        moved = with_economy(elsewhere, lines)
        moved.economy[column] = other
        assert statements_of(moved) == ()
    empty = slice_of(measure_of(), {"value": 8.0, "status": "good", "target": 8.5})
    assert patterns(empty) == ["1"]
