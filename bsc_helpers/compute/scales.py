"""From a value to a score: the line through knots, whatever kind of scale draws it.

Every scale is one piecewise-linear function through knots (value, score). Two knots with one value
make a step; a value on the step has the better of the two scores, as a value on a border belongs
to the better side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bsc_helpers.model import Knot, Polarity, Scale, ScaleKind, Target

__all__ = [
    "BEST_SCORE",
    "SCORE_AT_TARGET",
    "SCORE_AT_WARNING",
    "check_scale",
    "knots_of",
    "knots_on",
    "score",
    "score_on_line",
]

WORST_SCORE, SCORE_AT_WARNING, SCORE_AT_TARGET, BEST_SCORE = 0.0, 100 / 3, 200 / 3, 100.0
HALF_SCORE = 50.0

# Values are computed in binary: one that misses a step by so little stands on it.
_ON_STEP = 1e-12
_MOST_AT_ONE_VALUE = 2  # before and after the step

Floats: TypeAlias = NDArray[np.float64]


def knots_of(target: Target) -> tuple[Knot, ...]:
    """Return the line that turns a value into a score when the measure declares no scale.

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


def knots_on(scale: Scale, polarity: Polarity) -> tuple[Knot, ...]:
    """Return the knots of a scale that a measure declares; see the table of `Scale`.

    The kinds are those of BSC Designer (performance, progress) and Spider Impact (goal and red
    flag, goal only, two colours, yes or no, stabilise), whose ten points are a hundred here.
    Progress runs from the baseline to the target in either direction, so that the sign needs no
    polarity. Empty where a number is missing (see `check_scale`).
    """
    numbers = [getattr(scale, name) for name in _NUMBERS.get(scale.kind, ())]
    if None in numbers:
        return ()
    higher = polarity == "higher_is_better"
    match scale.kind:
        case "goal_red_flag":
            red, goal = numbers
            return _line(goal, red)
        case "stabilise":
            under, low, high, over = numbers
            return _tent(low, high, under, over)
        case "goal_only" | "yes_no":
            good = numbers[0] if numbers else float(higher)  # yes is 1 and no is 0
            return _step(good, polarity)
        case "knots":
            return scale.knots
    scores = _SCORES[scale.kind]
    if scale.kind == "performance" and not higher:
        scores = scores[::-1]
    return _knots(dict(zip(numbers, scores, strict=True)))


_NUMBERS: dict[ScaleKind, tuple[str, ...]] = {
    "performance": ("min", "max"),
    "progress": ("baseline", "target"),
    "goal_red_flag": ("red", "goal"),
    "goal_only": ("goal",),
    "two_colours": ("worst", "goal", "best"),
    "stabilise": ("red_low", "goal_low", "goal_high", "red_high"),
}
_SCORES: dict[ScaleKind, tuple[float, ...]] = {
    "performance": (WORST_SCORE, BEST_SCORE),
    "progress": (WORST_SCORE, BEST_SCORE),
    "two_colours": (WORST_SCORE, HALF_SCORE, BEST_SCORE),
}
_KEYS = ("knots", *dict.fromkeys(name for names in _NUMBERS.values() for name in names))


def _step(goal: float, polarity: Polarity) -> tuple[Knot, ...]:
    """Return the step from nothing to all on the good side of a goal."""
    before = Knot(value=goal, score=WORST_SCORE)
    after = Knot(value=goal, score=BEST_SCORE)
    return (before, after) if polarity == "higher_is_better" else (after, before)


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
    missing or there are no knots. On a step it is the better of the two scores, before it the
    first and after it the second as they stand.
    """
    numbers = np.asarray(value, dtype=np.float64)
    if not knots:
        return np.full(numbers.shape, np.nan)
    in_order = sorted(knots, key=lambda knot: knot.value)
    values, scores = np.array([(knot.value, knot.score) for knot in in_order]).T
    points: Floats = np.asarray(np.interp(numbers, values, scores))
    for left, right in pairwise(in_order):
        if left.value == right.value:
            on_step = np.isclose(numbers, left.value, rtol=_ON_STEP, atol=_ON_STEP)
            points = np.where(on_step, max(left.score, right.score), points)
    return points


def score_on_line(value: ArrayLike, goal: ArrayLike, warning: ArrayLike) -> Floats:
    """Return the score of values that each have their own target and warning border.

    On the same line as `knots_of` draws through a target; NaN where one of the three is missing
    or target and border are the same.
    """
    numbers, at_goal, at_warning = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (value, goal, warning))
    )
    step = at_goal - at_warning
    with np.errstate(all="ignore"):
        rise = (numbers - at_warning) / np.where(step == 0, np.nan, step)
    points: Floats = SCORE_AT_WARNING + (SCORE_AT_TARGET - SCORE_AT_WARNING) * rise
    return np.clip(points, WORST_SCORE, BEST_SCORE)


def check_scale(scale: Scale, polarity: Polarity) -> list[str]:
    """Return what is impossible in the scale that a measure declares for its score."""
    if polarity == "neutral":
        return ["a measure without judgement (neutral) has no score"]
    if (polarity == "in_range") != (scale.kind == "stabilise") and scale.kind != "knots":
        return [f"{scale.kind} has no meaning where the polarity is {polarity}"]
    needed = ("knots",) if scale.kind == "knots" else _NUMBERS.get(scale.kind, ())
    given = {name: getattr(scale, name) for name in _KEYS}
    found = [
        f"{name} has no meaning in a scale of the kind {scale.kind}"
        for name in _KEYS
        if given[name] not in (None, ()) and name not in needed
    ]
    found += [
        f"{name} is missing; a scale of the kind {scale.kind} needs it"
        for name in needed
        if given[name] in (None, ())
    ]
    if found:
        return found
    wrong = _out_of_order([(name, given[name]) for name in needed], scale.kind, polarity)
    return wrong or _check_knots(knots_on(scale, polarity), polarity)


def _out_of_order(
    numbers: Sequence[tuple[str, float]], kind: ScaleKind, polarity: Polarity
) -> list[str]:
    """Return which numbers of a kind do not follow each other from the worse to the better."""
    if kind == "knots":
        return []
    falling = polarity == "lower_is_better" and kind != "performance"
    found = []
    for (first, left), (second, right) in pairwise(numbers):
        may_be_equal = (first, second) == ("goal_low", "goal_high")
        if left == right and not may_be_equal:
            found.append(f"{first} and {second} must not be the same")
        elif (left < right) == falling and left != right:
            side, why = ("above", "lower") if falling else ("below", "higher")
            ends = kind in ("performance", "stabilise")
            reason = "" if ends else f": {why} is better"
            found.append(f"{first} must lie {side} {second}{reason}")
    return found


def _check_knots(knots: Sequence[Knot], polarity: Polarity) -> list[str]:
    """Return what is impossible in the knots that a measure declares for its score."""
    in_order = sorted(knots, key=lambda knot: knot.value)
    found = []
    if len(knots) == 1:
        found.append("one knot makes no line; at least two are needed")
    for _, together in groupby(in_order, key=lambda knot: knot.value):
        scores = [knot.score for knot in together]
        if len(scores) > _MOST_AT_ONE_VALUE:
            found.append("more than two knots have the same value; two make a step")
        if len(scores) != len(set(scores)):
            found.append("two knots have the same value and the same score")
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
