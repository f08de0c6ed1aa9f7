"""The figures of a row of results as texts, wherever units stand below each other in a column."""

from __future__ import annotations

import math
import re
from typing import Any

from bsc_helpers.model import Measure, Reason, Scorecard
from bsc_helpers.narrative.decimals import decimals_of_value
from bsc_helpers.narrative.formats import (
    format_number,
    format_numbers,
    format_value,
    missing_sign,
    unit_sign,
)
from bsc_helpers.periods import Period

__all__ = ["decimals_shown", "has_value", "interval_text", "says_unit", "value_text", "with_unit"]


def has_value(row: Any) -> bool:
    """Whether there is a row and it has a value that may be shown."""
    return row is not None and row.reason == Reason.OK.word


def decimals_shown(card: Scorecard, measure: Measure, row: Any, period: Period) -> int:
    """Return with how many decimals a row shows its value and its interval."""
    return decimals_of_value(card, measure, (row.org_unit, period), row._asdict(), row.status)


def number_text(row: Any, decimals: int, language: str) -> str:
    """Return the value of a row without any unit, or the sign that says why there is none."""
    return (
        format_number(row.value, decimals, language) if has_value(row) else sign_of(row, language)
    )


def sign_of(row: Any, language: str) -> str:
    """Return the sign that stands for a missing value."""
    return missing_sign(row.reason, language)[0]


def value_text(measure: Measure, row: Any, decimals: int, language: str) -> str:
    """Return the value of a row with its unit where the measure's name does not say it."""
    if not has_value(row):
        return sign_of(row, language)
    bare = says_unit(measure, language)
    return format_value(row.value, measure, language, decimals, bare=bare)


def interval_text(row: Any, decimals: int, language: str) -> str:
    """Return the interval of uncertainty of a row without any unit; empty when there is none."""
    if not has_value(row) or math.isnan(row.lower) or math.isnan(row.upper):
        return ""
    return format_numbers(row.lower, row.upper, decimals, language)


def says_unit(measure: Measure, language: str) -> bool:
    """Whether the name of a measure says its unit: "Antal beslut", "Ledarindex"."""
    ending = rf"{re.escape(unit_sign(measure, language))}(?!\w)"
    return re.search(ending, measure.name.of(language), re.IGNORECASE) is not None


def with_unit(text: str, measure: Measure, language: str) -> str:
    """Return a text with the unit in brackets, where the measure's name does not say it."""
    return text if says_unit(measure, language) else f"{text} ({unit_sign(measure, language)})"
