"""An opened report: its slice, its language, and the rows of results by what they are about."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from bsc_helpers.compute.judging import target_in_force
from bsc_helpers.evaluation import ReportSlice, rows_of
from bsc_helpers.model import (
    Activity,
    Assessment,
    Comment,
    Measure,
    OrgUnit,
    Reason,
    Target,
)
from bsc_helpers.narrative.decimals import decimals_of_value
from bsc_helpers.narrative.formats import (
    format_number,
    format_numbers,
    format_period,
    format_range,
    format_value,
    missing_sign,
    unit_sign,
    unit_text,
)
from bsc_helpers.narrative.statements import Statement, statements_of
from bsc_helpers.periods import Period, parse_period
from bsc_helpers.report.words import words_in

__all__ = ["Report", "day_of", "has_value", "is_withheld", "number_of", "reason_of"]


@dataclass(frozen=True)
class Report:
    """One unit and period in one language.

    Parameters
    ----------
    slice
        Everything the report shows.
    language
        Of all words and numbers.

    Raises
    ------
    ParameterError
        When reports are not written in this language.
    """

    slice: ReportSlice
    language: str

    def __post_init__(self) -> None:
        words_in(self.language)

    @property
    def words(self) -> Mapping[str, str]:
        """The fixed words of the report."""
        return words_in(self.language)

    @property
    def unit_name(self) -> str:
        """The name of the report's unit."""
        return self.slice.org_unit.name.of(self.language)

    @property
    def activity(self) -> Activity | None:
        """The activity that the report is about; None when it is about the whole unit."""
        known = self.slice.scorecard.activities
        return next((each for each in known if each.code == self.slice.activity), None)

    @property
    def subject_name(self) -> str:
        """The name of what the report is about: "Majorna", "Majorna: Preschool"."""
        activity = self.activity
        if activity is None:
            return self.unit_name
        name = activity.name.of(self.language)
        return self.words["subject"].format(unit=self.unit_name, activity=name)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that apply to what the report is about, in the order of the card."""
        own = {measure for unit, measure, _ in self._rows if unit == self.slice.org_unit.code}
        return tuple(m for m in self.slice.scorecard.measures if m.code in own)

    def is_own(self, said: Comment | Assessment) -> bool:
        """Whether a person's words are about what the report is about."""
        place = (self.slice.org_unit.code, self.slice.activity)
        return (said.org_unit, said.activity) == place

    def parse(self, text: str) -> Period:
        """Return the period that the register or a table writes."""
        return _parsed(text, self.slice.scorecard.fiscal_year_starts)

    def is_old(self, measure: Measure) -> bool:
        """Whether the value that is shown was measured before the report's period."""
        return self.slice.shown(measure.code).end < self.slice.period.start

    @property
    def period_text(self) -> str:
        """The report's period in words."""
        return format_period(self.slice.period, self.language)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every licensed statement about the unit and period."""
        return statements_of(self.slice)

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], Any]:
        rows = rows_of(self.slice.results)
        return {(row.org_unit, row.measure, row.period): row for row in rows}

    def row(
        self, measure: Measure, unit: OrgUnit | None = None, period: Period | None = None
    ) -> Any:
        """Return the row of results of a measure, by default the one that the report shows.

        None where there is no such row.
        """
        code = (unit or self.slice.org_unit).code
        when = period or self.slice.shown(measure.code)
        return self._rows.get((code, measure.code, str(when)))

    def history(self, measure: Measure) -> tuple[Period, ...]:
        """Return the periods from a measure's first value to the one that is shown."""
        last = self.slice.shown(measure.code)
        first = last
        while self.row(measure, period=first.shift(-1)) is not None:
            first = first.shift(-1)
        periods = [first.shift(step) for step in range(last.ordinal - first.ordinal + 1)]
        while len(periods) > 1 and not has_value(self.row(measure, period=periods[0])):
            periods = periods[1:]
        return tuple(periods)

    def target_in_force(self, measure: Measure) -> Target | None:
        """Return the target against which the value that is shown is held; None without one."""
        period = self.slice.shown(measure.code)
        starts = self.slice.scorecard.fiscal_year_starts
        return target_in_force(measure, self.slice.org_unit.code, period, starts)

    def value_text(self, measure: Measure, row: Any) -> str:
        """Return the value of a row, with its unit where the measure's name does not say it.

        Where there is no value it is the sign that says why.
        """
        return self._text(measure, row, bare=self.says_unit(measure))

    def short_text(self, measure: Measure, row: Any) -> str:
        """Return the value of a row without a unit that `unit_text` says beside it."""
        return self._text(measure, row, bare=True)

    def number_text(self, measure: Measure, row: Any) -> str:
        """Return the value of a row without any unit, where a head of a column says it."""
        if not has_value(row):
            return self._sign(row)
        return format_number(row.value, self.decimals(measure, row), self.language)

    def interval_text(self, measure: Measure, row: Any, *, unit: bool = True) -> str:
        """Return the interval of uncertainty of a row; empty when there is none."""
        if not has_value(row) or math.isnan(row.lower) or math.isnan(row.upper):
            return ""
        low, high, places = row.lower, row.upper, self.decimals(measure, row)
        if not unit:
            return format_numbers(low, high, places, self.language)
        bare = self.says_unit(measure)
        return format_range(low, high, measure, self.language, places, bare=bare)

    def decimals(self, measure: Measure, row: Any) -> int:
        """Return with how many decimals the value of a row is shown."""
        place = (row.org_unit, self.parse(row.period))
        return decimals_of_value(self.slice.scorecard, measure, place, row._asdict(), row.status)

    def unit_text(self, measure: Measure) -> str:
        """Return the unit of measure where it is a text that the measure's name does not say."""
        return "" if self.says_unit(measure) else unit_text(measure, self.language)

    def says_unit(self, measure: Measure) -> bool:
        """Whether the name of a measure says its unit: "Antal beslut", "Ledarindex"."""
        ending = rf"{re.escape(unit_sign(measure, self.language))}(?!\w)"
        return re.search(ending, measure.name.of(self.language), re.IGNORECASE) is not None

    def with_unit(self, text: str, measure: Measure) -> str:
        """Return a text with the unit in brackets, where the measure's name does not say it."""
        unit = unit_sign(measure, self.language)
        return text if self.says_unit(measure) else f"{text} ({unit})"

    def _text(self, measure: Measure, row: Any, *, bare: bool) -> str:
        if not has_value(row):
            return self._sign(row)
        places = self.decimals(measure, row)
        return format_value(row.value, measure, self.language, places, bare=bare)

    def _sign(self, row: Any) -> str:
        return missing_sign(reason_of(row), self.language)[0]


_parsed = cache(parse_period)  # a report reads the same few texts thousands of times


def has_value(row: Any) -> bool:
    """Whether there is a row and it has a value."""
    return row is not None and row.reason == Reason.OK.word


def reason_of(row: Any) -> str:
    """Return why a row has no value, or that it has one; without a row there are no data."""
    return Reason.NO_DATA.word if row is None else str(row.reason)


def is_withheld(row: Any) -> bool:
    """Whether the value of a row must not be shown, nor anything that it is made of."""
    return reason_of(row) == Reason.SUPPRESSED.word


def number_of(row: Any, column: str = "value") -> float | None:
    """Return a number of a row that has a value; None where it is missing."""
    number = float(getattr(row, column)) if has_value(row) else math.nan
    return None if math.isnan(number) else number


def day_of(text: Any) -> date | None:
    """Return the day that a table writes; None where it writes none."""
    return date.fromisoformat(text) if isinstance(text, str) and text else None
