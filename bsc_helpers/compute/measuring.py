"""Each measure's value for every unit and period: inputs over time, over units, formula."""

from __future__ import annotations

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
    exists
        Units × periods: whether the unit exists in the period.
    result
        Units × periods, in the unit of measure.
    inputs
        What was put into the formula, rolled up to each unit and window.
    own
        What each unit delivered of the inputs by itself.
    coverage
        Units × periods: the share of the delivering units below whose figures are there.
    lower, upper, base
        The 95 % interval and the number of answers, for a measure from a sample; else NaN.
    """

    periods: tuple[Period, ...]
    exists: NDArray[np.bool_]
    result: Values
    inputs: dict[str, Values]
    own: dict[str, Values]
    coverage: Floats
    lower: Floats
    upper: Floats
    base: Floats


class Measuring:
    """Computes the measures of one scorecard, each after those that its formula names."""

    def __init__(self, scorecard: Scorecard, grid: Grid) -> None:
        self.grid = grid
        self.measures = {measure.code.lower(): measure for measure in scorecard.measures}
        self.inputs = grid.given
        self.formulas = {
            name: parse_formula(measure.formula) for name, measure in self.measures.items()
        }
        self._trees: dict[tuple[Period, Period], Tree] = {}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The measures, in lower case, each after those that its formula names."""
        return order_of(self.formulas)

    def measure_all(self, window: Window | None = None) -> dict[str, Measured]:
        """Return every measure by its code, over its own window or over another one."""
        done: dict[str, Measured] = {}
        for name in self.order:
            measure = self.measures[name]
            done[name] = self._measure(measure, self.formulas[name], window, done)
        return {self.measures[name].code: measured for name, measured in done.items()}

    def tree(self, measure: Measure) -> Tree:
        """Return the organisation in each period of a measure."""
        return self._tree(self.grid.axis(measure.frequency))

    def _tree(self, periods: tuple[Period, ...]) -> Tree:
        key = (periods[0], periods[-1])
        if key not in self._trees:
            self._trees[key] = self.grid.tree(periods)
        return self._trees[key]

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
        periods, exists = self.grid.axis(measure.frequency), self.tree(measure).exists
        return Measured(periods, exists, values, inputs, own, coverage, lower, upper, base)

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
        coverage = np.full(tree.parents.shape, np.nan)
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
        return Delivery(
            values,
            self._tree(layout.columns),
            layout.windows,
            given.over_time,
            self.grid.delivers(given.code),
        )


def _interval(
    measure: Measure, inputs: dict[str, Values], values: Values
) -> tuple[Floats, Floats, Floats]:
    """Return lower, upper and the number of answers; NaN where there is no value."""
    precision = measure.precision
    known = values.reason == Reason.OK
    if precision is None:
        empty = np.full(known.shape, np.nan)
        return empty, empty, empty
    count, total = inputs[precision.count].value, inputs[precision.sum].value
    if precision.sum_of_squares is None:
        lower, upper = wilson(total, count, CONFIDENCE)
    else:
        squares = inputs[precision.sum_of_squares].value
        lower, upper = mean_interval(count, total, squares, CONFIDENCE)
    lower, upper = (np.where(known, end * precision.scale, np.nan) for end in (lower, upper))
    return lower, upper, count
