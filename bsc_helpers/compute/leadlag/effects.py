"""What goes with the driver in natural units, and levels of units against changes within them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from bsc_helpers.compute.leadlag.filters import lagged
from bsc_helpers.compute.leadlag.results import Effect
from bsc_helpers.compute.leadlag.within import two_way_within, within_units

__all__ = ["between_units", "driscoll_kraay_p", "natural_effect", "within_over_time"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
FEW_GROUPS = 40  # below it each group is left out once (CRV3), from it on a sandwich (CRV1)
_LEAST_UNITS = 3


def natural_effect(
    driver: Floats, outcome: Floats, groups: Numbers, lag: int, own_past: int
) -> Effect | None:
    """Return what one more of the driver goes with, `lag` periods later.

    The outcome on the driver and the outcome's own past, with means of units and periods taken
    out; errors by group of units. Where the lag is negative the two change places. None where
    nothing can be told.

    Parameters
    ----------
    driver, outcome
        Units × periods in their units of measure, NaN = missing.
    groups
        For each unit the number of its group.
    own_past
        How many past periods of the outcome are held fixed.
    """
    if lag < 0:
        driver, outcome, lag = outcome, driver, -lag
    columns = [outcome, lagged(driver, lag)]
    columns += [lagged(outcome, past) for past in range(1, own_past + 1)]
    there: NDArray[np.bool_] = np.all(~np.isnan(np.stack(columns)), axis=0)
    where = np.where(there, 1.0, np.nan)
    table = np.stack([two_way_within(each * where) for each in columns])
    if there.sum() <= len(columns) + there.any(axis=1).sum() + there.any(axis=0).sum():
        return None
    of = np.broadcast_to(groups[:, np.newaxis], there.shape)[there]
    y, x = table[0][there], table[1:, there].T
    found = _slope_and_error(y, x, of, np.stack(columns), there, groups)
    if found is None:
        return None
    slope, error, count = found
    reach = float(stats.t.ppf(0.975, count - 1)) * error
    rise = float(np.std(x[:, 0]))
    gain = _explained(y, x) - _explained(y, x[:, 1:])
    return Effect(slope, slope - reach, slope + reach, rise, gain, count, int(there.sum()))


def _slope_and_error(
    y: Floats, x: Floats, of: Numbers, columns: Floats, there: NDArray[np.bool_], groups: Numbers
) -> tuple[float, float, int] | None:
    own = np.unique(of)
    varies = x[:, 0].any() and _explained(x[:, 0], x[:, 1:]) < 1 - 1e-9
    if len(own) < _LEAST_UNITS or not varies:
        return None
    if len(own) >= FEW_GROUPS:
        import statsmodels.api as sm  # noqa: PLC0415 - slow to load, and few need it

        fit = sm.OLS(y, x).fit(cov_type="cluster", cov_kwds={"groups": of})
        return float(fit.params[0]), float(fit.bse[0]), len(own)
    whole = _slope(columns, there)
    without = [_slope(columns, there & (groups != g)[:, np.newaxis]) for g in own]
    off = np.array(without) - whole
    return whole, float(np.sqrt((len(own) - 1) / len(own) * (off**2).sum())), len(own)


def _slope(columns: Floats, there: NDArray[np.bool_]) -> float:
    """Return the coefficient of the second column, means of units and periods taken out."""
    table = two_way_within(columns * np.where(there, 1.0, np.nan))
    return float(np.linalg.lstsq(table[1:, there].T, table[0][there], rcond=None)[0][0])


def _explained(y: Floats, x: Floats) -> float:
    """Return the share of the squares of y that x explains, 0–1."""
    whole = float(y @ y)
    if not x.shape[1] or whole <= 0:
        return 0.0
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return 1 - float(left @ left) / whole


def driscoll_kraay_p(driver: Floats, outcome: Floats, lag: int) -> float | None:
    """Return how rare the result is with errors that allow for any shocks shared between units.

    Surprises of the outcome on those of the driver, `lag` periods before; the errors are those of
    Driscoll and Kraay (1998), with as many lags as the fourth root of the periods.
    """
    import statsmodels.api as sm  # noqa: PLC0415 - slow to load, and few need it

    if lag < 0:
        driver, outcome, lag = outcome, driver, -lag
    moved = lagged(driver, lag)
    there = ~np.isnan(moved) & ~np.isnan(outcome)
    time = np.nonzero(there)[1]
    order = np.argsort(time, kind="stable")
    periods = len(np.unique(time))
    if periods < _LEAST_UNITS:
        return None
    kinds = {"time": time[order], "maxlags": int(periods**0.25), "use_correction": False}
    fit = sm.OLS(outcome[there][order], moved[there][order])
    return float(fit.fit(cov_type="nw-groupsum", cov_kwds=kinds).pvalues[0])


def between_units(driver: Floats, outcome: Floats) -> float | None:
    """Return the correlation of the units' means, over the periods with both; None for too few."""
    there = ~np.isnan(driver) & ~np.isnan(outcome)
    kept = there.any(axis=1)
    count = np.maximum(there.sum(axis=1), 1)
    x, y = (np.where(there, each, 0).sum(axis=1) / count for each in (driver, outcome))
    return _correlation(x[kept], y[kept])


def within_over_time(driver: Floats, outcome: Floats) -> float | None:
    """Return the correlation within units over time, without any lag (Bland and Altman 1995)."""
    there = np.where(np.isnan(driver) | np.isnan(outcome), np.nan, 1.0)
    x, y = (within_units(each * there) for each in (driver, outcome))
    known = ~np.isnan(x)
    return _correlation(x[known], y[known])


def _correlation(x: Floats, y: Floats) -> float | None:
    if len(x) < _LEAST_UNITS or np.ptp(x) <= 0 or np.ptp(y) <= 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])
