"""How a value stands against its target, attainment and status, and how scores are weighed.

One picture serves all polarities: the *borders* of a target are an inner range in which the value
is good and an outer one in which it is a warning; beyond both it is poor. Where higher is better
the ranges are open upwards, where lower is better downwards. A value on a border belongs to the
better side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.model import Polarity, Target

__all__ = [
    "GOOD",
    "NO_DATA",
    "POOR",
    "SUPPRESSED",
    "UNCERTAIN",
    "UNSCORED",
    "WARNING",
    "Borders",
    "attainment",
    "borders_at",
    "borders_of",
    "status",
    "weighted_mean",
    "weighted_reach",
]

GOOD, WARNING, POOR = "good", "warning", "poor"
UNCERTAIN, UNSCORED, NO_DATA = "uncertain", "unscored", "no_data"
SUPPRESSED = "suppressed"

# Values are computed in binary: one that misses a border by so little stands on it.
_ON_BORDER = 1e-12

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Borders:
    """The borders between the statuses, for one value or for an array of values.

    Attributes
    ----------
    low, high
        Good from `low` to `high`, both included; an open side is −∞ or ∞; NaN without a target.
    warning_low, warning_high
        Warning from `warning_low` to `warning_high`, both included; the same as `low` and `high`
        where there is no warning border.
    """

    low: ArrayLike
    high: ArrayLike
    warning_low: ArrayLike
    warning_high: ArrayLike


_NO_TARGET = Borders(np.nan, np.nan, np.nan, np.nan)


def borders_of(target: Target, polarity: Polarity) -> Borders:
    """Return the borders that a target sets; none where the polarity has no judgement.

    A target that lacks what its polarity needs (see :func:`check_target`) sets none either.
    """
    low = high = warning_low = warning_high = None
    if polarity == "higher_is_better":
        low, warning_low = target.value, target.warning
        high = warning_high = np.inf
    elif polarity == "lower_is_better":
        high, warning_high = target.value, target.warning
        low = warning_low = -np.inf
    elif polarity == "in_range":
        low, high = target.low, target.high
        warning_low, warning_high = target.warning_low, target.warning_high
    if low is None or high is None:
        return _NO_TARGET
    return Borders(
        low,
        high,
        low if warning_low is None else warning_low,
        high if warning_high is None else warning_high,
    )


def borders_at(borders: Sequence[Borders], which: ArrayLike) -> Borders:
    """Return the borders of many values, each with its own target.

    Parameters
    ----------
    borders
        The borders of each target, one number each.
    which
        For each value the place of its target in `borders`; −1 = it has no target.
    """
    table = np.array([astuple(each) for each in (*borders, _NO_TARGET)], dtype=np.float64)
    return Borders(*np.moveaxis(table[np.asarray(which, dtype=np.intp)], -1, 0))


def attainment(value: ArrayLike, borders: Borders) -> Floats:
    """Return how far a target is reached, in percent: 100 on the target, more when better.

    With a single target it is ``100·(1 + p·(value − target)/|target|)``, where p is +1 when
    higher and −1 when lower is better. With a range it is 100 inside, and outside
    ``100·(1 − distance/|nearest border|)``. NaN where the value or the target is missing, or
    where the target is zero: then nothing can be said in percent.
    """
    numbers, low, high = _floats(value, borders.low, borders.high)
    with np.errstate(all="ignore"):
        beyond_low, beyond_high = numbers - low, high - numbers
        nearest = np.where(beyond_low <= beyond_high, low, high)
        reached = 100 * (1 + np.minimum(beyond_low, beyond_high) / np.abs(nearest))
    is_range = np.isfinite(low) & np.isfinite(high)
    inside = is_range & (beyond_low >= 0) & (beyond_high >= 0)
    return np.where(inside, 100.0, np.where(np.isfinite(reached), reached, np.nan))


def status(
    value: ArrayLike, borders: Borders, lower: ArrayLike = np.nan, upper: ArrayLike = np.nan
) -> NDArray[np.object_]:
    """Return the status of each value: good, warning, poor, uncertain, unscored or no_data.

    Parameters
    ----------
    value
        NaN where it is missing: *no_data*.
    borders
        NaN where there is no target: *unscored*.
    lower, upper
        The interval in which the value lies with its stated confidence, NaN where there is none.
        A border strictly inside it makes the status *uncertain*.
    """
    numbers, low, high, warning_low, warning_high = _floats(value, *astuple(borders))
    first_that_holds = [
        np.isnan(numbers),
        np.isnan(low),
        _holds_border(_floats(lower, upper, low, high, warning_low, warning_high)),
        _at_least(numbers, low) & _at_least(high, numbers),
        _at_least(numbers, warning_low) & _at_least(warning_high, numbers),
    ]
    words = np.array([NO_DATA, UNSCORED, UNCERTAIN, GOOD, WARNING, POOR], dtype=object)
    which = np.select(first_that_holds, [*map(np.int8, range(5))], default=np.int8(5))
    return np.asarray(words[which], dtype=object)


def _holds_border(arrays: tuple[Floats, ...]) -> NDArray[np.bool_]:
    lower, upper, *borders = arrays
    known = np.isfinite(lower) & np.isfinite(upper)
    if not known.any():
        return known
    inside = [~_at_least(lower, border) & ~_at_least(border, upper) for border in borders]
    return np.logical_and(known, np.logical_or.reduce(inside))


def _at_least(first: Floats, second: Floats) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):  # an open side lies at infinity
        near = np.abs(first - second) <= _ON_BORDER * (
            1 + np.abs(np.where(np.isfinite(second), second, 0))
        )
    return (first >= second) | near


def _floats(*arrays: ArrayLike) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in arrays))


def weighted_mean(scores: ArrayLike, weights: ArrayLike, axis: int = -1) -> tuple[Floats, Floats]:
    """Return the weighted mean of what is available, and the share of the weight behind it.

    Parameters
    ----------
    scores
        NaN where missing; missing is never zero.
    weights
        Not negative; in a shape that broadcasts to that of `scores`.
    axis
        The axis over which the mean is taken.

    Returns
    -------
    mean, coverage
        ``Σ w·s / Σ w`` over the available, and ``Σ w (available) / Σ w (all)`` from 0 to 1.
        NaN and 0 where nothing with a weight is available.
    """
    points, weight = _floats(scores, weights)
    there = ~np.isnan(points)
    available = np.where(there, weight, 0.0)
    behind = available.sum(axis=axis)
    total = (available * np.where(there, points, 0.0)).sum(axis=axis)
    with np.errstate(all="ignore"):
        mean, coverage = total / behind, behind / weight.sum(axis=axis)
    return np.where(behind > 0, mean, np.nan), np.where(behind > 0, coverage, 0.0)


def weighted_reach(
    reach: ArrayLike, scores: ArrayLike, weights: ArrayLike, axis: int = -1
) -> Floats:
    """Return how far the interval of a weighted mean reaches to one side of it.

    ``√Σ (w·d)² / Σ w`` over the available scores, where d is how far the interval of each reaches
    to that side: the square-and-add of variance estimates recovered from confidence limits. It
    holds for parts whose errors are independent; where the same people answered for several, the
    true interval is wider.

    Parameters
    ----------
    reach
        0 where a score is certain; NaN where nobody knows how far: then the mean has none either.
    scores, weights, axis
        As in `weighted_mean`.

    References
    ----------
    Zou and Donner (2008), Construction of confidence limits about effect measures: a general
    approach, Statistics in Medicine 27, 1693-1702.
    """
    distance, points, weight = _floats(reach, scores, weights)
    available = np.where(np.isnan(points), 0.0, weight)
    taking = np.where(available > 0, distance, 0.0)
    behind = available.sum(axis=axis)
    with np.errstate(all="ignore"):
        found = np.sqrt(((available * taking) ** 2).sum(axis=axis)) / behind
    return np.where(behind > 0, found, np.nan)
