"""What was known on a day: the last figure of each, and what a value was before it was revised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.disclosure import protected
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.compute.rollup import Tree
from bsc_helpers.evaluation.frames import OBSERVATIONS
from bsc_helpers.model import Reason, Scorecard
from bsc_helpers.periods import parse_period

__all__ = ["FIGURE", "Recorded", "Revised", "known_on", "last_day", "revised_values"]

FIGURE = ["input", "org_unit", "activity", "breakdown", "period", "scenario", "made_on"]
_NOISE = 1e-9  # of a value: what binary rounding may do
_LARGEST = np.iinfo(np.int64).max

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def known_on(observations: pd.DataFrame, as_of: date | None) -> pd.DataFrame:
    """Return the last row of each figure that was recorded, and each forecast made, by a day."""
    return Recorded.upto(observations, as_of).known


def last_day(scorecard: Scorecard, observations: pd.DataFrame) -> date | None:
    """Return the last day for which there is an actual figure; None where there is none."""
    there = (observations["scenario"] == "actual") & observations["value"].notna()
    texts = observations.loc[there, "period"].unique()
    ends = [parse_period(text, scorecard.fiscal_year_starts).end for text in texts]
    return max(ends, default=None)


@dataclass(frozen=True, eq=False)
class Recorded:
    """What was recorded, and of forecasts what was made, by a day.

    Attributes
    ----------
    rows
        The columns of `OBSERVATIONS`; of a figure that was revised there are several rows.
    """

    rows: pd.DataFrame

    @classmethod
    def upto(cls, observations: pd.DataFrame, as_of: date | None) -> Recorded:
        """Return what was recorded by a day; None = everything."""
        rows = observations.astype(OBSERVATIONS)
        if as_of is not None:
            late = [_later(rows[name], as_of) for name in ("recorded_at", "made_on")]
            rows = rows[~np.logical_or.reduce(late)]
        return cls(rows.reset_index(drop=True))

    @cached_property
    def told_again(self) -> pd.DataFrame:
        """The rows of figures that have several, in the order of recording.

        Rows of one day stay in their order. The day is in `_recorded`.
        """
        number = _numbered(self.rows[FIGURE])
        in_order = np.sort(number)
        several = in_order[1:][in_order[1:] == in_order[:-1]]
        rows = self.rows[np.isin(number, several)]
        rows = rows.assign(_recorded=pd.to_datetime(rows["recorded_at"]))
        return rows.sort_values("_recorded", kind="stable", na_position="first")

    @property
    def known(self) -> pd.DataFrame:
        """The last row of each figure."""
        told = self.told_again
        if told.empty:
            return self.rows
        last = np.ones(len(self.rows), dtype=bool)
        last[told.index[told.duplicated(FIGURE, keep="last")]] = False
        return self.rows[last].reset_index(drop=True)

    @property
    def changes(self) -> pd.DataFrame:
        """The days on which an actual figure that was there before became another, by input."""
        rows = self.told_again[self.told_again["scenario"] == "actual"]
        figures = rows.groupby(FIGURE, dropna=False, sort=False, observed=True)
        before, first = figures["value"].shift(), figures.cumcount() == 0
        same = (rows["value"] == before) | (rows["value"].isna() & before.isna())
        changed = rows[~first & ~same & rows["_recorded"].notna()]
        return changed[["input", "_recorded"]].drop_duplicates()


def _later(days: pd.Series[Any], day: date) -> Bools:
    """Return which of some days, texts or dates, lie after another one; none that is missing."""
    late = np.array(pd.to_datetime(days.cat.categories) > pd.Timestamp(day), dtype=bool)
    return np.append(late, False)[days.cat.codes]


def _numbered(columns: pd.DataFrame) -> NDArray[np.int64]:
    """Return a number for each row, the same for rows that are alike in all of some categories."""
    number, size = np.zeros(len(columns), dtype=np.int64), 1
    for name in columns:
        words = columns[name].cat
        count = len(words.categories) + 1  # what is missing has the code -1
        if size * count > _LARGEST:
            number, distinct = pd.factorize(number)
            size = len(distinct)
        number, size = number * count + (words.codes.to_numpy() + 1), size * count
    return number


@dataclass
class Revised:
    """What the values of a measure were before their last revision; rows × periods.

    Attributes
    ----------
    previous, days
        The value known on the day before its last change, and the day of the change as a text; NaN
        and None where the value never was another.
    open
        Where the search for a change goes on.
    """

    previous: Floats
    days: NDArray[np.object_]
    open: Bools

    @classmethod
    def none(cls, shape: tuple[int, ...]) -> Revised:
        """Return that nothing was revised as far as is known."""
        days = np.full(shape, None, dtype=object)
        return cls(np.full(shape, np.nan), days, np.ones(shape, dtype=bool))

    def see(self, now: Measured, was: Measured, day: date, tree: Tree) -> None:
        """Take in what a measure was on the day before a change.

        What was missing then is new, not revised; what tells of a value that was withheld then is
        not told.
        """
        before, why = _aligned(was, now)
        known = why == Reason.OK
        size = np.maximum(np.abs(now.result.value), np.abs(before))
        with np.errstate(invalid="ignore"):
            moved = np.abs(now.result.value - before) > _NOISE * size
        changed = self.open & known & (now.result.reason == Reason.OK) & moved
        told = changed & ~_telling(now, why, tree)
        self.previous[told] = before[told]
        self.days[told] = day.isoformat()
        self.open &= known & ~changed


def revised_values(
    scorecard: Scorecard,
    measuring: Measuring,
    measured: dict[str, Measured],
    recorded: Recorded,
) -> dict[str, Revised]:
    """Return for each measure with revised figures what its values were before.

    Each day on which a figure changed is looked at, from the last one back: the value of the day
    before is one that a report of that day would have shown.
    """
    found: dict[str, Revised] = {}
    grid, changes, rows = measuring.grid, recorded.changes, recorded.rows
    needed = measuring.inputs_of(measuring.resting_on(set(changes["input"])))
    rows = rows[(rows["scenario"] == "actual") & rows["input"].isin(needed)]
    for day in sorted(changes["_recorded"].unique(), reverse=True):
        changed = set(changes.loc[changes["_recorded"] == day, "input"])
        on = pd.Timestamp(day).date()
        before = Grid.of(scorecard, known_on(rows, on - timedelta(days=1)), grid.subjects)
        if before is None:
            break
        then = Measuring(scorecard, before)
        codes = [code for code in measuring.resting_on(changed) if code in measured]
        values = protected(then, then.measure_all(only=codes))
        for code in codes:
            now = measured[code]
            revised = found.setdefault(code, Revised.none(now.result.value.shape))
            tree = grid.tree(now.periods, scorecard.measure(code).applies_to.activities)
            revised.see(now, values[code], on, tree)
    return found


def _aligned(was: Measured, now: Measured) -> tuple[Floats, NDArray[np.int8]]:
    """Return value and reason of a measure as it was, in the periods that it has now."""
    value = np.full(now.result.value.shape, np.nan)
    reason = np.full(now.result.value.shape, int(Reason.NO_DATA), dtype=np.int8)
    places = {period: column for column, period in enumerate(was.periods)}
    for column, period in enumerate(now.periods):
        if period in places:
            value[:, column] = was.result.value[:, places[period]]
            reason[:, column] = was.result.reason[:, places[period]]
    return value, reason


def _telling(now: Measured, why: NDArray[np.int8], tree: Tree) -> Bools:
    """Return where a value before would tell of one on or below it that was withheld then only."""
    opened = (why == Reason.SUPPRESSED) & (now.result.reason == Reason.OK)
    telling = np.zeros(opened.shape, dtype=bool)
    if opened.any():
        for periods, below in tree.structures:
            telling[:, periods] = below @ opened[:, periods].astype(float) > 0
    return telling
