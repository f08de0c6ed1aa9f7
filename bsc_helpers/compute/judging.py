"""Values against their targets, and the weighted scores of objectives, perspectives and card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.scales import knots_of, knots_on, score, score_on_line
from bsc_helpers.compute.scoring import (
    GOOD,
    POOR,
    SUPPRESSED,
    UNCERTAIN,
    WARNING,
    Borders,
    attainment,
    status,
    weighted_mean,
    weighted_reach,
)
from bsc_helpers.compute.states import shown_period
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.compute.targets import NO_TARGET, Aims, aims_of
from bsc_helpers.model import Measure, Reason, Scorecard
from bsc_helpers.periods import KINDS, Period, PeriodKind

__all__ = ["Judged", "Rolled", "judge", "roll_up_scores"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BINARY_NOISE = 1e-12


@dataclass(frozen=True)
class Judged:
    """One measure against its targets; every array is rows × periods, NaN where missing."""

    target: Floats
    target_low: Floats
    target_high: Floats
    variance: Floats
    attainment: Floats
    score: Floats
    score_lower: Floats
    score_upper: Floats
    status: NDArray[np.object_]


@dataclass(frozen=True)
class Rolled:
    """The weighted score of one objective, perspective or scorecard; rows × periods.

    `lower` and `upper` are the interval of the score that follows from those of the values; NaN
    where no value in it comes from a sample, or where one of a sample has no interval.
    """

    level: str
    code: str
    periods: tuple[Period, ...]
    exists: NDArray[np.bool_]
    score: Floats
    coverage: Floats
    lower: Floats
    upper: Floats


def judge(measure: Measure, measured: Measured, subjects: Subjects, year_starts: int) -> Judged:
    """Hold every value of a measure against the target that is valid for it."""
    aims = aims_of(measure, measured, subjects, year_starts)
    value = measured.result.value
    scores = _scores(measure, aims, value)
    lower, upper = _score_interval(measure, aims, measured)
    return Judged(
        target=aims.goal,
        target_low=aims.low,
        target_high=aims.high,
        variance=value - aims.goal,
        attainment=attainment(value, aims.borders),
        score=scores,
        score_lower=lower,
        score_upper=upper,
        status=_statuses(measure, measured, aims.borders),
    )


def _statuses(measure: Measure, measured: Measured, borders: Borders) -> NDArray[np.object_]:
    """Return the statuses; a sample too small for an interval is uncertain against any target."""
    found = status(measured.result.value, borders, measured.lower, measured.upper)
    statuses = np.where(measured.result.reason == Reason.SUPPRESSED, SUPPRESSED, found)
    if measure.precision is None:
        return statuses
    judged = np.isin(statuses, (GOOD, WARNING, POOR))
    return np.where(judged & np.isnan(measured.lower), UNCERTAIN, statuses)


def _scores(measure: Measure, aims: Aims, value: Floats) -> Floats:
    """Return the scores by the measure's own scale, or by the line through each target.

    A measure with targets has a score only while one is in force.
    """
    if not measure.scored:
        return np.full(value.shape, np.nan)
    if measure.score is not None:
        scores = score(value, knots_on(measure.score, measure.polarity))
        return np.where(aims.which == NO_TARGET, np.nan, scores) if measure.targets else scores
    scores = score_on_line(value, aims.goal, aims.warning)
    for number in np.unique(aims.which[~np.isnan(aims.low)]):
        there = aims.which == number
        scores[there] = score(value[there], knots_of(measure.targets[number]))
    return scores


def _score_interval(measure: Measure, aims: Aims, measured: Measured) -> tuple[Floats, Floats]:
    """Return the ends between which the score lies while the value lies in its own interval.

    The line through the knots rises, falls, or does first the one and then the other: so the
    lowest score stands at an end of the interval, and the highest at an end or at the best value.
    """
    ends = [_scores(measure, aims, end) for end in (measured.lower, measured.upper)]
    best = _best_value(measure, aims)
    at_best = _scores(measure, aims, np.clip(best, measured.lower, measured.upper))
    return np.minimum(*ends), np.fmax(np.maximum(*ends), at_best)


def _best_value(measure: Measure, aims: Aims) -> Floats:
    """Return a value with the best score of the scale; NaN where the line rises or falls only."""
    if measure.polarity != "in_range":
        return np.full(aims.low.shape, np.nan)
    if measure.score is None:
        return (aims.low + aims.high) / 2
    knots = knots_on(measure.score, measure.polarity)
    peak = max(knots, key=lambda knot: knot.score, default=None)
    return np.full(aims.low.shape, np.nan if peak is None else peak.value)


def roll_up_scores(
    scorecard: Scorecard,
    measured: Mapping[str, Measured],
    judged: Mapping[str, Judged],
    as_of: date | None = None,
) -> Iterator[Rolled]:
    """Yield the weighted scores of each objective, perspective and the card, bottom up.

    For each kind of period that a measure has there is a score; a measure takes part with the
    period that a report would show. The coverage is the weight of the measures that have a score
    against the weight of all that apply; below the card's minimum coverage the score is withheld
    (NaN), and what is withheld takes no part in the score above it. The interval is that of a
    weighted mean of independent scores (see `weighted_reach`): a full count adds nothing to it.
    """
    kinds = {measure.frequency for measure in scorecard.measures}
    for kind in [kind for kind in KINDS if kind in kinds]:
        yield from _Roll(scorecard, measured, judged, kind, as_of).all()


@dataclass(frozen=True)
class _Part:
    """Something that takes part in a score: rows × periods, and its weight in each row.

    `down` and `up` say how far the interval of the score reaches: 0 where it is certain, NaN where
    nobody knows. `sampled` says whether anything in it comes from a sample.
    """

    weight: Floats
    score: Floats
    down: Floats
    up: Floats
    sampled: Bools
    coverage: Floats | None = None


class _Roll:
    """The weighted roll-up for one kind of period."""

    def __init__(
        self,
        scorecard: Scorecard,
        measured: Mapping[str, Measured],
        judged: Mapping[str, Judged],
        kind: PeriodKind,
        as_of: date | None,
    ) -> None:
        self.card, self.measured, self.judged, self.as_of = scorecard, measured, judged, as_of
        of_kind = [m for m in measured.values() if m.periods[0].kind == kind]
        self.periods = of_kind[0].periods
        self.exists = np.logical_or.reduce([m.exists for m in of_kind])

    def all(self) -> Iterator[Rolled]:
        objectives = {
            objective.code: self._weighted(
                [
                    self._measure(measure)
                    for measure in self.card.measures
                    if measure.weighs and self.card.objective_of(measure) == objective.code
                ]
            )
            for objective in self.card.objectives
        }
        perspectives = {
            perspective.code: self._weighted(
                [
                    _weighing(objectives[objective.code], objective.weight)
                    for objective in self.card.objectives
                    if objective.perspective == perspective.code
                ]
            )
            for perspective in self.card.perspectives
        }
        whole = self._weighted(
            [_weighing(perspectives[each.code], each.weight) for each in self.card.perspectives]
        )
        levels = {"objective": objectives, "perspective": perspectives}
        for level, found in (levels | {"scorecard": {self.card.code: whole}}).items():
            for code, part in found.items():
                if part is not None and part.coverage is not None:
                    there = self.exists & (part.weight > 0)[:, np.newaxis]
                    yield Rolled(
                        level,
                        code,
                        self.periods,
                        there,
                        part.score,
                        part.coverage,
                        np.where(part.sampled, part.score - part.down, np.nan),
                        np.where(part.sampled, part.score + part.up, np.nan),
                    )

    def _measure(self, measure: Measure) -> _Part:
        """Return a measure as a part, for each period with what is shown of it."""
        columns = self._columns(measure)
        judged = self.judged[measure.code]
        points, lower, upper = (
            np.column_stack([each, np.full(len(each), np.nan)])[:, columns]
            for each in (judged.score, judged.score_lower, judged.score_upper)
        )
        sampled = np.full(points.shape, measure.precision is not None)
        down, up = (np.where(sampled, reach, 0.0) for reach in (points - lower, upper - points))
        weight = _weights(measure, self.measured[measure.code])
        return _Part(weight, points, down, up, sampled)

    def _columns(self, measure: Measure) -> list[int]:
        """Return for each period the column of a measure that a report would show; −1 for none."""
        own = self.measured[measure.code]
        places = {period: column for column, period in enumerate(own.periods)}
        starts = self.card.fiscal_year_starts
        shown = [shown_period(measure, own, p, self.as_of, starts) for p in self.periods]
        return [places.get(period, -1) for period in shown]

    def _weighted(self, parts: Sequence[_Part | None]) -> _Part | None:
        """Return what parts come to together; None when nothing in them has a weight."""
        weighing = [part for part in parts if part is not None and part.weight.any()]
        if not weighing:
            return None
        weights = np.stack([part.weight for part in weighing], -1)[:, np.newaxis]
        scores, downs, ups, sampled = (
            np.stack([getattr(part, name) for part in weighing], -1)
            for name in ("score", "down", "up", "sampled")
        )
        mean, own = weighted_mean(scores, weights)
        down, up = (weighted_reach(reach, scores, weights) for reach in (downs, ups))
        from_sample = (sampled & ~np.isnan(scores) & (weights > 0)).any(axis=-1)
        below = [part.coverage for part in weighing if part.coverage is not None]
        if below:
            total = np.maximum(weights.sum(axis=-1), np.finfo(float).tiny)
            own = (np.stack(below, -1) * weights).sum(axis=-1) / total
        shown = own >= self.card.minimum_coverage - BINARY_NOISE
        there = weights[:, 0].sum(axis=-1) > 0
        score = np.where(shown, mean, np.nan)
        return _Part(there.astype(float), score, down, up, from_sample, own)


def _weights(measure: Measure, measured: Measured) -> Floats:
    """Return the weight of a measure in each row: none where it does not apply."""
    return np.where(measured.applies, measure.weight, 0.0)


def _weighing(part: _Part | None, weight: float) -> _Part | None:
    """Return a part with its weight in what is above it."""
    return None if part is None else replace(part, weight=weight * part.weight)
