"""Outturn against the periodised budget, line by line, and the forecasts of the year."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest

from bsc_helpers.errors import DataError
from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame
from bsc_helpers.model import Scorecard

NAMES = ("net_plan", "net_out", "rev_plan", "rev_out", "staff_plan", "staff_out")


def card() -> Scorecard:
    return Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "activities": [{"code": "care", "name": "care"}, {"code": "school", "name": "school"}],
            "inputs": [{"code": name, "name": name, "unit_of_measure": "SEK"} for name in NAMES],
            "measures": [
                {
                    "code": "U",
                    "name": "U",
                    "objective": "O",
                    "formula": "net_plan - net_out",
                    "unit_of_measure": "SEK",
                    "polarity": "higher_is_better",
                    "window": "year_to_date",
                }
            ],
            "economy": {
                "net": {"plan": "net_plan", "outturn": "net_out"},
                "classes": [
                    line("revenue", "revenue", "rev_plan", "rev_out"),
                    line("staff", "cost", "staff_plan", "staff_out"),
                ],
            },
            "org_units": [
                {"code": "city", "name": "City"},
                {"code": "x", "name": "X", "parent": "city"},
                {"code": "y", "name": "Y", "parent": "city", "activities": ["care"]},
            ],
        }
    )


def line(code: str, kind: str, plan: str, outturn: str) -> dict[str, Any]:
    return {"code": code, "name": code, "kind": kind, "plan": plan, "outturn": outturn}


def quarters(name: str, unit: str, values: list[float]) -> list[dict[str, Any]]:
    return [
        {"input": name, "org_unit": unit, "period": f"2003-Q{number}", "value": value}
        for number, value in enumerate(values, 1)
    ]


def forecast(unit: str, value: float, day: str, name: str = "net_out") -> dict[str, Any]:
    place = {"input": name, "org_unit": unit, "period": "2003", "scenario": "forecast"}
    return {**place, "value": value, "made_on": day, "recorded_at": day}


FIGURES = [
    *quarters("net_plan", "x", [100, 100, 100, 100]),
    *quarters("net_out", "x", [90, 120, 100]),
    *quarters("rev_plan", "x", [10, 10, 10, 10]),
    *quarters("rev_out", "x", [12, 10, 10]),
    *quarters("staff_plan", "x", [110, 110, 110, 110]),
    *quarters("staff_out", "x", [102, 130, 110]),
    *quarters("net_plan", "y", [50, 50, 50, 50]),
    *quarters("net_out", "y", [50, 50, 40]),
    forecast("x", 398, "2003-04-10"),
    forecast("x", 415, "2003-09-10"),
    forecast("y", 200, "2003-04-10"),
    forecast("y", 190, "2003-09-12"),
]


def evaluated(as_of: date | None = None) -> Evaluation:
    return evaluate(card(), observations_frame(FIGURES), as_of)


def at(evaluation: Evaluation, unit: str, period: str, code: str = "net") -> Any:
    rows: pd.DataFrame = evaluation.economy
    found = rows[(rows.org_unit == unit) & (rows.period == period) & (rows.line == code)]
    return next(found[found.activity == "all"].itertuples(index=False))


def test_the_year_so_far_against_its_plan_with_a_plus_for_a_surplus() -> None:
    row = at(evaluated(), "x", "2003-Q3")
    assert (row.plan, row.outturn, row.deviation, row.year_plan) == (300, 310, -10, 400)
    assert at(evaluated(), "x", "2003-Q1").deviation == 10
    assert at(evaluated(), "city", "2003-Q3").deviation == 0


def test_more_revenue_and_less_cost_are_both_better() -> None:
    # acceptance 93, and the lines add up to the net
    revenue, staff = (at(evaluated(), "x", "2003-Q3", code) for code in ("revenue", "staff"))
    assert (revenue.deviation, staff.deviation) == (2, -12)
    assert revenue.deviation + staff.deviation == at(evaluated(), "x", "2003-Q3").deviation


def test_the_last_forecast_stands_beside_the_one_before_it() -> None:
    row = at(evaluated(), "x", "2003-Q3")
    assert (row.forecast, row.forecast_deviation, row.made_on) == (415, -15, "2003-09-10")
    assert (row.previous_forecast_deviation, row.previous_made_on) == (2, "2003-04-10")


def test_a_forecast_of_the_whole_is_made_when_its_last_part_is() -> None:
    row = at(evaluated(), "city", "2003-Q3")
    assert (row.forecast, row.made_on) == (605, "2003-09-12")
    assert row.previous_made_on == "2003-09-10"  # x had moved by then, y not yet
    assert row.previous_forecast_deviation == 600 - (415 + 200)


def test_only_what_was_forecast_by_then_is_known() -> None:
    row = at(evaluated(date(2003, 8, 1)), "x", "2003-Q2")
    assert (row.forecast, row.made_on) == (398, "2003-04-10")
    assert row.previous_made_on is None
    assert math.isnan(row.previous_forecast_deviation)


def test_a_newer_forecast_of_the_whole_replaces_those_of_its_parts() -> None:
    rows = observations_frame([*FIGURES, forecast("city", 620, "2003-10-10")])
    assert at(evaluate(card(), rows), "city", "2003-Q3").forecast == 620


def test_forecasts_of_one_day_for_a_unit_and_one_within_it_are_refused() -> None:
    rows = observations_frame([*FIGURES, forecast("city", 620, "2003-09-12")])
    with pytest.raises(DataError, match="one within the other, on the same day"):
        evaluate(card(), rows)


def test_a_forecast_is_no_outturn() -> None:
    rows = evaluated().results
    last = rows[(rows.org_unit == "x") & (rows.period == "2003-Q4")]
    assert last["value"].isna().all()  # only the plan is known there
    assert "2003" not in set(rows.period)


def test_an_activity_has_an_economy_of_its_own() -> None:
    rows = evaluated().economy
    care = rows[(rows.org_unit == "city") & (rows.activity == "care") & (rows.period == "2003-Q3")]
    assert care.set_index("line").deviation["net"] == 10


def test_a_card_without_an_economy_has_no_rows() -> None:
    without = card().model_copy(update={"economy": None})
    assert evaluate(without, observations_frame(FIGURES)).economy.empty
