"""Figures over time and over an organisation that changes: against plain loops and by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsc_helpers.errors import DataError
from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import Period, parse_period, periods_between

MONTHS = periods_between(parse_period("2002-01"), parse_period("2003-12"))


def card(units: list[dict[str, Any]], inputs: list[dict[str, Any]], **changed: Any) -> Scorecard:
    """Return a scorecard whose measures are its inputs as they are, by quarter."""
    kept = {key: changed.pop(key) for key in list(changed) if key in ("frequency", "formula")}
    measure = {
        "objective": "O",
        "unit_of_measure": "number",
        "polarity": "neutral",
        "role": "followed_measure",
    }
    measures = [
        measure | {"code": f"M_{given['code']}", "name": "M", "formula": given["code"]} | kept
        for given in inputs
    ]
    data: dict[str, Any] = {
        "code": "t",
        "name": "Test",
        "perspectives": [{"code": "P", "name": "P"}],
        "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
        "inputs": [{"name": given["code"]} | given for given in inputs],
        "measures": measures,
        "org_units": [{"name": unit["code"]} | unit for unit in units],
    }
    return Scorecard.model_validate(data | changed)


def figures(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    names = ("input", "org_unit", "period", "value")
    return observations_frame([dict(zip(names, row, strict=True)) for row in rows])


def values(found: Evaluation, unit: str, column: str = "value") -> dict[str, float]:
    rows = found.results[found.results["org_unit"] == unit]
    return dict(zip(rows["period"], rows[column], strict=True))


CLOSING = [
    {"code": "city"},
    {"code": "x", "parent": "city", "to": "2003-06-30"},
    {"code": "y", "parent": "city"},
]
CLOSING_FIGURES = figures(
    ("a", "x", "2003-Q1", 1), ("a", "x", "2003-Q2", 2),
    *(("a", "y", f"2003-Q{n}", 10) for n in (1, 2, 3, 4)),
)  # fmt: skip


def test_what_a_closed_unit_did_stays_in_the_year_to_date() -> None:
    found = evaluate(card(CLOSING, [{"code": "a"}]), CLOSING_FIGURES)
    assert list(values(found, "city", "year_to_date").values()) == [11, 23, 33, 43]
    assert list(values(found, "city").values()) == [11, 12, 10, 10]
    assert set(values(found, "x")) == {"2003-Q1", "2003-Q2"}
    assert set(values(found, "city", "coverage").values()) == {1}


def test_the_state_at_the_end_does_not_wait_for_a_closed_unit() -> None:
    inputs = [{"code": "a", "over_time": "last"}]
    found = evaluate(card(CLOSING, inputs, frequency="year"), CLOSING_FIGURES)
    assert values(found, "city") == {"2003": 10}
    assert math.isnan(values(found, "x")["2003"])


def test_a_unit_that_moves_leaves_what_it_did_with_its_earlier_parent() -> None:
    units = [
        {"code": "city"},
        {"code": "old", "parent": "city"},
        {"code": "new", "parent": "city"},
        {"code": "stays", "parent": "old"},
        {"code": "x", "moves": [{"parent": "old", "to": "2003-06-30"}, {"parent": "new", "from": "2003-07-01"}]},
    ]  # fmt: skip
    rows = [("a", "x", f"2003-Q{n}", n) for n in (1, 2, 3, 4)]
    rows += [("a", "stays", f"2003-Q{n}", 100) for n in (1, 2, 3, 4)]
    found = evaluate(card(units, [{"code": "a"}]), figures(*rows))
    assert list(values(found, "old", "year_to_date").values()) == [101, 203, 303, 403]
    assert [v for v in values(found, "new", "year_to_date").values() if not math.isnan(v)] == [3, 7]
    assert list(values(found, "city", "year_to_date").values()) == [101, 203, 306, 410]


def test_a_stock_is_averaged_over_the_periods_of_the_unit_it_is_shown_for() -> None:
    units = [{"code": "city"}, {"code": "x", "parent": "city"}, {"code": "y", "parent": "city", "from": "2003-07-01"}]  # fmt: skip
    rows = [("a", "x", f"2003-Q{n}", 100) for n in (1, 2, 3, 4)] + [
        ("a", "y", f"2003-Q{n}", 50) for n in (3, 4)
    ]
    inputs = [{"code": "a", "over_time": "mean"}]
    found = evaluate(card(units, inputs, frequency="year"), figures(*rows))
    assert values(found, "city") == {"2003": 125}
    assert values(found, "y") == {"2003": 50}


def test_a_unit_has_no_rows_after_it_has_closed_whatever_the_window() -> None:
    inputs = [{"code": "a", "over_units": "none"}]
    one = card(CLOSING, inputs)
    changed = one.model_copy(
        update={
            "measures": tuple(m.model_copy(update={"window": "year_to_date"}) for m in one.measures)
        }
    )
    found = evaluate(changed, CLOSING_FIGURES)
    assert values(found, "x") == {"2003-Q1": 1, "2003-Q2": 3}
    assert set(found.scores["org_unit"]) == set()


def test_months_count_in_the_fiscal_year_of_the_scorecard() -> None:
    months = [("a", "x", f"2003-{n:02}", n) for n in range(1, 13)]
    inputs = [{"code": "a", "frequency": "month"}]
    one = card([{"code": "x"}], inputs, frequency="month", fiscal_year_starts=7)
    to_date = values(evaluate(one, figures(*months)), "x", "year_to_date")
    assert to_date["2003-09"] == 7 + 8 + 9
    assert math.isnan(to_date["2003-06"])  # the year began in July 2002, before the figures


@pytest.mark.parametrize(("starts", "turn"), [(7, "2003-07"), (9, "2003-09")])
def test_the_year_to_date_of_a_broken_fiscal_year_begins_anew(starts: int, turn: str) -> None:
    # acceptance 89
    rows = [("a", "x", str(month), float(n)) for n, month in enumerate(MONTHS, 1)]
    inputs = [{"code": "a", "frequency": "month"}]
    one = card([{"code": "x"}], inputs, frequency="month", fiscal_year_starts=starts)
    found = values(evaluate(one, figures(*rows)), "x", "year_to_date")
    at = [str(month) for month in MONTHS].index(turn)
    assert found[turn] == at + 1  # its own figure alone
    assert found[str(MONTHS[at - 1])] == sum(range(at - 11, at + 1))  # all twelve months
    years = values(
        evaluate(
            card([{"code": "x"}], inputs, frequency="year", fiscal_year_starts=starts),
            figures(*rows),
        ),
        "x",
    )
    assert {name: v for name, v in years.items() if not math.isnan(v)} == {
        "2002/03": sum(range(starts, starts + 12))
    }


def test_a_gap_makes_what_covers_it_missing_and_never_counts_as_nothing() -> None:
    # acceptance 87: eleven of twelve months
    rows = [("a", "x", f"2003-{n:02}", 1.0) for n in range(1, 13) if n != 5]
    rows += [("a", "x", f"2002-{n:02}", 1.0) for n in range(1, 13)]
    inputs = [{"code": "a", "frequency": "month"}]
    one = card([{"code": "x"}], inputs, frequency="month")
    to_date = values(evaluate(one, figures(*rows)), "x", "year_to_date")
    assert [to_date[f"2003-{n:02}"] for n in range(1, 5)] == [1, 2, 3, 4]
    assert all(math.isnan(to_date[f"2003-{n:02}"]) for n in range(5, 13))
    rolling = values(evaluate(one, figures(*rows)), "x", "rolling_year")
    assert rolling["2003-04"] == 12
    assert all(math.isnan(rolling[f"2003-{n:02}"]) for n in range(5, 13))
    yearly = evaluate(card([{"code": "x"}], inputs, frequency="year"), figures(*rows))
    assert values(yearly, "x", "reason")["2003"] == "incomplete"
    assert values(yearly, "x", "coverage") == {"2002": 1, "2003": 0}  # of what a value is made of


def test_of_units_with_a_gap_the_rule_of_the_input_decides_and_the_coverage_tells() -> None:
    units = [{"code": "city"}, {"code": "x", "parent": "city"}, {"code": "y", "parent": "city"}]
    rows = [("a", "x", f"2003-{n:02}", 1.0) for n in range(1, 13) if n != 5]
    rows += [("a", "y", f"2003-{n:02}", 10.0) for n in range(1, 13)]
    inputs = {"code": "a", "frequency": "month"}
    strict = evaluate(card(units, [inputs], frequency="year"), figures(*rows))
    assert math.isnan(values(strict, "city")["2003"])
    skipped = card(units, [inputs | {"missing": "skip"}], frequency="year")
    assert values(evaluate(skipped, figures(*rows)), "city") == {"2003": 120}
    assert values(evaluate(skipped, figures(*rows)), "city", "coverage") == {"2003": 12 / 24}


def test_when_every_month_is_missing_so_is_the_year() -> None:
    # acceptance 86
    rows = [("a", "x", f"2003-{n:02}", math.nan) for n in range(1, 13)] + [
        ("a", "y", "2003-12", 1.0)
    ]
    inputs = [{"code": "a", "frequency": "month", "missing": "skip"}]
    found = evaluate(card([{"code": "x"}, {"code": "y"}], inputs, frequency="year"), figures(*rows))
    assert math.isnan(values(found, "x")["2003"])
    assert values(found, "x", "reason") == {"2003": "no_data"}


def test_days_of_a_leap_february_are_29_figures() -> None:
    # acceptance 90
    days = [("a", "x", f"2024-02-{n:02}", 1.0) for n in range(1, 30)]
    days += [("a", "x", f"2024-01-{n:02}", 1.0) for n in range(1, 32)]
    inputs = [{"code": "a", "frequency": "day"}]
    one = card([{"code": "x"}], inputs, frequency="month")
    found = evaluate(one, figures(*days))
    assert values(found, "x") == {"2024-01": 31, "2024-02": 29}
    assert values(found, "x", "year_to_date")["2024-02"] == 60
    short = evaluate(one, figures(*days[1:]))  # without the first of February
    assert math.isnan(values(short, "x")["2024-02"])


def test_the_53_weeks_of_a_long_year_are_all_in_it() -> None:
    weeks = periods_between(parse_period("2020-W01"), parse_period("2021-W52"))
    rows = [("a", "x", str(week), 1.0) for week in weeks]
    inputs = [{"code": "a", "frequency": "week"}]
    found = evaluate(card([{"code": "x"}], inputs, frequency="year"), figures(*rows))
    assert values(found, "x") == {"2020": 53, "2021": 52}


def test_weeks_count_in_the_quarter_of_their_thursday() -> None:
    weeks = [parse_period("2002-W50").shift(n) for n in range(30)]
    rows = [("a", "x", str(week), 1) for week in weeks]
    found = evaluate(card([{"code": "x"}], [{"code": "a", "frequency": "week"}]), figures(*rows))
    assert values(found, "x")["2003-Q1"] == 13  # 2003-W01 begins in December 2002


def test_observations_of_unknown_codes_or_other_scenarios_are_refused() -> None:
    one = card([{"code": "x"}], [{"code": "a"}])
    with pytest.raises(DataError) as error:
        evaluate(one, figures(("b", "z", "2003-Q1", 1)))
    assert {problem.value for problem in error.value.problems} == {"b", "z"}
    budget = figures(("a", "x", "2003-Q1", 1)).assign(scenario="budget")
    with pytest.raises(DataError, match="scenario"):
        evaluate(one, budget)


def test_a_withdrawn_figure_is_missing_and_the_old_one_does_not_come_back() -> None:
    days = [date(2003, 5, 1), date(2003, 6, 1), date(2003, 5, 1), date(2003, 5, 1)]
    rows = figures(
        ("a", "x", "2003-Q1", 5), ("a", "x", "2003-Q1", math.nan), ("a", "x", "2002-Q4", 6), ("a", "x", "2003-Q2", 6),
    ).assign(recorded_at=days)  # fmt: skip
    one = card([{"code": "x"}], [{"code": "a"}])
    assert math.isnan(values(evaluate(one, rows), "x")["2003-Q1"])
    assert values(evaluate(one, rows, days[0]), "x")["2003-Q1"] == 5


def test_a_unit_that_only_ever_says_that_its_figure_is_missing_is_waited_for() -> None:
    units = [{"code": "city"}, {"code": "x", "parent": "city"}, {"code": "y", "parent": "city"}]
    rows = figures(("a", "x", "2003-Q1", 1), ("a", "y", "2003-Q1", math.nan))
    found = evaluate(card(units, [{"code": "a"}]), rows)
    (row,) = found.results[found.results["org_unit"] == "city"].itertuples()
    assert math.isnan(row.value)
    assert (row.reason, row.coverage) == ("incomplete", 0.5)


def test_the_level_that_delivers_may_change_over_time() -> None:
    units = [{"code": "city"}, {"code": "x", "parent": "city"}, {"code": "y", "parent": "city"}]
    rows = figures(
        ("a", "city", "2002-Q4", 10), ("a", "x", "2003-Q1", 4), ("a", "y", "2003-Q1", 5),
    )  # fmt: skip
    found = evaluate(card(units, [{"code": "a"}]), rows)
    assert values(found, "city") == {"2002-Q4": 10, "2003-Q1": 9}
    assert set(values(found, "city", "coverage").values()) == {1}


def test_figures_centuries_apart_are_a_slip_and_no_endless_table() -> None:
    one = card([{"code": "x"}], [{"code": "a"}])
    with pytest.raises(DataError, match="1003-Q1 to 2003-Q1") as error:
        evaluate(one, figures(("a", "x", "1003-Q1", 1), ("a", "x", "2003-Q1", 1)))
    assert {problem.value for problem in error.value.problems} == {"1003-Q1", "2003-Q1"}


# ------------------------------------------------------------------------- the slow, obvious twin

SPANS = {
    "city": [(None, "0001-01-01", "9999-12-31")],
    "west": [("city", "0001-01-01", "9999-12-31")],
    "east": [("city", "0001-01-01", "9999-12-31")],
    "w": [("west", "0001-01-01", "9999-12-31")],
    "mover": [("west", "0001-01-01", "2003-02-28"), ("east", "2003-03-01", "9999-12-31")],
    "closed": [("east", "0001-01-01", "2003-05-31")],
    "opened": [("east", "2002-11-01", "9999-12-31")],
}
LEAVES = ("w", "mover", "closed", "opened")
TREE = [
    {"code": "city"},
    {"code": "west", "parent": "city"},
    {"code": "east", "parent": "city"},
    {"code": "w", "parent": "west"},
    {"code": "mover", "moves": [{"parent": "west", "to": "2003-02-28"}, {"parent": "east", "from": "2003-03-01"}]},
    {"code": "closed", "parent": "east", "to": "2003-05-31"},
    {"code": "opened", "parent": "east", "from": "2002-11-01"},
]  # fmt: skip


def parent_of(unit: str, month: Period) -> str | None:
    for parent, first, last in SPANS[unit]:
        if first <= month.start.isoformat() and month.end.isoformat() <= last:
            return parent
    return None


def exists(unit: str, month: Period) -> bool:
    return unit == "city" or parent_of(unit, month) is not None


def lies_below(leaf: str, unit: str, month: Period) -> bool:
    here: str | None = leaf
    while here is not None:
        if here == unit:
            return True
        here = parent_of(here, month)
    return False


def slow(
    delivered: dict[tuple[str, Period], float],
    unit: str,
    months: list[Period],
    how: str,
    *,
    skip: bool,
) -> float:
    """Return a value month by month and leaf by leaf; NaN when it is missing."""
    counted = months[-1:] if how == "last" else months
    total, seen = 0.0, False
    for leaf in LEAVES:
        own = [month for month in counted if exists(leaf, month)]
        if not any((leaf, month) in delivered for month in MONTHS) or not own:
            continue
        here = [month for month in own if lies_below(leaf, unit, month)]
        if all((leaf, month) in delivered for month in own):
            total += sum(delivered[leaf, month] for month in here)
            seen = seen or bool(here)
        elif here and not skip:
            return math.nan
    if not seen:
        return math.nan
    return total / sum(exists(unit, month) for month in counted) if how == "mean" else total


def months_of(quarter: Period, column: str) -> list[Period]:
    window = {"value": "period"}.get(column, column)
    return [m for part in quarter.covered(window) for m in part.parts("month")]  # type: ignore[arg-type]  # a window


def deliveries() -> st.SearchStrategy[dict[tuple[str, Period], float]]:
    keys = [(leaf, month) for leaf in LEAVES for month in MONTHS if exists(leaf, month)]
    left_out = st.sets(st.sampled_from(keys), max_size=6)
    return left_out.map(lambda gone: {key: number(*key) for key in keys if key not in gone})


def number(leaf: str, month: Period) -> float:
    """Return a number of its own for each leaf and month."""
    return float(1 + 24 * LEAVES.index(leaf) + month.ordinal % 24)


def quarters(delivered: dict[tuple[str, Period], float]) -> Iterator[Period]:
    last = max(month for _, month in delivered).within("quarter")
    first = min(month for _, month in delivered).within("quarter")
    yield from periods_between(first, last)


@settings(deadline=None, max_examples=25)
@given(delivered=deliveries(), how=st.sampled_from(["sum", "mean", "last"]), skip=st.booleans())
def test_windows_over_a_changing_organisation_agree_with_a_plain_loop(
    delivered: dict[tuple[str, Period], float], how: str, *, skip: bool
) -> None:
    given_input = {
        "code": "a",
        "frequency": "month",
        "over_time": how,
        "missing": "skip" if skip else "propagate",
    }
    rows = [("a", leaf, str(month), value) for (leaf, month), value in delivered.items()]
    found = evaluate(card(TREE, [given_input]), figures(*rows))
    for column in ("value", "year_to_date", "rolling_year"):
        for unit in SPANS:
            shown = values(found, unit, column)
            for quarter in quarters(delivered):
                if str(quarter) not in shown:
                    assert not any(exists(unit, m) for m in quarter.parts("month"))
                    continue
                months = months_of(quarter, column)
                expected = slow(delivered, unit, months, how, skip=skip)
                assert shown[str(quarter)] == pytest.approx(expected, nan_ok=True), (
                    column, unit, str(quarter),
                )  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(delivered=deliveries())
def test_the_quarters_of_a_flow_add_up_to_its_year_for_every_unit(
    delivered: dict[tuple[str, Period], float],
) -> None:
    rows = [("a", leaf, str(month), value) for (leaf, month), value in delivered.items()]
    found = evaluate(card(TREE, [{"code": "a", "frequency": "month"}]), figures(*rows))
    for unit in SPANS:
        own, to_date = values(found, unit), values(found, unit, "year_to_date")
        for year in ("2002", "2003"):
            parts = [own.get(f"{year}-Q{n}", 0.0) for n in (1, 2, 3, 4)]
            whole = to_date.get(f"{year}-Q4", math.nan)
            if not math.isnan(whole):
                assert whole == pytest.approx(sum(parts))


@settings(deadline=None, max_examples=20)
@given(delivered=deliveries(), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_units_changes_nothing(
    delivered: dict[tuple[str, Period], float], order: Any
) -> None:
    rows = [("a", leaf, str(month), value) for (leaf, month), value in delivered.items()]
    inputs = [{"code": "a", "frequency": "month"}]
    first = evaluate(card(TREE, inputs), figures(*rows)).results
    shuffled, units = list(rows), list(TREE)
    order.shuffle(shuffled)
    order.shuffle(units)
    second = evaluate(card(units, inputs), figures(*shuffled)).results
    key = ["org_unit", "measure", "period"]
    pd.testing.assert_frame_equal(
        first.sort_values(key, ignore_index=True), second.sort_values(key, ignore_index=True)
    )
