"""How far chance alone spreads each kind of figure, and the scale on which spreads are added.

On its own scale the spread that chance gives a figure depends on the number of cases only, not on
the figure: the arcsine of the root for proportions, the root for rates, means as they are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator

from bsc_helpers.compute.comparison.arrays import Floats
from bsc_helpers.compute.comparison.intervals import Interval, critical_value, poisson_limits

__all__ = ["SCALES", "Cases", "Kind", "Scale"]

Kind = Literal["proportion", "rate", "mean", "value"]


@dataclass(frozen=True, eq=False)
class Cases:
    """What the spread by chance rests on.

    Attributes
    ----------
    count
        Units, or units × columns: the cases of a proportion or mean, the exposure of a rate.
    centre
        For each column: the value around which chance spreads.
    within
        For each column: the standard deviation between the cases of one unit; of means only.
    """

    count: Floats
    centre: Floats
    within: Floats


class Scale(ABC):
    """One kind of figure.

    Attributes
    ----------
    bounds
        The least and the greatest value that a figure of this kind can have.
    """

    bounds: tuple[float, float]

    @abstractmethod
    def onto(self, value: Floats) -> Floats:
        """Return values on the scale."""

    @abstractmethod
    def back(self, point: Floats) -> Floats:
        """Return the values that points on the scale stand for.

        A point beyond an end of the scale stands for the end. Squared as it is, it would come back
        on the wrong side: a lower limit above zero where there is none.
        """

    @abstractmethod
    def slope(self, centre: Floats) -> Floats:
        """Return how far a small step of the value goes on the scale, at the centre."""

    @abstractmethod
    def deviation(self, cases: Cases) -> Floats:
        """Return the standard deviation on the scale that chance alone gives."""

    @abstractmethod
    def limits(self, cases: Cases, confidence: float) -> Interval:
        """Return the values between which chance alone keeps a unit."""

    @abstractmethod
    def draw(self, truth: Floats, cases: Cases, generator: Generator) -> tuple[Floats, Floats]:
        """Return totals and sums of squares as chance would give them around true values."""


class _Proportion(Scale):
    bounds = (0.0, 1.0)

    def onto(self, value: Floats) -> Floats:
        angle: Floats = np.arcsin(np.sqrt(value))
        return angle

    def back(self, point: Floats) -> Floats:
        share: Floats = np.sin(np.clip(point, 0.0, np.pi / 2)) ** 2
        return share

    def slope(self, centre: Floats) -> Floats:
        return 1 / (2 * np.sqrt(centre * (1 - centre)))

    def deviation(self, cases: Cases) -> Floats:
        return 1 / (2 * np.sqrt(cases.count))

    def limits(self, cases: Cases, confidence: float) -> Interval:
        centre = cases.centre
        half = critical_value(confidence) * np.sqrt(centre * (1 - centre) / cases.count)
        return Interval(np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0))

    def draw(self, truth: Floats, cases: Cases, generator: Generator) -> tuple[Floats, Floats]:
        # Weighted cases need not be whole; chance works with whole ones.
        whole = np.maximum(np.rint(cases.count), 1)
        total = generator.binomial(whole.astype(np.int64), truth) / whole * cases.count
        return total, total


class _Rate(Scale):
    bounds = (0.0, np.inf)

    def onto(self, value: Floats) -> Floats:
        root: Floats = np.sqrt(value)
        return root

    def back(self, point: Floats) -> Floats:
        rate: Floats = np.maximum(point, 0.0) ** 2
        return rate

    def slope(self, centre: Floats) -> Floats:
        return 1 / (2 * np.sqrt(centre))

    def deviation(self, cases: Cases) -> Floats:
        return 1 / (2 * np.sqrt(cases.count))

    def limits(self, cases: Cases, confidence: float) -> Interval:
        lower, upper = poisson_limits(cases.centre * cases.count, confidence)
        return Interval(lower / cases.count, upper / cases.count)

    def draw(self, truth: Floats, cases: Cases, generator: Generator) -> tuple[Floats, Floats]:
        total = generator.poisson(truth * cases.count).astype(np.float64)
        return total, total


class _Mean(Scale):
    bounds = (-np.inf, np.inf)

    def onto(self, value: Floats) -> Floats:
        return value

    def back(self, point: Floats) -> Floats:
        return point

    def slope(self, centre: Floats) -> Floats:
        return np.ones_like(centre)

    def deviation(self, cases: Cases) -> Floats:
        return cases.within / np.sqrt(cases.count)

    def limits(self, cases: Cases, confidence: float) -> Interval:
        half = critical_value(confidence) * self.deviation(cases)
        return Interval(cases.centre - half, cases.centre + half)

    def draw(self, truth: Floats, cases: Cases, generator: Generator) -> tuple[Floats, Floats]:
        count, within = cases.count, cases.within
        mean = generator.normal(truth, self.deviation(cases))
        freedom = np.maximum(count - 1, 0.0)
        inside = generator.chisquare(np.maximum(freedom, 1.0)) * within**2
        return mean * count, np.where(freedom > 0, inside, 0.0) + mean**2 * count


SCALES: dict[Kind, Scale] = {
    "proportion": _Proportion(),
    "rate": _Rate(),
    "mean": _Mean(),
    # A value whose own chance is not known: a mean of one case with no spread within.
    "value": _Mean(),
}
