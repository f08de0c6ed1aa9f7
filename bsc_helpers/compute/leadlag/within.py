"""What a unit does beyond its own level and beyond what all units do in the same period."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "clipped",
    "own_share_within",
    "season_within",
    "two_way_within",
    "weighed_within",
    "within_units",
]

Floats = NDArray[np.float64]
TOLERANCE = 1e-9
_MOST_ROUNDS = 10_000
_ROUNDS = 3  # until weights and variances fit each other
_EPS = 1e-15  # of the largest value: what rounding alone moves
_NOISE = 1e-13  # of the largest value: what rounding alone leaves
_ROBUST = 1.4826  # times the median absolute deviation = a standard deviation, if normal


def weighed_within(values: Floats, width: float) -> tuple[Floats, NDArray[np.intp]]:
    """Return what each unit does by itself, outliers drawn in, and how many of them there were.

    Levels are taken out, and what all units share in a period. What they share is told by the units
    whose values vary little: in a plain mean the swings of a few large units would be taken out of
    all the small ones, which then seem to agree with each other. So each unit counts by one over
    its variance, as in generalised least squares. Outliers are drawn in, and since they have moved
    the means of their periods, these are taken out once more.

    Parameters
    ----------
    values
        … × units × periods, NaN = missing.
    width
        As in `clipped`.
    """
    weights = _weights(values, width)
    drawn, far = clipped(two_way_within(values, weights), width)
    return two_way_within(drawn, weights), far


def own_share_within(values: Floats, width: float) -> tuple[Floats, NDArray[np.intp]]:
    """Return the same as `weighed_within`, with each unit's own part of what all share taken out.

    Where season, trend and shocks hit large units more, one measure for all would leave some of
    them in each unit, so that all agree. So each unit has its own slope on what is shared
    (Pesaran 2006).
    """
    weights = _weights(values, width)
    shared = within_units(values - two_way_within(values, weights))
    own = within_units(values)
    squares = np.nansum(shared**2, axis=-1, keepdims=True)
    products = np.nansum(own * shared, axis=-1, keepdims=True)
    slope = np.divide(products, squares, out=np.zeros_like(squares), where=squares > 0)
    drawn, far = clipped(own - slope * shared, width)
    return two_way_within(drawn, weights), far


def _weights(values: Floats, width: float) -> Floats:
    """Return one over the variance of each unit, … × units; 0 where it has no value."""
    left = two_way_within(values)
    weights = np.ones(values.shape[:-1])
    units = np.maximum((~np.isnan(values)).any(axis=-1).sum(axis=-1, keepdims=True), 1)
    shared = np.zeros_like(units, dtype=float)
    for _ in range(_ROUNDS):
        variance = _variance(clipped(left, width)[0])
        if not shared.any():
            shared = variance.sum(axis=-1, keepdims=True) / units**2
        # The mean of a period, which is taken out, holds a part of the unit itself.
        variance = variance + shared
        weights = np.divide(1.0, variance, out=np.zeros_like(variance), where=variance > 0)
        whole = np.where(np.isnan(values).all(axis=-1), 0.0, weights).sum(axis=-1, keepdims=True)
        shared = np.divide(1.0, whole, out=np.zeros_like(whole), where=whole > 0)
        left = two_way_within(values, weights)
    return weights


def _variance(values: Floats) -> Floats:
    """Return the variance over periods of what has no mean; 0 where there is no value."""
    count = np.maximum((~np.isnan(values)).sum(axis=-1), 1)
    variance: Floats = np.nansum(values**2, axis=-1) / count
    return variance


def two_way_within(values: Floats, weights: Floats | None = None) -> Floats:
    """Return values without the means of units and of periods.

    That takes out levels, and trend, season and shocks that all units share. With gaps the means
    are taken in turn until nothing moves by more than a billionth of the spread that is left. Where
    nothing but rounding is left, that is nothing.

    Parameters
    ----------
    values
        … × units × periods, in any unit of measure; NaN = missing, and stays so.
    weights
        … × units: how much a unit counts in the means of periods; alike when left out.
    """
    there = ~np.isnan(values)
    left = np.where(there, values, 0.0)
    largest = np.abs(left).max(axis=(-2, -1), initial=0.0)
    counts = there.astype(float) if weights is None else there * weights[..., np.newaxis]
    for _ in range(_MOST_ROUNDS):
        moved = _take_out_means(left, there, there, axis=-1)
        moved = np.maximum(moved, _take_out_means(left, there, counts, axis=-2))
        if np.all(moved <= np.maximum(TOLERANCE * _spread(left, there), _EPS * largest)):
            break
    left *= (_spread(left, there) > _NOISE * largest)[..., np.newaxis, np.newaxis]
    return np.where(there, left, np.nan)


def within_units(values: Floats) -> Floats:
    """Return values without the mean of each unit; … × units × periods."""
    there = ~np.isnan(values)
    left = np.where(there, values, 0.0)
    _take_out_means(left, there, there, axis=-1)
    return np.where(there, left, np.nan)


def season_within(values: Floats, per_year: int) -> Floats:
    """Return values without each unit's own season: its mean in the same period of all years.

    Units × periods; the first period is the first of a season.
    """
    left = np.full_like(values, np.nan)
    for season in range(per_year):
        left[:, season::per_year] = within_units(values[:, season::per_year])
    return left


def _take_out_means(
    left: Floats, there: NDArray[np.bool_], counts: NDArray[Any], axis: int
) -> Floats:
    """Take means out of values, in place; return the largest of each matrix."""
    whole = counts.sum(axis=axis, keepdims=True)
    means = (left * counts).sum(axis=axis, keepdims=True) / np.where(whole > 0, whole, 1)
    left -= means
    left *= there
    largest: Floats = np.abs(means).max(axis=(-2, -1), initial=0.0)
    return largest


def _spread(left: Floats, there: NDArray[np.bool_]) -> Floats:
    """Return the standard deviation of what has no mean; of each matrix."""
    count = np.maximum(there.sum(axis=(-2, -1)), 1)
    spread: Floats = np.sqrt((left**2).sum(axis=(-2, -1)) / count)
    return spread


def clipped(values: Floats, width: float) -> tuple[Floats, NDArray[np.intp]]:
    """Return values drawn in where they lie far off for their unit, and how many there were.

    Parameters
    ----------
    values
        … × units × periods, NaN = missing.
    width
        How far from the unit's median, in robust standard deviations (1.4826 × the median absolute
        deviation); a unit without any deviation keeps its values.
    """
    middle = _median(values)
    reach = width * _ROBUST * _median(np.abs(values - middle))
    reach = np.where(reach > 0, reach, np.inf)
    low, high = middle - reach, middle + reach
    far = (values < low) | (values > high)
    return np.clip(values, low, high), np.asarray(far.sum(axis=(-2, -1)), dtype=np.intp)


def _median(values: Floats) -> Floats:
    """Return the median over periods; NaN where a unit has no value."""
    ordered = np.sort(values, axis=-1)  # NaN come last
    count = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    last = np.maximum(count - 1, 0)
    ends = [np.take_along_axis(ordered, each, axis=-1) for each in (last // 2, (last + 1) // 2)]
    middle: Floats = (ends[0] + ends[1]) / 2
    return middle
