"""Targets that follow from other values: an earlier one of the unit, or those of its peers.

Oracles: acceptance case 92; the example of PERCENTILE.INC in Microsoft's documentation (1, 2, 3, 4
at 0.3 is 1.9), which is type 7 of Hyndman and Fan as in R and NumPy.
"""

# ruff: noqa: E501 - tables of cases, one line each

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_register import write_broken

from bsc_helpers.compute.scoring import borders_of, status
from bsc_helpers.compute.targets import check_target, percentile_of_alike
from bsc_helpers.errors import RegisterError
from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, rows_of
from bsc_helpers.model import Measure, Polarity, Scorecard, Target
from bsc_helpers.narrative.decimals import shown_decimals
from bsc_helpers.narrative.rounding import decimals_of, rounded
from bsc_helpers.register.load import load_register

NAN = math.nan
LIBRARIES = ["l1", "l2", "l3"]
SCHOOLS = [f"s{number}" for number in range(1, 8)]


def card(**changed: Any) -> Scorecard:
    """Return a card of one measure over a city with seven schools and three libraries."""
    measure = {
        "code": "M",
        "name": "M",
        "objective": "O",
        "formula": "100 * a / b",
        "unit_of_measure": "percent",
        "polarity": "higher_is_better",
    }
    units: list[dict[str, Any]] = [{"code": "city", "name": "City", "kind": "city"}]
    units += [{"code": c, "name": c, "kind": "school", "parent": "city"} for c in SCHOOLS]
    units += [{"code": c, "name": c, "kind": "library", "parent": "city"} for c in LIBRARIES]
    return Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "inputs": [{"code": "a", "name": "a"}, {"code": "b", "name": "b"}],
            "measures": [measure | changed],
            "org_units": units,
        }
    )


def evaluated(
    values: Mapping[tuple[str, str], float], base: float = 1000, **changed: Any
) -> Evaluation:
    """Return the evaluation of percentages by unit and period, each of so many cases."""
    records = [
        {"input": name, "org_unit": unit, "period": period, "value": number}
        for (unit, period), value in values.items()
        for name, number in (("a", value * base / 100), ("b", base))
    ]
    return evaluate(card(**changed), observations_frame(records))


def row(evaluation: Evaluation, unit: str, period: str) -> Any:
    rows = evaluation.results
    (found,) = rows_of(rows[(rows["org_unit"] == unit) & (rows["period"] == period)])
    return found


MEASURE = card().measures[0]


# --- earlier values -------------------------------------------------------------------------------


def relative(**fields: Any) -> dict[str, Any]:
    return {"targets": [{"from": "2000", "relative": fields}]}


def test_the_value_of_the_year_before_is_the_target_of_each_period() -> None:
    quarters = {"2002-Q1": 50.0, "2002-Q2": 60.0, "2003-Q1": 55.0, "2003-Q2": 54.0}
    values = {("s1", quarter): value for quarter, value in quarters.items()}
    changed = relative(to="previous_year", warning_times=0.9)
    found = evaluated(values, **changed)
    first, second = row(found, "s1", "2003-Q1"), row(found, "s1", "2003-Q2")
    assert (first.target, first.status, first.variance) == (50, "good", pytest.approx(5))
    assert first.attainment == pytest.approx(110)
    assert (second.target, second.status) == (60, "warning")  # 54 = 0.9 · 60 is the border
    assert second.score == pytest.approx(100 / 3)
    assert math.isnan(row(found, "s1", "2002-Q1").target)
    assert row(found, "s1", "2002-Q1").status == "unscored"


def test_the_value_of_the_period_before_may_be_the_target_times_a_number() -> None:
    values = {("s1", "2002-Q4"): 50.0, ("s1", "2003-Q1"): 52.0, ("s1", "2003-Q2"): 52.4}
    found = evaluated(values, **relative(to="previous_period", times=1.02))
    assert row(found, "s1", "2003-Q1").target == 51
    later = row(found, "s1", "2003-Q2")
    assert (later.target, later.status) == (53, "poor")  # 53.04, with the decimals of the measure


