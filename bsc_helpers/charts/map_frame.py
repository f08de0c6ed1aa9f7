"""The room of a strategy map: how wide and high its boxes are, and where everything stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bsc_helpers.charts.elements import SIZE, SMALL
from bsc_helpers.charts.fonts import text_width, wrapped
from bsc_helpers.charts.map_rows import Row

__all__ = [
    "BAND",
    "LINE",
    "PAD",
    "Box",
    "Content",
    "Frame",
    "Gap",
    "Spread",
    "box_width",
    "content_of",
    "spread",
    "title_width",
]

LINE: Final = 16.0  # from one text to the next
PAD: Final = 8.0  # inside a box
BAND: Final = 9.0  # between a box and the edge of its perspective
FACTORS_APART: Final = 40.0  # an arrow with its label has room between two

_WIDEST: Final = 190.0
_GAP: Final = 16.0  # between boxes where no arrow passes
_LANE: Final = 13.0  # for each arrow that passes
_GAPS_AT_MOST: Final = 0.4  # of a row
_BESIDE: Final = 10.0  # between perspectives side by side

Gap = tuple[int, int]
"""A row and which of its gaps between boxes, from the left."""


class Box(NamedTuple):
    """Where something stands."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Content:
    """The words of a box, in the lines that it has room for, and the boxes within it."""

    code: str
    lines: tuple[str, ...]
    factors: tuple[Content, ...] = ()

    @property
    def height(self) -> float:
        """The height of the box."""
        within = sum(each.height for each in self.factors)
        between = FACTORS_APART * max(len(self.factors) - 1, 0) + PAD * bool(self.factors)
        return self.head + within + between

    @property
    def head(self) -> float:
        """The height of code and name with the room around them."""
        return LINE * (1 + len(self.lines)) + 1.5 * PAD


@dataclass(frozen=True)
class Spread:
    """Where boxes and gaps stand across the rows.

    Attributes
    ----------
    wide
        The width of every box.
    left
        Where each box begins.
    gaps
        The ends of each gap.
    groups
        Where each group of a row begins and ends: its perspective, the row, two ends.
    """

    wide: float
    left: Mapping[str, float]
    gaps: Mapping[Gap, tuple[float, float]]
    groups: Sequence[tuple[int, int, float, float]]


def spread(rows: Sequence[Row], lanes: Mapping[Gap, int], width: float, title: float) -> Spread:
    """Return the places across: all boxes as wide as the fullest row lets them be, evenly apart.

    Parameters
    ----------
    rows
        The rows with their boxes in order.
    lanes
        How many arrows pass through a gap.
    width
        Of the whole.
    title
        The room of the title of a perspective, at its left.
    """
    counts = [sum(len(group.boxes) for group in row) for row in rows]
    widths = [_gaps(row, at, lanes, width - title * len(row)) for at, row in enumerate(rows)]
    frees = [
        width - title * len(row) - _BESIDE * (len(row) - 1) - sum(gaps)
        for row, gaps in zip(rows, widths, strict=True)
    ]
    wide = min([_WIDEST, *(free / n for free, n in zip(frees, counts, strict=True) if n)])
    left, gaps, groups = dict[str, float](), dict[Gap, tuple[float, float]](), []
    for number, row in enumerate(rows):
        spare = (frees[number] - wide * counts[number]) / len(widths[number])
        x, own = 0.0, iter(enumerate(widths[number]))
        for group in row:
            start, x = x, x + title
            for box in (*group.boxes, None):
                gap, least = next(own)
                gaps[number, gap] = (x, x + spare + least)
                x += spare + least
                if box is not None:
                    left[box], x = x, x + wide
            groups.append((group.perspective, number, start, x))
            x += _BESIDE
    return Spread(wide, left, gaps, groups)


def _gaps(row: Row, at: int, lanes: Mapping[Gap, int], room: float) -> list[float]:
    """Return the least width of each gap of a row; together they leave the boxes most room."""
    count = sum(len(group.boxes) + 1 for group in row)
    wide = [max(_GAP, _LANE * (lanes.get((at, gap), 0) + 1)) for gap in range(count)]
    share = min(1.0, room * _GAPS_AT_MOST / sum(wide))
    return [each * share for each in wide]


def content_of(code: str, name: str, width: float, factors: Sequence[tuple[str, str]]) -> Content:
    """Return the words of a box of this width, with the factors in it."""
    room = width - 2 * PAD
    inside = tuple(
        Content(code, tuple(wrapped(name, room - 2 * PAD, SMALL))) for code, name in factors
    )
    return Content(code, tuple(wrapped(name, room, SIZE)), inside)


class Frame:
    """Where the rows stand below each other, and each box within them.

    Parameters
    ----------
    rows, across
        The rows, and where their boxes stand across.
    contents
        The words of each box, and those of each title by the number of the perspective.
    channels
        The heights of the rooms for arrows: above each row, and below the last.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        across: Spread,
        contents: tuple[Mapping[str, Content], Mapping[int, Sequence[str]]],
        channels: Sequence[float],
    ) -> None:
        self.rows, self.across = rows, across
        self.contents, self.titles = contents
        self.tops, self.bottoms = list[float](), list[float]()
        y = 0.0
        for number, row in enumerate(rows):
            y += channels[number]
            self.tops.append(y)
            y += max([*(self.contents[b].height for g in row for b in g.boxes),
                      *(LINE * len(self.titles[g.perspective]) for g in row)])  # fmt: skip
            self.bottoms.append(y)
        self.height = y + channels[len(rows)]
        self.boxes = {box: self._box(box, n) for n, row in enumerate(rows)
                      for group in row for box in group.boxes}  # fmt: skip
        self.factors = {code: found for box in self.boxes for code, found in self._factors(box)}

    def _box(self, box: str, row: int) -> Box:
        left, top = self.across.left[box], self.tops[row]
        return Box(left, top, left + self.across.wide, top + self.contents[box].height)

    def _factors(self, box: str) -> list[tuple[str, Box]]:
        own, content = self.boxes[box], self.contents[box]
        found, y = [], own.top + content.head
        for each in content.factors:
            found.append((each.code, Box(own.left + PAD, y, own.right - PAD, y + each.height)))
            y += each.height + FACTORS_APART
        return found

    def regions(self) -> dict[int, Box]:
        """Return the ground of each perspective: round all its rows."""
        found = dict[int, Box]()
        for number, row, left, right in self.across.groups:
            top = found[number].top if number in found else self.tops[row] - BAND
            found[number] = Box(left, top, right, self.bottoms[row] + BAND)
        return found


def title_width(names: Sequence[str], width: float) -> float:
    """Return the room of the titles: for their longest word, within a fifth of the width."""
    words = [text_width(word, SMALL, bold=True) for name in names for word in name.split()]
    return min(max([40.0, *words]), width * 0.2) + 2 * PAD


def box_width(names: Sequence[str], width: float) -> float:
    """Return the least room of a box and the gap beside it: for the longest word of a name."""
    words = [text_width(word, SIZE) for name in names for word in name.split()]
    return min(max([80.0, *words]), width * 0.16) + 2 * PAD + _GAP
