"""From observations to results: the whole tree and all periods at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from bsc_helpers.model import OrgUnit, Scorecard
from bsc_helpers.periods import Period

OBSERVATIONS = (
    "input", "org_unit", "activity", "breakdown", "period", "scenario",
    "value", "source", "line", "recorded_at",
)
RESULTS = (
    "org_unit", "activity", "period", "measure", "value", "lower", "upper", "base",
    "target", "target_low", "target_high", "variance", "attainment", "score", "status",
    "reason", "coverage", "year_to_date", "rolling_year",
)
SCORES = ("org_unit", "activity", "period", "level", "code", "score", "coverage")
INPUTS = ("org_unit", "activity", "period", "measure", "input", "value", "reason", "coverage")


@dataclass(frozen=True)
class Evaluation:
    scorecard: Scorecard
    as_of: date | None
    results: pd.DataFrame
    scores: pd.DataFrame
    inputs: pd.DataFrame


@dataclass(frozen=True)
class ReportSlice:
    """Exactly what one report shows."""

    scorecard: Scorecard  # org_units: only those that the report names
    org_unit: OrgUnit
    activity: str
    period: Period
    as_of: date | None
    ancestors: tuple[OrgUnit, ...]  # root first
    children: tuple[OrgUnit, ...]
    results: pd.DataFrame  # own rows of every period up to this one; others' rows of the shown periods
    scores: pd.DataFrame
    inputs: pd.DataFrame
    sources: dict[str, tuple[str, ...]]  # input -> names of the sources that delivered it