def test_no_target_follows_from_what_is_missing_not_above_zero_or_defined_otherwise() -> None:
    values = {("s1", "2002-Q1"): 50.0, ("s1", "2003-Q1"): 50.0, ("s1", "2003-Q3"): 9.0}
    values |= {("s1", "2002-Q4"): 0.0, ("s1", "2003-Q4"): 4.0}
    since = relative(to="previous_year")
    found = evaluated(values, **since)
    assert row(found, "s1", "2003-Q1").target == 50
    for quarter in ("2003-Q3", "2003-Q4"):
        assert row(found, "s1", quarter).status == "unscored", quarter
    broken = [{"from": "2002-Q3", "text": "other"}]
    assert row(evaluated(values, **since, breaks=broken), "s1", "2003-Q1").status == "unscored"
    rule = [{"from": "2002-Q3", "kind": "rule", "text": "other"}]
    assert row(evaluated(values, **since, breaks=rule), "s1", "2003-Q1").status == "good"


# --- peers ----------------------------------------------------------------------------------------


def peers(**fields: Any) -> dict[str, Any]:
    return {"targets": [{"from": "2000", "peers": fields}]}


ALIKE = dict(zip(SCHOOLS, [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0], strict=True))
NOW = {(unit, "2003-Q1"): value for unit, value in ALIKE.items()}


def test_the_percentile_of_the_units_of_the_same_kind_is_their_target() -> None:
    libraries = {(unit, "2003-Q1"): 99.0 for unit in LIBRARIES}
    changed = peers(percentile=75, warning_percentile=50)
    found = evaluated(NOW | libraries, **changed)
    statuses = [row(found, unit, "2003-Q1").status for unit in SCHOOLS]
    assert {row(found, unit, "2003-Q1").target for unit in SCHOOLS} == {55}
    assert statuses == ["poor"] * 3 + ["warning"] * 2 + ["good"] * 2
    assert row(found, "l1", "2003-Q1").status == "unscored"  # three libraries are too few
    assert row(found, "city", "2003-Q1").status == "unscored"


def test_where_lower_is_better_the_target_is_a_low_percentile() -> None:
    found = evaluated(NOW, polarity="lower_is_better", **peers(percentile=25))
    assert [row(found, unit, "2003-Q1").status for unit in SCHOOLS] == ["good"] * 2 + ["poor"] * 5


def test_a_withheld_value_takes_no_part_and_too_few_values_set_no_target() -> None:
    """What is withheld leaves no trace in the target: any value behind it gives the same."""
    groups = {"minimum_base": 10, "base": "b", **peers(percentile=50, fewest=6)}
    found = {}
    for hidden in (0.0, 100.0):
        records = [
            {"input": name, "org_unit": unit, "period": "2003-Q1", "value": number}
            for unit, value in (ALIKE | {"s7": hidden}).items()
            for cases in (4 if unit == "s7" else 1000,)
            for name, number in (("a", value * cases / 100), ("b", cases))
        ]
        evaluation = evaluate(card(**groups), observations_frame(records))
        rows = evaluation.results.set_index("org_unit")
        assert "s7" in rows.index[rows["status"] == "suppressed"]
        shown = [unit for unit in SCHOOLS if rows.loc[unit, "reason"] == "ok"]
        expected = np.median([ALIKE[unit] for unit in shown]) if len(shown) >= 6 else NAN
        assert rows.loc["s1", "target"] == pytest.approx(expected, nan_ok=True)
        found[hidden] = rows.loc[SCHOOLS, "target"].to_list()
    np.testing.assert_array_equal(found[0.0], found[100.0])


def test_a_measure_of_low_reliability_has_no_target_that_follows() -> None:
    found = row(evaluated(NOW, reliability="low", **peers(percentile=50)), "s1", "2003-Q1")
    assert (found.value, found.status) == (10, "unscored")
    assert math.isnan(found.target)


