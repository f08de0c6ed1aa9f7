"""What was known on a day: revisions, late figures, and values that are not due yet."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from bsc_helpers.errors import DataError
from bsc_helpers.evaluation import Evaluation, evaluate, observations_frame, slice_for
from bsc_helpers.model import Measure, Scorecard
from bsc_helpers.periods import months_after, parse_period
from bsc_helpers.register import load_register
from bsc_helpers.slices import write_scorecard, write_slice
from bsc_helpers.sources import read_observations
from tests.small_register import write_small


def card(**changed: Any) -> Scorecard:
    measure = {
        "code": "M",
        "name": "M",
        "objective": "O",
        "formula": "a",
        "unit_of_measure": "days",
        "polarity": "lower_is_better",
        "targets": [{"from": "2000", "value": 5, "warning": 9}],
    }
    return Scorecard.model_validate(
        {
            "code": "t",
            "name": "Test",
            "perspectives": [{"code": "P", "name": "P"}],
            "objectives": [{"code": "O", "name": "O", "perspective": "P"}],
            "inputs": [
                {"code": "a", "name": "a", "frequency": changed.get("frequency", "quarter")}
            ],
            "measures": [measure | changed],
            "org_units": [
                {"code": "city", "name": "City"},
                {"code": "x", "name": "X", "parent": "city"},
                {"code": "y", "name": "Y", "parent": "city"},
            ],
        }
    )


def told(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """Return observations: unit, period, value, day of recording."""
    names = ("org_unit", "period", "value", "recorded_at")
    return observations_frame(
        [{"input": "a", **dict(zip(names, row, strict=True))} for row in rows]
    )


def at(evaluation: Evaluation, unit: str, period: str) -> Any:
    rows = evaluation.results
    return next(rows[(rows.org_unit == unit) & (rows.period == period)].itertuples(index=False))


REVISED = told(
    ("x", "2003-Q1", 8.0, "2003-04-20"),
    ("x", "2003-Q1", 9.0, "2003-07-20"),
    ("y", "2003-Q1", 1.0, "2003-04-21"),
    ("x", "2003-Q2", 4.0, "2003-07-20"),
    ("y", "2003-Q2", 2.0, "2003-07-21"),
)


def test_a_revised_value_tells_what_it_was_and_when_it_changed_also_in_totals() -> None:
    evaluation = evaluate(card(), REVISED)
    own, total = at(evaluation, "x", "2003-Q1"), at(evaluation, "city", "2003-Q1")
    assert (own.value, own.previous, own.revised_on) == (9, 8, "2003-07-20")
    assert (total.value, total.previous, total.revised_on) == (10, 9, "2003-07-20")
    untouched = at(evaluation, "y", "2003-Q1")
    assert math.isnan(untouched.previous)
    assert untouched.revised_on is None


def test_as_of_gives_what_was_known_then_without_a_mark() -> None:
    # acceptance 102
    row = at(evaluate(card(), REVISED, date(2003, 6, 30)), "city", "2003-Q1")
    assert (row.value, row.revised_on) == (9, None)
    assert math.isnan(row.previous)


def test_a_figure_recorded_again_unchanged_or_for_the_first_time_is_not_revised() -> None:
    again = told(("x", "2003-Q1", 8.0, "2003-04-20"), ("x", "2003-Q1", 8.0, "2003-05-20"))
    assert math.isnan(at(evaluate(card(), again), "x", "2003-Q1").previous)
    first = told(("x", "2003-Q1", math.nan, "2003-04-20"), ("x", "2003-Q1", 8.0, "2003-05-20"))
    assert math.isnan(at(evaluate(card(), first), "x", "2003-Q1").previous)


def test_a_value_over_a_window_is_revised_with_the_periods_that_it_covers() -> None:
    figures = told(
        ("x", "2003-Q1", 8.0, "2003-04-20"),
        ("x", "2003-Q2", 4.0, "2003-07-20"),
        ("x", "2003-Q1", 9.0, "2003-08-20"),
    )
    later = at(evaluate(card(window="year_to_date"), figures), "x", "2003-Q2")
    assert (later.value, later.previous, later.revised_on) == (13, 12, "2003-08-20")


def test_the_value_before_is_one_that_a_report_of_that_day_showed() -> None:
    # x is revised first, y later: the total before the last change is 9 + 1, not 8 + 1
    figures = told(
        ("x", "2003-Q1", 8.0, "2003-04-20"),
        ("y", "2003-Q1", 1.0, "2003-04-20"),
        ("x", "2003-Q1", 9.0, "2003-05-20"),
        ("y", "2003-Q1", 2.0, "2003-06-20"),
        ("x", "2003-Q1", 9.0, "2003-07-20"),  # delivered again, unchanged
    )
    total = at(evaluate(card(), figures), "city", "2003-Q1")
    before = at(evaluate(card(), figures, date(2003, 6, 19)), "city", "2003-Q1")
    assert (total.value, total.previous, total.revised_on) == (11, before.value, "2003-06-20")
    assert at(evaluate(card(), figures), "x", "2003-Q1").revised_on == "2003-05-20"


def test_a_figure_that_is_withdrawn_leaves_no_value_and_no_mark() -> None:
    figures = told(
        ("x", "2003-Q1", 8.0, "2003-04-20"),
        ("x", "2003-Q1", 9.0, "2003-05-20"),
        ("x", "2003-Q1", math.nan, "2003-06-20"),
        ("y", "2002-Q4", 1.0, "2003-01-20"),
    )
    evaluation = evaluate(card(), figures)
    assert set(evaluation.results["revised_on"]) == {None}


DUE = {"schedule": {"due_days": 30, "valid_months": 3}}
HALF_IN = told(
    ("x", "2003-Q1", 1.0, "2003-04-10"),
    ("y", "2003-Q1", 1.0, "2003-04-10"),
    ("x", "2003-Q2", 1.0, "2003-07-10"),
)


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [
        (date(2003, 7, 30), "not_due"),  # due on the thirtieth day: not late on the day itself
        (date(2003, 7, 31), "late"),
        (None, "no_data"),  # nobody says what day it is
    ],
)
def test_what_is_not_there_is_late_only_after_it_was_due(as_of: date | None, reason: str) -> None:
    row = at(evaluate(card(**DUE), HALF_IN, as_of), "y", "2003-Q2")
    assert (row.reason, row.status) == (reason, "no_data")


def test_while_the_newest_is_not_due_and_nowhere_known_the_latest_valid_one_is_shown() -> None:
    shown = {}
    for as_of in (date(2003, 4, 15), date(2003, 7, 5), date(2003, 7, 15), date(2003, 8, 5)):
        evaluation = evaluate(card(**DUE), HALF_IN, as_of)
        shown[as_of] = evaluation.shown_in(parse_period("2003-Q2"))["M"]
    assert shown[date(2003, 7, 5)] == parse_period("2003-Q1")  # Q2 is not due, nobody has it
    assert shown[date(2003, 7, 15)] == parse_period("2003-Q2")  # one unit has delivered
    assert shown[date(2003, 8, 5)] == parse_period("2003-Q2")


def test_a_value_that_is_no_longer_valid_is_not_shown_as_the_latest() -> None:
    yearly = {"frequency": "year", "schedule": {"due_days": 60, "valid_months": 12}}
    old = observations_frame(
        [{"input": "a", "org_unit": "x", "period": "2001", "value": 1.0},
         {"input": "a", "org_unit": "x", "period": "2000", "value": 1.0}]
    )  # fmt: skip
    evaluation = evaluate(card(**yearly), old, date(2003, 1, 15))
    assert evaluation.shown_in(parse_period("2002"))["M"] == parse_period("2001")
    lasting = card(frequency="year", schedule={"due_days": 60, "valid_months": 6})
    evaluation = evaluate(lasting, old, date(2003, 1, 15))
    assert evaluation.shown_in(parse_period("2002"))["M"] == parse_period("2002")


def test_the_score_rests_on_the_period_that_the_page_shows() -> None:
    evaluation = evaluate(card(**DUE), HALF_IN, date(2003, 7, 5))
    scores = evaluation.scores
    now = scores[(scores.org_unit == "x") & (scores.level == "scorecard")].set_index("period")
    assert set(now.index) == {"2003-Q1"}  # no figure of the second quarter is known yet
    report = slice_for(evaluation, "x", "all", parse_period("2003-Q1"))
    assert report.shown("M") == parse_period("2003-Q1")


def test_the_day_so_many_months_later_keeps_the_end_of_the_month() -> None:
    assert months_after(date(2003, 12, 31), 2) == date(2004, 2, 29)
    assert months_after(date(2004, 2, 29), 12) == date(2005, 2, 28)
    assert months_after(date(2003, 9, 30), 3) == date(2003, 12, 31)
    assert months_after(date(2003, 1, 15), 13) == date(2004, 2, 15)


def test_a_target_may_be_relative_to_an_earlier_value_of_the_unit() -> None:
    # requirement P3: double within two years
    figures = told(
        ("x", "2001-Q4", 10.0, "2002-01-10"), ("y", "2001-Q4", 20.0, "2002-01-10"),
        ("x", "2003-Q4", 21.0, "2004-01-10"), ("y", "2003-Q4", 39.0, "2004-01-10"),
    )  # fmt: skip
    relative = {"to": "2001-Q4", "times": 2, "warning_times": 1.5}
    targets = [{"from": "2003-Q4", "relative": relative}]
    evaluation = evaluate(card(polarity="higher_is_better", targets=targets), figures)
    x, y = at(evaluation, "x", "2003-Q4"), at(evaluation, "y", "2003-Q4")
    assert (x.target, x.status) == (20, "good")
    assert (y.target, y.status) == (40, "warning")
    assert x.score == pytest.approx(100 / 3 + 100 / 3 * (21 - 15) / 5)
    assert math.isnan(at(evaluation, "x", "2002-Q4").target)


def test_a_measure_of_low_reliability_has_a_value_and_no_status() -> None:
    evaluation = evaluate(card(reliability="low"), HALF_IN)
    row = at(evaluation, "x", "2003-Q1")
    assert (row.value, row.status) == (1, "unscored")
    assert (evaluation.scores["coverage"] == 0).all()  # its weight is missing, not forgotten
    assert evaluation.scores["score"].isna().all()


def test_a_measure_says_when_its_figures_are_due() -> None:
    measure = Measure.model_validate(card(**DUE).measures[0].model_dump(by_alias=True))
    assert measure.due(parse_period("2003-Q4")) == date(2004, 1, 30)
    assert measure.is_valid(parse_period("2003-Q3"), date(2003, 12, 31))
    assert not measure.is_valid(parse_period("2003-Q3"), date(2004, 1, 1))


# --------------------------------------------------------- what was published then, reproduced


def history(chance: Random) -> pd.DataFrame:
    """Return figures of two units, recorded, revised and withdrawn over time."""
    rows = []
    for number in range(chance.randrange(5, 40)):
        period = f"{2002 + chance.randrange(2)}-Q{1 + chance.randrange(4)}"
        day = date(2003, 1, 1) + timedelta(days=chance.randrange(0, 360, 30))
        value = math.nan if chance.random() < 0.1 else float(chance.randrange(20))
        rows.append(
            {
                "input": "a",
                "org_unit": chance.choice("xy"),
                "period": period,
                "value": value,
                "source": chance.choice(["ledger", "survey"]),
                "line": number,
                "recorded_at": None if chance.random() < 0.1 else day,
            }
        )
    frame = observations_frame(rows)
    once = ["org_unit", "period", "recorded_at"]
    return frame.drop_duplicates(once, keep="first").reset_index(drop=True)


def assert_same(first: Any, second: Any) -> None:
    for name in ("results", "scores", "economy", "inputs"):
        if hasattr(first, name):
            pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


@pytest.mark.parametrize("seed", range(40))
def test_as_of_reproduces_the_report_published_then_whatever_was_recorded_later(
    seed: int, tmp_path: Path
) -> None:
    # acceptance 102
    chance = Random(seed)  # noqa: S311 - the same cases every time
    rows, day = history(chance), date(2003, 1, 1) + timedelta(days=chance.randrange(30, 360))
    late = pd.to_datetime(rows["recorded_at"]) > pd.Timestamp(day)
    one = card(**DUE, minimum_base=chance.choice([None, 3]), base="a")
    then = evaluate(one, rows[~late].reset_index(drop=True), day)
    now = evaluate(one, rows, day)
    assert_same(then, now)
    assert then.periods == now.periods
    for period in then.periods:
        for unit in ("city", "x", "y"):
            was, same = (slice_for(each, unit, "all", period) for each in (then, now))
            assert_same(was, same)
            assert (was.shown_periods, was.sources) == (same.shown_periods, same.sources)
            write_scorecard(tmp_path, one)
            texts = [write_slice(tmp_path, each).read_bytes() for each in (was, same)]
            assert texts[0] == texts[1]


def test_a_restatement_shows_the_new_value_with_the_old_one_and_its_day() -> None:
    # acceptance 102: today's run
    row = at(evaluate(card(), REVISED), "x", "2003-Q1")
    assert (row.value, row.previous, row.revised_on) == (9, 8, "2003-07-20")


@pytest.mark.parametrize("again", ["8", "9"])
@pytest.mark.parametrize("other", ["staff", "second"])
def test_a_figure_that_stands_twice_is_an_error_that_names_both_places(
    tmp_path: Path, again: str, other: str
) -> None:
    # acceptance 103: identical or conflicting, in one file or in two
    head = "unit,quarter,figure,number\n"
    sources = """\
sources:
  - code: staff
    name: Staff system
    file: staff.csv
    columns: {org_unit: unit, period: quarter, input: figure, value: number}
  - code: second
    name: Second system
    file: second.csv
    columns: {org_unit: unit, period: quarter, input: figure, value: number}
"""
    write_small(tmp_path, sources_yaml=sources)
    lines = {"staff": "north,2003-Q1,hours,8\n", "second": "south,2003-Q1,hours,1\n"}
    lines[other] += f"north,2003-Q1,hours,{again}\n"
    for name, text in lines.items():
        (tmp_path / f"{name}.csv").write_text(head + text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_observations(load_register(tmp_path).scorecard, tmp_path)
    (problem,) = error.value.problems
    assert Path(problem.file).name == f"{other}.csv"
    assert problem.line == 3
    assert "hours of north in 2003-Q1 stands" in problem.message
    assert "staff.csv:2" in problem.message
