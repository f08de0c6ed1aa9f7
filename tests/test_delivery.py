"""What was delivered and the organisation are held against each other: advice, never a stop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from small_register import write_broken, write_small

from bsc_helpers.errors import Problem
from bsc_helpers.evaluation import observations_frame
from bsc_helpers.model import Scorecard
from bsc_helpers.register import load_register
from bsc_helpers.sources import check_delivery, read_observations


def unit(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": code, "kind": "district", "parent": "city", **more}


def card(**more: Any) -> Scorecard:
    """Return a city of three districts that deliver hours, with what a test adds or replaces."""
    return Scorecard.model_validate(
        {
            "code": "card",
            "name": "Card",
            "inputs": [{"code": "hours", "name": "Hours"}],
            "org_units": [
                {"code": "city", "name": "City", "kind": "city"},
                *(unit(code) for code in ("north", "south", "west")),
            ],
            "sources": [
                {
                    "code": "staff",
                    "name": "Staff system",
                    "supplier": "the pay office",
                    "file": "staff.csv",
                    "columns": {"org_unit": "u", "period": "p", "input": "i", "value": "v"},
                    "inputs": {"Timmar": "hours", "Sjuktimmar": "sick"},
                }
            ],
        }
        | more
    )


def row(org_unit: str, value: float | None = 1, **more: Any) -> dict[str, Any]:
    told = {"input": "hours", "org_unit": org_unit, "period": "2003-Q1", "source": "staff"}
    return {**told, "value": value, **more}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return observations_frame([{"line": n, **row} for n, row in enumerate(rows, start=2)])


def advice(scorecard: Scorecard, *rows: dict[str, Any]) -> list[str]:
    problems = check_delivery(scorecard, frame(*rows))
    assert all(problem.advice for problem in problems)
    return [str(problem) for problem in problems]


ALL_THREE = [row("north"), row("south"), row("west")]


def with_inputs(*codes: str, **more: Any) -> dict[str, Any]:
    return {"inputs": [{"code": code, "name": code, **more} for code in codes]}


def test_nothing_is_said_of_a_delivery_that_meets_the_organisation() -> None:
    assert advice(card(), *ALL_THREE) == []


def test_units_that_deliver_nothing_of_what_their_sisters_do_are_named_with_whom_to_ask() -> None:
    """B9, B13: where data and organisation do not meet, and who supplies the figure."""
    assert advice(card(), row("north")) == [
        (
            "staff.csv: 2 of 3 units of the kind district deliver no hours: south, west; "
            "those of the others come from staff (supplied by the pay office)"
        )
    ]


def test_a_figure_that_was_only_delivered_as_missing_is_none() -> None:
    (text,) = advice(card(), row("north"), row("south"), row("west", None))
    assert "1 of 3 units of the kind district deliver no hours: west;" in text


def test_inputs_that_the_same_units_lack_are_told_together() -> None:
    rows = [row(code, input=name) for code in ("north", "south") for name in ("hours", "sick")]
    (text,) = advice(card(**with_inputs("hours", "sick")), *rows)
    assert "1 of 3 units of the kind district deliver no figure of hours, sick: west;" in text


def test_a_unit_below_which_figures_are_delivered_lacks_none() -> None:
    units = [*card().model_dump()["org_units"], unit("ward", parent="west", kind="ward")]
    assert advice(card(org_units=units), row("north"), row("south"), row("ward")) == []


def test_a_unit_is_not_expected_to_deliver_of_a_time_in_which_it_was_not() -> None:
    def later(first_day: str) -> Scorecard:
        new = unit("new", **{"from": first_day})
        return card(org_units=[*card().model_dump()["org_units"], new])

    assert advice(later("2003-04-01"), *ALL_THREE) == []
    assert len(advice(later("2003-03-31"), *ALL_THREE)) == 1


MEASURE = {
    "code": "M1",
    "name": "M1",
    "objective": "O1",
    "formula": "hours / 2",
    "unit_of_measure": "hours",
    "polarity": "neutral",
}


@pytest.mark.parametrize(
    ("applies_to", "expected"),
    [
        ({}, 1),
        ({"activities": ["aldre"]}, 0),
        ({"activities": ["fsk"]}, 1),
        ({"kinds": ["school"]}, 0),
    ],
)
def test_a_unit_is_not_expected_to_deliver_for_measures_that_are_not_meant_for_it(
    applies_to: dict[str, Any], expected: int
) -> None:
    other = {**MEASURE, "code": "M2", "formula": "m1 * 3", "applies_to": applies_to}
    scorecard = card(
        activities=[{"code": "fsk", "name": "Preschool"}, {"code": "aldre", "name": "Care"}],
        measures=[{**MEASURE, "applies_to": applies_to}, other],
        org_units=[
            {"code": "city", "name": "City", "kind": "city"},
            unit("north", activities=["aldre"]),
            unit("south", activities=["fsk"]),
        ],
    )
    texts = advice(scorecard, row("north"), row("city", activity="fsk"))
    assert len([text for text in texts if "deliver no hours: south" in text]) == expected


def test_a_figure_is_expected_where_a_measure_built_on_another_one_needs_it() -> None:
    narrow = {**MEASURE, "applies_to": {"kinds": ["school"]}}
    wide = {**MEASURE, "code": "M2", "formula": "m1 * 3"}
    assert advice(card(measures=[narrow]), row("north")) == []
    assert len(advice(card(measures=[narrow, wide]), row("north"))) == 1


def test_a_unit_that_declares_no_activities_may_do_any() -> None:
    scorecard = card(
        activities=[{"code": "fsk", "name": "Preschool"}],
        measures=[{**MEASURE, "applies_to": {"activities": ["fsk"]}}],
    )
    (text,) = advice(scorecard, row("north", activity="fsk"), row("south", activity="fsk"))
    assert "1 of 3 units of the kind district deliver no hours: west" in text


def test_what_is_inherited_from_above_is_not_expected_of_every_unit() -> None:
    scorecard = card(**with_inputs("hours", over_units="inherit"))
    assert advice(scorecard, row("city"), row("north")) == []


def test_inputs_that_were_never_delivered_are_told_with_the_source_that_should_hold_them() -> None:
    scorecard = card(**with_inputs("hours", "sick", "extra"))
    assert advice(scorecard, *ALL_THREE, row("north", None, input="extra")) == [
        (
            "staff.csv: inputs that are declared and were never delivered: sick; expected from "
            "staff (supplied by the pay office)"
        ),
        "inputs that are declared and were only ever delivered as missing: extra",
    ]


def test_figures_of_a_time_in_which_the_unit_does_not_exist_are_told_by_period() -> None:
    units = [*card().model_dump()["org_units"], unit("old", to="2002-12-31")]
    rows = [row("old", period="2002-Q4"), row("old"), row("old", period="2003-Q2")]
    assert advice(card(org_units=units), *ALL_THREE, *rows) == [
        (
            "staff.csv:6: figures are delivered for old in periods in which it does not exist: "
            "2003-Q1, 2003-Q2"
        )
    ]


def done(*activities: str, **more: Any) -> Scorecard:
    """Return the card with two activities, of which the districts declare some."""
    return card(
        activities=[{"code": "fsk", "name": "Preschool"}, {"code": "aldre", "name": "Care"}],
        org_units=[
            {"code": "city", "name": "City", "kind": "city"},
            *(unit(code, activities=[*activities], **more) for code in ("north", "south", "west")),
        ],
    )


def test_an_activity_of_which_nothing_is_delivered_is_told_with_who_declares_it() -> None:
    """B9."""
    assert advice(done("fsk"), *ALL_THREE) == [
        "no figure is delivered of the activity aldre; no unit declares it"
    ]
    assert advice(done("fsk", "aldre"), *ALL_THREE) == [
        "no figure is delivered of the activity fsk; it is done by north, south, west",
        "no figure is delivered of the activity aldre; it is done by north, south, west",
    ]


def test_a_unit_that_delivers_by_activity_is_told_which_of_its_own_it_leaves_out() -> None:
    rows = [row(code, activity="fsk") for code in ("north", "south", "west")]
    texts = advice(done("fsk", "aldre"), *rows, row("south", activity="aldre"))
    assert texts == [
        "north delivers by activity, but nothing of aldre",
        "west delivers by activity, but nothing of aldre",
    ]


AMOUNTS = ("plan", "plan_cost", "plan_fees", "net", "cost", "fees")
ECONOMY = {
    "net": {"plan": "plan", "outturn": "net"},
    "classes": [
        {"code": "C", "name": "C", "kind": "cost", "plan": "plan_cost", "outturn": "cost"},
        {"code": "R", "name": "R", "kind": "revenue", "plan": "plan_fees", "outturn": "fees"},
    ],
}


def amounts(net: float | None, cost: float, fees: float, **more: Any) -> list[dict[str, Any]]:
    told = {"net": net, "cost": cost, "fees": fees}
    return [row("north", value, input=name, **more) for name, value in told.items()]


def adding_up(*rows: dict[str, Any]) -> list[str]:
    scorecard = card(**with_inputs(*AMOUNTS), economy=ECONOMY)
    return [text for text in advice(scorecard, *rows) if "add up" in text]


def test_account_classes_that_do_not_add_up_to_the_net_are_told_with_the_first_place() -> None:
    """B9: one account plan; the net is the costs less the revenues of its classes."""
    right = amounts(75, 100, 25, period="2002-Q4")
    assert adding_up(*right, *amounts(85, 100, 25), *amounts(0, 9, 1, period="2003-Q2")) == [
        (
            "staff.csv:5: outturn: the classes do not add up to the net in 2 of 3 figures; "
            "the first is north in 2003-Q1: net 85.00, costs less revenues 75.00, difference 10.00"
        )
    ]


@pytest.mark.parametrize(("net", "told"), [(76.5, 0), (73.5, 0), (76.6, 1), (73.4, 1)])
def test_amounts_may_each_be_rounded_to_a_whole_krona(net: float, told: int) -> None:
    assert len(adding_up(*amounts(net, 100, 25))) == told  # three amounts, half a krona each


def test_a_net_that_is_missing_or_lacks_a_class_is_not_held_against_the_others() -> None:
    assert adding_up(*amounts(None, 100, 25)) == []
    assert adding_up(*amounts(85, 100, 25)[:2]) == []


def test_the_plan_and_each_forecast_are_added_up_on_their_own() -> None:
    forecast = {"scenario": "forecast", "period": "2003"}
    plan = [
        row("north", value, input=name)
        for name, value in {"plan": 1, "plan_cost": 9, "plan_fees": 2}.items()
    ]
    texts = adding_up(
        *amounts(75, 100, 25, **forecast, made_on="2003-04-15"),
        *amounts(75, 120, 25, **forecast, made_on="2003-09-15"),
        *plan,
    )
    assert [text[:18] for text in texts] == ["staff.csv:8: plan:", "staff.csv:5: outtu"]
    assert "in 1 of 2 figures; the first is north in 2003, the forecast of 2003-09-15:" in texts[1]


def test_the_last_delivered_amount_counts() -> None:
    days = [{"recorded_at": day} for day in ("2003-05-01", "2003-08-01")]
    wrong, right = (amounts(net, 100, 25, **day) for net, day in zip((85, 75), days, strict=True))
    assert adding_up(*wrong, *right) == []
    assert len(adding_up(*wrong, *amounts(99, 100, 25, **days[1]))) == 1


def from_folder(folder: Path) -> list[Problem]:
    scorecard = load_register(folder).scorecard
    return check_delivery(scorecard, read_observations(scorecard, folder))


def test_the_files_of_a_folder_are_held_against_its_organisation(tmp_path: Path) -> None:
    assert from_folder(write_small(tmp_path)) == []
    write_broken(
        tmp_path, "staff.csv", "south,2003-Q1,hours,200\nsouth,2003-Q2,sick_hours,12\n", ""
    )
    assert from_folder(tmp_path) == []  # still something of each
    rows = "south,2003-Q1,sick_hours,10\nsouth,2003-Q1,hours,200\n"
    rows += "south,2003-Q2,sick_hours,12\nsouth,2003-Q2,hours,200\n"
    (problem,) = from_folder(write_broken(tmp_path, "staff.csv", rows, ""))
    message = "1 of 2 units of the kind district deliver no figure of sick_hours, hours: south"
    assert problem.message.startswith(message)
