"""The figures of rows of results as texts: one rule for a unit's report and for all units' pages.

A row is one of `RESULTS`, or None where there is none; then there are no data.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bsc_helpers.model import Measure, Reason, Scorecard
from bsc_helpers.narrative.decimals import shown_decimals
from bsc_helpers.narrative.formats import (
    format_number,
    format_numbers,
    format_range,
    format_value,
    missing_sign,
    unit_sign,
    unit_text,
)

__all__ = [
    "Figures",
    "day_of",
    "has_interval",
    "has_value",
    "is_withheld",
    "number_of",
    "reason_of",
]

# A report asks for them tens of thousands of times.
_OK, _NO_DATA, _SUPPRESSED = (
    reason.word for reason in (Reason.OK, Reason.NO_DATA, Reason.SUPPRESSED)
)


def has_value(row: Any) -> bool:
    """Whether there is a row and it has a value that may be shown."""
    return row is not None and row.reason == _OK


def reason_of(row: Any) -> str:
    """Return why a row has no value, or that it has one; without a row there are no data."""
    return _NO_DATA if row is None else str(row.reason)


def is_withheld(row: Any) -> bool:
    """Whether the value of a row must not be shown, nor anything that it is made of."""
    return reason_of(row) == _SUPPRESSED


def number_of(row: Any, column: str = "value") -> float | None:
    """Return a number of a row that has a value; None where it is missing."""
    number = float(getattr(row, column)) if has_value(row) else math.nan
    return None if math.isnan(number) else number


def day_of(text: Any) -> date | None:
    """Return the day that a table writes; None where it writes none."""
    return date.fromisoformat(text) if isinstance(text, str) and text else None


@dataclass(frozen=True)
class Figures:
    """How the figures of a scorecard's measures are written in one language.

    Where a row has no value, its text is the sign that says why.
    """

    scorecard: Scorecard
    language: str

    def value_text(self, measure: Measure, row: Any) -> str:
        """Return the value of a row, with its unit where the measure's name does not say it."""
        return self._text(measure, row, bare=self.says_unit(measure))

    def short_text(self, measure: Measure, row: Any) -> str:
        """Return the value of a row without a unit that `unit_text` says beside it."""
        return self._text(measure, row, bare=True)

    def number_text(self, measure: Measure, row: Any) -> str:
        """Return the value of a row without any unit, where a head of a column says it."""
        if not has_value(row):
            return self._sign(row)
        return format_number(row.value, self.decimals(measure, row), self.language)

    def interval_text(self, measure: Measure, row: Any) -> str:
        """Return the interval of uncertainty as `value_text` writes values; empty without one."""
        if not has_interval(row):
            return ""
        places, bare = self.decimals(measure, row), self.says_unit(measure)
        return format_range(row.lower, row.upper, measure, self.language, places, bare=bare)

    def interval_numbers(self, measure: Measure, row: Any) -> str:
        """Return the interval of uncertainty as `number_text` writes values; empty without one."""
        if not has_interval(row):
            return ""
        return format_numbers(row.lower, row.upper, self.decimals(measure, row), self.language)

    def decimals(self, measure: Measure, row: Any) -> int:
        """Return with how many decimals the value of a row is shown."""
        key = (row.org_unit, row.activity, row.measure, row.period)
        if key not in self._decimals:
            self._decimals[key] = shown_decimals(measure, row._asdict(), row.status)
        return self._decimals[key]

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

    @cached_property
    def _decimals(self) -> dict[tuple[str, ...], int]:
        """What `decimals` found: a report asks thousands of times for a few hundred rows."""
        return {}

    def _text(self, measure: Measure, row: Any, *, bare: bool) -> str:
        if not has_value(row):
            return self._sign(row)
        places = self.decimals(measure, row)
        return format_value(row.value, measure, self.language, places, bare=bare)

    def _sign(self, row: Any) -> str:
        return missing_sign(reason_of(row), self.language)[0]


def has_interval(row: Any) -> bool:
    """Whether a row has a value with an interval of uncertainty."""
    return has_value(row) and not math.isnan(row.lower) and not math.isnan(row.upper)
