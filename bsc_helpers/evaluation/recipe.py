"""From observations to results: the whole tree and all periods at once.

Read `evaluate` from top to bottom: it is the recipe. Nothing here reads a file, a clock or the
environment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from bsc_helpers.compute.disclosure import hidden_in_both, hidden_periods, protected
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.judging import Judged, Rolled, judge, roll_up_scores
from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.compute.rollup import delivered_twice
from bsc_helpers.compute.states import shown_period, told_why
from bsc_helpers.compute.structure import Reorganisation, in_structure, reorganisations_in
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.compute.survey import Answers
from bsc_helpers.errors import DataError, Problem
from bsc_helpers.evaluation.bonus import bonus_frame
from bsc_helpers.evaluation.centres import centre_frame
from bsc_helpers.evaluation.economy import economy_frame
from bsc_helpers.evaluation.findings import Findings, Known
from bsc_helpers.evaluation.frames import (
    BONUS,
    CENTRES,
    ECONOMY,
    RESULTS,
    SCORES,
    SURVEYS,
    frame_of,
)
from bsc_helpers.evaluation.knowledge import Revised, known_on, revised_values
from bsc_helpers.evaluation.surveys import survey_frame
from bsc_helpers.model import ALL_ACTIVITIES, OrgUnit, Reason, Scorecard
from bsc_helpers.periods import KINDS, Period, Window, months_after, parse_period

__all__ = ["Evaluation", "Places", "evaluate"]

SEED = 2003
Places = dict[tuple[str, str], NDArray[np.intp]]


@dataclass(frozen=True)
class Evaluation:
    """Everything computed from one scorecard and its observations.

    Attributes
    ----------
    as_of
        The day up to which figures were taken as known; None = all.
    structure
        The day whose organisation is laid over all times; None = the organisation as it was.
    results
        One row for each unit, period and measure, with the columns of `RESULTS`; values in the
        unit of measure, attainment in percent, score 0–100, coverage 0–1. NaN = missing, and
        `reason` says why. Units stand only in periods in which they exist.
    scores
        Weighted scores of objectives, perspectives and the scorecard, with the columns of
        `SCORES`; NaN where the coverage is below the scorecard's minimum. The interval is what
        the intervals of the values make of the score.
    economy
        One row for each unit, period and line of the economy, with the columns of `ECONOMY`.
    centres
        One row for each unit that is a responsibility centre, period and line, with the columns of
        `CENTRES`: kronor, percents or times, from the beginning of the year.
    bonus
        The bonus scheme by measure, perspective and as a whole, with the columns of `BONUS`.
    restated
        Units that changed, in the structure of other days, as far as they were asked for.
    surveys
        One row for each unit, round and part (index or area) of a survey, with the columns of
        `SURVEYS`.
    """

    scorecard: Scorecard
    as_of: date | None
    results: pd.DataFrame
    scores: pd.DataFrame
    economy: pd.DataFrame
    observations: pd.DataFrame
    measured: dict[str, Measured] = field(repr=False)
    subjects: Subjects = field(repr=False)
    known: Known = field(repr=False)
    centres: pd.DataFrame = field(default_factory=lambda: frame_of(CENTRES, []))
    bonus: pd.DataFrame = field(default_factory=lambda: frame_of(BONUS, []))
    structure: date | None = None
    restated: dict[date, Evaluation] = field(default_factory=dict, repr=False, compare=False)
    surveys: pd.DataFrame = field(default_factory=lambda: frame_of(SURVEYS, []))
    _parents: dict[Period, dict[str, str | None]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def generator(self) -> Generator:
        """Return a new source of chance, so that no result depends on what was computed before."""
        return self.known.generator()

    def parents_at(self, period: Period) -> dict[str, str | None]:
        """Return the parent of each unit that exists in a period, in the register's order."""
        if period not in self._parents:
            spans = {
                unit.code: unit.span_at(period.start, period.end)
                for unit in self.scorecard.org_units
            }
            self._parents[period] = {
                code: span.parent for code, span in spans.items() if span is not None
            }
        return self._parents[period]

    @cached_property
    def reorganisations(self) -> dict[str, tuple[Reorganisation, ...]]:
        """Where each unit became another one, in order of time."""
        return reorganisations_in(self.scorecard.org_units)

    @cached_property
    def units(self) -> dict[str, OrgUnit]:
        """The units by their codes."""
        return {unit.code: unit for unit in self.scorecard.org_units}

    @cached_property
    def results_of(self) -> Places:
        """The row numbers of each unit and activity in `results`."""
        return _places(self.results)

    @cached_property
    def scores_of(self) -> Places:
        """The row numbers of each unit and activity in `scores`."""
        return _places(self.scores)

    @cached_property
    def economy_of(self) -> Places:
        """The row numbers of each unit and activity in `economy`."""
        return _places(self.economy)

    @cached_property
    def centres_of(self) -> Places:
        """The row numbers of each unit and activity in `centres`."""
        return _places(self.centres)

    @cached_property
    def bonus_of(self) -> Places:
        """The row numbers of each unit and activity in `bonus`."""
        return _places(self.bonus)

    @cached_property
    def surveys_of(self) -> Places:
        """The row numbers of each unit and activity in `surveys`."""
        return _places(self.surveys)

    def activities_in(self, org_unit: str) -> tuple[str, ...]:
        """Return the activities within a unit that have rows of their own."""
        inside = self.subjects.unit_codes == org_unit
        return tuple(a for a in self.subjects.activity_codes[inside] if a != ALL_ACTIVITIES)

    @cached_property
    def shown_in(self) -> Callable[[Period], dict[str, Period]]:
        """For the report of a period: the period of each measure that it shows."""
        return cache(self._shown_in)

    def _shown_in(self, period: Period) -> dict[str, Period]:
        starts = self.scorecard.fiscal_year_starts
        return {
            measure.code: shown_period(
                measure, self.measured[measure.code], period, self.as_of, starts
            )
            for measure in self.scorecard.measures
            if measure.code in self.measured
        }

    @cached_property
    def findings_in(self) -> Callable[[Period], Findings]:
        """For the reports of a period: changes and differences that are more than chance."""
        return cache(lambda period: Findings(self.known, period, self.shown_in(period)))

    @cached_property
    def sources_in(self) -> Callable[[Period], dict[str, tuple[str, ...]]]:
        """For the report of a period: the sources of the figures behind it, for each input.

        Those of the year up to its end; of an input without figures there, all that ever were.
        """
        return cache(self._sources_in)

    def _sources_in(self, period: Period) -> dict[str, tuple[str, ...]]:
        pairs = self._sources
        start = months_after(period.end, -12)
        recent = pairs[[start < end <= period.end for end in pairs["end"]]]
        found: dict[str, tuple[str, ...]] = {}
        for rows in (pairs, recent):
            for name, group in rows.groupby("input"):
                found[str(name)] = tuple(sorted(set(group["source"])))
        return found

    @cached_property
    def _sources(self) -> pd.DataFrame:
        """Each input, source and last day of a period of the actual figures, once."""
        actual = self.observations[self.observations["scenario"] == "actual"]
        rows = actual[["input", "source", "period"]].drop_duplicates()
        starts = self.scorecard.fiscal_year_starts
        ends = {text: parse_period(text, starts).end for text in rows["period"].unique()}
        return rows.assign(end=[ends[text] for text in rows["period"]])

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods for which there are reports: those of the measures, the shortest first."""
        kinds = {measure.frequency for measure in self.scorecard.measures}
        by_kind = {
            measured.periods[0].kind: measured.periods for measured in self.measured.values()
        }
        return tuple(p for kind in KINDS if kind in kinds for p in by_kind.get(kind, ()))

    @cached_property
    def latest(self) -> Period | None:
        """The last period with a value, of the frequency that most measures have; None without."""
        valued = set(self.results.loc[self.results["value"].notna(), "period"])
        count = Counter(measure.frequency for measure in self.scorecard.measures)
        for kind in sorted(KINDS, key=lambda kind: (-count[kind], KINDS.index(kind))):
            found = [p for p in self.periods if p.kind == kind and str(p) in valued]
            if found:
                return max(found)
        return None


def _places(frame: pd.DataFrame) -> Places:
    found: Any = frame.groupby(["org_unit", "activity"]).indices
    places: Places = dict(found)
    return places


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
    known = known_on(observations, as_of)
    was, scorecard = scorecard, _lying(scorecard, structure)
    subjects = Subjects.of(was, known, scorecard.org_units)
    actual = known["scenario"] == "actual"
    grid = Grid.of(scorecard, known[actual].reset_index(drop=True), subjects)
    if grid is None or not scorecard.measures:
        return _empty(scorecard, as_of, known, subjects, structure, seed)
    _check_levels(grid)

    measuring = Measuring(scorecard, grid)
    own = measuring.measure_all()
    hidden = _hidden(measuring, own)
    measured = {
        code: replace(each, result=told_why(scorecard.measure(code), each, as_of))
        for code, each in protected(measuring, own, None, hidden).items()
    }
    longer = [measure.code for measure in scorecard.measures if measure.window != "period"]
    alone = measured | _over(measuring, "period", hidden, longer)
    to_date = _over(measuring, "year_to_date", hidden)
    rolling = _over(measuring, "rolling_year", hidden)
    judged = {
        measure.code: judge(measure, measured[measure.code], subjects, grid.year_starts)
        for measure in scorecard.measures
    }
    revised = revised_values(scorecard, grid, measured, observations, as_of)
    results = [
        _measure_rows(subjects, code, own, judged[code], to_date[code], rolling[code])
        | _revision_rows(own, revised.get(code))
        for code, own in measured.items()
    ]
    scores = roll_up_scores(scorecard, measured, judged, as_of)
    return Evaluation(
        scorecard=scorecard,
        as_of=as_of,
        results=frame_of(RESULTS, results),
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


def _over(
    measuring: Measuring,
    window: Window,
    hidden: dict[str, NDArray[np.bool_]],
    only: Collection[str] | None = None,
) -> dict[str, Measured]:
    """Return every measure, or some, over a window, without what must not be shown."""
    return protected(measuring, measuring.measure_all(window, only), window, hidden)


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


def _measure_rows(
    subjects: Subjects,
    code: str,
    own: Measured,
    judged: Judged,
    to_date: Measured,
    rolling: Measured,
) -> dict[str, Any]:
    """Return the columns of the results of one measure, for the units that exist."""
    unit, period = np.nonzero(own.exists)
    words = np.array([reason.word for reason in Reason], dtype=object)
    at = (unit, period)
    return {
        "org_unit": subjects.unit_codes[unit],
        "activity": subjects.activity_codes[unit],
        "period": np.array([str(p) for p in own.periods], dtype=object)[period],
        "measure": code,
        "value": own.result.value[at],
        "lower": own.lower[at],
        "upper": own.upper[at],
        "base": own.base[at],
        "target": judged.target[at],
        "target_low": judged.target_low[at],
        "target_high": judged.target_high[at],
        "variance": judged.variance[at],
        "attainment": judged.attainment[at],
        "score": judged.score[at],
        "status": judged.status[at],
        "reason": words[own.result.reason[at]],
        "coverage": own.coverage[at],
        "year_to_date": to_date.result.value[at],
        "rolling_year": rolling.result.value[at],
    }


def _revision_rows(own: Measured, revised: Revised | None) -> dict[str, Any]:
    """Return the columns that tell what a value was before its last revision, and when that was."""
    hidden = own.result.reason != Reason.OK
    at = np.nonzero(own.exists)
    if revised is None:
        return {"previous": np.nan, "revised_on": np.full(len(at[0]), None, dtype=object)}
    days = np.where(hidden, np.array(None, dtype=object), revised.days)
    return {"previous": np.where(hidden, np.nan, revised.previous)[at], "revised_on": days[at]}


def _score_rows(subjects: Subjects, rolled: Rolled) -> dict[str, Any]:
    unit, period = np.nonzero(rolled.exists)
    return {
        "org_unit": subjects.unit_codes[unit],
        "activity": subjects.activity_codes[unit],
        "period": np.array([str(p) for p in rolled.periods], dtype=object)[period],
        "level": rolled.level,
        "code": rolled.code,
        "score": rolled.score[unit, period],
        "score_lower": rolled.lower[unit, period],
        "score_upper": rolled.upper[unit, period],
        "coverage": rolled.coverage[unit, period],
    }
