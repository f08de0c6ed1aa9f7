"""The priority matrix: areas of questions by their rating and their estimated effect.

Two dashed lines cut it into four named fields. An area whose interval crosses a line is drawn as a
ring: it may belong to the field beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bsc_helpers.charts.elements import SIZE, SMALL, dots, drawing, number, path, write
from bsc_helpers.charts.fonts import shortened, text_width
from bsc_helpers.charts.labels import apart
from bsc_helpers.charts.notes import Note, hollow, noted
from bsc_helpers.charts.palette import PALETTE
from bsc_helpers.charts.scale import Scale, round_marks

__all__ = ["Place", "PriorityMatrix", "render_priority_matrix"]

_LINE: Final = 17.0
_GAP: Final = 8.0
_ROOM: Final = 0.24  # of the extent, on all sides: for the names of the fields and of the areas
_LEAST_WIDE: Final = 0.1  # of effects: what is drawn apart is not alike
_LEAST_HIGH: Final = 4.0  # of ratings
_MOST_MARKS: Final = 5


@dataclass(frozen=True)
class Place:
    """An area: its name, its rating, its estimated effect, and whether its field is clear."""

    name: str
    value: float
    effect: float
    is_clear: bool = True


@dataclass(frozen=True)
class PriorityMatrix:
    """What is drawn.

    Attributes
    ----------
    places
        The areas.
    value_line, effect_line
        The cut lines.
    fields
        The names of the fields: upper left, upper right, lower left, lower right.
    value_label, effect_label
        What the axes show.
    format_value, format_effect
        Write the marks of the axes.
    unclear
        What a ring means.
    notice
        What every drawing must say.
    """

    places: Sequence[Place]
    value_line: float
    effect_line: float
    fields: tuple[str, str, str, str]
    value_label: str
    effect_label: str
    format_value: Callable[[float], str]
    format_effect: Callable[[float], str]
    unclear: str = ""
    notice: str = ""


def render_priority_matrix(matrix: PriorityMatrix, width: int = 480, height: int = 330) -> str:
    """Return the matrix as lean SVG text; notes at the foot add to its height."""
    frame = _Frame(matrix, width, height)
    rings = any(not place.is_clear for place in matrix.places)
    notes = [Note("hollow", matrix.unclear)] if rings and matrix.unclear else []
    said, whole = noted(notes, matrix.notice, width, frame.bottom + 2 * _LINE + _GAP)
    parts = [*frame.ground(), *frame.marks(), *frame.fields(), *_dots(matrix, frame)]
    return drawing(width, whole, [*parts, *_names(matrix, frame), *said])


class _Frame:
    """The room of the matrix and the scales across it."""

    def __init__(self, matrix: PriorityMatrix, width: float, height: float) -> None:
        self.matrix, self.width = matrix, width
        low, high = _extent([p.value for p in matrix.places], matrix.value_line, _LEAST_HIGH)
        least, most = _extent([p.effect for p in matrix.places], matrix.effect_line, _LEAST_WIDE)
        self.rows = [(m, matrix.format_value(m)) for m in round_marks(low, high, _MOST_MARKS, 1)]
        self.columns = [
            (m, matrix.format_effect(m)) for m in round_marks(least, most, _MOST_MARKS, 0.01)
        ]
        self.left = _GAP + max((text_width(text, SIZE) for _, text in self.rows), default=0.0)
        self.right, self.top, self.bottom = width - 1, _LINE + _GAP, height - 2 * _LINE
        self.x = Scale(least, most, self.left, self.right)
        self.y = Scale(low, high, self.bottom, self.top)

    def ground(self) -> list[str]:
        """Draw the frame, and the lines that cut it."""
        box = (
            f"M{number(self.left)} {number(self.top)}H{number(self.right)}"
            f"V{number(self.bottom)}H{number(self.left)}z"
        )
        across, down = self.y(self.matrix.value_line), self.x(self.matrix.effect_line)
        cuts = (
            f"M{number(self.left)} {number(across)}H{number(self.right)}"
            f"M{number(down)} {number(self.top)}V{number(self.bottom)}"
        )
        return [
            path(box, fill="none", stroke=PALETTE["line"]),
            path(cuts, stroke=PALETTE["target"], stroke_width=1.2, stroke_dasharray="4 3"),
        ]

    def marks(self) -> Iterator[str]:
        """Write the marks of both axes and what they show."""
        room = self.width - self.left
        for value, text in self.rows:
            yield write(text, self.left - _GAP / 2, self.y(value), align="end")
        for effect, text in self.columns:
            yield write(text, self.x(effect), self.bottom + _LINE / 2 + 2, align="middle")
        yield write(shortened(self.matrix.value_label, self.width, SIZE), 0, _LINE / 2)
        label = shortened(self.matrix.effect_label, room, SIZE)
        yield write(label, self.right, self.bottom + 1.5 * _LINE + 2, align="end")

    def fields(self) -> Iterator[str]:
        """Write the names of the four fields in their outer corners."""
        upper, lower = self.top + _LINE * 0.7, self.bottom - _LINE * 0.7
        half = (self.right - self.left) / 2 - 2 * _GAP
        for at, name in enumerate(self.matrix.fields):
            right = bool(at % 2)
            x = self.right - _GAP if right else self.left + _GAP
            text = shortened(name, half, SMALL)
            y = lower if at > 1 else upper
            yield write(text, x, y, align="end" if right else "start", size=SMALL)


def _extent(values: Sequence[float], line: float, least: float) -> tuple[float, float]:
    low, high = min(*values, line), max(*values, line)
    room = max((high - low) * _ROOM, least)
    return low - room, high + room


def _dots(matrix: PriorityMatrix, frame: _Frame) -> Iterator[str]:
    points = [(frame.x(p.effect), frame.y(p.value)) for p in matrix.places if p.is_clear]
    yield path(dots(points), stroke=PALETTE["accent"], stroke_width=9, stroke_linecap="round")
    yield from (
        hollow(frame.x(p.effect), frame.y(p.value)) for p in matrix.places if not p.is_clear
    )


def _names(matrix: PriorityMatrix, frame: _Frame) -> Iterator[str]:
    """Write the names of the areas beside their dots, on the side with more room, apart."""
    middle = (frame.left + frame.right) / 2
    for leftwards in (False, True):
        own = [p for p in matrix.places if (frame.x(p.effect) > middle) == leftwards]
        own.sort(key=lambda place: frame.y(place.value))
        room = (frame.top + 2 * _LINE, frame.bottom - 2 * _LINE)
        heights = apart([frame.y(p.value) for p in own], [1.0] * len(own), room, _LINE)
        for place, y in zip(own, heights, strict=True):
            x = frame.x(place.effect)
            wide = x - frame.left if leftwards else frame.right - x
            text = shortened(place.name, wide - 2 * _GAP, SIZE)
            at = x - _GAP if leftwards else x + _GAP
            align = "end" if leftwards else "start"
            yield write(text, at, y, align=align, colour=PALETTE["ink"])
