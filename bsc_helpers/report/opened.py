"""An opened report: its slice, its language, and the rows of results by what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bsc_helpers.evaluation import ReportSlice, rows_of
from bsc_helpers.model import Measure, OrgUnit, Reason
from bsc_helpers.narrative.formats import format_period, format_value, missing_sign, unit_text
from bsc_helpers.narrative.statements import Statement, statements_of
from bsc_helpers.periods import Period
from bsc_helpers.report.words import words_in

__all__ = ["Report"]


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
        while len(periods) > 1 and not self._has_value(measure, periods[0]):
            periods = periods[1:]
        return tuple(periods)

    def _has_value(self, measure: Measure, period: Period) -> bool:
        row = self.row(measure, period=period)
        return row is not None and row.reason == Reason.OK.word

    def value_text(self, measure: Measure, row: Any) -> str:
        """Return the value of a row, or the sign that says why there is none."""
        if row is None:
            return missing_sign(Reason.NO_DATA.word, self.language)[0]
        if row.reason != Reason.OK.word:
            return missing_sign(row.reason, self.language)[0]
        return format_value(row.value, measure, self.language)

    def short_text(self, measure: Measure, row: Any) -> str:
        """Return the value of a row without a unit that `unit_text` says beside it."""
        if row is None or row.reason != Reason.OK.word:
            return self.value_text(measure, row)
        return format_value(row.value, measure, self.language, bare=True)

    def unit_text(self, measure: Measure) -> str:
        """Return the unit of measure where it is a text that the measure's name does not say."""
        unit = unit_text(measure, self.language)
        return "" if unit.casefold() in measure.name.of(self.language).casefold() else unit
