"""The change of a measure on the same period of the year before, where it may be told."""

from __future__ import annotations

from bsc_helpers.blocks import Cell
from bsc_helpers.model import Measure
from bsc_helpers.narrative import comparable_year_before
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.narrative.rounding import decimals_to_tell_apart, difference_of
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.opened import Report

__all__ = ["change_cell", "change_of"]


def change_of(report: Report, measure: Measure) -> float | None:
    """Return value − value of the year before, in the unit of the measure; None where untold."""
    before = comparable_year_before(report.slice, measure)
    if before is None:
        return None
    now, then = report.row(measure), report.row(measure, period=before)
    return difference_of(now.value, then.value) if has_value(now) and has_value(then) else None


def change_cell(report: Report, measure: Measure) -> Cell:
    """Return the change with its sign, with the decimals of the measure; empty where untold."""
    change = change_of(report, measure)
    if change is None:
        return Cell()
    told = decimals_to_tell_apart(change, 0, measure.decimals)
    places = min(told, report.figures.decimals(measure, report.row(measure)))
    return Cell(text=format_number(change, places, report.language, signed=True), number=change)
