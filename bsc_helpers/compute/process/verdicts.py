"""What a process chart says in one word: of its points, and of whether the target will be met."""

from __future__ import annotations

from typing import Final, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.compute.process.chart import ProcessChart
from bsc_helpers.compute.process.checks import check_polarity
from bsc_helpers.compute.process.signals import DOWN, RULE_OF, SIDE_OF, UP
from bsc_helpers.errors import ParameterError
from bsc_helpers.model import Polarity

__all__ = [
    "COMMON_CAUSE",
    "CONCERN",
    "CONSISTENTLY_FAIL",
    "CONSISTENTLY_PASS",
    "HIGH",
    "HIT_AND_MISS",
    "IMPROVEMENT",
    "LOW",
    "NOT_ASSURED",
    "NOT_NEW",
    "TOO_FEW",
    "assurance",
    "evidence",
    "states",
    "variation",
]

COMMON_CAUSE, IMPROVEMENT, CONCERN = "common_cause", "improvement", "concern"
HIGH, LOW = "high", "low"
TOO_FEW, NOT_NEW = "too_few", "not_new"

CONSISTENTLY_PASS, CONSISTENTLY_FAIL = "consistently_pass", "consistently_fail"
HIT_AND_MISS, NOT_ASSURED = "hit_and_miss", ""

Bits: TypeAlias = NDArray[np.uint8]
Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Signs: TypeAlias = NDArray[np.int8]
Words: TypeAlias = NDArray[np.str_]

# Which signals are good news; none where no direction is better than the other.
_BETTER: Final[dict[Polarity, np.uint8]] = {
    "higher_is_better": UP,
    "lower_is_better": DOWN,
    "in_range": np.uint8(0),
    "neutral": np.uint8(0),
}


def variation(chart: ProcessChart, polarity: Polarity, newly: ArrayLike | None = None) -> Words:
    """Return what the last point of each row is: chance, an improvement, a concern, or not known.

    Parameters
    ----------
    chart
        The process chart.
    polarity
        Which direction is better.
    newly
        For each row whether its last point is newly measured; only such a point is news. All are
        when it is not given.

    Returns
    -------
    Words
        For each row the first that applies: *too_few* (the last segment has fewer than
        ``rules.fewest_for_state`` points), *not_new* (the last point is missing or not newly
        measured), *common_cause* (no rule applies); where one direction is better *improvement*
        or *concern*, elsewhere *high* or *low*. Where signals of both kinds apply, such as a rising
        trend that has not left the low side yet, it is an improvement, as in the official tool.

    Raises
    ------
    ParameterError
        For an unknown polarity.
    """
    missing = np.isnan(chart.values[:, -1])
    if newly is not None:
        missing = missing | ~np.asarray(newly, dtype=np.bool_)
    return _words(chart.signals[:, -1], chart, chart.points, missing, polarity)


def states(chart: ProcessChart, polarity: Polarity) -> Words:
    """Return what every point is, rows × periods, in the words of :func:`variation`.

    For drawing: looking back at all points of stable series finds many signals by chance, 19 in
    100 series of 24 points. Only the last point is news.
    """
    return _words(chart.signals, chart, chart.sizes, np.isnan(chart.values), polarity)


def _words(
    signals: Bits,
    chart: ProcessChart,
    sizes: NDArray[np.int32],
    missing: Bools,
    polarity: Polarity,
) -> Words:
    better = _better(polarity)
    good, bad = (IMPROVEMENT, CONCERN) if better else (HIGH, LOW)
    is_good = (signals & better) > 0 if better else SIDE_OF[signals] > 0
    return np.select(
        [sizes < chart.rules.fewest_for_state, missing, signals == 0, is_good],
        [TOO_FEW, NOT_NEW, COMMON_CAUSE, good],
        default=bad,
    )


def evidence(chart: ProcessChart, polarity: Polarity) -> tuple[Signs, Signs]:
    """Return the rule and the side that carry the word of each point, rows × periods.

    They differ from ``chart.rule`` and ``chart.side`` only where signals of both kinds apply: then
    the point is an improvement, and the rule that makes it one is named.
    """
    good = chart.signals & _better(polarity)
    carrying = np.where(good > 0, good, chart.signals)
    return RULE_OF[carrying], SIDE_OF[carrying]


def _better(polarity: Polarity) -> np.uint8:
    check_polarity(polarity)
    return _BETTER[polarity]


def assurance(
    chart: ProcessChart, target: ArrayLike | tuple[ArrayLike, ArrayLike], polarity: Polarity
) -> Words:
    """Return whether the process, if nothing changes, will meet its target.

    Parameters
    ----------
    chart
        The process chart. The limits are those of the last period, so of the last segment; where a
        season was taken out, those of its best and its worst time of the year.
    target
        One number, or one for each row; where the polarity is *in_range* a pair (low, high) of
        such. NaN = none.
    polarity
        Which direction is better.

    Returns
    -------
    Words
        *consistently_pass* when both limits lie on the right side of the target (inside the range),
        *consistently_fail* when both lie on the wrong side, *hit_and_miss* when the target lies
        between or on them. Empty where there is no target or no direction, no limits, or too few
        points for a state.

    Raises
    ------
    ParameterError
        For an unknown polarity, or a range that is no pair.

    References
    ----------
    NHS England, Making data count: Strengthening your decisions, November 2023.
    """
    _better(polarity)
    if polarity == "neutral":
        return np.full(len(chart.values), NOT_ASSURED)
    low, high = _range(target, polarity, len(chart.values))
    effect = chart.season_effect
    lower = chart.lower[:, -1] + effect.min(axis=1) - effect[:, -1]
    upper = chart.upper[:, -1] + effect.max(axis=1) - effect[:, -1]
    known = ~np.isnan(lower + upper) & ~np.isnan(low) & ~np.isnan(high)
    return np.select(
        [
            ~known | (chart.points < chart.rules.fewest_for_state),
            (low < lower) & (upper < high),
            (upper < low) | (high < lower),
        ],
        [NOT_ASSURED, CONSISTENTLY_PASS, CONSISTENTLY_FAIL],
        default=HIT_AND_MISS,
    )


def _range(
    target: ArrayLike | tuple[ArrayLike, ArrayLike], polarity: Polarity, rows: int
) -> tuple[Floats, Floats]:
    """Return between which values the target is met."""
    low: ArrayLike = -np.inf
    high: ArrayLike = np.inf
    if polarity == "in_range":
        if not isinstance(target, tuple) or len(target) != 2:  # noqa: PLR2004 - low and high
            raise ParameterError("where the polarity is in_range, the target is (low, high)")
        low, high = target
    elif polarity == "higher_is_better":
        low = cast("ArrayLike", target)
    else:
        high = cast("ArrayLike", target)
    lowest, highest = (
        np.broadcast_to(np.asarray(each, dtype=np.float64), (rows,)) for each in (low, high)
    )
    return lowest, highest
