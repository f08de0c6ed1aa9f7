"""The second axis of roll-up: what is done, across the organisation (requirement B1)."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from small_register import ORG_UNITS, write_small

from bsc_helpers.batch.jobs import Selection, jobs_of
from bsc_helpers.errors import DataError, ParameterError, RegisterError
from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, slice_for
from bsc_helpers.model import Preset, Scorecard
from bsc_helpers.periods import parse_period
from bsc_helpers.register import load_register
from bsc_helpers.slices import slice_name

ACTIVITIES = ("school", "care", "library")


def card(measures: list[dict[str, Any]], units: list[dict[str, Any]]) -> Scorecard:
    return Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "activities": [{"code": code, "name": code} for code in ACTIVITIES],
            "inputs": [
                {"code": "a", "name": "a"},
                {"code": "b", "name": "b"},
                {"code": "s", "name": "s", "missing": "skip"},
            ],
            "measures": measures,
            "org_units": units,
        }
    )


def measure(code: str = "M", **changed: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": code,
        "objective": "O",
        "formula": "a / b",
        "unit_of_measure": "kr",
        "polarity": "higher_is_better",
    } | changed


UNITS: list[dict[str, Any]] = [
    {"code": "city", "name": "City", "kind": "city"},
    {"code": "north", "name": "North", "kind": "district", "parent": "city"},
    {"code": "south", "name": "South", "kind": "district", "parent": "city"},
    {"code": "s1", "name": "S1", "kind": "unit", "parent": "north", "activities": ["school"]},
    {"code": "s2", "name": "S2", "kind": "unit", "parent": "south", "activities": ["school"]},
    {"code": "c1", "name": "C1", "kind": "unit", "parent": "north", "activities": ["care"]},
]


def figures(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    """Return observations of the first quarter: input, unit, activity, value."""
    names = ("input", "org_unit", "activity", "value")
    return observations_frame(
        [{"period": "2003-Q1", **dict(zip(names, row, strict=True))} for row in rows]
    )


BOTH = figures(
    ("a", "s1", "all", 10), ("b", "s1", "all", 1),
    ("a", "s2", "school", 20), ("b", "s2", "school", 4),
    ("a", "c1", "all", 70), ("b", "c1", "all", 5),
    ("a", "south", "care", 30), ("b", "south", "care", 10),
)  # fmt: skip


def value(evaluation: Evaluation, unit: str, activity: str, code: str = "M") -> float:
    rows = evaluation.results
    found = rows[(rows.org_unit == unit) & (rows.activity == activity) & (rows.measure == code)]
    return float(found["value"].iloc[0])


def test_a_total_is_rebuilt_along_both_axes_from_units_and_from_parts_of_units() -> None:
    evaluation = evaluate(card([measure()], UNITS), BOTH)
    assert value(evaluation, "city", "school") == pytest.approx(30 / 5)
    assert value(evaluation, "city", "care") == pytest.approx(100 / 15)
    assert value(evaluation, "north", "all") == pytest.approx(80 / 6)
    assert value(evaluation, "south", "all") == pytest.approx(50 / 14)
    assert value(evaluation, "city", "all") == pytest.approx(130 / 20)


def test_a_unit_that_does_one_thing_has_one_row_which_is_of_that_activity() -> None:
    evaluation = evaluate(card([measure()], UNITS), BOTH)
    rows = evaluation.results
    assert set(rows[rows.org_unit == "s1"].activity) == {"all"}
    assert set(rows[rows.org_unit == "north"].activity) == {"all", "school", "care"}
    assert evaluation.activities_in("city") == ("school", "care")
    own = slice_for(evaluation, "s1", "school", parse_period("2003-Q1"))
    assert set(own.results.activity) == {"school"}


def test_an_activity_over_the_whole_city_is_reported_as_a_unit_is() -> None:
    evaluation = evaluate(card([measure()], UNITS), BOTH)
    report = slice_for(evaluation, "city", "school", parse_period("2003-Q1"))
    assert [unit.code for unit in report.children] == ["north", "south"]
    assert set(report.results.activity) == {"school"}
    below = slice_for(evaluation, "north", "care", parse_period("2003-Q1"))
    assert [unit.code for unit in below.children] == ["c1"]
    assert [unit.code for unit in below.peers] == ["south"]
    with pytest.raises(ParameterError, match="valid: all, school, care"):
        slice_for(evaluation, "city", "library", parse_period("2003-Q1"))


def test_a_measure_for_some_activities_counts_only_these_and_has_no_row_elsewhere() -> None:
    only = measure(applies_to={"activities": ["care"]})
    evaluation = evaluate(card([only], UNITS), BOTH)
    assert value(evaluation, "city", "all") == pytest.approx(100 / 15)
    rows = evaluation.results
    assert "s1" not in set(rows.org_unit)
    assert set(rows[rows.org_unit == "north"].activity) == {"all", "care"}


def test_a_measure_for_some_kinds_of_unit_is_summed_from_all_and_shown_for_these() -> None:
    only = measure(applies_to={"kinds": ["city", "district"]})
    evaluation = evaluate(card([only], UNITS), BOTH)
    assert set(evaluation.results.org_unit) == {"city", "north", "south"}
    assert value(evaluation, "city", "all") == pytest.approx(130 / 20)


def test_what_is_delivered_without_an_activity_is_of_the_only_one_that_is_meant() -> None:
    told = figures(("a", "north", "all", 6), ("b", "north", "all", 2))
    units = [*UNITS[:3], {**UNITS[3], "parent": "south"}, *UNITS[5:]]
    evaluation = evaluate(card([measure(applies_to={"activities": ["care"]})], units), told)
    assert value(evaluation, "city", "care") == 3
    several = measure(applies_to={"activities": ["care", "school"]})
    evaluation = evaluate(card([several], units), told)
    assert math.isnan(value(evaluation, "city", "care"))
    assert value(evaluation, "city", "all") == 3


def test_not_applicable_is_not_missing_in_a_score() -> None:
    targets = [{"from": 2003, "value": 1, "warning": 0}]
    measures = [
        measure("M", targets=targets),
        measure("C", targets=targets, applies_to={"activities": ["care"]}),
        measure("L", targets=targets, applies_to={"activities": ["library"]}, formula="s"),
    ]
    scores = evaluate(card(measures, UNITS), BOTH).scores
    whole = scores[scores.level == "scorecard"].set_index(["org_unit", "activity"])["coverage"]
    assert whole["s1", "all"] == 1  # M alone applies
    assert whole["c1", "all"] == 1
    assert whole["city", "all"] == pytest.approx(2 / 3)  # the library measure is missing there


def test_an_activity_that_a_unit_does_not_do_is_refused() -> None:
    with pytest.raises(DataError, match="s1 does not do this activity"):
        evaluate(card([measure()], UNITS), figures(("a", "s1", "care", 1)))


def test_a_figure_for_a_unit_and_for_an_activity_within_it_would_count_twice() -> None:
    twice = figures(("a", "north", "all", 1), ("a", "north", "care", 1))
    units = UNITS[:3]
    with pytest.raises(DataError, match=r"north and for north \(care\) within it"):
        evaluate(card([measure()], units), twice)


def test_a_unit_that_declares_one_thing_while_another_is_done_below_it_is_refused(
    tmp_path: Path,
) -> None:
    # requirement B9: else the whole would be published under the name of one activity
    units = ORG_UNITS.replace("    kind: city\n", "    kind: city\n    activities: [school]\n")
    units = units.replace("name: North\n", "name: North\n    activities: [care]\n")
    declared = "activities:\n  - {code: school, name: S}\n  - {code: care, name: C}\n"
    with pytest.raises(RegisterError, match=r"is not all that is done here and below .*care"):
        load_register(write_small(tmp_path, org_units_yaml=declared + units))


def test_a_named_unit_that_does_not_do_the_activity_is_not_dropped_in_silence() -> None:
    evaluation = evaluate(card([measure()], UNITS), BOTH)
    preset = Preset.model_validate({"code": "p", "name": "P"})
    order = Selection(org_units=("city", "c1"), activities=("school",))
    with pytest.raises(ParameterError, match="c1 does not do school; valid: all, care"):
        jobs_of(evaluation, preset, order)


def test_no_two_subjects_share_the_file_of_a_slice() -> None:
    period = parse_period("2003-Q1")
    names = {slice_name(*subject, period) for subject in (("a", "b__all"), ("a__b", "all"))}
    assert len(names) == 2


def test_every_total_equals_a_plain_loop_over_the_figures_below_it() -> None:
    for seed in range(25):
        chance = Random(seed)  # noqa: S311 - the same cases every time
        units, told = random_city(chance)
        only = chance.choice([[], ["care"], ["care", "school"]])
        one = measure(formula="s", applies_to={"activities": only})
        evaluation = evaluate(card([one], units), observations_frame(told))
        for row in evaluation.results.itertuples(index=False):
            parts = counted(units, told, row.org_unit, row.activity, only)
            wanted = sum(parts) if parts else math.nan
            assert np.isclose(row.value, wanted, equal_nan=True), (seed, row)


def random_city(chance: Random) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a city of three levels, with figures of units that do one or several things."""
    units: list[dict[str, Any]] = [{"code": "city", "name": "City"}]
    told: list[dict[str, Any]] = []
    for district in range(3):
        units.append({"code": f"d{district}", "name": "D", "parent": "city"})
        for number in range(chance.randint(0, 4)):
            code = f"u{district}{number}"
            does = chance.choice(ACTIVITIES)
            units.append(
                {"code": code, "name": "U", "parent": f"d{district}", "activities": [does]}
            )
            if chance.random() < 0.8:
                said = chance.choice(["all", does])
                told.append(row(code, said, chance.randint(1, 9)))
        if chance.random() < 0.5 and not any(t["org_unit"][1] == str(district) for t in told):
            pair = chance.sample(ACTIVITIES, 2)
            told += [row(f"d{district}", activity, chance.randint(1, 9)) for activity in pair]
    return units, told


def row(unit: str, activity: str, number: int) -> dict[str, Any]:
    place = {"input": "s", "org_unit": unit, "activity": activity}
    return {**place, "period": "2003-Q1", "value": float(number)}


def counted(
    units: list[dict[str, Any]],
    told: list[dict[str, Any]],
    unit: str,
    activity: str,
    only: list[str],
) -> list[float]:
    """Return the figures that count for a subject, found one by one."""
    by_code = {each["code"]: each for each in units}
    found = []
    for each in told:
        does = by_code[each["org_unit"]].get("activities", [each["activity"]])[0]
        here, lineage = each["org_unit"], []
        while here is not None:
            lineage.append(here)
            here = by_code[here].get("parent")
        own = by_code[unit].get("activities", [activity])[0] if activity == "all" else activity
        of_activity = own in ("all", does)
        if unit in lineage and of_activity and (not only or does in only):
            found.append(each["value"])
    return found
