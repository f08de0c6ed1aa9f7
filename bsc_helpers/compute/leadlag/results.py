"""What a test of one pair found, and everything it was made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Effect",
    "Gate",
    "LagEffect",
    "Mode",
    "PairTest",
    "Sensitivity",
    "Surprise",
    "UnitEffect",
    "Verdict",
    "profile_of",
]

Floats = NDArray[np.float64]

Mode = Literal["panel", "single"]
Verdict = Literal[
    "not_enough_data",
    "no_sign",
    "cannot_tell",
    "too_small",
    "move_together",
    "other_way",
    "both_ways",
    "tends_to_lead",
    "possible_lead",
]
Hurdle = Literal["periods", "units", "pairs", "variation", "seasons", "groups", "points"]


@dataclass(frozen=True)
class Gate:
    """What there was too little of for a test: how much there is, and how much it takes."""

    hurdle: Hurdle
    found: int | float
    needed: int | float


@dataclass(frozen=True)
class LagEffect:
    """The mean correlation at one lag, with a band that holds for all lags together.

    `t` is in standard errors; `units` and `pairs` (unit-periods) are what it rests on. NaN where
    too few units have enough periods.
    """

    lag: int
    r: float
    lower: float
    upper: float
    t: float
    units: int
    pairs: int


def profile_of(
    window: int,
    effects: tuple[Floats, Floats, Floats, Floats],
    units: NDArray[Any],
    pairs: NDArray[Any],
) -> tuple[LagEffect, ...]:
    """Return every lag from −K to K: r, lower, upper and t, and what they rest on."""
    numbers = zip(*(each.tolist() for each in effects), strict=True)
    counts = zip(units.tolist(), pairs.tolist(), strict=True)
    return tuple(
        LagEffect(place - window, r, lower, upper, t, int(some), int(more))
        for place, ((r, lower, upper, t), (some, more)) in enumerate(
            zip(numbers, counts, strict=True)
        )
    )


@dataclass(frozen=True)
class UnitEffect:
    """The correlation of one unit at the lag that was found, and the periods behind it."""

    unit: int
    r: float
    pairs: int


@dataclass(frozen=True)
class Surprise:
    """A surprise of the driver and, so many periods later, one of the outcome, in their units."""

    unit: int
    period: int
    driver: float
    outcome: float


@dataclass(frozen=True)
class Effect:
    """What goes with the driver in natural units: a regression with units and periods taken out.

    Attributes
    ----------
    slope, lower, upper
        Change of the outcome for one more of the driver, with its 95 % interval.
    usual_rise
        One standard deviation of the driver, means of units and periods taken out, in its unit.
    gain
        The share of the variation within units that the driver explains beyond the outcome's own
        past, 0–1.
    groups
        Groups of units that the interval allows to share shocks.
    pairs
        Unit-periods.
    """

    slope: float
    lower: float
    upper: float
    usual_rise: float
    gain: float
    groups: int
    pairs: int


@dataclass(frozen=True)
class Sensitivity:
    """What becomes of the result when it is looked at otherwise; None where that cannot be.

    Attributes
    ----------
    coarser_p, coarser_groups
        With units that may share shocks taken together.
    weighed_r, weighed_p
        Where what units share is told most by those that vary least, so that the swings of a few
        large units, taken out of all the others, do not make these seem to agree.
    own_share_r, own_share_p
        With each unit's own part of what all share taken out, where shocks hit large units more.
    driscoll_kraay_p
        With errors that allow for shocks of all kinds between units; only with 40 periods or more.
    rank_r
        With ranks instead of values (Spearman).
    without_one
        The lowest and the highest correlation when any one unit is left out.
    first_half, second_half
        In the first and in the second half of the time.
    shared
        How large correlations between units of different groups are, in both measures, beyond
        chance: far from nothing, units share shocks that no group tells of.
    """

    coarser_p: float | None = None
    coarser_groups: int | None = None
    weighed_r: float | None = None
    weighed_p: float | None = None
    own_share_r: float | None = None
    own_share_p: float | None = None
    driscoll_kraay_p: float | None = None
    rank_r: float | None = None
    without_one: tuple[float, float] | None = None
    first_half: float | None = None
    second_half: float | None = None
    shared: float | None = None


@dataclass(frozen=True)
class PairTest:
    """One pair, tested over its whole lag window.

    Lag k > 0: the driver moves k periods before the outcome. None: there was nothing to tell it
    from.

    Attributes
    ----------
    verdict, gates
        The fixed verdict; where there is not enough data, all that was lacking.
    window
        K: lags −K to K were tried.
    units, pairs, periods, groups
        What it rests on: units and unit-periods at the lag that was found, periods with anything,
        and groups of units that may share shocks.
    profile
        Every lag, the negative ones too.
    lag, r, lower, upper
        The lag with the largest |t|, the correlation there, and its simultaneous 95 % interval.
    p, q, q_any
        Of the whole window, the larger of two looks: counted plainly, and with what units share
        told most by those that vary least. q is corrected for all pairs of the family
        (Benjamini–Hochberg), q_any whatever the dependence between them (Benjamini–Yekutieli).
    group_p
        Where groups share shocks and are few: the same test with whole groups.
    detectable
        The correlation that this design would have found four times in five.
    same_sign
        The share of units whose own correlation points the same way, 0–1.
    between, within
        Correlation of the units' means; and within units over time, without any lag.
    orders
        How many past periods tell something of the driver, and of the outcome.
    drawn_in
        How many outlying surprises of the driver and of the outcome were drawn in.
    units_alike
        Whether units move so alike, though no group ties them, that the result may be chance.
    """

    verdict: Verdict
    mode: Mode
    window: int
    gates: tuple[Gate, ...] = ()
    units: int = 0
    pairs: int = 0
    periods: int = 0
    groups: int = 0
    profile: tuple[LagEffect, ...] = ()
    lag: int | None = None
    r: float | None = None
    lower: float | None = None
    upper: float | None = None
    p: float | None = None
    q: float | None = None
    q_any: float | None = None
    group_p: float | None = None
    detectable: float | None = None
    same_sign: float | None = None
    between: float | None = None
    within: float | None = None
    orders: tuple[int, int] | None = None
    drawn_in: tuple[int, int] | None = None
    unit_effects: tuple[UnitEffect, ...] = ()
    surprises: tuple[Surprise, ...] = ()
    effect: Effect | None = None
    sensitivity: Sensitivity = Sensitivity()
    units_differ: bool = False
    units_alike: bool = False
    opposite_between: bool = False

    @property
    def tested(self) -> bool:
        """Whether there was enough data for a test."""
        return self.verdict != "not_enough_data"

    @property
    def found(self) -> bool:
        """Whether a link that matters was found, in whatever order."""
        return self.verdict in _FOUND


_FOUND = ("move_together", "other_way", "both_ways", "tends_to_lead", "possible_lead")
