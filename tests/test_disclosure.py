"""Values on too few cases are withheld, with what they could be found out by."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import pandas as pd
import pytest

from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, slice_for
from bsc_helpers.model import Scorecard
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


@pytest.mark.parametrize("seed", range(30))
def test_no_hidden_count_follows_from_what_is_shown(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same cases every time
    units: list[dict[str, Any]] = [{"code": "top", "name": "Top"}]
    counts = {}
    for d in range(chance.randint(2, 4)):
        units.append({"code": f"d{d}", "name": "D", "parent": "top"})
        for u in range(chance.randint(2, 5)):
            units.append({"code": f"u{d}{u}", "name": "U", "parent": f"d{d}"})
            counts[f"u{d}{u}"] = chance.choice([1, 2, 3, 4, 6, 9, 15, 30])
    found = hidden(evaluate(card(units), answers(**counts)))
    below = {u["code"]: [v["code"] for v in units if v.get("parent") == u["code"]] for u in units}

    def size(code: str) -> int:
        return counts.get(code, 0) + sum(size(part) for part in below[code])

    for code, parts in below.items():
        rest = [part for part in parts if part in found]
        if rest and code not in found:
            assert sum(size(part) for part in rest) >= 5 or len(rest) == len(parts)
    for code, count in counts.items():
        assert count >= 5 or code in found
