"""A unit against a reference, its peers or a target, in one word each; by the rules of Fingertips.

The codes in the docstrings are those under which Fingertips, the public health profiles of
England, lists its methods of comparison. Better and worse are said only where higher or lower is
better; else higher and lower. What cannot be compared is *not compared*, never *similar*.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.compute.comparison.arrays import Bools, Floats, exceeds, floats, places, quantiles
from bsc_helpers.compute.comparison.intervals import Interval, rate_interval, wilson
from bsc_helpers.errors import ParameterError
from bsc_helpers.model import Polarity

__all__ = [
    "BEST",
    "BEST_QUARTER",
    "BETTER",
    "HIGHER",
    "HIGHEST",
    "LOWER",
    "LOWEST",
    "MIDDLE",
    "NOT_COMPARED",
    "SIMILAR",
    "WORSE",
    "WORST",
    "WORST_QUARTER",
    "Words",
    "against_range",
    "against_target",
    "compare",
    "compare_intervals",
    "compare_two_levels",
    "compare_with_limits",
    "control_limits",
    "except_itself",
    "percentile_range",
    "previous",
    "quantile_groups",
    "rank_groups",
]

BETTER, WORSE, HIGHER, LOWER = "better", "worse", "higher", "lower"
BEST, WORST, HIGHEST, LOWEST = "best", "worst", "highest", "lowest"
SIMILAR, NOT_COMPARED = "similar", "not_compared"
BEST_QUARTER, MIDDLE, WORST_QUARTER = "best_quarter", "middle", "worst_quarter"

Words: TypeAlias = NDArray[np.str_]

# What above and below mean, at the first and the second strength.
_MEANING: dict[Polarity, tuple[str, str, str, str]] = {
    "higher_is_better": (BETTER, WORSE, BEST, WORST),
    "lower_is_better": (WORSE, BETTER, WORST, BEST),
    "in_range": (HIGHER, LOWER, HIGHEST, LOWEST),
    "neutral": (HIGHER, LOWER, HIGHEST, LOWEST),
}


def compare(lower: ArrayLike, upper: ArrayLike, reference: ArrayLike, polarity: Polarity) -> Words:
    """Return whether each interval lies above, below or around a reference. Fingertips code 1.

    Parameters
    ----------
    lower, upper
        The interval of each figure.
    reference
        A fixed value: the whole, a norm, the value of an earlier period.
    polarity
        Which direction is better.

    Returns
    -------
    Words
        A limit that equals the reference makes *similar*; a missing number *not_compared*.
    """
    return compare_intervals(lower, upper, reference, reference, polarity)


def compare_intervals(
    lower: ArrayLike,
    upper: ArrayLike,
    other_lower: ArrayLike,
    other_upper: ArrayLike,
    polarity: Polarity,
) -> Words:
    """Return whether two intervals lie apart, and on which side. Fingertips code 12.

    Two intervals may overlap and the figures still differ by more than chance: of the rules this
    one is the slowest to tell units apart.

    Parameters
    ----------
    lower, upper
        The interval of each figure.
    other_lower, other_upper
        The interval that it is compared with.
    polarity
        Which direction is better.

    Returns
    -------
    Words
        Intervals that meet in one point are *similar*; a missing number makes *not_compared*.
    """
    low, high, other_low, other_high = floats(lower, upper, other_lower, other_upper)
    known = ~np.isnan(low + high + other_low + other_high)
    return _words(exceeds(low, other_high), exceeds(other_low, high), known, polarity)


def compare_two_levels(
    interval_95: Interval, interval_998: Interval, reference: ArrayLike, polarity: Polarity
) -> Words:
    """Return how clearly an interval leaves a reference out, in two strengths. Fingertips code 17.

    Outside at 95 percent it is *better*, *worse*, *higher* or *lower*; at 99.8 percent *best*,
    *worst*, *highest* or *lowest*. A missing number makes *not_compared*.
    """
    above, below, most, least = _MEANING[polarity]
    first = compare(*interval_95, reference, polarity)
    second = compare(*interval_998, reference, polarity)
    return np.select(
        [(first == NOT_COMPARED) | (second == NOT_COMPARED), second == above, second == below],
        [NOT_COMPARED, most, least],
        default=first,
    )


def control_limits(
    reference: ArrayLike,
    count: ArrayLike,
    kind: Literal["proportion", "rate"],
    confidence: float = 0.95,
) -> Interval:
    """Return limits around a reference for a unit of a given size. Fingertips codes 5 and 6.

    Of a proportion (code 5) the Wilson interval that the reference itself would have with so many
    cases; of a rate (code 6) the Poisson interval of the expected events. These are not the limits
    of a funnel. For comparing with them see :func:`compare_with_limits`.

    Parameters
    ----------
    reference
        A share from 0 to 1, or events per exposure.
    count
        The cases, or the exposure, of each unit.
    confidence
        Between 0 and 1.
    """
    centre, base = floats(reference, count)
    if kind == "proportion":
        return wilson(centre * base, base, confidence)
    if kind == "rate":
        return rate_interval(centre * base, base, confidence)
    raise ParameterError(f"there are no control limits of {kind}; valid: proportion, rate")


def compare_with_limits(value: ArrayLike, limits: Interval, polarity: Polarity) -> Words:
    """Return whether each value lies outside control limits. Fingertips codes 5 and 6.

    A value on a limit is *similar*; a missing number makes *not_compared*.
    """
    return compare_intervals(value, value, limits.lower, limits.upper, polarity)


def except_itself(words: Words, itself: ArrayLike) -> Words:
    """Return comparisons where none is made of a unit with itself.

    Parameters
    ----------
    itself
        Where the unit is the very one that it would be compared with.
    """
    return np.where(np.asarray(itself, dtype=np.bool_), NOT_COMPARED, words)


def against_target(
    value: ArrayLike,
    target: ArrayLike,
    polarity: Polarity,
    interval: Interval | None = None,
) -> Words:
    """Return whether each value has reached a target of one number.

    With an interval it must lie wholly on one side; while it straddles the target, or touches it,
    the answer is *similar*. Without one, a value on the target has reached it: *better* where
    higher or lower is better. A missing number makes *not_compared*.
    """
    if interval is not None:
        return compare(interval.lower, interval.upper, target, polarity)
    numbers, aim = floats(value, target)
    above, below = exceeds(numbers, aim), exceeds(aim, numbers)
    if polarity == "higher_is_better":
        above = ~below
    elif polarity == "lower_is_better":
        below = ~above
    return _words(above, below, ~np.isnan(numbers + aim), polarity)


def against_range(
    value: ArrayLike, lower: ArrayLike, upper: ArrayLike, polarity: Polarity
) -> Words:
    """Return whether each value lies below, in or above a range that is a target.

    The range holds its lower edge and not its upper one: below is ``< lower``, above is
    ``≥ upper``. A missing number makes *not_compared*.
    """
    numbers, low, high = floats(value, lower, upper)
    known = ~np.isnan(numbers + low + high)
    return _words(~exceeds(high, numbers), exceeds(low, numbers), known, polarity)


def percentile_range(peers: ArrayLike, lowest: float = 25, highest: float = 75) -> Interval:
    """Return the range between two percentiles of the peers, as a target for each of them.

    Parameters
    ----------
    peers
        Units, or units × columns; NaN is left out.
    lowest, highest
        From 0 to 100; by the straight line between neighbours (type 7 of Hyndman and Fan).

    Raises
    ------
    ParameterError
        For percentiles out of order or range.
    """
    if not 0 <= lowest <= highest <= 100:  # noqa: PLR2004 - percent
        raise ParameterError(
            f"percentiles go from 0 to 100, the lower first (found: {lowest}, {highest})"
        )
    (values,) = floats(peers)
    return Interval(*quantiles(values, lowest / 100, highest / 100))


def previous(value: ArrayLike, periods: int = 1) -> Floats:
    """Return for each period the value some periods earlier, as the reference to compare with.

    Parameters
    ----------
    value
        The last axis is the periods in order, without gaps.
    periods
        How many periods earlier, at least one.

    Returns
    -------
    Floats
        NaN, and so *not_compared*, in the first periods.
    """
    if periods < 1:
        raise ParameterError(f"an earlier period is at least one earlier (found: {periods})")
    (values,) = floats(value)
    earlier = np.full(values.shape, np.nan)
    earlier[..., periods:] = values[..., :-periods]
    return earlier


def quantile_groups(value: ArrayLike, groups: int = 5) -> Floats:
    """Return in which fifth or quarter of the units each lies. Fingertips codes 15 and 16.

    Parameters
    ----------
    value
        Units, or units × columns.
    groups
        5 for quintiles (code 15), 4 for quartiles (code 16).

    Returns
    -------
    Floats
        1 for the lowest values and so on; by the middle of each unit's place, so that groups
        differ by one unit at most where no values are equal. Equal values share a group. NaN where
        the value is missing, or where there are fewer units than groups.
    """
    (values,) = floats(value)
    number = (~np.isnan(values)).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        group = np.ceil((places(values, "average") - 0.5) * groups / number)
    return np.where(number >= groups, group, np.nan)


def rank_groups(value: ArrayLike, polarity: Polarity) -> Words:
    """Return whether each unit is among the best quarter, the worst quarter or in the middle.

    As Kolada colours municipalities: the best 25 percent, the worst 25 percent, and the rest.
    It tells better or worse *than others*, not good or bad.

    Parameters
    ----------
    value
        Units, or units × columns.
    polarity
        Which direction is better.

    Returns
    -------
    Words
        A unit is in a quarter when it and all that are as good or better (as bad or worse) are no
        more than a quarter of those with a value; units that are all equal are in the middle.
        Missing ones, which count in no group, are *not_compared*.

    Raises
    ------
    ParameterError
        Where no direction is better.
    """
    (values,) = floats(value)
    rising = values * worth(polarity)
    quarter = (~np.isnan(values)).sum(axis=0) / 4
    return np.select(
        [np.isnan(values), places(-rising, "max") <= quarter, places(rising, "max") <= quarter],
        [NOT_COMPARED, BEST_QUARTER, WORST_QUARTER],
        default=MIDDLE,
    )


def worth(polarity: Polarity) -> float:
    """Return 1 where higher is better and −1 where lower is; an error where neither is."""
    if polarity == "higher_is_better":
        return 1.0
    if polarity == "lower_is_better":
        return -1.0
    raise ParameterError(
        f"best and worst need a direction that is better (found: {polarity});"
        " valid: higher_is_better, lower_is_better"
    )


def _words(above: Bools, below: Bools, known: Bools, polarity: Polarity) -> Words:
    word_above, word_below, _, _ = _MEANING[polarity]
    return np.select([~known, above, below], [NOT_COMPARED, word_above, word_below], SIMILAR)
