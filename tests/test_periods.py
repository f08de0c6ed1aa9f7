"""Days to years, calendar and fiscal: reading, writing, counting and dividing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_helpers.errors import PeriodError
from bsc_helpers.periods import KINDS, Period, parse_period, period_of, periods_between

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "starts", "first", "last"),
    [
        ("2003", 1, "2003-01-01", "2003-12-31"),
        ("2003-H2", 1, "2003-07-01", "2003-12-31"),
        ("2003-Q4", 1, "2003-10-01", "2003-12-31"),
        ("2004-02", 1, "2004-02-01", "2004-02-29"),
        ("2003-W01", 1, "2002-12-30", "2003-01-05"),
        ("2020-W53", 1, "2020-12-28", "2021-01-03"),  # ISO 8601: 2020 has 53 weeks
        ("2004-02-29", 1, "2004-02-29", "2004-02-29"),
        ("2024/25", 7, "2024-07-01", "2025-06-30"),
        ("2024/25-Q2", 7, "2024-10-01", "2024-12-31"),
        ("2024/25-H2", 9, "2025-03-01", "2025-08-31"),
        ("1999/00-Q1", 4, "1999-04-01", "1999-06-30"),
    ],
)
def test_a_text_names_its_days(text: str, starts: int, first: str, last: str) -> None:
    period = parse_period(text, starts)
    assert (period.start.isoformat(), period.end.isoformat()) == (first, last)
    assert str(period) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "03",
        "2003-Q5",
        "2003-13",
        "2003-00",
        "2003-02-30",
        "2003-W54",
        "2003-W00",
        "2003-H3",
        "2003Q4",
        "2003-Q4 ",
        "２００３",
        "0999",
        "3000",
        "2003/04",
        "2003/04-01",
        "kv 4",
        "2003-1",
    ],
)
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        parse_period(text)


def test_a_fiscal_year_must_be_written_with_both_years() -> None:
    with pytest.raises(PeriodError, match="2003/04"):
        parse_period("2003-Q1", 7)
    with pytest.raises(PeriodError, match="follow on the first"):
        parse_period("2003/05", 7)


@given(day=DAYS, kind=st.sampled_from(KINDS), starts=st.integers(1, 12))
def test_every_day_lies_in_one_period_of_each_kind_and_it_is_read_back(
    day: date, kind: str, starts: int
) -> None:
    period = period_of(day, kind, starts)  # type: ignore[arg-type]  # a word of KINDS
    assert period.start <= day <= period.end
    assert period.days == (period.end - period.start).days + 1
    assert parse_period(str(period), starts) == period
    assert period.shift(1).start == period.end + timedelta(days=1)
    assert period.shift(5).ordinal - period.ordinal == 5


@given(day=DAYS, starts=st.integers(1, 12))
def test_a_year_is_made_of_its_months_quarters_and_halves(day: date, starts: int) -> None:
    year = period_of(day, "year", starts)
    for kind, count in (("month", 12), ("quarter", 4), ("half_year", 2)):
        parts = year.parts(kind)  # type: ignore[arg-type]  # words of KINDS
        assert len(parts) == count
        assert (parts[0].start, parts[-1].end) == (year.start, year.end)
        assert all(part.within("year", starts) == year for part in parts)
        assert [part.number for part in parts if kind != "month"] in ([], list(range(1, count + 1)))


def test_a_week_belongs_to_the_period_of_its_thursday() -> None:
    week = parse_period("2020-W53")
    assert week.within("year") == parse_period("2020")
    assert week.within("month") == parse_period("2020-12")
    assert len(parse_period("2020").parts("week")) == 53
    assert len(parse_period("2021").parts("week")) == 52


def test_the_year_before_keeps_the_place_in_the_year() -> None:
    assert parse_period("2003-Q4").year_before() == parse_period("2002-Q4")
    assert parse_period("2004-02-29").year_before() == parse_period("2003-02-28")
    assert parse_period("2024/25-Q1", 7).year_before() == parse_period("2023/24-Q1", 7)
    assert parse_period("2004-02").year_before() == parse_period("2003-02")


def test_the_year_to_date_begins_with_the_fiscal_year() -> None:
    span = parse_period("2024/25-Q3", 7).year_to_date()
    assert [str(period) for period in span] == ["2024/25-Q1", "2024/25-Q2", "2024/25-Q3"]
    assert len(parse_period("2003-05").year_to_date()) == 5


@pytest.mark.parametrize(
    ("text", "count"), [("2003-Q1", 4), ("2003-05", 12), ("2003", 1), ("2004-02-29", 366)]
)
def test_the_rolling_year_ends_with_the_period(text: str, count: int) -> None:
    span = parse_period(text).rolling_year()
    assert (len(span), span[-1]) == (count, parse_period(text))


def test_periods_between_two_are_all_of_them() -> None:
    span = periods_between(parse_period("2003-11"), parse_period("2004-02"))
    assert [str(period) for period in span] == ["2003-11", "2003-12", "2004-01", "2004-02"]
    with pytest.raises(PeriodError, match="different kinds"):
        periods_between(parse_period("2003"), parse_period("2003-Q1"))


def test_a_period_is_a_value() -> None:
    assert len({parse_period("2003-Q4"), Period("quarter", 2003 * 4 + 3)}) == 1
