"""The process chart: what a series does by itself, and which of its points are more than that.

XmR charts for values of any kind, Laney's p′ charts for proportions whose bases vary. Limits are
those of each segment by itself; a new segment is a rebase.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.compute.process.checks import checked_series
from bsc_helpers.compute.process.rules import DEFAULT_RULES, Rules
from bsc_helpers.compute.process.signals import RULE_OF, SIDE_OF, Points, signals_of
from bsc_helpers.errors import ParameterError

__all__ = ["ProcessChart", "process_chart"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

# One sigma for each unit of mean moving range. XmR as printed by Making Data Count: the limits lie
# 2.66 mean moving ranges from the mean. Laney divides by 1.128, of which 3 / 2.66 is a rounding.
_SIGMA_OF_VALUES: Final = 2.66 / 3
_SIGMA_OF_PROPORTIONS: Final = 1 / 1.128
_OUTLYING_RANGE: Final = 3.267


@dataclass(frozen=True, eq=False)
class ProcessChart:
    """The process limits of each row, and the signals among its points.

    Attributes
    ----------
    values
        Rows × periods as given, NaN where missing.
    centre, lower, upper
        Rows × periods: the mean and the process limits of the segment, at gaps too; NaN where the
        segment has fewer than ``rules.fewest_for_limits`` points. Where a season was taken out
        they move with it, so that they stand beside the values as published.
    signals
        Rows × periods: every rule that applies to a point, as bits of ``signals``.
    sizes
        Rows × periods: how many available points the segment has in which a point lies.
    season_effect
        Rows × periods: what the season adds to each value; zero where none was taken out.
    rules
        The rules it was made with.
    """

    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    signals: NDArray[np.uint8]
    sizes: NDArray[np.int32]
    season_effect: Floats
    rules: Rules

    @cached_property
    def rule(self) -> NDArray[np.int8]:
        """Rows × periods: NONE, or of the rules that apply OUTSIDE, TREND, TWO_OF_THREE, SHIFT.

        The first of them in this order.
        """
        return RULE_OF[self.signals]

    @cached_property
    def side(self) -> NDArray[np.int8]:
        """Rows × periods: +1 for a signal above, −1 below, 0 none; of a trend its direction."""
        return SIDE_OF[self.signals]

    @property
    def points(self) -> NDArray[np.int32]:
        """For each row how many available points its last segment has."""
        return self.sizes[:, -1]


@dataclass(frozen=True, eq=False)
class _Series:
    """The available values of all rows, and the segment of each row that each lies in."""

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


def process_chart(
    values: ArrayLike,
    rules: Rules = DEFAULT_RULES,
    *,
    segments: ArrayLike | None = None,
    bases: ArrayLike | None = None,
    spread: ArrayLike = 1.0,
    season_effect: ArrayLike = 0.0,
) -> ProcessChart:
    """Return what each series does by itself, and which of its points are more than that.

    Limits are the mean ± 2.66 mean moving ranges. The neighbour of a point, for moving ranges,
    runs and trends, is the last available point before it in the same segment: a gap is passed
    over, a rebase is not.

    Parameters
    ----------
    values
        Rows × periods in the order of time; NaN is missing. Only newly measured values that do not
        overlap: a rolling or a cumulated value repeats old news.
    rules
        What counts as more than chance.
    segments
        One number for each period, or rows × periods; where it changes a segment begins.
    bases
        Rows × periods. Where given, values are proportions from 0 to 1 of these bases, the mean
        is weighted by them and the limits follow them (Laney's p′), cut at 0 and 1. A value
        without a positive base is missing; at gaps the limits are those of the mean base.
    spread
        What sigma is multiplied by, one number or one for each row: above 1 where neighbours are
        alike and moving ranges therefore too small.
    season_effect
        What the season adds to each value, in a shape that broadcasts to that of the values. It
        is taken out before anything is computed and added to the limits again.

    Raises
    ------
    ParameterError
        When there is no period, a value is infinite, a proportion is not from 0 to 1, or `spread`
        is not a positive number.

    Notes
    -----
    Where nearly all moving ranges are zero, leaving out the others would leave no spread and make
    every point a signal; there they stay.

    References
    ----------
    NHS England, Making data count: Strengthening your decisions, November 2023.
    Wheeler (2000), Understanding variation: the key to managing chaos.
    Laney (2002), Improved control charts for attributes, Quality Engineering 14, 531-537.
    """
    numbers, base = _checked(values, bases)
    wider = _checked_spread(spread, len(numbers))
    effect = np.broadcast_to(np.asarray(season_effect, dtype=np.float64), numbers.shape)
    segment, how_many = _segments(segments, numbers.shape)
    there = np.isfinite(numbers - effect) & (base > 0)
    series = _Series((numbers - effect)[there], base[there], segment[there], how_many)
    mean = _means(series, proportions=bases is not None)
    scale = _scale(series, mean, segment, base) if bases is not None else np.ones(numbers.shape)
    sigma = _sigma(series, mean, scale[there], rules, proportions=bases is not None)
    mean[series.counts < rules.fewest_for_limits] = np.nan
    centre, sigma = mean[segment], sigma[segment] * scale * wider
    lower, upper = centre - 3 * sigma, centre + 3 * sigma
    if bases is not None:
        # Cut in published values: one that the season lifts above 1 lies at its limit, not beyond.
        lower, upper = np.maximum(lower, -effect), np.minimum(upper, 1 - effect)
    signals = np.zeros(numbers.shape, dtype=np.uint8)
    signals[there] = signals_of(
        Points(
            values=series.values,
            centre=centre[there],
            sigma=sigma[there],
            lower=lower[there],
            upper=upper[there],
            fresh=series.fresh,
        ),
        rules,
    )
    return ProcessChart(
        values=np.where(base > 0, numbers, np.nan),
        centre=centre + effect,
        lower=lower + effect,
        upper=upper + effect,
        signals=signals,
        sizes=series.counts[segment].astype(np.int32),
        season_effect=effect,
        rules=rules,
    )


def _checked(values: ArrayLike, bases: ArrayLike | None) -> tuple[Floats, Floats]:
    numbers = checked_series(values)
    if bases is None:
        return numbers, np.broadcast_to(np.float64(1), numbers.shape)
    if (numbers < 0).any() or (numbers > 1).any():
        raise ParameterError("with bases, values are proportions from 0 to 1")
    return numbers, np.broadcast_to(np.asarray(bases, dtype=np.float64), numbers.shape)


def _checked_spread(spread: ArrayLike, rows: int) -> Floats:
    wider = np.broadcast_to(np.asarray(spread, dtype=np.float64), (rows,))
    if not (np.isfinite(wider) & (wider > 0)).all():
        raise ParameterError("spread must be a positive number")
    return wider[:, np.newaxis]


def _segments(segments: ArrayLike | None, shape: tuple[int, ...]) -> tuple[Places, int]:
    """Return the segment of each point, numbered through all rows, and how many there are."""
    starts = np.zeros(shape, dtype=np.bool_)
    starts[:, 0] = True
    if segments is not None:
        given = np.broadcast_to(np.asarray(segments), shape)
        starts[:, 1:] = given[:, 1:] != given[:, :-1]
    return np.cumsum(starts, dtype=np.intp).reshape(shape) - 1, int(starts.sum())


def _means(series: _Series, *, proportions: bool) -> Floats:
    with np.errstate(invalid="ignore"):
        mean = series.totals(series.values * series.weights) / series.totals(series.weights)
    # A season that is taken out may carry the mean of proportions past its ends.
    return np.clip(mean, 0, 1) if proportions else mean


def _scale(series: _Series, mean: Floats, segment: Places, base: Floats) -> Floats:
    """Return the standard deviation of a proportion by its base alone."""
    with np.errstate(invalid="ignore"):
        mean_base = (series.totals(series.weights) / series.counts)[segment]
        return np.sqrt((mean * (1 - mean))[segment] / np.where(base > 0, base, mean_base))


def _sigma(
    series: _Series, mean: Floats, scale: Floats, rules: Rules, *, proportions: bool
) -> Floats:
    """Return sigma of each segment in units of `scale`; NaN where there are no two points."""
    away = series.values - mean[series.segment]
    away = np.divide(away, scale, out=np.zeros_like(away), where=scale > 0)
    width = np.abs(np.diff(away, prepend=0.0))
    typical = _mean_range(series, width, ~series.fresh)
    if rules.screened:
        kept = ~series.fresh & (width <= _OUTLYING_RANGE * typical[series.segment])
        screened = _mean_range(series, width, kept)
        typical = np.where(screened > 0, screened, typical)
    return typical * (_SIGMA_OF_PROPORTIONS if proportions else _SIGMA_OF_VALUES)


def _mean_range(series: _Series, width: Floats, counted: Bools) -> Floats:
    with np.errstate(invalid="ignore"):
        return series.totals(np.where(counted, width, 0.0)) / series.totals(
            counted.astype(np.float64)
        )
