"""What of a measure could not be expected from its own past: its surprises."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["LONG", "lagged", "most_lags", "surprises"]

Floats = NDArray[np.float64]
LONG = 60  # periods from which on a longer memory can be told


def most_lags(periods: int) -> int:
    """Return how many past periods a panel's filter may use: 2, or 4 from 60 periods on."""
    return 4 if periods >= LONG else 2


def lagged(values: Floats, lag: int) -> Floats:
    """Return values moved `lag` periods later along the last axis; NaN where there is none."""
    moved = np.full_like(values, np.nan)
    if lag < values.shape[-1]:
        moved[..., lag:] = values[..., : values.shape[-1] - lag]
    return moved


def surprises(values: Floats, most: int) -> tuple[Floats, int]:
    """Return what a panel's own past does not tell, and how many past periods tell something.

    One regression on the past for all units together, with 0 to `most` past periods; the number is
    chosen by BIC on the periods that have all of them.

    Parameters
    ----------
    values
        Units × periods, without the means of units and periods; NaN = missing.

    Returns
    -------
    Units × periods, in the unit of measure; NaN where the value or a past one is missing.
    """
    past = np.stack([lagged(values, lag) for lag in range(1, most + 1)])
    common = ~np.isnan(values) & ~np.isnan(past).any(axis=0)
    order = _order(values[common], past[:, common].T)
    used = past[:order]
    there = ~np.isnan(values) & ~np.isnan(used).any(axis=0)
    memory = _memory(values[there], used[:, there].T)
    return values - np.einsum("l,lit->it", memory, used), order


def _order(now: Floats, past: Floats) -> int:
    """Return the number of past periods with the lowest BIC."""
    if len(now) <= past.shape[1] + 1:
        return 0
    scores = []
    for order in range(past.shape[1] + 1):
        left: Floats = now - past[:, :order] @ _memory(now, past[:, :order])
        squares = max(float(left @ left), np.finfo(float).tiny)
        scores.append(len(now) * np.log(squares / len(now)) + order * np.log(len(now)))
    return int(np.argmin(scores))


def _memory(now: Floats, past: Floats) -> Floats:
    """Return how strongly each past period tells of the present one."""
    if past.shape[1] == 0:
        return np.zeros(0)
    return np.asarray(np.linalg.lstsq(past, now, rcond=None)[0], dtype=np.float64)
