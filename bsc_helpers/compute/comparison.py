"""How sure a figure from a sample is: confidence intervals of proportions and means."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

from bsc_helpers.errors import ParameterError

__all__ = ["Interval", "mean_interval", "wilson"]

Floats: TypeAlias = NDArray[np.float64]


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
    count, base = _floats(successes, n)
    z = float(ndtri(_upper_tail(confidence)))
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
    number, sums, squares = _floats(n, total, sum_of_squares)
    number = np.where(number >= 2, number, np.nan)  # noqa: PLR2004 - two answers make a spread
    mean = sums / number
    spread = squares - sums * mean
    # Equal answers may give a spread just below zero in binary arithmetic; further below there are
    # no answers with these sums.
    impossible = spread < -1e-9 * np.abs(squares)
    variance = np.where(impossible, np.nan, np.maximum(spread, 0.0)) / (number - 1)
    half = stdtrit(number - 1, tail) * np.sqrt(variance / number)
    return Interval(mean - half, mean + half)


def _upper_tail(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ParameterError(f"the confidence must lie between 0 and 1 (found: {confidence})")
    return (1 + confidence) / 2


def _floats(*arrays: ArrayLike) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in arrays))
