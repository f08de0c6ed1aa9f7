"""Regression of the index on the areas of questions, for every unit at once.

What is estimated is how many points the index lies higher among respondents who rate an area one
point higher and all other areas alike. That is no proof that the one moves the other, and it is not
the *effektmått* of Statistics Sweden, whose estimation is not public: it is called a regression
estimate of effect.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

__all__ = [
    "FEWEST_OF_ALL",
    "FEWEST_PER_AREA",
    "HIGHEST_INFLATION",
    "Effects",
    "cross_products",
    "regress",
]

Floats = NDArray[np.float64]
Words = NDArray[np.object_]
# Green (1991), How many subjects does it take to do a regression analysis, Multivariate Behavioral
# Research 26, 499-510: 50 respondents and 8 more for each explaining variable.
FEWEST_OF_ALL, FEWEST_PER_AREA = 50, 8
HIGHEST_INFLATION = 5.0  # of a variance (VIF); beyond it areas cannot be told apart
TAIL = 0.975
CENTRE = 50.0  # of the scale: small sums lose no digits
SINGULAR = 1e-10  # smallest eigenvalue of the correlations
NO_SPREAD = 1e-9


@dataclass(frozen=True)
class Effects:
    """The regression of each unit.

    Attributes
    ----------
    effect, lower, upper
        Units × areas: index points for each point of the area, and its 95 % interval; NaN where
        there is no estimate.
    reason
        Units × areas: ``ok``; ``too_few`` respondents with the index and every area; ``no_spread``,
        where all answered alike; ``collinear``, where respondents rate areas so much alike that
        theirs cannot be told apart.
    inflation
        Units × areas: by how much the likeness of the areas inflates the variance (VIF).
    r_squared
        Units: the share of the variance of the index that the areas together account for.
    respondents
        Units: those with the index and every area.
    """

    effect: Floats
    lower: Floats
    upper: Floats
    reason: Words
    inflation: Floats
    r_squared: Floats
    respondents: Floats


def cross_products(index: ArrayLike, areas: ArrayLike, rows: ArrayLike, size: int) -> Floats:
    """Return what a regression needs of each row: sums of products, which add up over rows.

    Parameters
    ----------
    index
        Of each respondent, NaN = none.
    areas
        Respondents × areas, NaN = none.
    rows
        The row of each respondent.
    size
        How many rows there are.

    Returns
    -------
    Rows × m × m, over the respondents with the index and every area, of 1, the areas and the index.
    """
    values = np.column_stack([np.asarray(areas, dtype=float), np.asarray(index, dtype=float)])
    whole = ~np.isnan(values).any(axis=1)
    place = np.asarray(rows, dtype=np.intp)[whole]
    terms = np.column_stack([np.ones(len(place)), values[whole] - CENTRE])
    width = terms.shape[1]
    sums = np.empty((size, width, width))
    for one in range(width):
        for other in range(one, width):
            product = np.bincount(place, terms[:, one] * terms[:, other], minlength=size)
            sums[:, one, other] = sums[:, other, one] = product
    return sums


def regress(
    products: Floats, fewest: int | None = None, highest_inflation: float = HIGHEST_INFLATION
) -> Effects:
    """Return the regression of the index on the areas by least squares, for each row.

    Parameters
    ----------
    products
        Rows × m × m, as `cross_products` gives them, added up as needed.
    fewest
        Respondents below which nothing is estimated; by default 50 and 8 more for each area.
    highest_inflation
        An area whose variance inflation factor lies above it has no estimate.
    """
    size, count = len(products), products.shape[1] - 2
    least = FEWEST_OF_ALL + FEWEST_PER_AREA * count if fewest is None else fewest
    number = products[:, 0, 0]
    reason = np.full((size, count), "ok", dtype=object)
    inside = _centred(products)
    spread = np.sqrt(np.maximum(np.diagonal(inside, axis1=1, axis2=2), 0.0))
    reason[(spread <= NO_SPREAD).any(axis=1)] = "no_spread"
    reason[number < max(least, count + 2)] = "too_few"
    sound = np.flatnonzero(reason[:, 0] == "ok") if count else np.array([], dtype=np.intp)
    alike = inside[sound] / (spread[sound, :, None] * spread[sound, None, :])
    single = np.linalg.eigvalsh(alike[:, :count, :count]).min(axis=1, initial=1.0) <= SINGULAR
    reason[sound[single]] = "collinear"
    sound, alike = sound[~single], alike[~single]
    slopes, error, inflation, explained = _solved(alike, number[sound])
    points = spread[sound, -1:] / spread[sound, :count]
    half = stdtrit(number[sound] - count - 1, TAIL)[:, None] * error * points

    blurred = np.zeros((size, count), dtype=bool)
    blurred[sound] = inflation > highest_inflation
    reason[blurred] = "collinear"
    effect = _filled((size, count), sound, slopes * points)
    known = np.where(reason == "ok", 0.0, np.nan)
    lower = _filled((size, count), sound, slopes * points - half)
    upper = _filled((size, count), sound, slopes * points + half)
    return Effects(
        effect + known,
        lower + known,
        upper + known,
        reason,
        _filled((size, count), sound, inflation),
        _filled((size,), sound, explained),
        number,
    )


def _centred(products: Floats) -> Floats:
    """Return the products of the areas and the index about their means."""
    number = np.maximum(products[:, 0, 0], 1.0)[:, None, None]
    means = products[:, 0, 1:]
    centred: Floats = products[:, 1:, 1:] - means[:, :, None] * means[:, None, :] / number
    return centred


def _solved(alike: Floats, number: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return slopes, their standard errors, inflation and R², all of standardised values."""
    inverse = np.linalg.inv(alike[:, :-1, :-1])
    towards = alike[:, :-1, -1]
    slopes = np.einsum("uij,uj->ui", inverse, towards)
    explained = np.clip(np.einsum("ui,ui->u", slopes, towards), 0.0, 1.0)
    inflation = np.diagonal(inverse, axis1=1, axis2=2)
    rest = (1 - explained) / np.maximum(number - slopes.shape[1] - 1, 1.0)
    return slopes, np.sqrt(rest[:, None] * inflation), inflation, explained


def _filled(shape: tuple[int, ...], rows: NDArray[np.intp], values: Floats) -> Floats:
    filled = np.full(shape, np.nan)
    filled[rows] = values
    return filled
