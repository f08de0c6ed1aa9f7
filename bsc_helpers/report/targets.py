"""Targets, warning limits and the score scale of a measure in words."""

from __future__ import annotations

import math
from typing import Any

from bsc_helpers.compute.scales import knots_on
from bsc_helpers.model import Measure, Target
from bsc_helpers.narrative.formats import (
    format_number,
    format_numbers,
    format_range,
    format_target,
    format_value,
)
from bsc_helpers.narrative.rounding import decimals_of

__all__ = ["limit_text", "scale_text", "target_number", "target_text"]


def target_text(measure: Measure, row: Any, language: str, *, bare: bool = False) -> str:
    """Return the target that holds for a row; empty when there is none.

    `bare` leaves out a unit that is a text of the measure's own.
    """
    if row is None:
        return ""
    if not math.isnan(row.target_low) and not math.isnan(row.target_high):
        return _range(row.target_low, row.target_high, measure, language, bare=bare)
    if math.isnan(row.target):
        return ""
    return format_target(row.target, measure, language, bare=bare)


def target_number(row: Any, language: str) -> str:
    """Return the target that holds for a row as a number by itself; empty when there is none."""
    if row is None:
        return ""
    if not math.isnan(row.target_low) and not math.isnan(row.target_high):
        low, high = row.target_low, row.target_high
        return format_numbers(low, high, max(decimals_of(low), decimals_of(high)), language)
    if math.isnan(row.target):
        return ""
    return format_number(row.target, decimals_of(row.target), language)


def limit_text(target: Target | None, measure: Measure, language: str, *, bare: bool) -> str:
    """Return the warning limit of a target, or both of a range; empty where it has none."""
    if target is None:
        return ""
    if target.warning_low is not None and target.warning_high is not None:
        return _range(target.warning_low, target.warning_high, measure, language, bare=bare)
    limits = (target.warning, target.warning_low, target.warning_high)
    limit = next((limit for limit in limits if limit is not None), None)
    return "" if limit is None else _as_written(limit, measure, language, bare=bare)


def scale_text(measure: Measure, language: str, *, bare: bool) -> str:
    """Return the scale of a measure's own that turns values into scores; empty without one."""
    drawn = knots_on(measure.score, measure.polarity) if measure.score else ()
    knots = sorted(drawn, key=lambda knot: knot.value)
    return ", ".join(
        f"{_as_written(knot.value, measure, language, bare=bare)} = "
        f"{format_number(knot.score, decimals_of(knot.score), language)}"
        for knot in knots
    )


def _range(low: float, high: float, measure: Measure, language: str, *, bare: bool) -> str:
    places = max(decimals_of(low), decimals_of(high))
    return format_range(low, high, measure, language, places, bare=bare)


def _as_written(value: float, measure: Measure, language: str, *, bare: bool) -> str:
    return format_value(value, measure, language, decimals_of(value), bare=bare)
