"""The usual variation of a chart over time: a pale band between its limits, and their middle."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, nan

from bsc_helpers.charts.elements import line_through, path
from bsc_helpers.charts.frame import Frame
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.targets import steps

__all__ = ["usual_parts"]


def usual_parts(frame: Frame) -> list[str]:
    """Draw the band within which the values vary, in steps, with a thin line in its middle."""
    series = frame.series
    if not series.usual_low:
        return []
    known = [isfinite(a + b) for a, b in zip(series.usual_low, series.usual_high, strict=True)]
    low, high = (_where(known, row) for row in (series.usual_low, series.usual_high))
    pieces = zip(steps(low), steps(high), strict=True)
    corners = [[*below, *reversed(above)] for below, above in pieces]
    fill = "".join(f"{_line(frame, piece)}z" for piece in corners)
    middle = "".join(_line(frame, piece) for piece in steps(series.centre) if piece)
    return [
        path(fill, fill=PALETTE["accent"], fill_opacity=".1"),
        path(middle, fill="none", stroke=PALETTE["accent"], stroke_opacity=".5"),
    ]


def _where(known: Sequence[bool], row: Sequence[float]) -> list[float]:
    return [value if there else nan for value, there in zip(row, known, strict=True)]


def _line(frame: Frame, corners: Sequence[tuple[float, float]]) -> str:
    return line_through((frame.x(place), frame.y(value)) for place, value in corners)
