"""How high the arrows between two rows of a strategy map turn, so that few cross and none touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

__all__ = ["Swing", "tracks_of"]

_NEAR: Final = 12.0  # swings that come so near across turn at different heights
_TOUCH: Final = 3  # crossings that are better than upright parts upon each other


class Swing(NamedTuple):
    """An arrow between two rows: where it stands at the lower and at the upper one."""

    low: float
    high: float


def tracks_of(swings: Mapping[int, Swing]) -> dict[int, int]:
    """Return on which track each swing turns; 0 is the lowest.

    A swing that begins below another one turns below it, and one that ends above it, above.
    """
    order = _ordered(swings)
    found = dict[int, int]()
    for own in order:
        below = [found[o] for o in found if _meet(swings[own], swings[o])]
        found[own] = max(below, default=-1) + 1
    return found


def _ordered(swings: Mapping[int, Swing]) -> Sequence[int]:
    """Return the swings from below: each after those that must turn below it, as far as can be."""
    before = {own: {o for o in swings if o != own and _is_below(swings[o], swings[own])}
              for own in swings}  # fmt: skip
    order = list[int]()
    while len(order) < len(swings):
        left = [own for own in sorted(swings) if own not in order]
        order.append(min(left, key=lambda own: len(before[own] - {*order})))
    return order


def _meet(one: Swing, other: Swing) -> bool:
    return min(max(one), max(other)) + _NEAR > max(min(one), min(other))


def _is_below(one: Swing, other: Swing) -> bool:
    """Whether one swing should turn below the other."""
    return _meet(one, other) and _cost(one, other) < _cost(other, one)


def _cost(lower: Swing, upper: Swing) -> int:
    """Return how many crossings two swings make, and much more where their upright parts touch."""
    crossings = _within(lower.high, upper) + _within(upper.low, lower)
    return crossings + _TOUCH * (abs(lower.high - upper.low) < _NEAR)


def _within(x: float, swing: Swing) -> bool:
    return min(swing) <= x <= max(swing)
