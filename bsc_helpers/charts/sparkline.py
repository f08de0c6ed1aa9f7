"""A sparkline: the course of a measure in the height of a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Final

from bsc_helpers.blocks import Status
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.series import last_of

__all__ = ["sparkline"]

_WIDTH, _HEIGHT, _EDGE = 96.0, 22.0, 3.5
_DOT: Final = 2.4
_SMALL_DOT: Final = 1.0


def sparkline(
    values: Sequence[float],
    *,
    target: float | None = None,
    low: float | None = None,
    high: float | None = None,
    status: Status | None = None,
) -> str:
    """Return a sparkline as SVG text, about one kilobyte.

    It is decoration beside the figures of its row: it holds no text and hides from screen readers.

    Parameters
    ----------
    values
        The values in order; NaN is missing and leaves a gap.
    target
        A dashed line, on the same scale.
    low, high
        The ends of the scale where several sparklines must be comparable; otherwise the lowest
        and the highest that is drawn.
    status
        Colours the mark of the last value.
    """
    scale = _Scale.of([*values, *([] if target is None else [target])], low, high, len(values))
    parts = []
    if target is not None and isfinite(target):
        y = scale.y(target)
        parts.append(
            f'<path d="M0 {y:.1f}H{_WIDTH:.0f}" stroke="{PALETTE["quiet"]}" stroke-width=".8"'
            ' stroke-dasharray="2 2"/>'
        )
    line, dots = _pieces(values, scale)
    if line:
        parts.append(
            f'<path d="{line}" fill="none" stroke="{PALETTE["ink"]}" stroke-width="1.3"'
            ' stroke-linejoin="round" stroke-linecap="round"/>'
        )
    parts += [_dot(x, y, _SMALL_DOT, PALETTE["ink"]) for x, y in dots]
    last = last_of(values)
    if last is not None:
        colour = PALETTE[status or "accent"]
        parts.append(_dot(scale.x(last), scale.y(values[last]), _DOT, colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:.0f}" height="{_HEIGHT:.0f}"'
        f' viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


class _Scale:
    """Where a value stands in the drawing."""

    def __init__(self, low: float, high: float, count: int) -> None:
        self._low, self._span, self._steps = low, high - low, max(count - 1, 1)

    @classmethod
    def of(
        cls, values: Sequence[float], low: float | None, high: float | None, count: int
    ) -> _Scale:
        known = [value for value in values if isfinite(value)] or [0.0]
        return cls(min(known) if low is None else low, max(known) if high is None else high, count)

    def x(self, index: int) -> float:
        return _EDGE + (_WIDTH - 2 * _EDGE) * index / self._steps

    def y(self, value: float) -> float:
        """Return the height; values beyond the scale stand at its edge."""
        share = (value - self._low) / self._span if self._span > 0 else 0.5
        return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * min(max(share, 0.0), 1.0)


def _pieces(values: Sequence[float], scale: _Scale) -> tuple[str, list[tuple[float, float]]]:
    """Return the lines between neighbours, and the values that have no neighbour."""
    line, alone, piece = "", [], list[tuple[float, float]]()
    for index, value in enumerate([*values, float("nan")]):
        if isfinite(value):
            piece.append((scale.x(index), scale.y(value)))
            continue
        if len(piece) > 1:
            line += "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in piece)
        else:
            alone += piece
        piece = []
    return line, alone


def _dot(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'
