"""Correlations of each unit at every lag, for many pairs of measures at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["lag_correlations"]

Floats = NDArray[np.float64]


def lag_correlations(driver: Floats, outcome: Floats, window: int) -> tuple[Floats, Floats]:
    """Return how each unit's drivers and outcomes go together at every lag from −K to K.

    At lag k the driver is taken k periods before the outcome. Only periods count in which both are
    there; means and spreads are those of these periods.

    Parameters
    ----------
    driver, outcome
        Measures × units × periods, NaN = missing.
    window
        K: the longest lag, in periods.

    Returns
    -------
    Correlations and numbers of periods, each drivers × outcomes × units × lags; NaN where there
    are fewer than two periods, or no variation in them.
    """
    shape = (len(driver), len(outcome), driver.shape[1], 2 * window + 1)
    r, n = np.full(shape, np.nan), np.zeros(shape)
    # Centred before, so that sums of squares lose no digits.
    by_unit = [np.swapaxes(_centred(each), 0, 1) for each in (driver, outcome)]
    periods = driver.shape[-1]
    for place, lag in enumerate(range(-window, window + 1)):
        if abs(lag) < periods:
            x, y = by_unit[0][..., : periods - lag], by_unit[1][..., lag:]
            if lag < 0:
                x, y = by_unit[0][..., -lag:], by_unit[1][..., : periods + lag]
            r[..., place], n[..., place] = _correlations(x, y)
    return r, n


def _centred(values: Floats) -> Floats:
    count = np.maximum((~np.isnan(values)).sum(axis=-1, keepdims=True), 1)
    centred: Floats = values - np.nansum(values, axis=-1, keepdims=True) / count
    return centred


def _correlations(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return correlations and counts, drivers × outcomes × units, from units × measures × time."""
    here, there = (~np.isnan(each) for each in (x, y))
    if here.all() and there.all():
        n = np.array(float(x.shape[-1]))
        covered = (_products(_without_mean(x), _without_mean(y)), *_squares(x, y))
    else:
        n, covered = _with_gaps(x, y, here.astype(float), there.astype(float))
    product, x_squares, y_squares = covered
    with np.errstate(divide="ignore", invalid="ignore"):
        r = product / np.sqrt(x_squares * y_squares)
    r[~np.isfinite(r)] = np.nan
    r = np.clip(r, -1.0, 1.0)
    return np.moveaxis(r, 0, -1), np.moveaxis(np.broadcast_to(n, r.shape), 0, -1)


def _without_mean(values: Floats) -> Floats:
    centred: Floats = values - values.mean(axis=-1, keepdims=True)
    return centred


def _products(x: Floats, y: Floats) -> Floats:
    product: Floats = x @ np.swapaxes(y, -1, -2)
    return product


def _squares(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return sums of squares that broadcast to units × drivers × outcomes; 0 = no variation."""
    found = []
    for each in (x, y):
        squares = (_without_mean(each) ** 2).sum(axis=-1)
        found.append(np.where(squares > _least(each), squares, 0.0))
    return found[0][..., :, np.newaxis], found[1][..., np.newaxis, :]


def _least(values: Floats) -> Floats:
    """Return the sum of squares that rounding alone could leave."""
    largest: Floats = np.abs(values).max(axis=-1) ** 2 * values.shape[-1] * 1e-24
    return largest


def _with_gaps(
    x: Floats, y: Floats, here: Floats, there: Floats
) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
    """Return the count, and the sums of products and squares, over the periods with both."""
    x, y = np.where(here > 0, x, 0.0), np.where(there > 0, y, 0.0)
    n = _products(here, there)
    count = np.maximum(n, 1.0)
    x_sum, y_sum = _products(x, there), _products(here, y)
    product = _products(x, y) - x_sum * y_sum / count
    squares = []
    for whole, total in ((_products(x**2, there), x_sum), (_products(here, y**2), y_sum)):
        own = whole - total**2 / count
        squares.append(np.where(own > whole * 1e-12, own, 0.0))
    return n, (np.where(n > 1, product, 0.0), squares[0], squares[1])
