"""Days to years, calendar and fiscal: reading, writing, counting and dividing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_helpers.errors import PeriodError
from bsc_helpers.periods import (
    KINDS,
    Period,
    in_file_name,
    months_after,
    parse_period,
    period_of,
    periods_between,
)

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


# ------------------------------------------------- weeks, against the calendar of the library

# ISO 8601: the years with 53 weeks of this century's first half (a table of
# https://en.wikipedia.org/wiki/ISO_week_date#Weeks_per_year).
LONG_YEARS = (2004, 2009, 2015, 2020, 2026, 2032, 2037, 2043, 2048)


def isoweek(year: int, week: int) -> str:
    return f"{year}-W{week:02}"


@pytest.mark.parametrize("year", range(2000, 2050))
def test_a_year_has_52_weeks_or_53_and_counts_each_from_its_first(year: int) -> None:
    count = 53 if year in LONG_YEARS else 52
    weeks = [isoweek(year, n) for n in range(1, count + 1)]
    last = parse_period(weeks[-1])
    assert [str(part) for part in parse_period(str(year)).parts("week")] == weeks
    assert [str(week) for week in last.year_to_date()] == weeks
    assert (last.number, last.year) == (count, year)
    assert str(last.shift(1)) == isoweek(year + 1, 1)
    with pytest.raises(PeriodError):
        parse_period(isoweek(year, count + 1))


def test_every_day_of_fifty_years_lies_in_the_week_of_the_calendar() -> None:
    day = date(1999, 12, 20)
    while day.year < 2050:
        year, number, _ = day.isocalendar()
        week = period_of(day, "week")
        assert (str(week), week.year, week.number) == (isoweek(year, number), year, number)
        assert (week.start, week.end) == (
            date.fromisocalendar(year, number, 1),
            date.fromisocalendar(year, number, 7),
        )
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("week", "before", "rolling"),
    [
        ("2020-W53", "2019-W52", 53),  # the last week against the last week
        ("2021-W52", "2020-W52", 53),
        ("2021-W01", "2020-W01", 53),  # week 53 of 2020 lies between them
        ("2022-W01", "2021-W01", 52),
        ("2016-W53", None, None),  # 2016 has no such week
        ("2015-W53", "2014-W52", 53),
        ("2004-W53", "2003-W52", 53),
    ],
)
def test_a_week_is_compared_with_the_same_week_of_the_year_before(
    week: str, before: str | None, rolling: int | None
) -> None:
    if before is None:
        with pytest.raises(PeriodError, match="no such date"):
            parse_period(week)
        return
    span = parse_period(week).rolling_year()
    assert str(parse_period(week).year_before()) == before
    assert span[0] == parse_period(before).shift(1)
    assert (len(span), str(span[-1])) == (rolling, week)


# ------------------------------------------------------------------------------ leap days, months


@pytest.mark.parametrize(
    ("day", "before", "rolling"),
    [
        ("2024-02-29", "2023-02-28", 366),  # acceptance 90
        ("2025-02-28", "2024-02-28", 366),
        ("2024-03-01", "2023-03-01", 366),
        ("2024-02-28", "2023-02-28", 365),
        ("2023-02-28", "2022-02-28", 365),
        ("2100-02-28", "2099-02-28", 365),  # no leap year
        ("2000-02-29", "1999-02-28", 366),
    ],
)
def test_a_day_is_compared_with_the_same_day_of_the_year_before(
    day: str, before: str, rolling: int
) -> None:
    found = parse_period(day)
    assert str(found.year_before()) == before
    span = found.rolling_year()
    assert len(span) == rolling
    assert span[0].start == date.fromisoformat(before) + timedelta(days=1)


def test_february_of_a_leap_year_has_29_days_and_60_of_366_days_have_passed_at_its_end() -> None:
    # acceptance 90
    february = parse_period("2024-02")
    assert (february.days, len(february.parts("day"))) == (29, 29)
    passed = sum(month.days for month in february.year_to_date())
    assert (passed, parse_period("2024").days) == (60, 366)
    assert str(february.rolling_year()[0]) == "2023-03"
    assert str(february.year_before()) == "2023-02"
    assert february.year_before().days == 28


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2023-01-31", 1, "2023-02-28"),  # acceptance 91
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-01-30", 1, "2024-02-29"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2023-12-31", 2, "2024-02-29"),
    ],
)
def test_a_month_after_the_last_day_is_in_the_next_month_and_never_in_the_one_after(
    day: str, months: int, expected: str
) -> None:
    start = date.fromisoformat(day)
    assert str(months_after(start, months)) == expected
    assert period_of(start, "month").shift(months) == period_of(
        date.fromisoformat(expected), "month"
    )


# ------------------------------------------------------------- broken fiscal years, made by hand

JULY = {  # Jul-Jun
    "2024-06": ("2023/24", "2023/24-Q4", "2023/24-H2", 12),
    "2024-07": ("2024/25", "2024/25-Q1", "2024/25-H1", 1),
    "2024-09": ("2024/25", "2024/25-Q1", "2024/25-H1", 3),
    "2024-12": ("2024/25", "2024/25-Q2", "2024/25-H1", 6),
    "2025-01": ("2024/25", "2024/25-Q3", "2024/25-H2", 7),
    "2025-06": ("2024/25", "2024/25-Q4", "2024/25-H2", 12),
    "2025-07": ("2025/26", "2025/26-Q1", "2025/26-H1", 1),
    "1999-07": ("1999/00", "1999/00-Q1", "1999/00-H1", 1),
}
SEPTEMBER = {  # Sep-Aug
    "2024-08": ("2023/24", "2023/24-Q4", "2023/24-H2", 12),
    "2024-09": ("2024/25", "2024/25-Q1", "2024/25-H1", 1),
    "2024-11": ("2024/25", "2024/25-Q1", "2024/25-H1", 3),
    "2024-12": ("2024/25", "2024/25-Q2", "2024/25-H1", 4),
    "2025-02": ("2024/25", "2024/25-Q2", "2024/25-H1", 6),
    "2025-03": ("2024/25", "2024/25-Q3", "2024/25-H2", 7),
    "2025-08": ("2024/25", "2024/25-Q4", "2024/25-H2", 12),
}
BROKEN = [(7, m, row) for m, row in JULY.items()] + [(9, m, row) for m, row in SEPTEMBER.items()]


@pytest.mark.parametrize(("starts", "text", "row"), BROKEN)
def test_a_month_lies_in_its_quarter_half_and_year_of_a_broken_fiscal_year(
    starts: int, text: str, row: tuple[str, str, str, int]
) -> None:
    # acceptance 89
    month, (year, quarter, half, place) = parse_period(text), row
    assert str(month.within("year", starts)) == year
    assert str(month.within("quarter", starts)) == quarter
    assert str(month.within("half_year", starts)) == half
    assert len(month.year_to_date(starts)) == place  # it begins anew with the fiscal year
    assert month.year_to_date(starts)[0].start == parse_period(year, starts).start
    assert len(month.year_before().year_to_date(starts)) == place  # the same month of that year
    for name in (year, quarter, half):
        assert parse_period(name, starts).year_before().year == parse_period(name, starts).year - 1


def test_quarters_of_a_broken_fiscal_year_are_three_months_each_and_follow_each_other() -> None:
    months = [
        [str(m) for m in q.parts("month")] for q in parse_period("2024/25", 9).parts("quarter")
    ]
    assert months == [
        ["2024-09", "2024-10", "2024-11"],
        ["2024-12", "2025-01", "2025-02"],
        ["2025-03", "2025-04", "2025-05"],
        ["2025-06", "2025-07", "2025-08"],
    ]
    last = parse_period("2024/25-Q4", 9)
    assert str(last.shift(1)) == "2025/26-Q1"
    assert str(last.rolling_year()[0]) == "2024/25-Q1"


def test_no_two_periods_share_a_name_of_a_folder() -> None:
    assert in_file_name("2003-04") == "2003-04"
    assert in_file_name(parse_period("2003/04", 7)) == "2003_04"
    names: dict[str, str] = {}
    for starts in (1, 7):
        for kind in KINDS:
            for period in periods_between(
                period_of(date(2000, 1, 1), kind, starts),
                period_of(date(2012, 12, 31), kind, starts),
            ):
                name = in_file_name(period)
                assert names.setdefault(name, str(period)) == str(period)
