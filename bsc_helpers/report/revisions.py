"""The values that were changed after they had been published, as far as they still matter."""

from __future__ import annotations

import math
from typing import Any

from bsc_helpers.model import Measure
from bsc_helpers.report.figures import has_value
from bsc_helpers.report.opened import Report

__all__ = ["revised_rows"]

RECENT = 366  # days


def revised_rows(report: Report, measure: Measure) -> list[Any]:
    """Return the rows of a measure in the past year whose value was changed, in order of time."""
    end = report.slice.period.end
    rows = [(p, report.row(measure, period=p)) for p in report.history(measure)]
    return [
        row
        for period, row in rows
        if has_value(row) and not math.isnan(row.previous) and (end - period.end).days < RECENT
    ]
