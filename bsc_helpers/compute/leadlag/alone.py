"""A look at few units, each by its own long series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bsc_helpers.compute.leadlag.looks import POWER
from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.panel import PairPanel
from bsc_helpers.compute.leadlag.results import (
    LagEffect,
    PairTest,
    Surprise,
    UnitEffect,
    profile_of,
)
from bsc_helpers.compute.leadlag.single import SingleTest, series_test, width_of_bands
from bsc_helpers.compute.leadlag.verdicts import Finding, verdict_of

__all__ = ["AloneLook"]


@dataclass(frozen=True, eq=False)
class AloneLook:
    """A pair in few units, of which the one with the rarest result is told.

    Attributes
    ----------
    series
        The test of each unit with enough points, by its number.
    unit
        The one that is told.
    p
        Its chance result, corrected for the lags and the units that were looked at.
    critical
        The width, in standard errors, of bands that hold for all these lags and units together.
    """

    panel: PairPanel
    series: dict[int, SingleTest]
    unit: int
    p: float
    critical: float

    @classmethod
    def at(cls, panel: PairPanel, options: Options) -> AloneLook | None:
        """Look at each unit with enough points; None when there is none."""
        both = ~np.isnan(panel.driver) & ~np.isnan(panel.outcome)
        series = {
            int(unit): series_test(
                panel.driver[unit], panel.outcome[unit], panel.window, panel.per_year
            )
            for unit in np.flatnonzero(both.sum(axis=1) >= options.fewest_points)
        }
        series = {unit: test for unit, test in series.items() if not np.isnan(test.p)}
        if not series:
            return None
        rarest = min(series, key=lambda unit: series[unit].p)
        p = -np.expm1(len(series) * np.log1p(-min(series[rarest].p, 1 - 1e-16)))
        tries = sum(int((~np.isnan(test.z)).sum()) for test in series.values())
        return cls(panel, series, rarest, float(p), width_of_bands(tries))

    def told(self, q: float, q_any: float, options: Options) -> PairTest:
        """Return the test, with its verdict after correction; a lead is at most possible."""
        own, window = self.series[self.unit], self.panel.window
        profile = _profile(own, window, self.critical)
        place = int(np.nanargmax(np.abs(own.z)))
        at = profile[place]
        finding = Finding(profile, place, self.critical, q, None, single=True)
        error = float(np.nanmedian(own.error))
        return PairTest(
            verdict_of(finding, options),
            "single",
            window,
            units=len(self.series),
            pairs=at.pairs,
            periods=self.panel.covered,
            groups=len(self.series),
            profile=profile,
            lag=at.lag,
            r=at.r,
            lower=at.lower,
            upper=at.upper,
            p=self.p,
            q=q,
            q_any=q_any,
            detectable=float(np.tanh((self.critical + POWER) * error)),
            orders=own.orders,
            unit_effects=tuple(
                UnitEffect(unit, float(test.r[place]), int(test.points[place]))
                for unit, test in self.series.items()
            ),
            surprises=_surprises(own, at.lag, self.unit),
        )


def _profile(own: SingleTest, window: int, critical: float) -> tuple[LagEffect, ...]:
    low, high = (np.tanh((own.z + side * critical) * own.error) for side in (-1, 1))
    ones = np.ones(len(own.r))
    return profile_of(window, (own.r, low, high, own.z), ones, own.points)


def _surprises(own: SingleTest, lag: int, unit: int) -> tuple[Surprise, ...]:
    places = range(max(lag, 0), len(own.y) + min(lag, 0))
    ends = ((period, own.x[period - lag], own.y[period]) for period in places)
    return tuple(
        Surprise(unit, period, float(x), float(y))
        for period, x, y in ends
        if not (np.isnan(x) or np.isnan(y))
    )
