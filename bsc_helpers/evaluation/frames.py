"""The tables that cross the borders of the evaluation: their columns and kinds of value.

Activities, units, measures and periods are texts; NaN is a missing number, and the column
`reason` says why it is missing. Of observations there are millions with few different texts, so
that these are categories; what has none (no day) is missing.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.model import ALL_ACTIVITIES, Reason

__all__ = [
    "BONUS",
    "CENTRES",
    "CHANGES",
    "COMPARISON",
    "COURSE",
    "ECONOMY",
    "INPUTS",
    "OBSERVATIONS",
    "REASONS",
    "RESULTS",
    "SCORES",
    "SURVEYS",
    "frame_of",
    "observations_frame",
    "records_of",
    "rows_of",
    "table_of",
]

OBSERVATIONS = {
    "input": "category",
    "org_unit": "category",
    "activity": "category",
    "breakdown": "category",
    "period": "category",
    "scenario": "category",
    "made_on": "category",
    "value": "float64",
    "source": "category",
    "line": "int64",
    "recorded_at": "category",
}
RESULTS = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "measure": "object",
    "value": "float64",
    "lower": "float64",
    "upper": "float64",
    "base": "float64",
    "target": "float64",
    "target_low": "float64",
    "target_high": "float64",
    "variance": "float64",
    "attainment": "float64",
    "score": "float64",
    "status": "object",
    "reason": "object",
    "coverage": "float64",
    "year_to_date": "float64",
    "rolling_year": "float64",
    "previous": "float64",
    "revised_on": "object",
}
SCORES = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "level": "object",
    "code": "object",
    "score": "float64",
    "score_lower": "float64",
    "score_upper": "float64",
    "coverage": "float64",
}
ECONOMY = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "line": "object",
    "plan": "float64",
    "outturn": "float64",
    "deviation": "float64",
    "year_plan": "float64",
    "forecast": "float64",
    "forecast_deviation": "float64",
    "made_on": "object",
    "previous_forecast_deviation": "float64",
    "previous_made_on": "object",
}
CHANGES = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "measure": "object",
    "points": "float64",
    "run": "float64",
    "since": "object",
    "middle": "float64",
    "usual_low": "float64",
    "usual_high": "float64",
    "rule": "object",
    "side": "object",
    "variation": "object",
    "assurance": "object",
    "shifted": "object",
    "seasoned": "object",
    "autocorrelation": "float64",
    "false_alarm": "float64",
}
COURSE = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "measure": "object",
    "value": "float64",
    "middle": "float64",
    "usual_low": "float64",
    "usual_high": "float64",
    "rule": "object",
    "side": "object",
    "state": "object",
}
COMPARISON = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "measure": "object",
    "units": "float64",
    "value": "float64",
    "size": "float64",
    "lower": "float64",
    "upper": "float64",
    "middle": "float64",
    "lower_95": "float64",
    "upper_95": "float64",
    "lower_998": "float64",
    "upper_998": "float64",
    "outside": "float64",
    "unusual": "object",
    "side": "object",
    "rank": "float64",
    "rank_low": "float64",
    "rank_high": "float64",
    "worst_quarter": "float64",
    "shrunken": "float64",
    "false_alarm": "float64",
}
CENTRES = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "centre": "object",
    "line": "object",
    "unit_of_measure": "object",
    "plan": "float64",
    "actual": "float64",
    "deviation": "float64",
    "favourable": "object",
    "plan_reason": "object",
    "reason": "object",
}
BONUS = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "level": "object",
    "code": "object",
    "weight": "float64",
    "attainment": "float64",
    "counted": "float64",
    "weighted": "float64",
    "coverage": "float64",
    "payout": "float64",
    "reason": "object",
}
INPUTS = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "measure": "object",
    "input": "object",
    "value": "float64",
    "reason": "object",
    "coverage": "float64",
}

SURVEYS = {
    "org_unit": "object",
    "activity": "object",
    "period": "object",
    "survey": "object",
    "part": "object",
    "invited": "float64",
    "respondents": "float64",
    "answers": "float64",
    "value": "float64",
    "lower": "float64",
    "upper": "float64",
    "previous_period": "object",
    "change": "float64",
    "change_margin": "float64",
    "effect": "float64",
    "effect_lower": "float64",
    "effect_upper": "float64",
    "effect_reason": "object",
    "r_squared": "float64",
    "quadrant": "object",
    "placed": "object",
    "value_line": "float64",
    "effect_line": "float64",
    "reason": "object",
}
REASONS = np.array([reason.word for reason in Reason], dtype=object)  # by their number

_DAYS = ("revised_on", "made_on", "previous_made_on")
_WORDS = ("effect_reason", "quadrant", "placed", "previous_period")
_PERHAPS = (*_DAYS, *_WORDS)  # texts, None where there is none


def observations_frame(records: list[dict[str, Any]]) -> pd.DataFrame:
    """Return records as a table of observations.

    What a record does not say is filled in: all activities, the total of all breakdowns, the
    actual scenario, not a forecast, no known line and no known day of recording.
    """
    defaults: dict[str, Any] = {
        "activity": ALL_ACTIVITIES,
        "breakdown": "total",
        "scenario": "actual",
        "made_on": None,
        "source": "",
        "line": 0,
        "recorded_at": None,
    }
    columns = {
        name: [record.get(name, defaults.get(name)) for record in records] for name in OBSERVATIONS
    }
    return table_of(OBSERVATIONS, columns)


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame, each with its columns as attributes."""
    yield from map(_row_with(tuple(frame))._make, _cells_of(frame))


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, each as its cells by column."""
    names = [str(name) for name in frame]
    return [dict(zip(names, cells, strict=True)) for cells in _cells_of(frame)]


def _cells_of(frame: pd.DataFrame) -> list[list[Any]]:
    # A report reads many small frames, and going through a frame as such takes ten times as long.
    return frame.to_numpy(dtype=object).tolist()


@cache
def _row_with(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)  # noqa: PYI024 - its columns are known only now


def frame_of(
    columns: Mapping[str, str], parts: Iterable[Mapping[str, Any]], rows: int | None = None
) -> pd.DataFrame:
    """Return parts of a table below each other, with the declared columns and kinds.

    Parameters
    ----------
    parts
        For each column an array, or one value for all rows of the part; what a part does not have
        is missing.
    rows
        How many rows the parts have together. Where it is said they are taken one by one, so that
        a large table is never held twice.
    """
    if rows is None:
        parts = list(parts)
        rows = sum(_length(part) for part in parts)
    layout = _Layout.of(tuple(columns.items()))
    blocks = {kind: np.empty((len(names), rows), kind) for kind, names in layout.names.items()}
    whole: dict[str, NDArray[Any]] = {}
    for kind, names in layout.names.items():
        whole |= zip(names, blocks[kind], strict=True)
    missing = {"float64": np.nan, "object": None}
    end = 0
    for part in parts:
        start, end = end, end + _length(part)
        for name, kind in columns.items():
            whole[name][start:end] = np.asarray(part.get(name, missing[kind]), dtype=kind)
    for name in _PERHAPS:
        if name in whole:
            whole[name][pd.isna(whole[name])] = None
    return layout.table_of(blocks)


@dataclass(frozen=True, eq=False)
class _Layout:
    """Where the columns of a table lie: one large block for each kind.

    Rows are taken of few blocks several times as fast as of many columns.

    Attributes
    ----------
    names
        The columns of each kind.
    columns
        All columns in their order.
    order
        The place of each of them in the blocks, laid one after the other.
    """

    names: dict[str, list[str]]
    columns: pd.Index
    order: list[int]

    @classmethod
    @cache
    def of(cls, columns: tuple[tuple[str, str], ...]) -> _Layout:
        """Return the layout of declared columns."""
        names: dict[str, list[str]] = {}
        for name, kind in columns:
            names.setdefault(kind, []).append(name)
        laid = [name for each in names.values() for name in each]
        all_names = [name for name, _ in columns]
        return cls(names, pd.Index(all_names), [laid.index(name) for name in all_names])

    def table_of(self, blocks: Mapping[str, NDArray[Any]]) -> pd.DataFrame:
        """Return a table of blocks, columns × rows, without copying them."""
        (rows,) = {block.shape[1] for block in blocks.values()}
        index = pd.RangeIndex(rows)  # one for all: pandas need not find out that they are alike
        parts = [pd.DataFrame(b.T, index, dtype=b.dtype, copy=False) for b in blocks.values()]
        table = pd.concat(parts, axis=1, ignore_index=True).take(self.order, axis=1)
        table.columns = self.columns
        return table


def _length(part: Mapping[str, Any]) -> int:
    (length,) = np.broadcast_shapes(*(_shape(column) for column in part.values()))
    return int(length)


def _shape(column: Any) -> tuple[int, ...]:
    return (len(column),) if isinstance(column, list) else np.shape(column)


def table_of(kinds: Mapping[str, str], columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table of columns in their kinds, without copying them."""
    return pd.DataFrame(
        {name: pd.Series(columns[name], dtype=kind, copy=False) for name, kind in kinds.items()},
        copy=False,
    )
