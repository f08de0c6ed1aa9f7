"""The target of a chart over time: a dashed line in steps, or a band between two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from bsc_helpers.charts.elements import Point, line_through, path
from bsc_helpers.charts.frame import Frame
from bsc_helpers.charts.palette import PALETTE

__all__ = ["steps", "target_parts"]


def target_parts(frame: Frame) -> list[str]:
    """Draw the target as a dashed step line, or as a band between two such lines."""
    series = frame.series
    rows = [row for row in (series.target, series.target_high) if row]
    lines = "".join(line_through(_placed(frame, corners)) for row in rows for corners in steps(row))
    return [
        path(_band(frame), fill=PALETTE["target"], fill_opacity=".09"),
        path(lines, fill="none", stroke=PALETTE["target"], stroke_width=1.3,
             stroke_dasharray="4 3"),
    ]  # fmt: skip


def _band(frame: Frame) -> str:
    lows, highs = frame.series.target, frame.series.target_high
    if not highs:
        return ""
    both = [isfinite(a + b) for a, b in zip(lows, highs, strict=True)]
    rows = (
        [value if shown else float("nan") for value, shown in zip(row, both, strict=True)]
        for row in (lows, highs)
    )
    pieces = zip(*(steps(row) for row in rows), strict=True)
    return "".join(
        line_through(_placed(frame, [*low, *reversed(high)])) + "z" for low, high in pieces
    )


def _placed(frame: Frame, corners: Sequence[Point]) -> list[Point]:
    return [(frame.x(place), frame.y(value)) for place, value in corners]


def steps(row: Sequence[float]) -> Iterator[list[Point]]:
    """Yield the corners of a step line, one piece for each stretch without a gap."""
    corners: list[Point] = []
    for place, value in enumerate([*row, float("nan")]):
        if not isfinite(value):
            if corners:
                yield corners
            corners = []
        elif corners and corners[-1][1] == value:
            corners[-1] = (place + 0.5, value)
        else:
            corners += [(place - 0.5, value), (place + 0.5, value)]
