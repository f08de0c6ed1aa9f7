"""How much more units differ than chance alone would make them: Spiegelhalter's overdispersion."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bsc_helpers.compute.comparison.arrays import Floats, quantiles

__all__ = ["FEWEST_UNITS", "WINSORISED", "Overdispersion", "overdispersion", "spread"]

FEWEST_UNITS = 5
"""So many units it takes to tell how they differ among themselves."""

WINSORISED = 0.1
"""The share of the units at each end that is drawn in to where the others end."""


class Overdispersion(NamedTuple):
    """How units differ; one number for each column.

    Attributes
    ----------
    tau2
        The variance between units beyond chance, on the scale of the deviations; 0 where they
        differ no more than chance makes them, or are fewer than five.
    phi
        The mean of the squared z after winsorising: 1 where chance alone is at work, 0.68 where
        it is and a tenth was drawn in at each end; NaN without units.
    """

    tau2: Floats
    phi: Floats


def overdispersion(
    distance: Floats, deviation: Floats, winsorised: float = WINSORISED
) -> Overdispersion:
    """Return the variance between units that chance does not explain.

    ``z = distance / deviation`` is winsorised, so that the very units looked for do not widen
    their own limits; ``φ = mean(z²)``, and
    ``τ² = max(0, (kφ − (k − 1)) / (Σw − Σw²/Σw))`` with ``w = 1/deviation²``: the moment estimator
    of DerSimonian and Laird. Because the ends are drawn in, τ² is smaller than the variance that
    such units truly have.

    Parameters
    ----------
    distance
        Units, or units × columns: value − centre, on the scale; NaN leaves a unit out.
    deviation
        The standard deviation by chance of each, above zero.
    winsorised
        The share that is drawn in at each end, by quantiles of type 7; 0 draws in none.

    References
    ----------
    Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
    Medicine 24, 1185-1202, and Handling over-dispersion of performance indicators, Quality and
    Safety in Health Care 14, 347-351. DerSimonian and Laird (1986), Meta-analysis in clinical
    trials, Controlled Clinical Trials 7, 177-188.
    """
    z = _drawn_in(distance / deviation, winsorised)
    known = ~np.isnan(z)
    number = known.sum(axis=0)
    weight = np.where(known, 1 / deviation**2, 0.0)
    squared = np.where(known, z**2, 0.0).sum(axis=0)
    whole = weight.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        phi = squared / np.where(number > 0, number, np.nan)
        tau2 = (squared - (number - 1)) / (whole - (weight**2).sum(axis=0) / whole)
    return Overdispersion(np.where(number >= FEWEST_UNITS, np.maximum(tau2, 0.0), 0.0), phi)


def spread(value: Floats, winsorised: float = WINSORISED) -> tuple[Floats, Floats]:
    """Return the middle and the variance of values whose own chance is not known.

    Both after winsorising: the mean, and the sum of squares around it divided by the number of
    units − 1. With a share of 0 they are the ordinary ones.

    Parameters
    ----------
    value
        Units, or units × columns; NaN leaves a unit out.

    Returns
    -------
    centre, variance
        One number for each column; the centre NaN without units, the variance NaN with fewer
        than five.
    """
    inner = _drawn_in(value, winsorised)
    known = ~np.isnan(inner)
    number = known.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.where(known, inner, 0.0).sum(axis=0) / number
        squared = np.where(known, (inner - centre) ** 2, 0.0).sum(axis=0)
        variance = squared / (number - 1)
    return centre, np.where(number >= FEWEST_UNITS, variance, np.nan)


def _drawn_in(values: Floats, share: float) -> Floats:
    low, high = quantiles(values, share, 1 - share)
    return np.clip(values, low, high)
