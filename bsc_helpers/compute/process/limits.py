"""The limits and signals of a block of rows; what is given has been checked by then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.process.rules import Rules
from bsc_helpers.compute.process.signals import Points, signals_of

__all__ = ["Block", "Limits", "limits_of"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

# One sigma for each unit of mean moving range. XmR as printed by Making Data Count: the limits lie
# 2.66 mean moving ranges from the mean. Laney divides by 1.128, of which 3 / 2.66 is a rounding.
_SIGMA_OF_VALUES: Final = 2.66 / 3
_SIGMA_OF_PROPORTIONS: Final = 1 / 1.128
_OUTLYING_RANGE: Final = 3.267


@dataclass(frozen=True, eq=False)
class Block:
    """Some rows of what a process chart is made of, all rows × periods but `spread`.

    Attributes
    ----------
    values
        NaN where missing.
    bases
        Of proportions; None for values of any other kind.
    segments
        A segment begins where the number changes.
    spread
        Rows × 1: what sigma is multiplied by.
    effect
        What the season adds.
    """

    values: Floats
    bases: Floats | None
    segments: NDArray[np.generic]
    spread: Floats
    effect: Floats


class Limits(NamedTuple):
    """Limits, signals and sizes as in the process chart, rows × periods."""

    centre: Floats
    lower: Floats
    upper: Floats
    signals: NDArray[np.uint8]
    sizes: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class _Series:
    """The available values of all rows behind one another, and the segment each lies in."""

    values: Floats
    weights: Floats
    segment: Places
    segments: int

    @cached_property
    def fresh(self) -> Bools:
        starts = np.ones(self.segment.shape, dtype=np.bool_)
        starts[1:] = self.segment[1:] != self.segment[:-1]
        return starts

    @cached_property
    def counts(self) -> Places:
        return np.bincount(self.segment, minlength=self.segments)

    def totals(self, amounts: Floats) -> Floats:
        """Return the sum of amounts in each segment."""
        sums = np.bincount(self.segment, weights=amounts, minlength=self.segments)
        return sums.astype(np.float64, copy=False)


def limits_of(block: Block, rules: Rules) -> Limits:
    """Return the limits of each segment of each row, and the signals among its points."""
    effect, base = block.effect, block.bases
    segment, how_many = _numbered(block.segments)
    values = block.values - effect
    weights = np.ones(values.shape) if base is None else base
    there = np.isfinite(values) & (weights > 0)
    series = _Series(values[there], weights[there], segment[there], how_many)
    mean = _means(series)
    if base is not None:
        # A season that is taken out may carry the mean of proportions past its ends.
        mean = np.clip(mean, 0, 1)
    scale = np.ones(values.shape) if base is None else _scale(series, mean, segment, base)
    typical = _mean_range(series, mean, scale[there], rules)
    typical *= _SIGMA_OF_VALUES if base is None else _SIGMA_OF_PROPORTIONS
    mean[series.counts < rules.fewest_for_limits] = np.nan
    centre, sigma = mean[segment], typical[segment] * scale * block.spread
    lower, upper = centre - 3 * sigma, centre + 3 * sigma
    if base is not None:
        # Cut in published values: one that the season lifts above 1 lies at its limit, not beyond.
        lower, upper = np.maximum(lower, -effect), np.minimum(upper, 1 - effect)
    points = Points(
        values=series.values,
        centre=centre[there],
        sigma=sigma[there],
        lower=lower[there],
        upper=upper[there],
        fresh=series.fresh,
    )
    signals = np.zeros(values.shape, dtype=np.uint8)
    signals[there] = signals_of(points, rules)
    sizes = series.counts.astype(np.int32)[segment]
    return Limits(centre + effect, lower + effect, upper + effect, signals, sizes)


def _numbered(segments: NDArray[np.generic]) -> tuple[Places, int]:
    """Return the segment of each point, numbered through all rows, and how many there are."""
    starts = np.ones(segments.shape, dtype=np.bool_)
    starts[:, 1:] = segments[:, 1:] != segments[:, :-1]
    return np.cumsum(starts, dtype=np.intp).reshape(segments.shape) - 1, int(starts.sum())


def _means(series: _Series) -> Floats:
    with np.errstate(invalid="ignore"):
        return series.totals(series.values * series.weights) / series.totals(series.weights)


def _scale(series: _Series, mean: Floats, segment: Places, base: Floats) -> Floats:
    """Return the standard deviation of a proportion by its base alone."""
    with np.errstate(invalid="ignore"):
        mean_base = (series.totals(series.weights) / series.counts)[segment]
        return np.sqrt((mean * (1 - mean))[segment] / np.where(base > 0, base, mean_base))


def _mean_range(series: _Series, mean: Floats, scale: Floats, rules: Rules) -> Floats:
    """Return the mean moving range of each segment in units of `scale`; NaN without any."""
    away = series.values - mean[series.segment]
    away = np.divide(away, scale, out=np.zeros_like(away), where=scale > 0)
    width = np.abs(np.diff(away, prepend=0.0))
    typical = _mean_of(series, width, ~series.fresh)
    if rules.screened:
        kept = ~series.fresh & (width <= _OUTLYING_RANGE * typical[series.segment])
        screened = _mean_of(series, width, kept)
        typical = np.where(screened > 0, screened, typical)
    return typical


def _mean_of(series: _Series, amounts: Floats, counted: Bools) -> Floats:
    with np.errstate(invalid="ignore"):
        return series.totals(np.where(counted, amounts, 0.0)) / series.totals(
            counted.astype(np.float64)
        )
