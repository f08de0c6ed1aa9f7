"""Days, weeks, months, quarters, half-years and years, calendar or fiscal.

A period is written ``2003-10-01`` (day), ``2003-W05`` (ISO week), ``2003-10`` (month),
``2003-Q4`` (quarter), ``2003-H2`` (half-year) or ``2003`` (year). Where the fiscal year does not
begin in January, quarters, half-years and years carry both years: ``2024/25-Q1``, ``2024/25``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from bsc_helpers.errors import PeriodError, printable

__all__ = [
    "KINDS",
    "Period",
    "PeriodKind",
    "Window",
    "in_file_name",
    "months_after",
    "parse_period",
    "period_of",
    "periods_between",
]

PeriodKind = Literal["day", "week", "month", "quarter", "half_year", "year"]
Window = Literal["period", "year_to_date", "rolling_year"]
KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)  # finest first

MONTHS_IN: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
FIRST_YEAR, LAST_YEAR = 1000, 2999

_TEXT = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:/(?P<second>[0-9]{2}))?"
    r"(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>[0-9]{2})"
    r"|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
)


@dataclass(frozen=True, order=True)
class Period:
    """One period of one kind.

    Attributes
    ----------
    kind
        ``day``, ``week``, ``month``, ``quarter``, ``half_year`` or ``year``.
    ordinal
        Counts the periods of this kind without gaps, so that periods can be subtracted.
    year_starts
        The month (1–12) in which the fiscal year begins. Days, weeks and months have 1.
    """

    kind: PeriodKind
    ordinal: int
    year_starts: int = 1

    @property
    def start(self) -> date:
        """The first day."""
        if self.kind == "day":
            return date.fromordinal(self.ordinal)
        if self.kind == "week":
            return date.fromordinal(self.ordinal * 7 + 1)
        return self._first_of_month(self.ordinal)

    @property
    def end(self) -> date:
        """The last day."""
        if self.kind == "day":
            return self.start
        if self.kind == "week":
            return self.start + timedelta(days=6)
        return self._first_of_month(self.ordinal + 1) - timedelta(days=1)

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.end - self.start).days + 1

    @property
    def year(self) -> int:
        """The (fiscal) year in which the period lies, by the calendar year in which it begins."""
        if self.kind == "week":
            return self.anchor.year
        first = self.start
        return (first.year * 12 + first.month - self.year_starts) // 12

    @property
    def number(self) -> int:
        """The place in the year, from 1: of a quarter 1–4, of a month 1–12, of a week 1–53."""
        if self.kind == "day":
            return self.start.timetuple().tm_yday
        if self.kind == "week":
            return self.start.isocalendar().week
        return self.ordinal % (12 // MONTHS_IN[self.kind]) + 1

    @property
    def anchor(self) -> date:
        """The day that decides in which longer period this one lies: of a week its Thursday."""
        return self.start + timedelta(days=3) if self.kind == "week" else self.start

    def shift(self, count: int) -> Period:
        """Return the period `count` periods later (earlier when negative)."""
        return Period(self.kind, self.ordinal + count, self.year_starts)

    def year_before(self) -> Period:
        """Return the same period of the year before.

        29 February gives 28 February, and week 53 the last week of a year that has no such week.
        """
        if self.kind in MONTHS_IN:
            return self.shift(-12 // MONTHS_IN[self.kind])
        if self.kind == "day":
            day = self.start
            last = monthrange(day.year - 1, day.month)[1]
            return period_of(date(day.year - 1, day.month, min(day.day, last)), "day")
        year, week, _ = self.start.isocalendar()
        last = date(year - 1, 12, 28).isocalendar().week  # 28 December lies in the last week
        return period_of(date.fromisocalendar(year - 1, min(week, last), 1), "week")

    def within(self, kind: PeriodKind, year_starts: int = 1) -> Period:
        """Return the period of a longer (or the same) kind in which this one lies."""
        return period_of(self.anchor, kind, year_starts)

    def parts(self, kind: PeriodKind) -> tuple[Period, ...]:
        """Return the periods of a shorter (or the same) kind that lie in this one, in order."""
        if kind == self.kind:
            return (self,)
        first = period_of(self.start, kind, self.year_starts)
        found = []
        while first.start <= self.end:
            if self.start <= first.anchor <= self.end:
                found.append(first)
            first = first.shift(1)
        return tuple(found)

    def year_to_date(self, year_starts: int | None = None) -> tuple[Period, ...]:
        """Return the periods of this kind from the start of the (fiscal) year to this one.

        Days, weeks and months do not know the fiscal year and are told in which month it begins.
        """
        year = self.within("year", self.year_starts if year_starts is None else year_starts)
        first = period_of(year.start, self.kind, self.year_starts)
        if first.anchor < year.start:  # a week that belongs to the year before
            first = first.shift(1)
        return periods_between(first, self)

    def rolling_year(self) -> tuple[Period, ...]:
        """Return the periods of this kind that make up one year and end with this one."""
        if self.kind in MONTHS_IN:
            count = 12 // MONTHS_IN[self.kind]
        else:
            count = self.ordinal - self.year_before().ordinal
        return tuple(self.shift(-back) for back in range(count - 1, -1, -1))

    def covered(self, window: Window, year_starts: int | None = None) -> tuple[Period, ...]:
        """Return the periods of this kind that a window which ends with this one covers."""
        if window == "year_to_date":
            return self.year_to_date(year_starts)
        return self.rolling_year() if window == "rolling_year" else (self,)

    def __str__(self) -> str:
        if self.kind == "day":
            return self.start.isoformat()
        if self.kind == "week":
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02}"
        if self.kind == "month":
            return f"{self.start:%Y-%m}"
        fiscal = (
            f"{self.year}" if self.year_starts == 1 else f"{self.year}/{(self.year + 1) % 100:02}"
        )
        letter = {"quarter": "-Q", "half_year": "-H"}.get(self.kind)
        return f"{fiscal}{letter}{self.number}" if letter else fiscal

    def _first_of_month(self, ordinal: int) -> date:
        month = ordinal * MONTHS_IN[self.kind] + self.year_starts - 1
        return date(month // 12, month % 12 + 1, 1)


def period_of(day: date, kind: PeriodKind, year_starts: int = 1) -> Period:
    """Return the period of a kind in which a day lies."""
    if kind == "day":
        return Period("day", day.toordinal())
    if kind == "week":
        return Period("week", (day.toordinal() - 1) // 7)
    starts = 1 if kind == "month" else year_starts
    return Period(kind, (day.year * 12 + day.month - starts) // MONTHS_IN[kind], starts)


def in_file_name(period: Period | str) -> str:
    """Return a period as it stands in names of files and folders.

    The fiscal year ``2003/04`` is ``2003_04`` there, which is not the month ``2003-04``.
    """
    return str(period).replace("/", "_")


def months_after(day: date, months: int) -> date:
    """Return the day so many months later; the last day of a month stays the last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    if day.day == monthrange(day.year, day.month)[1]:
        return date(year, month + 1, last)
    return date(year, month + 1, min(day.day, last))


