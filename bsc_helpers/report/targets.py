"""Targets and intervals in words: at least, at most, from … to."""

from __future__ import annotations

import math
from typing import Any

from bsc_helpers.model import Measure
from bsc_helpers.narrative.formats import decimals_of, format_range, format_value
from bsc_helpers.report.words import words_in

__all__ = ["interval_text", "target_text"]


def target_text(measure: Measure, row: Any, language: str, *, bare: bool = False) -> str:
    """Return the target that holds for a row; empty when there is none.

    `bare` leaves out a unit that is a text of the measure's own.
    """
    if row is None:
        return ""
    if not math.isnan(row.target_low) and not math.isnan(row.target_high):
        places = max(decimals_of(row.target_low), decimals_of(row.target_high))
        return format_range(row.target_low, row.target_high, measure, language, places)
    if math.isnan(row.target):
        return ""
    side = "at_least" if measure.polarity == "higher_is_better" else "at_most"
    value = format_value(row.target, measure, language, decimals_of(row.target), bare=bare)
    return words_in(language)[side].format(value=value)


def interval_text(measure: Measure, row: Any, language: str) -> str:
    """Return the interval of uncertainty of a row; empty when there is none."""
    if row is None or math.isnan(row.lower) or math.isnan(row.upper):
        return ""
    return format_range(row.lower, row.upper, measure, language)
