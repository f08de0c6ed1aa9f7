"""Each unit beside those of its kind: what is usual among them, and whether it lies outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bsc_helpers.compute.comparison import (
    NOT_COMPARED,
    Interval,
    Kind,
    compare,
    expected_alarms,
    funnel,
    mean_interval,
    ranks,
    rate_interval,
    shrunken,
    widened,
    wilson,
)
from bsc_helpers.compute.comparison.scales import SCALES
from bsc_helpers.compute.measuring import CONFIDENCE, Measured
from bsc_helpers.model import Cases, Measure, Polarity, Precision, Reason

__all__ = ["FEWEST_COMPARED", "Beside", "beside"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

FEWEST_COMPARED = 5
_RANK_DRAWS = 1000
_ALARM_DRAWS = 200
_ERRORS_IN_HALF = 1.96  # standard errors from the middle to the end of a 95 % interval


@dataclass(frozen=True, eq=False)
class Beside:
    """One measure in one period, for every row; NaN, 0 or ``not_compared`` where nothing is told.

    Attributes
    ----------
    units
        How many units of the kind have a value, the row's own among them.
    value, size
        The value, and the number of cases (or the size of the unit) that it is made of.
    lower, upper
        The 95 % interval of the value by itself, also where all cases were counted.
    centre
        The value of all units of the kind together; of measures that are no ratio of sums, their
        mean.
    lower_95, upper_95, lower_998, upper_998
        Within which the value of a unit of this size usually lies.
    outside
        0 within the inner limits, ±1 between them, ±2 beyond the outer ones; + is above.
    side
        The value against the centre by its own interval: better, similar, worse, higher, lower.
    rank, rank_low, rank_high, worst_quarter
        The place by polarity, its 95 % interval, and the probability of the worst quarter.
    shrunken
        The value drawn towards the centre, as far as it rests on few cases.
    alarm
        The probability that chance alone takes the value beyond the outer limits.
    """

    units: Numbers
    value: Floats
    size: Floats
    lower: Floats
    upper: Floats
    centre: Floats
    lower_95: Floats
    upper_95: Floats
    lower_998: Floats
    upper_998: Floats
    outside: NDArray[np.int8]
    side: NDArray[np.str_]
    rank: Floats
    rank_low: Floats
    rank_high: Floats
    worst_quarter: Floats
    shrunken: Floats
    alarm: Floats


def beside(
    measure: Measure, measured: Measured, column: int, kinds: Numbers, generator: Generator
) -> Beside:
    """Hold every unit against those of its kind in one period.

    A value on part of the figures takes no part. At least five units of a kind are needed.

    Parameters
    ----------
    column
        The period, by its number in `measured`.
    kinds
        For each row the number of its kind (`kinds_of`).
    generator
        For the simulation of places and of what chance alone gives.
    """
    found: dict[str, Any] = _nothing(len(kinds))
    parts = _Parts.of(measure, measured, column)
    for rows in _groups(kinds, ~np.isnan(parts.total)):
        for name, values in parts.taken(rows).told(measure, generator).items():
            found[name][rows] = values
    return Beside(**found)


def _groups(kinds: Numbers, there: NDArray[np.bool_]) -> Iterator[Numbers]:
    """Yield the rows of each kind that has enough units with a value."""
    rows = np.flatnonzero(there)
    order = rows[np.argsort(kinds[rows], kind="stable")]
    cuts = np.flatnonzero(np.diff(kinds[order])) + 1
    yield from (group for group in np.split(order, cuts) if len(group) >= FEWEST_COMPARED)


def _nothing(rows: int) -> dict[str, Any]:
    found: dict[str, Any] = {each.name: np.full(rows, np.nan) for each in fields(Beside)}
    longest = f"<U{len(NOT_COMPARED)}"
    return found | {
        "units": np.zeros(rows, dtype=np.intp),
        "outside": np.zeros(rows, dtype=np.int8),
        "side": np.full(rows, NOT_COMPARED, dtype=longest),
    }


@dataclass(frozen=True, eq=False)
class _Parts:
    """What the values are made of: value = scale × total / count, by row; NaN = takes no part."""

    kind: Kind
    scale: float
    total: Floats
    count: Floats
    squares: Floats | None

    @classmethod
    def of(cls, measure: Measure, measured: Measured, column: int) -> _Parts:
        """Return the parts in one period; of a measure without cases the value itself."""
        result, covered = measured.result, measured.coverage[:, column]
        there = (result.reason[:, column] == Reason.OK) & ~(covered < 1)
        chance = measure.chance
        if chance is None:
            value = np.where(there, result.value[:, column], np.nan)
            return cls("value", 1.0, value, np.ones(len(value)), None)
        total, count = (_input(measured, name, column) for name in (chance.sum, chance.count))
        there &= (count > 0) & _is_possible(chance, total, count)
        squares = chance.sum_of_squares
        return cls(
            chance.kind,
            chance.scale,
            np.where(there, total, np.nan),
            np.where(there, count, np.nan),
            None if squares is None else _input(measured, squares, column),
        )

    def taken(self, rows: Numbers) -> _Parts:
        squares = None if self.squares is None else self.squares[rows]
        return _Parts(self.kind, self.scale, self.total[rows], self.count[rows], squares)

    @property
    def interval(self) -> Interval:
        """The 95 % interval of each value; NaN for one without cases."""
        if self.kind == "proportion":
            return wilson(self.total, self.count, CONFIDENCE)
        if self.kind == "rate":
            return rate_interval(self.total, self.count, CONFIDENCE)
        if self.squares is not None:
            return mean_interval(self.count, self.total, self.squares, CONFIDENCE)
        empty = np.full(self.total.shape, np.nan)
        return Interval(empty, empty)

    def told(self, measure: Measure, generator: Generator) -> dict[str, Any]:
        """Return what is told of the units of one kind, by the names of `Beside`."""
        error = (measure.measurement_error or 0.0) / self.scale
        limits = funnel(self.kind, self.total, self.count, squares=self.squares, error=error)
        bounds = SCALES[self.kind].bounds
        lower, upper = widened(self.interval, limits.value, error, CONFIDENCE, bounds)
        spread = (upper - lower) / (2 * _ERRORS_IN_HALF)
        variance = limits.tau2 / SCALES[self.kind].slope(limits.centre) ** 2
        amounts = {
            "value": limits.value,
            "lower": lower,
            "upper": upper,
            "centre": np.broadcast_to(limits.centre, limits.value.shape),
            "lower_95": limits.lower_95,
            "upper_95": limits.upper_95,
            "lower_998": limits.lower_998,
            "upper_998": limits.upper_998,
            "shrunken": shrunken(limits.value, spread, limits.centre, variance).value,
        }
        return {name: self.scale * amount for name, amount in amounts.items()} | {
            "units": len(self.total),
            "size": np.nan if self.kind == "value" else self.count,
            "outside": limits.outside,
            "side": compare(lower, upper, limits.centre, measure.polarity),
            "alarm": expected_alarms(limits, generator, _ALARM_DRAWS).outside_998,
            **_places(limits.value, spread, measure.polarity, generator),
        }


def _places(
    value: Floats, spread: Floats, polarity: Polarity, generator: Generator
) -> dict[str, Floats]:
    """Return the places with their intervals; none where no direction is better."""
    if polarity not in ("higher_is_better", "lower_is_better"):
        return {}
    found = ranks(value, spread, polarity, generator, _RANK_DRAWS)
    return {
        "rank": found.rank,
        "rank_low": found.low,
        "rank_high": found.high,
        "worst_quarter": found.worst_quarter,
    }


def _input(measured: Measured, name: str, column: int) -> Floats:
    given = measured.inputs[name]
    return np.where(given.reason[:, column] == Reason.OK, given.value[:, column], np.nan)


def _is_possible(chance: Precision | Cases, total: Floats, count: Floats) -> NDArray[np.bool_]:
    """Whether so many of so many can be: a proportion from 0 to 1, events not negative."""
    if chance.kind == "mean":
        return np.isfinite(total)
    with np.errstate(invalid="ignore"):
        possible = total >= 0
        return possible & (total <= count) if chance.kind == "proportion" else possible
