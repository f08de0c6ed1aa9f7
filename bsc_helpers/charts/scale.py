"""From values to pixels, and the round values that an axis names."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Final

__all__ = ["Scale", "round_marks"]

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_OF_ONE: Final = 1e-6  # how near a mark is to a multiple of the step


@dataclass(frozen=True)
class Scale:
    """A straight scale: `low` stands at the pixel `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where a value stands, in pixels."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def round_marks(low: float, high: float, most: int, step: float = 0.0) -> list[float]:
    """Return at most so many round values between two ends, with equal steps.

    Parameters
    ----------
    low, high
        The ends.
    most
        How many marks there is room for.
    step
        The smallest difference that can be written: every mark is a multiple of it. 0 = any.
    """
    span = high - low
    if not isfinite(span) or span <= 0:
        return []
    power = floor(log10(span / most))
    sizes = [part * 10.0**exponent for exponent in range(power, power + 3) for part in _STEPS]
    for size in sizes:
        first, last = ceil(low / size - _OF_ONE), floor(high / size + _OF_ONE)
        marks = [round(place * size, 12 - power) + 0.0 for place in range(first, last + 1)]
        if len(marks) <= most and all(_is_multiple(mark, step) for mark in (*marks, size)):
            return marks
    return []


def _is_multiple(value: float, step: float) -> bool:
    return step == 0 or abs(value / step - round(value / step)) < _OF_ONE
