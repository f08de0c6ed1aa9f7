"""How often a process chart alarms although nothing has changed: simulated, not assumed."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bsc_helpers.compute.process.method import Method, chart_by
from bsc_helpers.compute.process.rules import NONE
from bsc_helpers.errors import ParameterError

__all__ = ["FalseAlarms", "false_alarms", "noise"]

Floats: TypeAlias = NDArray[np.float64]


class FalseAlarms(NamedTuple):
    """The share of stable series, from 0 to 1, in which a chart flags a point.

    Attributes
    ----------
    last
        The last point. Times the number of series: how many a report will show by chance alone.
    any
        Any point at all: why looking back over whole series is no way to find news.
    """

    last: float
    any: float


def false_alarms(
    method: Method,
    points: int,
    generator: Generator,
    *,
    series: int = 20_000,
    period: int = 4,
    units: int = 20,
) -> FalseAlarms:
    """Return how often a method flags points of series in which nothing has changed.

    Series of normal values with the autocorrelation of the method are charted exactly by it. Where
    it takes out a season, that is estimated as in use, from the rows of one measure together; how
    large the true season is makes no difference then.

    Parameters
    ----------
    method
        The method as it is used.
    points
        The number of points of each series, without gaps; flags are counted from
        ``rules.fewest_for_limits`` points on, also where there are too few for a state.
    generator
        The source of chance.
    series
        How many series are simulated. With 20 000 the standard error of 1.5 percent is 0.1.
    period
        The number of seasons of a year.
    units
        How many rows share a season.

    Raises
    ------
    ParameterError
        When one of the numbers is not positive.
    """
    asked = {"points": points, "series": series, "period": period, "units": units}
    for name, number in asked.items():
        if number < 1:
            raise ParameterError(f"{name} must be at least 1 (found: {number})")
    chart = chart_by(
        method,
        noise(series, points, method.autocorrelation, generator),
        np.arange(points) % period,
        groups=np.arange(series) // units,
    )
    flagged = chart.rule != NONE
    return FalseAlarms(float(flagged[:, -1].mean()), float(flagged.any(axis=1).mean()))


def noise(rows: int, points: int, likeness: float, generator: Generator) -> Floats:
    """Return stable series of mean 0 and standard deviation 1, rows × points.

    Parameters
    ----------
    rows, points
        How many series, and how long.
    likeness
        The correlation of each point with the one before it (a first-order autoregression).
    generator
        The source of chance.
    """
    series = generator.normal(size=(rows, points))
    fresh = math.sqrt(1 - likeness**2)
    for point in range(1, points):
        series[:, point] = likeness * series[:, point - 1] + fresh * series[:, point]
    return series
