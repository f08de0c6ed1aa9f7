"""Amounts of money as they are shown: in which scale, and what stands there after rounding.

All amounts of one sentence have one scale. What adds up in kronor adds up as shown, too: the rest
of a sum is what the rounded parts leave of the rounded whole.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from bsc_helpers.narrative.rounding import rounded

__all__ = ["DIVISORS", "Scale", "own_scale", "scale_of", "shown_amount"]

Scale = Literal["one", "thousand", "million"]
DIVISORS: dict[Scale, tuple[int, int]] = {  # and with how many decimals
    "one": (1, 0),
    "thousand": (10**3, 0),
    "million": (10**6, 1),
}
# From which plan on, and from which amount on: what is less would be shown as nothing.
_SCALES: dict[Scale, tuple[float, float]] = {"million": (100e6, 50e3), "thousand": (1e6, 500)}


def scale_of(amount: float, plan: float) -> Scale:
    """Return millions for a committee's money and thousands for a unit's, told by its plan.

    A finer one where the amount, though not nothing, would be shown as nothing.
    """
    for scale, (plan_from, shown_from) in _SCALES.items():
        if abs(plan) >= plan_from and (abs(amount) >= shown_from or not amount):
            return scale
    return "one"


def own_scale(*amounts: float) -> Scale:
    """Return the scale of amounts that stand by themselves: millions where they show all of it.

    The same for all of them, by the largest; and none is shown as nothing that is not.
    """
    largest = max(map(abs, amounts))
    if largest >= DIVISORS["million"][0] and all(_is_shown_whole(a, "million") for a in amounts):
        return "million"
    told = all(shown_amount(amount, "thousand") or not amount for amount in amounts)
    return "thousand" if told and largest >= 10 * DIVISORS["thousand"][0] else "one"


def _is_shown_whole(amount: float, scale: Scale) -> bool:
    return shown_amount(amount, scale) * DIVISORS[scale][0] == rounded(amount, 0)


def shown_amount(amount: float, scale: Scale) -> Decimal:
    """Return an amount as it is shown in a scale."""
    divisor, decimals = DIVISORS[scale]
    return rounded(amount / divisor, decimals)
