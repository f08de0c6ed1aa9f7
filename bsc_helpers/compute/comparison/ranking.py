"""Places among units with how sure they are, and estimates drawn towards the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.compute.comparison.arrays import Floats, floats, places
from bsc_helpers.compute.comparison.reference import worth
from bsc_helpers.errors import ParameterError
from bsc_helpers.model import Polarity

__all__ = ["Ranks", "Shrunken", "ranks", "shrunken"]


@dataclass(frozen=True, eq=False)
class Ranks:
    """The place of each unit, the best first; arrays in the shape of the values.

    Attributes
    ----------
    rank
        1 is the best; equal values share the better place and the next is left out: 1, 1, 3. NaN
        where the value is missing: it is not last.
    low, high
        Between these places the unit lies in 95 percent of the simulations; the interval always
        holds its own rank. NaN where value or error is missing.
    worst_quarter
        In which share of the simulations the unit is among the worst.
    number
        For each column: how many units are ranked.
    draws, worst
        The options.
    """

    rank: Floats
    low: Floats
    high: Floats
    worst_quarter: Floats
    number: NDArray[np.int64]
    draws: int
    worst: float


class Shrunken(NamedTuple):
    """Estimates of what units are truly like, and their standard errors."""

    value: Floats
    error: Floats


def ranks(
    value: ArrayLike,
    error: ArrayLike,
    polarity: Polarity,
    generator: Generator,
    draws: int = 1000,
    worst: float = 0.25,
) -> Ranks:
    """Return the place of each unit among all, and between which places it surely lies.

    Each draw gives every unit a value from a normal distribution around its own, with its own
    error, and ranks them anew.

    Parameters
    ----------
    value
        Units, or units × columns; each column is a ranking of its own.
    error
        The standard error of each; 0 = known exactly. A unit whose error is missing takes part
        with its value as it is, but its own place has no interval.
    polarity
        Which direction is better.
    draws
        How many simulations.
    worst
        The share of the units that counts as the worst.

    Raises
    ------
    ParameterError
        Where no direction is better, for a negative error, no draws, or a share outside 0 to 1.

    References
    ----------
    Goldstein and Spiegelhalter (1996), League tables and their limitations, Journal of the Royal
    Statistical Society A 159, 385-443. Marshall and Spiegelhalter (1998), Reliability of league
    tables of in vitro fertilisation clinics, BMJ 316, 1701-1705.
    """
    values, errors = floats(value, error)
    _check(errors, draws, worst)
    merit = -worth(polarity) * values  # the best is the lowest
    rank = places(merit, "min")
    low, high, among_worst = (np.full(values.shape, np.nan) for _ in range(3))
    table = (len(values), int(np.prod(values.shape[1:])))
    as_columns = [each.reshape(table) for each in (merit, errors, low, high, among_worst)]
    for merits, errors_of, *results in zip(*(each.T for each in as_columns), strict=True):
        known = np.flatnonzero(~np.isnan(merits))
        placed = _simulated(merits[known], np.nan_to_num(errors_of[known]), generator, draws)
        for result, numbers in zip(results, _summary(placed, worst), strict=True):
            result[known] = np.where(np.isnan(errors_of[known]), np.nan, numbers)
    number = (~np.isnan(values)).sum(axis=0)
    return Ranks(
        rank, np.minimum(low, rank), np.maximum(high, rank), among_worst, number, draws, worst
    )


def _check(errors: Floats, draws: int, worst: float) -> None:
    if (errors < 0).any():
        raise ParameterError("a standard error is zero or more")
    if draws < 1:
        raise ParameterError(f"a rank takes at least one draw (found: {draws})")
    if not 0 < worst < 1:
        raise ParameterError(f"the worst are a share between 0 and 1 (found: {worst})")


def _simulated(merit: Floats, error: Floats, generator: Generator, draws: int) -> NDArray[np.int64]:
    """Return draws × units: the place of each in each draw, equal ones sharing the better."""
    drawn = merit + error * generator.standard_normal((draws, len(merit)))
    in_order = np.sort(drawn, axis=1)
    placed = np.empty(drawn.shape, dtype=np.int64)
    for place, one, order in zip(placed, drawn, in_order, strict=True):
        place[:] = np.searchsorted(order, one) + 1
    return placed


def _summary(placed: NDArray[np.int64], worst: float) -> tuple[Floats, Floats, Floats]:
    if not placed.shape[1]:
        return np.empty(0), np.empty(0), np.empty(0)
    low, high = np.quantile(placed, [0.025, 0.975], axis=0, method="inverted_cdf")
    number = placed.shape[1]
    share = (placed > number * (1 - worst)).mean(axis=0)
    return low.astype(np.float64), high.astype(np.float64), share


def shrunken(value: ArrayLike, error: ArrayLike, centre: ArrayLike, tau2: ArrayLike) -> Shrunken:
    """Return each unit's value drawn towards the whole, the more the less sure it is.

    The empirical Bayes estimate ``centre + b·(value − centre)`` with
    ``b = τ²/(τ² + error²)`` and the standard error ``error·√b``; how sure centre and τ² are is
    not counted in. All on one scale: on that of the figures, or on that of the funnel.

    Parameters
    ----------
    value, error
        Units, or units × columns, with their standard errors.
    centre, tau2
        What the units spread around and their variance beyond chance; one for each column.

    Returns
    -------
    Shrunken
        NaN where a number is missing: a unit without a value is not given that of the whole.

    References
    ----------
    Efron and Morris (1977), Stein's paradox in statistics, Scientific American 236:5, 119-127.
    """
    values, errors, middle, variance = floats(value, error, centre, tau2)
    with np.errstate(invalid="ignore"):
        kept = np.where(errors == 0, 1.0, variance / (variance + errors**2))
    estimate = middle + kept * (values - middle)
    return Shrunken(estimate, np.where(np.isnan(estimate), np.nan, errors * np.sqrt(kept)))
