"""The tables that cross the borders of the evaluation: their columns and kinds of value.

Activities, units, measures and periods are texts; NaN is a missing number, and the column
`reason` says why it is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from bsc_helpers.model import ALL_ACTIVITIES

__all__ = [
    "BONUS",
    "CENTRES",
    "CHANGES",
    "COMPARISON",
    "COURSE",
    "ECONOMY",
    "INPUTS",
    "OBSERVATIONS",
    "RESULTS",
    "SCORES",
    "SURVEYS",
    "frame_of",
    "observations_frame",
    "rows_of",
]

OBSERVATIONS = {
    "input": "object",
    "org_unit": "object",
    "activity": "object",
    "breakdown": "object",
    "period": "object",
    "scenario": "object",
    "made_on": "object",
    "value": "float64",
    "source": "object",
    "line": "int64",
    "recorded_at": "object",
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
    return pd.DataFrame(
        {name: pd.Series(columns[name], dtype=kind) for name, kind in OBSERVATIONS.items()}
    )


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame, each with its columns as attributes."""
    yield from frame.itertuples(index=False)


def frame_of(columns: dict[str, str], parts: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return parts of a table below each other, with the declared columns and kinds."""
    frames = [pd.DataFrame(part, columns=list(columns)) for part in parts]
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(columns))
    return whole.astype(columns).assign(**{n: _days(whole[n]) for n in columns if n in _DAYS})


_WORDS = ("effect_reason", "quadrant", "placed", "previous_period")
_DAYS = ("revised_on", "made_on", "previous_made_on", *_WORDS)


def _days(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return days and words as texts, None where there is none."""
    days = column.to_numpy(dtype=object).copy()
    days[pd.isna(days)] = None
    return pd.Series(days, dtype="object")
