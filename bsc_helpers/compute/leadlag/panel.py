"""The values of one pair of measures, and what has to be there before anything can be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag.correlations import lag_correlations
from bsc_helpers.compute.leadlag.filters import most_lags, surprises
from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.results import Gate
from bsc_helpers.compute.leadlag.within import (
    clipped,
    own_share_within,
    season_within,
    two_way_within,
    weighed_within,
)
from bsc_helpers.errors import ParameterError

__all__ = [
    "PairPanel",
    "Prepared",
    "gate_of",
    "gates_of",
    "prepare",
    "surprises_of",
    "with_enough_units",
]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Look = Literal["plain", "weighed", "own_share"]
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
        for groups in (self.groups, self.coarser, self.shared):
            if groups is not None and len(groups) not in {0, len(self.driver)}:
                raise ParameterError(
                    f"{len(groups)} groups are given for {len(self.driver)} units; "
                    "valid: the number of its group for each unit"
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
        Units × lags: correlations, and the periods they rest on; no correlation at a lag at which
        too few units have enough.
    """

    x: Floats
    y: Floats
    orders: tuple[int, int]
    drawn_in: tuple[int, int]
    r: Floats
    n: Floats


def prepare(panel: PairPanel, options: Options, look: Look = "plain") -> Prepared:
    """Take out levels, shared ups and downs, outliers and the own past; correlate at each lag.

    `look` is that of `surprises_of`.
    """
    own = [surprises_of(each, options, panel.per_year, look) for each in _ends(panel)]
    (x, x_order, x_far), (y, y_order, y_far) = own
    r, n = (each[0, 0] for each in lag_correlations(x[np.newaxis], y[np.newaxis], panel.window))
    return Prepared(x, y, (x_order, y_order), (x_far, y_far), with_enough_units(r, n, options), n)


def _plain_within(values: Floats, width: float) -> tuple[Floats, Numbers]:
    return clipped(two_way_within(values), width)


_LOOKS: dict[Look, Callable[[Floats, float], tuple[Floats, Numbers]]] = {
    "plain": _plain_within,
    "weighed": weighed_within,
    "own_share": own_share_within,
}


def surprises_of(
    values: Floats, options: Options, per_year: int = 1, look: Look = "plain"
) -> tuple[Floats, int, int]:
    """Return the surprises of a measure, its past periods that tell something, and its outliers.

    Parameters
    ----------
    values
        Units × periods in their unit of measure, NaN = missing.
    look
        How what units share in a period is taken out: its plain mean; `weighed`, told most by
        steady units; or `own_share`, of each unit its own part of that.
    """
    varied = _with_variation(values)
    if options.unit_seasons and values.shape[1] >= _SEASONS_OF_UNITS * per_year > 1:
        varied = season_within(varied, per_year)
    within, far = _LOOKS[look](varied, options.clip)
    own, order = surprises(within, most_lags(values.shape[1]))
    return own, order, int(far)


def with_enough_units(r: Floats, n: Floats, options: Options) -> Floats:
    """Return correlations, … × units × lags, without those at lags that too few units have."""
    there = (n >= options.fewest_pairs) & ~np.isnan(r)
    few = there.sum(axis=-2, keepdims=True) < options.fewest_units
    return np.where(few, np.nan, r)


def _with_variation(values: Floats) -> Floats:
    """Return values without the units in which nothing ever varies: they tell nothing."""
    low = np.where(np.isnan(values), np.inf, values).min(axis=1)
    high = np.where(np.isnan(values), -np.inf, values).max(axis=1)
    return np.where((high > low)[:, np.newaxis], values, np.nan)


def gates_of(panel: PairPanel, options: Options) -> tuple[Gate, ...]:
    """Return what a test lacks; nothing when it can be made."""
    return tuple(_lacking(panel, options))


def gate_of(ready: Prepared, options: Options) -> Gate:
    """Return what a panel lacks whose surprises tell nothing, though its values seemed enough."""
    units = int((ready.n >= options.fewest_pairs).sum(axis=0).max(initial=0))
    if units < options.fewest_units:
        return Gate("pairs", units, options.fewest_units)
    return Gate("variation", 0, options.fewest_units)


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
        if (longest := int(both.sum(axis=1).max(initial=0))) < options.fewest_points:
            yield Gate("points", longest, options.fewest_points)
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
