"""From observations to results: the whole tree and all periods at once.

Read `evaluate` from top to bottom: it is the recipe. Nothing here reads a file, a clock or the
environment.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.disclosure import hidden_in_both, hidden_periods, protected
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.judging import Judged, Rolled, judge, roll_up_scores
from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.compute.rollup import delivered_twice
from bsc_helpers.compute.states import told_why
from bsc_helpers.compute.structure import in_structure
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.compute.survey import Answers
from bsc_helpers.errors import DataError, Problem
from bsc_helpers.evaluation.bonus import bonus_frame
from bsc_helpers.evaluation.centres import centre_frame
from bsc_helpers.evaluation.economy import economy_frame
from bsc_helpers.evaluation.evaluated import Evaluation
from bsc_helpers.evaluation.findings import Known
from bsc_helpers.evaluation.frames import ECONOMY, REASONS, RESULTS, SCORES, frame_of
from bsc_helpers.evaluation.knowledge import Recorded, Revised, revised_values
from bsc_helpers.evaluation.surveys import survey_frame
from bsc_helpers.model import ALL_ACTIVITIES, Reason, Scorecard
from bsc_helpers.periods import Period, Window

__all__ = ["evaluate"]

SEED = 2003
LONGER: tuple[Window, ...] = ("year_to_date", "rolling_year")


def evaluate(
    scorecard: Scorecard,
    observations: pd.DataFrame,
    as_of: date | None = None,
    structure: date | None = None,
    answers: Mapping[str, Answers] | None = None,
    *,
    seed: int = SEED,
) -> Evaluation:
    """Compute every measure, status and score of a scorecard.

    Parameters
    ----------
    scorecard
        A sound scorecard, as the register gives it.
    observations
        The columns of `OBSERVATIONS`; of a figure that was revised there are several rows.
    as_of
        Take only what was recorded by this day; of each figure the last such row counts.
    seed
        From which chance begins where something is simulated; the same seed gives the same.
    structure
        Count every figure in the organisation of this day, also those of other times; by default
        in that of its own time. The scorecard of the result has the units as they lie then.
    answers
        The answers of the respondents of each survey by its code; the result holds none of them.

    Raises
    ------
    DataError
        When a figure that is added up was delivered for a unit and for another one below it.
    """
    recorded = Recorded.upto(observations, as_of)
    known = recorded.known
    was, scorecard = scorecard, _lying(scorecard, structure)
    subjects = Subjects.of(was, known, scorecard.org_units)
    actual = known["scenario"] == "actual"
    grid = Grid.of(scorecard, known if actual.all() else known[actual], subjects)
    if grid is None or not scorecard.measures:
        return _empty(scorecard, as_of, known, subjects, structure, seed)
    _check_levels(grid)

    measuring = Measuring(scorecard, grid)
    own = measuring.measure_all()
    hidden = _hidden(measuring, own)
    measured = _shown(measuring, own, hidden, as_of)
    longer = [measure.code for measure in scorecard.measures if measure.window != "period"]
    alone = measured | _over(measuring, "period", hidden, longer)
    beside = {name: _values(_over(measuring, name, hidden)) for name in LONGER}
    judged = {
        measure.code: judge(measure, measured[measure.code], subjects, grid.year_starts)
        for measure in scorecard.measures
    }
    revised = revised_values(scorecard, measuring, measured, recorded)
    scores = roll_up_scores(scorecard, measured, judged, as_of)
    return Evaluation(
        scorecard=scorecard,
        as_of=as_of,
        results=_results(subjects, measured, judged, revised, beside),
        scores=frame_of(SCORES, [_score_rows(subjects, rolled) for rolled in scores]),
        economy=economy_frame(scorecard, grid, known[~actual]),
        observations=known,
        measured=measured,
        subjects=subjects,
        known=Known(scorecard, as_of, subjects, measured, alone, judged, seed),
        centres=centre_frame(scorecard, grid),
        bonus=bonus_frame(scorecard, subjects, measured, judged, as_of),
        structure=structure,
        surveys=survey_frame(scorecard, measuring, hidden, answers or {}, as_of),
    )


def _lying(scorecard: Scorecard, structure: date | None) -> Scorecard:
    """Return a scorecard with its units in the structure of a day; without one as they were."""
    if structure is None:
        return scorecard
    units = in_structure(scorecard.org_units, structure)
    return scorecard.model_copy(update={"org_units": units})


def _hidden(measuring: Measuring, own: dict[str, Measured]) -> dict[str, NDArray[np.bool_]]:
    """Return where the value of a single period must not be shown, as it is shown as it was too."""
    hidden = hidden_periods(measuring, own)
    was = measuring.as_was
    if was is measuring:
        return hidden
    return hidden_in_both(measuring, hidden, hidden_periods(was, was.measure_all()))


def _shown(
    measuring: Measuring,
    own: dict[str, Measured],
    hidden: dict[str, NDArray[np.bool_]],
    as_of: date | None,
) -> dict[str, Measured]:
    """Return every measure without what must not be shown, and why a value is not there."""
    return {
        code: replace(each, result=told_why(measuring.scorecard.measure(code), each, as_of))
        for code, each in protected(measuring, own, None, hidden).items()
    }


def _over(
    measuring: Measuring,
    window: Window,
    hidden: dict[str, NDArray[np.bool_]],
    only: Collection[str] | None = None,
) -> dict[str, Measured]:
    """Return every measure, or some, over a window, without what must not be shown."""
    return protected(measuring, measuring.measure_all(window, only), window, hidden)


def _values(measured: Mapping[str, Measured]) -> dict[str, NDArray[np.float64]]:
    """Return of measures the values alone, so that the rest need not be kept."""
    return {code: each.result.value for code, each in measured.items()}


def _empty(
    scorecard: Scorecard,
    as_of: date | None,
    known: pd.DataFrame,
    subjects: Subjects,
    structure: date | None,
    seed: int,
) -> Evaluation:
    results, scores, economy = (frame_of(kind, []) for kind in (RESULTS, SCORES, ECONOMY))
    return Evaluation(
        scorecard=scorecard,
        as_of=as_of,
        results=results,
        scores=scores,
        economy=economy,
        observations=known,
        measured={},
        subjects=subjects,
        known=Known(scorecard, as_of, subjects, {}, {}, {}, seed),
        structure=structure,
    )


def _check_levels(grid: Grid) -> None:
    """Refuse a figure that would be counted twice: delivered for a unit and one below it."""
    problems = []
    for name in sorted(grid.observations["input"].unique()):
        if grid.given[name].over_units not in ("sum", "mean"):
            continue
        columns = grid.delivered(name)
        delivered = ~np.isnan(grid.values(name, columns))
        for above, below, column in delivered_twice(delivered, grid.tree(columns))[:1]:
            unit, lower = _subject(grid, above), _subject(grid, below)
            code = str(grid.subjects.unit_codes[above])
            place = _place(grid.observations, name, code, columns[column])
            problems.append(
                Problem(
                    f"{name} is delivered for {unit} and for {lower} within it in "
                    f"{columns[column]}; it would count twice",
                    *place,
                    valid="deliver each figure once, or leave totals out with keep",
                )
            )
    if problems:
        raise DataError(problems)


def _subject(grid: Grid, row: int) -> str:
    """Return the code of a row's unit, with the activity where it is one within the unit."""
    unit, activity = grid.subjects.unit_codes[row], grid.subjects.activity_codes[row]
    return str(unit) if activity == ALL_ACTIVITIES else f"{unit} ({activity})"


