"""The run chart: whether a series has shifted at all, without any limits.

Better than process limits for short series. It judges the series as a whole, not its last point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtrik

from bsc_helpers.compute.process.checks import checked_series
from bsc_helpers.compute.process.signals import sign_of

__all__ = ["FEWEST_USEFUL", "RunChart", "run_chart"]

Bools: TypeAlias = NDArray[np.bool_]
Counts: TypeAlias = NDArray[np.intp]
Floats: TypeAlias = NDArray[np.float64]

FEWEST_USEFUL: Final = 10


@dataclass(frozen=True, eq=False)
class RunChart:
    """How the points of each row lie about their median; one number for each row.

    Attributes
    ----------
    median
        NaN where there is no point.
    useful
        The points that do not lie on the median; only these count.
    longest
        The longest run of useful points on one side.
    crossings
        How often the median is crossed.
    longest_limit
        The longest run that chance makes: ``round(log2 n) + 3`` of n useful points.
    crossings_limit
        The fewest crossings that chance makes: the 5 % quantile of n − 1 throws of a coin.
    """

    median: Floats
    useful: Counts
    longest: Counts
    crossings: Counts
    longest_limit: Counts
    crossings_limit: Counts

    @property
    def is_known(self) -> Bools:
        """Whether there are at least 10 useful points; with fewer the rules find nothing."""
        return self.useful >= FEWEST_USEFUL

    @property
    def has_shifted(self) -> Bools:
        """Whether a run is longer, or crossings are fewer, than chance makes them."""
        unusual = (self.longest > self.longest_limit) | (self.crossings < self.crossings_limit)
        return self.is_known & unusual


def run_chart(values: ArrayLike) -> RunChart:
    """Return whether each series runs on one side of its median longer than by chance.

    Parameters
    ----------
    values
        Rows × periods in the order of time; NaN is missing and passed over, as are points on the
        median.

    Raises
    ------
    ParameterError
        When the values are not rows × periods.

    References
    ----------
    Anhøj and Olesen (2014), Run charts revisited: a simulation study of run chart rules for
    detection of non-random variation in health care processes, PLoS ONE 9, e113825.
    """
    numbers = checked_series(values)
    median = _medians(numbers)
    side = sign_of(numbers, median[:, np.newaxis])
    useful = (side != 0).sum(axis=1)
    longest, runs = _runs(side)
    n = np.maximum(useful, 1)
    return RunChart(
        median=median,
        useful=useful,
        longest=longest,
        crossings=np.maximum(runs - 1, 0),
        longest_limit=np.round(np.log2(n)).astype(np.intp) + 3,
        crossings_limit=_fewest_crossings(numbers.shape[1])[useful],
    )


def _medians(numbers: Floats) -> Floats:
    """Return the median of the available values of each row."""
    ordered = np.sort(numbers, axis=1)  # missing ones come last
    available = (~np.isnan(numbers)).sum(axis=1)
    row, below = np.arange(len(numbers)), np.maximum(available - 1, 0) // 2
    both: Floats = ordered[row, below] + ordered[row, available // 2]
    return both / 2


def _runs(side: NDArray[np.int8]) -> tuple[Counts, Counts]:
    """Return the longest run of each row and how many runs it has."""
    row, _ = np.nonzero(side)
    signs = side[side != 0]
    starts = np.ones(signs.shape, dtype=np.bool_)
    starts[1:] = (signs[1:] != signs[:-1]) | (row[1:] != row[:-1])
    lengths = np.diff(np.flatnonzero(starts), append=signs.size)
    longest = np.zeros(len(side), dtype=np.intp)
    np.maximum.at(longest, row[starts], lengths)
    return longest, np.bincount(row[starts], minlength=len(side))


def _fewest_crossings(most: int) -> Counts:
    """Return for each number of useful points up to `most` how few crossings chance makes."""
    throws = np.maximum(np.arange(most + 1) - 1, 0)
    quantile = np.zeros(most + 1)
    quantile[throws > 0] = bdtrik(0.05, throws[throws > 0], 0.5)
    return np.maximum(np.ceil(quantile), 0).astype(np.intp)
