"""What the reports of a period find: changes and differences that are more than chance.

Computed for the period of a report when it is asked for, for all units at once: a report of an
earlier period knows nothing of what came later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from bsc_helpers.compute.beside import Beside, beside
from bsc_helpers.compute.change import Change, FalseAlarmRates, Rows, change_of
from bsc_helpers.compute.comparison import Alike, alike
from bsc_helpers.compute.judging import Judged
from bsc_helpers.compute.kinds import kinds_of, may_compare
from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.structure import reorganisations_in
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.evaluation.by_subject import BySubject, by_number
from bsc_helpers.evaluation.frames import CHANGES, COMPARISON, COURSE, frame_of
from bsc_helpers.model import Measure, Polarity, Reason, Scorecard
from bsc_helpers.periods import Period, months_after

__all__ = ["Findings", "Known", "similar_to"]

Bools = NDArray[np.bool_]
MOST_SIMILAR = 5
OUTER = 2  # beyond the outer limits, of 99.8 %
MOST_COMPARED = 60  # units that a report shows one by one


@dataclass(frozen=True, eq=False)
class Known:
    """What the findings rest on.

    Attributes
    ----------
    measured
        Every measure over its own window; `alone` over single periods. Without what is withheld.
    judged
        Every measure against its targets.
    seed
        From which every simulation begins, so that none depends on what was asked before.
    """

    scorecard: Scorecard
    as_of: date | None
    subjects: Subjects
    measured: Mapping[str, Measured]
    alone: Mapping[str, Measured]
    judged: Mapping[str, Judged]
    seed: int

    def generator(self) -> Generator:
        """Return a new source of chance, the same at each call."""
        return Generator(PCG64(self.seed))

    @cached_property
    def kinds(self) -> NDArray[np.intp]:
        """For each row the number of its kind."""
        return kinds_of(self.subjects)

    @cached_property
    def reorganised(self) -> dict[int, tuple[date, ...]]:
        """The days on which units became other ones, by row."""
        found = reorganisations_in(self.scorecard.org_units)
        days = {code: tuple(each.day for each in told) for code, told in found.items()}
        codes = enumerate(self.subjects.unit_codes)
        return {row: days[code] for row, code in codes if code in days}

    @cached_property
    def alike_in(self) -> Callable[[int], tuple[NDArray[np.intp], Alike]]:
        """For a kind: its rows, and which of them are like each by their background."""
        return cache(self._alike_in)

    def _alike_in(self, kind: int) -> tuple[NDArray[np.intp], Alike]:
        told, rows = self.scorecard.background, np.flatnonzero(self.kinds == kind)
        units = [self.subjects.units[self.subjects.unit[row]].background for row in rows]
        table = np.array([[unit.get(each.code, np.nan) for each in told] for unit in units])
        return rows, alike(table, MOST_SIMILAR, [each.weight for each in told])

    @cached_property
    def rates(self) -> FalseAlarmRates:
        """How often chance alone makes a value break a rule."""
        return FalseAlarmRates(self.generator)


@dataclass(frozen=True, eq=False)
class Findings:
    """What the reports of one period find, by measure.

    Parameters
    ----------
    known
        What they rest on.
    period
        That of the reports.
    shown
        The period of each measure that they show.
    """

    known: Known
    period: Period
    shown: Mapping[str, Period]

    @cached_property
    def changes(self) -> dict[str, Change]:
        """How each measure changed; without those of which nothing may be said."""
        found = ((m, self._change(m)) for m in self._each())
        return {measure.code: change for measure, change in found if change is not None}

    @cached_property
    def beside(self) -> dict[str, Beside]:
        """Each unit beside those of its kind; without measures by which units do not compare."""
        known = self.known
        return {
            measure.code: beside(
                measure, measured, measured.periods.index(shown), known.kinds, known.generator()
            )
            for measure in self._each()
            if may_compare(known.scorecard, measure)
            for measured in (known.measured[measure.code],)
            for shown in (self.shown[measure.code],)
            if shown in measured.periods
        }

    def is_new(self, measure: Measure) -> bool:
        """Whether the shown value is of the report's own time."""
        return self.shown[measure.code].end >= self.period.start

    @cached_property
    def changes_frame(self) -> pd.DataFrame:
        """The columns of `CHANGES`: one row for each unit, activity and measure with values."""
        parts = [self._change_rows(self._measure(c), change) for c, change in self.changes.items()]
        return frame_of(CHANGES, parts)

    @cached_property
    def comparison_frame(self) -> pd.DataFrame:
        """The columns of `COMPARISON`: one row for each unit, activity and measure compared."""
        parts = [self._beside_rows(self._measure(c), found) for c, found in self.beside.items()]
        return frame_of(COMPARISON, parts)

    @cached_property
    def course_frame(self) -> pd.DataFrame:
        """The columns of `COURSE`: each point of each series over time."""
        parts = (self._course_rows(code, change) for code, change in self.changes.items())
        points = (_told(change).sum() * len(change.periods) for change in self.changes.values())
        return frame_of(COURSE, parts, int(sum(points)))

    @cached_property
    def changes_of(self) -> BySubject:
        """The rows of `changes_frame` by subject."""
        return BySubject.of(self.changes_frame, self.known.subjects)

    @cached_property
    def comparison_of(self) -> BySubject:
        """The rows of `comparison_frame` by subject."""
        return BySubject.of(self.comparison_frame, self.known.subjects)

    @cached_property
    def course_of(self) -> BySubject:
        """The rows of `course_frame` by subject."""
        return BySubject.of(self.course_frame, self.known.subjects)

    @cached_property
    def compared_of(self) -> dict[int, NDArray[np.intp]]:
        """The rows that the reports of all units of a kind show, by its number.

        All of its units where they are few, else those outside the outer limits.
        """
        frame = self.comparison_frame
        shown = np.flatnonzero((frame["units"] <= MOST_COMPARED) | (frame["unusual"] != ""))
        subjects = self.known.subjects.rows_of(frame["org_unit"], frame["activity"])
        kinds = self.known.kinds[subjects[shown]]
        return {kind: shown[places] for kind, places in by_number(kinds).items()}

    @cached_property
    def periods_of(self) -> dict[str, NDArray[np.object_]]:
        """The periods of the points of each measure, as texts."""
        return {
            code: np.array([str(period) for period in change.periods], dtype=object)
            for code, change in self.changes.items()
        }

    # ------------------------------------------------------------------------------------ making

    def _each(self) -> Iterator[Measure]:
        return (m for m in self.known.scorecard.measures if m.code in self.shown)

    def _measure(self, code: str) -> Measure:
        return self.known.scorecard.measure(code)

    def _change(self, measure: Measure) -> Change | None:
        known, shown = self.known, self.shown[measure.code]
        alone, judged = known.alone[measure.code], known.judged[measure.code]
        if shown not in alone.periods:
            return None
        column = alone.periods.index(shown)
        rows = Rows(
            kinds=known.kinds,
            newly=self._newly(measure, alone, column),
            target=judged.target[:, column],
            low=judged.target_low[:, column],
            high=judged.target_high[:, column],
            reorganised=known.reorganised,
        )
        return change_of(measure, alone, shown, rows, known.rates)

    def _newly(self, measure: Measure, alone: Measured, column: int) -> Bools:
        """Return the rows whose shown value is news: new, final, and on all figures."""
        period, known = alone.periods[column], self.known
        months = measure.schedule.preliminary_months
        final = months_after(period.end, months) <= (known.as_of or self.period.end)
        if not self.is_new(measure) or (months and not final):
            return np.zeros(len(known.subjects), dtype=bool)
        there: Bools = alone.result.reason[:, column] == Reason.OK
        return there & ~(alone.coverage[:, column] < 1)

    def _change_rows(self, measure: Measure, change: Change) -> dict[str, Any]:
        rows = np.flatnonzero(change.points > 0)
        method = change.method
        last = {
            name: getattr(change, name)[rows, -1] for name in ("centre", "lower", "upper", "rule")
        }
        return self._places(measure, rows) | {
            "points": change.points[rows].astype(float),
            "run": change.run[rows].astype(float),
            "since": self.periods_of[measure.code][change.since[rows]],
            "middle": last["centre"],
            "usual_low": last["lower"],
            "usual_high": last["upper"],
            "rule": last["rule"],
            "side": _sides(change.side[rows, -1]),
            "variation": change.variation[rows],
            "assurance": change.assurance[rows],
            "shifted": np.where(change.shifted[rows], "shifted", ""),
            "seasoned": "" if method is None or method.season == "none" else method.season,
            "autocorrelation": np.nan if method is None else method.autocorrelation,
            "false_alarm": change.false_alarm[rows],
        }

    def _course_rows(self, code: str, change: Change) -> dict[str, Any]:
        rows, points = np.flatnonzero(_told(change)), len(change.periods)
        subjects = self.known.subjects
        return {
            "org_unit": subjects.unit_codes[rows].repeat(points),
            "activity": subjects.activity_codes[rows].repeat(points),
            "period": np.tile(self.periods_of[code], len(rows)),
            "measure": code,
            "value": change.value[rows].ravel(),
            "middle": change.centre[rows].ravel(),
            "usual_low": change.lower[rows].ravel(),
            "usual_high": change.upper[rows].ravel(),
            "rule": change.rule[rows].ravel(),
            "side": _sides(change.side[rows].ravel()),
            "state": change.states[rows].ravel(),
        }

    def _beside_rows(self, measure: Measure, found: Beside) -> dict[str, Any]:
        rows = np.flatnonzero(found.units > 0)
        told = {name: getattr(found, name)[rows] for name in _TOLD}
        tested = found.alarm[rows] if self.is_new(measure) else np.full(len(rows), np.nan)
        return (
            self._places(measure, rows)
            | told
            | {
                "middle": found.centre[rows],
                "units": found.units[rows].astype(float),
                "outside": found.outside[rows].astype(float),
                "unusual": _unusual(found.outside[rows], measure.polarity),
                "false_alarm": tested,
            }
        )

    def _places(self, measure: Measure, rows: NDArray[np.intp]) -> dict[str, Any]:
        subjects = self.known.subjects
        return {
            "org_unit": subjects.unit_codes[rows],
            "activity": subjects.activity_codes[rows],
            "period": str(self.shown[measure.code]),
            "measure": measure.code,
        }


