"""The values of one pair of measures, and what has to be there before anything can be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag.correlations import lag_correlations
from bsc_helpers.compute.leadlag.filters import most_lags, surprises
from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.results import Gate
from bsc_helpers.compute.leadlag.within import clipped, season_within, two_way_within
from bsc_helpers.errors import ParameterError

__all__ = ["PairPanel", "Prepared", "gates_of", "prepare"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
_SEASONS = 2  # full cycles that it takes to tell a season
_SEASONS_OF_UNITS = 4


@dataclass(frozen=True, eq=False)
class PairPanel:
    """A pair of measures over units and periods.

    Parameters
    ----------
    driver, outcome
        Units × periods on one calendar without holes, in their units of measure. NaN = missing,
        and is never filled in.
    window
        K: lags −K to K are tried; at most a quarter of the periods.
    groups
        For each unit the number of its group, whose units may share shocks; each by itself when
        left out.
    coarser
        Larger groups, for a second look; None where nothing is known of them.
    shared
        Groups that are said to share shocks; None where the register says nothing.
    per_year
        Periods in a year.
    wanted
        The window that is tried once there are periods enough for it; by default K.
    """

    driver: Floats
    outcome: Floats
    window: int
    groups: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    coarser: Numbers | None = None
    shared: Numbers | None = None
    per_year: int = 1
    wanted: int = 0

    def __post_init__(self) -> None:
        if self.driver.shape != self.outcome.shape or self.driver.ndim != 2:  # noqa: PLR2004 - units × periods
            shapes = f"{self.driver.shape} and {self.outcome.shape}"
            raise ParameterError(f"driver and outcome are {shapes}; valid: units × periods, alike")
        if not 0 <= self.window <= max(1, self.driver.shape[1] // 4):
            raise ParameterError(
                f"the window {self.window} does not fit {self.driver.shape[1]} periods; "
                f"valid: 0 to {self.driver.shape[1] // 4}, a quarter of them"
            )
        if not len(self.groups):
            alone = np.arange(len(self.driver), dtype=np.intp)
            object.__setattr__(self, "groups", alone)

    @property
    def units(self) -> int:
        """The number of units, with or without values."""
        return len(self.driver)

    @property
    def covered(self) -> int:
        """How many periods have both measures of any unit."""
        both = ~np.isnan(self.driver) & ~np.isnan(self.outcome)
        return int(both.any(axis=0).sum())


@dataclass(frozen=True, eq=False)
class Prepared:
    """The surprises of a pair, and each unit's correlations.

    Attributes
    ----------
    x, y
        Surprises of the driver and of the outcome, units × periods in their units of measure.
    orders, drawn_in
        Past periods that tell something, and outliers that were drawn in, of each.
    r, n
        Units × lags: correlations, and the periods they rest on; none at a lag at which too few
        units have enough.
    """

    x: Floats
    y: Floats
    orders: tuple[int, int]
    drawn_in: tuple[int, int]
    r: Floats
    n: Floats


def prepare(panel: PairPanel, options: Options) -> Prepared:
    """Take out levels, shared ups and downs, outliers and the own past; correlate at each lag."""
    left, orders, drawn = [], [], []
    for values in (panel.driver, panel.outcome):
        within = two_way_within(_with_variation(values))
        if options.unit_seasons and values.shape[1] >= _SEASONS_OF_UNITS * panel.per_year > 1:
            within = season_within(within, panel.per_year)
        within, far = clipped(within, options.clip)
        own, order = surprises(within, most_lags(values.shape[1]))
        left.append(own)
        orders.append(order)
        drawn.append(int(far))
    x, y = left
    r, n = (each[0, 0] for each in lag_correlations(x[np.newaxis], y[np.newaxis], panel.window))
    few = (n >= options.fewest_pairs).sum(axis=0) < options.fewest_units
    n = np.where(few, 0.0, n)
    return Prepared(x, y, (orders[0], orders[1]), (drawn[0], drawn[1]), r, n)


def _with_variation(values: Floats) -> Floats:
    """Return values without the units in which nothing ever varies: they tell nothing."""
    low = np.where(np.isnan(values), np.inf, values).min(axis=1)
    high = np.where(np.isnan(values), -np.inf, values).max(axis=1)
    return np.where((high > low)[:, np.newaxis], values, np.nan)


def gates_of(panel: PairPanel, options: Options) -> tuple[Gate, ...]:
    """Return what a test lacks; nothing when it can be made."""
    return tuple(_lacking(panel, options))


def _lacking(panel: PairPanel, options: Options) -> Iterator[Gate]:
    needed = _needed(panel, options)
    if panel.covered < needed:
        yield Gate("periods", panel.covered, needed)
    if panel.per_year > 1 and panel.covered < _SEASONS * panel.per_year:
        yield Gate("seasons", panel.covered / panel.per_year, _SEASONS)
    both = ~np.isnan(panel.driver) & ~np.isnan(panel.outcome)
    there = int(both.any(axis=1).sum())
    if there < options.fewest_units:
        yield Gate("units", there, options.fewest_units)
        return
    varied = [np.isfinite(_with_variation(each)).any(axis=1) for each in _ends(panel)]
    if (moving := int((varied[0] & varied[1]).sum())) < options.fewest_units:
        yield Gate("variation", moving, options.fewest_units)
    long = _with_enough(panel, options)
    if panel.covered >= needed and len(long) < options.fewest_units:
        yield Gate("pairs", len(long), options.fewest_units)
    if panel.shared is not None:
        groups = len(np.unique(panel.shared[long])) if len(long) else 0
        if groups < options.fewest_units:
            yield Gate("groups", groups, options.fewest_units)


def _needed(panel: PairPanel, options: Options) -> int:
    """Return how many periods a test takes; the window grows with them until it is the wanted."""
    rest = options.fewest_pairs + 2  # two past periods at most
    wanted = max(panel.wanted, panel.window)
    enough = (n for n in range(rest, rest + wanted + 1) if n >= min(wanted, n // 4) + rest)
    return max(panel.window + rest, next(enough))


def _ends(panel: PairPanel) -> tuple[Floats, Floats]:
    return panel.driver, panel.outcome


def _with_enough(panel: PairPanel, options: Options) -> Numbers:
    """Return the units with enough periods at the longest lag, on at least one side."""
    k, periods = panel.window, panel.driver.shape[1]
    here, there = (~np.isnan(each) for each in _ends(panel))
    ahead = (here[:, : periods - k] & there[:, k:]).sum(axis=1)
    behind = (there[:, : periods - k] & here[:, k:]).sum(axis=1)
    enough: Numbers = np.flatnonzero(np.maximum(ahead, behind) >= options.fewest_pairs)
    return enough
