"""The room of a chart with two scales: rules, marks, and the words that say what they show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bsc_helpers.charts.elements import SIZE, SMALL, drawing, number, path, write
from bsc_helpers.charts.fonts import text_width, wrapped
from bsc_helpers.charts.labels import Placed, stacked
from bsc_helpers.charts.notes import Note, noted
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.scale import Scale

__all__ = ["GAP", "LINE", "Axis", "Plane"]

LINE: Final = 17.0  # from one text to the next
GAP: Final = 8.0

Axis = tuple[tuple[float, float], Sequence[tuple[float, str]], str]
"""The ends of a scale, its marks with their texts, and what it shows."""


class Plane:
    """A chart with two scales, in as much room as its words leave.

    Parameters
    ----------
    across, up
        The two scales.
    size
        The width of the whole, and the height without the rows of words above and below.
    above
        How many rows of words stand between the label of the upright scale and the plane.
    below
        Whether something stands between the plane and the marks across.
    """

    def __init__(
        self,
        across: Axis,
        up: Axis,
        size: tuple[float, float],
        *,
        above: int = 0,
        below: float = 0.0,
    ) -> None:
        self.width, height = size
        (ends, self.columns, label), (heights, self.rows, title) = across, up
        self.title = wrapped(title, self.width, SIZE)
        self.left = GAP + max((text_width(text, SIZE) for _, text in self.rows), default=0.0)
        self.right = self.width - GAP
        self.head = LINE * len(self.title)
        self.top = self.head + LINE * above + GAP
        self.bottom = self.top + height
        self.foot = self.bottom + below + LINE + GAP / 2
        self.label = wrapped(label, self.width - self.left, SIZE)
        self.x = Scale(*ends, self.left, self.right)
        self.y = Scale(*heights, self.bottom, self.top)

    def drawing(self, parts: Sequence[str], notes: Sequence[Note] = (), notice: str = "") -> str:
        """Return the whole: rules, parts, words, and what the signs mean."""
        start = self.foot + LINE * len(self.label) + GAP / 2
        said, end = noted(notes, notice, self.width, start)
        return drawing(self.width, end, [*parts, *self._words(), *said])

    def rules(self) -> str:
        """Rule the marks of the upright scale."""
        across = f"H{number(self.right)}"
        d = "".join(f"M{number(self.left)} {number(self.y(mark))}{across}" for mark, _ in self.rows)
        return path(d, stroke=PALETTE["line"], stroke_width=0.8)

    def level(self, value: float) -> str:
        """Return the data of a line across, at a value of the upright scale."""
        return f"M{number(self.left)} {number(self.y(value))}H{number(self.right)}"

    def upright(self, value: float, above: float = 0.0) -> str:
        """Return the data of a line at a value of the scale across; it may begin above."""
        return f"M{number(self.x(value))} {number(self.top - above)}V{number(self.bottom)}"

    def above(self, texts: Sequence[tuple[float, str]]) -> list[Placed]:
        """Place texts above the plane, at values of the scale across, in rows from above."""
        places = [(self.x(value), text) for value, text in sorted(texts)]
        return stacked(places, (0.0, self.width), SMALL, GAP)

    def _words(self) -> list[str]:
        """Write the labels of both scales and their marks, as far as each has room."""
        title = [write(line, 0, LINE * (at + 0.5)) for at, line in enumerate(self.title)]
        rows = [write(t, self.left - GAP, self.y(m), align="end") for m, t in self.rows]
        columns, taken = list[str](), -GAP
        for mark, text in self.columns:
            half, x = text_width(text, SIZE) / 2, self.x(mark)
            if x - half >= taken + GAP and x + half <= self.width:
                taken = x + half
                columns.append(write(text, x, self.foot - LINE / 2, align="middle"))
        label = [
            write(line, self.right, self.foot + LINE * (at + 0.5), align="end")
            for at, line in enumerate(self.label)
        ]
        return [*title, *rows, *columns, *label]
