"""Rounding as a reader would with pencil and paper: half up, from the decimal text of a number."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from bsc_helpers.errors import ParameterError

__all__ = [
    "MOST_DECIMALS",
    "decimals_of",
    "decimals_to_show",
    "decimals_to_tell_apart",
    "difference_of",
    "rounded",
]

MOST_DECIMALS = 12  # as many as a number in the register may have


def rounded(value: float, decimals: int) -> Decimal:
    """Return a number rounded half up from its decimal text: 2.675 becomes 2.68, −0.04 becomes 0.

    Fifteen significant digits are that text: what binary arithmetic adds beyond them is noise.

    Raises
    ------
    ParameterError
        When the value is missing or infinite.
    """
    step = Decimal(1).scaleb(-decimals)
    # Adding zero takes the sign from a negative zero.
    return _exact(value).quantize(step, rounding=ROUND_HALF_UP) + 0


def _exact(value: float) -> Decimal:
    if not math.isfinite(value):
        raise ParameterError("a missing value is no number; show what missing_sign returns")
    return Decimal(f"{value:.15g}")


def difference_of(value: float, target: float) -> float:
    """Return value − target by their decimal texts: 73.05 − 73 is 0.05, without binary noise."""
    return float(_exact(value) - _exact(target))


@lru_cache(8192)
def decimals_of(value: float) -> int:
    """Return with how many decimals a number was written: 8.5 has one, 68 none."""
    exponent = _exact(value).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def decimals_to_tell_apart(value: float, target: float, decimals: int) -> int:
    """Return the fewest decimals, at least `decimals`, at which a value and its target differ.

    So that what misses its target does not look as if it stood on it. Equal numbers, which no
    decimals tell apart, keep `decimals`.
    """
    return next(
        (
            places
            for places in range(decimals, MOST_DECIMALS + 1)
            if rounded(value, places) != rounded(target, places)
        ),
        decimals,
    )


def decimals_to_show(value: float, digits: int) -> int:
    """Return the fewest decimals at which so many digits of a number are seen: 0.0312 needs 3."""
    size = abs(value)
    if size == 0 or not math.isfinite(size):
        return 0
    return min(max(0, digits - 1 - math.floor(math.log10(size))), MOST_DECIMALS)
