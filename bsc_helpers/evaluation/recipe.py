"""From observations to results: the whole tree and all periods at once.

Read `evaluate` from top to bottom: it is the recipe. Nothing here reads a file, a clock or the
environment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bsc_helpers.compute.disclosure import hidden_periods, protected
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.judging import Judged, Rolled, judge, roll_up_scores
from bsc_helpers.compute.measuring import Measured, Measuring
from bsc_helpers.compute.rollup import delivered_twice
from bsc_helpers.compute.states import shown_period, told_why
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.errors import DataError, Problem
from bsc_helpers.evaluation.economy import economy_frame
from bsc_helpers.evaluation.frames import ECONOMY, RESULTS, SCORES, frame_of
from bsc_helpers.evaluation.knowledge import Recorded, Revised, revised_values
from bsc_helpers.model import ALL_ACTIVITIES, OrgUnit, Reason, Scorecard
from bsc_helpers.periods import KINDS, Period, Window, months_after, parse_period

__all__ = ["Evaluation", "Places", "evaluate"]

Places = dict[tuple[str, str], NDArray[np.intp]]
LONGER: tuple[Window, ...] = ("year_to_date", "rolling_year")
REASONS = np.array([reason.word for reason in Reason], dtype=object)


@dataclass(frozen=True)
class Evaluation:
    """Everything computed from one scorecard and its observations.

    Attributes
    ----------
    as_of
        The day up to which figures were taken as known; None = all.
    results
        One row for each unit, period and measure, with the columns of `RESULTS`; values in the
        unit of measure, attainment in percent, score 0–100, coverage 0–1. NaN = missing, and
        `reason` says why. Units stand only in periods in which they exist.
    scores
        Weighted scores of objectives, perspectives and the scorecard, with the columns of
        `SCORES`; NaN where the coverage is below the scorecard's minimum.
    economy
        One row for each unit, period and line of the economy, with the columns of `ECONOMY`.
    """

    scorecard: Scorecard
    as_of: date | None
    results: pd.DataFrame
    scores: pd.DataFrame
    economy: pd.DataFrame
    observations: pd.DataFrame
    measured: dict[str, Measured] = field(repr=False)
    subjects: Subjects = field(repr=False)
    _parents: dict[Period, dict[str, str | None]] = field(
        default_factory=dict, repr=False, compare=False
    )

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
    def units(self) -> dict[str, OrgUnit]:
        """The units by their codes."""
        return {unit.code: unit for unit in self.scorecard.org_units}

    @cached_property
    def results_of(self) -> Places:
        """The row numbers of each unit and activity in `results`."""
        return _places(self.results)

    @cached_property
    def shown_of(self) -> Callable[[Period], Places]:
        """For the report of a period: the row numbers of the results that it shows."""
        return cache(self._shown_of)

    def _shown_of(self, period: Period) -> Places:
        shown = {code: str(each) for code, each in self.shown_in(period).items()}
        rows = self.results
        numbers = np.flatnonzero(rows["period"] == rows["measure"].map(shown))
        places = _places(rows.iloc[numbers])
        return {place: numbers[found] for place, found in places.items()}

    @cached_property
    def scores_of(self) -> Places:
        """The row numbers of each unit and activity in `scores`."""
        return _places(self.scores)

    @cached_property
    def economy_of(self) -> Places:
        """The row numbers of each unit and activity in `economy`."""
        return _places(self.economy)

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
            for name, group in rows.groupby("input", observed=True):
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
    scorecard: Scorecard, observations: pd.DataFrame, as_of: date | None = None
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

    Raises
    ------
    DataError
        When a figure that is added up was delivered for a unit and for another one below it.
    """
    recorded = Recorded.upto(observations, as_of)
    known = recorded.known
    subjects = Subjects.of(scorecard, known)
    actual = known["scenario"] == "actual"
    grid = Grid.of(scorecard, known if actual.all() else known[actual], subjects)
    if grid is None or not scorecard.measures:
        return _empty(scorecard, as_of, known, subjects)
    _check_levels(grid)

    measuring = Measuring(scorecard, grid)
    own = measuring.measure_all()
    hidden = hidden_periods(measuring, own)
    measured = {
        code: replace(each, result=told_why(scorecard.measure(code), each, as_of))
        for code, each in protected(measuring, own, None, hidden).items()
    }
    longer = {name: _over(measuring, name, hidden) for name in LONGER}
    judged = {
        measure.code: judge(measure, measured[measure.code], subjects.unit_codes, grid.year_starts)
        for measure in scorecard.measures
    }
    revised = revised_values(scorecard, measuring, measured, recorded)
    results = (
        _measure_rows(subjects, code, each, judged[code])
        | _revision_rows(each, revised.get(code))
        | {name: values[code][each.exists] for name, values in longer.items()}
        for code, each in measured.items()
    )
    scores = roll_up_scores(scorecard, measured, judged, as_of)
    return Evaluation(
        scorecard=scorecard,
        as_of=as_of,
        results=frame_of(RESULTS, results, sum(m.exists.sum() for m in measured.values())),
        scores=frame_of(SCORES, [_score_rows(subjects, rolled) for rolled in scores]),
        economy=economy_frame(scorecard, grid, known[~actual]),
        observations=known,
        measured=measured,
        subjects=subjects,
    )


def _over(
    measuring: Measuring, window: Window, hidden: dict[str, NDArray[np.bool_]]
) -> dict[str, NDArray[np.float64]]:
    """Return the values of every measure over a window, without what must not be shown."""
    shown = protected(measuring, measuring.measure_all(window), window, hidden)
    return {code: measured.result.value for code, measured in shown.items()}


def _empty(
    scorecard: Scorecard, as_of: date | None, known: pd.DataFrame, subjects: Subjects
) -> Evaluation:
    results, scores, economy = (frame_of(kind, []) for kind in (RESULTS, SCORES, ECONOMY))
    return Evaluation(scorecard, as_of, results, scores, economy, known, {}, subjects)


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
        "coverage": rolled.coverage[rolled.exists],
    }
