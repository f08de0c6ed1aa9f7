"""Money in whole öre: sums that come out as on paper, whatever the order in which they are made."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["kronor", "whole_ore"]

ORE = 100  # in a krona
NOISE = 2  # of the last binary digit of an amount: what its way from a text may do
MOST_ORE = 2.0**62  # half of what an integer holds
MOST_EXACT = 2**53  # up to here a binary number holds every integer

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def whole_ore(amounts: Floats) -> Integers | None:
    """Return amounts in kronor as whole öre.

    Parameters
    ----------
    amounts
        Finite numbers, of any shape.

    Returns
    -------
    Integers of the same shape. None when an amount is finer than an öre, such as a price per unit,
    or when all together are too many to be added (some 46 thousand million million kronor); then
    they are ordinary binary numbers like all other figures.
    """
    if not np.abs(amounts).sum() * ORE < MOST_ORE:
        return None
    whole = np.trunc(amounts)
    rest = (amounts - whole) * ORE
    nearest = np.rint(rest)
    if (np.abs(rest - nearest) > NOISE * ORE * np.spacing(np.abs(amounts))).any():
        return None
    return whole.astype(np.int64) * ORE + nearest.astype(np.int64)


def kronor(ore: Integers) -> Floats:
    """Return whole öre as kronor, each the binary number nearest to it."""
    whole, rest = np.divmod(ore, ORE)
    parts: Floats = whole + rest / ORE
    return np.where(np.abs(ore) < MOST_EXACT, ore / ORE, parts)
