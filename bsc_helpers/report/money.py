"""Amounts in a table: one scale for all of them, millions for a committee, thousands for a unit."""

from __future__ import annotations

import math

from bsc_helpers.blocks import Cell
from bsc_helpers.model import Reason
from bsc_helpers.narrative.amounts import DIVISORS, Scale, scale_of
from bsc_helpers.narrative.formats import format_number, missing_sign
from bsc_helpers.narrative.rounding import decimals_to_tell_apart

__all__ = ["amount_cell", "amount_text", "common_scale", "decimals_for"]

MOST_DECIMALS = 3


def common_scale(*amounts: float | None) -> Scale:
    """Return the scale of a table by its largest amount."""
    known = [abs(amount) for amount in amounts if amount is not None and not math.isnan(amount)]
    return scale_of(0, max(known, default=0.0))


def decimals_for(scale: Scale, *amounts: float) -> int:
    """Return the fewest decimals by which no amount that is not nothing looks like nothing."""
    divisor, least = DIVISORS[scale]
    known = [amount / divisor for amount in amounts if not math.isnan(amount) and amount]
    places = [decimals_to_tell_apart(amount, 0, least) for amount in known]
    return min(max(places, default=least), MOST_DECIMALS)


def amount_text(
    amount: float, scale: Scale, language: str, decimals: int, *, signed: bool = False
) -> str:
    """Return an amount in its scale; of a missing one the sign that says so."""
    if math.isnan(amount):
        return missing_sign(Reason.NO_DATA, language)[0]
    return format_number(amount / DIVISORS[scale][0], decimals, language, signed=signed)


def amount_cell(
    amount: float | None,
    scale: Scale,
    language: str,
    *,
    decimals: int | None = None,
    signed: bool = False,
) -> Cell:
    """Return an amount as a cell; the number behind it is in kronor.

    None is a cell in which nothing belongs. `signed` puts a plus before what is more than nothing.
    """
    if amount is None:
        return Cell()
    places = DIVISORS[scale][1] if decimals is None else decimals
    text = amount_text(amount, scale, language, places, signed=signed)
    return Cell(text=text, number=None if math.isnan(amount) else amount)
