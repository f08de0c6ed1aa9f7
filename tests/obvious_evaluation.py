"""The obvious evaluation, one value after the other: what the fast one must agree with.

It knows what the invented large city needs: inputs that are added over units, by the quarter;
dated targets with a warning border; scores by the line through the target.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import isnan, nan
from typing import NamedTuple

import pandas as pd

from bsc_helpers.model import Measure, OrgUnit, Scorecard, Target
from bsc_helpers.periods import Period, Window, parse_period, periods_between


class Obvious(NamedTuple):
    """One value with what is computed of it."""

    value: float
    year_to_date: float
    rolling_year: float
    status: str
    score: float


class Weighted(NamedTuple):
    """A weighted score and the share of the weight behind it."""

    score: float
    coverage: float


@dataclass
class ObviousCity:
    """A scorecard and the figures that its units delivered."""

    scorecard: Scorecard
    figures: dict[tuple[str, str, Period], float]
    delivering: dict[str, set[str]]
    quarters: list[Period]
    units: dict[str, OrgUnit] = field(default_factory=dict)
    leaves: dict[tuple[str, Period], list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, scorecard: Scorecard, observations: pd.DataFrame) -> ObviousCity:
        """Take the figures one by one; a later one takes the place of an earlier one."""
        figures: dict[tuple[str, str, Period], float] = {}
        delivering: dict[str, set[str]] = defaultdict(set)
        parsed: dict[str, Period] = {}
        for row in observations.itertuples(index=False):
            if row.period not in parsed:
                parsed[row.period] = parse_period(row.period)
            figures[row.input, row.org_unit, parsed[row.period]] = row.value
            delivering[row.input].add(row.org_unit)
        quarters = list(periods_between(min(parsed.values()), max(parsed.values())))
        units = {unit.code: unit for unit in scorecard.org_units}
        return cls(scorecard, figures, delivering, quarters, units)

    def parent(self, unit: str, quarter: Period) -> str | None:
        """Return what a unit lies in; itself at the top, None while it does not exist."""
        found = None
        for span in self.units[unit].spans:
            begun = span.from_ is None or span.from_ <= quarter.end
            if begun and (span.to is None or quarter.start <= span.to):
                found = span.parent or unit
        return found

    def below(self, unit: str, quarter: Period) -> list[str]:
        """Return the units on and below a unit in a quarter."""
        if (unit, quarter) not in self.leaves:
            self.leaves[unit, quarter] = [
                each for each in self.units if self._lies_in(each, unit, quarter)
            ]
        return self.leaves[unit, quarter]

    def _lies_in(self, unit: str, other: str, quarter: Period) -> bool:
        parent = self.parent(unit, quarter)
        while parent is not None and unit != other:
            if parent == unit:
                return False
            unit, parent = parent, self.parent(parent, quarter)
        return parent is not None

    def value(self, measure: Measure, unit: str, quarter: Period, window: Window) -> float:
        """Return 100 times the one input over the other, each added up; NaN when it is missing."""
        above, under = (self._added(measure, part, unit, quarter, window) for part in (0, 1))
        return 100 * above / under if under and not isnan(above + under) else nan

    def _added(
        self, measure: Measure, part: int, unit: str, quarter: Period, window: Window
    ) -> float:
        """Return one input of a measure over the units below and the quarters of a window."""
        names = inputs_of(measure)
        quarters = list(quarter.covered(window))
        how = {each.code: each for each in self.scorecard.inputs}[names[part]]
        counted = quarters[-1:] if how.over_time == "last" else quarters
        total, seen = 0.0, False
        below = {each for when in counted for each in self.below(unit, when)}
        for leaf in below:
            if not any(leaf in self.delivering[name] for name in names):
                continue
            here = [when for when in counted if leaf in self.below(unit, when)]
            if self._whole(measure, leaf, quarters):
                total += sum(self.figures[names[part], leaf, when] for when in here)
                seen = True
            elif how.missing == "propagate":
                return nan
        if how.over_time == "mean":
            total /= sum(self.parent(unit, when) is not None for when in counted)
        return total if seen else nan

    def _whole(self, measure: Measure, leaf: str, quarters: list[Period]) -> bool:
        """Whether a unit has delivered both inputs in all quarters that count of a window."""
        for given in self.scorecard.inputs:
            if given.code in inputs_of(measure):
                counted = quarters[-1:] if given.over_time == "last" else quarters
                for when in counted:
                    exists = self.parent(leaf, when) is not None
                    if exists and (given.code, leaf, when) not in self.figures:
                        return False
        return True

    def results(
        self, only: Collection[Period] | None = None
    ) -> dict[tuple[str, str, str], Obvious]:
        """Return every unit, quarter and measure with what is computed of it."""
        found = {}
        for measure in self.scorecard.measures:
            for quarter in only or self.quarters:
                for unit in self.units:
                    if self.parent(unit, quarter) is None:
                        continue
                    value = self.value(measure, unit, quarter, "period")
                    target = target_of(measure, unit, quarter)
                    found[unit, str(quarter), measure.code] = Obvious(
                        value,
                        self.value(measure, unit, quarter, "year_to_date"),
                        self.value(measure, unit, quarter, "rolling_year"),
                        status_of(value, target),
                        score_of(value, target),
                    )
        return found

    def scores(
        self, results: dict[tuple[str, str, str], Obvious]
    ) -> dict[tuple[str, str, str], Weighted]:
        """Return the scores of each unit and quarter: of objectives, perspectives and the card."""
        card, found = self.scorecard, {}
        for unit, quarter in {(unit, quarter) for unit, quarter, _ in results}:
            objectives = {}
            for objective in card.objectives:
                of = [m for m in card.measures if m.objective == objective.code]
                parts = [
                    (m.weight, Weighted(s, float(not isnan(s))))
                    for m in of
                    for s in (results[unit, quarter, m.code].score,)
                ]
                if parts:
                    objectives[objective.code] = self._weighted(parts)
            perspectives = {}
            for perspective in card.perspectives:
                below = [o for o in card.objectives if o.perspective == perspective.code]
                parts = [(o.weight, objectives[o.code]) for o in below if o.code in objectives]
                if parts:
                    perspectives[perspective.code] = self._weighted(parts)
            weights = {each.code: each.weight for each in card.perspectives}
            whole = self._weighted([(weights[code], one) for code, one in perspectives.items()])
            for code, one in (objectives | perspectives | {card.code: whole}).items():
                found[unit, quarter, code] = one
        return found

    def _weighted(self, parts: Iterable[tuple[float, Weighted]]) -> Weighted:
        """Return the weighted mean of what is there, unless it is too little of the whole."""
        behind = whole = points = covered = 0.0
        for weight, part in parts:
            whole += weight
            covered += weight * part.coverage
            if not isnan(part.score):
                behind += weight
                points += weight * part.score
        coverage = covered / whole
        enough = behind and coverage >= self.scorecard.minimum_coverage
        return Weighted(points / behind if enough else nan, coverage)


def inputs_of(measure: Measure) -> tuple[str, str]:
    """Return the two inputs of `100 * a / b`."""
    above, under = measure.formula.removeprefix("100 * ").split(" / ")
    return above, under


def target_of(measure: Measure, unit: str, quarter: Period) -> Target:
    """Return the last target that has begun; one of the unit's own goes first."""
    begun = [t for t in measure.targets if parse_period(t.from_).start <= quarter.start]
    own = [target for target in begun if target.org_unit == unit]
    shared = [target for target in begun if target.org_unit is None]
    return (own or shared)[-1]


def _distance(value: float, target: Target) -> tuple[float, float]:
    """Return how far a value lies on the good side of a target, and how far off warning begins."""
    if target.low is not None and target.high is not None and target.warning_low is not None:
        return min(value - target.low, target.high - value), target.low - target.warning_low
    assert target.value is not None
    assert target.warning is not None
    side = 1 if target.warning < target.value else -1
    return side * (value - target.value), abs(target.value - target.warning)


def status_of(value: float, target: Target) -> str:
    if isnan(value):
        return "no_data"
    beyond, step = _distance(value, target)
    return "good" if beyond >= 0 else "warning" if beyond >= -step else "poor"


def score_of(value: float, target: Target) -> float:
    """Return a third at the warning border, two thirds at the target, in a range 100 amidst it."""
    if isnan(value):
        return nan
    beyond, step = _distance(value, target)
    if beyond > 0 and target.low is not None and target.high is not None:
        step = (target.high - target.low) / 2
    return min(100.0, max(0.0, 200 / 3 + 100 / 3 * beyond / step))
