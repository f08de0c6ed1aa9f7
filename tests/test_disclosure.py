"""Values on too few cases are withheld, with what they could be found out by."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, slice_for
from bsc_helpers.model import Input, Scorecard
from bsc_helpers.periods import parse_period


def card(units: list[dict[str, Any]], minimum: float = 5, **changed: Any) -> Scorecard:
    survey = {
        "code": "K",
        "name": "K",
        "objective": "O",
        "formula": "100 * pleased / answers",
        "unit_of_measure": "percent",
        "polarity": "higher_is_better",
        "precision": {"kind": "proportion", "count": "answers", "sum": "pleased", "scale": 100},
        "minimum_base": minimum,
        "targets": [{"from": "2002", "value": 50, "warning": 40}],
    }
    return Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "inputs": [{"code": "pleased", "name": "p"}, {"code": "answers", "name": "a"}],
            "measures": [survey | changed],
            "org_units": units,
        }
    )


FLAT = [
    {"code": "top", "name": "Top"},
    *({"code": code, "name": code, "parent": "top"} for code in "ABCD"),
]


def answers(**counts: int) -> pd.DataFrame:
    """Return answers of the first quarter, half of them pleased (rounded down)."""
    return observations_frame(
        [
            {"input": name, "org_unit": unit, "period": "2003-Q1", "value": float(value)}
            for unit, count in counts.items()
            for name, value in (("answers", count), ("pleased", count // 2))
        ]
    )


def hidden(evaluation: Evaluation) -> set[str]:
    rows = evaluation.results
    return set(rows[rows.reason == "suppressed"].org_unit)


def test_a_group_under_the_minimum_is_hidden_and_one_on_it_is_shown() -> None:
    # acceptance 57: n = 4 hidden, n = 5 shown; at 10 the same with 9 and 10
    assert "A" in hidden(evaluate(card(FLAT), answers(A=4, B=50, C=60)))
    assert hidden(evaluate(card(FLAT), answers(A=5, B=50, C=60))) == set()
    assert "A" in hidden(evaluate(card(FLAT, 10), answers(A=9, B=50, C=60)))
    assert hidden(evaluate(card(FLAT, 10), answers(A=10, B=50, C=60))) == set()


def test_zero_answers_are_not_withheld_but_cannot_be_computed() -> None:
    rows = evaluate(card(FLAT), answers(A=0, B=50)).results.set_index("org_unit")
    assert rows.reason["A"] == "division_by_zero"


def test_a_sister_that_would_give_the_hidden_value_away_is_hidden_too() -> None:
    # acceptance 60: a total of 9 from 3 and 6; both parts hidden, the total shown
    assert hidden(evaluate(card(FLAT), answers(A=3, B=6))) == {"A", "B"}
    # acceptance 62: the smallest of the others, whatever the order
    assert hidden(evaluate(card(FLAT), answers(A=3, B=60, C=20, D=40))) == {"A", "C"}
    # acceptance 64: two of one case each do not protect one another
    assert len(hidden(evaluate(card(FLAT), answers(A=1, B=1, C=30, D=40)))) == 3


def test_what_is_left_of_a_total_is_enough_where_the_unit_has_cases_of_its_own() -> None:
    # acceptance 61: 13 = 3 + 6 and 4 of the unit itself, which no part shows: the rest is 7
    units = [*FLAT[:3], {"code": "own", "name": "own", "parent": "top"}]
    evaluation = evaluate(card(units), answers(A=3, B=6, own=4))
    assert hidden(evaluation) == {"A", "own"}  # both under five, and together seven


def test_nothing_of_a_hidden_value_is_left_in_any_table() -> None:
    evaluation = evaluate(card(FLAT), answers(A=3, B=6, C=50))
    report = slice_for(evaluation, "A", "all", parse_period("2003-Q1"))
    row = report.results[report.results.org_unit == "A"].iloc[0]
    assert row.status == "suppressed"
    numbers = [
        row[name] for name in report.results.select_dtypes("float64") if "target" not in name
    ]
    assert all(math.isnan(number) for number in numbers if number != row.coverage)
    assert report.inputs["value"].isna().all()
    assert set(report.inputs.reason) == {"suppressed"}
    assert report.scores[report.scores.org_unit == "A"]["score"].isna().all()


def test_a_unit_hidden_for_a_sister_hides_a_part_of_its_own() -> None:
    units = [
        *FLAT[:3],
        {"code": "B1", "name": "B1", "parent": "B"},
        {"code": "B2", "name": "B2", "parent": "B"},
    ]
    evaluation = evaluate(card(units), answers(A=3, B1=20, B2=30))
    assert hidden(evaluation) == {"A", "B", "B1"}


def test_a_measure_made_of_a_hidden_one_is_hidden() -> None:
    both = card(FLAT)
    other = both.measures[0].model_copy(
        update={"code": "Z", "formula": "k - 1", "precision": None, "minimum_base": None}
    )
    evaluation = evaluate(
        both.model_copy(update={"measures": (*both.measures, other)}), answers(A=3, B=60)
    )
    rows = evaluation.results.set_index(["org_unit", "measure"])
    assert rows.reason["A", "Z"] == "suppressed"


ACTIVITIES = ("care", "school", "library")


@pytest.mark.parametrize("seed", range(40))
def test_nobody_can_solve_the_published_sums_for_a_hidden_count(seed: int) -> None:
    # acceptance 63: an attacker who knows every published count, and that no count is negative
    units, told = random_city(Random(seed))  # noqa: S311 - the same cases every time
    places = {"activities": [{"code": code, "name": code} for code in ACTIVITIES]}
    whole = Scorecard.model_validate(card(units).model_dump(by_alias=True) | places)
    rows = [
        {"input": name, "org_unit": unit, "activity": activity, "period": "2003-Q1", "value": value}
        for unit, activity, count in told
        for name, value in (("answers", float(count)), ("pleased", float(count // 2)))
    ]
    results = evaluate(whole, observations_frame(rows)).results
    counts = np.array([count for _, _, count in told], dtype=float)
    known, secret = [], []
    for row in results.itertuples(index=False):
        counted = np.array([float(counts_in(units, t, row)) for t in told])
        if row.reason == "suppressed":
            secret.append(counted)
        elif row.reason in {"ok", "division_by_zero"}:
            known.append(counted)
    for counted in secret:
        if 0 < counted @ counts < 5:
            assert width(counted, known, counts) > 1e-6


def random_city(chance: Random) -> tuple[list[dict[str, Any]], list[tuple[str, str, int]]]:
    """Return a city whose districts deliver by unit or by activity, with counts."""
    units: list[dict[str, Any]] = [{"code": "top", "name": "Top"}]
    told: list[tuple[str, str, int]] = []
    for d in range(chance.randint(2, 4)):
        units.append({"code": f"d{d}", "name": "D", "parent": "top"})
        if chance.random() < 0.5:
            some = chance.sample(ACTIVITIES, chance.randint(1, 3))
            counts = [0, 1, 2, 3, 4, 6, 9, 15, 30]
            told += [(f"d{d}", activity, chance.choice(counts)) for activity in some]
            continue
        for u in range(chance.randint(1, 5)):
            place = {"code": f"u{d}{u}", "name": "U", "parent": f"d{d}"}
            units.append(place | {"activities": [chance.choice(ACTIVITIES)]})
            told.append((f"u{d}{u}", "all", chance.choice([1, 2, 3, 4, 6, 9, 15, 30])))
    return units, told


def counts_in(units: list[dict[str, Any]], told: tuple[str, str, int], row: Any) -> bool:
    """Whether a delivered count is part of the one that a row of the results rests on."""
    by_code = {each["code"]: each for each in units}
    here, lineage = told[0], []
    while here is not None:
        lineage.append(here)
        here = by_code[here].get("parent")
    does = by_code[told[0]].get("activities", [told[1]])[0]
    return row.org_unit in lineage and row.activity in {"all", does}


def width(counted: Any, known: list[Any], counts: Any) -> float:
    """Return how far apart the lowest and the highest count lie that fit all that is known."""
    equal = {"A_eq": np.array(known), "b_eq": np.array(known) @ counts} if known else {}
    bounds = [(0, None)] * len(counts)
    low = linprog(counted, bounds=bounds, **equal)
    high = linprog(-counted, bounds=bounds, **equal)
    return np.inf if high.status == 3 else float(-high.fun - low.fun)


def test_a_quarter_that_is_hidden_cannot_be_found_in_a_longer_window() -> None:
    # acceptance 69: what the year to date grew by
    more = [
        {"input": name, "org_unit": unit, "period": "2003-Q2", "value": float(value)}
        for unit, count in (("A", 3), ("B", 40), ("C", 50))
        for name, value in (("answers", count), ("pleased", count // 2))
    ]
    both = pd.concat([answers(A=12, B=40, C=50), observations_frame(more)], ignore_index=True)
    evaluation = evaluate(card(FLAT), both)
    rows = evaluation.results.set_index(["org_unit", "period"])
    assert rows.reason["A", "2003-Q2"] == "suppressed"
    assert math.isnan(rows.year_to_date["A", "2003-Q2"])
    assert not math.isnan(rows.year_to_date["top", "2003-Q2"])
    cumulated = evaluate(card(FLAT, window="year_to_date"), both)
    assert "A" in hidden(cumulated)


def test_which_of_two_alike_is_hidden_does_not_hang_on_the_order_of_the_register() -> None:
    counts = answers(A=3, B=20, C=20, D=40)
    turned = [FLAT[0], *reversed(FLAT[1:])]
    assert hidden(evaluate(card(FLAT), counts)) == hidden(evaluate(card(turned), counts))


def test_a_value_that_says_nothing_of_its_cases_is_not_shown() -> None:
    extra = {"code": "n", "name": "n"}
    whole = card(FLAT, base="n", precision=None)
    whole = whole.model_copy(update={"inputs": (*whole.inputs, Input.model_validate(extra))})
    cases = {"input": "n", "org_unit": "top", "period": "2003-Q1", "value": 40.0}
    both = pd.concat([answers(A=30), observations_frame([cases])], ignore_index=True)
    assert hidden(evaluate(whole, both)) == {"A"}
