"""A look at one pair, before and after it is corrected for all the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.leadlag.effects import between_units, natural_effect, within_over_time
from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.panel import PairPanel, Prepared, gate_of, prepare
from bsc_helpers.compute.leadlag.results import (
    Gate,
    LagEffect,
    PairTest,
    Sensitivity,
    Surprise,
    UnitEffect,
    profile_of,
)
from bsc_helpers.compute.leadlag.sensitivity import sensitivity_of, shared_between
from bsc_helpers.compute.leadlag.signflips import Means, WindowTest, means_of, window_test
from bsc_helpers.compute.leadlag.verdicts import (
    Finding,
    opposite,
    units_alike,
    units_differ,
    verdict_of,
)

__all__ = ["Look", "PanelLook", "Refused"]

Numbers = NDArray[np.intp]
POWER = 0.84  # standard errors that make four times in five


class Look(Protocol):
    """A pair with its chance result; NaN when nothing of it was looked at."""

    @property
    def p(self) -> float:
        """How rare the result is by itself."""

    def told(self, q: float, q_any: float, options: Options) -> PairTest:
        """Return the test, with its verdict after correction."""


@dataclass(frozen=True, eq=False)
class Refused:
    """A pair with too little data."""

    panel: PairPanel
    gates: tuple[Gate, ...]
    p: float = np.nan

    def told(self, q: float, q_any: float, options: Options) -> PairTest:  # noqa: ARG002 - of a Look
        """Return the test that was not made, and what it lacked."""
        panel = self.panel
        both = ~np.isnan(panel.driver) & ~np.isnan(panel.outcome)
        between, within = _levels(panel)
        return PairTest(
            "not_enough_data",
            "panel",
            panel.window,
            gates=self.gates,
            units=int(both.any(axis=1).sum()),
            pairs=int(both.sum()),
            periods=panel.covered,
            between=between,
            within=within,
            opposite_between=opposite(between, within, int(both.any(axis=1).sum()), options),
        )


@dataclass(frozen=True, eq=False)
class PanelLook:
    """A pair over many units.

    It is looked at twice: plainly, and weighed, with what units share told most by those that vary
    least. Plainly taken out, the swings of a few large units are mirrored in all the others, which
    then seem to agree; so a result must be rare both ways.

    Attributes
    ----------
    ready, again
        Its surprises and the correlations of each unit, plainly and weighed.
    means, test
        Over all units, with the groups that count, plainly.
    weighed
        The same means, weighed.
    p
        The chance result that is corrected for the other pairs: the larger of the two.
    weighed_p
        The one of the weighed look.
    group_p
        That of groups which are said to share shocks, where they are too few for a small one.
    """

    panel: PairPanel
    ready: Prepared
    again: Prepared
    means: Means
    test: WindowTest
    weighed: Means
    p: float
    weighed_p: float
    group_p: float | None = None

    @classmethod
    def at(cls, panel: PairPanel, options: Options) -> PanelLook | Refused:
        """Look at a pair; without a result when no unit's surprises vary."""
        ready = prepare(panel, options)
        again = prepare(panel, options, "weighed")

        def seen(groups: Numbers) -> tuple[Means, WindowTest, Means, float, float]:
            plain, test = _tested(ready, groups, options)
            weighed, weighed_test = _tested(again, groups, options)
            own = float(weighed_test.p[0])
            return plain, test, weighed, float(np.fmax(test.p[0], own)), own

        means, test, weighed, p, weighed_p = seen(panel.groups)
        if np.isnan(test.p[0]):
            return Refused(panel, (gate_of(ready, options),))
        if panel.shared is None:
            return cls(panel, ready, again, means, test, weighed, p, weighed_p)
        means, test, weighed, group_p, group_weighed = seen(panel.shared)
        if np.isnan(test.p[0]):
            return Refused(panel, (gate_of(ready, options),))
        if means.groups[0] >= options.many_clusters:
            return cls(panel, ready, again, means, test, weighed, group_p, group_weighed)
        return cls(panel, ready, again, means, test, weighed, p, weighed_p, group_p)

    @property
    def place(self) -> int:
        """The place of the lag with the largest |t|."""
        return int(np.nanargmax(np.abs(self.means.t[0])))

    @property
    def _groups(self) -> Numbers:
        """For each unit the number of its group: as is said, else as units are."""
        return self.panel.groups if self.panel.shared is None else self.panel.shared

    def told(self, q: float, q_any: float, options: Options) -> PairTest:
        """Return the test, with its verdict after correction."""
        lag, profile = self.place - self.panel.window, self._profile(options)
        at, own = profile[self.place], self._unit_effects(options)
        between, within = _levels(self.panel)
        same = float(np.mean([(each.r > 0) == (at.r > 0) for each in own]))
        more = self._otherwise(options)
        critical, error = float(self.test.critical[0]), np.nanmedian(self.means.error[0])
        alike = units_alike(at, more.shared)
        chances = (more.coarser_p, self.group_p, more.own_share_p)
        finding = Finding(profile, self.place, critical, q, same, *chances, alike)
        test = PairTest(
            verdict_of(finding, options),
            "panel",
            self.panel.window,
            units=at.units,
            pairs=at.pairs,
            periods=self.panel.covered,
            groups=int(self.means.groups[0]),
            profile=profile,
            lag=lag,
            r=at.r,
            lower=at.lower,
            upper=at.upper,
            p=self.p,
            q=q,
            q_any=q_any,
            group_p=self.group_p,
            detectable=float(np.tanh((critical + POWER) * error)),
            same_sign=same,
            units_alike=alike,
            between=between,
            within=within,
            orders=self.ready.orders,
            drawn_in=self.ready.drawn_in,
            unit_effects=own,
            surprises=self._surprises(lag),
            sensitivity=more,
        )
        return self._with_size(test, lag, options) if test.found else test

    def _otherwise(self, options: Options) -> Sensitivity:
        """Return what becomes of the result when it is looked at otherwise."""
        more = sensitivity_of(self.panel, self.ready, self.means, self.place, options)
        more = replace(more, shared=shared_between(self.again.x, self.again.y, self._groups))
        again = prepare(self.panel, options, "own_share")
        means, test = _tested(again, self.panel.groups, options)
        if not np.isnan(test.p[0]) and not np.isnan(means.mean[0, self.place]):
            own_r = float(np.tanh(means.mean[0, self.place]))
            more = replace(more, own_share_r=own_r, own_share_p=float(test.p[0]))
        r = float(np.tanh(self.weighed.mean[0, self.place]))
        if np.isnan(r) or np.isnan(self.weighed_p):
            return more
        return replace(more, weighed_r=r, weighed_p=self.weighed_p)

    def _with_size(self, test: PairTest, lag: int, options: Options) -> PairTest:
        """Return a finding with its effect in natural units, and with what to be careful about."""
        panel = self.panel
        own_past = self.ready.orders[1 if lag >= 0 else 0]
        effect = natural_effect(panel.driver, panel.outcome, self._groups, lag, own_past)
        if effect is not None and effect.slope * (test.r or 0.0) <= 0:
            effect = None  # a few outliers turn it round, which the surprises have drawn in
        return replace(
            test,
            effect=effect,
            units_differ=units_differ(test.same_sign, options),
            opposite_between=opposite(test.between, test.r, test.units, options),
        )

    def _profile(self, options: Options) -> tuple[LagEffect, ...]:
        critical = float(self.test.critical[0])
        used = (self.ready.n >= options.fewest_pairs) & ~np.isnan(self.ready.r)
        mean, error, t = (each[0] for each in (self.means.mean, self.means.error, self.means.t))
        r, low, high = (np.tanh(mean + side * critical * error) for side in (0, -1, 1))
        units, pairs = used.sum(axis=0), np.where(used, self.ready.n, 0).sum(axis=0)
        return profile_of(self.panel.window, (r, low, high, t), units, pairs)

    def _unit_effects(self, options: Options) -> tuple[UnitEffect, ...]:
        r, n = self.ready.r[:, self.place], self.ready.n[:, self.place]
        enough = np.flatnonzero((n >= options.fewest_pairs) & ~np.isnan(r))
        return tuple(UnitEffect(int(u), float(r[u]), int(n[u])) for u in enough)

    def _surprises(self, lag: int) -> tuple[Surprise, ...]:
        """Return each surprise of the driver with that of the outcome `lag` periods later."""
        x, y = self.ready.x, self.ready.y
        found = []
        for unit, period in zip(*np.nonzero(~np.isnan(y)), strict=True):
            before = period - lag
            if 0 <= before < x.shape[1] and not np.isnan(x[unit, before]):
                ends = float(x[unit, before]), float(y[unit, period])
                found.append(Surprise(int(unit), int(period), *ends))
        return tuple(found)


def _tested(ready: Prepared, groups: Numbers, options: Options) -> tuple[Means, WindowTest]:
    means = means_of(ready.r[np.newaxis], ready.n[np.newaxis], groups, options.fewest_pairs)
    return means, window_test(means, options.draws, options.seed)


def _levels(panel: PairPanel) -> tuple[float | None, float | None]:
    ends = panel.driver, panel.outcome
    return between_units(*ends), within_over_time(*ends)
