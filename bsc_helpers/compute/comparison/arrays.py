"""What every comparison rests on: arrays of numbers, their places, and which clearly exceed."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

__all__ = ["Bools", "Floats", "exceeds", "floats", "places", "quantiles"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

# Values are computed in binary: two that differ by so little, in relation to both, are equal.
_EQUAL = 1e-12


def floats(*arrays: ArrayLike) -> tuple[Floats, ...]:
    """Return arrays of numbers in one common shape."""
    return np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in arrays))


def exceeds(first: ArrayLike, second: ArrayLike) -> Bools:
    """Return where a number is clearly greater than another; nowhere that one is NaN."""
    greater, less = floats(first, second)
    with np.errstate(invalid="ignore"):
        room = _EQUAL * (np.abs(greater) + np.abs(less))
        # An infinite room leaves no difference to see; the plain order is then the right one.
        apart = np.where(np.isinf(room), greater > less, greater - less > room)
    return np.asarray(apart, dtype=np.bool_)


def places(values: Floats, ties: Literal["min", "max", "average"]) -> Floats:
    """Return each number's place from the lowest, counted from 1, in its column.

    Parameters
    ----------
    values
        Units, or units × columns; NaN gets no place and takes none.
    ties
        Which of the places that equal numbers share is given to all of them.
    """
    ranked = pd.DataFrame(values).rank(method=ties).to_numpy(dtype=np.float64)
    return ranked.reshape(values.shape)


def quantiles(values: Floats, *shares: float) -> tuple[Floats, ...]:
    """Return the numbers below which given shares of each column lie; NaN is left out.

    By the straight line between neighbours at place ``1 + (k − 1)·share`` of the `k` numbers in
    order: type 7 of Hyndman and Fan (1996), Sample quantiles in statistical packages, The American
    Statistician 50, 361-365. NaN where a column holds no number.

    Parameters
    ----------
    values
        Units, or units × columns; the result has one number for each column.
    shares
        From 0 to 1.
    """
    if not len(values):
        return tuple(np.full(values.shape[1:], np.nan) for _ in shares)
    in_order = np.sort(values, axis=0)  # NaN comes last
    last = np.maximum((~np.isnan(values)).sum(axis=0) - 1, 0)
    return tuple(_at(in_order, share * last) for share in shares)


def _at(in_order: Floats, place: Floats) -> Floats:
    """Return what stands at places between rows, counted from 0."""
    row = np.floor(place)
    below, above = (
        np.take_along_axis(in_order, each.astype(np.intp)[np.newaxis], axis=0)[0]
        for each in (row, np.ceil(place))
    )
    between: Floats = below + (above - below) * (place - row)
    return between
