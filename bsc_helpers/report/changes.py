"""The change of a measure on the same period of the year before, where it may be told."""

from __future__ import annotations

from bsc_helpers.blocks import Cell
from bsc_helpers.model import Measure
from bsc_helpers.narrative.formats import format_number
from bsc_helpers.narrative.rounding import decimals_to_tell_apart, difference_of
from bsc_helpers.periods import Period, parse_period
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.opened import Report

__all__ = ["breaks_between", "change_cell", "change_of"]


def change_of(report: Report, measure: Measure) -> float | None:
    """Return value − value of the year before, in the unit of the measure; None where untold.

    Of a value from an earlier time, of figures that cannot be trusted, and across a change of
    definition there is none.
    """
    shown = report.slice.shown(measure.code)
    before = shown.year_before()
    now, then = report.row(measure), report.row(measure, period=before)
    if not has_value(now) or not has_value(then):
        return None
    if report.is_old(measure) or measure.reliability == "low":
        return None
    if breaks_between(report, measure, before, shown):
        return None
    return difference_of(now.value, then.value)


def change_cell(report: Report, measure: Measure) -> Cell:
    """Return the change with its sign, with the decimals of the measure; empty where untold."""
    change = change_of(report, measure)
    if change is None:
        return Cell()
    told = decimals_to_tell_apart(change, 0, measure.decimals)
    places = min(told, report.figures.decimals(measure, report.row(measure)))
    return Cell(text=format_number(change, places, report.language, signed=True), number=change)


def breaks_between(report: Report, measure: Measure, before: Period, shown: Period) -> bool:
    """Whether the definition changed within what two values cover, so that they do not compare."""
    starts = report.slice.scorecard.fiscal_year_starts
    first = before.covered(measure.window, starts)[0].start
    return any(
        first < parse_period(each.from_, starts).start <= shown.end
        for each in measure.breaks
        if each.kind == "definition"
    )