def _place(observations: pd.DataFrame, name: str, unit: str, period: Period) -> tuple[str, int]:
    """Return the source and line of a figure."""
    own = observations[
        (observations["input"] == name)
        & (observations["org_unit"] == unit)
        & (observations["period"] == str(period))
    ]
    return str(own["source"].iloc[0]), int(own["line"].iloc[0])


def _results(
    subjects: Subjects,
    measured: Mapping[str, Measured],
    judged: Mapping[str, Judged],
    revised: Mapping[str, Revised],
    beside: Mapping[Window, Mapping[str, NDArray[np.float64]]],
) -> pd.DataFrame:
    """Return the columns of `RESULTS`; `beside` are the values over longer windows, by name."""
    parts = (
        _measure_rows(subjects, code, own, judged[code])
        | _revision_rows(own, revised.get(code))
        | {name: values[code][own.exists] for name, values in beside.items()}
        for code, own in measured.items()
    )
    return frame_of(RESULTS, parts, sum(own.exists.sum() for own in measured.values()))


def _measure_rows(subjects: Subjects, code: str, own: Measured, judged: Judged) -> dict[str, Any]:
    """Return columns of the results of one measure, for the units that exist."""
    there = np.flatnonzero(own.exists)
    return _place_columns(subjects, own.exists, own.periods) | {
        "measure": code,
        "value": own.result.value.take(there),
        "lower": own.lower.take(there),
        "upper": own.upper.take(there),
        "base": own.base.take(there),
        "target": judged.target.take(there),
        "target_low": judged.target_low.take(there),
        "target_high": judged.target_high.take(there),
        "variance": judged.variance.take(there),
        "attainment": judged.attainment.take(there),
        "score": judged.score.take(there),
        "status": judged.status.take(there),
        "reason": REASONS[own.result.reason.take(there)],
        "coverage": own.coverage.take(there),
    }


def _place_columns(
    subjects: Subjects, exists: NDArray[np.bool_], periods: Sequence[Period]
) -> dict[str, Any]:
    """Return unit, activity and period of each row and period that exists."""
    row, period = np.nonzero(exists)
    return {
        "org_unit": subjects.unit_codes[row],
        "activity": subjects.activity_codes[row],
        "period": np.array([str(each) for each in periods], dtype=object)[period],
    }


def _revision_rows(own: Measured, revised: Revised | None) -> dict[str, Any]:
    """Return the columns that tell what a value was before its last revision, and when that was."""
    if revised is None:
        return {}
    shown = own.result.reason == Reason.OK
    return {
        "previous": np.where(shown, revised.previous, np.nan)[own.exists],
        "revised_on": np.where(shown, revised.days, np.array(None, dtype=object))[own.exists],
    }


def _score_rows(subjects: Subjects, rolled: Rolled) -> dict[str, Any]:
    return _place_columns(subjects, rolled.exists, rolled.periods) | {
        "level": rolled.level,
        "code": rolled.code,
        "score": rolled.score[rolled.exists],
        "score_lower": rolled.lower[rolled.exists],
        "score_upper": rolled.upper[rolled.exists],
        "coverage": rolled.coverage[rolled.exists],
    }
