"""Lead and lag of one unit alone, where there are too few units to hold against each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from bsc_helpers.compute.leadlag.correlations import lag_correlations
from bsc_helpers.compute.leadlag.filters import surprises

__all__ = ["SingleTest", "detrended", "effective_size", "series_test", "width_of_bands"]

Floats = NDArray[np.float64]
CONFIDENCE = 0.95
_NOISE = 1e-12  # of the largest value: what rounding alone leaves
_MOST_MEMORY = 10  # past periods, or a tenth of the series if that is less


@dataclass(frozen=True, eq=False)
class SingleTest:
    """One series against another one.

    Attributes
    ----------
    r, z, error, points
        For each lag the correlation of surprises, atanh r in standard errors, the standard error,
        and the periods.
    p
        Of the strongest lag, corrected for all lags that were tried (Šidák).
    critical
        The width, in standard errors, of bands that hold for all lags together.
    orders
        Past periods that tell something of the driver, and of the outcome.
    used
        Periods with a surprise of both.
    x, y
        The surprises, by period.
    """

    r: Floats
    z: Floats
    error: Floats
    points: Floats
    p: float
    critical: float
    orders: tuple[int, int]
    used: int
    x: Floats
    y: Floats


def series_test(driver: Floats, outcome: Floats, window: int, per_year: int = 1) -> SingleTest:
    """Test one unit's series: trend and season out, own past out of both, then every lag.

    Parameters
    ----------
    driver, outcome
        One value a period, NaN = missing.
    window
        K: the longest lag; lags −K to K are tried.
    per_year
        The periods of a year, for the season; 1 = no season.
    """
    most = max(1, min(_MOST_MEMORY, len(driver) // 10))
    filtered = [surprises(detrended(s, per_year)[np.newaxis], most) for s in (driver, outcome)]
    (x, x_order), (y, y_order) = filtered
    r, n = (each[0, 0, 0] for each in lag_correlations(x[np.newaxis], y[np.newaxis], window))
    # Of Fisher's z, without what trend and seasons have used up: one for each period of a year.
    free = n - 3 - per_year
    error = 1 / np.sqrt(np.where(free > 0, free, np.nan))
    z = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12)) / error
    tried = int((~np.isnan(z)).sum())
    p = np.nan
    critical = np.nan
    if tried:
        smallest = 2 * stats.norm.sf(np.nanmax(np.abs(z)))
        p = float(-np.expm1(tried * np.log1p(-min(smallest, 1 - 1e-16))))
        critical = width_of_bands(tried)
    used = int((~np.isnan(x) & ~np.isnan(y)).sum())
    return SingleTest(r, z, error, n, p, critical, (x_order, y_order), used, x[0], y[0])


def width_of_bands(tries: int) -> float:
    """Return the width, in standard errors, of bands that hold for so many tries together."""
    return float(stats.norm.isf((1 - CONFIDENCE ** (1 / tries)) / 2))


def detrended(series: Floats, per_year: int = 1) -> Floats:
    """Return a series without its straight trend and the means of its seasons.

    Where nothing but rounding is left, that is nothing.
    """
    time = np.arange(len(series), dtype=float)
    seasons = np.eye(per_year)[np.arange(len(series)) % per_year][:, 1:]
    design = np.column_stack([np.ones(len(series)), time, seasons])
    there = ~np.isnan(series)
    fitted = np.linalg.lstsq(design[there], series[there], rcond=None)[0]
    left: Floats = series - design @ fitted
    rounding = np.abs(series[there]).max(initial=0.0) * _NOISE
    return left if np.abs(left[there]).max(initial=0.0) > rounding else left * 0.0


def effective_size(x: Floats, y: Floats) -> float:
    """Return how many independent periods a correlation of two series is worth.

    1/n* = 1/n + 2/n · Σ (n−j)/n · r_xx(j) r_yy(j) over lags j up to n/5 (Bartlett 1946; Bayley and
    Hammersley 1946; Pyper and Peterman 1998). Never more than n.
    """
    n = len(x)
    lags = range(1, n // 5 + 1)
    own = [[_autocorrelation(series, lag) for lag in lags] for series in (x, y)]
    parts = ((n - j) / n * a * b for j, a, b in zip(lags, *own, strict=True))
    share = 1 / n + 2 / n * sum(parts)
    return min(float(n), 1 / share) if share > 0 else float(n)


def _autocorrelation(series: Floats, lag: int) -> float:
    off = series - series.mean()
    return float(off[lag:] @ off[: len(off) - lag] / (off @ off))
