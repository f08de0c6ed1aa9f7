"""Which period of a measure a report shows, and why a figure that is not there is missing."""

from __future__ import annotations

from datetime import date

import numpy as np

from bsc_helpers.compute.grid import latest_ended
from bsc_helpers.compute.measuring import Measured
from bsc_helpers.formula import Values
from bsc_helpers.model import Measure, Reason
from bsc_helpers.periods import Period

__all__ = ["shown_period", "told_why"]


def shown_period(
    measure: Measure, measured: Measured, period: Period, as_of: date | None, year_starts: int
) -> Period:
    """Return the period of a measure that the report of a period shows.

    The latest that has ended by the report's last day. While that one is not due yet and nobody
    has delivered it, the one before, as long as its values are still valid.
    """
    found = latest_ended(period, measure.frequency, year_starts)
    while _is_open(measure, measured, found, as_of):
        before = found.shift(-1)
        if not measure.is_valid(before, period.end) or before < measured.periods[0]:
            break
        found = before
    return found


def _is_open(measure: Measure, measured: Measured, period: Period, as_of: date | None) -> bool:
    """Whether the figures of a period are not due yet and not there."""
    due = measure.due(period)
    if as_of is None or due is None or as_of > due:
        return False
    column = measured.column(period)
    if column is None:
        return True
    told = measured.result.reason[:, column] != Reason.NO_DATA
    nothing = np.isin(measured.result.reason[:, column], (Reason.NOT_DUE, Reason.LATE))
    return not (told & ~nothing & measured.exists[:, column]).any()


def told_why(measure: Measure, measured: Measured, as_of: date | None) -> Values:
    """Return the values; where nothing was delivered, whether that is late or not due yet.

    Only where figures are waited for: not where another unit tells instead. Without a day of
    knowledge, or a day on which figures are due, nobody can tell.
    """
    result = measured.result
    if as_of is None or measure.schedule.due_days is None:
        return result
    why = [_missing(measure.due(period), as_of) for period in measured.periods]
    owed = (result.reason == Reason.NO_DATA) & measured.awaited
    reason = np.where(owed, np.array(why, dtype=np.int8), result.reason)
    return Values(result.value, reason.astype(np.int8))


def _missing(due: date | None, as_of: date) -> Reason:
    if due is None:
        return Reason.NO_DATA
    return Reason.LATE if due < as_of else Reason.NOT_DUE
