"""What every part of the process charts asks of what it is given."""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.errors import ParameterError, did_you_mean
from bsc_helpers.model import Polarity

__all__ = ["check_polarity", "checked_series"]

_AXES = 2  # rows and periods


def checked_series(values: ArrayLike) -> NDArray[np.float64]:
    """Return series as rows × periods.

    Raises
    ------
    ParameterError
        For another shape, no period at all, or an infinite value.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != _AXES or not numbers.shape[1]:
        raise ParameterError(
            f"values must be rows × periods with at least one period (found: {numbers.shape})"
        )
    if np.isinf(numbers).any():
        raise ParameterError("a value is infinite; a missing one is NaN")
    return numbers


def check_polarity(polarity: Polarity) -> None:
    """Refuse an unknown polarity.

    Raises
    ------
    ParameterError
        With the nearest valid word.
    """
    if polarity not in get_args(Polarity):
        raise ParameterError(
            f"unknown polarity {polarity!r}{did_you_mean(str(polarity), get_args(Polarity))}"
        )
