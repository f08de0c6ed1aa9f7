"""Which two values of one measure may be held against each other: the shown and the year before."""

from __future__ import annotations

from bsc_helpers.evaluation import ReportSlice
from bsc_helpers.model import Measure
from bsc_helpers.periods import Period, parse_period

__all__ = ["comparable_year_before"]


def comparable_year_before(report: ReportSlice, measure: Measure) -> Period | None:
    """Return the period a year before the shown one, if the two may be held against each other.

    Not where the shown value is from an earlier time than the report, where the figures cannot be
    trusted, or where the definition changed within what the two cover or the unit became another
    one. Both values must be there to be shown, which this does not look at.
    """
    shown = report.shown(measure.code)
    before = shown.year_before()
    if shown.end < report.period.start or measure.reliability == "low":
        return None
    return None if _is_broken(report, measure, before, shown) else before


def _is_broken(report: ReportSlice, measure: Measure, before: Period, shown: Period) -> bool:
    starts = report.scorecard.fiscal_year_starts
    first = before.covered(measure.window, starts)[0].start
    begins = [
        parse_period(each.from_, starts).start
        for each in measure.breaks
        if each.kind == "definition"
    ]
    changed = [change.day for change in report.reorganisations]
    return any(first < day <= shown.end for day in (*begins, *changed))