def test_the_percentile_is_that_of_excel() -> None:
    values = np.array([[1.0], [3.0], [2.0], [4.0]])
    found = percentile_of_alike(values, np.zeros(4, dtype=np.intp), 30, 3)
    np.testing.assert_allclose(found, np.full((4, 1), 1.9))


@given(st.data())
def test_percentiles_of_many_sets_are_those_of_one_set_and_period_at_a_time(
    data: st.DataObject,
) -> None:
    rows, columns = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 3))
    cells = st.one_of(st.just(NAN), st.integers(0, 9).map(float))
    values = np.array([[data.draw(cells) for _ in range(columns)] for _ in range(rows)])
    alike = np.array([data.draw(st.integers(0, 2)) for _ in range(rows)])
    percentile = data.draw(st.sampled_from([0, 10, 25, 50, 75, 100]))
    found = percentile_of_alike(values, alike, percentile, 3)
    for at in range(rows):
        for column in range(columns):
            together = [v for v in values[alike == alike[at], column] if not math.isnan(v)]
            expected = np.percentile(together, percentile) if len(together) >= 3 else NAN
            assert found[at, column] == pytest.approx(expected, nan_ok=True)


# --- checks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("polarity", "fields", "words"),
    [
        ("higher_is_better", {"peers": {"percentile": 75}}, []),
        ("lower_is_better", {"peers": {"percentile": 25, "warning_percentile": 50}}, []),
        ("lower_is_better", {"relative": {"to": "previous_year"}}, []),
        ("higher_is_better", {"peers": {"percentile": 75}, "value": 3}, ["value cannot stand beside peers"]),
        ("in_range", {"peers": {"percentile": 75}}, ["peers has no meaning"]),
        ("neutral", {"relative": {"to": "previous_year"}}, ["relative has no meaning"]),
        (
            "higher_is_better",
            {"peers": {"percentile": 50, "warning_percentile": 60}},
            ["warning_percentile must lie below percentile"],
        ),
        (
            "lower_is_better",
            {"peers": {"percentile": 50}, "relative": {"to": "previous_year"}},
            ["peers cannot stand beside relative"],
        ),
    ],
)  # fmt: skip
def test_what_is_impossible_in_a_target_that_follows_is_said(
    polarity: Polarity, fields: dict[str, Any], words: list[str]
) -> None:
    found = check_target(Target.model_validate({"from": "2003", **fields}), polarity)
    assert [message for message, word in zip(found, words, strict=True) if word in message] == found


@pytest.mark.parametrize(
    ("target", "place", "words"),
    [
        ("relative: {to: previous_yaer}", ".relative.to", "did you mean previous_year?"),
        ("relative: {to: previous_year, times: 0}", ".relative.times", "must be more than 0"),
        ("relative: {to: previous_period, warning_times: 2}", "", "warning_times must lie below"),
        ("peers: {percentile: 101}", ".peers.percentile", "must be at most 100"),
        ("peers: {percentile: 75, fewest: 2}", ".peers.fewest", "must be at least 3"),
        ("peers: {percentile: 75, warning_percentile: 80}", "", "warning_percentile must lie below"),
        ("peers: {percentil: 75}", ".peers.percentil", "did you mean percentile?"),
    ],
)  # fmt: skip
def test_a_fault_in_a_target_that_follows_is_told_where_it_was_written(
    tmp_path: Path, target: str, place: str, words: str
) -> None:
    write_broken(tmp_path, "measures.yaml", "value: 85", target)
    with pytest.raises(RegisterError) as caught:
        load_register(tmp_path)
    written = [str(problem) for problem in caught.value.problems]
    assert any(f"measures[K04].targets[1]{place}:" in w and words in w for w in written), written