_TOLD = (
    *("value", "size", "lower", "upper", "lower_95", "upper_95"),
    *("lower_998", "upper_998", "side", "rank", "rank_low", "rank_high", "worst_quarter"),
    "shrunken",
)


def similar_to(known: Known, row: int) -> tuple[tuple[str, float], ...]:
    """Return the units most like that of a row by their background, the nearest first.

    Each with its distance, from 0 for the same to 1 for the one that is farthest. Empty where the
    register tells no background of the unit.
    """
    subjects = known.subjects
    if not known.scorecard.background or not subjects.units[subjects.unit[row]].background:
        return ()
    rows, found = known.alike_in(int(known.kinds[row]))
    own = int(np.flatnonzero(rows == row)[0])
    pairs = zip(found.nearest[own], found.distance[own], strict=True)
    return tuple((str(subjects.unit_codes[rows[n]]), float(away)) for n, away in pairs if n >= 0)


def _sides(side: NDArray[np.int8]) -> NDArray[np.object_]:
    words: NDArray[np.object_] = np.array(["", "above", "below"], dtype=object)[side]
    return words


def _unusual(outside: NDArray[np.int8], polarity: Polarity) -> NDArray[np.object_]:
    """Return on which side a value lies beyond the outer limits; empty within them."""
    up, down = {
        "higher_is_better": ("better", "worse"),
        "lower_is_better": ("worse", "better"),
    }.get(polarity, ("higher", "lower"))
    words = np.full(len(outside), "", dtype=object)
    words[outside >= OUTER], words[outside <= -OUTER] = up, down
    return words


def _told(change: Change) -> Bools:
    """Return which rows have any value over time."""
    told: Bools = np.any(np.isfinite(change.value), axis=1)
    return told
