"""The sixteen quarters of the example, and when what is measured in them is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

__all__ = [
    "HALVES",
    "LAST",
    "QUARTERS",
    "YEARS",
    "Delay",
    "half_day",
    "quarter_end",
    "quarters_of",
    "ten_weekdays",
    "weeks",
]

YEARS = (2000, 2001, 2002, 2003)
QUARTERS = tuple(f"{year}-Q{number}" for year in YEARS for number in (1, 2, 3, 4))
HALVES = tuple(f"{year}-H{number}" for year in YEARS for number in (1, 2))
LAST = len(QUARTERS) - 1

Delay = Callable[[date], date]


def weeks(count: int) -> Delay:
    """Return the rule: recorded so many weeks after the end of the quarter."""
    return lambda end: end + timedelta(weeks=count)


def ten_weekdays(end: date) -> date:
    """Return the tenth weekday after the end of the quarter."""
    following = (end + timedelta(days=step) for step in range(1, 15))
    return [day for day in following if day.weekday() < 5][9]  # noqa: PLR2004 - Monday to Friday


def quarter_end(quarter: int) -> date:
    """Return the last day of a quarter; also of quarters after the last one."""
    year, number = YEARS[0] + quarter // 4, quarter % 4
    return date(year, 3 * number + 3, (31, 30, 30, 31)[number])


def quarters_of(year: int) -> range:
    """Return the numbers of the quarters of a year."""
    first = 4 * YEARS.index(year)
    return range(first, first + 4)


def half_day(half: int) -> date:
    """Return when what was measured on 15 April or 15 October is recorded: six weeks later."""
    return date(YEARS[half // 2], (4, 10)[half % 2], 15) + timedelta(weeks=6)
