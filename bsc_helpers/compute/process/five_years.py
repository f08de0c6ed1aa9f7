"""The trend of the five most recent years, as the English public-health profiles print it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.compute.process.checks import check_polarity, checked_series
from bsc_helpers.model import Polarity

__all__ = [
    "CANNOT_BE_CALCULATED",
    "DECREASING",
    "DECREASING_BETTER",
    "DECREASING_WORSE",
    "INCREASING",
    "INCREASING_BETTER",
    "INCREASING_WORSE",
    "NO_SIGNIFICANT_CHANGE",
    "FiveYears",
    "five_years",
    "five_years_of_proportions",
    "recent_trend",
]

INCREASING, DECREASING = "increasing", "decreasing"
INCREASING_BETTER, INCREASING_WORSE = "increasing_better", "increasing_worse"
DECREASING_BETTER, DECREASING_WORSE = "decreasing_better", "decreasing_worse"
NO_SIGNIFICANT_CHANGE = "no_significant_change"
CANNOT_BE_CALCULATED = "cannot_be_calculated"

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Words: TypeAlias = NDArray[np.str_]
# Slope and chi-squared of each row, from some of the years.
_Fit: TypeAlias = Callable[[Bools], tuple[Floats, Floats]]

_YEARS: Final = 5
_TIME: Final = np.arange(1.0, _YEARS + 1)
_WIDTH_OF_INTERVAL: Final = 3.92  # standard errors from the lower to the upper limit of 95 %
_SIGNIFICANT: Final = 9.549536  # chi-squared, one degree of freedom, two-sided 0.2 %

_WORDS: Final[dict[Polarity, tuple[str, str]]] = {
    "higher_is_better": (INCREASING_BETTER, DECREASING_WORSE),
    "lower_is_better": (INCREASING_WORSE, DECREASING_BETTER),
    "in_range": (INCREASING, DECREASING),
    "neutral": (INCREASING, DECREASING),
}


@dataclass(frozen=True, eq=False)
class FiveYears:
    """The trend of each row over its five most recent years.

    Attributes
    ----------
    slope
        The change from one year to the next, of proportions in units of 1; NaN where it cannot be
        calculated.
    chi_squared
        How clear it is, with one degree of freedom; NaN likewise.
    direction
        +1 rising, −1 falling, 0 no significant change or not calculable.
    """

    slope: Floats
    chi_squared: Floats
    direction: NDArray[np.int8]

    @property
    def is_calculable(self) -> Bools:
        """Whether all five years are there."""
        return ~np.isnan(self.chi_squared)


def five_years(values: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> FiveYears:
    """Return whether yearly values with their margins of error rise or fall, over five years.

    A straight line is fitted, each year with the weight 1/SE² and SE = (upper − lower)/3.92. The
    trend is significant if χ² > 9.549536 (two-sided 0.2 %) and the slopes of all six lines have
    one sign: of all five years, and without each of them in turn.

    Parameters
    ----------
    values
        Rows × years in the order of time; the last five are used. NaN is missing: a broken series
        cannot be calculated.
    lower, upper
        The limits of the 95 % interval of each value; a year without a positive width is missing.

    Raises
    ------
    ParameterError
        When the values are not rows × years.

    References
    ----------
    Office for Health Improvement and Disparities, Fingertips, Recent trends: user guide.
    """
    numbers, low, high = (_last_years(each) for each in (values, lower, upper))
    error = (high - low) / _WIDTH_OF_INTERVAL
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = np.where(error > 0, error**-2.0, np.nan)

    def fit(kept: Bools) -> tuple[Floats, Floats]:
        w, v, t = weight[:, kept], numbers[:, kept], _TIME[kept]
        sum_w, sum_wt = w.sum(axis=1), (w * t).sum(axis=1)
        whole = sum_w * (w * t**2).sum(axis=1) - sum_wt**2
        slope = (sum_w * (w * v * t).sum(axis=1) - sum_wt * (w * v).sum(axis=1)) / whole
        return slope, slope**2 * whole / sum_w

    return _trend(fit)


def five_years_of_proportions(counts: ArrayLike, bases: ArrayLike) -> FiveYears:
    """Return whether yearly proportions rise or fall over five years (Cochran–Armitage).

    The trend is significant under the same two conditions as for :func:`five_years`.

    Parameters
    ----------
    counts
        Rows × years in the order of time: how many of the base; the last five are used, NaN is
        missing.
    bases
        How many there are in all; a year without any, or with a count that is not from 0 to the
        base, is missing.

    Raises
    ------
    ParameterError
        When the counts are not rows × years.

    References
    ----------
    Armitage (1955), Tests for linear trends in proportions and frequencies, Biometrics 11, 375-386.
    """
    count, base = _last_years(counts), _last_years(bases)
    possible = (base > 0) & (count >= 0) & (count <= base)
    count, base = np.where(possible, count, np.nan), np.where(possible, base, np.nan)

    def fit(kept: Bools) -> tuple[Floats, Floats]:
        c, n, t = count[:, kept], base[:, kept], _TIME[kept]
        sum_c, sum_n, sum_nt = c.sum(axis=1), n.sum(axis=1), (n * t).sum(axis=1)
        whole = sum_n * (n * t**2).sum(axis=1) - sum_nt**2
        rise = sum_n * (c * t).sum(axis=1) - sum_c * sum_nt
        spread = sum_c * (sum_n - sum_c) * whole
        # None or all in every year: no trend, and no division by the spread that is not there.
        chi_squared = np.divide(sum_n * rise**2, spread, out=0 * spread, where=spread != 0)
        return rise / whole, chi_squared

    return _trend(fit)


def _last_years(values: ArrayLike) -> Floats:
    """Return the last five years, with missing ones before the first."""
    numbers = checked_series(values)
    lacking = max(0, _YEARS - numbers.shape[1])
    return np.pad(numbers, ((0, 0), (lacking, 0)), constant_values=np.nan)[:, -_YEARS:]


def _trend(fit: _Fit) -> FiveYears:
    slope, chi_squared = fit(np.ones(_YEARS, dtype=np.bool_))
    # The sign is that of the fit, whichever it is: a significant rise is never called a fall.
    signs = [np.sign(slope)]
    signs += [np.sign(fit(left_out != _TIME)[0]) for left_out in _TIME]
    is_significant = (chi_squared > _SIGNIFICANT) & (np.abs(np.sum(signs, axis=0)) == len(signs))
    direction = np.where(is_significant, signs[0], 0).astype(np.int8)
    return FiveYears(slope, chi_squared, direction)


def recent_trend(trend: FiveYears, polarity: Polarity) -> Words:
    """Return the trend of each row in the words of Fingertips.

    Parameters
    ----------
    trend
        Of five years.
    polarity
        Which direction is better.

    Returns
    -------
    Words
        *increasing_better*, *increasing_worse*, *decreasing_better*, *decreasing_worse*; where no
        direction is better *increasing*, *decreasing*; *no_significant_change*; and
        *cannot_be_calculated* where a year is missing.

    Raises
    ------
    ParameterError
        For an unknown polarity.
    """
    check_polarity(polarity)
    rising, falling = _WORDS[polarity]
    return np.select(
        [~trend.is_calculable, trend.direction > 0, trend.direction < 0],
        [CANNOT_BE_CALCULATED, rising, falling],
        default=NO_SIGNIFICANT_CHANGE,
    )
