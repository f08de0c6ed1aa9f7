"""A process chart the slow and obvious way: one segment of one series, point after point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bsc_helpers.compute.process import NONE, OUTSIDE, SHIFT, TREND, TWO_OF_THREE, Rules

NEAR = 1e-9


@dataclass
class Segment:
    """A segment of a series, with its mean and for each point sigma and limits."""

    values: Sequence[float]
    mean: float
    sigma: list[float]
    lower: list[float]
    upper: list[float]

    def side(self, i: int) -> int:
        return sign(self.values[i] - self.mean)

    def step(self, i: int) -> int:
        return sign(self.values[i] - self.values[i - 1]) if i else 0

    def is_beyond(self, i: int) -> bool:
        return abs(self.values[i] - self.mean) > 2 * self.sigma[i] + NEAR


def sign(x: float) -> int:
    return (x > NEAR) - (x < -NEAR)


def plain_limits(
    values: Sequence[float], rules: Rules, spread: float, bases: Sequence[float] | None = None
) -> Segment | None:
    """Return the segment with its limits; None when it has too few points."""
    n = len(values)
    if n < rules.fewest_for_limits:
        return None
    weights = bases or [1.0] * n
    mean = sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
    scale, sigma_of_range = [1.0] * n, 2.66 / 3
    if bases:
        scale = [math.sqrt(max(mean * (1 - mean), 0) / base) for base in bases]
        sigma_of_range = 1 / 1.128
    away = [(v - mean) / s if s else 0 for v, s in zip(values, scale, strict=True)]
    ranges = [abs(away[i] - away[i - 1]) for i in range(1, n)]
    typical = sum(ranges) / len(ranges)
    if rules.screened:
        kept = [r for r in ranges if r <= 3.267 * typical]
        if sum(kept) > 0:
            typical = sum(kept) / len(kept)
    sigma = [s * typical * spread * sigma_of_range for s in scale]
    lower, upper = [mean - 3 * s for s in sigma], [mean + 3 * s for s in sigma]
    if bases:
        lower, upper = [max(0, x) for x in lower], [min(1, x) for x in upper]
    return Segment(values, mean, sigma, lower, upper)


def plain_rule(segment: Segment, i: int, rules: Rules) -> tuple[int, int]:
    """Return the rule that is named at a point, and its side."""
    for rule, side in (
        (OUTSIDE, outside(segment, i)),
        (TREND, in_trend(segment, i, rules.trend)),
        (TWO_OF_THREE, segment.side(i) * two_of_three(segment, i)),
        (SHIFT, segment.side(i) * in_run(segment, i, rules.run)),
    ):
        if side:
            return rule, side
    return NONE, 0


def outside(segment: Segment, i: int) -> int:
    above = segment.values[i] > segment.upper[i] + NEAR
    return above - (segment.values[i] < segment.lower[i] - NEAR)


def windows(segment: Segment, i: int, width: int) -> list[range]:
    """Return every stretch of so many points that holds the point."""
    starts = range(max(0, i - width + 1), min(i, len(segment.values) - width) + 1)
    return [range(start, start + width) for start in starts]


def in_trend(segment: Segment, i: int, width: int) -> int:
    for direction in (1, -1):
        for window in windows(segment, i, width):
            if all(segment.step(k) == direction for k in window[1:]):
                return direction
    return 0


def two_of_three(segment: Segment, i: int) -> bool:
    return segment.is_beyond(i) and any(
        abs(sum(segment.side(k) for k in window)) == 3
        and sum(segment.is_beyond(k) for k in window) >= 2
        for window in windows(segment, i, 3)
    )


def in_run(segment: Segment, i: int, width: int) -> bool:
    return any(
        abs(sum(segment.side(k) for k in window)) == width for window in windows(segment, i, width)
    )
