"""What was put into the formulas for the values that the reports of a period show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.evaluation.frames import INPUTS, REASONS, frame_of
from bsc_helpers.formula import Values
from bsc_helpers.model import Reason
from bsc_helpers.periods import Period

__all__ = ["inputs_frame"]


def inputs_frame(
    subjects: Subjects, measured: Mapping[str, Measured], shown: Mapping[str, Period]
) -> pd.DataFrame:
    """Return the columns of `INPUTS`: what was put into each measure in the period shown.

    Where another input is missing, and with it the value, a unit's own figure is still told.
    """
    return frame_of(INPUTS, list(_parts(subjects, measured, shown)))


def _parts(
    subjects: Subjects, measured: Mapping[str, Measured], shown: Mapping[str, Period]
) -> Iterator[dict[str, Any]]:
    for code, period in shown.items():
        own = measured[code]
        column = own.column(period)
        if column is None:
            continue
        rows = np.flatnonzero(own.applies)
        for name, rolled in own.inputs.items():
            told = _told(rolled, own.own[name], column)
            yield {
                "org_unit": subjects.unit_codes[rows],
                "activity": subjects.activity_codes[rows],
                "period": str(period),
                "measure": code,
                "input": name,
                "value": told.value[rows],
                "reason": REASONS[told.reason[rows]],
                "coverage": own.coverage[rows, column],
            }


def _told(rolled: Values, own: Values, column: int) -> Values:
    """Return of each row what is rolled up, or its own where only that is known."""
    value, reason = rolled.value[:, column], rolled.reason[:, column]
    missing = (reason != Reason.OK) & (reason != Reason.SUPPRESSED)
    alone = missing & (own.reason[:, column] == Reason.OK)
    return Values(
        np.where(alone, own.value[:, column], value),
        np.where(alone, own.reason[:, column], reason),
    )
