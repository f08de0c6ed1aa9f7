"""How a value stands against its target: attainment, status, score and weighted roll-up.

One picture serves all polarities: the *borders* of a target are an inner range in which the value
is good and an outer one in which it is a warning; beyond both it is poor. Where higher is better
the ranges are open upwards, where lower is better downwards. A value on a border belongs to the
better side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.model import Knot, Polarity, Target

__all__ = [
    "GOOD",
    "NO_DATA",
    "POOR",
    "SUPPRESSED",
    "UNCERTAIN",
    "UNSCORED",
    "WARNING",
    "Borders",
    "attainment",
    "borders_at",
    "borders_of",
    "check_knots",
    "check_target",
    "knots_of",
    "score",
    "score_on_line",
    "status",
    "weighted_mean",
]

GOOD, WARNING, POOR = "good", "warning", "poor"
UNCERTAIN, UNSCORED, NO_DATA = "uncertain", "unscored", "no_data"
SUPPRESSED = "suppressed"

WORST_SCORE, SCORE_AT_WARNING, SCORE_AT_TARGET, BEST_SCORE = 0.0, 100 / 3, 200 / 3, 100.0

# Values are computed in binary: one that misses a border by so little stands on it.
_ON_BORDER = 1e-12

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Borders:
    """The borders between the statuses, for one value or for an array of values.

    Attributes
    ----------
    low, high
        Good from `low` to `high`, both included; an open side is −∞ or ∞; NaN without a target.
    warning_low, warning_high
        Warning from `warning_low` to `warning_high`, both included; the same as `low` and `high`
        where there is no warning border.
    """

    low: ArrayLike
    high: ArrayLike
    warning_low: ArrayLike
    warning_high: ArrayLike


_NO_TARGET = Borders(np.nan, np.nan, np.nan, np.nan)


def borders_of(target: Target, polarity: Polarity) -> Borders:
    """Return the borders that a target sets; none where the polarity has no judgement.

    A target that lacks what its polarity needs (see :func:`check_target`) sets none either.
    """
    low = high = warning_low = warning_high = None
    if polarity == "higher_is_better":
        low, warning_low = target.value, target.warning
        high = warning_high = np.inf
    elif polarity == "lower_is_better":
        high, warning_high = target.value, target.warning
        low = warning_low = -np.inf
    elif polarity == "in_range":
        low, high = target.low, target.high
        warning_low, warning_high = target.warning_low, target.warning_high
    if low is None or high is None:
        return _NO_TARGET
    return Borders(
        low,
        high,
        low if warning_low is None else warning_low,
        high if warning_high is None else warning_high,
    )


def borders_at(borders: Sequence[Borders], which: ArrayLike) -> Borders:
    """Return the borders of many values, each with its own target.

    Parameters
    ----------
    borders
        The borders of each target, one number each.
    which
        For each value the place of its target in `borders`; −1 = it has no target.
    """
    table = np.array([astuple(each) for each in (*borders, _NO_TARGET)], dtype=np.float64)
    return Borders(*np.moveaxis(table[np.asarray(which, dtype=np.intp)], -1, 0))


def attainment(value: ArrayLike, borders: Borders) -> Floats:
    """Return how far a target is reached, in percent: 100 on the target, more when better.

    With a single target it is ``100·(1 + p·(value − target)/|target|)``, where p is +1 when
    higher and −1 when lower is better. With a range it is 100 inside, and outside
    ``100·(1 − distance/|nearest border|)``. NaN where the value or the target is missing, or
    where the target is zero: then nothing can be said in percent.
    """
    numbers, low, high = _floats(value, borders.low, borders.high)
    with np.errstate(all="ignore"):
        beyond_low, beyond_high = numbers - low, high - numbers
        nearest = np.where(beyond_low <= beyond_high, low, high)
        reached = 100 * (1 + np.minimum(beyond_low, beyond_high) / np.abs(nearest))
    is_range = np.isfinite(low) & np.isfinite(high)
    inside = is_range & (beyond_low >= 0) & (beyond_high >= 0)
    return np.where(inside, 100.0, np.where(np.isfinite(reached), reached, np.nan))


def status(
    value: ArrayLike, borders: Borders, lower: ArrayLike = np.nan, upper: ArrayLike = np.nan
) -> NDArray[np.object_]:
    """Return the status of each value: good, warning, poor, uncertain, unscored or no_data.

    Parameters
    ----------
    value
        NaN where it is missing: *no_data*.
    borders
        NaN where there is no target: *unscored*.
    lower, upper
        The interval in which the value lies with its stated confidence, NaN where there is none.
        A border strictly inside it makes the status *uncertain*.
    """
    numbers, low, high, warning_low, warning_high = _floats(value, *astuple(borders))
    first_that_holds = [
        np.isnan(numbers),
        np.isnan(low),
        _holds_border(_floats(lower, upper, low, high, warning_low, warning_high)),
        _at_least(numbers, low) & _at_least(high, numbers),
        _at_least(numbers, warning_low) & _at_least(warning_high, numbers),
    ]
    words = np.array([NO_DATA, UNSCORED, UNCERTAIN, GOOD, WARNING, POOR], dtype=object)
    which = np.select(first_that_holds, [*map(np.int8, range(5))], default=np.int8(5))
    return np.asarray(words[which], dtype=object)


def _holds_border(arrays: tuple[Floats, ...]) -> NDArray[np.bool_]:
    lower, upper, *borders = arrays
    known = np.isfinite(lower) & np.isfinite(upper)
    if not known.any():
        return known
    inside = [~_at_least(lower, border) & ~_at_least(border, upper) for border in borders]
    return np.logical_and(known, np.logical_or.reduce(inside))


def _at_least(first: Floats, second: Floats) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):  # an open side lies at infinity
        near = np.abs(first - second) <= _ON_BORDER * (
            1 + np.abs(np.where(np.isfinite(second), second, 0))
        )
    return (first >= second) | near


def _floats(*arrays: ArrayLike) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.asarray(each, dtype=np.float64) for each in arrays))


def knots_of(target: Target) -> tuple[Knot, ...]:
    """Return the line that turns a value into a score when the measure declares none.

    A third of the score (100/3) at the warning border, two thirds (200/3) at the target, and on
    the same straight line none one distance before the warning border and 100 one distance beyond
    the target: the goal and red flag of Spider Impact on a scale of 100. For a range it is a tent:
    100 in the middle, two thirds at its ends, a third at the warning borders, none one distance
    further. Empty where the target lacks a warning border or its borders are out of order.
    """
    if target.value is not None and target.warning is not None:
        return _line(target.value, target.warning)
    match target:
        case Target(
            low=float(low), high=float(high), warning_low=float(under), warning_high=float(over)
        ) if under < low <= high < over:
            return _tent(low, high, under, over)
    return ()


def _line(goal: float, warning: float) -> tuple[Knot, ...]:
    step = goal - warning
    if not step:
        return ()
    return _knots(
        {
            warning - step: WORST_SCORE,
            warning: SCORE_AT_WARNING,
            goal: SCORE_AT_TARGET,
            goal + step: BEST_SCORE,
        }
    )


def _tent(low: float, high: float, under: float, over: float) -> tuple[Knot, ...]:
    return _knots(
        {
            under - (low - under): WORST_SCORE,
            under: SCORE_AT_WARNING,
            low: SCORE_AT_TARGET,
            high: SCORE_AT_TARGET,
            low + (high - low) / 2: BEST_SCORE,  # last: a range of one value has the best score
            over: SCORE_AT_WARNING,
            over + (over - high): WORST_SCORE,
        }
    )


def _knots(points: Mapping[float, float]) -> tuple[Knot, ...]:
    return tuple(Knot(value=value, score=points[value]) for value in sorted(points))


def score(value: ArrayLike, knots: Sequence[Knot]) -> Floats:
    """Return the score from 0 to 100 that a line through knots gives each value.

    Straight between the knots, level beyond the first and the last; NaN where the value is
    missing or there are no knots.
    """
    numbers = np.asarray(value, dtype=np.float64)
    if not knots:
        return np.full(numbers.shape, np.nan)
    in_order = sorted(knots, key=lambda knot: knot.value)
    return np.asarray(
        np.interp(numbers, [knot.value for knot in in_order], [knot.score for knot in in_order])
    )


def score_on_line(value: ArrayLike, goal: ArrayLike, warning: ArrayLike) -> Floats:
    """Return the score of values that each have their own target and warning border.

    On the same line as `knots_of` draws through a target; NaN where one of the three is missing
    or target and border are the same.
    """
    numbers, at_goal, at_warning = _floats(value, goal, warning)
    step = at_goal - at_warning
    with np.errstate(all="ignore"):
        rise = (numbers - at_warning) / np.where(step == 0, np.nan, step)
    points = SCORE_AT_WARNING + (SCORE_AT_TARGET - SCORE_AT_WARNING) * rise
    return np.clip(points, WORST_SCORE, BEST_SCORE)


def weighted_mean(scores: ArrayLike, weights: ArrayLike, axis: int = -1) -> tuple[Floats, Floats]:
    """Return the weighted mean of what is available, and the share of the weight behind it.

    Parameters
    ----------
    scores
        NaN where missing; missing is never zero.
    weights
        Not negative; in a shape that broadcasts to that of `scores`.
    axis
        The axis over which the mean is taken.

    Returns
    -------
    mean, coverage
        ``Σ w·s / Σ w`` over the available, and ``Σ w (available) / Σ w (all)`` from 0 to 1.
        NaN and 0 where nothing with a weight is available.
    """
    points, weight = _floats(scores, weights)
    there = ~np.isnan(points)
    available = np.where(there, weight, 0.0)
    behind = available.sum(axis=axis)
    total = (available * np.where(there, points, 0.0)).sum(axis=axis)
    with np.errstate(all="ignore"):
        mean, coverage = total / behind, behind / weight.sum(axis=axis)
    return np.where(behind > 0, mean, np.nan), np.where(behind > 0, coverage, 0.0)


def check_target(target: Target, polarity: Polarity) -> list[str]:
    """Return what is impossible in a target, given which values of its measure are better."""
    if target.relative is not None:
        return _check_relative(target, polarity)
    allowed = _FIELDS[polarity]
    given = {name: getattr(target, name) for name in _ALL_FIELDS}
    found = [
        f"{name} has no meaning where the polarity is {polarity}"
        for name, value in given.items()
        if value is not None and name not in allowed
    ]
    found += [
        f"{name} is missing; a target where the polarity is {polarity} needs it"
        for name in allowed
        if name in _NEEDED and given[name] is None
    ]
    return found + [
        message
        for first, second, message in _ORDERS[polarity]
        if not _in_order(given[first], given[second], or_equal=(first, second) == ("low", "high"))
    ]


def _check_relative(target: Target, polarity: Polarity) -> list[str]:
    relative = target.relative
    if relative is None or polarity not in ("higher_is_better", "lower_is_better"):
        return [f"relative has no meaning where the polarity is {polarity}"]
    found = [
        f"{name} cannot stand beside relative"
        for name in _ALL_FIELDS
        if getattr(target, name) is not None
    ]
    warning = relative.warning_times
    if warning is not None and (warning < relative.times) != (polarity == "higher_is_better"):
        side = "below" if polarity == "higher_is_better" else "above"
        found.append(f"warning_times must lie {side} times: {polarity.replace('_', ' ')}")
    return found


_ALL_FIELDS = ("value", "warning", "low", "high", "warning_low", "warning_high")
_NEEDED = ("value", "low", "high")
_FIELDS: dict[Polarity, tuple[str, ...]] = {
    "higher_is_better": ("value", "warning"),
    "lower_is_better": ("value", "warning"),
    "in_range": ("low", "high", "warning_low", "warning_high"),
    "neutral": (),
}
# Which field must lie below which, and what to say when it does not.
_ORDERS: dict[Polarity, tuple[tuple[str, str, str], ...]] = {
    "higher_is_better": (("warning", "value", "warning must lie below value: higher is better"),),
    "lower_is_better": (("value", "warning", "warning must lie above value: lower is better"),),
    "in_range": (
        ("low", "high", "low must not lie above high"),
        ("warning_low", "low", "warning_low must lie below low"),
        ("high", "warning_high", "warning_high must lie above high"),
    ),
    "neutral": (),
}


def _in_order(first: float | None, second: float | None, *, or_equal: bool) -> bool:
    return first is None or second is None or first < second or (or_equal and first == second)


def check_knots(knots: Sequence[Knot], polarity: Polarity) -> list[str]:
    """Return what is impossible in the knots that a measure declares for its score."""
    if not knots:
        return []
    if polarity == "neutral":
        return ["a measure without judgement (neutral) has no score"]
    in_order = sorted(knots, key=lambda knot: knot.value)
    found = []
    if len(knots) == 1:
        found.append("one knot makes no line; at least two are needed")
    if any(left.value == right.value for left, right in pairwise(in_order)):
        found.append("two knots have the same value")
    steps = [right.score - left.score for left, right in pairwise(in_order)]
    if not _goes(steps, polarity):
        found.append(_SHAPES[polarity])
    return found


_SHAPES: dict[Polarity, str] = {
    "higher_is_better": "the score must not fall while the value rises: higher is better",
    "lower_is_better": "the score must not rise while the value rises: lower is better",
    "in_range": "the score must not rise again once it has fallen: the best is in the range",
}


def _goes(steps: Sequence[float], polarity: Polarity) -> bool:
    """Whether the steps of a score first rise and then fall, as far as the polarity has it."""
    rising = [step for step in steps if step > 0]
    falling = [step for step in steps if step < 0]
    if polarity == "higher_is_better":
        return not falling
    if polarity == "lower_is_better":
        return not rising
    moves = [step for step in steps if step]
    return moves == rising + falling
