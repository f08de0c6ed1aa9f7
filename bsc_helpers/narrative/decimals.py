"""With how many decimals a value is shown: one rule for sentences, tables and charts."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bsc_helpers.model import Measure, Target
from bsc_helpers.narrative.rounding import decimals_of, decimals_to_tell_apart

__all__ = ["shown_decimals", "warning_limits"]

_BORDERS = ("target", "target_low", "target_high")


def shown_decimals(measure: Measure, figures: Mapping[str, float], status: str) -> int:
    """Return the fewest decimals at which the figures shown bear out the status beside them.

    At least those of the measure and its target; more where a value that misses its target, or
    the end of a sample's interval that stops short of it, would look as if it stood on it. A
    warning limit, which stands beside no value, gives none. Rounding keeps figures in their order,
    so with these an interval reaches the target in print too just when it does.

    Parameters
    ----------
    figures
        The numbers of the value's row by column; what is absent or NaN is not known.
    """
    borders = [figures[name] for name in _BORDERS if not math.isnan(figures.get(name, math.nan))]
    places = max([measure.decimals, *map(decimals_of, borders)])
    value = figures.get("value", math.nan)
    if math.isnan(value) or not _is_clear(figures, borders, status):
        return places
    ends = [figures.get(name, math.nan) for name in ("lower", "upper")]
    known = [value, *(end for end in ends if not math.isnan(end))]
    return max(
        (decimals_to_tell_apart(each, border, places) for border in borders for each in known),
        default=places,
    )


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
