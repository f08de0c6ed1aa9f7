"""Values against their targets, and the weighted scores of objectives, perspectives and card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.scoring import (
    GOOD,
    POOR,
    SUPPRESSED,
    UNCERTAIN,
    WARNING,
    Borders,
    attainment,
    borders_at,
    borders_of,
    knots_of,
    score,
    score_on_line,
    status,
    weighted_mean,
)
from bsc_helpers.compute.states import shown_period
from bsc_helpers.model import Measure, Polarity, Reason, Relative, Scorecard, Target
from bsc_helpers.periods import KINDS, Period, PeriodKind, parse_period

__all__ = ["Judged", "Rolled", "judge", "roll_up_scores", "target_in_force"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

NO_TARGET = -1
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
    status: NDArray[np.object_]


@dataclass(frozen=True)
class Rolled:
    """The weighted score of one objective, perspective or scorecard; rows × periods."""

    level: str
    code: str
    periods: tuple[Period, ...]
    exists: NDArray[np.bool_]
    score: Floats
    coverage: Floats


def judge(
    measure: Measure, measured: Measured, units: NDArray[np.object_], year_starts: int
) -> Judged:
    """Hold every value of a measure against the target that is valid for it.

    `units` holds the code of each row's unit. A target relative to an earlier value has the
    decimals of the measure, as it is shown.
    """
    targets = measure.targets if measure.scored else ()
    which = _targets_in_force(targets, measured.periods, units, year_starts)
    borders = borders_at([borders_of(target, measure.polarity) for target in targets], which)
    value = measured.result.value
    single = _numbers([target.value for target in targets], which)
    scores = _scores(measure, targets, which, value)
    for number, target in enumerate(targets):
        if target.relative is None:
            continue
        there = which == number
        found = _relative_to(target.relative, measured, year_starts)
        goal, warning = (np.round(each, measure.decimals) for each in found)
        single = np.where(there, goal, single)
        borders = _replaced(borders, there, _relative_borders(goal, warning, measure.polarity))
        if not measure.score:
            scores = np.where(there, score_on_line(value, goal, warning), scores)
    return Judged(
        target=single,
        target_low=_numbers([target.low for target in targets], which),
        target_high=_numbers([target.high for target in targets], which),
        variance=value - single,
        attainment=attainment(value, borders),
        score=scores,
        status=_statuses(measure, measured, borders),
    )


def _replaced(borders: Borders, there: NDArray[np.bool_], by: Borders) -> Borders:
    pairs = zip(astuple(by), astuple(borders), strict=True)
    return Borders(*(np.where(there, new, old) for new, old in pairs))


def _relative_to(relative: Relative, measured: Measured, year_starts: int) -> tuple[Floats, Floats]:
    """Return rows × 1: target and warning border, so many times the value of a period."""
    base = parse_period(relative.to, year_starts)
    rows = (len(measured.result.value), 1)
    if base not in measured.periods:
        return np.full(rows, np.nan), np.full(rows, np.nan)
    value = measured.result.value[:, [measured.periods.index(base)]]
    value = np.where(value > 0, value, np.nan)  # so many times nothing, or a deficit, is no aim
    times = relative.times if relative.warning_times is None else relative.warning_times
    return value * relative.times, value * times


def _relative_borders(goal: Floats, warning: Floats, polarity: Polarity) -> Borders:
    known = ~np.isnan(goal)
    if polarity == "higher_is_better":
        open_side = np.where(known, np.inf, np.nan)
        return Borders(goal, open_side, warning, open_side)
    open_side = np.where(known, -np.inf, np.nan)
    return Borders(open_side, goal, open_side, warning)


def _statuses(measure: Measure, measured: Measured, borders: Borders) -> NDArray[np.object_]:
    """Return the statuses; a sample too small for an interval is uncertain against any target."""
    found = status(measured.result.value, borders, measured.lower, measured.upper)
    statuses = np.where(measured.result.reason == Reason.SUPPRESSED, SUPPRESSED, found)
    if measure.precision is None:
        return statuses
    judged = np.isin(statuses, (GOOD, WARNING, POOR))
    return np.where(judged & np.isnan(measured.lower), UNCERTAIN, statuses)


def _targets_in_force(
    targets: Sequence[Target],
    periods: Sequence[Period],
    units: NDArray[np.object_],
    year_starts: int,
) -> Numbers:
    """Return rows × periods: the number of the valid target.

    The latest that begins by the period's first day (of a week its Thursday); a target of the
    unit's own goes first.
    """
    which = np.full((len(units), len(periods)), NO_TARGET, dtype=np.intp)
    anchors = np.array([period.anchor for period in periods], dtype="datetime64[D]")
    for number, begins in _by_precedence(targets, year_starts):
        columns = anchors >= np.datetime64(begins)
        code = targets[number].org_unit
        rows = np.ones(len(units), dtype=bool) if code is None else units == code
        which[np.ix_(rows, columns)] = number
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
    scorecard: Scorecard,
    measured: Mapping[str, Measured],
    judged: Mapping[str, Judged],
    as_of: date | None = None,
) -> Iterator[Rolled]:
    """Yield the weighted scores of each objective, perspective and the card, bottom up.

    For each kind of period that a measure has there is a score; a measure takes part with the
    period that a report would show. The coverage is the weight of the measures that have a score
    against the weight of all that apply; below the card's minimum coverage the score is withheld
    (NaN), and what is withheld takes no part in the score above it.
    """
    kinds = {measure.frequency for measure in scorecard.measures}
    for kind in [kind for kind in KINDS if kind in kinds]:
        yield from _Roll(scorecard, measured, judged, kind, as_of).all()


@dataclass(frozen=True)
class _Part:
    """Something that takes part in a score: rows × periods, and its weight in each row."""

    weight: Floats
    score: Floats
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
                    _Part(_weights(measure, self.measured[measure.code]), scores)
                    for measure in self.card.measures
                    if measure.weighs and self.card.objective_of(measure) == objective.code
                    for scores in (self._in_periods(measure),)
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
                    yield Rolled(level, code, self.periods, there, part.score, part.coverage)

    def _in_periods(self, measure: Measure) -> Floats:
        """Return the scores of a measure, for each period those of the period that is shown."""
        own = self.measured[measure.code]
        places = {period: column for column, period in enumerate(own.periods)}
        starts = self.card.fiscal_year_starts
        shown = [shown_period(measure, own, p, self.as_of, starts) for p in self.periods]
        scores = self.judged[measure.code].score
        padded = np.column_stack([scores, np.full(len(scores), np.nan)])
        picked: Floats = padded[:, [places.get(period, -1) for period in shown]]
        return picked

    def _weighted(self, parts: Sequence[_Part | None]) -> _Part | None:
        """Return what parts come to together; None when nothing in them has a weight."""
        weighing = [part for part in parts if part is not None and part.weight.any()]
        if not weighing:
            return None
        weights = np.stack([part.weight for part in weighing], -1)[:, np.newaxis]
        mean, own = weighted_mean(np.stack([part.score for part in weighing], -1), weights)
        below = [part.coverage for part in weighing if part.coverage is not None]
        if below:
            total = np.maximum(weights.sum(axis=-1), np.finfo(float).tiny)
            own = (np.stack(below, -1) * weights).sum(axis=-1) / total
        shown = own >= self.card.minimum_coverage - BINARY_NOISE
        there = weights[:, 0].sum(axis=-1) > 0
        return _Part(there.astype(float), np.where(shown, mean, np.nan), own)


def _weights(measure: Measure, measured: Measured) -> Floats:
    """Return the weight of a measure in each row: none where it does not apply."""
    return np.where(measured.applies, measure.weight, 0.0)


def _weighing(part: _Part | None, weight: float) -> _Part | None:
    """Return a part with its weight in what is above it."""
    return None if part is None else replace(part, weight=weight * part.weight)
