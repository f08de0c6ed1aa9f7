"""The lag window of very many pairs of measures at once, in little memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from math import ceil, isqrt

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag.correlations import lag_correlations
from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.panel import with_enough_units
from bsc_helpers.compute.leadlag.signflips import Means, WindowTest, means_of, window_test

__all__ = ["Statistics", "screen_statistics"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
ENOUGH = 10  # draws that reach a pair, after which it is clearly chance
_CELLS = 1_500_000  # correlations held at once
_MARGIN = 2  # times the draws with which the rarest pairs could just be told from chance


@dataclass(frozen=True, eq=False)
class Statistics:
    """What was found of each pair; each drivers × outcomes, NaN where nothing can be said.

    Attributes
    ----------
    lag, r, t
        The lag with the largest |t|, with the mean correlation and t there.
    lower, upper
        An interval of the correlation that holds for all lags together; rough where the pair is
        clearly chance.
    units
        The units at that lag.
    p, draws
        How rare the whole window is, and the patterns of signs it rests on: few where the pair is
        clearly chance, and so many where it is rare that it can be told among all pairs.
    """

    lag: Floats
    r: Floats
    t: Floats
    lower: Floats
    upper: Floats
    units: Floats
    p: Floats
    draws: Floats


def screen_statistics(
    x: Floats, y: Floats, window: int, groups: Numbers, options: Options, asked: NDArray[np.bool_]
) -> Statistics:
    """Return what the whole lag window shows of every pair.

    Parameters
    ----------
    x, y
        Surprises of drivers and of outcomes: measures × units × periods, NaN = missing.
    window
        K: lags −K to K are tried.
    groups
        For each unit the number of its group.
    asked
        Drivers × outcomes: which pairs are looked at.
    """
    found = Statistics(*(np.full(asked.shape, np.nan) for _ in fields(Statistics)))
    rare = _Rare(int(asked.sum()), options)
    for here, there in _blocks(asked.shape, x.shape[1] * (2 * window + 1)):
        kept = np.nonzero(asked[here, there])
        r, n = (each[kept] for each in lag_correlations(x[here], y[there], window))
        r = with_enough_units(r, n, options)
        means = means_of(r, n, groups, options.fewest_pairs)
        test = window_test(means, options.draws, options.seed, ENOUGH)
        units = ((n >= options.fewest_pairs) & ~np.isnan(r)).sum(axis=1)
        part = _Part((kept[0] + here.start, kept[1] + there.start), means, units)
        _fill(found, part, test)
        rare.keep(part, test, options.draws)
    rare.tell(found)
    return found


def _blocks(shape: tuple[int, ...], cells: int) -> Iterator[tuple[slice, slice]]:
    """Yield parts of drivers and of outcomes, about as many of each: that copies least."""
    side = max(1, isqrt(_CELLS // cells))
    for first in range(0, shape[0], side):
        for second in range(0, shape[1], side):
            yield slice(first, first + side), slice(second, second + side)


@dataclass(frozen=True, eq=False)
class _Part:
    """Some pairs: where they stand, their means, and the units at each lag."""

    where: tuple[Numbers, Numbers]
    means: Means
    units: Numbers

    def of(self, own: Numbers) -> _Part:
        """Return those of some pairs."""
        where = self.where[0][own], self.where[1][own]
        return _Part(where, self.means.of(own), self.units[own])


def _fill(found: Statistics, part: _Part, test: WindowTest) -> None:
    """Write what is known of some pairs into what was found."""
    means = part.means
    place = np.where(np.isnan(means.t), -np.inf, np.abs(means.t)).argmax(axis=1)
    at = np.arange(len(place)), place
    reach = test.critical * means.error[at]
    told = {
        "lag": place - means.t.shape[1] // 2,
        "r": np.tanh(means.mean[at]),
        "t": means.t[at],
        "lower": np.tanh(means.mean[at] - reach),
        "upper": np.tanh(means.mean[at] + reach),
        "units": part.units[at],
        "p": test.p,
        "draws": test.draws,
    }
    for name, values in told.items():
        getattr(found, name)[part.where] = np.where(np.isnan(test.p), np.nan, values)


class _Rare:
    """Pairs that no draw has reached: with more draws their p gets smaller.

    So few of them that the correction for all pairs could not let them stand get more draws; many
    need none, as they stand together.
    """

    def __init__(self, pairs: int, options: Options) -> None:
        self.options = options
        self.needed = _MARGIN * pairs / options.q_firm  # draws, times how many there are
        self.parts: list[_Part] = []

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(len(part.units) for part in self.parts)

    def keep(self, part: _Part, test: WindowTest, draws: int) -> None:
        """Keep those of some pairs, as long as they are few."""
        drawn = test.draws == draws  # else chance is clear, or all patterns of signs were tried
        own = np.flatnonzero(drawn & (test.p < 2 / (test.draws + 1)))
        if len(own) and self.count * draws < self.needed:
            self.parts.append(part.of(own))

    def tell(self, found: Statistics) -> None:
        """Test them with more draws until those that are left stand, and write what was found."""
        draws = self.options.draws
        while self.count and self.count * draws < self.needed:
            draws = ceil(self.needed / self.count)
            parts, self.parts = self.parts, []
            for part in parts:
                test = window_test(part.means, draws, self.options.seed, ENOUGH)
                _fill(found, part, test)
                self.keep(part, test, draws)
