"""A measure of many units side by side: a dot for each, with its interval. No league table.

The units stand in the order given, by name unless a reader asked for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Final

from bsc_helpers.charts.elements import SIZE, SMALL, dots, drawing, number, path, write
from bsc_helpers.charts.fonts import shortened, text_width
from bsc_helpers.charts.labels import stacked
from bsc_helpers.charts.notes import noted
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.rows import GAP, HEAD, Name, Rows
from bsc_helpers.charts.scale import round_marks

__all__ = ["MOST_ROWS", "Dot", "DotPlot", "render_dot_plot"]

MOST_ROWS: Final = 25  # that one drawing holds well; more go into several

_LINE: Final = 17.0
_MOST_MARKS: Final = 5
_ROOM: Final = 0.05  # of the extent, at both ends of the scale


@dataclass(frozen=True)
class Dot:
    """A unit: its name, its value as it is written, and the ends of its interval; NaN = none."""

    name: str
    value: float
    text: str
    lower: float = nan
    upper: float = nan
    marked: bool = False


@dataclass(frozen=True)
class DotPlot:
    """A measure over units in one period.

    Attributes
    ----------
    rows
        The units in order. One without a value keeps its row and its sign, and has no dot.
    unit
        The unit of measure, written above.
    format_number
        Writes the marks of the axis.
    target, target_high
        The target, or the ends of the band; NaN = none, also one of the two.
    target_label, whole_label
        What the reference lines say of themselves.
    whole
        The value of the whole organisation.
    usual_low, usual_high
        The limits of what is usual among the units; NaN = not known.
    step
        The smallest difference that `format_number` shows; 0 = not known.
    notice
        What every drawing must say.
    """

    rows: Sequence[Dot]
    unit: str
    format_number: Callable[[float], str]
    target: float = nan
    target_high: float = nan
    target_label: str = ""
    whole: float = nan
    whole_label: str = ""
    usual_low: float = nan
    usual_high: float = nan
    step: float = 0.0
    notice: str = ""

    @property
    def extent(self) -> tuple[float, float]:
        """The ends of the scale: all that is drawn, with some room."""
        drawn = (v for dot in self.rows for v in (dot.value, dot.lower, dot.upper))
        lines = (self.target, self.target_high, self.whole, self.usual_low, self.usual_high)
        known = [v for v in (*drawn, *lines) if isfinite(v)]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        room = (high - low) * _ROOM or abs(high) * _ROOM or 1.0
        return low - room, high + room


def render_dot_plot(plot: DotPlot, width: int = 480) -> str:
    """Return the dots of a measure over units as lean SVG text; it is as high as it has rows."""
    names = [Name(dot.name, dot.text, dot.marked) for dot in plot.rows]
    first = Rows(names, plot.extent, width)
    labels = stacked(sorted(_references(plot, first)), (0.0, width), SMALL, GAP)
    rows = 1 + max((label.row for label in labels), default=-1)
    frame = Rows(names, plot.extent, width, top=HEAD + _LINE * rows)
    words = [
        write(label.text, label.x, HEAD - 4 + _LINE * (label.row + 0.5), align="middle", size=SMALL)
        for label in labels
    ]
    said, height = noted((), plot.notice, width, frame.bottom + GAP + _LINE)
    parts = [*_band(plot, frame), frame.across(), *_lines(plot, frame), *_dots(plot, frame)]
    unit = write(shortened(plot.unit, width, SIZE), 0, _LINE / 2) if plot.unit else ""
    return drawing(
        width, height, [*parts, unit, *words, *_marks(plot, frame), *frame.words(), *said]
    )


def _references(plot: DotPlot, frame: Rows) -> Iterator[tuple[float, str]]:
    """Yield where the labels of the reference lines stand, with their texts."""
    ends = [end for end in (plot.target, plot.target_high) if isfinite(end)]
    if ends and plot.target_label:
        yield frame.x(sum(ends) / len(ends)), plot.target_label
    if isfinite(plot.whole) and plot.whole_label:
        yield frame.x(plot.whole), plot.whole_label


def _band(plot: DotPlot, frame: Rows) -> Iterator[str]:
    """Tint what is usual among the units, and the range of a target."""
    bands = ((plot.usual_low, plot.usual_high, "accent"), (plot.target, plot.target_high, "target"))
    for low, high, colour in bands:
        if isfinite(low + high):
            left, right = number(frame.x(low)), number(frame.x(high))
            d = f"M{left} {number(frame.top)}H{right}V{number(frame.bottom)}H{left}z"
            yield path(d, fill=PALETTE[colour], fill_opacity=".09")


def _lines(plot: DotPlot, frame: Rows) -> list[str]:
    """Draw the target dashed and the whole in grey, from above the rows to below them."""

    def down(values: Sequence[float]) -> str:
        start, end = number(frame.top - 2), number(frame.bottom)
        return "".join(f"M{number(frame.x(v))} {start}V{end}" for v in values if isfinite(v))

    return [
        path(down([plot.whole]), stroke=PALETTE["compared"], stroke_width=1.4),
        path(
            down([plot.target, plot.target_high]),
            stroke=PALETTE["target"],
            stroke_width=1.3,
            stroke_dasharray="4 3",
        ),
    ]


def _dots(plot: DotPlot, frame: Rows) -> Iterator[str]:
    """Draw the intervals and the dots: those of this unit strong, the others quiet."""
    for marked, colour, size in ((False, "quiet", 7), (True, "accent", 10)):
        own = [(at, dot) for at, dot in enumerate(plot.rows) if dot.marked == marked]
        whiskers = "".join(
            f"M{number(frame.x(dot.lower))} {number(frame.y(at))}H{number(frame.x(dot.upper))}"
            for at, dot in own
            if isfinite(dot.lower + dot.upper)
        )
        points = [(frame.x(dot.value), frame.y(at)) for at, dot in own if isfinite(dot.value)]
        yield path(whiskers, stroke=PALETTE[colour], stroke_width=2 if marked else 1.4)
        yield path(dots(points), stroke=PALETTE[colour], stroke_width=size, stroke_linecap="round")


def _marks(plot: DotPlot, frame: Rows) -> Iterator[str]:
    """Write the marks of the axis below the rows, as far as each has room."""
    y, taken = frame.bottom + _LINE / 2 + 2, -GAP
    for mark in round_marks(*plot.extent, _MOST_MARKS, plot.step):
        text = plot.format_number(mark)
        half = text_width(text, SIZE) / 2
        x = frame.x(mark)
        if x - half >= taken + GAP and x + half <= frame.width:
            taken = x + half
            yield write(text, x, y, align="middle")
    yield path(
        f"M{number(frame.left)} {number(frame.bottom)}H{number(frame.right)}",
        stroke=PALETTE["line"],
    )