def test_peers_set_no_target_of_a_measure_that_cannot_compare_units(tmp_path: Path) -> None:
    aim = "peers: {percentile: 75}\n    comparability: low"
    write_broken(tmp_path, "measures.yaml", "value: 85", aim)
    with pytest.raises(RegisterError, match="comparability of the measure is low"):
        load_register(tmp_path)


# --- the figures shown bear out the status --------------------------------------------------------

NUMBERS = st.one_of(
    st.integers(-40, 40).map(lambda n: n / 4),
    st.floats(-10, 10),
    st.integers(-2000, 2000).map(lambda n: n / 200),  # halves of the last digit shown
)


def on_good_side(printed: Decimal, target: Decimal, polarity: str) -> bool:
    return printed >= target if polarity == "higher_is_better" else printed <= target


def check_shown(measure: Measure, figures: Mapping[str, float], found: str) -> None:
    """Hold the status against what a reader sees: value, target and interval as printed."""
    places = shown_decimals(measure, figures, found)
    value = rounded(figures["value"], places)
    target = rounded(figures["target"], decimals_of(figures["target"]))
    lower, upper = figures["lower"], figures["upper"]
    if found == "good":
        assert on_good_side(value, target, measure.polarity)
    elif found in ("warning", "poor"):
        assert not on_good_side(value, target, measure.polarity)
    if math.isnan(lower):
        return
    ends = rounded(lower, places), rounded(upper, places)
    if lower < figures["target"] < upper:
        assert ends[0] <= target <= ends[1]
    else:
        assert not ends[0] < target < ends[1]


@settings(max_examples=300)
@given(
    NUMBERS,
    NUMBERS.map(lambda number: round(number, 3)),
    st.sampled_from(["higher_is_better", "lower_is_better"]),
    st.integers(0, 4),
    st.one_of(st.none(), st.tuples(st.floats(0, 1), st.floats(0, 1))),
    st.floats(0.01, 3).map(lambda number: round(number, 2)),
)
def test_the_figures_as_they_are_printed_bear_out_the_status(
    value: float,
    goal: float,
    polarity: Polarity,
    decimals: int,
    reach: tuple[float, float] | None,
    distance: float,
) -> None:
    side = -1 if polarity == "higher_is_better" else 1
    fields = {"from": "2003", "value": goal, "warning": goal + side * distance}
    target = Target.model_validate(fields)
    measure = MEASURE.model_copy(update={"polarity": polarity, "decimals": decimals})
    lower, upper = (NAN, NAN) if reach is None else (value - reach[0], value + reach[1])
    found = str(status(value, borders_of(target, polarity), lower, upper))
    figures = {"value": value, "target": goal, "lower": lower, "upper": upper}
    check_shown(measure, figures, found)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.integers(1, 9999), min_size=7, max_size=7),
    st.lists(st.integers(1, 9999), min_size=7, max_size=7),
    st.sampled_from(["higher_is_better", "lower_is_better"]),
    st.integers(0, 2),
    st.sampled_from(
        [
            relative(to="previous_year"),
            relative(to="previous_period", times=0.97),
            relative(to="2002-Q1", times=1.333),
            peers(percentile=75),
            peers(percentile=33.3),
        ]
    ),
)
def test_that_holds_for_targets_that_follow_from_other_values(
    before: list[int],
    now: list[int],
    polarity: Polarity,
    decimals: int,
    changed: dict[str, Any],
) -> None:
    values = {
        (unit, period): number / 7
        for period, numbers in (("2002-Q1", before), ("2002-Q4", before[::-1]), ("2003-Q1", now))
        for unit, number in zip(SCHOOLS, numbers, strict=True)
    }
    found = evaluated(values, polarity=polarity, decimals=decimals, **changed)
    measure, judged = found.scorecard.measures[0], 0
    for each in rows_of(found.results[found.results["org_unit"].isin(SCHOOLS)]):
        if not math.isnan(each.target + each.value):
            judged += 1
            check_shown(measure, each._asdict(), each.status)
    assert judged >= len(SCHOOLS)
