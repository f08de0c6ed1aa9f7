"""Which points of a series are signals, and by which rule.

The available points of all rows lie behind one another in one flat array; *fresh* marks those at
which a segment begins. A gap in a row is so passed over: the neighbour of a point is the last
available one before it in the same segment.

A signal is one of eight bits: for each rule one bit for up (high, or rising) and one for down. All
rules that apply to a point are kept, because a rising trend may still lie below the lower limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.process.rules import (
    NONE,
    OUTSIDE,
    SHIFT,
    TREND,
    TWO_OF_THREE,
    Rules,
)

__all__ = ["DOWN", "RULE_OF", "SIDE_OF", "UP", "Points", "long_stretches", "sign_of", "signals_of"]

Bits: TypeAlias = NDArray[np.uint8]
Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Signs: TypeAlias = NDArray[np.int8]

UP: Final = np.uint8(0b01010101)
DOWN: Final = np.uint8(0b10101010)

# Values are computed in binary: two that differ by so little, for their size, are the same.
_SAME = 1e-12


def _bit(rule: int, *, up: bool) -> int:
    return (1 if up else 2) << 2 * (rule - 1)


def _named_first() -> tuple[Signs, Signs]:
    """Return for each of the 256 sets of signals the rule that is named, and its direction.

    Where the same rule points both ways, at the peak between two trends, up is named.
    """
    rule_of, side_of = np.zeros(256, dtype=np.int8), np.zeros(256, dtype=np.int8)
    every = np.arange(256)
    for rule in (SHIFT, TWO_OF_THREE, TREND, OUTSIDE):  # the first to be named is written last
        for side in (-1, 1):
            there = (every & _bit(rule, up=side > 0)) != NONE
            rule_of[there], side_of[there] = rule, side
    return rule_of, side_of


RULE_OF, SIDE_OF = _named_first()


@dataclass(frozen=True, eq=False)
class Points:
    """The available points of all rows, behind one another, with their limits.

    Attributes
    ----------
    values, centre, sigma, lower, upper
        NaN limits where the segment has too few points; such a point is no signal.
    fresh
        True at the first point of each segment of each row.
    """

    values: Floats
    centre: Floats
    sigma: Floats
    lower: Floats
    upper: Floats
    fresh: Bools


def signals_of(points: Points, rules: Rules) -> Bits:
    """Return the signals of each point."""
    found = np.zeros(points.values.shape, dtype=np.uint8)
    side = sign_of(points.values, points.centre)
    if rules.outside:
        _add(found, OUTSIDE, _outside(points))
    if rules.trends:
        for up in (True, False):
            found[_in_trend(points, rules.trend, up=up)] |= np.uint8(_bit(TREND, up=up))
    if rules.two_of_three:
        _add(found, TWO_OF_THREE, side * _two_of_three(points, side))
    if rules.runs:
        _add(found, SHIFT, side * long_stretches(side, points.fresh, rules.run))
    found[np.isnan(points.centre)] = NONE
    return found


def _add(found: Bits, rule: int, signs: Signs) -> None:
    found[signs > 0] |= np.uint8(_bit(rule, up=True))
    found[signs < 0] |= np.uint8(_bit(rule, up=False))


def sign_of(first: Floats, second: Floats) -> Signs:
    """Return +1 where the first is larger, −1 where it is smaller, 0 where they are the same.

    Zero too where one of them is missing.
    """
    difference = first - second
    same = _SAME * np.maximum(np.abs(first), np.abs(second))
    return (difference > same).astype(np.int8) - (difference < -same).astype(np.int8)


def _outside(points: Points) -> Signs:
    above = sign_of(points.values, points.upper) > 0
    below = sign_of(points.values, points.lower) < 0
    return above.astype(np.int8) - below.astype(np.int8)


def long_stretches(signs: Signs, fresh: Bools, fewest: int) -> Bools:
    """Return which points lie in a stretch of at least so many equal signs; zero is no sign."""
    starts = fresh.copy()
    starts[1:] |= signs[1:] != signs[:-1]
    lengths = np.diff(np.flatnonzero(starts), append=signs.size)
    is_long: Bools = np.repeat(lengths >= fewest, lengths) & (signs != 0)
    return is_long


def _in_trend(points: Points, fewest: int, *, up: bool) -> Bools:
    """Return which points lie in a trend: both ends of each of its steps do."""
    step = np.zeros(points.values.shape, dtype=np.int8)
    step[1:] = sign_of(points.values[1:], points.values[:-1])
    step[points.fresh] = 0
    ends = long_stretches(step, points.fresh, fewest - 1) & ((step > 0) == up)
    found: Bools = ends.copy()
    found[:-1] |= ends[1:]
    return found


def _two_of_three(points: Points, side: Signs) -> Bools:
    """Return the points beyond two sigma in threes of one side that hold at least two such."""
    reach = points.centre + side * 2 * points.sigma
    beyond = (side != 0) & (sign_of(points.values, reach) == side)
    together = (side[2:] == side[1:-1]) & (side[1:-1] == side[:-2])
    together &= ~(points.fresh[2:] | points.fresh[1:-1])
    two = (beyond[2:] & beyond[1:-1]) | (beyond[2:] & beyond[:-2]) | (beyond[1:-1] & beyond[:-2])
    found = np.zeros(side.shape, dtype=np.bool_)
    found[2:] |= together & two
    found[1:-1] |= together & two
    found[:-2] |= together & two
    marked: Bools = found & beyond
    return marked
