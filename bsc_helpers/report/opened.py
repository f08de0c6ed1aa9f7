"""An opened report: its slice, its language, and the rows of results by what they are about."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bsc_helpers.compute.judging import target_in_force
from bsc_helpers.evaluation import ReportSlice, rows_of
from bsc_helpers.model import Measure, OrgUnit, Reason, Target
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

__all__ = ["Report", "has_value"]


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
        return format_number(row.value, self._decimals(measure, row), self.language)

    def interval_text(self, measure: Measure, row: Any, *, unit: bool = True) -> str:
        """Return the interval of uncertainty of a row; empty when there is none."""
        if row is None or math.isnan(row.lower) or math.isnan(row.upper):
            return ""
        low, high, places = row.lower, row.upper, self._decimals(measure, row)
        if not unit:
            return format_numbers(low, high, places, self.language)
        bare = self.says_unit(measure)
        return format_range(low, high, measure, self.language, places, bare=bare)

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
        places = self._decimals(measure, row)
        return format_value(row.value, measure, self.language, places, bare=bare)

    def _sign(self, row: Any) -> str:
        reason = Reason.NO_DATA.word if row is None else row.reason
        return missing_sign(reason, self.language)[0]

    def _decimals(self, measure: Measure, row: Any) -> int:
        card = self.slice.scorecard
        period = parse_period(row.period, card.fiscal_year_starts)
        place = (row.org_unit, period)
        return decimals_of_value(card, measure, place, row._asdict(), row.status)


def has_value(row: Any) -> bool:
    """Whether there is a row and it has a value."""
    return row is not None and row.reason == Reason.OK.word
