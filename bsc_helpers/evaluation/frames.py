"""The tables that cross the borders of the evaluation: their columns and kinds of value.

Activities, units, measures and periods are texts; NaN is a missing number, and the column
`reason` says why it is missing. Of observations there are millions with few different texts, so
that these are categories; what has none (no day) is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.model import ALL_ACTIVITIES

__all__ = [
    "ECONOMY",
    "INPUTS",
    "OBSERVATIONS",
    "RESULTS",
    "SCORES",
    "frame_of",
    "observations_frame",
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
    yield from frame.itertuples(index=False)


def frame_of(columns: dict[str, str], parts: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return parts of a table below each other, with the declared columns and kinds.

    A part has for each column an array, or one value for all of its rows; what it does not have
    is missing. The parts are joined column by column, so that there is never a second whole.
    """
    made = [_arrays(columns, part) for part in parts]
    return table_of(columns, {name: _joined(name, columns[name], made) for name in columns})


def _arrays(columns: Mapping[str, str], part: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return the columns of a part in their kinds, all of one length."""
    none = {"float64": np.nan, "object": None}
    arrays = [
        np.asarray(part.get(name, none[kind]), dtype=kind) for name, kind in columns.items()
    ]
    return dict(zip(columns, np.broadcast_arrays(*arrays), strict=True))


def _joined(name: str, kind: str, parts: Iterable[dict[str, NDArray[Any]]]) -> NDArray[Any]:
    """Return a column of all parts, which lose it."""
    return np.concatenate([np.empty(0, dtype=kind), *(part.pop(name) for part in parts)])


def table_of(kinds: Mapping[str, str], columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table of columns in their kinds, without copying them."""
    return pd.DataFrame(
        {name: pd.Series(columns[name], dtype=kind, copy=False) for name, kind in kinds.items()},
        copy=False,
    )
