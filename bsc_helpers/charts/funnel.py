"""A measure of many units against their size: a funnel of what chance and usual differences give.

A small unit varies more than a large one, so the limits open to the left. Units within them cannot
be told apart; this is no league table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import Final

from bsc_helpers.charts.elements import (
    SIZE,
    Point,
    dots,
    drawing,
    line_through,
    number,
    path,
    write,
)
from bsc_helpers.charts.fonts import shortened, text_width
from bsc_helpers.charts.notes import noted
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.scale import Scale, round_marks

__all__ = ["FunnelPlot", "FunnelPoint", "render_funnel"]

_LINE: Final = 17.0
_GAP: Final = 8.0
_MOST_MARKS: Final = 4
_ROOM: Final = 0.06  # of the extent, at both ends of a scale


@dataclass(frozen=True)
class FunnelPoint:
    """A unit: the number of its cases, its value, and its limits at that number.

    `name` is written where the unit is the report's own or lies outside the outer limits.
    """

    count: float
    value: float
    lower: float
    upper: float
    lower_inner: float = nan
    upper_inner: float = nan
    name: str = ""
    marked: bool = False


@dataclass(frozen=True)
class FunnelPlot:
    """A measure over the units of one kind in one period.

    Attributes
    ----------
    points
        The units that have a value; the limits are drawn through theirs.
    centre
        The value of all units together.
    unit, count_label
        The unit of measure, above; what the cases are, below.
    format_number, format_count
        Write the marks of the axes.
    centre_label
        What the line in the middle says of itself.
    step
        The smallest difference that `format_number` shows; 0 = not known.
    notice
        What every drawing must say.
    """

    points: Sequence[FunnelPoint]
    centre: float
    unit: str
    count_label: str
    format_number: Callable[[float], str]
    format_count: Callable[[float], str]
    centre_label: str = ""
    step: float = 0.0
    notice: str = ""

    @property
    def extent(self) -> tuple[float, float]:
        """The ends of the upright scale: all values and limits, with some room."""
        ends = (v for p in self.points for v in (p.value, p.lower, p.upper))
        return _with_room([v for v in (*ends, self.centre) if isfinite(v)])

    @property
    def sizes(self) -> tuple[float, float]:
        """The ends of the scale across: from none to the most cases."""
        most = max((p.count for p in self.points), default=1.0)
        return 0.0, most * (1 + _ROOM)


def _with_room(known: Sequence[float]) -> tuple[float, float]:
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    room = (high - low) * _ROOM or abs(high) * _ROOM or 1.0
    return low - room, high + room


def render_funnel(plot: FunnelPlot, width: int = 480, height: int = 240) -> str:
    """Return the funnel as lean SVG text; the same figures, the same text."""
    frame = _Frame(plot, width, height)
    said, end = noted((), plot.notice, width, frame.bottom + 2 * _LINE + _GAP)
    parts = [*frame.axes(), *_limits(plot, frame), *_dots(plot, frame), *_names(plot, frame)]
    return drawing(width, end, [*parts, *frame.words(), *said])


class _Frame:
    """The room of the funnel, its two scales, and the words around it."""

    def __init__(self, plot: FunnelPlot, width: float, height: float) -> None:
        self.plot, self.width = plot, width
        self.marks = [(mark, plot.format_number(mark)) for mark in self._marks()]
        self.left = _GAP + max((text_width(text, SIZE) for _, text in self.marks), default=0.0)
        self.right, self.top, self.bottom = width - _GAP, _LINE + _GAP, height - _LINE
        self.x = Scale(*plot.sizes, self.left, self.right)
        self.y = Scale(*plot.extent, self.bottom, self.top)

    def at(self, count: float, value: float) -> Point:
        """Return where a value of so many cases stands: to the pixel, for many a drawing."""
        return float(round(self.x(count))), float(round(self.y(value)))

    def _marks(self) -> list[float]:
        return round_marks(*self.plot.extent, _MOST_MARKS, self.plot.step)

    def axes(self) -> list[str]:
        """Rule the marks of the upright scale."""
        across = f"H{number(self.right)}"
        d = "".join(f"M{number(self.left)} {number(self.y(m))}{across}" for m, _ in self.marks)
        return [path(d, stroke=PALETTE["line"], stroke_width=0.8)]

    def words(self) -> list[str]:
        """Write the unit above, the marks of both scales, and below what the cases are."""
        plot, below = self.plot, self.bottom + _GAP + _LINE / 2
        unit = shortened(plot.unit, self.width, SIZE)
        upright = [write(t, self.left - _GAP, self.y(m), align="end") for m, t in self.marks]
        label = shortened(plot.count_label, self.width - self.left, SIZE)
        return [
            *([write(unit, 0, _LINE / 2)] if unit else []),
            *upright,
            *self._counts(below),
            write(label, self.right, below + _LINE, align="end"),
        ]

    def _counts(self, y: float) -> Iterator[str]:
        """Write the marks of the number of cases, as far as each has room."""
        taken = -_GAP
        for mark in round_marks(*self.plot.sizes, _MOST_MARKS, 1.0):
            text, x = self.plot.format_count(mark), self.x(mark)
            half = text_width(text, SIZE) / 2
            if x - half >= taken + _GAP and x + half <= self.width:
                taken = x + half
                yield write(text, x, y, align="middle")


def _limits(plot: FunnelPlot, frame: _Frame) -> Iterator[str]:
    """Draw the outer limits as a pale band, the inner ones dashed, and the middle."""
    known = sorted((p for p in plot.points if isfinite(p.lower + p.upper)), key=_count)
    if len(known) > 1:
        low = [frame.at(p.count, p.lower) for p in known]
        high = [frame.at(p.count, p.upper) for p in known]
        yield path(line_through([*low, *reversed(high)]) + "z", fill=PALETTE["accent"],
                   fill_opacity=".1")  # fmt: skip
        inner = [
            [frame.at(p.count, v) for p in known if isfinite(v := getattr(p, name))]
            for name in ("lower_inner", "upper_inner")
        ]
        d = "".join(line_through(line) for line in inner if len(line) > 1)
        yield path(d, fill="none", stroke=PALETTE["accent"], stroke_opacity=".5",
                   stroke_dasharray="2 3")  # fmt: skip
    if isfinite(plot.centre):
        y = number(frame.y(plot.centre))
        d = f"M{number(frame.left)} {y}H{number(frame.right)}"
        yield path(d, stroke=PALETTE["compared"], stroke_width=1.4)


def _count(point: FunnelPoint) -> float:
    return point.count


def _dots(plot: FunnelPlot, frame: _Frame) -> Iterator[str]:
    """Draw the units: those within quiet, those outside in ink, the report's own strong."""
    inside, outside, own = list[Point](), list[Point](), list[Point]()
    for each in plot.points:
        group = own if each.marked else outside if _is_outside(each) else inside
        group.append(frame.at(each.count, each.value))
    for points, colour, size in ((inside, "compared", 6), (outside, "ink", 7), (own, "accent", 10)):
        yield path(dots(points), stroke=PALETTE[colour], stroke_width=size, stroke_linecap="round")


def _is_outside(point: FunnelPoint) -> bool:
    return point.value < point.lower or point.value > point.upper


def _names(plot: FunnelPlot, frame: _Frame) -> Iterator[str]:
    """Write the names of the report's own unit and of those outside, where they have room."""
    taken: list[tuple[float, float, float]] = []
    named = [p for p in plot.points if p.name and (p.marked or _is_outside(p))]
    for each in sorted(named, key=lambda p: (not p.marked, -abs(p.value - plot.centre), p.name)):
        x, y = frame.x(each.count), frame.y(each.value)
        wide = text_width(each.name, SIZE, bold=each.marked)
        start = x + _GAP if x + _GAP + wide <= frame.right else x - _GAP - wide
        clash = any(abs(y - at) < _LINE and start < end and first < start + wide
                    for first, end, at in taken)  # fmt: skip
        if start < 0 or (clash and not each.marked):
            continue
        taken.append((start, start + wide, y))
        colour = PALETTE["accent" if each.marked else "ink"]
        yield write(each.name, start, y, colour=colour, bold=each.marked)
