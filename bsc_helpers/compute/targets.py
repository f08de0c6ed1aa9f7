"""The targets of a measure: which one holds where, and those that follow from other values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bsc_helpers.compute.measuring import Measured
from bsc_helpers.compute.scoring import Borders, borders_at, borders_of
from bsc_helpers.compute.subjects import Subjects
from bsc_helpers.model import Measure, Polarity, Relative, Target
from bsc_helpers.periods import Period, parse_period

__all__ = [
    "NO_TARGET",
    "Aims",
    "aims_of",
    "check_target",
    "percentile_of_alike",
    "target_in_force",
    "yardstick_of",
]

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

NO_TARGET = -1


@dataclass(frozen=True)
class Aims:
    """What the values of a measure are held against; every array is rows × periods.

    Attributes
    ----------
    which
        The number of the target in force; −1 where there is none.
    goal, warning
        Of a single value its aim and its warning border; NaN without.
    low, high
        The ends of a range; NaN without.
    borders
        The borders between the statuses.
    """

    which: Numbers
    goal: Floats
    warning: Floats
    low: Floats
    high: Floats
    borders: Borders


def aims_of(measure: Measure, measured: Measured, subjects: Subjects, year_starts: int) -> Aims:
    """Return the targets of a measure for every row and period.

    A target that follows from other values has the decimals of the measure, as it is shown, so
    that the figures on the page bear out the status. A measure without a status has no target.
    """
    targets = measure.targets if measure.scored else ()
    which = _targets_in_force(targets, measured.periods, subjects.unit_codes, year_starts)
    borders = borders_at([borders_of(target, measure.polarity) for target in targets], which)
    goal = _numbers([target.value for target in targets], which)
    warning = _numbers([target.warning for target in targets], which)
    for number, target in enumerate(targets):
        if not target.follows:
            continue
        there = which == number
        found = _following(target, measure, measured, subjects, year_starts)
        aim, border = (np.round(each, measure.decimals) for each in found)
        goal, warning = np.where(there, aim, goal), np.where(there, border, warning)
        borders = _replaced(borders, there, _one_sided(aim, border, measure.polarity))
    low = _numbers([target.low for target in targets], which)
    high = _numbers([target.high for target in targets], which)
    return Aims(which, goal, warning, low, high, borders)


def _replaced(borders: Borders, there: NDArray[np.bool_], by: Borders) -> Borders:
    pairs = zip(astuple(by), astuple(borders), strict=True)
    return Borders(*(np.where(there, new, old) for new, old in pairs))


def _one_sided(goal: Floats, warning: Floats, polarity: Polarity) -> Borders:
    """Return the borders of single values; the goal is the only one where no warning is known."""
    known, warning = ~np.isnan(goal), np.where(np.isnan(warning), goal, warning)
    if polarity == "higher_is_better":
        open_side = np.where(known, np.inf, np.nan)
        return Borders(goal, open_side, warning, open_side)
    open_side = np.where(known, -np.inf, np.nan)
    return Borders(open_side, goal, open_side, warning)


# --- targets that follow from other values --------------------------------------------------------


def _following(
    target: Target, measure: Measure, measured: Measured, subjects: Subjects, year_starts: int
) -> tuple[Floats, Floats]:
    """Return the aim and the warning border of a target that follows from other values."""
    value, nothing = measured.result.value, np.full(measured.result.value.shape, np.nan)
    if target.relative is not None:
        base = _yardsticks(target.relative, measure, measured, year_starts)
        times = target.relative.warning_times
        return base * target.relative.times, nothing if times is None else base * times
    peers = target.peers
    if peers is None:
        return nothing, nothing
    own = np.where(measured.exists, value, np.nan)
    goal = percentile_of_alike(own, subjects.alike, peers.percentile, peers.fewest)
    if peers.warning_percentile is None:
        return goal, nothing
    border = percentile_of_alike(own, subjects.alike, peers.warning_percentile, peers.fewest)
    return goal, border


def _yardsticks(
    relative: Relative, measure: Measure, measured: Measured, year_starts: int
) -> Floats:
    """Return for each row and period the value that its aim is so many times of.

    NaN where that value is missing or withheld, not above zero – so many times nothing, or a
    deficit, is no aim – or was measured before the definition changed.
    """
    places = {period: column for column, period in enumerate(measured.periods)}
    bases = [yardstick_of(relative, period, year_starts) for period in measured.periods]
    padded = np.column_stack([measured.result.value, np.full(len(measured.exists), np.nan)])
    value = padded[:, [places.get(base, -1) for base in bases]]
    comparable = [
        not _is_broken(measure, base, period, year_starts)
        for base, period in zip(bases, measured.periods, strict=True)
    ]
    with np.errstate(invalid="ignore"):
        found: Floats = np.where((value > 0) & comparable, value, np.nan)
    return found


def yardstick_of(relative: Relative, period: Period, year_starts: int) -> Period:
    """Return the period whose value is the yardstick for a value of another one."""
    if relative.to == "previous_year":
        return period.year_before()
    if relative.to == "previous_period":
        return period.shift(-1)
    return parse_period(relative.to, year_starts)


def _is_broken(measure: Measure, base: Period, period: Period, year_starts: int) -> bool:
    """Whether the definition changed within what two values cover."""
    first = base.covered(measure.window, year_starts)[0].start
    changes = [each.from_ for each in measure.breaks if each.kind == "definition"]
    return any(first < parse_period(text, year_starts).start <= period.end for text in changes)


def percentile_of_alike(values: Floats, alike: Numbers, percentile: float, fewest: int) -> Floats:
    """Return for each value the percentile of all values of the units alike, period by period.

    Linear between the two values next to it, so that the lowest is the percentile 0 and the
    highest 100: type 7, as R, NumPy and PERCENTILE.INC in Excel have it.

    Parameters
    ----------
    values
        Rows × periods; NaN, missing or withheld, takes no part.
    alike
        For each row the number of its set of units alike.
    percentile
        From 0 to 100.
    fewest
        NaN where fewer values are known: a percentile of few is no yardstick.

    References
    ----------
    Hyndman and Fan (1996), Sample quantiles in statistical packages, The American Statistician
    50, 361-365.
    """
    found = np.full(values.shape, np.nan)
    order = np.argsort(alike, kind="stable")
    starts = np.flatnonzero(np.diff(alike[order], prepend=np.min(alike, initial=0) - 1))
    for rows in np.split(order, starts[1:]):
        if len(rows) < fewest:
            continue
        in_order = np.sort(values[rows], axis=0)  # NaN last
        known = (~np.isnan(in_order)).sum(axis=0)
        place = np.maximum(known - 1, 0) * percentile / 100
        below = np.floor(place).astype(np.intp)
        above = np.minimum(below + 1, np.maximum(known - 1, 0))
        columns = np.arange(values.shape[1])
        low, high = in_order[below, columns], in_order[above, columns]
        found[rows] = np.where(known >= fewest, low + (place - below) * (high - low), np.nan)
    return found


# --- which target holds where ---------------------------------------------------------------------


def _targets_in_force(
    targets: Sequence[Target],
    periods: Sequence[Period],
    units: NDArray[np.object_],
    year_starts: int,
) -> Numbers:
    """Return rows × periods: the number of the valid target.

    The latest that begins by the period's first day (of a week its Thursday); a target of the
    unit's own goes first.
    """
    which = np.full((len(units), len(periods)), NO_TARGET, dtype=np.intp)
    anchors = np.array([period.anchor for period in periods], dtype="datetime64[D]")
    for number, begins in _by_precedence(targets, year_starts):
        columns = anchors >= np.datetime64(begins)
        code = targets[number].org_unit
        rows = np.ones(len(units), dtype=bool) if code is None else units == code
        which[np.ix_(rows, columns)] = number
    return which


def _by_precedence(targets: Sequence[Target], year_starts: int) -> list[tuple[int, date]]:
    """Return the number and the first day of each target; the later in the list goes first."""
    begins = [parse_period(target.from_, year_starts).anchor for target in targets]
    order = sorted(range(len(targets)), key=lambda n: (targets[n].org_unit is not None, begins[n]))
    return [(number, begins[number]) for number in order]


def target_in_force(
    measure: Measure, org_unit: str, period: Period, year_starts: int
) -> Target | None:
    """Return the target against which a value of one unit and period is held; None without one."""
    targets = measure.targets if measure.scored else ()
    for number, begins in reversed(_by_precedence(targets, year_starts)):
        if begins <= period.anchor and targets[number].org_unit in (None, org_unit):
            return targets[number]
    return None


def _numbers(values: Sequence[float | None], which: Numbers) -> Floats:
    table = np.array([*(np.nan if value is None else value for value in values), np.nan])
    picked: Floats = table[which]
    return picked


# --- checks ---------------------------------------------------------------------------------------


def check_target(target: Target, polarity: Polarity) -> list[str]:
    """Return what is impossible in a target, given which values of its measure are better."""
    if target.follows:
        return _check_following(target, polarity)
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


def _check_following(target: Target, polarity: Polarity) -> list[str]:
    """Return what is impossible in a target that follows from other values."""
    ways = [name for name in ("relative", "peers") if getattr(target, name) is not None]
    if polarity not in ("higher_is_better", "lower_is_better"):
        return [f"{name} has no meaning where the polarity is {polarity}" for name in ways]
    found = [
        f"{name} cannot stand beside {ways[0]}"
        for name in (*ways[1:], *_ALL_FIELDS)
        if getattr(target, name) is not None
    ]
    relative, peers = target.relative, target.peers
    pairs = [("times", "warning_times", relative.times, relative.warning_times)] if relative else []
    if peers:
        goal, warning = peers.percentile, peers.warning_percentile
        pairs.append(("percentile", "warning_percentile", goal, warning))
    for name, border, goal, warning in pairs:
        if warning is not None and not _on_wrong_side(warning, goal, polarity):
            side = "below" if polarity == "higher_is_better" else "above"
            found.append(f"{border} must lie {side} {name}: {polarity.replace('_', ' ')}")
    return found


def _on_wrong_side(warning: float, goal: float, polarity: Polarity) -> bool:
    return warning < goal if polarity == "higher_is_better" else warning > goal


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
