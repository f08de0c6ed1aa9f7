"""With how many decimals a value is shown: one rule for sentences, tables and charts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import chain

from bsc_helpers.compute.judging import target_in_force
from bsc_helpers.model import Measure, Scorecard, Target
from bsc_helpers.narrative.rounding import decimals_of, decimals_to_tell_apart
from bsc_helpers.periods import Period

__all__ = ["decimals_of_value", "warning_limits"]

_BORDERS = ("target", "target_low", "target_high")


def decimals_of_value(
    card: Scorecard,
    measure: Measure,
    place: tuple[str, Period],
    figures: Mapping[str, float],
    status: str,
) -> int:
    """Return the fewest decimals at which the figures shown bear out the status beside them.

    At least those of the measure, its target and its warning limit; more where a value that
    misses one of them, or a sample that lies clear of it, would look as if it stood on it.
    Rounding keeps figures in their order, so with these an interval reaches the target in print
    too just when it does.

    Parameters
    ----------
    place
        The unit and the period of the value: they decide which warning limit is in force.
    figures
        The numbers of the value's row by column; what is absent or NaN is not known.
    """
    target = target_in_force(measure, *place, card.fiscal_year_starts)
    limits = warning_limits(target)
    borders = [figures[name] for name in _BORDERS if not math.isnan(figures.get(name, math.nan))]
    written = (decimals_of(border) for border in chain(borders, limits))
    places = max([measure.decimals, *written])
    value = figures.get("value", math.nan)
    if math.isnan(value):
        return places
    missed = borders if _is_clear(figures, borders, status) else []
    missed = [*missed, *(limits if status == "poor" else ())]
    return max((decimals_to_tell_apart(value, each, places) for each in missed), default=places)


def warning_limits(target: Target | None) -> tuple[float, ...]:
    """Return the warning limit of a target, or both of a range; empty where it has none."""
    limits = (target.warning, target.warning_low, target.warning_high) if target else ()
    return tuple(limit for limit in limits if limit is not None)


def _is_clear(figures: Mapping[str, float], borders: list[float], status: str) -> bool:
    """Whether a value is known to lie beyond its borders, or a sample on one side of them."""
    lower, upper = (figures.get(name, math.nan) for name in ("lower", "upper"))
    if math.isnan(lower) or math.isnan(upper):
        return status in ("warning", "poor")
    return not any(lower < border < upper for border in borders)
