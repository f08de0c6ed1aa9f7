"""What was known on a day: the last figure of each, and the one before its last revision."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.disclosure import protected
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.model import Measure, Reason, Scorecard

__all__ = ["FIGURE", "Revised", "before_revision", "known_on", "revised_values"]

FIGURE = ["input", "org_unit", "activity", "breakdown", "period", "scenario", "made_on"]
Revised = tuple[NDArray[np.float64], NDArray[np.object_]]
_NOISE = 1e-9  # of a value: what binary rounding may do


def known_on(observations: pd.DataFrame, as_of: date | None) -> pd.DataFrame:
    """Return the last row of each figure that was recorded, and each forecast made, by a day."""
    rows = _upto(observations, as_of).drop_duplicates(FIGURE, keep="last")
    return rows.sort_index().drop(columns="_recorded").reset_index(drop=True)


def _upto(observations: pd.DataFrame, as_of: date | None) -> pd.DataFrame:
    """Return what was recorded by a day, in the order of recording."""
    rows = observations.assign(_recorded=pd.to_datetime(observations["recorded_at"]))
    if as_of is not None:
        day = pd.Timestamp(as_of)
        made = pd.to_datetime(rows["made_on"])
        known = (rows["_recorded"].isna() | (rows["_recorded"] <= day)) & ~(made > day)
        rows = rows[known]
    return rows.sort_values("_recorded", kind="stable", na_position="first")


def before_revision(observations: pd.DataFrame, as_of: date | None) -> pd.DataFrame:
    """Return for each revised figure the last other value that it had, and when it was revised.

    The columns of the observations; `recorded_at` is the day of the revision.
    """
    rows = _upto(observations, as_of)
    rows = rows[rows["scenario"] == "actual"]
    rows = rows[rows.duplicated(FIGURE, keep=False)]
    last = rows.groupby(FIGURE, dropna=False)[["value", "_recorded"]].transform("last")
    told = rows["value"].notna() & last["value"].notna()
    other = rows[told & (rows["value"] != last["value"])]
    revised = last["_recorded"].dt.strftime("%Y-%m-%d")
    before = other.assign(recorded_at=revised.reindex(other.index))
    return before.drop_duplicates(FIGURE, keep="last").drop(columns="_recorded")


def revised_values(
    scorecard: Scorecard,
    grid: Grid,
    measured: dict[str, Measured],
    observations: pd.DataFrame,
    as_of: date | None,
) -> dict[str, Revised]:
    """Return for each measure with revised figures its values before, and the days of revision.

    Rows × periods: NaN and None where the value is what it was. A value that was missing before is
    new, not revised.
    """
    before = before_revision(observations, as_of)
    if before.empty:
        return {}
    old = pd.concat([before, grid.observations]).drop_duplicates(FIGURE, keep="first")
    grid_before = Grid.of(scorecard, old.reset_index(drop=True), grid.subjects)
    if grid_before is None:
        return {}
    measuring = Measuring(scorecard, grid_before)
    affected = {code for code, own in measured.items() if set(before["input"]) & set(own.inputs)}
    found = protected(measuring, measuring.measure_all())
    return {
        code: _revised(measuring, scorecard, code, found[code], measured[code], before)
        for code in sorted(affected)
    }


def _revised(
    measuring: Measuring,
    scorecard: Scorecard,
    code: str,
    was: Measured,
    now: Measured,
    before: pd.DataFrame,
) -> Revised:
    ours, theirs = now.result, was.result
    size = np.maximum(np.abs(ours.value), np.abs(theirs.value))
    both = (ours.reason == Reason.OK) & (theirs.reason == Reason.OK)
    with np.errstate(invalid="ignore"):
        changed = both & (np.abs(ours.value - theirs.value) > _NOISE * size)
    days = _days(measuring, scorecard, code, now, before)
    days[~changed] = None
    return np.where(changed, theirs.value, np.nan), days


def _days(
    measuring: Measuring, scorecard: Scorecard, code: str, now: Measured, before: pd.DataFrame
) -> NDArray[np.object_]:
    """Return rows × periods: the last day on which a figure behind a value was revised."""
    measure = scorecard.measure(code)
    own = before[before["input"].isin(list(now.inputs))]
    rows = measuring.grid.subjects.rows_of(own["org_unit"], own["activity"])
    columns = measuring.columns_of(measure, own["period"])
    names, day = np.unique(own["recorded_at"].to_numpy(dtype=str), return_inverse=True)
    latest = np.zeros(now.result.value.shape, dtype=np.intp)
    for row, column, number in zip(rows, columns, day, strict=True):
        if column >= 0:
            latest[row, column] = max(latest[row, column], number + 1)
    above = np.zeros_like(latest)
    for periods, below in measuring.tree(measure).structures:
        into, out_of = below.nonzero()
        for period in periods:
            np.maximum.at(above[:, period], into, latest[out_of, period])
    above = np.where(above == 0, above.max(axis=0), above)  # inherited from above
    table = np.array([None, *names], dtype=object)
    return table[_over_windows(measuring, measure, now, above)]


def _over_windows(
    measuring: Measuring, measure: Measure, now: Measured, latest: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the highest number over the periods that each value covers."""
    places = {period: column for column, period in enumerate(now.periods)}
    starts = measuring.grid.year_starts
    covered = [
        [places[part] for part in period.covered(measure.window, starts) if part in places]
        for period in now.periods
    ]
    return np.stack([latest[:, columns].max(axis=1) for columns in covered], axis=1)
