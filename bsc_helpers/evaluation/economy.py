"""The lines of the economy as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from bsc_helpers.compute.economy import EconomyLine, Forecast, economy_lines
from bsc_helpers.compute.grid import Grid
from bsc_helpers.evaluation.frames import ECONOMY, frame_of
from bsc_helpers.model import Scorecard
from bsc_helpers.periods import Period

__all__ = ["economy_frame"]


def economy_frame(scorecard: Scorecard, grid: Grid, forecasts: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of `ECONOMY`: one row for each unit, period and line with figures."""
    parts = [
        rows
        for line in economy_lines(scorecard, grid, forecasts)
        for column, period in enumerate(line.periods)
        for rows in _rows(grid, line, column, period)
    ]
    return frame_of(ECONOMY, parts)


def _rows(grid: Grid, line: EconomyLine, column: int, period: Period) -> Iterator[dict[str, Any]]:
    """Yield the rows of one line and period, where there is a figure."""
    rounds = line.forecasts[period.within("year", grid.year_starts)]
    plan, outturn = line.plan[:, column], line.outturn[:, column]
    year_plan = line.year_plan[:, column]
    last, before = _last_two(rounds, len(plan))
    there = line.exists[:, column] & ~(np.isnan(plan) & np.isnan(outturn) & np.isnan(last[0]))
    rows = np.flatnonzero(there)
    if not len(rows):
        return
    yield {
        "org_unit": grid.subjects.unit_codes[rows],
        "activity": grid.subjects.activity_codes[rows],
        "period": str(period),
        "line": line.line,
        "plan": plan[rows],
        "outturn": outturn[rows],
        "deviation": line.sign * (outturn - plan)[rows],
        "year_plan": year_plan[rows],
        "forecast": last[0][rows],
        "forecast_deviation": line.sign * (last[0] - year_plan)[rows],
        "made_on": last[1][rows],
        "previous_forecast_deviation": line.sign * (before[0] - year_plan)[rows],
        "previous_made_on": before[1][rows],
    }


_Told = tuple[np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[Any]]]


def _last_two(rounds: tuple[Forecast, ...], size: int) -> tuple[_Told, _Told]:
    """Return for each row the last forecast with its day, and the one before it."""
    last, before = _none(size), _none(size)
    for each in rounds:
        new = ~np.isnan(each.outturn)
        before = _where(new, last, before)
        last = _where(new, (each.outturn, np.full(size, each.made_on.isoformat(), object)), last)
    return last, before


def _none(size: int) -> _Told:
    return np.full(size, np.nan), np.full(size, None, dtype=object)


def _where(there: np.ndarray[Any, np.dtype[np.bool_]], first: _Told, second: _Told) -> _Told:
    return np.where(there, first[0], second[0]), np.where(there, first[1], second[1])
