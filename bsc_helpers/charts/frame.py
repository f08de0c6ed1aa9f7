"""The frame of a chart over time: where its parts stand, its axes, and the words around it.

Everything is placed once, by the measured width of its text; there is no layout pass and no legend.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import isfinite
from typing import Final

from bsc_helpers.charts.elements import SIZE, SMALL, drawing, number, path, write
from bsc_helpers.charts.fonts import shortened, text_width
from bsc_helpers.charts.labels import EndLabel, Placed, apart, stacked
from bsc_helpers.charts.notes import Note, noted
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.scale import Scale, round_marks
from bsc_helpers.charts.series import Break, RunSeries

__all__ = ["GAP", "Frame"]

LINE: Final = 17.0  # from one text to the next
GAP: Final = 8.0
LABELS_AT_MOST: Final = 0.36  # of the width may go to the labels beside the chart
MOST_MARKS: Final = 4
TICK: Final = 5.0


class Frame:
    """The room of a chart, the words around it and the scales inside it.

    Parameters
    ----------
    series
        What is drawn.
    labels
        What stands beside the ends of the lines.
    width, height
        Of the whole without the rows for breaks and notes, which add to the height.
    zero
        Whether the scale reaches to zero, as it must for bars; they say their values themselves,
        so zero is then the only mark.
    """

    def __init__(
        self,
        series: RunSeries,
        labels: Sequence[EndLabel],
        size: tuple[float, float],
        *,
        zero: bool = False,
    ) -> None:
        self.series, (self.width, height) = series, size
        low, high, self.marks = _scale(series, zero=zero)
        self.labels = [label.fitted(self.width * LABELS_AT_MOST) for label in labels]
        self.left = max((text_width(text, SIZE) for _, text in self.marks), default=0.0) + GAP
        self.right = self.width - GAP - max((label.width for label in self.labels), default=0.0)
        self.above = self._stacked(series.breaks_of("definition"))
        self.below = self._stacked(series.breaks_of("rule", "level"))
        self.head = LINE if self._unit() else 0.0
        self.top = self.head + GAP + LINE * _rows(self.above)
        self.bottom = self.top + height - 2 * (LINE + GAP)
        self.y = Scale(low, high, self.bottom, self.top)

    def drawing(self, parts: Sequence[str], notes: Sequence[Note] = ()) -> str:
        """Return the whole: the frame with the parts inside it, and the notes at the foot."""
        start = self.bottom + LINE + GAP + LINE * _rows(self.below)
        said, height = noted(notes, self.series.notice, self.width, start)
        return drawing(
            self.width,
            height,
            [*self._ground(), *self._axis(), *parts, *self._words(), *said],
        )

    # -------------------------------------------------------------------------------------- parts

    def _ground(self) -> list[str]:
        """Tint every other year."""
        groups = self._groups()
        if not any(last > first for first, last, _ in groups):
            return []
        d = "".join(
            f"M{number(self.x(first - 0.5))} {number(self.top)}H{number(self.x(last + 0.5))}"
            f"V{number(self.bottom)}H{number(self.x(first - 0.5))}z"
            for first, last, _ in groups[::-1][1::2]
        )
        return [path(d, fill=PALETTE["ground"])]

    def _axis(self) -> list[str]:
        """Draw the lines of the scale and the lines where something changed."""
        across = f"H{number(self.right)}"
        rules = "".join(f"M{number(self.left)} {number(self.y(m))}{across}" for m, _ in self.marks)
        is_crossed = any(mark == 0 for mark, _ in self.marks)
        zero = f"M{number(self.left)} {number(self.y(0))}{across}" if is_crossed else ""
        cuts = "".join(
            f"M{number(self.x(b.place - 0.5))} {number(self.top)}V{number(self.bottom)}"
            for b in self.series.breaks_of("definition")
        )
        ticks = "".join(
            f"M{number(self.x(b.place - 0.5))} {number(self.bottom - TICK)}v{number(2 * TICK)}"
            for b in self.series.breaks_of("rule", "level")
        )
        return [
            path(rules, stroke=PALETTE["line"], stroke_width=0.8),
            path(zero, stroke=PALETTE["quiet"]),
            path(cuts, stroke=PALETTE["quiet"], stroke_dasharray="2 3"),
            path(ticks, stroke=PALETTE["ink"], stroke_width=1.6),
        ]

    def _words(self) -> list[str]:
        unit = write(shortened(self._unit(), self.width, SIZE), 0, LINE / 2) if self._unit() else ""
        marks = [
            write(text, self.left - GAP, self.y(value), align="end") for value, text in self.marks
        ]
        starts = ((self.head + GAP / 2, self.above), (self.bottom + LINE + GAP, self.below))
        breaks = [
            write(text, x, start + LINE * (row + 0.5), align="middle", size=SMALL)
            for start, placed in starts
            for text, x, row in placed
        ]
        return [unit, *marks, *breaks, *self._periods(), *self._end_labels()]

    def _unit(self) -> str:
        """Return the unit, with the year where no year stands below the axis."""
        years = set(self.series.years)
        said = [self.series.unit, *(years if len(years) == 1 else ())]
        return ", ".join(text for text in said if text)

    def _periods(self) -> list[str]:
        """Write the years, or the names of the periods, below the axis; the latest always."""
        written, taken = [], self.width + GAP
        for first, last, text in reversed(self._groups()):
            half = text_width(text, SIZE) / 2
            middle = min(self.x((first + last) / 2), self.width - half)
            if middle + half + GAP <= taken and middle - half >= 0:
                written.append(write(text, middle, self.bottom + GAP + LINE / 2, align="middle"))
                taken = middle - half
        return written

    def _groups(self) -> list[tuple[int, int, str]]:
        """Return first place, last place and text of what is written below the axis."""
        years = self.series.years if len(set(self.series.years)) > 1 else ()
        if not years:
            return [(i, i, label) for i, label in enumerate(self.series.labels)]
        groups = [
            [place for place, _ in members]
            for _, members in groupby(enumerate(years), key=lambda pair: pair[1])
        ]
        return [(places[0], places[-1], years[places[0]]) for places in groups]

    def _end_labels(self) -> list[str]:
        """Write the labels beside the chart, each at its line, none over another."""
        known = [label for label in self.labels if isfinite(label.value)]
        known.sort(key=lambda label: -label.value)
        heights = apart(
            [self.y(label.value) for label in known],
            [label.weight for label in known],
            (self.top, self.bottom),
            LINE,
        )
        return [
            write(label.said, self.right + GAP, height, colour=label.colour, bold=label.bold)
            for label, height in zip(known, heights, strict=True)
        ]

    # ------------------------------------------------------------------------------------ placing

    def x(self, place: float) -> float:
        """Return where a period stands, in pixels."""
        count = max(len(self.series.values), 1)
        return self.left + (place + 0.5) / count * (self.right - self.left)

    def _stacked(self, breaks: Sequence[Break]) -> list[Placed]:
        texts = [(self.x(place - 0.5), label) for place, label, _ in breaks]
        return stacked(texts, (0.0, self.width), SMALL, GAP)


def _rows(placed: Sequence[Placed]) -> int:
    return max((text.row + 1 for text in placed), default=0)


def _scale(series: RunSeries, *, zero: bool) -> tuple[float, float, list[tuple[float, str]]]:
    """Return the ends of the scale, and its marks with their texts."""
    low, high = series.extent
    if not isfinite(low):
        return 0.0, 1.0, []
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low) * (0.18 if zero else 0.1) or max(abs(high) * 0.1, 2 * series.step) or 1.0
    low = low if zero and low == 0 else low - room
    # A bar of no length has its value above the zero line.
    below = zero and high == 0 and all(value < 0 for value in series.values if isfinite(value))
    high = high if below and low < 0 else high + room
    marks = [0.0] if zero else round_marks(low, high, MOST_MARKS, series.step)
    return low, high, [(mark, series.format_number(mark)) for mark in marks]
