"""What one report shows, cut out of the evaluation of the whole tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from bsc_helpers.compute.grid import latest_ended
from bsc_helpers.errors import ParameterError, did_you_mean, printable
from bsc_helpers.evaluation.frames import INPUTS, frame_of
from bsc_helpers.evaluation.recipe import Evaluation
from bsc_helpers.formula import Values
from bsc_helpers.model import ALL_ACTIVITIES, OrgUnit, Reason, Scorecard
from bsc_helpers.periods import Period, parse_period

__all__ = ["ReportSlice", "slice_for"]


@dataclass(frozen=True)
class ReportSlice:
    """Exactly what one report shows.

    Attributes
    ----------
    scorecard
        The scorecard with only those units that the report names.
    ancestors, children
        The units above, from the top, and those right below, in the report's period.
    results
        The columns of `RESULTS`: of the unit and those above every period up to the report's, of
        the units below the shown periods only.
    scores
        The columns of `SCORES`, for the report's period.
    inputs
        The columns of `INPUTS`: what was put into the formulas for the shown values.
    sources
        For each input the codes of the sources that delivered it.
    """

    scorecard: Scorecard
    org_unit: OrgUnit
    activity: str
    period: Period
    as_of: date | None
    ancestors: tuple[OrgUnit, ...]
    children: tuple[OrgUnit, ...]
    results: pd.DataFrame
    scores: pd.DataFrame
    inputs: pd.DataFrame
    sources: dict[str, tuple[str, ...]]

    def shown(self, measure: str) -> Period:
        """Return the period of a measure that the report shows: the latest that has ended."""
        return shown_periods(self.scorecard, self.period)[measure]


def slice_for(evaluation: Evaluation, org_unit: str, activity: str, period: Period) -> ReportSlice:
    """Return exactly what the report of one unit, activity and period shows.

    Raises
    ------
    ParameterError
        When there is no such unit, activity or period, or the unit did not exist then.
    """
    card = evaluation.scorecard
    unit = _unit(evaluation, org_unit)
    if activity != ALL_ACTIVITIES:
        raise ParameterError(f"there is no activity {printable(activity)}; valid: all")
    if period not in evaluation.periods:
        shown = ", ".join(str(p) for p in evaluation.periods[-4:]) or "none: there are no data"
        raise ParameterError(f"there are no results for {period}; valid: … {shown}")
    if org_unit not in evaluation.parents_at(period):
        raise ParameterError(f"the unit {org_unit} does not exist in {period}")
    ancestors, children = _family(evaluation, unit, period)
    kept = {u.code for u in (*ancestors, unit, *children)}
    part = card.model_copy(update={"org_units": tuple(u for u in card.org_units if u.code in kept)})
    up = [unit.code, *(u.code for u in ancestors)]
    return ReportSlice(
        scorecard=part,
        org_unit=unit,
        activity=activity,
        period=period,
        as_of=evaluation.as_of,
        ancestors=ancestors,
        children=children,
        results=_results(evaluation, up, [u.code for u in children], period),
        scores=_scores(evaluation, [*up, *(u.code for u in children)], period),
        inputs=_inputs(evaluation, unit, period),
        sources=evaluation.sources,
    )


def _unit(evaluation: Evaluation, code: str) -> OrgUnit:
    if code not in evaluation.units:
        more = did_you_mean(code, evaluation.units)
        raise ParameterError(f"there is no unit {printable(code)}{more}")
    return evaluation.units[code]


def _family(
    evaluation: Evaluation, unit: OrgUnit, period: Period
) -> tuple[tuple[OrgUnit, ...], tuple[OrgUnit, ...]]:
    """Return the units above one, from the top, and those right below it, in a period."""
    parents, units = evaluation.parents_at(period), evaluation.units
    ancestors: list[OrgUnit] = []
    above = parents[unit.code]
    while above is not None:
        ancestors.insert(0, units[above])
        above = parents[above]
    below = (units[code] for code, parent in parents.items() if parent == unit.code)
    return tuple(ancestors), tuple(below)


def shown_periods(card: Scorecard, period: Period) -> dict[str, Period]:
    """Return for each measure the period that a report shows: the latest that has ended."""
    starts = card.fiscal_year_starts
    return {m.code: latest_ended(period, m.frequency, starts) for m in card.measures}


def shown_results(evaluation: Evaluation, period: Period) -> pd.DataFrame:
    """Return the results that the reports of a period show, for all units."""
    shown = {code: str(p) for code, p in shown_periods(evaluation.scorecard, period).items()}
    rows = evaluation.results
    return rows[rows["period"] == rows["measure"].map(shown)].reset_index(drop=True)


def _results(
    evaluation: Evaluation, above: list[str], below: list[str], period: Period
) -> pd.DataFrame:
    shown = shown_periods(evaluation.scorecard, period)
    own = _rows(evaluation.results, evaluation.results_of, above)
    starts = evaluation.scorecard.fiscal_year_starts
    ended = {text: parse_period(text, starts).end <= period.end for text in own["period"].unique()}
    others = _rows(evaluation.results, evaluation.results_of, below)
    now = others["measure"].map({code: str(p) for code, p in shown.items()})
    parts = [own[own["period"].map(ended).astype(bool)], others[others["period"] == now]]
    return pd.concat(parts, ignore_index=True)


def _rows(
    frame: pd.DataFrame,
    places: dict[str, np.ndarray[tuple[int], np.dtype[np.intp]]],
    units: list[str],
) -> pd.DataFrame:
    found = [places[unit] for unit in units if unit in places]
    return frame.iloc[np.concatenate(found) if found else []]


def _scores(evaluation: Evaluation, units: list[str], period: Period) -> pd.DataFrame:
    rows = _rows(evaluation.scores, evaluation.scores_of, units)
    return rows[rows["period"] == str(period)].reset_index(drop=True)


def _inputs(evaluation: Evaluation, unit: OrgUnit, period: Period) -> pd.DataFrame:
    """Return what was put into the formulas for the values that a report shows.

    Where another input is missing, and with it the value, a unit's own figure is still told.
    """
    row = list(evaluation.units).index(unit.code)
    records: list[dict[str, object]] = []
    for code, shown in shown_periods(evaluation.scorecard, period).items():
        measured = evaluation.measured[code]
        if shown not in measured.periods:
            continue
        column = measured.periods.index(shown)
        records += [
            {
                "org_unit": unit.code,
                "activity": ALL_ACTIVITIES,
                "period": str(shown),
                "measure": code,
                "input": name,
                "value": values.value[row, column],
                "reason": Reason(int(values.reason[row, column])).word,
                "coverage": measured.coverage[row, column],
            }
            for name, rolled in measured.inputs.items()
            for values in (_told(rolled, measured.own[name], row, column),)
        ]
    return frame_of(INPUTS, [{name: [r[name] for r in records] for name in INPUTS}])


def _told(rolled: Values, own: Values, row: int, column: int) -> Values:
    """Return what is rolled up, or the unit's own where only that is known."""
    missing = rolled.reason[row, column] != Reason.OK
    return own if missing and own.reason[row, column] == Reason.OK else rolled
