"""Each measure's value for every unit and period: inputs over time, over units, formula."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.comparison import mean_interval, wilson
from bsc_helpers.compute.grid import Grid
from bsc_helpers.compute.rollup import (
    Delivery,
    Tree,
    inherit,
    only_existing,
    over_time,
    over_units,
)
from bsc_helpers.formula import Formula, Values, evaluate_formula, order_of, parse_formula
from bsc_helpers.model import Input, Measure, Reason, Scorecard
from bsc_helpers.periods import Period, Window

__all__ = ["Measured", "Measuring"]

Floats = NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Measured:
    """One measure over one kind of window.

    Attributes
    ----------
    applies
        Rows: whether the measure applies to the unit and activity.
    exists
        Rows × periods: whether it applies and the unit exists in the period.
    result
        Rows × periods, in the unit of measure.
    inputs
        What was put into the formula, rolled up to each unit and window.
    own
        What was delivered of the inputs for each row by itself.
    coverage
        Rows × periods: the share of the delivering units below whose figures are there.
    lower, upper, base
        The 95 % interval, for a measure from a sample, and the number of cases, where the measure
        says what counts them; else NaN.
    """

    periods: tuple[Period, ...]
    applies: NDArray[np.bool_]
    exists: NDArray[np.bool_]
    result: Values
    inputs: dict[str, Values]
    own: dict[str, Values]
    coverage: Floats
    lower: Floats
    upper: Floats
    base: Floats

    def column(self, period: Period) -> int | None:
        """Return the column of a period; None where it has none."""
        first = self.periods[0]
        place = period.ordinal - first.ordinal
        return place if period.kind == first.kind and 0 <= place < len(self.periods) else None

    @property
    def awaited(self) -> NDArray[np.bool_]:
        """Rows × periods: where figures are waited for, as far as anything is added up."""
        return ~np.isnan(self.coverage) | np.isnan(self.coverage).all()


class Measuring:
    """Computes the measures of one scorecard, each after those that its formula names."""

    def __init__(self, scorecard: Scorecard, grid: Grid) -> None:
        self.scorecard = scorecard
        self.grid = grid
        self.measures = {measure.code.lower(): measure for measure in scorecard.measures}
        self.inputs = grid.given
        self.money = scorecard.money_inputs
        self.formulas = {
            name: parse_formula(measure.formula) for name, measure in self.measures.items()
        }

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The measures, in lower case, each after those that its formula names."""
        return order_of(self.formulas)

    @property
    def as_was(self) -> Measuring:
        """The same measures in the organisation as it was, with the same rows."""
        then = self.grid.as_was
        return self if then is self.grid else Measuring(self.scorecard, then)

    def measure_all(
        self, window: Window | None = None, only: Collection[str] | None = None
    ) -> dict[str, Measured]:
        """Return every measure by its code, over its own window or over another one.

        `only` names some measures; those that their formulas name come along.
        """
        wanted = self._named_by(only) if only is not None else set(self.order)
        done: dict[str, Measured] = {}
        for name in self.order:
            if name in wanted:
                measure = self.measures[name]
                done[name] = self._measure(measure, self.formulas[name], window, done)
        return {self.measures[name].code: measured for name, measured in done.items()}

    def _named_by(self, codes: Collection[str]) -> set[str]:
        """Return some measures and those that their formulas name, in lower case."""
        wanted = {code.lower() for code in codes}
        for name in reversed(self.order):
            if name in wanted:
                wanted |= {other for other in self.formulas[name].names if other in self.measures}
        return wanted

    def resting_on(self, inputs: Collection[str]) -> list[str]:
        """Return the measures that rest on some inputs, also through other measures."""
        found: set[str] = set()
        for name in self.order:
            own = set(self._names(self.measures[name], self.formulas[name]))
            if own & set(inputs) or found & set(self.formulas[name].names):
                found.add(name)
        return [self.measures[name].code for name in self.order if name in found]

    def inputs_of(self, codes: Collection[str]) -> set[str]:
        """Return the inputs on which some measures rest, also through other measures."""
        named = self._named_by(codes)
        parts = (self._names(self.measures[name], self.formulas[name]) for name in named)
        return {name for names in parts for name in names}

    def tree(self, measure: Measure) -> Tree:
        """Return the organisation in each period of a measure."""
        periods = self.grid.axis(measure.frequency)
        return self.grid.tree(periods, measure.applies_to.activities)

    def applies(self, measure: Measure) -> NDArray[np.bool_]:
        """Return for each row whether a measure applies to it."""
        where = measure.applies_to
        return self.grid.subjects.applying(where.activities, where.kinds)

    def _measure(
        self,
        measure: Measure,
        formula: Formula,
        window: Window | None,
        done: dict[str, Measured],
    ) -> Measured:
        inputs, own, coverage = self._roll_up(measure, formula, window or measure.window)
        others = {name: done[name] for name in formula.names if name not in self.inputs}
        given = inputs | {name: other.result for name, other in others.items()}
        values = evaluate_formula(formula, given)
        for other in others.values():
            coverage = np.fmin(coverage, other.coverage)
        lower, upper, base = _interval(measure, inputs, values)
        periods = self.grid.axis(measure.frequency)
        applies = self.applies(measure)
        exists = self.tree(measure).exists & applies[:, np.newaxis]
        return Measured(periods, applies, exists, values, inputs, own, coverage, lower, upper, base)

    def _roll_up(
        self, measure: Measure, formula: Formula, window: Window
    ) -> tuple[dict[str, Values], dict[str, Values], Floats]:
        """Return the inputs of a measure rolled up, each unit's own, and the coverage."""
        names = self._names(measure, formula)
        tree = self.tree(measure)
        given = {name: self._delivery(self.inputs[name], measure, window) for name in names}
        added = [name for name in names if self.inputs[name].over_units in ("sum", "mean")]
        own = {name: over_time(given[name]) for name in names}
        parts = {name: own[name] for name in names if name not in added}
        coverage = np.full(tree.exists.shape, np.nan)
        if added:
            means = [self.inputs[name].over_units == "mean" for name in added]
            skip = all(self.inputs[name].missing == "skip" for name in added)
            totals, coverage = over_units([given[name] for name in added], means, tree, skip=skip)
            parts |= dict(zip(added, totals, strict=True))
        for name in names:
            if self.inputs[name].over_units == "inherit":
                parts[name] = inherit(parts[name], tree)
        return {name: only_existing(parts[name], tree) for name in names}, own, coverage

    def _names(self, measure: Measure, formula: Formula) -> list[str]:
        """Return the inputs that a measure rests on, each once."""
        names = [name for name in formula.names if name in self.inputs]
        return list(dict.fromkeys([*names, *measure.inputs_beside_formula]))

    def _delivery(self, given: Input, measure: Measure, window: Window) -> Delivery:
        layout = self.grid.layout(given.frequency, measure.frequency, window)
        values = self.grid.values(given.code, layout.columns)
        tree = self.grid.tree(layout.columns, measure.applies_to.activities)
        delivers, money = self.grid.delivers(given.code), given.code in self.money
        return Delivery(values, tree, layout.windows, given.over_time, delivers, money)


def _interval(
    measure: Measure, inputs: dict[str, Values], values: Values
) -> tuple[Floats, Floats, Floats]:
    """Return lower, upper and the number of cases; NaN where there is no value or no such."""
    precision, base = measure.precision, measure.base_input
    known = values.reason == Reason.OK
    if precision is None:
        empty = np.full(known.shape, np.nan)
        cases = empty if base is None else np.where(known, inputs[base].value, np.nan)
        return empty, empty, cases
    count, total = inputs[precision.count].value, inputs[precision.sum].value
    if precision.sum_of_squares is None:
        lower, upper = wilson(total, count, CONFIDENCE)
    else:
        squares = inputs[precision.sum_of_squares].value
        lower, upper = mean_interval(count, total, squares, CONFIDENCE)
    lower, upper = (np.where(known, end * precision.scale, np.nan) for end in (lower, upper))
    return lower, upper, count
