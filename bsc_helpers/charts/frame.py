"""The frame of a chart: where its parts stand, the marks of its axes, and the labels beside it.

Everything is placed once, by the measured width of its text; there is no layout pass, no axis
object and no legend. A pixel is a point of a figure with 72 dots per inch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import isfinite
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bsc_helpers.charts.fonts import FAMILY, shortened, text_width
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.series import RunSeries

__all__ = ["SIZE", "EndLabel", "Frame"]

SIZE: Final = 13.5  # of all texts but the notice, in pixels
SMALL: Final = 12.0
LINE: Final = 17.0  # from one text to the next
GAP: Final = 8.0
LABELS_AT_MOST: Final = 0.36  # of the width may go to the labels beside the chart
MOST_MARKS: Final = 4


@dataclass(frozen=True)
class EndLabel:
    """A label beside the end of a line: its text, the value at which it stands, its look.

    `figure` follows the text; where there is little room, the text is cut and the figure is not.
    """

    text: str
    value: float
    colour: str
    bold: bool = False
    figure: str = ""

    def fitted(self, width: float) -> EndLabel:
        """Return the label in a text that is no wider than `width`, as far as the figure lets."""
        after = f" {self.figure}" if self.figure else ""
        room = width - text_width(after, SIZE, bold=self.bold)
        text = shortened(self.text, room, SIZE, bold=self.bold) + after
        return EndLabel(text.strip(), self.value, self.colour, self.bold)


class Frame:
    """The room of a chart on its Axes; the Axes' first place is all the room there is.

    Parameters
    ----------
    ax
        The Axes; it is set into its room so that the texts around it have their place.
    series
        What is drawn.
    labels
        What stands beside the ends of the lines.
    zero
        Whether the scale reaches to zero, as it must for bars; they say their values themselves,
        so zero is then the only mark.
    """

    def __init__(
        self, ax: Axes, series: RunSeries, labels: Sequence[EndLabel], *, zero: bool = False
    ) -> None:
        self.ax, self.series = ax, series
        self.low, self.high, self.marks = _scale(series, zero=zero)
        room = ax.get_window_extent()
        most = room.width * LABELS_AT_MOST
        self.labels = [label.fitted(most) for label in labels]
        left = max((text_width(text, SIZE) for _, text in self.marks), default=0.0) + GAP
        beside = [text_width(label.text, SIZE, bold=label.bold) for label in self.labels]
        right = max(beside, default=0.0) + GAP if beside else GAP
        top, bottom = LINE + GAP, LINE + GAP
        self.width = room.width - left - right
        self.height = room.height - top - bottom
        self.left, self.right = left, right
        self._place(room.x0 + left, room.y0 + bottom)

    def _place(self, x: float, y: float) -> None:
        figure = self.ax.figure.bbox
        self.ax.set_position(
            (
                x / figure.width,
                y / figure.height,
                self.width / figure.width,
                self.height / figure.height,
            )
        )
        self.ax.set_axis_off()
        count = max(len(self.series.values), 1)
        self.ax.set_xlim(-0.5, count - 0.5)
        self.ax.set_ylim(self.low, self.high)

    # -------------------------------------------------------------------------------------- parts

    def draw_marks(self) -> None:
        """Draw the lines of the scale with their numbers, the unit and the notice."""
        for value, text in self.marks:
            is_zero = value == 0
            colour = PALETTE["quiet"] if is_zero else PALETTE["line"]
            self._line((0, self._up(value)), (1, self._up(value)), colour, 1.0 if is_zero else 0.8)
            self.write(text, -GAP, self._up(value) * self.height, align="right")
        above = self.height + GAP + LINE / 2
        notice = text_width(self.series.notice, SMALL)
        room = self.left + self.width + self.right - notice - (GAP if notice else 0)
        self.write(shortened(self._unit(), room, SIZE), -self.left, above)
        if self.series.notice:
            end = self.width + self.right
            self.write(self.series.notice, end, above, align="right", size=SMALL)

    def _unit(self) -> str:
        """Return the unit, with the year where no year stands below the axis."""
        years = set(self.series.years)
        said = [self.series.unit, *(years if len(years) == 1 else ())]
        return ", ".join(text for text in said if text)

    def draw_periods(self) -> None:
        """Write the years, or the names of the periods, below the axis; the latest always."""
        groups = self._groups()
        taken = self.width + self.right
        for first, last, text in reversed(groups):
            middle = self.across((first + last) / 2)
            half = text_width(text, SIZE) / 2
            middle = min(middle, taken - half) if taken > self.width else middle
            if middle + half <= taken and middle - half >= -self.left:
                self.write(text, middle, -GAP - LINE / 2, align="center")
                taken = middle - half - GAP
        if any(last > first for first, last, _ in groups):
            for (_, last, _), _ in pairwise(groups):
                x = self.across(last + 0.5) / self.width
                self._line((x, 0), (x, -5 / self.height), PALETTE["quiet"], 0.8)

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

    def draw_end_labels(self) -> None:
        """Write the labels beside the chart, each at its line, none over another."""
        known = sorted((lb for lb in self.labels if isfinite(lb.value)), key=lambda lb: lb.value)
        heights = _apart([self._up(lb.value) * self.height for lb in known], self.height)
        for label, height in zip(known, heights, strict=True):
            self.write(label.text, self.width + GAP, height, colour=label.colour, bold=label.bold)

    # ------------------------------------------------------------------------------------ placing

    def across(self, place: float) -> float:
        """Return where a period stands, in pixels from the left of the axis."""
        return (place + 0.5) / max(len(self.series.values), 1) * self.width

    def _up(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)

    def up(self, value: float) -> float:
        """Return where a value stands, in pixels from the bottom of the axis."""
        return self._up(value) * self.height

    def write(  # noqa: PLR0913 - the looks of a text, each by its name
        self,
        text: str,
        x: float,
        y: float,
        *,
        align: str = "left",
        colour: str = PALETTE["quiet"],
        bold: bool = False,
        size: float = SIZE,
    ) -> None:
        """Write a text, middle at `y`, in pixels from the corner of the axis; never as maths."""
        self.ax.text(
            x / self.width,
            y / self.height - size * 0.36 / self.height,
            text,
            transform=self.ax.transAxes,
            ha=align,
            va="baseline",
            color=colour,
            family=FAMILY,
            size=size,
            weight=600 if bold else 400,
            parse_math=False,
        )

    def _line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float
    ) -> None:
        (x0, y0), (x1, y1) = start, end
        self.ax.plot(
            [x0, x1],
            [y0, y1],
            color=colour,
            linewidth=width,
            transform=self.ax.transAxes,
            clip_on=False,
            zorder=1,
        )


def _scale(series: RunSeries, *, zero: bool) -> tuple[float, float, list[tuple[float, str]]]:
    """Return the ends of the scale, and its marks with their texts."""
    low, high = series.extent
    if not isfinite(low):
        return 0.0, 1.0, []
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    room = (high - low) * (0.18 if zero else 0.1) or max(abs(high) * 0.1, 2 * series.step) or 1.0
    low = low if zero and low == 0 else low - room
    high = high if zero and high == 0 and low < 0 else high + room
    marks = [0.0] if zero else _marks(low, high, series.step)
    return low, high, [(mark, series.format_number(mark)) for mark in marks]


def _marks(low: float, high: float, step: float) -> list[float]:
    """Return round values inside the scale that the number format shows without rounding."""
    for count in range(MOST_MARKS, 0, -1):
        ticks = MaxNLocator(nbins=count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        inside = [float(tick) + 0.0 for tick in ticks if low <= tick <= high]
        if all(step == 0 or abs(tick / step - round(tick / step)) < 1e-6 for tick in inside):  # noqa: PLR2004 - of one step
            return inside
    return []


def _apart(heights: Sequence[float], room: float) -> list[float]:
    """Move heights, lowest first, so that texts at them do not touch and stay near the room."""
    placed = list(heights)
    for index in range(1, len(placed)):
        placed[index] = max(placed[index], placed[index - 1] + LINE)
    over = placed[-1] - room if placed else 0.0
    if over > 0:
        placed[-1] -= over
        for index in range(len(placed) - 2, -1, -1):
            placed[index] = min(placed[index], placed[index + 1] - LINE)
    return placed
