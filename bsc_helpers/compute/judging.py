"""Values against their targets, and the weighted scores of objectives, perspectives and card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.grid import latest_ended
from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.scoring import (
    GOOD,
    POOR,
    UNCERTAIN,
    WARNING,
    Borders,
    attainment,
    borders_at,
    borders_of,
    knots_of,
    score,
    status,
    weighted_mean,
)
from bsc_helpers.model import Measure, OrgUnit, Scorecard, Target
from bsc_helpers.periods import KINDS, Period, PeriodKind, parse_period

__all__ = ["Judged", "Rolled", "judge", "roll_up_scores", "target_in_force"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

NO_TARGET = -1
BINARY_NOISE = 1e-12


@dataclass(frozen=True)
class Judged:
    """One measure against its targets; every array is units × periods, NaN where missing."""

    target: Floats
    target_low: Floats
    target_high: Floats
    variance: Floats
    attainment: Floats
    score: Floats
    status: NDArray[np.str_]


@dataclass(frozen=True)
class Rolled:
    """The weighted score of one objective, perspective or scorecard; units × periods."""

    level: str
    code: str
    periods: tuple[Period, ...]
    exists: NDArray[np.bool_]
    score: Floats
    coverage: Floats


def judge(
    measure: Measure, measured: Measured, units: Sequence[OrgUnit], year_starts: int
) -> Judged:
    """Hold every value of a measure against the target that is valid for it."""
    targets = measure.targets if measure.scored else ()
    which = _targets_in_force(targets, measured.periods, units, year_starts)
    borders = borders_at([borders_of(target, measure.polarity) for target in targets], which)
    value = measured.result.value
    single = _numbers([target.value for target in targets], which)
    return Judged(
        target=single,
        target_low=_numbers([target.low for target in targets], which),
        target_high=_numbers([target.high for target in targets], which),
        variance=value - single,
        attainment=attainment(value, borders),
        score=_scores(measure, targets, which, value),
        status=_statuses(measure, measured, borders),
    )


def _statuses(measure: Measure, measured: Measured, borders: Borders) -> NDArray[np.str_]:
    """Return the statuses; a sample too small for an interval is uncertain against any target."""
    statuses = status(measured.result.value, borders, measured.lower, measured.upper)
    if measure.precision is None:
        return statuses
    judged = np.isin(statuses, (GOOD, WARNING, POOR))
    return np.where(judged & np.isnan(measured.lower), UNCERTAIN, statuses)


def _targets_in_force(
    targets: Sequence[Target],
    periods: Sequence[Period],
    units: Sequence[OrgUnit],
    year_starts: int,
) -> Numbers:
    """Return units × periods: the number of the valid target.

    The latest that begins by the period's first day (of a week its Thursday); a target of the
    unit's own goes first.
    """
    which = np.full((len(units), len(periods)), NO_TARGET, dtype=np.intp)
    anchors = np.array([period.anchor for period in periods], dtype="datetime64[D]")
    row_of = {unit.code: row for row, unit in enumerate(units)}
    for number, begins in _by_precedence(targets, year_starts):
        columns = anchors >= np.datetime64(begins)
        code = targets[number].org_unit
        which[slice(None) if code is None else row_of[code], columns] = number
    return which


def _by_precedence(targets: Sequence[Target], year_starts: int) -> list[tuple[int, date]]:
    """Return the number and the first day of each target; the later in the list goes first."""
    begins = [parse_period(target.from_, year_starts).anchor for target in targets]
    order = sorted(range(len(targets)), key=lambda n: (targets[n].org_unit is not None, begins[n]))
    return [(number, begins[number]) for number in order]


def target_in_force(
    measure: Measure, org_unit: str, period: Period, year_starts: int
) -> Target | None:
    """Return the target against which a value of one unit and period is held; None without one."""
    targets = measure.targets if measure.scored else ()
    for number, begins in reversed(_by_precedence(targets, year_starts)):
        if begins <= period.anchor and targets[number].org_unit in (None, org_unit):
            return targets[number]
    return None


def _numbers(values: Sequence[float | None], which: Numbers) -> Floats:
    table = np.array([*(np.nan if value is None else value for value in values), np.nan])
    picked: Floats = table[which]
    return picked


def _scores(measure: Measure, targets: Sequence[Target], which: Numbers, value: Floats) -> Floats:
    """Return the scores by the measure's own knots, or by the line through each target.

    A measure with targets has a score only while one is in force.
    """
    if not measure.scored:
        return np.full(value.shape, np.nan)
    if measure.score:
        scores = score(value, measure.score)
        return np.where(which == NO_TARGET, np.nan, scores) if targets else scores
    scores = np.full(value.shape, np.nan)
    for number in np.unique(which[which != NO_TARGET]):
        there = which == number
        scores[there] = score(value[there], knots_of(targets[number]))
    return scores


def roll_up_scores(
    scorecard: Scorecard, measured: Mapping[str, Measured], judged: Mapping[str, Judged]
) -> Iterator[Rolled]:
    """Yield the weighted scores of each objective, perspective and the card, bottom up.

    For each kind of period that a measure has there is a score; a measure of longer periods takes
    part with the latest one that has ended. The coverage is the weight of the measures that have a
    score against the weight of all; below the card's minimum coverage the score is withheld (NaN),
    and what is withheld takes no part in the score above it.
    """
    kinds = {measure.frequency for measure in scorecard.measures}
    for kind in [kind for kind in KINDS if kind in kinds]:
        periods = next(m.periods for m in measured.values() if m.periods[0].kind == kind)
        yield from _Roll(scorecard, measured, judged, kind, periods).all()


class _Roll:
    """The weighted roll-up for one kind of period."""

    def __init__(
        self,
        scorecard: Scorecard,
        measured: Mapping[str, Measured],
        judged: Mapping[str, Judged],
        kind: PeriodKind,
        periods: tuple[Period, ...],
    ) -> None:
        self.card, self.measured, self.judged, self.periods = scorecard, measured, judged, periods
        kept = next(m for m in measured.values() if m.periods[0].kind == kind)
        self.exists = kept.exists

    def all(self) -> Iterator[Rolled]:
        objectives = {
            objective.code: self._weighted(
                [
                    (measure.weight, self._in_periods(measure), None)
                    for measure in self.card.measures
                    if measure.scored and self.card.objective_of(measure) == objective.code
                ]
            )
            for objective in self.card.objectives
        }
        perspectives = {
            perspective.code: self._weighted(
                [
                    (objective.weight, *rolled)
                    for objective in self.card.objectives
                    if objective.perspective == perspective.code
                    and (rolled := objectives[objective.code]) is not None
                ]
            )
            for perspective in self.card.perspectives
        }
        whole = self._weighted(
            [
                (perspective.weight, *rolled)
                for perspective in self.card.perspectives
                if (rolled := perspectives[perspective.code]) is not None
            ]
        )
        levels = {"objective": objectives, "perspective": perspectives}
        for level, found in (levels | {"scorecard": {self.card.code: whole}}).items():
            for code, rolled in found.items():
                if rolled is not None:
                    yield self._rolled(level, code, *rolled)

    def _in_periods(self, measure: Measure) -> Floats:
        """Return the scores of a measure: for each period the latest that has ended by then."""
        own = self.measured[measure.code].periods
        places = {period: column for column, period in enumerate(own)}
        starts = self.card.fiscal_year_starts
        columns = [places.get(latest_ended(p, measure.frequency, starts), -1) for p in self.periods]
        scores = self.judged[measure.code].score
        padded = np.column_stack([scores, np.full(len(scores), np.nan)])
        picked: Floats = padded[:, columns]
        return picked

    def _weighted(
        self, parts: Sequence[tuple[float, Floats, Floats | None]]
    ) -> tuple[Floats, Floats] | None:
        """Return score and coverage of weighted parts; None when nothing in them has a weight."""
        parts = [part for part in parts if part[0] > 0]
        if not parts:
            return None
        weights = np.array([weight for weight, _, _ in parts])
        mean, own = weighted_mean(np.stack([scores for _, scores, _ in parts], -1), weights)
        below = [coverage for _, _, coverage in parts if coverage is not None]
        if below:
            own = np.average(np.stack(below, -1), axis=-1, weights=weights)
        shown = own >= self.card.minimum_coverage - BINARY_NOISE
        return np.where(shown, mean, np.nan), own

    def _rolled(self, level: str, code: str, scores: Floats, coverage: Floats) -> Rolled:
        return Rolled(level, code, self.periods, self.exists, scores, coverage)
