"""How sure a figure is: confidence intervals of proportions, counts, rates and means."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri, ndtri, stdtrit

from bsc_helpers.compute.comparison.arrays import Floats, floats
from bsc_helpers.errors import ParameterError

__all__ = [
    "Interval",
    "critical_value",
    "mean_interval",
    "poisson_interval",
    "poisson_limits",
    "rate_interval",
    "widened",
    "wilson",
]

# From so many events on, Byar's approximation stands for the exact limits.
_BYAR_FROM = 10


class Interval(NamedTuple):
    """The limits of an interval; both NaN where it cannot be computed."""

    lower: Floats
    upper: Floats


def wilson(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the interval of a proportion from 0 to 1 by Wilson's score method.

    Parameters
    ----------
    successes
        The number of answers of the kind that is counted.
    n
        The number of all answers.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        NaN where a number is missing, there is no answer, or `successes` is not from 0 to `n`.
        It is never [0, 0]: none of 20 still leaves up to 16 percent open.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212.
    """
    count, base = floats(successes, n)
    z = critical_value(confidence)
    possible = np.isfinite(base) & (base > 0) & (count >= 0) & (count <= base)
    count, base = np.where(possible, count, np.nan), np.where(possible, base, np.nan)
    middle = 2 * count + z**2
    half = z * np.sqrt(z**2 + 4 * count * (1 - count / base))
    whole = 2 * (base + z**2)
    lower, upper = (middle - half) / whole, (middle + half) / whole
    # At the ends the limits are 0 and 1 but for the last binary digit.
    return Interval(np.where(count == 0, 0.0, lower), np.where(count == base, 1.0, upper))


