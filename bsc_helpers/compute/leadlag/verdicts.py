"""The fixed verdicts: which words a result deserves, and when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.results import LagEffect, Verdict

__all__ = ["Finding", "opposite", "units_alike", "units_differ", "verdict_of"]


_NORMAL_95 = 1.96


@dataclass(frozen=True)
class Finding:
    """What a verdict is given on.

    Attributes
    ----------
    profile
        Every lag with its band.
    place
        The place of the lag that was found.
    critical
        What |t| must exceed at a lag to count there.
    q
        Corrected for all pairs of the family.
    same_sign
        The share of units that point the same way.
    coarser_p
        With units taken together that may share shocks; None where nothing is known of them.
    group_p
        The same, where the register says that they do; None where it does not.
    own_share_p
        With each unit's own part of what all share taken out; None for a single series.
    alike
        Whether units move so alike that it may be chance, see `units_alike`.
    single
        Whether it is one unit's series alone.
    """

    profile: Sequence[LagEffect]
    place: int
    critical: float
    q: float
    same_sign: float | None
    coarser_p: float | None = None
    group_p: float | None = None
    own_share_p: float | None = None
    alike: bool = False
    single: bool = False


def verdict_of(found: Finding, options: Options) -> Verdict:
    """Return the verdict, by the first condition that holds."""
    at = found.profile[found.place]
    if _is_chance(found, options):
        return "no_sign" if _all_within(found.profile, options.floor) else "cannot_tell"
    if abs(at.r) < options.floor:
        return "too_small"
    if at.lag == 0:
        return "move_together"
    # With many units a trace of the own past on the other side is beyond chance, and tells nothing.
    matter = [each for each in found.profile if abs(each.r) >= options.floor]
    clear = [each.lag for each in matter if abs(each.t) > found.critical]
    forward, backward = any(lag > 0 for lag in clear), any(lag < 0 for lag in clear)
    if at.lag < 0 and not forward:
        return "other_way"
    if forward and backward:
        return "both_ways"
    return "tends_to_lead" if _is_firm(found, options) else "possible_lead"


def _is_chance(found: Finding, options: Options) -> bool:
    """Whether it is no more than chance, shocks that groups share, or shares of common ones."""
    shared = found.group_p is not None and found.group_p > options.p_shared
    shares = found.own_share_p is not None and found.own_share_p > options.p_coarser
    return found.q > options.q_possible or shared or shares


def _is_firm(found: Finding, options: Options) -> bool:
    """Whether a lead is more than possible.

    One series alone never is; nor are few groups that share shocks, whose chance results cannot be
    rare enough, nor units that seem to share shocks of which no group tells.
    """
    if found.single or found.alike or found.group_p is not None or found.q > options.q_firm:
        return False
    agree = found.same_sign is not None and found.same_sign >= options.same_sign
    return agree and (found.coarser_p is None or found.coarser_p <= options.p_coarser)


def _all_within(profile: Sequence[LagEffect], floor: float) -> bool:
    """Whether every lag that was tried has its whole band within the floor."""
    tried = [each for each in profile if not np.isnan(each.r)]
    return bool(tried) and all(-floor < each.lower and each.upper < floor for each in tried)


def units_differ(same_sign: float | None, options: Options) -> bool:
    """Whether so few units point the same way that the mean speaks for few of them."""
    return same_sign is not None and same_sign < options.same_sign


def units_alike(at: LagEffect, shared: float | None) -> bool:
    """Whether units move so alike, though no group ties them, that the result may be chance.

    Correlations ρ between any two of N units in both measures make the variance of the mean up to
    1 + (N − 1) ρ² times as large; the interval, as much wider, must still not hold nothing.
    """
    if not shared:
        return False
    wider = np.sqrt(1 + max(at.units - 1, 0) * shared**2)
    with np.errstate(divide="ignore", invalid="ignore"):  # of a correlation of 1
        mean, low, high = np.arctanh([at.r, at.lower, at.upper])
        return bool(abs(mean) <= (high - low) / 2 * wider)


def opposite(between: float | None, within: float | None, units: int, options: Options) -> bool:
    """Whether units differ one way, and each over time the other way (Simpson's paradox).

    Both must matter, and the correlation of so many units' means must be more than chance.
    """
    if between is None or within is None:
        return False
    chance = _NORMAL_95 / np.sqrt(max(units - 1, 1))
    weak = abs(between) < max(options.floor, chance) or abs(within) < options.floor
    return not weak and (between > 0) != (within > 0)