@lru_cache(4096)  # a report reads the same few texts thousands of times
def parse_period(text: str, year_starts: int = 1) -> Period:
    """Read a period from its text.

    Parameters
    ----------
    text
        As the module's head shows, for instance ``2003-Q4``.
    year_starts
        The month in which the fiscal year begins; with another month than 1, quarters, half-years
        and years must be written with both years (``2024/25-Q1``).

    Raises
    ------
    PeriodError
        When the text names no period, or not one of this fiscal year.
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        raise _not_a_period(text, year_starts)
    part = match.groupdict()
    year = int(part["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(f"{printable(text)}: years run from {FIRST_YEAR} to {LAST_YEAR}")
    if part["week"] or part["month"]:
        if part["second"]:
            raise _not_a_period(text, year_starts)
        return _by_calendar(text, year, part)
    _check_fiscal(text, year, part["second"], year_starts)
    first = date(year, year_starts, 1)
    if part["quarter"]:
        return period_of(first, "quarter", year_starts).shift(int(part["quarter"]) - 1)
    if part["half"]:
        return period_of(first, "half_year", year_starts).shift(int(part["half"]) - 1)
    return period_of(first, "year", year_starts)


def _by_calendar(text: str, year: int, part: dict[str, str | None]) -> Period:
    try:
        if part["week"]:
            return period_of(date.fromisocalendar(year, int(part["week"]), 1), "week")
        day = date(year, int(part["month"] or 1), int(part["day"] or 1))
    except ValueError:
        raise PeriodError(f"{printable(text)}: there is no such date in the calendar") from None
    return period_of(day, "day" if part["day"] else "month")


def _check_fiscal(text: str, year: int, second: str | None, year_starts: int) -> None:
    if (second is None) != (year_starts == 1):
        raise _not_a_period(text, year_starts)
    if second is not None and int(second) != (year + 1) % 100:
        raise PeriodError(f"{printable(text)}: the second year must follow on the first")


def _not_a_period(text: str, year_starts: int) -> PeriodError:
    year = "2003" if year_starts == 1 else "2003/04"
    return PeriodError(
        f"{printable(text)} is no period; valid: {year}, {year}-H1, {year}-Q4, "
        "2003-10, 2003-W05, 2003-10-01"
    )


def periods_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Return the periods of one kind from `first` to `last`, both included.

    Raises
    ------
    PeriodError
        When the two are of different kinds or fiscal years.
    """
    if (first.kind, first.year_starts) != (last.kind, last.year_starts):
        raise PeriodError(f"{first} and {last} are periods of different kinds")
    return tuple(first.shift(step) for step in range(last.ordinal - first.ordinal + 1))