def mean_interval(
    n: ArrayLike, total: ArrayLike, sum_of_squares: ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return the interval of a mean by Student's t with n − 1 degrees of freedom.

    Parameters
    ----------
    n
        The number of answers.
    total
        Their sum.
    sum_of_squares
        The sum of their squares.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        NaN where a number is missing, where there are fewer than two answers (one says nothing
        about the spread), or where no answers can have these sums.

    References
    ----------
    NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.5.2, confidence limits for the
    mean.
    """
    tail = _upper_tail(confidence)
    number, sums, squares = floats(n, total, sum_of_squares)
    number = np.where(number >= 2, number, np.nan)  # noqa: PLR2004 - two answers make a spread
    mean = sums / number
    spread = squares - sums * mean
    # Equal answers may give a spread just below zero in binary arithmetic; further below there are
    # no answers with these sums.
    impossible = spread < -1e-9 * np.abs(squares)
    variance = np.where(impossible, np.nan, np.maximum(spread, 0.0)) / (number - 1)
    half = stdtrit(number - 1, tail) * np.sqrt(variance / number)
    return Interval(mean - half, mean + half)


def poisson_interval(events: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the interval of the number of events that a count of events stands for.

    Exact below ten events, by the chi-squared distribution; from ten on by Byar's approximation,
    whose limits at 95 percent differ from the exact ones by less than two in a thousand.

    Parameters
    ----------
    events
        How many were counted.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        NaN where the count is missing or negative. None counted still leaves up to 3.7 open.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research, volume II, IARC, pages 69-71.
    """
    tail, z = _upper_tail(confidence), critical_value(confidence)
    (counted,) = floats(events)
    count = np.where(np.isfinite(counted) & (counted >= 0), counted, np.nan)
    few = count < _BYAR_FROM
    lower, upper = np.full(count.shape, np.nan), np.full(count.shape, np.nan)
    # chdtri takes the probability above; it has no answer for no degrees of freedom.
    lower[few] = np.where(count[few] > 0, chdtri(2 * count[few], tail) / 2, 0.0)
    upper[few] = chdtri(2 * count[few] + 2, 1 - tail) / 2
    many = count >= _BYAR_FROM
    lower[many] = _byar(count[many], -z)
    upper[many] = _byar(count[many] + 1, z)
    return Interval(lower, upper)


def rate_interval(events: ArrayLike, exposure: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the interval of events per exposure, or of observed over expected events.

    Parameters
    ----------
    events
        How many were counted.
    exposure
        What they are divided by: inhabitants, days, or the number expected.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        As :func:`poisson_interval` gives it, divided by the exposure; NaN where a number is
        missing, the count is negative or the exposure is not above zero.
    """
    count, base = floats(events, exposure)
    lower, upper = poisson_interval(count, confidence)
    divisor = np.where(base > 0, base, np.nan)
    return Interval(lower / divisor, upper / divisor)


def poisson_limits(expected: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the counts between which chance keeps a unit of which so many events are expected.

    The other side of :func:`poisson_interval`: a count lies above the upper limit exactly when
    its own interval lies above what was expected, and below the lower limit exactly when its
    interval lies below. Below ten the limits run straight from count to count.

    Parameters
    ----------
    expected
        How many events are expected; need not be whole.
    confidence
        Between 0 and 1.

    Returns
    -------
    Interval
        NaN where the number is missing or negative; no events expected leaves none.
    """
    z = critical_value(confidence)
    (given,) = floats(expected)
    mean = np.where(np.isfinite(given) & (given >= 0), given, np.nan)
    counts = np.arange(_BYAR_FROM + 1.0)
    at = poisson_interval(counts, confidence)
    lower, upper = (np.array(np.interp(mean, ends, counts)) for ends in (at.upper, at.lower))
    many = mean > at.upper[-1]
    lower[many] = _byar_solved(mean[many], z) - 1
    many = mean > at.lower[-1]
    upper[many] = _byar_solved(mean[many], -z)
    return Interval(lower, upper)


def widened(
    interval: Interval,
    value: ArrayLike,
    error: ArrayLike,
    confidence: float = 0.95,
    bounds: tuple[float, float] = (-np.inf, np.inf),
) -> Interval:
    """Return an interval that also allows for a declared error of measurement.

    Each side by itself: its half width becomes the root of the sum of its square and that of the
    error's own half width, ``z·error``.

    Parameters
    ----------
    interval
        The interval without the error.
    value
        What the interval lies around.
    error
        The standard deviation of the measurement, in the unit of the value; 0 changes nothing.
    confidence
        That of the interval.
    bounds
        The least and the greatest possible value, as 0 and 1 of a proportion.

    Returns
    -------
    Interval
        NaN where one of the numbers is missing.

    Raises
    ------
    ParameterError
        For a negative error.
    """
    lower, upper, middle, deviation = floats(interval.lower, interval.upper, value, error)
    if (deviation < 0).any():
        raise ParameterError("the error of measurement is a standard deviation of zero or more")
    half = critical_value(confidence) * deviation
    low = np.where(half == 0, lower, middle - np.hypot(middle - lower, half))
    high = np.where(half == 0, upper, middle + np.hypot(upper - middle, half))
    return Interval(np.maximum(low, bounds[0]), np.minimum(high, bounds[1]))


def critical_value(confidence: float) -> float:
    """Return how many standard deviations hold a share of a normal distribution on both sides."""
    return float(ndtri(_upper_tail(confidence)))


def _upper_tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ParameterError(f"the confidence must lie between 0 and 1 (found: {confidence})")
    return (1 + confidence) / 2


def _byar(count: Floats, z: float) -> Floats:
    limit: Floats = count * (1 - 1 / (9 * count) + z / (3 * np.sqrt(count))) ** 3
    return limit


def _byar_solved(mean: Floats, z: float) -> Floats:
    """Return the counts whose limit by Byar is a given number, by Newton's method.

    It is solved for the sixth root of the count, in which the cube root of the limit is
    ``r² − r⁻⁴/9 + z/(3r)``.
    """
    wanted = np.cbrt(mean)
    # How far a Poisson count is skewed tells nearly where it lies; three steps do the rest.
    start = mean - z * np.sqrt(mean) + (z**2 + 2) / 6
    root = np.cbrt(np.sqrt(start))
    for _ in range(3):
        square = root * root
        power = 1 / (square * square)
        excess = square - power / 9 + z / (3 * root) - wanted
        slope = 2 * root + 4 * power / (9 * root) - z / (3 * square)
        root = root - excess / slope
    count: Floats = root**6
    return count
