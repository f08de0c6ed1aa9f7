"""What becomes of a result when it is looked at otherwise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from bsc_helpers.compute.leadlag.correlations import lag_correlations
from bsc_helpers.compute.leadlag.effects import driscoll_kraay_p
from bsc_helpers.compute.leadlag.options import Options
from bsc_helpers.compute.leadlag.panel import PairPanel, Prepared
from bsc_helpers.compute.leadlag.results import Sensitivity
from bsc_helpers.compute.leadlag.signflips import Means, means_of, window_test

__all__ = ["coarser_look", "sensitivity_of", "shared_between"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
LONG_ENOUGH = 40  # periods from which on Driscoll and Kraay's errors hold
_FEWEST_GROUPS = 2
_FEWEST_PERIODS = 4  # that two units have in common
_MOST_UNITS = 500  # that are held against each other; of more, some are enough
_NOISES = 2  # standard errors that are still chance


def sensitivity_of(
    panel: PairPanel, ready: Prepared, means: Means, place: int, options: Options
) -> Sensitivity:
    """Look at one pair otherwise, at the lag that was found."""
    lag = place - panel.window
    coarser_p, groups = coarser_look(panel, ready, options)
    periods = panel.driver.shape[1]
    long = panel.covered >= LONG_ENOUGH
    return Sensitivity(
        coarser_p=coarser_p,
        coarser_groups=groups,
        driscoll_kraay_p=driscoll_kraay_p(ready.x, ready.y, lag) if long else None,
        rank_r=_mean_r(_ranked(ready, lag), options),
        without_one=_without_one(means, place),
        first_half=_mean_r(_part(ready, lag, slice(None, periods // 2)), options),
        second_half=_mean_r(_part(ready, lag, slice(periods // 2, None)), options),
    )


def coarser_look(
    panel: PairPanel, ready: Prepared, options: Options
) -> tuple[float | None, int | None]:
    """Return how rare the result is with coarser groups, and how many there are.

    None for so few that no result could be rare, whatever it is: of four groups one in eight has
    the same sign in all by chance.
    """
    if panel.coarser is None:
        return None, None
    coarse = means_of(ready.r[np.newaxis], ready.n[np.newaxis], panel.coarser, options.fewest_pairs)
    count = int(coarse.groups[0])
    if 2.0 ** (1 - count) > options.p_coarser:
        return None, None
    p = float(window_test(coarse, options.draws, options.seed).p[0])
    return (None if np.isnan(p) else p), count


def _aligned(ready: Prepared, lag: int) -> tuple[Floats, Floats]:
    """Return both surprises with the driver moved by the lag, where both are there."""
    x, y = ready.x, ready.y
    end = x.shape[1]
    x, y = (x[:, : end - lag], y[:, lag:]) if lag >= 0 else (x[:, -lag:], y[:, : end + lag])
    there = np.where(np.isnan(x) | np.isnan(y), np.nan, 1.0)
    return x * there, y * there


def _ranked(ready: Prepared, lag: int) -> tuple[Floats, Floats]:
    x, y = _aligned(ready, lag)
    ranks = [stats.rankdata(each, axis=1, nan_policy="omit") for each in (x, y)]
    return ranks[0], ranks[1]


def _part(ready: Prepared, lag: int, when: slice) -> tuple[Floats, Floats]:
    """Return the part of the time in which the outcome lies in some periods."""
    y = np.full_like(ready.y, np.nan)
    y[:, when] = ready.y[:, when]
    return _aligned(Prepared(ready.x, y, ready.orders, ready.drawn_in, ready.r, ready.n), lag)


def _mean_r(aligned: tuple[Floats, Floats], options: Options) -> float | None:
    """Return the mean correlation over units without any further lag; None for too few periods.

    Half the time has half the periods, so half as many are asked of a unit.
    """
    r, n = lag_correlations(aligned[0][np.newaxis], aligned[1][np.newaxis], 0)
    alone = np.arange(r.shape[2])
    fewest = max(4, options.fewest_pairs // 2)
    mean = means_of(r[0], n[0], alone, fewest).mean[0, 0]
    return None if np.isnan(mean) else float(np.tanh(mean))


def _without_one(means: Means, place: int) -> tuple[float, float] | None:
    """Return the lowest and the highest mean when any one group is left out."""
    sums, weights = means.sums[:, 0, place], means.weights[:, 0, place]
    there = weights > 0
    if there.sum() < _FEWEST_GROUPS:
        return None
    each = np.tanh((sums.sum() - sums[there]) / (weights.sum() - weights[there]))
    return float(each.min()), float(each.max())


def shared_between(x: Floats, y: Floats, groups: Numbers) -> float | None:
    """Return how alike units of different groups move, in both measures, beyond chance.

    The root mean square of the correlations between two units' surprises, less what chance gives;
    0 where that is all. Signs cannot tell it: means of periods are taken out, so that correlations
    between units cancel out. Shocks mislead when both measures share them, hence the geometric
    mean of the two.

    Parameters
    ----------
    x, y
        Surprises of the driver and of the outcome, units × periods.
    groups
        For each unit the number of its group, which may share whatever it likes.
    """
    own = [_alike(each, groups) for each in (x, y)]
    return None if own[0] is None or own[1] is None else float(np.sqrt(own[0] * own[1]))


def _alike(values: Floats, groups: Numbers) -> float | None:
    """Return the size of correlations between units of different groups, beyond chance."""
    step = -(-len(values) // _MOST_UNITS)
    values, groups = values[::step], groups[::step]
    apart = np.triu(groups[:, np.newaxis] != groups)
    alone = values[:, np.newaxis]
    r, n = (each[..., 0, 0][apart] for each in lag_correlations(alone, alone, 0))
    there = ~np.isnan(r) & (n > _FEWEST_PERIODS)
    if not there.any():
        return None
    r, free = r[there] + 1 / (len(values) - 1), n[there] - 1  # what taking out means has moved
    beyond, noise = (free * r**2 - 1).sum(), np.sqrt(2 * len(r))
    return float(np.sqrt(beyond / free.sum())) if beyond > _NOISES * noise else 0.0
