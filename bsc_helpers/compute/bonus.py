"""The bonus scheme: attainment of measures, weighted into a result, and what it pays.

The weights of the measures are percents of the whole and add up to exactly 100. They are decimal
numbers, and what they add up to is computed on whole numbers: 0.1 + 0.2 is 0.3 here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.errors import ParameterError

__all__ = ["WHOLE", "Payout", "Weighted", "payout_of", "weight_fault", "weighted_result"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
WHOLE = Decimal(100)  # percent


@dataclass(frozen=True)
class Payout:
    """How a weighted result pays: corners of attainment and payout, both in percent.

    Below the threshold nothing is paid. From there the payout rises in a straight line to the
    target, from the target to the cap, and beyond the cap no further.

    Attributes
    ----------
    threshold, target, cap
        Weighted results, each larger than the one before.
    at_threshold, at_target, at_cap
        What they pay, in percent of the bonus at target; none smaller than the one before.
    """

    threshold: float
    target: float
    cap: float
    at_threshold: float = 0.0
    at_target: float = 100.0
    at_cap: float = 100.0

    def __post_init__(self) -> None:
        pays = (0.0, self.at_threshold, self.at_target, self.at_cap)
        if not self.threshold < self.target < self.cap:
            raise ParameterError("threshold, target and cap must rise")
        if list(pays) != sorted(pays):
            raise ParameterError("what is paid must not fall from threshold to target to cap")


@dataclass(frozen=True)
class Weighted:
    """The weighted results of some weights; all arrays have one shape.

    Attributes
    ----------
    result
        The weighted mean attainment in percent, of what is known; NaN where nothing is.
    coverage
        The weight of what is known against all of it, 0–1.
    enough
        Whether the coverage is at least the one that is asked.
    """

    result: Floats
    coverage: Floats
    enough: Bools


def weight_fault(weights: Mapping[str, Decimal], whole: Decimal = WHOLE) -> str:
    """Return what is wrong with weights that do not add up; empty when they do.

    The message names each weight, their sum, and what is missing or too much.
    """
    total = sum(weights.values(), Decimal())
    if total == whole:
        return ""
    shown = " + ".join(f"{code} {weight}" for code, weight in weights.items())
    rest = whole - total
    told = f"{_plain(rest)} is missing" if rest > 0 else f"{_plain(-rest)} is too much"
    return f"the weights add up to {_plain(total)}, not {_plain(whole)}: {shown}; {told}"


def weighted_result(
    weights: Sequence[Decimal], attainment: ArrayLike, cap: float, minimum_coverage: Decimal
) -> Weighted:
    """Return the weighted mean of attainments, and how much of the weight it rests on.

    Parameters
    ----------
    weights
        One for each measure; they may be a part of the whole.
    attainment
        Measures first: measures × rows, or × rows × periods. In percent; NaN is missing, and has
        no part in the mean. Each is taken as at least 0 and at most `cap`, so that one measure
        cannot pay for all others.
    minimum_coverage
        In percent of the weights.
    """
    reached = np.clip(np.asarray(attainment, dtype=np.float64), 0.0, cap)
    known = ~np.isnan(reached)
    whole, asked = _whole_numbers([*weights, minimum_coverage * sum(weights) / WHOLE])
    there = np.tensordot(whole, known.astype(np.int64), axes=1)
    total = np.tensordot(whole.astype(float), np.where(known, reached, 0.0), axes=1)
    result = np.full(there.shape, np.nan)
    np.divide(total, there, out=result, where=there > 0)
    return Weighted(result, there / max(int(whole.sum()), 1), there >= asked)


def payout_of(result: ArrayLike, payout: Payout) -> Floats:
    """Return what weighted results pay, in percent of the bonus at target; NaN where missing."""
    reached = np.asarray(result, dtype=np.float64)
    corners = (payout.threshold, payout.target, payout.cap)
    paid = np.interp(reached, corners, (payout.at_threshold, payout.at_target, payout.at_cap))
    return np.where(reached < payout.threshold, 0.0, paid)


def _whole_numbers(numbers: Sequence[Decimal]) -> tuple[NDArray[np.int64], int]:
    """Return all but the last as whole numbers of one small unit, and the last rounded up in it."""
    places = max(-int(n.normalize().as_tuple().exponent) for n in numbers[:-1])
    unit = Decimal(1).scaleb(-max(places, 0))
    *weights, last = (number / unit for number in numbers)
    asked = int(last.to_integral_value(rounding="ROUND_CEILING"))
    return np.array([int(weight) for weight in weights], dtype=np.int64), asked


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
